//! Mail platforms: servers, login form and client password belong to the platform, not to the academy.
//!
//! An academy may use several at once; which one is a person's is settled in the wizard. What is unknown is absent here
//! and discovered by `mail::discover`.

use serde::{Deserialize, Serialize};

use super::provenance::{Confidence, Provenance, Sourced, Unknown, sourced};

/// A mail platform: its servers and what it wants from a mail client.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Platform {
    /// Stable slug.
    pub id: String,
    /// "messagerie nationale".
    pub name: String,
    /// "Zimbra", "Convergence".
    #[serde(default)]
    pub product: Option<Sourced<String>>,
    /// Where mail is read in a browser.
    #[serde(default)]
    pub webmail: Option<Sourced<String>>,
    /// Which login the servers want; absent: unknown.
    #[serde(default)]
    pub login_form: Option<Sourced<LoginForm>>,
    /// Which password a mail client needs; absent: unknown, the account's is tried.
    #[serde(default)]
    pub client_password: Option<Sourced<ClientPassword>>,
    /// Mail clients may find no way in: the webmail may be the only one.
    #[serde(default)]
    pub clients_closed: Option<Sourced<bool>>,
    /// The temporary password opens IMAP: success there proves no change.
    #[serde(default)]
    pub temporary_password_opens_imap: Option<Sourced<bool>>,
    /// Servers known; what is missing is discovered.
    #[serde(default)]
    pub servers: Vec<Server>,
    /// Looked for, and given by no source.
    #[serde(default)]
    pub unknown: Vec<Unknown>,
    /// Whether quarantine reports are sent, with the days kept.
    #[serde(default)]
    pub quarantine_days: Option<Sourced<u16>>,
    /// The address quarantine reports come from: unread ones are counted at the check-up.
    #[serde(default)]
    pub quarantine_sender: Option<Sourced<String>>,
    /// The mail servers remember sign-ins for a while: after a change the former password is tried once, to see whether
    /// it is still let in, and then the new one again.
    #[serde(default)]
    pub remembers_sign_ins: Option<Sourced<bool>>,
}

impl Platform {
    /// The first server of a protocol.
    #[must_use]
    pub fn server(&self, protocol: Protocol) -> Option<&Server> {
        self.servers.iter().find(|server| server.endpoint.protocol == protocol)
    }
}

sourced! {
    "FlatPlatformUse" FlatPlatformUse
    /// A mail platform an academy uses. The platform itself stands in `platforms.toml`.
    pub struct PlatformUse {
        /// Key of the platform.
        pub platform: String,
        /// How sure the migration is.
        pub status: PlatformStatus,
        /// "2024-25", "2026-01-12".
        #[serde(default)]
        pub since: Option<String>,
    }
}

/// How sure it is that an academy uses a platform.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlatformStatus {
    /// The only one known.
    InUse,
    /// Beside another one: the person must say which.
    Coexisting,
    /// People are being moved to it.
    Migrating,
    /// Claimed by a weak source.
    Claimed,
    /// Closed.
    Closed,
}

/// A server with its provenance.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "FlatServer")]
pub struct Server {
    /// Where it listens.
    pub endpoint: Endpoint,
    /// Where it was read.
    pub provenance: Provenance,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlatServer {
    protocol: Protocol,
    host: String,
    port: u16,
    security: Security,
    confidence: Confidence,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    checked: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

impl From<FlatServer> for Server {
    fn from(flat: FlatServer) -> Self {
        let FlatServer {
            protocol,
            host,
            port,
            security,
            confidence,
            sources,
            checked,
            note,
        } = flat;
        Self {
            endpoint: Endpoint {
                protocol,
                host,
                port,
                security,
            },
            provenance: Provenance {
                confidence,
                sources,
                checked,
                note,
            },
        }
    }
}

/// A server's address. There is no plaintext variant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Endpoint {
    /// What is spoken there.
    pub protocol: Protocol,
    /// Lower case ASCII.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How TLS starts.
    pub security: Security,
}

/// What is spoken at an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// Reading mail.
    Imap,
    /// Sending mail.
    Smtp,
    /// Filters (RFC 5804).
    Sieve,
    /// Directory.
    Ldap,
    /// Portal.
    Https,
}

/// How TLS starts (RFC 8314).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// From the first byte.
    Tls,
    /// After a command; refused when the server does not offer it.
    Starttls,
}

/// Which login a server wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LoginForm {
    /// "jdupont".
    Short,
    /// "jean.dupont@ac-exemple.fr".
    FullAddress,
}

/// Which password a mail client needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum ClientPassword {
    /// The account's own.
    Account,
    /// One made in the webmail for each device; the account's own must never be tried.
    Application,
}
