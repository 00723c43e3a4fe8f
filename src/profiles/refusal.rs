//! Why no profile was written, as facts. The sentences live in `locales/*/profiles.ftl`.

use std::{io, path::Path};

use crate::reason::{Kind, Mender, Params, Reason};

/// What stopped a profile.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum ProfileRefusal {
    /// A text cannot stand in these files: line break, control or direction mark, too long, or empty.
    #[error("the field {field} cannot be written into a profile")]
    UnusableName {
        /// Which: `display-name`, `login`, `label`, `role`, `school`, `phone`, `webmail`, `desk`, `path`.
        field: &'static str,
    },
    /// A NUMEN stands in a text that would be shown or sent.
    #[error("the field {field} holds a NUMEN")]
    Numen {
        /// As in [`Self::UnusableName`].
        field: &'static str,
    },
    /// The certificate or its key cannot sign.
    #[error("the signing certificate cannot be used: {why}")]
    Certificate {
        /// For the log.
        why: String,
    },
    /// The passphrase does not open the PKCS#12 file.
    #[error("the passphrase does not open the signing certificate")]
    WrongPassphrase,
    /// The certificate is not valid today.
    #[error("the signing certificate is not valid at this time")]
    CertificateExpired,
    /// The list of staff has a column we do not know, lacks one, or has one twice.
    #[error("column {column}: {fault:?}")]
    Column {
        /// As the list spells it.
        column: String,
        /// What is wrong with it.
        fault: super::staff::ColumnFault,
    },
    /// The list of staff is not UTF-8 or not CSV.
    #[error("line {line} of the list cannot be read")]
    StaffUnreadable {
        /// From 1.
        line: u64,
    },
    /// The same address stood on an earlier line.
    #[error("{address} stands twice in the list")]
    Twice {
        /// Which.
        address: String,
    },
    /// No academy known has this domain.
    #[error("{address} is at no academy known")]
    NoAcademy {
        /// Which.
        address: String,
    },
    /// Not `local@domain` in ASCII.
    #[error("{address:?} is not a mail address a profile can carry")]
    UnusableAddress {
        /// As it was given, printable.
        address: String,
    },
    /// Not a host name of `[a-z0-9.-]`, or port 0.
    #[error("{host:?} is not a server a profile can name")]
    UnusableHost {
        /// As it was given, printable.
        host: String,
    },
    /// The two servers were handed over in the wrong place: our bug.
    #[error("an endpoint does not speak the protocol its place asks for")]
    WrongProtocol,
    /// The settings do not fit in one QR code.
    #[error("the settings do not fit in a QR code")]
    QrTooBig,
    /// A library could not make the file: our bug.
    #[error("the {format} file could not be made: {detail}")]
    NotMade {
        /// "plist", "xml", "ics".
        format: &'static str,
        /// For the log.
        detail: String,
    },
    /// Thunderbird holds the profile: what we would write would silently be lost.
    #[error("Thunderbird is using {profile}")]
    ThunderbirdRunning {
        /// The profile's folder.
        profile: String,
    },
    /// No Thunderbird on this computer.
    #[error("no Thunderbird was found")]
    NoThunderbird,
    /// Several profiles and no sign of which one Thunderbird opens.
    #[error("several Thunderbird profiles, none marked as the one in use: {folders}")]
    SeveralProfiles {
        /// Their folders, comma separated.
        folders: String,
    },
    /// The profile Thunderbird would open has no folder any more.
    #[error("the Thunderbird profile {profile} is not there")]
    ProfileLost {
        /// Where it should be.
        profile: String,
    },
    /// A file of Thunderbird's that we do not understand and therefore do not touch.
    #[error("{path} is not what Thunderbird writes (line {line})")]
    UnreadableProfile {
        /// Which file.
        path: String,
        /// First line that is not understood, from 1; 0 when the file is not UTF-8.
        line: usize,
    },
    /// This program did not add the account, so it does not remove it.
    #[error("the account in {profile} was not added here")]
    NotOurs {
        /// The profile's folder.
        profile: String,
    },
    /// No room.
    #[error("no space left for {path}")]
    DiskFull {
        /// What was being written.
        path: String,
    },
    /// The folder may not be written.
    #[error("not allowed to write {path}")]
    NotWritable {
        /// What was being written.
        path: String,
    },
    /// Any other fault of the disk.
    #[error("{path}: {kind}")]
    Disk {
        /// What was being read or written.
        path: String,
        /// What the system said.
        kind: io::ErrorKind,
    },
    /// What was read back differs from what was written.
    #[error("{path} does not hold what was written")]
    NotKept {
        /// Which file.
        path: String,
    },
}

impl ProfileRefusal {
    /// Sorts a fault of the disk while it is still typed.
    pub(crate) fn disk(path: &Path, error: &io::Error) -> Self {
        let path = path.display().to_string();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable { path },
            kind => Self::Disk { path, kind },
        }
    }

    /// A library's own fault.
    pub(crate) fn not_made(format: &'static str, error: &dyn std::fmt::Display) -> Self {
        Self::NotMade {
            format,
            detail: error.to_string(),
        }
    }
}

impl Reason for ProfileRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnusableName { .. } => "profile-unusable-name",
            Self::Numen { .. } => "profile-numen",
            Self::Certificate { .. } => "profile-certificate",
            Self::WrongPassphrase => "profile-passphrase",
            Self::CertificateExpired => "profile-certificate-expired",
            Self::Column { fault, .. } => fault.code(),
            Self::StaffUnreadable { .. } => "staff-unreadable",
            Self::Twice { .. } => "staff-twice",
            Self::NoAcademy { .. } => "staff-no-academy",
            Self::UnusableAddress { .. } => "profile-unusable-address",
            Self::UnusableHost { .. } => "profile-unusable-host",
            Self::WrongProtocol | Self::NotMade { .. } => "profile-not-made",
            Self::QrTooBig => "profile-qr-too-big",
            Self::ThunderbirdRunning { .. } => "thunderbird-running",
            Self::NoThunderbird => "thunderbird-missing",
            Self::SeveralProfiles { .. } => "thunderbird-several-profiles",
            Self::ProfileLost { .. } => "thunderbird-profile-lost",
            Self::UnreadableProfile { .. } => "thunderbird-unreadable",
            Self::NotOurs { .. } => "thunderbird-not-ours",
            Self::DiskFull { .. } => "profile-disk-full",
            Self::NotWritable { .. } => "profile-not-writable",
            Self::Disk { .. } => "profile-disk",
            Self::NotKept { .. } => "profile-not-kept",
        }
    }

    fn params(&self) -> Params {
        let one = |key, value: &str| Params::from([(key, value.to_owned())]);
        match self {
            Self::UnusableName { field } | Self::Numen { field } => one("field", field),
            Self::UnusableAddress { address } | Self::Twice { address } | Self::NoAcademy { address } => {
                one("address", address)
            }
            Self::Column { column, .. } => one("column", column),
            Self::StaffUnreadable { line } => one("line", &line.to_string()),
            Self::Certificate { .. } | Self::WrongPassphrase | Self::CertificateExpired => Params::new(),
            Self::UnusableHost { host } => one("host", host),
            Self::WrongProtocol | Self::NotMade { .. } | Self::QrTooBig | Self::NoThunderbird => Params::new(),
            Self::ThunderbirdRunning { profile } | Self::ProfileLost { profile } | Self::NotOurs { profile } => {
                one("profile", profile)
            }
            Self::SeveralProfiles { folders } => one("folders", folders),
            Self::UnreadableProfile { path, .. }
            | Self::DiskFull { path }
            | Self::NotWritable { path }
            | Self::Disk { path, .. }
            | Self::NotKept { path } => one("path", path),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::UnusableHost { .. } | Self::Certificate { .. } | Self::CertificateExpired => Mender::Rectorate,
            Self::WrongProtocol | Self::NotMade { .. } => Mender::Authors,
            Self::NoThunderbird | Self::UnreadableProfile { .. } | Self::Disk { .. } | Self::NotKept { .. } => {
                Mender::Referent
            }
            _ => Mender::Person,
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::WrongProtocol | Self::NotMade { .. } => Kind::Bug,
            _ => Kind::Refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::staff::ColumnFault;

    #[test]
    fn every_refusal_has_a_sentence_and_a_remedy_in_both_languages() {
        let text = String::new;
        let all = [
            ProfileRefusal::UnusableName { field: "login" },
            ProfileRefusal::Numen { field: "role" },
            ProfileRefusal::Certificate { why: text() },
            ProfileRefusal::WrongPassphrase,
            ProfileRefusal::CertificateExpired,
            ProfileRefusal::Column {
                column: text(),
                fault: ColumnFault::Unknown,
            },
            ProfileRefusal::Column {
                column: text(),
                fault: ColumnFault::Missing,
            },
            ProfileRefusal::Column {
                column: text(),
                fault: ColumnFault::Twice,
            },
            ProfileRefusal::StaffUnreadable { line: 1 },
            ProfileRefusal::Twice { address: text() },
            ProfileRefusal::NoAcademy { address: text() },
            ProfileRefusal::UnusableAddress { address: text() },
            ProfileRefusal::UnusableHost { host: text() },
            ProfileRefusal::WrongProtocol,
            ProfileRefusal::QrTooBig,
            ProfileRefusal::NotMade {
                format: "xml",
                detail: text(),
            },
            ProfileRefusal::ThunderbirdRunning { profile: text() },
            ProfileRefusal::NoThunderbird,
            ProfileRefusal::SeveralProfiles { folders: text() },
            ProfileRefusal::ProfileLost { profile: text() },
            ProfileRefusal::UnreadableProfile { path: text(), line: 1 },
            ProfileRefusal::NotOurs { profile: text() },
            ProfileRefusal::DiskFull { path: text() },
            ProfileRefusal::NotWritable { path: text() },
            ProfileRefusal::Disk {
                path: text(),
                kind: io::ErrorKind::Other,
            },
            ProfileRefusal::NotKept { path: text() },
        ];
        for file in [
            include_str!("../../locales/fr/profiles.ftl"),
            include_str!("../../locales/en/profiles.ftl"),
        ] {
            for refusal in &all {
                let (_, message) = file.split_once(&format!("\nrefusal-{} = ", refusal.code())).unwrap();
                let message = message.split("\nrefusal-").next().unwrap();
                assert!(message.contains("\n    .remedy = "), "{refusal}");
                for key in refusal.params().keys() {
                    assert!(message.contains(&format!("${key} ")), "{refusal}: {key}");
                }
            }
        }
    }
}
