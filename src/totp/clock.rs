//! What a code tells of the clock it was made with, and which clock is wrong: the phone's, this computer's, or both. The server's time comes from `net`; what is said of it belongs to `wizard`.
//!
//! A code holds for one period, so a phone is known to a period only (RFC 6238 §5.2); servers take one period either way.

use thiserror::Error;
use totp_rs::Totp;
use zeroize::Zeroizing;

use super::{TotpFault, read};
use crate::{
    reason::{Kind, Mender, Params, Reason},
    secret::Code,
};

/// How far a phone's clock is searched for, each way: a summer time that was not followed, and a little more.
const FARTHEST_S: u64 = 70 * 60;

/// A computer's clock may be off by this much before it is called wrong: the answer that told the time took its time too.
const HONEST_S: i64 = 30;

/// The phone's clock against the time it was compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Drift {
    /// Periods the phone is ahead; negative: behind.
    pub periods: i64,
    /// Seconds a period lasts.
    pub period_s: u64,
}

/// Whose clock is to be set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum WrongClock {
    /// The phone's, by about so many seconds; negative: behind.
    #[error("the phone's clock is {ahead_s} s ahead")]
    Phone {
        /// Seconds ahead.
        ahead_s: i64,
    },
    /// This computer's; the phone agrees with the server.
    #[error("this computer's clock is {ahead_s} s ahead")]
    Computer {
        /// Seconds ahead.
        ahead_s: i64,
    },
    /// Both differ from the server's.
    #[error("the phone's clock is {phone_s} s ahead, this computer's {computer_s} s")]
    Both {
        /// The phone's seconds ahead.
        phone_s: i64,
        /// This computer's seconds ahead.
        computer_s: i64,
    },
    /// They differ, and no server told the time: one of the two, not known which.
    #[error("the phone's clock is {phone_ahead_s} s ahead of this computer's")]
    OneOfTheTwo {
        /// Seconds the phone is ahead of this computer.
        phone_ahead_s: i64,
    },
}

/// When, by `now`, `code` was made with the key of `uri`. The nearest period counts; none within seventy minutes: the code
/// was not made with this key, or mistyped.
///
/// `now` is Unix seconds by this computer's clock.
///
/// # Errors
/// What [`super::card`] refuses of the address.
pub fn drift(uri: &str, code: &Code, now: u64) -> Result<Option<Drift>, TotpFault> {
    let totp = read(uri)?;
    let period_s = totp.step().max(1);
    let reach = i64::try_from(FARTHEST_S / period_s).unwrap_or(0);
    let nearest = (0..=reach).flat_map(|away| [away, -away]).find(|periods| {
        let shift = periods.unsigned_abs().saturating_mul(period_s);
        let when = match periods {
            0.. => now.checked_add(shift),
            _ => now.checked_sub(shift),
        };
        when.is_some_and(|when| made(&totp, when, code))
    });
    Ok(nearest.map(|periods| Drift { periods, period_s }))
}

/// Compared, never given out.
fn made(totp: &Totp, when: u64, code: &Code) -> bool {
    Zeroizing::new(totp.generate(when).to_string()).as_str() == code.expose()
}

impl Drift {
    /// Seconds the phone is ahead, to a period.
    #[must_use]
    pub fn ahead_s(self) -> i64 {
        let period = i64::try_from(self.period_s).unwrap_or(i64::MAX);
        self.periods.saturating_mul(period)
    }

    /// Which clock is wrong; none: the code was mistyped, or the application holds another key. `computer_ahead_s`: this computer against the server, where one told the time.
    #[must_use]
    pub fn wrong_clock(self, computer_ahead_s: Option<i64>) -> Option<WrongClock> {
        let tolerated = i64::try_from(self.period_s).unwrap_or(i64::MAX);
        let Some(computer_s) = computer_ahead_s else {
            return match self.periods {
                -1..=1 => None,
                _ => Some(WrongClock::OneOfTheTwo {
                    phone_ahead_s: self.ahead_s(),
                }),
            };
        };
        let phone_s = self.ahead_s().saturating_add(computer_s);
        let (phone, computer) = (phone_s.abs() > tolerated, computer_s.abs() > HONEST_S);
        match (phone, computer) {
            (false, false) => None,
            (true, false) => Some(WrongClock::Phone { ahead_s: phone_s }),
            (false, true) => Some(WrongClock::Computer { ahead_s: computer_s }),
            (true, true) => Some(WrongClock::Both { phone_s, computer_s }),
        }
    }
}

impl Reason for WrongClock {
    fn code(&self) -> &'static str {
        match self {
            Self::Phone { .. } => "clock-phone",
            Self::Computer { .. } => "clock-computer",
            Self::Both { .. } => "clock-both",
            Self::OneOfTheTwo { .. } => "clock-differs",
        }
    }

    /// By how much, in minutes, or in seconds where `minutes` is 0; and which way.
    fn params(&self) -> Params {
        let ahead_s = match self {
            Self::Phone { ahead_s } | Self::Computer { ahead_s } => *ahead_s,
            Self::Both { phone_s, .. } => *phone_s,
            Self::OneOfTheTwo { phone_ahead_s } => *phone_ahead_s,
        };
        let seconds = ahead_s.unsigned_abs();
        let minutes = if seconds < 90 { 0 } else { (seconds + 30) / 60 };
        let side = if ahead_s < 0 { "behind" } else { "ahead" };
        Params::from([
            ("minutes", minutes.to_string()),
            ("seconds", seconds.to_string()),
            ("side", side.to_owned()),
        ])
    }

    fn mender(&self) -> Mender {
        Mender::Person
    }

    fn kind(&self) -> Kind {
        Kind::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secrets of RFC 6238, appendix B: "1234567890" as often as the hash is long.
    fn uri(algorithm: &str, bytes: usize, digits: u8, period: u8) -> String {
        let secret: Vec<u8> = b"1234567890".iter().copied().cycle().take(bytes).collect();
        let key = totp_rs::Secret::from(secret).to_base32();
        format!("otpauth://totp/a?secret={key}&algorithm={algorithm}&digits={digits}&period={period}")
    }

    fn made_at(uri: &str, when: u64) -> String {
        read(uri).unwrap().generate(when).to_string()
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238_appendix_b() {
        let rows = [
            (59, ["94287082", "46119246", "90693936"]),
            (1_111_111_109, ["07081804", "68084774", "25091201"]),
            (1_111_111_111, ["14050471", "67062674", "99943326"]),
            (1_234_567_890, ["89005924", "91819424", "93441116"]),
            (2_000_000_000, ["69279037", "90698825", "38618901"]),
            (20_000_000_000, ["65353130", "77737706", "47863826"]),
        ];
        let hashes = [("SHA1", 20), ("SHA256", 32), ("SHA512", 64)];
        for (when, codes) in rows {
            for ((algorithm, bytes), code) in hashes.into_iter().zip(codes) {
                assert_eq!(made_at(&uri(algorithm, bytes, 8, 30), when), code, "{when} {algorithm}");
            }
        }
    }

    /// A period of one second makes the counter of RFC 4226 the time itself.
    #[test]
    fn the_codes_are_those_of_rfc_4226_appendix_d() {
        let codes = [
            "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489",
        ];
        for (counter, code) in (0..).zip(codes) {
            assert_eq!(made_at(&uri("SHA1", 20, 6, 1), counter), code, "{counter}");
        }
    }

    #[test]
    fn the_period_a_code_comes_from_is_found_both_ways() {
        let uri = uri("SHA1", 20, 6, 30);
        let now = 1_795_225_329;
        for periods in [0_i64, 1, -1, 5, -119, 120, -140, 140] {
            let when = now + u64::try_from(periods + 200).unwrap() * 30 - 6_000;
            let found = drift(&uri, &Code::new(&made_at(&uri, when)), now).unwrap();
            assert_eq!(found, Some(Drift { periods, period_s: 30 }));
        }
        assert_eq!(drift(&uri, &Code::new(&made_at(&uri, now + 141 * 30)), now), Ok(None));
        assert_eq!(drift(&uri, &Code::new("12345"), now), Ok(None));
        assert_eq!(
            drift(&uri, &Code::new(&made_at(&uri, 10)), 10),
            Ok(Some(Drift {
                periods: 0,
                period_s: 30
            }))
        );
        assert_eq!(
            drift("otpauth://hotp/a?secret=A", &Code::new("123456"), now),
            Err(TotpFault::NotTotp)
        );
    }

    #[test]
    fn the_wrong_clock_is_named_only_where_a_server_told_the_time() {
        let phone = |periods| Drift { periods, period_s: 30 };
        let wrong = |periods, computer| phone(periods).wrong_clock(computer);
        assert_eq!(wrong(1, None), None);
        assert_eq!(wrong(-4, None), Some(WrongClock::OneOfTheTwo { phone_ahead_s: -120 }));
        assert_eq!(wrong(-4, Some(2)), Some(WrongClock::Phone { ahead_s: -118 }));
        assert_eq!(wrong(-4, Some(121)), Some(WrongClock::Computer { ahead_s: 121 }));
        assert_eq!(wrong(0, Some(0)), None);
        let both = WrongClock::Both {
            phone_s: 240,
            computer_s: 120,
        };
        assert_eq!(wrong(4, Some(120)), Some(both));
    }

    #[test]
    fn by_how_much_is_said_in_minutes_when_it_is_minutes() {
        let said = |ahead_s| WrongClock::Phone { ahead_s }.params();
        assert_eq!(
            (said(60)["minutes"].as_str(), said(60)["seconds"].as_str()),
            ("0", "60")
        );
        assert_eq!(
            (said(-290)["minutes"].as_str(), said(-290)["side"].as_str()),
            ("5", "behind")
        );
        assert_eq!(
            (said(3600)["minutes"].as_str(), said(3600)["side"].as_str()),
            ("60", "ahead")
        );
    }
}
