//! From a library's typed error to our cause: what `rustls`, the system and webpki report, never their texts.

use std::{error::Error, io};

use rustls::{AlertDescription, CertificateError, InvalidMessage, OtherError, PeerIncompatible};
use time::OffsetDateTime;

use super::{Cause, Fault};

impl Cause {
    /// The cause carried by `error` or by what lies beneath it.
    #[must_use]
    pub fn within(error: &(dyn Error + 'static)) -> Option<Self> {
        let mut next = Some(error);
        while let Some(error) = next {
            if let Some(cause) = error.downcast_ref::<Self>() {
                return Some(cause.clone());
            }
            if let Some(fault) = error.downcast_ref::<Fault>() {
                return Some(fault.cause.clone());
            }
            if let Some(tls) = error.downcast_ref::<rustls::Error>() {
                return Some(Self::of_tls(tls));
            }
            if let Some(io) = error.downcast_ref::<io::Error>() {
                return Self::of_io(io);
            }
            next = error.source();
        }
        None
    }

    /// An `io::Error` hides what it carries from `source()`: look inside first, at its kind last.
    fn of_io(error: &io::Error) -> Option<Self> {
        if let Some(cause) = error.get_ref().and_then(|inner| Self::within(inner)) {
            return Some(cause);
        }
        match error.kind() {
            io::ErrorKind::ConnectionRefused => Some(Self::Refused),
            io::ErrorKind::InvalidData => Some(Self::Malformed),
            io::ErrorKind::TimedOut => Some(Self::Timeout),
            io::ErrorKind::NetworkUnreachable => Some(Self::Offline),
            io::ErrorKind::HostUnreachable | io::ErrorKind::PermissionDenied => Some(Self::AdminProhibited),
            io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe
            | io::ErrorKind::NotConnected
            | io::ErrorKind::UnexpectedEof => Some(Self::Reset),
            _ => None,
        }
    }

    /// What rustls reports (servers observed: an old one sends `protocol_version`, a captive portal plain HTTP).
    fn of_tls(error: &rustls::Error) -> Self {
        match error {
            rustls::Error::InvalidCertificate(certificate) => Self::of_certificate(certificate),
            rustls::Error::AlertReceived(
                AlertDescription::ProtocolVersion
                | AlertDescription::HandshakeFailure
                | AlertDescription::InsufficientSecurity,
            )
            | rustls::Error::PeerIncompatible(
                PeerIncompatible::ServerDoesNotSupportTls12Or13
                | PeerIncompatible::ServerTlsVersionIsDisabledByOurConfig,
            ) => Self::TlsTooOld,
            rustls::Error::InvalidMessage(
                InvalidMessage::InvalidContentType | InvalidMessage::UnknownProtocolVersion,
            ) => Self::PlainOnTls,
            rustls::Error::UnsupportedNameType => Self::BadHost,
            _ => Self::Tls,
        }
    }

    /// What a webpki verifier says, without a look at the chain.
    pub(in crate::net) fn of_certificate(error: &CertificateError) -> Self {
        match error {
            CertificateError::Expired => Self::CertExpired {
                not_after: String::new(),
            },
            CertificateError::ExpiredContext { not_after, .. } => Self::CertExpired {
                not_after: day(*not_after),
            },
            CertificateError::NotValidYet => Self::CertNotYet {
                not_before: String::new(),
            },
            CertificateError::NotValidYetContext { not_before, .. } => Self::CertNotYet {
                not_before: day(*not_before),
            },
            CertificateError::NotValidForName => Self::CertWrongName {
                presented: String::new(),
            },
            CertificateError::NotValidForNameContext { presented, .. } => {
                let names: Vec<String> = presented
                    .iter()
                    .take(3)
                    .map(|name| presentable(bare_name(name)))
                    .collect();
                Self::CertWrongName {
                    presented: names.join(", "),
                }
            }
            CertificateError::UnknownIssuer => Self::UnknownIssuer { issuer: String::new() },
            CertificateError::Other(OtherError(inner)) => {
                inner.downcast_ref::<Self>().cloned().unwrap_or(Self::CertRefused)
            }
            _ => Self::CertRefused,
        }
    }

    /// Puts the issuer read from the presented chain where the verifier could not.
    pub(in crate::net) fn with_issuer(self, name: &str) -> Self {
        match self {
            Self::UnknownIssuer { issuer } if issuer.is_empty() => Self::UnknownIssuer {
                issuer: name.to_owned(),
            },
            other => other,
        }
    }
}

/// webpki writes `DnsName("…")`.
fn bare_name(name: &str) -> &str {
    name.split('"').nth(1).unwrap_or(name)
}

/// Text from a certificate, fit to be shown: nothing that hides or turns what stands around it, at most 80 characters.
pub(in crate::net) fn presentable(text: &str) -> String {
    let turns = |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    text.chars()
        .filter(|c| !c.is_control() && !turns(*c))
        .take(80)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn day(time: rustls::pki_types::UnixTime) -> String {
    i64::try_from(time.as_secs()).map(day_of).unwrap_or_default()
}

/// The ISO 8601 day of a moment in seconds since 1970, UTC.
pub(in crate::net) fn day_of(seconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(seconds)
        .map(|moment| moment.date().to_string())
        .unwrap_or_default()
}
