//! The mailboxes: letters by folder, quota, delivery. Nothing leaves: an address outside the practice is unknown here.
//!
//! Who may open a mailbox belongs to [`crate::accounts`].

use std::{
    collections::BTreeMap,
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, SystemTime},
};

use chrono::{DateTime, FixedOffset};
use imap_next::imap_types::flag::Flag;
use mail_parser::MessageParser;
use serde::Serialize;

use crate::people::{PERSONAL_DOMAIN, Person, PersonState};

/// Letters one folder may hold.
const LETTERS: usize = 2_000;
/// Personal mailboxes that may come into being by receiving mail.
const MAILBOXES: usize = 200;
/// Quota of a mailbox, KiB.
const ROOM_KIB: u64 = 51_200;
/// Folders one mailbox may hold.
const FOLDERS: usize = 50;

/// A letter as it was received.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Letter {
    /// Address of the first author.
    pub from: String,
    /// Address of the first recipient in the header.
    pub to: String,
    /// Decoded subject.
    pub subject: String,
    /// The first text part.
    pub text: String,
    /// When it was delivered.
    pub received: SystemTime,
}

impl Letter {
    fn read(stored: &Stored) -> Self {
        let message = MessageParser::default().parse(&*stored.raw);
        let message = message.as_ref();
        let first = |address: Option<&mail_parser::Address<'_>>| {
            address
                .and_then(|a| a.first())
                .and_then(|a| a.address.as_deref())
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            from: first(message.and_then(|m| m.from())),
            to: first(message.and_then(|m| m.to())),
            subject: message.and_then(|m| m.subject()).unwrap_or_default().to_owned(),
            text: message.and_then(|m| m.body_text(0)).unwrap_or_default().into_owned(),
            received: stored.received,
        }
    }
}

/// A letter in a folder.
#[derive(Clone)]
pub(crate) struct Stored {
    pub(crate) uid: NonZeroU32,
    pub(crate) flags: Vec<Flag<'static>>,
    pub(crate) raw: Arc<[u8]>,
    pub(crate) received: SystemTime,
}

/// A folder.
pub(crate) struct Folder {
    pub(crate) letters: Vec<Stored>,
    pub(crate) uid_next: NonZeroU32,
    pub(crate) subscribed: bool,
}

impl Default for Folder {
    fn default() -> Self {
        Self {
            letters: Vec::new(),
            uid_next: NonZeroU32::MIN,
            subscribed: true,
        }
    }
}

impl Folder {
    /// Takes a letter in; `None` when the folder is full.
    pub(crate) fn add(
        &mut self,
        raw: Arc<[u8]>,
        flags: Vec<Flag<'static>>,
        received: SystemTime,
    ) -> Option<NonZeroU32> {
        if self.letters.len() >= LETTERS {
            return None;
        }
        let uid = self.uid_next;
        self.uid_next = uid.checked_add(1)?;
        self.letters.push(Stored {
            uid,
            flags,
            raw,
            received,
        });
        Some(uid)
    }
}

/// A mailbox.
pub(crate) struct Mailbox {
    pub(crate) folders: BTreeMap<String, Folder>,
    /// KiB (1024 octets, RFC 9208 §5.1).
    pub(crate) limit_kib: u64,
}

impl Mailbox {
    fn new(limit_kib: u64) -> Self {
        let names = ["INBOX", "Drafts", "Sent", "Trash"];
        Self {
            folders: names
                .into_iter()
                .map(|name| (name.to_owned(), Folder::default()))
                .collect(),
            limit_kib,
        }
    }

    pub(crate) fn used_kib(&self) -> u64 {
        let octets: usize = self
            .folders
            .values()
            .flat_map(|f| &f.letters)
            .map(|letter| letter.raw.len())
            .sum();
        (octets as u64).div_ceil(1024)
    }

    pub(crate) fn fits(&self, octets: usize) -> bool {
        self.used_kib() + (octets as u64).div_ceil(1024) <= self.limit_kib
    }

    pub(crate) fn create(&mut self, name: &str) -> bool {
        if self.folders.len() >= FOLDERS || self.folders.contains_key(name) || name.is_empty() || name.len() > 200 {
            return false;
        }
        self.folders.insert(name.to_owned(), Folder::default());
        true
    }
}

/// What became of a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Delivery {
    Delivered,
    OverQuota,
    Unknown,
}

/// All the mailboxes, by lower-case address.
pub(crate) struct Office {
    boxes: BTreeMap<String, Mailbox>,
}

impl Office {
    pub(crate) fn new(people: &[Person], now: SystemTime) -> Self {
        let mut office = Self { boxes: BTreeMap::new() };
        for person in people {
            let full = person.state == PersonState::NearlyFull;
            let mut mailbox = Mailbox::new(if full { 1_024 } else { ROOM_KIB });
            if let Some(inbox) = mailbox.folders.get_mut("INBOX") {
                for raw in welcome(person, now) {
                    inbox.add(raw.into(), Vec::new(), now);
                }
            }
            office.boxes.insert(person.address.to_lowercase(), mailbox);
            office
                .boxes
                .entry(person.personal_mailbox.to_lowercase())
                .or_insert_with(|| Mailbox::new(ROOM_KIB));
        }
        office
    }

    pub(crate) fn mailbox(&mut self, address: &str) -> Option<&mut Mailbox> {
        self.boxes.get_mut(&address.to_lowercase())
    }

    /// Whether a letter for `address` would find a mailbox. Any name works under the personal domain.
    pub(crate) fn knows(&self, address: &str) -> bool {
        let address = address.to_lowercase();
        let personal = address
            .split_once('@')
            .is_some_and(|(local, domain)| !local.is_empty() && domain == PERSONAL_DOMAIN);
        self.boxes.contains_key(&address) || (personal && self.boxes.len() < MAILBOXES)
    }

    pub(crate) fn deliver(&mut self, address: &str, raw: &Arc<[u8]>, now: SystemTime) -> Delivery {
        if !self.knows(address) {
            return Delivery::Unknown;
        }
        let mailbox = self
            .boxes
            .entry(address.to_lowercase())
            .or_insert_with(|| Mailbox::new(ROOM_KIB));
        if !mailbox.fits(raw.len()) {
            return Delivery::OverQuota;
        }
        let inbox = mailbox.folders.entry("INBOX".to_owned()).or_default();
        inbox
            .add(Arc::clone(raw), Vec::new(), now)
            .map_or(Delivery::OverQuota, |_| Delivery::Delivered)
    }

    /// Letters of an inbox, oldest first.
    pub(crate) fn letters(&self, address: &str) -> Vec<Letter> {
        let inbox = self
            .boxes
            .get(&address.to_lowercase())
            .and_then(|mailbox| mailbox.folders.get("INBOX"));
        inbox
            .map(|inbox| inbox.letters.iter().map(Letter::read).collect())
            .unwrap_or_default()
    }

    /// Addresses under the personal domain.
    pub(crate) fn personal(&self) -> Vec<String> {
        let end = format!("@{PERSONAL_DOMAIN}");
        self.boxes
            .keys()
            .filter(|address| address.ends_with(&end))
            .cloned()
            .collect()
    }
}

/// A moment as mail writes it, whole seconds, UTC.
pub(crate) fn date(moment: SystemTime) -> DateTime<FixedOffset> {
    let seconds = moment
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default()
        .as_secs();
    let seconds = i64::try_from(seconds).unwrap_or_default();
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().fixed_offset()
}

/// A letter in plain UTF-8 text.
pub(crate) fn plain(from: &str, to: &str, subject: &str, text: &str, now: SystemTime) -> Vec<u8> {
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let date = date(now).to_rfc2822();
    let subject = encoded_word(subject);
    let domain = from.rsplit('@').next().unwrap_or("entrainement.test");
    let id = crate::token();
    let text = text.replace("\r\n", "\n").replace('\n', "\r\n");
    format!(
        "From: <{from}>\r\nTo: <{to}>\r\nSubject: {subject}\r\nDate: {date}\r\nMessage-ID: <{seconds}.{id}@{domain}>\r\n\
         MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"
    )
    .into_bytes()
}

/// RFC 2047 for a short subject; encoded words end before 75 characters.
fn encoded_word(text: &str) -> String {
    use base64::Engine as _;
    if text.is_ascii() {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let words: Vec<String> = letters
        .chunks(20)
        .map(|chunk| chunk.iter().collect::<String>())
        .map(|chunk| {
            format!(
                "=?utf-8?B?{}?=",
                base64::engine::general_purpose::STANDARD.encode(chunk)
            )
        })
        .collect();
    words.join("\r\n ")
}

fn welcome(person: &Person, now: SystemTime) -> Vec<Vec<u8>> {
    let domain = person.address.rsplit('@').next().unwrap_or_default();
    let from = format!("assistance@{domain}");
    let text = format!(
        "Bonjour {} {},\n\nCeci est une boîte d’entraînement : rien ici n'est réel, et rien n'en sort.\n\nL’assistance d’entraînement",
        person.given, person.family
    );
    let mut letters = vec![plain(
        &from,
        &person.address,
        "Bienvenue dans votre boîte d’entraînement",
        &text,
        now,
    )];
    if person.state == PersonState::NearlyFull {
        // Leaves the mailbox at 977 KiB of 1024, as on the reference servers.
        let line = "Pièce jointe volumineuse, pour remplir la boîte. Cette ligne se répète.\n";
        let small = letters.iter().map(Vec::len).sum::<usize>();
        let head = plain(&from, &person.address, "Archives", "", now).len();
        let room = (977 * 1024_usize).saturating_sub(small + head + 16);
        let lines = room / (line.len() + 1);
        letters.push(plain(&from, &person.address, "Archives", &line.repeat(lines), now));
    }
    letters
}

/// How long a connection may stay silent.
pub(crate) const SILENCE: Duration = Duration::from_secs(30 * 60);
