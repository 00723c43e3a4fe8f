//! Every way a connection fails, as a type with its evidence. Classified where the typed error is, never from text.
//!
//! A [`Fault`] names the host and port; its [`Cause`] is also the error our certificate verifier and our stream limits
//! raise, so that it comes back whole through the libraries in between: [`Fault::from_error`] walks a source chain and
//! downcasts. What a server *says* once TLS stands (wrong password, quota) belongs to `mail` and `account`.

use std::{error::Error, io, net::IpAddr};

use rustls::{AlertDescription, CertificateError, InvalidMessage, OtherError, PeerIncompatible};
use thiserror::Error as ThisError;
use time::OffsetDateTime;

use crate::reason::{Kind, Mender, Params, Reason};

/// A connection that failed: where, and the one cause.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
#[error("{host}:{port}: {cause}")]
pub struct Fault {
    /// The name that was dialled; empty when no host is concerned.
    pub host: String,
    /// TCP port; 0 when no host is concerned.
    pub port: u16,
    /// Why.
    #[source]
    pub cause: Cause,
}

/// Why a connection failed, with the evidence.
#[derive(Clone, Debug, PartialEq, Eq, ThisError)]
pub enum Cause {
    /// The name has no address, or no resolver answers.
    #[error("no address for this name")]
    Dns,
    /// Not a host name TLS can check.
    #[error("not a usable host name")]
    BadHost,
    /// RST at once: nothing listens, or a firewall rejects politely.
    #[error("connection refused")]
    Refused,
    /// Silence after SYN.
    #[error("no answer to SYN")]
    Filtered,
    /// ICMP: a firewall or the machine forbids it (EHOSTUNREACH, ENETUNREACH, EACCES).
    #[error("administratively prohibited")]
    AdminProhibited,
    /// Cut before the exchange was over.
    #[error("connection cut")]
    Reset,
    /// TCP accepted, then silence.
    #[error("accepted, then silence")]
    Mute,
    /// The server was speaking and stopped: a deadline passed.
    #[error("deadline passed while waiting for an answer")]
    Timeout,
    /// Something that is not TLS answers on a TLS port: captive portal, or a STARTTLS port.
    #[error("not TLS")]
    PlainOnTls,
    /// No TLS 1.2 or later in common.
    #[error("TLS too old")]
    TlsTooOld,
    /// Another failure of the handshake.
    #[error("TLS handshake failed")]
    Tls,
    /// The certificate's time is over.
    #[error("certificate expired on {not_after}")]
    CertExpired {
        /// ISO 8601 day.
        not_after: String,
    },
    /// The certificate's time has not come: often our clock.
    #[error("certificate not valid before {not_before}")]
    CertNotYet {
        /// ISO 8601 day.
        not_before: String,
    },
    /// The certificate is for another name.
    #[error("certificate is for {presented}")]
    CertWrongName {
        /// Names it stands for, at most three.
        presented: String,
    },
    /// The chain ends in no root we know.
    #[error("unknown issuer: {issuer}")]
    UnknownIssuer {
        /// As the presented certificate names it: not verified, cleaned for display.
        issuer: String,
    },
    /// The system trusts the chain, but its root is neither Mozilla's nor the machine policy's: TLS inspection.
    #[error("intercepted by: {issuer}")]
    Intercepted {
        /// As the presented certificate names it: not verified, cleaned for display.
        issuer: String,
    },
    /// Mozilla's roots verify the chain, the system's do not: the system's are too old.
    #[error("system roots too old for: {issuer}")]
    SystemRootsOld {
        /// Who issued the certificate.
        issuer: String,
    },
    /// The certificate is refused for another reason (revoked, malformed, wrong purpose).
    #[error("certificate refused")]
    CertRefused,
    /// The machine has no roots at all.
    #[error("no system roots")]
    NoSystemRoots,
    /// A pack's roots cannot be read.
    #[error("unreadable roots in the pack")]
    PackRoots,
    /// STARTTLS is not offered or refused: something may have removed it.
    #[error("STARTTLS not offered")]
    StarttlsStripped,
    /// Bytes came in the clear after the go-ahead: someone speaks in the server's place.
    #[error("bytes injected before the handshake")]
    StarttlsInjected,
    /// The server says goodbye instead of hello.
    #[error("server says goodbye")]
    Bye,
    /// A line over 64 KiB or a reply over 1 MiB.
    #[error("answer too long")]
    TooLong,
    /// Not the protocol expected.
    #[error("malformed answer")]
    Malformed,
    /// The web proxy does not let us through, or an https exchange failed otherwise.
    #[error("https exchange failed")]
    Https,
    /// A client could not be built: our bug.
    #[error("client could not be built")]
    Client,
}

impl Fault {
    /// A fault at `host`:`port`.
    #[must_use]
    pub fn new(host: &str, port: u16, cause: Cause) -> Self {
        Self {
            host: host.to_owned(),
            port,
            cause,
        }
    }

    /// Finds the cause in a source chain; `otherwise` when nothing in it is known.
    #[must_use]
    pub fn from_error(host: &str, port: u16, error: &(dyn Error + 'static), otherwise: Cause) -> Self {
        Self::new(host, port, Cause::within(error).unwrap_or(otherwise))
    }

    /// What is in front of the mail ports may let the web through: another network, or the web steps, can still help.
    #[must_use]
    pub fn blames_network(&self) -> bool {
        matches!(
            self.cause,
            Cause::Dns
                | Cause::Refused
                | Cause::Filtered
                | Cause::AdminProhibited
                | Cause::Reset
                | Cause::Mute
                | Cause::Timeout
                | Cause::PlainOnTls
                | Cause::Intercepted { .. }
                | Cause::UnknownIssuer { .. }
                | Cause::StarttlsStripped
                | Cause::StarttlsInjected
        )
    }
}

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
            io::ErrorKind::TimedOut => Some(Self::Timeout),
            io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable | io::ErrorKind::PermissionDenied => {
                Some(Self::AdminProhibited)
            }
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
    pub(super) fn of_certificate(error: &CertificateError) -> Self {
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
    pub(super) fn with_issuer(self, name: &str) -> Self {
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

/// Text from a certificate, fit to be shown: no control characters, at most 80 characters.
pub(super) fn presentable(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control())
        .take(80)
        .collect::<String>()
        .trim()
        .to_owned()
}

fn day(time: rustls::pki_types::UnixTime) -> String {
    i64::try_from(time.as_secs())
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .map(|moment| moment.date().to_string())
        .unwrap_or_default()
}

impl Reason for Fault {
    fn code(&self) -> &'static str {
        match self.cause {
            Cause::Dns => "dns",
            Cause::BadHost => "bad-host",
            Cause::Refused => "connection-refused",
            Cause::Filtered => "filtered",
            Cause::AdminProhibited => "admin-prohibited",
            Cause::Reset => "reset",
            Cause::Mute => "mute",
            Cause::Timeout => "timeout",
            Cause::PlainOnTls => "plain-on-tls",
            Cause::TlsTooOld => "tls-too-old",
            Cause::Tls => "tls-failed",
            Cause::CertExpired { .. } => "certificate-expired",
            Cause::CertNotYet { .. } => "certificate-not-yet",
            Cause::CertWrongName { .. } => "certificate-wrong-name",
            Cause::UnknownIssuer { .. } => "unknown-issuer",
            Cause::Intercepted { .. } => "intercepted",
            Cause::SystemRootsOld { .. } => "system-roots-old",
            Cause::CertRefused => "certificate-refused",
            Cause::NoSystemRoots => "no-system-roots",
            Cause::PackRoots => "pack-roots",
            Cause::StarttlsStripped => "starttls-stripped",
            Cause::StarttlsInjected => "starttls-injected",
            Cause::Bye => "server-bye",
            Cause::TooLong => "answer-too-long",
            Cause::Malformed => "answer-malformed",
            Cause::Https => "https-failed",
            Cause::Client => "client-not-built",
        }
    }

    fn params(&self) -> Params {
        let mut params = Params::new();
        if !self.host.is_empty() {
            params.insert("host", self.host.clone());
            params.insert("port", self.port.to_string());
        }
        match &self.cause {
            Cause::CertExpired { not_after } => params.insert("day", not_after.clone()),
            Cause::CertNotYet { not_before } => params.insert("day", not_before.clone()),
            Cause::CertWrongName { presented } => params.insert("presented", presented.clone()),
            Cause::UnknownIssuer { issuer } | Cause::Intercepted { issuer } | Cause::SystemRootsOld { issuer } => {
                params.insert("issuer", issuer.clone())
            }
            _ => None,
        };
        params
    }

    fn mender(&self) -> Mender {
        match self.cause {
            Cause::Dns
            | Cause::Refused
            | Cause::Filtered
            | Cause::AdminProhibited
            | Cause::Reset
            | Cause::Mute
            | Cause::PlainOnTls
            | Cause::UnknownIssuer { .. }
            | Cause::Intercepted { .. }
            | Cause::SystemRootsOld { .. }
            | Cause::NoSystemRoots
            | Cause::StarttlsStripped
            | Cause::StarttlsInjected
            | Cause::Https => Mender::Referent,
            Cause::CertNotYet { .. } | Cause::Timeout => Mender::Person,
            Cause::TlsTooOld
            | Cause::Tls
            | Cause::CertExpired { .. }
            | Cause::CertWrongName { .. }
            | Cause::CertRefused
            | Cause::PackRoots
            | Cause::BadHost
            | Cause::Bye
            | Cause::TooLong
            | Cause::Malformed => Mender::Rectorate,
            Cause::Client => Mender::Authors,
        }
    }

    fn kind(&self) -> Kind {
        match self.cause {
            Cause::Client => Kind::Bug,
            _ => Kind::Fault,
        }
    }
}

/// The address families tried, for the log.
pub(super) fn family(address: IpAddr) -> &'static str {
    if address.is_ipv6() { "ipv6" } else { "ipv4" }
}
