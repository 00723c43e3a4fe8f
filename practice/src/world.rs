//! What all the servers share: the accounts, the mailboxes, the clock.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use tokio::sync::watch;

use crate::{
    Clock, Options,
    accounts::Accounts,
    office::{Delivery, Office, plain},
    people::everybody,
};

/// One practice run.
pub(crate) struct World {
    accounts: Mutex<Accounts>,
    office: Mutex<Office>,
    letters: watch::Sender<u64>,
    clock: Clock,
}

impl World {
    pub(crate) fn new(options: &Options) -> Arc<Self> {
        let now = (options.clock)();
        let people: Vec<_> = everybody().into_iter().map(|(_, person)| person).collect();
        Arc::new(Self {
            accounts: Mutex::new(Accounts::new(now, options.lock)),
            office: Mutex::new(Office::new(&people, now)),
            letters: watch::Sender::new(0),
            clock: Arc::clone(&options.clock),
        })
    }

    pub(crate) fn now(&self) -> SystemTime {
        (self.clock)()
    }

    pub(crate) fn accounts(&self) -> MutexGuard<'_, Accounts> {
        self.accounts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn office(&self) -> MutexGuard<'_, Office> {
        self.office.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes whenever a letter arrives.
    pub(crate) fn arrivals(&self) -> watch::Receiver<u64> {
        self.letters.subscribe()
    }

    /// Delivers a letter; one that finds the mailbox full goes back to its sender, as real servers do.
    pub(crate) fn deliver(&self, from: &str, to: &str, raw: &Arc<[u8]>) {
        let now = self.now();
        let delivery = self.office().deliver(to, raw, now);
        if delivery == Delivery::OverQuota && !from.is_empty() {
            let domain = to.rsplit('@').next().unwrap_or("entrainement.test");
            let text = format!(
                "<{to}>: 552 5.2.2 <{to}> Quota exceeded (mailbox for user is full)\n\nBoîte pleine : le message n'a pas été remis."
            );
            let bounce = plain(
                &format!("MAILER-DAEMON@{domain}"),
                from,
                "Undelivered Mail Returned to Sender",
                &text,
                now,
            );
            self.office().deliver(from, &bounce.into(), now);
        }
        self.letters.send_modify(|count| *count += 1);
    }
}
