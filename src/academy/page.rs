//! Official pages, the portals people mistake for the mailbox, facts and desks, as the data states them.
//!
//! [`super::doors`] judges a pasted link by them; [`super::support`] turns them into what a screen shows.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::provenance::sourced;

sourced! {
    "FlatPage" FlatPage
    /// An official page. Always https; a page whose address is unknown keeps its name and has no `url`.
    pub struct Page {
        /// What the person does there.
        pub purpose: PagePurpose,
        /// What it is called: "Estérel", "MACADAM".
        #[serde(default)]
        pub name: Option<String>,
        /// Its address; absent when no source gives it.
        #[serde(default)]
        pub url: Option<String>,
        /// Its host, where a source gave plain http only: recognised in a link, never opened.
        #[serde(default)]
        pub host: Option<String>,
    }
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

sourced! {
    "FlatWrongDoor" FlatWrongDoor
    /// A portal that takes the person's time and shows no academic inbox.
    pub struct WrongDoor {
        /// "Atrium".
        pub name: String,
        /// Host, or suffix when `whole_domain`.
        pub host: String,
        /// Hosts under `host` are this portal too. Left out when it stands on the mail domain: exact host only.
        #[serde(default)]
        pub whole_domain: bool,
        /// What it is.
        pub what: DoorKind,
        /// For whom: "lycées de la région Sud".
        #[serde(default)]
        pub scope: Option<String>,
    }
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

sourced! {
    "FlatFact" FlatFact
    /// A fact shown where a person meets it.
    pub struct Fact {
        /// The sentence is `fact-<key>`.
        pub key: String,
        /// Which step shows it.
        pub step: String,
        /// Values its sentence names.
        #[serde(default)]
        pub params: BTreeMap<String, String>,
    }
}

sourced! {
    "FlatDesk" FlatDesk
    /// A help desk.
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
    }
}
