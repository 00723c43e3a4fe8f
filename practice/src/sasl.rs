//! What the SASL PLAIN mechanism carries (RFC 4616), shared by the mail servers.

/// A name and a password; the authorisation identity must be empty or the same name.
pub(crate) struct Plain {
    pub(crate) name: String,
    pub(crate) password: String,
}

impl Plain {
    /// `authzid NUL authcid NUL passwd`, UTF-8.
    pub(crate) fn read(message: &[u8]) -> Option<Self> {
        let mut parts = message
            .split(|octet| *octet == 0)
            .map(<[u8]>::to_vec)
            .map(String::from_utf8);
        let (authorisation, name, password) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        let same = authorisation.is_empty() || authorisation == name;
        (same && parts.next().is_none() && !name.is_empty() && !password.is_empty()).then_some(Self { name, password })
    }
}

#[cfg(test)]
mod tests {
    use super::Plain;

    #[test]
    fn empty_and_foreign_identities_are_refused() {
        assert!(Plain::read(b"\0jdupont\0secret").is_some());
        assert!(Plain::read(b"jdupont\0jdupont\0secret").is_some());
        for message in [
            &b"other\0jdupont\0secret"[..],
            b"\0jdupont\0",
            b"\0\0secret",
            b"\0a\0b\0c",
            b"jdupont",
            b"\0\xff\0b",
        ] {
            assert!(Plain::read(message).is_none());
        }
    }
}
