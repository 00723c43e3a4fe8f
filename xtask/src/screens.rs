//! `cargo xtask gallery`: the pictures of `docs/screens.md` and the counts of `docs/walks.md`. Both are tests of the window's
//! test program, started with what they need.

use crate::packages::{self, Need};
use crate::process::{Outcome, run};
use crate::test::{self, Program};
use crate::window;

/// Tests that count what a person reads and does.
const WALKS: [&str; 4] = [
    "journeys::connected_in_french",
    "journeys::connected_in_english",
    "journeys::web_only_in_french",
    "keyboard::",
];

/// `gallery [--yes]`.
pub(crate) fn gallery(arguments: &[String]) -> Outcome {
    packages::ensure(
        &[Need::Terminal, Need::Window, Need::Test, Need::Gallery],
        yes(arguments)?,
    )?;
    let program = built()?;
    run(program.command().args(["--ignored", "--nocapture", "gallery_written"]))?;
    run(program
        .command()
        .args(["--nocapture", "--test-threads", "1"])
        .args(WALKS)
        .env("RENTREE_WALKS", "write"))
}

pub(crate) fn yes(arguments: &[String]) -> Outcome<bool> {
    match arguments {
        [] => Ok(false),
        [word] if word == "--yes" => Ok(true),
        _ => Err("only --yes is taken here".to_owned()),
    }
}

/// Pages, examples, and the window's test program.
pub(crate) fn built() -> Outcome<Program> {
    window::check_node()?;
    if window::stale() {
        run(window::npm().arg("ci"))?;
    }
    for what in ["build", "build:mock"] {
        run(window::npm().args(["run", what]))?;
    }
    test::window_program()
}
