//! The only room that opens a socket.
//!
//! Owns names and addresses, TCP, TLS and its root policy, our one STARTTLS, byte and time limits, the https client and
//! the list of hosts contacted. What is spoken over the stream belongs to `mail` and `account`; how a connection is opened
//! is in [`open`], how it fails in [`fault`], whom we believe in [`trust`], what time it is in [`clock`]. A secret may be
//! sent only over a [`Secure`] stream, which nothing else can make, or through the https and directory clients made here.

mod ber;
pub mod clock;
mod dialogue;
pub mod fault;
mod heard;
mod https;
mod ldap;
mod lists;
mod makers;
mod names;
mod open;
mod proxies;
mod reach;
#[doc(hidden)]
pub mod replay;
mod secure;
mod surroundings;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod trust;

use std::{
    collections::BTreeMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use rustls::{ClientConfig, crypto::CryptoProvider, pki_types::UnixTime, time_provider::TimeProvider};
use serde::Serialize;
use time::OffsetDateTime;

use self::{
    clock::Side,
    fault::{Cause, Fault},
    proxies::Proxies,
    trust::Trust,
};
pub use self::{
    https::{https_body, https_fault},
    ldap::{Unanswered, Wire},
    names::Service,
    open::{Observation, Pace},
    reach::Deadlines,
    secure::{LINE_LIMIT, REPLY_LIMIT, Secure},
    surroundings::{WebAnswer, out_of_time},
};
use crate::academy::{Academy, under};

/// The network as this program uses it. A clone shares the list of hosts contacted.
#[derive(Clone, Debug)]
pub struct Net {
    hosts: Arc<Hosts>,
    deadlines: Arc<Deadlines>,
    trust: Arc<Trust>,
    /// Ports of the academy's portals, which a resolver is not told.
    portals: Arc<BTreeMap<String, u16>>,
    practice: bool,
    now: fn() -> OffsetDateTime,
    proxies: Arc<Proxies>,
    contacts: Arc<Mutex<Contacts>>,
}

/// How many times each host was contacted for each purpose.
type Contacts = BTreeMap<(String, u16, Purpose), u32>;

impl Net {
    /// Reads the roots of the system, of Mozilla and of the machine's policy file. Contacts nobody.
    ///
    /// # Errors
    /// [`Cause::Client`] when the bundled roots cannot be used: our bug. A system without roots is a fault of the first
    /// connection that needs them.
    pub fn new(hosts: Hosts) -> Result<Self, Fault> {
        let trust = Trust::of_this_machine(&provider()).map_err(|cause| Fault::new("", 0, cause))?;
        let hosts = hosts
            .into_iter()
            .map(|(name, address)| (name.to_ascii_lowercase(), address))
            .collect();
        Ok(Self {
            hosts: Arc::new(hosts),
            deadlines: Arc::default(),
            trust: Arc::new(trust),
            portals: Arc::default(),
            practice: false,
            now: OffsetDateTime::now_utc,
            proxies: Arc::default(),
            contacts: Arc::default(),
        })
    }

    /// The same network with other patience.
    #[must_use]
    pub fn with_deadlines(self, deadlines: Deadlines) -> Self {
        Self {
            deadlines: Arc::new(deadlines),
            ..self
        }
    }

    /// The same network with another clock.
    #[must_use]
    pub fn with_clock(self, now: fn() -> OffsetDateTime) -> Self {
        Self { now, ..self }
    }

    /// Which way this computer's clock is wrong, as far as the certificates seen so far and our own build date prove it.
    #[must_use]
    pub fn clock(&self) -> Option<Side> {
        self.trust.clock((self.now)().unix_timestamp())
    }

    /// Adds the roots an academy's pack brings, for that academy's own hosts only; embedded data brings none.
    ///
    /// # Errors
    /// [`Cause::PackRoots`] when they cannot be read.
    pub fn for_academy(&self, academy: &Academy) -> Result<Self, Fault> {
        if !academy.connected() {
            return Ok(self.clone());
        }
        let connectors = &academy.connectors;
        let trust = match &connectors.roots_pem {
            Some(pem) => Arc::new(
                self.trust
                    .with_pack(academy, pem, &provider())
                    .map_err(|cause| Fault::new("", 0, cause))?,
            ),
            None => self.trust.clone(),
        };
        let urls = [
            connectors.lemonldap.as_ref().map(|portal| &portal.url),
            connectors.privacyidea.as_ref().map(|server| &server.url),
        ];
        let portals = urls
            .into_iter()
            .flatten()
            .filter_map(|url| url::Url::parse(url).ok())
            .filter_map(|url| Some((url.host_str()?.to_owned(), url.port_or_known_default()?)))
            .collect();
        let practice = academy.domains.iter().all(|domain| under(&domain.value, "test"));
        Ok(Self {
            trust,
            portals: Arc::new(portals),
            practice,
            ..self.clone()
        })
    }

    /// Every host spoken to since the start, and why.
    #[must_use]
    pub fn contacted(&self) -> Vec<Contact> {
        let contacts = self.contacts.lock().unwrap_or_else(PoisonError::into_inner);
        let contact = |((host, port, purpose), times): (&(String, u16, Purpose), &u32)| Contact {
            host: host.clone(),
            port: *port,
            purpose: *purpose,
            times: *times,
        };
        contacts.iter().map(contact).collect()
    }

    /// How long each phase may take.
    #[must_use]
    pub fn deadlines(&self) -> &Deadlines {
        &self.deadlines
    }

    fn note(&self, host: &str, port: u16, purpose: Purpose) {
        let mut contacts = self.contacts.lock().unwrap_or_else(PoisonError::into_inner);
        let times = contacts.entry((host.to_ascii_lowercase(), port, purpose)).or_default();
        *times = times.saturating_add(1);
    }

    /// TLS 1.2 and 1.3, one provider, one trust. Nothing else in this program builds a TLS configuration.
    fn tls_config(&self) -> Result<ClientConfig, Cause> {
        let builder = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
            .map_err(|_| Cause::Client)?;
        let mut config = builder
            .dangerous()
            .with_custom_certificate_verifier(self.trust.clone())
            .with_no_client_auth();
        config.time_provider = Arc::new(Watch(self.now));
        Ok(config)
    }

    fn hosts(&self) -> &Hosts {
        &self.hosts
    }

    fn portal_port(&self, host: &str) -> u16 {
        self.portals.get(host).copied().unwrap_or(443)
    }

    fn is_practice(&self) -> bool {
        self.practice
    }
}

/// The clock we were given, as rustls reads one.
#[derive(Debug)]
struct Watch(fn() -> OffsetDateTime);

impl TimeProvider for Watch {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from((self.0)().unix_timestamp()).ok()?;
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds)))
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

/// A host this program spoke to, and why: shown on request.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Contact {
    /// Name.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Why it was contacted; the sentence is `purpose-<value>`.
    pub purpose: Purpose,
    /// How many times.
    pub times: u32,
}

/// Why a host is contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Looking whether a mail server answers, without signing in.
    Probe,
    /// Finding the mail servers.
    Discovery,
    /// Finding out what stands in the way.
    Diagnosis,
    /// Signing in to the mailbox.
    Mailbox,
    /// Sending the person's own verification mail.
    Submission,
    /// Reading the mailbox's filters, to find a forwarding left on.
    Filters,
    /// The directory.
    Directory,
    /// The portal.
    Portal,
    /// The server of second factors.
    SecondFactor,
    /// Asking what time it is, over a verified handshake.
    Clock,
    /// The web proxy of this computer's settings, or the script that names it.
    Proxy,
}

/// Names answered without the system resolver: `.test` names of the practice academies and of the test rig only.
pub type Hosts = BTreeMap<String, IpAddr>;
