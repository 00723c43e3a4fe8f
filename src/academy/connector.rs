//! Identity servers of an academy, as a pack names them. What they answer belongs to `account`.

use serde::Deserialize;

use super::platform::Security;

/// Identity servers of an academy, as its pack names them.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Connectors {
    /// A directory with password policy.
    #[serde(default)]
    pub ldap: Option<LdapConnector>,
    /// A LemonLDAP::NG portal.
    #[serde(default)]
    pub lemonldap: Option<LemonLdapConnector>,
    /// A privacyIDEA server.
    #[serde(default)]
    pub privacyidea: Option<PrivacyIdeaConnector>,
    /// The academy's own roots, PEM, valid for the hosts of this pack only.
    #[serde(default)]
    pub roots_pem: Option<String>,
}

/// A directory: how to find the person's entry and what may be written there.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LdapConnector {
    /// Where it listens.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// How TLS starts.
    pub security: Security,
    /// `uid={login},ou=people,dc=…`: `{login}` is replaced, escaped by RFC 4514.
    pub user_dn: String,
    /// The attribute of the recovery address; absent: the directory takes none.
    #[serde(default)]
    pub recovery_attribute: Option<String>,
    /// Whether the directory accepts a password change by the person (RFC 3062).
    #[serde(default)]
    pub change_password: bool,
}

/// A LemonLDAP::NG portal.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LemonLdapConnector {
    /// `https://host[:port]/`.
    pub url: String,
    /// Name of the session cookie.
    #[serde(default = "LemonLdapConnector::default_cookie")]
    pub cookie: String,
    /// The portal lets people enrol TOTP.
    #[serde(default)]
    pub totp: bool,
    /// The portal may change passwords.
    #[serde(default)]
    pub change_password: bool,
}

impl LemonLdapConnector {
    fn default_cookie() -> String {
        "lemonldap".to_owned()
    }
}

/// A privacyIDEA server.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrivacyIdeaConnector {
    /// `https://host[:port]/`.
    pub url: String,
    /// Its realm.
    #[serde(default)]
    pub realm: Option<String>,
}
