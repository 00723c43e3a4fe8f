//! The rule a new password must meet, the change itself, and what to do when its answer was lost.

use std::sync::Arc;

use super::{Both, Securing, Stage, ending::Then};
use crate::{
    academy::PasswordRule,
    account::AccountRefusal,
    password::{self as strength, Learnt},
    secret::Password,
    wizard::{
        Next, Refusal, Step, Turn,
        access::{Access, ProvedPassword},
        ask::context,
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
        let academy = &self.who.place().academy().id;
        turn.world.ledger().mark_in_doubt(&key, academy, now)?;
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
            Ok(changed) => {
                let proof = Proof::Changed { host: changed.host };
                self.changed(access, (old.password(), new), proof, turn).await
            }
            Err(AccountRefusal::InDoubt) => Err(AccountRefusal::InDoubt.into()),
            Err(refusal) => {
                turn.world.ledger().settle(&key)?;
                match refusal {
                    AccountRefusal::TooShort { .. } => learnt.too_short(&new),
                    AccountRefusal::TooLong { .. } => learnt.too_long(&new),
                    AccountRefusal::Quality => learnt.too_simple(&new),
                    _ => {}
                }
                turn.commit_now(match refusal {
                    AccountRefusal::CaptchaPortal => self.at(Stage::Page),
                    _ => Step::Password(self.having(learnt)),
                });
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
            Ok(state) => {
                let proof = Proof::Changed { host: state.host };
                return self.changed(access, (&both.old, both.new), proof, turn).await;
            }
            Err(AccountRefusal::WrongPassword) => drop(self.who.budget(turn.world).begin()?),
            // A portal that counted the change among the failures says "wait" to whatever comes, for minutes.
            Err(
                refusal @ (AccountRefusal::TooManyTries
                | AccountRefusal::CaptchaPortal
                | AccountRefusal::Unavailable { .. }
                | AccountRefusal::Fault(_)),
            ) => {
                let proof = self.mailbox_opens(&both.new, turn).await.ok_or(refusal)?;
                return self.changed(access, (&both.old, both.new), proof, turn).await;
            }
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
            then: Then::Again(Box::new(again)),
        }))
    }

    async fn changed(
        &self,
        access: &Access,
        (old, new): (&Password, Arc<Password>),
        proof: Proof,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        let proved = ProvedPassword::new(new);
        let opened = match &proof {
            Proof::Changed { host } => Proof::SignedIn { host: host.clone() },
            other => other.clone(),
        };
        let access = access
            .clone()
            .with_account(proved.clone())
            .noting(Item::done(ItemKey::Identifier, opened))
            .noting(Item::done(ItemKey::Password, proof));
        // From here a cancel stops the mailbox proof only: the change is known.
        turn.commit_now(self.at(Stage::Ended {
            access: access.clone().noting(Item::left(ItemKey::Mailbox, Why::Later)),
            then: Then::Settle,
        }));
        self.who.budget(turn.world).succeeded();
        let access = self.with_mailbox(access, proved.clone(), turn).await?;
        let access = self.old_one_shut_out(access, old, &proved, turn).await;
        // Only now: a program killed before the person could see it must find out again, not ask what they hold.
        turn.world.ledger().settle(&self.who.budget_key())?;
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

    /// What the academy's rule is known to be by now, and whether it is assumed.
    pub(super) fn rule(&self) -> (PasswordRule, bool) {
        let (rule, assumed) = strength::rule_of(self.who.place().academy());
        (self.learnt().applied(rule), assumed)
    }

    /// What this account's server taught.
    pub(in crate::wizard) fn learnt(&self) -> Learnt {
        match &self.stage {
            Stage::New { learnt, .. } => *learnt,
            _ => Learnt::default(),
        }
    }

    fn judged(&self, password: &Password) -> strength::Verdict {
        let (rule, assumed) = self.rule();
        let context = context(self.who.place(), Some(self.who.entered()));
        strength::judge(&rule, assumed, &context, password)
    }

    fn at(&self, stage: Stage) -> Step {
        Step::Password(self.in_stage(stage))
    }
}
