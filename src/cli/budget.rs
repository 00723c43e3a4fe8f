//! The sign-ins of one command, as the ledger counts them.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use rentree::{
    academy::{Academy, Endpoint},
    ledger::{Attempt, Budget, Ledger},
    mail::{SignInRefusal, Witness},
    wizard::{
        Refusal,
        view::{Doing, Doings, RefusalLine},
    },
    words::Words,
};
use time::OffsetDateTime;

use super::{Outcome, screens};

/// What may still fail for an account, and the attempt that is under way.
pub(super) struct Tries<'a> {
    pub(super) budget: Budget<'a>,
    words: &'static Words,
    under_way: Mutex<Option<Attempt>>,
}

impl<'a> Tries<'a> {
    /// The same account has the same budget in the journey.
    pub(super) fn of(words: &'static Words, ledger: &'a Mutex<Ledger>, academy: &Academy, identifier: &str) -> Self {
        let rule = academy.password_rule.as_ref().map(|rule| &rule.value);
        Self {
            budget: Budget {
                ledger,
                account: format!("{}/{}", academy.id, identifier.to_lowercase()),
                lock_after: rule.and_then(|rule| rule.lock_after),
                lock_minutes: rule.and_then(|rule| rule.lock_minutes),
                now: OffsetDateTime::now_utc,
            },
            words,
            under_way: Mutex::default(),
        }
    }

    /// Refuses when nothing is left, and says how long to wait.
    pub(super) fn allow(&self) -> Outcome {
        let Some(wait) = self.budget.wait() else { return Ok(()) };
        let minutes = u32::try_from(wait.whole_seconds().max(0).unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX);
        Err(RefusalLine::of(&Refusal::BudgetSpent { minutes }))
    }
}

impl Witness for Tries<'_> {
    fn before(&self, endpoint: &Endpoint) -> Result<(), SignInRefusal> {
        let attempt = self.budget.begin().map_err(|_| SignInRefusal::HeldBack {
            host: endpoint.host.clone(),
        })?;
        *self.under_way.lock().unwrap_or_else(PoisonError::into_inner) = Some(attempt);
        Ok(())
    }

    fn kept_waiting(&self, endpoint: &Endpoint, at_most: Duration) {
        let doing = Doing {
            code: Doings::KeptWaiting,
            host: Some(endpoint.host.clone()),
            at_most_s: u16::try_from(at_most.as_secs()).unwrap_or(u16::MAX),
        };
        eprintln!("{}", screens::doing(self.words, &doing));
    }

    fn after(&self, _: &Endpoint, answer: Result<(), &SignInRefusal>) {
        let attempt = self.under_way.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (answer, attempt) {
            (Ok(()), _) => self.budget.succeeded(),
            (Err(refusal), Some(attempt)) if !refusal.spent_attempt() => self.budget.uncounted(attempt),
            (Err(_), _) => {}
        }
    }
}
