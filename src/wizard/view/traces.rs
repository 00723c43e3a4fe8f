//! What is left at the end of a passage: each place that was looked at, and what was found there.

use serde::Serialize;

/// Who said that a computer is shared. The sentence is `shared-<by>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SharedBy {
    /// The person, at the start.
    Person,
    /// An administrator of the computer, in its policy file.
    Machine,
    /// The academy, in its pack.
    Pack,
}

/// The end of a passage: everything was erased, then looked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Traces {
    /// Why it ended.
    pub ended: Ending,
    /// Every place, with what was found.
    pub looks: Vec<Look>,
}

/// Why a passage ended. The sentence is `ended-<why>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Ending {
    /// The person asked for it.
    Asked,
    /// Nobody was there for a quarter of an hour.
    Idle,
}

/// One place that was looked at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Look {
    /// Which; the sentence is `look-<place>`.
    pub place: LookedAt,
    /// Where it is on this computer.
    pub path: Option<String>,
    /// Things that were erased there just now.
    pub gone: u32,
    /// Files that were read to the end, in search of what the person typed; null: there was nothing to read.
    pub seen: Option<u32>,
    /// What is still there, and why; null: nothing.
    pub stays: Option<Stays>,
}

/// A place where traces could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum LookedAt {
    /// Files written on the way.
    Files,
    /// The ledger.
    Ledger,
    /// The system's keyring.
    Keyring,
    /// Temporary folders.
    Temporary,
    /// What the page engine keeps.
    PageStore,
}

/// What stays at a place. The sentence is `stays-<why>`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "why", rename_all = "kebab-case")]
pub enum Stays {
    /// Attempts that still count, under a salted digest: they keep the account from being locked.
    Attempts {
        /// When they stop counting, Unix seconds: the next start after that erases them.
        #[cfg_attr(feature = "bindings", ts(type = "number"))]
        until: i64,
    },
    /// Mail settings on the person's own computer, which they asked for.
    Wanted {
        /// How many files.
        files: u32,
    },
    /// Somebody's from before, on a computer that was not said to be shared then.
    Earlier {
        /// How many files.
        files: u32,
    },
    /// No keyring answered: none can have kept anything.
    NoKeyring,
    /// Files that could not be removed, or that hold something the person typed.
    Found {
        /// Where.
        paths: Vec<String>,
    },
}

impl Traces {
    /// The key of the sentence that sums them up. A line that counts attempts is nobody's name, and a keyring that does
    /// not answer keeps nothing.
    #[must_use]
    pub fn verdict(&self) -> &'static str {
        let any = |which: fn(&Stays) -> bool| self.looks.iter().filter_map(|look| look.stays.as_ref()).any(which);
        if any(|stays| matches!(stays, Stays::Found { .. })) {
            "ended-found"
        } else if any(|stays| matches!(stays, Stays::Wanted { .. } | Stays::Earlier { .. })) {
            "ended-wanted"
        } else {
            "ended-clean"
        }
    }
}
