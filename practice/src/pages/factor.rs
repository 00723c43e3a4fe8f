//! Enrolling an application for codes.

use axum::{Form, extract::State, response::Html};

use super::{Ask, Fields, Page, Refusal, Shared, Site, alert, done};
use crate::{
    accounts::code_matches,
    web::{escape, page},
};

fn factor_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    site.form(Page::SecondFactor, refusal, true, "", "Continuer")
}

pub(super) async fn form(State(site): Shared) -> Html<String> {
    factor_page(&site, None)
}

/// First who it is, then the first code of the key that was shown.
pub(super) async fn enrol(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
    let now = site.world.now();
    if fields.code.is_empty() {
        return match site.enter(&fields) {
            Ok(login) => {
                let secret = totp_rs::Secret::generate().to_base32();
                show_key(&site, login, secret, None)
            }
            Err(refusal) => factor_page(&site, Some(&refusal)),
        };
    }
    match site.forms.take(&fields.jeton, now) {
        Some(Ask::Enrol { login, secret }) if code_matches(&secret, fields.code.trim(), now) => {
            if let Some(account) = site.world.accounts().find(site.realm, &login) {
                account.enrol(&secret);
            }
            done(Page::SecondFactor, "Votre application de codes est enregistrée.")
        }
        Some(Ask::Enrol { login, secret }) => show_key(&site, login, secret, Some(&Refusal::Code)),
        _ => factor_page(&site, Some(&Refusal::Stale)),
    }
}

fn show_key(site: &Site, login: String, secret: String, refusal: Option<&Refusal>) -> Html<String> {
    let letters: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    let issuer = "Entrainement%20web";
    let uri = format!("otpauth://totp/{issuer}:{login}?secret={secret}&issuer={issuer}&digits=6&period=30");
    let jeton = site.forms.hold(Ask::Enrol { login, secret }, site.world.now());
    let refusal = refusal.map(|refusal| alert(refusal.text())).unwrap_or_default();
    let body = format!(
        "{refusal}<p>Dans votre application de codes, ajoutez un compte avec cette clé :</p>\n<p><code id=\"cle\">{}</code></p>\n\
         <p><a id=\"lien\" href=\"{}\">Ouvrir l'application de codes de cet ordinateur</a></p>\n\
         <form action=\"{}\" method=\"post\">\n<input type=\"hidden\" name=\"jeton\" value=\"{jeton}\">\n\
         <label for=\"code\">Code à 6 chiffres de l'application</label>\
         <input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required>\n\
         <button type=\"submit\">Vérifier</button>\n</form>",
        groups.join(" "),
        escape(&uri),
        Page::SecondFactor.path()
    );
    page(Page::SecondFactor.title(), "", &body)
}
