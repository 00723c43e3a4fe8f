//! The identity servers: what an academy lets a person do, one enum per capability.
//!
//! [`Account::of`] composes the capabilities from the academy's data: [`Check`], [`ChangePassword`], [`Recovery`],
//! [`Totp`]. [`ldap`], [`lemonldap`] and [`privacyidea`] speak to servers, bound only as the person; a capability no server
//! offers is [`web`]: the official page. What a server refuses is a [`refusal`]. Mail servers belong to `mail`, the card of an
//! enrolment to `totp`, the order of things and the budget of attempts to `wizard`.

pub mod ldap;
pub mod lemonldap;
pub mod privacyidea;
pub mod refusal;
#[doc(hidden)]
pub mod replay;
mod site;
#[cfg(test)]
mod tests;
pub mod web;

use std::time::Duration;

pub use self::refusal::AccountRefusal;
use self::{
    ldap::Directory,
    lemonldap::Portal,
    privacyidea::{Factors, RecoveryCodes},
};
use crate::{
    academy::Academy,
    net::Net,
    secret::{Code, Password},
};

/// How long a sign-out may take: nothing waits for its answer.
const GOODBYE: Duration = Duration::from_secs(5);

/// What the academy's data lets a person do, each by the best server there is for it.
pub struct Account {
    /// Which server tells whether a password holds.
    pub check: Check,
    /// Who changes the password.
    pub change: ChangePassword,
    /// Who registers the recovery address.
    pub recovery: Recovery,
    /// Who enrols the second factor.
    pub totp: Totp,
}

impl Account {
    /// Composes the capabilities. `net` is the one made for this academy ([`Net::for_academy`]), so that the academy's own
    /// roots count. Embedded data names no identity server we may use: everything is mail and official pages then.
    #[must_use]
    pub fn of(academy: &Academy, net: &Net) -> Self {
        let connectors = Some(&academy.connectors).filter(|_| academy.connected());
        let ldap = connectors.and_then(|all| all.ldap.as_ref());
        let portal = connectors.and_then(|all| all.lemonldap.as_ref());
        let directory = |at: &_| Directory::new(net.clone(), at);
        let lemonldap = |at: &_| Portal::new(net.clone(), at);
        Self {
            check: ldap
                .map(|at| Check::Ldap(directory(at)))
                .or_else(|| portal.map(|at| Check::LemonLdap(lemonldap(at))))
                .unwrap_or(Check::Mail),
            change: ldap
                .filter(|at| at.change_password)
                .map(|at| ChangePassword::Ldap(directory(at)))
                .or_else(|| {
                    portal
                        .filter(|at| at.change_password)
                        .map(|at| ChangePassword::LemonLdap(lemonldap(at)))
                })
                .unwrap_or(ChangePassword::Web),
            recovery: ldap
                .filter(|at| at.recovery_attribute.is_some())
                .map_or(Recovery::Web, |at| Recovery::Ldap(directory(at))),
            totp: connectors
                .and_then(|all| all.privacyidea.as_ref())
                .map(|at| Totp::PrivacyIdea(Factors::new(net.clone(), at)))
                .or_else(|| portal.filter(|at| at.totp).map(|at| Totp::LemonLdap(lemonldap(at))))
                .unwrap_or(Totp::Web),
        }
    }

    /// The same, of a portal that answers to nobody but a person at its page.
    #[must_use]
    pub fn without_portal(&self) -> Self {
        Self {
            check: match &self.check {
                Check::LemonLdap(_) => Check::Mail,
                check => check.clone(),
            },
            change: match &self.change {
                ChangePassword::LemonLdap(_) => ChangePassword::Web,
                change => change.clone(),
            },
            recovery: self.recovery.clone(),
            totp: match &self.totp {
                Totp::LemonLdap(_) => Totp::Web,
                totp => totp.clone(),
            },
        }
    }
}

/// What is done by a server where there is one, and by hand where there is none.
pub trait Capability {
    /// The host that gets what the person entrusts; none: no identity server does it.
    fn host(&self) -> Option<&str>;

    /// An identity server does it; otherwise it is a hand-off, or `mail` is to be asked.
    fn server(&self) -> bool {
        self.host().is_some()
    }
}

/// Each of these names its server the same way.
macro_rules! capability {
    ($name:ident: $($at:ident),+; $none:ident) => {
        impl Capability for $name {
            fn host(&self) -> Option<&str> {
                match self {
                    $(Self::$at(server) => Some(server.host()),)+
                    Self::$none => None,
                }
            }
        }
    };
}

capability!(Check: Ldap, LemonLdap; Mail);
capability!(ChangePassword: Ldap, LemonLdap; Web);
capability!(Recovery: Ldap; Web);
capability!(Totp: LemonLdap, PrivacyIdea; Web);

/// Which server tells whether a password holds.
#[derive(Clone)]
pub enum Check {
    /// The directory: gives the best reasons.
    Ldap(Directory),
    /// The portal.
    LemonLdap(Portal),
    /// No identity server: the mailbox answers, through `mail::imap`, without telling why it refuses.
    Mail,
}

impl Check {
    /// Signs in once, as the person, and signs out.
    ///
    /// # Errors
    /// What the server refused, or why it could not be asked; [`AccountRefusal::NoServer`] for [`Check::Mail`].
    pub async fn sign_in(&self, login: &str, password: &Password) -> Result<AccountState, AccountRefusal> {
        match self {
            Self::Ldap(directory) => directory.sign_in(login, password).await,
            Self::LemonLdap(portal) => portal.sign_in(login, password).await,
            Self::Mail => Err(AccountRefusal::NoServer),
        }
    }
}

/// What an identity server says of an account it just opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState {
    /// The server accepted the password and refuses everything but a change of it: a *success* on the wire. Or it expired
    /// and opens a few more times, for that.
    pub must_change: bool,
    /// Seconds until the password expires, when the server warns.
    pub expires_in_s: Option<u64>,
    /// The password has expired and opens only so many more times.
    pub grace_left: Option<u64>,
    /// The password is right and the server then asks for a second factor.
    pub asks_factor: bool,
    /// Who answered.
    pub host: String,
}

/// Who changes the password.
#[derive(Clone)]
pub enum ChangePassword {
    /// The directory (RFC 3062).
    Ldap(Directory),
    /// The portal.
    LemonLdap(Portal),
    /// The official page: see [`web`].
    Web,
}

impl ChangePassword {
    /// Changes the password, then signs in afresh with the new one: that is the proof.
    ///
    /// # Errors
    /// [`AccountRefusal::InDoubt`] when the request left and what became of it is not known; any other refusal means that
    /// the old password still holds. [`AccountRefusal::NoServer`] for [`ChangePassword::Web`].
    pub async fn change(&self, login: &str, old: &Password, new: &Password) -> Result<Changed, AccountRefusal> {
        match self {
            Self::Ldap(directory) => directory.change(login, old, new).await,
            Self::LemonLdap(portal) => portal.change(login, old, new).await,
            Self::Web => Err(AccountRefusal::NoServer),
        }
    }
}

/// The server changed the password and the new one opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// Who confirmed it.
    pub host: String,
}

/// Who registers the recovery address.
#[derive(Clone)]
pub enum Recovery {
    /// The directory: an attribute of the person's entry.
    Ldap(Directory),
    /// The official page: see [`web`].
    Web,
}

impl Recovery {
    /// Writes the recovery address in place of the one before. Safe to repeat.
    ///
    /// # Errors
    /// What the server refused, or why it could not be asked; [`AccountRefusal::NoServer`] for [`Recovery::Web`].
    pub async fn register(
        &self,
        login: &str,
        password: &Password,
        address: &str,
    ) -> Result<Registered, AccountRefusal> {
        match self {
            Self::Ldap(directory) => directory.register(login, password, address).await,
            Self::Web => Err(AccountRefusal::NoServer),
        }
    }

    /// The address registered now; none: there is none, or the person may not read it.
    ///
    /// # Errors
    /// As [`Recovery::register`].
    pub async fn registered(&self, login: &str, password: &Password) -> Result<Option<ReadBack>, AccountRefusal> {
        match self {
            Self::Ldap(directory) => directory.registered(login, password).await,
            Self::Web => Err(AccountRefusal::NoServer),
        }
    }
}

/// A recovery address as the server holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadBack {
    /// Who holds it.
    pub host: String,
    /// The address.
    pub address: String,
}

/// The recovery address is in the directory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registered {
    /// Who confirmed it.
    pub host: String,
    /// It was also compared afterwards; `false`: accepted, but the person may not read it back.
    pub read_back: bool,
}

/// Who enrols the second factor. A server made for factors goes before a portal that also keeps some.
#[derive(Clone)]
pub enum Totp {
    /// The portal.
    LemonLdap(Portal),
    /// The server of second factors.
    PrivacyIdea(Factors),
    /// The official page: see [`web`].
    Web,
}

impl Totp {
    /// Signs in and asks for a secret. Nothing is registered until [`Enrolment::confirm`].
    ///
    /// # Errors
    /// [`AccountRefusal::FactorExists`] when the account has one; [`AccountRefusal::NoServer`] for [`Totp::Web`].
    pub async fn enrol(&self, login: &str, password: &Password) -> Result<Enrolment, AccountRefusal> {
        match self {
            Self::LemonLdap(portal) => portal.enrol(login, password).await.map(Enrolment::LemonLdap),
            Self::PrivacyIdea(factors) => factors.enrol(login, password).await.map(Enrolment::PrivacyIdea),
            Self::Web => Err(AccountRefusal::NoServer),
        }
    }

    /// A fresh sign-in, which must ask for the code: the proof that the factor is there.
    ///
    /// # Errors
    /// [`AccountRefusal::FactorNotAsked`] when the server lets the person in without; [`AccountRefusal::NoServer`] for
    /// [`Totp::Web`].
    pub async fn challenge(&self, login: &str, password: &Password) -> Result<Challenge, AccountRefusal> {
        match self {
            Self::LemonLdap(portal) => portal.challenge(login, password).await.map(Challenge::LemonLdap),
            Self::PrivacyIdea(factors) => factors.challenge(login, password).await.map(Challenge::PrivacyIdea),
            Self::Web => Err(AccountRefusal::NoServer),
        }
    }

    /// Has a list of recovery codes made. Only where [`Asked::recovery_codes`] said so.
    ///
    /// # Errors
    /// [`AccountRefusal::NotAllowed`]; [`AccountRefusal::NoServer`] where no server makes any.
    pub async fn recovery_codes(&self, login: &str, password: &Password) -> Result<RecoveryCodes, AccountRefusal> {
        match self {
            Self::PrivacyIdea(factors) => factors.recovery_codes(login, password).await,
            Self::LemonLdap(_) | Self::Web => Err(AccountRefusal::NoServer),
        }
    }
}

/// A secret the server made and waits to see proved by a code.
pub enum Enrolment {
    /// At a portal.
    LemonLdap(lemonldap::Enrolment),
    /// At a server of second factors.
    PrivacyIdea(privacyidea::Enrolment),
}

impl Enrolment {
    /// The `otpauth:` address, made of what the server gave. It holds the secret.
    #[must_use]
    pub fn uri(&self) -> &str {
        match self {
            Self::LemonLdap(enrolment) => enrolment.uri(),
            Self::PrivacyIdea(enrolment) => enrolment.uri(),
        }
    }

    /// Shows the server that the application computes the right codes: only then is the factor registered.
    ///
    /// # Errors
    /// [`AccountRefusal::BadCode`]: another code may be tried. [`AccountRefusal::Over`]: enrol again. After a fault the
    /// factor may be registered or not: a [`Totp::challenge`] tells.
    pub async fn confirm(&mut self, code: &Code) -> Result<(), AccountRefusal> {
        match self {
            Self::LemonLdap(enrolment) => enrolment.confirm(code).await,
            Self::PrivacyIdea(enrolment) => enrolment.confirm(code).await,
        }
    }

    /// Gives up: signs out. Nothing was registered.
    pub async fn leave(self) {
        match self {
            Self::LemonLdap(enrolment) => enrolment.leave().await,
            Self::PrivacyIdea(enrolment) => enrolment.leave().await,
        }
    }
}

/// A fresh sign-in that waits for the code.
pub enum Challenge {
    /// At a portal.
    LemonLdap(lemonldap::Challenge),
    /// At a server of second factors.
    PrivacyIdea(privacyidea::Challenge),
}

impl Challenge {
    /// Gives the code. One try for each challenge: servers burn it.
    ///
    /// # Errors
    /// [`AccountRefusal::BadCode`] or [`AccountRefusal::Over`]: a new challenge is needed.
    pub async fn answer(self, code: &Code) -> Result<Asked, AccountRefusal> {
        match self {
            Self::LemonLdap(challenge) => challenge.answer(code).await,
            Self::PrivacyIdea(challenge) => challenge.answer(code).await,
        }
    }
}

/// A fresh sign-in asked for the code and took it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Who asked.
    pub host: String,
    /// The server would make recovery codes for this person, who has none.
    pub recovery_codes: bool,
}

/// What must never reach a server: an empty password (RFC 4513 §5.1.2: some directories answer it with success), and
/// characters nobody types on purpose.
fn sendable(password: &Password) -> Result<(), AccountRefusal> {
    if password.is_empty() {
        return Err(AccountRefusal::EmptyPassword);
    }
    if password.expose().chars().any(char::is_control) {
        return Err(AccountRefusal::ControlCharacter);
    }
    Ok(())
}

/// A change must be one, and both passwords must be fit to be sent. Checked before any byte.
fn changeable(old: &Password, new: &Password) -> Result<(), AccountRefusal> {
    sendable(old)?;
    sendable(new)?;
    if old.same_as(new) {
        Err(AccountRefusal::SameAsOld)
    } else {
        Ok(())
    }
}
