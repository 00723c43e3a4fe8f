//! Why a computer was not set up, as facts. The sentences live in `locales/*/thunderbird.ftl`.

use crate::{
    profiles::ProfileRefusal,
    reason::{Kind, Mender, Params, Reason},
};

/// What stopped a machine-wide set-up.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MachineRefusal {
    /// Said by `profiles`.
    #[error(transparent)]
    Profile(#[from] ProfileRefusal),
    /// The system keeps that folder for its administrators.
    #[error("only an administrator may write {path}")]
    NeedsAdministrator {
        /// What was being written.
        path: String,
    },
    /// No Thunderbird that takes machine-wide settings.
    #[error("no Thunderbird for everybody was found")]
    NoThunderbird,
    /// macOS: the files would go into a signed application and be lost at its next update.
    #[error("machine-wide settings are not written on this system")]
    Unsupported,
    /// Thunderbird takes one AutoConfig, and there is one already.
    #[error("{path} names another AutoConfig file")]
    AutoConfigTaken {
        /// The file that names it.
        path: String,
    },
    /// Not the name of an environment variable.
    #[error("{name:?} is no environment variable")]
    UnusableVariable {
        /// As it was given.
        name: String,
    },
    /// A file that is not what it should be: nothing is merged into what is not understood.
    #[error("{path} is not understood (line {line})")]
    Unreadable {
        /// Which file.
        path: String,
        /// First line that is not understood, from 1.
        line: usize,
    },
}

impl MachineRefusal {
    /// A folder of the system's that refuses is no folder the person could choose better.
    pub(super) fn of_disk(refusal: ProfileRefusal) -> Self {
        match refusal {
            ProfileRefusal::NotWritable { path } => Self::NeedsAdministrator { path },
            other => Self::Profile(other),
        }
    }
}

impl Reason for MachineRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::Profile(refusal) => refusal.code(),
            Self::NeedsAdministrator { .. } => "machine-needs-administrator",
            Self::NoThunderbird => "machine-no-thunderbird",
            Self::Unsupported => "machine-unsupported",
            Self::AutoConfigTaken { .. } => "machine-autoconfig-taken",
            Self::UnusableVariable { .. } => "machine-unusable-variable",
            Self::Unreadable { .. } => "machine-unreadable",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::Profile(refusal) => refusal.params(),
            Self::NeedsAdministrator { path } | Self::AutoConfigTaken { path } => {
                Params::from([("path", path.clone())])
            }
            Self::Unreadable { path, line } => Params::from([("path", path.clone()), ("line", line.to_string())]),
            Self::UnusableVariable { name } => Params::from([("name", name.clone())]),
            Self::NoThunderbird | Self::Unsupported => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::Profile(refusal) => refusal.mender(),
            Self::UnusableVariable { .. } => Mender::Person,
            _ => Mender::Referent,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::Profile(refusal) => refusal.kind(),
            Self::UnusableVariable { .. } => Kind::Usage,
            _ => Kind::Refused,
        }
    }
}
