//! A pack as it lies on the disk, with the signature beside it. Opened without following a link, read once, never again:
//! what was checked is what is used.

use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{LARGEST, PackFault};

/// Bytes of a signature, at most: four lines.
const LARGEST_SIGNATURE: usize = 8 << 10;

/// A pack and its signature, read and not yet checked.
#[derive(Clone, Debug)]
pub struct PackFile {
    pub(super) path: String,
    pub(super) name: String,
    pub(super) text: String,
    /// The text of `<name>.minisig`, where there is one.
    pub(super) signature: Option<String>,
}

impl PackFile {
    /// Reads `path`, and `path` with `.minisig` after it.
    ///
    /// # Errors
    /// A link, no plain file, unreadable, more than 1 MiB, not UTF-8.
    pub fn open(path: &Path) -> Result<Self, PackFault> {
        let bytes = read(path, LARGEST)?;
        let signature = match read(&beside(path), LARGEST_SIGNATURE) {
            Ok(bytes) => Some(String::from_utf8(bytes).map_err(|_| PackFault::SignatureUnreadable)?),
            Err(PackFault::TooLarge) => return Err(PackFault::SignatureUnreadable),
            Err(PackFault::Unreadable { .. }) if !beside(path).exists() => None,
            Err(fault) => return Err(fault),
        };
        Ok(Self {
            path: path.display().to_string(),
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            text: String::from_utf8(bytes).map_err(|_| PackFault::NotUtf8)?,
            signature,
        })
    }

    /// What a person handed over in a page: the same limits as for a file, the name as it was on their disk.
    ///
    /// # Errors
    /// More than 1 MiB, not UTF-8.
    pub fn of_bytes(name: &str, bytes: Vec<u8>, signature: Option<Vec<u8>>) -> Result<Self, PackFault> {
        if bytes.len() > LARGEST {
            return Err(PackFault::TooLarge);
        }
        let signature = signature.map(|bytes| match String::from_utf8(bytes) {
            Ok(text) if text.len() <= LARGEST_SIGNATURE => Ok(text),
            _ => Err(PackFault::SignatureUnreadable),
        });
        let text = String::from_utf8(bytes).map_err(|_| PackFault::NotUtf8)?;
        Ok(Self::of(name, &text, signature.transpose()?.as_deref()))
    }

    /// What is already in memory: nothing is read.
    #[must_use]
    pub fn of(name: &str, text: &str, signature: Option<&str>) -> Self {
        Self {
            path: name.to_owned(),
            name: name.to_owned(),
            text: text.to_owned(),
            signature: signature.map(str::to_owned),
        }
    }

    /// The TOML.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The file's name, which the signature binds.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether a signature lies beside it, good or not.
    #[must_use]
    pub fn has_signature(&self) -> bool {
        self.signature.is_some()
    }
}

/// Where the signature of `path` lies.
#[must_use]
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".minisig");
    PathBuf::from(name)
}

/// Where the packs of this machine lie, for everybody who uses it: `packs` beside the program, and
/// `../share/rentree/packs` seen from it (`/usr/share/rentree/packs` for `/usr/bin/rentree`). An installer puts them there.
#[must_use]
pub fn folders() -> Vec<PathBuf> {
    #[cfg(debug_assertions)]
    if let Some(folder) = super::keys::test_folder() {
        return vec![folder.join("packs")];
    }
    let program = std::env::current_exe().and_then(|program| program.canonicalize());
    let Some(beside) = program.ok().and_then(|program| Some(program.parent()?.to_owned())) else {
        return Vec::new();
    };
    let shared = beside.parent().map(|above| above.join("share/rentree/packs"));
    [Some(beside.join("packs")), shared].into_iter().flatten().collect()
}

/// The packs of a folder, by name; none where there is no such folder.
#[must_use]
pub fn packs_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut packs: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    packs.sort();
    packs
}

fn read(path: &Path, largest: usize) -> Result<Vec<u8>, PackFault> {
    let unreadable = || PackFault::Unreadable {
        path: path.display().to_string(),
    };
    let file = open_no_follow(path).map_err(|fault| {
        if is_link(path, &fault) {
            PackFault::Symlink {
                path: path.display().to_string(),
            }
        } else {
            unreadable()
        }
    })?;
    // A device or a pipe never ends, or never begins.
    if !file.metadata().is_ok_and(|about| about.is_file()) {
        return Err(unreadable());
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(largest).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(|_| unreadable())?;
    if bytes.len() > largest {
        return Err(PackFault::TooLarge);
    }
    Ok(bytes)
}

#[cfg(unix)]
fn open_no_follow(path: &Path) -> io::Result<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
}

#[cfg(unix)]
fn is_link(_path: &Path, fault: &io::Error) -> bool {
    // What NOFOLLOW answers on Linux and macOS; FreeBSD says EMLINK.
    let codes = [rustix::io::Errno::LOOP, rustix::io::Errno::MLINK].map(rustix::io::Errno::raw_os_error);
    fault.raw_os_error().is_some_and(|code| codes.contains(&code))
}

#[cfg(not(unix))]
fn open_no_follow(path: &Path) -> io::Result<File> {
    if path.symlink_metadata()?.is_symlink() {
        return Err(io::Error::other("a link"));
    }
    File::open(path)
}

#[cfg(not(unix))]
fn is_link(path: &Path, _fault: &io::Error) -> bool {
    path.is_symlink()
}
