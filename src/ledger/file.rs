//! The ledger's file: its shape, read and written whole, one process after the other.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use super::{Bookmark, Doubt, LedgerFault, Touched};

pub(super) const FILE: &str = "ledger.json";
pub(super) const LOCK: &str = "ledger.lock";
pub(super) const SET_ASIDE: &str = "ledger-damaged-";

/// The file itself. Times are Unix seconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    pub(super) version: u32,
    /// 128 random bits, hexadecimal.
    pub(super) salt: String,
    /// Until then an earlier, damaged file may have held failures we no longer know of.
    #[serde(default)]
    pub(super) wary_until: i64,
    #[serde(default)]
    pub(super) accounts: BTreeMap<String, Entry>,
    #[serde(default)]
    pub(super) files: Vec<Touched>,
    /// Newest signed pack used, by academy.
    #[serde(default)]
    pub(super) packs: BTreeMap<String, i64>,
    /// Where the person left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) bookmark: Option<Bookmark>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    /// When each failed sign-in stops counting.
    #[serde(default)]
    pub(super) failures_until: Vec<i64>,
    #[serde(default)]
    pub(super) in_doubt: Option<Doubt>,
    /// Made on a shared computer: it goes when the lock it counts for has ended, a doubt included.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(super) passing: bool,
}

impl State {
    const VERSION: u32 = 1;

    pub(super) fn fresh() -> Result<Self, LedgerFault> {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|_| LedgerFault::NoRandomness)?;
        Ok(Self {
            version: Self::VERSION,
            salt: hexadecimal(&salt),
            wary_until: 0,
            accounts: BTreeMap::new(),
            files: Vec::new(),
            packs: BTreeMap::new(),
            bookmark: None,
        })
    }

    /// The same account in capitals or with a stray space is the same account to the servers.
    pub(super) fn key(&self, account: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.salt.as_bytes());
        hash.update([0]);
        hash.update(account.trim().to_lowercase().as_bytes());
        hexadecimal(&hash.finalize())
    }

    pub(super) fn entry(&mut self, account: &str) -> &mut Entry {
        let key = self.key(account);
        self.accounts.entry(key).or_default()
    }

    /// Nothing worth keeping is not kept.
    pub(super) fn tidy(&mut self) {
        self.accounts
            .retain(|_, entry| !entry.failures_until.is_empty() || entry.in_doubt.is_some());
    }
}

impl Entry {
    pub(super) fn failures(&self, now: OffsetDateTime) -> u16 {
        let counting = self
            .failures_until
            .iter()
            .filter(|until| **until > now.unix_timestamp())
            .count();
        u16::try_from(counting).unwrap_or(u16::MAX)
    }
}

pub(super) enum Stored {
    Good(Box<State>),
    Missing,
    Damaged,
}

pub(super) fn read(path: &Path) -> Result<Stored, LedgerFault> {
    #[derive(Deserialize)]
    struct Version {
        version: u32,
    }
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Stored::Missing),
        Err(source) => {
            return Err(LedgerFault::Unreadable {
                path: path.to_owned(),
                source,
            });
        }
    };
    match serde_json::from_slice::<Version>(&bytes) {
        Ok(Version { version }) if version > State::VERSION => return Err(LedgerFault::TooNew { version }),
        _ => {}
    }
    Ok(serde_json::from_slice(&bytes).map_or(Stored::Damaged, |state| Stored::Good(Box::new(state))))
}

pub(super) fn write(folder: &Path, state: &State) -> Result<(), LedgerFault> {
    let path = folder.join(FILE);
    let put = || -> io::Result<()> {
        // A NamedTempFile is readable by this user only, and stays so when renamed.
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(&serde_json::to_vec_pretty(state)?)?;
        file.as_file().sync_all()?;
        file.persist(&path)?;
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
        Ok(())
    };
    put().map_err(|source| LedgerFault::Unwritable {
        path: path.clone(),
        source,
    })
}

/// Held until dropped: two windows, or a window and a terminal, write one after the other.
pub(super) fn lock(folder: &Path) -> Result<File, LedgerFault> {
    let path = folder.join(LOCK);
    let take = || -> io::Result<File> {
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        file.lock()?;
        Ok(file)
    };
    take().map_err(|source| LedgerFault::Unwritable {
        path: path.clone(),
        source,
    })
}

pub(super) fn create_private(folder: &Path) -> Result<(), LedgerFault> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| LedgerFault::Unwritable {
        path: folder.to_owned(),
        source,
    })
}

pub(super) fn set_aside(folder: &Path, path: &Path) -> Result<PathBuf, LedgerFault> {
    let free = (1..=u32::MAX)
        .map(|n| folder.join(format!("{SET_ASIDE}{n}.json")))
        .find(|copy| !copy.exists());
    let copy = free.unwrap_or_else(|| folder.join(format!("{SET_ASIDE}0.json")));
    fs::rename(path, &copy).map_err(|source| LedgerFault::Unwritable {
        path: copy.clone(),
        source,
    })?;
    Ok(copy)
}

pub(super) fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
