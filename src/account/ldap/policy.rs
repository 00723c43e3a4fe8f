//! The password-policy control (draft-behera-ldap-password-policy-11): the request, and a small reader of the response.
//!
//! ldap3 knows no such control, and its BER parser recurses without limit: this one reads two levels and nothing else.

use ldap3::{LdapResult, controls::RawControl};

/// The same object identifier asks and answers.
const OID: &str = "1.3.6.1.4.1.42.2.27.8.5.1";

/// What a response control says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Policy {
    /// Seconds before the password expires.
    pub(super) expires_in_s: Option<u64>,
    /// Sign-ins left with a password that has expired.
    pub(super) grace_left: Option<u64>,
    /// Why.
    pub(super) error: Option<PolicyError>,
}

/// The errors of the draft, §6.2; `passwordTooLong` is OpenLDAP's ninth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PolicyError {
    PasswordExpired,
    AccountLocked,
    ChangeAfterReset,
    ModificationNotAllowed,
    MustSupplyOldPassword,
    InsufficientQuality,
    TooShort,
    TooYoung,
    InHistory,
    TooLong,
    Unknown(u64),
}

/// The request: no value, and never critical, so that a server without policies answers all the same.
pub(super) fn request() -> RawControl {
    RawControl {
        ctype: OID.to_owned(),
        crit: false,
        val: None,
    }
}

/// What the server said beside its result. A control that cannot be read says nothing.
pub(super) fn response(result: &LdapResult) -> Policy {
    result
        .ctrls
        .iter()
        .find(|control| control.1.ctype == OID)
        .and_then(|control| control.1.val.as_deref())
        .and_then(read)
        .unwrap_or_default()
}

/// `SEQUENCE { warning [0] CHOICE { timeBeforeExpiration [0] INTEGER, graceAuthNsRemaining [1] INTEGER } OPTIONAL,
/// error [1] ENUMERATED OPTIONAL }`.
fn read(value: &[u8]) -> Option<Policy> {
    let (0x30, mut inside, _) = element(value)? else {
        return None;
    };
    let mut policy = Policy::default();
    while !inside.is_empty() {
        let (tag, content, rest) = element(inside)?;
        match tag {
            0xA0 => match element(content)? {
                (0x80, seconds, _) => policy.expires_in_s = Some(integer(seconds)?),
                (0x81, left, _) => policy.grace_left = Some(integer(left)?),
                _ => return None,
            },
            0x81 => policy.error = Some(PolicyError::of(integer(content)?)),
            _ => {}
        }
        inside = rest;
    }
    Some(policy)
}

/// Tag, content, what follows. One-byte tags; short and long definite lengths (X.690 §8.1.3).
fn element(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7F => (usize::from(first), rest),
        0x81 | 0x82 => {
            let (digits, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
            (
                digits.iter().fold(0, |length, digit| length << 8 | usize::from(*digit)),
                rest,
            )
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((tag, content, rest))
}

/// A non-negative INTEGER or ENUMERATED of at most seven octets and a sign.
fn integer(bytes: &[u8]) -> Option<u64> {
    let negative = bytes.first()? & 0x80 != 0;
    if negative || bytes.len() > 8 {
        return None;
    }
    Some(bytes.iter().fold(0, |value, byte| value << 8 | u64::from(*byte)))
}

impl PolicyError {
    fn of(number: u64) -> Self {
        match number {
            0 => Self::PasswordExpired,
            1 => Self::AccountLocked,
            2 => Self::ChangeAfterReset,
            3 => Self::ModificationNotAllowed,
            4 => Self::MustSupplyOldPassword,
            5 => Self::InsufficientQuality,
            6 => Self::TooShort,
            7 => Self::TooYoung,
            8 => Self::InHistory,
            9 => Self::TooLong,
            other => Self::Unknown(other),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// Bytes as OpenLDAP 2.5 sends them.
    pub(in crate::account::ldap) fn policy(bytes: &[u8]) -> Policy {
        read(bytes).unwrap()
    }

    #[test]
    fn every_row_seen_on_a_real_directory() {
        let plain = Policy::default();
        let rows: [(&[u8], Policy); 10] = [
            (&[0x30, 0x00], plain),
            (
                &[0x30, 0x07, 0xa0, 0x05, 0x80, 0x03, 0x06, 0x97, 0x80],
                Policy {
                    expires_in_s: Some(432_000),
                    ..plain
                },
            ),
            (
                &[0x30, 0x0a, 0xa0, 0x05, 0x80, 0x03, 0x0d, 0x2f, 0x00, 0x81, 0x01, 0x02],
                Policy {
                    expires_in_s: Some(864_000),
                    error: Some(PolicyError::ChangeAfterReset),
                    ..plain
                },
            ),
            (
                &[0x30, 0x08, 0xa0, 0x03, 0x80, 0x01, 0x00, 0x81, 0x01, 0x02],
                Policy {
                    expires_in_s: Some(0),
                    error: Some(PolicyError::ChangeAfterReset),
                    ..plain
                },
            ),
            (
                &[0x30, 0x03, 0x81, 0x01, 0x00],
                Policy {
                    error: Some(PolicyError::PasswordExpired),
                    ..plain
                },
            ),
            (
                &[0x30, 0x05, 0xa0, 0x03, 0x81, 0x01, 0x01],
                Policy {
                    grace_left: Some(1),
                    ..plain
                },
            ),
            (
                &[0x30, 0x03, 0x81, 0x01, 0x01],
                Policy {
                    error: Some(PolicyError::AccountLocked),
                    ..plain
                },
            ),
            (
                &[0x30, 0x03, 0x81, 0x01, 0x06],
                Policy {
                    error: Some(PolicyError::TooShort),
                    ..plain
                },
            ),
            (
                &[0x30, 0x03, 0x81, 0x01, 0x05],
                Policy {
                    error: Some(PolicyError::InsufficientQuality),
                    ..plain
                },
            ),
            (
                &[0x30, 0x03, 0x81, 0x01, 0x08],
                Policy {
                    error: Some(PolicyError::InHistory),
                    ..plain
                },
            ),
        ];
        for (bytes, expected) in rows {
            assert_eq!(read(bytes), Some(expected), "{bytes:02x?}");
        }
    }

    #[test]
    fn garbage_says_nothing() {
        let rows: [&[u8]; 8] = [
            &[],
            &[0x30],
            &[0x30, 0x05, 0x81, 0x01],
            &[0x31, 0x00],
            &[0x30, 0x80, 0x00, 0x00],
            &[0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
            &[0x30, 0x03, 0x81, 0x01, 0xff],
            &[0x30, 0x02, 0xa0, 0x00],
        ];
        for bytes in rows {
            assert_eq!(read(bytes), None, "{bytes:02x?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_fail(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }
    }
}
