//! The end of a passage, at any moment: everything that may be erased is, then each place is looked at again.
//!
//! On a shared computer and in a rehearsal that is all of it, but for attempts that still count. On the person's own
//! computer the mail settings they asked for stay. What was found is told as it was found.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use super::{
    Progress, Refusal, Step, Wizard, World,
    access::ProvedPassword,
    passing, undo,
    view::{Did, Doings, Ending, Look, LookedAt, Screen, Stays, Traces},
};
use crate::{keep, secret::stands_in};

/// A keyring that waits for somebody to unlock it keeps nothing of ours.
const KEYRING_PATIENCE: Duration = Duration::from_secs(5);

/// Nothing goes on from here.
#[derive(Clone)]
pub(super) struct Ended(Traces);

/// What must not be found any more: what was typed, and the passwords that were proved.
struct Needles {
    texts: Vec<String>,
    passwords: Vec<ProvedPassword>,
}

impl Ended {
    pub(super) fn screen(&self) -> Screen {
        Screen::Ended(self.0.clone())
    }
}

impl Wizard {
    /// Ends here. The secrets of the journey go with its step.
    pub(super) async fn finish(&mut self, idle: bool, progress: &Progress) -> Result<(), Refusal> {
        if matches!(self.step, Step::Ended(_)) {
            return Err(Refusal::NotNow);
        }
        progress.doing(Doings::Erasing, None, 10);
        let needles = Needles::of(&self.step);
        let world = &self.world;
        let mut looks = vec![files(world), ledger(world)?];
        if world.rehearsal.is_none() {
            looks.push(keyring().await);
        }
        looks.push(temporary(world));
        looks.extend(
            world
                .passing
                .page_store
                .as_deref()
                .map(|store| page_store(store, &needles)),
        );
        self.history.clear();
        self.step = Step::Ended(Ended(Traces {
            ended: if idle { Ending::Idle } else { Ending::Asked },
            looks,
        }));
        progress.rest();
        Ok(())
    }
}

/// Each file of this passage is taken back, the latest first; on the person's own computer they are wanted.
fn files(world: &World) -> Look {
    let now = (world.now)();
    let listed: Vec<PathBuf> = world.ledger().files().into_iter().rev().map(|file| file.path).collect();
    let mut look = Look::at(LookedAt::Files);
    if world.shared().is_none() && world.rehearsal.is_none() {
        look.stays = (!listed.is_empty()).then(|| Stays::Wanted {
            files: count(listed.len()),
        });
        return look;
    }
    let mut stuck = Vec::new();
    for path in listed {
        match undo::undo(&mut world.ledger(), &path, now) {
            Ok(Some(line)) if line.did != Did::Changed => look.gone = look.gone.saturating_add(1),
            // The folder goes as a whole.
            _ if path.starts_with(&world.passing.files) => {}
            _ => stuck.push(path.display().to_string()),
        }
    }
    look.stays = found(stuck);
    look
}

fn ledger(world: &World) -> Result<Look, Refusal> {
    let now = (world.now)();
    let mut ledger = world.ledger();
    let mut look = Look::at(LookedAt::Ledger);
    look.path = Some(ledger.place().display().to_string());
    if world.shared().is_none() {
        look.gone = count(ledger.forget()?.len());
        return Ok(look);
    }
    let remains = ledger.leave(now)?;
    look.stays = match (remains.until, remains.earlier) {
        (Some(until), _) => Some(Stays::Attempts { until }),
        (None, 0) => None,
        (None, files) => Some(Stays::Earlier { files }),
    };
    Ok(look)
}

async fn keyring() -> Look {
    let mut look = Look::at(LookedAt::Keyring);
    let asked = tokio::task::spawn_blocking(keep::forget);
    match tokio::time::timeout(KEYRING_PATIENCE, asked).await {
        Ok(Ok(Ok(kept))) => look.gone = u32::from(kept),
        _ => look.stays = Some(Stays::NoKeyring),
    }
    look
}

/// The files' folder, and what programs that were killed left behind.
fn temporary(world: &World) -> Look {
    let folder = &world.passing.files;
    let mut look = Look::at(LookedAt::Temporary);
    look.path = folder.parent().map(|parent| parent.display().to_string());
    look.gone = passing::sweep();
    if folder.is_dir() {
        look.gone = look.gone.saturating_add(1);
        // Whether it went is looked at, not believed.
        let _ = fs::remove_dir_all(folder);
    }
    look.stays = found(
        folder
            .exists()
            .then(|| folder.display().to_string())
            .into_iter()
            .collect(),
    );
    look
}

/// The page engine's folder is in use while its page says this: it is read to the end, and goes with the window.
fn page_store(store: &Path, needles: &Needles) -> Look {
    let (mut seen, mut holding) = (0_u32, Vec::new());
    let mut folders = vec![store.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = fs::read(&path) {
                seen = seen.saturating_add(1);
                if needles.stand_in(&bytes) {
                    holding.push(path.display().to_string());
                }
            }
        }
    }
    Look {
        path: Some(store.display().to_string()),
        seen: Some(seen),
        stays: found(holding),
        ..Look::at(LookedAt::PageStore)
    }
}

impl Needles {
    fn of(step: &Step) -> Self {
        let who = step.who().map(super::place::Who::entered);
        Self {
            texts: who
                .map(|who| vec![who.address.clone(), who.identifier.clone()])
                .unwrap_or_default(),
            passwords: step.proved(),
        }
    }

    fn stand_in(&self, bytes: &[u8]) -> bool {
        self.texts.iter().any(|text| stands_in(text, bytes))
            || self.passwords.iter().any(|proved| proved.password().stands_in(bytes))
    }
}

impl Look {
    fn at(place: LookedAt) -> Self {
        Self {
            place,
            path: None,
            gone: 0,
            seen: None,
            stays: None,
        }
    }
}

fn found(paths: Vec<String>) -> Option<Stays> {
    (!paths.is_empty()).then_some(Stays::Found { paths })
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
