//! Where the mail servers of an address are, and how we know.
//!
//! Data first; what is missing is looked for in DNS and in the domain's autoconfig file, under the names [`eligible`]
//! allows. Every endpoint is probed up to a verified greeting before anything is believed of it, all of them at once and
//! under one deadline. No secret is in reach of this module, and the address itself is told to nobody.

use futures::future::join_all;
use serde::Serialize;
use tokio::time::{Duration, Instant, timeout_at};

use super::{
    autoconfig,
    eligible::{self, Unfit},
};
use crate::{
    academy::{Academy, Confidence, Endpoint, MINISTRY, Platform, Protocol, Security, under},
    net::{Net, Purpose, fault::Fault, https_body, out_of_time},
};

/// Time for everything together.
const DEADLINE: Duration = Duration::from_secs(11);
/// Of which DNS and autoconfig.
const SEARCH: Duration = Duration::from_secs(4);

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
    /// The academy or the ministry says so itself: settings may name the endpoint before it was ever reached.
    #[must_use]
    pub fn official(self) -> bool {
        match self {
            Self::Pack => true,
            Self::Data(confidence) => confidence > Confidence::ThirdParty,
            Self::Srv | Self::Autoconfig => false,
        }
    }

    /// The endpoint stands in no signed or embedded data: the person must agree before a password goes there.
    #[must_use]
    pub fn needs_consent(self) -> bool {
        matches!(self, Self::Srv | Self::Autoconfig)
    }
}

/// The two servers of a mailbox.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
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

/// The servers, and everything that was tried to find them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Discovery {
    /// What came of it.
    pub servers: Servers,
    /// In the order it counts.
    pub tried: Vec<Tried>,
}

/// One thing that was tried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tried {
    /// Asked where servers are: a service name or a file's address, and how many endpoints it named.
    Asked {
        /// Which kind of place.
        of: FoundBy,
        /// "_imaps._tcp.ac-exemple.fr", "https://autoconfig.ac-exemple.fr/…".
        what: String,
        /// How many endpoints.
        named: usize,
    },
    /// Where mail for the domain arrives (MX): a cross-check of who runs its mailboxes, and never a server to sign in to.
    Arrival {
        /// "ac-exemple.fr".
        domain: String,
        /// Best first.
        hosts: Vec<String>,
    },
    /// A host was named and is not listened to.
    PassedOver {
        /// Who named it.
        of: FoundBy,
        /// Why not.
        why: Unfit,
    },
    /// An endpoint was spoken to.
    Probed {
        /// Where, and what came of it.
        located: Located,
    },
}

/// Finds and probes the servers of `address`, a mail address at `academy`.
pub async fn find(net: &Net, academy: &Academy, platform: Option<&Platform>, address: &str) -> Servers {
    look(net, academy, platform, address).await.servers
}

/// The same, with everything that was tried.
pub async fn look(net: &Net, academy: &Academy, platform: Option<&Platform>, address: &str) -> Discovery {
    let until = Instant::now() + DEADLINE;
    let given: Vec<_> = [Protocol::Imap, Protocol::Smtp]
        .into_iter()
        .flat_map(|protocol| known(academy, platform, protocol))
        .collect();
    let missing: Vec<_> = [Protocol::Imap, Protocol::Smtp]
        .into_iter()
        .filter(|protocol| given.iter().all(|one| one.endpoint.protocol != *protocol))
        .collect();
    // What the data names is probed while the rest is looked for.
    let searching = async {
        if missing.is_empty() {
            return (Vec::new(), Vec::new());
        }
        let mut found = search(net, academy, address, until - (DEADLINE - SEARCH)).await;
        found.candidates.retain(|one| missing.contains(&one.endpoint.protocol));
        (found.tried, probe_all(net, found.candidates, until).await)
    };
    let (mut probed, (mut tried, new)) = tokio::join!(probe_all(net, given.clone(), until), searching);
    probed.extend(new);
    let servers = Servers {
        imap: best(&probed, Protocol::Imap),
        smtp: best(&probed, Protocol::Smtp),
    };
    tried.extend(probed.into_iter().map(|located| Tried::Probed { located }));
    Discovery { servers, tried }
}

/// Both servers, IMAP first, where the academy or the ministry names them itself; nothing is asked of the network.
#[must_use]
pub fn stated(academy: &Academy, platform: Option<&Platform>) -> Option<(Endpoint, Endpoint)> {
    let first = |protocol| {
        let mut known = known(academy, platform, protocol).into_iter();
        known.find(|one| one.found_by.official()).map(|one| one.endpoint)
    };
    Some((first(Protocol::Imap)?, first(Protocol::Smtp)?))
}

/// An endpoint somebody named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) endpoint: Endpoint,
    pub(super) found_by: FoundBy,
}

/// What DNS and the domain's file named, the safest first.
#[derive(Debug, Default)]
pub(super) struct Searched {
    pub(super) candidates: Vec<Candidate>,
    tried: Vec<Tried>,
}

/// What the data says, in its order, TLS from the first byte before the rest.
pub(super) fn known(academy: &Academy, platform: Option<&Platform>, protocol: Protocol) -> Vec<Candidate> {
    let found_by = |confidence| {
        if academy.connected() {
            FoundBy::Pack
        } else {
            FoundBy::Data(confidence)
        }
    };
    let mut known: Vec<_> = platform
        .into_iter()
        .flat_map(|platform| &platform.servers)
        .filter(|server| server.endpoint.protocol == protocol)
        .map(|server| Candidate {
            endpoint: server.endpoint.clone(),
            found_by: found_by(server.provenance.confidence),
        })
        .collect();
    known.sort_by_key(|one| one.endpoint.security == Security::Starttls);
    known
}

/// The domain typed, when it is the academy's; its current one otherwise.
#[must_use]
pub fn domain_of<'a>(academy: &'a Academy, address: &'a str) -> &'a str {
    address
        .rsplit_once('@')
        .map(|(_, domain)| domain)
        .filter(|domain| academy.domains.iter().any(|own| own.value.eq_ignore_ascii_case(domain)))
        .unwrap_or_else(|| academy.domain())
}

/// Where mail for the domain of `address` arrives. A cross-check, and never a server to sign in to.
pub async fn exchangers(net: &Net, academy: &Academy, address: &str) -> Vec<String> {
    net.exchangers(domain_of(academy, address)).await
}

/// Which of several platforms mail arrives at, when that tells exactly one: the ministry's service or the academy's own.
#[must_use]
pub fn platform_by_exchangers<'a>(
    academy: &Academy,
    platforms: &[&'a Platform],
    exchangers: &[String],
) -> Option<&'a Platform> {
    let national = exchangers.iter().any(|host| under(host, MINISTRY));
    let own = exchangers.iter().any(|host| academy.owns_host(host));
    if national == own {
        return None;
    }
    let run_by_ministry = |platform: &&&Platform| {
        let servers = platform.servers.iter().map(|server| server.endpoint.host.as_str());
        let webmail = platform
            .webmail
            .as_ref()
            .and_then(|webmail| url::Url::parse(&webmail.value).ok());
        let webmail = webmail.as_ref().and_then(|url| url.host_str());
        servers.chain(webmail).any(|host| under(host, MINISTRY)) == national
    };
    let mut fitting = platforms.iter().filter(run_by_ministry);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

/// Asks DNS and the domain's file until `until`; what came too late counts as nothing.
pub(super) async fn search(net: &Net, academy: &Academy, address: &str, until: Instant) -> Searched {
    let domain = domain_of(academy, address);
    let (records, files) = tokio::join!(by_records(net, domain, until), by_files(net, domain, until));
    let mut searched = Searched::default();
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
async fn by_files(net: &Net, domain: &str, until: Instant) -> Vec<Named> {
    let Ok(client) = net.https(Purpose::Discovery) else {
        return Vec::new();
    };
    let reads = autoconfig::urls(domain).map(|url| {
        let client = client.clone();
        async move {
            let xml = timeout_at(until, read(client, &url)).await.ok().flatten();
            let endpoints = xml.and_then(|xml| autoconfig::parse(&xml, domain));
            (url, endpoints.unwrap_or_default())
        }
    });
    let mut settled = false;
    let files = join_all(reads).await.into_iter().map(|(url, endpoints)| {
        let counts = !settled;
        settled |= !endpoints.is_empty();
        let tried = asked(FoundBy::Autoconfig, url, endpoints.len());
        let candidate = |endpoint| Candidate {
            endpoint,
            found_by: FoundBy::Autoconfig,
        };
        (tried, endpoints.into_iter().filter(|_| counts).map(candidate).collect())
    });
    files.collect()
}

fn asked(of: FoundBy, what: String, named: usize) -> Tried {
    Tried::Asked { of, what, named }
}

async fn read(client: reqwest::Client, url: &str) -> Option<String> {
    let response = client.get(url).send().await.ok()?.error_for_status().ok()?;
    let body = https_body(response, "", autoconfig::LENGTH_LIMIT).await.ok()?;
    // A redirection has a body too: it is no file, and parsing says so.
    String::from_utf8(body).ok()
}

/// Speaks to all of them at once; the order stays.
async fn probe_all(net: &Net, candidates: Vec<Candidate>, until: Instant) -> Vec<Located> {
    let probes = candidates
        .into_iter()
        .map(|Candidate { endpoint, found_by }| async move {
            let fault = match timeout_at(until, net.probe(&endpoint)).await {
                Ok(answered) => answered.err(),
                Err(_) => Some(out_of_time(&endpoint.host, endpoint.port)),
            };
            Located {
                reached: fault.is_none(),
                endpoint: Some(endpoint),
                found_by: Some(found_by),
                fault,
            }
        });
    join_all(probes).await
}

/// The first that greets; the first of all, with its fault, when none does.
fn best(probed: &[Located], protocol: Protocol) -> Located {
    let own = |located: &&Located| located.endpoint.as_ref().is_some_and(|at| at.protocol == protocol);
    let reached = probed.iter().filter(own).find(|located| located.reached);
    reached.or_else(|| probed.iter().find(own)).cloned().unwrap_or_default()
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
        assert_eq!(servers, Servers::default());
    }

    #[tokio::test]
    async fn tls_from_the_first_byte_wins_and_a_server_that_answers_wins_over_one_that_does_not() {
        let authority = Authority::new("CA");
        let started = Server::start(vec![say("* OK bonjour\r\n")]).await;
        let implicit = Server::start(vec![Step::Tls(authority.tls(HOST)), say("* OK bonjour\r\n")]).await;
        let mut platform = platform(started.port, 1);
        platform.servers[0].endpoint.security = Security::Starttls;
        let mut second = platform.servers[0].clone();
        (second.endpoint.security, second.endpoint.port) = (Security::Tls, implicit.port);
        platform.servers.insert(1, second);
        let (net, academy) = (authority.net(), authority.academy());
        let found = look(&net, &academy, Some(&platform), "a@ac-exemple.test").await;
        let imap = found.servers.imap;
        assert_eq!(
            imap.endpoint.map(|at| (at.port, at.security)),
            Some((implicit.port, Security::Tls))
        );
        assert!(imap.reached);
        let probed = found
            .tried
            .iter()
            .filter(|tried| matches!(tried, Tried::Probed { .. }))
            .count();
        assert_eq!(probed, 3, "every endpoint was spoken to, and is told");
    }

    #[test]
    fn where_mail_arrives_tells_between_two_platforms_or_says_nothing() {
        let directory = crate::academy::directory::Directory::embedded();
        let lyon = directory.academy("lyon").unwrap();
        let used = directory.platforms_of(lyon);
        let platforms: Vec<_> = used.iter().map(|(_, platform)| *platform).collect();
        assert_eq!(platforms.len(), 2);
        let told = |hosts: &[&str]| {
            let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
            platform_by_exchangers(lyon, &platforms, &hosts).map(|platform| platform.id.clone())
        };
        assert_eq!(told(&["mx1.education.gouv.fr"]).as_deref(), Some("national"));
        assert_eq!(told(&["mx.ac-lyon.fr"]).as_deref(), Some("lyon"));
        for unclear in [
            &[][..],
            &["mx.ac-lyon.fr", "mx.education.gouv.fr"],
            &["mx.relais.example"],
        ] {
            assert_eq!(told(unclear), None, "{unclear:?}");
        }
    }

    #[test]
    fn another_domain_typed_is_never_searched() {
        let academy = Authority::new("CA").academy();
        assert_eq!(domain_of(&academy, "a@voleur.test"), "ac-exemple.test");
        assert_eq!(domain_of(&academy, "a@AC-exemple.test"), "AC-exemple.test");
    }
}
