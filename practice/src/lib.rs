//! The practice academies: two made-up academies under `.test`, served by real TLS servers on loopback.
//!
//! They serve rehearsals, the README's pictures and the tests. This crate knows nothing of `rentree`: an oracle that
//! shares the client's code proves nothing. It hands over packs, an authority ([`PracticeCa`]), host names and ports,
//! and imitates what OpenLDAP, LemonLDAP::NG, Dovecot and Postfix were seen to answer.
//!
//! | room | owns |
//! |---|---|
//! | `people`, `accounts` | who can be played; passwords, locks, second factors: one directory behind all servers |
//! | `office` | the mailboxes, personal ones included; nothing leaves |
//! | `ldap`, `portal`, `imap`, `smtp` | one protocol each, over TLS |
//! | `pages` | the web pages of both academies, and the page that shows personal mailboxes |
//! | `played` | what a person does on those pages, without their forms |
//! | `doors`, `ca`, `packs` | ports and connections, certificates, the two academy files |
//!
//! Secrets here are made up and public. All input is bounded. Everything ends with [`Practice::stop`] or on drop.

mod accounts;
mod ca;
mod doors;
mod imap;
mod ldap;
mod office;
mod packs;
mod pages;
mod people;
mod played;
mod portal;
mod sasl;
mod sieve;
mod smtp;
mod web;
mod world;

use std::{
    collections::BTreeMap,
    io,
    net::{IpAddr, Ipv4Addr},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, SystemTime},
};

use thiserror::Error;
use tokio::task::AbortHandle;

pub use self::{
    ca::PracticeCa,
    office::Letter,
    people::{PERSONAL_DOMAIN, Person, PersonState, Realm},
};
use self::{doors::Door, world::World};

/// A source of the time of day.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// How a practice runs.
#[derive(Clone)]
pub struct Options {
    /// How long five failed sign-ins lock an account.
    pub lock: Duration,
    /// The time the servers go by; certificates go by it too.
    pub clock: Clock,
}

impl Default for Options {
    /// The system clock; locks last 20 seconds, as on the reference servers.
    fn default() -> Self {
        Self {
            lock: Duration::from_secs(20),
            clock: Arc::new(SystemTime::now),
        }
    }
}

/// Why a practice could not start.
#[derive(Debug, Error)]
pub enum StartFault {
    /// No port on loopback.
    #[error("no port on loopback: {0}")]
    Port(#[from] io::Error),
    /// The throwaway authority could not be made.
    #[error("certificates could not be made: {0}")]
    Certificate(#[from] rcgen::Error),
    /// TLS could not be set up.
    #[error("TLS could not be set up: {0}")]
    Tls(#[from] rustls::Error),
}

/// Ports of the servers of one academy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    pub(crate) imap: u16,
    pub(crate) smtp: u16,
    pub(crate) sieve: u16,
    pub(crate) pages: u16,
    pub(crate) plain_pages: u16,
}

/// The two practice academies, running.
pub struct Practice {
    ca: PracticeCa,
    world: Arc<World>,
    packs: Vec<String>,
    people: Vec<Person>,
    pages: BTreeMap<String, String>,
    inbox_page: String,
    accepted: BTreeMap<u16, Arc<AtomicU32>>,
    servers: Vec<AbortHandle>,
}

impl Practice {
    /// Opens all ports, then serves. Must be called within a tokio runtime with I/O and time, which serves it on.
    ///
    /// # Errors
    /// No loopback port, or no certificate.
    pub async fn start(options: Options) -> Result<Self, StartFault> {
        let ca = PracticeCa::new((options.clock)().into())?;
        let world = World::new(&options);
        let acceptor = ca.acceptor(&names())?;
        let mut accepted = BTreeMap::new();
        let mut watched = |door: &Door| accepted.insert(door.port(), door.accepted());
        let mut servers = Servers { handles: Vec::new() };
        let (mut packs, mut pages) = (Vec::new(), BTreeMap::new());
        let (ldap, portal) = (Door::open().await?, Door::open().await?);
        watched(&ldap);
        watched(&portal);
        let directory = packs::Directory {
            ldap: ldap.port(),
            portal: portal.port(),
        };
        let shared = Arc::clone(&world);
        servers.add(ldap.serve_tls(acceptor.clone(), move |stream| ldap::serve(Arc::clone(&shared), stream)));
        let router = portal::router(Arc::clone(&world));
        servers.add(portal.serve_tls(acceptor.clone(), move |stream| web::serve(router.clone(), stream)));
        let inbox = pages::inbox_path();
        let mut inbox_page = String::new();
        for realm in Realm::ALL {
            let (imap, smtp) = (Door::open().await?, Door::open().await?);
            let (https, http) = (Door::open().await?, Door::open().await?);
            let sieve = Door::open().await?;
            for door in [&imap, &smtp, &sieve, &https, &http] {
                watched(door);
            }
            let ports = Ports {
                imap: imap.port(),
                smtp: smtp.port(),
                sieve: sieve.port(),
                pages: https.port(),
                plain_pages: http.port(),
            };
            let (reading, sending, filtering) = (Arc::clone(&world), Arc::clone(&world), Arc::clone(&world));
            servers.add(imap.serve_tls(acceptor.clone(), move |s| imap::serve(Arc::clone(&reading), realm, s)));
            servers.add(smtp.serve_tls(acceptor.clone(), move |s| smtp::serve(Arc::clone(&sending), realm, s)));
            servers.add(sieve.serve_tls(acceptor.clone(), move |s| {
                sieve::serve(Arc::clone(&filtering), realm, s)
            }));
            let router = pages::router(Arc::clone(&world), realm, &inbox);
            let plain = web::only_loopback(router.clone(), ports.plain_pages);
            servers.add(https.serve_tls(acceptor.clone(), move |stream| web::serve(router.clone(), stream)));
            servers.add(http.serve(move |stream| web::serve(plain.clone(), stream)));
            packs.push(packs::pack(realm, ports, directory, ca.pem()));
            pages.extend(pages::addresses(realm, ports));
            if realm == Realm::Connected {
                inbox_page = format!("http://127.0.0.1:{}{inbox}", ports.plain_pages);
            }
        }
        let people = people::everybody().into_iter().map(|(_, person)| person).collect();
        let servers = std::mem::take(&mut servers.handles);
        Ok(Self {
            ca,
            world,
            packs,
            people,
            pages,
            inbox_page,
            accepted,
            servers,
        })
    }

    /// Connections each port has taken since the start; ports nobody came to are left out.
    #[must_use]
    pub fn connections(&self) -> BTreeMap<u16, u32> {
        let counts = self
            .accepted
            .iter()
            .map(|(port, count)| (*port, count.load(Ordering::Relaxed)));
        counts.filter(|(_, count)| *count > 0).collect()
    }

    /// The academy files, TOML, connected academy first. Their authority and ports belong to this run.
    #[must_use]
    pub fn packs(&self) -> Vec<String> {
        self.packs.clone()
    }

    /// Every name the practice serves, and where.
    #[must_use]
    pub fn hosts(&self) -> BTreeMap<String, IpAddr> {
        names()
            .into_iter()
            .map(|name| (name, Ipv4Addr::LOCALHOST.into()))
            .collect()
    }

    /// The throwaway root, PEM.
    #[must_use]
    pub fn ca_pem(&self) -> &str {
        self.ca.pem()
    }

    /// Who can be played, as they were at the start.
    #[must_use]
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Pages of the academies: the https address of the data → the same page over plain http on loopback, for a
    /// browser that knows neither the names nor the authority.
    #[must_use]
    pub fn pages(&self) -> BTreeMap<String, String> {
        self.pages.clone()
    }

    /// Letters in the inbox of `address`, oldest first.
    #[must_use]
    pub fn inbox(&self, address: &str) -> Vec<Letter> {
        self.world.office().letters(address)
    }

    /// The page that shows the personal mailboxes: plain http on loopback, its path not to be guessed.
    #[must_use]
    pub fn inbox_page(&self) -> String {
        self.inbox_page.clone()
    }

    /// The practice phone: the code an authenticator application shows for an `otpauth:` address at `now`.
    /// `None` when the address is none.
    #[must_use]
    pub fn code_for(&self, otpauth_uri: &str, now: SystemTime) -> Option<String> {
        // Phones take a base32 key in either case; LemonLDAP hands out lower case.
        let (head, rest) = otpauth_uri.split_once("secret=")?;
        let (key, tail) = rest.split_once('&').unwrap_or((rest, ""));
        let uri = format!("{head}secret={}&{tail}", key.to_ascii_uppercase());
        let totp = totp_rs::Totp::from_url_unchecked(uri.trim_end_matches('&')).ok()?;
        let seconds = now.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        Some(totp.generate(seconds).to_string())
    }

    /// Whether a second factor is enrolled.
    #[must_use]
    pub fn has_totp(&self, login: &str) -> bool {
        self.world
            .accounts()
            .by_login(login)
            .is_some_and(accounts::Account::has_totp)
    }

    /// The recovery address the academy holds.
    #[must_use]
    pub fn recovery_address(&self, login: &str) -> Option<String> {
        self.world
            .accounts()
            .by_login(login)
            .and_then(|account| account.recovery.clone())
    }

    /// Whether this is the account's password today. Counts as no attempt.
    #[must_use]
    pub fn password_is(&self, login: &str, password: &str) -> bool {
        self.world
            .accounts()
            .by_login(login)
            .is_some_and(|account| account.holds(password))
    }

    /// Whether the account still holds a temporary password.
    #[must_use]
    pub fn must_change(&self, login: &str) -> bool {
        self.world
            .accounts()
            .by_login(login)
            .is_some_and(accounts::Account::must_change)
    }

    /// Sign-ins refused since the start, at any server and for whatever reason.
    #[must_use]
    pub fn failed_sign_ins(&self, login: &str) -> u32 {
        self.world
            .accounts()
            .by_login(login)
            .map_or(0, |account| account.refused)
    }

    /// Whether failed sign-ins have locked the account since the start.
    #[must_use]
    pub fn locked_by_failures(&self, login: &str) -> bool {
        self.world
            .accounts()
            .by_login(login)
            .is_some_and(accounts::Account::locked_by_failures)
    }

    /// Application passwords the account holds.
    #[must_use]
    pub fn application_passwords(&self, login: &str) -> usize {
        self.world
            .accounts()
            .by_login(login)
            .map_or(0, accounts::Account::application_passwords)
    }

    /// Makes an application password as the page would, without its form: for a test that is about something else.
    /// Sixteen letters; empty when nobody has this identifier.
    #[must_use]
    pub fn application_password(&self, login: &str) -> String {
        let mut accounts = self.world.accounts();
        let realm = accounts.by_login(login).map(|account| account.realm);
        let account = realm.and_then(|realm| accounts.find(realm, login));
        account.map_or_else(String::new, |account| {
            account.application_password("practice", pages::sixteen_letters())
        })
    }

    /// Ends every server and every connection.
    pub fn stop(&self) {
        for server in &self.servers {
            server.abort();
        }
    }
}

impl Drop for Practice {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Servers that ran before a later one could not start end with this.
struct Servers {
    handles: Vec<AbortHandle>,
}

impl Servers {
    fn add(&mut self, handle: AbortHandle) {
        self.handles.push(handle);
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        for handle in &self.handles {
            handle.abort();
        }
    }
}

/// Every name the practice serves.
fn names() -> Vec<String> {
    let of = |realm: Realm| {
        let domain = realm.domain();
        let connected = realm == Realm::Connected;
        let hosts: &[&str] = if connected {
            &["imap", "smtp", "ldap", "portail", "compte"]
        } else {
            &["imap", "smtp", "compte"]
        };
        hosts.iter().map(|host| format!("{host}.{domain}")).collect::<Vec<_>>()
    };
    Realm::ALL.into_iter().flat_map(of).collect()
}

/// 32 hexadecimal digits nobody can guess.
pub(crate) fn token() -> String {
    let mut octets = [0_u8; 16];
    // Without randomness the practice still runs: tokens only keep rehearsals apart.
    let _ = getrandom::fill(&mut octets);
    octets.iter().map(|octet| format!("{octet:02x}")).collect()
}
