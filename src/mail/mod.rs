//! The mail servers: where they are, whether the mailbox opens, whether mail leaves.
//!
//! [`discover`] finds the endpoints among the hosts [`eligible`] allows, [`diagnose`] names what stands in the way;
//! [`opening`] signs in at each endpoint in order, over `imap`, [`smtp`] and [`sieve`], and [`inbox`] says what the open
//! mailbox holds, [`Likely`] what the data makes of a no; [`round_trip`] sends a message to oneself. Sockets and their faults belong to `net`; account states a
//! mail server cannot tell (locked, expired, must change) belong to `account`.

mod autoconfig;
pub mod diagnose;
pub mod discover;
pub mod eligible;
mod imap;
pub mod inbox;
mod likely;
pub mod opening;
mod refusal;
#[doc(hidden)]
pub mod replay;
pub mod round_trip;
pub mod sieve;
pub mod smtp;
#[cfg(test)]
mod tests;
mod wire;

pub use self::{
    inbox::{Mailbox, SpecialUse},
    likely::Likely,
    opening::{Doors, Opened, Witness},
    refusal::SignInRefusal,
    sieve::{Forwarding, Redirect},
};

use crate::secret::Password;

/// What SASL PLAIN and SMTP can carry: not empty, no NUL, CR or LF (RFC 4616 §2). Checked before any byte leaves.
fn sendable(login: &str, password: &Password) -> Result<(), SignInRefusal> {
    if password.is_empty() {
        return Err(SignInRefusal::EmptyPassword);
    }
    if login.is_empty() {
        return Err(SignInRefusal::EmptyLogin);
    }
    let unsendable = |text: &str| text.chars().any(|c| matches!(c, '\0' | '\r' | '\n'));
    if unsendable(login) || unsendable(password.expose()) {
        Err(SignInRefusal::ControlCharacter)
    } else {
        Ok(())
    }
}
