//! THE JOURNEY: seven steps, their order, and what each hands to the next.
//!
//! Owns [`Wizard`], the one place that knows the order: **academy → identity → password → recovery → second factor → mail
//! apps → check-up**. A file per step decides what that step asks and does; each hands on a type with private
//! constructors ([`place::Place`], [`place::Who`], [`access::Access`]), so that a skipped step cannot be written.
//! [`view`] is what the doors show and answer, [`message`] what a person pastes when asking for help, [`ask`] what they may
//! ask at any time, `ended` how a passage ends and what is left of it, [`idle`] when it ends by itself, [`journey`] the task behind a channel that they hold, [`packs`] what rectorates bring. Servers belong
//! to `mail` and `account`, files to `profiles`, sentences to `words`.

mod academy;
pub mod access;
pub mod ask;
mod check_up;
mod clock;
mod computer;
pub mod diagnosis;
mod ended;
mod facts;
mod forgotten;
mod identity;
pub mod idle;
pub mod journey;
mod mail_apps;
pub mod message;
pub mod packs;
pub mod passing;
mod password;
pub mod place;
mod recovery;
mod refusal;
mod resume;
mod second_factor;
mod tries;
pub mod undo;
pub mod view;
mod world;

pub use clock::clock;
pub use computer::Computer;
pub use journey::Journey;
pub use refusal::{AddressFault, Refusal};
pub use world::{Passing, Rehearsal, World};

use tokio::sync::watch;
use view::{Answer, Doing, Doings, Screen, StepName, View};

use crate::{
    academy::{AcademyRefusal, numen, support},
    password::Learnt,
    secret::Password,
};

/// Where the person stands. Each variant owns only what earlier steps proved.
#[derive(Clone)]
enum Step {
    Academy(academy::Choosing),
    Identity(identity::Identifying),
    Password(password::Securing),
    Recovery(recovery::Recovering),
    SecondFactor(second_factor::Enrolling),
    MailApps(mail_apps::Equipping),
    CheckUp(check_up::Reviewing),
    Ended(ended::Ended),
}

/// What an answer leads to.
enum Next {
    /// Another screen; going back returns to this one.
    To(Step),
    /// The same screen, which now says more: going back leads where it led before.
    Here(Step),
    /// Another screen, behind an effect on a server: no way back across it.
    Past(Step),
}

/// The journey as one value. Doors hold a [`Journey`] instead.
pub struct Wizard {
    world: World,
    step: Step,
    history: Vec<Step>,
}

impl Wizard {
    /// At the first question.
    #[must_use]
    pub fn new(world: World) -> Self {
        world.begin();
        Self {
            world,
            step: Step::Academy(academy::Choosing::default()),
            history: Vec::new(),
        }
    }

    /// Takes an answer; a refusal leaves the step as it was. Dropping the future cancels what is under way; a change
    /// that had left is then in doubt, and the step says so.
    ///
    /// # Errors
    /// Every reason of every room, and answers that do not belong to the screen.
    pub async fn answer(&mut self, answer: Answer, progress: &Progress) -> Result<(), Refusal> {
        if let Answer::OpenPack(pack) = &answer {
            // It changes what is known, not where the person stands: no step, and nothing to go back to.
            return self.open_pack(&pack.file()?);
        }
        if let Answer::SignInToProxy { proxy, user, password } = answer {
            // Nor does this: the person goes on where they were.
            let answered = self.open_proxy(&proxy, user, password, progress).await;
            progress.rest();
            return answered;
        }
        match answer {
            Answer::Computer { shared } => return self.settle_computer(shared),
            Answer::Finish { idle } => return self.finish(idle, progress).await,
            _ => {}
        }
        let before = self.step.clone();
        let mut turn = Turn {
            world: &self.world,
            progress,
            slot: &mut self.step,
        };
        let next = match &before {
            Step::Academy(step) => match answer {
                Answer::Resume if step.asks_academy() => resume::again(&mut turn).await,
                answer => step.answer(answer, &mut turn),
            },
            Step::Identity(step) => step.answer(answer, &mut turn).await,
            Step::Password(step) => Box::pin(step.answer(answer, &mut turn)).await,
            Step::Recovery(step) => step.answer(answer, &mut turn).await,
            Step::SecondFactor(step) => step.answer(answer, &mut turn).await,
            Step::MailApps(step) => step.answer(answer, &mut turn).await,
            Step::CheckUp(step) => step.answer(answer, &mut turn).await,
            Step::Ended(_) => Err(Refusal::NotNow),
        };
        progress.rest();
        let next = next?;
        let (Next::To(step) | Next::Here(step) | Next::Past(step)) = &next;
        self.obey_pack(step)?;
        match next {
            // What the step itself committed on the way is what going back finds.
            Next::To(step) => self.history.push(std::mem::replace(&mut self.step, step)),
            Next::Here(step) => self.step = step,
            Next::Past(step) => {
                self.history.clear();
                self.step = step;
            }
        }
        self.mark();
        Ok(())
    }

    async fn open_proxy(
        &self,
        proxy: &str,
        user: String,
        password: Password,
        progress: &Progress,
    ) -> Result<(), Refusal> {
        if password.looks_like(numen::looks_like) || numen::looks_like(&user) {
            return Err(AcademyRefusal::NumenTyped.into());
        }
        progress.doing(Doings::OpeningProxy, Some(proxy), 6);
        Ok(self
            .world
            .net
            .sign_in_to_proxy(proxy, user.trim().to_owned(), password)
            .await?)
    }

    /// One screen back. Never across an effect on a server.
    ///
    /// # Errors
    /// [`Refusal::NoWayBack`] at the first screen and right behind an effect.
    pub fn back(&mut self) -> Result<(), Refusal> {
        if !self.can_back() {
            return Err(Refusal::NoWayBack);
        }
        if let Some(step) = self.history.pop() {
            self.step = step;
        }
        Ok(())
    }

    /// What a door draws.
    #[must_use]
    pub fn view(&self) -> View {
        let name = self.step.name();
        let (academy, department) = match &self.step {
            Step::Academy(step) => (step.academy(&self.world), step.department(&self.world)),
            step => {
                let place = step.place();
                (
                    place.map(place::Place::academy),
                    place.and_then(place::Place::department),
                )
            }
        };
        let screen = self.step.screen(&self.world);
        View {
            step: name,
            academy: academy.map(place::card),
            department: department.map(support::department_line),
            practice: self.world.rehearsal.is_some(),
            shared: self.world.shared(),
            pack: academy.and_then(packs::line),
            independent: academy.is_none_or(|academy| !academy.vouched_for()),
            can_back: self.can_back(),
            facts: academy.map(|academy| facts::of(academy, name)).unwrap_or_default(),
            settled: screen.settled(),
            screen,
        }
    }

    fn can_back(&self) -> bool {
        !self.history.is_empty() && !self.step.unsettled()
    }
}

impl Step {
    fn name(&self) -> StepName {
        match self {
            Self::Academy(_) => StepName::Academy,
            Self::Identity(_) => StepName::Identity,
            Self::Password(_) => StepName::Password,
            Self::Recovery(_) => StepName::Recovery,
            Self::SecondFactor(_) => StepName::SecondFactor,
            Self::MailApps(_) => StepName::MailApps,
            Self::CheckUp(_) | Self::Ended(_) => StepName::CheckUp,
        }
    }

    fn screen(&self, world: &World) -> Screen {
        match self {
            Self::Academy(step) => step.screen(world),
            Self::Identity(step) => step.screen(),
            Self::Password(step) => step.screen(world),
            Self::Recovery(step) => step.screen(world),
            Self::SecondFactor(step) => step.screen(world),
            Self::MailApps(step) => step.screen(world),
            Self::CheckUp(step) => step.screen(world),
            Self::Ended(step) => step.screen(),
        }
    }

    fn place(&self) -> Option<&place::Place> {
        match self {
            Self::Academy(_) | Self::Ended(_) => None,
            Self::Identity(step) => Some(step.place()),
            Self::Password(step) => Some(step.who().place()),
            Self::Recovery(step) => Some(step.access().who().place()),
            Self::SecondFactor(step) => Some(step.access().who().place()),
            Self::MailApps(step) => Some(step.access().who().place()),
            Self::CheckUp(step) => Some(step.access().who().place()),
        }
    }

    fn who(&self) -> Option<&place::Who> {
        match self {
            Self::Academy(_) | Self::Identity(_) | Self::Ended(_) => None,
            Self::Password(step) => Some(step.who()),
            Self::Recovery(step) => Some(step.access().who()),
            Self::SecondFactor(step) => Some(step.access().who()),
            Self::MailApps(step) => Some(step.access().who()),
            Self::CheckUp(step) => Some(step.access().who()),
        }
    }

    /// Passwords a server said yes to, while they are held.
    fn proved(&self) -> Vec<access::ProvedPassword> {
        let access = self.access().into_iter();
        access
            .flat_map(|access| access.account().into_iter().chain(access.mail()))
            .cloned()
            .collect()
    }

    /// What servers confirmed so far.
    fn access(&self) -> Option<&access::Access> {
        match self {
            Self::Password(step) => step.access(),
            Self::Recovery(step) => Some(step.access()),
            Self::SecondFactor(step) => Some(step.access()),
            Self::MailApps(step) => Some(step.access()),
            Self::CheckUp(step) => Some(step.access()),
            Self::Academy(_) | Self::Identity(_) | Self::Ended(_) => None,
        }
    }

    /// Coming back, and nothing asked again yet.
    fn comes_back(&self) -> bool {
        matches!(self, Self::Password(step) if step.comes_back())
    }

    /// What the refusals of this step taught of the password rule.
    fn learnt(&self) -> Learnt {
        match self {
            Self::Password(step) => step.learnt(),
            _ => Learnt::default(),
        }
    }

    fn unsettled(&self) -> bool {
        matches!(self, Self::Password(step) if step.unsettled())
    }
}

/// What a step may use while it answers.
struct Turn<'a> {
    world: &'a World,
    progress: &'a Progress,
    slot: &'a mut Step,
}

impl Turn<'_> {
    /// Replaces the step before the answer is known: for a change that is about to leave, so that a cancelled or lost
    /// answer finds the journey in doubt; for a try that is spent; for what was typed, so that going back finds it.
    fn commit_now(&mut self, step: Step) {
        *self.slot = step;
    }
}

/// Says what is going on to whoever watches.
pub struct Progress(watch::Sender<Option<Doing>>);

impl Progress {
    /// A progress and the end that watches it.
    #[must_use]
    pub fn channel() -> (Self, watch::Receiver<Option<Doing>>) {
        let (sender, receiver) = watch::channel(None);
        (Self(sender), receiver)
    }

    fn doing(&self, code: Doings, host: Option<&str>, at_most_s: u16) {
        self.0.send_replace(Some(Doing {
            code,
            host: host.map(str::to_owned),
            at_most_s,
        }));
    }

    fn rest(&self) {
        self.0.send_replace(None);
    }
}
