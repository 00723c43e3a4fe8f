//! What the open mailbox says of itself, as the doors show it: each thing as a fact, with who said it.

use serde::Serialize;

use crate::{
    academy::{Academy, MINISTRY, under},
    mail::{Forwarding, Mailbox, Redirect, SpecialUse},
};

/// What the mailbox said when it opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct MailboxLine {
    /// Who said so.
    pub host: String,
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
    /// Nothing more comes in.
    pub full: bool,
    /// What its folders say they are for; null: they do not say.
    pub special: Option<Vec<SpecialUse>>,
    /// Unread quarantine reports; null: nobody told us who sends them.
    pub quarantine_unread: Option<u32>,
    /// Whether mail is sent on.
    pub forwarding: ForwardingLine,
}

/// Whether the active filter sends mail on; the sentence is `forwarding-<state>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum ForwardingLine {
    /// It does not.
    Off {
        /// Who said so.
        host: String,
    },
    /// It does.
    On {
        /// Who said so.
        host: String,
        /// Each rule.
        rules: Vec<RedirectLine>,
    },
    /// A filter is active and we do not understand it.
    Unreadable {
        /// Who gave it.
        host: String,
    },
    /// The filter server named in the data could not be reached in time.
    NotReached {
        /// Which.
        host: String,
    },
    /// The filter server named in the data did not let us read.
    Refused {
        /// Which.
        host: String,
    },
    /// The data names no filter server: only the webmail can tell.
    Unknown,
}

/// A rule that sends mail on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RedirectLine {
    /// Where to.
    pub to: String,
    /// As it is written on the server.
    pub rule: String,
    /// Neither the academy's nor the ministry's.
    pub outside: bool,
    /// Every message, not only some.
    pub always: bool,
    /// A copy stays here; null: it depends on another rule.
    pub copy_stays: Option<bool>,
}

impl MailboxLine {
    /// What the mail servers said, for somebody of this academy.
    #[must_use]
    pub fn of(mailbox: &Mailbox, forwarding: &Forwarding, academy: &Academy) -> Self {
        Self {
            host: mailbox.host.clone(),
            messages: mailbox.messages,
            used_kib: mailbox.used_kib,
            limit_kib: mailbox.limit_kib,
            nearly_full: mailbox.nearly_full(),
            full: mailbox.full(),
            special: mailbox.special.clone(),
            quarantine_unread: mailbox.quarantine_unread,
            forwarding: ForwardingLine::of(forwarding, academy),
        }
    }

    /// A rule sends mail outside the academy.
    #[must_use]
    pub fn forwards_outside(&self) -> bool {
        matches!(&self.forwarding, ForwardingLine::On { rules, .. } if rules.iter().any(|rule| rule.outside))
    }
}

impl ForwardingLine {
    /// What the filter server said, for somebody of this academy.
    #[must_use]
    pub fn of(forwarding: &Forwarding, academy: &Academy) -> Self {
        match forwarding.clone() {
            Forwarding::Off { host } => Self::Off { host },
            Forwarding::On { host, rules } => Self::On {
                host,
                rules: rules.into_iter().map(|rule| RedirectLine::of(rule, academy)).collect(),
            },
            Forwarding::Unreadable { host } => Self::Unreadable { host },
            Forwarding::NotReached { host } => Self::NotReached { host },
            Forwarding::Refused { host } => Self::Refused { host },
            Forwarding::Unknown => Self::Unknown,
        }
    }
}

impl RedirectLine {
    fn of(rule: Redirect, academy: &Academy) -> Self {
        let domain = rule
            .to
            .rsplit_once('@')
            .map_or("", |(_, domain)| domain)
            .trim_end_matches('>');
        let inside = academy.owns_host(domain) || under(domain, MINISTRY);
        Self {
            outside: !inside,
            to: rule.to,
            rule: rule.rule,
            always: rule.always,
            copy_stays: rule.copy_stays,
        }
    }
}
