//! What a refusal is: a fact with a code, never a sentence.
//!
//! Each room owns an enum of its own facts and implements [`Reason`] on it; `wizard::Refusal` sums them. The sentence and
//! the remedy of a code live in `locales/` as `refusal-<code>` and its attribute `.remedy`; `words` puts them together.

use std::collections::BTreeMap;

use serde::Serialize;

/// Values a sentence names, by placeholder. Never a secret: what is in here may be printed, copied and saved.
pub type Params = BTreeMap<&'static str, String>;

/// A fact that stops the person, classified where the typed error was.
pub trait Reason {
    /// Kebab-case, stable, unique in the project: the key of the sentence is `refusal-<code>`.
    fn code(&self) -> &'static str;

    /// What the sentence names.
    fn params(&self) -> Params {
        Params::new()
    }

    /// Who can mend it.
    fn mender(&self) -> Mender;

    /// What sort of stop this is: decides the exit code of the terminal and the tone of the message.
    fn kind(&self) -> Kind;
}

/// Who can mend what stopped the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Mender {
    /// The person at the keyboard.
    Person,
    /// The school's IT referent: network, proxy, clock, machine.
    Referent,
    /// The rectorate or the DSDEN: account, servers, rules.
    Rectorate,
    /// The authors of this program.
    Authors,
}

/// What sort of stop a reason is, with the exit code of the terminal contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The person can mend it: exit 1.
    Refused,
    /// The command or its input was misused: exit 2.
    Usage,
    /// A network or a server is at fault: exit 3.
    Fault,
    /// Only the support desk can mend it: exit 4.
    Desk,
    /// Our bug: exit 70.
    Bug,
}

impl Kind {
    /// The exit code the terminal ends with.
    #[must_use]
    pub fn exit_code(self) -> u8 {
        match self {
            Self::Refused => 1,
            Self::Usage => 2,
            Self::Fault => 3,
            Self::Desk => 4,
            Self::Bug => 70,
        }
    }
}
