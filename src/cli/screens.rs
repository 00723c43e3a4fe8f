//! A screen in words, for a terminal. Asks nothing: that is `talk`.

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use rentree::{
    academy::Need,
    password::RuleLine,
    wizard::view::{
        DeskLine, EnrolmentCard, FileLine, Item, PageLine, Proof, Screen, ServerLine, StepName, Summary, TypedLine,
        TypedValue, View,
    },
    words::Words,
};
use rentree_practice::Person;

use super::{refusal_text, slug};

/// The name a screen has in the data.
pub(super) fn kind(screen: &Screen) -> String {
    let value = serde_json::to_value(screen).ok();
    value
        .and_then(|value| value.get("kind")?.as_str().map(str::to_owned))
        .unwrap_or_default()
}

/// "3/7 Password", with the banners that hold on every screen and the facts of this academy.
pub(super) fn heading(words: &Words, view: &View) -> String {
    let number = 1 + StepName::ALL
        .iter()
        .position(|step| *step == view.step)
        .unwrap_or_default();
    let name = words.plain(&format!("step-{}", slug(view.step)));
    let mut text = format!("── {number}/7 {name} ──");
    if view.practice {
        text += &format!("\n{}", words.plain("cli-practice-banner"));
    }
    if view.independent && view.academy.is_some() {
        text += &format!("\n{}", words.plain("cli-independent"));
    }
    for fact in &view.facts {
        let key = format!("fact-{}", fact.key);
        if words.knows(&key) {
            text += &format!("\n• {}", words.say(&key, &fact.params));
        }
    }
    text
}

/// The letter a practice person received.
pub(super) fn letter(words: &Words, person: &Person) -> String {
    let name = format!("{} {}", person.given, person.family);
    words.with(
        "cli-practice-letter",
        &[
            ("name", &name),
            ("academy", &person.academy),
            ("address", &person.address),
            ("login", &person.login),
            ("password", &person.password),
            ("personal", &person.personal_mailbox),
        ],
    )
}

/// What a server answered.
pub(super) fn server(words: &Words, key: &str, line: &ServerLine) -> String {
    let what = words.plain(key);
    let place = line
        .endpoint
        .as_ref()
        .map(|endpoint| format!("{}:{}", endpoint.host, endpoint.port));
    match (&place, &line.fault) {
        (Some(place), None) if line.reached => words.with("cli-server-reached", &[("what", &what), ("place", place)]),
        (Some(place), Some(fault)) => {
            let mute = words.with("cli-server-mute", &[("what", &what), ("place", place)]);
            format!("{mute}\n{}", refusal_text(words, fault))
        }
        (Some(place), None) => words.with("cli-server-mute", &[("what", &what), ("place", place)]),
        (None, Some(fault)) => refusal_text(words, fault),
        (None, None) => words.with("cli-server-unknown", &[("what", &what)]),
    }
}

/// An official page: its name, its address, the host to look for.
pub(super) fn page(words: &Words, line: &PageLine) -> String {
    let purpose = words.plain(&format!("page-{}", slug(line.purpose)));
    let name = line
        .name
        .as_deref()
        .map(|name| format!(" ({name})"))
        .unwrap_or_default();
    let mut text = match (&line.url, &line.host) {
        (Some(url), Some(host)) => {
            format!(
                "{purpose}{name}\n  {url}\n  {}",
                words.with("cli-page-host", &[("host", host)])
            )
        }
        (Some(url), None) => format!("{purpose}{name}\n  {url}"),
        _ => format!("{purpose}{name}\n  {}", words.plain("cli-page-unknown")),
    };
    if let Some(url) = &line.practice_url {
        text += &format!("\n  {}", words.with("cli-page-practice", &[("url", url)]));
    }
    text
}

/// What to have ready.
pub(super) fn needs(words: &Words, key: &str, needs: &[Need]) -> String {
    if needs.is_empty() {
        return String::new();
    }
    let lines = needs
        .iter()
        .map(|need| format!("\n  • {}", words.plain(&format!("need-{}", slug(need)))));
    words.plain(key) + &lines.collect::<String>()
}

/// Whom to ask.
pub(super) fn desk(words: &Words, line: &DeskLine) -> String {
    let Some(name) = &line.name else {
        return words.plain("cli-desk-unknown");
    };
    let reach: Vec<&str> = [&line.phone, &line.url]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .collect();
    format!("{} {}", words.with("cli-desk", &[("name", name)]), reach.join(" · "))
}

/// The checklist of a password.
pub(super) fn rules(words: &Words, lines: &[RuleLine]) -> String {
    let line = |line: &RuleLine| {
        let mark = if line.met { '✓' } else { '·' };
        format!(
            "  {mark} {}",
            words.with(&format!("rule-{}", slug(line.code)), &[("n", &line.n)])
        )
    };
    lines.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The QR code as text blocks, and the key for typing.
pub(super) fn card(words: &Words, card: &EnrolmentCard) -> String {
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

/// Things with what proves them or why they are left.
pub(super) fn items(words: &Words, items: &[Item]) -> String {
    items
        .iter()
        .map(|line| item(words, line))
        .collect::<Vec<_>>()
        .join("\n")
}

fn item(words: &Words, item: &Item) -> String {
    let mut text = format!(
        "  • {}",
        words.plain(&format!("item-{}-{}", slug(item.key), slug(item.standing)))
    );
    if let Some(proof) = &item.proof {
        text += &format!("\n      {}", proved(words, proof));
    }
    if let Some(why) = item.why {
        text += &format!("\n      {}", words.plain(&format!("why-{}", slug(why))));
    }
    if let Some(url) = item.page.as_ref().and_then(|page| page.url.as_ref()) {
        text += &format!("\n      {url}");
    }
    text
}

fn proved(words: &Words, proof: &Proof) -> String {
    let key = format!("proof-{}", slug(proof));
    match proof {
        Proof::Greeted { host }
        | Proof::SignedIn { host }
        | Proof::ImapOpened { host }
        | Proof::SmtpAccepted { host }
        | Proof::Changed { host }
        | Proof::Registered { host }
        | Proof::AskedForCode { host } => words.with(&key, &[("host", host)]),
        Proof::CodeTypedBack { address } => words.with(&key, &[("address", address)]),
        Proof::OnDisk { files } => words.with(&key, &[("files", files)]),
    }
}

/// Files and what to do with each.
pub(super) fn files(words: &Words, files: &[FileLine]) -> String {
    let line = |file: &FileLine| {
        let client = words.plain(&format!("client-{}", slug(file.client)));
        let named = words.with("cli-file", &[("client", &client), ("path", &file.path)]);
        format!("  {named}\n      {}", words.plain(&format!("next-{}", file.next)))
    };
    files.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// What to type into an application that reads no file; the warning first.
pub(super) fn typed(words: &Words, line: &TypedLine) -> String {
    let key = format!("app-{}", slug(line.app));
    let mut lines = vec![words.plain(&key)];
    if line.warns {
        lines.push(format!("  ! {}", words.attribute(&key, "warning")));
    }
    lines.push(format!("  {}", words.attribute(&key, "steps")));
    let value = |value: &TypedValue| format!("      {} {}", words.plain(&value.label), value.value);
    lines.extend(line.values.iter().map(value));
    lines.join("\n")
}

/// The last screen.
pub(super) fn summary(words: &Words, summary: &Summary) -> String {
    let mut parts = Vec::new();
    for (key, list) in [
        ("standing-done", &summary.done),
        ("standing-declared", &summary.declared),
        ("standing-left", &summary.left),
    ] {
        if !list.is_empty() {
            parts.push(format!("{}\n{}", words.plain(key), items(words, list)));
        }
    }
    if let Some(mailbox) = &summary.mailbox {
        parts.push(words.with("cli-mailbox", &[("messages", &mailbox.messages)]));
        if mailbox.nearly_full {
            parts.push(words.plain("cli-mailbox-full"));
        }
    }
    if !summary.files.is_empty() {
        parts.push(format!(
            "{}\n{}",
            words.plain("cli-files"),
            files(words, &summary.files)
        ));
    }
    if let Some(webmail) = &summary.webmail {
        parts.push(page(words, webmail));
    }
    parts.extend(summary.desks.iter().map(|one| desk(words, one)));
    let reflexes = summary
        .reflexes
        .iter()
        .map(|reflex| format!("  • {}", words.plain(&format!("reflex-{}", slug(reflex)))));
    parts.push(format!(
        "{}\n{}",
        words.plain("cli-reflexes"),
        reflexes.collect::<Vec<_>>().join("\n")
    ));
    parts.join("\n\n")
}
