//! What stands between this computer and an academy's servers: every endpoint at once, one cause at the end.
//!
//! Owns what is looked at ([`Line`]) and how it is looked at ([`run`]); [`verdict`] draws the one conclusion, `targets`
//! says which endpoints an academy has. How a single connection fails is `net::fault`'s. Nothing is signed in to, and only
//! the academy's own hosts are spoken to: a captive portal is told by what answers in their place.

mod run;
mod targets;
mod verdict;

use serde::Serialize;

pub use self::{
    run::{LIMIT, run},
    verdict::{Outcome, Verdict, conclude},
};
use super::Likely;
use crate::net::fault::Fault;

/// What has been seen so far.
#[derive(Clone, Debug, Default)]
pub struct Look {
    /// One for each thing looked at, in the order it is shown.
    pub lines: Vec<Line>,
    /// The web proxy of this computer's settings, without credentials.
    pub proxy: Option<String>,
    /// This computer has a way out at all.
    pub way_out: bool,
    /// A verified server's clock minus ours, seconds.
    pub clock_offset_s: Option<i64>,
    /// What the data of the platform makes likely, whatever the network.
    pub likely: Option<Likely>,
    /// What it comes to.
    pub outcome: Outcome,
    /// Some endpoints are still silent: the outcome takes silence for a filter, and may change.
    pub provisional: bool,
}

/// One endpoint, or one name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub role: Role,
    /// Lower case.
    pub host: String,
    /// TCP port; names have none.
    pub port: Option<u16>,
    /// The mailbox, the account or the pages depend on it; the others are looked at to understand.
    pub needed: bool,
    /// What came of it.
    pub state: State,
    /// Why, when it failed.
    pub fault: Option<Fault>,
    /// How long it took, milliseconds.
    pub ms: Option<u32>,
}

/// What an endpoint is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Does the name have an address?
    Dns,
    /// Reading mail: 993, 143.
    Imap,
    /// Sending mail: 465, 587.
    Smtp,
    /// Filters: 4190.
    Sieve,
    /// The older way of reading: 995.
    Pop,
    /// Web pages: 443.
    Web,
    /// The directory.
    Ldap,
}

/// What came of looking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Nothing yet.
    Waiting,
    /// Answered; over TLS, under a verified certificate.
    Open,
    /// Did not answer as it should.
    Failed,
    /// Failed, and nothing depends on it.
    Closed,
}
