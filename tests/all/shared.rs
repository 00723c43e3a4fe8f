//! A computer that several people use: nothing stays, whoever said that it is shared and however the passage ends.

use std::{collections::BTreeMap, fs, path::Path};

use rentree::{
    ledger::Ledger,
    profiles::{Client, SignatureFields},
    wizard::{
        Computer,
        view::{Answer, ClientOffer, Ending, Holding, Look, LookedAt, Mailing, Screen, SharedBy, Stays, Traces, View},
    },
};
use time::{Duration, OffsetDateTime};

use crate::{
    journeys::{CHOSEN, enrolment, sign_in, until_new_password, until_sign_in},
    practice_journeys::no_secret_on_disk,
    stage::{Player, Rig, Servers, Stage},
};

const CONNECTED: &str = "entrainement";
const SHARED: Computer = Computer::Shared(SharedBy::Person);

#[tokio::test(flavor = "multi_thread")]
async fn a_practice_passage_leaves_nothing() {
    let stage = Stage::practice_on(SHARED).await;
    let player = stage.player("claire.martin");
    let secrets = passage(&stage, CONNECTED, &player).await;
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let letter = practice.inbox(&player.address).pop().expect("mailed to themselves");
    assert!(letter.text.contains("ordinateur partagé"), "{}", letter.text);
    left_alone(&stage, &player, &secrets).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn rig_a_passage_on_real_servers_leaves_nothing() {
    let stage = Stage::rig_on(0, SHARED);
    let player = Rig::shared().fresh();
    let secrets = passage(&stage, "exemple", &player).await;
    left_alone(&stage, &player, &secrets).await;
}

/// From the first screen to the files; only what leaves the computer is on offer.
async fn passage(stage: &Stage, academy: &str, player: &Player) -> Vec<String> {
    assert_eq!(stage.journey.view().shared, Some(SharedBy::Person));
    until_new_password(stage, academy, player).await;
    let new = |text: &str| Answer::NewPassword {
        password: rentree::secret::Password::new(text.into()),
    };
    stage.say(new(CHOSEN)).await;
    stage.say(Answer::Continue).await;
    let address = player.personal.clone();
    stage.say(Answer::RecoveryAddress { address }).await;
    let code = stage.recovery_code(&player.personal);
    stage
        .say(Answer::RecoveryCode {
            code: rentree::secret::Code::new(&code),
        })
        .await;
    stage.say(Answer::Continue).await;
    let uri = enrolment(stage).await;
    let key = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap();
    stage.say(Answer::Later).await;
    let view = stage.say(Answer::Continue).await;
    let Screen::ChooseApps { clients, folder, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(Path::new(folder), stage.passing_files());
    let open = [Client::Apple, Client::Android, Client::Sheet, Client::Reminders];
    let closed = |offer: &ClientOffer| {
        offer
            .unavailable
            .as_ref()
            .is_some_and(|why| why.code == "not-on-shared")
    };
    for offer in clients {
        assert_eq!(closed(offer), !open.contains(&offer.client), "{offer:?}");
    }
    let apps = |clients: Vec<Client>| Answer::Apps {
        clients,
        signature: SignatureFields::default(),
        bcc_warning: false,
    };
    assert_eq!(
        stage.refused(apps(vec![Client::Thunderbird])).await.code,
        "not-on-shared"
    );
    let view = stage.say(apps(open.to_vec())).await;
    let Screen::Written { files, mailing, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(*mailing, Mailing::Offered);
    assert!(
        files
            .iter()
            .all(|file| Path::new(&file.path).starts_with(stage.passing_files()))
    );
    stage.say(Answer::MailMyself).await;
    vec![player.password.clone(), CHOSEN.to_owned(), code, key.to_owned()]
}

/// Ends the passage and looks for ourselves.
async fn left_alone(stage: &Stage, player: &Player, secrets: &[String]) {
    fs::write(stage.page_store().join("cache"), "rien").unwrap();
    let view = stage.journey.finish(false).await.unwrap();
    let traces = traces(&view);
    assert_eq!((traces.ended, traces.verdict()), (Ending::Asked, "ended-clean"));
    let looks: BTreeMap<_, _> = traces
        .looks
        .iter()
        .map(|look| (format!("{:?}", look.place), look))
        .collect();
    assert!(looks["Files"].gone >= 4, "{traces:?}");
    assert_eq!((looks["Temporary"].gone, looks["PageStore"].seen), (1, Some(1)));
    assert_eq!(looks["Ledger"].stays, None);
    let rehearsal = matches!(stage.servers, Servers::Practice(_));
    assert_eq!(
        looks.contains_key("Keyring"),
        !rehearsal,
        "a rehearsal has nothing to do with the keyring"
    );
    assert!(
        view.academy.is_none() && !view.can_back,
        "nothing of the person is on the screen"
    );
    assert_eq!(stage.refused(Answer::Continue).await.code, "not-now");
    let left = under(stage.folder.path());
    assert_eq!(left, ["page/cache"], "{player:?}: nothing else is on the disk");
    no_secret_in(stage.folder.path(), secrets);
}

/// A look that cannot fail proves nothing: what stands in the page engine's folder is found.
#[tokio::test(flavor = "multi_thread")]
async fn what_the_page_engine_kept_is_found() {
    for kept in [
        CHOSEN.as_bytes().to_vec(),
        wide("claire.martin@entrainement.test"),
        b"xx cmartin yy".to_vec(),
    ] {
        let stage = Stage::practice_on(SHARED).await;
        let player = stage.player("claire.martin");
        until_new_password(&stage, CONNECTED, &player).await;
        let password = rentree::secret::Password::new(CHOSEN.into());
        stage.say(Answer::NewPassword { password }).await;
        fs::write(stage.page_store().join("local-storage"), kept).unwrap();
        let view = stage.journey.finish(false).await.unwrap();
        assert_eq!(traces(&view).verdict(), "ended-found");
        let look = look(&view, LookedAt::PageStore);
        assert!(
            matches!(&look.stays, Some(Stays::Found { paths }) if paths.len() == 1 && paths[0].ends_with("local-storage")),
            "{look:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn refused_attempts_alone_outlive_a_passage_and_go_with_the_lock() {
    let stage = Stage::practice_on(SHARED).await;
    let player = stage.player("jean.dupont");
    until_sign_in(&stage, CONNECTED, &player, Holding::AlreadyChanged).await;
    assert_eq!(
        stage.refused(sign_in("Pas-Du-Tout-33")).await.code,
        "account-wrong-password"
    );
    let view = stage.journey.finish(true).await.unwrap();
    assert_eq!(
        (traces(&view).ended, traces(&view).verdict()),
        (Ending::Idle, "ended-clean")
    );
    let Some(Stays::Attempts { until }) = look(&view, LookedAt::Ledger).stays else {
        panic!("{view:?}")
    };
    let state = stage.folder.path().join("state");
    let text = fs::read_to_string(state.join("ledger.json")).unwrap();
    for name in [&player.login, &player.address, &player.family, &CONNECTED.to_owned()] {
        assert!(!text.contains(name.as_str()), "{name} in {text}");
    }
    let count = |ledger: &Ledger, now| ledger.attempts_left(&format!("{CONNECTED}/{}", player.login), Some(5), now);
    let end = OffsetDateTime::from_unix_timestamp(until).unwrap();
    let mut ledger = Ledger::open(&state).unwrap();
    assert_eq!(count(&ledger, end - Duration::seconds(1)), 2, "it counts until then");
    ledger.expire(end - Duration::seconds(1)).unwrap();
    assert!(state.join("ledger.json").exists());
    ledger.expire(end).unwrap();
    assert_eq!(
        under(stage.folder.path()),
        Vec::<String>::new(),
        "the next start erases it"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_under_way_does_not_hold_the_end_up() {
    let stage = Stage::practice_on(SHARED).await;
    let player = stage.player("claire.martin");
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    let (answered, ended) = futures::join!(
        stage.journey.answer(sign_in(&player.password)),
        stage.journey.finish(true)
    );
    assert!(answered.is_ok() || answered.is_err_and(|refusal| refusal.code == "cancelled"));
    assert_eq!(traces(&ended.unwrap()).verdict(), "ended-clean");
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_computer_it_is_is_said_on_the_first_screen_and_no_later() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    assert_eq!(stage.journey.view().shared, None);
    let view = stage.say(Answer::Computer { shared: true }).await;
    assert_eq!(view.shared, Some(SharedBy::Person));
    assert!(matches!(view.screen, Screen::FindAcademy { .. }) && !view.can_back);
    assert_eq!(stage.say(Answer::Computer { shared: false }).await.shared, None);
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    assert_eq!(stage.refused(Answer::Computer { shared: true }).await.code, "not-now");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_is_not_contradicted() {
    let stage = Stage::practice_on(Computer::Shared(SharedBy::Machine)).await;
    assert_eq!(stage.refused(Answer::Computer { shared: false }).await.code, "not-now");
    assert_eq!(stage.journey.view().shared, Some(SharedBy::Machine));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_academys_pack_may_ask_for_it() {
    let stage = Stage::practice_signed("shared_computers = true\n").await;
    let player = stage.player("claire.martin");
    assert_eq!(
        stage.journey.view().shared,
        None,
        "before its academy is chosen nobody asked"
    );
    let id = CONNECTED.to_owned();
    let view = stage.say(Answer::ChooseAcademy { id, department: None }).await;
    assert_eq!(view.shared, Some(SharedBy::Pack));
    stage.journey.back().await.unwrap();
    assert_eq!(stage.refused(Answer::Computer { shared: false }).await.code, "not-now");
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    let view = stage.journey.finish(false).await.unwrap();
    assert_eq!(traces(&view).verdict(), "ended-clean");
    assert_eq!(under(stage.folder.path()), Vec::<String>::new());
}

/// On the person's own computer the same button erases what we keep; the settings they asked for are theirs.
#[tokio::test(flavor = "multi_thread")]
async fn a_practice_is_left_at_any_moment() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    let secrets = crate::journeys::connected(&stage, CONNECTED, &player).await.secrets;
    let view = stage.journey.finish(false).await.unwrap();
    assert_eq!(traces(&view).verdict(), "ended-clean");
    assert!(look(&view, LookedAt::Files).gone >= 6, "{view:?}");
    let left = under(stage.folder.path());
    assert!(left.iter().all(|path| path.starts_with("thunderbird/")), "{left:?}");
    no_secret_in(stage.folder.path(), &secrets);
}

fn traces(view: &View) -> &Traces {
    match &view.screen {
        Screen::Ended(traces) => traces,
        other => panic!("{other:?}"),
    }
}

fn look(view: &View, place: LookedAt) -> Look {
    let looks = &traces(view).looks;
    looks
        .iter()
        .find(|look| look.place == place)
        .expect("it was looked at")
        .clone()
}

fn wide(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

/// Every file below a folder, by its path in it.
fn under(root: &Path) -> Vec<String> {
    let (mut found, mut folders) = (Vec::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned()),
            }
        }
    }
    found.sort();
    found
}

/// As [`no_secret_on_disk`], where next to nothing is left to be searched.
fn no_secret_in(folder: &Path, secrets: &[String]) {
    for n in 0..3 {
        fs::write(folder.join(format!("searched-{n}")), "").unwrap();
    }
    no_secret_on_disk(folder, secrets);
}
