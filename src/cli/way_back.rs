//! The way back and the second factor in words, for a terminal. Asks nothing: that is `talk`.

use std::io::{IsTerminal, stderr};

use rentree::{
    academy::SecondFactor,
    wizard::view::{CodeList, Forgotten, WithoutPhone},
    words::Words,
};

use super::{screens, slug};

/// The day the password is forgotten.
pub(super) fn forgotten(words: &Words, card: &Forgotten) -> String {
    let state = if card.prepared {
        "forgotten-prepared"
    } else {
        "forgotten-unprepared"
    };
    let asked = match (card.asked.is_empty(), card.prepared) {
        (true, _) => words.plain("forgotten-asks-unknown"),
        (false, true) => screens::needs(words, "forgotten-asks", &card.asked),
        (false, false) => screens::needs(words, "forgotten-brings", &card.asked),
    };
    [
        words.plain("forgotten"),
        words.plain(state),
        screens::page(words, &card.page),
        asked,
        screens::desk(words, &card.desk),
    ]
    .join("\n")
}

/// Second factors, each with what it is.
pub(super) fn factors(words: &Words, factors: &[SecondFactor]) -> Vec<String> {
    let line = |factor: &SecondFactor| {
        let key = format!("factor-{}", slug(factor));
        format!("{}\n      {}", words.plain(&key), words.attribute(&key, "hint"))
    };
    factors.iter().map(line).collect()
}

/// Ways without a smartphone.
pub(super) fn without_phone(words: &Words, ways: &[WithoutPhone]) -> String {
    let lines = ways
        .iter()
        .map(|way| format!("\n  • {}", words.plain(&format!("without-phone-{}", slug(way)))));
    words.plain("without-phone") + &lines.collect::<String>()
}

/// Recovery codes, and where they were saved.
pub(super) fn codes(words: &Words, list: &CodeList, saved: Option<&str>) -> String {
    let mut lines = vec![
        words.attribute("codes-list", "lead"),
        words.attribute("codes-list", "keep"),
    ];
    lines.extend(list.codes.iter().map(|code| format!("  [ ] {code}")));
    lines.extend(saved.map(str::to_owned));
    lines.join("\n")
}

/// What was shown of a secret does not stay on the screen, nor above it, where the terminal can forget.
pub(super) fn hide() {
    if stderr().is_terminal() {
        eprint!("\x1b[2J\x1b[3J\x1b[H");
    }
}
