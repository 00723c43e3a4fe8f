//! Whether this computer's clock is right, and which way it is wrong.
//!
//! Witnesses are certificates that a root we know has signed, whatever the time: when those of two servers agree that it
//! cannot be the day this computer believes in, it is not that day. A clock older than this program is wrong by itself.
//! One server alone may simply have let its certificate run out.

use serde::Serialize;
use time::OffsetDateTime;

/// Which way this computer's clock is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Side {
    /// It shows a time that is over.
    Behind,
    /// It shows a time to come.
    Ahead,
}

/// When this program was built, seconds since 1970.
pub(super) fn built() -> i64 {
    env!("RENTREE_BUILT").parse().unwrap_or_default()
}

/// A day's grace: builds and clocks live in different time zones.
const GRACE: i64 = 24 * 3600;

/// Hosts remembered: enough for every server of an academy, and nobody fills our memory with names.
const WITNESSES: usize = 32;

/// The time a genuine certificate stands for, seconds since 1970, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    pub(super) host: String,
    pub(super) from: i64,
    pub(super) until: i64,
}

/// What certificates said since the start, one window a host.
#[derive(Debug, Default)]
pub(super) struct Witnesses(Vec<Window>);

impl Witnesses {
    /// Keeps what a genuine certificate said.
    pub(super) fn hear(&mut self, window: Window) {
        self.0.retain(|known| known.host != window.host);
        if self.0.len() < WITNESSES {
            self.0.push(window);
        }
    }

    /// Which way a clock that says `now` is wrong; `None`: right, or nothing proves that it is not.
    pub(super) fn judge(&self, now: i64, built: i64) -> Option<Side> {
        if now.saturating_add(GRACE) < built {
            return Some(Side::Behind);
        }
        let from = self.0.iter().map(|window| window.from).max()?;
        let until = self.0.iter().map(|window| window.until).min()?;
        // Two witnesses, who agree with each other on a time since this program was built.
        if self.0.len() < 2 || from > until || until < built {
            return None;
        }
        let all = |wrong: fn(&Window, i64) -> bool| self.0.iter().all(|window| wrong(window, now));
        if all(|window, now| now < window.from) {
            Some(Side::Behind)
        } else if all(|window, now| now > window.until) {
            Some(Side::Ahead)
        } else {
            None
        }
    }
}

/// How far a server's clock is from ours, in whole seconds, from the `Date` of an answer over a verified handshake
/// (RFC 9110 §6.6.1) and the moments the question left and the answer came. Positive: ours is behind.
#[must_use]
pub fn offset(date: &str, asked: OffsetDateTime, answered: OffsetDateTime) -> Option<i64> {
    // IMF-fixdate; the two obsolete forms are not written by anything of this century.
    let fixdate = time::macros::format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    let theirs = time::PrimitiveDateTime::parse(date.trim(), fixdate).ok()?.assume_utc();
    let ours = asked.saturating_add((answered - asked) / 2);
    Some((theirs - ours).whole_seconds())
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    const DAY: i64 = 24 * 3600;
    const BUILT: i64 = 20_000 * DAY;

    fn witnesses(windows: &[(i64, i64)]) -> Witnesses {
        let mut witnesses = Witnesses::default();
        for (rank, (from, until)) in windows.iter().enumerate() {
            witnesses.hear(Window {
                host: format!("serveur{rank}.test"),
                from: from * DAY,
                until: until * DAY,
            });
        }
        witnesses
    }

    #[test]
    fn two_witnesses_or_our_own_birth_prove_a_wrong_clock() {
        let two = witnesses(&[(20_050, 20_140), (20_080, 20_170)]);
        let cases = [
            (20_010, Some(Side::Behind)),
            (20_100, None),
            (20_200, Some(Side::Ahead)),
            // One of them still holds: its neighbour has simply run out.
            (20_150, None),
            (19_900, Some(Side::Behind)),
        ];
        for (today, side) in cases {
            assert_eq!(two.judge(today * DAY, BUILT), side, "day {today}");
        }
        assert_eq!(Witnesses::default().judge(19_990 * DAY, BUILT), Some(Side::Behind));
    }

    #[test]
    fn one_witness_or_two_that_disagree_prove_nothing() {
        assert_eq!(witnesses(&[(20_050, 20_140)]).judge(20_200 * DAY, BUILT), None);
        let apart = witnesses(&[(20_050, 20_060), (20_100, 20_110)]);
        assert_eq!(apart.judge(20_200 * DAY, BUILT), None);
        let long_dead = witnesses(&[(10_000, 10_100), (10_000, 10_200)]);
        assert_eq!(
            long_dead.judge(20_200 * DAY, BUILT),
            None,
            "both ran out before we were built"
        );
    }

    #[test]
    fn a_host_is_one_witness_however_often_it_is_heard() {
        let mut witnesses = Witnesses::default();
        for from in [20_050, 20_060] {
            witnesses.hear(Window {
                host: "imap.test".to_owned(),
                from: from * DAY,
                until: 20_140 * DAY,
            });
        }
        assert_eq!(witnesses.judge(20_200 * DAY, BUILT), None);
    }

    #[test]
    fn the_date_of_an_answer_tells_how_far_we_are() {
        let asked = datetime!(2026-11-21 10:00:00 UTC);
        let answered = datetime!(2026-11-21 10:00:02 UTC);
        assert_eq!(offset("Sat, 21 Nov 2026 10:00:01 GMT", asked, answered), Some(0));
        assert_eq!(offset("Sat, 21 Nov 2026 10:02:31 GMT", asked, answered), Some(150));
        assert_eq!(offset("Fri, 20 Nov 2026 10:00:01 GMT", asked, answered), Some(-86_400));
        for odd in ["", "hier", "Saturday, 21-Nov-26 10:00:01 GMT"] {
            assert_eq!(offset(odd, asked, answered), None, "{odd}");
        }
    }
}
