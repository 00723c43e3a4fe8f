//! The journey meets a Thunderbird that is open: it says so and waits, nothing is half done for whoever does not, and it
//! writes once the person has closed it.

use std::{
    fs,
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStderr, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

use super::{
    alone,
    bird::{Bird, Home},
    logins,
};
use crate::stage::Player;

#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn the_journey_waits_for_an_open_thunderbird_and_writes_once_it_is_closed() {
    let rig = alone();
    let jean = rig.person("jdupont");
    let home = Home::new();
    let bird = Bird::start(&home, &jean.password, &[]);

    let given_up = Waiting::begin(&home, &jean);
    let (code, _, said) = given_up.stopped();
    assert!(code == Some(1) && said.contains("refusal-cancelled"), "{said}");
    assert!(!home.path().join("out").exists(), "no file was begun");
    assert!(!home.prefs().contains(&jean.address));

    let mut waiting = Waiting::begin(&home, &jean);
    assert!(waiting.child.try_wait().unwrap().is_none(), "it waits");
    assert!(!home.prefs().contains(&jean.address), "what is open is not written to");
    bird.close();
    let (code, summary, said) = waiting.ended();
    assert_eq!(code, Some(0), "{said}");
    let summary: Value = serde_json::from_str(&summary).unwrap();
    let written = &summary["files"][0];
    assert_eq!(
        (&written["client"], &written["next"]),
        (&json!("thunderbird"), &json!("thunderbird-added"))
    );
    assert!(home.prefs().contains(&jean.address));

    let mut bird = Bird::start(&home, &jean.password, &[]);
    let accounts = bird.accounts();
    assert_eq!((accounts.len(), &accounts[0]["address"]), (1, &json!(jean.address)));
    let before = logins(rig, &jean.address);
    assert!(bird.fetch(&jean.address) >= 1);
    assert!(logins(rig, &jean.address) > before, "Dovecot saw this login over TLS");
    bird.close();
}

/// A journey that has come to an open Thunderbird.
struct Waiting {
    child: Child,
    said: BufReader<ChildStderr>,
}

impl Waiting {
    /// Up to where it says, again and again, that Thunderbird is open.
    fn begin(home: &Home, player: &Player) -> Self {
        let answers = home.path().join("answers.toml");
        let Player {
            given,
            family,
            address,
            login,
            ..
        } = player;
        let told = format!(
            "academy = 'exemple'\ngiven = '{given}'\nfamily = '{family}'\naddress = '{address}'\nidentifier = '{login}'\n\
             holding = 'already-changed'\nclients = ['thunderbird']\n"
        );
        fs::write(&answers, told).unwrap();
        let out = home.path().join("out");
        let arguments = ["onboard", "--json", "--progress", "json", "--secret", "own=3"];
        let paths = ["--answers", answers.to_str().unwrap(), "--out", out.to_str().unwrap()];
        let mut child = home
            .rentree_signed(&player.password, &[&arguments[..], &paths].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let (mut open, mut before) = (0, String::new());
        while open < 3 {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "it never waits: {before}");
            open += usize::from(line.contains("\"thunderbird-open\""));
            before += &line;
        }
        Self { child, said }
    }

    /// Ctrl-C; how it ended.
    fn stopped(self) -> (Option<i32>, String, String) {
        kill_process(Pid::from_child(&self.child), Signal::INT).unwrap();
        self.ended()
    }

    /// The exit code, what it printed, what it said meanwhile.
    fn ended(mut self) -> (Option<i32>, String, String) {
        let mut said = String::new();
        self.said.read_to_string(&mut said).unwrap();
        let printed = self.child.wait_with_output().unwrap();
        (printed.status.code(), String::from_utf8(printed.stdout).unwrap(), said)
    }
}
