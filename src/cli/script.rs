//! A rehearsal that answers itself: the practice person's data, mailbox and phone, and what they do on official pages.
//!
//! What the person says they did on a page, the practice academy did: the list at the end is true there too.

use std::time::{Duration, SystemTime};

use rentree::{
    academy::SecondFactor,
    profiles::SignatureFields,
    secret::{Code, Password},
    wizard::{
        Journey,
        ask::{Question, Reply},
        view::{Answer, AskedPassword, Entered, Holding, RefusalLine, Returned, Screen, Task, View},
    },
};
use rentree_practice::{Person, PersonState};
use zeroize::Zeroizing;

use super::{Outcome, secrets::Secrets, world::Rehearsed};

/// Codes change every 30 s (RFC 6238); the next one proves the second sign-in.
const PERIOD: Duration = Duration::from_secs(30);

/// A practice person who answers.
pub(super) struct Script {
    rehearsed: Rehearsed,
    person: Person,
    chosen: Option<Zeroizing<String>>,
    /// Made on its page for mail clients, where the academy wants one.
    application: Option<Zeroizing<String>>,
    /// A password may be given, and what a run makes may go out, by descriptor.
    secrets: Secrets,
    /// The enrolment link, while it is needed.
    uri: Option<Zeroizing<String>>,
}

impl Script {
    pub(super) fn new(rehearsed: Rehearsed, name: &str, secrets: Secrets) -> Outcome<Self> {
        Ok(Self {
            person: rehearsed.person(name)?,
            rehearsed,
            chosen: None,
            application: None,
            secrets,
            uri: None,
        })
    }

    pub(super) fn answer(&mut self, view: &View, journey: &Journey) -> Outcome<Answer> {
        Ok(match &view.screen {
            Screen::FindAcademy { .. } => Answer::ChooseAcademy {
                id: self.person.academy.clone(),
                department: None,
            },
            Screen::ChooseDepartment { choices } => Answer::ChooseDepartment {
                code: choices.first().map(|choice| choice.code.clone()),
            },
            Screen::ChoosePlatform { choices } => Answer::ChoosePlatform {
                id: choices.first().map(|choice| choice.id.clone()).unwrap_or_default(),
            },
            Screen::Identify { .. } => Answer::Identify(Entered {
                given: self.person.given.clone(),
                family: self.person.family.clone(),
                birth_family: String::new(),
                address: self.person.address.clone(),
                identifier: self.person.login.clone(),
            }),
            Screen::Servers { confirm: true, .. } => Answer::ConfirmServers { agreed: true },
            Screen::Servers { .. } | Screen::Outcome { .. } | Screen::Written { .. } => Answer::Continue,
            Screen::CheckUp(_) | Screen::Ended(_) => Answer::Later,
            Screen::OtherForm { .. } => Answer::OtherForm { agreed: false },
            Screen::Hold { .. } => Answer::Hold {
                holding: self.holding(),
            },
            Screen::Lost { .. } => Answer::Returned {
                outcome: Returned::Later,
            },
            Screen::HandOff { task, .. } => Answer::Returned {
                outcome: self.play(*task, journey)?,
            },
            Screen::SignIn {
                asked: AskedPassword::Application,
                ..
            } => Answer::SignIn {
                password: Password::new(
                    self.application
                        .as_ref()
                        .map(|text| text.to_string())
                        .unwrap_or_default(),
                ),
                tried_elsewhere: false,
            },
            Screen::SignIn { .. } => Answer::SignIn {
                password: self.password(),
                tried_elsewhere: false,
            },
            Screen::NewPassword { .. } => {
                self.choose(journey)?;
                Answer::NewPassword {
                    password: self.password(),
                }
            }
            Screen::InDoubt { .. } => Answer::Resolve {
                old: Some(self.old()),
                new: Some(self.password()),
            },
            Screen::RecoveryAddress { .. } => Answer::RecoveryAddress {
                address: self.person.personal_mailbox.clone(),
            },
            Screen::RecoveryMeant { .. } => Answer::RecoveryMeant { agreed: false },
            Screen::AcademyLetter => Answer::AcademyWrote { arrived: true },
            Screen::RecoveryCode { address, .. } => {
                let digits = self.mailed(address);
                self.give_out("recovery-code", &digits)?;
                Answer::RecoveryCode {
                    code: Code::new(&digits),
                }
            }
            Screen::Enrol { .. } => Answer::Enrol,
            Screen::EnrolmentCard { card, .. } => {
                self.give_out("new-key", &card.uri)?;
                self.uri = Some(Zeroizing::new(card.uri.clone()));
                Answer::Code {
                    code: self.phone(SystemTime::now()),
                }
            }
            Screen::ProveCode { .. } => Answer::Code {
                code: self.phone(SystemTime::now() + PERIOD),
            },
            Screen::OfferCodes | Screen::RecoveryCodes { .. } => Answer::Later,
            // An application for codes is what the page enrolled.
            Screen::DeclareFactor { factors, .. } => Answer::DeclareFactor {
                factor: factors.iter().copied().find(|factor| *factor == SecondFactor::Totp),
            },
            Screen::ChooseApps { clients, .. } => Answer::Apps {
                clients: clients
                    .iter()
                    .filter(|offer| offer.unavailable.is_none())
                    .map(|offer| offer.client)
                    .collect(),
                signature: SignatureFields::default(),
                bcc_warning: false,
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

    /// The password given by descriptor, else the first passphrase proposed.
    fn choose(&mut self, journey: &Journey) -> Outcome {
        if let Some(text) = self.secrets.given("own")? {
            self.chosen = Some(text);
            return Ok(());
        }
        let Reply::Suggestions { passphrases } = journey.ask(Question::Suggest) else {
            return Err(RefusalLine::of(&rentree::wizard::Refusal::NotNow));
        };
        let first = passphrases.into_iter().next().map(|passphrase| passphrase.text);
        self.chosen = first.map(Zeroizing::new);
        Ok(())
    }

    /// The person goes to the official page; a page that refuses them did not work.
    fn play(&mut self, task: Task, journey: &Journey) -> Outcome<Returned> {
        let login = self.person.login.clone();
        let holds = |script: &Self| {
            script
                .chosen
                .clone()
                .map_or_else(|| script.person.password.clone(), |text| text.to_string())
        };
        let did = match task {
            Task::ChangePassword => {
                let old = Zeroizing::new(holds(self));
                self.choose(journey)?;
                let new = Zeroizing::new(holds(self));
                self.rehearsed.practice.change_password(&login, &old, &new)
            }
            Task::ApplicationPassword => {
                let made = Zeroizing::new(self.rehearsed.practice.application_password(&login));
                self.give_out("application", &made)?;
                let did = !made.is_empty();
                self.application = Some(made);
                did
            }
            Task::Recovery => {
                let password = Zeroizing::new(holds(self));
                let address = &self.person.personal_mailbox;
                self.rehearsed.practice.register_recovery(&login, &password, address)
            }
            // No page does this.
            Task::Resume => false,
            // Nothing rings in a rehearsal.
            Task::RecoveryPhone => return Ok(Returned::Later),
            Task::SecondFactor => {
                let password = Zeroizing::new(holds(self));
                let uri = self
                    .rehearsed
                    .practice
                    .enrol_totp(&login, &password)
                    .map(Zeroizing::new);
                if let Some(uri) = &uri {
                    self.give_out("new-key", uri)?;
                }
                uri.is_some()
            }
        };
        Ok(if did { Returned::Did } else { Returned::DidNotWork })
    }

    fn give_out(&mut self, name: &str, text: &str) -> Outcome {
        if self.secrets.has(name) {
            self.secrets.hand_out(name, text)?;
        }
        Ok(())
    }

    /// The first six digits in a row of the last letter.
    fn mailed(&self, address: &str) -> Zeroizing<String> {
        let letters = self.rehearsed.practice.inbox(address);
        let text = letters.last().map(|letter| letter.text.as_str()).unwrap_or_default();
        let digits = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
        Zeroizing::new(digits.unwrap_or_default().to_owned())
    }

    fn phone(&self, when: SystemTime) -> Code {
        let uri = self.uri.as_ref().map(|uri| uri.as_str()).unwrap_or_default();
        Code::new(&self.rehearsed.practice.code_for(uri, when).unwrap_or_default())
    }
}
