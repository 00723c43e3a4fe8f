//! French passphrases that meet any rule by construction: words joined by a sign, a capital first, a digit last.

use std::sync::OnceLock;

use super::{lines, rule::Classes};
use crate::{academy::PasswordRule, wizard::ask::Passphrase};

/// 7,776 words, five dice each: `data/README.md`.
fn list() -> &'static [&'static str] {
    static LIST: OnceLock<Vec<&'static str>> = OnceLock::new();
    LIST.get_or_init(|| {
        include_str!("data/passphrase.txt")
            .lines()
            .filter(|line| !line.starts_with('#') && !line.is_empty())
            .collect()
    })
}

/// Longest word of the list with its separator.
const WORD_AND_SIGN: u16 = 9;

/// Fewer words than this are worth less than random characters of the same length.
const FEWEST_WORDS: u16 = 4;

/// Easy on every keyboard, easy to read aloud; the first one the rule allows joins the words.
const SIGNS: &str = "-._+=*!";

/// Without l, I, O, 0, 1: they are read for one another.
const CLEAR: &str = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// `count` fresh passphrases of `n_words` words, more where the rule wants length, fewer where it caps it; random
/// characters where it leaves no room for words. Empty when the system gives no randomness or the rule contradicts itself.
#[must_use]
pub fn suggest(n_words: usize, rule: &PasswordRule, count: usize) -> Vec<Passphrase> {
    (0..count).map_while(|_| one(n_words, rule)).collect()
}

fn one(n_words: usize, rule: &PasswordRule) -> Option<Passphrase> {
    let allowed = |c: &char| !rule.forbidden.as_deref().is_some_and(|refused| refused.contains(*c));
    let sign = SIGNS.chars().find(allowed);
    let most = rule
        .max_length
        .map_or(u16::MAX, |most| most.saturating_sub(1) / WORD_AND_SIGN);
    let wanted = u16::try_from(n_words).unwrap_or(u16::MAX).clamp(FEWEST_WORDS, 20);
    let words = wanted.min(most);
    if words < FEWEST_WORDS {
        return random_characters(rule, sign);
    }
    // Few tries are needed: only a rule that forbids letters of the words makes a draw fail.
    (0..64).find_map(|_| {
        let passphrase = words_joined(words, most, rule, sign)?;
        meets(rule, &passphrase.text).then_some(passphrase)
    })
}

fn meets(rule: &PasswordRule, text: &str) -> bool {
    lines(rule, text).iter().all(|line| line.met)
}

fn words_joined(words: u16, most: u16, rule: &PasswordRule, sign: Option<char>) -> Option<Passphrase> {
    let mut drawn = Vec::new();
    let mut length = 0;
    // A digit closes, a sign joins: both count towards the length.
    while drawn.len() < usize::from(words) || (length < usize::from(rule.min_length) && drawn.len() < usize::from(most))
    {
        let word = *list().get(below(list().len())?)?;
        length += word.len() + 1;
        drawn.push(word);
    }
    let digit = below(8)? + 2;
    let joined = match sign {
        Some(sign) => {
            let mut text = drawn.join(&sign.to_string());
            if let Some(first) = text.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            text
        }
        None => drawn.iter().map(|word| capitalised(word)).collect(),
    };
    let cnil_bits = bits(drawn.len(), list().len());
    Some(Passphrase {
        text: format!("{joined}{digit}"),
        cnil_bits,
    })
}

fn capitalised(word: &str) -> String {
    let mut text = word.to_owned();
    if let Some(first) = text.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    text
}

/// As long as the rule allows, up to 16, never shorter than it demands.
fn random_characters(rule: &PasswordRule, sign: Option<char>) -> Option<Passphrase> {
    let allowed: Vec<char> = CLEAR
        .chars()
        .filter(|c| !rule.forbidden.as_deref().is_some_and(|refused| refused.contains(*c)))
        .chain(sign)
        .collect();
    let length = usize::from(rule.max_length.unwrap_or(16).min(16).max(rule.min_length));
    let possible = allowed.iter().collect::<String>();
    if Classes::of(&possible).count() < u16::from(rule.min_classes) {
        return None;
    }
    // One character in 57 is a sign: about one draw in five of sixteen characters holds one.
    (0..4_000).find_map(|_| {
        let text: Option<String> = (0..length)
            .map(|_| allowed.get(below(allowed.len())?).copied())
            .collect();
        text.filter(|text| meets(rule, text)).map(|text| Passphrase {
            text,
            cnil_bits: bits(length, allowed.len()),
        })
    })
}

/// draws × log2(choices), rounded down: a promise must not round up.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by 200 draws × 13 bits"
)]
fn bits(draws: usize, choices: usize) -> u16 {
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(1));
    (number(draws) * number(choices).log2()).floor().clamp(0.0, 4_096.0) as u16
}

/// A number below `bound`, each as likely: draws that would favour the small ones are thrown away.
fn below(bound: usize) -> Option<usize> {
    let bound = u32::try_from(bound).ok().filter(|bound| *bound > 0)?;
    let fair = u32::MAX - u32::MAX % bound;
    loop {
        let draw = getrandom::u32().ok()?;
        if draw < fair {
            return usize::try_from(draw % bound).ok();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        password::{Context, assumed_rule, judge},
        secret::Password,
    };

    #[test]
    fn the_list_is_the_one_the_bits_are_counted_on() {
        assert_eq!(list().len(), 7_776);
        assert!(
            list()
                .iter()
                .all(|word| (4..=8).contains(&word.len()) && word.bytes().all(|b| b.is_ascii_lowercase()))
        );
    }

    #[test]
    fn seven_words_make_ninety_bits_and_are_accepted_under_the_assumed_rule() {
        for passphrase in suggest(7, &assumed_rule(), 50) {
            assert_eq!(passphrase.cnil_bits, 90);
            let verdict = judge(
                &assumed_rule(),
                true,
                &Context::default(),
                &Password::new(passphrase.text.clone()),
            );
            assert!(verdict.accepted, "{} {verdict:?}", passphrase.text);
        }
    }

    #[test]
    fn any_rule_is_met() {
        let rules = [
            PasswordRule {
                min_length: 40,
                ..assumed_rule()
            },
            PasswordRule {
                min_length: 8,
                max_length: Some(12),
                ..assumed_rule()
            },
            PasswordRule {
                max_length: Some(20),
                ..assumed_rule()
            },
            PasswordRule {
                min_length: 14,
                max_length: Some(40),
                min_classes: 3,
                forbidden: Some("-._+=*!".into()),
                ..assumed_rule()
            },
            PasswordRule {
                forbidden: Some("-.".into()),
                ..assumed_rule()
            },
        ];
        for rule in rules {
            let made = suggest(5, &rule, 20);
            assert_eq!(made.len(), 20, "{rule:?}");
            assert!(
                made.iter().all(|passphrase| meets(&rule, &passphrase.text)),
                "{rule:?} {made:?}"
            );
        }
    }
}
