//! What only the terminal can refuse.

use rentree::reason::{Kind, Mender, Params, Reason};
use thiserror::Error;

/// A stop that belongs to the command line.
#[derive(Debug, Error)]
pub(super) enum CliFault {
    #[error("the answers file holds {key}")]
    AnswersHoldSecret { key: String },
    #[error("the answers file {path} cannot be read: {why}")]
    AnswersUnreadable { path: String, why: String },
    #[error("the answers file lacks {key}")]
    AnswersLack { key: String },
    #[error("{path} cannot be read")]
    FileUnreadable { path: String },
    #[error("no descriptor for {name}")]
    BadDescriptor { name: String },
    #[error("input ended")]
    InputEnded,
    #[error("no terminal to ask for {name}")]
    NoTerminal { name: String },
    #[error("which platform: {choices}")]
    PlatformNeeded { choices: String },
    #[error("the link imitates an official one: {differs}")]
    LookalikeLink { differs: String },
    #[error("minisign is not installed")]
    NoMinisign { command: String },
    #[error("minisign did not sign")]
    SigningFailed,
    #[error("not a minisign public key")]
    BadKey,
    #[error("the pack {path} cannot be written")]
    PackUnwritable { path: String },
    #[error("{count} passwords rejected")]
    PasswordsRejected { count: u32 },
    #[error("no passphrase meets this rule")]
    NoPassphrase,
    #[error("the practice did not start: {why}")]
    PracticeFailed { why: String },
    #[error("the host {host} was only discovered")]
    ServerUnconfirmed { host: String },
    #[error("the mailbox is to be proved from another network")]
    LeftForAnotherNetwork,
    #[error("no academy uses {domain}")]
    UnknownDomain { domain: String },
    #[error("no practice person {person}")]
    UnknownPerson { person: String },
    #[error("--scripted without --practice")]
    ScriptedNeedsPractice,
}

impl Reason for CliFault {
    fn code(&self) -> &'static str {
        match self {
            Self::AnswersHoldSecret { .. } => "answers-hold-secret",
            Self::AnswersUnreadable { .. } => "answers-unreadable",
            Self::AnswersLack { .. } => "answers-lack",
            Self::FileUnreadable { .. } => "file-unreadable",
            Self::BadDescriptor { .. } => "bad-descriptor",
            Self::InputEnded => "input-ended",
            Self::NoTerminal { .. } => "no-terminal",
            Self::PlatformNeeded { .. } => "platform-needed",
            Self::LookalikeLink { .. } => "lookalike-link",
            Self::NoMinisign { .. } => "no-minisign",
            Self::SigningFailed => "signing-failed",
            Self::BadKey => "bad-key",
            Self::PackUnwritable { .. } => "pack-file-unwritable",
            Self::PasswordsRejected { .. } => "passwords-rejected",
            Self::NoPassphrase => "no-passphrase",
            Self::PracticeFailed { .. } => "practice-failed",
            Self::ServerUnconfirmed { .. } => "server-unconfirmed",
            Self::LeftForAnotherNetwork => "left-for-another-network",
            Self::UnknownDomain { .. } => "unknown-domain",
            Self::UnknownPerson { .. } => "unknown-person",
            Self::ScriptedNeedsPractice => "scripted-needs-practice",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::AnswersHoldSecret { key } | Self::AnswersLack { key } => Params::from([("key", key.clone())]),
            Self::AnswersUnreadable { path, why } => Params::from([("path", path.clone()), ("why", why.clone())]),
            Self::BadDescriptor { name } | Self::NoTerminal { name } => Params::from([("name", name.clone())]),
            Self::PlatformNeeded { choices } => Params::from([("choices", choices.clone())]),
            Self::PackUnwritable { path } | Self::FileUnreadable { path } => Params::from([("path", path.clone())]),
            Self::LookalikeLink { differs } => Params::from([("differs", differs.clone())]),
            Self::NoMinisign { command } => Params::from([("command", command.clone())]),
            Self::PracticeFailed { why } => Params::from([("why", why.clone())]),
            Self::ServerUnconfirmed { host } => Params::from([("host", host.clone())]),
            Self::UnknownDomain { domain } => Params::from([("domain", domain.clone())]),
            Self::UnknownPerson { person } => Params::from([("person", person.clone())]),
            Self::PasswordsRejected { count } => Params::from([("count", count.to_string())]),
            Self::LeftForAnotherNetwork
            | Self::InputEnded
            | Self::ScriptedNeedsPractice
            | Self::SigningFailed
            | Self::BadKey
            | Self::NoPassphrase => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::PracticeFailed { .. } => Mender::Authors,
            _ => Mender::Person,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::InputEnded
            | Self::LookalikeLink { .. }
            | Self::NoMinisign { .. }
            | Self::SigningFailed
            | Self::PasswordsRejected { .. }
            | Self::NoPassphrase
            | Self::UnknownDomain { .. } => Kind::Refused,
            Self::LeftForAnotherNetwork => Kind::Fault,
            Self::PracticeFailed { .. } => Kind::Bug,
            _ => Kind::Usage,
        }
    }
}
