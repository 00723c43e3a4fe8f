//! The one secret that may outlive the program: the mail password, in the system's keyring, by consent, for thirty days.
//!
//! Never in practice, never in a file of ours. Everything else that is kept belongs to `ledger`. Calls block: a door
//! makes them outside its runtime.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::{Duration, OffsetDateTime};
use zeroize::Zeroizing;

use crate::{
    reason::{Kind, Mender, Reason},
    secret::Password,
};

const SERVICE: &str = "fr.rentree";
const ENTRY: &str = "mailbox";
/// How long a kept password is used for later check-ups.
pub const KEPT_FOR: Duration = Duration::days(30);

/// What stands in the keyring; wiped after it was written or read.
#[derive(Serialize, Deserialize)]
struct Kept {
    address: String,
    /// Unix time, seconds.
    until: i64,
    password: String,
}

/// Keeps the password of `address` until thirty days from `now`; what was kept before is replaced.
///
/// # Errors
/// [`KeepFault::NoKeyring`] where the system has none or it is locked.
pub fn remember(address: &str, password: &Password, now: OffsetDateTime) -> Result<OffsetDateTime, KeepFault> {
    let until = now.saturating_add(KEPT_FOR);
    let kept = Kept {
        address: address.to_lowercase(),
        until: until.unix_timestamp(),
        password: password.expose().to_owned(),
    };
    let text = serde_json::to_string(&kept).map(Zeroizing::new);
    drop(Zeroizing::new(kept.password));
    let text = text.map_err(|_| KeepFault::NoKeyring)?;
    entry()?.set_password(&text).map_err(KeepFault::from)?;
    Ok(until)
}

/// The password kept for `address`, if it is not past its thirty days; past them it is removed.
///
/// # Errors
/// [`KeepFault::NoKeyring`] where the system has none or it is locked.
pub fn recall(address: &str, now: OffsetDateTime) -> Result<Option<Password>, KeepFault> {
    let text = match entry()?.get_password() {
        Ok(text) => Zeroizing::new(text),
        Err(keyring::Error::NoEntry) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    let Ok(kept) = serde_json::from_str::<Kept>(&text) else {
        return Ok(None);
    };
    let password = Password::new(kept.password);
    if kept.until < now.unix_timestamp() {
        forget()?;
        return Ok(None);
    }
    Ok((kept.address == address.to_lowercase()).then_some(password))
}

/// Removes what is kept; says whether something was.
///
/// # Errors
/// [`KeepFault::NoKeyring`] where the system has none or it is locked.
pub fn forget() -> Result<bool, KeepFault> {
    match entry()?.delete_credential() {
        Ok(()) => Ok(true),
        Err(keyring::Error::NoEntry) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn entry() -> Result<keyring::Entry, KeepFault> {
    Ok(keyring::Entry::new(SERVICE, ENTRY)?)
}

/// Why nothing could be kept.
#[derive(Debug, Error)]
pub enum KeepFault {
    /// No keyring, or a locked one.
    #[error("no usable keyring")]
    NoKeyring,
}

impl From<keyring::Error> for KeepFault {
    fn from(error: keyring::Error) -> Self {
        // The error's own text may quote what was to be stored: only its kind is logged.
        tracing::info!(kind = ?std::mem::discriminant(&error), "the keyring said no");
        Self::NoKeyring
    }
}

impl Reason for KeepFault {
    fn code(&self) -> &'static str {
        "no-keyring"
    }

    fn mender(&self) -> Mender {
        Mender::Referent
    }

    fn kind(&self) -> Kind {
        Kind::Refused
    }
}
