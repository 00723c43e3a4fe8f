//! Who runs the mailbox: the academies, their platforms, pages and desks, as data. Knows no network.
//!
//! Owns the shape of the data (`academies/*.toml`, `academies/platforms.toml`, packs). [`directory`] finds an academy,
//! [`identifier`] proposes identifiers, [`uai`] and [`numen`] read the two national codes, [`doors`] says what a link
//! opens, [`support`] whom to ask. What a server answers belongs to `mail` and `account`.

pub mod directory;
pub mod doors;
pub mod identifier;
pub mod numen;
pub mod support;
pub mod uai;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// How much a value can be trusted: where it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Confidence {
    /// Deduced, or general knowledge.
    Inferred,
    /// Public code, a user's configuration, a union or press page.
    ThirdParty,
    /// One of the articles the project started from.
    Seed,
    /// A page of the academy or of the ministry.
    OfficialPage,
    /// Stated by the academy itself in its pack.
    Pack,
}

/// Where a value comes from.
#[derive(Clone, Debug, Deserialize)]
pub struct Provenance {
    /// How much it can be trusted.
    pub confidence: Confidence,
    /// Keys of `academies/sources.toml`.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The day it was last looked at, ISO 8601.
    #[serde(default)]
    pub checked: Option<String>,
    /// What a reader of the data should know, in English; never shown.
    #[serde(default)]
    pub note: Option<String>,
}

/// A value with its provenance, written inline in the TOML.
#[derive(Clone, Debug, Deserialize)]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// An academy, a vice-rectorate or an overseas education service.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Academy {
    /// Stable slug: the file name.
    pub id: String,
    /// "Lyon".
    pub name: String,
    /// "académie de Lyon".
    pub official_name: String,
    /// What it is in law.
    pub kind: AcademyKind,
    /// Former or everyday names people still use.
    #[serde(default)]
    pub other_names: Vec<String>,
    /// Codes of the academy in national files, NUMEN included.
    #[serde(default)]
    pub codes: Option<Sourced<Vec<String>>>,
    /// The région académique.
    #[serde(default)]
    pub region: Option<Sourced<String>>,
    /// The town of the rectorate.
    #[serde(default)]
    pub seat: Option<Sourced<String>>,
    /// Départements it covers.
    #[serde(default)]
    pub departments: Vec<Department>,
    /// Mail domains, the current one first.
    pub domains: Vec<Domain>,
    /// "prenom.nom@ac-lyon.fr".
    #[serde(default)]
    pub address_format: Option<Sourced<String>>,
    /// Every official page known, by what it is for.
    #[serde(default)]
    pub pages: Vec<Page>,
    /// Official or regional portals that take no academic mail: people mistake them for the mailbox.
    #[serde(default)]
    pub wrong_doors: Vec<WrongDoor>,
    /// Mail platforms in use, most likely first.
    #[serde(default)]
    pub platforms: Vec<PlatformUse>,
    /// What the portal demands of a password. Absent: unknown, an assumed rule serves.
    #[serde(default)]
    pub password_rule: Option<Sourced<PasswordRule>>,
    /// What a newcomer may hold as a first password.
    #[serde(default)]
    pub first_password: Vec<Sourced<FirstPassword>>,
    /// What the reset page asks for, in order.
    #[serde(default)]
    pub reset_needs: Vec<Sourced<Need>>,
    /// Second factors seen at this academy.
    #[serde(default)]
    pub second_factors: Vec<Sourced<SecondFactor>>,
    /// Remaining facts, by key; each has a sentence `fact-<key>` in `locales/`.
    #[serde(default)]
    pub facts: Vec<Fact>,
    /// The help desk.
    #[serde(default)]
    pub desks: Vec<Desk>,
    /// Identity servers. Honoured only from a signed pack or in practice: see [`Origin`].
    #[serde(default)]
    pub connectors: Connectors,
    /// Where this entry came from; set by the reader, never by the file.
    #[serde(skip)]
    pub origin: Origin,
}

impl Academy {
    /// The domain new addresses are made with.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.domains.first().map_or("", |domain| domain.value.as_str())
    }

    /// Whether `host` is one of the academy's domains or lies under one.
    #[must_use]
    pub fn owns_host(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| under(host, &domain.value))
    }

    /// The first page known for `purpose`.
    #[must_use]
    pub fn page(&self, purpose: PagePurpose) -> Option<&Page> {
        self.pages.iter().find(|page| page.purpose == purpose)
    }

    /// Identity servers may be used: the entry was signed for this academy, or it is the practice academy.
    #[must_use]
    pub fn connected(&self) -> bool {
        !matches!(self.origin, Origin::Embedded)
    }
}

/// Whether `host` equals `suffix` or lies under it, at a label boundary, case-insensitively.
#[must_use]
pub fn under(host: &str, suffix: &str) -> bool {
    let (host, suffix) = (host.to_ascii_lowercase(), suffix.to_ascii_lowercase());
    host.strip_suffix(&suffix)
        .is_some_and(|head| head.is_empty() || head.ends_with('.'))
}

/// What the organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AcademyKind {
    /// Académie.
    Academy,
    /// Vice-rectorat.
    ViceRectorate,
    /// Service de l'enseignement, direction générale de l'éducation.
    EducationService,
    /// A made-up academy under `.test`.
    Practice,
}

/// Where an academy's entry came from: decides whether its connectors may be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Origin {
    /// Data in the binary: mail sign-in and official pages only.
    #[default]
    Embedded,
    /// A pack, signed by the key pinned for this academy or accepted unsigned by the terminal's `--allow-unsigned`.
    Pack {
        /// The signature was checked.
        signed: bool,
    },
    /// The practice academies on loopback.
    Practice,
}

/// A mail domain.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Domain {
    /// "ac-lyon.fr", lower case ASCII.
    pub value: String,
    /// Whether new addresses use it.
    #[serde(default)]
    pub status: DomainStatus,
    /// How much it can be trusted.
    pub confidence: Confidence,
    /// Keys of `academies/sources.toml`.
    #[serde(default)]
    pub sources: Vec<String>,
    /// ISO 8601.
    #[serde(default)]
    pub checked: Option<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}

/// Whether a domain is in use.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DomainStatus {
    /// New addresses use it.
    #[default]
    Current,
    /// Still accepted or seen on old documents.
    Legacy,
}

/// A département of the academy.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Department {
    /// "69", "2A", "974".
    pub code: String,
    /// "Rhône".
    pub name: String,
    /// First three characters of the school codes (UAI): "069", "620" for 2A.
    pub uai_prefix: String,
    /// The town of the DSDEN.
    #[serde(default)]
    pub dsden_seat: Option<Sourced<String>>,
    /// How much it can be trusted.
    pub confidence: Confidence,
    /// Keys of `academies/sources.toml`.
    #[serde(default)]
    pub sources: Vec<String>,
}

/// An official page. Always https; a page whose address is unknown keeps its name and has no `url`.
#[derive(Clone, Debug, Deserialize)]
pub struct Page {
    /// What the person does there.
    pub purpose: PagePurpose,
    /// What it is called: "Estérel", "MACADAM".
    #[serde(default)]
    pub name: Option<String>,
    /// Its address; absent when no source gives it.
    #[serde(default)]
    pub url: Option<String>,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What a person does on an official page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum PagePurpose {
    /// Reads mail.
    Webmail,
    /// Changes a password that is known.
    ChangePassword,
    /// Gets back in without the password.
    ResetPassword,
    /// Registers the recovery address or telephone.
    Recovery,
    /// Enrols a second factor.
    SecondFactor,
    /// Creates an application password.
    ApplicationPassword,
    /// Signs in to the staff applications.
    SignOn,
    /// Staff portal (ARENA, intranet).
    StaffPortal,
    /// Asks for help.
    Assistance,
    /// The public site.
    Website,
}

/// A portal that takes the person's time and shows no academic inbox.
#[derive(Clone, Debug, Deserialize)]
pub struct WrongDoor {
    /// "Atrium".
    pub name: String,
    /// Host, or suffix when `whole_domain`.
    pub host: String,
    /// What it is.
    pub what: DoorKind,
    /// For whom: "lycées de la région Sud".
    #[serde(default)]
    pub scope: Option<String>,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// What a portal other than the webmail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum DoorKind {
    /// Espace numérique de travail.
    Ent,
    /// For families and pupils: EduConnect, téléservices.
    Families,
    /// Staff applications: ARENA, I-Prof, Cyclades, DRANE, DSDEN.
    StaffApplication,
    /// University mail.
    University,
    /// Anything else.
    Other,
}

/// A mail platform an academy uses. The platform itself stands in `platforms.toml`.
#[derive(Clone, Debug, Deserialize)]
pub struct PlatformUse {
    /// Key of the platform.
    pub platform: String,
    /// How sure the migration is.
    pub status: PlatformStatus,
    /// "2024-25", "2026-01-12".
    #[serde(default)]
    pub since: Option<String>,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
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
    /// The temporary password opens IMAP: success there proves no change.
    #[serde(default)]
    pub temporary_password_opens_imap: Option<Sourced<bool>>,
    /// Servers known; what is missing is discovered.
    #[serde(default)]
    pub servers: Vec<Server>,
    /// Whether quarantine reports are sent, with the days kept.
    #[serde(default)]
    pub quarantine_days: Option<Sourced<u16>>,
}

impl Platform {
    /// The first server of a protocol.
    #[must_use]
    pub fn server(&self, protocol: Protocol) -> Option<&Server> {
        self.servers.iter().find(|server| server.endpoint.protocol == protocol)
    }
}

/// A server with its provenance.
#[derive(Clone, Debug, Deserialize)]
pub struct Server {
    /// Where it listens.
    #[serde(flatten)]
    pub endpoint: Endpoint,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
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

/// What a portal demands of a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PasswordRule {
    /// Characters, at least.
    pub min_length: u16,
    /// Characters, at most.
    #[serde(default)]
    pub max_length: Option<u16>,
    /// Out of lower case, upper case, digit, special: how many classes at least.
    #[serde(default)]
    pub min_classes: u8,
    /// Old passwords the server remembers.
    #[serde(default)]
    pub history: Option<u16>,
    /// Failed sign-ins before the server locks the account.
    #[serde(default)]
    pub lock_after: Option<u16>,
    /// How long the lock lasts.
    #[serde(default)]
    pub lock_minutes: Option<u16>,
    /// Characters the portal refuses.
    #[serde(default)]
    pub forbidden: Option<String>,
}

/// What a newcomer may hold as a first password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FirstPassword {
    /// A temporary password in a letter.
    Letter,
    /// The NUMEN itself: the only place it may be typed as a password.
    Numen,
    /// Handed over at school.
    Handed,
}

/// What a page may ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Need {
    /// Typed on the official page only, never here.
    Numen,
    /// Date of birth.
    BirthDate,
    /// The recovery address already registered.
    SecondaryAddress,
    /// A code by text message.
    Sms,
    /// An identity document.
    IdentityDocument,
    /// The HR office (gestionnaire).
    HrOffice,
    /// The identifier.
    Identifier,
    /// The current or temporary password.
    CurrentPassword,
    /// A picture puzzle.
    Captcha,
    /// A smartphone with an authenticator application.
    Phone,
    /// An INA code sent by the academy.
    InaCode,
}

/// Second factors people meet; only TOTP can be enrolled here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SecondFactor {
    /// An authenticator application (RFC 6238).
    Totp,
    /// RSA SecurID key: PIN + 6 digits.
    SecurId,
    /// A code by text message.
    Sms,
    /// A code by mail (Cyclades).
    Mail,
}

/// A fact shown where a person meets it.
#[derive(Clone, Debug, Deserialize)]
pub struct Fact {
    /// The sentence is `fact-<key>`.
    pub key: String,
    /// Which step shows it.
    pub step: String,
    /// Values its sentence names.
    #[serde(default)]
    pub params: BTreeMap<String, String>,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
}

/// A help desk.
#[derive(Clone, Debug, Deserialize)]
pub struct Desk {
    /// "CARIENNE", "plateforme d'assistance".
    pub name: String,
    /// Département code it serves; absent: the whole academy.
    #[serde(default)]
    pub department: Option<String>,
    /// Web form.
    #[serde(default)]
    pub url: Option<String>,
    /// Telephone.
    #[serde(default)]
    pub phone: Option<String>,
    /// Where it was read.
    #[serde(flatten)]
    pub provenance: Provenance,
}

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
