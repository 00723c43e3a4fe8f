//! The account in Thunderbird itself: added to the profile Thunderbird opens, taken out again, or only looked at.
//!
//! [`homes`] finds the profile, `running` asks its lock, `prefs` reads and writes `prefs.js`, `account` knows the names.
//! Never `user.js`: it brings back accounts the person deleted. Machine-wide set-up is issue 6.

mod account;
pub mod homes;
mod prefs;
mod running;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use time::OffsetDateTime;

pub use self::homes::{Homes, Profile, Root};
use self::{account::Record, prefs::Prefs};
use crate::{
    profiles::{Client, MailSettings, ProfileRefusal, checked::Checked, place::Staged},
    wizard::view::FileLine,
};

/// What [`add`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The copy of `prefs.js` made before; none when nothing was there or nothing changed.
    pub backup: Option<PathBuf>,
    /// False: the account was already there and nothing was written.
    pub changed: bool,
    /// The profile itself was created.
    pub created: bool,
    /// `prefs.js` for the list of files; next is `thunderbird-added` or `thunderbird-already-there`.
    pub file: FileLine,
}

/// What [`status`] saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// No profile yet: [`add`] would create one.
    NoProfile,
    /// The profile does not have the account.
    Absent(Profile),
    /// The account is there and was added by this program: [`remove`] would take it out.
    Ours(Profile),
    /// The account is there and the person's own.
    Theirs(Profile),
}

/// What [`remove`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The copy of `prefs.js` made before.
    pub backup: Option<PathBuf>,
    /// False: the account was not there.
    pub changed: bool,
}

/// The account is in the profile Thunderbird opens, or is put there. Thunderbird asks for the password at its next start.
///
/// # Errors
///
/// Unusable settings, no Thunderbird, no way to tell the profile, Thunderbird running, a file not understood, the disk.
pub fn add(homes: &Homes, settings: &MailSettings, now: OffsetDateTime) -> Result<Added, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    let existing = homes.chosen()?;
    let created = existing.is_none();
    let profile = match existing {
        Some(profile) => profile.folder,
        None => homes.create()?.folder,
    };
    let mut open = Open::new(&profile)?;
    if account::same_server(&open.prefs, &settings).is_some() {
        let file = open.line(None, "thunderbird-already-there");
        return Ok(Added {
            profile,
            backup: None,
            changed: false,
            created,
            file,
        });
    }
    let record = account::add(&mut open.prefs, &settings);
    // Before the account itself: a record without an account is harmless, an account without one cannot be undone.
    note(&profile, |records| records.push(record))?;
    let (backup, file) = open.save(now)?;
    Ok(Added {
        profile,
        backup,
        changed: true,
        created,
        file,
    })
}

/// Takes out the account that [`add`] put there, and nothing else.
///
/// # Errors
///
/// [`ProfileRefusal::NotOurs`] when the person added the account; otherwise as [`add`].
pub fn remove(homes: &Homes, settings: &MailSettings, now: OffsetDateTime) -> Result<Removed, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    let Some(profile) = homes.chosen()?.map(|profile| profile.folder) else {
        return Err(ProfileRefusal::NoThunderbird);
    };
    let mut open = Open::new(&profile)?;
    let Some(server) = account::same_server(&open.prefs, &settings) else {
        return Ok(Removed {
            profile,
            backup: None,
            changed: false,
        });
    };
    let not_ours = || ProfileRefusal::NotOurs {
        profile: profile.display().to_string(),
    };
    let record = records(&profile)?
        .into_iter()
        .rev()
        .find(|record| record.server == server)
        .ok_or_else(not_ours)?;
    if !account::remove(&mut open.prefs, &record, &settings) {
        return Err(not_ours());
    }
    let (backup, _) = open.save(now)?;
    note(&profile, |records| records.retain(|kept| kept.server != server))?;
    Ok(Removed {
        profile,
        backup,
        changed: true,
    })
}

/// Looks, and writes nothing; works while Thunderbird runs.
///
/// # Errors
///
/// As [`add`], without the lock.
pub fn status(homes: &Homes, settings: &MailSettings) -> Result<Status, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    let Some(profile) = homes.chosen()? else {
        return Ok(Status::NoProfile);
    };
    let prefs = read(&profile.folder.join(PREFS))?;
    let prefs = parse(&profile.folder.join(PREFS), prefs.as_deref().unwrap_or_default())?;
    Ok(match account::same_server(&prefs, &settings) {
        None => Status::Absent(profile),
        Some(server) if records(&profile.folder)?.iter().any(|record| record.server == server) => Status::Ours(profile),
        Some(_) => Status::Theirs(profile),
    })
}

const PREFS: &str = "prefs.js";

/// Which accounts of the profile are ours. JSON, no secret.
const RECORDS: &str = "rentree-accounts.json";

/// `prefs.js` as it was read while Thunderbird did not run.
struct Open {
    profile: PathBuf,
    before: Option<Vec<u8>>,
    prefs: Prefs,
}

impl Open {
    fn new(profile: &Path) -> Result<Self, ProfileRefusal> {
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

    /// Backup, then the whole new file at once. Asked again just before: a Thunderbird that started meanwhile would
    /// overwrite ours at its end, and what it wrote meanwhile must not be lost.
    fn save(self, now: OffsetDateTime) -> Result<(Option<PathBuf>, FileLine), ProfileRefusal> {
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

    fn line(&self, backup: Option<&Path>, next: &str) -> FileLine {
        FileLine {
            client: Client::Thunderbird,
            path: self.profile.join(PREFS).display().to_string(),
            sha256: crate::profiles::place::sha256(self.prefs.to_text().as_bytes()),
            next: next.to_owned(),
            backup: backup.map(|backup| backup.display().to_string()),
        }
    }
}

fn refuse_running(profile: &Path) -> Result<(), ProfileRefusal> {
    match running::is_running(profile) {
        Ok(false) => Ok(()),
        Ok(true) => Err(ProfileRefusal::ThunderbirdRunning {
            profile: profile.display().to_string(),
        }),
        Err(error) => Err(ProfileRefusal::disk(profile, &error)),
    }
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, ProfileRefusal> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(ProfileRefusal::disk(path, &error)),
    }
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Prefs, ProfileRefusal> {
    let unreadable = |line| ProfileRefusal::UnreadableProfile {
        path: path.display().to_string(),
        line,
    };
    let text = std::str::from_utf8(bytes).map_err(|_| unreadable(0))?;
    Prefs::parse(text).map_err(unreadable)
}

fn records(profile: &Path) -> Result<Vec<Record>, ProfileRefusal> {
    let path = profile.join(RECORDS);
    let Some(bytes) = read(&path)? else {
        return Ok(Vec::new());
    };
    serde_json::from_slice(&bytes).map_err(|error| ProfileRefusal::UnreadableProfile {
        path: path.display().to_string(),
        line: error.line(),
    })
}

/// Changes the record and writes it whole; the last account gone, the file goes too.
fn note(profile: &Path, change: impl FnOnce(&mut Vec<Record>)) -> Result<(), ProfileRefusal> {
    let path = profile.join(RECORDS);
    let mut records = records(profile)?;
    change(&mut records);
    if records.is_empty() {
        return match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(ProfileRefusal::disk(&path, &error)),
            _ => Ok(()),
        };
    }
    let bytes = serde_json::to_vec_pretty(&records).map_err(|error| ProfileRefusal::not_made("json", &error))?;
    Staged::new(&path, &bytes)?.commit().map(drop)
}

/// How many names an account sets, and the full name as it is read back.
#[cfg(test)]
pub(crate) fn prefs_round_trip(settings: &Checked) -> (usize, Option<String>) {
    let mut prefs = Prefs::default();
    account::add(&mut prefs, settings);
    let again = Prefs::parse(&prefs.to_text()).unwrap();
    (
        again.names().count(),
        again.text("mail.identity.id1.fullName").map(str::to_owned),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{made, settings};

    #[test]
    fn twice_added_is_one_account_and_removing_leaves_nothing_of_ours() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().join(".thunderbird"));
        assert_eq!(status(&homes, &settings()).unwrap(), Status::NoProfile);
        let first = add(&homes, &settings(), made()).unwrap();
        assert!(first.changed && first.created && first.backup.is_none());
        let text = fs::read_to_string(&first.file.path).unwrap();
        let second = add(&homes, &settings(), made()).unwrap();
        assert!(!second.changed && !second.created);
        assert_eq!(second.file.next, "thunderbird-already-there");
        assert_eq!(fs::read_to_string(&first.file.path).unwrap(), text);
        assert!(matches!(status(&homes, &settings()).unwrap(), Status::Ours(_)));
        let removed = remove(&homes, &settings(), made()).unwrap();
        assert!(removed.changed && removed.backup.is_some());
        assert_eq!(fs::read(&first.file.path).unwrap(), b"");
        assert!(!first.profile.join(RECORDS).exists());
        assert!(!remove(&homes, &settings(), made()).unwrap().changed);
    }

    #[test]
    fn the_persons_own_account_is_never_removed() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().to_owned());
        let added = add(&homes, &settings(), made()).unwrap();
        fs::remove_file(added.profile.join(RECORDS)).unwrap();
        assert!(matches!(status(&homes, &settings()).unwrap(), Status::Theirs(_)));
        assert!(matches!(
            remove(&homes, &settings(), made()),
            Err(ProfileRefusal::NotOurs { .. })
        ));
    }

    #[test]
    fn a_file_thunderbird_did_not_write_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().to_owned());
        let profile = homes.create().unwrap().folder;
        fs::write(profile.join(PREFS), "user_pref(\"a\", oops);\n").unwrap();
        assert!(matches!(
            add(&homes, &settings(), made()),
            Err(ProfileRefusal::UnreadableProfile { line: 1, .. })
        ));
        assert_eq!(
            fs::read_to_string(profile.join(PREFS)).unwrap(),
            "user_pref(\"a\", oops);\n"
        );
        assert!(!profile.join(RECORDS).exists());
    }
}
