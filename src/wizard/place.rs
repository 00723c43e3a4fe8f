//! What the first two steps hand on: where the person works, and who they say they are there.

use std::sync::Arc;

use super::{
    Refusal, World,
    view::{AcademyCard, DeskLine, Entered, PageLine},
};
use crate::{
    academy::{Academy, ClientPassword, Department, Endpoint, LoginForm, PagePurpose, Platform, Protocol, support},
    account::Account,
    mail::{
        Doors, Likely,
        discover::{Located, Servers},
    },
    net::Net,
};

/// An academy chosen, its mail platform settled, its roots and connectors loaded.
#[derive(Clone)]
pub struct Place {
    academy: Arc<Academy>,
    platform: Option<Arc<Platform>>,
    department: Option<Arc<Department>>,
    net: Net,
    account: Arc<Account>,
}

impl Place {
    pub(super) fn new(
        world: &World,
        academy: &Academy,
        department: Option<&Department>,
        platform: Option<&Platform>,
    ) -> Result<Self, Refusal> {
        let net = world.net.for_academy(academy)?;
        let account = Arc::new(Account::of(academy, &net));
        Ok(Self {
            academy: Arc::new(academy.clone()),
            platform: platform.cloned().map(Arc::new),
            department: department.cloned().map(Arc::new),
            net,
            account,
        })
    }

    /// The academy.
    #[must_use]
    pub fn academy(&self) -> &Academy {
        &self.academy
    }

    /// Its mail platform, when one is known.
    #[must_use]
    pub fn platform(&self) -> Option<&Platform> {
        self.platform.as_deref()
    }

    /// The département, where the person said it: it decides whom to ask.
    #[must_use]
    pub fn department(&self) -> Option<&Department> {
        self.department.as_deref()
    }

    pub(super) fn net(&self) -> &Net {
        &self.net
    }

    pub(super) fn account(&self) -> &Account {
        &self.account
    }

    /// The same, by the portal's page instead of the portal.
    fn without_portal(mut self) -> Self {
        self.account = Arc::new(self.account.without_portal());
        self
    }

    /// What the mail servers want as a user name, when known.
    pub(super) fn login_form(&self) -> Option<LoginForm> {
        Some(self.platform()?.login_form.as_ref()?.value)
    }

    /// Mail clients need a password of their own here; the account's is never tried on IMAP or SMTP.
    pub(super) fn wants_application_password(&self) -> bool {
        let kind = self.platform().and_then(|platform| platform.client_password.as_ref());
        kind.is_some_and(|kind| kind.value == ClientPassword::Application)
    }

    /// The data says that mail clients may be let in nowhere: a normal outcome, and the webmail remains.
    pub(super) fn clients_likely_closed(&self) -> bool {
        Likely::at(self.platform()) == Some(Likely::ClientsClosed)
    }

    pub(super) fn page(&self, world: &World, purpose: PagePurpose) -> PageLine {
        let mut page = support::page(&self.academy, self.platform(), purpose);
        if let (Some(rehearsal), Some(url)) = (&world.rehearsal, &page.url) {
            page.practice_url = rehearsal.pages.get(url).cloned();
        }
        page
    }

    pub(super) fn desk(&self) -> DeskLine {
        support::desk(&self.academy, self.department())
    }

    pub(super) fn desks(&self) -> Vec<DeskLine> {
        support::contacts(&self.academy, self.department())
    }
}

/// An academy as the doors show it.
#[must_use]
pub fn card(academy: &Academy) -> AcademyCard {
    AcademyCard {
        id: academy.id.clone(),
        name: academy.name.clone(),
        official_name: academy.official_name.clone(),
        kind: academy.kind,
        domain: academy.domain().to_owned(),
    }
}

/// A person as they described themselves, and the mail servers that answered for them. Nothing is proved of the person.
#[derive(Clone)]
pub struct Who {
    place: Place,
    entered: Entered,
    servers: Arc<Servers>,
    /// What a server accepted, where it is not what the data says.
    login_form: Option<LoginForm>,
}

impl Who {
    pub(super) fn new(place: Place, entered: Entered, servers: Arc<Servers>) -> Self {
        Self {
            place,
            entered,
            servers,
            login_form: None,
        }
    }

    /// The same person, under the other form of the user name.
    pub(super) fn with_other_form(mut self) -> Self {
        self.login_form = Some(match self.form() {
            LoginForm::Short => LoginForm::FullAddress,
            LoginForm::FullAddress => LoginForm::Short,
        });
        self
    }

    /// The same person, where the portal wants a picture copied: its page, then.
    pub(super) fn without_portal(mut self) -> Self {
        self.place = self.place.without_portal();
        self
    }

    fn form(&self) -> LoginForm {
        self.login_form.or(self.place.login_form()).unwrap_or(LoginForm::Short)
    }

    /// Where.
    #[must_use]
    pub fn place(&self) -> &Place {
        &self.place
    }

    /// As typed.
    #[must_use]
    pub fn entered(&self) -> &Entered {
        &self.entered
    }

    pub(super) fn servers(&self) -> &Servers {
        &self.servers
    }

    /// The user name the mail servers want; where the data does not say, the identifier as the letter gives it.
    pub(super) fn mail_login(&self) -> &str {
        self.login_as(self.form())
    }

    /// The other form of it, where there is another.
    pub(super) fn other_mail_login(&self) -> Option<&str> {
        let other = match self.form() {
            LoginForm::Short => LoginForm::FullAddress,
            LoginForm::FullAddress => LoginForm::Short,
        };
        let other = self.login_as(other);
        (!other.eq_ignore_ascii_case(self.mail_login())).then_some(other)
    }

    fn login_as(&self, form: LoginForm) -> &str {
        match form {
            LoginForm::FullAddress => &self.entered.address,
            LoginForm::Short => &self.entered.identifier,
        }
    }

    /// The servers that may be signed in to now. Filters only where the data names their host.
    pub(super) fn doors(&self) -> Doors<'_> {
        let platform = self.place.platform();
        Doors {
            imap: Self::reached(&self.servers.imap),
            smtp: Self::reached(&self.servers.smtp),
            sieve: platform
                .and_then(|platform| platform.server(Protocol::Sieve))
                .map(|server| &server.endpoint),
            quarantine_from: platform
                .and_then(|platform| platform.quarantine_sender.as_ref())
                .map(|sender| sender.value.as_str()),
        }
    }

    /// What the attempt budget counts by: stands for the person in the ledger, which keeps only a salted digest of it.
    pub(super) fn budget_key(&self) -> String {
        Self::key(self.place.academy(), &self.entered.identifier)
    }

    /// The same, before the person is at a place.
    pub(super) fn key(academy: &Academy, identifier: &str) -> String {
        format!("{}/{}", academy.id, identifier.to_lowercase())
    }

    /// An endpoint that answered under a verified certificate.
    pub(super) fn reached(located: &Located) -> Option<&Endpoint> {
        located.endpoint.as_ref().filter(|_| located.reached)
    }

    /// "Jean Dupont".
    pub(super) fn display_name(&self) -> String {
        format!("{} {}", self.entered.given.trim(), self.entered.family.trim())
            .trim()
            .to_owned()
    }
}
