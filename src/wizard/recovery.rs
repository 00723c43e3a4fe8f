//! Step 4, a way back. An address outside the academy, proved by six digits mailed through the person's own account, then
//! registered: by the directory, or by the person on the official page.
//!
//! Never the mail second factor of a portal: an address that cannot be delivered to would shut the person out. Which
//! addresses can serve is [`address`]'s; what happens on the day the password is forgotten, `forgotten`'s.

mod address;

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use lettre::{
    Address, Message,
    message::{Mailbox, header::ContentType},
};
use time::OffsetDateTime;

use super::{
    AddressFault, Next, Refusal, Step, Turn, World,
    access::Access,
    forgotten,
    password::page::hand_off,
    place::Who,
    resume, tries,
    view::{Answer, Doings, Item, ItemKey, Proof, Returned, Screen, StepName, Task, Why},
};
use crate::{
    academy::{Need, PagePurpose},
    account::Capability,
    secret::Code,
    words::Words,
};

const VALID_FOR: Duration = Duration::from_secs(10 * 60);
const TRIES: u8 = 3;
/// What this step is about.
const LINES: [ItemKey; 3] = [
    ItemKey::RecoveryAddress,
    ItemKey::RecoveryRegistered,
    ItemKey::RecoveryPhone,
];

/// The person with access, and how far their way back is.
#[derive(Clone)]
pub(super) struct Recovering {
    access: Access,
    stage: Stage,
}

#[derive(Clone)]
enum Stage {
    /// The official page registers it.
    Page,
    /// The telephone too, where the academy takes one.
    Phone(Box<Stage>),
    /// Which address?
    Address,
    /// This one, or the one it looks like?
    Meant { typed: Address, meant: Address },
    /// Nothing can be sent from here: did the academy write there?
    AcademyLetter,
    /// Six digits are on their way.
    Code(Sent),
    /// What came of it.
    Ended,
}

#[derive(Clone)]
struct Sent {
    address: Address,
    code: Arc<Code>,
    until: OffsetDateTime,
    tries_left: u8,
}

impl Recovering {
    /// At the address where a server registers it, else at the official page. Without mail the address cannot be proved,
    /// and an unproved one is not registered by us: the page's own message proves it then.
    pub(super) fn begin(access: Access, world: &World) -> Self {
        let here = |access, stage| Self { access, stage };
        let page = access.who().place().page(world, PagePurpose::Recovery);
        match (registers(&access), access.sending().is_some(), page.url) {
            (true, true, _) => here(access, Stage::Address),
            (true, false, None) => here(access, Stage::Ended).left(Why::MailFirst),
            _ => here(access, Stage::Page),
        }
    }

    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        let place = self.access.who().place();
        match &self.stage {
            Stage::Page => hand_off(place, world, Task::Recovery, PagePurpose::Recovery, &[Need::Identifier]),
            Stage::Address => Screen::RecoveryAddress {
                domain: place.academy().domain().to_owned(),
                registers: registers(&self.access),
            },
            Stage::Phone(_) => {
                let page = [Need::Identifier, Need::CurrentPassword];
                hand_off(place, world, Task::RecoveryPhone, PagePurpose::Recovery, &page)
            }
            Stage::Meant { typed, meant } => Screen::RecoveryMeant {
                typed: typed.to_string(),
                meant: meant.to_string(),
            },
            Stage::AcademyLetter => Screen::AcademyLetter,
            Stage::Code(sent) => Screen::RecoveryCode {
                address: sent.address.to_string(),
                minutes: u16::try_from(VALID_FOR.as_secs() / 60).unwrap_or(u16::MAX),
                tries_left: sent.tries_left,
                practice_inbox: world
                    .rehearsal
                    .as_ref()
                    .and_then(|rehearsal| rehearsal.inbox_page.clone()),
            },
            Stage::Ended => Screen::Outcome {
                task: Task::Recovery,
                items: self.access.lines(&LINES),
                old_places: None,
                devices: Vec::new(),
                forgotten: Some(forgotten::rehearsed(&self.access, world)),
            },
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Page, Answer::Returned { outcome }) => Ok(Self::to(self.back_from_page(outcome, turn.world))),
            (Stage::Phone(next), Answer::Returned { outcome }) => {
                Ok(Self::to(self.back_from_phone(next, outcome, turn.world)))
            }
            (Stage::Address, Answer::RecoveryAddress { address }) => {
                let typed = address::judge(&turn.world.directory, self.access.who().place().academy(), &address)?;
                match address::meant(&typed) {
                    Some(meant) => Ok(Self::to(self.with(Stage::Meant { typed, meant }))),
                    None => self.prove(typed, turn).await,
                }
            }
            (Stage::Meant { typed, meant }, Answer::RecoveryMeant { agreed }) => {
                let address = if agreed { meant } else { typed };
                self.prove(address.clone(), turn).await
            }
            (Stage::Address, Answer::Later) => Ok(Self::to(self.clone().left(Why::Later))),
            (Stage::AcademyLetter, Answer::AcademyWrote { arrived }) => Ok(Self::to(self.academy_wrote(arrived))),
            (Stage::Code(sent), Answer::RecoveryCode { code }) => self.check_code(sent, &code, turn).await,
            (Stage::Code(sent), Answer::ResendCode) => self.mail_code(sent.address.clone(), turn).await,
            (Stage::Code(_), Answer::Later) => Ok(Self::to(self.clone().left(Why::Later))),
            (Stage::Ended, Answer::Continue) => Ok(resume::onward(self.access.clone(), StepName::Recovery, turn.world)),
            _ => Err(Refusal::NotNow),
        }
    }

    fn to(self_: Self) -> Next {
        Next::To(Step::Recovery(self_))
    }

    fn with(&self, stage: Stage) -> Self {
        Self {
            access: self.access.clone(),
            stage,
        }
    }

    fn over(self, access: Access) -> Self {
        Self { access, ..self }
    }

    fn left(mut self, why: Why) -> Self {
        // What is already declared or proved stays so: only what is missing is left.
        for key in [ItemKey::RecoveryAddress, ItemKey::RecoveryRegistered] {
            if !self.access.items().iter().any(|item| item.key == key) {
                self.access = self.access.noting(Item::left(key, why));
            }
        }
        Self {
            access: self.access,
            stage: Stage::Ended,
        }
    }

    fn back_from_page(&self, outcome: Returned, world: &World) -> Self {
        let (key, phone) = (ItemKey::RecoveryRegistered, self.takes_phone());
        match outcome {
            Returned::Did => {
                let access = self.access.clone().noting(Item::declared(key, Why::NoServer));
                let next = match access.sending() {
                    Some(_) => Stage::Address,
                    None => Stage::AcademyLetter,
                };
                let stage = if phone { Stage::Phone(Box::new(next)) } else { next };
                Self { access, stage }
            }
            Returned::DidNotWork | Returned::Later => {
                let item = self.undone(key, outcome, world);
                let why = item.why.unwrap_or(Why::Later);
                let access = self.access.clone().noting(item);
                self.with(Stage::Ended).over(access).left(why)
            }
        }
    }

    fn back_from_phone(&self, next: &Stage, outcome: Returned, world: &World) -> Self {
        let key = ItemKey::RecoveryPhone;
        let item = match outcome {
            Returned::Did => Item::declared(key, Why::NoServer),
            Returned::DidNotWork | Returned::Later => self.undone(key, outcome, world),
        };
        self.with(next.clone()).over(self.access.clone().noting(item))
    }

    /// What the person came back without; a page nobody knows is said to be the reason.
    fn undone(&self, key: ItemKey, outcome: Returned, world: &World) -> Item {
        let page = self.access.who().place().page(world, PagePurpose::Recovery);
        let why = match (outcome, &page.url) {
            (Returned::Later, _) => Why::Later,
            (_, None) => Why::PageUnknown,
            (_, Some(_)) => Why::DidNotWork,
        };
        Item::left(key, why).at(page)
    }

    /// The academy writes to an address it registers: seen by the person, not by us.
    fn academy_wrote(&self, arrived: bool) -> Self {
        let item = match arrived {
            true => Item::declared(ItemKey::RecoveryAddress, Why::AcademyWrote),
            false => Item::left(ItemKey::RecoveryAddress, Why::MailFirst),
        };
        self.with(Stage::Ended).over(self.access.clone().noting(item))
    }

    /// Its reset page sends codes by text message.
    fn takes_phone(&self) -> bool {
        let needs = &self.access.who().place().academy().reset_needs;
        needs.iter().any(|need| need.value == Need::Sms)
    }

    async fn prove(&self, address: Address, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        address::lasting(&address)?;
        self.mail_code(address, turn).await
    }

    async fn mail_code(&self, address: Address, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        if self.access.outlet().is_none() {
            return Err(Refusal::NotNow);
        }
        let code = fresh_code()?;
        let message = letter(turn.world, self.access.who(), &address, &code)?;
        tries::mail(&self.access, message, turn).await?;
        let until = (turn.world.now)() + VALID_FOR;
        let sent = Sent {
            address,
            code: Arc::new(code),
            until,
            tries_left: TRIES,
        };
        Ok(Self::to(self.with(Stage::Code(sent))))
    }

    async fn check_code(&self, sent: &Sent, typed: &Code, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        if !typed.looks_right() {
            return Err(Refusal::CodeMalformed);
        }
        if (turn.world.now)() > sent.until || sent.tries_left == 0 {
            return Err(Refusal::CodeExpired);
        }
        if !typed.same_as(&sent.code) {
            let tries_left = sent.tries_left.saturating_sub(1);
            // A refusal leaves the screen as it was, but a try is a try.
            turn.commit_now(Step::Recovery(self.with(Stage::Code(Sent {
                tries_left,
                ..sent.clone()
            }))));
            return Err(Refusal::WrongCode { tries_left });
        }
        let proof = Proof::CodeTypedBack {
            address: sent.address.to_string(),
        };
        let access = self.access.clone().noting(Item::done(ItemKey::RecoveryAddress, proof));
        match registers(&access) {
            true => self.register(access, &sent.address, turn).await,
            false => Ok(Self::to(self.with(Stage::Ended).over(access).left(Why::NoServer))),
        }
    }

    /// By the directory, which is then asked what it holds.
    async fn register(&self, access: Access, address: &Address, turn: &Turn<'_>) -> Result<Next, Refusal> {
        let who = access.who();
        let Some(password) = access.account() else {
            return Err(Refusal::NotNow);
        };
        let recovery = &who.place().account().recovery;
        turn.progress.doing(Doings::Registering, recovery.host(), 30);
        let registered = recovery
            .register(&who.entered().identifier, password.password(), address.as_ref())
            .await?;
        let proof = match (registered.read_back, registered.host) {
            (true, host) => Proof::ReadBack {
                host,
                address: address.to_string(),
            },
            (false, host) => Proof::Registered { host },
        };
        let access = access.clone().noting(Item::done(ItemKey::RecoveryRegistered, proof));
        let stage = match self.takes_phone() {
            true => Stage::Phone(Box::new(Stage::Ended)),
            false => Stage::Ended,
        };
        Ok(Next::Past(Step::Recovery(self.with(stage).over(access))))
    }
}

/// The directory takes the address, and the password that opens it is known.
fn registers(access: &Access) -> bool {
    access.who().place().account().recovery.server() && access.account().is_some()
}

/// Six digits, uniform.
fn fresh_code() -> Result<Code, Refusal> {
    // Values from the last, incomplete million would make low codes likelier.
    const FAIR: u32 = u32::MAX - u32::MAX % 1_000_000;
    loop {
        let number = getrandom::u32().map_err(|_| Refusal::Gone)?;
        if number < FAIR {
            return Ok(Code::new(&format!("{:06}", number % 1_000_000)));
        }
    }
}

fn letter(world: &World, who: &Who, to: &Address, code: &Code) -> Result<Message, Refusal> {
    let words = Words::of(world.lang);
    let args = BTreeMap::from([("code", code.expose().to_owned())]);
    let from: Address = who
        .entered()
        .address
        .parse()
        .map_err(|_| Refusal::Address(AddressFault::Malformed))?;
    let message = Message::builder()
        .from(Mailbox::new(Some(who.display_name()), from))
        .to(Mailbox::new(None, to.clone()))
        .subject(words.say("letter-code-subject", &args))
        .header(ContentType::TEXT_PLAIN)
        .body(words.say("letter-code-body", &args));
    message.map_err(|_| Refusal::Address(AddressFault::Malformed))
}
