//! Why a file of data, or a pack, is refused: facts with a code; the sentences are in `locales/*/academy.ftl`.

use crate::reason::{Kind, Mender, Params, Reason};

/// A file of data that cannot be read: `file:line: why`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct DataFault {
    /// Name of the file.
    pub file: String,
    /// First line of the bad value, from 1.
    pub line: usize,
    /// What the parser says, in English.
    pub message: String,
}

/// Why a pack is refused. The order is the one of the checks: the file, its signature, what the signature binds, the
/// content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackFault {
    /// It cannot be opened, or is no plain file.
    #[error("{path} cannot be read")]
    Unreadable {
        /// The pack, or its signature.
        path: String,
    },
    /// It is a symbolic link: what it points at may change between two readings.
    #[error("{path} is a symbolic link")]
    Symlink {
        /// The pack, or its signature.
        path: String,
    },
    /// More than a mebibyte.
    #[error("larger than 1 MiB")]
    TooLarge,
    /// Not UTF-8.
    #[error("not UTF-8")]
    NotUtf8,
    /// No `.minisig` beside it.
    #[error("{path} has no signature")]
    Unsigned {
        /// The pack.
        path: String,
    },
    /// The `.minisig` is no minisign signature, or only a piece of one.
    #[error("the signature cannot be read")]
    SignatureUnreadable,
    /// Signed without hashing first: the form of minisign before 2021.
    #[error("a signature of the old form, not prehashed")]
    SignatureOldForm,
    /// This build pins no key at all.
    #[error("this build pins no key")]
    NoKeyPinned,
    /// Signed by a key nobody pinned.
    #[error("signed by {key}, which is not pinned")]
    OtherKey {
        /// Key id, as minisign prints it.
        key: String,
    },
    /// Signed by a key that was withdrawn.
    #[error("signed by {key}, which is revoked")]
    RevokedKey {
        /// Key id.
        key: String,
    },
    /// The file is cut short.
    #[error("cut short")]
    Truncated,
    /// The signature is not the one of these bytes, or its comment was rewritten.
    #[error("the signature does not fit the file")]
    Changed,
    /// The trusted comment says no time.
    #[error("no timestamp in the trusted comment")]
    NoTimestamp,
    /// The trusted comment names no file.
    #[error("no file name in the trusted comment")]
    NoFileName,
    /// The signature was made for a file of another name.
    #[error("signed as {signed}, found as {found}")]
    OtherFile {
        /// The name signed.
        signed: String,
        /// The name it has.
        found: String,
    },
    /// Signed after now: one of the two clocks is wrong.
    #[error("signed in the future, on {signed}")]
    FromFuture {
        /// ISO 8601 day.
        signed: String,
    },
    /// It cannot be read.
    #[error(transparent)]
    Syntax(#[from] DataFault),
    /// It describes no academy.
    #[error("no [academy]")]
    NoAcademy,
    /// Signed by the key of another academy.
    #[error("the key is the one of {owner}, the pack is about {academy}")]
    KeyOfOther {
        /// Whose key it is.
        owner: String,
        /// What the pack is about.
        academy: String,
    },
    /// A newer pack of this academy was already used here.
    #[error("signed on {signed}, one of {newest} was already used")]
    Older {
        /// ISO 8601 day.
        signed: String,
        /// ISO 8601 day.
        newest: String,
    },
    /// A signed pack says until when it holds.
    #[error("no expires")]
    NoExpiry,
    /// `expires` is no day.
    #[error("expires is {text:?}")]
    BadExpiry {
        /// As written.
        text: String,
    },
    /// It no longer holds.
    #[error("expired on {expires}")]
    Expired {
        /// Its last day, ISO 8601.
        expires: String,
    },
    /// It tries to change the list of national portals.
    #[error("[[wrong_doors]] at the top")]
    NationalData,
    /// A host outside the academy's and the ministry's domains, or what is no host name.
    #[error("{host} is outside the academy's and the ministry's domains")]
    HostOutside {
        /// The host, or the whole address when it has none.
        host: String,
    },
    /// An address that is not https.
    #[error("{address} is not https")]
    PlainAddress {
        /// The whole address.
        address: String,
    },
    /// A port where conversations begin, or stay, without encryption.
    #[error("{host}:{port} is a plain port")]
    PlainPort {
        /// The host.
        host: String,
        /// TCP.
        port: u16,
    },
    /// A domain the academy does not own in the embedded data, or a made-up academy outside `.test`.
    #[error("{domain} is not a domain of this academy")]
    DomainOutside {
        /// The domain.
        domain: String,
    },
    /// The logo is no still PNG.
    #[error("the logo is no still PNG")]
    LogoUnreadable,
    /// The logo is larger than 96 KiB, or a side has fewer than 16 or more than 512 pixels.
    #[error("the logo is too large, or too small")]
    LogoTooLarge,
    /// A platform other academies use.
    #[error("platform {platform} is not this academy's")]
    PlatformTaken {
        /// Its key.
        platform: String,
    },
}

impl Reason for PackFault {
    fn code(&self) -> &'static str {
        match self {
            Self::Unreadable { .. } => "pack-file-unreadable",
            Self::Symlink { .. } => "pack-symlink",
            Self::TooLarge => "pack-too-large",
            Self::NotUtf8 => "pack-not-utf8",
            Self::Unsigned { .. } => "pack-unsigned",
            Self::SignatureUnreadable => "pack-signature-unreadable",
            Self::SignatureOldForm => "pack-signature-old-form",
            Self::NoKeyPinned => "pack-no-key-pinned",
            Self::OtherKey { .. } => "pack-other-key",
            Self::RevokedKey { .. } => "pack-key-revoked",
            Self::Truncated => "pack-truncated",
            Self::Changed => "pack-changed",
            Self::NoTimestamp => "pack-no-timestamp",
            Self::NoFileName => "pack-no-file-name",
            Self::OtherFile { .. } => "pack-other-file",
            Self::FromFuture { .. } => "pack-from-future",
            Self::Syntax(_) => "pack-syntax",
            Self::NoAcademy => "pack-no-academy",
            Self::KeyOfOther { .. } => "pack-key-of-other",
            Self::Older { .. } => "pack-older",
            Self::NoExpiry => "pack-no-expiry",
            Self::BadExpiry { .. } => "pack-bad-expiry",
            Self::Expired { .. } => "pack-expired",
            Self::NationalData => "pack-national-data",
            Self::HostOutside { .. } => "pack-host-outside",
            Self::PlainAddress { .. } => "pack-plain-address",
            Self::PlainPort { .. } => "pack-plain-port",
            Self::DomainOutside { .. } => "pack-domain-outside",
            Self::LogoUnreadable => "pack-logo-unreadable",
            Self::LogoTooLarge => "pack-logo-too-large",
            Self::PlatformTaken { .. } => "pack-platform-taken",
        }
    }

    fn params(&self) -> Params {
        let one = |name, value: &String| Params::from([(name, value.clone())]);
        match self {
            Self::Unreadable { path } | Self::Symlink { path } | Self::Unsigned { path } => one("path", path),
            Self::OtherKey { key } | Self::RevokedKey { key } => one("key", key),
            Self::OtherFile { signed, found } => Params::from([("signed", signed.clone()), ("found", found.clone())]),
            Self::FromFuture { signed } => one("signed", signed),
            Self::Syntax(fault) => Params::from([("line", fault.line.to_string()), ("detail", fault.message.clone())]),
            Self::KeyOfOther { owner, academy } => {
                Params::from([("owner", owner.clone()), ("academy", academy.clone())])
            }
            Self::Older { signed, newest } => Params::from([("signed", signed.clone()), ("newest", newest.clone())]),
            Self::BadExpiry { text } => one("text", text),
            Self::Expired { expires } => one("expires", expires),
            Self::HostOutside { host } => one("host", host),
            Self::PlainAddress { address } => one("address", address),
            Self::PlainPort { host, port } => Params::from([("host", host.clone()), ("port", port.to_string())]),
            Self::DomainOutside { domain } => one("domain", domain),
            Self::PlatformTaken { platform } => one("platform", platform),
            _ => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            // A path, a name, a clock: the person's own affair.
            Self::Unreadable { .. }
            | Self::Symlink { .. }
            | Self::Unsigned { .. }
            | Self::OtherFile { .. }
            | Self::FromFuture { .. }
            | Self::Truncated
            | Self::Older { .. } => Mender::Person,
            Self::NoKeyPinned => Mender::Referent,
            _ => Mender::Rectorate,
        }
    }

    fn kind(&self) -> Kind {
        Kind::Refused
    }
}
