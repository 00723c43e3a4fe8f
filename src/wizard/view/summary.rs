//! The true list: what is done and its proof, what is only declared, what is left and why.

use serde::{Deserialize, Serialize};

use super::{DeskLine, FileLine, MailboxLine, PageLine, PortalLine};
use crate::academy::Need;

/// The true list.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Summary {
    /// Confirmed by a server.
    pub done: Vec<Item>,
    /// Said by the person.
    pub declared: Vec<Item>,
    /// Remains.
    pub left: Vec<Item>,
    /// Every file written.
    pub files: Vec<FileLine>,
    /// What the mailbox said when it opened.
    pub mailbox: Option<MailboxLine>,
    /// A message to oneself may be sent and seen to come back.
    pub round_trip: bool,
    /// Whether the mail password may be kept for later check-ups.
    pub keeping: Keeping,
    /// Reminders for a calendar may be written.
    pub reminders: bool,
    /// The day the password is forgotten, rehearsed.
    pub forgotten: Box<Forgotten>,
    /// Where mail is read.
    pub webmail: Option<PageLine>,
    /// Whom to ask, the nearest first.
    pub desks: Vec<DeskLine>,
    /// A message in French to paste when asking for help; no secret in it.
    pub message: String,
    /// The mailbox, then every portal people take for it.
    pub portals: Vec<PortalLine>,
    /// After a change: where the former password is still stored.
    pub old_places: Option<OldPlaces>,
    /// Habits worth keeping; the sentences are `reflex-<key>`.
    pub reflexes: Vec<Reflex>,
}

/// Where the former password is still stored, and goes on being sent until the account locks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OldPlaces {
    /// The most eager first.
    pub places: Vec<OldPlace>,
    /// Failures that lock the account; unknown is null.
    pub lock_after: Option<u16>,
}

/// What keeps a password and sends it by itself. The sentences are `old-place-<key>` and its `.pause`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum OldPlace {
    /// Mail on a telephone or a tablet: asks every few minutes.
    Phone,
    /// A mail program on another computer.
    MailProgram,
    /// The school's wireless network.
    Wifi,
    /// The application of the school workspace or of a portal.
    Workspace,
    /// A browser that remembers.
    Browser,
}

/// Whether the mail password is kept in the system's keyring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Keeping {
    /// Not on offer: a rehearsal, a shared computer, or mail that did not open.
    No,
    /// On offer.
    Offered,
    /// Kept.
    Until {
        /// Unix seconds.
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        until: i64,
    },
}

/// What happens when the password is forgotten, at this academy, for this person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Forgotten {
    /// The page that gives access back.
    pub page: PageLine,
    /// A recovery address is registered there, or said to be.
    pub prepared: bool,
    /// What the page asks, or without a recovery address whoever helps; empty: no source says.
    pub asked: Vec<Need>,
    /// Whom to ask when the page does not help.
    pub desk: DeskLine,
}

/// How much a thing is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A server confirmed it.
    Done,
    /// The person said so.
    Declared,
    /// Remains to be done.
    Left,
}

/// One line of the true list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Item {
    /// What; the sentence is `item-<key>-<standing>`.
    pub key: ItemKey,
    /// How much it is worth.
    pub standing: Standing,
    /// What proves it; the sentence is `proof-<code>`.
    pub proof: Option<Proof>,
    /// Why it is left; the sentence is `why-<code>`.
    pub why: Option<Why>,
    /// Where to do what is left.
    pub page: Option<PageLine>,
}

/// What the list speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ItemKey {
    /// The servers were found and answered.
    Servers,
    /// The identifier is right.
    Identifier,
    /// The password is the person's own.
    Password,
    /// The mailbox opens.
    Mailbox,
    /// Mail leaves.
    Sending,
    /// The former password no longer opens the mailbox.
    OldPassword,
    /// A message to oneself came back.
    RoundTrip,
    /// No rule sends the mail outside the academy.
    Forwarding,
    /// An application password was made.
    ApplicationPassword,
    /// Another one, for the telephone.
    ApplicationPhone,
    /// Another one, for the tablet.
    ApplicationTablet,
    /// The recovery address receives.
    RecoveryAddress,
    /// The academy has it.
    RecoveryRegistered,
    /// The academy has a personal telephone, for codes by text message.
    RecoveryPhone,
    /// The second factor is asked for.
    SecondFactor,
    /// Codes for the day the phone is lost.
    RecoveryCodes,
    /// Profiles are on disk.
    Profiles,
}

/// What a server confirmed, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum Proof {
    /// A verified TLS handshake and a greeting.
    Greeted {
        /// By whom.
        host: String,
    },
    /// The directory or portal accepted the sign-in.
    SignedIn {
        /// By whom.
        host: String,
    },
    /// IMAP accepted the sign-in and selected the inbox.
    ImapOpened {
        /// By whom.
        host: String,
    },
    /// SMTP accepted the sign-in.
    SmtpAccepted {
        /// By whom.
        host: String,
    },
    /// IMAP refuses the former password and accepts the new one.
    ShutOut {
        /// By whom.
        host: String,
    },
    /// A message sent to oneself was seen in the mailbox, and removed.
    CameBack {
        /// Seen by whom.
        host: String,
    },
    /// The identity server changed it and the new one opens.
    Changed {
        /// By whom.
        host: String,
    },
    /// The code mailed there was typed back.
    CodeTypedBack {
        /// To where.
        address: String,
    },
    /// The directory accepted it; the person may not read it there.
    Registered {
        /// By whom.
        host: String,
    },
    /// A fresh sign-in asks for a code.
    AsksForCode {
        /// By whom.
        host: String,
    },
    /// The server holds a recovery address, and showed it.
    ReadBack {
        /// By whom.
        host: String,
        /// The address.
        address: String,
    },
    /// A fresh sign-in asked for the code and took it.
    AskedForCode {
        /// By whom.
        host: String,
    },
    /// One of the list was accepted, and is spent.
    CodeSpent {
        /// By whom.
        host: String,
    },
    /// Files written and re-read.
    OnDisk {
        /// How many.
        files: u32,
    },
}

/// Why something is left or only declared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// The person chose to do it later.
    Later,
    /// No server can confirm it to us.
    NoServer,
    /// The servers are unknown.
    ServersUnknown,
    /// The academy's data says that mail clients may be let in nowhere: the webmail remains.
    ClientsClosed,
    /// The servers could not be reached from this network.
    NotReached,
    /// The page is unknown: ask the desk.
    PageUnknown,
    /// The person said it did not work.
    DidNotWork,
    /// Mail has to open first.
    MailFirst,
    /// The password has to be the person's own first.
    PasswordFirst,
    /// The change did not happen: the old password still holds.
    OldHolds,
    /// The academy's own message came there.
    AcademyWrote,
    /// The account has a factor, and no code of it was given.
    FactorUnproved,
    /// The server said no to this password.
    Refused,
    /// The mail server still lets the former password in.
    StillOpens,
    /// The message to oneself was not seen in time.
    NotBack,
    /// A rule sends mail outside the academy.
    Forwards,
    /// Noted on an earlier passage; no server can be asked about it again.
    Before,
    /// The server was asked again, and does not confirm it.
    NotThere,
    /// The servers are not known well enough to write a profile.
    NoSettings,
}

/// Habits worth keeping.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Reflex {
    /// Look at the quarantine once a week.
    Quarantine,
    /// Several families: Bcc.
    Bcc,
    /// Type the address of the portal, do not follow links.
    Phishing,
    /// Log out of shared computers.
    LogOut,
    /// The NUMEN is nobody's business.
    Numen,
    /// No forwarding to a personal address.
    Forwarding,
    /// One password, one place.
    Reuse,
    /// None saved in a browser others use.
    Browser,
    /// Name, role and school under each message.
    Signature,
    /// Make room before the mailbox is full.
    Quota,
    /// Alerts about unusual sign-ins stay on, and are read.
    Alerts,
}
