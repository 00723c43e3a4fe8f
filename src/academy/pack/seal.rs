//! The signature of a pack: whose key, over which bytes, under which name, when.
//!
//! minisign, prehashed only. The trusted comment is `timestamp:UNIX⇥file:NAME…`, as the `minisign` tool writes it unasked;
//! our own `pack sign` adds `size:BYTES`, which only serves to tell a download cut short from a changed one.

use minisign_verify::{Error, Signature};
use time::{Duration, OffsetDateTime};

use super::{Keyring, PackFault, PackFile, keylist};

/// How far ahead of ours the signer's clock may be.
const CLOCKS_DIFFER: Duration = Duration::days(1);

/// A signature that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seal {
    /// The academy the key is pinned for.
    pub academy: String,
    /// Id of the key, as minisign prints it.
    pub key: String,
    /// When it was signed, Unix seconds.
    pub timestamp: i64,
}

impl Seal {
    /// Checks the signature of `pack` with the pinned `keys`.
    ///
    /// # Errors
    /// No signature, an unknown or withdrawn key, other bytes, another file name, no time, a time to come.
    pub fn check(pack: &PackFile, keys: &Keyring, now: OffsetDateTime) -> Result<Self, PackFault> {
        let text = pack.signature.as_deref().ok_or_else(|| PackFault::Unsigned {
            path: pack.path.clone(),
        })?;
        let signature = Signature::decode(text).map_err(|_| PackFault::SignatureUnreadable)?;
        let id = text.lines().nth(1).and_then(keylist::key_id).unwrap_or_default();
        if keys.is_empty() {
            return Err(PackFault::NoKeyPinned);
        }
        let key = keys.keys.iter().find(|key| key.id == id);
        let key = key.ok_or_else(|| PackFault::OtherKey { key: id.clone() })?;
        if key.revoked {
            return Err(PackFault::RevokedKey { key: id });
        }
        let comment = Comment::of(signature.trusted_comment());
        match key.public.verify(pack.text.as_bytes(), &signature, false) {
            Ok(()) => {}
            Err(Error::UnexpectedAlgorithm) => return Err(PackFault::SignatureOldForm),
            // The comment is not proved here: it only chooses the sentence of a refusal.
            Err(_) if comment.cut_short(&pack.text) => return Err(PackFault::Truncated),
            Err(_) => return Err(PackFault::Changed),
        }
        let timestamp = comment.timestamp.ok_or(PackFault::NoTimestamp)?;
        let signed = comment.file.ok_or(PackFault::NoFileName)?;
        if signed != pack.name {
            return Err(PackFault::OtherFile {
                signed: signed.to_owned(),
                found: pack.name.clone(),
            });
        }
        if timestamp > (now + CLOCKS_DIFFER).unix_timestamp() {
            return Err(PackFault::FromFuture { signed: day(timestamp) });
        }
        Ok(Self {
            academy: key.academy.clone(),
            key: id,
            timestamp,
        })
    }

    /// That nothing newer was used here before.
    ///
    /// # Errors
    /// [`PackFault::Older`]. The same pack again is no rollback.
    pub fn not_before(&self, newest: Option<i64>) -> Result<(), PackFault> {
        match newest.filter(|newest| self.timestamp < *newest) {
            Some(newest) => Err(PackFault::Older {
                signed: day(self.timestamp),
                newest: day(newest),
            }),
            None => Ok(()),
        }
    }
}

/// What `pack sign` has minisign sign beside the file.
#[must_use]
pub fn trusted_comment(name: &str, bytes: usize, now: OffsetDateTime) -> String {
    format!("timestamp:{}\tfile:{name}\tsize:{bytes}\thashed", now.unix_timestamp())
}

/// The fields of a trusted comment. One that stands twice counts as absent.
struct Comment<'a> {
    timestamp: Option<i64>,
    file: Option<&'a str>,
    size: Option<usize>,
}

impl<'a> Comment<'a> {
    fn of(text: &'a str) -> Self {
        let field = |name: &str| {
            let mut values = text
                .split('\t')
                .filter_map(|part| part.strip_prefix(name)?.strip_prefix(':'));
            values.next().filter(|_| values.next().is_none())
        };
        Self {
            timestamp: field("timestamp")
                .and_then(|value| value.parse().ok())
                .filter(|time| *time > 0),
            file: field("file").filter(|name| !name.is_empty()),
            size: field("size").and_then(|value| value.parse().ok()),
        }
    }

    /// Whether the end is missing: shorter than signed, or, where the size was not noted, broken off within a line.
    fn cut_short(&self, text: &str) -> bool {
        match self.size {
            Some(size) => text.len() < size,
            None => !text.ends_with('\n'),
        }
    }
}

/// The day of a Unix time, ISO 8601.
pub(super) fn day(timestamp: i64) -> String {
    OffsetDateTime::from_unix_timestamp(timestamp)
        .map_or_else(|_| timestamp.to_string(), |time| time.date().to_string())
}
