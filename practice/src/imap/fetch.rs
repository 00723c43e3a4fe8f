//! What a client fetches of a letter.

use imap_next::imap_types::{
    core::{IString, Literal, NString, Vec1},
    datetime::DateTime,
    fetch::{MacroOrMessageDataItemNames, MessageDataItem, MessageDataItemName, Part, Section},
    flag::FlagFetch,
};
use mail_parser::{Message, MessageParser, PartType};

use super::structure;
use crate::office::{Stored, date};

/// Macros spelled out; UID added where the command itself is by UID.
pub(super) fn expand(names: &MacroOrMessageDataItemNames<'_>, uid: bool) -> Vec<MessageDataItemName<'static>> {
    let mut names: Vec<_> = match names {
        MacroOrMessageDataItemNames::Macro(all) => all.expand().into_iter().map(own).collect(),
        MacroOrMessageDataItemNames::MessageDataItemNames(names) => names.iter().cloned().map(own).collect(),
    };
    if uid && !names.contains(&MessageDataItemName::Uid) {
        names.insert(0, MessageDataItemName::Uid);
    }
    names.truncate(64);
    names
}

fn own(name: MessageDataItemName<'_>) -> MessageDataItemName<'static> {
    use imap_next::imap_types::IntoStatic as _;
    name.into_static()
}

/// Fetching a body without PEEK marks the letter as read.
pub(super) fn marks_seen(name: &MessageDataItemName<'_>) -> bool {
    matches!(
        name,
        MessageDataItemName::BodyExt { peek: false, .. }
            | MessageDataItemName::Rfc822
            | MessageDataItemName::Rfc822Text
    )
}

/// The items asked for, in order; `None` when nothing could be given.
pub(super) fn items(letter: &Stored, names: &[MessageDataItemName<'static>]) -> Option<Vec1<MessageDataItem<'static>>> {
    let message = MessageParser::default().parse(&*letter.raw);
    let items: Vec<_> = names
        .iter()
        .filter_map(|name| item(letter, message.as_ref(), name))
        .collect();
    Vec1::try_from(items).ok()
}

fn item(
    letter: &Stored,
    message: Option<&Message<'_>>,
    name: &MessageDataItemName<'static>,
) -> Option<MessageDataItem<'static>> {
    let raw = &*letter.raw;
    Some(match name {
        MessageDataItemName::Uid => MessageDataItem::Uid(letter.uid),
        MessageDataItemName::Flags => {
            MessageDataItem::Flags(letter.flags.iter().cloned().map(FlagFetch::Flag).collect())
        }
        MessageDataItemName::InternalDate => {
            MessageDataItem::InternalDate(DateTime::try_from(date(letter.received)).ok()?)
        }
        MessageDataItemName::Rfc822Size => MessageDataItem::Rfc822Size(u32::try_from(raw.len()).ok()?),
        MessageDataItemName::Envelope => MessageDataItem::Envelope(structure::envelope(message?)),
        MessageDataItemName::Body => MessageDataItem::Body(structure::body(message?, raw, 0, 0)?),
        MessageDataItemName::BodyStructure => MessageDataItem::BodyStructure(structure::body(message?, raw, 0, 0)?),
        MessageDataItemName::Rfc822 => MessageDataItem::Rfc822(octets(raw)),
        MessageDataItemName::Rfc822Header => MessageDataItem::Rfc822Header(octets(header(raw))),
        MessageDataItemName::Rfc822Text => MessageDataItem::Rfc822Text(octets(text(raw))),
        MessageDataItemName::BodyExt { section, partial, .. } => {
            let whole = section_of(message, raw, section.as_ref());
            let (origin, data) = match partial {
                Some((from, length)) => {
                    let rest = whole.get(*from as usize..).unwrap_or_default();
                    (Some(*from), rest.get(..length.get() as usize).unwrap_or(rest))
                }
                None => (None, &*whole),
            };
            MessageDataItem::BodyExt {
                section: section.clone(),
                origin,
                data: octets(data),
            }
        }
        _ => return None,
    })
}

/// Any octets but NUL, which IMAP literals cannot carry.
pub(super) fn octets(data: &[u8]) -> NString<'static> {
    let data: Vec<u8> = data.iter().copied().filter(|octet| *octet != 0).collect();
    NString(Literal::try_from(data).ok().map(IString::Literal))
}

fn body_start(raw: &[u8]) -> usize {
    raw.windows(4)
        .position(|four| four == b"\r\n\r\n")
        .map_or(raw.len(), |at| at + 4)
}

fn header(raw: &[u8]) -> &[u8] {
    raw.get(..body_start(raw)).unwrap_or_default()
}

fn text(raw: &[u8]) -> &[u8] {
    raw.get(body_start(raw)..).unwrap_or_default()
}

fn section_of<'a>(
    message: Option<&Message<'_>>,
    raw: &'a [u8],
    section: Option<&Section<'_>>,
) -> std::borrow::Cow<'a, [u8]> {
    let part = |part: &Part| {
        message
            .map(|message| part_octets(message, raw, part))
            .unwrap_or_default()
    };
    let inside = |within: &Option<Part>| match within {
        None => raw,
        Some(within) => part(within).1,
    };
    match section {
        None => raw.into(),
        Some(Section::Header(within)) => header(inside(within)).into(),
        Some(Section::Text(within)) => text(inside(within)).into(),
        Some(Section::HeaderFields(within, names)) => fields(header(inside(within)), names, true).into(),
        Some(Section::HeaderFieldsNot(within, names)) => fields(header(inside(within)), names, false).into(),
        Some(Section::Part(wanted)) => part(wanted).1.into(),
        Some(Section::Mime(wanted)) => part(wanted).0.into(),
    }
}

/// Header fields whose name is listed, or is not; folded lines stay with their field.
fn fields(header: &[u8], names: &Vec1<imap_next::imap_types::core::AString<'_>>, listed: bool) -> Vec<u8> {
    let mut kept = Vec::new();
    let mut keep = false;
    for line in header.split_inclusive(|octet| *octet == b'\n') {
        if line == b"\r\n" {
            break;
        }
        if !line.starts_with(b" ") && !line.starts_with(b"\t") {
            let name = line
                .split(|octet| *octet == b':')
                .next()
                .unwrap_or_default()
                .trim_ascii();
            let named = names
                .as_ref()
                .iter()
                .any(|wanted| wanted.as_ref().eq_ignore_ascii_case(name));
            keep = named == listed;
        }
        if keep {
            kept.extend_from_slice(line);
        }
    }
    kept.extend_from_slice(b"\r\n");
    kept
}

/// The MIME header and the body of a part by its number (RFC 3501 §6.4.5).
fn part_octets<'a>(message: &Message<'_>, raw: &'a [u8], wanted: &Part) -> (&'a [u8], &'a [u8]) {
    let mut at = 0_usize;
    for (depth, number) in wanted.0.as_ref().iter().enumerate() {
        let number = number.get() as usize;
        match message.parts.get(at).map(|part| &part.body) {
            Some(PartType::Multipart(parts)) => match parts.get(number - 1) {
                Some(id) => at = *id as usize,
                None => return Default::default(),
            },
            // A letter of one part: its body is part 1.
            Some(_) if number == 1 && depth == 0 => {}
            _ => return Default::default(),
        }
    }
    let Some(part) = message.parts.get(at) else {
        return Default::default();
    };
    let slice = |from: u32, to: u32| raw.get(from as usize..to as usize).unwrap_or_default();
    (
        slice(part.raw_header_offset(), part.raw_body_offset()),
        slice(part.raw_body_offset(), part.raw_end_offset()),
    )
}
