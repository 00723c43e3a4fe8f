//! Step 4, a way back. An address outside the academy, proved by six digits mailed through the person's own account, then
//! registered: by the directory, or by the person on the official page.
//!
//! Never the mail second factor of a portal: an address that cannot be delivered to would shut the person out.

use std::{collections::BTreeMap, sync::Arc, time::Duration};

use lettre::{
    Address, Message,
    message::{Mailbox, header::ContentType},
};
use time::OffsetDateTime;

use super::{
    AddressFault, Next, Refusal, Step, Turn, World,
    access::Access,
    password::page::hand_off,
    place::Who,
    resume, tries,
    view::{Answer, Doings, Item, ItemKey, Proof, Returned, Screen, StepName, Task, Why},
};
use crate::{
    academy::{AcademyRefusal, MINISTRY, Need, PagePurpose, numen, providers::slip_of, under},
    account::Capability,
    secret::Code,
    words::Words,
};

const VALID_FOR: Duration = Duration::from_secs(10 * 60);
const TRIES: u8 = 3;

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
    /// Which address?
    Address,
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
    /// At the address where a server registers it, else at the official page.
    pub(super) fn begin(access: Access) -> Self {
        let mut here = Self {
            access,
            stage: Stage::Page,
        };
        if here.registers() {
            // Without mail the address cannot be proved, and an unproved one is not registered.
            match here.access.sending() {
                Some(_) => here.stage = Stage::Address,
                None => here = here.left(Why::MailFirst),
            }
        }
        here
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
                registers: self.registers(),
            },
            Stage::Code(sent) => Screen::RecoveryCode {
                address: sent.address.to_string(),
                minutes: u16::try_from(VALID_FOR.as_secs() / 60).unwrap_or(u16::MAX),
                tries_left: sent.tries_left,
                practice_inbox: world
                    .rehearsal
                    .as_ref()
                    .and_then(|rehearsal| rehearsal.inbox_page.clone()),
            },
            Stage::Ended => {
                let keys = [ItemKey::RecoveryAddress, ItemKey::RecoveryRegistered];
                Screen::outcome(Task::Recovery, self.access.lines(&keys))
            }
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Page, Answer::Returned { outcome }) => Ok(Self::to(self.back_from_page(outcome, turn.world))),
            (Stage::Address, Answer::RecoveryAddress { address }) => {
                let address = self.usable(&address)?;
                self.mail_code(address, turn).await
            }
            (Stage::Address, Answer::Later) => Ok(Self::to(self.clone().left(Why::Later))),
            (Stage::Code(sent), Answer::RecoveryCode { code }) => self.check_code(sent, &code, turn).await,
            (Stage::Code(sent), Answer::ResendCode) => self.mail_code(sent.address.clone(), turn).await,
            (Stage::Code(_), Answer::Later) => Ok(Self::to(self.clone().left(Why::Later))),
            (Stage::Ended, Answer::Continue) => Ok(resume::onward(self.access.clone(), StepName::Recovery)),
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

    /// The directory takes the address, and the password that opens it is known.
    fn registers(&self) -> bool {
        self.access.who().place().account().recovery.server() && self.access.account().is_some()
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
        let why = match outcome {
            Returned::Did => {
                let access = self
                    .access
                    .clone()
                    .noting(Item::declared(ItemKey::RecoveryRegistered, Why::NoServer));
                let declared = Self {
                    access,
                    stage: Stage::Address,
                };
                return match declared.access.sending() {
                    Some(_) => declared,
                    None => declared.left(Why::MailFirst),
                };
            }
            Returned::DidNotWork => Why::DidNotWork,
            Returned::Later => Why::Later,
        };
        let page = self.access.who().place().page(world, PagePurpose::Recovery);
        let why = if page.url.is_none() && why == Why::DidNotWork {
            Why::PageUnknown
        } else {
            why
        };
        let access = self
            .access
            .clone()
            .noting(Item::left(ItemKey::RecoveryRegistered, why).at(page));
        Self {
            access,
            stage: Stage::Ended,
        }
        .left(why)
    }

    fn usable(&self, typed: &str) -> Result<Address, Refusal> {
        let typed = typed.trim();
        if numen::looks_like(typed) {
            return Err(AcademyRefusal::NumenTyped.into());
        }
        let address: Address = typed.parse().map_err(|_| Refusal::Address(AddressFault::Malformed))?;
        let domain = address.domain().to_lowercase();
        if !domain.contains('.') {
            return Err(Refusal::Address(AddressFault::Malformed));
        }
        let academy = self.access.who().place().academy();
        let academic = domain.starts_with("ac-") && !academy.owns_host(&domain) && domain.ends_with(".fr");
        if academic || academy.owns_host(&domain) || under(&domain, MINISTRY) {
            return Err(Refusal::Address(AddressFault::Academic));
        }
        if slip_of(&domain).is_some() {
            return Err(Refusal::Address(AddressFault::Typo));
        }
        Ok(address)
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
        if typed.expose() != sent.code.expose() {
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
        let Some(password) = access.account().filter(|_| self.registers()) else {
            return Ok(Self::to(
                Self {
                    access,
                    stage: Stage::Ended,
                }
                .left(Why::NoServer),
            ));
        };
        turn.progress.doing(Doings::Registering, None, 30);
        let who = access.who();
        let recovery = &who.place().account().recovery;
        let address = sent.address.to_string();
        let registered = recovery
            .register(&who.entered().identifier, password.password(), &address)
            .await?;
        let proof = Proof::Registered { host: registered.host };
        let access = access.clone().noting(Item::done(ItemKey::RecoveryRegistered, proof));
        Ok(Next::Past(Step::Recovery(Self {
            access,
            stage: Stage::Ended,
        })))
    }
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
