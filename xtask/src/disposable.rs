//! Rebuilds `src/wizard/recovery/disposable.txt`: domains that hand out mailboxes nobody keeps.
//!
//! The list comes from a PyPI package; `pip` fetches it into a temporary folder and `python3` reads it, unpacking nothing.

use std::{env, fs, path::Path, process::Command};

use crate::process::{Outcome, quietly};

const PACKAGE: &str = "disposable-email-domains==0.0.293";
const TARGET: &str = "src/wizard/recovery/disposable.txt";

/// What the file says of itself: package, version, licence, date.
const HEADER: &str = "\
# Domains that hand out throwaway mailboxes, one a line. Left out: hosts below a dynamic-DNS name, which change every day.
# From the PyPI package disposable-email-domains 0.0.293 (2026-11-09; MIT, (c) 2016 Dustin Ingram), a copy of the list of
# github.com/disposable-email-domains (CC0-1.0). Rebuilt by `cargo xtask data disposable` (2026-11-28); do not edit.
";

/// Prints the domains of one label and an ending, and those French throwaway names stand under.
const READER: &str = "\
from disposable_email_domains import blocklist
for one in sorted(blocklist):
    if one.isascii() and (one.count('.') == 1 or one.endswith('.fr.nf')):
        print(one)
";

/// Fetches the package and writes the list, from the root of the repository.
///
/// # Errors
/// What could not be run, read or written, as a sentence.
pub(crate) fn rebuild() -> Outcome {
    let folder = env::temp_dir().join(format!("rentree-disposable-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let list = list(&folder);
    let swept = fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()));
    let list = list?;
    swept?;
    fs::write(TARGET, list).map_err(|error| format!("{TARGET}: {error}"))
}

fn list(folder: &Path) -> Outcome<String> {
    let fetch = ["download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest"];
    quietly(Command::new("pip").args(fetch).arg(folder).arg(PACKAGE))?;
    let wheel = fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "whl"))
        .ok_or_else(|| format!("no wheel in {}", folder.display()))?;
    // A wheel is a zip, and Python imports from it as it is.
    let read = quietly(Command::new("python3").env("PYTHONPATH", wheel).args(["-c", READER]))?;
    match read.lines().count() {
        ..5_000 => Err("few domains: has the package changed?".to_owned()),
        _ => Ok(format!("{HEADER}{read}")),
    }
}
