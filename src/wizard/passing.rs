//! Folders that end with the program: made for it, removed by it, and swept at the next start where it was killed.
//!
//! What they hold is the doors' and [`super::mail_apps`]'; the look at what is left of them is [`super::ended`]'s.

use std::{io, path::Path};

use tempfile::TempDir;

/// How their names begin; the number of the process that made them follows.
const PREFIX: &str = "rentree-door-";

/// A folder that ends with this program; its name carries our process, so that a later start knows what was left behind.
///
/// # Errors
/// The system's temporary folder cannot be written.
pub fn folder(what: &str) -> io::Result<TempDir> {
    tempfile::Builder::new()
        .prefix(&format!("{PREFIX}{}-{what}-", std::process::id()))
        .tempdir()
}

/// Removes what a program that was killed left behind, and says how much. Only where a dead process can be told: Linux.
pub fn sweep() -> u32 {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else {
        return 0;
    };
    let mut swept = 0_u32;
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX))
            .and_then(|rest| rest.split('-').next());
        let Some(owner) = owner.and_then(|owner| owner.parse::<u32>().ok()) else {
            continue;
        };
        let gone = Path::new("/proc/self").exists() && !Path::new("/proc").join(owner.to_string()).exists();
        if !gone {
            continue;
        }
        match std::fs::remove_dir_all(entry.path()) {
            Ok(()) => swept = swept.saturating_add(1),
            Err(error) => tracing::warn!(%error, path = %entry.path().display(), "a temporary folder stays behind"),
        }
    }
    swept
}

/// Removes one of them now.
pub fn remove(folder: TempDir) {
    let path = folder.path().to_owned();
    if let Err(error) = folder.close()
        && error.kind() != io::ErrorKind::NotFound
    {
        tracing::warn!(%error, path = %path.display(), "a temporary folder stays behind");
    }
}
