//! The account in Thunderbird itself: added to the profile Thunderbird opens, taken out again, or only looked at.
//!
//! [`homes`] finds the profile, `running` asks its lock, `open` reads its files and writes them whole, `prefs` knows the
//! grammar of `prefs.js`, `account` the names. Never `user.js`: it brings back accounts the person deleted. [`machine`] is for
//! everybody on a computer.

mod account;
pub mod homes;
pub mod machine;
mod open;
mod prefs;
mod running;

use std::path::{Path, PathBuf};

use time::OffsetDateTime;

pub use self::homes::{Homes, Profile, Root};
use self::open::{Open, is_running, keep, parse, read, records};
use crate::{
    profiles::{MailSettings, ProfileRefusal, checked::Checked},
    wizard::view::FileLine,
};

/// What may be set beside the account; nothing unless the person wants it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Habits {
    /// Thunderbird warns when three or more recipients see each other, while writing and once more at send.
    pub bcc_warning: bool,
}

/// What [`add`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Added {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The copy of `prefs.js` made before; none when nothing was there or nothing changed.
    pub backup: Option<PathBuf>,
    /// Names of the preferences that were set; empty: the account was already there and nothing was written.
    pub changed: Vec<String>,
    /// The profile itself was created.
    pub created: bool,
    /// The account is one this program added, now or before; else the person's own.
    pub ours: bool,
    /// `prefs.js` for the list of files; next is `thunderbird-added` or `thunderbird-already-there`.
    pub file: FileLine,
}

/// What [`status`] saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// The profile Thunderbird opens; none: [`add`] would create one.
    pub profile: Option<Profile>,
    /// Thunderbird is using it: nothing can be written now.
    pub running: bool,
    /// Its IMAP accounts, in Thunderbird's order.
    pub accounts: Vec<AccountSeen>,
}

/// An account of the profile.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct AccountSeen {
    /// Its address; empty when the account has no identity.
    pub address: String,
    /// Reading.
    pub host: String,
    /// User name there.
    pub login: String,
    /// Added by this program: [`remove`] would take it out. Else the person's own.
    pub ours: bool,
}

/// What [`remove`] did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The profile's folder.
    pub profile: PathBuf,
    /// The copy of `prefs.js` made before.
    pub backup: Option<PathBuf>,
    /// Names of the preferences that were taken out or put back; empty: no account of ours was there.
    pub changed: Vec<String>,
}

/// The account is in the profile Thunderbird opens, or is put there. Thunderbird asks for the password at its next start.
///
/// # Errors
///
/// Unusable settings, no Thunderbird, no way to tell the profile, Thunderbird running, a file not understood, the disk.
pub fn add(
    homes: &Homes,
    settings: &MailSettings,
    habits: Habits,
    now: OffsetDateTime,
) -> Result<Added, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    let existing = homes.chosen()?;
    let created = existing.is_none();
    let profile = match existing {
        Some(profile) => profile.folder,
        None => homes.create()?.folder,
    };
    let mut open = Open::new(&profile)?;
    let mut records = records(&profile)?;
    let server = account::same_server(&open.prefs, &settings).unwrap_or_else(|| {
        let record = account::add(&mut open.prefs, &settings);
        let server = record.server.clone();
        // The person may have deleted an earlier account of ours, and its number be free again.
        records.retain(|old| old.server != server);
        records.push(record);
        server
    });
    // The person's own account stays as it is, and so does all around it.
    if let Some(record) = records.iter_mut().find(|record| record.server == server)
        && habits.bcc_warning
    {
        account::warn_of_recipients(&mut open.prefs, record);
    }
    let ours = records.iter().any(|record| record.server == server);
    let changed = open.changed();
    if changed.is_empty() {
        let file = open.line(None, "thunderbird-already-there");
        return Ok(Added {
            profile,
            backup: None,
            changed,
            created,
            ours,
            file,
        });
    }
    // Before the account itself: a record without an account is harmless, an account without one cannot be undone.
    keep(&profile, &records)?;
    let (backup, file) = open.save(now)?;
    Ok(Added {
        profile,
        backup,
        changed,
        created,
        ours,
        file,
    })
}

/// Takes out what [`add`] put into the profile Thunderbird opens, and nothing else: the account of `address`, or all.
///
/// # Errors
///
/// [`ProfileRefusal::NotOurs`] when the person added the account; otherwise as [`add`].
pub fn remove(homes: &Homes, address: Option<&str>, now: OffsetDateTime) -> Result<Removed, ProfileRefusal> {
    let profile = homes.chosen()?.ok_or(ProfileRefusal::NoThunderbird)?;
    remove_from(&profile.folder, address, now)
}

/// The same for a profile that is known by its folder: what undo calls, whichever profile Thunderbird opens by then.
///
/// # Errors
///
/// As [`remove`].
pub fn remove_from(profile: &Path, address: Option<&str>, now: OffsetDateTime) -> Result<Removed, ProfileRefusal> {
    let mut open = Open::new(profile)?;
    let wanted = |of: &str| address.is_none_or(|address| address.eq_ignore_ascii_case(of));
    let not_ours = || ProfileRefusal::NotOurs {
        profile: profile.display().to_string(),
    };
    let (going, mut staying): (Vec<_>, Vec<_>) = records(profile)?
        .into_iter()
        .partition(|record| wanted(&record.address));
    let before = account::all(&open.prefs);
    for mut record in going {
        if let Some(other) = staying.last_mut() {
            account::hand_on_warning(&mut record, other);
        }
        // Deleted in Thunderbird meanwhile: what stands under those numbers is not ours, only what we share is.
        let gone = !before.iter().any(|seen| seen.server == record.server);
        if gone {
            account::put_shared_back(&mut open.prefs, &record);
        } else if !account::remove(&mut open.prefs, &record) {
            return Err(not_ours());
        }
    }
    let still_there = account::all(&open.prefs).into_iter().any(|seen| wanted(&seen.address));
    if address.is_some() && still_there {
        return Err(not_ours());
    }
    let changed = open.changed();
    let backup = match changed.is_empty() {
        true => None,
        false => open.save(now)?.0,
    };
    keep(profile, &staying)?;
    Ok(Removed {
        profile: profile.to_owned(),
        backup,
        changed,
    })
}

/// Looks, and writes nothing; works while Thunderbird runs.
///
/// # Errors
///
/// No way to tell the profile, a file not understood, the disk.
pub fn status(homes: &Homes) -> Result<Status, ProfileRefusal> {
    let Some(profile) = homes.chosen()? else {
        return Ok(Status {
            profile: None,
            running: false,
            accounts: Vec::new(),
        });
    };
    let path = profile.folder.join(PREFS);
    let prefs = parse(&path, read(&path)?.as_deref().unwrap_or_default())?;
    let ours = records(&profile.folder)?;
    let seen = account::all(&prefs).into_iter().map(|seen| AccountSeen {
        ours: ours.iter().any(|record| record.server == seen.server),
        address: seen.address,
        host: seen.host,
        login: seen.login,
    });
    Ok(Status {
        running: is_running(&profile.folder)?,
        accounts: seen.collect(),
        profile: Some(profile),
    })
}

/// Whether Thunderbird is using the profile it opens: what a door that waits for its end asks.
///
/// # Errors
///
/// No way to tell the profile, or the disk.
pub fn running(homes: &Homes) -> Result<bool, ProfileRefusal> {
    match homes.chosen()? {
        Some(profile) => is_running(&profile.folder),
        None => Ok(false),
    }
}

/// The file of a profile that holds its accounts.
pub const PREFS: &str = "prefs.js";

/// How many names an account sets, and the full name as it is read back.
#[cfg(test)]
pub(crate) fn prefs_round_trip(settings: &Checked) -> (usize, Option<String>) {
    let mut prefs = prefs::Prefs::default();
    account::add(&mut prefs, settings);
    let again = prefs::Prefs::parse(&prefs.to_text()).unwrap();
    (
        again.names().count(),
        again.text("mail.identity.id1.fullName").map(str::to_owned),
    )
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{open::RECORDS, *};
    use crate::profiles::tests::{made, settings};

    const WANTED: Habits = Habits { bcc_warning: true };

    #[test]
    fn twice_added_is_one_account_and_removing_leaves_nothing_of_ours() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().join(".thunderbird"));
        assert_eq!(status(&homes).unwrap().profile, None);
        let first = add(&homes, &settings(), Habits::default(), made()).unwrap();
        assert!(!first.changed.is_empty() && first.created && first.backup.is_none());
        let text = fs::read_to_string(&first.file.path).unwrap();
        let second = add(&homes, &settings(), Habits::default(), made()).unwrap();
        assert!(second.changed.is_empty() && !second.created);
        assert_eq!(second.file.next, "thunderbird-already-there");
        assert_eq!(fs::read_to_string(&first.file.path).unwrap(), text);
        let seen = status(&homes).unwrap();
        assert!(!seen.running && seen.accounts.len() == 1 && seen.accounts[0].ours);
        let removed = remove(&homes, Some(&settings().address), made()).unwrap();
        assert_eq!(removed.changed, first.changed);
        assert!(removed.backup.is_some());
        assert_eq!(fs::read(&first.file.path).unwrap(), b"");
        assert!(!first.profile.join(RECORDS).exists());
        assert!(remove(&homes, None, made()).unwrap().changed.is_empty());
    }

    #[test]
    fn the_warning_can_be_asked_for_later_and_goes_with_the_account() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().to_owned());
        let first = add(&homes, &settings(), Habits::default(), made()).unwrap();
        assert!(!first.changed.iter().any(|name| name.contains("warn_public_recipients")));
        let second = add(&homes, &settings(), WANTED, made()).unwrap();
        assert_eq!(second.changed.len(), 2, "{:?}", second.changed);
        assert!(add(&homes, &settings(), WANTED, made()).unwrap().changed.is_empty());
        remove(&homes, None, made()).unwrap();
        assert_eq!(fs::read(&first.file.path).unwrap(), b"");
    }

    #[test]
    fn the_persons_own_account_is_never_touched() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().to_owned());
        let added = add(&homes, &settings(), Habits::default(), made()).unwrap();
        fs::remove_file(added.profile.join(RECORDS)).unwrap();
        let before = fs::read(&added.file.path).unwrap();
        assert!(!status(&homes).unwrap().accounts[0].ours);
        assert!(add(&homes, &settings(), WANTED, made()).unwrap().changed.is_empty());
        let refused = remove(&homes, Some(&settings().address), made());
        assert!(matches!(refused, Err(ProfileRefusal::NotOurs { .. })));
        assert!(remove(&homes, None, made()).unwrap().changed.is_empty());
        assert_eq!(fs::read(&added.file.path).unwrap(), before);
    }

    #[test]
    fn an_account_deleted_in_thunderbird_is_not_looked_for() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().to_owned());
        let added = add(&homes, &settings(), WANTED, made()).unwrap();
        let left = "user_pref(\"mail.compose.warn_public_recipients.aggressive\", true);\n";
        fs::write(&added.file.path, left).unwrap();
        let removed = remove(&homes, Some(&settings().address), made()).unwrap();
        assert_eq!(removed.changed, ["mail.compose.warn_public_recipients.aggressive"]);
        assert!(!added.profile.join(RECORDS).exists());
    }

    #[test]
    fn a_file_thunderbird_did_not_write_is_left_alone() {
        let home = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(home.path().to_owned());
        let profile = homes.create().unwrap().folder;
        fs::write(profile.join(PREFS), "user_pref(\"a\", oops);\n").unwrap();
        assert!(matches!(
            add(&homes, &settings(), Habits::default(), made()),
            Err(ProfileRefusal::UnreadableProfile { line: 1, .. })
        ));
        assert_eq!(
            fs::read_to_string(profile.join(PREFS)).unwrap(),
            "user_pref(\"a\", oops);\n"
        );
        assert!(!profile.join(RECORDS).exists());
    }
}
