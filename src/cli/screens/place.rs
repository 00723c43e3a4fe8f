//! Where one left, what a server answered, which door a link opens, official pages and desks.

use rentree::{
    academy::{Need, Platform},
    mail::{Likely, diagnose},
    wizard::{
        Refusal,
        ask::LinkLine,
        view::{DeskLine, PageLine, PortalKind, PortalLine, RefusalLine, ResumeLine, ServerLine},
    },
    words::Words,
};
use time::OffsetDateTime;

use crate::cli::{refusal_text, slug};

/// Where somebody left, as it was noted.
pub(in crate::cli) fn resume(words: &Words, line: &ResumeLine) -> String {
    let day = OffsetDateTime::from_unix_timestamp(line.since).map(|when| when.date().to_string());
    let values: [(&str, &dyn ToString); 4] = [
        ("name", &line.name),
        ("academy", &line.academy),
        ("address", &line.address),
        ("day", &day.unwrap_or_default()),
    ];
    let mut lines = vec![words.plain("resume"), words.with("resume-who", &values)];
    if line.in_doubt {
        lines.push(words.plain("resume-in-doubt"));
    }
    if !line.left.is_empty() {
        lines.push(words.plain("resume-left"));
    }
    let left = line
        .left
        .iter()
        .map(|key| format!("  • {}", words.plain(&format!("item-{}-left", slug(key)))));
    lines.extend(left);
    lines.join("\n")
}

/// No server is known, and what that likely means at this platform.
pub(in crate::cli) fn no_server(platform: Option<&Platform>) -> RefusalLine {
    match Likely::at(platform) {
        Some(Likely::ClientsClosed) => RefusalLine::of(&diagnose::Verdict::ClientsClosed),
        Some(Likely::ApplicationPassword) | None => RefusalLine::of(&Refusal::NoSettings),
    }
}

/// What a server answered.
pub(in crate::cli) fn server(words: &Words, key: &str, line: &ServerLine) -> String {
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
pub(in crate::cli) fn page(words: &Words, line: &PageLine) -> String {
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
pub(in crate::cli) fn needs(words: &Words, key: &str, needs: &[Need]) -> String {
    if needs.is_empty() {
        return String::new();
    }
    let lines = needs
        .iter()
        .map(|need| format!("\n  • {}", words.plain(&format!("need-{}", slug(need)))));
    words.plain(key) + &lines.collect::<String>()
}

/// Whom to ask.
pub(in crate::cli) fn desk(words: &Words, line: &DeskLine) -> String {
    let reach = [&line.phone, &line.url].into_iter().flatten().cloned();
    let parts: Vec<String> = [desk_name(words, line), desk_why(words, line)]
        .into_iter()
        .chain(reach)
        .collect();
    words.with("cli-desk", &[("name", &parts.join(" · "))])
}

/// Who can be asked, by name or by role.
pub(in crate::cli) fn desk_name(words: &Words, line: &DeskLine) -> String {
    let town = line.town.clone().unwrap_or_default();
    let role = || words.with(&format!("desk-{}", slug(line.role)), &[("town", &town)]);
    line.name.clone().unwrap_or_else(role)
}

/// Why them.
pub(in crate::cli) fn desk_why(words: &Words, line: &DeskLine) -> String {
    let own = line.department.as_ref();
    let department = own
        .map(|own| format!("{} ({})", own.name, own.code))
        .unwrap_or_default();
    let key = format!("desk-{}", slug(line.role));
    let why = words.attribute_with(&key, "why", &[("department", &department)]);
    let sure = line
        .confidence
        .map(|sure| words.plain(&format!("confidence-{}", slug(sure))));
    sure.map_or(why.clone(), |sure| format!("{why} ({sure})"))
}

/// The door a link opens, what gives an imitation away, where the inbox is.
pub(in crate::cli) fn link(words: &Words, line: &LinkLine) -> String {
    let mut lines = vec![words.plain(&format!("link-{}", line.why))];
    let inboxes = (!line.inboxes.is_empty()).then(|| line.inboxes.join(" · "));
    let more = [
        ("cli-link-name", &line.name),
        ("cli-link-differs", &line.differs),
        ("cli-link-instead", &inboxes),
    ];
    let told = more
        .into_iter()
        .filter_map(|(key, value)| Some(words.with(key, &[("what", value.as_ref()?)])));
    lines.extend(told);
    lines.join("\n")
}

/// A door of the academy: what it is, its name, the host to look for.
pub(super) fn portal(words: &Words, line: &PortalLine) -> String {
    let unknown = || (line.kind == PortalKind::Inbox).then(|| words.plain("portal-unknown"));
    let parts = [
        line.name.clone(),
        line.host.clone().or_else(unknown),
        line.scope.clone(),
    ];
    let said: Vec<String> = parts.into_iter().flatten().collect();
    let kind = words.plain(&format!("portal-{}", slug(line.kind)));
    words.with("portal-line", &[("kind", &kind), ("what", &said.join(" · "))])
}
