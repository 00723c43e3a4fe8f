//! What a password is worth: the lower of zxcvbn's estimate and ours, and one piece of advice.

use super::{
    Advice, Context, Verdict, french,
    rule::{Classes, lines},
    shapes,
};
use crate::{academy::PasswordRule, secret::Password};

/// Guesses, power of ten, from which a password is accepted: zxcvbn's highest mark begins at 10^10.
const ENOUGH: f64 = 10.0;

/// zxcvbn sees this many characters: what follows can only help, and time is bounded.
const ZXCVBN_SEES: usize = 40;

/// Longest password the servers met take (slapd and LemonLDAP::NG take more; portals cut at 128).
const LONGEST: usize = 128;

/// Judges a password for an academy's rule and a person.
#[must_use]
pub fn judge(rule: &PasswordRule, assumed: bool, context: &Context, typed: &Password) -> Verdict {
    let text = typed.expose();
    let rules = lines(rule, text);
    let own = french::Own::of(context);
    let ours = french::estimate(text, &own);
    let guesses_log10 = ours.guesses_log10.min(zxcvbn_log10(text, &own));
    let follows = rules.iter().all(|line| line.met) && text.chars().count() <= LONGEST;
    let numen = shapes::holds_numen(text);
    let accepted = follows && guesses_log10 >= ENOUGH && !numen;
    let advice = match () {
        () if text.is_empty() => Some(Advice::Empty),
        () if numen => Some(Advice::NationalCode),
        () if !follows => Some(Advice::FollowRules),
        () if !accepted => Some(ours.advice.unwrap_or(Advice::AddWord)),
        () => None,
    };
    Verdict {
        accepted,
        rules,
        assumed,
        score: score(guesses_log10),
        guesses_log10,
        cnil_bits: cnil_bits(text),
        advice,
    }
}

/// Loads what the first call of [`judge`] would load: call it when the person enters the step, not at the first key.
pub fn warm_up() {
    let context = Context::default();
    let _ = judge(
        &super::assumed_rule(),
        true,
        &context,
        &Password::new("Azerty".to_owned()),
    );
}

fn zxcvbn_log10(text: &str, own: &french::Own) -> f64 {
    if text.is_empty() {
        return 0.0;
    }
    let seen: String = text.chars().take(ZXCVBN_SEES).collect();
    let own: Vec<&str> = own.words().collect();
    zxcvbn::zxcvbn(&seen, &own).guesses_log10()
}

/// zxcvbn's scale: 10^3, 10^6, 10^8, 10^10 guesses.
fn score(guesses_log10: f64) -> u8 {
    [3.0, 6.0, 8.0, 10.0]
        .into_iter()
        .map(|step| u8::from(guesses_log10 >= step))
        .sum()
}

/// length × log2(alphabet), rounded: twelve characters of the four classes make 80 (CNIL, 2022).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "bounded by 128 × log2(99)"
)]
fn cnil_bits(text: &str) -> u16 {
    let length = u32::try_from(text.chars().count().min(LONGEST)).unwrap_or(0);
    match Classes::of(text).alphabet() {
        0 => 0,
        size => (f64::from(length) * f64::from(size).log2()).round() as u16,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::password::assumed_rule;

    fn verdict(text: &str) -> Verdict {
        judge(
            &assumed_rule(),
            true,
            &Context::default(),
            &Password::new(text.to_owned()),
        )
    }

    /// Non-empty lines that are no comment.
    fn sample(text: &str) -> impl Iterator<Item = &str> {
        text.lines().filter(|line| !line.is_empty() && !line.starts_with("# "))
    }

    fn teacher() -> Context {
        Context {
            given: Some("Camille".into()),
            family: Some("Lefèvre".into()),
            logins: vec!["clefevre".into(), "camille.lefevre@ac-besancon.fr".into()],
            places: vec!["Besançon".into(), "Lycée Victor-Hugo".into()],
            birth_year: Some(1987),
        }
    }

    #[test]
    fn no_bad_password_of_the_sample_is_accepted() {
        let accepted: Vec<String> = sample(include_str!("../../tests/fixtures/passwords/bad.txt"))
            .map(|text| {
                (
                    text,
                    judge(&assumed_rule(), true, &teacher(), &Password::new(text.to_owned())),
                )
            })
            .filter(|(_, verdict)| verdict.accepted)
            .map(|(text, verdict)| format!("{text} {:.1}", verdict.guesses_log10))
            .collect();
        assert!(accepted.is_empty(), "{accepted:#?}");
    }

    #[test]
    fn every_good_password_of_the_sample_is_accepted() {
        let refused: Vec<String> = sample(include_str!("../../tests/fixtures/passwords/good.txt"))
            .map(|text| {
                (
                    text,
                    judge(&assumed_rule(), true, &teacher(), &Password::new(text.to_owned())),
                )
            })
            .filter(|(_, verdict)| !verdict.accepted)
            .map(|(text, verdict)| format!("{text} {:?} {:.1}", verdict.advice, verdict.guesses_log10))
            .collect();
        assert!(refused.is_empty(), "{refused:#?}");
    }

    #[test]
    fn the_five_that_fool_zxcvbn_are_refused_with_their_reason() {
        for (text, advice) in [
            ("Rentree2025!", Advice::WordAndYear),
            ("LyceeHugo2025!", Advice::WordAndYear),
            ("JeanMoulin69!", Advice::AddWord),
            ("MotDePasse2025!", Advice::WordAndYear),
            ("01E9501234ABC!a", Advice::NationalCode),
        ] {
            let verdict = verdict(text);
            assert!(!verdict.accepted, "{text}");
            assert_eq!(verdict.advice, Some(advice), "{text}: {verdict:?}");
        }
    }

    #[test]
    fn bits_are_the_cnils_and_nothing_typed_is_worth_nothing() {
        assert_eq!(verdict("Abcdefghij1!").cnil_bits, 80);
        let empty = verdict("");
        assert_eq!(
            (empty.cnil_bits, empty.score, empty.advice),
            (0, 0, Some(Advice::Empty))
        );
    }
}
