//! Step 3, a password of your own. The first sign-in happens here and proves the identifier with it.
//!
//! With an identity server: sign in, change, verify the new password. Without: the official page, then the mail servers
//! say what they can. Budget, doubt and their traces are `ledger`'s; rules and strength `password`'s. Mail is opened in
//! [`mailbox`].

mod change;
mod mailbox;
mod other_form;
pub(super) mod page;

use std::sync::Arc;

use super::{
    Next, Refusal, Step, Turn, World,
    access::{Access, ProvedPassword},
    ask::context,
    forgotten,
    place::Who,
    recovery::Recovering,
    view::{Answer, AskedPassword, Doings, Holding, Item, ItemKey, Proof, Screen, Task, Why},
};
use crate::{
    academy::{AcademyRefusal, FirstPassword, PasswordRule, numen},
    account::{AccountRefusal, Capability},
    ledger::Ledger,
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
    Ended { access: Access, again: Option<Box<Stage>> },
}

/// Both passwords of a change that is in doubt.
#[derive(Clone)]
struct Both {
    old: Arc<Password>,
    new: Arc<Password>,
}

impl Securing {
    /// At the question what the person holds, or in doubt where an earlier run left a change unanswered.
    pub(super) fn begin(who: Who, world: &World) -> Result<Self, Refusal> {
        strength::warm_up();
        let in_doubt = ledger(world).in_doubt(&who.budget_key()).is_some();
        let stage = match in_doubt {
            true => Stage::InDoubt {
                access: Access::new(who.clone()),
                both: None,
            },
            false => Stage::Hold,
        };
        Ok(Self {
            who,
            stage,
            other_form_tried: false,
        })
    }

    pub(super) fn who(&self) -> &Who {
        &self.who
    }

    pub(super) fn in_doubt(&self) -> bool {
        matches!(self.stage, Stage::InDoubt { .. })
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        let place = self.who.place();
        match &self.stage {
            Stage::Hold => Screen::Hold {
                options: self.holdings(),
            },
            Stage::Lost => forgotten::lost(place, world),
            Stage::Page => page::change(place, world),
            Stage::ApplicationPage(_) => page::application(place, world),
            Stage::SignIn { asked, .. } => Screen::SignIn {
                login: self.sign_in_name(*asked).to_owned(),
                asked: *asked,
                attempts_left: self.who.budget(world).left(),
                wait_minutes: self.who.wait_minutes(world),
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
            Stage::Ended { access, .. } => Screen::Outcome {
                task: Task::ChangePassword,
                items: access.lines(&[
                    ItemKey::Identifier,
                    ItemKey::Password,
                    ItemKey::OldPassword,
                    ItemKey::ApplicationPassword,
                    ItemKey::Mailbox,
                    ItemKey::Sending,
                ]),
                forgotten: None,
            },
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
                self.allow(&password, *holding, tried_elsewhere, turn.world)?;
                let password = Arc::new(password);
                if *asked != AskedPassword::Application && self.identity_server() {
                    self.sign_in(*holding, access, password, turn).await
                } else {
                    let attempt = other_form::Offer {
                        holding: *holding,
                        asked: *asked,
                        access: access.clone(),
                        password,
                        tried_elsewhere,
                    };
                    self.open_mail(attempt, turn).await
                }
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
            (Stage::Ended { again: Some(stage), .. }, Answer::Continue) => Ok(self.to((**stage).clone())),
            (Stage::Ended { access, again: None }, Answer::Continue) => {
                Ok(Next::To(Step::Recovery(Recovering::begin(access.clone(), turn.world))))
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

    fn ended(&self, access: Access) -> Stage {
        Stage::Ended { access, again: None }
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
        let proved = ProvedPassword::new(password);
        let access = access
            .clone()
            .noting(Item::done(ItemKey::Identifier, proof))
            .with_account(proved.clone());
        let own = holding == Holding::AlreadyChanged && !state.must_change;
        if own || !account.change.server() {
            let standing = Item::declared(ItemKey::Password, Why::NoServer);
            let access = self.with_mailbox(access.noting(standing), proved, turn).await?;
            return Ok(self.to(self.ended(access)));
        }
        Ok(self.to(Stage::New {
            access,
            old: proved,
            must_change: state.must_change,
            learnt: Learnt::default(),
        }))
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

/// The ledger; a thread that panicked while holding it leaves it usable.
fn ledger(world: &World) -> std::sync::MutexGuard<'_, Ledger> {
    world.ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
