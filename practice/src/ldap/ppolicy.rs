//! The value of the password policy response control (draft-behera-ldap-password-policy-10 §6.2).
//!
//! `ldap3_proto` reads the request control but cannot write the response: these few octets of BER are ours.

/// Object identifier of request and response.
pub(crate) const OID: &str = "1.3.6.1.4.1.42.2.27.8.5.1";

/// What the control reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Report {
    /// Seconds before the password ends.
    pub(crate) expires_in: Option<u32>,
    /// Error of the draft.
    pub(crate) error: Option<PolicyError>,
}

/// Errors of the draft that a practice may meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum PolicyError {
    Expired = 0,
    Locked = 1,
    ChangeAfterReset = 2,
    MustSupplyOld = 4,
    Quality = 5,
    TooShort = 6,
    InHistory = 8,
}

impl Report {
    pub(crate) fn error(error: PolicyError) -> Self {
        Self {
            expires_in: None,
            error: Some(error),
        }
    }

    /// `SEQUENCE { [0] { [0] INTEGER } OPTIONAL, [1] ENUMERATED OPTIONAL }`.
    pub(crate) fn to_ber(self) -> Vec<u8> {
        let mut inner = Vec::new();
        if let Some(seconds) = self.expires_in {
            element(&mut inner, 0xa0, &{
                let mut warning = Vec::new();
                element(&mut warning, 0x80, &integer(seconds));
                warning
            });
        }
        if let Some(error) = self.error {
            element(&mut inner, 0x81, &[error as u8]);
        }
        let mut value = Vec::new();
        element(&mut value, 0x30, &inner);
        value
    }
}

/// Contents here never reach 128 octets: the short form of the length is enough.
fn element(out: &mut Vec<u8>, tag: u8, contents: &[u8]) {
    out.push(tag);
    out.push(u8::try_from(contents.len()).unwrap_or(u8::MAX));
    out.extend_from_slice(contents);
}

/// Two's complement, no leading zero octet unless the sign needs it.
fn integer(value: u32) -> Vec<u8> {
    let octets: Vec<u8> = value
        .to_be_bytes()
        .into_iter()
        .skip_while(|octet| *octet == 0)
        .collect();
    let sign = octets.first().is_none_or(|first| *first >= 0x80);
    std::iter::repeat_n(0, usize::from(sign)).chain(octets).collect()
}

#[cfg(test)]
mod tests {
    use super::{PolicyError, Report};

    /// Octets observed on slapd 2.5.13.
    #[test]
    fn same_octets_as_a_real_directory() {
        assert_eq!(Report::default().to_ber(), [0x30, 0]);
        assert_eq!(
            Report {
                expires_in: Some(432_000),
                error: None
            }
            .to_ber(),
            [0x30, 7, 0xa0, 5, 0x80, 3, 6, 0x97, 0x80]
        );
        assert_eq!(
            Report {
                expires_in: Some(864_000),
                error: Some(PolicyError::ChangeAfterReset)
            }
            .to_ber(),
            [0x30, 10, 0xa0, 5, 0x80, 3, 0x0d, 0x2f, 0, 0x81, 1, 2]
        );
        assert_eq!(
            Report {
                expires_in: Some(0),
                error: Some(PolicyError::ChangeAfterReset)
            }
            .to_ber(),
            [0x30, 8, 0xa0, 3, 0x80, 1, 0, 0x81, 1, 2]
        );
        assert_eq!(Report::error(PolicyError::Expired).to_ber(), [0x30, 3, 0x81, 1, 0]);
    }
}
