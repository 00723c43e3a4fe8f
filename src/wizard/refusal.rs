//! Every reason the journey can stop for: the rooms' own, and those that only the order of steps knows.

use std::collections::BTreeMap;

use thiserror::Error;

use crate::{
    academy::{AcademyRefusal, pack::PackFault},
    account::AccountRefusal,
    keep::KeepFault,
    ledger::LedgerFault,
    mail::SignInRefusal,
    net::fault::Fault,
    profiles::ProfileRefusal,
    reason::{Kind, Mender, Params, Reason},
    totp::{TotpFault, clock::WrongClock},
    wizard::view::{self, RefusalLine},
};

/// Why an answer was refused. The step is as it was.
#[derive(Debug, Error)]
pub enum Refusal {
    /// Said by `academy`.
    #[error(transparent)]
    Academy(#[from] AcademyRefusal),
    /// The application password typed for another device is the one this computer has.
    #[error("application password of another device")]
    ApplicationShared,
    /// Said by `account`.
    #[error(transparent)]
    Account(#[from] AccountRefusal),
    /// The recovery address cannot serve.
    #[error("recovery address: {0:?}")]
    Address(AddressFault),
    /// Our budget of failed sign-ins is spent: another one could lock the account.
    #[error("attempt budget spent, free in {minutes} min")]
    BudgetSpent {
        /// Until one more may be tried.
        minutes: u32,
    },
    /// The person stopped waiting.
    #[error("cancelled")]
    Cancelled,
    /// The six digits are past their ten minutes.
    #[error("recovery code expired")]
    CodeExpired,
    /// The code of a second factor was given already: the next one is asked for.
    #[error("the same code again")]
    CodeAgain,
    /// No more tries with this key or at this sign-in.
    #[error("no tries left for a code")]
    CodeSpent,
    /// Said by `totp`: a code was right, at another time.
    #[error(transparent)]
    Clock(#[from] WrongClock),
    /// What was typed is not six to eight digits.
    #[error("malformed code")]
    CodeMalformed,
    /// The mail servers are not known: nothing can be written for a client.
    #[error("mail servers unknown")]
    NoSettings,
    /// No client was ticked.
    #[error("no client chosen")]
    NoClient,
    /// The academy forbids every application of this client.
    #[error("forbidden by the academy: {why}")]
    AppForbidden {
        /// In the academy's words.
        why: String,
    },
    /// Several people use this computer: no mail program is set up on it.
    #[error("not on a shared computer")]
    NotOnShared,
    /// No source gives the address of the webmail.
    #[error("webmail unknown")]
    NoWebmail,
    /// Something else is under way.
    #[error("busy")]
    Busy,
    /// Said by `net`.
    #[error(transparent)]
    Fault(#[from] Fault),
    /// The journey's task is gone.
    #[error("the journey has ended")]
    Gone,
    /// Said by `keep`.
    #[error(transparent)]
    Keep(#[from] KeepFault),
    /// Said by `ledger`.
    #[error(transparent)]
    Ledger(#[from] LedgerFault),
    /// Neither the old nor the new password opens the account.
    #[error("neither password holds")]
    NeitherHolds,
    /// The answer does not belong to the screen.
    #[error("answer does not belong to this screen")]
    NotNow,
    /// Going back would cross an effect on a server.
    #[error("no way back")]
    NoWayBack,
    /// Said by `academy` of a pack.
    #[error(transparent)]
    Pack(#[from] PackFault),
    /// A pack is opened before an academy is chosen, and not in a rehearsal.
    #[error("too late for a pack")]
    PackTooLate,
    /// The password chosen is the one that holds.
    #[error("password unchanged")]
    PasswordUnchanged,
    /// The verdict on the password chosen was no.
    #[error("password refused by our own verdict")]
    PasswordWeak,
    /// Said by `profiles`.
    #[error(transparent)]
    Profile(#[from] ProfileRefusal),
    /// Said by `mail`.
    #[error(transparent)]
    SignIn(#[from] SignInRefusal),
    /// Said by `totp`.
    #[error(transparent)]
    Totp(#[from] TotpFault),
    /// Both passwords must be typed again to find out which one holds.
    #[error("both passwords are needed")]
    TypeBoth,
    /// The six digits are not the ones that were mailed.
    #[error("wrong recovery code")]
    WrongCode {
        /// Tries left.
        tries_left: u8,
    },
}

/// Why an address cannot be the recovery address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFault {
    /// Not an address.
    Malformed,
    /// An academy's or the ministry's: locked out together with the account.
    Academic,
    /// A school's or a workspace's: opened by the same account, or left with the post.
    School,
    /// Handed out to be thrown away.
    Disposable,
    /// An office's: colleagues open it too.
    Shared,
}

impl Refusal {
    /// The room's own reason, when a room said it.
    fn inner(&self) -> Option<&dyn Reason> {
        match self {
            Self::Academy(reason) => Some(reason),
            Self::Account(reason) => Some(reason),
            Self::Clock(reason) => Some(reason),
            Self::Fault(reason) => Some(reason),
            Self::Keep(reason) => Some(reason),
            Self::Ledger(reason) => Some(reason),
            Self::Pack(reason) => Some(reason),
            Self::Profile(reason) => Some(reason),
            Self::SignIn(reason) => Some(reason),
            Self::Totp(reason) => Some(reason),
            _ => None,
        }
    }

    /// The codes only the order of steps knows, for the test that every code has its words.
    pub const OWN_CODES: [&'static str; 27] = [
        "application-shared",
        "recovery-malformed",
        "recovery-academic",
        "recovery-school",
        "recovery-disposable",
        "recovery-shared",
        "budget-spent",
        "cancelled",
        "code-expired",
        "code-malformed",
        "code-again",
        "code-spent",
        "no-client",
        "no-settings",
        "app-forbidden",
        "no-webmail",
        "not-on-shared",
        "busy",
        "journey-gone",
        "neither-holds",
        "not-now",
        "no-way-back",
        "pack-too-late",
        "password-unchanged",
        "password-weak",
        "type-both",
        "wrong-code",
    ];
}

impl Reason for Refusal {
    fn code(&self) -> &'static str {
        if let Some(inner) = self.inner() {
            return inner.code();
        }
        match self {
            Self::Address(AddressFault::Malformed) => "recovery-malformed",
            Self::Address(AddressFault::Academic) => "recovery-academic",
            Self::ApplicationShared => "application-shared",
            Self::Address(AddressFault::School) => "recovery-school",
            Self::Address(AddressFault::Disposable) => "recovery-disposable",
            Self::Address(AddressFault::Shared) => "recovery-shared",
            Self::BudgetSpent { .. } => "budget-spent",
            Self::Cancelled => "cancelled",
            Self::CodeExpired => "code-expired",
            Self::CodeMalformed => "code-malformed",
            Self::CodeAgain => "code-again",
            Self::CodeSpent => "code-spent",
            Self::NoClient => "no-client",
            Self::NoSettings => "no-settings",
            Self::AppForbidden { .. } => "app-forbidden",
            Self::NoWebmail => "no-webmail",
            Self::Busy => "busy",
            Self::NeitherHolds => "neither-holds",
            Self::NotNow => "not-now",
            Self::NotOnShared => "not-on-shared",
            Self::NoWayBack => "no-way-back",
            Self::PackTooLate => "pack-too-late",
            Self::PasswordUnchanged => "password-unchanged",
            Self::PasswordWeak => "password-weak",
            Self::TypeBoth => "type-both",
            Self::WrongCode { .. } => "wrong-code",
            _ => "journey-gone",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::BudgetSpent { minutes } => Params::from([
                ("minutes", minutes.to_string()),
                ("hours", view::in_hours(*minutes).to_string()),
            ]),
            Self::WrongCode { tries_left } => Params::from([("left", tries_left.to_string())]),
            Self::AppForbidden { why } => Params::from([("why", why.clone())]),
            _ => self.inner().map(Reason::params).unwrap_or_default(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::NeitherHolds | Self::NoSettings => Mender::Rectorate,
            Self::Gone => Mender::Authors,
            _ => self.inner().map_or(Mender::Person, Reason::mender),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NeitherHolds | Self::NoSettings => Kind::Desk,
            Self::NotNow => Kind::Usage,
            Self::Gone => Kind::Bug,
            _ => self.inner().map_or(Kind::Refused, Reason::kind),
        }
    }
}

impl RefusalLine {
    /// A reason as the doors show it.
    #[must_use]
    pub fn of(reason: &dyn Reason) -> Self {
        let params = reason.params().into_iter().map(|(key, value)| (key.to_owned(), value));
        Self {
            code: reason.code().to_owned(),
            params: params.collect::<BTreeMap<_, _>>(),
            mender: reason.mender(),
            kind: reason.kind(),
        }
    }
}
