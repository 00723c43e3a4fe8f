//! Functional tests: whole journeys on the practice academies and on real servers, the terminal, the data, the words.
//!
//! One binary, so that the rig of real servers is started once. A file per subject; `stage` builds what a journey needs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stderr,
    clippy::print_stdout
)]

#[cfg(feature = "bindings")]
mod bindings;
mod codes;
mod doors;
mod faults;
mod finding;
mod fuzz;
#[cfg(target_os = "linux")]
mod hostile;
mod house;
mod internet;
mod interrupted_change;
mod journeys;
#[path = "../leak.rs"]
mod leak;
mod locales;
mod packs;
mod practice_journeys;
mod profiles;
mod random;
mod resume;
mod rig_journeys;
mod rig_rows;
mod seeds;
mod shared;
mod stage;
mod terminal;
#[cfg(target_os = "linux")]
mod thunderbird;
