//! Types for what must not leave memory: no `Debug`, no `Serialize`, no `Clone`; wiped on drop.
//!
//! Only `mail`, `account`, `totp`, `password` (to measure), `keep` (to the keyring, by consent), `net::proxies` (a proxy's
//! own) and the recovery step (its own six digits) may call [`Password::expose`] or [`Code::expose`]: a test greps for it. The one secret that is shown,
//! the enrolment card, lives in `totp`.

use std::alloc::System;

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use serde::{Deserialize, Deserializer};
use zeroize::Zeroizing;
use zeroizing_alloc::ZeroAlloc;

/// Freed memory is zeroed, in every program that holds this library: TLS, mail and directory libraries copy credentials
/// into buffers of their own, which nothing else would wipe.
#[global_allocator]
static ALLOCATOR: ZeroAlloc<System> = ZeroAlloc(System);

/// Forbids core dumps of this program and of what it starts; the first thing a door does. False: the system refused, or
/// has no such limit (Windows), and a crash may leave memory on disk.
///
/// One byte on Linux: a file smaller than a page is not written, and where a crash goes to a program (`core_pattern` with
/// a pipe), which no limit stops, the kernel takes exactly this one for "never".
#[must_use]
pub fn forbid_core_dumps() -> bool {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let least = if cfg!(target_os = "linux") { 1 } else { 0 };
        let none = Rlimit {
            current: Some(least),
            maximum: Some(least),
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

    /// The same without the spaces a page puts between groups of letters.
    #[must_use]
    pub fn ungrouped(self) -> Self {
        Self::new(self.0.split_whitespace().collect())
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

    /// Whether `bytes` hold it: as text, as a page engine keeps text (UTF-16), or in base64. For the look at what is left.
    #[must_use]
    pub fn stands_in(&self, bytes: &[u8]) -> bool {
        stands_in(&self.0, bytes)
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

/// Whether `bytes` hold `text`: as it is, in UTF-16 or in base64. Too little text stands everywhere, and is not looked for.
#[must_use]
pub fn stands_in(text: &str, bytes: &[u8]) -> bool {
    const LEAST: usize = 4;
    if text.len() < LEAST {
        return false;
    }
    let wide: Zeroizing<Vec<u8>> = Zeroizing::new(text.encode_utf16().flat_map(u16::to_le_bytes).collect());
    let coded = Zeroizing::new(STANDARD_NO_PAD.encode(text));
    [text.as_bytes(), &wide, coded.as_bytes()]
        .into_iter()
        .any(|needle| bytes.windows(needle.len()).any(|window| window == needle))
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
