//! The packs of a journey: those that lie on this machine for everybody, and the one a person opens before their academy
//! is chosen.
//!
//! Whether a pack is believed is decided in `academy::pack`; here what was believed joins the directory, and the ledger
//! notes its time once a person opened it or chose its academy, so that an older one never comes back. A start writes
//! nothing. Nothing unsigned passes: `--allow-unsigned` is the terminal's.

use std::path::{Path, PathBuf};

use serde::Serialize;
use time::OffsetDateTime;

use super::{
    Refusal, Step, Wizard,
    view::{PackLine, RefusalLine},
};
use crate::{
    academy::{
        Academy,
        directory::Directory,
        pack::{self, Admitted, Keyring, PackFile, Trust},
    },
    ledger::{Ledger, LedgerFault},
};

/// A directory with the packs of this machine, and what was left out of it.
pub struct Installed {
    /// With every pack that may serve.
    pub directory: Directory,
    /// Packs that were refused, each with its reason: a door shows them.
    pub left_out: Vec<LeftOut>,
}

/// A pack on this machine that was refused.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOut {
    /// Where it lies.
    pub path: String,
    /// Why.
    pub why: RefusalLine,
}

/// Takes every pack of `folders` ([`pack::folders`]) that is signed for its academy. One that is refused is named and
/// hinders no other.
#[must_use]
pub fn installed(folders: &[PathBuf], keys: &Keyring, ledger: &Ledger, now: OffsetDateTime) -> Installed {
    let mut known = Installed {
        directory: Directory::embedded(),
        left_out: Vec::new(),
    };
    for path in folders.iter().flat_map(|folder| pack::packs_in(folder)) {
        let file = PackFile::open(&path).map_err(Refusal::from);
        let admitted = file.and_then(|file| check(&known.directory, &file, keys, ledger, now));
        match admitted {
            Ok(admitted) => known.directory = admitted.directory,
            Err(refusal) => known.left_out.push(left_out(&path, &refusal)),
        }
    }
    known
}

/// Checks a pack, adds it, and notes its time. Where the time cannot be noted the pack is refused: an older one could
/// come back later.
///
/// # Errors
/// The pack's or the ledger's reason.
pub fn admit(
    directory: &Directory,
    file: &PackFile,
    keys: &Keyring,
    ledger: &mut Ledger,
    now: OffsetDateTime,
) -> Result<Admitted, Refusal> {
    let admitted = check(directory, file, keys, ledger, now)?;
    if let Some(seal) = &admitted.seal {
        ledger.note_pack(&admitted.academy, seal.timestamp)?;
    }
    Ok(admitted)
}

/// Checks a pack and adds it: none older than one used here before, nor than one that serves already.
///
/// # Errors
/// The pack's reason.
pub fn check(
    directory: &Directory,
    file: &PackFile,
    keys: &Keyring,
    ledger: &Ledger,
    now: OffsetDateTime,
) -> Result<Admitted, Refusal> {
    let serves = |academy: &str| sealed(directory.academy(academy)?);
    let newest = |academy: &str| ledger.newest_pack(academy).max(serves(academy));
    let trust = Trust {
        keys,
        allow_unsigned: false,
        newest: &newest,
    };
    Ok(trust.admit_file(directory, file, now)?)
}

/// When the pack an academy's entry came from was signed, Unix seconds; none: no signed pack serves it.
#[must_use]
pub fn sealed(academy: &Academy) -> Option<i64> {
    Some(academy.pack.as_ref()?.seal.as_ref()?.timestamp)
}

/// Somebody uses what a pack says of this academy: its time is noted. No pack: nothing is written.
///
/// # Errors
/// The ledger cannot be written: then the pack must not serve, for an older one could come back later.
pub fn used(academy: &Academy, ledger: &mut Ledger) -> Result<(), LedgerFault> {
    sealed(academy).map_or(Ok(()), |timestamp| ledger.note_pack(&academy.id, timestamp))
}

/// Every pack that serves in `directory`, as the doors show it.
#[must_use]
pub fn served(directory: &Directory) -> Vec<PackLine> {
    directory.academies().filter_map(line).collect()
}

/// The pack an academy's entry came from, as the doors show it.
pub(super) fn line(academy: &Academy) -> Option<PackLine> {
    let served = academy.pack.as_ref()?;
    let signed = served.seal.as_ref().map(|seal| seal.timestamp);
    let signed = signed.and_then(|time| OffsetDateTime::from_unix_timestamp(time).ok());
    Some(PackLine {
        academy: academy.official_name.clone(),
        key: served.seal.as_ref().map(|seal| seal.key.clone()),
        signed: signed.map(|time| time.date().to_string()),
        until: served.until.map(|day| day.to_string()),
        expired: served.expired,
        logo: served.logo.as_ref().map(pack::Logo::base64),
    })
}

fn left_out(path: &Path, refusal: &Refusal) -> LeftOut {
    tracing::warn!(path = %path.display(), %refusal, "a pack was left out");
    LeftOut {
        path: path.display().to_string(),
        why: RefusalLine::of(refusal),
    }
}

impl Wizard {
    /// A person opens a pack: only before an academy is chosen, for what later steps hold was settled with the data of
    /// that moment; never in a rehearsal, which has its own academies.
    pub(super) fn open_pack(&mut self, file: &PackFile) -> Result<(), Refusal> {
        if self.world.rehearsal.is_some() || !matches!(self.step, Step::Academy(_)) {
            return Err(Refusal::PackTooLate);
        }
        let now = (self.world.now)();
        let mut ledger = self.world.ledger();
        let admitted = admit(&self.world.directory, file, &Keyring::pinned(), &mut ledger, now)?;
        drop(ledger);
        self.world.directory = admitted.directory;
        Ok(())
    }
}
