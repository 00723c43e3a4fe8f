//! The clock the doors hand to a journey: the system's. Nothing here decides anything; steps only know [`super::World::now`].

use time::OffsetDateTime;

/// Now. In a debug build a test may put it forward: `RENTREE_TEST_CLOCK` names a file with the seconds it is ahead.
#[must_use]
pub fn clock() -> OffsetDateTime {
    let now = OffsetDateTime::now_utc();
    #[cfg(debug_assertions)]
    if let Some(ahead) = ahead() {
        return now.saturating_add(ahead);
    }
    now
}

#[cfg(debug_assertions)]
fn ahead() -> Option<time::Duration> {
    let path = std::env::var_os("RENTREE_TEST_CLOCK")?;
    let seconds = std::fs::read_to_string(path).ok()?.trim().parse().ok()?;
    Some(time::Duration::seconds(seconds))
}
