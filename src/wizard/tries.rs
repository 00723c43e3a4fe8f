//! Every sign-in of the journey as the ledger counts it, and as the doors show it while it runs.

use std::{
    sync::{Mutex, PoisonError},
    time::Duration,
};

use lettre::Message;

use super::{Progress, Refusal, Turn, World, access::Access, place::Who, view::Doings};
use crate::{
    academy::Endpoint,
    ledger::{Attempt, Budget},
    mail::{SignInRefusal, Witness, smtp},
};

impl Who {
    /// What may still fail for this person before the server would lock the account.
    pub(super) fn budget<'a>(&self, world: &'a World) -> Budget<'a> {
        let rule = self.place().academy().password_rule.as_ref().map(|rule| &rule.value);
        Budget {
            ledger: &world.ledger,
            account: self.budget_key(),
            lock_after: rule.and_then(|rule| rule.lock_after),
            lock_minutes: rule.and_then(|rule| rule.lock_minutes),
            now: world.now,
        }
    }

    /// Minutes until another sign-in may be tried, rounded up; 0 while one may.
    pub(super) fn wait_minutes(&self, world: &World) -> u32 {
        let wait = self.budget(world).wait().map_or(0, |wait| wait.whole_seconds().max(0));
        u32::try_from(wait.unsigned_abs().div_ceil(60)).unwrap_or(u32::MAX)
    }
}

/// Watches the mail servers' sign-ins of one action.
pub(super) struct Tries<'a> {
    budget: Budget<'a>,
    progress: &'a Progress,
    doing: Doings,
    under_way: Mutex<Option<Attempt>>,
}

impl<'a> Tries<'a> {
    pub(super) fn of(who: &Who, turn: &'a Turn<'_>, doing: Doings) -> Self {
        Self {
            budget: who.budget(turn.world),
            progress: turn.progress,
            doing,
            under_way: Mutex::default(),
        }
    }
}

/// Sends a letter through the server that was proved, as the person.
///
/// # Errors
/// Nothing was proved that sends; what the server refused.
pub(super) async fn mail(access: &Access, message: Message, turn: &Turn<'_>) -> Result<(), Refusal> {
    let who = access.who();
    let (password, endpoint) = access.outlet().ok_or(Refusal::NotNow)?;
    let tries = Tries::of(who, turn, Doings::Mailing);
    let (net, login) = (who.place().net(), who.mail_login());
    Ok(smtp::send(net, endpoint, login, password.password(), message, &tries).await?)
}

impl Witness for Tries<'_> {
    fn before(&self, endpoint: &Endpoint) -> Result<(), SignInRefusal> {
        let attempt = self.budget.begin().map_err(|_| SignInRefusal::HeldBack {
            host: endpoint.host.clone(),
        })?;
        *self.under_way.lock().unwrap_or_else(PoisonError::into_inner) = Some(attempt);
        self.progress.doing(self.doing, Some(&endpoint.host), 30);
        Ok(())
    }

    fn kept_waiting(&self, endpoint: &Endpoint, at_most: Duration) {
        let seconds = u16::try_from(at_most.as_secs()).unwrap_or(u16::MAX);
        self.progress.doing(Doings::KeptWaiting, Some(&endpoint.host), seconds);
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
