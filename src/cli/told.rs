//! Answers from the file: one for each screen, or the refusal that it lacks one. Nobody is asked.

use rentree::{
    wizard::view::{Answer, AskedPassword, ClientOffer, Entered, RefusalLine, Returned, Screen, View},
    words::Words,
};

use super::{
    Outcome,
    answers::Answers,
    fault::CliFault,
    secrets::Secrets,
    slug,
    talk::{Offer, offers},
    way_back,
};

pub(super) async fn answer(
    view: &View,
    told: &Answers,
    secrets: &mut Secrets,
    words: &Words,
    offered: &[Offer],
) -> Outcome<Answer> {
    Ok(match &view.screen {
        Screen::FindAcademy { resume: Some(_), .. } if told.resume => Answer::Resume,
        Screen::FindAcademy { .. } => Answer::ChooseAcademy {
            id: needed(&told.academy, "academy")?,
            department: told.department.clone(),
        },
        // Only reached when the file names none: then the person works in several, or does not know.
        Screen::ChooseDepartment { .. } => Answer::ChooseDepartment { code: None },
        Screen::ChoosePlatform { .. } => Answer::ChoosePlatform {
            id: needed(&told.platform, "platform")?,
        },
        Screen::Identify { .. } => Answer::Identify(Entered {
            given: needed(&told.given, "given")?,
            family: needed(&told.family, "family")?,
            birth_family: told.birth_family.clone().unwrap_or_default(),
            address: needed(&told.address, "address")?,
            identifier: needed(&told.identifier, "identifier")?,
        }),
        Screen::Servers { confirm: true, .. } => Answer::ConfirmServers {
            agreed: told.confirm_servers,
        },
        Screen::Servers { .. } | Screen::Outcome { .. } | Screen::Written { .. } => Answer::Continue,
        Screen::CheckUp(summary) => match offers(summary, offered).first() {
            Some(Offer::RoundTrip) if told.round_trip => Answer::RoundTrip,
            Some(Offer::Keep) if told.remember => Answer::Keep,
            Some(Offer::Remind) if told.reminders => Answer::Remind,
            _ => Answer::Later,
        },
        Screen::Ended(_) => Answer::Later,
        Screen::Hold { .. } => Answer::Hold {
            holding: needed(&told.holding, "holding")?,
        },
        Screen::Lost { .. } => Answer::Returned {
            outcome: outcome(told, "reset"),
        },
        Screen::SignIn { kept: true, .. } if told.use_kept => Answer::UseKept,
        Screen::SignIn { asked, login, .. } => {
            let prompt = words.with(&format!("cli-ask-password-{}", slug(asked)), &[("login", login)]);
            let password = secrets.password(secret_name(*asked), prompt).await?;
            Answer::SignIn {
                password,
                tried_elsewhere: told.tried_elsewhere,
            }
        }
        Screen::OtherForm { .. } => Answer::OtherForm {
            agreed: told.other_form,
        },
        Screen::NewPassword { .. } => Answer::NewPassword {
            password: secrets.password("own", words.plain("cli-ask-new-password")).await?,
        },
        Screen::InDoubt { both_known: true } => Answer::Resolve { old: None, new: None },
        Screen::InDoubt { both_known: false } => Answer::Resolve {
            old: Some(secrets.password("first", words.plain("cli-ask-old-password")).await?),
            new: Some(secrets.password("own", words.plain("cli-ask-new-password")).await?),
        },
        Screen::HandOff { task, .. } => Answer::Returned {
            outcome: outcome(told, &slug(task)),
        },
        Screen::RecoveryAddress { .. } => match &told.recovery_address {
            Some(address) => Answer::RecoveryAddress {
                address: address.clone(),
            },
            None => Answer::Later,
        },
        // The file says what it says: nobody is there to be asked.
        Screen::RecoveryMeant { .. } => Answer::RecoveryMeant { agreed: false },
        Screen::AcademyLetter => Answer::AcademyWrote {
            arrived: outcome(told, "academy-letter") == Returned::Did,
        },
        Screen::RecoveryCode {
            address,
            minutes,
            tries_left,
            practice_inbox,
        } => {
            let sent = (address.as_str(), *minutes, *tries_left);
            let (inbox, prompt) = way_back::recovery_code(words, sent, practice_inbox.as_deref());
            if let Some(inbox) = inbox {
                eprintln!("{inbox}");
            }
            let code = secrets.code("recovery-code", prompt).await?;
            Answer::RecoveryCode { code }
        }
        // Enrolling without a way out for the key would lock the person out.
        Screen::Enrol { .. } if secrets.has("new-key") && secrets.has("code") => Answer::Enrol,
        Screen::Enrol { .. } => Answer::Later,
        Screen::EnrolmentCard { card, tries_left } => {
            secrets.hand_out("new-key", &card.uri)?;
            Answer::Code {
                code: secrets
                    .code("code", words.with("cli-ask-code", &[("tries", tries_left)]))
                    .await?,
            }
        }
        Screen::ProveCode { tries_left, .. } => Answer::Code {
            code: secrets
                .code("code", words.with("cli-ask-next-code", &[("tries", tries_left)]))
                .await?,
        },
        // Nobody is there to keep them.
        Screen::OfferCodes | Screen::RecoveryCodes { .. } => Answer::Later,
        Screen::DeclareFactor { .. } => Answer::DeclareFactor { factor: told.factor },
        Screen::ChooseApps { clients, .. } => apps(told, clients),
    })
}

fn apps(told: &Answers, offers: &[ClientOffer]) -> Answer {
    let proposed = || {
        offers
            .iter()
            .filter(|offer| offer.proposed)
            .map(|offer| offer.client)
            .collect()
    };
    let clients: Vec<_> = told.clients.clone().unwrap_or_else(proposed);
    if clients.is_empty() {
        return Answer::Later;
    }
    Answer::Apps {
        clients,
        signature: told.signature.clone().unwrap_or_default(),
        bcc_warning: told.bcc_warning,
    }
}

/// The descriptor's name of a password.
pub(super) fn secret_name(asked: AskedPassword) -> &'static str {
    match asked {
        AskedPassword::First => "first",
        AskedPassword::Own => "own",
        AskedPassword::Application => "application",
    }
}

/// What the file does not say was not done.
fn outcome(told: &Answers, task: &str) -> Returned {
    told.outcome.get(task).copied().unwrap_or(Returned::Later)
}

fn needed<T: Clone>(value: &Option<T>, key: &str) -> Outcome<T> {
    value
        .clone()
        .ok_or_else(|| RefusalLine::of(&CliFault::AnswersLack { key: key.to_owned() }))
}
