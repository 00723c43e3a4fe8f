//! Is Thunderbird using this profile? Asked of the lock itself: the lock *file* stays behind after every run.

use std::{fs, io, path::Path};

/// Thunderbird holds the profile's lock. Reading takes nothing: `F_GETLK` only asks (nsProfileLock uses `fcntl`).
#[cfg(unix)]
pub(crate) fn is_running(profile: &Path) -> io::Result<bool> {
    use rustix::process::{Flock, FlockType, fcntl_getlk};
    match fs::File::open(profile.join(".parentlock")) {
        Ok(lock) => Ok(fcntl_getlk(&lock, &Flock::from(FlockType::WriteLock))?.is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Windows: `parent.lock` is held open without sharing, so opening it fails with `ERROR_SHARING_VIOLATION`. Never run.
#[cfg(windows)]
pub(crate) fn is_running(profile: &Path) -> io::Result<bool> {
    const SHARING_VIOLATION: i32 = 32;
    match fs::OpenOptions::new().write(true).open(profile.join("parent.lock")) {
        Ok(_) => Ok(false),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_file_left_behind_means_nothing() {
        let profile = tempfile::tempdir().unwrap();
        assert!(!is_running(profile.path()).unwrap());
        fs::write(profile.path().join(".parentlock"), b"").unwrap();
        assert!(!is_running(profile.path()).unwrap());
    }
}
