//! What a mail server's *no* means, as far as it says.

use thiserror::Error;

use super::Likely;
use crate::{
    net::fault::Fault,
    reason::{Kind, Mender, Params, Reason},
};

/// Why a sign-in to a mail server, or a message, was refused. `host` is the server that said so.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum SignInRefusal {
    /// Nothing was typed as a password: not sent.
    #[error("empty password")]
    EmptyPassword,
    /// Nothing was typed as a user name: not sent.
    #[error("empty login")]
    EmptyLogin,
    /// A line break or NUL stands in the login or the password: not sent.
    #[error("control character in the login or the password")]
    ControlCharacter,
    /// The server said no without a reason, and the data of the platform makes one likely.
    #[error("{refusal}, likely {likely:?}")]
    Likely {
        /// What is likely.
        likely: Likely,
        /// What was said.
        refusal: Box<SignInRefusal>,
    },
    /// The server said no. IMAP gives one answer for wrong, locked, expired and must-change.
    #[error("{host}: sign-in refused")]
    Refused {
        /// Who.
        host: String,
    },
    /// The password is too old (`[EXPIRED]`, RFC 5530).
    #[error("{host}: password expired")]
    PasswordExpired {
        /// Who.
        host: String,
    },
    /// The password is right, the mailbox is not open to it (`[AUTHORIZATIONFAILED]`, `[NOPERM]`).
    #[error("{host}: not allowed")]
    NotAllowed {
        /// Who.
        host: String,
    },
    /// Only the administrator can help (`[CONTACTADMIN]`).
    #[error("{host}: contact the administrator")]
    ContactAdmin {
        /// Who.
        host: String,
    },
    /// The server cannot check anybody at the moment (`[UNAVAILABLE]`, SMTP 454 or 421): says nothing of the password.
    #[error("{host}: temporarily unavailable")]
    Unavailable {
        /// Who.
        host: String,
    },
    /// The server offers no sign-in with a password (`LOGINDISABLED`, no AUTH): nothing was sent.
    #[error("{host}: no sign-in with a password")]
    NoMechanism {
        /// Who.
        host: String,
    },
    /// The sign-in held, the inbox does not open.
    #[error("{host}: no inbox")]
    NoInbox {
        /// Who.
        host: String,
    },
    /// The server does not let this account write as this address.
    #[error("{host}: sender refused")]
    SenderRefused {
        /// Who.
        host: String,
    },
    /// The server does not take mail for this address.
    #[error("{host}: recipient refused")]
    RecipientRefused {
        /// Who.
        host: String,
    },
    /// The server took the addresses and refused the message.
    #[error("{host}: message refused")]
    MessageRefused {
        /// Who.
        host: String,
    },
    /// The attempt could not be noted on this computer: not sent, since a later one could then lock the account.
    #[error("{host}: the attempt could not be noted, nothing was sent")]
    HeldBack {
        /// Whom it was for.
        host: String,
    },
    /// The message to oneself left and was not seen in time.
    #[error("{host}: the message to oneself did not come back in time")]
    NotBack {
        /// Where it was looked for.
        host: String,
    },
    /// The connection failed before a password was sent, or after the sign-in was accepted.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The password left and no answer came.
    #[error("no answer to the sign-in: {0}")]
    Unanswered(#[source] Fault),
}

impl SignInRefusal {
    /// Whether the server may have counted a failed sign-in. Doubt counts: the budget is there to stop before the lock.
    #[must_use]
    pub fn spent_attempt(&self) -> bool {
        if let Self::Likely { refusal, .. } = self {
            return refusal.spent_attempt();
        }
        matches!(
            self,
            Self::Refused { .. }
                | Self::PasswordExpired { .. }
                | Self::NotAllowed { .. }
                | Self::ContactAdmin { .. }
                | Self::Unanswered(_)
        )
    }

    fn host(&self) -> Option<&str> {
        match self {
            Self::EmptyPassword | Self::EmptyLogin | Self::ControlCharacter | Self::Fault(_) | Self::Unanswered(_) => {
                None
            }
            Self::Likely { refusal, .. } => refusal.host(),
            Self::Refused { host }
            | Self::PasswordExpired { host }
            | Self::NotAllowed { host }
            | Self::ContactAdmin { host }
            | Self::Unavailable { host }
            | Self::NoMechanism { host }
            | Self::NoInbox { host }
            | Self::SenderRefused { host }
            | Self::RecipientRefused { host }
            | Self::HeldBack { host }
            | Self::NotBack { host }
            | Self::MessageRefused { host } => Some(host),
        }
    }
}

impl Reason for SignInRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::EmptyPassword => "mail-empty-password",
            Self::EmptyLogin => "mail-empty-login",
            Self::ControlCharacter => "mail-control-character",
            Self::Likely { likely, .. } => match likely {
                Likely::ClientsClosed => "mail-clients-likely-closed",
                Likely::ApplicationPassword => "mail-likely-application-password",
            },
            Self::Refused { .. } => "mail-sign-in-refused",
            Self::PasswordExpired { .. } => "mail-password-expired",
            Self::NotAllowed { .. } => "mail-not-allowed",
            Self::ContactAdmin { .. } => "mail-contact-admin",
            Self::Unavailable { .. } => "mail-unavailable",
            Self::NoMechanism { .. } => "mail-no-mechanism",
            Self::NoInbox { .. } => "mail-no-inbox",
            Self::SenderRefused { .. } => "mail-sender-refused",
            Self::RecipientRefused { .. } => "mail-recipient-refused",
            Self::MessageRefused { .. } => "mail-message-refused",
            Self::HeldBack { .. } => "mail-held-back",
            Self::NotBack { .. } => "mail-not-back",
            Self::Fault(fault) => fault.code(),
            Self::Unanswered(_) => "mail-sign-in-unanswered",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Fault(fault) => fault.params(),
            Self::Unanswered(fault) => Params::from([("host", fault.host.clone())]),
            other => other
                .host()
                .map(|host| Params::from([("host", host.to_owned())]))
                .unwrap_or_default(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::EmptyPassword
            | Self::EmptyLogin
            | Self::ControlCharacter
            | Self::Refused { .. }
            | Self::Likely { .. }
            | Self::RecipientRefused { .. }
            | Self::Unavailable { .. }
            | Self::HeldBack { .. }
            | Self::NotBack { .. }
            | Self::Unanswered(_) => Mender::Person,
            Self::PasswordExpired { .. }
            | Self::NotAllowed { .. }
            | Self::ContactAdmin { .. }
            | Self::NoMechanism { .. }
            | Self::NoInbox { .. }
            | Self::SenderRefused { .. }
            | Self::MessageRefused { .. } => Mender::Rectorate,
            Self::Fault(fault) => fault.mender(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Likely { likely, .. } => match likely {
                Likely::ClientsClosed => Kind::Fault,
                Likely::ApplicationPassword => Kind::Refused,
            },
            Self::EmptyPassword
            | Self::EmptyLogin
            | Self::ControlCharacter
            | Self::Refused { .. }
            | Self::SenderRefused { .. }
            | Self::RecipientRefused { .. }
            | Self::MessageRefused { .. } => Kind::Refused,
            Self::PasswordExpired { .. }
            | Self::NotAllowed { .. }
            | Self::ContactAdmin { .. }
            | Self::NoInbox { .. } => Kind::Desk,
            Self::Unavailable { .. }
            | Self::NoMechanism { .. }
            | Self::HeldBack { .. }
            | Self::NotBack { .. }
            | Self::Unanswered(_) => Kind::Fault,
            Self::Fault(fault) => fault.kind(),
        }
    }
}
