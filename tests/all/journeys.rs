//! The journeys themselves, played the same way on practice and on the rig: answers, and what must be seen on the way.

use rentree::{
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
    wizard::view::{
        Answer, AskedPassword, Entered, FileLine, Holding, ItemKey, Mailing, RefusalLine, Returned, Screen, Standing,
        Summary, View,
    },
};

use crate::stage::{Player, Servers, Stage};

/// The password every journey chooses.
pub(crate) const CHOSEN: &str = "Glacier-Pivoine7-Tambour";

/// What a connected journey saw on its way.
pub(crate) struct Seen {
    pub(crate) summary: Summary,
    /// Every secret of the run, for the byte search.
    pub(crate) secrets: Vec<String>,
    /// The kind of each screen, in order.
    pub(crate) screens: Vec<String>,
}

/// A fresh person, from the first screen to the last, on an academy that is connected.
pub(crate) async fn connected(stage: &Stage, academy: &str, player: &Player) -> Seen {
    let mut secrets = vec![player.password.clone(), CHOSEN.to_owned()];
    until_new_password(stage, academy, player).await;
    let view = stage
        .say(Answer::NewPassword {
            password: Password::new(CHOSEN.into()),
        })
        .await;
    assert_standing(&view, ItemKey::Password, Standing::Done);
    assert_standing(&view, ItemKey::Mailbox, Standing::Done);
    assert!(!view.can_back, "no way back across a changed password");
    assert!(!view.settled, "where the former password still stands is read");

    let view = stage.say(Answer::Continue).await;
    assert!(
        matches!(view.screen, Screen::RecoveryAddress { registers: true, .. }),
        "{:?}",
        view.screen
    );
    let view = stage
        .say(Answer::RecoveryAddress {
            address: player.personal.clone(),
        })
        .await;
    assert!(
        matches!(view.screen, Screen::RecoveryCode { tries_left: 3, .. }),
        "{:?}",
        view.screen
    );
    let code = stage.recovery_code(&player.personal);
    secrets.push(code.clone());
    let view = stage.say(Answer::RecoveryCode { code: Code::new(&code) }).await;
    assert_standing(&view, ItemKey::RecoveryAddress, Standing::Done);
    assert_standing(&view, ItemKey::RecoveryRegistered, Standing::Done);
    assert!(view.settled, "all of it is proved");

    assert!(!stage.say(Answer::Continue).await.settled, "a question");
    let uri = enrolment(stage).await;
    secrets.push(
        uri.split("secret=")
            .nth(1)
            .unwrap()
            .split('&')
            .next()
            .unwrap()
            .to_owned(),
    );
    stage
        .say(Answer::Code {
            code: Code::new(&stage.phone(&uri, 0)),
        })
        .await;
    let view = stage
        .say(Answer::Code {
            code: Code::new(&stage.phone(&uri, 1)),
        })
        .await;
    let view = match view.screen {
        Screen::OfferCodes => keep_codes(stage, &mut secrets).await,
        _ => view,
    };
    assert_standing(&view, ItemKey::SecondFactor, Standing::Done);

    stage.say(Answer::Continue).await;
    Seen {
        summary: apps(stage).await,
        secrets,
        screens: stage.screens.lock().unwrap().clone(),
    }
}

/// Recovery codes: made, saved, one of them spent.
async fn keep_codes(stage: &Stage, secrets: &mut Vec<String>) -> View {
    stage.say(Answer::MakeCodes).await;
    let view = stage.say(Answer::SaveCodes).await;
    let Screen::RecoveryCodes {
        list,
        saved: Some(path),
        ..
    } = view.screen
    else {
        panic!("{:?}", view.screen)
    };
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(
        list.codes.len() == 10 && list.codes.iter().all(|code| text.contains(code)),
        "{text}"
    );
    std::fs::remove_file(path).unwrap();
    secrets.extend(list.codes.iter().cloned());
    let view = stage
        .say(Answer::Code {
            code: Code::new(&list.codes[7]),
        })
        .await;
    assert_standing(&view, ItemKey::RecoveryCodes, Standing::Done);
    view
}

/// Up to the screen that asks for a new password.
pub(crate) async fn until_new_password(stage: &Stage, academy: &str, player: &Player) {
    until_sign_in(stage, academy, player, Holding::Letter).await;
    let view = stage.say(sign_in(&player.password)).await;
    assert!(matches!(view.screen, Screen::NewPassword { .. }), "{:?}", view.screen);
}

/// Up to the screen that asks for a password.
pub(crate) async fn until_sign_in(stage: &Stage, academy: &str, player: &Player, holding: Holding) -> View {
    until_hold(stage, academy, player).await;
    let view = stage.say(Answer::Hold { holding }).await;
    assert!(matches!(view.screen, Screen::SignIn { .. }), "{:?}", view.screen);
    view
}

/// Up to the question what the person holds.
pub(crate) async fn until_hold(stage: &Stage, academy: &str, player: &Player) -> View {
    let view = stage
        .say(Answer::ChooseAcademy {
            id: academy.into(),
            department: None,
        })
        .await;
    if let Screen::ChooseDepartment { choices } = view.screen {
        let code = choices.last().map(|choice| choice.code.clone());
        stage.say(Answer::ChooseDepartment { code }).await;
    }
    let view = stage.say(Answer::Identify(entered(player))).await;
    let Screen::Servers {
        imap, smtp, confirm, ..
    } = &view.screen
    else {
        panic!("{:?}", view.screen)
    };
    assert!(imap.reached && smtp.reached && !confirm, "{imap:?} {smtp:?}");
    let view = stage.say(Answer::Continue).await;
    assert!(matches!(view.screen, Screen::Hold { .. }), "{:?}", view.screen);
    view
}

/// From the offer to the card; gives the address the server made.
pub(crate) async fn enrolment(stage: &Stage) -> String {
    let view = stage.say(Answer::Enrol).await;
    let Screen::EnrolmentCard { card, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
    card.uri
}

/// From the choice of clients to the last screen.
pub(crate) async fn apps(stage: &Stage) -> Summary {
    let clients = vec![
        Client::Thunderbird,
        Client::Outlook,
        Client::Apple,
        Client::Android,
        Client::Sheet,
    ];
    let view = stage
        .say(Answer::Apps {
            clients,
            signature: SignatureFields::default(),
            bcc_warning: false,
        })
        .await;
    let Screen::Written { files, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    for client in [Client::Thunderbird, Client::Outlook, Client::Apple] {
        assert!(
            files
                .iter()
                .any(|file| file.client == client && std::path::Path::new(&file.path).exists())
        );
    }
    let view = stage.say(Answer::Continue).await;
    let Screen::CheckUp(summary) = view.screen else {
        panic!("{:?}", view.screen)
    };
    summary
}

/// From a mailbox that opened to the choice of applications, recovery and second factor left for later.
async fn until_apps(stage: &Stage) {
    for _ in 0..2 {
        stage.say(Answer::Continue).await;
        stage.say(Answer::Later).await;
    }
    stage.say(Answer::Continue).await;
}

/// From a mailbox that opened to the last screen, everything else left for later.
pub(crate) async fn all_later(stage: &Stage) -> Summary {
    until_apps(stage).await;
    let view = stage.say(Answer::Later).await;
    let Screen::CheckUp(summary) = view.screen else {
        panic!("{:?}", view.screen)
    };
    summary
}

/// A rehearsal at the web-only academy, with the application password that was made there.
pub(crate) async fn on_pages() -> (Stage, String, Summary) {
    let stage = Stage::practice().await;
    let player = stage.web_player();
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let application = practice.application_password(&player.login);
    let summary = web_only(&stage, "entrainement-web", &player, &application).await;
    (stage, application, summary)
}

/// The web-only academy: pages, an application password, mail proved with it.
async fn web_only(stage: &Stage, academy: &str, player: &Player, application: &str) -> Summary {
    until_hold(stage, academy, player).await;
    let view = stage
        .say(Answer::Hold {
            holding: Holding::Letter,
        })
        .await;
    let Screen::HandOff { page, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(page.host.is_some() && page.practice_url.is_some(), "{page:?}");
    let view = stage.say(Answer::Returned { outcome: Returned::Did }).await;
    assert!(matches!(view.screen, Screen::HandOff { .. }), "{:?}", view.screen);
    let view = stage.say(Answer::Returned { outcome: Returned::Did }).await;
    assert_asks_for(&view, AskedPassword::Application);
    let view = stage.say(sign_in(application)).await;
    assert_standing(&view, ItemKey::Password, Standing::Declared);
    assert_standing(&view, ItemKey::Mailbox, Standing::Done);
    stage.say(Answer::Continue).await;
    stage.say(Answer::Returned { outcome: Returned::Did }).await;
    stage
        .say(Answer::RecoveryAddress {
            address: player.personal.clone(),
        })
        .await;
    let code = stage.recovery_code(&player.personal);
    let view = stage.say(Answer::RecoveryCode { code: Code::new(&code) }).await;
    assert_standing(&view, ItemKey::RecoveryAddress, Standing::Done);
    assert_standing(&view, ItemKey::RecoveryRegistered, Standing::Declared);
    stage.say(Answer::Continue).await;
    let view = stage.say(Answer::Returned { outcome: Returned::Did }).await;
    let Screen::DeclareFactor { factors, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let view = stage
        .say(Answer::DeclareFactor {
            factor: factors.first().copied(),
        })
        .await;
    assert_standing(&view, ItemKey::SecondFactor, Standing::Declared);
    stage.say(Answer::Continue).await;
    apps(stage).await
}

/// From the temporary password to the profile for Apple's devices; everything else left for later.
pub(crate) async fn apple_profile(stage: &Stage, academy: &str, player: &Player) -> FileLine {
    until_new_password(stage, academy, player).await;
    let chosen = Answer::NewPassword {
        password: Password::new(CHOSEN.into()),
    };
    stage.say(chosen).await;
    until_apps(stage).await;
    written_for_apple(stage).await
}

/// From the choice of clients to that profile, which may then be mailed.
pub(crate) async fn written_for_apple(stage: &Stage) -> FileLine {
    let view = stage
        .say(Answer::Apps {
            clients: vec![Client::Apple],
            signature: SignatureFields::default(),
            bcc_warning: false,
        })
        .await;
    let Screen::Written {
        files,
        mailing: Mailing::Offered,
        ..
    } = view.screen
    else {
        panic!("{:?}", view.screen)
    };
    assert_eq!((files.len(), files[0].client), (1, Client::Apple));
    files[0].clone()
}

/// It is on its way, and the screen says so.
pub(crate) async fn mailed_to_oneself(stage: &Stage) -> View {
    let view = stage.say(Answer::MailMyself).await;
    match &view.screen {
        Screen::Written {
            mailing: Mailing::Sent, ..
        } => view,
        screen => panic!("{screen:?}"),
    }
}

pub(crate) fn sign_in(password: &str) -> Answer {
    Answer::SignIn {
        password: Password::new(password.into()),
        tried_elsewhere: false,
    }
}

pub(crate) fn entered(player: &Player) -> Entered {
    Entered {
        given: player.given.clone(),
        family: player.family.clone(),
        birth_family: String::new(),
        address: player.address.clone(),
        identifier: player.login.clone(),
    }
}

pub(crate) fn assert_asks_for(view: &View, wanted: AskedPassword) {
    match &view.screen {
        Screen::SignIn { asked, .. } if *asked == wanted => {}
        screen => panic!("{screen:?}"),
    }
}

pub(crate) fn assert_standing(view: &View, key: ItemKey, standing: Standing) {
    let Screen::Outcome { items, .. } = &view.screen else {
        panic!("no outcome: {:?}", view.screen)
    };
    let item = items
        .iter()
        .find(|item| item.key == key)
        .unwrap_or_else(|| panic!("no {key:?} in {items:?}"));
    assert_eq!(item.standing, standing, "{item:?}");
    assert_eq!(
        item.proof.is_some(),
        standing == Standing::Done,
        "done has a proof, nothing else has: {item:?}"
    );
}

impl Stage {
    /// Answers; a refusal fails the test.
    pub(crate) async fn say(&self, answer: Answer) -> View {
        let view = self.journey.answer(answer).await;
        let view = view.unwrap_or_else(|refusal| panic!("refused: {refusal:?}"));
        let screen = serde_json::to_value(&view.screen).unwrap();
        self.screens
            .lock()
            .unwrap()
            .push(screen["kind"].as_str().unwrap().to_owned());
        view
    }

    /// Answers and must be refused; the screen must be the same as before.
    pub(crate) async fn refused(&self, answer: Answer) -> RefusalLine {
        let before = serde_json::to_value(&self.journey.view().screen).unwrap();
        let refusal = self.journey.answer(answer).await.expect_err("a refusal");
        let after = serde_json::to_value(&self.journey.view().screen).unwrap();
        assert_eq!(before["kind"], after["kind"], "a refusal leaves the screen as it was");
        refusal
    }
}
