//! A screen in words, for a terminal. Asks nothing: that is `talk`.

use qrcode::{EcLevel, QrCode, render::unicode::Dense1x2};
use rentree::{
    academy::{Need, Platform},
    mail::{Likely, diagnose},
    password::{RuleLine, Verdict},
    totp::Card,
    wizard::Refusal,
    wizard::ask::LinkLine,
    wizard::view::{
        DeskLine, Device, Doing, Doings, FileLine, ForwardingLine, Item, Look, MailboxLine, OldPlaces, PackLine,
        PageLine, PortalKind, PortalLine, Proof, RefusalLine, ResumeLine, Screen, ServerLine, Stays, StepName, Summary,
        Traces, TypedLine, TypedValue, View,
    },
    words::Words,
};
use rentree_practice::Person;
use time::OffsetDateTime;

use super::{refusal_text, slug, way_back};

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
    if let Some(pack) = &view.pack {
        text += &format!("\n{}", served(words, pack));
    }
    for fact in &view.facts {
        let key = format!("fact-{}", fact.key);
        if words.knows(&key) {
            text += &format!("\n• {}", words.say(&key, &fact.params));
        }
    }
    text
}

/// Which pack serves, and until when.
fn served(words: &Words, pack: &PackLine) -> String {
    let none = String::new();
    let params: [(&str, &dyn ToString); 2] = [
        ("day", pack.until.as_ref().unwrap_or(&none)),
        ("signed", pack.signed.as_ref().unwrap_or(&none)),
    ];
    let key = match pack {
        PackLine { key: None, .. } => "pack-serves-unsigned",
        PackLine { expired: true, .. } => "pack-serves-texts",
        _ => "pack-serves",
    };
    words.with(key, &params)
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

/// No server is known, and what that likely means at this platform.
pub(super) fn no_server(platform: Option<&Platform>) -> RefusalLine {
    match Likely::at(platform) {
        Some(Likely::ClientsClosed) => RefusalLine::of(&diagnose::Verdict::ClientsClosed),
        Some(Likely::ApplicationPassword) | None => RefusalLine::of(&Refusal::NoSettings),
    }
}

/// What is going on; how long at most, where it takes long.
pub(super) fn doing(words: &Words, doing: &Doing) -> String {
    let what = words.plain(&format!("doing-{}", slug(doing.code)));
    let host = doing.host.as_deref().unwrap_or_default();
    let at_most = match doing.code {
        Doings::KeptWaiting => words.with("window-at-most", &[("n", &doing.at_most_s)]),
        _ => String::new(),
    };
    format!("  … {what} {host} {at_most}").trim_end().to_owned()
}

/// Where somebody left, as it was noted.
pub(super) fn resume(words: &Words, line: &ResumeLine) -> String {
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

/// How an application password is made, and what to do when its page shows nothing.
pub(super) fn application_guide(words: &Words, device: Device) -> String {
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
pub(super) fn old_places(words: &Words, old: &OldPlaces) -> String {
    let mut lines = vec![words.plain("old-places"), words.attribute("old-places", "lead")];
    lines.extend(old.lock_after.map(|n| words.with("old-places-lock", &[("n", &n)])));
    for place in &old.places {
        let key = format!("old-place-{}", slug(place));
        lines.push(format!("  • {}", words.plain(&key)));
        lines.push(format!("      {}", words.attribute(&key, "pause")));
    }
    lines.join("\n")
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

/// Who can be asked, by name or by role.
pub(super) fn desk_name(words: &Words, line: &DeskLine) -> String {
    let town = line.town.clone().unwrap_or_default();
    let role = || words.with(&format!("desk-{}", slug(line.role)), &[("town", &town)]);
    line.name.clone().unwrap_or_else(role)
}

/// Why them.
pub(super) fn desk_why(words: &Words, line: &DeskLine) -> String {
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

/// Whom to ask.
pub(super) fn desk(words: &Words, line: &DeskLine) -> String {
    let reach = [&line.phone, &line.url].into_iter().flatten().cloned();
    let parts: Vec<String> = [desk_name(words, line), desk_why(words, line)]
        .into_iter()
        .chain(reach)
        .collect();
    words.with("cli-desk", &[("name", &parts.join(" · "))])
}

/// The door a link opens, what gives an imitation away, where the inbox is.
pub(super) fn link(words: &Words, line: &LinkLine) -> String {
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
fn portal(words: &Words, line: &PortalLine) -> String {
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

/// Accepted or not, in bits and on zxcvbn's scale.
pub(super) fn worth(words: &Words, verdict: &Verdict) -> String {
    let said = match verdict.accepted {
        true => "cli-password-accepted",
        false => "cli-password-refused",
    };
    words.with(said, &[("bits", &verdict.cnil_bits), ("score", &verdict.score)])
}

/// What a password that was typed is worth, and what to change first.
pub(super) fn verdict(words: &Words, verdict: &Verdict) -> String {
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
        | Proof::ShutOut { host }
        | Proof::CameBack { host }
        | Proof::Changed { host }
        | Proof::Registered { host }
        | Proof::AsksForCode { host }
        | Proof::AskedForCode { host }
        | Proof::CodeSpent { host } => words.with(&key, &[("host", host)]),
        Proof::ReadBack { host, address } => words.with(&key, &[("host", host), ("address", address)]),
        Proof::CodeTypedBack { address } => words.with(&key, &[("address", address)]),
        Proof::OnDisk { files } => words.with(&key, &[("files", files)]),
    }
}

/// What the open mailbox says of itself.
pub(super) fn mailbox(words: &Words, line: &MailboxLine) -> String {
    let mut lines = vec![words.with("cli-mailbox", &[("messages", &line.messages)])];
    if let (Some(used), Some(limit)) = (line.used_kib, line.limit_kib) {
        let mib = |kib: u64| kib.div_ceil(1024);
        lines.push(words.with("mailbox-quota", &[("used", &mib(used)), ("limit", &mib(limit))]));
    }
    if line.full {
        lines.push(words.plain("mailbox-full"));
    } else if line.nearly_full {
        lines.push(words.plain("mailbox-nearly-full"));
    }
    if let Some(count) = line.quarantine_unread.filter(|count| *count > 0) {
        lines.push(words.with("mailbox-quarantine", &[("n", &count)]));
    }
    if let Some(special) = line.special.as_ref().filter(|all| !all.is_empty()) {
        let names = special.iter().map(|one| words.plain(&format!("folder-{}", slug(one))));
        let names = names.collect::<Vec<_>>().join(", ");
        lines.push(words.with("mailbox-folders", &[("names", &names)]));
    }
    lines.push(forwarding(words, &line.forwarding));
    lines.join("\n")
}

fn forwarding(words: &Words, line: &ForwardingLine) -> String {
    match line {
        ForwardingLine::On { host, rules } => {
            let mut lines = vec![words.with("forwarding-on", &[("host", host)])];
            for rule in rules {
                lines.push(format!("  {}", rule.rule));
                let key = match (rule.outside, rule.copy_stays) {
                    (false, _) => "forwarding-inside",
                    (true, Some(true)) => "forwarding-outside-copy",
                    (true, Some(false)) => "forwarding-outside-alone",
                    (true, None) => "forwarding-outside",
                };
                lines.push(format!("  {}", words.with(key, &[("to", &rule.to)])));
            }
            lines.push(words.plain("forwarding-on.why"));
            lines.join("\n")
        }
        ForwardingLine::Off { host } => words.with("forwarding-off", &[("host", host)]),
        ForwardingLine::Unreadable { host } => words.with("forwarding-unreadable", &[("host", host)]),
        ForwardingLine::NotReached { host } => words.with("forwarding-not-reached", &[("host", host)]),
        ForwardingLine::Refused { host } => words.with("forwarding-refused", &[("host", host)]),
        ForwardingLine::Unknown => words.plain("forwarding-unknown"),
    }
}

/// Files and what to do with each.
pub(super) fn files(words: &Words, files: &[FileLine]) -> String {
    let line = |file: &FileLine| {
        let client = words.plain(&format!("client-{}", slug(file.client)));
        let named = words.with("cli-file", &[("client", &client), ("path", &file.path)]);
        let next = format!("next-{}", file.next);
        let more = words.more(&next, "more").map(|more| format!("\n      {more}"));
        format!("  {named}\n      {}{}", words.plain(&next), more.unwrap_or_default())
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

/// Everything was erased: each place that was looked at, and what was found.
pub(super) fn traces(words: &Words, traces: &Traces) -> String {
    let mut lines = vec![
        words.plain(&format!("ended-{}", slug(traces.ended))),
        words.plain(traces.verdict()),
    ];
    for look in &traces.looks {
        let place = words.plain(&format!("look-{}", slug(look.place)));
        let path = look.path.as_ref().map(|path| format!(" ({path})")).unwrap_or_default();
        lines.push(format!("  • {place}{path}\n      {}", looked(words, look)));
    }
    lines.push(words.plain("ended-next"));
    lines.join("\n")
}

fn looked(words: &Words, look: &Look) -> String {
    match &look.stays {
        None => match look.seen {
            Some(seen) => words.with("look-read", &[("n", &seen)]),
            None => words.with("look-nothing", &[("n", &look.gone)]),
        },
        Some(Stays::Attempts { until }) => {
            let when = OffsetDateTime::from_unix_timestamp(*until).map(|when| {
                let (day, time) = (when.date(), when.time());
                format!("{day} {:02}:{:02} UTC", time.hour(), time.minute())
            });
            words.with("stays-attempts", &[("when", &when.unwrap_or_default())])
        }
        Some(Stays::Wanted { files }) => words.with("stays-wanted", &[("n", files)]),
        Some(Stays::Earlier { files }) => words.with("stays-earlier", &[("n", files)]),
        Some(Stays::NoKeyring) => words.plain("stays-no-keyring"),
        Some(Stays::Found { paths }) => words.with("stays-found", &[("paths", &paths.join(", "))]),
    }
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
        parts.push(self::mailbox(words, mailbox));
    }
    if !summary.files.is_empty() {
        parts.push(format!(
            "{}\n{}",
            words.plain("cli-files"),
            files(words, &summary.files)
        ));
    }
    parts.push(way_back::forgotten(words, &summary.forgotten));
    if let Some(webmail) = &summary.webmail {
        parts.push(page(words, webmail));
    }
    let portals = summary.portals.iter().map(|line| format!("  {}", portal(words, line)));
    parts.push(format!(
        "{}\n{}",
        words.plain("portals"),
        portals.collect::<Vec<_>>().join("\n")
    ));
    parts.extend(summary.old_places.as_ref().map(|old| old_places(words, old)));
    let desks = summary.desks.iter().map(|one| desk(words, one));
    parts.push(desks.collect::<Vec<_>>().join("\n"));
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
