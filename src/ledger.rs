//! Every byte kept on this computer, none of it secret: the attempt budget, a change in doubt, the undo list; one erase.
//!
//! One JSON file, written whole and renamed into place, readable by this user only. An account stands in it as a salted
//! SHA-256 (the salt is drawn for this file), never by name. What a failed sign-in is, is decided in `mail` and `account`;
//! what may be signed in, in `wizard`.

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use thiserror::Error;
use time::{Duration, OffsetDateTime};

use crate::reason::{Kind, Mender, Params, Reason};

/// Failed sign-ins allowed where the server's threshold is unknown.
const DEFAULT_BUDGET: u16 = 2;

/// Tries left to the person elsewhere: phone, webmail.
const RESERVE: u16 = 2;

/// How long a failure counts where the length of the lock is unknown.
const LONGEST_LOCK: Duration = Duration::hours(24);

const FILE: &str = "ledger.json";
const LOCK: &str = "ledger.lock";
const SET_ASIDE: &str = "ledger-damaged-";

/// What is kept. A cheap handle: clones share one file, and other processes of the same user are waited for.
#[derive(Clone, Debug)]
pub struct Ledger {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    state: Mutex<State>,
    damage: Option<PathBuf>,
}

/// The file itself. Times are Unix seconds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    version: u32,
    /// 128 random bits, hexadecimal.
    salt: String,
    /// Until then an earlier, damaged file may have held failures we no longer know of.
    #[serde(default)]
    wary_until: i64,
    #[serde(default)]
    accounts: BTreeMap<String, Entry>,
    #[serde(default)]
    files: Vec<Touched>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// When each failed sign-in stops counting.
    #[serde(default)]
    failures_until: Vec<i64>,
    #[serde(default)]
    in_doubt: Option<Doubt>,
}

/// A password change whose answer never came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// Slug of the academy.
    pub academy: String,
    /// When the request left, Unix seconds.
    pub since: i64,
}

/// A file this program wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touched {
    /// Where.
    pub path: PathBuf,
    /// The copy of what was there.
    pub backup: Option<PathBuf>,
    /// Nothing was there.
    pub created: bool,
}

/// What [`Ledger::undo`] did about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "did", content = "path")]
pub enum Undone {
    /// The copy was put back.
    Restored(PathBuf),
    /// It was ours: removed.
    Removed(PathBuf),
    /// It, or its copy, was gone already.
    Missing(PathBuf),
}

/// Why the ledger could not be used.
#[derive(Debug, Error)]
pub enum LedgerFault {
    /// The file or its folder cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file, its folder or a file to undo cannot be written.
    #[error("cannot write {path}: {source}")]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file did not parse; it was set aside and a new one begun. Not fatal: see [`Ledger::damage`].
    #[error("the ledger was damaged and set aside as {copy}")]
    Damaged {
        /// Where it is now.
        copy: PathBuf,
    },
    /// A newer version of this program wrote it.
    #[error("the ledger has version {version}")]
    TooNew {
        /// The version found.
        version: u32,
    },
    /// The system gave no random bytes.
    #[error("no randomness for the salt")]
    NoRandomness,
}

impl Reason for LedgerFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "ledger-unreadable",
            Self::Unwritable { .. } => "ledger-unwritable",
            Self::Damaged { .. } => "ledger-damaged",
            Self::TooNew { .. } => "ledger-too-new",
            Self::NoRandomness => "no-randomness",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Unreadable { path, .. } | Self::Unwritable { path, .. } | Self::Damaged { copy: path } => {
                Params::from([("path", path.display().to_string())])
            }
            Self::TooNew { .. } | Self::NoRandomness => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::Unreadable { .. } | Self::Unwritable { .. } => Mender::Referent,
            Self::Damaged { .. } | Self::TooNew { .. } => Mender::Person,
            Self::NoRandomness => Mender::Authors,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NoRandomness => Kind::Bug,
            _ => Kind::Refused,
        }
    }
}

impl Ledger {
    /// Opens the ledger of `folder`, which is created when missing. A damaged file is set aside, not lost.
    ///
    /// # Errors
    /// The folder or file cannot be read or written, or a newer version wrote it.
    pub fn open(folder: &Path) -> Result<Self, LedgerFault> {
        create_private(folder)?;
        let _guard = lock(folder)?;
        let path = folder.join(FILE);
        let (state, damage) = match read(&path)? {
            Stored::Good(state) => (state, None),
            Stored::Missing => (State::fresh()?, None),
            Stored::Damaged => {
                let copy = set_aside(folder, &path)?;
                tracing::warn!(copy = %copy.display(), "a damaged ledger was set aside");
                let wary_until = (OffsetDateTime::now_utc() + LONGEST_LOCK).unix_timestamp();
                let state = State {
                    wary_until,
                    ..State::fresh()?
                };
                write(folder, &state)?;
                (state, Some(copy))
            }
        };
        let shared = Shared {
            folder: folder.to_owned(),
            state: Mutex::new(state),
            damage,
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// The damage found on opening, to be said to the person.
    #[must_use]
    pub fn damage(&self) -> Option<LedgerFault> {
        self.shared.damage.clone().map(|copy| LedgerFault::Damaged { copy })
    }

    /// Failed sign-ins we still allow ourselves for `account`, before the server would lock it: the server's threshold
    /// `lock_after` less two, at least one; two where it is unknown. Failures stop counting when the lock would end.
    #[must_use]
    pub fn attempts_left(&self, account: &str, lock_after: Option<u16>, now: OffsetDateTime) -> u8 {
        let state = self.latest();
        let budget = match lock_after {
            Some(threshold) => threshold.saturating_sub(RESERVE).max(1),
            None => DEFAULT_BUDGET,
        };
        let budget = if state.wary_until > now.unix_timestamp() {
            1
        } else {
            budget
        };
        let failures = state
            .accounts
            .get(&state.key(account))
            .map_or(0, |entry| entry.failures(now));
        u8::try_from(budget.saturating_sub(failures)).unwrap_or(u8::MAX)
    }

    /// A server said no. `lock_minutes`: how long its lock lasts; unknown counts for a day.
    ///
    /// # Errors
    /// The file cannot be written: then no further sign-in should be tried.
    pub fn note_failure(
        &self,
        account: &str,
        lock_minutes: Option<u16>,
        now: OffsetDateTime,
    ) -> Result<(), LedgerFault> {
        let lasts = lock_minutes.map_or(LONGEST_LOCK, |minutes| Duration::minutes(i64::from(minutes)));
        let until = (now + lasts).unix_timestamp();
        self.change(|state| {
            let entry = state.entry(account);
            entry.failures_until.retain(|until| *until > now.unix_timestamp());
            entry.failures_until.push(until);
        })
    }

    /// A server said yes: what failed before no longer counts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn note_success(&self, account: &str) -> Result<(), LedgerFault> {
        self.change(|state| {
            state.entry(account).failures_until.clear();
            state.tidy();
        })
    }

    /// Before the first byte of a change: until [`Ledger::settle`], which password holds is unknown.
    ///
    /// # Errors
    /// The file cannot be written: then the change must not begin.
    pub fn mark_in_doubt(&self, account: &str, academy: &str, now: OffsetDateTime) -> Result<(), LedgerFault> {
        let doubt = Doubt {
            academy: academy.to_owned(),
            since: now.unix_timestamp(),
        };
        self.change(|state| state.entry(account).in_doubt = Some(doubt))
    }

    /// The change in doubt of this account.
    #[must_use]
    pub fn in_doubt(&self, account: &str) -> Option<Doubt> {
        let state = self.latest();
        state
            .accounts
            .get(&state.key(account))
            .and_then(|entry| entry.in_doubt.clone())
    }

    /// Every change in doubt, of whichever account: what a start looks at before a name is typed.
    #[must_use]
    pub fn doubts(&self) -> Vec<Doubt> {
        self.latest()
            .accounts
            .values()
            .filter_map(|entry| entry.in_doubt.clone())
            .collect()
    }

    /// It is known which password holds.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn settle(&self, account: &str) -> Result<(), LedgerFault> {
        self.change(|state| {
            state.entry(account).in_doubt = None;
            state.tidy();
        })
    }

    /// A file was written: `backup` is the copy of what was there, `created` that nothing was. The first note of a path
    /// wins, so that undo goes back to what the person had.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn note_file(&self, path: &Path, backup: Option<&Path>, created: bool) -> Result<(), LedgerFault> {
        let touched = Touched {
            path: path.to_owned(),
            backup: backup.map(Path::to_owned),
            created,
        };
        self.change(|state| {
            if !state.files.iter().any(|known| known.path == touched.path) {
                state.files.push(touched);
            }
        })
    }

    /// Files written and not undone.
    #[must_use]
    pub fn files(&self) -> Vec<Touched> {
        self.latest().files
    }

    /// Puts every file back, last written first. What could not be undone stays on the list.
    ///
    /// # Errors
    /// The first file that could not be put back; those before it are done and off the list.
    pub fn undo(&self) -> Result<Vec<Undone>, LedgerFault> {
        let mut done = Vec::new();
        for touched in self.files().into_iter().rev() {
            done.push(touched.put_back()?);
            self.change(|state| state.files.retain(|known| known.path != touched.path))?;
        }
        Ok(done)
    }

    /// Removes everything kept here, copies of damaged ledgers included, and says what went. Written mail profiles stay:
    /// [`Ledger::undo`] is for them.
    ///
    /// # Errors
    /// The first file that could not be removed.
    pub fn forget(&self) -> Result<Vec<PathBuf>, LedgerFault> {
        let folder = &self.shared.folder;
        let mut removed = Vec::new();
        let entries = fs::read_dir(folder).map_err(|source| LedgerFault::Unreadable {
            path: folder.clone(),
            source,
        })?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name == FILE || name == LOCK || name.starts_with(SET_ASIDE) {
                fs::remove_file(&path).map_err(|source| LedgerFault::Unwritable {
                    path: path.clone(),
                    source,
                })?;
                removed.push(path);
            }
        }
        // Only when nothing else lives there: the folder may be shared with other data of this program.
        if fs::remove_dir(folder).is_ok() {
            removed.push(folder.clone());
        }
        *self.shared.state.lock().unwrap_or_else(PoisonError::into_inner) = State::fresh()?;
        removed.sort();
        Ok(removed)
    }

    /// What the file says now; another process may have written it. Unreadable: what we last knew.
    fn latest(&self) -> State {
        let mut known = self.shared.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Ok(Stored::Good(state)) = read(&self.shared.folder.join(FILE)) {
            *known = state;
        }
        known.clone()
    }

    fn change(&self, edit: impl FnOnce(&mut State)) -> Result<(), LedgerFault> {
        create_private(&self.shared.folder)?;
        let _guard = lock(&self.shared.folder)?;
        let mut state = self.latest();
        edit(&mut state);
        write(&self.shared.folder, &state)?;
        *self.shared.state.lock().unwrap_or_else(PoisonError::into_inner) = state;
        Ok(())
    }
}

impl State {
    const VERSION: u32 = 1;

    fn fresh() -> Result<Self, LedgerFault> {
        let mut salt = [0_u8; 16];
        getrandom::fill(&mut salt).map_err(|_| LedgerFault::NoRandomness)?;
        Ok(Self {
            version: Self::VERSION,
            salt: hexadecimal(&salt),
            wary_until: 0,
            accounts: BTreeMap::new(),
            files: Vec::new(),
        })
    }

    /// The same account in capitals or with a stray space is the same account to the servers.
    fn key(&self, account: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.salt.as_bytes());
        hash.update([0]);
        hash.update(account.trim().to_lowercase().as_bytes());
        hexadecimal(&hash.finalize())
    }

    fn entry(&mut self, account: &str) -> &mut Entry {
        let key = self.key(account);
        self.accounts.entry(key).or_default()
    }

    /// Nothing worth keeping is not kept.
    fn tidy(&mut self) {
        self.accounts
            .retain(|_, entry| !entry.failures_until.is_empty() || entry.in_doubt.is_some());
    }
}

impl Entry {
    fn failures(&self, now: OffsetDateTime) -> u16 {
        let counting = self
            .failures_until
            .iter()
            .filter(|until| **until > now.unix_timestamp())
            .count();
        u16::try_from(counting).unwrap_or(u16::MAX)
    }
}

impl Touched {
    fn put_back(&self) -> Result<Undone, LedgerFault> {
        let done = match &self.backup {
            Some(backup) => fs::rename(backup, &self.path).map(|()| Undone::Restored(self.path.clone())),
            None if self.created => fs::remove_file(&self.path).map(|()| Undone::Removed(self.path.clone())),
            None => return Ok(Undone::Missing(self.path.clone())),
        };
        match done {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(Undone::Missing(self.path.clone())),
            Err(source) => Err(LedgerFault::Unwritable {
                path: self.path.clone(),
                source,
            }),
            Ok(done) => Ok(done),
        }
    }
}

enum Stored {
    Good(State),
    Missing,
    Damaged,
}

fn read(path: &Path) -> Result<Stored, LedgerFault> {
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
    Ok(serde_json::from_slice(&bytes).map_or(Stored::Damaged, Stored::Good))
}

fn write(folder: &Path, state: &State) -> Result<(), LedgerFault> {
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
fn lock(folder: &Path) -> Result<File, LedgerFault> {
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

fn create_private(folder: &Path) -> Result<(), LedgerFault> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|source| LedgerFault::Unwritable {
        path: folder.to_owned(),
        source,
    })
}

fn set_aside(folder: &Path, path: &Path) -> Result<PathBuf, LedgerFault> {
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

fn hexadecimal(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACCOUNT: &str = "camille.lefevre@ac-besancon.fr";

    fn noon() -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(1_790_000_000).expect("a time")
    }

    #[test]
    fn the_budget_survives_a_restart_and_ages_out() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(folder.path()).expect("opens");
        assert_eq!(ledger.attempts_left(ACCOUNT, None, noon()), 2);
        assert_eq!(ledger.attempts_left(ACCOUNT, Some(5), noon()), 3);
        assert_eq!(ledger.attempts_left(ACCOUNT, Some(2), noon()), 1);
        ledger.note_failure(ACCOUNT, Some(30), noon()).expect("noted");

        let again = Ledger::open(folder.path()).expect("opens");
        assert_eq!(again.attempts_left(" Camille.Lefevre@ac-besancon.fr", None, noon()), 1);
        assert_eq!(again.attempts_left("someone.else", None, noon()), 2);
        assert_eq!(again.attempts_left(ACCOUNT, None, noon() + Duration::minutes(31)), 2);
        again.note_failure(ACCOUNT, None, noon()).expect("noted");
        assert_eq!(
            ledger.attempts_left(ACCOUNT, None, noon()),
            0,
            "the first handle sees it too"
        );
        assert_eq!(ledger.attempts_left(ACCOUNT, None, noon() + Duration::hours(23)), 1);
        ledger.note_success(ACCOUNT).expect("noted");
        assert_eq!(again.attempts_left(ACCOUNT, None, noon()), 2);
    }

    #[test]
    fn no_name_stands_in_the_file_and_only_this_user_reads_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let ledger = Ledger::open(&folder.path().join("kept")).expect("opens");
        ledger.note_failure(ACCOUNT, None, noon()).expect("noted");
        ledger.mark_in_doubt(ACCOUNT, "besancon", noon()).expect("noted");
        let path = folder.path().join("kept").join(FILE);
        let text = fs::read_to_string(&path).expect("a file").to_lowercase();
        assert!(!text.contains("camille") && !text.contains("lefevre"), "{text}");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn a_change_stays_in_doubt_until_it_is_settled() {
        let folder = tempfile::tempdir().expect("a folder");
        Ledger::open(folder.path())
            .expect("opens")
            .mark_in_doubt(ACCOUNT, "lyon", noon())
            .expect("noted");
        let ledger = Ledger::open(folder.path()).expect("opens");
        assert_eq!(
            ledger.in_doubt(ACCOUNT).map(|doubt| doubt.academy),
            Some("lyon".to_owned())
        );
        assert_eq!(ledger.doubts().len(), 1);
        ledger.settle(ACCOUNT).expect("settled");
        assert!(Ledger::open(folder.path()).expect("opens").doubts().is_empty());
    }

    #[test]
    fn a_damaged_file_is_set_aside_said_and_makes_us_wary() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join(FILE), b"{\"version\":1,").expect("written");
        let ledger = Ledger::open(folder.path()).expect("opens");
        let Some(LedgerFault::Damaged { copy }) = ledger.damage() else {
            panic!("not said")
        };
        assert_eq!(fs::read(copy).expect("kept"), b"{\"version\":1,");
        assert_eq!(ledger.attempts_left(ACCOUNT, Some(10), OffsetDateTime::now_utc()), 1);
        assert!(Ledger::open(folder.path()).expect("opens").damage().is_none());

        fs::write(folder.path().join(FILE), b"{\"version\":9}").expect("written");
        assert!(matches!(
            Ledger::open(folder.path()),
            Err(LedgerFault::TooNew { version: 9 })
        ));
    }

    #[test]
    fn undo_puts_back_and_forget_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let kept = folder.path().join("kept");
        let (ours, theirs, backup) = (
            folder.path().join("a"),
            folder.path().join("b"),
            folder.path().join("b.before"),
        );
        for (path, text) in [(&ours, "ours"), (&theirs, "ours too"), (&backup, "theirs")] {
            fs::write(path, text).expect("written");
        }
        let ledger = Ledger::open(&kept).expect("opens");
        ledger.note_file(&ours, None, true).expect("noted");
        ledger.note_file(&theirs, Some(&backup), false).expect("noted");
        ledger.note_file(&theirs, None, true).expect("noted");
        let undone = Ledger::open(&kept).expect("opens").undo().expect("undone");
        assert_eq!(
            undone,
            [Undone::Restored(theirs.clone()), Undone::Removed(ours.clone())]
        );
        assert_eq!(fs::read_to_string(&theirs).expect("there"), "theirs");
        assert!(!ours.exists() && ledger.files().is_empty());

        assert!(ledger.forget().expect("forgotten").contains(&kept));
        assert!(!kept.exists());
        ledger.note_failure(ACCOUNT, None, noon()).expect("starts afresh");
    }
}
