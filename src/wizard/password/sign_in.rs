//! A sign-in: what must hold before a byte of a password leaves, and the identity server's answer.
//! Mail is [`mailbox`](super::mailbox)'s.

use std::sync::Arc;

use super::{Securing, Stage, other_form};
use crate::{
    academy::{AcademyRefusal, numen},
    account::{AccountRefusal, Capability},
    mail::SignInRefusal,
    password::Learnt,
    secret::Password,
    wizard::{
        Next, Refusal, Turn, World,
        access::{Access, ProvedPassword},
        resume,
        view::{AskedPassword, Doings, Holding, Item, ItemKey, Proof, Why},
    },
};

impl Securing {
    pub(super) fn identity_server(&self) -> bool {
        self.who.place().account().check.server()
    }

    /// The name a sign-in uses: the identity server's identifier, or the mail server's user name.
    pub(super) fn sign_in_name(&self, asked: AskedPassword) -> &str {
        match self.identity_server() && asked != AskedPassword::Application {
            true => &self.who.entered().identifier,
            false => self.who.mail_login(),
        }
    }

    /// Before any byte of a password leaves: empty, a NUMEN that is none here, or a budget that is spent.
    pub(super) fn allow(
        &self,
        password: &Password,
        holding: Holding,
        tried_elsewhere: bool,
        world: &World,
    ) -> Result<(), Refusal> {
        if password.is_empty() {
            return Err(SignInRefusal::EmptyPassword.into());
        }
        if holding != Holding::Numen && password.looks_like(numen::looks_like) {
            return Err(AcademyRefusal::NumenTyped.into());
        }
        self.budget_allows(tried_elsewhere, world)
    }

    /// One more sign-in may fail, and still one more where one failed elsewhere today.
    pub(super) fn budget_allows(&self, tried_elsewhere: bool, world: &World) -> Result<(), Refusal> {
        if self.who.budget(world).left() > u8::from(tried_elsewhere) {
            return Ok(());
        }
        // One left that may already be spent elsewhere: as long as a lock may last, where nothing else is known.
        let minutes = match self.who.wait_minutes(world) {
            0 => self.lock_minutes().map_or(60, u32::from),
            minutes => minutes,
        };
        Err(Refusal::BudgetSpent { minutes })
    }

    fn lock_minutes(&self) -> Option<u16> {
        let rule = self.who.place().academy().password_rule.as_ref();
        rule.and_then(|rule| rule.value.lock_minutes)
    }

    /// One sign-in with what was typed or kept, at the server that can tell the most.
    pub(super) async fn try_password(&self, attempt: other_form::Offer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        if attempt.asked != AskedPassword::Application && self.identity_server() {
            self.sign_in(attempt.holding, &attempt.access, attempt.password, turn)
                .await
        } else {
            self.open_mail(attempt, turn).await
        }
    }

    /// One sign-in at the identity server.
    async fn sign_in(
        &self,
        holding: Holding,
        access: &Access,
        password: Arc<Password>,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        let account = self.who.place().account();
        turn.progress.doing(Doings::SigningIn, account.check.host(), 30);
        let budget = self.who.budget(turn.world);
        // Counted from before it leaves: stopping the wait, or this program, does not make the server forget it.
        let attempt = budget.begin()?;
        let state = match account.check.sign_in(&self.who.entered().identifier, &password).await {
            Ok(state) => state,
            Err(refusal) => {
                match refusal {
                    AccountRefusal::Locked | AccountRefusal::TooManyTries => budget.exhaust()?,
                    _ if refusal.spent_attempt() => {}
                    _ => budget.uncounted(attempt),
                }
                if refusal == AccountRefusal::CaptchaPortal {
                    turn.commit_now(self.without_portal(holding));
                }
                return Err(refusal.into());
            }
        };
        budget.succeeded();
        let proof = Proof::SignedIn { host: state.host };
        let proof_of_password = proof.clone();
        let proved = ProvedPassword::new(password);
        let access = access
            .clone()
            .noting(Item::done(ItemKey::Identifier, proof))
            .with_account(proved.clone());
        let own = holding == Holding::AlreadyChanged && !state.must_change;
        if own || !account.change.server() {
            let standing = match &self.marked {
                // It had been changed, it opens, and the server asks for no change: that is what was proved then.
                Some(marked) if own && marked.had(ItemKey::Password) => {
                    Item::done(ItemKey::Password, proof_of_password)
                }
                _ => Item::declared(ItemKey::Password, Why::NoServer),
            };
            let access = self.with_mailbox(access.noting(standing), proved, turn).await?;
            let access = self.found_again(access, turn).await;
            return Ok(self.to(self.ended(access)));
        }
        Ok(self.to(Stage::New {
            access,
            old: proved,
            must_change: state.must_change,
            learnt: Learnt::default(),
        }))
    }

    pub(super) async fn found_again(&self, access: Access, turn: &Turn<'_>) -> Access {
        match &self.marked {
            Some(marked) => resume::found_again(marked, access, turn).await,
            None => access,
        }
    }
}
