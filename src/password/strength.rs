//! What a password is worth: the lower of zxcvbn's estimate and ours, and one piece of advice.

use super::{
    Advice, Context, Verdict, french,
    rule::{Classes, LONGEST, lines},
    shapes,
};
use crate::{academy::PasswordRule, secret::Password};

/// Guesses, power of ten, from which a password is accepted: ten times what zxcvbn's highest mark begins at, since both
/// estimates still miss turns of phrase (the sample in `tests/fixtures/passwords` shows which). Twelve characters drawn at
/// random have 10^12 by zxcvbn's own counting.
const ENOUGH: f64 = 11.0;

/// zxcvbn sees this many characters: what follows can only help, and time is bounded.
const ZXCVBN_SEES: usize = 40;

/// Judges a password for an academy's rule and a person.
#[must_use]
pub fn judge(rule: &PasswordRule, assumed: bool, context: &Context, typed: &Password) -> Verdict {
    let text = typed.expose();
    let rules = lines(rule, text);
    let own = french::Own::of(context);
    let ours = french::estimate(text, &own);
    let guesses_log10 = ours.guesses_log10.min(zxcvbn_log10(text, &own));
    let follows = rules.iter().all(|line| line.met);
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

/// zxcvbn's scale, 10^3, 10^6, 10^8; its highest mark is kept for what is accepted.
fn score(guesses_log10: f64) -> u8 {
    [3.0, 6.0, 8.0, ENOUGH]
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
    let length = u32::try_from(text.chars().count())
        .unwrap_or(u32::MAX)
        .min(LONGEST.into());
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

    /// Who the sample's passwords belong to, as its header says.
    fn teacher() -> Context {
        Context {
            given: Some("Camille".into()),
            family: Some("Lefèvre".into()),
            logins: vec!["clefevre".into(), "camille.lefevre@ac-besancon.fr".into()],
            places: vec!["Besançon".into(), "Lycée Victor-Hugo".into()],
            birth_year: Some(1987),
        }
    }

    /// How many the sample holds, and the ones whose acceptance is not `wanted`, with what was found in them.
    fn misjudged(sample: &str, wanted: bool) -> (usize, Vec<String>) {
        let passwords: Vec<&str> = sample
            .lines()
            .filter(|line| !line.is_empty() && !line.starts_with("# "))
            .collect();
        let wrong = passwords.iter().filter_map(|text| {
            let verdict = judge(&assumed_rule(), true, &teacher(), &Password::new((*text).to_owned()));
            let said = format!("{text} {:?} {:.1}", verdict.advice, verdict.guesses_log10);
            (verdict.accepted != wanted).then_some(said)
        });
        (passwords.len(), wrong.collect())
    }

    #[test]
    fn of_two_hundred_plausible_bad_passwords_none_is_accepted() {
        let (all, accepted) = misjudged(include_str!("../../tests/fixtures/passwords/bad.txt"), false);
        assert!(all >= 200, "{all}");
        assert!(accepted.is_empty(), "{accepted:#?}");
    }

    #[test]
    fn of_a_hundred_good_passwords_three_percent_at_most_are_refused() {
        let (all, refused) = misjudged(include_str!("../../tests/fixtures/passwords/good.txt"), true);
        assert!(all >= 100, "{all}");
        assert!(
            refused.len() * 100 <= all * 3,
            "{} of {all}: {refused:#?}",
            refused.len()
        );
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
