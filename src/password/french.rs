//! French words, names and common passwords, and our own estimate of how many guesses a password made of them costs.
//!
//! zxcvbn cannot hold a large dictionary fast enough and gives its best mark to "Rentree2025!". This estimate looks for
//! the cheapest way to write the password as words, shapes and leftovers; `strength` takes the lower of the two.
//! The lists and their licences stand in `data/README.md`; `build.rs` makes the map.

use std::{collections::BTreeMap, ops::Range, sync::OnceLock};

use fst::raw::Fst;
use unicode_normalization::UnicodeNormalization;

use super::{
    Advice, Context,
    shapes::{self, Shape},
};

/// Kept in step with `build.rs`: the kinds of a word, above its rank in the lower 32 bits.
const PASSWORD: u64 = 1 << 34;

/// Text beyond this many characters adds nothing to the estimate: it is long past any threshold, and time is bounded.
const LONGEST: usize = 64;

/// The cheapest reading of a password.
#[derive(Clone, Debug)]
pub(super) struct Estimate {
    /// Guesses, power of ten.
    pub(super) guesses_log10: f64,
    /// What the reading is made of, most telling first.
    pub(super) advice: Option<Advice>,
}

/// Words only this person would choose: name, identifier, town, school.
pub(super) struct Own(BTreeMap<String, Advice>);

impl Own {
    pub(super) fn of(context: &Context) -> Self {
        let mut words = BTreeMap::new();
        for place in &context.places {
            add_parts(&mut words, place, Advice::Place);
        }
        for text in context.given.iter().chain(&context.family).chain(&context.logins) {
            add_parts(&mut words, text, Advice::Personal);
        }
        if let Some(year) = context.birth_year {
            words.insert(year.to_string(), Advice::Personal);
        }
        // Written backwards they fool nobody who knows the person.
        let backwards: Vec<_> = words
            .iter()
            .map(|(word, advice)| (word.chars().rev().collect::<String>(), *advice))
            .collect();
        words.extend(backwards);
        Self(words)
    }

    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// The text, and each of its parts of three letters or more: "Jean-Marie" gives jeanmarie, jean, marie.
fn add_parts(words: &mut BTreeMap<String, Advice>, text: &str, advice: Advice) {
    let folded = fold(text);
    let whole: String = folded.chars().filter(char::is_ascii_alphanumeric).collect();
    for part in folded
        .split(|c: char| !c.is_ascii_alphanumeric())
        .chain([whole.as_str()])
    {
        if part.len() >= 3 {
            words.insert(part.to_owned(), advice);
        }
    }
}

/// Lower case without accents.
pub(super) fn fold(text: &str) -> String {
    text.nfd()
        .filter(|c| !unicode_normalization::char::is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .collect()
}

/// A stretch of the password that a guesser has in a list or knows as a shape.
#[derive(Clone, Debug)]
struct Piece {
    range: Range<usize>,
    guesses_log10: f64,
    word: bool,
    advice: Advice,
}

/// The estimate for a text, which must be what was typed.
pub(super) fn estimate(typed: &str, own: &Own) -> Estimate {
    let typed: Vec<char> = typed.chars().take(LONGEST).collect();
    let plain: Vec<u8> = typed.iter().map(|c| plain_byte(*c)).collect();
    let mut pieces: Vec<Piece> = shapes::all(&plain).into_iter().map(Piece::from).collect();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for one in [b'1', b'i', b'l'] {
        let text: Vec<u8> = plain
            .iter()
            .map(|byte| if one == b'1' { *byte } else { unleet(*byte, one) })
            .collect();
        if !seen.contains(&text) {
            let leet = if one == b'1' { 0.0 } else { 0.5 };
            listed_words(&text, &typed, leet, &mut pieces);
            own_words(&text, &typed, leet, own, &mut pieces);
            seen.push(text);
        }
    }
    cheapest(&typed, &pieces)
}

impl From<Shape> for Piece {
    fn from(shape: Shape) -> Self {
        Self {
            range: shape.range,
            guesses_log10: shape.guesses_log10,
            word: false,
            advice: shape.advice,
        }
    }
}

fn plain_byte(c: char) -> u8 {
    let mut folded = c.nfd().next().unwrap_or(c).to_lowercase();
    match folded.next() {
        Some(c) if c.is_ascii() => u8::try_from(u32::from(c)).unwrap_or(0),
        _ => 0,
    }
}

fn unleet(byte: u8, one: u8) -> u8 {
    match byte {
        b'0' => b'o',
        b'1' | b'!' | b'|' => one,
        b'3' => b'e',
        b'4' | b'@' => b'a',
        b'5' | b'$' => b's',
        b'7' | b'+' => b't',
        byte => byte,
    }
}

fn dictionary() -> Option<&'static Fst<&'static [u8]>> {
    static DICTIONARY: OnceLock<Option<Fst<&'static [u8]>>> = OnceLock::new();
    let bytes: &'static [u8] = include_bytes!(concat!(env!("OUT_DIR"), "/french.fst"));
    DICTIONARY.get_or_init(|| Fst::new(bytes).ok()).as_ref()
}

/// Walks the map from every start: all words that begin there, in one pass.
fn listed_words(text: &[u8], typed: &[char], leet: f64, pieces: &mut Vec<Piece>) {
    let Some(dictionary) = dictionary() else { return };
    for start in 0..text.len() {
        let (mut node, mut output) = (dictionary.root(), 0);
        for (offset, byte) in text.iter().enumerate().skip(start) {
            let Some(index) = node.find_input(*byte) else { break };
            let transition = node.transition(index);
            output += transition.out.value();
            node = dictionary.node(transition.addr);
            if node.is_final() {
                let value = output + node.final_output().value();
                let range = start..offset + 1;
                let rank = u32::try_from(value & u64::from(u32::MAX)).unwrap_or(u32::MAX);
                let advice = if value & PASSWORD != 0 && range.len() == text.len() {
                    Advice::Common
                } else {
                    Advice::AddWord
                };
                pieces.push(word_piece(range, f64::from(rank.max(1)).log10() + leet, typed, advice));
            }
        }
    }
}

fn own_words(text: &[u8], typed: &[char], leet: f64, own: &Own, pieces: &mut Vec<Piece>) {
    for (word, advice) in &own.0 {
        for (start, window) in text.windows(word.len()).enumerate() {
            if window == word.as_bytes() {
                pieces.push(word_piece(start..start + word.len(), 0.7 + leet, typed, *advice));
            }
        }
    }
}

/// Capitals cost little where people put them: at the start, or everywhere.
fn word_piece(range: Range<usize>, guesses_log10: f64, typed: &[char], advice: Advice) -> Piece {
    let written = typed.get(range.clone()).unwrap_or_default();
    let capitals = written.iter().filter(|c| c.is_uppercase()).count();
    let expected = capitals == 1 && written.first().is_some_and(|c| c.is_uppercase());
    let cost = match capitals {
        0 => 0.0,
        _ if expected || capitals == written.len() => 0.3,
        _ => 1.3,
    };
    Piece {
        range,
        guesses_log10: guesses_log10 + cost,
        word: true,
        advice,
    }
}

/// The best reading of a prefix, by the number of words it holds (their order is one more thing to guess).
#[derive(Clone, Copy)]
struct Reading {
    guesses_log10: f64,
    /// Where the last piece starts, and which it was; none for a single character.
    piece: Option<usize>,
    from: usize,
}

/// Fewest guesses over all ways to cut the text into pieces and single characters.
fn cheapest(typed: &[char], pieces: &[Piece]) -> Estimate {
    let mut best: Vec<Reading> = vec![Reading {
        guesses_log10: 0.0,
        piece: None,
        from: 0,
    }];
    for end in 1..=typed.len() {
        let before = best.last().map_or(0.0, |reading| reading.guesses_log10);
        let single = single_cost(typed, end - 1);
        let mut reading = Reading {
            guesses_log10: before + single,
            piece: None,
            from: end - 1,
        };
        for (index, piece) in pieces.iter().enumerate().filter(|(_, piece)| piece.range.end == end) {
            let start = best
                .get(piece.range.start)
                .map_or(f64::INFINITY, |reading| reading.guesses_log10);
            if start + piece.guesses_log10 < reading.guesses_log10 {
                reading = Reading {
                    guesses_log10: start + piece.guesses_log10,
                    piece: Some(index),
                    from: piece.range.start,
                };
            }
        }
        best.push(reading);
    }
    read_back(typed.len(), &best, pieces)
}

fn read_back(length: usize, best: &[Reading], pieces: &[Piece]) -> Estimate {
    let mut guesses_log10 = best.last().map_or(0.0, |reading| reading.guesses_log10);
    let (mut words, mut at) = (0_u32, length);
    let mut found = Vec::new();
    let mut has_digits_shape = false;
    while let Some(reading) = best.get(at).filter(|_| at > 0) {
        if let Some(piece) = reading.piece.and_then(|index| pieces.get(index)) {
            words += u32::from(piece.word);
            has_digits_shape |= piece.advice == Advice::WordAndYear;
            found.push((piece.range.len(), piece.advice));
        }
        at = reading.from;
    }
    // The order of n words: n! (zxcvbn counts the same way).
    guesses_log10 += (2..=words).map(|n| f64::from(n).log10()).sum::<f64>();
    let advice = found
        .into_iter()
        .map(|(_, advice)| advice)
        .min_by_key(|advice| telling(*advice));
    let advice = match advice {
        Some(Advice::AddWord) if has_digits_shape => Some(Advice::WordAndYear),
        other => other,
    };
    Estimate { guesses_log10, advice }
}

/// Which finding is said first.
fn telling(advice: Advice) -> u8 {
    match advice {
        Advice::NationalCode => 0,
        Advice::Common => 1,
        Advice::Personal => 2,
        Advice::Place => 3,
        Advice::DateOrPhone => 4,
        Advice::Keyboard => 5,
        Advice::WordAndYear => 6,
        Advice::Empty | Advice::FollowRules | Advice::AddWord => 7,
    }
}

/// A character on its own. A digit or a sign that ends the text, or stands beside another, is what everybody adds.
fn single_cost(typed: &[char], at: usize) -> f64 {
    let Some(c) = typed.get(at) else { return 0.0 };
    let last = at + 1 == typed.len();
    match c {
        '!' | '.' | '?' | '*' | '$' | '@' | '#' | '-' | '_' if last => 0.5,
        c if c.is_ascii_digit() => 1.0,
        c if c.is_alphabetic() => 1.3,
        _ => 1.2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guesses(typed: &str) -> f64 {
        estimate(typed, &Own::of(&Context::default())).guesses_log10
    }

    #[test]
    fn the_map_is_there_and_folded_words_are_in_it() {
        let dictionary = dictionary().expect("a map");
        for word in ["rentree", "lycee", "jean", "azerty"] {
            assert!(dictionary.get(word).is_some(), "{word}");
        }
        assert!(dictionary.get("rentrée").is_none());
    }

    #[test]
    fn words_are_cheap_whatever_their_costume() {
        for typed in ["Rentree2025!", "R3ntr33-2025", "RENTRÉE2025!!", "Motdepasse2025"] {
            assert!(guesses(typed) < 8.0, "{typed}: {}", guesses(typed));
        }
        assert!(guesses("mB7kzqXr2pWd") > 13.0, "{}", guesses("mB7kzqXr2pWd"));
    }

    #[test]
    fn the_persons_words_cost_next_to_nothing() {
        let context = Context {
            family: Some("Lefèvre-Kaczmarek".into()),
            ..Context::default()
        };
        let own = estimate("Kaczmarek-2019", &Own::of(&context));
        assert!(own.guesses_log10 < 6.0, "{own:?}");
        assert_eq!(own.advice, Some(Advice::Personal));
    }
}
