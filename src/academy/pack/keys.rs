//! The keys this build trusts: which minisign key signs for which academy, and which were withdrawn.
//!
//! The list is fixed when the program is built: `academies/keys.toml`, which is empty, or the file named by
//! `RENTREE_PACK_KEYS` during the build of a rectorate's package (`cargo xtask package`). In a release nothing at run time
//! adds a key. `keylist` reads the file, here and while building.

use super::{
    DataFault,
    keylist::{self, PinnedKey},
};

/// The pinned keys.
#[derive(Clone, Default)]
pub struct Keyring {
    pub(super) keys: Vec<PinnedKey>,
}

impl Keyring {
    /// The keys of this build. The build itself refuses a list that cannot be read.
    #[must_use]
    pub fn pinned() -> Self {
        #[cfg(debug_assertions)]
        if let Some(keys) = tried() {
            return keys;
        }
        Self::read("keys.toml", include_str!(concat!(env!("OUT_DIR"), "/keys.toml"))).unwrap_or_else(|fault| {
            tracing::error!(%fault, "no key is pinned");
            Self::default()
        })
    }

    /// Reads a list of `[[keys]]` with `academy`, `key`, and perhaps `revoked = true`.
    ///
    /// # Errors
    /// [`DataFault`]: not TOML, no slug, no minisign key, a key given twice, or more than two in use for an academy.
    pub fn read(file: &str, text: &str) -> Result<Self, DataFault> {
        let keys = keylist::read(text).map_err(|fault| DataFault {
            file: file.to_owned(),
            line: fault.line,
            message: fault.message,
        })?;
        Ok(Self { keys })
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

/// The folder with the keys and packs of a test, in a debug build only: a release does not hold this code.
#[cfg(debug_assertions)]
pub(super) fn test_folder() -> Option<std::path::PathBuf> {
    std::env::var_os("RENTREE_TEST_PACKS").map(std::path::PathBuf::from)
}

/// As if `<test folder>/keys.toml` had been there when this program was built.
#[cfg(debug_assertions)]
fn tried() -> Option<Keyring> {
    let text = std::fs::read_to_string(test_folder()?.join("keys.toml")).ok()?;
    Keyring::read("keys.toml", &text).ok()
}
