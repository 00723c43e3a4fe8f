//! Which endpoints an academy has, from its data, what discovery named, and the ports mail is served on.

use super::{Line, Role, State};
use crate::{
    academy::{Academy, Endpoint, MINISTRY, PagePurpose, Platform, Protocol, Security, under},
    mail::discover::Candidate,
};

/// Web hosts looked at, at most: enough to tell the web from one page.
const WEB_HOSTS: usize = 3;

/// What to do for a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Probe {
    /// Look the name up.
    Name,
    /// Connect, verify, read the greeting.
    Endpoint(Endpoint),
    /// Connect and verify.
    Handshake(Endpoint),
    /// Ask for the head of the first page.
    Web,
    /// Open the directory of the academy's connector.
    Directory,
}

/// A line to be, and how to fill it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) line: Line,
    pub(super) probe: Probe,
}

/// The web pages and the directory of the academy.
pub(super) fn of_academy(academy: &Academy, platform: Option<&Platform>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for (host, port) in web_hosts(academy, platform) {
        targets.push(target(Role::Web, &host, port, true, Probe::Web));
    }
    if let Some(ldap) = academy.connectors.ldap.as_ref().filter(|_| academy.connected()) {
        targets.push(target(Role::Ldap, &ldap.host, ldap.port, true, Probe::Directory));
    }
    targets
}

/// The endpoints of a mailbox: those that were named, then the other ports of the same hosts.
pub(super) fn of_mail(named: &[Candidate], platform: Option<&Platform>) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    let mut add = |new: Target| {
        let stands = |known: &Target| (&known.line.host, known.line.port) == (&new.line.host, new.line.port);
        if !targets.iter().any(stands) {
            targets.push(new);
        }
    };
    for protocol in [Protocol::Imap, Protocol::Smtp] {
        // The first of each is the one that will be used; the next ones serve when it does not answer.
        for (rank, one) in named.iter().filter(|one| one.endpoint.protocol == protocol).enumerate() {
            add(endpoint(one.endpoint.clone(), rank == 0));
        }
    }
    let sieves = platform.into_iter().flat_map(|platform| &platform.servers);
    for server in sieves.filter(|server| server.endpoint.protocol == Protocol::Sieve) {
        add(endpoint(server.endpoint.clone(), false));
    }
    for one in named {
        others(&one.endpoint).into_iter().for_each(&mut add);
    }
    targets
}

/// A line for each host's name.
pub(super) fn names_of<'a>(targets: impl Iterator<Item = &'a Target>) -> Vec<Target> {
    let mut hosts: Vec<&str> = Vec::new();
    for target in targets {
        if !hosts.contains(&target.line.host.as_str()) {
            hosts.push(&target.line.host);
        }
    }
    let name = |host: &str| Target {
        line: Line {
            port: None,
            ..target(Role::Dns, host, 0, true, Probe::Name).line
        },
        probe: Probe::Name,
    };
    hosts.into_iter().map(name).collect()
}

/// The other ports mail is served on, where the known one is an official port: how a filter is told from a closed door.
fn others(known: &Endpoint) -> Vec<Target> {
    let at = |protocol, port, security| Endpoint {
        protocol,
        host: known.host.clone(),
        port,
        security,
    };
    match (known.protocol, known.port) {
        (Protocol::Imap, 993 | 143) => vec![
            endpoint(at(Protocol::Imap, 993, Security::Tls), false),
            endpoint(at(Protocol::Imap, 143, Security::Starttls), false),
            target(
                Role::Pop,
                &known.host,
                995,
                false,
                // POP is not spoken here: its handshake is enough to know that it passes.
                Probe::Handshake(at(Protocol::Https, 995, Security::Tls)),
            ),
            endpoint(at(Protocol::Sieve, 4190, Security::Starttls), false),
        ],
        (Protocol::Smtp, 465 | 587) => vec![
            endpoint(at(Protocol::Smtp, 465, Security::Tls), false),
            endpoint(at(Protocol::Smtp, 587, Security::Starttls), false),
        ],
        _ => Vec::new(),
    }
}

/// The pages a person is sent to, under the academy's or the ministry's names: webmail and connectors first.
fn web_hosts(academy: &Academy, platform: Option<&Platform>) -> Vec<(String, u16)> {
    let connectors = academy.connected().then_some(&academy.connectors);
    let portals = connectors.into_iter().flat_map(|connectors| {
        let portal = connectors.lemonldap.as_ref().map(|portal| portal.url.as_str());
        [
            portal,
            connectors.privacyidea.as_ref().map(|server| server.url.as_str()),
        ]
    });
    let webmail = platform.and_then(|platform| Some(platform.webmail.as_ref()?.value.as_str()));
    let page = |purpose| academy.page(purpose).and_then(|page| page.url.as_deref());
    let pages = [
        PagePurpose::Webmail,
        PagePurpose::ChangePassword,
        PagePurpose::SignOn,
        PagePurpose::StaffPortal,
        PagePurpose::Website,
    ];
    let urls = [webmail].into_iter().chain(portals).chain(pages.map(page)).flatten();
    let mut hosts: Vec<(String, u16)> = Vec::new();
    for url in urls.filter_map(|url| url::Url::parse(url).ok()) {
        let (Some(host), Some(port)) = (url.host_str(), url.port_or_known_default()) else {
            continue;
        };
        let ours = academy.owns_host(host) || under(host, MINISTRY);
        let entry = (host.to_ascii_lowercase(), port);
        if ours && url.scheme() == "https" && hosts.len() < WEB_HOSTS && !hosts.contains(&entry) {
            hosts.push(entry);
        }
    }
    hosts
}

fn endpoint(endpoint: Endpoint, needed: bool) -> Target {
    let role = match endpoint.protocol {
        Protocol::Imap => Role::Imap,
        Protocol::Smtp => Role::Smtp,
        Protocol::Sieve => Role::Sieve,
        Protocol::Ldap => Role::Ldap,
        Protocol::Https => Role::Web,
    };
    let (host, port) = (endpoint.host.clone(), endpoint.port);
    target(role, &host, port, needed, Probe::Endpoint(endpoint))
}

fn target(role: Role, host: &str, port: u16, needed: bool, probe: Probe) -> Target {
    let line = Line {
        role,
        host: host.to_ascii_lowercase(),
        port: Some(port),
        needed,
        state: State::Waiting,
        fault: None,
        ms: None,
    };
    Target { line, probe }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{academy::directory::Directory, mail::discover::known};

    #[test]
    fn an_academy_of_the_data_has_its_ports_its_pages_and_one_line_a_name() {
        let directory = Directory::embedded();
        let dijon = directory.academy("dijon").unwrap();
        let platform = directory.platform("dijon");
        let named: Vec<_> = [Protocol::Imap, Protocol::Smtp]
            .into_iter()
            .flat_map(|protocol| known(dijon, platform, protocol))
            .collect();
        let mail = of_mail(&named, platform);
        let ports: Vec<_> = mail
            .iter()
            .map(|one| (one.line.port.unwrap(), one.line.needed))
            .collect();
        assert_eq!(
            ports,
            [
                (993, true),
                (465, true),
                (143, false),
                (995, false),
                (4190, false),
                (587, false)
            ]
        );
        let web = of_academy(dijon, platform);
        assert!(!web.is_empty() && web.len() <= WEB_HOSTS, "{web:?}");
        assert!(
            web.iter()
                .all(|one| dijon.owns_host(&one.line.host) || under(&one.line.host, MINISTRY))
        );
        let names = names_of(mail.iter().chain(&web));
        let mut hosts: Vec<_> = names.iter().map(|one| one.line.host.clone()).collect();
        let count = hosts.len();
        hosts.sort();
        hosts.dedup();
        assert_eq!(hosts.len(), count);
        assert!(names.iter().all(|one| one.line.port.is_none()));
    }

    #[test]
    fn ports_of_its_own_bring_no_others() {
        let at = Endpoint {
            protocol: Protocol::Imap,
            host: "imap.ac-exemple.test".to_owned(),
            port: 20993,
            security: Security::Tls,
        };
        assert_eq!(others(&at), []);
    }
}
