//! The budget of failed sign-ins of one account, kept in the ledger.

use rentree::{
    academy::Academy,
    ledger::Ledger,
    mail::SignInRefusal,
    wizard::{Refusal, view::RefusalLine},
};
use time::OffsetDateTime;

use super::Outcome;

/// What may still fail before the server would lock the account.
pub(super) struct Budget {
    ledger: Ledger,
    key: String,
    lock_after: Option<u16>,
    lock_minutes: Option<u16>,
}

impl Budget {
    /// Refuses when nothing is left.
    pub(super) fn open(ledger: Ledger, academy: &Academy, identifier: &str) -> Outcome<Self> {
        let rule = academy.password_rule.as_ref().map(|rule| &rule.value);
        let budget = Self {
            ledger,
            // The same key as the journey's: one account, one budget.
            key: format!("{}/{}", academy.id, identifier.to_lowercase()),
            lock_after: rule.and_then(|rule| rule.lock_after),
            lock_minutes: rule.and_then(|rule| rule.lock_minutes),
        };
        if budget.left() == 0 {
            Err(RefusalLine::of(&Refusal::BudgetSpent))
        } else {
            Ok(budget)
        }
    }

    pub(super) fn left(&self) -> u8 {
        self.ledger
            .attempts_left(&self.key, self.lock_after, OffsetDateTime::now_utc())
    }

    /// Notes what a server answered.
    pub(super) fn spend<T>(&mut self, result: &Result<T, SignInRefusal>) -> Outcome {
        let noted = match result {
            Ok(_) => self.ledger.note_success(&self.key),
            Err(refusal) if refusal.spent_attempt() => {
                self.ledger
                    .note_failure_for(&self.key, self.lock_minutes, OffsetDateTime::now_utc())
            }
            Err(_) => Ok(()),
        };
        noted.map_err(|fault| RefusalLine::of(&fault))
    }
}
