//! What this room makes of a portal's answer, without a portal: for the fuzzer.

use super::lemonldap;

/// An answer of the portal, read every way the journey reads one. Whether it says that it is done.
#[must_use]
pub fn portal(status: u16, content_type: &str, location: Option<&str>, body: &[u8]) -> bool {
    lemonldap::replay(status, content_type, location, body)
}
