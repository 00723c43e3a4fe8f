//! How many round trips a proved mailbox costs: sign-in alone, then both protocols, through a relay that delays, as the
//! slope over the round-trip time. Also the connections of it, counted by the relay.
//!
//! On Debian's servers where `RENTREE_RIG` names the description `cargo xtask rig` prints (`cargo xtask rig > rig.json`
//! in another terminal), else on the practice academy. `cargo bench --bench sign_in`; the gate does not run it.
//!
//! The relay listens on loopback, where a connection costs nothing: it charges one round trip for it by holding the first
//! bytes back. Name resolution is outside: names of the rig need none.
#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a bench prints its figures and may stop"
)]

use std::{
    collections::BTreeMap,
    net::{IpAddr, Ipv4Addr, SocketAddr},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::{Duration, Instant},
};

use rentree::{
    academy::{Academy, Endpoint, Origin, Platform, Protocol, directory::Directory},
    mail::{Doors, SignInRefusal, Witness, opening},
    net::Net,
    secret::Password,
};
use rentree_practice::{Options, Practice};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::mpsc,
    time::sleep_until,
};

const RTTS_MS: [u64; 4] = [0, 20, 60, 150];
const RUNS: usize = 9;

#[tokio::main]
async fn main() {
    let place = Place::open().await;
    println!("{}; least of {RUNS} runs, ms", place.name);
    println!(
        "{:<44}{:>7}{:>7}{:>7}{:>7}   round trips   connections",
        "RTT", "0", "20", "60", "150"
    );
    for (what, doors) in [
        ("IMAP: sign-in, inbox, quota, folders", &[Protocol::Imap][..]),
        ("IMAP then SMTP", &[Protocol::Imap, Protocol::Smtp]),
        (
            "IMAP, SMTP, and the filters read",
            &[Protocol::Imap, Protocol::Smtp, Protocol::Sieve],
        ),
    ] {
        if doors.iter().all(|protocol| place.endpoints.contains_key(protocol)) {
            measure(&place, what, doors).await;
        }
    }
}

async fn measure(place: &Place, what: &str, protocols: &[Protocol]) {
    let mut least_of = Vec::new();
    let mut connections = 0;
    for rtt in RTTS_MS {
        let mut times = Vec::new();
        for _ in 0..RUNS {
            let (took, opened) = once(place, protocols, Duration::from_millis(rtt)).await;
            times.push(took);
            connections = opened;
        }
        // The least: what the wire costs. Anything above it is the machine's own doing.
        let least = times.into_iter().min().unwrap();
        least_of.push(least.as_secs_f64() * 1000.0);
    }
    let figures: String = least_of.iter().map(|least| format!("{least:>7.0}")).collect();
    println!("{what:<44}{figures}   {:>11.2}   {connections:>11}", slope(&least_of));
}

/// Least squares: milliseconds of waiting for each millisecond of round-trip time.
fn slope(least_of: &[f64]) -> f64 {
    let x: Vec<f64> = RTTS_MS
        .iter()
        .map(|rtt| f64::from(u32::try_from(*rtt).unwrap()))
        .collect();
    let n = f64::from(u32::try_from(x.len()).unwrap());
    let (mean_x, mean_y) = (x.iter().sum::<f64>() / n, least_of.iter().sum::<f64>() / n);
    let covariance: f64 = x.iter().zip(least_of).map(|(x, y)| (x - mean_x) * (y - mean_y)).sum();
    covariance / x.iter().map(|x| (x - mean_x).powi(2)).sum::<f64>()
}

/// One verification through fresh relays; how long it took and the connections that were made.
async fn once(place: &Place, protocols: &[Protocol], rtt: Duration) -> (Duration, u32) {
    let mut relayed = BTreeMap::new();
    let count = Arc::new(AtomicU32::new(0));
    for protocol in protocols {
        let (endpoint, server) = &place.endpoints[protocol];
        let port = relay(*server, rtt, Arc::clone(&count)).await;
        relayed.insert(
            *protocol,
            Endpoint {
                port,
                ..endpoint.clone()
            },
        );
    }
    let doors = Doors {
        imap: relayed.get(&Protocol::Imap),
        smtp: relayed.get(&Protocol::Smtp),
        sieve: relayed.get(&Protocol::Sieve),
        quarantine_from: None,
    };
    let password = Password::new(place.password.clone());
    let start = Instant::now();
    let said = opening::open(&place.net, doors, &place.login, &password, &Nobody).await;
    let took = start.elapsed();
    assert!(said.refusal.is_none(), "{:?}", said.refusal);
    (took, count.load(Ordering::Relaxed))
}

/// A port that leads to `server`, `rtt` away.
async fn relay(server: SocketAddr, rtt: Duration, count: Arc<AtomicU32>) -> u16 {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::Relaxed);
            let accepted = tokio::time::Instant::now();
            tokio::spawn(async move {
                // SYN, SYN-ACK, ACK: the server hears of the connection after one and a half.
                let known = accepted + rtt + rtt / 2;
                sleep_until(known).await;
                let upstream = TcpStream::connect(server).await.unwrap();
                for stream in [&client, &upstream] {
                    stream.set_nodelay(true).unwrap();
                }
                let (client_reads, client_writes) = client.into_split();
                let (server_reads, server_writes) = upstream.into_split();
                tokio::join!(
                    carry(client_reads, server_writes, rtt / 2, known),
                    carry(server_reads, client_writes, rtt / 2, known)
                );
            });
        }
    });
    port
}

/// Passes bytes on, each `delay` after it came, none before `from`.
async fn carry(
    mut reads: tokio::net::tcp::OwnedReadHalf,
    mut writes: tokio::net::tcp::OwnedWriteHalf,
    delay: Duration,
    from: tokio::time::Instant,
) {
    let (sender, mut receiver) = mpsc::unbounded_channel::<(tokio::time::Instant, Vec<u8>)>();
    let reading = async move {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = reads.read(&mut buffer).await {
            // What had been waiting in the listener came with the connection.
            let due = (tokio::time::Instant::now() + delay).max(from);
            if sender.send((due, buffer[..count].to_vec())).is_err() {
                return;
            }
        }
    };
    let writing = async move {
        while let Some((due, bytes)) = receiver.recv().await {
            sleep_until(due).await;
            if writes.write_all(&bytes).await.is_err() {
                return;
            }
        }
        let _ = writes.shutdown().await;
    };
    tokio::join!(reading, writing);
}

/// Keeps no budget: every password here is right.
struct Nobody;

impl Witness for Nobody {
    fn before(&self, _: &Endpoint) -> Result<(), SignInRefusal> {
        Ok(())
    }
    fn after(&self, _: &Endpoint, _: Result<(), &SignInRefusal>) {}
}

/// Real servers, or those of the practice academy.
struct Place {
    name: &'static str,
    net: Net,
    endpoints: BTreeMap<Protocol, (Endpoint, SocketAddr)>,
    login: String,
    password: String,
    _practice: Option<Practice>,
}

impl Place {
    async fn open() -> Self {
        if let Some(path) = std::env::var_os("RENTREE_RIG") {
            let text = std::fs::read_to_string(path).unwrap();
            let rig: serde_json::Value = serde_json::from_str(&text).unwrap();
            let address = rig["hosts"]["imap.ac-exemple.test"].as_str().unwrap().parse().unwrap();
            let account = rig["accounts"]
                .as_array()
                .unwrap()
                .iter()
                .find(|one| one["login"] == "jdupont");
            let account = account.unwrap();
            let pack = rig["packs"][0].as_str().unwrap();
            let who = ["address", "password"].map(|key| account[key].as_str().unwrap().to_owned());
            return Self::of(
                "Dovecot and Postfix",
                pack,
                Origin::Pack { signed: true },
                address,
                who,
                None,
            );
        }
        let practice = Practice::start(Options::default()).await.unwrap();
        let person = practice
            .people()
            .iter()
            .find(|person| person.login == "jdupont")
            .unwrap();
        let who = [person.login.clone(), person.password.clone()];
        let pack = practice.packs()[0].clone();
        let here = Ipv4Addr::LOCALHOST.into();
        Self::of(
            "the practice academy",
            &pack,
            Origin::Practice,
            here,
            who,
            Some(practice),
        )
    }

    fn of(
        name: &'static str,
        pack: &str,
        origin: Origin,
        address: IpAddr,
        [login, password]: [String; 2],
        practice: Option<Practice>,
    ) -> Self {
        let directory = Directory::embedded().with_pack(pack, origin).unwrap();
        let academy = ["exemple", "entrainement"].iter().find_map(|id| directory.academy(id));
        let academy: &Academy = academy.unwrap();
        let platform: &Platform = directory.platforms_of(academy)[0].1;
        // The relays stand on loopback under the servers' own names: the certificates are checked as they are.
        let hosts = platform
            .servers
            .iter()
            .map(|server| (server.endpoint.host.clone(), Ipv4Addr::LOCALHOST.into()));
        let net = Net::new(hosts.collect()).unwrap().for_academy(academy).unwrap();
        let endpoints = platform.servers.iter().map(|server| {
            let endpoint = server.endpoint.clone();
            let at = SocketAddr::new(address, endpoint.port);
            (endpoint.protocol, (endpoint, at))
        });
        Self {
            name,
            net,
            endpoints: endpoints.collect(),
            login,
            password,
            _practice: practice,
        }
    }
}
