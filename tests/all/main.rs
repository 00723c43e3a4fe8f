//! Functional tests: whole journeys on the practice academies and on real servers, the terminal, the data, the words.
//!
//! One binary, so that the rig of real servers is started once. A file per subject; `stage` builds what a journey needs.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::print_stderr
)]

#[cfg(feature = "bindings")]
mod bindings;
mod doors;
mod finding;
mod fuzz;
mod house;
mod internet;
mod journeys;
mod locales;
mod packs;
mod practice_journeys;
mod profiles;
mod random;
mod rig_journeys;
mod seeds;
mod stage;
mod terminal;
