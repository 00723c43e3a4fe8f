//! What the data of a platform makes of a refusal no server explains: a likely cause, said as likely.
//!
//! IMAP has one answer for a wrong password, for a mailbox that is closed to mail clients and for an account password where
//! an application password is wanted. What is known of the platform tells which to look at first.

use serde::Serialize;

use super::SignInRefusal;
use crate::academy::{ClientPassword, Platform};

/// A cause the data makes likely; its sentence is `likely-<value>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Likely {
    /// Mail clients are let in nowhere: the webmail is the way.
    ClientsClosed,
    /// A mail client needs a password made for it in the webmail.
    ApplicationPassword,
}

impl Likely {
    /// What may stand in a mail client's way at `platform`, whatever the network.
    #[must_use]
    pub fn at(platform: Option<&Platform>) -> Option<Self> {
        let platform = platform?;
        let closed = platform.clients_closed.as_ref().is_some_and(|closed| closed.value);
        let wanted = platform.client_password.as_ref().map(|wanted| wanted.value);
        match (closed, wanted) {
            (true, _) => Some(Self::ClientsClosed),
            (false, Some(ClientPassword::Application)) => Some(Self::ApplicationPassword),
            (false, Some(ClientPassword::Account) | None) => None,
        }
    }
}

impl SignInRefusal {
    /// The same refusal, with what the data of `platform` makes likely. A server that gave its reason is left with it.
    #[must_use]
    pub fn likely(self, platform: Option<&Platform>) -> Self {
        let Some(likely) = Likely::at(platform) else {
            return self;
        };
        let explains = match &self {
            Self::Refused { .. } => true,
            Self::NotAllowed { .. } | Self::NoMechanism { .. } => likely == Likely::ClientsClosed,
            _ => false,
        };
        match explains {
            true => Self::Likely {
                likely,
                refusal: Box::new(self),
            },
            false => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{academy::directory::Directory, reason::Reason};

    fn refused() -> SignInRefusal {
        SignInRefusal::Refused {
            host: "imap.ac-exemple.test".to_owned(),
        }
    }

    #[test]
    fn the_data_says_what_an_unexplained_no_is_likely_to_be() {
        let all = Directory::embedded();
        for (platform, code) in [
            ("strasbourg", "mail-clients-likely-closed"),
            ("national", "mail-likely-application-password"),
            ("dijon", "mail-sign-in-refused"),
        ] {
            let platform = all.platform(platform).unwrap();
            let said = refused().likely(Some(platform));
            assert_eq!(said.code(), code);
            assert!(said.spent_attempt(), "the server counts it all the same");
            let expired = SignInRefusal::PasswordExpired { host: String::new() };
            assert_eq!(expired.clone().likely(Some(platform)), expired, "it gave its reason");
        }
        assert_eq!(refused().likely(None), refused());
    }
}
