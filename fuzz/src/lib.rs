//! What is fuzzed: a module a target, `run(data)` its body, which panics when a property does not hold.
//!
//! `tests/all/fuzz.rs` compiles this file too and replays the seeds through the same bodies, so that they hold without a
//! fuzzer. What was read belongs to the rooms of `rentree`; nothing here touches a file or the network.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice
)]
// Public for the fuzzer; in the tests' binary nobody else is there to reach it.
#![allow(unreachable_pub)]

/// A target a word: its module, and its line in [`ALL`].
macro_rules! targets {
    ($($name:ident)*) => {
        $(pub mod $name;)*

        /// Every target and its body.
        pub const ALL: &[(&str, fn(&[u8]))] = &[$((stringify!($name), $name::run)),*];
    };
}

targets! { codes link pack profiles wire }
