//! Rules, strength and passphrases. No network.
//!
//! One engine for the window, the terminal and the tests: [`Verdict`] is the same everywhere. What a server refuses
//! belongs to `account`.
//!
//! [`rule_of`] and [`lines`] say what the portal demands, [`judge`] what a password is worth, [`suggest`] offers
//! passphrases. `french` holds the words and our own estimate; `shapes` knows dates, telephones and national codes.

mod french;
mod passphrase;
mod rule;
mod shapes;
mod strength;

use serde::Serialize;

pub use self::{
    passphrase::suggest,
    rule::{Learnt, assumed_rule, lines, rule_of},
    strength::{judge, warm_up},
};
use crate::academy::{Academy, Sourced};

/// What a password may not be made of: everything we know of the person and the place.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// First name.
    pub given: Option<String>,
    /// Surname.
    pub family: Option<String>,
    /// Identifier and address.
    pub logins: Vec<String>,
    /// Academy names, towns, school.
    pub places: Vec<String>,
    /// Year of birth.
    pub birth_year: Option<u16>,
}

impl Context {
    /// What everybody at this academy would think of: its names, its towns. Nothing of the person yet.
    #[must_use]
    pub fn at(academy: &Academy) -> Self {
        let seat = |seat: &Option<Sourced<String>>| seat.as_ref().map(|seat| seat.value.clone());
        let towns = academy
            .departments
            .iter()
            .flat_map(|department| std::iter::once(department.name.clone()).chain(seat(&department.dsden_seat)));
        let names = [academy.name.clone(), academy.domain().to_owned()];
        Self {
            places: names.into_iter().chain(seat(&academy.seat)).chain(towns).collect(),
            ..Self::default()
        }
    }
}

/// A line of the live checklist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct RuleLine {
    /// The sentence is `rule-<code>`, with `n` as its number.
    pub code: RuleCode,
    /// The number the rule names: characters, classes.
    pub n: u16,
    /// Whether what was typed meets it.
    pub met: bool,
}

/// What a rule is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum RuleCode {
    /// At least `n` characters.
    MinLength,
    /// At most `n` characters.
    MaxLength,
    /// At least `n` of the four classes.
    Classes,
    /// Printable ASCII without spaces: old portals and phone keyboards.
    PlainAscii,
    /// No character the portal refuses.
    Forbidden,
}

/// What we say of a password. Carries no part of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Verdict {
    /// May be sent to the academy.
    pub accepted: bool,
    /// The academy's rule, or the assumed one, line by line.
    pub rules: Vec<RuleLine>,
    /// The rule is assumed: the academy's is unknown.
    pub assumed: bool,
    /// 0 to 4, the scale of zxcvbn; 4 is what guessing alone would let through.
    pub score: u8,
    /// Guesses an attacker needs, power of ten: the lower of zxcvbn's and ours.
    pub guesses_log10: f64,
    /// Bits by the CNIL's formula (recommendation of 2022): length × log2(alphabet). Blind to words.
    pub cnil_bits: u16,
    /// One piece of advice at a time; the sentence is `advice-<code>`.
    pub advice: Option<Advice>,
}

/// What to change first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Advice {
    /// Nothing typed yet.
    Empty,
    /// A rule of the list is not met.
    FollowRules,
    /// Among the passwords attackers try first.
    Common,
    /// A word and a year, a season and a year.
    WordAndYear,
    /// A keyboard row.
    Keyboard,
    /// The person's name, identifier or birth year.
    Personal,
    /// School, town or academy.
    Place,
    /// A date, a telephone number, a postcode.
    DateOrPhone,
    /// A NUMEN or a school code.
    NationalCode,
    /// Too easy to guess for another reason: add a word.
    AddWord,
}
