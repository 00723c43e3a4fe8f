//! Coming back: the bookmark says who and where, the servers say what is done.

use rentree::{
    ledger::Ledger,
    secret::Password,
    wizard::view::{
        Answer, AskedPassword, Holding, Item, ItemKey, Proof, ResumeLine, Screen, Standing, StepName, Task, View, Why,
    },
};
use time::{Duration, OffsetDateTime};

use crate::{
    journeys::{CHOSEN, assert_asks_for, connected, on_pages, sign_in, until_hold, until_new_password, until_sign_in},
    practice_journeys::no_secret_on_disk,
    stage::{Player, Rig, Servers, Stage},
};

const CONNECTED: &str = "entrainement";

#[tokio::test(flavor = "multi_thread")]
async fn half_way_the_rest_is_asked_and_no_more() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    half_way(stage, CONNECTED, player).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rig_half_way_the_rest_is_asked_and_no_more() {
    half_way(Stage::rig(0), "exemple", Rig::shared().fresh()).await;
}

/// Left with the recovery address registered; come back.
async fn half_way(stage: Stage, academy: &str, player: Player) {
    until_recovered(&stage, academy, &player).await;
    let stage = stage.restarted();
    let line = offered(&stage).expect("where they left");
    assert_eq!((line.step, line.in_doubt), (StepName::Recovery, false));
    assert_eq!(
        (line.address.as_str(), line.left.len()),
        (player.address.as_str(), 0),
        "{line:?}"
    );
    no_secret_on_disk(&copied(&stage), &[player.password.clone(), CHOSEN.to_owned()]);
    let view = stage.say(Answer::Resume).await;
    assert!(
        matches!(
            view.screen,
            Screen::SignIn {
                asked: AskedPassword::Own,
                kept: false,
                ..
            }
        ),
        "{:?}",
        view.screen
    );
    let view = stage.say(sign_in(CHOSEN)).await;
    let items = items(&view);
    for key in [
        ItemKey::Identifier,
        ItemKey::Password,
        ItemKey::Mailbox,
        ItemKey::Sending,
    ] {
        assert_eq!(item(items, key).standing, Standing::Done, "{items:?}");
    }
    let registered = item(items, ItemKey::RecoveryRegistered);
    assert!(
        matches!(&registered.proof, Some(Proof::ReadBack { address, .. }) if *address == player.personal),
        "{registered:?}"
    );
    let receives = item(items, ItemKey::RecoveryAddress);
    assert_eq!(
        (receives.standing, receives.why),
        (Standing::Declared, Some(Why::Before)),
        "no server can say it again"
    );
    let factor = item(items, ItemKey::SecondFactor);
    assert_eq!((factor.standing, factor.why), (Standing::Left, Some(Why::NotThere)));
    let view = stage.say(Answer::Continue).await;
    assert!(matches!(view.screen, Screen::Enrol { .. }), "{:?}", view.screen);
}

#[tokio::test(flavor = "multi_thread")]
async fn at_the_end_everything_is_found_again_with_one_sign_in() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    everything(stage, CONNECTED, player).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rig_at_the_end_everything_is_found_again_with_one_sign_in() {
    everything(Stage::rig(0), "exemple", Rig::shared().fresh()).await;
}

async fn everything(stage: Stage, academy: &str, player: Player) {
    connected(&stage, academy, &player).await;
    let stage = stage.restarted();
    assert_eq!(offered(&stage).unwrap().step, StepName::CheckUp);
    stage.say(Answer::Resume).await;
    let view = stage.say(sign_in(CHOSEN)).await;
    let factor = item(items(&view), ItemKey::SecondFactor);
    assert!(matches!(factor.proof, Some(Proof::AsksForCode { .. })), "{factor:?}");
    let view = stage.say(Answer::Continue).await;
    let Screen::CheckUp(summary) = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(summary.left.is_empty(), "{:?}", summary.left);
    let declared: Vec<_> = summary.declared.iter().map(|item| item.key).collect();
    assert_eq!(declared, [ItemKey::RecoveryAddress]);
    assert!(matches!(
        item(&summary.done, ItemKey::Profiles).proof,
        Some(Proof::OnDisk { .. })
    ));
    if let Servers::Practice(practice) = &stage.servers {
        assert_eq!(practice.failed_sign_ins(&player.login), 0);
    }
}

/// A note proves nothing: the password it remembers as changed is refused, and nothing is called done.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_servers_no_longer_say_is_not_claimed() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_recovered(&stage, CONNECTED, &player).await;
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    assert!(practice.change_password(&player.login, CHOSEN, "Verger-Cigale4-Lanterne"));
    let stage = stage.restarted();
    stage.say(Answer::Resume).await;
    assert_eq!(stage.refused(sign_in(CHOSEN)).await.code, "account-wrong-password");
    let view = stage.say(Answer::Later).await;
    assert!(
        items(&view)
            .iter()
            .all(|item| item.standing != Standing::Done || item.key == ItemKey::Servers)
    );
    // A refused sign-in leaves the page as it was marked.
    assert_eq!(offered(&stage.restarted()).unwrap().step, StepName::Recovery);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_doubt_comes_first() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_new_password(&stage, CONNECTED, &player).await;
    let mut ledger = Ledger::open(&stage.folder.path().join("state")).unwrap();
    let account = format!("{CONNECTED}/{}", player.login);
    ledger
        .mark_in_doubt(&account, CONNECTED, OffsetDateTime::now_utc())
        .unwrap();
    let stage = stage.restarted();
    assert!(offered(&stage).unwrap().in_doubt);
    let view = stage.say(Answer::Resume).await;
    assert!(
        matches!(view.screen, Screen::InDoubt { both_known: false }),
        "{:?}",
        view.screen
    );
    let typed = |text: &str| Some(Password::new(text.into()));
    let (old, new) = (typed(&player.password), typed(CHOSEN));
    let view = stage.say(Answer::Resolve { old, new }).await;
    assert_eq!(item(items(&view), ItemKey::Password).why, Some(Why::OldHolds));
}

#[tokio::test(flavor = "multi_thread")]
async fn before_the_password_is_theirs_the_question_is_what_they_hold() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    let stage = stage.restarted();
    let view = stage.say(Answer::Resume).await;
    assert!(matches!(view.screen, Screen::Hold { .. }), "{:?}", view.screen);
    let view = stage.journey.back().await.unwrap();
    assert!(
        matches!(view.screen, Screen::FindAcademy { .. }),
        "another academy can be chosen"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn official_pages_are_declared_again_and_mail_is_proved_again() {
    let (stage, application, _) = on_pages().await;
    let stage = stage.restarted();
    let view = stage.say(Answer::Resume).await;
    assert_asks_for(&view, AskedPassword::Application);
    let view = stage.say(sign_in(&application)).await;
    let list = items(&view);
    assert_eq!(item(list, ItemKey::Mailbox).standing, Standing::Done);
    for key in [ItemKey::RecoveryRegistered, ItemKey::SecondFactor] {
        assert_eq!(item(list, key).why, Some(Why::Before), "{list:?}");
    }
    let view = stage.say(Answer::Continue).await;
    assert!(matches!(view.screen, Screen::CheckUp(_)), "{:?}", view.screen);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_marked_for_thirty_days_and_erased_with_the_rest() {
    let stage = Stage::practice().await;
    let player = stage.web_player();
    until_hold(&stage, "entrainement-web", &player).await;
    let folder = stage.folder.path().join("state");
    let (now, mut ledger) = (OffsetDateTime::now_utc(), Ledger::open(&folder).unwrap());
    assert!(ledger.bookmark(now + Duration::days(29)).is_some());
    assert!(ledger.bookmark(now + Duration::days(31)).is_none());
    ledger.expire(now + Duration::days(31)).unwrap();
    assert!(!folder.exists(), "a ledger that holds nothing is no file");
    stage
        .say(Answer::Hold {
            holding: Holding::Letter,
        })
        .await;
    stage.journey.finish(false).await.unwrap();
    assert!(!folder.exists());
    assert!(offered(&stage.restarted()).is_none());
}

/// Up to the recovery address, registered.
async fn until_recovered(stage: &Stage, academy: &str, player: &Player) {
    until_new_password(stage, academy, player).await;
    let password = Password::new(CHOSEN.into());
    stage.say(Answer::NewPassword { password }).await;
    stage.say(Answer::Continue).await;
    let address = player.personal.clone();
    stage.say(Answer::RecoveryAddress { address }).await;
    let code = rentree::secret::Code::new(&stage.recovery_code(&player.personal));
    stage.say(Answer::RecoveryCode { code }).await;
}

fn offered(stage: &Stage) -> Option<ResumeLine> {
    match stage.journey.view().screen {
        Screen::FindAcademy { resume, .. } => resume,
        other => panic!("{other:?}"),
    }
}

fn items(view: &View) -> &[Item] {
    match &view.screen {
        Screen::Outcome {
            task: Task::Resume | Task::ChangePassword,
            items,
            ..
        } => items,
        other => panic!("{other:?}"),
    }
}

fn item(items: &[Item], key: ItemKey) -> &Item {
    let found = items.iter().find(|item| item.key == key);
    found.unwrap_or_else(|| panic!("no {key:?} in {items:?}"))
}

/// The byte search wants something to search.
fn copied(stage: &Stage) -> std::path::PathBuf {
    for n in 0..3 {
        std::fs::write(stage.folder.path().join(format!("searched-{n}")), "").unwrap();
    }
    stage.folder.path().to_owned()
}
