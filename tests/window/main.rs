//! The real window, driven by WebDriver on a display of its own: what a person sees, types and is told.
//!
//! [`window`] starts the program and speaks to its page, [`walk`] are the seven steps as a person takes them, [`pages`] the
//! official pages of the practice, [`secrets`] the byte search; the tests themselves stand in [`journeys`], [`changes`],
//! [`canary`], [`refusals`], [`diagnosis`], [`packs`], [`shared`], [`resume`] and [`looks`]. Run under
//! `dbus-run-session -- xvfb-run`, one test at a time: they share the
//! display.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test that cannot go on must stop"
)]

mod canary;
mod changes;
mod diagnosis;
mod journeys;
mod looks;
mod packs;
mod pages;
mod refusals;
mod resume;
mod secrets;
mod shared;
mod walk;
mod window;
