//! Every byte kept on this computer, none of it secret: the attempt budget, a change in doubt, the undo list, the newest
//! pack seen; one erase.
//!
//! One JSON file, written whole and renamed into place, readable by this user only. An account stands in the budget as a
//! salted SHA-256 (the salt is drawn for this file), never by name; only a [`Bookmark`],
//! on the person's own computer, names who left where. On a computer that several people use nothing but the budget
//! reaches the disk, and that entry goes with the lock it counts for: [`passage`] keeps to it. What a failed sign-in is, is decided in `mail` and `account`;
//! what may be signed in, in `wizard`.

mod bookmark;
mod budget;
mod fault;
mod file;
mod passage;
#[cfg(test)]
mod tests;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

use self::file::{FILE, LOCK, SET_ASIDE, State, Stored, create_private, hexadecimal, lock, read, set_aside, write};
pub use self::{bookmark::Bookmark, budget::Budget, fault::LedgerFault, passage::Remains};

/// Failed sign-ins allowed where the server's threshold is unknown.
const DEFAULT_BUDGET: u16 = 2;

/// Tries left to the person elsewhere: phone, webmail.
const RESERVE: u16 = 2;

/// How long a failure counts where the length of the lock is unknown.
const LONGEST_LOCK: Duration = Duration::hours(24);

/// What is kept. Other processes of the same user are waited for, and what they wrote is seen.
#[derive(Debug)]
pub struct Ledger {
    folder: PathBuf,
    /// What the file said last.
    known: State,
    damage: Option<PathBuf>,
    /// On a shared computer: what is known while the program runs, and goes with it.
    passing: Option<State>,
}

/// A sign-in that has left and whose answer is awaited; counts as failed meanwhile.
#[derive(Debug)]
#[must_use = "an attempt that is not taken back counts"]
pub struct Attempt(i64);

/// A password change whose answer never came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// Slug of the academy.
    pub academy: String,
    /// When the request left, Unix seconds.
    pub since: i64,
}

/// A file this program wrote, or wrote into.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Touched {
    /// Where.
    pub path: PathBuf,
    /// The copy of what was there; none: nothing was.
    pub backup: Option<PathBuf>,
    /// Whose the file is.
    #[serde(default)]
    pub how: How,
    /// What for: the slug of a mail client.
    #[serde(default)]
    pub what: String,
    /// When, Unix seconds; 0: an earlier version did not say.
    #[serde(default)]
    pub since: i64,
    /// SHA-256 of what was written, lower-case hexadecimal; empty: an earlier version did not say.
    #[serde(default)]
    pub sha256: String,
}

/// Whose a file on the undo list is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// Ours, whole.
    #[default]
    File,
    /// Another program's, with lines of ours in it: only the room that wrote them takes them out again.
    Lines,
}

/// What [`Ledger::put_back`] did about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "did", content = "path")]
pub enum Undone {
    /// The copy was put back.
    Restored(PathBuf),
    /// It was ours: removed.
    Removed(PathBuf),
    /// It, or its copy, was gone already.
    Missing(PathBuf),
    /// It is not what we wrote any more: left as it is.
    Changed(PathBuf),
}

impl Ledger {
    /// Opens the ledger of `folder`; nothing is made before there is something to keep. A damaged file is set aside, not lost.
    ///
    /// # Errors
    /// The folder or file cannot be read or written, or a newer version wrote it.
    pub fn open(folder: &Path) -> Result<Self, LedgerFault> {
        let path = folder.join(FILE);
        if !path.exists() {
            return Ok(Self {
                folder: folder.to_owned(),
                known: State::fresh()?,
                damage: None,
                passing: None,
            });
        }
        let _guard = lock(folder)?;
        let (state, damage) = match read(&path)? {
            Stored::Good(state) => (*state, None),
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
        Ok(Self {
            folder: folder.to_owned(),
            known: state,
            damage,
            passing: None,
        })
    }

    /// The folder it is kept in.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.folder
    }

    /// The damage found on opening, to be said to the person.
    #[must_use]
    pub fn damage(&self) -> Option<LedgerFault> {
        self.damage.clone().map(|copy| LedgerFault::Damaged { copy })
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

    /// A server said no; how long its lock lasts is unknown, so that this counts for a day.
    ///
    /// # Errors
    /// The file cannot be written: then no further sign-in should be tried.
    pub fn note_failure(&mut self, account: &str, now: OffsetDateTime) -> Result<(), LedgerFault> {
        self.note_failure_for(account, None, now)
    }

    /// A server said no. `lock_minutes`: how long its lock lasts, where the academy's data says so.
    ///
    /// # Errors
    /// The file cannot be written: then no further sign-in should be tried.
    pub fn note_failure_for(
        &mut self,
        account: &str,
        lock_minutes: Option<u16>,
        now: OffsetDateTime,
    ) -> Result<(), LedgerFault> {
        let until = until(lock_minutes, now);
        let passing = self.passing.is_some();
        self.change(|state| {
            let entry = state.entry(account);
            entry.failures_until.retain(|until| *until > now.unix_timestamp());
            entry.failures_until.push(until);
            entry.passing |= passing;
        })
    }

    /// A sign-in is about to leave. It counts as failed until its answer is known: a program that is stopped or killed
    /// meanwhile has counted it, as the server has.
    ///
    /// # Errors
    /// The file cannot be written: then the sign-in must not leave.
    pub fn begin_attempt(
        &mut self,
        account: &str,
        lock_minutes: Option<u16>,
        now: OffsetDateTime,
    ) -> Result<Attempt, LedgerFault> {
        self.note_failure_for(account, lock_minutes, now)?;
        Ok(Attempt(until(lock_minutes, now)))
    }

    /// The server cannot have counted this attempt: nothing left, or it checked nobody.
    ///
    /// # Errors
    /// The file cannot be written: the budget stays smaller than it is.
    pub fn take_back(&mut self, account: &str, attempt: Attempt) -> Result<(), LedgerFault> {
        self.change(|state| {
            let failures = &mut state.entry(account).failures_until;
            if let Some(at) = failures.iter().position(|until| *until == attempt.0) {
                failures.remove(at);
            }
            state.tidy();
        })
    }

    /// When another sign-in may be tried, where none may now: `None` while one may.
    #[must_use]
    pub fn free_at(&self, account: &str, lock_after: Option<u16>, now: OffsetDateTime) -> Option<OffsetDateTime> {
        let state = self.latest();
        let mut moments: Vec<i64> = state
            .accounts
            .get(&state.key(account))
            .map(|entry| entry.failures_until.clone())
            .unwrap_or_default();
        moments.extend((state.wary_until > 0).then_some(state.wary_until));
        moments.sort_unstable();
        if self.attempts_left(account, lock_after, now) > 0 {
            return None;
        }
        moments
            .into_iter()
            .filter_map(|moment| OffsetDateTime::from_unix_timestamp(moment).ok())
            .find(|moment| self.attempts_left(account, lock_after, *moment) > 0)
    }

    /// A server said yes: what failed before no longer counts.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn note_success(&mut self, account: &str) -> Result<(), LedgerFault> {
        self.change(|state| {
            state.entry(account).failures_until.clear();
            state.tidy();
        })
    }

    /// Before the first byte of a change: until [`Ledger::settle`], which password holds is unknown.
    ///
    /// # Errors
    /// The file cannot be written: then the change must not begin.
    pub fn mark_in_doubt(&mut self, account: &str, academy: &str, now: OffsetDateTime) -> Result<(), LedgerFault> {
        let doubt = Doubt {
            academy: academy.to_owned(),
            since: now.unix_timestamp(),
        };
        let passing = self.passing.is_some();
        self.change(|state| {
            let entry = state.entry(account);
            entry.in_doubt = Some(doubt);
            entry.passing |= passing;
        })
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

    /// It is known which password holds.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn settle(&mut self, account: &str) -> Result<(), LedgerFault> {
        self.change(|state| {
            state.entry(account).in_doubt = None;
            state.tidy();
        })
    }

    /// A file was written. The first note of a path wins, so that undo goes back to what the person had; what was written
    /// and when follow the latest.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn note_file(&mut self, touched: Touched) -> Result<(), LedgerFault> {
        self.keep(
            |state| match state.files.iter_mut().find(|known| known.path == touched.path) {
                Some(known) => {
                    *known = Touched {
                        backup: known.backup.take(),
                        ..touched
                    }
                }
                None => state.files.push(touched),
            },
        )
    }

    /// Files written and not undone, oldest first; on a shared computer those of this passage.
    #[must_use]
    pub fn files(&self) -> Vec<Touched> {
        self.kept().files
    }

    /// Puts one whole file of the list back as it was before: the copy, or nothing. It leaves the list, unless it is not
    /// what was written any more; then it is left alone and stays listed. None: no such file of ours.
    ///
    /// # Errors
    /// The file could not be put back, or the ledger not written: it stays on the list.
    pub fn put_back(&mut self, path: &Path) -> Result<Option<Undone>, LedgerFault> {
        let files = self.files();
        let listed = files.iter().find(|known| known.path == path && known.how == How::File);
        let Some(touched) = listed else {
            return Ok(None);
        };
        let done = touched.put_back()?;
        if !matches!(done, Undone::Changed(_)) {
            self.strike(path)?;
        }
        Ok(Some(done))
    }

    /// Takes a path off the list: what was written there is out again.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn strike(&mut self, path: &Path) -> Result<(), LedgerFault> {
        self.keep(|state| state.files.retain(|known| known.path != path))
    }

    /// When the newest signed pack of `academy` used here was signed, Unix seconds.
    #[must_use]
    pub fn newest_pack(&self, academy: &str) -> Option<i64> {
        let passing = self.passing.as_ref().and_then(|state| state.packs.get(academy));
        self.latest().packs.get(academy).max(passing).copied()
    }

    /// A pack of `academy` signed at `timestamp` (Unix seconds) is in use; an older note never replaces a newer one.
    ///
    /// # Errors
    /// The file cannot be written: then an older pack could come back later.
    pub fn note_pack(&mut self, academy: &str, timestamp: i64) -> Result<(), LedgerFault> {
        if self.newest_pack(academy).is_some_and(|newest| newest >= timestamp) {
            return Ok(());
        }
        self.keep(|state| {
            let newest = state.packs.entry(academy.to_owned()).or_insert(timestamp);
            *newest = timestamp.max(*newest);
        })
    }

    /// Removes everything kept here, copies of damaged ledgers included, and says what went. Written mail profiles stay:
    /// [`Ledger::put_back`] is for them.
    ///
    /// # Errors
    /// The first file that could not be removed.
    pub fn forget(&mut self) -> Result<Vec<PathBuf>, LedgerFault> {
        let folder = self.folder.clone();
        let mut removed = Vec::new();
        let entries = match fs::read_dir(&folder) {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(removed),
            entries => entries.map_err(|source| LedgerFault::Unreadable {
                path: folder.clone(),
                source,
            })?,
        };
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
        if fs::remove_dir(&folder).is_ok() {
            removed.push(folder.clone());
        }
        self.known = State::fresh()?;
        removed.sort();
        Ok(removed)
    }

    /// What the file says now; another process may have written it. Unreadable: what we last knew.
    fn latest(&self) -> State {
        match read(&self.folder.join(FILE)) {
            Ok(Stored::Good(state)) => *state,
            _ => self.known.clone(),
        }
    }

    fn change(&mut self, edit: impl FnOnce(&mut State)) -> Result<(), LedgerFault> {
        create_private(&self.folder)?;
        let _guard = lock(&self.folder)?;
        let mut state = self.latest();
        edit(&mut state);
        write(&self.folder, &state)?;
        self.known = state;
        Ok(())
    }
}

/// When a failure stops counting, Unix seconds.
fn until(lock_minutes: Option<u16>, now: OffsetDateTime) -> i64 {
    let lasts = lock_minutes.map_or(LONGEST_LOCK, |minutes| Duration::minutes(i64::from(minutes)));
    (now + lasts).unix_timestamp()
}

impl Touched {
    fn put_back(&self) -> Result<Undone, LedgerFault> {
        let unwritable = |source| LedgerFault::Unwritable {
            path: self.path.clone(),
            source,
        };
        match fs::read(&self.path) {
            Ok(bytes) if !self.sha256.is_empty() && hexadecimal(&Sha256::digest(&bytes)) != self.sha256 => {
                return Ok(Undone::Changed(self.path.clone()));
            }
            Err(fault) if fault.kind() == io::ErrorKind::NotFound && self.backup.is_none() => {
                return Ok(Undone::Missing(self.path.clone()));
            }
            _ => {}
        }
        let done = match &self.backup {
            Some(backup) => fs::rename(backup, &self.path).map(|()| Undone::Restored(self.path.clone())),
            None => fs::remove_file(&self.path).map(|()| Undone::Removed(self.path.clone())),
        };
        match done {
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(Undone::Missing(self.path.clone())),
            Err(source) => Err(unwritable(source)),
            Ok(done) => Ok(done),
        }
    }
}
