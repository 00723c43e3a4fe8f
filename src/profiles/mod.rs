//! One [`MailSettings`] → files for each mail client. No network, no password.
//!
//! A writer is pure: bytes, a suggested name and what the person must do next. [`place`] puts files on disk whole,
//! [`thunderbird`] adds the account where Thunderbird keeps it. Choosing the folder belongs to the doors, the account's
//! facts to `wizard`, undo to `ledger`. Texts inside the files are French, the language of the institution.

mod android;
mod apple;
mod autoconfig;
mod checked;
mod installed;
pub mod outlook;
mod place;
mod refusal;
mod reminders;
#[cfg(test)]
mod round_trip;
mod sheet;
mod signature;
pub mod thunderbird;
mod xml;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use self::checked::Checked;
pub use self::{installed::installed, place::place, refusal::ProfileRefusal};

use crate::academy::{Endpoint, Protocol, Security};

/// What every writer takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MailSettings {
    /// "jean.dupont@ac-exemple.fr".
    pub address: String,
    /// "Jean Dupont".
    pub display_name: String,
    /// What the servers want as a user name; never derived here.
    pub login: String,
    /// What the client shows in its folder pane: "Académie de Lyon".
    pub label: String,
    /// Reading.
    pub imap: Endpoint,
    /// Sending.
    pub smtp: Endpoint,
    /// Where mail is read in a browser.
    pub webmail: Option<String>,
    /// Name, role, school: what a signature is made of.
    pub signature: Option<SignatureFields>,
}

impl MailSettings {
    /// For what is written without a server ([`Client::needs_servers`]): a name no server has (RFC 2606) stands where a
    /// host would, so that settings written of it by mistake reach nobody.
    #[must_use]
    pub fn without_servers(address: String, display_name: String, login: String, label: String) -> Self {
        let nowhere = |protocol, port| Endpoint {
            protocol,
            host: "inconnu.invalid".to_owned(),
            port,
            security: Security::Tls,
        };
        Self {
            address,
            display_name,
            login,
            label,
            imap: nowhere(Protocol::Imap, 993),
            smtp: nowhere(Protocol::Smtp, 465),
            webmail: None,
            signature: None,
        }
    }
}

/// What a signature is made of; typed by the person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct SignatureFields {
    /// "Professeure de mathématiques".
    pub role: String,
    /// "Lycée Victor-Hugo, Besançon".
    pub school: String,
    /// As the person writes it.
    pub phone: String,
}

/// A mail client, or a paper, we can write for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Client {
    /// Thunderbird on this computer.
    Thunderbird,
    /// Outlook on Windows.
    Outlook,
    /// iPhone, iPad, Mac.
    Apple,
    /// Android phones.
    Android,
    /// A page to print.
    Sheet,
    /// A signature to paste.
    Signature,
    /// A calendar file.
    Reminders,
}

impl Client {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] = [
        Self::Thunderbird,
        Self::Outlook,
        Self::Apple,
        Self::Android,
        Self::Sheet,
        Self::Signature,
        Self::Reminders,
    ];

    /// Its file names the mail servers; a signature and a calendar do without.
    #[must_use]
    pub fn needs_servers(self) -> bool {
        !matches!(self, Self::Signature | Self::Reminders)
    }
}

/// What a writer made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Output {
    /// For whom.
    pub client: Client,
    /// "rentree-jean-dupont.mobileconfig": ASCII, no path.
    pub file_name: String,
    /// The file.
    pub bytes: Vec<u8>,
    /// What the person does next; the sentence is `next-<code>`.
    pub next: &'static str,
}

/// The files for one client. Pure: the same input gives the same bytes.
///
/// For [`Client::Thunderbird`] this is the account as clientConfig XML, to inspect or to hand to an IT referent; the
/// account itself is put in place by [`thunderbird::add`].
///
/// # Errors
///
/// When the settings hold something a format cannot carry.
pub fn render(settings: &MailSettings, client: Client, made: OffsetDateTime) -> Result<Vec<Output>, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    match client {
        Client::Thunderbird => Ok(vec![autoconfig::write(&settings)?]),
        Client::Outlook => outlook::write(&settings),
        Client::Apple => Ok(vec![apple::write(&settings)?]),
        Client::Android => android::write(&settings),
        Client::Sheet => Ok(vec![sheet::write(&settings, made)]),
        Client::Signature => Ok(signature::write(&settings)),
        Client::Reminders => Ok(vec![reminders::write(&settings, made)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_server_names_none() {
        let someone = MailSettings::without_servers(
            "jeanne.dupont@ac-exemple.test".to_owned(),
            "Jeanne Dupont".to_owned(),
            "jdupont".to_owned(),
            "Académie d’Exemple".to_owned(),
        );
        for client in Client::ALL.into_iter().filter(|client| !client.needs_servers()) {
            for output in render(&someone, client, made()).unwrap() {
                let text = String::from_utf8(output.bytes).unwrap();
                assert!(
                    text.contains("Jeanne Dupont") || text.contains("jeanne.dupont"),
                    "{text}"
                );
                assert!(!text.contains("invalid"), "{text}");
            }
        }
    }

    /// A person whose name needs every kind of escaping.
    pub(crate) fn settings() -> MailSettings {
        let endpoint = |protocol, host: &str, port| Endpoint {
            protocol,
            host: host.to_owned(),
            port,
            security: Security::Tls,
        };
        MailSettings {
            address: "jeanne.dupont@ac-exemple.test".to_owned(),
            display_name: "Jeanne D’UPONT \"Zoé\"".to_owned(),
            login: "jdupont".to_owned(),
            label: "Académie d’Exemple".to_owned(),
            imap: endpoint(Protocol::Imap, "imap.ac-exemple.test", 993),
            smtp: endpoint(Protocol::Smtp, "smtp.ac-exemple.test", 465),
            webmail: Some("https://webmail.ac-exemple.test/".to_owned()),
            signature: Some(SignatureFields {
                role: "Professeure d’histoire".to_owned(),
                school: "Collège « Molière »".to_owned(),
                phone: String::new(),
            }),
        }
    }

    pub(crate) fn checked() -> Checked {
        Checked::of(&settings()).unwrap()
    }

    /// A Saturday.
    pub(crate) fn made() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_795_257_000).unwrap()
    }
}
