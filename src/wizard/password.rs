//! Step 3, a password of your own. The first sign-in happens here and proves the identifier with it.
//!
//! With an identity server: sign in, change, verify the new password. Without: the official page, then the mail servers
//! say what they can. Budget, doubt and their traces are `ledger`'s; rules and strength `password`'s. [`change`] is the
//! change itself and its doubt, [`mailbox`] opens mail, [`application`] is one password for each device, [`ending`] what is
//! said at the end.

mod application;
mod change;
mod ending;
mod kept;
mod mailbox;
mod other_form;
pub(super) mod page;

use std::sync::Arc;

use self::ending::Then;
use super::{
    Next, Refusal, Step, Turn, World,
    access::{Access, ProvedPassword},
    ask::context,
    forgotten,
    place::Who,
    resume::{self, Marked},
    view::{Answer, AskedPassword, Device, Doings, Holding, Item, ItemKey, Proof, Screen, Task, Why},
};
use crate::{
    academy::{AcademyRefusal, FirstPassword, PasswordRule, numen},
    account::{AccountRefusal, Capability},
    password::{self as strength, Learnt},
    secret::Password,
};

/// Who, and how far their password is.
#[derive(Clone)]
pub(super) struct Securing {
    who: Who,
    stage: Stage,
    /// The other form of the user name was tried: once is all.
    other_form_tried: bool,
    /// For which device an application password is made.
    device: Device,
    /// The page that was left, on coming back.
    marked: Option<Arc<Marked>>,
}

#[derive(Clone)]
enum Stage {
    /// What do you hold?
    Hold,
    /// Nothing: where to get one.
    Lost,
    /// The official page changes it.
    Page,
    /// The official page makes an application password.
    ApplicationPage(Access),
    /// A password to try.
    SignIn {
        holding: Holding,
        asked: AskedPassword,
        access: Access,
    },
    /// The mail server refused this user name: the other form of it, once, if the person agrees.
    OtherForm(other_form::Offer),
    /// The old one opened; a new one is due.
    New {
        access: Access,
        old: ProvedPassword,
        must_change: bool,
        /// What refusals of new passwords taught of the rule.
        learnt: Learnt,
    },
    /// A change had left when the answer was lost.
    InDoubt { access: Access, both: Option<Both> },
    /// What came of it.
    Ended { access: Access, then: Then },
}

/// Both passwords of a change that is in doubt.
#[derive(Clone)]
struct Both {
    old: Arc<Password>,
    new: Arc<Password>,
}

impl Securing {
    /// At the question what the person holds, or in doubt where an earlier run left a change unanswered.
    pub(super) fn begin(who: Who, marked: Option<Arc<Marked>>, world: &World) -> Self {
        strength::warm_up();
        let in_doubt = world.ledger().in_doubt(&who.budget_key()).is_some();
        let access = Access::new(who.clone());
        let comes_back = marked.as_deref().is_some_and(Marked::has_own_password);
        let mut here = Self {
            who,
            stage: Stage::Hold,
            other_form_tried: false,
            device: Device::Computer,
            marked,
        };
        here.stage = match (in_doubt, comes_back) {
            (true, _) => Stage::InDoubt { access, both: None },
            (false, true) => here.own(access),
            (false, false) => Stage::Hold,
        };
        here
    }

    /// Coming back, and no server has said yes yet: the page stays marked as it was.
    pub(super) fn comes_back(&self) -> bool {
        let opened = |access: &Access| access.account().is_some() || access.mail().is_some();
        self.marked.is_some() && !self.access().is_some_and(opened)
    }

    pub(super) fn who(&self) -> &Who {
        &self.who
    }

    /// What servers confirmed so far, once one was to be asked.
    pub(super) fn access(&self) -> Option<&Access> {
        match &self.stage {
            Stage::ApplicationPage(access)
            | Stage::SignIn { access, .. }
            | Stage::New { access, .. }
            | Stage::InDoubt { access, .. }
            | Stage::Ended { access, .. } => Some(access),
            Stage::OtherForm(offer) => Some(&offer.access),
            Stage::Hold | Stage::Lost | Stage::Page => None,
        }
    }

    /// A change has left and the ledger still knows it: there is no way back from here.
    pub(super) fn unsettled(&self) -> bool {
        matches!(
            self.stage,
            Stage::InDoubt { .. } | Stage::Ended { then: Then::Settle, .. }
        )
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        let place = self.who.place();
        match &self.stage {
            Stage::Hold => Screen::Hold {
                options: self.holdings(),
            },
            Stage::Lost => forgotten::lost(place, world),
            Stage::Page => page::change(place, world),
            Stage::ApplicationPage(_) => self.application_screen(world),
            Stage::SignIn { asked, .. } => Screen::SignIn {
                login: self.sign_in_name(*asked).to_owned(),
                asked: *asked,
                attempts_left: self.who.budget(world).left(),
                wait_minutes: self.who.wait_minutes(world),
                kept: self.kept(*asked).is_some(),
                ask_elsewhere: *asked != AskedPassword::Application,
            },
            Stage::OtherForm(offer) => self.other_form_screen(offer, world),
            Stage::New { must_change, .. } => {
                let (rule, assumed) = self.rule();
                Screen::NewPassword {
                    rules: strength::lines(&rule, ""),
                    assumed,
                    must_change: *must_change,
                }
            }
            Stage::InDoubt { both, .. } => Screen::InDoubt {
                both_known: both.is_some(),
            },
            Stage::Ended { access, .. } if self.marked.is_some() => {
                Screen::outcome(Task::Resume, access.items().to_vec())
            }
            Stage::Ended { access, then } => self.ending(access, then),
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Hold, Answer::Hold { holding }) if self.holdings().contains(&holding) => Ok(self.held(holding)),
            (Stage::Lost, Answer::Returned { outcome }) => Ok(self.back_from_reset(outcome)),
            (Stage::Page, Answer::Returned { outcome }) => Ok(self.back_from_change(outcome, turn.world)),
            (Stage::ApplicationPage(access), Answer::Returned { outcome }) => {
                Ok(self.back_from_application(access, outcome, turn.world))
            }
            (
                Stage::SignIn { holding, asked, access },
                Answer::SignIn {
                    password,
                    tried_elsewhere,
                },
            ) => {
                let password = match asked {
                    AskedPassword::Application => password.ungrouped(),
                    AskedPassword::First | AskedPassword::Own => password,
                };
                self.allow(&password, *holding, tried_elsewhere, turn.world)?;
                self.own_to_device(access, &password)?;
                let attempt = other_form::Offer {
                    holding: *holding,
                    asked: *asked,
                    access: access.clone(),
                    password: Arc::new(password),
                    tried_elsewhere,
                };
                self.try_password(attempt, turn).await
            }
            (Stage::SignIn { holding, asked, access }, Answer::UseKept) => {
                let password = Arc::clone(self.kept(*asked).ok_or(Refusal::NotNow)?);
                self.allow(&password, *holding, false, turn.world)?;
                let attempt = other_form::Offer {
                    holding: *holding,
                    asked: *asked,
                    access: access.clone(),
                    password,
                    tried_elsewhere: false,
                };
                self.try_kept(attempt, turn).await
            }
            (Stage::SignIn { asked, access, .. }, Answer::Later) => Ok(self.not_now(*asked, access, Why::Later)),
            (Stage::OtherForm(offer), Answer::OtherForm { agreed }) => self.other_form(offer, agreed, turn).await,
            (
                Stage::New {
                    access, old, learnt, ..
                },
                Answer::NewPassword { password },
            ) => self.change(access, old, *learnt, password, turn).await,
            (Stage::InDoubt { access, both }, Answer::Resolve { old, new }) => {
                let both = match (both.clone(), old, new) {
                    (Some(both), ..) => both,
                    (None, Some(old), Some(new)) if !old.is_empty() && !new.is_empty() => Both {
                        old: Arc::new(old),
                        new: Arc::new(new),
                    },
                    _ => return Err(Refusal::TypeBoth),
                };
                self.resolve(access, both, turn).await
            }
            (Stage::Ended { access, then }, Answer::Continue) => self.go_on(access, then, turn.world),
            (Stage::Ended { access, .. }, Answer::ForDevice { device })
                if self.devices_left(access).contains(&device) =>
            {
                Ok(self.for_device(access, device))
            }
            _ => Err(Refusal::NotNow),
        }
    }

    fn to(&self, stage: Stage) -> Next {
        Next::To(Step::Password(self.in_stage(stage)))
    }

    fn past(&self, stage: Stage) -> Next {
        Next::Past(Step::Password(self.in_stage(stage)))
    }

    fn in_stage(&self, stage: Stage) -> Self {
        Self { stage, ..self.clone() }
    }

    fn identity_server(&self) -> bool {
        self.who.place().account().check.server()
    }

    /// The name a sign-in uses: the identity server's identifier, or the mail server's user name.
    fn sign_in_name(&self, asked: AskedPassword) -> &str {
        match self.identity_server() && asked != AskedPassword::Application {
            true => &self.who.entered().identifier,
            false => self.who.mail_login(),
        }
    }

    fn holdings(&self) -> Vec<Holding> {
        let known: Vec<_> = self
            .who
            .place()
            .academy()
            .first_password
            .iter()
            .map(|first| first.value)
            .collect();
        let mut options = Vec::new();
        for (first, holding) in [
            (FirstPassword::Letter, Holding::Letter),
            (FirstPassword::Numen, Holding::Numen),
            (FirstPassword::Handed, Holding::Handed),
        ] {
            // Unknown first passwords: a letter or a hand-over is how it goes elsewhere; a NUMEN only where the data says so.
            let offered = if known.is_empty() {
                first != FirstPassword::Numen
            } else {
                known.contains(&first)
            };
            if offered {
                options.push(holding);
            }
        }
        options.extend([Holding::AlreadyChanged, Holding::Lost]);
        options
    }

    fn held(&self, holding: Holding) -> Next {
        let access = Access::new(self.who.clone());
        match holding {
            Holding::Lost => self.to(Stage::Lost),
            Holding::AlreadyChanged => self.verify_own(access),
            Holding::Letter | Holding::Numen | Holding::Handed if self.changes_here() => self.to(Stage::SignIn {
                holding,
                asked: AskedPassword::First,
                access,
            }),
            Holding::Letter | Holding::Numen | Holding::Handed => self.to(Stage::Page),
        }
    }

    /// The academy lets this program change the password.
    fn changes_here(&self) -> bool {
        self.identity_server() && self.who.place().account().change.server()
    }

    /// Before any byte of a password leaves: empty, a NUMEN that is none here, or a budget that is spent.
    fn allow(
        &self,
        password: &Password,
        holding: Holding,
        tried_elsewhere: bool,
        world: &World,
    ) -> Result<(), Refusal> {
        if password.is_empty() {
            return Err(crate::mail::SignInRefusal::EmptyPassword.into());
        }
        if holding != Holding::Numen && password.looks_like(numen::looks_like) {
            return Err(AcademyRefusal::NumenTyped.into());
        }
        self.budget_allows(tried_elsewhere, world)
    }

    /// One more sign-in may fail, and still one more where one failed elsewhere today.
    fn budget_allows(&self, tried_elsewhere: bool, world: &World) -> Result<(), Refusal> {
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
    async fn try_password(&self, attempt: other_form::Offer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
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

    async fn found_again(&self, access: Access, turn: &Turn<'_>) -> Access {
        match &self.marked {
            Some(marked) => resume::found_again(marked, access, turn).await,
            None => access,
        }
    }

    /// What the academy's rule is known to be by now, and whether it is assumed.
    fn rule(&self) -> (PasswordRule, bool) {
        let (rule, assumed) = strength::rule_of(self.who.place().academy());
        (self.learnt().applied(rule), assumed)
    }

    /// What this account's server taught.
    pub(super) fn learnt(&self) -> Learnt {
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
}
