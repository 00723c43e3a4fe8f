//! The list of keys as a file: `[[keys]]` with `academy`, `key`, and perhaps `revoked = true`.
//!
//! `build.rs` compiles this file too: a list this program could not read stops the build that would carry it. So it names
//! nothing of the crate; what a key is trusted for belongs to `keys`.

use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};
use minisign_verify::PublicKey;
use serde::Deserialize;
use toml::Spanned;

/// Keys an academy may have in use at once: today's and the one that follows it.
const KEYS_AT_ONCE: usize = 2;

/// A key and whose it is.
#[derive(Clone)]
pub(super) struct PinnedKey {
    /// Slug of the one academy it signs for.
    pub(super) academy: String,
    /// As minisign prints it.
    pub(super) id: String,
    pub(super) public: PublicKey,
    /// Withdrawn: what it signed is refused by name.
    pub(super) revoked: bool,
}

/// Why a list cannot be read, and where.
pub(super) struct ListFault {
    /// From 1.
    pub(super) line: usize,
    /// In English: for whoever builds.
    pub(super) message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeysFile {
    #[serde(default)]
    keys: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    academy: Spanned<String>,
    /// The second line of `minisign.pub`.
    key: Spanned<String>,
    #[serde(default)]
    revoked: bool,
}

/// Every key of the list; no key twice, at most two in use for an academy.
pub(super) fn read(text: &str) -> Result<Vec<PinnedKey>, ListFault> {
    let at = |span: Option<Range<usize>>, message: String| {
        let start = span.map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(start).filter(|byte| *byte == b'\n').count();
        ListFault { line, message }
    };
    let list: KeysFile = toml::from_str(text).map_err(|error| at(error.span(), error.message().to_owned()))?;
    let mut keys: Vec<PinnedKey> = Vec::new();
    for Entry { academy, key, revoked } in list.keys {
        let (line, academy) = (academy.span(), academy.into_inner());
        let slug = !academy.is_empty()
            && academy
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if !slug {
            return Err(at(
                Some(line),
                format!("{academy:?} is no academy: its slug is wanted, as in `rentree academies`"),
            ));
        }
        let (line, key) = (key.span(), key.into_inner());
        let public = PublicKey::from_base64(&key);
        let (Ok(public), Some(id)) = (public, key_id(&key)) else {
            return Err(at(Some(line), format!("no minisign key for {academy}: {key}")));
        };
        // One key, one academy: the same key twice would make "whose is it?" a matter of order.
        if keys.iter().any(|known| known.id == id) {
            return Err(at(Some(line), format!("key {id} stands twice")));
        }
        let pinned = PinnedKey {
            academy,
            id,
            public,
            revoked,
        };
        let in_use = |known: &&PinnedKey| known.academy == pinned.academy && !known.revoked;
        if !revoked && keys.iter().filter(in_use).count() == KEYS_AT_ONCE {
            let academy = &pinned.academy;
            return Err(at(
                Some(line),
                format!("{academy} has more than {KEYS_AT_ONCE} keys in use"),
            ));
        }
        keys.push(pinned);
    }
    Ok(keys)
}

/// The id of a key or of a signature, from its base64 line, as minisign prints it: sixteen capital hexadecimal digits.
pub(super) fn key_id(line: &str) -> Option<String> {
    let bytes = STANDARD.decode(line.trim()).ok()?;
    let id: [u8; 8] = bytes.get(2..10)?.try_into().ok()?;
    Some(format!("{:016X}", u64::from_le_bytes(id)))
}
