//! Every way a connection fails, as a type with its evidence. Classified where the typed error is, never from text.
//!
//! A [`Fault`] names the host and port; its [`Cause`] is also the error our certificate verifier and our stream limits
//! raise, so that it comes back whole through the libraries in between: [`Fault::from_error`] walks a source chain and
//! downcasts (`classify`). What a server *says* once TLS stands (wrong password, quota) belongs to `mail` and `account`.

mod classify;

use std::{error::Error, net::IpAddr};

pub(super) use classify::{day_of, presentable};
use thiserror::Error as ThisError;

use super::{clock::Side, makers};

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
    /// The name has no address.
    #[error("no address for this name")]
    Dns,
    /// No name server answered in time.
    #[error("no name server answers")]
    DnsSilent,
    /// This computer has no way out at all (ENETUNREACH).
    #[error("network unreachable")]
    Offline,
    /// Not a host name TLS can check.
    #[error("not a usable host name")]
    BadHost,
    /// RST at once: nothing listens, or a firewall rejects politely.
    #[error("connection refused")]
    Refused,
    /// Silence after SYN.
    #[error("no answer to SYN")]
    Filtered,
    /// ICMP: a firewall or the machine forbids it (EHOSTUNREACH, EACCES).
    #[error("administratively prohibited")]
    AdminProhibited,
    /// Cut before the exchange was over.
    #[error("connection cut")]
    Reset,
    /// TCP accepted at once, then not one byte.
    #[error("accepted, then silence")]
    Mute,
    /// A verified server does not answer in time.
    #[error("deadline passed while waiting for an answer")]
    Timeout,
    /// Answers come, too slowly for a deadline or for comfort: a saturated or far network, not a filter.
    #[error("slow network")]
    Slow,
    /// Something that is not TLS answers on a TLS port: a STARTTLS port, or another service.
    #[error("not TLS")]
    PlainOnTls,
    /// A web page answers on a mail port: the sign-in page of a hotel, a train or a school.
    #[error("captive portal {portal}")]
    CaptivePortal {
        /// The host it sends browsers to; empty when it does not say.
        portal: String,
    },
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
    /// The certificate stands for itself.
    #[error("self-signed by: {issuer}")]
    SelfSigned {
        /// As the certificate names itself: cleaned for display.
        issuer: String,
    },
    /// This computer's clock is wrong: certificates of several servers, or our own build date, say so.
    #[error("our clock is {side:?}")]
    Clock {
        /// Which way.
        side: Side,
        /// The ISO 8601 day this computer believes in.
        today: String,
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
    /// Mozilla's roots or the machine policy's verify the chain, the system's do not: the system's are too old.
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
    /// The server says that it has too much to do, or is being repaired (421, `[UNAVAILABLE]`).
    #[error("server busy")]
    Busy,
    /// A line over 64 KiB or a reply over 1 MiB.
    #[error("answer too long")]
    TooLong,
    /// Not the protocol expected.
    #[error("malformed answer")]
    Malformed,
    /// The web proxy wants a name and a password (407).
    #[error("proxy {proxy} wants a sign-in")]
    ProxySignIn {
        /// `host:port` of the proxy.
        proxy: String,
    },
    /// The web proxy says no to the name and password typed for it.
    #[error("proxy {proxy} refuses the sign-in")]
    ProxyPasswordRefused {
        /// `host:port` of the proxy.
        proxy: String,
    },
    /// The web proxy does not let us through.
    #[error("proxy {proxy} answers {status}")]
    ProxyRefused {
        /// `host:port` of the proxy.
        proxy: String,
        /// Its HTTP status.
        status: u16,
    },
    /// The web proxy of this computer's settings does not answer.
    #[error("proxy {proxy} unreachable")]
    ProxyUnreachable {
        /// `host:port` of the proxy.
        proxy: String,
    },
    /// The proxy script (PAC) of this computer's settings cannot be fetched or run.
    #[error("proxy script {script} unusable")]
    ProxyScript {
        /// Host the script comes from; empty when it stands in the settings themselves.
        script: String,
    },
    /// An https exchange failed otherwise.
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
                | Cause::DnsSilent
                | Cause::Offline
                | Cause::Refused
                | Cause::Filtered
                | Cause::AdminProhibited
                | Cause::Reset
                | Cause::Mute
                | Cause::Timeout
                | Cause::Slow
                | Cause::PlainOnTls
                | Cause::CaptivePortal { .. }
                | Cause::Intercepted { .. }
                | Cause::UnknownIssuer { .. }
                | Cause::SelfSigned { .. }
                | Cause::StarttlsStripped
                | Cause::StarttlsInjected
        )
    }
}

impl Cause {
    /// The code, and who can mend it: one row a fact, so that nobody has to keep two lists in step.
    fn facts(&self) -> (&'static str, Mender) {
        use Mender::{Authors, Person, Rectorate, Referent};
        match self {
            Self::Dns => ("dns", Referent),
            Self::DnsSilent => ("dns-silent", Referent),
            Self::Offline => ("offline", Person),
            Self::BadHost => ("bad-host", Rectorate),
            Self::Refused => ("connection-refused", Referent),
            Self::Filtered => ("filtered", Referent),
            Self::AdminProhibited => ("admin-prohibited", Referent),
            Self::Reset => ("reset", Referent),
            Self::Mute => ("mute", Referent),
            Self::Timeout => ("timeout", Person),
            Self::Slow => ("slow", Person),
            Self::PlainOnTls => ("plain-on-tls", Referent),
            Self::CaptivePortal { .. } => ("captive-portal", Person),
            Self::TlsTooOld => ("tls-too-old", Rectorate),
            Self::Tls => ("tls-failed", Rectorate),
            Self::CertExpired { .. } => ("certificate-expired", Rectorate),
            Self::CertNotYet { .. } => ("certificate-not-yet", Person),
            Self::CertWrongName { .. } => ("certificate-wrong-name", Rectorate),
            Self::SelfSigned { .. } => ("self-signed", Referent),
            Self::Clock { side: Side::Behind, .. } => ("clock-behind", Person),
            Self::Clock { side: Side::Ahead, .. } => ("clock-ahead", Person),
            Self::UnknownIssuer { .. } => ("unknown-issuer", Referent),
            Self::Intercepted { .. } => ("intercepted", Referent),
            Self::SystemRootsOld { .. } => ("system-roots-old", Referent),
            Self::CertRefused => ("certificate-refused", Rectorate),
            Self::NoSystemRoots => ("no-system-roots", Referent),
            Self::PackRoots => ("pack-roots", Rectorate),
            Self::StarttlsStripped => ("starttls-stripped", Referent),
            Self::StarttlsInjected => ("starttls-injected", Referent),
            Self::Bye => ("server-bye", Rectorate),
            Self::Busy => ("server-busy", Person),
            Self::TooLong => ("answer-too-long", Rectorate),
            Self::Malformed => ("answer-malformed", Rectorate),
            Self::ProxySignIn { .. } => ("proxy-sign-in", Person),
            Self::ProxyPasswordRefused { .. } => ("proxy-password-refused", Person),
            Self::ProxyRefused { .. } => ("proxy-refused", Referent),
            Self::ProxyUnreachable { .. } => ("proxy-unreachable", Referent),
            Self::ProxyScript { .. } => ("proxy-script", Referent),
            Self::Https => ("https-failed", Referent),
            Self::Client => ("client-not-built", Authors),
        }
    }

    /// Whether the handshake came as far as a certificate.
    pub(super) fn is_of_certificate(&self) -> bool {
        matches!(
            self,
            Self::CertExpired { .. }
                | Self::CertNotYet { .. }
                | Self::CertWrongName { .. }
                | Self::SelfSigned { .. }
                | Self::Clock { .. }
                | Self::UnknownIssuer { .. }
                | Self::Intercepted { .. }
                | Self::SystemRootsOld { .. }
                | Self::CertRefused
                | Self::NoSystemRoots
        )
    }

    /// What the sentence names, beside the host and the port.
    fn evidence(&self) -> Params {
        match self {
            Self::CertExpired { not_after: day } | Self::CertNotYet { not_before: day } => {
                Params::from([("day", day.clone())])
            }
            // How far it is off, only a server can say.
            Self::Clock { today, .. } => Params::from([("day", today.clone()), ("minutes", "0".to_owned())]),
            Self::CertWrongName { presented } => Params::from([("presented", presented.clone())]),
            Self::UnknownIssuer { issuer } | Self::Intercepted { issuer } | Self::SelfSigned { issuer } => {
                Params::from([
                    ("issuer", issuer.clone()),
                    (
                        "maker",
                        makers::of(issuer).map_or_else(|| "none".to_owned(), |maker| maker.name.clone()),
                    ),
                ])
            }
            Self::SystemRootsOld { issuer } => Params::from([("issuer", issuer.clone())]),
            Self::CaptivePortal { portal } if portal.is_empty() => Params::from([("portal", "none".to_owned())]),
            Self::CaptivePortal { portal } => Params::from([("portal", portal.clone())]),
            Self::ProxySignIn { proxy } | Self::ProxyPasswordRefused { proxy } | Self::ProxyUnreachable { proxy } => {
                Params::from([("proxy", proxy.clone())])
            }
            Self::ProxyRefused { proxy, status } => {
                Params::from([("proxy", proxy.clone()), ("status", status.to_string())])
            }
            Self::ProxyScript { script } if script.is_empty() => Params::from([("script", "none".to_owned())]),
            Self::ProxyScript { script } => Params::from([("script", script.clone())]),
            _ => Params::new(),
        }
    }
}

impl Reason for Fault {
    fn code(&self) -> &'static str {
        self.cause.facts().0
    }

    fn params(&self) -> Params {
        let mut params = self.cause.evidence();
        if !self.host.is_empty() {
            params.insert("host", self.host.clone());
            params.insert("port", self.port.to_string());
        }
        params
    }

    fn mender(&self) -> Mender {
        self.cause.facts().1
    }

    /// A fault is a network's or a server's, unless only we can mend it.
    fn kind(&self) -> Kind {
        match self.mender() {
            Mender::Authors => Kind::Bug,
            Mender::Person | Mender::Referent | Mender::Rectorate => Kind::Fault,
        }
    }
}

/// The address families tried, for the log.
pub(super) fn family(address: IpAddr) -> &'static str {
    if address.is_ipv6() { "ipv6" } else { "ipv4" }
}

/// One of each, for the tests that must forget none.
#[cfg(test)]
pub(super) fn every() -> Vec<Cause> {
    let some = || "x".to_owned();
    let clock = |side| Cause::Clock { side, today: some() };
    vec![
        Cause::Dns,
        Cause::DnsSilent,
        Cause::Offline,
        Cause::BadHost,
        Cause::Refused,
        Cause::Filtered,
        Cause::AdminProhibited,
        Cause::Reset,
        Cause::Mute,
        Cause::Timeout,
        Cause::Slow,
        Cause::PlainOnTls,
        Cause::CaptivePortal { portal: some() },
        Cause::TlsTooOld,
        Cause::Tls,
        Cause::CertExpired { not_after: some() },
        Cause::CertNotYet { not_before: some() },
        Cause::CertWrongName { presented: some() },
        Cause::SelfSigned { issuer: some() },
        clock(Side::Behind),
        clock(Side::Ahead),
        Cause::UnknownIssuer { issuer: some() },
        Cause::Intercepted { issuer: some() },
        Cause::SystemRootsOld { issuer: some() },
        Cause::CertRefused,
        Cause::NoSystemRoots,
        Cause::PackRoots,
        Cause::StarttlsStripped,
        Cause::StarttlsInjected,
        Cause::Bye,
        Cause::Busy,
        Cause::TooLong,
        Cause::Malformed,
        Cause::ProxySignIn { proxy: some() },
        Cause::ProxyPasswordRefused { proxy: some() },
        Cause::ProxyRefused {
            proxy: some(),
            status: 403,
        },
        Cause::ProxyUnreachable { proxy: some() },
        Cause::ProxyScript { script: some() },
        Cause::Https,
        Cause::Client,
    ]
}
