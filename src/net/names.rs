//! Service records (RFC 2782, RFC 6186, RFC 8314): where a domain says its servers are.
//!
//! Addresses are the system resolver's business (`reach`); only SRV and MX are asked here, with the system's own name
//! servers, and why the system found nothing, which it does not tell.

use hickory_resolver::{Resolver, proto::rr::RData};
use tokio::time::timeout;

use super::{Net, fault::Cause};
use crate::academy::under;

/// A target a domain announces for a service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Service {
    /// Host name, lower case, without the final dot.
    pub host: String,
    /// TCP port.
    pub port: u16,
}

/// The system gives one answer for a name that does not exist and for name servers that do not answer.
pub(super) async fn why_unknown(name: &str) -> Cause {
    let Ok(resolver) = Resolver::builder_tokio().and_then(|builder| builder.build()) else {
        return Cause::Dns;
    };
    match resolver.lookup_ip(format!("{name}.")).await {
        Err(error) if !error.is_no_records_found() && !error.is_nx_domain() => Cause::DnsSilent,
        // They know it, or know that there is none; the system had its reasons.
        Ok(_) | Err(_) => Cause::Dns,
    }
}

impl Net {
    /// Targets of `service` ("_imaps._tcp") at `domain`, best first. Empty when there is none, when the domain says the
    /// service does not exist (target "."), or when no name server answers in time. Names of `.test` are never asked.
    pub async fn services(&self, service: &str, domain: &str) -> Vec<Service> {
        if under(domain, "test") {
            return Vec::new();
        }
        let Ok(resolver) = Resolver::builder_tokio().and_then(|builder| builder.build()) else {
            return Vec::new();
        };
        let lookup = resolver.srv_lookup(format!("{service}.{domain}."));
        let Ok(Ok(found)) = timeout(self.deadlines().resolve, lookup).await else {
            return Vec::new();
        };
        let mut targets: Vec<_> = found
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::SRV(srv) => Some((srv.priority, u16::MAX - srv.weight, srv.target.to_utf8(), srv.port)),
                _ => None,
            })
            .collect();
        targets.sort();
        targets
            .into_iter()
            .map(|(_, _, host, port)| Service {
                host: host.trim_end_matches('.').to_ascii_lowercase(),
                port,
            })
            .filter(|service| !service.host.is_empty() && service.port != 0)
            .collect()
    }
    /// Hosts that take mail for `domain`, best first. A hint of who runs its mailboxes and never more: no password goes
    /// to a host because of it. Empty as for [`Net::services`].
    pub async fn exchangers(&self, domain: &str) -> Vec<String> {
        if under(domain, "test") {
            return Vec::new();
        }
        let Ok(resolver) = Resolver::builder_tokio().and_then(|builder| builder.build()) else {
            return Vec::new();
        };
        let lookup = resolver.mx_lookup(format!("{domain}."));
        let Ok(Ok(found)) = timeout(self.deadlines().resolve, lookup).await else {
            return Vec::new();
        };
        let mut hosts: Vec<_> = found
            .answers()
            .iter()
            .filter_map(|record| match &record.data {
                RData::MX(mx) => Some((mx.preference, mx.exchange.to_utf8())),
                _ => None,
            })
            .collect();
        hosts.sort();
        hosts
            .into_iter()
            .map(|(_, host)| host.trim_end_matches('.').to_ascii_lowercase())
            .filter(|host| !host.is_empty())
            .collect()
    }
}
