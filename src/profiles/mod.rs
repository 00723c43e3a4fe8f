//! One [`MailSettings`] → files for each mail client. No network, no password.
//!
//! A writer is pure: bytes, a suggested name and what the person must do next. Choosing the folder belongs to the doors,
//! the account's facts to `wizard`, undo to `ledger`.

use serde::{Deserialize, Serialize};

use crate::academy::Endpoint;

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
