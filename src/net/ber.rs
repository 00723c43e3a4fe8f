//! What a directory may send us: one LDAP message (RFC 4511 §4.1.1) at a time, looked at before `ldap3` parses it.
//!
//! `ldap3` keeps whatever a length announces, recurses as deep as it is led and panics on a message that is not one. So
//! only answers to what this program asks pass: bind, modify, compare, extended, an entry, search done; whole, small and
//! flat.

/// The longest answer, bytes: ours are result codes and a control.
pub(super) const MESSAGE_LIMIT: usize = 64 * 1024;
/// Sequences within sequences; a result with controls has four.
const DEPTH_LIMIT: usize = 8;

/// RFC 4511 §4.14.1: the object identifier of StartTLS, as an extended request with message number 1.
pub(super) const STARTTLS_REQUEST: [u8; 31] = *b"\x30\x1d\x02\x01\x01\x77\x18\x80\x161.3.6.1.4.1.1466.20037";

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;
const BOOLEAN: u8 = 0x01;
const OCTETS: u8 = 0x04;
const ENUMERATED: u8 = 0x0a;
const CONTROLS: u8 = 0xa0;
const SET: u8 = 0x31;
const EXTENDED_ANSWER: u8 = 0x78;
/// An entry a search found.
const ENTRY: u8 = 0x64;
/// Bind, search done, modify, compare and extended answers.
const ANSWERS: [u8; 5] = [0x61, 0x65, 0x67, 0x6f, EXTENDED_ANSWER];

/// What the bytes received so far begin with.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Begins {
    /// A message of this length.
    Message(usize),
    /// Part of one.
    Part,
    /// Nothing a directory says to us.
    Nonsense,
}

/// Looks at the head of what came.
pub(super) fn begins(bytes: &[u8]) -> Begins {
    match bytes.first() {
        None => return Begins::Part,
        Some(&SEQUENCE) => {}
        Some(_) => return Begins::Nonsense,
    }
    let Some(&length) = bytes.get(1) else {
        return Begins::Part;
    };
    if length == 0x80 || length > 0x84 {
        return Begins::Nonsense;
    }
    let needed = if length < 0x80 { 0 } else { usize::from(length & 0x7f) };
    if bytes.len() < needed.saturating_add(2) {
        return Begins::Part;
    }
    let Some((_, content, rest)) = element_sized(bytes) else {
        return Begins::Nonsense;
    };
    let whole = rest.saturating_add(content);
    if whole > MESSAGE_LIMIT {
        Begins::Nonsense
    } else if bytes.len() < whole {
        Begins::Part
    } else {
        match bytes.get(..whole).is_some_and(is_answer) {
            true => Begins::Message(whole),
            false => Begins::Nonsense,
        }
    }
}

/// Whether a StartTLS was granted; `None`: the message answers something else.
pub(super) fn starttls_granted(message: &[u8]) -> Option<bool> {
    let (_, body, _) = element(message)?;
    let (_, _, rest) = element(body)?;
    let (tag, answer, _) = element(rest)?;
    let (_, code, _) = element(answer)?;
    (tag == EXTENDED_ANSWER).then_some(code == [0])
}

/// An answer `ldap3` reads without a panic: number, result code, two texts, and controls that are some.
fn is_answer(message: &[u8]) -> bool {
    let shape = || {
        let (_, body, after) = element(message)?;
        let (number, digits, body) = element(body)?;
        let (answer, result, controls) = element(body)?;
        let well = after.is_empty()
            && number == INTEGER
            && (1..=4).contains(&digits.len())
            && match answer {
                ENTRY => is_entry(result)?,
                _ => ANSWERS.contains(&answer) && is_result(result)?,
            }
            && (controls.is_empty() || are_controls(controls)?);
        Some(well)
    };
    shape().unwrap_or(false) && is_flat(message, DEPTH_LIMIT)
}

fn is_result(result: &[u8]) -> Option<bool> {
    let (code, digits, rest) = element(result)?;
    let (dn, matched, rest) = element(rest)?;
    let (text, said, _) = element(rest)?;
    let texts = [matched, said]
        .into_iter()
        .all(|text| std::str::from_utf8(text).is_ok());
    Some(code == ENUMERATED && (1..=4).contains(&digits.len()) && dn == OCTETS && text == OCTETS && texts)
}

/// A name, and attributes that each have a name and a set of values (RFC 4511 §4.5.2).
fn is_entry(entry: &[u8]) -> Option<bool> {
    let text = |tag, bytes| tag == OCTETS && std::str::from_utf8(bytes).is_ok();
    let (dn, name, rest) = element(entry)?;
    let (list, mut attributes, after) = element(rest)?;
    let mut well = text(dn, name) && list == SEQUENCE && after.is_empty();
    while !attributes.is_empty() {
        let (tag, attribute, others) = element(attributes)?;
        let (kind, name, rest) = element(attribute)?;
        let (set, mut values, after) = element(rest)?;
        well &= tag == SEQUENCE && text(kind, name) && set == SET && after.is_empty();
        while !values.is_empty() {
            let (value, _, rest) = element(values)?;
            well &= value == OCTETS;
            values = rest;
        }
        attributes = others;
    }
    Some(well)
}

fn are_controls(controls: &[u8]) -> Option<bool> {
    let (tag, mut list, after) = element(controls)?;
    let mut well = tag == CONTROLS && after.is_empty();
    while !list.is_empty() {
        let (tag, control, rest) = element(list)?;
        let (kind, name, mut fields) = element(control)?;
        well &= tag == SEQUENCE && kind == OCTETS && std::str::from_utf8(name).is_ok();
        for expected in [BOOLEAN, OCTETS] {
            if fields.first() == Some(&expected) {
                let (_, value, rest) = element(fields)?;
                well &= expected != BOOLEAN || value.len() == 1;
                fields = rest;
            }
        }
        well &= fields.is_empty();
        list = rest;
    }
    Some(well)
}

/// Every constructed element holds whole elements, no deeper than `depth`.
fn is_flat(mut bytes: &[u8], depth: usize) -> bool {
    while !bytes.is_empty() {
        let Some((tag, content, rest)) = element(bytes) else {
            return false;
        };
        let constructed = tag & 0x20 != 0;
        if constructed && (depth == 0 || !is_flat(content, depth.saturating_sub(1))) {
            return false;
        }
        bytes = rest;
    }
    true
}

/// The first element: tag, content, what follows. Definite lengths and small tags only (RFC 4511 §5.1).
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, length, head) = element_sized(bytes)?;
    let (content, rest) = bytes.get(head..)?.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// Tag, length of the content, length of the head.
fn element_sized(bytes: &[u8]) -> Option<(u8, usize, usize)> {
    let tag = *bytes.first()?;
    let first = *bytes.get(1)?;
    if tag & 0x1f == 0x1f || first == 0x80 {
        return None;
    }
    if first < 0x80 {
        return Some((tag, usize::from(first), 2));
    }
    let count = usize::from(first & 0x7f);
    let digits = bytes.get(2..count.checked_add(2)?).filter(|_| count <= 4)?;
    let length = digits.iter().try_fold(0_usize, |sum, digit| {
        sum.checked_mul(256)?.checked_add(usize::from(*digit))
    })?;
    Some((tag, length, count.saturating_add(2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What slapd sent (bind, must change): result 0, empty texts, the password policy control.
    const BIND: &[u8] = b"\x30\x39\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00\xa0\x2b\x30\x29\x04\x19\
        1.3.6.1.4.1.42.2.27.8.5.1\x04\x0c\x30\x0a\xa0\x05\x80\x03\x0d\x2f\x00\x81\x01\x02";

    #[test]
    fn what_directories_answer_passes_whole_or_waits() {
        assert_eq!(begins(BIND), Begins::Message(BIND.len()));
        for cut in 0..BIND.len() {
            assert_eq!(begins(&BIND[..cut]), Begins::Part, "{cut}");
        }
        let two = [BIND, BIND].concat();
        assert_eq!(begins(&two), Begins::Message(BIND.len()));
    }

    #[test]
    fn what_would_make_a_parser_swell_recurse_or_panic_does_not_pass() {
        let bomb = {
            let mut inner: Vec<u8> = Vec::new();
            for _ in 0..60 {
                inner = [&[0x30, u8::try_from(inner.len()).unwrap()][..], &inner].concat();
            }
            let mut message = b"\x30\x00\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x00\x04\x00".to_vec();
            message.extend(&inner);
            message[1] = u8::try_from(message.len() - 2).unwrap_or(0x7f);
            message
        };
        let nonsense: [&[u8]; 9] = [
            b"HTTP/1.1 200 OK",
            b"\x30\x84\x7f\xff\xff\xff",
            b"\x30\x80\x02\x01\x01",
            b"\x30\x00",
            b"\x30\x03\x02\x01\x01",
            b"\x30\x07\x04\x01\x01\x61\x02\x0a\x00",
            b"\x30\x0c\x02\x01\x01\x64\x07\x0a\x01\x00\x04\x00\x04\x00",
            b"\x30\x0c\x02\x01\x01\x61\x07\x0a\x01\x00\x04\x01\xff\x04",
            &bomb,
        ];
        for bytes in nonsense {
            assert_eq!(begins(bytes), Begins::Nonsense, "{bytes:?}");
        }
    }

    #[test]
    fn an_entry_passes_and_what_only_looks_like_one_does_not() {
        let entry = |inside: &[u8]| {
            let body = [
                &[0x02, 0x01, 0x02, 0x64, u8::try_from(inside.len()).unwrap()][..],
                inside,
            ]
            .concat();
            [&[0x30, u8::try_from(body.len()).unwrap()][..], &body].concat()
        };
        let good: [&[u8]; 2] = [
            b"\x04\x05uid=a\x30\x0b\x30\x09\x04\x02sn\x31\x03\x04\x01M",
            b"\x04\x05uid=a\x30\x00",
        ];
        for inside in good {
            let message = entry(inside);
            assert_eq!(begins(&message), Begins::Message(message.len()), "{inside:?}");
        }
        let bad: [&[u8]; 4] = [
            b"\x04\x05uid=a",
            b"\x04\x01\xff\x30\x00",
            b"\x04\x05uid=a\x30\x06\x30\x04\x04\x02sn",
            b"\x04\x05uid=a\x30\x0b\x30\x09\x04\x02sn\x31\x03\x02\x01M",
        ];
        for inside in bad {
            assert_eq!(begins(&entry(inside)), Begins::Nonsense, "{inside:?}");
        }
    }

    #[test]
    fn starttls_is_granted_or_not() {
        assert_eq!(
            starttls_granted(b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00"),
            Some(true)
        );
        assert_eq!(
            starttls_granted(b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00"),
            Some(false)
        );
        assert_eq!(starttls_granted(BIND), None);
        assert_eq!(usize::from(STARTTLS_REQUEST[1]) + 2, STARTTLS_REQUEST.len());
    }

    proptest::proptest! {
        #[test]
        fn nothing_a_directory_sends_panics(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..200)) {
            let mut message = BIND.to_vec();
            for (at, byte) in bytes.iter().enumerate().filter(|(at, _)| at % 7 == 0) {
                if let Some(place) = message.get_mut(at % BIND.len()) {
                    *place = *byte;
                }
            }
            for bytes in [&bytes, &message] {
                if let Begins::Message(length) = begins(bytes) {
                    assert!(length <= bytes.len());
                }
                let _ = starttls_granted(bytes);
            }
        }
    }
}
