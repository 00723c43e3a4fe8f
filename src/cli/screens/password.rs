//! A password's rules and worth, application passwords, and where the former one is still stored.

use rentree::{
    password::{RuleLine, Verdict},
    wizard::view::{Device, OldPlaces},
    words::Words,
};

use crate::cli::slug;

/// The checklist of a password.
pub(in crate::cli) fn rules(words: &Words, lines: &[RuleLine]) -> String {
    let line = |line: &RuleLine| {
        let mark = if line.met { '✓' } else { '·' };
        format!(
            "  {mark} {}",
            words.with(&format!("rule-{}", slug(line.code)), &[("n", &line.n)])
        )
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What a password that was typed is worth, and what to change first.
pub(in crate::cli) fn verdict(words: &Words, verdict: &Verdict) -> String {
    let mut lines = Vec::new();
    if !verdict.accepted {
        lines.push(rules(words, &verdict.rules));
    }
    lines.push(worth(words, verdict));
    let advice = verdict
        .advice
        .map(|advice| words.plain(&format!("advice-{}", slug(advice))));
    lines.extend(advice.map(|sentence| format!("→ {sentence}")));
    lines.join("\n")
}

/// Accepted or not, in bits and on zxcvbn's scale.
pub(in crate::cli) fn worth(words: &Words, verdict: &Verdict) -> String {
    let said = match verdict.accepted {
        true => "cli-password-accepted",
        false => "cli-password-refused",
    };
    words.with(said, &[("bits", &verdict.cnil_bits), ("score", &verdict.score)])
}

/// How an application password is made, and what to do when its page shows nothing.
pub(in crate::cli) fn application_guide(words: &Words, device: Device) -> String {
    let key = format!("device-{}", slug(device));
    let (device, name) = (words.plain(&key), words.attribute(&key, "name"));
    let title = words.with("application-guide", &[("device", &device)]);
    let named = words.with("application-guide-name", &[("name", &name)]);
    [
        title,
        format!("  1. {}", words.plain("application-guide-where")),
        format!("  2. {named}"),
        format!("  3. {}", words.plain("application-guide-copy")),
        words.plain("application-nothing"),
        format!("  {}", words.attribute("application-nothing", "text")),
    ]
    .join("\n")
}

/// Where the former password is still stored, and how each place is stopped.
pub(in crate::cli) fn old_places(words: &Words, old: &OldPlaces) -> String {
    let mut lines = vec![words.plain("old-places"), words.attribute("old-places", "lead")];
    lines.extend(old.lock_after.map(|n| words.with("old-places-lock", &[("n", &n)])));
    for place in &old.places {
        let key = format!("old-place-{}", slug(place));
        lines.push(format!("  • {}", words.plain(&key)));
        lines.push(format!("      {}", words.attribute(&key, "pause")));
    }
    lines.join("\n")
}
