//! The web pages of an academy: plain HTML in French, no script, and a real effect on the practice accounts.
//!
//! [`forms`] owns what a form holds open (its question, its secret), [`mailbox`] the pages that show letters.
//! The portal for programs belongs to [`crate::portal`].

mod forms;
mod mailbox;

use std::{collections::BTreeMap, sync::Arc};

use axum::{Form, Router, extract::State, response::Html, routing::get};

use self::forms::{Ask, Fields, Forms, Refusal};
use crate::{
    Ports,
    accounts::{self, Rule, code_matches},
    office::plain,
    people::Realm,
    token,
    web::{self, escape, page},
    world::World,
};

/// A page of an academy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Page {
    Change,
    Reset,
    Recovery,
    SecondFactor,
    Applications,
    Webmail,
    Assistance,
}

impl Page {
    pub(crate) const ALL: [Self; 7] = [
        Self::Webmail,
        Self::Change,
        Self::Reset,
        Self::Recovery,
        Self::SecondFactor,
        Self::Applications,
        Self::Assistance,
    ];

    /// Application passwords exist at the web academy only.
    pub(crate) fn offered(self, realm: Realm) -> bool {
        self != Self::Applications || realm == Realm::Web
    }

    /// As the academy file spells it.
    pub(crate) fn purpose(self) -> &'static str {
        match self {
            Self::Change => "change-password",
            Self::Reset => "reset-password",
            Self::Recovery => "recovery",
            Self::SecondFactor => "second-factor",
            Self::Applications => "application-password",
            Self::Webmail => "webmail",
            Self::Assistance => "assistance",
        }
    }

    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Change => "Changer mon mot de passe",
            Self::Reset => "Mot de passe oublié",
            Self::Recovery => "Mon adresse de secours",
            Self::SecondFactor => "Mon application de codes",
            Self::Applications => "Mots de passe d'application",
            Self::Webmail => "Ma messagerie",
            Self::Assistance => "Assistance",
        }
    }

    fn path(self) -> &'static str {
        match self {
            Self::Change => "/mot-de-passe",
            Self::Reset => "/oublie",
            Self::Recovery => "/secours",
            Self::SecondFactor => "/second-facteur",
            Self::Applications => "/applications",
            Self::Webmail => "/messagerie",
            Self::Assistance => "/assistance",
        }
    }
}

/// The https address of a page.
pub(crate) fn address(realm: Realm, ports: Ports, page: Page) -> String {
    format!("https://compte.{}:{}{}", realm.domain(), ports.pages, page.path())
}

/// Https address → loopback address, for every page offered.
pub(crate) fn addresses(realm: Realm, ports: Ports) -> BTreeMap<String, String> {
    let plain = |page: Page| format!("http://127.0.0.1:{}{}", ports.plain_pages, page.path());
    Page::ALL
        .into_iter()
        .filter(|page| page.offered(realm))
        .map(|page| (address(realm, ports, page), plain(page)))
        .collect()
}

/// Where personal mailboxes are shown: codes are read there, so the path is not to be guessed.
pub(crate) fn inbox_path() -> String {
    format!("/boites/{}", token())
}

/// What the pages of one academy share.
pub(crate) struct Site {
    world: Arc<World>,
    realm: Realm,
    forms: Forms,
}

/// All the pages of an academy.
pub(crate) fn router(world: Arc<World>, realm: Realm, inbox: &str) -> Router {
    let site = Arc::new(Site {
        world,
        realm,
        forms: Forms::default(),
    });
    let mut router = Router::new()
        .route("/", get(home))
        .route(Page::Change.path(), get(change_form).post(change))
        .route(Page::Reset.path(), get(reset_form).post(reset))
        .route(Page::Recovery.path(), get(recovery_form).post(recovery))
        .route(Page::SecondFactor.path(), get(factor_form).post(factor))
        .route(Page::Webmail.path(), get(mailbox::webmail_form).post(mailbox::webmail))
        .route(Page::Assistance.path(), get(assistance));
    if realm == Realm::Web {
        router = router.route(Page::Applications.path(), get(application_form).post(application));
    } else {
        router = router.route(inbox, get(mailbox::personal));
    }
    web::bounded(router.with_state(site))
}

type Shared = State<Arc<Site>>;

async fn home(State(site): Shared) -> Html<String> {
    let links: String = Page::ALL
        .into_iter()
        .filter(|page| page.offered(site.realm))
        .map(|page| format!("<li><a href=\"{}\">{}</a></li>\n", page.path(), page.title()))
        .collect();
    page(site.realm.title(), "", &format!("<ul>\n{links}</ul>"))
}

async fn assistance(State(site): Shared) -> Html<String> {
    let text = format!(
        "<p>Ici, vous êtes à l'{}. En vrai, vous trouveriez l'assistance de votre académie.</p>\
         <p>Pour débloquer un compte d'entraînement, arrêtez l'entraînement puis recommencez.</p>",
        escape(site.realm.title())
    );
    page(Page::Assistance.title(), "", &text)
}

impl Site {
    /// A form that asks who it is, then `more`, then the question a program could not answer.
    fn form(&self, of: Page, refusal: Option<&Refusal>, password: bool, more: &str, button: &str) -> Html<String> {
        let (jeton, question) = self.forms.question(self.world.now());
        let password = if password {
            "<label for=\"motdepasse\">Mot de passe actuel ou provisoire</label>\
             <input id=\"motdepasse\" name=\"motdepasse\" type=\"password\" autocomplete=\"current-password\" required>\n"
        } else {
            ""
        };
        let refusal = refusal.map(|refusal| alert(refusal.text())).unwrap_or_default();
        let path = of.path();
        let body = format!(
            "{refusal}<form action=\"{path}\" method=\"post\">\n<input type=\"hidden\" name=\"jeton\" value=\"{jeton}\">\n\
             <label for=\"identifiant\">Identifiant ou adresse professionnelle</label>\
             <input id=\"identifiant\" name=\"identifiant\" autocomplete=\"username\" required>\n\
             {password}{more}\
             <label for=\"reponse\">Question de sécurité : {question}</label>\
             <input id=\"reponse\" name=\"reponse\" inputmode=\"numeric\" autocomplete=\"off\" required>\n\
             <button type=\"submit\">{button}</button>\n</form>"
        );
        page(of.title(), "", &body)
    }

    /// The question first: a wrong answer spends no attempt.
    fn enter(&self, fields: &Fields) -> Result<String, Refusal> {
        self.answered(fields)?;
        let now = self.world.now();
        let mut accounts = self.world.accounts();
        let answer = accounts.sign_in(self.realm, &fields.identifiant, &fields.motdepasse, now);
        let login = accounts
            .find(self.realm, &fields.identifiant)
            .map(|account| account.person.login.clone());
        match answer {
            accounts::SignIn::Good { must_change: true, .. } => {
                login.ok_or(Refusal::Wrong).and(Err(Refusal::MustChange))
            }
            accounts::SignIn::Good { .. } => login.ok_or(Refusal::Wrong),
            accounts::SignIn::Wrong => Err(Refusal::Wrong),
            accounts::SignIn::Locked => Err(Refusal::Locked),
            accounts::SignIn::Expired => Err(Refusal::Expired),
        }
    }

    fn answered(&self, fields: &Fields) -> Result<(), Refusal> {
        match self.forms.take(&fields.jeton, self.world.now()) {
            Some(Ask::Question { answer }) if answer.to_string() == fields.reponse.trim() => Ok(()),
            Some(Ask::Question { .. }) => Err(Refusal::Question),
            _ => Err(Refusal::Stale),
        }
    }
}

fn alert(text: &str) -> String {
    format!("<p class=\"refused\" role=\"alert\">{text}</p>\n")
}

fn done(of: Page, text: &str) -> Html<String> {
    page(
        of.title(),
        "",
        &format!("<p class=\"done\" role=\"status\">{text}</p>\n<p>Vous pouvez revenir à Rentrée.</p>"),
    )
}

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
        accounts::HISTORY
    )
}

fn change_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    site.form(Page::Change, refusal, true, &new_password_fields(site.realm), "Changer")
}

async fn change_form(State(site): Shared) -> Html<String> {
    change_page(&site, None)
}

async fn change(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
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

async fn reset_form(State(site): Shared) -> Html<String> {
    reset_page(&site, None)
}

/// First the code, then the new password: the second form carries the code.
async fn reset(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
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
        let text = format!("Votre code pour choisir un nouveau mot de passe : {code}\n\nIl vaut dix minutes.");
        let letter = plain(&from, address, "Mot de passe oublié : votre code", &text, now);
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

fn recovery_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    let more = "<label for=\"adresse\">Adresse personnelle de secours</label>\
                <input id=\"adresse\" name=\"adresse\" type=\"email\" autocomplete=\"email\" required>\n";
    site.form(Page::Recovery, refusal, true, more, "Enregistrer")
}

async fn recovery_form(State(site): Shared) -> Html<String> {
    recovery_page(&site, None)
}

async fn recovery(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
    let address = fields.adresse.trim();
    let registered = site.enter(&fields).and_then(|login| {
        let domain = address
            .rsplit_once('@')
            .map(|(_, domain)| domain.to_lowercase())
            .unwrap_or_default();
        let ours = Realm::ALL.iter().any(|realm| realm.domain() == domain);
        if domain.is_empty() || ours || !address.is_ascii() || address.len() > 256 {
            return Err(Refusal::Address);
        }
        let mut accounts = site.world.accounts();
        let account = accounts.find(site.realm, &login).ok_or(Refusal::Wrong)?;
        account.recovery = Some(address.to_owned());
        Ok(())
    });
    match registered {
        Ok(()) => {
            let from = format!("ne-pas-repondre@{}", site.realm.domain());
            let text = "Cette adresse est maintenant votre adresse de secours.";
            let letter = plain(&from, address, "Votre adresse de secours", text, site.world.now());
            site.world.deliver("", address, &letter.into());
            done(
                Page::Recovery,
                "Votre adresse de secours est enregistrée. Un message de confirmation vient d'y être envoyé.",
            )
        }
        Err(refusal) => recovery_page(&site, Some(&refusal)),
    }
}

fn factor_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    site.form(Page::SecondFactor, refusal, true, "", "Continuer")
}

async fn factor_form(State(site): Shared) -> Html<String> {
    factor_page(&site, None)
}

/// First who it is, then the first code of the key that was shown.
async fn factor(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
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
        "{refusal}<p>Dans votre application de codes, ajoutez un compte avec cette clé :</p>\n<p><code id=\"cle\">{}</code></p>\n\
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

fn application_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    let more = "<label for=\"appareil\">Nom de l'appareil (par exemple : ordinateur du bureau)</label>\
                <input id=\"appareil\" name=\"appareil\" required>\n";
    site.form(
        Page::Applications,
        refusal,
        true,
        more,
        "Créer un mot de passe d'application",
    )
}

async fn application_form(State(site): Shared) -> Html<String> {
    application_page(&site, None)
}

async fn application(State(site): Shared, Form(fields): Form<Fields>) -> Html<String> {
    let made = site.enter(&fields).and_then(|login| {
        let mut accounts = site.world.accounts();
        let account = accounts.find(site.realm, &login).ok_or(Refusal::Wrong)?;
        Ok(account.application_password(&fields.appareil, forms::sixteen_letters()))
    });
    match made {
        Ok(text) => {
            let letters: Vec<char> = text.chars().collect();
            let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
            let body = format!(
                "<p class=\"done\" role=\"status\">Voici le mot de passe d'application. Il n'est montré qu'une fois.</p>\n\
                 <p><code id=\"motdepasse-application\">{}</code></p>\n<p>Copiez-le, puis revenez à Rentrée.</p>",
                groups.join(" ")
            );
            page(Page::Applications.title(), "", &body)
        }
        Err(refusal) => application_page(&site, Some(&refusal)),
    }
}
