//! The project's two commands, `cargo xtask run` and `cargo xtask test`, and what they stand on. Plain std: it
//! compiles in a second, before anything else is there.
// A program for a terminal: printing is its job.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod process;
#[cfg(unix)]
mod rig;

use std::process::ExitCode;

const HELP: &str = "\
cargo xtask run   …";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.split_first() {
        Some((task, rest)) if task == "rig" => rig::main(rest),
        _ => Err(HELP.to_owned()),
    };
    match done {
        Ok(code) => ExitCode::from(code),
        Err(reason) => {
            eprintln!("xtask: {reason}");
            ExitCode::FAILURE
        }
    }
}
