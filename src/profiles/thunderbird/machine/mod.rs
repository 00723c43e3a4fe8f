//! Thunderbird for everybody on a computer, set up by its referent: `isp/DOMAIN.xml`, `policies.json`, AutoConfig.
//!
//! Owns what is written, in which order, and how each is taken back. [`layout`] knows where things are, [`policies`] and
//! [`autoconfig`] what stands in them, `state` what was done. One person's own profile belongs to [`super`]; which academy,
//! and who may call this, to the doors. Nothing here carries a name or a password of anybody.

pub mod autoconfig;
pub mod layout;
mod policies;
mod refusal;
mod state;

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use serde::Serialize;
use time::OffsetDateTime;

pub use self::{autoconfig::Session, refusal::MachineRefusal};
use self::{
    layout::Machine,
    policies::Ours,
    state::{Change, State},
};
use crate::{
    academy::{Endpoint, LoginForm, Protocol},
    profiles::{
        ProfileRefusal, autoconfig as client_config,
        checked::{self, is_host},
        place::{Staged, sha256},
    },
};

/// What a referent wants for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// After the `@`.
    pub domain: String,
    /// "académie de Lyon".
    pub label: String,
    /// Reading and sending, where both are known.
    pub servers: Option<(Endpoint, Endpoint)>,
    /// What the servers want as a user name, where it is known.
    pub login: Option<LoginForm>,
    /// Thunderbird warns at three visible recipients; a default that people may change.
    pub bcc_warning: bool,
    /// Certificate authorities to trust, absolute paths on the computer.
    pub authorities: Vec<PathBuf>,
    /// An account made of the session's own variables, for computers that share profiles with nobody.
    pub session: Option<Session>,
}

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// `isp/DOMAIN.xml`: the account wizard knows the servers, offline.
    Isp,
    /// `policies.json`.
    Policies,
    /// `rentree.cfg` or the file that points to it.
    AutoConfig,
}

/// What happened, or would happen, to one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// Which.
    pub kind: Kind,
    /// Where.
    pub path: PathBuf,
    /// What.
    pub did: Did,
    /// The copy of what was there.
    pub backup: Option<PathBuf>,
}

/// What happened to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Did {
    /// Written; nothing was there.
    Made,
    /// Written; what was there was copied first, and for `policies.json` stays in it.
    Replaced,
    /// Gone again.
    Removed,
    /// As it was before, byte for byte.
    Restored,
    /// Only what was ours was taken out: others have written into it since.
    TakenOut,
    /// Not what was written any more: left alone.
    Left,
    /// It was gone already.
    Missing,
    /// As it was written.
    InPlace,
}

/// What could not be offered here, and why: the sentence is `machine-skipped-<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Skipped {
    /// No `isp` file: the user name cannot be derived from the address.
    LoginNotDerivable,
    /// No `isp` file: the academy's servers are not known.
    ServersUnknown,
    /// No `isp` file, no AutoConfig: this Thunderbird lies in a folder nobody writes (snap).
    ReadOnlyInstall,
}

/// What [`apply`] did, or would do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// One line a file that changes.
    pub changed: Vec<Line>,
    /// What is left out.
    pub skipped: Vec<Skipped>,
}

/// A file as it is to be.
struct Planned {
    kind: Kind,
    path: PathBuf,
    bytes: Vec<u8>,
    ours: Ours,
}

/// Writes what is wanted; with `dry_run`, only says what would be written. A second run changes nothing.
///
/// # Errors
///
/// Not an administrator, another AutoConfig in place, a file not understood, the disk. Files before the one that failed are
/// written, and noted for [`undo`].
pub fn apply(
    machine: &Machine,
    wanted: &Wanted,
    dry_run: bool,
    now: OffsetDateTime,
) -> Result<Applied, MachineRefusal> {
    let (planned, skipped) = plan(machine, wanted)?;
    let mut state = State::read(machine)?;
    let mut changed = Vec::new();
    for file in planned {
        let before = read(&file.path)?;
        if before.as_deref() == Some(&file.bytes) {
            continue;
        }
        let did = if before.is_some() { Did::Replaced } else { Did::Made };
        let mut line = Line {
            kind: file.kind,
            path: file.path.clone(),
            did,
            backup: None,
        };
        if !dry_run {
            line.backup = put(machine, &mut state, file, before.is_some(), now)?;
        }
        changed.push(line);
    }
    Ok(Applied { changed, skipped })
}

/// Takes back everything [`apply`] wrote, last written first; with `dry_run`, only says what would happen.
///
/// # Errors
///
/// Not an administrator, a file not understood, the disk. What was taken back before is off the list.
pub fn undo(machine: &Machine, dry_run: bool, now: OffsetDateTime) -> Result<Vec<Line>, MachineRefusal> {
    let mut state = State::read(machine)?;
    let mut lines = Vec::new();
    for change in state.changes.clone().into_iter().rev() {
        let line = take_back(&change, dry_run, now)?;
        if !dry_run && line.did != Did::Left {
            change.made_folders.iter().rev().for_each(|folder| {
                // Others may have put files there: then it stays.
                let _ = fs::remove_dir(folder);
            });
            state.changes.retain(|kept| kept.path != change.path);
            state.write(machine)?;
        }
        lines.push(line);
    }
    Ok(lines)
}

/// What was written here and whether it still stands so. Writes nothing, needs no administrator.
///
/// # Errors
///
/// The list cannot be read.
pub fn status(machine: &Machine) -> Result<Vec<Line>, MachineRefusal> {
    let state = State::read(machine)?;
    let line = |change: Change| {
        let did = match read(&change.path)? {
            None => Did::Missing,
            Some(bytes) if sha256(&bytes) == change.sha256 => Did::InPlace,
            Some(_) => Did::Left,
        };
        Ok(Line {
            kind: change.kind,
            path: change.path,
            did,
            backup: change.backup,
        })
    };
    state.changes.into_iter().map(line).collect()
}

fn plan(machine: &Machine, wanted: &Wanted) -> Result<(Vec<Planned>, Vec<Skipped>), MachineRefusal> {
    if !is_host(&wanted.domain) {
        let host = wanted.domain.clone();
        return Err(ProfileRefusal::UnusableHost { host }.into());
    }
    let (mut planned, mut skipped) = (Vec::new(), Vec::new());
    match isp(machine, wanted)? {
        Ok(file) => planned.push(file),
        Err(why) => skipped.push(why),
    }
    let path = machine.policies();
    let (bytes, ours) = policies::merge(&path, read(&path)?.as_deref(), wanted)?;
    planned.push(Planned {
        kind: Kind::Policies,
        path,
        bytes,
        ours,
    });
    if let Some(session) = &wanted.session {
        match (&machine.install, &wanted.servers) {
            (None, _) => skipped.push(Skipped::ReadOnlyInstall),
            (_, None) => skipped.push(Skipped::ServersUnknown),
            (Some(install), Some((imap, smtp))) => {
                machine.refuse_other_autoconfig()?;
                let file = |path, text: String| Planned {
                    kind: Kind::AutoConfig,
                    path,
                    bytes: text.into_bytes(),
                    ours: Ours::default(),
                };
                let text = autoconfig::account(wanted, session, imap, smtp)?;
                // The pointer comes last: without its file Thunderbird would not start.
                planned.push(file(install.join(autoconfig::FILE), text));
                planned.push(file(machine.pointer(install), autoconfig::pointer()));
            }
        }
    }
    skipped.dedup();
    Ok((planned, skipped))
}

/// For everybody, so only where the address says the user name.
fn isp(machine: &Machine, wanted: &Wanted) -> Result<Result<Planned, Skipped>, MachineRefusal> {
    let Some(install) = &machine.install else {
        return Ok(Err(Skipped::ReadOnlyInstall));
    };
    if wanted.login != Some(LoginForm::FullAddress) {
        return Ok(Err(Skipped::LoginNotDerivable));
    }
    let Some((imap, smtp)) = &wanted.servers else {
        return Ok(Err(Skipped::ServersUnknown));
    };
    let label = checked::required("label", &wanted.label)?;
    let imap = checked::endpoint(imap, Protocol::Imap)?;
    let smtp = checked::endpoint(smtp, Protocol::Smtp)?;
    let bytes = client_config::document(&wanted.domain, &label, (&imap, &smtp), "%EMAILADDRESS%")?;
    let path = install.join("isp").join(format!("{}.xml", wanted.domain));
    Ok(Ok(Planned {
        kind: Kind::Isp,
        path,
        bytes,
        ours: Ours::default(),
    }))
}

/// Noted first, written second: a note without a file is harmless, a file without a note could not be taken back.
fn put(
    machine: &Machine,
    state: &mut State,
    file: Planned,
    existed: bool,
    now: OffsetDateTime,
) -> Result<Option<PathBuf>, MachineRefusal> {
    let made_folders = make_folders(&file.path)?;
    let staged = Staged::new(&file.path, &file.bytes).and_then(Staged::for_everybody);
    let staged = staged.map_err(MachineRefusal::of_disk)?;
    // What we wrote ourselves is no copy worth keeping.
    let backup = match existed && !state.wrote(&file.path) {
        true => Some(copy(&staged, &file.path, now)?),
        false => None,
    };
    state.note(Change {
        kind: file.kind,
        path: file.path,
        backup: backup.clone(),
        sha256: sha256(&file.bytes),
        since: now.unix_timestamp(),
        made_folders,
        ours: file.ours,
    });
    state.write(machine)?;
    staged.commit().map_err(MachineRefusal::of_disk)?;
    Ok(backup)
}

/// The copy, with the rights the file had: it may come back as it was.
fn copy(staged: &Staged, path: &Path, now: OffsetDateTime) -> Result<PathBuf, MachineRefusal> {
    let backup = staged.keep_as(now).map_err(MachineRefusal::of_disk)?;
    let rights = fs::metadata(path).and_then(|there| fs::set_permissions(&backup, there.permissions()));
    rights.map_err(|error| MachineRefusal::of_disk(ProfileRefusal::disk(&backup, &error)))?;
    Ok(backup)
}

fn take_back(change: &Change, dry_run: bool, now: OffsetDateTime) -> Result<Line, MachineRefusal> {
    let there = read(&change.path)?;
    let same = there.as_ref().is_some_and(|bytes| sha256(bytes) == change.sha256);
    let disk = |error: io::Error| MachineRefusal::of_disk(ProfileRefusal::disk(&change.path, &error));
    let backup = change.backup.as_ref().filter(|backup| backup.exists());
    let did = match (&there, same, backup) {
        (None, ..) => Did::Missing,
        (Some(_), true, Some(backup)) => {
            if !dry_run {
                fs::rename(backup, &change.path).map_err(disk)?;
            }
            Did::Restored
        }
        (Some(_), true, None) => {
            if !dry_run {
                fs::remove_file(&change.path).map_err(disk)?;
            }
            Did::Removed
        }
        (Some(bytes), false, _) if change.kind == Kind::Policies => {
            let rest = policies::take_out(&change.path, bytes, &change.ours)?;
            if !dry_run {
                let staged = Staged::new(&change.path, &rest).and_then(Staged::for_everybody);
                let staged = staged.map_err(MachineRefusal::of_disk)?;
                staged.keep_as(now).map_err(MachineRefusal::of_disk)?;
                staged.commit().map_err(MachineRefusal::of_disk)?;
            }
            Did::TakenOut
        }
        (Some(_), false, _) => Did::Left,
    };
    Ok(Line {
        kind: change.kind,
        path: change.path.clone(),
        did,
        backup: change.backup.clone(),
    })
}

fn read(path: &Path) -> Result<Option<Vec<u8>>, MachineRefusal> {
    super::read(path).map_err(MachineRefusal::of_disk)
}

/// The folders that had to be made, outermost first; everybody may look into them.
fn make_folders(path: &Path) -> Result<Vec<PathBuf>, MachineRefusal> {
    let missing = path.ancestors().skip(1).take_while(|folder| !folder.exists());
    let mut missing: Vec<_> = missing.map(Path::to_owned).collect();
    missing.reverse();
    for folder in &missing {
        let made = fs::create_dir(folder).and_then(|()| layout::open_to_everybody(folder));
        made.map_err(|error| MachineRefusal::of_disk(ProfileRefusal::disk(folder, &error)))?;
    }
    Ok(missing)
}

#[cfg(test)]
mod tests;
