//! Finding letters. A key that is not offered is refused rather than answered wrongly.

use imap_next::imap_types::{core::AString, flag::Flag, search::SearchKey, sequence::SequenceSet};
use mail_parser::MessageParser;

use crate::office::Stored;

/// Whether the letter matches; `None` for a key that is not offered. The codec bounds the depth of a key.
pub(super) fn matches(
    letter: &Stored,
    key: &SearchKey<'_>,
    chosen: &dyn Fn(&SequenceSet, bool) -> bool,
) -> Option<bool> {
    let has = |flag: &Flag<'static>| letter.flags.contains(flag);
    Some(match key {
        SearchKey::All | SearchKey::Old => true,
        SearchKey::New | SearchKey::Recent => false,
        SearchKey::And(all) => {
            let each: Option<Vec<bool>> = all.as_ref().iter().map(|key| matches(letter, key, chosen)).collect();
            each?.iter().all(|yes| *yes)
        }
        SearchKey::Or(one, other) => matches(letter, one, chosen)? | matches(letter, other, chosen)?,
        SearchKey::Not(key) => !matches(letter, key, chosen)?,
        SearchKey::SequenceSet(set) => chosen(set, false),
        SearchKey::Uid(set) => chosen(set, true),
        SearchKey::Answered => has(&Flag::Answered),
        SearchKey::Deleted => has(&Flag::Deleted),
        SearchKey::Draft => has(&Flag::Draft),
        SearchKey::Flagged => has(&Flag::Flagged),
        SearchKey::Seen => has(&Flag::Seen),
        SearchKey::Unanswered => !has(&Flag::Answered),
        SearchKey::Undeleted => !has(&Flag::Deleted),
        SearchKey::Undraft => !has(&Flag::Draft),
        SearchKey::Unflagged => !has(&Flag::Flagged),
        SearchKey::Unseen => !has(&Flag::Seen),
        SearchKey::Larger(size) => letter.raw.len() > *size as usize,
        SearchKey::Smaller(size) => letter.raw.len() < *size as usize,
        SearchKey::Subject(text) => header(letter, "Subject", text),
        SearchKey::From(text) => header(letter, "From", text),
        SearchKey::To(text) => header(letter, "To", text),
        SearchKey::Cc(text) => header(letter, "Cc", text),
        SearchKey::Header(name, text) => header(letter, std::str::from_utf8(name.as_ref()).ok()?, text),
        SearchKey::Text(text) | SearchKey::Body(text) => contains(&String::from_utf8_lossy(&letter.raw), text),
        _ => return None,
    })
}

fn contains(held: &str, wanted: &AString<'_>) -> bool {
    held.to_lowercase()
        .contains(&String::from_utf8_lossy(wanted.as_ref()).to_lowercase())
}

fn header(letter: &Stored, name: &str, wanted: &AString<'_>) -> bool {
    let Some(message) = MessageParser::default().parse(&*letter.raw) else {
        return false;
    };
    let decoded = if name.eq_ignore_ascii_case("subject") {
        message.subject().map(str::to_owned)
    } else {
        None
    };
    let raw = message
        .headers_raw()
        .find(|(held, _)| held.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.to_owned());
    decoded.is_some_and(|held| contains(&held, wanted)) || raw.is_some_and(|held| contains(&held, wanted))
}
