//! Types for what must not leave memory: no `Debug`, no `Serialize`, no `Clone`; wiped on drop.
//!
//! Only `mail`, `account`, `totp`, `password` (to measure), `keep` (to the keyring, by consent), `net::proxies` (a proxy's
//! own) and the recovery step (its own six digits) may call [`Password::expose`] or [`Code::expose`]: a test greps for it. The one secret that is shown,
//! the enrolment card, lives in `totp`.

use std::alloc::System;

use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

/// Freed memory is zeroed, in every program that holds this library: TLS, mail and directory libraries copy credentials
/// into buffers of their own, which nothing else would wipe.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Forbids core dumps of this program and of what it starts; the first thing a door does. False: the system refused, or
/// has no such limit (Windows), and a crash may leave memory on disk.
#[must_use]
pub fn forbid_core_dumps() -> bool {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let none = Rlimit {
            current: Some(0),
            maximum: Some(0),
        };
        setrlimit(Resource::Core, none).is_ok()
    }
    #[cfg(not(unix))]
    false
}

/// A password as it was typed. UTF-8, not normalised, wiped when dropped.
pub struct Password(Zeroizing<String>);

impl Password {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself, for the one call that sends or measures it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Nothing was typed. An empty password must never be sent: some directories answer it with success (RFC 4513 §5.1.2).
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a local recogniser says yes to it.
    #[must_use]
    pub fn looks_like(&self, recogniser: fn(&str) -> bool) -> bool {
        recogniser(&self.0)
    }

    /// How many characters it has: what servers measure when they say too short.
    #[must_use]
    pub fn length(&self) -> u16 {
        u16::try_from(self.0.chars().count()).unwrap_or(u16::MAX)
    }

    /// Whether both hold the same text.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl<'de> Deserialize<'de> for Password {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

/// A one-time code as it was typed: digits kept, spaces dropped. Wiped when dropped.
pub struct Code(Zeroizing<String>);

impl Code {
    /// Keeps what is not white space.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(Zeroizing::new(text.chars().filter(|c| !c.is_whitespace()).collect()))
    }

    /// The digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether both are the same digits.
    #[must_use]
    pub fn same_as(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }

    /// Six to eight ASCII digits (RFC 4226 §5.3).
    #[must_use]
    pub fn looks_right(&self) -> bool {
        (6..=8).contains(&self.0.len()) && self.0.bytes().all(|b| b.is_ascii_digit())
    }
}

impl<'de> Deserialize<'de> for Code {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self::new(&Zeroizing::new(text)))
    }
}
