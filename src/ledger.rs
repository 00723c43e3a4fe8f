//! Every byte kept on this computer, none of it secret: the attempt budget, a change in doubt, the undo list, the newest
//! pack seen; one erase.
//!
//! One JSON file, written whole and renamed into place, readable by this user only. An account stands in it as a salted
//! SHA-256 (the salt is drawn for this file), never by name. What a failed sign-in is, is decided in `mail` and `account`;
//! what may be signed in, in `wizard`.

mod fault;
mod file;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::{Duration, OffsetDateTime};

pub use self::fault::LedgerFault;
use self::file::{FILE, LOCK, SET_ASIDE, State, Stored, create_private, hexadecimal, lock, read, set_aside, write};

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
        Ok(Self {
            folder: folder.to_owned(),
            known: state,
            damage,
        })
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
        self.change(
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

    /// Files written and not undone, oldest first.
    #[must_use]
    pub fn files(&self) -> Vec<Touched> {
        self.latest().files
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
        self.change(|state| state.files.retain(|known| known.path != path))
    }

    /// When the newest signed pack of `academy` used here was signed, Unix seconds.
    #[must_use]
    pub fn newest_pack(&self, academy: &str) -> Option<i64> {
        self.latest().packs.get(academy).copied()
    }

    /// A pack of `academy` signed at `timestamp` (Unix seconds) is in use; an older note never replaces a newer one.
    ///
    /// # Errors
    /// The file cannot be written: then an older pack could come back later.
    pub fn note_pack(&mut self, academy: &str, timestamp: i64) -> Result<(), LedgerFault> {
        if self.newest_pack(academy).is_some_and(|newest| newest >= timestamp) {
            return Ok(());
        }
        self.change(|state| {
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
        let entries = fs::read_dir(&folder).map_err(|source| LedgerFault::Unreadable {
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
            Ok(Stored::Good(state)) => state,
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
        let mut ledger = Ledger::open(folder.path()).expect("opens");
        assert_eq!(ledger.attempts_left(ACCOUNT, None, noon()), 2);
        assert_eq!(ledger.attempts_left(ACCOUNT, Some(5), noon()), 3);
        assert_eq!(ledger.attempts_left(ACCOUNT, Some(2), noon()), 1);
        ledger.note_failure_for(ACCOUNT, Some(30), noon()).expect("noted");

        let mut again = Ledger::open(folder.path()).expect("opens");
        assert_eq!(again.attempts_left(" Camille.Lefevre@ac-besancon.fr", None, noon()), 1);
        assert_eq!(again.attempts_left("someone.else", None, noon()), 2);
        assert_eq!(again.attempts_left(ACCOUNT, None, noon() + Duration::minutes(31)), 2);
        again.note_failure(ACCOUNT, noon()).expect("noted");
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
        let mut ledger = Ledger::open(&folder.path().join("kept")).expect("opens");
        ledger.note_failure(ACCOUNT, noon()).expect("noted");
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
        let mut ledger = Ledger::open(folder.path()).expect("opens");
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
    fn the_newest_pack_is_kept_by_academy() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut ledger = Ledger::open(folder.path()).expect("opens");
        assert_eq!(ledger.newest_pack("lyon"), None);
        for timestamp in [20, 30, 10] {
            ledger.note_pack("lyon", timestamp).expect("noted");
        }
        let again = Ledger::open(folder.path()).expect("opens");
        assert_eq!(
            (again.newest_pack("lyon"), again.newest_pack("paris")),
            (Some(30), None)
        );
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
        let mut ledger = Ledger::open(&kept).expect("opens");
        let note = |path: &Path, backup: Option<&Path>, text: &str| Touched {
            path: path.to_owned(),
            backup: backup.map(Path::to_owned),
            how: How::File,
            what: "sheet".to_owned(),
            since: 1,
            sha256: hexadecimal(&Sha256::digest(text)),
        };
        ledger.note_file(note(&ours, None, "ours")).expect("noted");
        ledger.note_file(note(&theirs, Some(&backup), "before")).expect("noted");
        ledger.note_file(note(&theirs, None, "ours too")).expect("noted");
        let lines = Touched {
            how: How::Lines,
            ..note(&folder.path().join("prefs.js"), None, "")
        };
        ledger.note_file(lines.clone()).expect("noted");
        let mut again = Ledger::open(&kept).expect("opens");
        fs::write(&ours, "the person's").expect("written");
        assert_eq!(
            again.put_back(&ours).expect("left"),
            Some(Undone::Changed(ours.clone()))
        );
        fs::write(&ours, "ours").expect("written");
        assert_eq!(
            again.put_back(&ours).expect("undone"),
            Some(Undone::Removed(ours.clone()))
        );
        assert_eq!(
            again.put_back(&theirs).expect("undone"),
            Some(Undone::Restored(theirs.clone()))
        );
        assert_eq!(fs::read_to_string(&theirs).expect("there"), "theirs");
        assert_eq!(
            again.put_back(&lines.path).expect("left"),
            None,
            "another program's file"
        );
        assert_eq!(ledger.files(), [lines]);
        assert!(!ours.exists());

        assert!(ledger.forget().expect("forgotten").contains(&kept));
        assert!(!kept.exists());
        ledger.note_failure(ACCOUNT, noon()).expect("starts afresh");
    }
}
