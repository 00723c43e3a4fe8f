//! What a portal demands, what its refusals taught us, and where what was typed stands. How good a password is belongs to
//! `strength`.

use super::{RuleCode, RuleLine};
use crate::{
    academy::{Academy, PasswordRule},
    secret::Password,
};

/// Longest password we send: the servers met take it, and portals that cut longer ones cut there.
pub(super) const LONGEST: u16 = 128;

/// The academy's rule, or the assumed one; the flag says that it is assumed.
#[must_use]
pub fn rule_of(academy: &Academy) -> (PasswordRule, bool) {
    match &academy.password_rule {
        Some(rule) => (rule.value.clone(), false),
        None => (assumed_rule(), true),
    }
}

/// Twelve characters and the four classes: what the portals seen ask for, and one of the three examples by which the
/// CNIL reaches 80 bits (recommendation of 21 July 2022).
#[must_use]
pub fn assumed_rule() -> PasswordRule {
    PasswordRule {
        min_length: 12,
        max_length: None,
        min_classes: 4,
        history: None,
        lock_after: None,
        lock_minutes: None,
        forbidden: None,
    }
}

/// The checklist, in the order it is shown; only what this rule asks.
#[must_use]
pub fn lines(rule: &PasswordRule, typed: &str) -> Vec<RuleLine> {
    let length = u16::try_from(typed.chars().count()).unwrap_or(u16::MAX);
    let mut lines = vec![RuleLine {
        code: RuleCode::MinLength,
        n: rule.min_length,
        met: length >= rule.min_length,
    }];
    // Ours is shown only to whom it concerns; the portal's always.
    let most = rule.max_length.map_or(LONGEST, |most| most.min(LONGEST));
    if rule.max_length.is_some() || length > most {
        lines.push(RuleLine {
            code: RuleCode::MaxLength,
            n: most,
            met: length <= most,
        });
    }
    if rule.min_classes > 1 {
        let classes = u16::from(rule.min_classes);
        lines.push(RuleLine {
            code: RuleCode::Classes,
            n: classes,
            met: Classes::of(typed).count() >= classes,
        });
    }
    let plain = !typed.is_empty() && typed.chars().all(|c| c.is_ascii_graphic());
    lines.push(RuleLine {
        code: RuleCode::PlainAscii,
        n: 0,
        met: plain,
    });
    if let Some(refused) = rule.forbidden.as_deref().filter(|refused| !refused.is_empty()) {
        let met = !typed.is_empty() && !typed.contains(|c| refused.contains(c));
        lines.push(RuleLine {
            code: RuleCode::Forbidden,
            n: 0,
            met,
        });
    }
    lines
}

/// What a server's refusals taught of its rule: the data knew less, or the rule has changed. It only ever tightens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Learnt {
    min_length: Option<u16>,
    max_length: Option<u16>,
    min_classes: Option<u8>,
}

impl Learnt {
    /// The server called this one too short: one character more at least.
    pub fn too_short(&mut self, refused: &Password) {
        let least = refused.length().saturating_add(1).min(LONGEST);
        self.min_length = self.min_length.max(Some(least));
    }

    /// The server called this one too long: one character fewer at least.
    pub fn too_long(&mut self, refused: &Password) {
        let most = refused.length().saturating_sub(1).max(1);
        self.max_length = Some(self.max_length.map_or(most, |known| known.min(most)));
    }

    /// The server called this one too simple: one class more, where one is left.
    pub fn too_simple(&mut self, refused: &Password) {
        let classes = Classes::of(refused.expose()).count().saturating_add(1).min(4);
        self.min_classes = self.min_classes.max(u8::try_from(classes).ok());
    }

    /// The rule with what was learnt. Contradictions are left to the server: it alone knows them.
    #[must_use]
    pub fn applied(self, rule: PasswordRule) -> PasswordRule {
        PasswordRule {
            min_length: rule.min_length.max(self.min_length.unwrap_or(0)),
            max_length: match (rule.max_length, self.max_length) {
                (Some(known), Some(learnt)) => Some(known.min(learnt)),
                (known, learnt) => known.or(learnt),
            },
            min_classes: rule.min_classes.max(self.min_classes.unwrap_or(0)),
            ..rule
        }
    }
}

/// Which of the four classes a text holds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Classes {
    lower: bool,
    upper: bool,
    digit: bool,
    special: bool,
}

impl Classes {
    pub(super) fn of(text: &str) -> Self {
        let mut classes = Self::default();
        for c in text.chars() {
            match c {
                c if c.is_lowercase() => classes.lower = true,
                c if c.is_uppercase() => classes.upper = true,
                c if c.is_ascii_digit() => classes.digit = true,
                _ => classes.special = true,
            }
        }
        classes
    }

    pub(super) fn count(self) -> u16 {
        [self.lower, self.upper, self.digit, self.special]
            .into_iter()
            .map(u16::from)
            .sum()
    }

    /// Size of the alphabet by the CNIL's counting: 26, 26, 10, and 37 specials.
    pub(super) fn alphabet(self) -> u16 {
        [(self.lower, 26), (self.upper, 26), (self.digit, 10), (self.special, 37)]
            .into_iter()
            .map(|(present, size)| if present { size } else { 0 })
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unmet(rule: &PasswordRule, typed: &str) -> Vec<RuleCode> {
        lines(rule, typed)
            .into_iter()
            .filter(|line| !line.met)
            .map(|line| line.code)
            .collect()
    }

    #[test]
    fn the_assumed_rule_wants_length_classes_and_plain_characters() {
        let rule = assumed_rule();
        assert_eq!(
            unmet(&rule, ""),
            [RuleCode::MinLength, RuleCode::Classes, RuleCode::PlainAscii]
        );
        assert_eq!(unmet(&rule, "Abcdefghij1!"), []);
        assert_eq!(unmet(&rule, "Abcdefghijk1"), [RuleCode::Classes]);
        assert_eq!(unmet(&rule, "Élan du soir 12!"), [RuleCode::PlainAscii]);
    }

    #[test]
    fn a_rule_of_the_academy_may_cap_and_forbid() {
        let rule = PasswordRule {
            max_length: Some(14),
            forbidden: Some("&é\"".into()),
            ..assumed_rule()
        };
        assert_eq!(unmet(&rule, "Abcdefghij1&"), [RuleCode::Forbidden]);
        assert_eq!(unmet(&rule, "Abcdefghijklmn1!"), [RuleCode::MaxLength]);
    }

    #[test]
    fn a_hundred_and_twenty_eight_characters_are_taken_and_one_more_is_said_to_be_too_many() {
        let rule = assumed_rule();
        let long = format!("Ab1!{}", "x".repeat(124));
        assert_eq!(unmet(&rule, &long), []);
        assert!(lines(&rule, &long).iter().all(|line| line.code != RuleCode::MaxLength));
        let line = lines(&rule, &format!("{long}x"));
        let most = line.iter().find(|line| line.code == RuleCode::MaxLength).unwrap();
        assert_eq!((most.n, most.met), (128, false));
    }

    #[test]
    fn a_refusal_of_the_server_tightens_the_rule_and_never_loosens_it() {
        let password = |text: &str| Password::new(text.to_owned());
        let mut learnt = Learnt::default();
        assert_eq!(learnt.applied(assumed_rule()), assumed_rule());
        learnt.too_short(&password("Abcdefghijk1!"));
        learnt.too_short(&password("Abc1!"));
        assert_eq!(learnt.applied(assumed_rule()).min_length, 14);
        learnt.too_long(&password("Abcdefghijklmnopqrs1!"));
        assert_eq!(learnt.applied(assumed_rule()).max_length, Some(20));
        let three = PasswordRule {
            min_classes: 3,
            ..assumed_rule()
        };
        learnt.too_simple(&password("abcdefghijklmn1"));
        assert_eq!(learnt.applied(three.clone()).min_classes, 3);
        learnt.too_simple(&password("Abcdefghijklmn1"));
        assert_eq!(learnt.applied(three).min_classes, 4);
    }
}
