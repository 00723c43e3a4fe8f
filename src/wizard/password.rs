//! Step 3, a password of your own. The first sign-in happens here and proves the identifier with it.
//!
//! With an identity server: sign in, change, verify the new password. Without: the official page, then the mail servers
//! say what they can. Budget, doubt and their traces are `ledger`'s; rules and strength `password`'s. [`holding`] is what the
//! person holds, [`sign_in`] a sign-in, [`change`] the change itself and its doubt, [`mailbox`] opens mail, [`application`] is
//! one password for each device, [`ending`] what is said at the end.

mod application;
mod change;
mod ending;
mod holding;
mod kept;
mod mailbox;
mod other_form;
pub(super) mod page;
mod sign_in;

use std::sync::Arc;

use self::ending::Then;
use super::{
    Next, Refusal, Step, Turn, World,
    access::{Access, ProvedPassword},
    forgotten,
    place::Who,
    resume::Marked,
    view::{Answer, AskedPassword, Device, Holding, Screen, Task, Why},
};
use crate::{
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
            (Stage::Hold, Answer::Hold { holding }) if self.holdings().contains(&holding) => {
                Ok(self.to(self.held(holding)))
            }
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
}
