//! The end on a shared computer: each place that was looked at, and what was found.

use rentree::{
    wizard::view::{Look, Stays, Traces},
    words::Words,
};
use time::OffsetDateTime;

use crate::cli::slug;

/// Everything was erased: each place that was looked at, and what was found.
pub(in crate::cli) fn traces(words: &Words, traces: &Traces) -> String {
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
