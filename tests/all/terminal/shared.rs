//! A shared computer at the terminal: nothing stays in the home, however the passage ends.

use std::{
    fs,
    process::{Command, Stdio},
};

use rustix::process::{Pid, Signal, geteuid, kill_process};

use super::{
    home::{Home, PROGRAM, Reading, ended},
    keyboard::Keyboard,
};

/// What the end says, by language.
const CLEAN: [(&str, &str); 2] = [
    ("fr", "Il ne reste rien de vous sur cet ordinateur"),
    ("en", "Nothing of you is left on this computer"),
];

#[test]
fn a_whole_passage_leaves_an_empty_home_and_says_what_was_looked_at() {
    for (lang, clean) in CLEAN {
        let home = Home::new();
        let arguments = [
            "onboard",
            "--practice=claire.martin",
            "--scripted",
            "--shared",
            "--lang",
            lang,
        ];
        let ran = home.run(&arguments);
        assert_eq!(ran.code, 0, "{}", ran.err);
        assert!(ran.out.contains(clean), "{}", ran.out);
        assert_eq!(home.files(), Vec::<std::path::PathBuf>::new(), "{lang}");
        home.nothing_half_written(true);
    }
    let home = Home::new();
    let ran = home.run(&[
        "onboard",
        "--practice=claire.martin",
        "--scripted",
        "--shared",
        "--json",
    ]);
    let said = ran.json();
    assert_eq!(
        (said["shared"].as_str(), said["traces"]["ended"].as_str()),
        (Some("person"), Some("asked"))
    );
    let looks = said["traces"]["looks"].as_array().unwrap();
    assert!(looks.iter().all(|look| look["stays"].is_null()), "{said}");
    let files = said["files"].as_array().unwrap();
    assert!(files.len() >= 4, "they were written, mailed or printed: {said}");
    let gone = |file: &serde_json::Value| !std::path::Path::new(file["path"].as_str().unwrap()).exists();
    assert!(files.iter().all(gone), "and are gone: {said}");
    let own = home
        .run(&["onboard", "--practice=claire.martin", "--scripted", "--json"])
        .json();
    assert!(own["shared"].is_null() && own["traces"].is_null(), "{own}");
}

#[test]
fn a_passage_cut_short_is_erased_too() {
    for (signal, lang) in [(Signal::INT, "fr"), (Signal::TERM, "en"), (Signal::HUP, "fr")] {
        let home = Home::new();
        let mut command = home.command(PROGRAM);
        let mut child = command
            .args(["onboard", "--shared", "--lang", lang])
            .stdin(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut shown = Reading::of(child.stderr.take().unwrap());
        shown.until(if lang == "fr" {
            "Où travaillez-vous"
        } else {
            "Where do you work"
        });
        kill_process(Pid::from_child(&child), signal).unwrap();
        let clean = CLEAN.iter().find(|(of, _)| *of == lang).unwrap().1;
        shown.until(clean);
        shown.until("refusal-cancelled");
        assert_eq!(ended(child), 1);
        assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
        home.nothing_half_written(true);
    }
}

#[test]
fn killed_outright_it_is_swept_at_the_next_start() {
    let home = Home::new();
    let mut command = home.command(PROGRAM);
    let mut child = command
        .args(["onboard", "--practice=claire.martin", "--shared", "--lang", "fr"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    Reading::of(child.stderr.take().unwrap()).until("Où travaillez-vous");
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(
        fs::read_dir(home.path("tmp")).unwrap().count() > 0,
        "it could not clean up"
    );
    let ran = home.run(&["onboard", "--practice=claire.martin", "--scripted", "--shared"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    home.nothing_half_written(true);
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
}

#[test]
fn left_alone_it_warns_waits_for_an_answer_and_then_erases() {
    for (lang, clean) in CLEAN {
        let home = Home::new();
        let arguments = ["onboard", "--practice=claire.martin", "--shared", "--lang", lang];
        let mut keyboard = Keyboard::open(&home, &arguments);
        let (where_, still) = match lang {
            "fr" => ("Où travaillez-vous", "toujours là"),
            _ => ("Where do you work", "still there"),
        };
        keyboard.asked(where_);
        home.clock_ahead(13 * 60 + 30);
        keyboard.asked(still);
        keyboard.types("entrainement.test");
        // An answer is a sign: the quarter of an hour starts again.
        keyboard.asked("1 ");
        home.clock_ahead(13 * 60 + 30 + 14 * 60);
        keyboard.asked(still);
        home.clock_ahead(13 * 60 + 30 + 16 * 60);
        keyboard.asked(clean);
        let (code, shown) = keyboard.end();
        assert_eq!(code, 0, "an end, and no refusal: {shown}");
        assert!(!shown.contains("refusal-"), "{shown}");
        assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
        home.nothing_half_written(true);
    }
}

/// What an administrator wrote counts: in a namespace where `/etc` is a copy that says so.
#[test]
fn the_machines_policy_says_it_for_everybody() {
    let may = || {
        let tried = Command::new("unshare").args(["--mount", "true"]).output();
        geteuid().is_root() && tried.is_ok_and(|output| output.status.success())
    };
    if !may() {
        eprintln!("not run: no mount namespaces here");
        return;
    }
    let home = Home::new();
    let etc = home.beside("etc", "");
    fs::remove_file(&etc).unwrap();
    let script = "mkdir -p \"$1/rentree\" && cp -a /etc/ssl /etc/passwd /etc/nsswitch.conf \"$1/\" 2>/dev/null; \
        echo 'shared_computer = true' > \"$1/rentree/policy.toml\" && chmod -R go-w \"$1\" && mount --bind \"$1\" /etc && shift && exec \"$@\"";
    let mut command = home.command("unshare");
    command.args(["--mount", "sh", "-c", script, "sh", &etc, PROGRAM]);
    command.args(["onboard", "--practice=claire.martin", "--scripted", "--json"]);
    let ran = super::home::Ran::of(command.output().unwrap());
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ran.json()["shared"], "machine", "{}", ran.out);
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
}
