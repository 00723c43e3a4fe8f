//! `cargo xtask soak`: what is too long for the gate. Runs what exists and writes the figures, with date and commit, to
//! `docs/soak.md`.

use std::fs;
use std::process::Command;
use std::time::Instant;

use crate::process::{Outcome, cargo, quietly, root, run};

/// Random cases a property is tried with; the gate tries 256.
const CASES: &str = "20000";
/// Random journeys; the gate plays ten.
const JOURNEYS: &str = "2000";
/// Interrupted password changes; the gate makes twelve.
const CHANGES: &str = "200";

/// `soak`.
pub(crate) fn main() -> Outcome {
    let mut lines = Vec::new();
    let mut timed = |name: &str, command: &mut Command| {
        let start = Instant::now();
        let verdict = run(command);
        let outcome = verdict
            .as_ref()
            .map_or_else(|reason| format!("failed: {reason}"), |()| "passed".to_owned());
        lines.push(format!(
            "| {name} | {outcome} | {:.0} s |",
            start.elapsed().as_secs_f64()
        ));
        verdict
    };
    let properties = format!("properties, {CASES} cases each");
    let mut command = cargo();
    command.args([
        "test",
        "--workspace",
        "--locked",
        "--features",
        "rentree/bindings",
        "--lib",
    ]);
    let mut verdict = timed(&properties, command.env("PROPTEST_CASES", CASES));
    let journeys = format!("random journeys on the practice academies, {JOURNEYS}");
    let mut command = cargo();
    command.args([
        "test",
        "--workspace",
        "--locked",
        "--features",
        "rentree/bindings",
        "--test",
        "all",
        "--",
        "random::",
    ]);
    verdict = verdict.and(timed(&journeys, command.env("RENTREE_JOURNEYS", JOURNEYS)));
    let changes = format!("password changes killed, cut off or bereft of their server, {CHANGES}");
    let mut command = cargo();
    command.args([
        "test",
        "--workspace",
        "--locked",
        "--features",
        "rentree/bindings",
        "--test",
        "all",
        "--",
        "interrupted_change::",
    ]);
    verdict = verdict.and(timed(&changes, command.env("RENTREE_CHANGES", CHANGES)));
    if root().join("benches").is_dir() {
        verdict = verdict.and(timed("benchmarks", cargo().args(["bench", "--locked"])));
    }
    record(&lines)?;
    verdict
}

fn record(lines: &[String]) -> Outcome {
    let git = |arguments: &[&str]| quietly(Command::new("git").args(arguments).current_dir(root()));
    let commit = git(&["rev-parse", "--short", "HEAD"])?;
    // Figures of changed files belong to no commit.
    let changed = if git(&["status", "--porcelain"])?.trim().is_empty() {
        ""
    } else {
        ", with changes"
    };
    let date = quietly(Command::new("date").args(["-u", "+%Y-%m-%d"]))?;
    let head = format!(
        "# Soak\n\nLast run: {}, commit {}{changed}.\n",
        date.trim(),
        commit.trim()
    );
    let table = format!("\n| what | outcome | time |\n|---|---|---|\n{}\n", lines.join("\n"));
    let path = root().join("docs/soak.md");
    fs::create_dir_all(root().join("docs")).map_err(|error| error.to_string())?;
    fs::write(&path, head + &table).map_err(|error| format!("{}: {error}", path.display()))
}
