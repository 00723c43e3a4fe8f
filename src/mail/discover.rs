//! Where the mail servers of an address are, and how we know.
//!
//! Data first; what is missing is looked for in DNS and in the domain's autoconfig file, under the academy's or the
//! ministry's names only. Every endpoint is probed up to a verified greeting before anything is believed of it. No secret
//! is in reach of this module.

use futures::future::join_all;
use serde::Serialize;
use tokio::time::{Duration, timeout};

use super::autoconfig;
use crate::{
    academy::{Academy, Confidence, Endpoint, Platform, Protocol, Security, under},
    net::{Net, Purpose, fault::Fault, https_body},
};

/// Time for DNS and autoconfig together; probes have the deadlines of [`Net`].
const SEARCH_DEADLINE: Duration = Duration::from_secs(8);

/// The ministry's own mail names.
const MINISTRY: &str = "education.gouv.fr";

/// Where an endpoint was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// A signed pack, or practice.
    Pack,
    /// Data in the binary.
    Data(Confidence),
    /// DNS (RFC 6186, RFC 8314).
    Srv,
    /// Mozilla autoconfig over https.
    Autoconfig,
}

impl FoundBy {
    /// The endpoint stands in no signed or embedded data: the person must agree before a password goes there.
    #[must_use]
    pub fn needs_consent(self) -> bool {
        matches!(self, Self::Srv | Self::Autoconfig)
    }
}

/// The two servers of a mailbox.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Servers {
    /// Reading.
    pub imap: Located,
    /// Sending.
    pub smtp: Located,
}

/// An endpoint, how it was found, and whether it answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Located {
    /// Where; `None`: nothing was found.
    pub endpoint: Option<Endpoint>,
    /// How we know.
    pub found_by: Option<FoundBy>,
    /// It greeted under a verified certificate.
    pub reached: bool,
    /// Why it did not.
    pub fault: Option<Fault>,
}

/// Finds and probes the servers of `address`, a mail address at `academy`. Sends no secret, and tells the address to nobody.
pub async fn find(net: &Net, academy: &Academy, platform: Option<&Platform>, address: &str) -> Servers {
    let known = |protocol| known(academy, platform, protocol);
    let (mut imap, mut smtp) = (known(Protocol::Imap), known(Protocol::Smtp));
    if imap.is_empty() || smtp.is_empty() {
        let found = timeout(SEARCH_DEADLINE, search(net, domain_of(academy, address)))
            .await
            .unwrap_or_default();
        let mut eligible: Vec<Candidate> = found
            .into_iter()
            .filter(|one| may_serve(academy, &one.endpoint.host))
            .collect();
        // The safest first: TLS from the first byte, then what DNS says before what a file says.
        eligible.sort_by_key(|one| {
            (
                one.endpoint.security == Security::Starttls,
                one.found_by == FoundBy::Autoconfig,
            )
        });
        let of = |protocol| {
            eligible
                .iter()
                .filter(move |one| one.endpoint.protocol == protocol)
                .cloned()
        };
        if imap.is_empty() {
            imap.extend(of(Protocol::Imap));
        }
        if smtp.is_empty() {
            smtp.extend(of(Protocol::Smtp));
        }
    }
    let (imap, smtp) = tokio::join!(best(net, imap), best(net, smtp));
    Servers { imap, smtp }
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Candidate {
    endpoint: Endpoint,
    found_by: FoundBy,
}

/// What the data says, in its order.
fn known(academy: &Academy, platform: Option<&Platform>, protocol: Protocol) -> Vec<Candidate> {
    let found_by = |confidence| {
        if academy.connected() {
            FoundBy::Pack
        } else {
            FoundBy::Data(confidence)
        }
    };
    platform
        .into_iter()
        .flat_map(|platform| &platform.servers)
        .filter(|server| server.endpoint.protocol == protocol)
        .map(|server| Candidate {
            endpoint: server.endpoint.clone(),
            found_by: found_by(server.provenance.confidence),
        })
        .collect()
}

/// The domain typed, when it is the academy's; its current one otherwise.
fn domain_of<'a>(academy: &'a Academy, address: &'a str) -> &'a str {
    address
        .rsplit_once('@')
        .map(|(_, domain)| domain)
        .filter(|domain| academy.domains.iter().any(|own| own.value.eq_ignore_ascii_case(domain)))
        .unwrap_or_else(|| academy.domain())
}

/// SRV or a file alone name a host; only the academy's or the ministry's names may come of it, and no portal's.
fn may_serve(academy: &Academy, host: &str) -> bool {
    let ours = academy.owns_host(host) || under(host, MINISTRY);
    ours && !academy.wrong_doors.iter().any(|door| under(host, &door.host))
}

async fn search(net: &Net, domain: &str) -> Vec<Candidate> {
    let (records, file) = tokio::join!(by_records(net, domain), by_file(net, domain));
    records.into_iter().chain(file).collect()
}

async fn by_records(net: &Net, domain: &str) -> Vec<Candidate> {
    let services = [
        ("_imaps._tcp", Protocol::Imap, Security::Tls),
        ("_submissions._tcp", Protocol::Smtp, Security::Tls),
        ("_imap._tcp", Protocol::Imap, Security::Starttls),
        ("_submission._tcp", Protocol::Smtp, Security::Starttls),
    ];
    let lookups = services.map(|(service, protocol, security)| async move {
        let targets = net.services(service, domain).await;
        targets.into_iter().map(move |target| Candidate {
            endpoint: Endpoint {
                protocol,
                host: target.host,
                port: target.port,
                security,
            },
            found_by: FoundBy::Srv,
        })
    });
    join_all(lookups).await.into_iter().flatten().collect()
}

async fn by_file(net: &Net, domain: &str) -> Vec<Candidate> {
    let Ok(client) = net.https(Purpose::Discovery) else {
        return Vec::new();
    };
    let reads = autoconfig::urls(domain).map(|url| read(client.clone(), url));
    let files = join_all(reads).await;
    files
        .into_iter()
        .flatten()
        .find_map(|xml| autoconfig::parse(&xml, domain))
        .unwrap_or_default()
        .into_iter()
        .map(|endpoint| Candidate {
            endpoint,
            found_by: FoundBy::Autoconfig,
        })
        .collect()
}

async fn read(client: reqwest::Client, url: String) -> Option<String> {
    let response = client.get(&url).send().await.ok()?.error_for_status().ok()?;
    let body = https_body(response, "", autoconfig::LENGTH_LIMIT).await.ok()?;
    // A redirection has a body too: it is no file, and parsing says so.
    String::from_utf8(body).ok()
}

/// The first candidate that greets; the first of all, with its fault, when none does.
async fn best(net: &Net, candidates: Vec<Candidate>) -> Located {
    let mut first = Located::default();
    for Candidate { endpoint, found_by } in candidates {
        let fault = net.probe(&endpoint).await.err();
        let reached = fault.is_none();
        let located = Located {
            endpoint: Some(endpoint),
            found_by: Some(found_by),
            reached,
            fault,
        };
        if reached {
            return located;
        }
        if first.endpoint.is_none() {
            first = located;
        }
    }
    first
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::testing::{Authority, HOST, Server, Step, say};

    fn platform(imap: u16, smtp: u16) -> Platform {
        let server = |protocol: &str, port: u16| {
            format!(
                "[[servers]]\nprotocol = '{protocol}'\nhost = '{HOST}'\nport = {port}\nsecurity = 'tls'\nconfidence = 'seed'\n"
            )
        };
        toml::from_str(&format!(
            "id = 'x'\nname = 'X'\n{}{}",
            server("imap", imap),
            server("smtp", smtp)
        ))
        .unwrap()
    }

    #[tokio::test]
    async fn data_is_probed_and_a_dead_server_keeps_its_fault() {
        let authority = Authority::new("CA");
        let imap = Server::start(vec![Step::Tls(authority.tls(HOST)), say("* OK bonjour\r\n")]).await;
        let smtp = Server::start(vec![say("220 en clair\r\n")]).await;
        let (net, academy) = (authority.net(), authority.academy());
        let servers = find(
            &net,
            &academy,
            Some(&platform(imap.port, smtp.port)),
            "a@ac-exemple.test",
        )
        .await;
        assert_eq!(
            (servers.imap.reached, servers.imap.found_by),
            (true, Some(FoundBy::Pack))
        );
        assert_eq!(
            servers.smtp.fault.map(|fault| fault.cause),
            Some(crate::net::fault::Cause::PlainOnTls)
        );
        assert!(!servers.smtp.reached && servers.smtp.endpoint.is_some());
    }

    #[tokio::test]
    async fn a_test_name_without_servers_finds_nothing_and_asks_nobody() {
        let authority = Authority::new("CA");
        let servers = find(&authority.net(), &authority.academy(), None, "a@ac-exemple.test").await;
        assert_eq!(
            servers,
            Servers {
                imap: Located::default(),
                smtp: Located::default()
            }
        );
    }

    #[test]
    fn only_the_academys_and_the_ministrys_names_may_serve() {
        let academy = Authority::new("CA").academy();
        for host in ["imap.ac-exemple.test", "imap.education.gouv.fr", "IMAP.AC-EXEMPLE.TEST"] {
            assert!(may_serve(&academy, host), "{host}");
        }
        for host in [
            "imap.gmail.test",
            "ac-exemple.test.voleur.test",
            "fauxac-exemple.test",
            "gouv.fr",
            "",
        ] {
            assert!(!may_serve(&academy, host), "{host}");
        }
    }

    #[test]
    fn another_domain_typed_is_never_searched() {
        let academy = Authority::new("CA").academy();
        assert_eq!(domain_of(&academy, "a@voleur.test"), "ac-exemple.test");
        assert_eq!(domain_of(&academy, "a@AC-exemple.test"), "AC-exemple.test");
    }
}
