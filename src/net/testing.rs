//! What the unit tests of `net`, `mail` and `account` stand on: an academy, its network on loopback, servers that play a
//! script ([`stand`]).

#[expect(dead_code, reason = "the tests in `tests/` use the rest")]
mod stand;

use tokio::time::Duration;

use self::stand::Record;
pub(crate) use self::stand::{Authority, Step, say};
use super::{Deadlines, Hosts, Net};
use crate::academy::{Academy, Endpoint, Origin, Protocol, Security};

pub(crate) const HOST: &str = "mail.ac-exemple.test";

impl Authority {
    /// An academy whose pack brings this authority, as practice does.
    pub(crate) fn academy(&self) -> Academy {
        let mut academy: Academy = toml::from_str(&self.data()).unwrap();
        academy.origin = Origin::Practice;
        academy
    }

    /// The network of that academy: every name of the tests is on loopback.
    pub(crate) fn net(&self) -> Net {
        let hosts = [HOST, "autre.ac-exemple.test", "voisin.test"];
        let hosts: Hosts = hosts.map(|name| (name.to_owned(), [127, 0, 0, 1].into())).into();
        Net::new(hosts).unwrap().for_academy(&self.academy()).unwrap()
    }
}

/// Patience for the tests that wait for silence.
pub(crate) fn impatient() -> Deadlines {
    let short = Duration::from_millis(300);
    Deadlines {
        handshake: short,
        answer: short,
        ..Deadlines::default()
    }
}

pub(crate) fn endpoint(protocol: Protocol, port: u16, security: Security) -> Endpoint {
    Endpoint {
        protocol,
        host: HOST.to_owned(),
        port,
        security,
    }
}

/// A server on any port of loopback.
pub(crate) struct Server {
    pub(crate) port: u16,
    heard: Record,
}

impl Server {
    pub(crate) async fn start(script: Vec<Step>) -> Self {
        let heard = Record::default();
        let port = heard.listen([127, 0, 0, 1].into(), 0, script).await;
        Self { port, heard }
    }

    /// How often `needle` was received so far, in the clear or inside TLS.
    pub(crate) fn times(&self, needle: &str) -> usize {
        self.heard.times(needle)
    }

    /// Whether `needle` was received so far.
    pub(crate) fn saw(&self, needle: &str) -> bool {
        self.times(needle) > 0
    }
}
