//! The budget of one account: how many sign-ins may still fail, how long to wait when none may, and each attempt noted
//! before it leaves.

use std::sync::{Mutex, MutexGuard, PoisonError};

use time::{Duration, OffsetDateTime};

use super::{Attempt, Ledger, LedgerFault};

/// One account's attempts. What a failed sign-in is, the caller knows.
pub struct Budget<'a> {
    /// Where they are kept.
    pub ledger: &'a Mutex<Ledger>,
    /// Stands for the person; only a salted digest of it is kept.
    pub account: String,
    /// Failures that lock the account at its server, where known.
    pub lock_after: Option<u16>,
    /// Minutes the lock lasts, where known.
    pub lock_minutes: Option<u16>,
    /// The clock.
    pub now: fn() -> OffsetDateTime,
}

impl Budget<'_> {
    /// Sign-ins that may still fail.
    #[must_use]
    pub fn left(&self) -> u8 {
        self.ledger()
            .attempts_left(&self.account, self.lock_after, (self.now)())
    }

    /// How long to wait where none may fail; `None` while one may.
    #[must_use]
    pub fn wait(&self) -> Option<Duration> {
        let now = (self.now)();
        let free = self.ledger().free_at(&self.account, self.lock_after, now)?;
        Some(free - now)
    }

    /// Notes an attempt as failed before it leaves.
    ///
    /// # Errors
    /// The ledger cannot be written: the attempt must not leave.
    pub fn begin(&self) -> Result<Attempt, LedgerFault> {
        self.ledger()
            .begin_attempt(&self.account, self.lock_minutes, (self.now)())
    }

    /// The server said yes: nothing that failed before counts. A ledger that cannot be written leaves the budget smaller
    /// than it is.
    pub fn succeeded(&self) {
        if self.ledger().note_success(&self.account).is_err() {
            tracing::warn!("the ledger could not take a success: the budget stays smaller than it is");
        }
    }

    /// The server cannot have counted this attempt. A ledger that cannot be written leaves the budget smaller than it is.
    pub fn uncounted(&self, attempt: Attempt) {
        if self.ledger().take_back(&self.account, attempt).is_err() {
            tracing::warn!("the ledger could not take an attempt back: the budget stays smaller than it is");
        }
    }

    /// The server has locked already: whatever is left of the budget would only make it last longer.
    ///
    /// # Errors
    /// The ledger cannot be written.
    pub fn exhaust(&self) -> Result<(), LedgerFault> {
        while self.left() > 0 {
            let _counted = self.begin()?;
        }
        Ok(())
    }

    /// A thread that panicked while holding the ledger leaves it usable.
    fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
