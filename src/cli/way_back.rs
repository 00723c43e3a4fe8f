//! The way back and the second factor in words, for a terminal. Asks nothing: that is `talk`.

use std::io::{IsTerminal, stderr};

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use rentree::{
    academy::SecondFactor,
    totp::Card,
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

/// Where the mail with six digits arrives in practice, and the question for them.
pub(super) fn recovery_code(
    words: &Words,
    (address, minutes, tries): (&str, u16, u8),
    practice_inbox: Option<&str>,
) -> (Option<String>, String) {
    let inbox = practice_inbox.map(|url| words.with("cli-practice-inbox", &[("url", &url)]));
    let values: [(_, &dyn ToString); 3] = [("address", &address), ("minutes", &minutes), ("tries", &tries)];
    (inbox, words.with("cli-ask-recovery-code", &values))
}

/// The QR code as text blocks, and the key for typing.
pub(super) fn card(words: &Words, card: &Card) -> String {
    let picture = QrCode::with_error_correction_level(&card.uri, EcLevel::L)
        .ok()
        .map(|code| {
            // A terminal is dark more often than light, and a reader wants dark modules on light.
            code.render::<Dense1x2>()
                .dark_color(Dense1x2::Light)
                .light_color(Dense1x2::Dark)
                .build()
        });
    let key = words.with(
        "cli-card-key",
        &[
            ("issuer", &card.issuer),
            ("account", &card.account),
            ("key", &card.key.join(" ")),
        ],
    );
    format!("{}\n{key}\n  {}", picture.unwrap_or_default(), card.uri)
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
