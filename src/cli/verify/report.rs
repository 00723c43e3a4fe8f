//! What was verified, in sentences or in the contract's shape.

use rentree::{academy::Endpoint, wizard::view::ForwardingLine};
use serde_json::{Map, Value, json};

use super::Verified;
use crate::cli::{Door, Outcome, screens};

pub(super) fn show(door: &Door, verified: &Verified) -> Outcome {
    if door.json {
        return door.print_json(&report(verified));
    }
    let words = door.words;
    let (imap, smtp) = (&verified.imap.host, &verified.smtp.host);
    out!(
        "{}",
        words.with(
            "cli-verified",
            &[("host", imap), ("smtp", smtp), ("login", &verified.login)]
        )
    );
    out!("{}", screens::mailbox(words, &verified.mailbox));
    if let Some(back) = &verified.back {
        out!("{}", words.with("proof-came-back", &[("host", &back.imap)]));
    }
    out!("{}", words.with("cli-attempts-left", &[("n", &verified.attempts_left)]));
    Ok(())
}

/// The contract's shape; what is unknown is null, with its reason under `why`.
fn report(verified: &Verified) -> Value {
    let mailbox = &verified.mailbox;
    let mut why = Map::new();
    let mut known = |key: &str, value: Option<Value>, otherwise: &str| match value {
        Some(value) => value,
        None => {
            why.insert(key.to_owned(), json!(otherwise));
            Value::Null
        }
    };
    let quota = mailbox.used_kib.zip(mailbox.limit_kib).map(|(used, limit)| {
        json!({ "used_kib": used, "limit_kib": limit, "nearly_full": mailbox.nearly_full, "full": mailbox.full })
    });
    let quota = known("quota", quota, "server-does-not-say");
    let (forwarding, otherwise) = match &mailbox.forwarding {
        line @ (ForwardingLine::On { .. } | ForwardingLine::Off { .. }) => (Some(json!(line)), ""),
        ForwardingLine::Unreadable { .. } => (None, "filter-not-understood"),
        ForwardingLine::NotReached { .. } => (None, "filter-server-not-reached"),
        ForwardingLine::Refused { .. } => (None, "filter-server-refused"),
        ForwardingLine::Unknown => (None, "no-filter-server-known"),
    };
    let forwarding = known("forwarding", forwarding, otherwise);
    let folders = known(
        "folders",
        mailbox.special.as_ref().map(|all| json!(all)),
        "server-does-not-say",
    );
    let unread = mailbox.quarantine_unread.map(|count| json!(count));
    let unread = known("quarantine_unread", unread, "sender-unknown");
    let back = verified.back.as_ref().map(
        |back| json!({ "sent_by": back.smtp, "seen_by": back.imap, "in_junk": back.in_junk, "removed": back.removed }),
    );
    let back = known("round_trip", back, "not-asked-for");
    json!({
        "state": "opens",
        "login": verified.login,
        "imap": place(&verified.imap),
        "smtp": place(&verified.smtp),
        "messages": mailbox.messages,
        "quota": quota,
        "forwarding": forwarding,
        "folders": folders,
        "quarantine_unread": unread,
        "round_trip": back,
        "attempts_left": verified.attempts_left,
        "why": why,
    })
}

fn place(endpoint: &Endpoint) -> Value {
    json!({ "host": endpoint.host, "port": endpoint.port, "security": endpoint.security })
}
