//! English lines on stderr, for `RUST_LOG`. Libraries that print credentials when asked to log are never heard.

use tracing_subscriber::{
    Layer,
    filter::{LevelFilter, Targets},
    layer::SubscriberExt,
    util::SubscriberInitExt,
};

/// Only our own targets, warnings by default; `RUST_LOG=info` or `debug` says more of them, never of others.
pub(crate) fn start() {
    let wanted = std::env::var("RUST_LOG").ok();
    let level = wanted.and_then(|level| level.parse::<LevelFilter>().ok());
    let level = level.unwrap_or(LevelFilter::WARN).min(LevelFilter::DEBUG);
    let ours = Targets::new()
        .with_target("rentree", level)
        .with_target("rentree_window", level);
    let lines = tracing_subscriber::fmt::layer()
        .with_writer(std::io::stderr)
        .with_filter(ours);
    tracing_subscriber::registry().with(lines).init();
}
