//! Canaries: passwords no other run has, then a search for them wherever a program leaves something. Random journeys,
//! ended in every way a journey ends, a crash among them; every level of the log asked for; core dumps allowed by whoever
//! started the program.
//!
//! A few in the gate; `cargo xtask soak canaries` asks for a hundred through `RENTREE_CANARIES`. What a leak looks like is
//! [`leak`]'s.

use std::{
    fs,
    os::unix::process::ExitStatusExt,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use rentree::password;
use rustix::process::{Resource, Signal, getrlimit};

use super::{
    home::{Home, PROGRAM, Ran, Reading, holds},
    interrupted::{Typed, converse_on, questions},
    keyboard::{Keyboard, end_by},
    told::{Scripted, keys},
};
use crate::{leak, random::Dice};

/// Journeys in the gate: one of each kind.
const RUNS: u64 = 3;
/// How a journey ends that somebody types; one that answers itself ends at its end.
const ENDS: [Signal; 5] = [Signal::INT, Signal::ABORT, Signal::SEGV, Signal::KILL, Signal::TERM];

#[test]
fn no_canary_is_found_after_random_journeys() {
    let asked = std::env::var("RENTREE_CANARIES").ok();
    let runs = asked.and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    let mut searched = Searched::default();
    for seed in 1..=runs {
        let mut dice = Dice::of(seed);
        match seed % 3 {
            0 => scripted(["claire.martin", "karim.benali"][dice.roll(2)], &mut searched),
            _ => typed(
                ENDS[usize::try_from(seed).unwrap() % ENDS.len()],
                &mut dice,
                &mut searched,
            ),
        }
        assert_eq!(searched.found, Vec::<String>::new(), "journey {seed}");
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
    /// What should be nowhere.
    found: Vec<String>,
}

impl Searched {
    /// Everything a run left on disk, and what it said.
    fn after(&mut self, home: &Home, said: &str, canaries: &Canaries) {
        let files = home.files();
        let all = canaries.all();
        self.found
            .extend(files.iter().filter_map(|path| leak::in_file(path, &all)));
        let printed = canaries.never_shown.iter().filter(|secret| said.contains(*secret));
        self.found.extend(printed.map(|secret| format!("printed: {secret}")));
        self.journeys += 1;
        self.canaries += all.len();
        self.files += files.len();
        self.lines += said.lines().count();
    }

    /// What everybody on this computer can read of the program while it runs.
    /// `begun`: it has come far enough to have limited itself.
    fn meanwhile(&mut self, home: &Home, canaries: &Canaries, begun: bool) {
        let (home, all) = (home.path("home").display().to_string(), canaries.all());
        for entry in fs::read_dir("/proc").unwrap().flatten() {
            let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
                continue;
            };
            // Only the processes of this home are ours to look at.
            let surroundings = fs::read(entry.path().join("environ")).unwrap_or_default();
            if holds(&surroundings, &home) {
                self.found.extend(leak::in_process(pid, &all, begun));
                self.processes += 1;
            }
        }
    }
}

/// The secrets of a run.
#[derive(Default)]
struct Canaries {
    /// Typed hidden or given by descriptor: on no screen, in no log, in no file.
    never_shown: Vec<String>,
    /// On the screen by design (key, codes): in no file all the same.
    shown: Vec<String>,
}

impl Canaries {
    fn all(&self) -> Vec<String> {
        [&self.never_shown[..], &self.shown].concat()
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
        ..Canaries::default()
    };
    searched.meanwhile(&run.home, &canaries, false);
    let (home, ran, gone): (Home, Ran, Vec<String>) = run.end();
    assert_eq!(ran.code, 0, "{}", ran.err);
    canaries.never_shown.extend(gone);
    searched.after(&home, &format!("{}\n{}", ran.out, ran.err), &canaries);
}

/// A journey somebody types, up to some question; then it ends one way or another. A password that opens nothing and one
/// that is too weak come before those that serve.
fn typed(end: Signal, dice: &mut Dice, searched: &mut Searched) {
    let (home, chosen, wrong) = (Home::new(), canary(), canary());
    let weak = canary()[..8].to_owned();
    let mut asked = questions(&chosen);
    let first = hidden(&asked, 0);
    let refused = [
        (asked[first].0, Typed::Hidden(wrong.clone())),
        ("refusé ailleurs", Typed::Text("n")),
    ];
    asked.splice(first..first, refused);
    let new = hidden(&asked, first + 3);
    asked.insert(new, (asked[new].0, Typed::Hidden(weak.clone())));
    // Behind the first of them: before it, no canary was typed.
    let stop = first + 1 + dice.roll(asked.len() - first - 1);
    let out = home.path("out");
    let practice = ["onboard", "--practice=claire.martin", "--lang", "fr"];
    let mut keyboard = match dice.roll(2) {
        // The questions after these are others on a shared computer.
        0 if stop <= apps(&asked) => Keyboard::open_unguarded(&home, &[&practice[..], &["--shared"]].concat()),
        _ => Keyboard::open_unguarded(&home, &[&practice[..], &["--out", out.to_str().unwrap()]].concat()),
    };
    let [uri, mailed] = converse_on(&mut keyboard, stop, asked);
    let shown = (!uri.is_empty()).then(|| keys(&uri)).into_iter().flatten();
    let canaries = Canaries {
        never_shown: vec![chosen, wrong, weak],
        shown: shown.chain((mailed.len() == 6).then_some(mailed)).collect(),
    };
    searched.meanwhile(&home, &canaries, true);
    let (status, said) = keyboard.end_by(end);
    assert!(!status.core_dumped(), "{end:?}: a core was written");
    searched.crashed += u64::from(end != Signal::INT && end != Signal::TERM);
    searched.after(&home, &said, &canaries);
}

/// The first question from `from` on that is answered unseen.
fn hidden(asked: &[(&str, Typed)], from: usize) -> usize {
    let unseen = |(_, typed): &(&str, Typed)| matches!(typed, Typed::Hidden(_));
    from + asked[from..].iter().position(unseen).unwrap()
}

/// The question which mail programs are wanted.
fn apps(asked: &[(&str, Typed)]) -> usize {
    asked
        .iter()
        .position(|(prompt, _)| *prompt == "Numéros séparés")
        .unwrap()
}

/// A search that finds nothing proves nothing, unless it finds what is there.
#[test]
fn what_is_planted_is_found() {
    let canaries = Canaries {
        never_shown: vec![canary()],
        ..Canaries::default()
    };
    let secret = &canaries.never_shown[0];
    let found = |home: &Home, said: &str| {
        let mut searched = Searched::default();
        searched.after(home, said, &canaries);
        searched.meanwhile(home, &canaries, true);
        searched.found
    };
    let one = |home: &Home, said: &str, wanted: &str| {
        let found = found(home, said);
        assert!(
            matches!(&found[..], [one] if one.contains(wanted)),
            "{wanted}: {found:?}"
        );
    };
    let clean = Home::new();
    assert_eq!(found(&clean, "nothing of the kind"), Vec::<String>::new());
    one(&clean, &format!("typed {secret} here"), "printed");
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let login = STANDARD.encode(format!("\0cmartin\0{secret}"));
    let core = [&b"\x7fELF\x02\x01\x01"[..], &[0; 9], &[4, 0]].concat();
    for (name, text) in [
        ("plain", format!("before {secret} after").into_bytes()),
        ("wide", [&[7], &wide[..]].concat()),
        ("login", format!("AUTHENTICATE PLAIN {login}\r\n").into_bytes()),
        ("is a core", core),
    ] {
        let home = Home::new();
        fs::write(home.path("home").join(name), text).unwrap();
        one(&home, "", name);
    }
    for (place, limit, argument, told) in [
        ("cmdline", "--core=0:0".to_owned(), secret.as_str(), "nothing"),
        ("environ", "--core=0:0".to_owned(), "nothing", secret),
        ("may leave a core", core_limit(), "nothing", "nothing"),
    ] {
        // Where cores are forbidden to everybody none can be allowed.
        if place == "may leave a core" && !may_dump() {
            continue;
        }
        let mut living = clean.command("prlimit");
        living
            .args([&limit, "sh", "-c", "read line", argument])
            .env("TOLD", told);
        let mut living = living.stdin(Stdio::piped()).spawn().unwrap();
        become_itself(&living, "sh");
        one(&clean, "", place);
        end_by(&mut living, Signal::KILL);
    }
}

/// Waits until a process that was started through another is `program`: until then it is not limited as it will be.
fn become_itself(child: &Child, program: &str) {
    let name = || fs::read_to_string(format!("/proc/{}/comm", child.id())).unwrap_or_default();
    while name().trim() != program {
        std::thread::yield_now();
    }
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
    become_itself(&sleeper, "sleep");
    end_by(&mut sleeper, Signal::ABORT).core_dumped()
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
        let status = end_by(&mut child, signal);
        assert_eq!((status.signal(), status.core_dumped()), (Some(signal.as_raw()), false));
        let cores = home.files().into_iter().find_map(|path| leak::in_file(&path, &[]));
        assert_eq!(cores, None);
    }
}
