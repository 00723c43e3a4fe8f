//! What the journey is given: data, network, ledger, folders, clock. Doors and tests build it; nothing here decides.

use std::{
    collections::BTreeMap,
    path::PathBuf,
    sync::{Mutex, MutexGuard, PoisonError},
};

use time::OffsetDateTime;

use crate::{
    academy::directory::Directory, ledger::Ledger, net::Net, profiles::thunderbird::Homes, wizard::view::AcademyCard,
    words::Lang,
};

/// Everything the journey touches.
pub struct World {
    /// Academies known: embedded, packs, practice.
    pub directory: Directory,
    /// The only way out.
    pub net: Net,
    /// What is kept on this computer.
    pub ledger: Mutex<Ledger>,
    /// Where files for the person go.
    pub folder: PathBuf,
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

impl World {
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
