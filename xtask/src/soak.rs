//! `cargo xtask soak`: what is too long for the gate. Each part leaves one row in `docs/soak.md`: date, commit, command,
//! figures. What the rows cover and what they do not is written there by hand, above the table.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::process::{Outcome, cargo, quietly, root, run, target};
use crate::test::tested;

/// Random cases a property is tried with; the gate tries 256.
const CASES: &str = "20000";
/// Random journeys on the practice academies; the gate plays ten.
const REHEARSED: &str = "2000";
/// Random journeys on the real servers; the gate plays ten.
const REAL: usize = 1000;
/// Interrupted password changes; the gate makes twelve.
const CHANGES: &str = "200";
/// Between these two lines stands the table.
const MARKS: [&str; 2] = ["<!-- rows: written by cargo xtask soak -->", "<!-- end of rows -->"];

/// Random journeys after which canaries are searched for: at the terminal, and in the window, where each takes longer.
const CANARIES: [&str; 2] = ["100", "40"];

/// `soak`, or one of its longer parts: `soak journeys [NUMBER]` on the real servers, `soak changes`, `soak canaries`.
pub(crate) fn main(arguments: &[String]) -> Outcome {
    match arguments {
        [] => {
            let properties = properties();
            let rehearsed = rehearsed();
            let real = real(REAL);
            let changes = changes();
            let canaries = canaries();
            properties
                .and(rehearsed)
                .and(real)
                .and(changes)
                .and(canaries)
                .and(benchmarks())
        }
        [word] if word == "changes" => changes(),
        [word] if word == "canaries" => canaries(),
        [word] if word == "journeys" => real(REAL),
        [word, number] if word == "journeys" => {
            real(number.parse().map_err(|_| format!("soak: `{number}` is no number"))?)
        }
        _ => Err("soak: alone, or `soak journeys [NUMBER]`, `soak changes`, `soak canaries`".to_owned()),
    }
}

fn properties() -> Outcome {
    let mut command = tested();
    command.arg("--lib").env("PROPTEST_CASES", CASES);
    timed(
        &format!("properties, {CASES} cases each"),
        "cargo xtask soak",
        &mut command,
        None,
    )
}

fn rehearsed() -> Outcome {
    let figures = Figures::fresh()?;
    let mut command = journeys("random::", &figures);
    command.env("RENTREE_JOURNEYS", REHEARSED);
    let file = figures.0.join("practice");
    timed(
        "random journeys, practice academies",
        "cargo xtask soak",
        &mut command,
        Some(&file),
    )
}

/// On Debian's servers, with as many people in the directory as there are journeys.
#[cfg(unix)]
fn real(number: usize) -> Outcome {
    let figures = Figures::fresh()?;
    let rig = crate::test::SharedRig::start(number, &figures.0.join("rig.json"))?;
    let mut command = journeys("rig_journeys::random", &figures);
    command
        .env("RENTREE_JOURNEYS", number.to_string())
        .env("RENTREE_RIG", &rig.facts);
    let file = figures.0.join("rig");
    timed(
        "random journeys, OpenLDAP with a lock after five, Dovecot, Postfix, LemonLDAP::NG",
        &format!("cargo xtask soak journeys {number}"),
        &mut command,
        Some(&file),
    )
}

#[cfg(not(unix))]
fn real(_: usize) -> Outcome {
    Err("the real servers need Linux".to_owned())
}

fn changes() -> Outcome {
    let figures = Figures::fresh()?;
    let mut command = journeys("interrupted_change::", &figures);
    command.env("RENTREE_CHANGES", CHANGES);
    let file = figures.0.join("changes");
    timed(
        "password changes killed, cut off or bereft of their server",
        "cargo xtask soak changes",
        &mut command,
        Some(&file),
    )
}

/// In both doors.
fn canaries() -> Outcome {
    let [typed, windows] = CANARIES;
    let figures = Figures::fresh()?;
    let mut terminal = journeys("terminal::canary::", &figures);
    let terminal = timed(
        "canaries, terminal",
        "cargo xtask soak canaries",
        terminal.env("RENTREE_CANARIES", typed),
        Some(&figures.0.join("canaries-terminal")),
    );
    let mut window = crate::test::window_program()?.command();
    window
        .arg("secrets::")
        .env("RENTREE_FIGURES", &figures.0)
        .env("RENTREE_CANARIES", windows);
    let window = timed(
        "canaries, window",
        "cargo xtask soak canaries",
        &mut window,
        Some(&figures.0.join("canaries-window")),
    );
    terminal.and(window)
}

fn benchmarks() -> Outcome {
    timed(
        "benchmarks",
        "cargo bench --locked",
        cargo().args(["bench", "--locked"]),
        None,
    )
}

fn journeys(filter: &str, figures: &Figures) -> Command {
    let mut command = tested();
    command
        .args(["--test", "all", "--", filter])
        .env("RENTREE_FIGURES", &figures.0);
    command
}

/// A folder where the tests leave what they counted.
struct Figures(PathBuf);

impl Figures {
    fn fresh() -> Outcome<Figures> {
        let folder = target().join("soak");
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(Figures(folder))
    }
}

/// Runs a part and writes its row, whatever came of it.
fn timed(name: &str, typed: &str, command: &mut Command, figures: Option<&Path>) -> Outcome {
    // Of what is compiled now, whatever is edited meanwhile.
    let git = |arguments: &[&str]| quietly(Command::new("git").args(arguments).current_dir(root()));
    let commit = git(&["rev-parse", "--short", "HEAD"])?;
    // Figures of changed files belong to no commit.
    let changed = if git(&["status", "--porcelain"])?.trim().is_empty() {
        ""
    } else {
        ", with changes"
    };
    let date = quietly(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let start = Instant::now();
    let verdict = run(command);
    let minutes = start.elapsed().as_secs().div_ceil(60);
    let outcome = verdict
        .as_ref()
        .map_or_else(|reason| format!("failed: {reason}"), |()| "passed".to_owned());
    let figures = figures
        .and_then(|file| fs::read_to_string(file).ok())
        .unwrap_or_default();
    let row = format!(
        "| {name} | `{typed}` | {} | {}{changed} | {minutes} min | {outcome} | {figures} |",
        date.trim(),
        commit.trim()
    );
    record(name, row)?;
    verdict
}

/// Puts the row in the place of the one before it.
fn record(name: &str, row: String) -> Outcome {
    let path = root().join("docs/soak.md");
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let [begin, end] = MARKS;
    let parts = text.split_once(begin).and_then(|(head, rest)| {
        let (table, tail) = rest.split_once(end)?;
        Some((head, table, tail))
    });
    let (head, table, tail) = parts.ok_or_else(|| format!("{}: the table's marks are gone", path.display()))?;
    let known = table
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| what"));
    let mut rows: BTreeMap<String, String> = known
        .filter_map(|line| Some((line.split('|').nth(1)?.trim().to_owned(), line.to_owned())))
        .collect();
    rows.insert(name.to_owned(), row);
    let rows: Vec<String> = rows.into_values().collect();
    let table = format!(
        "\n\n| what | command | date | commit | time | outcome | figures |\n|---|---|---|---|---|---|---|\n{}\n\n",
        rows.join("\n")
    );
    fs::write(&path, [head, begin, &table, end, tail].concat()).map_err(|error| format!("{}: {error}", path.display()))
}
