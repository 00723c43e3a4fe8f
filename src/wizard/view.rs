//! What a door shows and what it may answer. No sentence, and no secret but the enrolment card and the recovery codes.
//!
//! The window draws a [`Screen`], the terminal asks it; neither decides anything. [`answer`](Answer) is what comes back,
//! `lines` and `summary` are what screens are made of. The order of the screens belongs to `wizard` itself.

mod answer;
mod diagnosis;
mod lines;
mod mailbox;
mod summary;
mod traces;

use std::{collections::BTreeMap, fmt};

use serde::{Deserialize, Serialize};

pub use self::{answer::*, diagnosis::*, lines::*, mailbox::*, summary::*, traces::*};
use crate::{
    academy::{AcademyKind, LoginForm, Need, SecondFactor},
    password::RuleLine,
    totp::Card,
};

/// The seven steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
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
    /// The département, where the person said it.
    pub department: Option<DepartmentLine>,
    /// Nothing real is touched: a banner says so.
    pub practice: bool,
    /// Several people use this computer, and who said so: nothing of the person stays, and every screen says it.
    pub shared: Option<SharedBy>,
    /// No pack was signed for this academy: a line says that this is an independent tool.
    pub independent: bool,
    /// The pack that serves for the academy chosen: every screen says which, and until when.
    pub pack: Option<PackLine>,
    /// Going back crosses no effect on a server.
    pub can_back: bool,
    /// All of it was confirmed and nothing is to be decided: a door may go on by [`Answer::Continue`] and say it beside what
    /// follows.
    pub settled: bool,
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
    pub params: BTreeMap<String, String>,
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
        /// Where somebody left, on a computer of their own: [`Answer::Resume`].
        resume: Option<ResumeLine>,
    },
    /// Several départements, and desks differ: which is yours? [`Answer::ChooseDepartment`].
    ChooseDepartment {
        /// The choices.
        choices: Vec<DepartmentLine>,
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
    /// What the mail servers answered. [`Answer::Continue`], or [`Answer::ConfirmServers`] when one was only discovered;
    /// [`Answer::LookAgain`].
    Servers {
        /// Reading.
        imap: ServerLine,
        /// Sending.
        smtp: ServerLine,
        /// A host stands in no signed or embedded data: the person must agree before any password goes there.
        confirm: bool,
        /// Another mail service of the academy, where its mail arrives: a hint. [`Answer::ChoosePlatform`] takes it.
        arrives_at: Option<PlatformChoice>,
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
        /// Minutes until another may be tried; 0: one may now.
        wait_minutes: u32,
        /// The person had us keep this password: [`Answer::UseKept`].
        kept: bool,
        /// The server's lock is near: the person is asked whether they already tried elsewhere today.
        ask_elsewhere: bool,
    },
    /// The mail server refused this user name: the other form of it may be the one. Tried once, with the same password,
    /// if the person agrees: [`Answer::OtherForm`].
    OtherForm {
        /// What was refused.
        refused: String,
        /// What would be tried.
        other: String,
        /// Which password was typed.
        asked: AskedPassword,
        /// Failed sign-ins we still allow ourselves.
        attempts_left: u8,
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
        /// For a second factor: ways without a smartphone.
        without_phone: Vec<WithoutPhone>,
        /// Whom to ask when it does not work.
        desk: DeskLine,
        /// For which device an application password is made there: each has its own.
        device: Option<Device>,
    },
    /// What a step achieved: checked by us, or only declared. [`Answer::Continue`].
    Outcome {
        /// Which task.
        task: Task,
        /// One line for each thing.
        items: Vec<Item>,
        /// After a change: where the former password is still stored.
        old_places: Option<OldPlaces>,
        /// Devices an application password may still be made for: [`Answer::ForDevice`].
        devices: Vec<Device>,
        /// Behind the way back: the day the password is forgotten, rehearsed.
        forgotten: Option<Forgotten>,
    },
    /// The recovery address: [`Answer::RecoveryAddress`] or [`Answer::Later`].
    RecoveryAddress {
        /// Addresses there are refused.
        domain: String,
        /// The academy's server will register it; otherwise it is only proved and the person registers it on the page.
        registers: bool,
    },
    /// The domain looks like a slip of the finger: which address is right? [`Answer::RecoveryMeant`].
    RecoveryMeant {
        /// As typed.
        typed: String,
        /// The same at the provider's known domain.
        meant: String,
    },
    /// Mail cannot be sent from here yet: did the academy itself write to the address? [`Answer::AcademyWrote`].
    AcademyLetter,
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
        /// Ways without a smartphone.
        without_phone: Vec<WithoutPhone>,
    },
    /// The QR code and its key: [`Answer::Code`] with what the application shows, or [`Answer::Enrol`] for another key.
    /// The one secret that is shown: once, on demand.
    EnrolmentCard {
        /// What the server made.
        #[serde(flatten)]
        card: Card,
        /// Tries left.
        tries_left: u8,
    },
    /// A fresh sign-in asks for the next code: [`Answer::Code`].
    ProveCode {
        /// Tries left.
        tries_left: u8,
        /// The account had its factor before: nothing was added, nothing is taken away.
        existing: bool,
        /// Which clock the first code showed to be wrong; it was within what the server forgives.
        clock: Option<RefusalLine>,
    },
    /// The server makes codes for the day the phone is lost: [`Answer::MakeCodes`] or [`Answer::Later`].
    OfferCodes,
    /// The codes, shown once: [`Answer::SaveCodes`], and [`Answer::Code`] with one of them, which it spends.
    RecoveryCodes {
        /// What the server made.
        #[serde(flatten)]
        list: CodeList,
        /// The file they were saved in.
        saved: Option<String>,
        /// Tries left.
        tries_left: u8,
    },
    /// Which factor was set up on the official page? [`Answer::DeclareFactor`].
    DeclareFactor {
        /// The choices.
        factors: Vec<SecondFactor>,
        /// The portal itself asks for one that is no application.
        asked: bool,
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
    /// What was written: [`Answer::Continue`], [`Answer::MailMyself`].
    Written {
        /// Every file, with what to do next.
        files: Vec<FileLine>,
        /// What to type where no file is read.
        typed: Vec<TypedLine>,
        /// Whether the profile for Apple's devices can be mailed to the person's own address.
        mailing: Mailing,
    },
    /// The end: a true list. [`Answer::RoundTrip`] where it is on offer.
    CheckUp(Summary),
    /// Everything was erased, and looked for. Nothing goes on from here.
    Ended(Traces),
}

impl Screen {
    /// What a step achieved, with nothing more to do here.
    pub(super) fn outcome(task: Task, items: Vec<Item>) -> Self {
        Self::Outcome {
            task,
            items,
            old_places: None,
            devices: Vec::new(),
            forgotten: None,
        }
    }

    /// What [`View::settled`] says of it.
    pub(super) fn settled(&self) -> bool {
        match self {
            Self::Servers {
                imap,
                smtp,
                confirm,
                arrives_at,
            } => imap.reached && smtp.reached && !confirm && arrives_at.is_none(),
            // What the servers say to somebody who comes back is the very thing that was asked.
            Self::Outcome { task: Task::Resume, .. } => false,
            Self::Outcome {
                items,
                old_places,
                devices,
                ..
            } => {
                let proved = items.iter().all(|item| item.standing == Standing::Done);
                proved && old_places.is_none() && devices.is_empty()
            }
            _ => false,
        }
    }
}

/// Recovery codes, shown once. Its `Debug` says nothing of them.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct CodeList {
    /// Each good once.
    pub codes: Vec<String>,
}

impl fmt::Debug for CodeList {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("CodeList(…)")
    }
}

/// How somebody without a smartphone gets a second factor; the sentence is `without-phone-<way>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum WithoutPhone {
    /// An authenticator on a computer: the key is typed there, or opened by its link.
    ComputerApp,
    /// A code by text message, which any telephone receives; where the academy is known to send some.
    TextMessage,
    /// A key asked of the head of school; where the academy is known to hand some out.
    OtpKey,
    /// A device the school lends.
    SchoolDevice,
    /// Whoever helps knows the others.
    Desk,
}

/// Whole hours of a wait nobody counts in minutes; 0: it is counted in minutes.
#[must_use]
pub fn in_hours(minutes: u32) -> u32 {
    if minutes > 90 { minutes.div_ceil(60) } else { 0 }
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

/// A device with an application password of its own, so that one can be withdrawn without the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Device {
    /// This computer: the one the mailbox is opened with.
    Computer,
    /// A telephone.
    Phone,
    /// A tablet.
    Tablet,
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
    /// Registers a personal telephone beside it.
    RecoveryPhone,
    /// Enrols the second factor.
    SecondFactor,
    /// Coming back: what the servers say again.
    Resume,
}
