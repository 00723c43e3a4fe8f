//! Step 2, who are you there? Checks what is typed, then asks the mail servers of the academy to show their certificate.
//!
//! No secret is sent. Whether the identifier is right is proved by the first sign-in, in `password`.

use std::sync::Arc;

use super::{
    Next, Refusal, Step, Turn, World,
    password::Securing,
    place::{Place, Who},
    resume::Marked,
    view::{Answer, Doings, Entered, PlatformChoice, RefusalLine, Screen, ServerLine},
};
use crate::{
    academy::{Platform, identifier},
    mail::discover::{self, FoundBy, Located, Servers},
};

/// Who, then where their mail is.
#[derive(Clone)]
pub(super) struct Identifying {
    place: Place,
    stage: Stage,
    /// The page that was left, on coming back.
    marked: Option<Arc<Marked>>,
}

#[derive(Clone)]
enum Stage {
    Asking {
        entered: Option<Entered>,
    },
    Shown {
        entered: Entered,
        servers: Arc<Servers>,
        /// Another platform of the academy, where its mail arrives.
        other: Option<Arc<Platform>>,
    },
}

impl Identifying {
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            stage: Stage::Asking { entered: None },
            marked: None,
        }
    }

    /// The person is known and the servers answered, or did not.
    pub(super) fn found(place: Place, entered: Entered, servers: Arc<Servers>, marked: Option<Arc<Marked>>) -> Self {
        Self {
            place,
            stage: Stage::Shown {
                entered,
                servers,
                other: None,
            },
            marked,
        }
    }

    /// On to the password, unless the person must look at a server first.
    pub(super) fn onward(self, world: &World) -> Result<Next, Refusal> {
        match &self.stage {
            Stage::Shown { entered, servers, .. } if !self.must_confirm() => {
                self.go_on(entered, Arc::clone(servers), world)
            }
            _ => Ok(Next::To(Step::Identity(self))),
        }
    }

    pub(super) fn place(&self) -> &Place {
        &self.place
    }

    pub(super) fn screen(&self) -> Screen {
        match &self.stage {
            Stage::Asking { entered } => Screen::Identify {
                domain: self.place.academy().domain().to_owned(),
                login_form: self.place.login_form(),
                entered: entered.clone(),
            },
            Stage::Shown { servers, other, .. } => Screen::Servers {
                imap: ServerLine::of(&servers.imap),
                smtp: ServerLine::of(&servers.smtp),
                confirm: [&servers.imap, &servers.smtp].into_iter().any(only_discovered),
                arrives_at: other.as_deref().map(PlatformChoice::of),
            },
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Asking { .. }, Answer::Identify(entered)) => {
                let entered = checked(&self.place, entered)?;
                // Coming back finds what was typed.
                turn.commit_now(Step::Identity(self.asking(entered.clone())));
                Ok(looked(&self.place, entered, turn).await)
            }
            (Stage::Shown { entered, .. }, Answer::LookAgain) => {
                Ok(self.looked_again(self.place.clone(), entered, turn).await)
            }
            (Stage::Shown { entered, other, .. }, Answer::ChoosePlatform { id }) => {
                let other = other.as_ref().filter(|other| other.id == id).ok_or(Refusal::NotNow)?;
                let (academy, department) = (self.place.academy(), self.place.department());
                let place = Place::new(turn.world, academy, department, Some(other))?;
                Ok(self.looked_again(place, entered, turn).await)
            }
            (Stage::Shown { entered, servers, .. }, Answer::Continue) if !self.must_confirm() => {
                self.go_on(entered, Arc::clone(servers), turn.world)
            }
            (Stage::Shown { entered, servers, .. }, Answer::ConfirmServers { agreed }) => {
                let servers = if agreed {
                    Arc::clone(servers)
                } else {
                    Arc::new(without_discovered(servers))
                };
                self.go_on(entered, servers, turn.world)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    /// In place of what was seen before: going back finds the question, not an older answer.
    async fn looked_again(&self, place: Place, entered: &Entered, turn: &mut Turn<'_>) -> Next {
        let next = looked(&place, entered.clone(), turn).await;
        let question = Self {
            place,
            ..self.asking(entered.clone())
        };
        turn.commit_now(Step::Identity(question));
        next
    }

    fn asking(&self, entered: Entered) -> Self {
        Self {
            place: self.place.clone(),
            stage: Stage::Asking { entered: Some(entered) },
            marked: None,
        }
    }

    fn must_confirm(&self) -> bool {
        matches!(self.screen(), Screen::Servers { confirm: true, .. })
    }

    fn go_on(&self, entered: &Entered, servers: Arc<Servers>, world: &World) -> Result<Next, Refusal> {
        let who = Who::new(self.place.clone(), entered.clone(), servers);
        Ok(Next::To(Step::Password(Securing::begin(
            who,
            self.marked.clone(),
            world,
        ))))
    }
}

/// The servers as they answer now, and where mail arrives, when that tells another platform than the one chosen.
async fn looked(place: &Place, entered: Entered, turn: &Turn<'_>) -> Next {
    let (net, academy) = (place.net(), place.academy());
    turn.progress.doing(Doings::Discovering, Some(academy.domain()), 12);
    let (servers, other) = tokio::join!(
        discover::find(net, academy, place.platform(), &entered.address),
        arrival(place, &entered.address, turn.world),
    );
    let stage = Stage::Shown {
        entered,
        servers: Arc::new(servers),
        other,
    };
    Next::To(Step::Identity(Identifying {
        place: place.clone(),
        stage,
        marked: None,
    }))
}

/// A cross-check, and no more: no password goes anywhere because of it.
async fn arrival(place: &Place, address: &str, world: &World) -> Option<Arc<Platform>> {
    let platforms = world.directory.mailboxes_of(place.academy());
    if platforms.len() < 2 {
        return None;
    }
    let exchangers = discover::exchangers(place.net(), place.academy(), address).await;
    let hint = discover::platform_by_exchangers(place.academy(), &platforms, &exchangers)?;
    let chosen = place.platform().map(|chosen| &chosen.id);
    (chosen != Some(&hint.id)).then(|| Arc::new(hint.clone()))
}

/// Without the blanks around, and fit to be sent.
pub(super) fn checked(place: &Place, entered: Entered) -> Result<Entered, Refusal> {
    let trimmed = Entered {
        given: entered.given.trim().to_owned(),
        family: entered.family.trim().to_owned(),
        birth_family: entered.birth_family.trim().to_owned(),
        address: entered.address.trim().to_owned(),
        identifier: entered.identifier.trim().to_owned(),
    };
    identifier::check_name(&trimmed.given)?;
    identifier::check_name(&trimmed.family)?;
    identifier::check_name(&trimmed.birth_family)?;
    identifier::check_identifier(&trimmed.identifier)?;
    identifier::check_address(place.academy(), &trimmed.address)?;
    Ok(trimmed)
}

/// A host that stands in no embedded or signed data gets no secret before the person has agreed.
/// Answered or not: a profile would carry it to a client, and the client the password.
fn only_discovered(located: &Located) -> bool {
    located.endpoint.is_some() && located.found_by.is_some_and(FoundBy::needs_consent)
}

fn without_discovered(servers: &Servers) -> Servers {
    let keep = |located: &Located| {
        if only_discovered(located) {
            Located::default()
        } else {
            located.clone()
        }
    };
    Servers {
        imap: keep(&servers.imap),
        smtp: keep(&servers.smtp),
    }
}

impl ServerLine {
    /// A server as the doors show it.
    #[must_use]
    pub fn of(located: &Located) -> Self {
        Self {
            endpoint: located.endpoint.clone(),
            found_by: located.found_by,
            reached: located.reached,
            fault: located.fault.as_ref().map(|fault| RefusalLine::of(fault)),
        }
    }
}
