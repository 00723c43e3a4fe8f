//! What a portal demands, and where what was typed stands. How good a password is belongs to `strength`.

use super::{RuleCode, RuleLine};
use crate::academy::{Academy, PasswordRule};

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
    if let Some(most) = rule.max_length {
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
}
