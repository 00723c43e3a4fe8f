//! Canaries: passwords no other run has, then a search for them wherever a program leaves something. Random journeys,
//! ended in every way a journey ends, a crash among them; every level of the log asked for; core dumps allowed by whoever
//! started the program.
//!
//! A few in the gate; `cargo xtask soak canaries` asks for a hundred through `RENTREE_CANARIES`.

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::{Command, ExitStatus, Stdio},
};

use rentree::password;
use rustix::process::{Pid, Resource, Signal, getrlimit, kill_process};

use super::{
    home::{Home, PROGRAM, Ran, Reading, holds},
    interrupted::{Typed, converse_with, questions},
    keyboard::Keyboard,
    told::{Scripted, keys},
};
use crate::stage::holds_secret;

/// Journeys in the gate.
const RUNS: u64 = 6;

#[test]
#[ignore = "long: `cargo xtask soak canaries`"]
fn no_canary_is_found_after_random_journeys() {
    let asked = std::env::var("RENTREE_CANARIES").ok();
    let runs = asked.and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    let mut searched = Searched::default();
    for seed in 1..=runs {
        match seed % 3 {
            0 => scripted(
                ["claire.martin", "karim.benali"][usize::from(seed.is_multiple_of(2))],
                &mut searched,
            ),
            _ => typed(seed, &mut searched),
        }
    }
    assert_eq!(searched.journeys, runs);
    assert!(searched.files > 0 && searched.processes > 0, "{searched:?}");
    let said = format!(
        "{} journeys ({} killed or crashed): {} canaries searched in {} files, {} lines of log and screen, arguments and \
         surroundings of {} living processes: 0 found; cores written: {}",
        searched.journeys,
        searched.crashed,
        searched.canaries,
        searched.files,
        searched.lines,
        searched.processes,
        match may_dump() {
            true => "0, where a program without our limit wrote one",
            false => "not tried, this machine forbids them to everybody",
        }
    );
    eprintln!("{said}");
    if let Some(folder) = std::env::var_os("RENTREE_FIGURES") {
        fs::write(PathBuf::from(folder).join("canaries-terminal"), said).unwrap();
    }
}

#[derive(Debug, Default)]
struct Searched {
    journeys: u64,
    crashed: u64,
    canaries: usize,
    files: usize,
    lines: usize,
    processes: usize,
}

impl Searched {
    /// Everything a run left on disk, and what it said.
    fn after(&mut self, home: &Home, said: &str, canaries: &Canaries) {
        let files = home.files();
        for path in &files {
            let name = path.file_name().unwrap().to_string_lossy();
            assert!(!name.starts_with("core"), "a core was written: {}", path.display());
            let bytes = fs::read(path).unwrap_or_default();
            canaries.absent(&bytes, &path.display().to_string());
        }
        canaries.hidden_from(said);
        self.journeys += 1;
        self.canaries += canaries.never_shown.len() + canaries.shown.len();
        self.files += files.len();
        self.lines += said.lines().count();
    }

    /// What everybody on this computer can read of the program while it runs.
    /// `begun`: it has come far enough to have limited itself.
    fn meanwhile(&mut self, home: &Home, canaries: &Canaries, begun: bool) {
        let home = home.path("home").display().to_string();
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let read = |name: &str| fs::read(entry.path().join(name)).unwrap_or_default();
            let surroundings = read("environ");
            // Only the processes of this home are ours to look at.
            if holds(&surroundings, &home) {
                canaries.absent(&surroundings, "the surroundings");
                canaries.absent(&read("cmdline"), "the arguments");
                let limits = String::from_utf8(read("limits")).unwrap();
                let core = limits.lines().find(|line| line.starts_with("Max core file size"));
                let least = core.is_none_or(|line| line.split_whitespace().nth(5) == Some("1"));
                assert!(!begun || least, "{core:?}");
                self.processes += 1;
            }
        }
    }
}

/// The secrets of a run.
struct Canaries {
    /// Typed hidden or given by descriptor: on no screen, in no log, in no file.
    never_shown: Vec<String>,
    /// On the screen by design (key, codes): in no file all the same.
    shown: Vec<String>,
}

impl Canaries {
    fn absent(&self, bytes: &[u8], place: &str) {
        for secret in self.never_shown.iter().chain(&self.shown) {
            assert!(secret.len() >= 6, "{secret}");
            assert!(!holds_secret(bytes, secret), "{place} holds {secret}");
        }
    }

    fn hidden_from(&self, said: &str) {
        for secret in &self.never_shown {
            assert!(!said.contains(secret), "printed: {secret}\n{said}");
        }
    }
}

/// A password nobody else has, that the assumed rule takes.
fn canary() -> String {
    password::suggest(5, &password::assumed_rule(), 1).remove(0).text
}

/// A journey that answers itself, to its end.
fn scripted(person: &str, searched: &mut Searched) {
    let chosen = canary();
    let run = Scripted::start(person, &chosen, Some("trace"));
    // Whatever the log could say is asked for, and the program is looked at while it runs.
    let mut canaries = Canaries {
        never_shown: vec![chosen],
        shown: Vec::new(),
    };
    searched.meanwhile(&run.home, &canaries, false);
    let (home, ran, gone): (Home, Ran, Vec<String>) = run.end();
    assert_eq!(ran.code, 0, "{}", ran.err);
    canaries.never_shown.extend(gone);
    searched.after(&home, &format!("{}\n{}", ran.out, ran.err), &canaries);
}

/// A journey somebody types, up to some question; then it ends one way or another.
fn typed(seed: u64, searched: &mut Searched) {
    let (home, chosen) = (Home::new(), canary());
    let out = home.path("out");
    let arguments = [
        "onboard",
        "--practice=claire.martin",
        "--lang",
        "fr",
        "--out",
        out.to_str().unwrap(),
    ];
    let mut keyboard = Keyboard::open_unguarded(&home, &arguments);
    // From the new password on: before it, no canary was typed.
    let all = questions(&chosen).len();
    let first = questions(&chosen)
        .iter()
        .position(|(_, typed)| matches!(typed, Typed::Hidden(_)))
        .unwrap()
        + 2;
    let stop = first + usize::try_from(seed).unwrap() * 7 % (all - first);
    let [uri, mailed] = converse_with(&mut keyboard, stop, &chosen);
    let mut canaries = Canaries {
        never_shown: vec![chosen],
        shown: Vec::new(),
    };
    canaries
        .shown
        .extend((!uri.is_empty()).then(|| keys(&uri)).into_iter().flatten());
    canaries.shown.extend((mailed.len() == 6).then_some(mailed));
    searched.meanwhile(&home, &canaries, true);
    let ends = [Signal::INT, Signal::ABORT, Signal::SEGV, Signal::KILL, Signal::TERM];
    let end = ends[usize::try_from(seed).unwrap() % ends.len()];
    let (status, said) = keyboard.end_by(end);
    assert!(!status.core_dumped(), "{end:?}: a core was written");
    searched.crashed += u64::from(end != Signal::INT);
    searched.after(&home, &said, &canaries);
}

/// Whether a program that sets no limit would leave a core here: else nothing is proved by its absence.
fn may_dump() -> bool {
    let folder = tempfile::tempdir().unwrap();
    let mut sleeper = dumping("sleep")
        .arg("600")
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .spawn()
        .unwrap();
    kill_process(Pid::from_child(&sleeper), Signal::ABORT).unwrap();
    let status: ExitStatus = sleeper.wait().unwrap();
    status.core_dumped()
}

/// `program`, allowed to leave cores as large as this machine permits.
fn dumping(program: &str) -> Command {
    let mut command = Command::new("prlimit");
    command.args([&core_limit(), program]);
    command
}

/// The word for `prlimit`: as much as this machine permits.
pub(super) fn core_limit() -> String {
    let most = getrlimit(Resource::Core).maximum;
    let most = most.map_or("unlimited".to_owned(), |bytes| bytes.to_string());
    format!("--core={most}:{most}")
}

#[test]
fn a_crash_leaves_no_core_where_another_program_would() {
    if !may_dump() {
        eprintln!("NOT RUN: this machine forbids cores to everybody");
        return;
    }
    for signal in [Signal::ABORT, Signal::SEGV] {
        let home = Home::new();
        let mut command = dumping(PROGRAM);
        command.args(["practice", "--json"]).current_dir(home.path("home"));
        command.env("HOME", home.path("home")).env("TMPDIR", home.path("tmp"));
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        // It has begun: its limit is set.
        let mut said = Reading::of(child.stdout.take().unwrap());
        said.until("{");
        kill_process(Pid::from_child(&child), signal).unwrap();
        let status = child.wait().unwrap();
        assert_eq!((status.signal(), status.core_dumped()), (Some(signal.as_raw()), false));
        assert!(
            home.files()
                .iter()
                .all(|path| !path.file_name().unwrap().to_string_lossy().starts_with("core"))
        );
    }
}
