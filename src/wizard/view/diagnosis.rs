//! What a diagnosis looks like to the doors: a list that fills, and one verdict on top.

use serde::Serialize;

use super::{AcademyCard, RefusalLine};
use crate::mail::{
    Likely,
    diagnose::{Role, State},
};

/// A diagnosis, under way or done.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Diagnosis {
    /// Whose servers.
    pub academy: AcademyCard,
    /// Where it stands; the sentences are `diagnosis-<state>`.
    pub state: DiagnosisState,
    /// What stands in the way, when something does.
    pub verdict: Option<RefusalLine>,
    /// Some servers are still silent: the verdict may change.
    pub provisional: bool,
    /// What the academy's data makes likely when the network is not at fault; the sentence is `likely-<value>`.
    pub likely: Option<Likely>,
    /// What was looked at, in order.
    pub lines: Vec<DiagnosisLine>,
    /// The web proxy of this computer's settings, without credentials; null: none is set.
    pub proxy: Option<String>,
    /// A verified server's clock minus this computer's, seconds; null: no server said.
    #[cfg_attr(feature = "bindings", ts(type = "number | null"))]
    pub clock_offset_s: Option<i64>,
}

/// Where a diagnosis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DiagnosisState {
    /// Too early to say.
    Looking,
    /// Everything that is needed answers.
    Fine,
    /// Something stands in the way.
    Stopped,
}

/// One thing looked at.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct DiagnosisLine {
    /// What it is for; the sentence is `endpoint-<kind>`.
    pub kind: Role,
    /// Name.
    pub host: String,
    /// TCP port; null for a name.
    pub port: Option<u16>,
    /// The mailbox, the account or the pages depend on it.
    pub needed: bool,
    /// What came of it; the sentence is `endpoint-state-<state>`.
    pub state: State,
    /// Why not; the sentence is `refusal-<code>`.
    pub fault: Option<RefusalLine>,
    /// Milliseconds.
    pub ms: Option<u32>,
}
