//! The change itself, and what to do when its answer was lost.

use std::sync::Arc;

use super::{Both, Securing, Stage};
use crate::{
    account::AccountRefusal,
    password::Learnt,
    secret::Password,
    wizard::{
        Next, Refusal, Step, Turn,
        access::{Access, ProvedPassword},
        view::{Doings, Item, ItemKey, Proof, Why},
    },
};

impl Securing {
    /// Changes the password. Before the request leaves, the step is in doubt and the ledger knows it.
    pub(super) async fn change(
        &self,
        access: &Access,
        old: &ProvedPassword,
        mut learnt: Learnt,
        new: Password,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        if new.same_as(old.password()) {
            return Err(Refusal::PasswordUnchanged);
        }
        if !self.judged(&new).accepted {
            return Err(Refusal::PasswordWeak);
        }
        let (key, now) = (self.who.budget_key(), (turn.world.now)());
        let new = Arc::new(new);
        let both = Both {
            old: old.shared(),
            new: Arc::clone(&new),
        };
        turn.world
            .ledger()
            .mark_in_doubt(&key, &self.who.place().academy().id, now)?;
        turn.commit_now(self.at(Stage::InDoubt {
            access: access.clone(),
            both: Some(both),
        }));
        turn.progress.doing(Doings::Changing, None, 30);
        let change = &self.who.place().account().change;
        match change
            .change(&self.who.entered().identifier, old.password(), &new)
            .await
        {
            Ok(changed) => self.changed(access, (old.password(), new), changed.host, turn).await,
            Err(AccountRefusal::InDoubt) => Err(AccountRefusal::InDoubt.into()),
            Err(refusal) => {
                turn.world.ledger().settle(&key)?;
                match refusal {
                    AccountRefusal::TooShort { .. } => learnt.too_short(&new),
                    AccountRefusal::TooLong { .. } => learnt.too_long(&new),
                    AccountRefusal::Quality => learnt.too_simple(&new),
                    _ => {}
                }
                turn.commit_now(Step::Password(self.having(learnt)));
                if refusal.spent_attempt() {
                    let _counted = self.who.budget(turn.world).begin()?;
                }
                Err(refusal.into())
            }
        }
    }

    /// Tries the new password, then the old one once, and says which holds.
    pub(super) async fn resolve(&self, access: &Access, both: Both, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        turn.progress.doing(Doings::Resolving, None, 60);
        let check = &self.who.place().account().check;
        let login = &self.who.entered().identifier;
        match check.sign_in(login, &both.new).await {
            Ok(state) => return self.changed(access, (&both.old, both.new), state.host, turn).await,
            Err(AccountRefusal::WrongPassword) => drop(self.who.budget(turn.world).begin()?),
            Err(refusal) => return Err(refusal.into()),
        }
        let state = match check.sign_in(login, &both.old).await {
            Ok(state) => state,
            Err(AccountRefusal::WrongPassword) => {
                let _counted = self.who.budget(turn.world).begin()?;
                return Err(Refusal::NeitherHolds);
            }
            // Only the right password is told that it has expired: the old one holds, and the desk must help.
            Err(AccountRefusal::Expired) => {
                turn.world.ledger().settle(&self.who.budget_key())?;
                turn.commit_now(self.at(Stage::Hold));
                return Err(AccountRefusal::Expired.into());
            }
            Err(refusal) => return Err(refusal.into()),
        };
        turn.world.ledger().settle(&self.who.budget_key())?;
        self.who.budget(turn.world).succeeded();
        let old = ProvedPassword::new(both.old);
        let access = access
            .clone()
            .with_account(old.clone())
            .noting(Item::done(ItemKey::Identifier, Proof::SignedIn { host: state.host }))
            .noting(Item::left(ItemKey::Password, Why::OldHolds));
        let again = Stage::New {
            access: access.clone(),
            old,
            must_change: state.must_change,
            learnt: Learnt::default(),
        };
        Ok(self.past(Stage::Ended {
            access,
            again: Some(Box::new(again)),
        }))
    }

    async fn changed(
        &self,
        access: &Access,
        (old, new): (&Password, Arc<Password>),
        host: String,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        let proved = ProvedPassword::new(new);
        let access = access
            .clone()
            .with_account(proved.clone())
            .noting(Item::done(ItemKey::Identifier, Proof::SignedIn { host: host.clone() }))
            .noting(Item::done(ItemKey::Password, Proof::Changed { host }));
        // From here a cancel stops the mailbox proof only: the change is settled.
        turn.commit_now(self.at(self.ended(access.clone().noting(Item::left(ItemKey::Mailbox, Why::Later)))));
        // Only now: a program killed before the person could see it must find out again, not ask what they hold.
        turn.world.ledger().settle(&self.who.budget_key())?;
        self.who.budget(turn.world).succeeded();
        let access = self.with_mailbox(access, proved.clone(), turn).await?;
        let access = self.old_one_shut_out(access, old, &proved, turn).await;
        Ok(self.past(self.ended(access)))
    }

    /// The same step, wiser.
    fn having(&self, learnt: Learnt) -> Self {
        let mut again = self.clone();
        if let Stage::New { learnt: known, .. } = &mut again.stage {
            *known = learnt;
        }
        again
    }

    fn at(&self, stage: Stage) -> Step {
        Step::Password(self.in_stage(stage))
    }
}
