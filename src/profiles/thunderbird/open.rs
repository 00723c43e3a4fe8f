//! A profile's files: `prefs.js` as it was read while Thunderbird did not run, written whole or not at all; and our own note
//! of which accounts are ours.

use std::{
    collections::BTreeSet,
    fs, io,
    path::{Path, PathBuf},
};

use time::OffsetDateTime;

use super::{PREFS, account::Record, prefs::Prefs, running};
use crate::{
    profiles::{Client, ProfileRefusal, place::Staged},
    wizard::view::FileLine,
};

/// Which accounts of the profile are ours. JSON, no secret.
pub(super) const RECORDS: &str = "rentree-accounts.json";

/// `prefs.js` as it was read while Thunderbird did not run.
pub(super) struct Open {
    profile: PathBuf,
    before: Option<Vec<u8>>,
    pub(super) prefs: Prefs,
}

impl Open {
    pub(super) fn new(profile: &Path) -> Result<Self, ProfileRefusal> {
        refuse_running(profile)?;
        let path = profile.join(PREFS);
        let before = read(&path)?;
        let prefs = parse(&path, before.as_deref().unwrap_or_default())?;
        Ok(Self {
            profile: profile.to_owned(),
            before,
            prefs,
        })
    }

    /// Names whose value is no longer what was read.
    pub(super) fn changed(&self) -> Vec<String> {
        let before = self.before.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
        let before = before.and_then(|text| Prefs::parse(text).ok()).unwrap_or_default();
        let names: BTreeSet<_> = before.names().chain(self.prefs.names()).collect();
        let differs = |name: &&str| before.value(name) != self.prefs.value(name);
        names.into_iter().filter(differs).map(str::to_owned).collect()
    }

    /// Backup, then the whole new file at once. Asked again just before: a Thunderbird that started meanwhile would
    /// overwrite ours at its end, and what it wrote meanwhile must not be lost.
    pub(super) fn save(self, now: OffsetDateTime) -> Result<(Option<PathBuf>, FileLine), ProfileRefusal> {
        let path = self.profile.join(PREFS);
        let staged = Staged::new(&path, self.prefs.to_text().as_bytes())?;
        let backup = self.before.as_ref().map(|_| staged.keep_as(now)).transpose()?;
        refuse_running(&self.profile)?;
        if read(&path)? != self.before {
            return Err(ProfileRefusal::ThunderbirdRunning {
                profile: self.profile.display().to_string(),
            });
        }
        staged.commit()?;
        refuse_running(&self.profile)?;
        let line = self.line(backup.as_deref(), "thunderbird-added");
        Ok((backup, line))
    }

    pub(super) fn line(&self, backup: Option<&Path>, next: &str) -> FileLine {
        FileLine {
            client: Client::Thunderbird,
            path: self.profile.join(PREFS).display().to_string(),
            sha256: crate::profiles::place::sha256(self.prefs.to_text().as_bytes()),
            next: next.to_owned(),
            backup: backup.map(|backup| backup.display().to_string()),
        }
    }
}

pub(super) fn is_running(profile: &Path) -> Result<bool, ProfileRefusal> {
    running::is_running(profile).map_err(|error| ProfileRefusal::disk(profile, &error))
}

fn refuse_running(profile: &Path) -> Result<(), ProfileRefusal> {
    match is_running(profile)? {
        false => Ok(()),
        true => Err(ProfileRefusal::ThunderbirdRunning {
            profile: profile.display().to_string(),
        }),
    }
}

pub(super) fn read(path: &Path) -> Result<Option<Vec<u8>>, ProfileRefusal> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ProfileRefusal::disk(path, &error)),
    }
}

pub(super) fn parse(path: &Path, bytes: &[u8]) -> Result<Prefs, ProfileRefusal> {
    let unreadable = |line| ProfileRefusal::UnreadableProfile {
        path: path.display().to_string(),
        line,
    };
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable(0))?;
    Prefs::parse(text).map_err(unreadable)
}

pub(super) fn records(profile: &Path) -> Result<Vec<Record>, ProfileRefusal> {
    let path = profile.join(RECORDS);
    let Some(bytes) = read(&path)? else {
        return Ok(Vec::new());
    };
    serde_json::from_slice(&bytes).map_err(|error| ProfileRefusal::UnreadableProfile {
        path: path.display().to_string(),
        line: error.line(),
    })
}

/// Writes the records whole; the last account gone, the file goes too.
pub(super) fn keep(profile: &Path, records: &[Record]) -> Result<(), ProfileRefusal> {
    let path = profile.join(RECORDS);
    if records.is_empty() {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ProfileRefusal::disk(&path, &error)),
            _ => Ok(()),
        };
    }
    let bytes = serde_json::to_vec_pretty(records).map_err(|error| ProfileRefusal::not_made("json", &error))?;
    Staged::new(&path, &bytes)?.commit().map(drop)
}
