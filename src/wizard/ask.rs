//! Questions a door may ask at any time: pure, local, instant. They change nothing and are never refused.

use serde::{Deserialize, Serialize};

use super::{
    Wizard,
    place::{Place, card},
    view::{AcademyCard, DepartmentLine, Entered},
};
use crate::{
    academy::{Confidence, directory::Directory, doors, identifier, numen, support},
    password::{self, Context, Verdict},
    secret::Password,
};

const SUGGESTED_WORDS: usize = 5;
const SUGGESTIONS: usize = 3;

/// What a reply is made from: what the journey knows so far.
#[derive(Clone)]
pub struct Local {
    directory: Directory,
    place: Option<Place>,
    entered: Option<Entered>,
}

impl Local {
    pub(super) fn of(wizard: &Wizard) -> Self {
        Self {
            directory: wizard.world.directory.clone(),
            place: wizard.step.place().cloned(),
            entered: wizard.step.who().map(|who| who.entered().clone()),
        }
    }

    pub(super) fn directory(&self) -> &Directory {
        &self.directory
    }

    pub(super) fn reply(&self, question: Question) -> Reply {
        let directory = &self.directory;
        let place = self.place.as_ref();
        match question {
            Question::Find { text } => Reply::Found {
                hits: hits(directory, &text),
                link: doors::is_link(&text).then(|| doors::open(directory, None, &text)),
                numen: numen::looks_like(&text),
            },
            Question::Numen { text } => Reply::Numen {
                numen: numen::looks_like(&text),
            },
            Question::Identifiers {
                given,
                family,
                birth_family,
            } => {
                let birth = Some(birth_family.trim()).filter(|name| !name.is_empty());
                let candidates = place.map(|place| identifier::candidates(place.academy(), &given, &family, birth));
                let candidates = candidates.unwrap_or_default();
                Reply::Identifiers {
                    logins: candidates.logins,
                    addresses: candidates.addresses,
                }
            }
            Question::Password { text } => {
                let (rule, assumed) = rule(place);
                let context = place
                    .map(|place| context(place, self.entered.as_ref()))
                    .unwrap_or_default();
                Reply::Password(password::judge(&rule, assumed, &context, &text))
            }
            Question::Suggest => Reply::Suggestions {
                passphrases: password::suggest(SUGGESTED_WORDS, &rule(place).0, SUGGESTIONS),
            },
            Question::Link { url } => Reply::Link(doors::open(directory, place.map(Place::academy), &url)),
        }
    }
}

/// What a password may not be made of, from what the journey knows.
pub(super) fn context(place: &Place, entered: Option<&Entered>) -> Context {
    let academy = place.academy();
    let towns = academy.departments.iter().flat_map(|department| {
        let seat = department.dsden_seat.as_ref().map(|seat| seat.value.clone());
        std::iter::once(department.name.clone()).chain(seat)
    });
    let names = [academy.name.clone(), academy.domain().to_owned()].into_iter();
    let seat = academy.seat.as_ref().map(|seat| seat.value.clone());
    let entered = entered.cloned();
    Context {
        given: entered.as_ref().map(|who| who.given.clone()),
        family: entered.as_ref().map(|who| who.family.clone()),
        logins: entered.map(|who| vec![who.identifier, who.address]).unwrap_or_default(),
        places: names.chain(seat).chain(towns).collect(),
        birth_year: None,
    }
}

fn rule(place: Option<&Place>) -> (crate::academy::PasswordRule, bool) {
    place.map_or_else(
        || (password::assumed_rule(), true),
        |place| password::rule_of(place.academy()),
    )
}

fn hits(directory: &Directory, text: &str) -> Vec<HitLine> {
    let found = directory.find(text).into_iter();
    let lines = found.filter_map(|hit| {
        let academy = directory.academy(&hit.id)?;
        let department = hit.department.as_deref().and_then(|code| academy.department(code));
        Some(HitLine {
            academy: card(academy),
            department: department.map(support::department_line),
            because: hit.because.code().to_owned(),
            what: hit.what,
            score: hit.score,
        })
    });
    lines.collect()
}

/// What a door may ask.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Question {
    /// Academies for a school code, a département, a town, an address, a name, a link.
    Find {
        /// Typed so far.
        text: String,
    },
    /// Likely identifiers and addresses at the academy chosen.
    Identifiers {
        /// First name.
        given: String,
        /// Surname in use.
        family: String,
        /// Surname at birth, if it differs; else empty.
        #[serde(default)]
        birth_family: String,
    },
    /// Is there a NUMEN in this? It is not kept.
    Numen {
        /// Typed so far.
        text: String,
    },
    /// What is a password worth, at the academy chosen, for the person entered?
    Password {
        /// Typed so far.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        text: Password,
    },
    /// Passphrases to choose from.
    Suggest,
    /// Which door does this link open?
    Link {
        /// Pasted.
        url: String,
    },
}

/// The reply to a [`Question`].
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Reply {
    /// Best first.
    Found {
        /// Academies.
        hits: Vec<HitLine>,
        /// What was typed is a link: the door it opens.
        link: Option<LinkLine>,
        /// What was typed is a NUMEN: it finds nothing and is asked to be removed.
        numen: bool,
    },
    /// Whether a NUMEN was seen: it is asked to be removed.
    Numen {
        /// Seen.
        numen: bool,
    },
    /// Best first.
    Identifiers {
        /// Candidates for the identifier.
        logins: Vec<Candidate>,
        /// Candidates for the address.
        addresses: Vec<Candidate>,
    },
    /// The verdict.
    Password(Verdict),
    /// Passphrases, fresh at each call.
    Suggestions {
        /// Text and strength.
        passphrases: Vec<Passphrase>,
    },
    /// The door.
    Link(LinkLine),
}

/// An academy found, and why.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct HitLine {
    /// Which.
    pub academy: AcademyCard,
    /// The département that was named, if one was.
    pub department: Option<DepartmentLine>,
    /// Why; the sentence is `because-<code>` with `what`.
    pub because: String,
    /// What matched: "Bourg-en-Bresse", "0690026D".
    pub what: String,
    /// 0 to 1.
    pub score: f32,
}

/// A likely identifier or address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Candidate {
    /// "jdupont".
    pub value: String,
    /// Why; the sentence is `candidate-<code>`.
    pub why: String,
}

/// A passphrase and its strength.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Passphrase {
    /// Shown to be chosen: not yet anybody's secret.
    pub text: String,
    /// Bits: words × log2(list), plus nothing for the decoration.
    pub cnil_bits: u16,
}

/// What a link opens.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct LinkLine {
    /// The verdict of the terminal contract.
    pub verdict: LinkVerdict,
    /// It shows the academic inbox.
    pub opens_inbox: bool,
    /// Whose it is.
    pub academy: Option<String>,
    /// "I-Prof", "Atrium".
    pub name: Option<String>,
    /// Why; the sentence is `link-<code>`.
    pub why: String,
    /// The letter or label that differs, for a look-alike.
    pub differs: Option<String>,
    /// The same, letter by letter, for a look-alike.
    pub compared: Option<Compared>,
    /// Where the inbox really is; null when no source says, or when several mail services serve the academy.
    pub instead: Option<String>,
    /// Where the inbox may be: one address, or one for each mail service of the academy.
    pub inboxes: Vec<String>,
    /// How sure the data is.
    pub confidence: Option<Confidence>,
}

/// A name made to look official beside the official one: what both begin with, where they differ, what both end with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Compared {
    /// What they have in common at the start.
    pub before: String,
    /// The pasted one's own letters.
    pub pasted: String,
    /// The official one's.
    pub official: String,
    /// What they have in common at the end.
    pub after: String,
}

/// The verdict on a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LinkVerdict {
    /// This academy's webmail.
    Webmail,
    /// An official portal that is not the inbox, or another academy's.
    OfficialOther,
    /// Not known.
    Unknown,
    /// Made to look official.
    Lookalike,
}
