//! A picture to copy at the sign-in: the rows, and where the journey goes on.

use rentree::wizard::view::{Answer, AskedPassword, Holding, Returned, Screen, Task};
use serde_json::json;

use super::{
    super::super::portals::portal_alone, NEW, Portal, STOCK, Table, WRONG, academy_of, account_of, changes, password,
    said, signs_in, without_directory,
};
use crate::{
    journeys::{CHOSEN, sign_in, until_new_password, until_sign_in},
    stage::{Player, Rig, Stage},
};

/// Nothing is looked at before the picture: nobody's failures are counted, and the person is sent to the page.
pub(super) async fn a_picture_to_copy(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, a picture to copy");
    portal.set_up(json!({"captcha_login_enabled": 1})).await;
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let person = rig.fresh();
    let (login, word) = (person.login.as_str(), password(&person.password));
    for _ in 0..6 {
        let answer = signs_in(&account, login, WRONG).await;
        table.row("sign-in, wrong password", answer, "account-captcha");
    }
    let answer = signs_in(&account, login, &person.password).await;
    table.row("sign-in", answer, "account-captcha");
    let answer = changes(&account, login, &person.password, NEW).await;
    table.row("change", answer, "account-captcha");
    let answer = said(account.totp.enrol(login, &word).await);
    table.row("enrolment", answer, "account-captcha");
    let answer = said(account.totp.challenge(login, &word).await);
    table.row("fresh sign-in", answer, "account-captcha");
    let directory = account_of(rig, &academy_of(rig, STOCK));
    let answer = signs_in(&directory, login, &person.password).await;
    table.row("and the directory counted nothing", answer, "ok must-change");
    table.end();
    the_page_instead(rig, &person).await;
    the_page_for_the_change(rig, &person).await;
    the_page_for_the_factor(rig, &person).await;
}

/// A portal that is all there is: its page changes the password, the mailbox proves it.
async fn the_page_instead(rig: &Rig, player: &Player) {
    let stage = Stage::on_rig(portal_alone(rig, STOCK));
    let tries = |screen: &Screen| match screen {
        Screen::SignIn { attempts_left, .. } => *attempts_left,
        screen => panic!("{screen:?}"),
    };
    let before = until_sign_in(&stage, "exemple", player, Holding::Letter).await;
    sent_to_the_page(&stage, sign_in(&player.password), Task::ChangePassword).await;
    let outcome = Returned::Did;
    let view = stage.say(Answer::Returned { outcome }).await;
    assert_eq!(tries(&view.screen), tries(&before.screen), "no try was spent");
    let Screen::SignIn { asked, login, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!((asked, login), (AskedPassword::Own, player.address.clone()), "by mail");
}

/// A portal that changes what a directory checks.
async fn the_page_for_the_change(rig: &Rig, player: &Player) {
    let mut pack: toml::Table = toml::from_str(&rig.packs[STOCK]).unwrap();
    for (connector, changes) in [("ldap", false), ("lemonldap", true)] {
        pack["academy"]["connectors"][connector]["change_password"] = changes.into();
    }
    let stage = Stage::on_rig(toml::to_string(&pack).unwrap());
    until_new_password(&stage, "exemple", player).await;
    let password = password(CHOSEN);
    sent_to_the_page(&stage, Answer::NewPassword { password }, Task::ChangePassword).await;
}

/// A portal that only keeps the second factor: its page enrols it.
async fn the_page_for_the_factor(rig: &Rig, player: &Player) {
    let stage = Stage::on_rig(rig.packs[STOCK].clone());
    until_new_password(&stage, "exemple", player).await;
    let password = password(CHOSEN);
    stage.say(Answer::NewPassword { password }).await;
    stage.say(Answer::Continue).await;
    stage.say(Answer::Later).await;
    stage.say(Answer::Continue).await;
    sent_to_the_page(&stage, Answer::Enrol, Task::SecondFactor).await;
}

async fn sent_to_the_page(stage: &Stage, answer: Answer, wanted: Task) {
    let refusal = stage.journey.answer(answer).await.expect_err("a picture");
    assert_eq!(refusal.code, "account-captcha");
    match stage.journey.view().screen {
        Screen::HandOff { task, .. } if task == wanted => {}
        screen => panic!("{screen:?}"),
    }
}
