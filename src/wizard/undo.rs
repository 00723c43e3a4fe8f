//! What was changed on this computer, and each change undone.
//!
//! The list is the ledger's; whole files are put back there, an account in Thunderbird is taken out by `profiles`, line by
//! line: the file around it is Thunderbird's. Both doors come here, and so does the journey when it writes.

use std::path::Path;

use time::OffsetDateTime;
use tokio::time::{Duration, Instant, sleep};

use super::{
    Refusal,
    view::{ChangeKind, ChangeLine, Did, FileLine, UndoneLine},
};
use crate::{
    ledger::{How, Ledger, Touched, Undone},
    profiles::{
        Client, MailSettings,
        thunderbird::{self, Added, Habits, Homes, Removed},
    },
};

/// What was written and not undone, latest first.
#[must_use]
pub fn changes(ledger: &Ledger) -> Vec<ChangeLine> {
    let mut files = ledger.files();
    files.reverse();
    files.into_iter().map(line).collect()
}

/// Undoes the change at `path`. None: this program changed nothing there.
///
/// # Errors
/// Thunderbird is running, or has made the account the person's own; the file or the ledger cannot be written. The change
/// then stays on the list.
pub fn undo(ledger: &mut Ledger, path: &Path, now: OffsetDateTime) -> Result<Option<UndoneLine>, Refusal> {
    let Some(touched) = ledger.files().into_iter().find(|touched| touched.path == path) else {
        return Ok(None);
    };
    let did = match touched.how {
        How::File => ledger.put_back(path)?.map(did),
        How::Lines => Some(account_out(ledger, &touched, now)?),
    };
    let path = path.display().to_string();
    Ok(did.map(|did| UndoneLine { path, did }))
}

/// How `next` of a file ends that was there before: nothing was written, and nothing is undone.
pub(super) const ALREADY_THERE: &str = "-already-there";

/// How often a Thunderbird that is to end is looked at.
const GLANCE: Duration = Duration::from_millis(200);

/// Until Thunderbird has ended, or `patience` has; `waits` hears that it is open, before every look but the first. Whether
/// it runs still is decided where the profile is written.
///
/// # Errors
/// No way to tell the profile, or the disk.
pub async fn thunderbird_closed(homes: &Homes, patience: Duration, mut waits: impl FnMut()) -> Result<(), Refusal> {
    let end = Instant::now() + patience;
    while Instant::now() < end && thunderbird::running(homes)? {
        waits();
        sleep(GLANCE).await;
    }
    Ok(())
}

/// Puts the account into Thunderbird and notes it; one that an earlier run was killed before noting is noted now.
///
/// # Errors
/// As [`thunderbird::add`]; the ledger cannot be written.
pub fn add_to_thunderbird(
    ledger: &mut Ledger,
    homes: &Homes,
    settings: &MailSettings,
    habits: Habits,
    now: OffsetDateTime,
) -> Result<Added, Refusal> {
    let added = thunderbird::add(homes, settings, habits, now)?;
    if added.ours {
        note(ledger, &added.file, How::Lines, now)?;
    }
    Ok(added)
}

/// Takes our account of `address`, or all of ours, out of the profile Thunderbird opens; off the list when none is left.
///
/// # Errors
/// As [`thunderbird::remove`]; the ledger cannot be written.
pub fn remove_from_thunderbird(
    ledger: &mut Ledger,
    homes: &Homes,
    address: Option<&str>,
    now: OffsetDateTime,
) -> Result<Removed, Refusal> {
    let removed = thunderbird::remove(homes, address, now)?;
    if !thunderbird::status(homes)?.accounts.iter().any(|account| account.ours) {
        ledger.strike(&removed.profile.join(thunderbird::PREFS))?;
    }
    Ok(removed)
}

/// Files that were written go on the list, whichever door wrote them.
///
/// # Errors
/// The ledger cannot be written.
pub fn note_all(ledger: &mut Ledger, files: &[FileLine], now: OffsetDateTime) -> Result<(), Refusal> {
    let mut written = files.iter().filter(|file| !file.next.ends_with(ALREADY_THERE));
    written.try_for_each(|file| note(ledger, file, How::File, now))
}

/// A file that was written goes on the list.
///
/// # Errors
/// The ledger cannot be written.
fn note(ledger: &mut Ledger, file: &FileLine, how: How, now: OffsetDateTime) -> Result<(), Refusal> {
    let slug = serde_json::to_value(file.client).ok();
    let slug = slug.and_then(|slug| slug.as_str().map(str::to_owned));
    ledger.note_file(Touched {
        path: file.path.clone().into(),
        backup: file.backup.clone().map(Into::into),
        how,
        what: slug.unwrap_or_default(),
        since: now.unix_timestamp(),
        sha256: file.sha256.clone(),
    })?;
    Ok(())
}

fn account_out(ledger: &mut Ledger, touched: &Touched, now: OffsetDateTime) -> Result<Did, Refusal> {
    let Some(profile) = touched.path.parent().filter(|profile| profile.is_dir()) else {
        ledger.strike(&touched.path)?;
        return Ok(Did::AccountGone);
    };
    let removed = thunderbird::remove_from(profile, None, now)?;
    ledger.strike(&touched.path)?;
    Ok(match removed.changed.is_empty() {
        true => Did::AccountGone,
        false => Did::AccountOut,
    })
}

fn did(undone: Undone) -> Did {
    match undone {
        Undone::Restored(_) => Did::Restored,
        Undone::Removed(_) => Did::Removed,
        Undone::Missing(_) => Did::Missing,
        Undone::Changed(_) => Did::Changed,
    }
}

fn line(touched: Touched) -> ChangeLine {
    ChangeLine {
        path: touched.path.display().to_string(),
        client: serde_json::from_value::<Client>(touched.what.into()).ok(),
        since: Some(touched.since).filter(|since| *since > 0),
        kind: match (touched.how, &touched.backup) {
            (How::Lines, _) => ChangeKind::Account,
            (How::File, Some(_)) => ChangeKind::Replaced,
            (How::File, None) => ChangeKind::Made,
        },
        backup: touched.backup.map(|backup| backup.display().to_string()),
    }
}
