//! Step 2, who are you there? Checks what is typed, then asks the mail servers of the academy to show their certificate.
//!
//! No secret is sent. Whether the identifier is right is proved by the first sign-in, in `password`.

use std::sync::Arc;

use super::{
    Next, Refusal, Step, Turn,
    password::Securing,
    place::{Place, Who},
    view::RefusalLine,
    view::{Answer, Doings, Entered, Screen, ServerLine},
};
use crate::{
    academy::identifier,
    mail::discover::{self, FoundBy, Located, Servers},
};

/// Who, then where their mail is.
#[derive(Clone)]
pub(super) struct Identifying {
    place: Place,
    stage: Stage,
}

#[derive(Clone)]
enum Stage {
    Asking { entered: Option<Entered> },
    Shown { entered: Entered, servers: Arc<Servers> },
}

impl Identifying {
    pub(super) fn new(place: Place) -> Self {
        Self {
            place,
            stage: Stage::Asking { entered: None },
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
            Stage::Shown { servers, .. } => Screen::Servers {
                imap: ServerLine::of(&servers.imap),
                smtp: ServerLine::of(&servers.smtp),
                confirm: [&servers.imap, &servers.smtp].into_iter().any(only_discovered),
            },
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (Stage::Asking { .. }, Answer::Identify(entered)) => {
                let entered = self.checked(entered)?;
                // Coming back finds what was typed.
                turn.commit_now(Step::Identity(self.asking(entered.clone())));
                let (net, academy) = (self.place.net(), self.place.academy());
                turn.progress.doing(Doings::Discovering, Some(academy.domain()), 12);
                let servers = discover::find(net, academy, self.place.platform(), &entered.address).await;
                let stage = Stage::Shown {
                    entered,
                    servers: Arc::new(servers),
                };
                Ok(Next::To(Step::Identity(Self {
                    place: self.place.clone(),
                    stage,
                })))
            }
            (Stage::Shown { entered, servers }, Answer::Continue) if !self.must_confirm() => {
                self.go_on(entered, Arc::clone(servers), turn)
            }
            (Stage::Shown { entered, servers }, Answer::ConfirmServers { agreed }) => {
                let servers = if agreed {
                    Arc::clone(servers)
                } else {
                    Arc::new(without_discovered(servers))
                };
                self.go_on(entered, servers, turn)
            }
            _ => Err(Refusal::NotNow),
        }
    }

    fn asking(&self, entered: Entered) -> Self {
        Self {
            place: self.place.clone(),
            stage: Stage::Asking { entered: Some(entered) },
        }
    }

    fn checked(&self, entered: Entered) -> Result<Entered, Refusal> {
        let trimmed = Entered {
            given: entered.given.trim().to_owned(),
            family: entered.family.trim().to_owned(),
            address: entered.address.trim().to_owned(),
            identifier: entered.identifier.trim().to_owned(),
        };
        identifier::check_name(&trimmed.given)?;
        identifier::check_name(&trimmed.family)?;
        identifier::check_identifier(&trimmed.identifier)?;
        identifier::check_address(self.place.academy(), &trimmed.address)?;
        Ok(trimmed)
    }

    fn must_confirm(&self) -> bool {
        matches!(self.screen(), Screen::Servers { confirm: true, .. })
    }

    fn go_on(&self, entered: &Entered, servers: Arc<Servers>, turn: &Turn<'_>) -> Result<Next, Refusal> {
        let who = Who::new(self.place.clone(), entered.clone(), servers);
        Ok(Next::To(Step::Password(Securing::begin(who, turn.world)?)))
    }
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
