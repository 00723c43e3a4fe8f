//! Journeys on the practice academies: to the end, and every stop on the way.

mod mailing;
pub(crate) mod way_back;

use std::{fs, path::Path};

use rentree::{
    academy::MailApp,
    ledger::Ledger,
    profiles::{Client, SignatureFields},
    reason::Kind,
    secret::{Code, Password},
    wizard::view::{
        Answer, Device, Entered, Holding, ItemKey, OldPlace, OldPlaces, Returned, Screen, Standing, StepName, Task,
        View,
    },
};

use time::OffsetDateTime;

use crate::{
    journeys::{
        CHOSEN, all_later, assert_standing, connected, enrolment, entered, on_pages, sign_in, until_hold,
        until_new_password, until_sign_in,
    },
    leak,
    stage::{Player, Servers, Stage},
};

const CONNECTED: &str = "entrainement";
const WEB: &str = "entrainement-web";

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_account_reaches_the_end() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    let seen = connected(&stage, CONNECTED, &player).await;
    assert!(
        seen.summary.left.is_empty() && seen.summary.declared.is_empty(),
        "{:?}",
        seen.summary
    );
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    assert!(practice.password_is(&player.login, CHOSEN));
    assert!(practice.has_totp(&player.login));
    assert_eq!(
        practice.recovery_address(&player.login).as_deref(),
        Some(player.personal.as_str())
    );
    no_secret_on_disk(stage.folder.path(), &seen.secrets);
}

/// The list a person may ask for is what the servers saw: every connection, and no other.
#[tokio::test(flavor = "multi_thread")]
async fn the_hosts_contacted_are_those_that_were() {
    let stage = Stage::practice().await;
    connected(&stage, CONNECTED, &stage.player("claire.martin")).await;
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let mut told = std::collections::BTreeMap::<u16, u32>::new();
    for contact in stage.journey.contacted() {
        *told.entry(contact.port).or_default() += contact.times;
    }
    assert_eq!(told, practice.connections());
    assert!(told.values().sum::<u32>() <= 12, "{told:?}");
}

/// What the mailbox says is said in a rehearsal too.
#[tokio::test(flavor = "multi_thread")]
async fn a_rehearsed_mailbox_forwards_and_a_message_comes_back() {
    let stage = Stage::practice().await;
    let player = stage.player("jean.dupont2");
    until_sign_in(&stage, CONNECTED, &player, Holding::AlreadyChanged).await;
    stage.say(sign_in(&player.password)).await;
    let summary = all_later(&stage).await;
    assert!(
        summary.mailbox.as_ref().unwrap().forwards_outside(),
        "{:?}",
        summary.mailbox
    );
    assert!(summary.left.iter().any(|item| item.key == ItemKey::Forwarding));
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let before = practice.inbox(&player.address).len();
    let view = stage.say(Answer::RoundTrip).await;
    let Screen::CheckUp(summary) = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(summary.done.iter().any(|item| item.key == ItemKey::RoundTrip));
    assert_eq!(practice.inbox(&player.address).len(), before);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_web_only_academy_is_handed_over_and_ends_with_a_true_list() {
    let (_, _, summary) = on_pages().await;
    let keys = |items: &[rentree::wizard::view::Item]| items.iter().map(|item| item.key).collect::<Vec<_>>();
    assert!(keys(&summary.done).contains(&ItemKey::Mailbox) && keys(&summary.done).contains(&ItemKey::RecoveryAddress));
    for key in [ItemKey::Password, ItemKey::RecoveryRegistered, ItemKey::SecondFactor] {
        assert!(
            keys(&summary.declared).contains(&key),
            "{key:?} is only declared: {:?}",
            summary.declared
        );
    }
}

/// One password for each device, each proved by the mailbox; the one of this computer is no other's.
#[tokio::test(flavor = "multi_thread")]
async fn each_device_has_an_application_password_of_its_own() {
    let stage = Stage::practice().await;
    let player = stage.web_player();
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let [computer, phone] = [(); 2].map(|()| practice.application_password(&player.login));
    until_hold(&stage, WEB, &player).await;
    let holding = Holding::AlreadyChanged;
    let view = stage.say(Answer::Hold { holding }).await;
    let device_of = |view: &View| match view.screen {
        Screen::HandOff { device, .. } => device,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(device_of(&view), Some(Device::Computer));
    let did = || Answer::Returned { outcome: Returned::Did };
    stage.say(did()).await;
    let view = stage.say(sign_in(&computer)).await;
    let offered = |view: &View| match &view.screen {
        Screen::Outcome { devices, .. } => devices.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(offered(&view), [Device::Phone, Device::Tablet]);
    let device = Device::Phone;
    let view = stage.say(Answer::ForDevice { device }).await;
    assert_eq!(device_of(&view), Some(Device::Phone));
    stage.say(did()).await;
    assert_eq!(stage.refused(sign_in(&computer)).await.code, "application-shared");
    let refusal = stage.refused(sign_in("rien-de-tel-ici-aaaa")).await;
    assert_eq!(refusal.code, "mail-likely-application-password");
    // As the page shows it and a person copies it: in groups of four.
    let groups: Vec<_> = phone
        .as_bytes()
        .chunks(4)
        .map(|group| str::from_utf8(group).unwrap())
        .collect();
    let view = stage.say(sign_in(&groups.join(" "))).await;
    for key in [
        ItemKey::ApplicationPassword,
        ItemKey::ApplicationPhone,
        ItemKey::Mailbox,
    ] {
        assert_standing(&view, key, Standing::Done);
    }
    assert_eq!(offered(&view), [Device::Tablet]);
    let device = Device::Tablet;
    stage.say(Answer::ForDevice { device }).await;
    let outcome = Returned::DidNotWork;
    let view = stage.say(Answer::Returned { outcome }).await;
    assert_standing(&view, ItemKey::ApplicationTablet, Standing::Left);
    assert_standing(&view, ItemKey::Mailbox, Standing::Done);
}

/// The identity server changes the password, the mail service wants another one: the person is sent to where it is made, and
/// the mailbox is opened with it before anything is mailed.
#[tokio::test(flavor = "multi_thread")]
async fn a_connected_academy_whose_mail_wants_application_passwords_sends_there() {
    let wants = |packs: &mut Vec<String>| {
        packs[0] = packs[0].replace(
            "client_password = { value = \"account\"",
            "client_password = { value = \"application\"",
        );
    };
    let stage = Stage::practice_as(wants, OffsetDateTime::now_utc).await;
    let player = stage.player("claire.martin");
    until_new_password(&stage, CONNECTED, &player).await;
    let view = stage.say(new_password(CHOSEN)).await;
    assert_standing(&view, ItemKey::Password, Standing::Done);
    assert_standing(&view, ItemKey::Mailbox, Standing::Left);
    let view = stage.say(Answer::Continue).await;
    let Screen::HandOff { task, device, page, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!((*task, *device), (Task::ApplicationPassword, Some(Device::Computer)));
    assert!(page.url.is_some() || page.host.is_some(), "{page:?}");
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let made = practice.application_password(&player.login);
    stage.say(Answer::Returned { outcome: Returned::Did }).await;
    let view = stage.say(sign_in(&made)).await;
    for key in [ItemKey::Password, ItemKey::ApplicationPassword, ItemKey::Mailbox] {
        assert_standing(&view, key, Standing::Done);
    }
    let view = stage.say(Answer::Continue).await;
    assert!(
        matches!(view.screen, Screen::RecoveryAddress { registers: true, .. }),
        "{:?}",
        view.screen
    );
    stage
        .say(Answer::RecoveryAddress {
            address: player.personal.clone(),
        })
        .await;
    let code = Code::new(&stage.recovery_code(&player.personal));
    let view = stage.say(Answer::RecoveryCode { code }).await;
    assert_standing(&view, ItemKey::RecoveryAddress, Standing::Done);
}

/// Later is later: it stays on the list, and the journey goes on.
#[tokio::test(flavor = "multi_thread")]
async fn an_application_password_may_wait() {
    let wants = |packs: &mut Vec<String>| {
        packs[0] = packs[0].replace("value = \"account\"", "value = \"application\"");
    };
    let stage = Stage::practice_as(wants, OffsetDateTime::now_utc).await;
    let player = stage.player("claire.martin");
    until_new_password(&stage, CONNECTED, &player).await;
    stage.say(new_password(CHOSEN)).await;
    stage.say(Answer::Continue).await;
    let outcome = Returned::Later;
    let view = stage.say(Answer::Returned { outcome }).await;
    assert_standing(&view, ItemKey::ApplicationPassword, Standing::Left);
    assert_standing(&view, ItemKey::Password, Standing::Done);
    let view = stage.say(Answer::Continue).await;
    assert_eq!(view.step, StepName::Recovery, "{:?}", view.screen);
}

/// Told right after the change, and on the final list; where mail has passwords of its own, mail clients are not named.
#[tokio::test(flavor = "multi_thread")]
async fn devices_that_keep_the_old_password_are_named() {
    let named = |old: &Option<OldPlaces>| old.as_ref().map(|old| old.places.clone()).unwrap_or_default();
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_new_password(&stage, CONNECTED, &player).await;
    let view = stage.say(new_password(CHOSEN)).await;
    let Screen::Outcome { old_places, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(named(old_places).contains(&OldPlace::Phone) && named(old_places).contains(&OldPlace::MailProgram));
    let (_, _, summary) = on_pages().await;
    let places = named(&summary.old_places);
    assert!(
        places.contains(&OldPlace::Wifi) && !places.contains(&OldPlace::Phone),
        "{places:?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_bad_input_ends_in_its_refusal() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    let refusal = stage
        .refused(Answer::ChooseAcademy {
            id: "atlantide".into(),
            department: None,
        })
        .await;
    assert_eq!(refusal.code, "unknown-academy");
    stage
        .say(Answer::ChooseAcademy {
            id: CONNECTED.into(),
            department: None,
        })
        .await;
    let identify = |change: fn(&mut Entered)| {
        let mut entered = entered(&player);
        change(&mut entered);
        Answer::Identify(entered)
    };
    let empty = stage.refused(identify(|entered| entered.identifier.clear())).await;
    assert_eq!(empty.code, "empty-identifier");
    for field in [
        (|entered: &mut Entered| entered.identifier = "01E9501234ABC".into()) as fn(&mut Entered),
        |entered| entered.address = "01e9501234abc@entrainement.test".into(),
        |entered| entered.family = "01 E 95 01234 ABC".into(),
    ] {
        assert_eq!(stage.refused(identify(field)).await.code, "numen-typed");
    }
    let other = stage
        .refused(identify(|entered| entered.address = "claire.martin@gmail.com".into()))
        .await;
    assert_eq!(other.code, "wrong-domain");
    assert_eq!(stage.refused(Answer::Continue).await.code, "not-now");
}

#[tokio::test(flavor = "multi_thread")]
async fn passwords_are_refused_before_and_by_the_server() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    assert_eq!(stage.refused(sign_in("")).await.code, "mail-empty-password");
    assert_eq!(stage.refused(sign_in("01E9501234ABC")).await.code, "numen-typed");
    let wrong = stage.refused(sign_in("Pas-Du-Tout-33")).await;
    assert_eq!(
        (wrong.code.as_str(), wrong.kind),
        ("account-wrong-password", Kind::Refused)
    );
    stage.say(sign_in(&player.password)).await;
    let new = |text: &str| Answer::NewPassword {
        password: Password::new(text.into()),
    };
    assert_eq!(stage.refused(new("Rentree2025!")).await.code, "password-weak");
    assert_eq!(stage.refused(new(&player.password)).await.code, "password-unchanged");
}

#[tokio::test(flavor = "multi_thread")]
async fn our_budget_stops_before_the_server_would() {
    let stage = Stage::practice().await;
    let player = stage.player("jean.dupont");
    let view = until_sign_in(&stage, CONNECTED, &player, Holding::AlreadyChanged).await;
    let Screen::SignIn { attempts_left, .. } = view.screen else {
        panic!()
    };
    for _ in 0..attempts_left {
        assert_eq!(
            stage.refused(sign_in("Pas-Du-Tout-33")).await.code,
            "account-wrong-password"
        );
    }
    let spent = stage.refused(sign_in(&player.password)).await;
    assert_eq!(
        (spent.code.as_str(), spent.params["minutes"].as_str()),
        ("budget-spent", "1")
    );
    let Screen::SignIn { wait_minutes, .. } = stage.journey.view().screen else {
        panic!()
    };
    assert_eq!(wait_minutes, 1, "the time left is shown");
    // The budget survives a restart: it stands in the ledger, under a digest.
    let stage = stage.restarted();
    until_sign_in(&stage, CONNECTED, &player, Holding::AlreadyChanged).await;
    assert_eq!(stage.refused(sign_in(&player.password)).await.code, "budget-spent");
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    assert_eq!(
        practice.failed_sign_ins(&player.login),
        u32::from(attempts_left),
        "one failure at the server for one of ours"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn expired_and_locked_accounts_name_who_can_help() {
    for (person, code) in [
        ("nadia.bernard", "account-expired"),
        ("sophie.lefevre", "account-locked"),
    ] {
        let stage = Stage::practice().await;
        let player = stage.player(person);
        until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
        let refusal = stage.refused(sign_in(&player.password)).await;
        assert_eq!((refusal.code.as_str(), refusal.kind), (code, Kind::Desk));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_codes_are_counted_and_change_nothing() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_new_password(&stage, CONNECTED, &player).await;
    stage
        .say(Answer::NewPassword {
            password: Password::new(CHOSEN.into()),
        })
        .await;
    stage.say(Answer::Continue).await;
    let address = |text: &str| Answer::RecoveryAddress { address: text.into() };
    assert_eq!(
        stage.refused(address("pas une adresse")).await.code,
        "recovery-malformed"
    );
    assert_eq!(
        stage.refused(address("claire@entrainement.test")).await.code,
        "recovery-academic"
    );
    assert_eq!(
        stage.refused(address("claire@ac-lyon.fr")).await.code,
        "recovery-academic"
    );
    stage.say(address(&player.personal)).await;
    let code = |text: &str| Answer::RecoveryCode { code: Code::new(text) };
    assert_eq!(stage.refused(code("12")).await.code, "code-malformed");
    let right = stage.recovery_code(&player.personal);
    let wrong = if right == "000000" { "000001" } else { "000000" };
    for left in ["2", "1", "0"] {
        let refusal = stage.refused(code(wrong)).await;
        assert_eq!(
            (refusal.code.as_str(), refusal.params["left"].as_str()),
            ("wrong-code", left)
        );
    }
    assert_eq!(
        stage.refused(code(&right)).await.code,
        "code-expired",
        "three tries, then a new code"
    );
    stage.say(Answer::ResendCode).await;
    stage.say(code(&stage.recovery_code(&player.personal))).await;
    stage.say(Answer::Continue).await;
    let uri = enrolment(&stage).await;
    let shown = stage.phone(&uri, 0);
    let wrong = if shown == "000000" { "000001" } else { "000000" };
    let refusal = stage.refused(Answer::Code { code: Code::new(wrong) }).await;
    assert_eq!(refusal.code, "account-bad-code");
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    assert!(
        !practice.has_totp(&player.login),
        "nothing is enrolled before a right code"
    );
    stage
        .say(Answer::Code {
            code: Code::new(&shown),
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_server_is_a_fault_and_the_journey_goes_on() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    practice.stop();
    let refusal = stage.refused(sign_in(&player.password)).await;
    assert_eq!(refusal.kind, Kind::Fault, "{refusal:?}");
    let view = stage.say(Answer::Later).await;
    assert!(matches!(view.screen, Screen::Outcome { .. }));
    let view = stage.say(Answer::Continue).await;
    assert!(
        matches!(view.screen, Screen::HandOff { .. }),
        "without a sign-in nothing can be registered here"
    );
    stage
        .say(Answer::Returned {
            outcome: Returned::Later,
        })
        .await;
    stage.say(Answer::Continue).await;
    stage.say(Answer::Continue).await;
    let clients = vec![Client::Thunderbird, Client::Apple];
    stage
        .say(Answer::Apps {
            clients,
            signature: SignatureFields::default(),
            bcc_warning: false,
        })
        .await;
    let view = stage.say(Answer::Continue).await;
    let Screen::CheckUp(summary) = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(
        summary.left.iter().any(|item| item.key == ItemKey::Mailbox),
        "{:?}",
        summary.left
    );
    assert!(
        !summary
            .done
            .iter()
            .any(|item| matches!(item.key, ItemKey::Mailbox | ItemKey::Password))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn going_back_stops_at_an_effect() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_new_password(&stage, CONNECTED, &player).await;
    assert!(matches!(
        stage.journey.back().await.unwrap().screen,
        Screen::SignIn { .. }
    ));
    stage.say(sign_in(&player.password)).await;
    stage
        .say(Answer::NewPassword {
            password: Password::new(CHOSEN.into()),
        })
        .await;
    assert_eq!(stage.journey.back().await.unwrap_err().code, "no-way-back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_doubt_is_resolved_after_a_restart() {
    for changed in [false, true] {
        let stage = Stage::practice().await;
        let player = stage.player("claire.martin");
        until_new_password(&stage, CONNECTED, &player).await;
        if changed {
            stage.say(new_password(CHOSEN)).await;
        }
        // What a program that was killed between request and answer leaves behind.
        let account = format!("{CONNECTED}/{}", player.login);
        let mut ledger = Ledger::open(&stage.folder.path().join("state")).unwrap();
        ledger
            .mark_in_doubt(&account, CONNECTED, OffsetDateTime::now_utc())
            .unwrap();
        drop(ledger);
        let stage = stage.restarted();
        stage
            .say(Answer::ChooseAcademy {
                id: CONNECTED.into(),
                department: None,
            })
            .await;
        stage.say(Answer::Identify(entered(&player))).await;
        let view = stage.say(Answer::Continue).await;
        assert!(
            matches!(view.screen, Screen::InDoubt { both_known: false }),
            "{:?}",
            view.screen
        );
        assert!(!view.can_back, "the only way on is to find out");
        assert_eq!(
            stage.refused(Answer::Resolve { old: None, new: None }).await.code,
            "type-both"
        );
        let typed = |text: &str| Some(Password::new(text.into()));
        let view = stage
            .say(Answer::Resolve {
                old: typed(&player.password),
                new: typed(CHOSEN),
            })
            .await;
        let standing = if changed { Standing::Done } else { Standing::Left };
        crate::journeys::assert_standing(&view, ItemKey::Password, standing);
        let view = stage.say(Answer::Continue).await;
        match changed {
            true => assert!(
                matches!(view.screen, Screen::RecoveryAddress { .. }),
                "{:?}",
                view.screen
            ),
            false => assert!(matches!(view.screen, Screen::NewPassword { .. }), "{:?}", view.screen),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_answer_meanwhile_is_refused_and_a_cancelled_one_changes_nothing() {
    let stage = Stage::practice().await;
    let player = stage.player("claire.martin");
    until_sign_in(&stage, CONNECTED, &player, Holding::Letter).await;
    let first = stage.journey.answer(sign_in(&player.password));
    let second = stage.journey.answer(sign_in(&player.password));
    let (first, second) = futures::join!(first, second);
    assert!(first.is_ok(), "{first:?}");
    assert_eq!(second.unwrap_err().code, "busy");
    stage.journey.back().await.unwrap();
    let waiting = stage.journey.answer(sign_in(&player.password));
    let stop = async { stage.journey.cancel() };
    let (outcome, ()) = futures::join!(waiting, stop);
    // Either the wait was stopped, or the answer was faster: never anything in between.
    match outcome {
        Err(refusal) => assert_eq!(refusal.code, "cancelled"),
        Ok(view) => assert!(matches!(view.screen, Screen::NewPassword { .. })),
    }
}

fn new_password(text: &str) -> Answer {
    Answer::NewPassword {
        password: Password::new(text.into()),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_password_names_the_page_and_what_to_take_along() {
    let stage = Stage::practice().await;
    let player = stage.web_player();
    until_hold(&stage, WEB, &player).await;
    let view = stage.say(Answer::Hold { holding: Holding::Lost }).await;
    let Screen::Lost {
        page, without_recovery, ..
    } = &view.screen
    else {
        panic!("{:?}", view.screen)
    };
    assert!(page.host.is_some() && !without_recovery.is_empty());
    let view = stage
        .say(Answer::Returned {
            outcome: Returned::DidNotWork,
        })
        .await;
    crate::journeys::assert_standing(&view, ItemKey::Password, rentree::wizard::view::Standing::Left);
}

/// Searches every byte written below `folder` for each secret, plain, base64 and in UTF-16.
pub(crate) fn no_secret_on_disk(folder: &Path, secrets: &[String]) {
    let mut files = 0;
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            files += 1;
            assert_eq!(leak::in_file(&path, secrets), None);
        }
    }
    assert!(files >= 3, "the search had something to search");
}

impl Stage {
    /// A person of the connected practice academy.
    pub(crate) fn player(&self, id: &str) -> Player {
        let Servers::Practice(practice) = &self.servers else {
            panic!("on practice")
        };
        let people = practice.people();
        let person = people
            .iter()
            .find(|person| person.id == id)
            .unwrap_or_else(|| panic!("no {id}"));
        Player {
            given: person.given.clone(),
            family: person.family.clone(),
            address: person.address.clone(),
            login: person.login.clone(),
            password: person.password.clone(),
            personal: person.personal_mailbox.clone(),
        }
    }

    /// The fresh person of the web-only academy.
    pub(crate) fn web_player(&self) -> Player {
        let Servers::Practice(practice) = &self.servers else {
            panic!("on practice")
        };
        let people = practice.people();
        let id = people.iter().find(|person| person.academy == WEB).unwrap().id.clone();
        self.player(&id)
    }
}

/// A pack may forbid a client: it is not offered, its reason is, and asking for it all the same is refused.
#[tokio::test(flavor = "multi_thread")]
async fn a_client_the_academy_forbids_is_not_offered() {
    let tables = "\n[[academy.forbidden_apps]]\napp = \"apple-mail\"\nwhy = \"Pas d’iPhone ici.\"\n\n[[academy.forbidden_apps]]\n\
                  app = \"gmail\"\nwhy = \"Pas de Gmail ici.\"\n";
    let stage = Stage::practice_with(tables).await;
    let player = stage.player("jean.dupont");
    until_sign_in(&stage, "entrainement", &player, Holding::AlreadyChanged).await;
    stage.say(sign_in(&player.password)).await;
    for answer in [Answer::Continue, Answer::Later, Answer::Continue, Answer::Later] {
        stage.say(answer).await;
    }
    let view = stage.say(Answer::Continue).await;
    let Screen::ChooseApps { clients, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let apple = clients.iter().find(|offer| offer.client == Client::Apple).unwrap();
    let why = apple.unavailable.as_ref().unwrap();
    assert_eq!((why.code.as_str(), apple.proposed), ("app-forbidden", false));
    assert_eq!(why.params["why"], "Pas d’iPhone ici.");
    let asking = |client| Answer::Apps {
        clients: vec![client],
        signature: SignatureFields::default(),
        bcc_warning: false,
    };
    assert_eq!(stage.refused(asking(Client::Apple)).await.code, "app-forbidden");
    let view = stage.say(asking(Client::Android)).await;
    let Screen::Written { typed, files, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(files.len(), 2);
    let typed: Vec<_> = typed.iter().map(|line| line.app).collect();
    assert_eq!(typed, [MailApp::SamsungMail], "Gmail is forbidden");
}
