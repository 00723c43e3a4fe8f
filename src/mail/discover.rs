//! Where the mail servers of an address are, and how we know.

use serde::Serialize;

use crate::academy::Confidence;

/// Where an endpoint was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum FoundBy {
    /// A signed pack, or practice.
    Pack,
    /// Data in the binary.
    Data(Confidence),
    /// DNS (RFC 6186, RFC 8314).
    Srv,
    /// Mozilla autoconfig over https.
    Autoconfig,
}
