//! Step 5, a second factor that is really there: enrolled at the portal, then asked for by a fresh sign-in; or set up on
//! the official page and declared.

use std::sync::Arc;

use tokio::sync::Mutex;

use super::{
    Next, Refusal, Step, Turn, World,
    access::Access,
    password::page::hand_off,
    resume,
    view::{Answer, Doings, Item, ItemKey, Proof, Returned, Screen, StepName, Task, Why},
};
use crate::{
    academy::{Need, PagePurpose, SecondFactor},
    account::{Capability, Enrolment},
    secret::Code,
    totp,
};

const TRIES: u8 = 3;

/// An enrolment the portal waits for; taken out when the person leaves it.
type Underway = Arc<Mutex<Option<Enrolment>>>;

/// The person with access, and how far their second factor is.
#[derive(Clone)]
pub(super) struct Enrolling {
    access: Access,
    stage: Stage,
}

#[derive(Clone)]
enum Stage {
    /// The portal enrols it: two devices are needed.
    Offer,
    /// The official page does.
    Page,
    /// Which one was set up there?
    Declare,
    /// The QR code, until a first code proves that the phone holds the key.
    Card {
        enrolment: Underway,
        card: Arc<totp::Card>,
        tries_left: u8,
    },
    /// A fresh sign-in asks for the next code.
    Prove { tries_left: u8 },
    /// What came of it.
    Ended,
}

impl Enrolling {
    /// At the offer where a portal enrols, else at the official page.
    pub(super) fn begin(access: Access) -> Self {
        let portal = access.who().place().account().totp.server();
        match (portal, access.account()) {
            (true, Some(_)) => Self {
                access,
                stage: Stage::Offer,
            },
            (true, None) => Self::ended(access, Item::left(ItemKey::SecondFactor, Why::PasswordFirst)),
            (false, _) => Self {
                access,
                stage: Stage::Page,
            },
        }
    }

    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        let place = self.access.who().place();
        match &self.stage {
            Stage::Offer => Screen::Enrol {
                factors: self.factors(),
            },
            Stage::Page => {
                let asked = [Need::Identifier, Need::CurrentPassword, Need::Phone];
                hand_off(place, world, Task::SecondFactor, PagePurpose::SecondFactor, &asked)
            }
            Stage::Declare => Screen::DeclareFactor {
                factors: self.factors(),
            },
            Stage::Card { card, tries_left, .. } => Screen::EnrolmentCard {
                card: card.as_ref().clone(),
                tries_left: *tries_left,
            },
            Stage::Prove { tries_left } => Screen::ProveCode {
                tries_left: *tries_left,
            },
            Stage::Ended => Screen::outcome(Task::SecondFactor, self.access.lines(&[ItemKey::SecondFactor])),
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Offer, Answer::Enrol) => self.enrol(turn).await,
            (Stage::Offer, Answer::Later) => Ok(self.end(Why::Later, turn.world)),
            (Stage::Card { enrolment, .. }, Answer::Later) => {
                // The portal's session ends with it: nobody finds it open.
                if let Some(enrolment) = enrolment.lock().await.take() {
                    enrolment.leave().await;
                }
                Ok(self.end(Why::Later, turn.world))
            }
            (Stage::Page, Answer::Returned { outcome }) => Ok(match outcome {
                Returned::Did => self.to(Stage::Declare),
                Returned::DidNotWork => self.end(Why::DidNotWork, turn.world),
                Returned::Later => self.end(Why::Later, turn.world),
            }),
            (Stage::Declare, Answer::DeclareFactor { factor }) => Ok(self.declare(factor, turn.world)),
            (
                Stage::Card {
                    enrolment, tries_left, ..
                },
                Answer::Code { code },
            ) => self.confirm(enrolment, *tries_left, &code, turn).await,
            (Stage::Prove { tries_left }, Answer::Code { code }) => self.prove(*tries_left, &code, turn).await,
            (Stage::Prove { .. }, Answer::Later) => {
                let item = Item::declared(ItemKey::SecondFactor, Why::Later);
                Ok(Next::Past(Step::SecondFactor(Self::ended(self.access.clone(), item))))
            }
            (Stage::Ended, Answer::Continue) => Ok(resume::onward(self.access.clone(), StepName::SecondFactor)),
            _ => Err(Refusal::NotNow),
        }
    }

    fn to(&self, stage: Stage) -> Next {
        Next::To(Step::SecondFactor(Self {
            access: self.access.clone(),
            stage,
        }))
    }

    fn ended(access: Access, item: Item) -> Self {
        Self {
            access: access.noting(item),
            stage: Stage::Ended,
        }
    }

    fn end(&self, why: Why, world: &World) -> Next {
        let page = self.access.who().place().page(world, PagePurpose::SecondFactor);
        let why = if page.url.is_none() && why == Why::DidNotWork {
            Why::PageUnknown
        } else {
            why
        };
        let item = Item::left(ItemKey::SecondFactor, why).at(page);
        Next::To(Step::SecondFactor(Self::ended(self.access.clone(), item)))
    }

    /// Factors this academy is known to use; unknown: the one we can help with.
    fn factors(&self) -> Vec<SecondFactor> {
        let known: Vec<_> = self
            .access
            .who()
            .place()
            .academy()
            .second_factors
            .iter()
            .map(|known| known.value)
            .collect();
        if known.is_empty() {
            vec![SecondFactor::Totp, SecondFactor::SecurId, SecondFactor::Sms]
        } else {
            known
        }
    }

    fn declare(&self, factor: Option<SecondFactor>, world: &World) -> Next {
        match factor {
            None => self.end(Why::DidNotWork, world),
            Some(_) => {
                let item = Item::declared(ItemKey::SecondFactor, Why::NoServer);
                Next::To(Step::SecondFactor(Self::ended(self.access.clone(), item)))
            }
        }
    }

    async fn enrol(&self, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let who = self.access.who();
        let Some(password) = self.access.account() else {
            return Err(Refusal::NotNow);
        };
        turn.progress.doing(Doings::Enrolling, None, 30);
        let totp = &who.place().account().totp;
        let enrolment = totp.enrol(&who.entered().identifier, password.password()).await?;
        let card = Arc::new(totp::card(enrolment.uri())?);
        Ok(self.to(Stage::Card {
            enrolment: Arc::new(Mutex::new(Some(enrolment))),
            card,
            tries_left: TRIES,
        }))
    }

    async fn confirm(
        &self,
        enrolment: &Underway,
        tries_left: u8,
        code: &Code,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        if !code.looks_right() {
            return Err(Refusal::CodeMalformed);
        }
        turn.progress.doing(Doings::Enrolling, None, 30);
        let confirmed = match enrolment.lock().await.as_mut() {
            Some(enrolment) => enrolment.confirm(code).await,
            None => return Err(Refusal::NotNow),
        };
        if let Err(refusal) = confirmed {
            if let Stage::Card { enrolment, card, .. } = &self.stage {
                let tries_left = tries_left.saturating_sub(1);
                let (enrolment, card) = (Arc::clone(enrolment), Arc::clone(card));
                let stage = Stage::Card {
                    enrolment,
                    card,
                    tries_left,
                };
                turn.commit_now(Step::SecondFactor(Self {
                    access: self.access.clone(),
                    stage,
                }));
            }
            return Err(refusal.into());
        }
        let stage = Stage::Prove { tries_left: TRIES };
        Ok(Next::Past(Step::SecondFactor(Self {
            access: self.access.clone(),
            stage,
        })))
    }

    /// The portal holds the factor; only a fresh sign-in that asks for a code proves it.
    async fn prove(&self, tries_left: u8, code: &Code, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        if !code.looks_right() {
            return Err(Refusal::CodeMalformed);
        }
        let who = self.access.who();
        let Some(password) = self.access.account() else {
            return Err(Refusal::NotNow);
        };
        turn.progress.doing(Doings::SigningIn, None, 30);
        let totp = &who.place().account().totp;
        let challenge = totp.challenge(&who.entered().identifier, password.password()).await?;
        let asked = match challenge.answer(code).await {
            Ok(asked) => asked,
            Err(refusal) => {
                let stage = Stage::Prove {
                    tries_left: tries_left.saturating_sub(1),
                };
                turn.commit_now(Step::SecondFactor(Self {
                    access: self.access.clone(),
                    stage,
                }));
                return Err(refusal.into());
            }
        };
        let item = Item::done(ItemKey::SecondFactor, Proof::AskedForCode { host: asked.host });
        Ok(Next::Past(Step::SecondFactor(Self::ended(self.access.clone(), item))))
    }
}
