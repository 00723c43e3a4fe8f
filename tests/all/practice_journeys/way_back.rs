//! The way back and the second factor, wherever a step can go wrong. The journeys of `rig_journeys::way_back` are these, on
//! real servers.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{Duration, SystemTime},
};

use rentree::{
    secret::{Code, Password},
    wizard::view::{Answer, Entered, Holding, ItemKey, Returned, Screen, Standing, Task, View, Why},
};
use time::OffsetDateTime;

use super::{CONNECTED, WEB};
use crate::{
    journeys::{CHOSEN, assert_standing, enrolment, entered, sign_in, until_hold, until_new_password, until_sign_in},
    stage::{Player, Stage},
};

/// How far a clock is off in these tests.
const OFF: Duration = Duration::from_secs(300);

fn code(text: &str) -> Answer {
    Answer::Code { code: Code::new(text) }
}

fn recovery_code(text: &str) -> Answer {
    Answer::RecoveryCode { code: Code::new(text) }
}

fn address(text: &str) -> Answer {
    Answer::RecoveryAddress { address: text.into() }
}

/// Another six digits than these.
fn other_than(right: &str) -> &'static str {
    if right == "000000" { "000001" } else { "000000" }
}

/// A fresh person, up to the question of the recovery address.
async fn until_recovery(stage: &Stage, academy: &str, player: &Player) {
    until_new_password(stage, academy, player).await;
    let password = Password::new(CHOSEN.into());
    stage.say(Answer::NewPassword { password }).await;
    let view = stage.say(Answer::Continue).await;
    assert!(
        matches!(view.screen, Screen::RecoveryAddress { .. }),
        "{:?}",
        view.screen
    );
}

/// A fresh person, up to the offer of a second factor.
async fn until_offer(stage: &Stage, academy: &str, player: &Player) {
    until_recovery(stage, academy, player).await;
    stage.say(Answer::Later).await;
    stage.say(Answer::Continue).await;
}

/// Somebody who has their password, up to what enrolling leads to.
async fn until_factor_again(stage: &Stage, academy: &str, player: &Player) -> View {
    until_sign_in(stage, academy, player, Holding::AlreadyChanged).await;
    stage.say(sign_in(CHOSEN)).await;
    stage.say(Answer::Continue).await;
    stage.say(Answer::Later).await;
    stage.say(Answer::Continue).await;
    stage.say(Answer::Enrol).await
}

fn item(view: &View, key: ItemKey) -> (Standing, Option<Why>) {
    let Screen::Outcome { items, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let item = items.iter().find(|item| item.key == key);
    item.map_or_else(|| panic!("no {key:?} in {items:?}"), |item| (item.standing, item.why))
}

/// A fresh person whose recovery address is registered.
pub(crate) async fn registered(stage: &Stage, academy: &str, player: &Player) {
    until_recovery(stage, academy, player).await;
    stage.say(address(&player.personal)).await;
    let view = stage.say(recovery_code(&stage.recovery_code(&player.personal))).await;
    assert_standing(&view, ItemKey::RecoveryRegistered, Standing::Done);
}

/// A mailed code past its ten minutes opens nothing; a fresh one does.
pub(crate) async fn a_code_expires(stage: &Stage, academy: &str, player: &Player, later: &AtomicI64) {
    until_recovery(stage, academy, player).await;
    stage.say(address(&player.personal)).await;
    let mailed = stage.recovery_code(&player.personal);
    let refusal = stage.refused(recovery_code(other_than(&mailed))).await;
    assert_eq!(
        (refusal.code.as_str(), refusal.params["left"].as_str()),
        ("wrong-code", "2")
    );
    later.store(10 * 60 + 1, Ordering::Relaxed);
    assert_eq!(stage.refused(recovery_code(&mailed)).await.code, "code-expired");
    later.store(0, Ordering::Relaxed);
    let view = stage.say(recovery_code(&mailed)).await;
    assert_standing(&view, ItemKey::RecoveryRegistered, Standing::Done);
}

/// A phone whose clock is off is told by how much, and which way; set right, its code is taken.
pub(crate) async fn a_phone_is_off(stage: &Stage, academy: &str, player: &Player) {
    until_offer(stage, academy, player).await;
    let uri = enrolment(stage).await;
    for (when, side) in [(SystemTime::now() + OFF, "ahead"), (SystemTime::now() - OFF, "behind")] {
        let refusal = stage.refused(code(&stage.phone_at(&uri, when))).await;
        assert_eq!(refusal.code, "clock-phone", "{refusal:?}");
        let said = (refusal.params["minutes"].as_str(), refusal.params["side"].as_str());
        assert_eq!(said, ("5", side));
    }
    let right = stage.phone(&uri, 0);
    let view = stage.say(code(&right)).await;
    let Screen::ProveCode { clock, existing, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(clock.is_none() && !existing, "{clock:?}");
    assert_eq!(stage.refused(code(&right)).await.code, "code-again");
    let off = stage.phone_at(&uri, SystemTime::now() + OFF);
    assert_eq!(stage.refused(code(&off)).await.code, "clock-phone");
    let view = past_codes(stage, stage.say(code(&stage.phone(&uri, 1))).await).await;
    assert_standing(&view, ItemKey::SecondFactor, Standing::Done);
}

/// Recovery codes are for later, where the server makes some.
async fn past_codes(stage: &Stage, view: View) -> View {
    match view.screen {
        Screen::OfferCodes => stage.say(Answer::Later).await,
        _ => view,
    }
}

/// The phone is right and the computer is not: the code is taken, and the computer's clock is named.
pub(crate) async fn a_computer_is_off(stage: &Stage, academy: &str, player: &Player) {
    until_offer(stage, academy, player).await;
    let uri = enrolment(stage).await;
    let view = stage.say(code(&stage.phone(&uri, 0))).await;
    let Screen::ProveCode { clock: Some(clock), .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(
        (clock.code.as_str(), clock.params["side"].as_str()),
        ("clock-computer", "ahead")
    );
    assert_eq!(clock.params["minutes"], "5");
}

/// The clock of such a computer.
pub(crate) fn fast() -> OffsetDateTime {
    OffsetDateTime::now_utc() + OFF
}

/// After three wrong codes nothing more leaves with that key; another key is made, the one before proves nothing.
pub(crate) async fn tries_run_out(stage: &Stage, academy: &str, player: &Player) {
    until_offer(stage, academy, player).await;
    let first = enrolment(stage).await;
    let wrong = other_than(&stage.phone(&first, 0));
    for left in [2, 1, 0] {
        stage.refused(code(wrong)).await;
        let Screen::EnrolmentCard { tries_left, .. } = stage.journey.view().screen else {
            panic!()
        };
        assert_eq!(tries_left, left);
    }
    assert_eq!(stage.refused(code(&stage.phone(&first, 0))).await.code, "code-spent");
    let second = enrolment(stage).await;
    assert_ne!(first, second, "another key");
    let right = stage.phone(&second, 0);
    if stage.phone(&first, 0) != right {
        stage.refused(code(&stage.phone(&first, 0))).await;
    }
    stage.say(code(&stage.phone(&second, 0))).await;
}

/// An account that has a factor: it is proved, never replaced, and walking away leaves it as it was.
pub(crate) async fn a_factor_is_there(stage: Stage, academy: &str, player: &Player, again: impl Fn(Stage) -> Stage) {
    until_offer(&stage, academy, player).await;
    let uri = enrolment(&stage).await;
    stage.say(code(&stage.phone(&uri, 0))).await;
    let view = past_codes(&stage, stage.say(code(&stage.phone(&uri, 1))).await).await;
    assert_standing(&view, ItemKey::SecondFactor, Standing::Done);
    let stage = again(stage);
    let view = until_factor_again(&stage, academy, player).await;
    let Screen::ProveCode { existing: true, .. } = view.screen else {
        panic!("no second card while one counts: {:?}", view.screen)
    };
    let refusal = stage.refused(code(other_than(&stage.phone(&uri, 0)))).await;
    assert_eq!(refusal.code, "account-bad-code");
    let view = stage.say(Answer::Later).await;
    assert_eq!(
        item(&view, ItemKey::SecondFactor),
        (Standing::Left, Some(Why::FactorUnproved))
    );
    let stage = again(stage);
    let view = until_factor_again(&stage, academy, player).await;
    assert!(matches!(view.screen, Screen::ProveCode { existing: true, .. }));
    // A server that refuses a code it has seen wants a later one; all of them look this far ahead or take the one before.
    let view = match stage.journey.answer(code(&stage.phone(&uri, 1))).await {
        Ok(view) => view,
        Err(_) => stage.say(code(&stage.phone(&uri, 2))).await,
    };
    let view = past_codes(&stage, view).await;
    assert_standing(&view, ItemKey::SecondFactor, Standing::Done);
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_codes_expire() {
    static LATER: AtomicI64 = AtomicI64::new(0);
    let now = || OffsetDateTime::now_utc() + Duration::from_secs(LATER.load(Ordering::Relaxed).unsigned_abs());
    let stage = Stage::practice_as(|_| (), now).await;
    a_code_expires(&stage, CONNECTED, &stage.player("claire.martin"), &LATER).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_names_the_clock_that_is_wrong() {
    let stage = Stage::practice().await;
    a_phone_is_off(&stage, CONNECTED, &stage.player("claire.martin")).await;
    let stage = Stage::practice_as(|_| (), fast).await;
    a_computer_is_off(&stage, CONNECTED, &stage.player("claire.martin")).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_makes_another_key_when_tries_run_out() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    tries_run_out(&stage, CONNECTED, &player).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn practice_never_removes_a_factor() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    a_factor_is_there(stage, CONNECTED, &player, Stage::restarted).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_recovery_address_is_the_persons_own_and_a_slip_is_asked_about() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_recovery(&stage, CONNECTED, &player).await;
    for (typed, expected) in [
        ("claire", "recovery-malformed"),
        ("claire@entrainement.test", "recovery-academic"),
        ("claire@education.gouv.fr", "recovery-academic"),
        ("claire@laclasse.com", "recovery-school"),
        ("claire@yopmail.com", "recovery-disposable"),
        ("secretariat@orange.fr", "recovery-shared"),
        ("01E9501234ABC", "numen-typed"),
    ] {
        assert_eq!(stage.refused(address(typed)).await.code, expected, "{typed}");
    }
    let view = stage.say(address("claire@gmial.com")).await;
    let Screen::RecoveryMeant { typed, meant } = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(
        (typed.as_str(), meant.as_str()),
        ("claire@gmial.com", "claire@gmail.com")
    );
    let view = stage.journey.back().await.unwrap();
    assert!(matches!(view.screen, Screen::RecoveryAddress { .. }));
    stage.say(address("claire@gmial.com")).await;
    let kept = stage.refused(Answer::RecoveryMeant { agreed: false }).await;
    assert_eq!(
        kept.code, "recovery-disposable",
        "who owns that slip of the finger hands out mailboxes"
    );
    stage.journey.back().await.unwrap();
    // Corrected or kept, the code leaves for it; no mail goes outside in a rehearsal.
    for agreed in [true, false] {
        stage.say(address("claire@wanado.fr")).await;
        let left = stage.refused(Answer::RecoveryMeant { agreed }).await;
        assert_eq!(left.code, "mail-recipient-refused");
        stage.journey.back().await.unwrap();
    }
}

/// Where text messages give access back, the telephone is registered too; the card says what will be asked.
#[tokio::test(flavor = "multi_thread")]
async fn a_telephone_is_asked_for_where_the_academy_takes_one() {
    let sms = |packs: &mut Vec<String>| {
        let needs = "reset_needs = [{ value = \"sms\", confidence = \"pack\" }, ";
        packs[0] = packs[0].replace("reset_needs = [", needs);
    };
    let stage = Stage::practice_as(sms, OffsetDateTime::now_utc).await;
    let player = stage.player("claire.martin");
    until_recovery(&stage, CONNECTED, &player).await;
    stage.say(address(&player.personal)).await;
    let view = stage.say(recovery_code(&stage.recovery_code(&player.personal))).await;
    let Screen::HandOff { task, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(task, Task::RecoveryPhone);
    let view = stage.say(Answer::Returned { outcome: Returned::Did }).await;
    assert_eq!(
        item(&view, ItemKey::RecoveryPhone),
        (Standing::Declared, Some(Why::NoServer))
    );
    assert_standing(&view, ItemKey::RecoveryRegistered, Standing::Done);
    let Screen::Outcome {
        forgotten: Some(card), ..
    } = view.screen
    else {
        panic!()
    };
    assert!(
        card.prepared && card.page.url.is_some() && card.asked.len() == 4,
        "{card:?}"
    );
}

/// Without a mailbox that sends, the academy's own message is all there is: declared, or left.
#[tokio::test(flavor = "multi_thread")]
async fn without_sending_the_academys_message_is_asked_about() {
    for (arrived, standing, why) in [
        (true, Standing::Declared, Why::AcademyWrote),
        (false, Standing::Left, Why::MailFirst),
    ] {
        let stage = Stage::practice().await;
        let player = stage.web_player();
        until_hold(&stage, WEB, &player).await;
        let holding = Holding::AlreadyChanged;
        stage.say(Answer::Hold { holding }).await;
        stage
            .say(Answer::Returned {
                outcome: Returned::Later,
            })
            .await;
        stage.say(Answer::Continue).await;
        let view = stage.say(Answer::Returned { outcome: Returned::Did }).await;
        assert!(matches!(view.screen, Screen::AcademyLetter), "{:?}", view.screen);
        let view = stage.say(Answer::AcademyWrote { arrived }).await;
        assert_eq!(item(&view, ItemKey::RecoveryAddress), (standing, Some(why)));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_name_at_birth_is_there_when_coming_back() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    let academy = Answer::ChooseAcademy {
        id: CONNECTED.into(),
        department: None,
    };
    stage.say(academy).await;
    let typed = Entered {
        birth_family: " Durand ".into(),
        ..entered(&player)
    };
    stage.say(Answer::Identify(typed)).await;
    let Screen::Identify {
        entered: Some(kept), ..
    } = stage.journey.back().await.unwrap().screen
    else {
        panic!()
    };
    assert_eq!(kept.birth_family, "Durand");
}
