//! A passage on a computer that several people use: only attempts that count, and a change in doubt, reach the disk; both
//! go when the lock they stand for has ended.

use time::OffsetDateTime;

use super::{
    LONGEST_LOCK, Ledger, LedgerFault,
    file::{FILE, State},
};

/// What a passage leaves in the ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remains {
    /// Accounts with attempts that still count, or a change in doubt; each under its salted digest.
    pub attempts: u32,
    /// When the last of them stops counting, Unix seconds.
    pub until: Option<i64>,
    /// Files of earlier passages that can still be put back.
    pub earlier: u32,
}

impl Ledger {
    /// From now on only attempts reach the disk; the rest is known as long as the program runs.
    ///
    /// # Errors
    /// The system gave no random bytes.
    pub fn pass(&mut self) -> Result<(), LedgerFault> {
        if self.passing.is_none() {
            self.passing = Some(State::fresh()?);
        }
        Ok(())
    }

    /// The computer is the person's own after all: what is kept reaches the disk again.
    pub fn stay(&mut self) {
        self.passing = None;
    }

    /// Ends a passage: what was only known goes, attempts that no longer count go, and so does a file that holds nothing.
    ///
    /// # Errors
    /// The file cannot be written or removed.
    pub fn leave(&mut self, now: OffsetDateTime) -> Result<Remains, LedgerFault> {
        self.passing = Some(State::fresh()?);
        if !self.folder.join(FILE).exists() {
            return self.forget().map(|_| Remains::default());
        }
        self.change(|state| {
            state.expire(now);
            // Which pack was newest is nobody's, but it is not theirs to leave here either.
            state.packs.clear();
            state.bookmark = None;
        })?;
        let remains = self.latest().remains();
        if remains == Remains::default() && self.latest().wary_until <= now.unix_timestamp() {
            self.forget()?;
        }
        Ok(remains)
    }

    /// What no longer counts is not kept: a start of the program looks.
    ///
    /// # Errors
    /// The file cannot be written or removed.
    pub fn expire(&mut self, now: OffsetDateTime) -> Result<(), LedgerFault> {
        let mut after = self.latest();
        let before = (after.accounts.len(), after.bookmark.is_some());
        after.expire(now);
        if (after.accounts.len(), after.bookmark.is_some()) == before {
            return Ok(());
        }
        self.change(|state| state.expire(now))?;
        let empty = after.packs.is_empty() && after.bookmark.is_none() && after.wary_until <= now.unix_timestamp();
        if empty && after.remains() == Remains::default() {
            self.forget()?;
        }
        Ok(())
    }

    /// What is kept as long as the program runs, or else on the disk.
    pub(super) fn kept(&self) -> State {
        self.passing.clone().unwrap_or_else(|| self.latest())
    }

    pub(super) fn keep(&mut self, edit: impl FnOnce(&mut State)) -> Result<(), LedgerFault> {
        match &mut self.passing {
            Some(passing) => {
                edit(passing);
                Ok(())
            }
            None => self.change(edit),
        }
    }
}

impl State {
    /// Failures that no longer count go; so does what a passage left, once no lock can last that long.
    fn expire(&mut self, now: OffsetDateTime) {
        self.bookmark.take_if(|mark| !mark.serves(now));
        let now = now.unix_timestamp();
        for entry in self.accounts.values_mut() {
            entry.failures_until.retain(|until| *until > now);
            if entry.passing {
                entry
                    .in_doubt
                    .take_if(|doubt| doubt.since.saturating_add(LONGEST_LOCK.whole_seconds()) <= now);
            }
        }
        self.tidy();
    }

    fn remains(&self) -> Remains {
        let doubts = self.accounts.values().filter_map(|entry| entry.in_doubt.as_ref());
        let ends = doubts.map(|doubt| doubt.since.saturating_add(LONGEST_LOCK.whole_seconds()));
        let counted = self
            .accounts
            .values()
            .flat_map(|entry| entry.failures_until.iter().copied());
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        Remains {
            attempts: count(self.accounts.len()),
            until: counted.chain(ends).max(),
            earlier: count(self.files.len()),
        }
    }
}
