//! Building the window's pages with npm: installing what the lock file names, then the build.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::process::{Outcome, find_program, quietly, root};

/// npm, in the folder of the pages; on Windows it is a script that only its shell can start.
pub(crate) fn npm() -> Command {
    let mut command = if cfg!(windows) {
        Command::new("npm.cmd")
    } else {
        Command::new("npm")
    };
    command.current_dir(root().join("ui"));
    command
}

/// Whether there is an `ui/` with a lock file at all.
pub(crate) fn exists() -> bool {
    root().join("ui/package-lock.json").is_file()
}

/// Node in a version the build tools take.
pub(crate) fn check_node() -> Outcome {
    const NEEDED: (u32, u32) = (20, 19);
    if !cfg!(windows) && find_program("npm").is_none() {
        return Err(format!(
            "npm is missing: install Node {}.{} or newer (https://nodejs.org)",
            NEEDED.0, NEEDED.1
        ));
    }
    let answer = quietly(Command::new("node").arg("--version"))?;
    let mut numbers = answer
        .trim()
        .trim_start_matches('v')
        .split('.')
        .map(|part| part.parse::<u32>().unwrap_or(0));
    let found = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
    if found < NEEDED {
        return Err(format!(
            "Node {} is too old: {}.{} or newer is needed",
            answer.trim(),
            NEEDED.0,
            NEEDED.1
        ));
    }
    Ok(())
}

/// Whether the installed packages are older than the lock file.
pub(crate) fn stale() -> bool {
    let date = |path: &Path| fs::metadata(path).and_then(|meta| meta.modified()).ok();
    let ui = root().join("ui");
    date(&ui.join("node_modules/.package-lock.json")) < date(&ui.join("package-lock.json"))
}
