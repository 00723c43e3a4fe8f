//! Secrets, and the search for them: every file of a test, what everybody reads of its processes, the memory a crash would
//! leave. Then random journeys with passwords no other run has, ended as people, sessions and crashes end them.
//!
//! A few in the gate; `cargo xtask soak canaries` asks for forty through `RENTREE_CANARIES`. What a leak looks like is
//! [`leak`]'s.

use std::{
    fs,
    io::Read,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use crate::{
    desktop::{alive, descendants},
    leak,
    walk::{CONNECTED, WEB},
    window::Window,
};

/// Journeys in the gate.
const RUNS: u64 = 3;
/// How long an end may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Searches every byte below `folder` for each secret and for the memory of a crash. Gives the files searched.
pub(crate) fn search(folder: &Path, secrets: &[String]) -> Vec<String> {
    let (files, found) = look_through(folder, secrets);
    assert_eq!(found, Vec::<String>::new());
    files
}

/// The files below `folder`, and what is wrong with them.
fn look_through(folder: &Path, secrets: &[String]) -> (Vec<String>, Vec<String>) {
    let (mut searched, mut found) = (Vec::new(), Vec::new());
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        // The window may still run: what it removes meanwhile holds nothing any more.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let (path, Ok(kind)) = (entry.path(), entry.file_type()) else {
                continue;
            };
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                found.extend(leak::in_file(&path, secrets));
                searched.push(path.display().to_string());
            }
        }
    }
    (searched, found)
}

#[tokio::test(flavor = "multi_thread")]
async fn no_canary_is_found_after_random_journeys() {
    let asked = std::env::var("RENTREE_CANARIES").ok();
    let runs = asked.and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    let mut searched = Searched::default();
    for seed in 1..=runs {
        journey(seed, &mut searched).await;
    }
    let said = format!(
        "{runs} journeys in the window ({} killed or crashed with their page engine): {} canaries searched in {} files of \
         home, cache, log and page engine, arguments and surroundings of {} living processes: 0 found, 0 cores",
        searched.crashed, searched.canaries, searched.files, searched.processes
    );
    println!("{said}");
    if let Some(folder) = std::env::var_os("RENTREE_FIGURES") {
        fs::write(PathBuf::from(folder).join("canaries-window"), said).unwrap();
    }
}

#[derive(Default)]
struct Searched {
    crashed: u64,
    canaries: usize,
    files: usize,
    processes: usize,
}

/// How a window comes to its end.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// The session tells it to leave.
    Told,
    /// Program and page engine crash.
    Crashed,
    /// The program is killed.
    Killed,
}

/// One window from its opening to its end.
async fn journey(seed: u64, searched: &mut Searched) {
    let mut dice = Dice::of(seed);
    let mut window = Window::open().await;
    let needles = match dice.roll(4) {
        0 => window.at_the_pages(&mut dice).await,
        _ => window.at_the_connected(&mut dice).await,
    };
    let folder = window.folder.path().to_owned();
    let processes = descendants(window.program);
    assert!(processes.len() > 1, "the page engine has processes of its own");
    let wrong: Vec<_> = processes
        .iter()
        .flat_map(|pid| leak::in_process(*pid, &needles, true))
        .collect();
    assert_eq!(wrong, Vec::<String>::new(), "journey {seed}");
    search(&folder, &needles);
    let end = [End::Told, End::Crashed, End::Killed][usize::try_from(seed % 3).unwrap()];
    window.end(end);
    searched.files += search(&folder, &needles).len();
    searched.processes += processes.len();
    searched.canaries += needles.len();
    searched.crashed += u64::from(end != End::Told);
}

impl Window {
    /// Up to a random point of the connected academy, on whoever's computer; gives the secrets of the run.
    async fn at_the_connected(&mut self, dice: &mut Dice) -> Vec<String> {
        if dice.roll(3) == 0 {
            self.click("input[name='computer'][value='shared']").await;
            self.until(".banner.shared[data-shared='person']").await;
        }
        let (wrong, weak, chosen) = (dice.canary("Tambour"), dice.letters(), dice.canary("Glacier"));
        let mut needles = vec![wrong.clone(), weak.clone(), chosen.clone()];
        let left = dice.roll(6);
        let letter = self.rehearse(CONNECTED, "claire.martin").await;
        self.until_hold(&letter).await;
        self.hold("letter", "sign-in").await;
        self.fill("password", &wrong).await;
        if left == 0 {
            // Typed, never sent.
            return needles;
        }
        self.refuses("account-wrong-password").await;
        self.fill("password", &letter.password).await;
        self.onto("submit", "new-password").await;
        self.fill("new-password", &weak).await;
        self.refuses("password-weak").await;
        self.fill("new-password", &chosen).await;
        self.until("#strength .meter[data-score]").await;
        if left == 1 {
            return needles;
        }
        self.onto("submit", "outcome").await;
        if left == 2 {
            return needles;
        }
        self.onto("submit", "recovery-address").await;
        needles.push(self.prove_address(&letter.personal, "enrol").await);
        if left == 3 {
            return needles;
        }
        needles.push(self.enrol().await);
        if left == 4 {
            // Everything is to go, and the window stands.
            self.click("footer [data-do='finish-tool']").await;
            self.click_onto("dialog [data-do='finish-now']", "ended").await;
        }
        needles
    }

    /// At the academy of pages: a password that opens nothing, typed where the application password is asked for.
    async fn at_the_pages(&mut self, dice: &mut Dice) -> Vec<String> {
        let wrong = dice.canary("Tambour");
        let letter = self.rehearse(WEB, "karim.benali").await;
        self.until_hold(&letter).await;
        self.hold("letter", "hand-off").await;
        self.did("hand-off").await;
        self.did("sign-in").await;
        self.fill("password", &wrong).await;
        self.press("submit").await;
        self.refused().await;
        vec![wrong]
    }

    /// Ends it, and waits until it and its page engine are gone.
    fn end(&mut self, how: End) {
        let mut left = descendants(self.program);
        let (signal, victims) = match how {
            End::Told => return self.leave(),
            // The page engine has processes of its own: they crash too.
            End::Crashed => ("-ABRT", left.clone()),
            End::Killed => ("-KILL", vec![self.program]),
        };
        for pid in victims.iter().rev() {
            let _ = Command::new("kill").args([signal, &pid.to_string()]).status();
        }
        let until = Instant::now() + PATIENCE;
        while left.iter().any(|pid| alive(*pid)) && Instant::now() < until {
            std::thread::yield_now();
        }
        left.retain(|pid| alive(*pid));
        assert!(left.is_empty(), "{how:?}: still there: {left:?}");
        self.program = 0;
    }
}

/// The same journey for the same seed, with passwords no other run has.
struct Dice {
    thrown: u64,
    own: u64,
}

impl Dice {
    fn of(seed: u64) -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        Self {
            thrown: mixed(seed),
            own: mixed(u64::try_from(now.as_nanos() % u128::from(u64::MAX)).unwrap()),
        }
    }

    fn roll(&mut self, sides: u64) -> u64 {
        self.thrown = mixed(self.thrown);
        (self.thrown >> 33) % sides
    }

    fn letters(&mut self) -> String {
        let mut letter = || {
            self.own = mixed(self.own);
            char::from(b"bcdfghjkmnpqrstvwxz"[usize::try_from((self.own >> 33) % 19).unwrap()])
        };
        (0..8).map(|_| letter()).collect()
    }

    /// What the assumed rule takes.
    fn canary(&mut self, word: &str) -> String {
        format!("{word}-{}7-Pivoine", self.letters())
    }
}

/// `SplitMix64`, one step.
fn mixed(state: u64) -> u64 {
    let state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

/// A search that finds nothing proves nothing, unless it finds what is there.
#[test]
fn what_is_planted_is_found() {
    let secret = Dice::of(1).canary("Glacier");
    let all = [secret.clone()];
    let wide: Vec<u8> = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let core = [&b"\x7fELF\x02\x01\x01"[..], &[0; 9], &[4, 0]].concat();
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("cache/storage");
    fs::create_dir_all(&deep).unwrap();
    assert_eq!(look_through(folder.path(), &all), (vec![], vec![]));
    for (text, wanted) in [
        (secret.clone().into_bytes(), "holds"),
        (wide, "holds"),
        (core, "is a core"),
    ] {
        fs::write(deep.join("kept"), text).unwrap();
        let (files, found) = look_through(folder.path(), &all);
        assert_eq!(files.len(), 1);
        assert!(matches!(&found[..], [one] if one.contains(wanted)), "{found:?}");
    }
    let mut living = Command::new("sh")
        .args(["-c", "echo; read line", &secret])
        .env("TOLD", &secret)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    // It has begun: until then its arguments are nobody's.
    living.stdout.as_mut().unwrap().read_exact(&mut [0]).unwrap();
    let wrong = leak::in_process(living.id(), &all, false);
    assert!(
        wrong.len() == 2 && wrong[0].contains("cmdline") && wrong[1].contains("environ"),
        "{wrong:?}"
    );
    living.kill().unwrap();
    living.wait().unwrap();
}
