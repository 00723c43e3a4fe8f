//! Pages that show letters: the webmail of an academy, and all personal mailboxes of the practice on one page.

use axum::{Form, extract::State, response::Html};

use super::{Fields, Page, Refusal, Shared, Site};
use crate::{
    office::Letter,
    web::{escape, page},
};

/// Letters shown of one mailbox, the newest ones.
const SHOWN: usize = 20;

fn letters(letters: &[Letter]) -> String {
    if letters.is_empty() {
        return "<p>Aucun message.</p>\n".to_owned();
    }
    letters.iter().rev().take(SHOWN).map(letter).collect()
}

fn letter(letter: &Letter) -> String {
    let text: String = letter.text.chars().take(4_000).collect();
    format!(
        "<article>\n<h3>{}</h3>\n<p>De : {}</p>\n<pre>{}</pre>\n</article>\n",
        escape(&letter.subject),
        escape(&letter.from),
        escape(&text)
    )
}

/// Loads itself again every three seconds, without script.
pub(super) async fn personal(State(site): Shared) -> Html<String> {
    let office = site.world.office();
    let (full, empty): (Vec<_>, Vec<_>) = office
        .personal()
        .into_iter()
        .map(|address| (office.letters(&address), address))
        .partition(|(letters, _)| !letters.is_empty());
    drop(office);
    let shown: String = full
        .iter()
        .map(|(held, address)| format!("<section>\n<h2>{}</h2>\n{}</section>\n", escape(address), letters(held)))
        .collect();
    let names: Vec<String> = empty.iter().map(|(_, address)| escape(address)).collect();
    let rest = format!("<h2>Boîtes vides</h2>\n<p>{}</p>", names.join(", "));
    let head = "<meta http-equiv=\"refresh\" content=\"3\">\n";
    page("Boîtes personnelles", head, &format!("{shown}{rest}"))
}

fn form(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    site.form(Page::Webmail, refusal, true, "", "Lire mes messages")
}

pub(super) async fn webmail_form(State(site): Shared) -> Html<String> {
    form(&site, None)
}

/// The account's own password opens the webmail, even where mail clients need another.
pub(super) async fn webmail(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
    match site.enter(&fields) {
        Ok(login) => {
            let address = site
                .world
                .accounts()
                .by_login(&login)
                .map(|account| account.person.address.clone());
            let held = site.world.office().letters(&address.unwrap_or_default());
            page(Page::Webmail.title(), "", &letters(&held))
        }
        Err(refusal) => form(&site, Some(&refusal)),
    }
}
