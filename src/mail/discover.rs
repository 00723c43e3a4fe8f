//! Where the mail servers of an address are, and how we know.
//!
//! Data first; what is missing is looked for in DNS and in the domain's autoconfig file ([`mod@search`]), under the names
//! `eligible` allows; [`arrival`] is where mail arrives, a hint and no more. Every endpoint is probed up to a verified greeting before anything is believed of it, all of them at once and
//! under one deadline. No secret is in reach of this module, and the address itself is told to nobody.

mod arrival;
mod search;

use futures::future::join_all;
use serde::Serialize;
use tokio::time::{Duration, Instant, timeout_at};

pub use self::arrival::{domain_of, exchangers, platform_by_exchangers};
pub(super) use self::search::search;
use super::eligible::Unfit;
use crate::{
    academy::{Academy, Confidence, Endpoint, Platform, Protocol, Security},
    net::{Net, fault::Fault, out_of_time},
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
    /// Why it did not; without an endpoint, what stopped the search.
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
            return (Vec::new(), Vec::new(), None);
        }
        let mut found = search(net, academy, address, until - (DEADLINE - SEARCH)).await;
        found.candidates.retain(|one| missing.contains(&one.endpoint.protocol));
        (
            found.tried,
            probe_all(net, found.candidates, until).await,
            found.stopped,
        )
    };
    let (mut probed, (mut tried, new, stopped)) = tokio::join!(probe_all(net, given.clone(), until), searching);
    probed.extend(new);
    let found = |protocol| {
        let mut best = best(&probed, protocol);
        if best.endpoint.is_none() {
            best.fault = stopped.clone();
        }
        best
    };
    let servers = Servers {
        imap: found(Protocol::Imap),
        smtp: found(Protocol::Smtp),
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
}
