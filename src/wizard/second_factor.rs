//! Step 5, a second factor that is really there: enrolled at the portal, then asked for by a fresh sign-in; or set up on
//! the official page and declared.
//!
//! A factor the account has already is proved as it is: nothing here ever takes one away. [`clocks`] says which clock is
//! wrong, [`codes`] what serves the day the phone is lost, [`others`] what there is beside an application on a smartphone.

mod clocks;
mod codes;
mod others;

use std::sync::Arc;

use tokio::sync::Mutex;

use super::{
    Next, Refusal, Step, Turn, World,
    access::Access,
    password::page::hand_off,
    resume,
    view::{Answer, Doings, Item, ItemKey, Proof, RefusalLine, Returned, Screen, StepName, Task, Why},
};
use crate::{
    academy::{Need, PagePurpose, SecondFactor},
    account::{AccountRefusal, Capability, Enrolment},
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
    /// Which one was set up there, or which one does the portal ask for?
    Declare { asked: bool },
    /// The QR code, until a first code proves that the phone holds the key.
    Card {
        enrolment: Underway,
        card: Arc<totp::Card>,
        tries_left: u8,
    },
    /// A fresh sign-in asks for the next code.
    Prove { factor: Proving, tries_left: u8 },
    /// The server makes codes for the day the phone is lost.
    OfferCodes,
    /// Here they are.
    Codes(codes::Listed),
    /// What came of it.
    Ended,
}

/// Whose code a fresh sign-in is to ask for.
#[derive(Clone)]
enum Proving {
    /// The one just enrolled, by a code that was not seen yet.
    Fresh {
        card: Arc<totp::Card>,
        used: Arc<Code>,
        clock: Option<RefusalLine>,
    },
    /// The one the account had.
    Existing,
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
        let academy = self.access.who().place().academy();
        match &self.stage {
            Stage::Offer => Screen::Enrol {
                factors: others::known(academy),
                without_phone: others::without_phone(academy),
            },
            Stage::Page => self.page(world),
            Stage::Declare { asked } => Screen::DeclareFactor {
                factors: match asked {
                    true => others::no_application(academy),
                    false => others::known(academy),
                },
                asked: *asked,
            },
            Stage::Card { card, tries_left, .. } => Screen::EnrolmentCard {
                card: card.as_ref().clone(),
                tries_left: *tries_left,
            },
            Stage::Prove { factor, tries_left } => Screen::ProveCode {
                tries_left: *tries_left,
                existing: matches!(factor, Proving::Existing),
                clock: match factor {
                    Proving::Fresh { clock, .. } => clock.clone(),
                    Proving::Existing => None,
                },
            },
            Stage::OfferCodes => Screen::OfferCodes,
            Stage::Codes(listed) => listed.screen(),
            Stage::Ended => {
                let keys = [ItemKey::SecondFactor, ItemKey::RecoveryCodes];
                Screen::outcome(Task::SecondFactor, self.access.lines(&keys))
            }
        }
    }

    fn page(&self, world: &World) -> Screen {
        let place = self.access.who().place();
        let asked = [Need::Identifier, Need::CurrentPassword, Need::Phone];
        let mut screen = hand_off(place, world, Task::SecondFactor, PagePurpose::SecondFactor, &asked);
        if let Screen::HandOff { without_phone, .. } = &mut screen {
            *without_phone = others::without_phone(place.academy());
        }
        screen
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Offer, Answer::Enrol) => self.enrol(turn).await,
            (Stage::Offer, Answer::Later) => Ok(self.end(Why::Later, turn.world)),
            (Stage::Card { enrolment, .. }, Answer::Later) => {
                leave(enrolment).await;
                Ok(self.end(Why::Later, turn.world))
            }
            (Stage::Card { enrolment, .. }, Answer::Enrol) => {
                leave(enrolment).await;
                // Going back does not find a key the portal has forgotten.
                turn.commit_now(self.at(Stage::Offer));
                self.enrol(turn).await
            }
            (Stage::Page, Answer::Returned { outcome }) => Ok(match outcome {
                Returned::Did => self.to(Stage::Declare { asked: false }),
                Returned::DidNotWork => self.end(Why::DidNotWork, turn.world),
                Returned::Later => self.end(Why::Later, turn.world),
            }),
            (Stage::Declare { .. }, Answer::DeclareFactor { factor }) => Ok(self.declare(factor, turn.world)),
            (Stage::Card { .. }, Answer::Code { code }) => self.confirm(code, turn).await,
            (Stage::Prove { factor, tries_left }, Answer::Code { code }) => {
                self.prove(factor, *tries_left, &code, turn).await
            }
            (Stage::Prove { factor, .. }, Answer::Later) => {
                let item = match factor {
                    Proving::Fresh { .. } => Item::declared(ItemKey::SecondFactor, Why::Later),
                    Proving::Existing => Item::left(ItemKey::SecondFactor, Why::FactorUnproved),
                };
                Ok(Next::Past(Step::SecondFactor(Self::ended(self.access.clone(), item))))
            }
            (Stage::OfferCodes, Answer::MakeCodes) => self.make_codes(turn).await,
            (Stage::OfferCodes, Answer::Later) => Ok(Self::without_codes(self.access.clone())),
            (Stage::Codes(listed), Answer::SaveCodes) => {
                Ok(self.to(Stage::Codes(listed.save(&self.access, turn.world)?)))
            }
            (Stage::Codes(listed), Answer::Code { code }) => match listed.prove(&code).await {
                Ok(item) => Ok(Next::Past(Step::SecondFactor(Self::ended(self.access.clone(), item)))),
                Err(refusal) => {
                    turn.commit_now(self.at(Stage::Codes(listed.tried())));
                    Err(refusal)
                }
            },
            (Stage::Codes(listed), Answer::Later) => {
                listed.leave().await;
                Ok(Self::without_codes(self.access.clone()))
            }
            (Stage::Ended, Answer::Continue) => {
                Ok(resume::onward(self.access.clone(), StepName::SecondFactor, turn.world))
            }
            _ => Err(Refusal::NotNow),
        }
    }

    fn to(&self, stage: Stage) -> Next {
        Next::To(self.at(stage))
    }

    fn at(&self, stage: Stage) -> Step {
        Step::SecondFactor(Self {
            access: self.access.clone(),
            stage,
        })
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
        turn.progress
            .doing(Doings::Enrolling, who.place().account().totp.host(), 30);
        let totp = &who.place().account().totp;
        let enrolment = match totp.enrol(&who.entered().identifier, password.password()).await {
            Ok(enrolment) => enrolment,
            // It is there: a code proves it, and nothing is put in its place.
            Err(AccountRefusal::FactorExists) => {
                return Ok(self.to(Stage::Prove {
                    factor: Proving::Existing,
                    tries_left: TRIES,
                }));
            }
            Err(AccountRefusal::OtherFactor) => return Ok(self.to(Stage::Declare { asked: true })),
            Err(AccountRefusal::CaptchaPortal) => {
                turn.commit_now(self.at(Stage::Page));
                return Err(AccountRefusal::CaptchaPortal.into());
            }
            Err(refusal) => return Err(refusal.into()),
        };
        let card = Arc::new(totp::card(enrolment.uri())?);
        Ok(self.to(Stage::Card {
            enrolment: Arc::new(Mutex::new(Some(enrolment))),
            card,
            tries_left: TRIES,
        }))
    }

    /// The first code: shows the portal that the application holds the key.
    async fn confirm(&self, code: Code, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let Stage::Card {
            enrolment,
            card,
            tries_left,
        } = &self.stage
        else {
            return Err(Refusal::NotNow);
        };
        allowed(&code, *tries_left)?;
        turn.progress.doing(Doings::Enrolling, None, 30);
        let confirmed = match enrolment.lock().await.as_mut() {
            Some(enrolment) => enrolment.confirm(&code).await,
            None => return Err(Refusal::NotNow),
        };
        let clock = match &confirmed {
            Ok(()) | Err(AccountRefusal::BadCode) => {
                clocks::wrong(&card.uri, &code, self.access.who(), turn.world).await
            }
            Err(_) => None,
        };
        if let Err(refusal) = confirmed {
            turn.commit_now(self.at(Stage::Card {
                enrolment: Arc::clone(enrolment),
                card: Arc::clone(card),
                tries_left: tries_left.saturating_sub(1),
            }));
            return Err(clock.map_or_else(|| refusal.into(), Refusal::Clock));
        }
        let factor = Proving::Fresh {
            card: Arc::clone(card),
            used: Arc::new(code),
            clock: clock.map(|clock| RefusalLine::of(&clock)),
        };
        Ok(Next::Past(self.at(Stage::Prove {
            factor,
            tries_left: TRIES,
        })))
    }

    /// The portal holds the factor; only a fresh sign-in that asks for a code proves it.
    async fn prove(&self, factor: &Proving, tries_left: u8, code: &Code, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        allowed(code, tries_left)?;
        // Some servers take a code twice: the same one again would prove nothing new.
        if let Proving::Fresh { used, .. } = factor
            && used.same_as(code)
        {
            return Err(Refusal::CodeAgain);
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
                turn.commit_now(self.at(Stage::Prove {
                    factor: factor.clone(),
                    tries_left: tries_left.saturating_sub(1),
                }));
                let clock = match (factor, &refusal) {
                    (Proving::Fresh { card, .. }, AccountRefusal::BadCode) => {
                        clocks::wrong(&card.uri, code, who, turn.world).await
                    }
                    _ => None,
                };
                return Err(clock.map_or_else(|| refusal.into(), Refusal::Clock));
            }
        };
        let item = Item::done(ItemKey::SecondFactor, Proof::AskedForCode { host: asked.host });
        let mut proved = Self::ended(self.access.clone(), item);
        if asked.recovery_codes {
            proved.stage = Stage::OfferCodes;
        }
        Ok(Next::Past(Step::SecondFactor(proved)))
    }

    async fn make_codes(&self, turn: &Turn<'_>) -> Result<Next, Refusal> {
        let who = self.access.who();
        let Some(password) = self.access.account() else {
            return Err(Refusal::NotNow);
        };
        let totp = &who.place().account().totp;
        turn.progress.doing(Doings::Enrolling, totp.host(), 30);
        let codes = totp
            .recovery_codes(&who.entered().identifier, password.password())
            .await?;
        Ok(Next::Past(self.at(Stage::Codes(codes::Listed::of(codes)))))
    }

    fn without_codes(access: Access) -> Next {
        let item = Item::left(ItemKey::RecoveryCodes, Why::Later);
        Next::Past(Step::SecondFactor(Self::ended(access, item)))
    }
}

/// Before anything leaves: shaped like a code, and a try is left.
fn allowed(code: &Code, tries_left: u8) -> Result<(), Refusal> {
    match (code.looks_right(), tries_left) {
        (false, _) => Err(Refusal::CodeMalformed),
        (true, 0) => Err(Refusal::CodeSpent),
        (true, _) => Ok(()),
    }
}

/// The portal's session ends with it: nobody finds it open, and nothing unproved stays there.
async fn leave(enrolment: &Underway) {
    if let Some(enrolment) = enrolment.lock().await.take() {
        enrolment.leave().await;
    }
}
