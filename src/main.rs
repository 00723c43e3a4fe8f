//! Door 1: the terminal. Owns the command line, the conversation and the exit codes; decides nothing of the journey.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a terminal program prints")]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    if !rentree::secret::forbid_core_dumps() {
        eprintln!("core dumps could not be forbidden");
    }
    cli::main()
}
