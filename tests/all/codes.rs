//! Codes of second factors: an independent authenticator, oathtool, agrees with ours on a thousand random keys and times.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use rentree::{
    secret::Code,
    totp::clock::{Drift, drift},
};

const CHECKS: usize = 1_000;

/// One random key, its parameters and a moment.
struct Draw {
    key: String,
    hash: &'static str,
    digits: u8,
    period_s: u64,
    now: u64,
    /// Periods the phone is ahead.
    ahead: i64,
}

fn random(below: u64) -> u64 {
    getrandom::u64().unwrap() % below
}

impl Draw {
    fn new() -> Self {
        let length = 16 + usize::try_from(random(33)).unwrap();
        let mut key = vec![0; length];
        getrandom::fill(&mut key).unwrap();
        Self {
            key: totp_rs::Secret::from(key).to_base32(),
            hash: ["sha1", "sha256", "sha512"][usize::try_from(random(3)).unwrap()],
            digits: 6 + 2 * u8::try_from(random(2)).unwrap(),
            period_s: [30, 60][usize::try_from(random(2)).unwrap()],
            // From 2001 to 2065.
            now: 1_000_000_000 + random(2_000_000_000),
            ahead: i64::try_from(random(141)).unwrap() - 70,
        }
    }

    fn uri(&self) -> String {
        let (key, hash) = (&self.key, self.hash.to_uppercase());
        let (digits, period) = (self.digits, self.period_s);
        format!(
            "otpauth://totp/Exemple:jdupont?secret={key}&issuer=Exemple&algorithm={hash}&digits={digits}&period={period}"
        )
    }

    /// What oathtool shows so many periods from now.
    fn oathtool(&self, periods: i64) -> String {
        let when = i64::try_from(self.now).unwrap() + periods * i64::try_from(self.period_s).unwrap();
        let mut child = Command::new("oathtool")
            .args([&format!("--totp={}", self.hash), "--base32", "--digits"])
            .args([&self.digits.to_string(), "--time-step-size"])
            .args([&format!("{}s", self.period_s), "--now", &format!("@{when}"), "-"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("oathtool is installed by the gate");
        child.stdin.take().unwrap().write_all(self.key.as_bytes()).unwrap();
        let shown = child.wait_with_output().unwrap();
        assert!(shown.status.success(), "{}", self.uri());
        String::from_utf8(shown.stdout).unwrap().trim().to_owned()
    }
}

#[test]
fn oathtool_agrees_on_a_thousand_random_keys_and_times() {
    for _ in 0..CHECKS {
        let draw = Draw::new();
        let code = draw.oathtool(draw.ahead);
        let found = drift(&draw.uri(), &Code::new(&code), draw.now).unwrap();
        let found: Drift = found.unwrap_or_else(|| panic!("{code} of {} at {}", draw.uri(), draw.now));
        assert_eq!(found.period_s, draw.period_s);
        // Two moments of a key may show the same six digits: then the nearer one is found, and oathtool must say so too.
        if found.periods != draw.ahead {
            assert!(found.periods.abs() <= draw.ahead.abs());
            assert_eq!(draw.oathtool(found.periods), code, "{} at {}", draw.uri(), draw.now);
        }
    }
}
