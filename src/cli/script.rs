//! A rehearsal that answers itself: the practice person's data, the practice mailbox, the practice phone.

use std::time::{Duration, SystemTime};

use rentree::{
    profiles::SignatureFields,
    secret::{Code, Password},
    wizard::{
        Journey,
        ask::{Question, Reply},
        view::{Answer, AskedPassword, Entered, Holding, RefusalLine, Returned, Screen, View},
    },
    words::Words,
};
use rentree_practice::{Person, PersonState};
use zeroize::Zeroizing;

use super::{Outcome, fault::CliFault, world::Rehearsed};

/// Codes change every 30 s (RFC 6238); the next one proves the second sign-in.
const PERIOD: Duration = Duration::from_secs(30);

/// A practice person who answers.
pub(super) struct Script {
    rehearsed: Rehearsed,
    person: Person,
    chosen: Option<Zeroizing<String>>,
    /// The enrolment link, while it is needed.
    uri: Option<Zeroizing<String>>,
}

impl Script {
    /// By id, identifier, or the local part of the address.
    pub(super) fn new(rehearsed: Rehearsed, name: &str) -> Outcome<Self> {
        let wanted = name.to_lowercase();
        let people = rehearsed.practice.people();
        let fits = |person: &&Person| {
            let local = person.address.split('@').next().unwrap_or_default();
            [
                person.id.as_str(),
                person.login.as_str(),
                local,
                person.address.as_str(),
            ]
            .contains(&wanted.as_str())
        };
        let person = people.iter().find(fits).cloned();
        let unknown = || {
            RefusalLine::of(&CliFault::UnknownPerson {
                person: name.to_owned(),
            })
        };
        Ok(Self {
            person: person.ok_or_else(unknown)?,
            rehearsed,
            chosen: None,
            uri: None,
        })
    }

    /// The letter the practice person received.
    pub(super) fn introduction(&self, words: &Words) -> String {
        let Person {
            given,
            family,
            address,
            login,
            password,
            academy,
            personal_mailbox,
            ..
        } = &self.person;
        let name = format!("{given} {family}");
        words.with(
            "cli-practice-letter",
            &[
                ("name", &name),
                ("academy", academy),
                ("address", address),
                ("login", login),
                ("password", password),
                ("personal", personal_mailbox),
            ],
        )
    }

    pub(super) fn answer(&mut self, view: &View, journey: &Journey) -> Outcome<Answer> {
        Ok(match &view.screen {
            Screen::FindAcademy { .. } => Answer::ChooseAcademy {
                id: self.person.academy.clone(),
            },
            Screen::ChoosePlatform { choices } => Answer::ChoosePlatform {
                id: choices.first().map(|choice| choice.id.clone()).unwrap_or_default(),
            },
            Screen::Identify { .. } => Answer::Identify(Entered {
                given: self.person.given.clone(),
                family: self.person.family.clone(),
                address: self.person.address.clone(),
                identifier: self.person.login.clone(),
            }),
            Screen::Servers { confirm: true, .. } => Answer::ConfirmServers { agreed: true },
            Screen::Servers { .. } | Screen::Outcome { .. } | Screen::Written { .. } | Screen::CheckUp(_) => {
                Answer::Continue
            }
            Screen::Hold { .. } => Answer::Hold {
                holding: self.holding(),
            },
            // Nobody goes to a page in a rehearsal without a person: it stays on the list of what is left.
            Screen::Lost { .. } | Screen::HandOff { .. } => Answer::Returned {
                outcome: Returned::Later,
            },
            Screen::SignIn {
                asked: AskedPassword::Application,
                ..
            } => Answer::Later,
            Screen::SignIn { .. } => Answer::SignIn {
                password: self.password(),
                tried_elsewhere: false,
            },
            Screen::NewPassword { .. } => self.choose(journey)?,
            Screen::InDoubt { .. } => Answer::Resolve {
                old: Some(self.old()),
                new: Some(self.password()),
            },
            Screen::RecoveryAddress { .. } => Answer::RecoveryAddress {
                address: self.person.personal_mailbox.clone(),
            },
            Screen::RecoveryCode { address, .. } => Answer::RecoveryCode {
                code: self.mailed(address),
            },
            Screen::Enrol { .. } => Answer::Enrol,
            Screen::EnrolmentCard(card) => {
                self.uri = Some(Zeroizing::new(card.uri.clone()));
                Answer::Code {
                    code: self.phone(SystemTime::now()),
                }
            }
            Screen::ProveCode { .. } => Answer::Code {
                code: self.phone(SystemTime::now() + PERIOD),
            },
            Screen::DeclareFactor { .. } => Answer::DeclareFactor { factor: None },
            Screen::ChooseApps { clients, .. } => Answer::Apps {
                clients: clients
                    .iter()
                    .filter(|offer| offer.unavailable.is_none())
                    .map(|offer| offer.client)
                    .collect(),
                signature: SignatureFields::default(),
            },
        })
    }

    fn holding(&self) -> Holding {
        match self.person.state {
            PersonState::Normal | PersonState::NearlyFull | PersonState::ExpiresSoon => Holding::AlreadyChanged,
            _ => Holding::Letter,
        }
    }

    fn old(&self) -> Password {
        Password::new(self.person.password.clone())
    }

    fn password(&self) -> Password {
        self.chosen
            .as_ref()
            .map_or_else(|| self.old(), |chosen| Password::new(chosen.to_string()))
    }

    fn choose(&mut self, journey: &Journey) -> Outcome<Answer> {
        let Reply::Suggestions { passphrases } = journey.ask(Question::Suggest) else {
            return Err(RefusalLine::of(&rentree::wizard::Refusal::NotNow));
        };
        let text = passphrases
            .into_iter()
            .next()
            .map(|passphrase| passphrase.text)
            .unwrap_or_default();
        self.chosen = Some(Zeroizing::new(text));
        Ok(Answer::NewPassword {
            password: self.password(),
        })
    }

    /// The first six digits in a row of the last letter.
    fn mailed(&self, address: &str) -> Code {
        let letters = self.rehearsed.practice.inbox(address);
        let text = letters.last().map(|letter| letter.text.as_str()).unwrap_or_default();
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
        Code::new(digits.unwrap_or_default())
    }

    fn phone(&self, when: SystemTime) -> Code {
        let uri = self.uri.as_ref().map(|uri| uri.as_str()).unwrap_or_default();
        Code::new(&self.rehearsed.practice.code_for(uri, when).unwrap_or_default())
    }
}
