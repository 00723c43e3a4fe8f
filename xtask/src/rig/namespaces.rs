//! A command in namespaces of its own: network, mounts, processes. No packet leaves, the real /etc is untouched, and
//! everything ends with the command. What stands inside is the caller's: [`super::internet`], [`super::alone`].

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::Outcome;

/// What would lead around a faked system: another trust store, a proxy.
const AROUND: [&str; 6] = [
    "SSL_CERT_FILE",
    "SSL_CERT_DIR",
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
];

/// Starts this program again as `xtask rig WORDS… COMMAND…` in namespaces; the answer is its exit code.
pub(crate) fn go_on_inside(folder: &Path, words: &[&str], command: &[&str]) -> Outcome<u8> {
    // A copy: the file we were started from may have been replaced, and /proc is another one inside.
    let program = folder.join("xtask");
    fs::copy("/proc/self/exe", &program).map_err(|error| format!("{}: {error}", program.display()))?;
    let mut unshare = Command::new("unshare");
    unshare.args([
        "--net",
        "--mount",
        "--propagation",
        "private",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
    ]);
    unshare.arg(program).arg("rig").args(words).args(command);
    let status = unshare
        .status()
        .map_err(|error| format!("unshare did not start: {error}"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

/// Runs the command inside, with the file of facts named by a variable; the answer is its exit code.
pub(crate) fn run(program: &str, arguments: &[&str], (name, facts): (&str, &Path)) -> Outcome<u8> {
    let mut command = Command::new(program);
    command.args(arguments).env(name, facts).stdin(Stdio::inherit());
    for name in AROUND {
        command.env_remove(name).env_remove(name.to_uppercase());
    }
    let status = command
        .status()
        .map_err(|error| format!("{program} did not start: {error}"))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}
