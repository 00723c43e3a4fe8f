//! The NUMEN: recognised so that it can be refused. Nothing here keeps or reports it.
//!
//! Thirteen characters: two digits, a letter, seven digits, three letters. Its academy code is the one of the *first*
//! registration: it is never used to guess where a person works.

use unicode_normalization::UnicodeNormalization;

/// `9` a digit, `A` a letter.
const SHAPE: [char; 13] = ['9', '9', 'A', '9', '9', '9', '9', '9', '9', '9', 'A', 'A', 'A'];

/// Whether a NUMEN stands anywhere in `text`: any case, in blocks or not, full-width digits included.
#[must_use]
pub fn looks_like(text: &str) -> bool {
    let letters: Vec<char> = text.nfkc().collect();
    let mut before = None;
    for (at, letter) in letters.iter().enumerate() {
        let starts_word = before.is_none_or(|c: char| !c.is_ascii_alphanumeric());
        if starts_word && letter.is_ascii_digit() && starts_here(letters.iter().skip(at).copied()) {
            return true;
        }
        before = Some(*letter);
    }
    false
}

/// Whether the letters begin with a NUMEN, one separator allowed between any two characters of it.
fn starts_here(letters: impl Iterator<Item = char>) -> bool {
    let mut letters = letters.peekable();
    for (i, wanted) in SHAPE.iter().enumerate() {
        if i > 0 {
            letters.next_if(|c| is_separator(*c));
        }
        let fits = letters.next().is_some_and(|c| match wanted {
            '9' => c.is_ascii_digit(),
            _ => c.is_ascii_alphabetic(),
        });
        if !fits {
            return false;
        }
    }
    letters.next().is_none_or(|c| !c.is_ascii_alphanumeric())
}

fn is_separator(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '.' | '-' | '_' | '/' | '\u{2010}'..='\u{2015}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_numen_is_seen_anywhere() {
        for text in [
            "01E9501234ABC",
            "17e0501234abc",
            "16 E2 23 18 02 HNL",
            "mon numen : 01E9501234ABC.",
            "01.E.95.01234.ABC",
            "01E9501234ABC@ac-lyon.fr",
            "\u{FF10}\u{FF11}E9501234ABC",
            "1 01E9501234ABC",
        ] {
            assert!(looks_like(text), "{text}");
        }
    }

    #[test]
    fn what_is_no_numen_is_left_alone() {
        for text in [
            "",
            "jdupont",
            "0690026D",
            "01E9501234ABCD",
            "x01E9501234ABC",
            "01E950123ABC",
            "jean.dupont1@ac-lyon.fr",
            "0612345678",
        ] {
            assert!(!looks_like(text), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_crash(text in "\\PC*") {
            let _ = looks_like(&text);
        }

        #[test]
        fn every_numen_is_seen_in_any_dress(
            numen in "[0-9]{2}[A-Za-z][0-9]{7}[A-Za-z]{3}", sep in "[ .\\-]?", before in "[ é:]{0,3}", after in "[ ,]{0,3}",
        ) {
            let dressed: Vec<String> = numen.chars().map(String::from).collect();
            let text = format!("{}{}{}", before, dressed.join(&sep), after);
            prop_assert!(looks_like(&text));
        }
    }
}
