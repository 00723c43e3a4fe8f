//! Looks at everything at once, tells each answer as it comes, and stops in time.

use std::time::Duration;

use futures::stream::{FuturesUnordered, StreamExt};
use time::OffsetDateTime;
use tokio::{
    sync::watch,
    time::{Instant, sleep_until, timeout_at},
};

use super::{
    Line, Look, State, conclude,
    targets::{self, Probe, Target},
};
use crate::{
    academy::{Academy, Platform, Protocol},
    mail::{Likely, discover},
    net::{Net, fault::Fault, out_of_time},
};

/// The whole look never lasts longer.
pub const LIMIT: Duration = Duration::from_secs(12);
/// Time for finding servers that no data names; they have to be looked at afterwards.
const SEARCH: Duration = Duration::from_secs(4);
/// What is left at the end to draw the conclusion and show it.
const MARGIN: Duration = Duration::from_millis(400);

/// Looks at every endpoint of `academy`; `address` lends its domain, if it is the academy's. What is known so far is in
/// `news` at any time. `now` is the clock the servers' is compared with.
pub async fn run(
    net: &Net,
    academy: &Academy,
    platform: Option<&Platform>,
    address: &str,
    now: fn() -> OffsetDateTime,
    news: &watch::Sender<Look>,
) -> Look {
    let start = Instant::now();
    let until = start + LIMIT - MARGIN;
    let net = net.hurried(LIMIT - MARGIN);
    let mut look = Look {
        way_out: net.has_way_out(),
        likely: Likely::at(platform),
        ..Look::default()
    };
    let known: Vec<_> = [Protocol::Imap, Protocol::Smtp]
        .into_iter()
        .flat_map(|protocol| discover::known(academy, platform, protocol))
        .collect();
    let missing = [Protocol::Imap, Protocol::Smtp].map(|protocol| {
        let none = !known.iter().any(|one| one.endpoint.protocol == protocol);
        none.then_some(protocol)
    });
    let mut searching = Box::pin(async {
        match missing {
            [None, None] => Vec::new(),
            _ => {
                discover::search(&net, academy, address, start + SEARCH)
                    .await
                    .candidates
            }
        }
    });
    let mut searched = false;
    let mut probing = FuturesUnordered::new();
    let mut targets = targets::of_mail(&known, platform);
    targets.extend(targets::of_academy(academy, platform));
    let fresh = enter(&mut look, targets);
    probing.extend(
        fresh
            .into_iter()
            .map(|(at, target)| answer(&net, academy, at, target, now, until)),
    );
    let (mut naming, mut named) = (Box::pin(net.proxy_named(academy.domain())), false);
    // From here on silence is taken for a filter, provisionally.
    let mut silence = Box::pin(sleep_until(start + net.deadlines().suspicion));
    loop {
        news.send_replace(look.clone());
        tokio::select! {
            candidates = &mut searching, if !searched => {
                searched = true;
                let new: Vec<_> = candidates.into_iter().filter(|one| missing.contains(&Some(one.endpoint.protocol))).collect();
                let fresh = enter(&mut look, targets::of_mail(&new, None));
                probing.extend(fresh.into_iter().map(|(at, target)| answer(&net, academy, at, target, now, until)));
            }
            proxy = &mut naming, if !named => {
                named = true;
                look.proxy = proxy;
            }
            Some(answered) = probing.next(), if !probing.is_empty() => look.take(answered),
            () = &mut silence, if !look.provisional => look.provisional = true,
            else => break,
        }
        let done = searched && named && probing.is_empty();
        if done || look.provisional {
            look.provisional = !done;
            look.outcome = conclude(&look);
        }
        if done {
            break;
        }
    }
    news.send_replace(look.clone());
    look
}

/// What came of one line.
struct Answered {
    at: usize,
    ms: u32,
    fault: Option<Fault>,
    clock_offset_s: Option<i64>,
}

impl Look {
    fn take(&mut self, answered: Answered) {
        let Some(line) = self.lines.get_mut(answered.at) else {
            return;
        };
        line.ms = Some(answered.ms);
        line.state = match (&answered.fault, line.needed) {
            (None, _) => State::Open,
            (Some(_), true) => State::Failed,
            (Some(_), false) => State::Closed,
        };
        line.fault = answered.fault;
        self.clock_offset_s = self.clock_offset_s.or(answered.clock_offset_s);
    }
}

/// Gives each new target its line; names first come first.
fn enter(look: &mut Look, targets: Vec<Target>) -> Vec<(usize, Target)> {
    let stands = |lines: &[Line], line: &Line| {
        lines
            .iter()
            .any(|known| (known.role, &known.host, known.port) == (line.role, &line.host, line.port))
    };
    let names = targets::names_of(targets.iter());
    let mut fresh = Vec::new();
    for target in names.into_iter().chain(targets) {
        if !stands(&look.lines, &target.line) {
            look.lines.push(target.line.clone());
            fresh.push((look.lines.len().saturating_sub(1), target));
        }
    }
    fresh
}

async fn answer(
    net: &Net,
    academy: &Academy,
    at: usize,
    target: Target,
    now: fn() -> OffsetDateTime,
    until: Instant,
) -> Answered {
    let start = Instant::now();
    let (host, port) = (target.line.host.as_str(), target.line.port.unwrap_or_default());
    let mut clock_offset_s = None;
    let probing = async {
        match &target.probe {
            Probe::Name => net.resolves(host).await,
            Probe::Endpoint(endpoint) | Probe::Handshake(endpoint) => net.probe(endpoint).await,
            Probe::Web => net.web_head(host, port, now).await.map(|answer| {
                clock_offset_s = answer.clock_offset_s;
            }),
            Probe::Directory => match &academy.connectors.ldap {
                Some(connector) => net.directory_answers(connector).await,
                None => Ok(()),
            },
        }
    };
    let fault = match timeout_at(until, probing).await {
        Ok(answered) => answered.err(),
        Err(_) => Some(out_of_time(host, port)),
    };
    Answered {
        at,
        ms: u32::try_from(start.elapsed().as_millis()).unwrap_or(u32::MAX),
        fault,
        clock_offset_s,
    }
}
