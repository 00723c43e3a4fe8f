//! A screen in words, for a terminal. Asks nothing: that is `talk`.
//!
//! Here what every step says, and the last screen; the rooms hold the words of one kind of screen each.

mod mail_apps;
mod mailbox;
mod password;
mod place;
mod traces;

use rentree::{
    wizard::view::{Doing, Doings, Item, PackLine, Proof, Screen, StepName, Summary, View},
    words::Words,
};
use rentree_practice::Person;

use self::place::portal;
pub(super) use self::{
    mail_apps::{files, typed},
    mailbox::mailbox,
    password::{application_guide, old_places, rules, verdict, worth},
    place::{desk, desk_name, desk_why, link, needs, no_server, page, resume, server},
    traces::traces,
};
use super::{slug, way_back};

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
