//! Which hosts may be asked to serve an academy's mail, when no data names them.
//!
//! DNS, a file or a person may say any name. Only one label under the academy's or the ministry's domain is listened to,
//! and never a portal, a school's own machine or another provider. What the data names is not judged here.

use serde::Serialize;
use thiserror::Error;

use crate::{
    academy::{Academy, MINISTRY, directory::Directory, providers::provider_of, under},
    reason::{Kind, Mender, Params, Reason},
};

/// Why a host may not serve.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Unfit {
    /// A well-known provider's, which is not the academy's.
    #[error("{host} belongs to {provider}")]
    OtherProvider {
        /// As named.
        host: String,
        /// "Gmail (Google)".
        provider: &'static str,
    },
    /// An official portal that holds no academic mailbox, or a school workspace.
    #[error("{host} is a portal: {portal}")]
    Portal {
        /// As named.
        host: String,
        /// "Atrium".
        portal: String,
    },
    /// A school's own machine.
    #[error("{host} is a school's")]
    School {
        /// As named.
        host: String,
    },
    /// Not one label under the academy's or the ministry's domain.
    #[error("{host} is not a name of the academy's")]
    Stranger {
        /// As named.
        host: String,
        /// The academy's domain.
        domain: String,
    },
}

/// Whether `host` may serve the mail of `academy`.
///
/// # Errors
/// [`Unfit`], the most telling reason first.
pub fn judge(academy: &Academy, host: &str) -> Result<(), Unfit> {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    if let Some(provider) = provider_of(&host) {
        return Err(Unfit::OtherProvider { host, provider });
    }
    let national = Directory::embedded();
    let mut doors = academy.wrong_doors.iter().chain(national.wrong_doors());
    if let Some(door) = doors.find(|door| under(&host, &door.host)) {
        let portal = door.name.clone();
        return Err(Unfit::Portal { host, portal });
    }
    let domains = academy
        .domains
        .iter()
        .map(|domain| domain.value.as_str())
        .chain([MINISTRY]);
    let label = domains.filter_map(|domain| label_under(&host, domain)).next();
    match label {
        Some(label) if of_a_school(label) => Err(Unfit::School { host }),
        Some(_) => Ok(()),
        None => Err(Unfit::Stranger {
            host,
            domain: academy.domain().to_owned(),
        }),
    }
}

/// The one label `host` has before `domain`.
fn label_under<'a>(host: &'a str, domain: &str) -> Option<&'a str> {
    let label = host.strip_suffix(&domain.to_ascii_lowercase())?.strip_suffix('.')?;
    (!label.is_empty() && !label.contains('.')).then_some(label)
}

/// `clg-hugo`, `lyc-0690026d`, `ent`: how schools' machines and workspaces are named under an academy's domain.
fn of_a_school(label: &str) -> bool {
    const KINDS: [&str; 16] = [
        "clg", "col", "college", "lyc", "lycee", "lp", "lgt", "lpo", "ec", "ecole", "elem", "mat", "segpa", "erea",
        "cfa", "ent",
    ];
    let code = |part: &str| {
        let (digits, letter) = part.split_at_checked(7).unwrap_or_default();
        digits.bytes().all(|b| b.is_ascii_digit())
            && letter.len() == 1
            && letter.bytes().all(|b| b.is_ascii_alphabetic())
    };
    let mut parts = label.split(['-', '_']);
    parts.clone().any(code) || parts.next().is_some_and(|first| KINDS.contains(&first))
}

impl Reason for Unfit {
    fn code(&self) -> &'static str {
        match self {
            Self::OtherProvider { .. } => "other-provider",
            Self::Portal { .. } => "portal-not-mail",
            Self::School { .. } => "school-not-mail",
            Self::Stranger { .. } => "host-not-academic",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::OtherProvider { host, provider } => {
                Params::from([("host", host.clone()), ("provider", (*provider).to_owned())])
            }
            Self::Portal { host, portal } => Params::from([("host", host.clone()), ("portal", portal.clone())]),
            Self::School { host } => Params::from([("host", host.clone())]),
            Self::Stranger { host, domain } => Params::from([("host", host.clone()), ("domain", domain.clone())]),
        }
    }

    fn mender(&self) -> Mender {
        Mender::Person
    }

    fn kind(&self) -> Kind {
        Kind::Refused
    }
}

/// For lists: the code alone.
impl Serialize for Unfit {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::testing::Authority;

    fn verdict(host: &str) -> &'static str {
        match judge(&Authority::new("CA").academy(), host) {
            Ok(()) => "may-serve",
            Err(unfit) => unfit.code(),
        }
    }

    #[test]
    fn one_label_under_the_academys_or_the_ministrys_name_may_serve_and_nothing_else() {
        for host in [
            "imap.ac-exemple.test",
            "IMAP.Ac-Exemple.Test.",
            "smtp.education.gouv.fr",
            "lycos.ac-exemple.test",
        ] {
            assert_eq!(verdict(host), "may-serve", "{host}");
        }
        for host in [
            "ac-exemple.test",
            "a.b.ac-exemple.test",
            "ac-exemple.test.voleur.test",
            "fauxac-exemple.test",
            "imap.voleur.test",
            "gouv.fr",
            "",
        ] {
            assert_eq!(verdict(host), "host-not-academic", "{host}");
        }
    }

    #[test]
    fn schools_portals_and_providers_are_named() {
        for host in [
            "clg-hugo.ac-exemple.test",
            "lyc-0690026d.ac-exemple.test",
            "0690026D.ac-exemple.test",
            "ent.ac-exemple.test",
        ] {
            assert_eq!(verdict(host), "school-not-mail", "{host}");
        }
        assert_eq!(verdict("educonnect.education.gouv.fr"), "portal-not-mail");
        for host in [
            "imap.gmail.com",
            "outlook.office365.com",
            "imap.orange.fr",
            "pop.free.fr",
        ] {
            assert_eq!(verdict(host), "other-provider", "{host}");
        }
        assert_eq!(verdict("notgmail.com"), "host-not-academic");
    }
}
