//! Reads a file of academy data and says where it is wrong; refuses what a pack may not say, or whoever did not sign it.
//!
//! A pack names hosts under its academy's own domains or the ministry's, nothing else; a made-up academy only names
//! under `.test`. `file` reads what lies on the disk, `seal` checks its signature with the `keys` of this build, `logo`
//! reads its picture, `admit` decides what becomes of it, `fault` names each refusal. The newest timestamp seen is kept by `ledger`.

mod admit;
mod fault;
mod file;
mod keylist;
mod keys;
mod logo;
mod seal;

use url::Url;

use super::{Academy, AcademyFile, AcademyKind, MINISTRY, Origin, Platform, Security, directory::Directory, under};

pub(in crate::academy) use admit::texts_only;
pub use admit::{Admitted, Served, Trust, last_day};
pub use fault::{DataFault, PackFault};
pub use file::{PackFile, beside, folders, packs_in};
pub use keys::Keyring;
pub use logo::Logo;
pub use seal::{Seal, trusted_comment};

/// Bytes of a pack, at most.
const LARGEST: usize = 1 << 20;

/// Ports of protocols that begin without encryption; on the first list STARTTLS is customary, on the second nothing helps.
const STARTTLS_PORTS: [u16; 4] = [143, 389, 587, 4190];
const PLAIN_PORTS: [u16; 6] = [21, 23, 25, 80, 110, 8080];

/// Reads one file of data. An unknown key, a missing one, a bad value: each is a fault with its line.
///
/// # Errors
/// [`DataFault`].
pub fn read(file: &str, text: &str) -> Result<AcademyFile, DataFault> {
    toml::from_str(text).map_err(|error| fault_of(file, text, &error))
}

fn fault_of(file: &str, text: &str, error: &toml::de::Error) -> DataFault {
    let at = error.span().map_or(0, |span| span.start);
    let line = 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
    DataFault {
        file: file.to_owned(),
        line,
        message: error.message().to_owned(),
    }
}

/// A pack that keeps to its place.
pub(super) struct Pack {
    pub(super) academy: Academy,
    pub(super) platforms: Vec<Platform>,
}

impl Pack {
    pub(super) fn read(known: &Directory, text: &str, origin: Origin) -> Result<Self, PackFault> {
        if text.len() > LARGEST {
            return Err(PackFault::TooLarge);
        }
        Self::of(known, read("pack", text)?, origin)
    }

    /// The rules on content, whatever the origin.
    fn of(known: &Directory, data: AcademyFile, origin: Origin) -> Result<Self, PackFault> {
        let until = last_day(&data)?;
        let AcademyFile {
            academy,
            platforms,
            wrong_doors,
            logo,
            shared_computers,
            expires: _,
        } = data;
        let mut academy = academy.ok_or(PackFault::NoAcademy)?;
        if !wrong_doors.is_empty() {
            return Err(PackFault::NationalData);
        }
        let suffixes = suffixes(known, &academy, &origin)?;
        let stays = |host: &String| suffixes.iter().any(|own| under(host, own));
        for host in hosts(&academy, &platforms) {
            let host = host?;
            if !stays(&host) {
                return Err(PackFault::HostOutside { host });
            }
        }
        for desk in academy.desks.iter().filter_map(|desk| desk.url.as_deref()) {
            https_host(desk)?;
        }
        plain_ports(&academy, &platforms)?;
        let others = || known.academies().filter(|other| other.id != academy.id);
        let taken = platforms.iter().find(|new| {
            new.id == "national" || others().any(|other| other.platforms.iter().any(|used| used.platform == new.id))
        });
        if let Some(platform) = taken {
            return Err(PackFault::PlatformTaken {
                platform: platform.id.clone(),
            });
        }
        let logo = logo.as_deref().map(Logo::read).transpose()?;
        academy.pack = matches!(origin, Origin::Pack { .. }).then_some(Served {
            seal: None,
            until,
            expired: false,
            logo,
            shared_computers,
        });
        academy.origin = origin;
        Ok(Self { academy, platforms })
    }
}

/// Where the hosts of this pack may stand. A pack never widens the domains the embedded data gives its academy.
fn suffixes(known: &Directory, academy: &Academy, origin: &Origin) -> Result<Vec<String>, PackFault> {
    let embedded = known
        .academy(&academy.id)
        .filter(|own| own.kind != AcademyKind::Practice);
    let real = embedded.filter(|_| *origin != Origin::Practice);
    let own: Vec<String> = match real {
        Some(real) => real.domains.iter().map(|domain| domain.value.clone()).collect(),
        None => vec!["test".to_owned()],
    };
    let claimed = academy.domains.iter().map(|domain| &domain.value);
    if let Some(domain) = claimed
        .clone()
        .find(|domain| !own.iter().any(|suffix| under(domain, suffix)))
    {
        return Err(PackFault::DomainOutside { domain: domain.clone() });
    }
    let ministry = real.map(|_| MINISTRY.to_owned());
    Ok(own.into_iter().chain(ministry).collect())
}

/// Every host a secret could be sent to, or a page opened at; `Err` for what is no https address or no host
/// name. Desks may stand anywhere, over https, and so may the portals that are *not* the mailbox.
fn hosts(academy: &Academy, platforms: &[Platform]) -> Vec<Result<String, PackFault>> {
    let connectors = &academy.connectors;
    let pages = academy.pages.iter().filter_map(|page| page.url.as_deref());
    let webmails = platforms
        .iter()
        .filter_map(|platform| platform.webmail.as_ref())
        .map(|webmail| webmail.value.as_str());
    let portals = [
        connectors.lemonldap.as_ref().map(|portal| portal.url.as_str()),
        connectors.privacyidea.as_ref().map(|server| server.url.as_str()),
    ];
    let addresses = pages
        .chain(webmails)
        .chain(portals.into_iter().flatten())
        .map(https_host);
    let servers = platforms
        .iter()
        .flat_map(|platform| &platform.servers)
        .map(|server| &server.endpoint.host);
    let ldap = connectors.ldap.iter().map(|directory| &directory.host);
    addresses
        .chain(servers.chain(ldap).map(|host| host_name(host)))
        .collect()
}

/// No server where the conversation begins, or stays, readable by all.
fn plain_ports(academy: &Academy, platforms: &[Platform]) -> Result<(), PackFault> {
    let mail = platforms
        .iter()
        .flat_map(|platform| &platform.servers)
        .map(|server| (&server.endpoint.host, server.endpoint.port, server.endpoint.security));
    let ldap = &academy.connectors.ldap;
    let directory = ldap.iter().map(|ldap| (&ldap.host, ldap.port, ldap.security));
    let plain = mail.chain(directory).find(|(_, port, security)| {
        *port == 0 || PLAIN_PORTS.contains(port) || (*security == Security::Tls && STARTTLS_PORTS.contains(port))
    });
    match plain {
        Some((host, port, _)) => Err(PackFault::PlainPort {
            host: host.clone(),
            port,
        }),
        None => Ok(()),
    }
}

fn https_host(address: &str) -> Result<String, PackFault> {
    let outside = || PackFault::HostOutside {
        host: address.to_owned(),
    };
    let url = Url::parse(address).map_err(|_| outside())?;
    if url.scheme() != "https" {
        return Err(PackFault::PlainAddress {
            address: address.to_owned(),
        });
    }
    let host = url
        .host_str()
        .filter(|_| url.username().is_empty() && url.password().is_none());
    let host = host.ok_or_else(outside)?;
    match url
        .port()
        .filter(|port| PLAIN_PORTS.contains(port) || STARTTLS_PORTS.contains(port))
    {
        Some(port) => Err(PackFault::PlainPort {
            host: host.to_owned(),
            port,
        }),
        None => Ok(host.to_owned()),
    }
}

fn host_name(host: &str) -> Result<String, PackFault> {
    let fits = host
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b));
    if fits {
        Ok(host.to_owned())
    } else {
        Err(PackFault::HostOutside { host: host.to_owned() })
    }
}

#[cfg(test)]
mod tests;
