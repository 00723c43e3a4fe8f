//! Asking DNS (RFC 6186, RFC 8314) and the domain's autoconfig file where its servers are.

use futures::future::join_all;
use tokio::time::{Instant, timeout_at};

use super::{Candidate, FoundBy, Tried, domain_of};
use crate::{
    academy::{Academy, Endpoint, Protocol, Security},
    mail::{autoconfig, eligible},
    net::{
        Net, Purpose,
        fault::{Cause, Fault},
        https_body,
    },
};

/// What DNS and the domain's file named, the safest first.
#[derive(Debug, Default)]
pub(in crate::mail) struct Searched {
    pub(in crate::mail) candidates: Vec<Candidate>,
    pub(super) tried: Vec<Tried>,
    /// A web proxy wants a sign-in before it lets us read the file.
    pub(super) stopped: Option<Fault>,
}

/// Asks DNS and the domain's file until `until`; what came too late counts as nothing.
pub(in crate::mail) async fn search(net: &Net, academy: &Academy, address: &str, until: Instant) -> Searched {
    let domain = domain_of(academy, address);
    let (records, (files, stopped)) = tokio::join!(by_records(net, domain, until), by_files(net, domain, until));
    let mut searched = Searched {
        stopped,
        ..Searched::default()
    };
    for (tried, candidates) in records.into_iter().chain(files) {
        searched.tried.push(tried);
        for one in candidates {
            match eligible::judge(academy, &one.endpoint.host) {
                Ok(()) if !searched.candidates.contains(&one) => searched.candidates.push(one),
                Ok(()) => {}
                Err(why) => searched.tried.push(Tried::PassedOver { of: one.found_by, why }),
            }
        }
    }
    // The safest first: TLS from the first byte, then what DNS says before what a file says.
    searched.candidates.sort_by_key(|one| {
        (
            one.endpoint.security == Security::Starttls,
            one.found_by == FoundBy::Autoconfig,
        )
    });
    searched
}

type Named = (Tried, Vec<Candidate>);

async fn by_records(net: &Net, domain: &str, until: Instant) -> Vec<Named> {
    let services = [
        ("_imaps._tcp", Protocol::Imap, Security::Tls),
        ("_submissions._tcp", Protocol::Smtp, Security::Tls),
        ("_imap._tcp", Protocol::Imap, Security::Starttls),
        ("_submission._tcp", Protocol::Smtp, Security::Starttls),
    ];
    let lookups = services.map(|(service, protocol, security)| async move {
        let targets = timeout_at(until, net.services(service, domain))
            .await
            .unwrap_or_default();
        let candidate = |target: crate::net::Service| Candidate {
            endpoint: Endpoint {
                protocol,
                host: target.host,
                port: target.port,
                security,
            },
            found_by: FoundBy::Srv,
        };
        let found: Vec<_> = targets.into_iter().map(candidate).collect();
        (asked(FoundBy::Srv, format!("{service}.{domain}"), found.len()), found)
    });
    join_all(lookups).await
}

/// The first file that is one counts; the other is not read into it.
async fn by_files(net: &Net, domain: &str, until: Instant) -> (Vec<Named>, Option<Fault>) {
    let Ok(client) = net.https(Purpose::Discovery) else {
        return (Vec::new(), None);
    };
    let reads = autoconfig::urls(domain).map(|url| {
        let client = client.clone();
        async move {
            let read = timeout_at(until, read(net, client, &url)).await;
            (url, read.unwrap_or(Ok(None)))
        }
    });
    let (mut settled, mut stopped) = (false, None);
    let mut files = Vec::new();
    for (url, read) in join_all(reads).await {
        let xml = read.unwrap_or_else(|fault| {
            stopped = Some(fault);
            None
        });
        let endpoints = xml.and_then(|xml| autoconfig::parse(&xml, domain)).unwrap_or_default();
        let counts = !settled;
        settled |= !endpoints.is_empty();
        let tried = asked(FoundBy::Autoconfig, url, endpoints.len());
        let candidate = |endpoint| Candidate {
            endpoint,
            found_by: FoundBy::Autoconfig,
        };
        files.push((tried, endpoints.into_iter().filter(|_| counts).map(candidate).collect()));
    }
    (files, stopped)
}

fn asked(of: FoundBy, what: String, named: usize) -> Tried {
    Tried::Asked { of, what, named }
}

/// A file that is not there is nothing; a proxy that asks who we are is a reason to stop.
async fn read(net: &Net, client: reqwest::Client, url: &str) -> Result<Option<String>, Fault> {
    let response = match net.exchange(client.get(url)).await {
        Ok(response) => response,
        Err(lost) => {
            return match lost.fault.cause {
                Cause::ProxySignIn { .. } => Err(lost.fault),
                _ => Ok(None),
            };
        }
    };
    let Ok(response) = response.error_for_status() else {
        return Ok(None);
    };
    let body = https_body(response, "", autoconfig::LENGTH_LIMIT).await;
    // A redirection has a body too: it is no file, and parsing says so.
    Ok(body.ok().and_then(|body| String::from_utf8(body).ok()))
}
