//! Who runs the mailbox: the academies, their platforms, pages and desks, as data. Knows no network.
//!
//! Owns the shape of the data (`academies/*.toml`, packs): [`AcademyFile`] is one file. [`directory`] finds an academy,
//! [`identifier`] proposes identifiers, [`uai`] and [`numen`] read the two national codes, [`doors`] says what a link
//! opens, [`portals`] which doors there are, [`providers`] whose a stranger is, [`support`] whom to ask, [`pack`] reads what a rectorate hands out. What a server answers belongs to `mail` and
//! `account`.

mod connector;
pub mod directory;
pub mod doors;
pub mod identifier;
mod mail_app;
pub mod numen;
pub mod pack;
mod page;
mod platform;
pub mod portals;
mod provenance;
pub mod providers;
mod refusal;
mod rule;
#[cfg(test)]
mod schema;
mod spelling;
pub mod support;
pub mod uai;

use serde::{Deserialize, Serialize};

pub use connector::{Connectors, LdapConnector, LemonLdapConnector, PrivacyIdeaConnector};
pub use mail_app::{ForbiddenApp, MailApp};
pub use page::{Desk, DoorKind, Fact, Page, PagePurpose, WrongDoor};
pub use platform::{
    ClientPassword, Endpoint, LoginForm, Platform, PlatformStatus, PlatformUse, Protocol, Security, Server,
};
pub use provenance::{Confidence, Provenance, Sourced, Unknown};
pub use refusal::AcademyRefusal;
pub use rule::{FirstPassword, IdentifierForm, IdentifierRule, Need, PasswordRule, SecondFactor, Separator};

/// The ministry's domain: the one place outside its own domains where an academy's servers may stand.
pub const MINISTRY: &str = "education.gouv.fr";

/// One file of data: an academy, the platforms it brings, or the portals every academy shares.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcademyFile {
    /// The last day it holds, ISO 8601; in packs only.
    #[serde(default)]
    pub expires: Option<String>,
    /// A PNG in base64, at most 96 KiB, 16 to 512 pixels a side; in packs only.
    #[serde(default)]
    pub logo: Option<String>,
    /// Staff of this academy use computers of everybody's: nothing may stay on them; in packs only.
    #[serde(default)]
    pub shared_computers: bool,
    /// The academy.
    #[serde(default)]
    pub academy: Option<Academy>,
    /// Mail platforms.
    #[serde(default)]
    pub platforms: Vec<Platform>,
    /// National portals that show no academic inbox; in embedded data only.
    #[serde(default)]
    pub wrong_doors: Vec<WrongDoor>,
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
    /// How identifiers are made. Absent: unknown, the national habit serves.
    #[serde(default)]
    pub identifier: Option<IdentifierRule>,
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
    /// Mail applications the academy forbids: they are not offered.
    #[serde(default)]
    pub forbidden_apps: Vec<ForbiddenApp>,
    /// Looked for, and given by no source. A file that has this list claims to be complete: every other field has a value.
    #[serde(default)]
    pub unknown: Vec<Unknown>,
    /// Identity servers. Honoured only from a signed pack or in practice: see [`Origin`].
    #[serde(default)]
    pub connectors: Connectors,
    /// Where this entry came from; set by the reader, never by the file.
    #[serde(skip)]
    pub origin: Origin,
    /// Desks and facts come from a pack that held until this day; set by the reader, never by the file.
    #[serde(skip)]
    pub texts_until: Option<time::Date>,
    /// The pack it came from; set by the reader, never by the file.
    #[serde(skip)]
    pub pack: Option<pack::Served>,
}

impl Academy {
    /// The domain new addresses are made with.
    #[must_use]
    pub fn domain(&self) -> &str {
        self.domains.first().map_or("", |domain| domain.value.as_str())
    }

    /// Why an application is forbidden here, in the academy's words.
    #[must_use]
    pub fn forbids(&self, app: MailApp) -> Option<&str> {
        let forbidden = self.forbidden_apps.iter().find(|forbidden| forbidden.app == app);
        forbidden.map(|forbidden| forbidden.why.as_str())
    }

    /// Whether `host` is one of the academy's domains or lies under one.
    #[must_use]
    pub fn owns_host(&self, host: &str) -> bool {
        self.domains.iter().any(|domain| under(host, &domain.value))
    }

    /// The département of this code.
    #[must_use]
    pub fn department(&self, code: &str) -> Option<&Department> {
        self.departments.iter().find(|own| own.code.eq_ignore_ascii_case(code))
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

    /// Somebody answers for the entry: the rectorate that signed it, or the practice for its own. Otherwise every screen
    /// says that this is an independent tool.
    #[must_use]
    pub fn vouched_for(&self) -> bool {
        matches!(self.origin, Origin::Practice | Origin::Pack { signed: true })
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
    /// ISO 8601.
    #[serde(default)]
    pub checked: Option<String>,
    /// For readers of the data.
    #[serde(default)]
    pub note: Option<String>,
}
