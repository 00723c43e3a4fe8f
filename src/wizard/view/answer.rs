//! What a door may answer, and what a person says of themselves. What a screen shows belongs to [`super`].

use serde::{Deserialize, Serialize};

use super::Holding;
use crate::{
    academy::SecondFactor,
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
};

/// What a door may answer.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// This academy.
    ChooseAcademy {
        /// Slug.
        id: String,
    },
    /// This webmail.
    ChoosePlatform {
        /// Key.
        id: String,
    },
    /// This is me.
    Identify(Entered),
    /// Go on.
    Continue,
    /// These hosts, found by discovery, are right (or not).
    ConfirmServers {
        /// Agreed.
        agreed: bool,
    },
    /// This is what I hold.
    Hold {
        /// Which.
        holding: Holding,
    },
    /// Sign in with this password.
    SignIn {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        password: Password,
        /// It was already tried and refused elsewhere today.
        tried_elsewhere: bool,
    },
    /// This is to be my password.
    NewPassword {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        password: Password,
    },
    /// Find out which password holds. Both are typed again when they are no longer in memory.
    Resolve {
        /// The one before.
        #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
        old: Option<Password>,
        /// The one chosen.
        #[cfg_attr(feature = "bindings", ts(type = "string | null"))]
        new: Option<Password>,
    },
    /// Back from the official page.
    Returned {
        /// What happened there.
        outcome: Returned,
    },
    /// Mail codes there.
    RecoveryAddress {
        /// Typed.
        address: String,
    },
    /// These are the six digits.
    RecoveryCode {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        code: Code,
    },
    /// Send another code.
    ResendCode,
    /// Start enrolling.
    Enrol,
    /// The application shows this.
    Code {
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        code: Code,
    },
    /// This factor was set up on the official page.
    DeclareFactor {
        /// Which; null: none.
        factor: Option<SecondFactor>,
    },
    /// Write for these.
    Apps {
        /// Which.
        clients: Vec<Client>,
        /// What the signature is made of.
        signature: SignatureFields,
    },
    /// Mail the profile to my own address.
    MailMyself,
    /// Leave this for later.
    Later,
}

/// What a person said of themselves. Nothing here is proved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Entered {
    /// First name.
    pub given: String,
    /// Surname.
    pub family: String,
    /// Mail address.
    pub address: String,
    /// Identifier, as the letter gives it.
    pub identifier: String,
}

/// What happened on an official page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Returned {
    /// Did it.
    Did,
    /// It did not work.
    DidNotWork,
    /// Not today.
    Later,
}
