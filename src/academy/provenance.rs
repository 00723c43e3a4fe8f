//! How much a value can be trusted, and the shape that carries it: a value, then where it was read.
//!
//! serde cannot combine `flatten` with `deny_unknown_fields`, and a misspelt key must be an error with its line; so each
//! sourced table is read through a flat private twin, which the `sourced!` macro writes once.

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
#[derive(Clone, Debug)]
pub struct Provenance {
    /// How much it can be trusted.
    pub confidence: Confidence,
    /// Keys of `academies/sources.toml`.
    pub sources: Vec<String>,
    /// The day it was last looked at, ISO 8601.
    pub checked: Option<String>,
    /// What a reader of the data should know, in English; never shown.
    pub note: Option<String>,
}

/// A value with its provenance, written inline in the TOML.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "FlatSourced<T>", bound(deserialize = "T: Deserialize<'de>"))]
pub struct Sourced<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub provenance: Provenance,
}

/// A field that was looked for, and that no source gives.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unknown {
    /// Its path below the table: "password_rule.min_length", "pages.second-factor".
    pub field: String,
    /// Where it was looked for, or why it stays open; for readers of the data.
    pub why: String,
    /// The day it was last looked for, ISO 8601.
    pub checked: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FlatSourced<T> {
    value: T,
    confidence: Confidence,
    #[serde(default)]
    sources: Vec<String>,
    #[serde(default)]
    checked: Option<String>,
    #[serde(default)]
    note: Option<String>,
}

impl<T> From<FlatSourced<T>> for Sourced<T> {
    fn from(flat: FlatSourced<T>) -> Self {
        let FlatSourced {
            value,
            confidence,
            sources,
            checked,
            note,
        } = flat;
        Self {
            value,
            provenance: Provenance {
                confidence,
                sources,
                checked,
                note,
            },
        }
    }
}

/// Declares a table whose provenance stands beside its own keys: the struct, and the flat twin it is read through.
macro_rules! sourced {
    (
        $flat:literal $twin:ident
        $(#[$meta:meta])*
        pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $kind:ty,)* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, serde::Deserialize)]
        #[serde(from = $flat)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $kind,)*
            /// Where it was read.
            pub provenance: $crate::academy::Provenance,
        }

        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        struct $twin {
            $($(#[$field_meta])* $field: $kind,)*
            confidence: $crate::academy::Confidence,
            #[serde(default)]
            sources: Vec<String>,
            #[serde(default)]
            checked: Option<String>,
            #[serde(default)]
            note: Option<String>,
        }

        impl From<$twin> for $name {
            fn from(flat: $twin) -> Self {
                let $twin { $($field,)* confidence, sources, checked, note } = flat;
                Self { $($field,)* provenance: $crate::academy::Provenance { confidence, sources, checked, note } }
            }
        }
    };
}
pub(super) use sourced;
