//! What the journey is given: data, network, ledger, folders, clock. Doors and tests build it; nothing here decides.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::OffsetDateTime;

use super::{Computer, view::AcademyCard};
use crate::{academy::directory::Directory, ledger::Ledger, net::Net, profiles::thunderbird::Homes, words::Lang};

/// Everything the journey touches.
pub struct World {
    /// Academies known: embedded, packs, practice.
    pub directory: Directory,
    /// The only way out.
    pub net: Net,
    /// What is kept on this computer.
    pub ledger: Mutex<Ledger>,
    /// Whose computer this is.
    pub computer: Computer,
    /// Where files for the person go, on their own computer.
    pub folder: PathBuf,
    /// What the door throws away at its end.
    pub passing: Passing,
    /// Where Thunderbird keeps its profiles: the person's, or a throwaway folder in practice.
    pub thunderbird: Homes,
    /// The clock.
    pub now: fn() -> OffsetDateTime,
    /// The language of the one mail we write: the verification code.
    pub lang: Lang,
    /// Practice academies a door offers on the first screen of the real world.
    pub practice_on_offer: Vec<AcademyCard>,
    /// Set in practice: what a rehearsal needs beside the servers.
    pub rehearsal: Option<Rehearsal>,
}

/// Folders that end with the door.
#[derive(Clone, Debug, Default)]
pub struct Passing {
    /// Where files go on a shared computer. Made when the first one is written.
    pub files: PathBuf,
    /// What the page engine keeps while the window is open; a terminal has none.
    pub page_store: Option<PathBuf>,
}

impl World {
    /// Where files go.
    #[must_use]
    pub fn files(&self) -> &Path {
        match self.computer {
            Computer::Own => &self.folder,
            Computer::Shared(_) => &self.passing.files,
        }
    }

    /// The ledger; a thread that panicked while holding it leaves it usable.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a rehearsal needs beside the servers.
pub struct Rehearsal {
    /// Official page → the same page on loopback, for a browser that does not know the throwaway authority.
    pub pages: BTreeMap<String, String>,
    /// The page that shows the personal mailbox.
    pub inbox_page: Option<String>,
}
