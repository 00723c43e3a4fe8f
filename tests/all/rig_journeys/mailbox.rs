//! What the open mailbox says, the other form of the user name, the former password, the message to oneself, the
//! connections of a whole onboarding: on Debian's servers.

use std::{collections::BTreeMap, process::Command};

use rentree::{
    mail::SpecialUse,
    net::Purpose,
    wizard::view::{Answer, ForwardingLine, Holding, ItemKey, Screen, Standing, Summary},
};
use serde_json::{Value, json};

use super::{ACADEMY, curl, rig};
use crate::{
    journeys::{CHOSEN, all_later, assert_standing, connected, sign_in, until_new_password, until_sign_in},
    stage::{Player, Rig, Stage},
};

/// From a password of one's own to the last screen, everything else left for later.
async fn check_up(stage: &Stage, player: &Player) -> Summary {
    until_sign_in(stage, ACADEMY, player, Holding::AlreadyChanged).await;
    stage.say(sign_in(&player.password)).await;
    all_later(stage).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forwarding_left_on_is_shown_with_its_rule() {
    let stage = Stage::rig(0);
    let summary = check_up(&stage, &Rig::shared().person("rrenvoi")).await;
    let mailbox = summary.mailbox.unwrap();
    let ForwardingLine::On { rules, .. } = &mailbox.forwarding else {
        panic!("{:?}", mailbox.forwarding)
    };
    assert_eq!(rules.len(), 1);
    assert_eq!(rules[0].to, "remi@ailleurs.test");
    assert_eq!(rules[0].rule, "redirect :copy \"remi@ailleurs.test\";");
    assert!(rules[0].outside && rules[0].always && rules[0].copy_stays == Some(true));
    assert!(summary.left.iter().any(|item| item.key == ItemKey::Forwarding));
    assert_eq!(mailbox.quarantine_unread, Some(2));
    let all = [
        SpecialUse::Drafts,
        SpecialUse::Sent,
        SpecialUse::Junk,
        SpecialUse::Trash,
    ];
    assert_eq!(mailbox.special.as_deref(), Some(&all[..]));
    let filters = stage
        .journey
        .contacted()
        .into_iter()
        .filter(|one| one.purpose == Purpose::Filters);
    assert_eq!(
        filters.map(|one| one.times).sum::<u32>(),
        1,
        "and it is on the list of hosts"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_mailbox_and_one_that_forwards_nothing_say_so() {
    let stage = Stage::rig(0);
    let summary = check_up(&stage, &Rig::shared().person("pplein")).await;
    let mailbox = summary.mailbox.unwrap();
    assert!(mailbox.full && mailbox.nearly_full, "{mailbox:?}");
    assert!(matches!(mailbox.forwarding, ForwardingLine::Off { .. }), "{mailbox:?}");
    assert_eq!(mailbox.quarantine_unread, Some(0));
    assert!(!summary.left.iter().any(|item| item.key == ItemKey::Forwarding));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_to_oneself_comes_back_and_leaves_nothing() {
    let stage = Stage::rig(0);
    let player = Rig::shared().person("jdupont2");
    let before = letters(rig(&stage), &player);
    let summary = check_up(&stage, &player).await;
    assert!(summary.round_trip);
    let view = stage.say(Answer::RoundTrip).await;
    let Screen::CheckUp(summary) = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert!(
        summary
            .done
            .iter()
            .any(|item| item.key == ItemKey::RoundTrip && item.proof.is_some())
    );
    assert!(!summary.round_trip, "once is a proof");
    assert_eq!(
        letters(rig(&stage), &player),
        before,
        "nothing stays, nothing else goes"
    );
    assert_eq!(stage.refused(Answer::RoundTrip).await.code, "not-now");
}

/// The pack without its directory and portal, and with a user name nobody signed: `form` is wrong or right.
fn unsigned_form(form: &str) -> String {
    let pack = &Rig::shared().packs[0];
    let (head, rest) = pack.split_once("[academy.connectors.ldap]").unwrap();
    let tail = &rest[rest.find("[[platforms]]").unwrap()..];
    let signed = "login_form = { value = \"full_address\", confidence = \"pack\" }";
    assert!(tail.contains(signed), "{tail}");
    let form = format!("login_form = {{ value = \"{form}\", confidence = \"third-party\" }}");
    format!("{head}{}", tail.replace(signed, &form))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_other_form_of_the_name_is_tried_once_and_by_consent() {
    let player = Rig::shared().person("afaure");
    let stage = Stage::on_rig(unsigned_form("short"));
    until_sign_in(&stage, ACADEMY, &player, Holding::AlreadyChanged).await;
    let view = stage.say(sign_in(&player.password)).await;
    let Screen::OtherForm { refused, other, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!((refused, other), (&player.login, &player.address));
    let view = stage.say(Answer::OtherForm { agreed: true }).await;
    assert_standing(&view, ItemKey::Mailbox, Standing::Done);
    assert_standing(&view, ItemKey::Sending, Standing::Done);

    // Declined: back to the question, and not offered again.
    let stage = Stage::on_rig(unsigned_form("short"));
    until_sign_in(&stage, ACADEMY, &player, Holding::AlreadyChanged).await;
    stage.say(sign_in(&player.password)).await;
    let view = stage.say(Answer::OtherForm { agreed: false }).await;
    assert!(matches!(view.screen, Screen::SignIn { .. }), "{:?}", view.screen);
    assert_eq!(
        stage.refused(sign_in(&player.password)).await.code,
        "mail-sign-in-refused"
    );

    // Signed by the academy: its mail servers do not want another form, whatever was mistyped.
    let signed = unsigned_form("full_address").replace("third-party", "pack");
    let stage = Stage::on_rig(signed);
    until_sign_in(&stage, ACADEMY, &player, Holding::AlreadyChanged).await;
    assert_eq!(
        stage.refused(sign_in("Pas-Du-Tout-33")).await.code,
        "mail-sign-in-refused"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn where_servers_remember_sign_ins_the_former_password_is_tried_once() {
    let pack = Rig::shared().packs[0].replace(
        "quarantine_sender =",
        "remembers_sign_ins = { value = true, confidence = \"pack\" }\nquarantine_sender =",
    );
    let stage = Stage::on_rig(pack);
    let player = Rig::shared().fresh();
    until_new_password(&stage, ACADEMY, &player).await;
    let view = stage
        .say(Answer::NewPassword {
            password: rentree::secret::Password::new(CHOSEN.into()),
        })
        .await;
    assert_standing(&view, ItemKey::Mailbox, Standing::Done);
    assert_standing(&view, ItemKey::OldPassword, Standing::Done);
    assert_eq!(
        rig(&stage).failures_of(&player.login),
        0,
        "the new one, tried last, has cleared the failure of the old one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_whole_onboarding_opens_twelve_connections_at_most() {
    let stage = Stage::rig(0);
    connected(&stage, ACADEMY, &Rig::shared().fresh()).await;
    let mut times: BTreeMap<Purpose, u32> = BTreeMap::new();
    for contact in stage.journey.contacted() {
        assert!(contact.host.ends_with(".ac-exemple.test"), "{contact:?}");
        println!("{:28} {:14} {}", contact.host, slug(contact.purpose), contact.times);
        *times.entry(contact.purpose).or_default() += contact.times;
    }
    let all: u32 = times.values().sum();
    println!("connections of an onboarding: {all}");
    assert!(all <= 12, "{all}: {times:?}");
    // What people are told is what was counted.
    let told = include_str!("../../../docs/security.md");
    let rows = times
        .iter()
        .map(|(purpose, times)| format!("| {} | {times} |", slug(*purpose)));
    for row in rows.chain([format!("| all | {all} |")]) {
        assert!(told.contains(&row), "docs/security.md does not say {row}");
    }
    for purpose in [Purpose::Mailbox, Purpose::Filters] {
        assert_eq!(times[&purpose], 1, "{purpose:?}");
    }
    assert_eq!(times[&Purpose::Submission], 2, "the sign-in, then the code: {times:?}");
}

fn slug(purpose: Purpose) -> String {
    let slug = serde_json::to_value(purpose).unwrap();
    slug.as_str().unwrap().to_owned()
}

/// `verify` in the contract's shape, as a program of its own.
#[test]
fn verify_says_what_the_real_servers_say() {
    let said = verify("rrenvoi", &[]);
    assert_eq!(said["state"], "opens");
    assert_eq!(said["forwarding"]["state"], "on");
    assert_eq!(said["forwarding"]["rules"][0]["to"], "remi@ailleurs.test");
    assert_eq!(said["quarantine_unread"], 2);
    assert_eq!(said["attempts_left"], 3, "five, less two: {said}");
    assert_eq!(
        said["why"],
        json!({ "round_trip": "not-asked-for" }),
        "all else is known"
    );
    let said = verify("afaure", &["--round-trip"]);
    assert_eq!(
        (&said["round_trip"]["removed"], &said["why"]),
        (&json!(true), &json!({})),
        "{said}"
    );
    let said = verify("tgirard", &[]);
    assert_eq!(said["quota"]["nearly_full"], true);
    assert_eq!(
        (&said["forwarding"]["state"], &said["round_trip"]),
        (&json!("off"), &Value::Null)
    );
    assert!(said["why"]["round_trip"].is_string());
    // The directory is asked first: it alone knows why.
    for (login, code) in [
        ("nbernard", "account-expired"),
        ("slefevre", "account-locked"),
        ("oblanc", "account-must-change-first"),
    ] {
        let ran = verifying(login, &[]);
        let err = String::from_utf8_lossy(&ran.stderr);
        assert!(err.contains(&format!("refusal-{code}")), "{login}: {err}");
        assert_eq!(err.matches("refusal-").count(), 1, "{err}");
    }
}

fn verify(login: &str, more: &[&str]) -> Value {
    let ran = verifying(login, more);
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    serde_json::from_slice(&ran.stdout).unwrap()
}

fn verifying(login: &str, more: &[&str]) -> std::process::Output {
    let (rig, home) = (Rig::shared(), tempfile::tempdir().unwrap());
    let player = rig.person(login);
    let (pack, password) = (home.path().join("pack.toml"), home.path().join("password"));
    std::fs::write(&pack, &rig.packs[0]).unwrap();
    std::fs::write(&password, format!("{}\n", player.password)).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rentree"));
    command
        .env_clear()
        .env("HOME", home.path())
        .stdin(std::fs::File::open(&password).unwrap())
        .args(["verify", "--academy", ACADEMY, "--identifier", login])
        .args([
            "--address",
            &player.address,
            "--password-stdin",
            "--json",
            "--lang",
            "en",
        ])
        .args(["--allow-unsigned", "--pack"])
        .arg(&pack)
        .args(more);
    for (name, address) in &rig.hosts {
        command.args(["--hosts", &format!("{name}={address}")]);
    }
    command.output().unwrap()
}

/// How many letters each folder holds, told by a client that is not ours.
fn letters(rig: &Rig, player: &Player) -> Vec<String> {
    let user = format!("{}:{}", player.address, player.password);
    let folder = |name: &str| {
        let url = format!("imaps://imap.ac-exemple.test:{}/{name}", rig.port("imaps"));
        curl(rig, &["-u", &user, &url, "-X", "SEARCH ALL"]).expect("a folder")
    };
    ["INBOX", "Sent", "Junk", "Trash"].map(folder).into()
}
