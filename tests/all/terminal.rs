//! The terminal door as a person meets it: the real program, in a home of its own, in both languages.
//!
//! `home` runs it, `keyboard` types on a pseudo-terminal, `canary` searches for what a run may leave; then a file per subject.
//! `proxied` runs in the faked internet only.

mod batch;
mod canary;
mod commands;
mod finding;
mod home;
mod interrupted;
mod keyboard;
mod mailbox;
mod mailing;
mod password;
mod proxied;
mod refusals;
#[cfg(target_os = "linux")]
mod resume;
mod servers;
#[cfg(target_os = "linux")]
mod shared;
pub(crate) mod signed;
mod signing;
mod thunderbird;
mod told;
#[cfg(target_os = "linux")]
mod whole;

/// The password every run chooses.
const CHOSEN: &str = "Glacier-Pivoine7-Tambour";
