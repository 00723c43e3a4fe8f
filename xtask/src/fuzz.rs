//! `cargo xtask fuzz [TARGET…] [--seconds N]`: the fuzzer, one target after the other, on the stable toolchain.
//!
//! What it finds interesting goes to `fuzz/corpus` (ignored by git); a crash to `fuzz/artifacts`, from where a person
//! moves it, made small, to `fuzz/seeds`: the gate replays those. The bodies are in `fuzz/src`.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::process::{Outcome, cargo, find_program, root, run};

/// How long each target runs when nobody says.
const SECONDS: u32 = 600;

/// Runs the targets named, or all of them.
pub(crate) fn main(arguments: &[String]) -> Outcome {
    let known = targets()?;
    let (mut seconds, mut chosen) = (SECONDS, Vec::new());
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        if word == "--seconds" {
            let number = words.next().and_then(|number| number.parse().ok());
            seconds = number.ok_or("--seconds: how many?")?;
        } else if known.contains(word) {
            chosen.push(word.clone());
        } else {
            return Err(format!("fuzz: `{word}` is none of {}", in_words(&known)));
        }
    }
    if chosen.is_empty() {
        chosen.extend(known);
    }
    if find_program("cargo-fuzz").is_none() {
        return Err("cargo-fuzz is missing: cargo install cargo-fuzz --locked".to_owned());
    }
    for target in chosen {
        let corpus = root().join("fuzz/corpus").join(&target);
        fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
        let mut fuzz: Command = cargo();
        // No sanitizer: those need a nightly compiler, and nothing here is unsafe.
        fuzz.args(["fuzz", "run", "-s", "none", &target]);
        fuzz.arg(&corpus).arg(root().join("fuzz/seeds").join(&target));
        fuzz.args([
            "--",
            &format!("-max_total_time={seconds}"),
            "-max_len=16384",
            "-print_final_stats=1",
        ]);
        run(&mut fuzz)?;
    }
    Ok(())
}

fn targets() -> Outcome<BTreeSet<String>> {
    let folder = root().join("fuzz/fuzz_targets");
    let entries = fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let names = entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned());
    Ok(names
        .filter_map(|name| name.strip_suffix(".rs").map(str::to_owned))
        .collect())
}

fn in_words(names: &BTreeSet<String>) -> String {
    names.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
