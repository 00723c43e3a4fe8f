//! Why the ledger could not be used.

use std::{io, path::PathBuf};

use thiserror::Error;

use crate::reason::{Kind, Mender, Params, Reason};

/// Why the ledger could not be used.
#[derive(Debug, Error)]
pub enum LedgerFault {
    /// The file or its folder cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file, its folder or a file to undo cannot be written.
    #[error("cannot write {path}: {source}")]
    Unwritable {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file did not parse; it was set aside and a new one begun. Not fatal: see [`Ledger::damage`].
    #[error("the ledger was damaged and set aside as {copy}")]
    Damaged {
        /// Where it is now.
        copy: PathBuf,
    },
    /// A newer version of this program wrote it.
    #[error("the ledger has version {version}")]
    TooNew {
        /// The version found.
        version: u32,
    },
    /// The system gave no random bytes.
    #[error("no randomness for the salt")]
    NoRandomness,
}

impl Reason for LedgerFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "ledger-unreadable",
            Self::Unwritable { .. } => "ledger-unwritable",
            Self::Damaged { .. } => "ledger-damaged",
            Self::TooNew { .. } => "ledger-too-new",
            Self::NoRandomness => "no-randomness",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Unreadable { path, .. } | Self::Unwritable { path, .. } | Self::Damaged { copy: path } => {
                Params::from([("path", path.display().to_string())])
            }
            Self::TooNew { .. } | Self::NoRandomness => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::Unreadable { .. } | Self::Unwritable { .. } => Mender::Referent,
            Self::Damaged { .. } | Self::TooNew { .. } => Mender::Person,
            Self::NoRandomness => Mender::Authors,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::NoRandomness => Kind::Bug,
            _ => Kind::Refused,
        }
    }
}
