//! Shapes a person types when a password is asked for: dates, telephones, postcodes, years, national codes, keyboard rows.
//!
//! Works on bytes of plain ASCII that `french` has folded. Whole codes are read in `academy`; here only their outline
//! counts, anywhere in the text.

use std::ops::Range;

use super::Advice;

/// A stretch that follows a shape, and how many guesses it costs an attacker who knows the shape.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    pub(super) range: Range<usize>,
    pub(super) guesses_log10: f64,
    pub(super) advice: Advice,
}

/// Rows, columns and series, as a French or an English keyboard and the alphabet lay them out.
const ROWS: [&str; 13] = [
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn,;:!",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1234567890",
    "&\"'(-_)=",
    "aqwzsxedcrfvtgbyhnuj",
    "1aqw2zsx3edc4rfv5tgb6yhn",
    "1a2z3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6y7u8i9o0p",
    "abcdefghijklmnopqrstuvwxyz",
];

/// Every shape found in `text`, which is lower-case ASCII.
pub(super) fn all(text: &[u8]) -> Vec<Shape> {
    let mut shapes = Vec::new();
    for start in 0..text.len() {
        let rest = text.get(start..).unwrap_or_default();
        let mut add = |length: Option<usize>, guesses_log10: f64, advice: Advice| {
            if let Some(length) = length {
                shapes.push(Shape {
                    range: start..start + length,
                    guesses_log10,
                    advice,
                });
            }
        };
        add(year(rest), 1.7, Advice::WordAndYear);
        add(date(rest), 4.0, Advice::DateOrPhone);
        add(telephone(rest), 4.0, Advice::DateOrPhone);
        add(postcode(rest), 3.0, Advice::DateOrPhone);
        add(outline(rest, b"dddddddl"), 3.5, Advice::NationalCode);
        add(outline(rest, NUMEN), 3.5, Advice::NationalCode);
        let row = keyboard_run(rest);
        add(row, 1.6, Advice::Keyboard);
        let same = repeated(rest);
        add(same, 1.3 + same.map_or(0.0, log10), Advice::Keyboard);
    }
    shapes
}

/// A NUMEN: two digits, a letter, seven digits, three letters.
const NUMEN: &[u8] = b"ddldddddddlll";

/// A NUMEN stands somewhere in the text, spaces and separators forgiven.
pub(super) fn holds_numen(text: &str) -> bool {
    let packed: Vec<u8> = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
    packed
        .windows(NUMEN.len())
        .any(|window| outline(window, NUMEN).is_some())
}

fn outline(text: &[u8], outline: &[u8]) -> Option<usize> {
    let head = text.get(..outline.len())?;
    let fits = head.iter().zip(outline).all(|(byte, want)| match want {
        b'd' => byte.is_ascii_digit(),
        _ => byte.is_ascii_alphabetic(),
    });
    fits.then_some(outline.len())
}

/// 1930 to 2039, or a school year such as 2025-2026.
fn year(text: &[u8]) -> Option<usize> {
    let value = number(text.get(..4)?)?;
    if !(1930..2040).contains(&value) {
        return None;
    }
    let next = text.get(4).filter(|byte| b"-/_".contains(byte)).map_or(4, |_| 5);
    match text.get(next..next + 4).and_then(number) {
        Some(second) if second == value + 1 => Some(next + 4),
        _ => Some(4),
    }
}

/// Day, month, year in two or four digits; or year first. Separated by `/`, `-`, `.` or nothing.
fn date(text: &[u8]) -> Option<usize> {
    let (first, mut at) = field(text, 0)?;
    let (second, next) = field(text, after_separator(text, at))?;
    at = after_separator(text, next);
    let year = text
        .get(at..at + 4)
        .and_then(number)
        .filter(|year| (1930..2040).contains(year));
    let day_and_month = (1..=31).contains(&first) && (1..=12).contains(&second);
    let month_and_day = (1..=12).contains(&first) && (1..=31).contains(&second);
    if !day_and_month && !month_and_day {
        return None;
    }
    match year {
        Some(_) => Some(at + 4),
        None => field(text, at).map(|(_, end)| end),
    }
}

fn field(text: &[u8], at: usize) -> Option<(u32, usize)> {
    Some((number(text.get(at..at + 2)?)?, at + 2))
}

fn after_separator(text: &[u8], at: usize) -> usize {
    text.get(at)
        .filter(|byte| b"/-._".contains(byte))
        .map_or(at, |_| at + 1)
}

/// Ten digits that begin with 01 to 09, or +33 and nine.
fn telephone(text: &[u8]) -> Option<usize> {
    let mut at = match text {
        [b'0', b'1'..=b'9', ..] => 2,
        [b'+', b'3', b'3', b'1'..=b'9', ..] => 4,
        _ => return None,
    };
    for _ in 0..4 {
        at = after_separator(text, at);
        at = field(text, at)?.1;
    }
    Some(at)
}

/// Five digits, a département first: 01 to 95, or 97 and 98 overseas. Most end in zeros; the town is known.
fn postcode(text: &[u8]) -> Option<usize> {
    let department = number(text.get(..2)?)?;
    number(text.get(2..5)?)?;
    let further = text.get(5).is_some_and(u8::is_ascii_digit);
    (matches!(department, 1..=95 | 97 | 98) && !further).then_some(5)
}

fn number(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0, |value, byte| {
        byte.is_ascii_digit().then(|| value * 10 + u32::from(byte - b'0'))
    })
}

/// The longest stretch, four keys or more, along a row in either direction.
fn keyboard_run(text: &[u8]) -> Option<usize> {
    let forward = |row: &str| {
        let row = row.as_bytes();
        (0..row.len())
            .map(|at| common_prefix(text, row.get(at..).unwrap_or_default().iter()))
            .max()
    };
    let backward = |row: &str| {
        let row = row.as_bytes();
        (1..=row.len())
            .map(|to| common_prefix(text, row.get(..to).unwrap_or_default().iter().rev()))
            .max()
    };
    ROWS.iter()
        .flat_map(|row| [forward(row), backward(row)])
        .flatten()
        .max()
        .filter(|length| *length >= 4)
}

fn common_prefix<'a>(text: &[u8], row: impl Iterator<Item = &'a u8>) -> usize {
    text.iter().zip(row).take_while(|(typed, key)| typed == key).count()
}

/// The same character three times or more.
fn repeated(text: &[u8]) -> Option<usize> {
    let first = text.first()?;
    let length = text.iter().take_while(|byte| *byte == first).count();
    (length >= 3).then_some(length)
}

fn log10(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX)).log10()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_telephones_and_years_are_seen() {
        assert_eq!(date(b"14/07/1989"), Some(10));
        assert_eq!(date(b"140789"), Some(6));
        assert_eq!(date(b"45/45/89"), None);
        assert_eq!(telephone(b"06.12.34.56.78"), Some(14));
        assert_eq!(telephone(b"+33612345678"), Some(12));
        assert_eq!(postcode(b"25000!"), Some(5));
        assert_eq!((postcode(b"99000"), postcode(b"250001")), (None, None));
        assert_eq!(year(b"2025-2026"), Some(9));
        assert_eq!(year(b"2025!"), Some(4));
        assert_eq!(year(b"1492"), None);
    }

    #[test]
    fn rows_of_both_keyboards_are_seen_both_ways() {
        for text in [
            &b"azerty"[..],
            b"poiuyt",
            b"qsdfgh",
            b"qwerty",
            b"54321",
            b"aqwzsx",
            b"1a2z3e",
        ] {
            assert_eq!(keyboard_run(text), Some(text.len()), "{text:?}");
        }
        assert_eq!(keyboard_run(b"cheval"), None);
    }

    #[test]
    fn a_numen_is_seen_inside_a_text() {
        assert!(holds_numen("01E9501234ABC"));
        assert!(holds_numen("!!01e95 01234-abc9"));
        assert!(!holds_numen("01E9501234AB"));
    }
}
