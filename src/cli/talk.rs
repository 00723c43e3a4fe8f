//! Asks the person: one screen, one answer. `<` goes back at every question.
//!
//! A room for each step, by the names they have in `wizard`; `page` sends to an official page, `question` is how anything
//! is asked.

mod check_up;
mod mail_apps;
mod page;
mod password;
mod place;
mod question;
mod recovery;
mod second_factor;

use rentree::{
    wizard::{
        Journey,
        view::{Answer, Device, Forgotten, Item, OldPlaces, Screen, View},
    },
    words::Words,
};

pub(super) use self::check_up::{Offer, offers};
use super::{Outcome, onboard::Move, screens, secrets::Secrets, way_back};

/// Shows the screen, asks, and says what the person decided.
pub(super) async fn answer(
    view: &View,
    journey: &Journey,
    words: &Words,
    secrets: &mut Secrets,
    offered: &[Offer],
) -> Outcome<Move> {
    let talk = Talk {
        journey,
        words,
        offered,
    };
    let asked = talk.screen(&view.screen, secrets).await?;
    Ok(asked.map_or(Move::Back, Move::Answer))
}

/// What was answered; none: back.
type Said<T> = Outcome<Option<T>>;

struct Talk<'a> {
    journey: &'a Journey,
    words: &'a Words,
    offered: &'a [Offer],
}

impl Talk<'_> {
    async fn screen(&self, screen: &Screen, secrets: &mut Secrets) -> Said<Answer> {
        match screen {
            Screen::FindAcademy { resume, .. } => self.first(resume.as_ref()).await,
            Screen::ChooseDepartment { choices } => self.department(choices).await,
            Screen::ChoosePlatform { choices } => self.platform(choices).await,
            Screen::Identify { domain, entered, .. } => self.identify(domain, entered.as_ref()).await,
            Screen::Servers {
                imap,
                smtp,
                confirm,
                arrives_at,
            } => self.servers([imap, smtp], *confirm, arrives_at.as_ref()).await,
            Screen::Hold { options } => self.hold(options).await,
            Screen::Lost {
                page,
                with_recovery,
                without_recovery,
                desk,
            } => self.lost(page, with_recovery, without_recovery, desk).await,
            Screen::SignIn {
                login,
                asked,
                attempts_left,
                wait_minutes,
                kept,
                ask_elsewhere,
            } => {
                let tries = self.tries(*attempts_left, *wait_minutes);
                self.sign_in((login, *asked), *kept, *ask_elsewhere, tries, secrets)
                    .await
            }
            Screen::OtherForm {
                refused,
                other,
                attempts_left,
                ..
            } => self.other_form(refused, other, *attempts_left).await,
            Screen::NewPassword { rules, assumed, .. } => self.own_password(rules, *assumed, secrets).await,
            Screen::InDoubt { both_known } => self.in_doubt(*both_known, secrets).await,
            Screen::HandOff {
                task,
                page,
                asked,
                without_phone,
                desk,
                device,
            } => self.hand_off((*task, *device), page, asked, without_phone, desk).await,
            Screen::Outcome {
                items,
                old_places,
                devices,
                forgotten,
                ..
            } => {
                self.outcome(items, old_places.as_ref(), devices, forgotten.as_ref())
                    .await
            }
            _ => self.later_screen(screen, secrets).await,
        }
    }

    /// Steps 4 to 7.
    async fn later_screen(&self, screen: &Screen, secrets: &mut Secrets) -> Said<Answer> {
        match screen {
            Screen::RecoveryAddress { registers, .. } => self.recovery_address(*registers).await,
            Screen::RecoveryMeant { typed, meant } => self.recovery_meant(typed, meant).await,
            Screen::AcademyLetter => self.academy_letter().await,
            Screen::RecoveryCode {
                address,
                minutes,
                tries_left,
                practice_inbox,
            } => {
                let sent = (address.as_str(), *minutes, *tries_left);
                self.recovery_code(sent, practice_inbox.as_deref(), secrets).await
            }
            Screen::Enrol { factors, without_phone } => self.enrol(factors, without_phone).await,
            Screen::EnrolmentCard { card, tries_left } => self.card(card, *tries_left, secrets).await,
            Screen::ProveCode {
                tries_left,
                existing,
                clock,
            } => self.prove_code(*tries_left, *existing, clock.as_ref(), secrets).await,
            Screen::OfferCodes => self.offer_codes().await,
            Screen::RecoveryCodes {
                list,
                saved,
                tries_left,
            } => self.codes(list, saved.as_deref(), *tries_left).await,
            Screen::DeclareFactor { factors, asked } => self.declare_factor(factors, *asked).await,
            Screen::ChooseApps { clients, folder, .. } => self.apps(clients, folder).await,
            Screen::Written { files, typed, mailing } => self.written(files, typed, *mailing).await,
            Screen::CheckUp(summary) => self.check_up(summary).await,
            _ => Ok(Some(Answer::Continue)),
        }
    }

    /// What the step achieved; after an application password, one for another device.
    async fn outcome(
        &self,
        items: &[Item],
        old_places: Option<&OldPlaces>,
        devices: &[Device],
        forgotten: Option<&Forgotten>,
    ) -> Said<Answer> {
        eprintln!("{}", screens::items(self.words, items));
        if let Some(old) = old_places {
            eprintln!("{}", screens::old_places(self.words, old));
        }
        if let Some(card) = forgotten {
            eprintln!("\n{}", way_back::forgotten(self.words, card));
        }
        match devices {
            [] => self.go_on().await,
            devices => self.another_device(devices).await,
        }
    }
}
