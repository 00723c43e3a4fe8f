//! Changing a password that is known, and getting back in by the recovery address.

use axum::{Form, extract::State, response::Html};

use super::{Ask, Fields, Page, Refusal, Shared, Site, done, forms};
use crate::{
    accounts::{HISTORY, Rule},
    office::plain,
    people::Realm,
    web::page,
};

fn new_password_fields(realm: Realm) -> String {
    let Rule {
        min_length,
        min_classes,
    } = Rule::of(realm);
    let classes = if min_classes > 0 {
        format!(", de {min_classes} sortes parmi minuscules, majuscules, chiffres et autres signes")
    } else {
        String::new()
    };
    format!(
        "<p id=\"regle\">Au moins {min_length} caractères{classes}. Différent des {} derniers.</p>\n\
         <label for=\"nouveau\">Nouveau mot de passe</label>\
         <input id=\"nouveau\" name=\"nouveau\" type=\"password\" autocomplete=\"new-password\" aria-describedby=\"regle\" required>\n\
         <label for=\"confirmation\">Nouveau mot de passe, une seconde fois</label>\
         <input id=\"confirmation\" name=\"confirmation\" type=\"password\" autocomplete=\"new-password\" required>\n",
        HISTORY
    )
}

fn change_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    site.form(Page::Change, refusal, true, &new_password_fields(site.realm), "Changer")
}

pub(super) async fn change_form(State(site): Shared) -> Html<String> {
    change_page(&site, None)
}

pub(super) async fn change(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
    // A temporary or expired password may be changed here: this is what the page is for.
    let entered = match site.enter(&fields) {
        Err(Refusal::MustChange | Refusal::Expired) => Ok(()),
        other => other.map(drop),
    };
    let changed = entered.and_then(|()| {
        if fields.nouveau != fields.confirmation {
            return Err(Refusal::NotTwice);
        }
        let mut accounts = site.world.accounts();
        let account = accounts.find(site.realm, &fields.identifiant).ok_or(Refusal::Wrong)?;
        account
            .change(Some(&fields.motdepasse), &fields.nouveau)
            .map_err(Refusal::Password)
    });
    match changed {
        Ok(()) => done(Page::Change, "Votre mot de passe est changé."),
        Err(refusal) => change_page(&site, Some(&refusal)),
    }
}

fn reset_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    site.form(Page::Reset, refusal, false, "", "Recevoir un code")
}

pub(super) async fn reset_form(State(site): Shared) -> Html<String> {
    reset_page(&site, None)
}

/// First the code, then the new password: the second form carries the code.
pub(super) async fn reset(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
    if fields.code.is_empty() {
        return match site.answered(&fields) {
            Ok(()) => reset_code(&site, &fields.identifiant),
            Err(refusal) => reset_page(&site, Some(&refusal)),
        };
    }
    let reset = match site.forms.take(&fields.jeton, site.world.now()) {
        Some(Ask::Reset {
            login: Some(login),
            code,
        }) if code == fields.code.trim() => {
            if fields.nouveau == fields.confirmation {
                let mut accounts = site.world.accounts();
                let account = accounts.find(site.realm, &login).ok_or(Refusal::Wrong);
                account.and_then(|account| account.reset(&fields.nouveau).map_err(Refusal::Password))
            } else {
                Err(Refusal::NotTwice)
            }
        }
        Some(Ask::Reset { .. }) => Err(Refusal::Code),
        _ => Err(Refusal::Stale),
    };
    match reset {
        Ok(()) => done(Page::Reset, "Votre mot de passe est changé."),
        Err(refusal) => reset_page(&site, Some(&refusal)),
    }
}

/// Known or not, the page says the same: it must not tell who has an account.
fn reset_code(site: &Site, name: &str) -> Html<String> {
    let now = site.world.now();
    let code = forms::six_digits();
    let known = site.world.accounts().find(site.realm, name).and_then(|account| {
        account
            .recovery
            .clone()
            .map(|address| (account.person.login.clone(), address))
    });
    if let Some((_, address)) = &known {
        let from = format!("ne-pas-repondre@{}", site.realm.domain());
        let text = format!("Votre code pour choisir un nouveau mot de passe : {code}\n\nIl vaut dix minutes.");
        let letter = plain(&from, address, "Mot de passe oublié : votre code", &text, now);
        site.world.deliver("", address, &letter.into());
    }
    let jeton = site.forms.hold(
        Ask::Reset {
            login: known.map(|(login, _)| login),
            code,
        },
        now,
    );
    let body = format!(
        "<p>Si une adresse de secours est enregistrée pour ce compte, un code vient d'y être envoyé.</p>\n\
         <form action=\"{}\" method=\"post\">\n<input type=\"hidden\" name=\"jeton\" value=\"{jeton}\">\n\
         <label for=\"code\">Code reçu</label><input id=\"code\" name=\"code\" inputmode=\"numeric\" autocomplete=\"one-time-code\" required>\n\
         {}<button type=\"submit\">Changer</button>\n</form>",
        Page::Reset.path(),
        new_password_fields(site.realm)
    );
    page(Page::Reset.title(), "", &body)
}
