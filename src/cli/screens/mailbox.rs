//! What the open mailbox says of itself, and where its mail is forwarded.

use rentree::{
    wizard::view::{ForwardingLine, MailboxLine},
    words::Words,
};

use crate::cli::slug;

/// What the open mailbox says of itself.
pub(in crate::cli) fn mailbox(words: &Words, line: &MailboxLine) -> String {
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
