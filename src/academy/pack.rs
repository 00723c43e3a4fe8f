//! Reads a file of academy data and says where it is wrong; refuses what a pack may not say.
//!
//! A pack names hosts under its academy's own domains or the ministry's, nothing else; a made-up academy only names
//! under `.test`. Signatures are not read here yet: [`Origin`] says what the caller checked.

use url::Url;

use super::{Academy, AcademyFile, AcademyKind, MINISTRY, Origin, Platform, directory::Directory, under};
use crate::reason::{Kind, Mender, Params, Reason};

/// Bytes of a pack, at most.
const LARGEST: usize = 1 << 20;

/// A file of data that cannot be read: `file:line: why`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct DataFault {
    /// Name of the file.
    pub file: String,
    /// First line of the bad value, from 1.
    pub line: usize,
    /// What the parser says, in English.
    pub message: String,
}

/// Reads one file of data. An unknown key, a missing one, a bad value: each is a fault with its line.
///
/// # Errors
/// [`DataFault`].
pub fn read(file: &str, text: &str) -> Result<AcademyFile, DataFault> {
    toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let line = 1 + text.bytes().take(at).filter(|b| *b == b'\n').count();
        DataFault {
            file: file.to_owned(),
            line,
            message: error.message().to_owned(),
        }
    })
}

/// Why a pack is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackFault {
    /// It cannot be read.
    #[error(transparent)]
    Syntax(#[from] DataFault),
    /// More than a mebibyte.
    #[error("larger than 1 MiB")]
    TooLarge,
    /// It describes no academy.
    #[error("no [academy]")]
    NoAcademy,
    /// It tries to change the list of national portals.
    #[error("[[wrong_doors]] at the top")]
    NationalData,
    /// A host outside the academy's and the ministry's domains, or an address that is not https.
    #[error("{host} is outside the academy's and the ministry's domains")]
    HostOutside {
        /// The host, or the whole address when it has none.
        host: String,
    },
    /// A domain the academy does not own in the embedded data, or a made-up academy outside `.test`.
    #[error("{domain} is not a domain of this academy")]
    DomainOutside {
        /// The domain.
        domain: String,
    },
    /// A platform other academies use.
    #[error("platform {platform} is not this academy's")]
    PlatformTaken {
        /// Its key.
        platform: String,
    },
}

impl Reason for PackFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Syntax(_) => "pack-syntax",
            Self::TooLarge => "pack-too-large",
            Self::NoAcademy => "pack-no-academy",
            Self::NationalData => "pack-national-data",
            Self::HostOutside { .. } => "pack-host-outside",
            Self::DomainOutside { .. } => "pack-domain-outside",
            Self::PlatformTaken { .. } => "pack-platform-taken",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Syntax(fault) => Params::from([("line", fault.line.to_string()), ("detail", fault.message.clone())]),
            Self::HostOutside { host } => Params::from([("host", host.clone())]),
            Self::DomainOutside { domain } => Params::from([("domain", domain.clone())]),
            Self::PlatformTaken { platform } => Params::from([("platform", platform.clone())]),
            Self::TooLarge | Self::NoAcademy | Self::NationalData => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        Mender::Rectorate
    }

    fn kind(&self) -> Kind {
        Kind::Refused
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
        let AcademyFile {
            academy,
            platforms,
            wrong_doors,
        } = read("pack", text)?;
        let mut academy = academy.ok_or(PackFault::NoAcademy)?;
        if !wrong_doors.is_empty() {
            return Err(PackFault::NationalData);
        }
        let suffixes = suffixes(known, &academy, &origin)?;
        let stays = |host: &String| suffixes.iter().any(|own| under(host, own));
        for host in hosts(&academy, &platforms) {
            let host = host.map_err(|host| PackFault::HostOutside { host })?;
            if !stays(&host) {
                return Err(PackFault::HostOutside { host });
            }
        }
        for desk in academy.desks.iter().filter_map(|desk| desk.url.as_deref()) {
            https_host(desk).map_err(|host| PackFault::HostOutside { host })?;
        }
        let others = || known.academies().filter(|other| other.id != academy.id);
        let taken = platforms.iter().find(|new| {
            new.id == "national" || others().any(|other| other.platforms.iter().any(|used| used.platform == new.id))
        });
        if let Some(platform) = taken {
            return Err(PackFault::PlatformTaken {
                platform: platform.id.clone(),
            });
        }
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

/// Every host a secret could be sent to, or a page opened at; `Err` with the text of what is no https address or no host
/// name. Desks may stand anywhere, over https, and so may the portals that are *not* the mailbox.
fn hosts(academy: &Academy, platforms: &[Platform]) -> Vec<Result<String, String>> {
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

fn https_host(address: &str) -> Result<String, String> {
    let url = Url::parse(address).map_err(|_| address.to_owned())?;
    let plain = url.scheme() == "https" && url.username().is_empty();
    url.host_str()
        .filter(|_| plain)
        .map(str::to_owned)
        .ok_or_else(|| address.to_owned())
}

fn host_name(host: &str) -> Result<String, String> {
    let fits = host
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b".-".contains(&b));
    if fits {
        Ok(host.to_owned())
    } else {
        Err(host.to_owned())
    }
}

#[cfg(test)]
mod tests;
