//! From a name to a TCP stream: addresses, then the first that answers (RFC 8305), each phase under its own deadline.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use futures::stream::{FuturesUnordered, StreamExt};
use tokio::{
    net::{TcpStream, lookup_host},
    time::{sleep, timeout},
};

use super::{
    Hosts,
    fault::{Cause, family},
    names,
};
use crate::academy::under;

/// How long each phase may take.
#[derive(Clone, Copy, Debug)]
pub struct Deadlines {
    /// When a person who waits is told what it looks like so far: within three seconds, a busy machine's own time included.
    pub suspicion: Duration,
    /// Name to addresses. A resolver asks again after 5 s: one lost datagram is not a fault.
    pub resolve: Duration,
    /// SYN to connected, all addresses together. Systems send SYN at 0, 1, 3 and 7 s: on a link that loses one packet in
    /// twenty, four without an answer are one case in ten thousand, and a filter otherwise.
    pub connect: Duration,
    /// Head start of one address over the next.
    pub stagger: Duration,
    /// TLS handshake; and greeting and STARTTLS before it, together.
    pub handshake: Duration,
    /// All of the above and the greeting together: nobody waits longer for a verdict.
    pub total: Duration,
    /// One answer once TLS stands. A server that punishes failures of a whole school's address answers after 16 s.
    pub answer: Duration,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            suspicion: Duration::from_millis(2_800),
            resolve: Duration::from_secs(6),
            connect: Duration::from_secs(9),
            stagger: Duration::from_millis(250),
            handshake: Duration::from_secs(8),
            total: Duration::from_secs(12),
            answer: Duration::from_secs(40),
        }
    }
}

/// The addresses of `host`. Names of `.test` come from `hosts` alone; `hosts` is deaf to every other name.
pub(super) async fn addresses(
    hosts: &Hosts,
    host: &str,
    port: u16,
    limits: &Deadlines,
) -> Result<Vec<SocketAddr>, Cause> {
    let name = host.to_ascii_lowercase();
    if under(&name, "test") {
        return hosts
            .get(&name)
            .map(|address| vec![SocketAddr::new(*address, port)])
            .ok_or(Cause::Dns);
    }
    if name.is_empty() || name.parse::<IpAddr>().is_ok() {
        return Err(Cause::BadHost);
    }
    let lookup = async {
        match lookup_host((name.as_str(), port)).await {
            Ok(found) => Ok(interleaved(found.collect())),
            Err(_) => Err(names::why_unknown(&name).await),
        }
    };
    let found = timeout(limits.resolve, lookup).await.map_err(|_| Cause::DnsSilent)??;
    if found.is_empty() { Err(Cause::Dns) } else { Ok(found) }
}

/// IPv6 and IPv4 in turn, the family the system put first leading.
fn interleaved(found: Vec<SocketAddr>) -> Vec<SocketAddr> {
    let first_is_v6 = found.first().is_some_and(SocketAddr::is_ipv6);
    let (lead, follow): (Vec<_>, Vec<_>) = found.into_iter().partition(|address| address.is_ipv6() == first_is_v6);
    let mut result = Vec::with_capacity(lead.len() + follow.len());
    let (mut lead, mut follow) = (lead.into_iter(), follow.into_iter());
    loop {
        match (lead.next(), follow.next()) {
            (None, None) => return result,
            (a, b) => result.extend(a.into_iter().chain(b)),
        }
    }
}

/// The first address that accepts; otherwise what the most telling refusal says.
pub(super) async fn connect(addresses: &[SocketAddr], limits: &Deadlines) -> Result<TcpStream, Cause> {
    let mut tries: FuturesUnordered<_> = addresses
        .iter()
        .zip(0_u32..)
        .map(|(address, rank)| async move {
            sleep(limits.stagger.saturating_mul(rank)).await;
            let result = TcpStream::connect(address).await;
            tracing::debug!(family = family(address.ip()), connected = result.is_ok(), "tcp");
            result
        })
        .collect();
    let mut worst: Option<Cause> = None;
    let race = async {
        while let Some(result) = tries.next().await {
            match result {
                Ok(stream) => return Some(stream),
                Err(error) => worst = Some(more_telling(worst.take(), refusal(&error))),
            }
        }
        None
    };
    match timeout(limits.connect, race).await {
        Ok(Some(stream)) => {
            // A dialogue of short lines: waiting to fill a segment only costs round trips.
            let _ = stream.set_nodelay(true);
            Ok(stream)
        }
        Ok(None) => Err(worst.unwrap_or(Cause::Filtered)),
        // One address at least never answered.
        Err(_) => Err(more_telling(worst, Cause::Filtered)),
    }
}

/// What errno says; kinds map ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, ENETUNREACH, EACCES, ECONNRESET.
fn refusal(error: &io::Error) -> Cause {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => Cause::Refused,
        io::ErrorKind::TimedOut => Cause::Filtered,
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => Cause::Reset,
        io::ErrorKind::NetworkUnreachable => Cause::Offline,
        // EHOSTUNREACH and EACCES are what an ICMP "prohibited" becomes.
        _ => Cause::AdminProhibited,
    }
}

/// A machine without IPv6 says "unreachable" for it at once: what the other family met is worth more.
fn more_telling(before: Option<Cause>, now: Cause) -> Cause {
    fn rank(cause: &Cause) -> u8 {
        match cause {
            Cause::Refused => 4,
            Cause::Reset => 3,
            Cause::Filtered => 2,
            Cause::Offline => 0,
            _ => 1,
        }
    }
    match before {
        Some(before) if rank(&before) >= rank(&now) => before,
        _ => now,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_hosts_map_is_deaf_to_real_names_and_test_names_never_reach_a_resolver() {
        let hosts = Hosts::from([
            ("imap.ac-exemple.test".to_owned(), IpAddr::from([127, 0, 0, 1])),
            ("127.0.0.9".to_owned(), IpAddr::from([127, 0, 0, 1])),
        ]);
        let limits = Deadlines::default();
        let found = addresses(&hosts, "IMAP.ac-exemple.test", 993, &limits).await;
        assert_eq!(found, Ok(vec![SocketAddr::from(([127, 0, 0, 1], 993))]));
        assert_eq!(
            addresses(&hosts, "autre.ac-exemple.test", 993, &limits).await,
            Err(Cause::Dns)
        );
        assert_eq!(addresses(&hosts, "127.0.0.9", 993, &limits).await, Err(Cause::BadHost));
    }

    #[test]
    fn families_take_turns() {
        let v6 = |n| SocketAddr::from(([0, 0, 0, 0, 0, 0, 0, n], 1));
        let v4 = |n| SocketAddr::from(([127, 0, 0, n], 1));
        assert_eq!(interleaved(vec![v6(1), v6(2), v4(1)]), [v6(1), v4(1), v6(2)]);
    }

    #[test]
    fn a_missing_ipv6_never_hides_what_ipv4_met() {
        assert_eq!(
            more_telling(Some(Cause::Offline), Cause::AdminProhibited),
            Cause::AdminProhibited
        );
        assert_eq!(
            more_telling(Some(Cause::AdminProhibited), Cause::Filtered),
            Cause::Filtered
        );
        assert_eq!(
            more_telling(Some(Cause::Refused), Cause::AdminProhibited),
            Cause::Refused
        );
    }

    #[test]
    fn errno_decides() {
        let cause = |errno| refusal(&io::Error::from_raw_os_error(errno));
        if cfg!(target_os = "linux") {
            assert_eq!(cause(111), Cause::Refused);
            assert_eq!(cause(110), Cause::Filtered);
            assert_eq!(cause(104), Cause::Reset);
            assert_eq!(cause(101), Cause::Offline);
            for errno in [113, 13] {
                assert_eq!(cause(errno), Cause::AdminProhibited);
            }
        }
    }
}
