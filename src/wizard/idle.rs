//! A shared computer left alone: after a quarter of an hour without a sign of the person, the passage ends by itself.
//!
//! A door says when somebody was there and asks how long is left; ending is [`super::view::Answer::Finish`].

use serde::Serialize;
use time::{Duration, OffsetDateTime};

/// Without a sign for so long, the passage ends.
pub const ENDS_AFTER: Duration = Duration::minutes(15);
/// From then on a countdown is shown, and one key keeps the passage.
const WARNS_BEFORE: Duration = Duration::minutes(2);

/// When the person was last there.
#[derive(Clone, Copy, Debug)]
pub struct Watch(OffsetDateTime);

/// What a door shows of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Idle {
    /// Somebody is there.
    Present,
    /// It will end in so many seconds.
    Warned {
        /// Rounded up: the last one shown is 1.
        seconds: u16,
    },
    /// It is to end now.
    Over,
}

impl Watch {
    /// Somebody is there.
    #[must_use]
    pub fn new(now: OffsetDateTime) -> Self {
        Self(now)
    }

    /// A sign of the person. Too late once it is over.
    pub fn sign(&mut self, now: OffsetDateTime) {
        if self.at(now) != Idle::Over {
            self.0 = now;
        }
    }

    /// How it stands. A clock that was put back is no absence.
    #[must_use]
    pub fn at(&self, now: OffsetDateTime) -> Idle {
        let left = ENDS_AFTER - (now - self.0).max(Duration::ZERO);
        if left <= Duration::ZERO {
            return Idle::Over;
        }
        if left > WARNS_BEFORE {
            return Idle::Present;
        }
        let seconds = left.whole_milliseconds().saturating_add(999) / 1000;
        Idle::Warned {
            seconds: u16::try_from(seconds).unwrap_or(u16::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_of_an_hour_ends_it_two_minutes_warn_and_a_sign_keeps_it() {
        let start = OffsetDateTime::UNIX_EPOCH;
        let after = |seconds| start + Duration::seconds(seconds);
        let mut watch = Watch::new(start);
        assert_eq!(watch.at(after(0)), Idle::Present);
        assert_eq!(watch.at(after(13 * 60 - 1)), Idle::Present);
        assert_eq!(watch.at(after(13 * 60)), Idle::Warned { seconds: 120 });
        assert_eq!(watch.at(after(15 * 60 - 1)), Idle::Warned { seconds: 1 });
        watch.sign(after(15 * 60 - 1));
        assert_eq!(watch.at(after(16 * 60)), Idle::Present);
        assert_eq!(watch.at(after(-60)), Idle::Present, "a clock put back is no absence");
        assert_eq!(watch.at(after(30 * 60 - 1)), Idle::Over);
        watch.sign(after(30 * 60));
        assert_eq!(watch.at(after(30 * 60)), Idle::Over, "what is over is over");
    }
}
