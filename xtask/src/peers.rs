//! Programs that are measured beside ours and are no Debian package: automx2, from PyPI, in a virtual environment under
//! the target folder. Every version is pinned in `tests/fixtures/peers/requirements.txt`.

use std::fs;
use std::process::Command;

use crate::process::{Outcome, root, run, target};

/// Makes the environment, unless it is there with these very versions.
pub(crate) fn ensure() -> Outcome {
    let wanted = root().join("tests/fixtures/peers/requirements.txt");
    let folder = target().join("peers");
    let stamp = folder.join("requirements.txt");
    let text = fs::read_to_string(&wanted).map_err(|error| error.to_string())?;
    if fs::read_to_string(&stamp).is_ok_and(|there| there == text) {
        return Ok(());
    }
    run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    run(Command::new(folder.join("bin/pip"))
        .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
        .arg(&wanted))?;
    fs::write(stamp, text).map_err(|error| error.to_string())
}
