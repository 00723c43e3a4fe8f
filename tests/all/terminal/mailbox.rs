//! `verify`, and the one secret that may be kept: in a real keyring, on a message bus of its own.

use rentree_practice::{Options, Practice};

use super::home::{Home, PROGRAM, Ran};

#[test]
fn a_practice_mailbox_is_verified_in_the_contracts_shape() {
    for person in ["jean.dupont", "karim.benali", "thomas.girard"] {
        let home = Home::new();
        let ran = home.run(&["verify", &format!("--practice={person}"), "--json"]);
        assert_eq!(ran.code, 0, "{person}: {}", ran.err);
        let said = ran.json();
        assert_eq!(said["state"], "opens");
        for server in ["imap", "smtp"] {
            let place = &said[server];
            assert!(
                place["host"].is_string() && place["port"].is_u64() && place["security"] == "tls",
                "{said}"
            );
        }
        assert!(
            said["quota"]["used_kib"].is_u64() && said["quota"]["limit_kib"].is_u64(),
            "{said}"
        );
        for fact in ["quota", "forwarding", "folders", "quarantine_unread", "round_trip"] {
            let (null, why) = (said[fact].is_null(), said["why"][fact].is_string());
            assert!(null == why, "{fact} is known, or says why it is not: {said}");
        }
        assert_eq!(said["forwarding"]["state"], "off");
        assert!(said["attempts_left"].is_u64(), "{said}");
        home.nothing_half_written(true);
        assert!(home.files().is_empty(), "a rehearsal keeps nothing of the person's");
    }
}

#[test]
fn a_practice_message_to_oneself_comes_back() {
    let home = Home::new();
    let ran = home.run(&["verify", "--practice=jean.dupont2", "--round-trip", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let said = ran.json();
    assert_eq!(said["round_trip"]["removed"], true);
    assert_eq!(said["forwarding"]["state"], "on");
    for lang in ["fr", "en"] {
        let ran = home.run(&["verify", "--practice=jean.dupont2", "--lang", lang]);
        assert!(
            ran.out.contains("redirect :copy \"jean.dupont@fournisseur.test\";"),
            "the rule: {}",
            ran.out
        );
    }
}

#[test]
fn a_wrong_password_is_one_refusal() {
    for lang in ["fr", "en"] {
        let home = Home::new();
        let ran = home.run_with(
            &["verify", "--practice=jean.dupont", "--password-stdin", "--lang", lang],
            "Faux-Mot-99\n",
        );
        // The directory is asked first: it alone would know of a lock.
        ran.refused(1, "account-wrong-password");
        assert_eq!(
            ran.err.matches("refusal-").count(),
            1,
            "no second server is tried: {}",
            ran.err
        );
        let two = home.run_with(
            &[
                "verify",
                "--academy",
                "lyon",
                "--identifier",
                "x",
                "--password-stdin",
                "--lang",
                lang,
            ],
            "",
        );
        two.refused(2, "platform-needed");
        home.run(&["verify", "--academy", "atlantide", "--identifier", "x", "--lang", lang])
            .refused(1, "unknown-academy");
        let numen = [
            "verify",
            "--academy",
            "dijon",
            "--identifier",
            "01E9501234ABC",
            "--lang",
            lang,
        ];
        home.run(&numen).refused(1, "numen-typed");
    }
}

#[test]
fn forgetting_when_nothing_is_kept_says_so() {
    let home = Home::new();
    let ran = home.run(&["forget", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["removed"], serde_json::json!([]));
    assert!(
        ran.json()["keyring"].is_null() && ran.json()["why"]["keyring"].is_string(),
        "{}",
        ran.out
    );
    assert!(home.files().is_empty(), "nothing is made only to be removed");
}

/// Four runs under one bus and one keyring, as in one session of a person.
const SESSION: &str = r#"
printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
{ printf '%s\n' "$RIGHT" | "$@" --password-stdin --remember; echo "run 1 $?"
"$@"; echo "run 2 $?"
"$0" forget --json --lang en; echo "run 3 $?"
"$@" </dev/null; echo "run 4 $?"
"$0" forget --json --lang en; echo "run 5 $?"
} 2>&1
"#;

#[tokio::test(flavor = "multi_thread")]
async fn a_password_is_kept_by_consent_used_later_and_forgotten() {
    let practice = Practice::start(Options::default()).await.unwrap();
    let home = Home::new();
    let pack = home.beside("pack.toml", &practice.packs()[0]);
    let password = practice
        .people()
        .iter()
        .find(|person| person.login == "jdupont")
        .unwrap()
        .password
        .clone();
    let mut verify: Vec<String> = [
        "verify",
        "--academy",
        "entrainement",
        "--identifier",
        "jdupont",
        "--lang",
        "en",
    ]
    .map(str::to_owned)
    .into();
    verify.extend(
        [
            "--address",
            "jean.dupont@entrainement.test",
            "--allow-unsigned",
            "--pack",
            &pack,
        ]
        .map(str::to_owned),
    );
    for (name, address) in practice.hosts() {
        verify.extend(["--hosts".to_owned(), format!("{name}={address}")]);
    }
    let mut command = home.command("dbus-run-session");
    // The shell hands the password over by a pipe; the environment is the test's own way to reach the shell.
    command
        .env("RIGHT", &password)
        .args(["--", "sh", "-c", SESSION, PROGRAM, PROGRAM])
        .args(&verify);
    let said = tokio::task::spawn_blocking(move || Ran::of(command.output().unwrap()))
        .await
        .unwrap();
    let part = |number: u8| {
        let (before, _) = said.out.split_once(&format!("\nrun {number} ")).unwrap();
        before.to_owned()
    };
    for (number, code) in [(1, 0), (2, 0), (3, 0), (4, 2), (5, 0)] {
        assert!(
            said.out.contains(&format!("\nrun {number} {code}\n")),
            "run {number}: {}{}",
            said.out,
            said.err
        );
    }
    assert!(
        part(1).contains("keyring until"),
        "what is kept, where, until when: {}",
        said.out
    );
    assert!(said.out.contains("kept in the keyring is used"), "{}", said.out);
    assert!(
        said.out.contains("\"keyring\""),
        "forget names the keyring: {}",
        said.out
    );
    assert!(
        said.out.contains("refusal-no-terminal"),
        "a forgotten password is asked for again: {}",
        said.out
    );
    assert!(
        said.out.contains("\"removed\": []") || !said.out.rsplit("run 4 2").next().unwrap().contains("\"keyring\"")
    );
    assert_eq!(practice.failed_sign_ins("jdupont"), 0);
    assert!(!said.out.contains(&password), "{}", said.out);
}
