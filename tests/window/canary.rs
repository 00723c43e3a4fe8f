//! Canaries in the window: passwords no other run has, then a search for them wherever the program or the page engine
//! leaves something. Random journeys, ended as people, sessions and crashes end them.
//!
//! Two in the gate; `cargo xtask soak canaries` asks for a hundred through `RENTREE_CANARIES`.

use std::{fs, path::PathBuf};

use crate::{
    secrets,
    walk::{CONNECTED, Letter, WEB},
    window::{Ended, Window},
};

/// Journeys in the gate.
const RUNS: u64 = 2;

#[tokio::test(flavor = "multi_thread")]
async fn no_canary_is_found_after_random_journeys() {
    let asked = std::env::var("RENTREE_CANARIES").ok();
    let runs = asked.and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    let (mut files, mut processes) = (0, 0);
    for seed in 1..=runs {
        let (searched, looked_at) = journey(seed).await;
        files += searched;
        processes += looked_at;
    }
    let said = format!(
        "{runs} journeys in the window: a password, a wrong one, a key and a code of each searched in {files} files of \
         home, cache, log and page engine, arguments and surroundings of {processes} living processes: 0 found; cores \
         written by program and page engine, a third of them crashed: 0"
    );
    eprintln!("{said}");
    if let Some(folder) = std::env::var_os("RENTREE_FIGURES") {
        fs::write(PathBuf::from(folder).join("canaries-window"), said).unwrap();
    }
}

/// One window from its opening to its end; the files searched and the processes looked at.
async fn journey(seed: u64) -> (usize, usize) {
    let mut window = Window::open_unguarded().await;
    let (chosen, wrong) = (canary(seed, "Glacier"), canary(seed, "Tambour"));
    let mut needles = vec![chosen.clone(), wrong.clone()];
    match seed % 3 {
        0 => web(&mut window, &wrong).await,
        _ => needles.extend(connected(&mut window, seed, &chosen, &wrong).await),
    }
    let folder = window.folder.path().to_owned();
    let processes = window.look_at_processes(&needles);
    secrets::search(&folder, &needles);
    // The page engine has processes of its own: they crash too.
    let end = [Ended::Told, Ended::Crashed, Ended::Killed][usize::try_from(seed % 3).unwrap()];
    window.end(end);
    let files = secrets::search(&folder, &needles);
    let core = |path: &&String| path.rsplit('/').next().is_some_and(|name| name.starts_with("core"));
    assert_eq!(files.iter().find(core), None, "a core was written");
    (files.len(), processes)
}

/// Up to a random point of the connected academy: a wrong password, a weak one, then the chosen one and what follows.
async fn connected(window: &mut Window, seed: u64, chosen: &str, wrong: &str) -> Vec<String> {
    let letter = window.rehearse(CONNECTED, "claire.martin").await;
    until_sign_in(window, &letter).await;
    window.fill("password", wrong).await;
    window.refuses("account-wrong-password").await;
    window.fill("password", &letter.password).await;
    window.onto("submit", "new-password").await;
    window.fill("new-password", chosen).await;
    if seed.is_multiple_of(2) {
        // Left in the field: shown, judged, never sent.
        window.until("#strength .meter").await;
        return Vec::new();
    }
    window.onto("submit", "outcome").await;
    window.onto("submit", "recovery-address").await;
    let code = window.prove_address(&letter.personal).await;
    window.onto("submit", "enrol").await;
    let key = window.enrol().await;
    vec![code, key]
}

/// At the academy of pages: a password that opens nothing, typed where the application password is asked for.
async fn web(window: &mut Window, wrong: &str) {
    let letter = window.rehearse(WEB, "karim.benali").await;
    window.until_hold(&letter).await;
    window.onto("submit", "hand-off").await;
    window.did("hand-off").await;
    window.did("sign-in").await;
    window.fill("password", wrong).await;
    window.press("submit").await;
    window.refused().await;
}

async fn until_sign_in(window: &mut Window, letter: &Letter) {
    window.until_hold(letter).await;
    window.onto("submit", "sign-in").await;
}

/// A password no other run has: letters drawn by the clock between two words.
fn canary(seed: u64, word: &str) -> String {
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .unwrap();
    let mut left = u64::from(now.subsec_nanos()) * 1_000_003 + seed;
    let letters: String = (0..8)
        .map(|_| {
            let letter = b"bcdfghjkmnpqrstvwxz"[usize::try_from(left % 19).unwrap()];
            left /= 19;
            char::from(letter)
        })
        .collect();
    format!("{word}-{letters}7-Pivoine")
}
