//! The web pages of an academy: plain HTML in French, no script, and a real effect on the practice accounts.
//!
//! [`password`] owns changing and resetting, [`factor`] the application for codes, [`mailbox`] the pages that show
//! letters, [`forms`] what a form holds open (its question, its secret).
//! The portal for programs belongs to [`crate::portal`].

mod factor;
mod forms;
mod mailbox;
mod password;

use std::{collections::BTreeMap, sync::Arc};

use axum::{Form, Router, extract::State, response::Html, routing::get};

pub(crate) use self::forms::sixteen_letters;
use self::forms::{Ask, Fields, Forms, Refusal};
use crate::{
    Ports,
    accounts::SignIn,
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
        .route(Page::Change.path(), get(password::change_form).post(password::change))
        .route(Page::Reset.path(), get(password::reset_form).post(password::reset))
        .route(Page::Recovery.path(), get(recovery_form).post(recovery))
        .route(Page::SecondFactor.path(), get(factor::form).post(factor::enrol))
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
             <label for=\"reponse\">Question de sécurité : {question}</label>\
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
            SignIn::Good { must_change: true, .. } => login.ok_or(Refusal::Wrong).and(Err(Refusal::MustChange)),
            SignIn::Good { .. } => login.ok_or(Refusal::Wrong),
            SignIn::Wrong => Err(Refusal::Wrong),
            SignIn::Locked => Err(Refusal::Locked),
            SignIn::Expired => Err(Refusal::Expired),
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

fn application_page(site: &Site, refusal: Option<&Refusal>) -> Html<String> {
    let more = "<label for=\"appareil\">Nom de l'appareil (par exemple : ordinateur du bureau)</label>\
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
        Ok(account.application_password(&fields.appareil, sixteen_letters()))
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
