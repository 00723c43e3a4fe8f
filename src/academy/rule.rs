//! Rules of an academy: identifiers, passwords, first passwords, what a reset asks, second factors.
//!
//! [`super::identifier`] applies the identifier rule; `password` applies the password rule.

use serde::{Deserialize, Serialize};

use super::provenance::sourced;

sourced! {
    "FlatIdentifierRule" FlatIdentifierRule
    /// How the academy makes identifiers out of names.
    pub struct IdentifierRule {
        /// What it looks like.
        pub form: IdentifierForm,
        /// What stands for a space in the surname, where a source shows it.
        #[serde(default)]
        pub separator: Option<Separator>,
        /// Other forms seen or claimed there, less likely.
        #[serde(default)]
        pub also: Vec<IdentifierForm>,
        /// Made from the birth name, not from the name in use.
        #[serde(default)]
        pub birth_name: bool,
        /// As the source gives it.
        #[serde(default)]
        pub example: Option<String>,
    }
}

/// What an identifier looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierForm {
    /// Initial and surname: "jdupont".
    Short,
    /// The whole mail address.
    FullAddress,
    /// "jean.dupont".
    Dotted,
}

/// What stands for a space in the surname.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Separator {
    /// "mle-dupond".
    Hyphen,
    /// "mledupond".
    Joined,
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
