//! Door 1: the terminal. Owns the command line, the conversation and the exit codes; decides nothing of the journey.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a terminal program prints")]

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
