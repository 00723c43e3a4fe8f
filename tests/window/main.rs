//! The real window, driven by WebDriver on a display of its own: what a person sees, types and is told.
//!
//! [`desktop`] is what a window stands on and [`window`] what a person does in it; [`walk`] are the seven steps as a person
//! takes them, [`pages`] the official pages of the practice, [`wall`] a network that lets little through, [`secrets`] the search
//! for them and random journeys after which none is found, [`reader`] what a screen reader is told, [`tally`] what is read and
//! typed, [`examples`] and [`reasons`] every screen and every refusal. The other tests stand in [`journeys`], [`keyboard`],
//! [`changes`], [`refusals`], [`filtered`], [`diagnosis`], [`packs`], [`shared`], [`resume`], [`looks`] and [`gallery`];
//! [`bench`] measures. Each test brings its own display and bus: they run side by side.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test that cannot go on must stop, and figures are printed"
)]

mod bench;
mod changes;
mod desktop;
mod diagnosis;
mod examples;
mod filtered;
mod gallery;
mod journeys;
mod keyboard;
#[path = "../leak.rs"]
mod leak;
mod looks;
mod packs;
mod pages;
mod reader;
mod reasons;
mod refusals;
mod resume;
mod secrets;
mod shared;
mod tally;
mod walk;
mod wall;
mod window;
