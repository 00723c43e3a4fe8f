//! The message a person pastes when asking for help: what is known is filled in, the rest is left to fill in. No secret.
//!
//! Whom it goes to is `academy::support`; the sentences are in `locales/`.

use super::place::Who;
use crate::{
    academy::{Academy, Department},
    words::Words,
};

/// Subject, an empty line, the text. The desk reads French, whatever the person reads: the language is the caller's choice.
#[must_use]
pub fn to_desk(words: &Words, academy: &Academy, department: Option<&Department>, who: Option<&Who>) -> String {
    let blank = || words.plain("support-to-fill-in");
    let department = department.map_or_else(blank, |own| format!("{} ({})", own.name, own.code));
    let name = who.map_or_else(blank, Who::display_name);
    let identifier = who.map_or_else(blank, |who| who.entered().identifier.clone());
    let text = words.with(
        "support-message",
        &[
            ("academy", &academy.official_name),
            ("department", &department),
            ("name", &name),
            ("identifier", &identifier),
        ],
    );
    format!("{}\n\n{text}", words.plain("support-subject"))
}
