//! Whose computer this is, and what follows for what is kept: said by the person, by an administrator or by a pack.
//!
//! What a shared computer may still be used for is decided in [`super::mail_apps`], how a passage on it ends in
//! [`super::ended`].

use super::{Refusal, Step, Wizard, World, packs, place::Place, view::SharedBy};
use crate::policy;

/// Whose computer this is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Computer {
    /// The person's own.
    #[default]
    Own,
    /// Several people use it: nothing of theirs stays. Who said so.
    Shared(SharedBy),
}

impl Computer {
    /// What the machine's policy says, else what the person says.
    #[must_use]
    pub fn said(shared: bool) -> Self {
        match (policy::shared_computer(), shared) {
            (true, _) => Self::Shared(SharedBy::Machine),
            (false, true) => Self::Shared(SharedBy::Person),
            (false, false) => Self::Own,
        }
    }
}

impl World {
    /// Who said that this computer is shared; none: it is the person's own.
    #[must_use]
    pub fn shared(&self) -> Option<SharedBy> {
        match self.computer {
            Computer::Own => None,
            Computer::Shared(by) => Some(by),
        }
    }

    /// What no longer counts goes; on a shared computer the ledger keeps attempts only. A ledger that cannot be written says
    /// so at the first thing that must be noted.
    pub(super) fn begin(&self) {
        let mut ledger = self.ledger();
        let passing = self.shared().map_or(Ok(()), |_| ledger.pass());
        if let Err(fault) = passing.and_then(|()| ledger.expire((self.now)())) {
            tracing::warn!(%fault, "the ledger could not be tidied");
        }
    }

    /// From here on the computer is shared: the ledger keeps attempts only.
    ///
    /// # Errors
    /// The ledger's.
    pub(super) fn share(&mut self, by: SharedBy) -> Result<(), Refusal> {
        self.ledger().pass()?;
        self.computer = Computer::Shared(by);
        Ok(())
    }

    /// The computer is the person's own after all.
    pub(super) fn unshare(&mut self) {
        self.ledger().stay();
        self.computer = Computer::Own;
    }
}

impl Wizard {
    /// Whose computer this is, said before anything was written.
    pub(super) fn settle_computer(&mut self, shared: bool) -> Result<(), Refusal> {
        let imposed = self.world.shared().is_some_and(|by| by != SharedBy::Person);
        if imposed || !self.history.is_empty() || !matches!(self.step, Step::Academy(_)) {
            return Err(Refusal::NotNow);
        }
        match shared {
            true => self.world.share(SharedBy::Person),
            false => {
                self.world.unshare();
                Ok(())
            }
        }
    }

    /// The pack of the academy that `step` is about may ask that nothing stays on the computers it is for; from here on it
    /// is in use.
    pub(super) fn obey_pack(&mut self, step: &Step) -> Result<(), Refusal> {
        let academy = match step {
            Step::Academy(step) => step.academy(&self.world),
            step => step.place().map(Place::academy),
        };
        let Some(academy) = academy.filter(|academy| academy.pack.is_some()).cloned() else {
            return Ok(());
        };
        let asked = academy.pack.as_ref().is_some_and(|pack| pack.shared_computers);
        if asked && self.world.shared().is_none() {
            self.world.share(SharedBy::Pack)?;
        }
        Ok(packs::used(&academy, &mut self.world.ledger())?)
    }
}
