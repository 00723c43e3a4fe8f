//! `cargo xtask bench-window`: our window beside an empty one, both built for release. The measuring is a test of the window's
//! test program (`tests/window/bench.rs`), which writes `docs/window.md`.

use crate::packages::{self, Need};
use crate::process::{Outcome, cargo, run, target};
use crate::screens;

/// `bench-window [--yes]`.
pub(crate) fn main(arguments: &[String]) -> Outcome {
    let yes = screens::yes(arguments)?;
    packages::ensure(&[Need::Terminal, Need::Window, Need::Test], yes)?;
    let program = screens::built()?;
    run(cargo().args([
        "build",
        "--release",
        "--locked",
        "--package",
        "rentree-window",
        "--features",
        "bench",
        "--bins",
        "--examples",
    ]))?;
    run(program
        .command()
        .args(["--ignored", "--nocapture", "bench::"])
        .env("RENTREE_RELEASE", target().join("release")))
}
