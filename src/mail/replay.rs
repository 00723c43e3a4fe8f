//! What this room makes of text a server might send, without a server: for the fuzzer.

use async_imap::imap_proto::Response;

use super::{autoconfig, wire};
use crate::{academy::Endpoint, net::replay::within_limits};

/// The endpoints of an autoconfig file; none when it is not one.
#[must_use]
pub fn autoconfig(text: &str) -> Vec<Endpoint> {
    autoconfig::parse(text, "ac-exemple.test").unwrap_or_default()
}

/// IMAP responses within the limits of a secure stream, one after the other as the library frames them. How many.
#[must_use]
pub fn responses(bytes: &[u8]) -> usize {
    if !within_limits(bytes) {
        return 0;
    }
    let (mut rest, mut count) = (bytes, 0_usize);
    while let Ok((after, _)) = Response::parse(rest) {
        if after.len() >= rest.len() {
            break;
        }
        (rest, count) = (after, count.saturating_add(1));
    }
    count
}

/// A response code at the head of a text.
#[must_use]
pub fn code(text: &str) -> Option<String> {
    wire::bracketed(text)
}
