//! What a door shows and what it may answer. No sentence, and no secret but the enrolment card.
//!
//! The window draws a [`Screen`], the terminal asks it; neither decides anything. The order of the screens belongs to
//! `wizard` itself.

use serde::{Deserialize, Serialize};

use crate::{
    academy::{AcademyKind, Confidence, Endpoint, LoginForm, Need, PagePurpose, SecondFactor},
    mail::discover::FoundBy,
    password::RuleLine,
    profiles::{Client, SignatureFields},
    reason::{Kind, Mender},
    secret::{Code, Password},
};

/// The seven steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum StepName {
    /// Where do you work?
    Academy,
    /// Who are you there?
    Identity,
    /// A password of your own.
    Password,
    /// A way back.
    Recovery,
    /// A second factor.
    SecondFactor,
    /// Mail on your devices.
    MailApps,
    /// What is done, declared, left.
    CheckUp,
}

impl StepName {
    /// All seven, in order.
    pub const ALL: [Self; 7] = [
        Self::Academy,
        Self::Identity,
        Self::Password,
        Self::Recovery,
        Self::SecondFactor,
        Self::MailApps,
        Self::CheckUp,
    ];
}

/// Everything a door needs to draw the moment.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct View {
    /// Where we are among the seven.
    pub step: StepName,
    /// The academy chosen, once it is.
    pub academy: Option<AcademyCard>,
    /// Nothing real is touched: a banner says so.
    pub practice: bool,
    /// No pack was signed for this academy: a line says that this is an independent tool.
    pub independent: bool,
    /// Going back crosses no effect on a server.
    pub can_back: bool,
    /// Facts of the academy's data that belong to this step; the sentences are `fact-<key>`.
    pub facts: Vec<FactLine>,
    /// The screen itself.
    pub screen: Screen,
}

/// An academy as the doors show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct AcademyCard {
    /// Slug.
    pub id: String,
    /// "Lyon".
    pub name: String,
    /// "académie de Lyon".
    pub official_name: String,
    /// What it is.
    pub kind: AcademyKind,
    /// Current mail domain.
    pub domain: String,
}

/// A fact and the values its sentence names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FactLine {
    /// The sentence is `fact-<key>`.
    pub key: String,
    /// Values it names.
    pub params: std::collections::BTreeMap<String, String>,
}

/// One question, or one thing to do.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Screen {
    /// Where do you work? Answered by [`Answer::ChooseAcademy`]; searching is `ask`.
    FindAcademy {
        /// Practice academies on offer; empty where the door has none.
        practice: Vec<AcademyCard>,
        /// How many academies and services are known.
        known: u32,
    },
    /// Two webmails serve this academy: which is yours? [`Answer::ChoosePlatform`].
    ChoosePlatform {
        /// The choices, with the address each webmail opens at.
        choices: Vec<PlatformChoice>,
    },
    /// Name, address, identifier: [`Answer::Identify`]. Candidates come by `ask`.
    Identify {
        /// Current mail domain.
        domain: String,
        /// What the mail servers want as a user name; unknown is `null`.
        login_form: Option<LoginForm>,
        /// What was typed before, when coming back.
        entered: Option<Entered>,
    },
    /// What the mail servers answered. [`Answer::Continue`], or [`Answer::ConfirmServers`] when one was only discovered.
    Servers {
        /// Reading.
        imap: ServerLine,
        /// Sending.
        smtp: ServerLine,
        /// A host stands in no signed or embedded data: the person must agree before any password goes there.
        confirm: bool,
    },
    /// What do you hold? [`Answer::Hold`].
    Hold {
        /// The choices that make sense at this academy, in order.
        options: Vec<Holding>,
    },
    /// Lost or never received: where to go and what to take along. [`Answer::Returned`] or back.
    Lost {
        /// The reset page.
        page: PageLine,
        /// What it will ask, with a recovery address already registered.
        with_recovery: Vec<Need>,
        /// What to have ready without one.
        without_recovery: Vec<Need>,
        /// Whom to ask.
        desk: DeskLine,
    },
    /// The password that holds today: [`Answer::SignIn`].
    SignIn {
        /// Who will be signed in.
        login: String,
        /// Which password is asked for.
        asked: AskedPassword,
        /// Failed sign-ins we still allow ourselves.
        attempts_left: u8,
        /// The server's lock is near: the person is asked whether they already tried elsewhere today.
        ask_elsewhere: bool,
    },
    /// A password of your own: [`Answer::NewPassword`]. The live verdict comes by `ask`.
    NewPassword {
        /// The academy's rule, or the assumed one.
        rules: Vec<RuleLine>,
        /// The rule is assumed.
        assumed: bool,
        /// The account refuses everything else until it is changed.
        must_change: bool,
    },
    /// The connection was lost during a change: [`Answer::Resolve`] is the only way on.
    InDoubt {
        /// Both passwords are still in memory; after a restart they are not and must be typed.
        both_known: bool,
    },
    /// An official page does this: [`Answer::Returned`].
    HandOff {
        /// What is to be done there.
        task: Task,
        /// Where; `url` is null when no source gives it.
        page: PageLine,
        /// What it will ask.
        asked: Vec<Need>,
        /// Whom to ask when it does not work.
        desk: DeskLine,
    },
    /// What a step achieved: checked by us, or only declared. [`Answer::Continue`].
    Outcome {
        /// Which task.
        task: Task,
        /// One line for each thing.
        items: Vec<Item>,
    },
    /// The recovery address: [`Answer::RecoveryAddress`] or [`Answer::Later`].
    RecoveryAddress {
        /// Addresses there are refused.
        domain: String,
        /// The academy's server will register it; otherwise it is only proved and the person registers it on the page.
        registers: bool,
    },
    /// The six digits that were mailed: [`Answer::RecoveryCode`] or [`Answer::ResendCode`].
    RecoveryCode {
        /// Where they went.
        address: String,
        /// How long they hold.
        minutes: u16,
        /// Tries left.
        tries_left: u8,
        /// In practice: the page that shows the personal mailbox.
        practice_inbox: Option<String>,
    },
    /// Before enrolling: two devices are needed. [`Answer::Enrol`] or [`Answer::Later`].
    Enrol {
        /// Factors this academy is known to use.
        factors: Vec<SecondFactor>,
    },
    /// The QR code and its key: [`Answer::Code`] with what the application shows.
    EnrolmentCard(EnrolmentCard),
    /// A fresh sign-in asks for the next code: [`Answer::Code`].
    ProveCode {
        /// Tries left before a new sign-in is needed.
        tries_left: u8,
    },
    /// Which factor was set up on the official page? [`Answer::DeclareFactor`].
    DeclareFactor {
        /// The choices.
        factors: Vec<SecondFactor>,
    },
    /// Which clients? [`Answer::Apps`].
    ChooseApps {
        /// What can be written, with the reason where it cannot.
        clients: Vec<ClientOffer>,
        /// Where files go.
        folder: String,
        /// Who signs.
        display_name: String,
    },
    /// What was written: [`Answer::Continue`].
    Written {
        /// Every file, with what to do next.
        files: Vec<FileLine>,
    },
    /// The end: a true list.
    CheckUp(Summary),
}

/// A mail platform to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PlatformChoice {
    /// Key.
    pub id: String,
    /// Name.
    pub name: String,
    /// The address the webmail opens at.
    pub webmail: Option<String>,
}

/// What a person said of themselves. Nothing here is proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Entered {
    /// First name.
    pub given: String,
    /// Surname.
    pub family: String,
    /// Mail address.
    pub address: String,
    /// Identifier, as the letter gives it.
    pub identifier: String,
}

/// A mail server and what it answered.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ServerLine {
    /// Where; null when none was found.
    pub endpoint: Option<Endpoint>,
    /// Where the endpoint was found.
    pub found_by: Option<FoundBy>,
    /// The server answered under a verified certificate.
    pub reached: bool,
    /// Why it was not.
    pub fault: Option<RefusalLine>,
}

/// What a newcomer holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Holding {
    /// A letter with a temporary password.
    Letter,
    /// The NUMEN serves as first password.
    Numen,
    /// Handed over at school.
    Handed,
    /// Already changed it: only verify.
    AlreadyChanged,
    /// Lost, or never received.
    Lost,
}

/// Which password a sign-in asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AskedPassword {
    /// The first or temporary one.
    First,
    /// The one the person chose.
    Own,
    /// An application password made in the webmail.
    Application,
}

/// What an official page is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Task {
    /// Changes the password.
    ChangePassword,
    /// Makes an application password.
    ApplicationPassword,
    /// Registers the recovery address.
    Recovery,
    /// Enrols the second factor.
    SecondFactor,
}

/// An official page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct PageLine {
    /// What it is for.
    pub purpose: PagePurpose,
    /// "Estérel".
    pub name: Option<String>,
    /// Null: unknown, ask the desk.
    pub url: Option<String>,
    /// The host to look for in the address bar.
    pub host: Option<String>,
    /// How sure the address is.
    pub confidence: Option<Confidence>,
    /// In practice: what the browser opens instead.
    pub practice_url: Option<String>,
}

/// Whom to ask.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DeskLine {
    /// Name; null: the school secretariat, then the rectorate.
    pub name: Option<String>,
    /// Web form.
    pub url: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
}

/// The one secret that is shown: once, on demand.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct EnrolmentCard {
    /// Who asks for the code.
    pub issuer: String,
    /// For which account.
    pub account: String,
    /// QR code, black on white with its quiet zone, as the path data of an SVG of side `qr_side`.
    pub qr_path: String,
    /// Side in modules, quiet zone included.
    pub qr_side: u16,
    /// The key in groups of four, for typing.
    pub key: Vec<String>,
    /// `otpauth:` link for an application on this computer.
    pub uri: String,
    /// Tries left.
    pub tries_left: u8,
}

/// A client on offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct ClientOffer {
    /// Which.
    pub client: Client,
    /// Found on this computer.
    pub installed: bool,
    /// Ticked at first.
    pub proposed: bool,
    /// Why it cannot be written; the sentence is `refusal-<code>`.
    pub unavailable: Option<RefusalLine>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct FileLine {
    /// For which client.
    pub client: Client,
    /// Where it is.
    pub path: String,
    /// SHA-256, lower-case hexadecimal.
    pub sha256: String,
    /// What to do next; the sentence is `next-<code>`.
    pub next: String,
    /// The copy that was made before, if something was there.
    pub backup: Option<String>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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
    /// An application password was made.
    ApplicationPassword,
    /// The recovery address receives.
    RecoveryAddress,
    /// The academy has it.
    RecoveryRegistered,
    /// The second factor is asked for.
    SecondFactor,
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
    /// Written to the directory and read back or accepted.
    Registered {
        /// By whom.
        host: String,
    },
    /// A fresh sign-in asked for the code and took it.
    AskedForCode {
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
    /// The server said no to this password.
    Refused,
    /// The servers are not known well enough to write a profile.
    NoSettings,
}

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
    /// Where mail is read.
    pub webmail: Option<PageLine>,
    /// Whom to ask, the nearest first.
    pub desks: Vec<DeskLine>,
    /// Habits worth keeping; the sentences are `reflex-<key>`.
    pub reflexes: Vec<Reflex>,
}

/// What the mailbox said when it opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MailboxLine {
    /// Messages in the inbox.
    pub messages: u32,
    /// Used, kibibytes; null: the server does not say.
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub used_kib: Option<u64>,
    /// Allowed, kibibytes.
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub limit_kib: Option<u64>,
    /// Nine tenths used or more.
    pub nearly_full: bool,
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
    /// Phones and tablets keep the old password and lock the account.
    OldPassword,
    /// The NUMEN is nobody's business.
    Numen,
    /// No forwarding to a personal address.
    Forwarding,
    /// One password, one place; none saved in a shared browser.
    Reuse,
    /// Make room before the mailbox is full.
    Quota,
    /// Alerts about unusual sign-ins stay on, and are read.
    Alerts,
}

/// What a door may answer.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// This academy.
    ChooseAcademy {
        /// Slug.
        id: String,
    },
    /// This webmail.
    ChoosePlatform {
        /// Key.
        id: String,
    },
    /// This is me.
    Identify(Entered),
    /// Go on.
    Continue,
    /// These hosts, found by discovery, are right (or not).
    ConfirmServers {
        /// Agreed.
        agreed: bool,
    },
    /// This is what I hold.
    Hold {
        /// Which.
        holding: Holding,
    },
    /// Sign in with this password.
    SignIn {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        password: Password,
        /// It was already tried and refused elsewhere today.
        tried_elsewhere: bool,
    },
    /// This is to be my password.
    NewPassword {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        password: Password,
    },
    /// Find out which password holds. Both are typed again when they are no longer in memory.
    Resolve {
        /// The one before.
        #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
        old: Option<Password>,
        /// The one chosen.
        #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
        new: Option<Password>,
    },
    /// Back from the official page.
    Returned {
        /// What happened there.
        outcome: Returned,
    },
    /// Mail codes there.
    RecoveryAddress {
        /// Typed.
        address: String,
    },
    /// These are the six digits.
    RecoveryCode {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        code: Code,
    },
    /// Send another code.
    ResendCode,
    /// Start enrolling.
    Enrol,
    /// The application shows this.
    Code {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        code: Code,
    },
    /// This factor was set up on the official page.
    DeclareFactor {
        /// Which; null: none.
        factor: Option<SecondFactor>,
    },
    /// Write for these.
    Apps {
        /// Which.
        clients: Vec<Client>,
        /// What the signature is made of.
        signature: SignatureFields,
    },
    /// Leave this for later.
    Later,
}

/// What happened on an official page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Returned {
    /// Did it.
    Did,
    /// It did not work.
    DidNotWork,
    /// Not today.
    Later,
}

/// A refusal as the doors show it: the sentence is `refusal-<code>`, the remedy its attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RefusalLine {
    /// Key of the sentence.
    pub code: String,
    /// Values it names.
    pub params: std::collections::BTreeMap<String, String>,
    /// Who can mend it.
    pub mender: Mender,
    /// What sort of stop it is.
    pub kind: Kind,
}

/// A thing that is going on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Doing {
    /// What; the sentence is `doing-<code>`.
    pub code: Doings,
    /// With whom.
    pub host: Option<String>,
    /// How long it may take, seconds.
    pub at_most_s: u16,
}

/// What may be going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Doings {
    /// Looking for the mail servers.
    Discovering,
    /// Connecting, checking the certificate.
    Connecting,
    /// Signing in.
    SigningIn,
    /// Changing the password.
    Changing,
    /// Finding out which password holds.
    Resolving,
    /// Mailing the code.
    Mailing,
    /// Registering the recovery address.
    Registering,
    /// Enrolling the second factor.
    Enrolling,
    /// Writing files.
    Writing,
    /// Reading the mailbox.
    Reading,
}
