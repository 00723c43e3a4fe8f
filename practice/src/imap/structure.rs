//! ENVELOPE and BODYSTRUCTURE of a letter, from what `mail-parser` read.

use imap_next::imap_types::{
    body::{BasicFields, Body, BodyStructure, SpecificFields},
    core::{IString, NString, Vec1},
    envelope::{Address, Envelope},
};
use mail_parser::{HeaderName, Message, MimeHeaders as _, PartType};

use super::fetch::octets;

/// Parts inside parts, at most.
const DEPTH: usize = 10;

/// RFC 3501 §7.4.2; encoded words stay as they were sent.
pub(super) fn envelope(message: &Message<'_>) -> Envelope<'static> {
    let raw = |name: HeaderName<'static>| match message.header_raw(name) {
        Some(text) => octets(unfolded(text).as_bytes()),
        None => NString(None),
    };
    let people = |address: Option<&mail_parser::Address<'_>>| {
        address
            .map(|list| list.iter().map(person).collect::<Vec<_>>())
            .unwrap_or_default()
    };
    let from = people(message.from());
    let or_from = |list: Vec<Address<'static>>| if list.is_empty() { from.clone() } else { list };
    Envelope {
        date: raw(HeaderName::Date),
        subject: raw(HeaderName::Subject),
        sender: or_from(people(message.sender())),
        reply_to: or_from(people(message.reply_to())),
        from: from.clone(),
        to: people(message.to()),
        cc: people(message.cc()),
        bcc: people(message.bcc()),
        in_reply_to: raw(HeaderName::InReplyTo),
        message_id: raw(HeaderName::MessageId),
    }
}

fn unfolded(text: &str) -> String {
    text.split(['\r', '\n'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn person(addr: &mail_parser::Addr<'_>) -> Address<'static> {
    let address = addr.address.as_deref().unwrap_or_default();
    let (mailbox, host) = address.rsplit_once('@').unwrap_or((address, ""));
    Address {
        name: addr
            .name
            .as_deref()
            .map_or(NString(None), |name| octets(name.as_bytes())),
        adl: NString(None),
        mailbox: octets(mailbox.as_bytes()),
        host: octets(host.as_bytes()),
    }
}

/// The structure of a part and of what it contains.
pub(super) fn body(message: &Message<'_>, raw: &[u8], id: usize, depth: usize) -> Option<BodyStructure<'static>> {
    let part = message.parts.get(id)?;
    let subtype = part.content_type().and_then(|kind| kind.subtype());
    if let PartType::Multipart(parts) = &part.body {
        if depth >= DEPTH {
            return None;
        }
        let bodies: Vec<_> = parts
            .iter()
            .filter_map(|part| body(message, raw, *part as usize, depth + 1))
            .collect();
        return Some(BodyStructure::Multi {
            bodies: Vec1::try_from(bodies).ok()?,
            subtype: string(subtype.unwrap_or("mixed"))?,
            extension_data: None,
        });
    }
    let octets_of = raw
        .get(part.raw_body_offset() as usize..part.raw_end_offset() as usize)
        .unwrap_or_default();
    let lines = u32::try_from(octets_of.iter().filter(|octet| **octet == b'\n').count()).ok()?;
    let kind = part.content_type().map_or("text", |kind| kind.ctype()).to_lowercase();
    let specific = if kind == "text" {
        SpecificFields::Text {
            subtype: string(subtype.unwrap_or("plain"))?,
            number_of_lines: lines,
        }
    } else {
        SpecificFields::Basic {
            r#type: string(&kind)?,
            subtype: string(subtype.unwrap_or("octet-stream"))?,
        }
    };
    let parameters = part
        .content_type()
        .and_then(|kind| kind.attributes())
        .unwrap_or_default();
    let basic = BasicFields {
        parameter_list: parameters
            .iter()
            .filter_map(|a| Some((string(&a.name)?, string(&a.value)?)))
            .collect(),
        id: part.content_id().map_or(NString(None), |id| octets(id.as_bytes())),
        description: NString(None),
        content_transfer_encoding: string(part.content_transfer_encoding().unwrap_or("7bit"))?,
        size: u32::try_from(octets_of.len()).ok()?,
    };
    Some(BodyStructure::Single {
        body: Body { basic, specific },
        extension_data: None,
    })
}

fn string(text: &str) -> Option<IString<'static>> {
    IString::try_from(text.to_owned()).ok()
}
