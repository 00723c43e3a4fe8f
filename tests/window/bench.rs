//! How soon our window can be typed into and what it weighs, beside an empty Tauri window of the same build, run by turns on
//! the same machine: `cargo xtask bench-window`. Writes the figures of `docs/window.md`; asserts no time.

use std::{
    collections::BTreeMap,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
    time::{SystemTime, UNIX_EPOCH},
};

use crate::{
    desktop::{parent_of, processes},
    examples::root,
    window::Window,
};

/// Starts of each.
const TURNS: usize = 31;
const OPENING: &str = "<!-- measured by cargo xtask bench-window -->\n";
const CLOSING: &str = "<!-- end -->";
/// The first moment there is something to type into on the glass: both pages draw all they have at once.
const PAINTED: &str = "const paint = performance.getEntriesByName('first-contentful-paint')[0];
return paint && document.querySelector('main input') ? performance.timeOrigin + paint.startTime : 0";

/// One start.
struct Start {
    /// From the process to the first field on the glass.
    milliseconds: f64,
    /// Of the program and all it started.
    resident_kib: u64,
    /// The same, what is shared counted in parts.
    proportional_kib: u64,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "wants release builds, and a machine that does nothing else"]
async fn our_window_beside_an_empty_one() {
    let release = PathBuf::from(std::env::var_os("RENTREE_RELEASE").expect("cargo xtask bench-window says where"));
    let programs = [release.join("examples/empty-window"), release.join("rentree-window")];
    let mut starts = [Vec::new(), Vec::new()];
    for turn in 0..=TURNS {
        for (program, starts) in programs.iter().zip(&mut starts) {
            let start = started(program).await;
            // The first of each reads its files from the disk: it is left out.
            if turn > 0 {
                starts.push(start);
            }
        }
    }
    let [empty, ours] = starts;
    written(&table(&empty, &ours, &programs));
}

/// Starts it, waits until its field is drawn, weighs it, ends it.
async fn started(program: &Path) -> Start {
    // As a person starts it: the log that other tests ask for takes its time.
    let mut window = Window::start(program.to_str().unwrap(), &[], &[("RUST_LOG", "warn")]).await;
    window.until("main[data-screen] input").await;
    let mut drawn = 0.0;
    while drawn == 0.0 {
        drawn = window.script(PAINTED).await.as_f64().unwrap();
    }
    let family = family(window.program);
    let start = Start {
        milliseconds: drawn - born(window.program),
        resident_kib: family.iter().map(|pid| line(*pid, "status", "VmRSS:")).sum(),
        proportional_kib: family.iter().map(|pid| line(*pid, "smaps_rollup", "Pss:")).sum(),
    };
    window.leave();
    start
}

/// When a process began, in milliseconds since 1970.
fn born(pid: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let ticks: f64 = stat
        .rsplit_once(") ")
        .unwrap()
        .1
        .split(' ')
        .nth(19)
        .unwrap()
        .parse()
        .unwrap();
    let up = fs::read_to_string("/proc/uptime").unwrap();
    let up: f64 = up.split(' ').next().unwrap().parse().unwrap();
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
    (now - up + ticks / 100.0) * 1000.0
}

/// A process and all that descend from it.
fn family(first: u32) -> Vec<u32> {
    let parents: BTreeMap<u32, u32> = processes()
        .into_iter()
        .filter_map(|pid| Some((pid, parent_of(pid)?)))
        .collect();
    let mut all = vec![first];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        all.extend(parents.iter().filter(|(_, of)| **of == parent).map(|(pid, _)| *pid));
        at += 1;
    }
    all
}

/// A number of KiB in a file of `/proc`.
fn line(pid: u32, file: &str, name: &str) -> u64 {
    let text = fs::read_to_string(format!("/proc/{pid}/{file}")).unwrap_or_default();
    let found = text.lines().find_map(|line| line.strip_prefix(name));
    found
        .and_then(|rest| rest.trim().split(' ').next()?.parse().ok())
        .unwrap_or(0)
}

fn median(starts: &[Start], of: impl Fn(&Start) -> f64) -> f64 {
    let mut all: Vec<f64> = starts.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}

fn table(empty: &[Start], ours: &[Start], programs: &[PathBuf; 2]) -> String {
    let mut text = String::from("| | empty window | ours | ratio | goal |\n|---|---:|---:|---:|---:|\n");
    let mut row = |name: &str, unit: &str, of: &dyn Fn(&Start) -> f64, goal: &str| {
        let (one, other) = (median(empty, of), median(ours, of));
        let _ = writeln!(
            text,
            "| {name} | {one:.0} {unit} | {other:.0} {unit} | {:.2} | {goal} |",
            other / one
        );
    };
    row(
        "process started → first field drawn, median",
        "ms",
        &|start| start.milliseconds,
        "≤ 1.25",
    );
    row(
        "resident memory of all processes, median",
        "MiB",
        &|start| start.resident_kib as f64 / 1024.0,
        "≤ 1.25",
    );
    row(
        "the same, shared pages counted in parts",
        "MiB",
        &|start| start.proportional_kib as f64 / 1024.0,
        "",
    );
    let weight = |path: &Path| fs::metadata(path).unwrap().len() as f64 / (1 << 20) as f64;
    let [one, other] = programs.each_ref().map(|path| weight(path));
    let _ = writeln!(
        text,
        "| program, pages included | {one:.1} MiB | {other:.1} MiB | {:.2} | |",
        other / one
    );
    let _ = writeln!(
        text,
        "| pages compressed (gzip; fonts are so already) | | {} kB | | ≤ 400 kB |",
        compressed()
    );
    text
}

/// What the pages weigh as they would be sent.
fn compressed() -> u64 {
    let mut files = vec![root().join("ui/dist/index.html")];
    files.extend(
        fs::read_dir(root().join("ui/dist/assets"))
            .unwrap()
            .flatten()
            .map(|entry| entry.path()),
    );
    let weight = |path: &PathBuf| {
        if path.extension().is_some_and(|kind| kind == "woff2") {
            return fs::metadata(path).unwrap().len();
        }
        let packed = std::process::Command::new("gzip").args(["-9", "-c"]).arg(path).output();
        packed.unwrap().stdout.len() as u64
    };
    files.iter().map(weight).sum::<u64>() / 1000
}

fn written(table: &str) {
    println!("{table}");
    let path = root().join("docs/window.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(OPENING).unwrap();
    let (_, after) = rest.split_once(CLOSING).unwrap();
    fs::write(&path, format!("{before}{OPENING}{table}{CLOSING}{after}")).unwrap();
}
