//! The password a person had us keep: offered when they come back, tried once, forgotten when a server refuses it.

use std::{sync::Arc, time::Duration};

use super::{Securing, other_form::Offer};
use crate::{
    keep,
    reason::{Kind, Reason},
    secret::Password,
    wizard::{Next, Refusal, Step, Turn, resume::Marked, view::AskedPassword},
};

/// A keyring that waits for somebody to unlock it is not waited for.
const PATIENCE: Duration = Duration::from_secs(5);

impl Securing {
    /// What was kept, where it is what is asked for.
    pub(super) fn kept(&self, asked: AskedPassword) -> Option<&Arc<Password>> {
        let marked = self.marked.as_deref().filter(|_| asked != AskedPassword::First);
        marked.and_then(Marked::kept)
    }

    /// A kept password that is refused is not tried a second time: it goes.
    pub(super) async fn try_kept(&self, attempt: Offer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let outcome = self.try_password(attempt, turn).await;
        if let Err(refusal) = &outcome
            && refusal.kind() != Kind::Fault
        {
            let forgotten = tokio::task::spawn_blocking(keep::forget);
            let _ = tokio::time::timeout(PATIENCE, forgotten).await;
            turn.commit_now(Step::Password(Self {
                marked: self.marked.as_deref().map(|marked| Arc::new(marked.without_kept())),
                ..self.clone()
            }));
        }
        outcome
    }
}
