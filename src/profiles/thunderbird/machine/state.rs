//! What was done to this computer, kept with it so that any administrator can take it back. Holds no secret.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{Kind, MachineRefusal, layout::Machine, make_folders, policies::Ours};
use crate::profiles::{
    ProfileRefusal,
    place::{Staged, sha256},
};

/// The list, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) changes: Vec<Change>,
}

/// A file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Change {
    pub(super) kind: Kind,
    pub(super) path: PathBuf,
    /// The copy of what was there before us.
    pub(super) backup: Option<PathBuf>,
    /// Of what was written last, lower-case hexadecimal.
    pub(super) sha256: String,
    /// When, Unix seconds.
    pub(super) since: i64,
    /// Folders that had to be made for it, outermost first.
    pub(super) made_folders: Vec<PathBuf>,
    /// What of `policies.json` is ours.
    #[serde(default)]
    pub(super) ours: Ours,
}

impl State {
    pub(super) fn read(machine: &Machine) -> Result<Self, MachineRefusal> {
        let path = machine.state();
        match super::read(&path)? {
            None => Ok(Self::default()),
            Some(bytes) => serde_json::from_slice(&bytes).map_err(|error| MachineRefusal::Unreadable {
                path: path.display().to_string(),
                line: error.line(),
            }),
        }
    }

    /// What stands at `path` is what we wrote.
    pub(super) fn wrote(&self, path: &Path) -> bool {
        let same = |change: &Change| fs::read(path).is_ok_and(|bytes| sha256(&bytes) == change.sha256);
        self.changes.iter().any(|change| change.path == path && same(change))
    }

    /// A second writing of a file keeps the first copy, the first folders and all that is ours in it.
    pub(super) fn note(&mut self, mut change: Change) {
        let Some(known) = self.changes.iter_mut().find(|known| known.path == change.path) else {
            self.changes.push(change);
            return;
        };
        change.backup = known.backup.take().or(change.backup);
        change.made_folders.splice(0..0, known.made_folders.drain(..));
        change.ours.preferences.append(&mut known.ours.preferences);
        let authorities = known
            .ours
            .authorities
            .drain(..)
            .chain(change.ours.authorities.drain(..));
        change.ours.authorities = authorities.collect::<BTreeSet<_>>().into_iter().collect();
        *known = change;
    }

    /// Whole; with nothing left to take back, the file goes too.
    pub(super) fn write(&self, machine: &Machine) -> Result<(), MachineRefusal> {
        let path = machine.state();
        if self.changes.is_empty() {
            let gone = fs::remove_file(&path);
            gone.map_err(|error| MachineRefusal::of_disk(ProfileRefusal::disk(&path, &error)))?;
            // Ours alone; anything else in it keeps it.
            let _ = path.parent().map(fs::remove_dir);
            return Ok(());
        }
        make_folders(&path)?;
        let bytes = serde_json::to_vec_pretty(self).map_err(|error| ProfileRefusal::not_made("json", &error))?;
        let staged = Staged::new(&path, &bytes).and_then(Staged::for_everybody);
        let committed = staged.and_then(Staged::commit).map(drop);
        committed.map_err(MachineRefusal::of_disk)
    }
}
