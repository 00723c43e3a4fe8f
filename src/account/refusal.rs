//! What an identity server refuses, as facts. Mapped from result codes in `ldap` and `lemonldap`, never from text.

use thiserror::Error;

use crate::{
    net::fault::Fault,
    reason::{Kind, Mender, Params, Reason},
};

/// Why an account operation did not happen.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum AccountRefusal {
    /// Identifier or password wrong: servers do not say which.
    #[error("identifier or password refused")]
    WrongPassword,
    /// Locked, or the temporary password's time is over: servers answer both alike, whatever the password.
    #[error("account locked")]
    Locked,
    /// The password is right but expired, and this server lets nobody change it then.
    #[error("password expired")]
    Expired,
    /// The server slows down after failures: waiting is all there is.
    #[error("too many tries, the server asks to wait")]
    TooManyTries,
    /// The portal takes no such characters in an identifier.
    #[error("identifier malformed for this server")]
    IdentifierRefused,
    /// Nothing was typed; nothing was sent.
    #[error("empty password")]
    EmptyPassword,
    /// A character nobody types; nothing was sent.
    #[error("control character in the password")]
    ControlCharacter,
    /// The new password is too short for the server's rule: more than this many characters are wanted.
    #[error("new password too short: {typed} characters")]
    TooShort {
        /// What was refused had so many.
        typed: u16,
    },
    /// The new password is too long for the server: fewer than this many characters are wanted.
    #[error("new password too long: {typed} characters")]
    TooLong {
        /// What was refused had so many.
        typed: u16,
    },
    /// The new password fails the server's rule.
    #[error("new password fails the quality check")]
    Quality,
    /// The new password holds a character the server refuses.
    #[error("new password holds a forbidden character")]
    ForbiddenCharacter,
    /// The new password was used before.
    #[error("new password is in the history")]
    InHistory,
    /// The new password is the current one; nothing was sent.
    #[error("new password is the current one")]
    SameAsOld,
    /// The current password given for the change is wrong.
    #[error("current password wrong")]
    WrongOld,
    /// The current password is too recent to be changed again.
    #[error("password too young to be changed")]
    TooYoung,
    /// The server wants the current password with the new one and did not see it in what we sent.
    #[error("the server wants the old password too")]
    MustSupplyOld,
    /// The server forbids it to this account.
    #[error("not allowed to this account")]
    NotAllowed,
    /// The account may do nothing before its password is changed.
    #[error("the password must be changed first")]
    MustChangeFirst,
    /// The directory refuses this value as a recovery address.
    #[error("recovery address refused")]
    AddressRefused,
    /// The code is wrong.
    #[error("code refused")]
    BadCode,
    /// The server forgot this exchange: it has to be started again.
    #[error("the exchange is over on the server")]
    Over,
    /// The account has such a factor.
    #[error("a second factor is already there")]
    FactorExists,
    /// A fresh sign-in did not ask for the code.
    #[error("the second factor was not asked for")]
    FactorNotAsked,
    /// The server asks for a second factor that is not an authenticator application.
    #[error("another second factor is asked for")]
    OtherFactor,
    /// The portal asks for a picture puzzle: only its page can be used.
    #[error("the portal wants a captcha")]
    CaptchaPortal,
    /// The change left and nobody knows what became of it.
    #[error("the change left, its outcome is unknown")]
    InDoubt,
    /// The server answers that it cannot answer.
    #[error("{host}: temporarily unable to answer ({answer})")]
    Unavailable {
        /// Which.
        host: String,
        /// "LDAP 51", "portal 6".
        answer: String,
    },
    /// The server answered what we do not know.
    #[error("{host}: unexpected answer ({answer})")]
    Unexpected {
        /// Which.
        host: String,
        /// "LDAP 80", "portal 103". Codes only, never the server's text.
        answer: String,
    },
    /// The pack describes this server wrongly.
    #[error("connector misconfigured: {what}")]
    Misconfigured {
        /// The key of the pack.
        what: &'static str,
    },
    /// No identity server does this here: our bug, the caller did not ask `server()`.
    #[error("no identity server does this")]
    NoServer,
    /// The connection failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl AccountRefusal {
    /// The server may have counted a failed sign-in: the budget must count it too. An unclear case counts.
    #[must_use]
    pub fn spent_attempt(&self) -> bool {
        matches!(
            self,
            Self::WrongPassword | Self::WrongOld | Self::Locked | Self::TooManyTries
        )
    }
}

impl Reason for AccountRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::WrongPassword => "account-wrong-password",
            Self::Locked => "account-locked",
            Self::Expired => "account-expired",
            Self::TooManyTries => "account-too-many-tries",
            Self::IdentifierRefused => "account-identifier-refused",
            Self::EmptyPassword => "account-empty-password",
            Self::ControlCharacter => "account-control-character",
            Self::TooShort { .. } => "account-new-too-short",
            Self::TooLong { .. } => "account-new-too-long",
            Self::Quality => "account-new-too-weak",
            Self::ForbiddenCharacter => "account-new-forbidden-character",
            Self::InHistory => "account-new-in-history",
            Self::SameAsOld => "account-new-same-as-old",
            Self::WrongOld => "account-wrong-old",
            Self::TooYoung => "account-too-young",
            Self::MustSupplyOld => "account-must-supply-old",
            Self::NotAllowed => "account-not-allowed",
            Self::MustChangeFirst => "account-must-change-first",
            Self::AddressRefused => "account-recovery-refused",
            Self::BadCode => "account-bad-code",
            Self::Over => "account-over",
            Self::FactorExists => "account-factor-exists",
            Self::FactorNotAsked => "account-factor-not-asked",
            Self::OtherFactor => "account-other-factor",
            Self::CaptchaPortal => "account-captcha",
            Self::InDoubt => "account-in-doubt",
            Self::Unavailable { .. } => "account-unavailable",
            Self::Unexpected { .. } => "account-unexpected",
            Self::Misconfigured { .. } => "account-misconfigured",
            Self::NoServer => "account-no-server",
            Self::Fault(fault) => fault.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Unavailable { host, answer } | Self::Unexpected { host, answer } => {
                Params::from([("host", host.clone()), ("answer", answer.clone())])
            }
            Self::TooShort { typed } | Self::TooLong { typed } => Params::from([("typed", typed.to_string())]),
            Self::Misconfigured { what } => Params::from([("what", (*what).to_owned())]),
            Self::Fault(fault) => fault.params(),
            _ => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::Locked
            | Self::Expired
            | Self::MustSupplyOld
            | Self::NotAllowed
            | Self::FactorExists
            | Self::FactorNotAsked
            | Self::OtherFactor
            | Self::Unavailable { .. }
            | Self::Misconfigured { .. } => Mender::Rectorate,
            Self::Unexpected { .. } | Self::NoServer => Mender::Authors,
            Self::Fault(fault) => fault.mender(),
            _ => Mender::Person,
        }
    }

    /// What only the rectorate can mend goes to its desk, unless waiting may mend it first.
    fn kind(&self) -> Kind {
        match self {
            Self::InDoubt | Self::Unavailable { .. } | Self::Unexpected { .. } => Kind::Fault,
            Self::NoServer => Kind::Bug,
            Self::Fault(fault) => fault.kind(),
            other if other.mender() == Mender::Rectorate => Kind::Desk,
            _ => Kind::Refused,
        }
    }
}

/// An exchange that ended without an answer.
#[derive(Debug)]
pub(super) struct Lost {
    /// Why.
    pub(super) fault: Fault,
    /// The request may have reached the server.
    pub(super) sent: bool,
}

impl Lost {
    /// For a request that changes something: once it may have left, its outcome is unknown.
    pub(super) fn during_change(self) -> AccountRefusal {
        if self.sent {
            AccountRefusal::InDoubt
        } else {
            self.harmless()
        }
    }

    /// For a request that may be repeated.
    pub(super) fn harmless(self) -> AccountRefusal {
        AccountRefusal::Fault(self.fault)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::fault::Cause;

    fn lost(sent: bool) -> Lost {
        Lost {
            fault: Fault::new("ldap.test", 636, Cause::Reset),
            sent,
        }
    }

    #[test]
    fn only_a_change_that_may_have_left_is_in_doubt() {
        assert_eq!(lost(true).during_change(), AccountRefusal::InDoubt);
        assert_eq!(lost(false).during_change(), AccountRefusal::Fault(lost(false).fault));
        assert_eq!(lost(true).harmless(), AccountRefusal::Fault(lost(true).fault));
    }

    #[test]
    fn the_budget_counts_what_the_server_may_have_counted() {
        assert!(AccountRefusal::WrongPassword.spent_attempt());
        assert!(AccountRefusal::Locked.spent_attempt());
        assert!(
            !AccountRefusal::Expired.spent_attempt(),
            "said only to who knows the password"
        );
        assert!(!AccountRefusal::EmptyPassword.spent_attempt());
        assert!(!lost(true).harmless().spent_attempt());
    }
}
