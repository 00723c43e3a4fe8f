//! `cargo xtask run`: from a fresh clone to the journey. With a display the window opens; with a terminal only, the
//! journey runs in it; with neither, a scripted practice journey runs and says what it wrote.

use std::fs;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::{self, Need};
use crate::process::{Outcome, cargo, root, run, target};
use crate::window;

/// `run [--yes]`.
pub(crate) fn main(arguments: &[String]) -> Outcome<u8> {
    let yes = match arguments {
        [] => false,
        [word] if word == "--yes" => true,
        _ => return Err("run takes only --yes".to_owned()),
    };
    if has_display() {
        open_window(yes)
    } else {
        in_terminal(yes)
    }
}

fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

fn open_window(yes: bool) -> Outcome<u8> {
    packages::ensure(&[Need::Terminal, Need::Window], yes)?;
    window::check_node()?;
    if window::stale() {
        run(window::npm().arg("ci"))?;
    }
    run(window::npm().args(["run", "build"]))?;
    // The whole workspace: the same selection as the gate, so that nothing is compiled twice.
    // The gate's selection: what one has compiled, the other finds.
    run(cargo().args(["build", "--workspace", "--locked", "--features", "rentree/bindings"]))?;
    ended(&mut Command::new(built("rentree-window")))
}

/// Without a display the window is not compiled: no WebKit to install, no pages to build. The price is a second cargo
/// selection, which shares all of its dependencies with the first.
fn in_terminal(yes: bool) -> Outcome<u8> {
    packages::ensure(&[Need::Terminal], yes)?;
    run(cargo().args(["build", "--locked"]))?;
    let program = built("rentree");
    if std::io::stdin().is_terminal() && std::io::stdout().is_terminal() {
        return ended(Command::new(program).args(["onboard", "--practice"]));
    }
    let out = target().join("practice-run");
    // Left by the last run; it holds nothing but what that run wrote.
    let _ = fs::remove_dir_all(&out);
    let mut journey = Command::new(program);
    journey
        .args(["onboard", "--practice=claire.martin", "--scripted", "--out"])
        .arg(&out);
    let code = ended(&mut journey)?;
    if code == 0 {
        println!("\nfiles written:");
        list(&out);
        println!(
            "\nto open the window, from a desktop session:\n  cd {} && cargo xtask run",
            root().display()
        );
    }
    Ok(code)
}

/// Runs the program on our own terminal; the answer is its exit code.
fn ended(command: &mut Command) -> Outcome<u8> {
    let status = command
        .status()
        .map_err(|error| format!("{}: {error}", crate::process::line_of(command)))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or(1))
}

fn built(name: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

fn list(folder: &Path) {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(&path);
        } else {
            println!("  {}", path.display());
        }
    }
}
