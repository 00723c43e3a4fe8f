//! The project's two commands, `cargo xtask run` and `cargo xtask test`, and what they stand on. Plain std: it
//! compiles in seconds, before anything else is there.
// A program for a terminal: printing is its job.
#![allow(clippy::print_stdout, clippy::print_stderr)]

#[cfg(unix)]
mod bench_window;
mod communes;
mod disposable;
mod fuzz;
#[cfg(unix)]
mod gate;
mod package;
mod packages;
mod process;
mod python;
#[cfg(unix)]
mod rig;
mod run;
#[cfg(unix)]
mod screens;
mod soak;
#[cfg(unix)]
mod test;
mod window;
mod wordlists;

use std::io::Write;
use std::process::ExitCode;

use process::Outcome;

const HELP: &str = "\
cargo xtask TASK

  run [--yes]            install what is missing (asks first), build, and start: the window where there is a display,
                         else the journey in the terminal, else a scripted practice journey
  test [--yes]           the gate: format, lints, every functional test, real servers and window included
  data communes|disposable|wordlists
                         rebuilds committed data from the packages its header names
  fuzz [TARGET…] [--seconds N]
                         the fuzzer, ten minutes a target; what it found before is replayed by the gate
  package [--key FILE]… [--academy ID] [--pack FILE]… [--yes]
                         the release programs as an archive and a Debian package. FILE: a minisign.pub of academy ID (a
                         second one: the next key), or a list in TOML; --pack: a signed pack to ship. Without --key no
                         pack is ever believed. See docs/packs.md
  soak [journeys|changes|canaries]
                         what is long, or that part of it; writes docs/soak.md. Needs root and the packages of rig
  gallery [--yes]        draws the pictures of docs/screens.md anew and counts docs/walks.md again
  bench-window [--yes]   our window beside an empty one, built for release: start, memory, weight; writes docs/window.md
  packages [NEED…] [--yes]
                         only install system packages: terminal, window, test, rig (default: these four), gallery
  rig [--folder DIR | --chance PEOPLE]
                         the made-up academy on real servers, in a temporary folder on free loopback ports: prints one
                         line of JSON when ready, ends when its standard input closes. PEOPLE: how many accounts there
                         are for random journeys. Needs root
  rig --internet [--no-policy] -- COMMAND…
                         runs COMMAND where the official mail hosts exist, faked, and nothing else; RENTREE_INTERNET
                         names a JSON file with the accounts. --no-policy: as behind an inspecting proxy. Needs root
  rig --alone -- COMMAND…
                         runs COMMAND beside a rig where only loopback exists, and /etc and Thunderbird's folders are
                         copies. Needs root and Debian's thunderbird
  rig --faults -- COMMAND…
                         runs COMMAND in a network where everything goes wrong: filters, old TLS, an inspecting proxy the
                         system trusts, a slow line; RENTREE_FAULTS names a JSON file with the places. Needs root

Example: cargo xtask test";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match task(&arguments) {
        Ok(code) => ExitCode::from(code),
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the task named; the answer is an exit code.
fn task(arguments: &[String]) -> Outcome<u8> {
    let Some((name, rest)) = arguments.split_first() else {
        return Err(HELP.to_owned());
    };
    match name.as_str() {
        "--help" | "-h" | "help" => {
            // `--help | head` closes its end early: nothing to complain about.
            let _ = writeln!(std::io::stdout(), "{HELP}");
            Ok(0)
        }
        "run" => run::main(rest),
        "data" => match rest {
            [which] if which == "communes" => communes::rebuild().map(|()| 0),
            [which] if which == "disposable" => disposable::rebuild().map(|()| 0),
            [which] if which == "wordlists" => wordlists::rebuild().map(|()| 0),
            _ => Err("data: communes, disposable or wordlists?".to_owned()),
        },
        "fuzz" => fuzz::main(rest).map(|()| 0),
        "package" => package::main(rest).map(|()| 0),
        "soak" => soak::main(rest).map(|()| 0),
        "packages" => packages::main(rest).map(|()| 0),
        #[cfg(unix)]
        "gallery" => screens::gallery(rest).map(|()| 0),
        #[cfg(unix)]
        "bench-window" => bench_window::main(rest).map(|()| 0),
        #[cfg(unix)]
        "test" => test::main(rest),
        #[cfg(unix)]
        "rig" => rig::main(rest),
        other => Err(format!("no task `{other}` here\n\n{HELP}")),
    }
}
