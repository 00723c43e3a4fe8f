//! The same journeys on Debian's slapd, Dovecot, Postfix and LemonLDAP::NG, checked with tools that are not ours.

mod mailbox;
pub(crate) mod mailing;
mod way_back;

use std::process::Command;

use rentree::{
    reason::Kind,
    wizard::view::{Answer, Holding, ItemKey, Screen},
};

use crate::{
    journeys::{CHOSEN, Seen, all_later, connected, sign_in, until_hold, until_new_password, until_sign_in},
    stage::{Player, Rig, Servers, Stage},
};

const ACADEMY: &str = "exemple";

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_account_reaches_the_end_on_real_servers() {
    let stage = Stage::rig(0);
    let player = Rig::shared().fresh();
    let seen = connected(&stage, ACADEMY, &player).await;
    assert!(seen.summary.left.is_empty(), "{:?}", seen.summary.left);
    let rig = rig(&stage);
    assert!(imap_opens(rig, &player, CHOSEN), "the new password opens IMAP");
    assert!(
        !imap_opens(rig, &player, &player.password),
        "the temporary one does not"
    );
    assert_eq!(recovery_attribute(rig, &player, CHOSEN), player.personal);
    assert!(
        portal_asks_for_code(rig, &player, CHOSEN),
        "the next sign-in asks for the code"
    );
    crate::practice_journeys::no_secret_on_disk(stage.folder.path(), &seen.secrets);
}

/// The rehearsal is worth what it has in common with the real servers: the same journey, screen by screen.
#[tokio::test(flavor = "multi_thread")]
async fn practice_and_real_servers_agree() {
    let practice = Stage::practice().await;
    let rehearsed = connected(&practice, "entrainement", &practice.player("claire.martin")).await;
    let rig = Stage::rig(0);
    let real = connected(&rig, ACADEMY, &Rig::shared().fresh()).await;
    let list = |seen: &Seen| {
        let items = [&seen.summary.done, &seen.summary.declared, &seen.summary.left]
            .into_iter()
            .flatten();
        items
            .map(|item| (item.key, item.standing, item.proof.as_ref().map(std::mem::discriminant)))
            .collect::<Vec<_>>()
    };
    assert_eq!(list(&rehearsed), list(&real));
    assert_eq!(rehearsed.screens, real.screens);
    for (practised, on_rig) in [("sophie.lefevre", "slefevre"), ("nadia.bernard", "nbernard")] {
        let rehearsed = Stage::practice().await;
        let player = rehearsed.player(practised);
        until_sign_in(&rehearsed, "entrainement", &player, Holding::Letter).await;
        let said = rehearsed.refused(sign_in(&player.password)).await;
        let real = Stage::rig(0);
        let player = Rig::shared().person(on_rig);
        until_sign_in(&real, ACADEMY, &player, Holding::Letter).await;
        assert_eq!(said, real.refused(sign_in(&player.password)).await, "{practised}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_with_mandatory_totp_and_no_token_serves_too() {
    let stage = Stage::rig(1);
    let player = Rig::shared().fresh();
    let seen = connected(&stage, ACADEMY, &player).await;
    assert!(seen.summary.done.iter().any(|item| item.key == ItemKey::SecondFactor));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_normal_account_changes_a_password_that_holds() {
    let stage = Stage::rig(0);
    let player = Rig::shared().person("jdupont");
    until_new_password(&stage, ACADEMY, &player).await;
    let Screen::NewPassword { must_change, .. } = stage.journey.view().screen else {
        panic!()
    };
    assert!(!must_change, "nothing forces it");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_password_names_the_desk_and_spends_nothing() {
    let stage = Stage::rig(0);
    let player = Rig::shared().person("nbernard");
    until_sign_in(&stage, ACADEMY, &player, Holding::Letter).await;
    let refusal = stage.refused(sign_in(&player.password)).await;
    assert_eq!((refusal.code.as_str(), refusal.kind), ("account-expired", Kind::Desk));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_locked_account_is_told_so_and_never_tried_twice() {
    let stage = Stage::rig(0);
    let player = Rig::shared().person("slefevre");
    let view = until_sign_in(&stage, ACADEMY, &player, Holding::Letter).await;
    let Screen::SignIn {
        attempts_left: before, ..
    } = view.screen
    else {
        panic!()
    };
    assert!(before >= 1);
    let refusal = stage.refused(sign_in(&player.password)).await;
    assert_eq!((refusal.code.as_str(), refusal.kind), ("account-locked", Kind::Desk));
    let refusal = stage.refused(sign_in(&player.password)).await;
    assert_eq!(
        refusal.code, "budget-spent",
        "a locked account gets no second attempt from us"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_nearly_full_mailbox_says_so() {
    let stage = Stage::rig(0);
    let player = Rig::shared().person("tgirard");
    until_sign_in(&stage, ACADEMY, &player, Holding::AlreadyChanged).await;
    let view = stage.say(sign_in(&player.password)).await;
    assert!(matches!(view.screen, Screen::Outcome { .. }), "{:?}", view.screen);
    let summary = all_later(&stage).await;
    assert!(summary.mailbox.unwrap().nearly_full);
}

#[tokio::test(flavor = "multi_thread")]
async fn accents_and_apostrophes_open_the_mailbox() {
    let stage = Stage::rig(0);
    let player = Rig::shared().person("jlheraudd");
    until_hold(&stage, ACADEMY, &player).await;
    stage
        .say(Answer::Hold {
            holding: Holding::AlreadyChanged,
        })
        .await;
    let view = stage.say(sign_in(&player.password)).await;
    crate::journeys::assert_standing(&view, ItemKey::Mailbox, rentree::wizard::view::Standing::Done);
}

/// Ten in the gate; `cargo xtask soak journeys` plays a thousand.
#[tokio::test(flavor = "multi_thread")]
async fn random_journeys_lock_nobody() {
    crate::random::on_the_rig().await;
}

fn rig(stage: &Stage) -> &'static Rig {
    match &stage.servers {
        Servers::Rig(rig) => rig,
        Servers::Practice(_) | Servers::Elsewhere => panic!("on the rig"),
    }
}

fn imap_opens(rig: &Rig, player: &Player, password: &str) -> bool {
    let user = format!("{}:{password}", player.address);
    curl(
        rig,
        &[
            "-u",
            &user,
            &format!("imaps://imap.ac-exemple.test:{}/INBOX", rig.port("imaps")),
        ],
    )
    .is_some()
}

fn recovery_attribute(rig: &Rig, player: &Player, password: &str) -> String {
    let dn = format!("uid={},ou=people,dc=ac-exemple,dc=test", player.login);
    let url = format!("ldaps://{}:{}", rig.hosts["ldap.ac-exemple.test"], rig.port("ldaps"));
    let attribute = rig.description["recovery_attribute"].as_str().unwrap();
    let output = Command::new("ldapsearch")
        .env("LDAPTLS_REQCERT", "allow")
        .args([
            "-LLL", "-x", "-H", &url, "-D", &dn, "-w", password, "-b", &dn, "-s", "base", attribute,
        ])
        .output()
        .expect("ldap-utils is installed by the gate");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix(&format!("{attribute}: ")));
    line.unwrap_or_else(|| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
        .to_owned()
}

/// A stock portal: the page gives a token, the sign-in answers with the form that asks for the code.
fn portal_asks_for_code(rig: &Rig, player: &Player, password: &str) -> bool {
    let portal = format!("https://portail.ac-exemple.test:{}/", rig.port("portal"));
    let page = curl(rig, &["-H", "Accept: text/html", &portal]).expect("the portal answers");
    let token = page
        .split("name=\"token\" value=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let fields = [
        format!("user={}", player.login),
        format!("password={password}"),
        format!("token={token}"),
    ];
    let [user, password, token] = &fields;
    let args = [
        "--data-urlencode",
        user,
        "--data-urlencode",
        password,
        "--data-urlencode",
        token,
        &portal,
    ];
    curl(rig, &args).expect("the portal answers").contains("totp2fcheck")
}

/// Another client than ours, with the rig's own authority.
fn curl(rig: &Rig, args: &[&str]) -> Option<String> {
    let mut command = Command::new("curl");
    command.args([
        "--silent",
        "--fail",
        "--cacert",
        rig.description["ca_pem"].as_str().unwrap(),
    ]);
    for (name, ip) in &rig.hosts {
        for port in rig.description["ports"].as_object().unwrap().values() {
            command.args(["--resolve", &format!("{name}:{port}:{ip}")]);
        }
    }
    let output = command.args(args).output().expect("curl is installed by the gate");
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

impl Rig {
    pub(crate) fn port(&self, name: &str) -> u64 {
        self.description["ports"][name]
            .as_u64()
            .unwrap_or_else(|| panic!("no port {name}: {}", self.description["ports"]))
    }
}
