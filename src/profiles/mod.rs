//! One [`MailSettings`] → files for each mail client. No network, no password.
//!
//! A writer is pure: bytes, a suggested name and what the person must do next. [`place`] puts files on disk whole,
//! [`thunderbird`] adds the account where Thunderbird keeps it. Choosing the folder belongs to the doors, the account's
//! facts to `wizard`, undo to `ledger`. Texts inside the files are French, the language of the institution; the sheet is in
//! the person's. [`seal`] signs what Apple's devices may verify, [`typed`] says what a person types where no file is read,
//! [`staff`] reads a list of people.

mod android;
mod apple;
mod autoconfig;
mod checked;
mod evolution;
mod installed;
pub mod outlook;
mod place;
mod refusal;
mod reminders;
#[cfg(test)]
mod round_trip;
pub mod seal;
mod sheet;
mod shortcut;
mod signature;
pub mod staff;
pub mod thunderbird;
pub mod typed;
mod xml;

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use self::checked::Checked;
pub use self::{
    android::{PayloadFault, check as check_android},
    evolution::place_sources,
    installed::{evolution_sources, installed},
    place::{place, place_quickly, settle},
    refusal::ProfileRefusal,
};

use crate::{
    academy::{Endpoint, Protocol, Security},
    wizard::view::{DeskLine, FileLine},
    words::Lang,
};

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
    /// Where access is given back when the password is forgotten, for the sheet.
    pub reset_page: Option<String>,
    /// Name, role, school: what a signature is made of.
    pub signature: Option<SignatureFields>,
    /// Who helps, for the sheet.
    pub desk: Option<HelpDesk>,
    /// The platform sends quarantine reports: there is something to look at each week.
    pub quarantine: bool,
    /// The language of the sheet.
    pub lang: Lang,
}

/// Who helps, as the sheet names them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HelpDesk {
    /// "Plateforme d’assistance CARIENNE".
    pub name: String,
    /// As the academy writes it.
    pub phone: Option<String>,
    /// Web form, https.
    pub url: Option<String>,
}

impl HelpDesk {
    /// The desk as the academy's data names it; none without a name. A form that is not https is left out.
    #[must_use]
    pub fn of(desk: DeskLine) -> Option<Self> {
        Some(Self {
            name: desk.name?,
            phone: desk.phone,
            url: desk.url.filter(|url| url.starts_with("https://")),
        })
    }
}

/// Servers nobody knows, for what is written without any: see [`Client::needs_servers`]. A name no server has (RFC 2606),
/// so that settings written of it by mistake reach nobody.
#[must_use]
pub fn nowhere() -> (Endpoint, Endpoint) {
    let endpoint = |protocol| Endpoint {
        protocol,
        host: NOWHERE.to_owned(),
        port: 993,
        security: Security::Tls,
    };
    (endpoint(Protocol::Imap), endpoint(Protocol::Smtp))
}

const NOWHERE: &str = "inconnu.invalid";

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
    /// Evolution on Linux.
    Evolution,
    /// The webmail's address, to open from the desktop.
    Webmail,
    /// A page to print.
    Sheet,
    /// A signature to paste.
    Signature,
    /// A calendar file.
    Reminders,
}

impl Client {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 9] = [
        Self::Thunderbird,
        Self::Outlook,
        Self::Apple,
        Self::Android,
        Self::Evolution,
        Self::Webmail,
        Self::Sheet,
        Self::Signature,
        Self::Reminders,
    ];

    /// Its file sets up a program with the mail servers; what is printed, pasted or put into a calendar does without.
    #[must_use]
    pub fn needs_servers(self) -> bool {
        !matches!(self, Self::Sheet | Self::Signature | Self::Reminders | Self::Webmail)
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
    render_all(settings, &[client], made)
}

/// The files for several clients: those [`render`] gives for each, in their order, from settings that are checked once.
///
/// # Errors
///
/// As [`render`], at the first client whose format cannot carry something.
pub fn render_all(
    settings: &MailSettings,
    clients: &[Client],
    made: OffsetDateTime,
) -> Result<Vec<Output>, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    let mut outputs = Vec::new();
    for client in clients {
        match client {
            Client::Thunderbird => outputs.push(autoconfig::write(&settings)?),
            Client::Outlook => outputs.extend(outlook::write(&settings)?),
            Client::Apple => outputs.push(apple::write(&settings)?),
            Client::Android => outputs.extend(android::write(&settings)?),
            Client::Evolution => outputs.extend(evolution::write(&settings)),
            Client::Webmail => outputs.extend(shortcut::write(&settings)?),
            Client::Sheet => outputs.push(sheet::write(&settings, made)?),
            Client::Signature => outputs.extend(signature::write(&settings)),
            Client::Reminders => outputs.push(reminders::write(&settings, made)),
        }
    }
    Ok(outputs)
}

/// Files in the order a person needs them: of each client's, the first is the one to use now, and the others are for
/// another system, a referent, or the way back.
pub fn in_turn(files: &mut [FileLine]) {
    let own_system = match () {
        () if cfg!(windows) => "webmail-url",
        () if cfg!(target_os = "macos") => "webmail-webloc",
        () => "webmail-desktop",
    };
    let later = |next: &str| match next {
        "thunderbird-settings"
        | "outlook-xml"
        | "outlook-registry"
        | "outlook-registry-undo"
        | "android-k9"
        | "evolution-part"
        | "signature-text" => true,
        next => next.starts_with("webmail-") && next != own_system,
    };
    files.sort_by_key(|file| later(&file.next));
}

/// The folder of one person among many: readable, and distinct for `a.b@c` and `a-b@c`, which share a slug.
#[must_use]
pub fn folder_of(address: &str) -> String {
    let (local, domain) = address.split_once('@').unwrap_or((address, ""));
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '.';
    let tail = if local.to_lowercase().chars().all(plain) {
        String::new()
    } else {
        format!("-{}", apple::tail(address))
    };
    format!("{}{tail}-{}", checked::slug(local), checked::slug(domain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_needs_no_server_names_none() {
        let (imap, smtp) = nowhere();
        let someone = MailSettings {
            imap,
            smtp,
            ..settings()
        };
        for client in Client::ALL.into_iter().filter(|client| !client.needs_servers()) {
            let outputs = render(&someone, client, made()).unwrap();
            assert!(!outputs.is_empty(), "{client:?}");
            for output in outputs {
                let text = String::from_utf8_lossy(&output.bytes);
                assert!(!text.contains(NOWHERE), "{text}");
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
            reset_page: Some("https://motdepasse.ac-exemple.test/".to_owned()),
            signature: Some(SignatureFields {
                role: "Professeure d’histoire".to_owned(),
                school: "Collège « Molière »".to_owned(),
                phone: String::new(),
            }),
            desk: Some(HelpDesk {
                name: "Plateforme d’assistance".to_owned(),
                phone: Some("01\u{a0}02\u{a0}03\u{a0}04\u{a0}05".to_owned()),
                url: Some("https://assistance.ac-exemple.test/".to_owned()),
            }),
            quarantine: true,
            lang: Lang::Fr,
        }
    }

    pub(crate) fn checked() -> Checked {
        Checked::of(&settings()).unwrap()
    }

    #[test]
    fn each_clients_first_file_is_one_to_use_here_and_now() {
        let outputs = Client::ALL
            .into_iter()
            .flat_map(|client| render(&settings(), client, made()).unwrap());
        let mut files: Vec<_> = outputs
            .map(|output| FileLine {
                client: output.client,
                path: output.file_name,
                sha256: String::new(),
                next: output.next.to_owned(),
                backup: None,
            })
            .collect();
        in_turn(&mut files);
        let first = |client| &files.iter().find(|file| file.client == client).unwrap().next;
        let now = [
            (Client::Outlook, "outlook-prf"),
            (Client::Android, "android-qr"),
            (Client::Evolution, "evolution-source"),
            (Client::Signature, "signature-html"),
        ];
        for (client, next) in now {
            assert_eq!(first(client), next);
        }
        assert!(cfg!(not(target_os = "linux")) || first(Client::Webmail) == "webmail-desktop");
    }

    #[test]
    fn no_two_people_share_a_folder() {
        let addresses = ["a.b@c.fr", "a-b@c.fr", "a_b@c.fr", "a.b@d.fr", "a'b@c.fr"];
        let folders: std::collections::BTreeSet<_> = addresses.into_iter().map(folder_of).collect();
        assert_eq!(folders.len(), addresses.len(), "{folders:?}");
        assert_eq!(folder_of("A.B@c.fr"), "a-b-c-fr");
    }

    /// A Saturday.
    pub(crate) fn made() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_795_257_000).unwrap()
    }
}
