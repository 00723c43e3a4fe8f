//! `otpauth` addresses, their QR code, the key as text. No network: the secret comes from the server, through `account`.
//!
//! No code leaves this room: the phone makes them, and a program that answered with its own would prove nothing. [`clock`]
//! computes some to see by how much the phone's clock is off.

pub mod clock;

use std::fmt;

use qrcode::{Color, EcLevel, QrCode, types::QrError};
use serde::Serialize;
use thiserror::Error;
use totp_rs::{Totp, TotpError};
use url::Url;
use zeroize::Zeroizing;

use crate::reason::{Kind, Mender, Reason};

/// What is shown of an enrolment, once: the only secret this program ever shows. Its `Debug` says nothing of it.
#[derive(Clone, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS), ts(rename = "EnrolmentCard"))]
pub struct Card {
    /// Who asks for the code; empty when the address does not say.
    pub issuer: String,
    /// For which account.
    pub account: String,
    /// Dark modules of the QR code, as the path data of an SVG whose `viewBox` is `0 0 qr_side qr_side`.
    pub qr_path: String,
    /// Side in modules, the quiet zone included.
    pub qr_side: u16,
    /// The key in base 32, in groups of four, for typing.
    pub key: Vec<String>,
    /// The `otpauth:` address, as the server gave it.
    pub uri: String,
}

impl fmt::Debug for Card {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Card(…)")
    }
}

/// Why an address gives no card. Never carries the address: it holds the secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TotpFault {
    /// Another sort of factor: RSA SecurID, HOTP, a push application.
    #[error("not a TOTP address")]
    NotTotp,
    /// A TOTP address that breaks the rules: no secret, less than 128 bits (RFC 4226 R6), odd digits or period.
    #[error("malformed otpauth address")]
    Malformed,
}

impl Reason for TotpFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NotTotp => "totp-not-totp",
            Self::Malformed => "totp-malformed",
        }
    }

    fn mender(&self) -> Mender {
        Mender::Rectorate
    }

    fn kind(&self) -> Kind {
        Kind::Desk
    }
}

/// Blank modules a QR code needs on each side (ISO/IEC 18004).
const QUIET_ZONE: usize = 4;

/// Codes change every minute or faster, or people wait too long.
const LONGEST_PERIOD_S: u64 = 120;

/// Reads the address a server gave and draws it.
///
/// # Errors
/// [`TotpFault::NotTotp`] for another sort of factor, [`TotpFault::Malformed`] for an address no application should take.
pub fn card(uri: &str) -> Result<Card, TotpFault> {
    let totp = read(uri)?;
    let key = Zeroizing::new(totp.secret().to_base32());
    let (qr_path, qr_side) = draw(uri).map_err(|_| TotpFault::Malformed)?;
    Ok(Card {
        issuer: totp.issuer().unwrap_or_default().to_owned(),
        account: totp.account_name().to_owned(),
        qr_path,
        qr_side,
        key: groups(&key),
        uri: uri.to_owned(),
    })
}

/// Strict: what is written twice, or what totp-rs passes over, is refused too.
fn read(uri: &str) -> Result<Totp, TotpFault> {
    let totp = Totp::from_url(uri).map_err(|error| match error {
        TotpError::InvalidScheme { .. } | TotpError::InvalidHost { .. } => TotpFault::NotTotp,
        _ => TotpFault::Malformed,
    })?;
    let url = Url::parse(uri).map_err(|_| TotpFault::Malformed)?;
    let times = |name| url.query_pairs().filter(|(key, _)| key == name).count();
    let once = ["secret", "issuer", "algorithm", "digits", "period"]
        .into_iter()
        .all(|name| times(name) <= 1);
    let sound = once && totp.step() <= LONGEST_PERIOD_S && !totp.account_name().is_empty();
    if sound { Ok(totp) } else { Err(TotpFault::Malformed) }
}

/// Level M: a phone reads it at arm's length even through a reflection.
fn draw(text: &str) -> Result<(String, u16), QrError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let side = code.width().saturating_add(2 * QUIET_ZONE);
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(code.width()).enumerate() {
        let mut x = QUIET_ZONE;
        for run in row.chunk_by(|left, right| left == right) {
            if run.first() == Some(&Color::Dark) {
                let (y, length) = (y.saturating_add(QUIET_ZONE), run.len());
                path.push_str(&format!("M{x} {y}h{length}v1h-{length}z"));
            }
            x = x.saturating_add(run.len());
        }
    }
    u16::try_from(side)
        .map(|side| (path, side))
        .map_err(|_| QrError::DataTooLong)
}

fn groups(key: &str) -> Vec<String> {
    let letters: Vec<char> = key.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const URI: &str = "otpauth://totp/Academie%20d%27Exemple:jdupont\
        ?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&issuer=Academie%20d%27Exemple&digits=6&period=30";

    fn fault(uri: &str) -> Option<TotpFault> {
        card(uri).err()
    }

    #[test]
    fn a_card_shows_who_asks_and_the_key_in_groups() {
        let card = card(URI).unwrap();
        assert_eq!(
            (card.issuer.as_str(), card.account.as_str()),
            ("Academie d'Exemple", "jdupont")
        );
        assert_eq!(
            card.key,
            ["47X4", "WBVL", "AEAS", "FISJ", "OVQX", "QZOB", "QQWW", "OMYL"]
        );
        assert_eq!(card.uri, URI);
    }

    #[test]
    fn an_address_without_issuer_is_a_card_too() {
        let uri = "otpauth://totp/jdupont%40ac-exemple.test?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&period=60&digits=8";
        let card = card(uri).unwrap();
        assert_eq!(
            (card.issuer.as_str(), card.account.as_str()),
            ("", "jdupont@ac-exemple.test")
        );
    }

    #[test]
    fn other_factors_are_recognised() {
        for uri in [
            "otpauth://hotp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&counter=0",
            "com.rsa.securid://ctf?ctfData=258491750817752367175364136471",
            "http://127.0.0.1/securid/ctf?ctfData=258491750817752367175364136471",
        ] {
            assert_eq!(fault(uri), Some(TotpFault::NotTotp), "{uri}");
        }
    }

    #[test]
    fn malformed_addresses_are_refused() {
        for uri in [
            "",
            "jdupont",
            "otpauth://totp/a:b",
            "otpauth://totp/a:b?secret=",
            "otpauth://totp/a:b?secret=AAAA",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMY1",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&digits=5",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&digits=9",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&period=0",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&period=3600",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&algorithm=MD5",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&issuer=c",
            "otpauth://totp/?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL",
            "otpauth://totp/a:b?secret=47X4WBVLAEASFISJOVQXQZOBQQWWOMYL&secret=57X4WBVLAEASFISJOVQXQZOBQQWWOMYL",
        ] {
            assert_eq!(fault(uri), Some(TotpFault::Malformed), "{uri}");
        }
    }

    /// The path painted back: true is dark.
    fn painted(card: &Card) -> Vec<Vec<bool>> {
        let side = usize::from(card.qr_side);
        let mut modules = vec![vec![false; side]; side];
        for run in card.qr_path.split_terminator('z') {
            let numbers: Vec<usize> = run
                .split(|c: char| !c.is_ascii_digit())
                .filter(|n| !n.is_empty())
                .map(|n| n.parse().unwrap())
                .collect();
            let [x, y, length, 1, back] = numbers[..] else {
                panic!("{run}")
            };
            assert_eq!(length, back);
            modules[y][x..x + length].fill(true);
        }
        modules
    }

    #[test]
    fn the_path_paints_the_modules_inside_a_quiet_zone() {
        let card = card(URI).unwrap();
        let code = QrCode::with_error_correction_level(URI, EcLevel::M).unwrap();
        let side = usize::from(card.qr_side);
        assert_eq!(side, code.width() + 8);
        let modules = painted(&card);
        for (y, row) in modules.iter().enumerate() {
            for (x, dark) in row.iter().enumerate() {
                let inside = (4..side - 4).contains(&x) && (4..side - 4).contains(&y);
                let expected = inside && code[(x - 4, y - 4)] == Color::Dark;
                assert_eq!(*dark, expected, "{x},{y}");
            }
        }
        // Finder patterns (ISO/IEC 18004 §6.3.3): dark frame, light ring, dark heart.
        for (x, y) in [(4, 4), (side - 11, 4), (4, side - 11)] {
            assert!(modules[y][x..x + 7].iter().all(|dark| *dark));
            assert!(modules[y + 1][x + 1..x + 6].iter().all(|dark| !*dark));
            assert!(modules[y + 3][x + 2..x + 5].iter().all(|dark| *dark));
        }
    }
}
