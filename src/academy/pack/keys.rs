//! The keys this build trusts: which minisign key signs for which academy, and which were withdrawn.
//!
//! The list is fixed when the program is built: `academies/keys.toml`, which is empty, or the file named by
//! `RENTREE_PACK_KEYS` during the build of a rectorate's package. Nothing at run time adds a key.

use base64::{Engine, engine::general_purpose::STANDARD};
use minisign_verify::PublicKey;
use serde::Deserialize;

use super::{DataFault, fault_of};

/// Keys an academy may have in use at once: today's and the one that follows it.
const KEYS_AT_ONCE: usize = 2;

/// The pinned keys.
#[derive(Clone, Default)]
pub struct Keyring {
    pub(super) keys: Vec<PinnedKey>,
}

/// A key and whose it is.
#[derive(Clone)]
pub(super) struct PinnedKey {
    pub(super) academy: String,
    pub(super) id: String,
    pub(super) public: PublicKey,
    pub(super) revoked: bool,
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
    academy: String,
    /// The second line of `minisign.pub`.
    key: String,
    #[serde(default)]
    revoked: bool,
}

impl Keyring {
    /// The keys of this build. A list that cannot be read pins nothing: then no pack counts as signed.
    #[must_use]
    pub fn pinned() -> Self {
        Self::read("keys.toml", include_str!(concat!(env!("OUT_DIR"), "/keys.toml"))).unwrap_or_else(|fault| {
            tracing::error!(%fault, "no key is pinned");
            Self::default()
        })
    }

    /// Reads a list of `[[keys]]` with `academy`, `key`, and perhaps `revoked = true`.
    ///
    /// # Errors
    /// [`DataFault`]: not TOML, no minisign key, a key given twice, or more than two in use for an academy.
    pub fn read(file: &str, text: &str) -> Result<Self, DataFault> {
        let list: KeysFile = toml::from_str(text).map_err(|error| fault_of(file, text, &error))?;
        let fault = |message: String| DataFault {
            file: file.to_owned(),
            line: 1,
            message,
        };
        let mut keys: Vec<PinnedKey> = Vec::new();
        for Entry { academy, key, revoked } in list.keys {
            let public =
                PublicKey::from_base64(&key).map_err(|_| fault(format!("no minisign key for {academy}: {key}")))?;
            let id = key_id(&key).unwrap_or_default();
            // One key, one academy: the same key twice would make "whose is it?" a matter of order.
            if keys.iter().any(|known| known.id == id) {
                return Err(fault(format!("key {id} stands twice")));
            }
            keys.push(PinnedKey {
                academy,
                id,
                public,
                revoked,
            });
        }
        let in_use = |academy: &str| keys.iter().filter(|key| key.academy == academy && !key.revoked).count();
        match keys.iter().find(|key| in_use(&key.academy) > KEYS_AT_ONCE) {
            Some(key) => Err(fault(format!(
                "{} has more than {KEYS_AT_ONCE} keys in use",
                key.academy
            ))),
            None => Ok(Self { keys }),
        }
    }

    /// One key for one academy: to check a signature just made, before anybody pins the key.
    ///
    /// # Errors
    /// [`DataFault`] when `key` is no minisign key.
    pub fn of_one(academy: &str, key: &str) -> Result<Self, DataFault> {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        Self::read(
            "key",
            &format!("[[keys]]\nacademy = {}\nkey = {}\n", quoted(academy), quoted(key)),
        )
    }

    /// Whether this build pins none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.keys.is_empty()
    }
}

/// The id of a key or of a signature, from its base64 line, as minisign prints it: sixteen capital hexadecimal digits.
pub(super) fn key_id(line: &str) -> Option<String> {
    let bytes = STANDARD.decode(line.trim()).ok()?;
    let id: [u8; 8] = bytes.get(2..10)?.try_into().ok()?;
    Some(format!("{:016X}", u64::from_le_bytes(id)))
}
