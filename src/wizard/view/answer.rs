//! What a door may answer, and what a person says of themselves. What a screen shows belongs to [`super`].

use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};

use super::{Device, Holding};
use crate::{
    academy::{
        SecondFactor,
        pack::{PackFault, PackFile},
    },
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
};

/// What a door may answer.
#[derive(Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Answer {
    /// A rectorate's pack, before an academy is chosen.
    OpenPack(OpenedPack),
    /// The name and password a web proxy asked for: at any step, tried once. Never those of the account.
    SignInToProxy {
        /// As the refusal names it: "proxy.lycee.example:3128".
        proxy: String,
        /// Typed.
        user: String,
        /// Typed.
        #[cfg_attr(feature = "bindings", ts(type = "string"))]
        password: Password,
    },
    /// Whose computer is this? On the first screen only, and not where an administrator has said it.
    Computer {
        /// Several people use it.
        shared: bool,
    },
    /// Go on where somebody left: see [`ResumeLine`](super::ResumeLine).
    Resume,
    /// Sign in with the password that was kept.
    UseKept,
    /// Keep the mail password in the system's keyring, for thirty days.
    Keep,
    /// Write the reminders for a calendar.
    Remind,
    /// End here and erase everything, on whichever screen.
    Finish {
        /// Nobody was there.
        idle: bool,
    },
    /// This academy.
    ChooseAcademy {
        /// Slug.
        id: String,
        /// Code of the département, when what was typed named it. Otherwise it is asked.
        #[serde(default)]
        department: Option<String>,
    },
    /// This département.
    ChooseDepartment {
        /// Its code; null: the person does not know yet, or works in several.
        code: Option<String>,
    },
    /// This webmail.
    ChoosePlatform {
        /// Key.
        id: String,
    },
    /// This is me.
    Identify(Entered),
    /// Look for the servers again: the network is another one now, or lets us through.
    LookAgain,
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
    /// Try the other form of the user name, once (or not).
    OtherForm {
        /// Agreed.
        agreed: bool,
    },
    /// Send a message to myself and see it come back.
    RoundTrip,
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
    /// Another application password, for this device.
    ForDevice {
        /// Which.
        device: Device,
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
    /// The address meant (or the one typed).
    RecoveryMeant {
        /// The one meant.
        agreed: bool,
    },
    /// The academy's own message came there (or not).
    AcademyWrote {
        /// It did.
        arrived: bool,
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
    /// Have recovery codes made.
    MakeCodes,
    /// Write them to a file of mine.
    SaveCodes,
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
        /// Thunderbird warns when three or more recipients see each other.
        #[serde(default)]
        bcc_warning: bool,
    },
    /// Mail the profile to my own address: once for what was written, however often it is answered.
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
    /// Surname at birth, where it differs: some identifiers are made of it.
    #[serde(default)]
    pub birth_family: String,
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

/// A pack as a person hands it over: what they chose on their disk, read by the door.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct OpenedPack {
    /// The file's name, which the signature binds: "lyon.toml".
    pub name: String,
    /// Its bytes, in base64: what is no text is judged by the core.
    pub pack: String,
    /// The bytes of the `.minisig` beside it, in base64.
    pub signature: Option<String>,
}

impl OpenedPack {
    /// As a file of its own.
    ///
    /// # Errors
    /// More than 1 MiB, not UTF-8, or no base64.
    pub fn file(&self) -> Result<PackFile, PackFault> {
        let bytes = |text: &String| {
            let unreadable = |_| PackFault::Unreadable {
                path: self.name.clone(),
            };
            STANDARD.decode(text).map_err(unreadable)
        };
        PackFile::of_bytes(
            &self.name,
            bytes(&self.pack)?,
            self.signature.as_ref().map(bytes).transpose()?,
        )
    }
}
