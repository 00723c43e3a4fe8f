//! The only room that opens a socket.
//!
//! Owns names and addresses, TCP, TLS and its root policy, our one STARTTLS, byte and time limits, the https client and
//! the list of hosts contacted. What is spoken over the stream belongs to `mail` and `account`; how a connection fails is
//! in [`fault`]. A secret may be sent only over a [`Secure`] stream, which nothing else can make.

pub mod fault;

use std::{collections::BTreeMap, net::IpAddr};

use serde::Serialize;

/// A host this program spoke to, and why: shown on request.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Contact {
    /// Name.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Why it was contacted; the sentence is `purpose-<value>`.
    pub purpose: Purpose,
    /// How many times.
    pub times: u32,
}

/// Why a host is contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// Looking whether a mail server answers, without signing in.
    Probe,
    /// Finding the mail servers.
    Discovery,
    /// Signing in to the mailbox.
    Mailbox,
    /// Sending the person's own verification mail.
    Submission,
    /// The directory.
    Directory,
    /// The portal.
    Portal,
}

/// Names answered without the system resolver: `.test` names of the practice academies and of the test rig only.
pub type Hosts = BTreeMap<String, IpAddr>;
