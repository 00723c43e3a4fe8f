//! What a journey is given by the terminal: the person's own folders, or a rehearsal's throwaway ones.

use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};

use super::{Door, Outcome, fault::CliFault, passage::Passage};
use rentree::{
    academy::{Origin, directory::Directory},
    ledger::Ledger,
    net::Net,
    profiles::thunderbird::Homes,
    wizard::{Rehearsal, World, clock, passing, view::RefusalLine},
};
use rentree_practice::{Options, Person, Practice};
use tempfile::TempDir;

/// Where this program keeps its ledger for this user.
pub(super) fn ledger_folder() -> PathBuf {
    dirs::data_local_dir()
        .unwrap_or_else(std::env::temp_dir)
        .join("rentree")
}

/// The real world.
pub(super) fn real(door: &Door, out: Option<PathBuf>, passage: &Passage) -> Outcome<World> {
    let home = || {
        dirs::document_dir()
            .or_else(dirs::home_dir)
            .unwrap_or_else(std::env::temp_dir)
            .join("Rentrée")
    };
    Ok(World {
        directory: door.directory.clone(),
        net: door.net()?,
        ledger: Mutex::new(open_ledger(door, &ledger_folder())?),
        computer: passage.computer(),
        folder: out.unwrap_or_else(home),
        passing: passage.passing(),
        thunderbird: Homes::of_person(),
        now: clock,
        lang: door.words.lang(),
        practice_on_offer: Vec::new(),
        rehearsal: None,
    })
}

/// Opens the ledger; damage is said, not hidden.
pub(super) fn open_ledger(door: &Door, folder: &Path) -> Outcome<Ledger> {
    let ledger = Ledger::open(folder).map_err(|fault| RefusalLine::of(&fault))?;
    if let Some(damage) = ledger.damage() {
        eprintln!("{}", super::refusal_text(door.words, &RefusalLine::of(&damage)));
    }
    Ok(ledger)
}

/// The practice academies with what is thrown away after them.
pub(super) struct Rehearsed {
    pub(super) practice: Practice,
    /// Holds the ledger of the rehearsal until it ends.
    _state: TempDir,
}

impl Rehearsed {
    /// By id, identifier, address or its local part.
    pub(super) fn person(&self, name: &str) -> Outcome<Person> {
        let wanted = name.to_lowercase();
        let fits = |person: &&Person| {
            let local = person.address.split('@').next().unwrap_or_default();
            [&person.id, &person.login, local, &person.address].contains(&wanted.as_str())
        };
        let person = self.practice.people().iter().find(fits).cloned();
        let unknown = || {
            RefusalLine::of(&CliFault::UnknownPerson {
                person: name.to_owned(),
            })
        };
        person.ok_or_else(unknown)
    }
}

pub(super) async fn start_practice() -> Outcome<Practice> {
    let failed = |why: String| RefusalLine::of(&CliFault::PracticeFailed { why });
    Practice::start(Options::default())
        .await
        .map_err(|fault| failed(fault.to_string()))
}

/// A rehearsal for a command that writes nothing.
pub(super) async fn looked_into(door: &Door) -> Outcome<(World, Rehearsed)> {
    rehearsal(door, None, &Passage::begin(false)?).await
}

/// A rehearsal: its files go to `out`, everything else is gone when it ends. Nothing of the person is touched.
pub(super) async fn rehearsal(door: &Door, out: Option<PathBuf>, passage: &Passage) -> Outcome<(World, Rehearsed)> {
    let failed = |why: String| RefusalLine::of(&CliFault::PracticeFailed { why });
    let practice = start_practice().await?;
    let state = passing::folder("practice").map_err(|fault| failed(fault.to_string()))?;
    let own = || std::env::temp_dir().join(format!("rentree-practice-{}", std::process::id()));
    let folder = out.unwrap_or_else(own);
    let world = World {
        directory: with_practice(&door.directory, &practice)?,
        net: Net::new(practice.hosts()).map_err(|fault| RefusalLine::of(&fault))?,
        ledger: Mutex::new(open_ledger(door, state.path())?),
        thunderbird: Homes::throwaway(folder.join("thunderbird")),
        computer: passage.computer(),
        folder,
        passing: passage.passing(),
        now: clock,
        lang: door.words.lang(),
        practice_on_offer: Vec::new(),
        rehearsal: Some(Rehearsal {
            pages: practice.pages(),
            inbox_page: Some(practice.inbox_page()),
        }),
    };
    Ok((
        world,
        Rehearsed {
            practice,
            _state: state,
        },
    ))
}

fn with_practice(directory: &Directory, practice: &Practice) -> Outcome<Directory> {
    practice.packs().iter().try_fold(directory.clone(), |directory, pack| {
        directory
            .with_pack(pack, Origin::Practice)
            .map_err(|fault| RefusalLine::of(&fault))
    })
}
