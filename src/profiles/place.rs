//! Files on disk, whole or not at all: a temporary file beside the target, synced, renamed, read back.
//!
//! What was there and differs is kept beside it as `NAME.rentree-<time>.bak`. Which folder belongs to the doors, undo to
//! `ledger`.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;
use time::OffsetDateTime;

use crate::{
    profiles::{Output, ProfileRefusal},
    wizard::view::FileLine,
};

/// Writes every output into `folder`, which is created where missing; files are for the person only (mode 0600).
///
/// All are staged and synced before the first one is renamed: a full disk is met while everything is still as it was. A
/// file that already holds these bytes is left alone. The time in a backup's name is when the kept file was last changed.
///
/// # Errors
///
/// When the disk refuses, or does not give back what was written.
pub fn place(folder: &Path, outputs: &[Output]) -> Result<Vec<FileLine>, ProfileRefusal> {
    fs::create_dir_all(folder).map_err(|error| ProfileRefusal::disk(folder, &error))?;
    let mut staged = Vec::with_capacity(outputs.len());
    for output in outputs {
        staged.push((output, Staged::new(&folder.join(name(output)?), &output.bytes)?));
    }
    staged
        .into_iter()
        .map(|(output, staged)| line(output, staged))
        .collect()
}

/// As [`place`], for files that can be made again from a list: there whole or not at all, and neither synced one by one,
/// nor read back, nor kept when they differ. Whoever writes many calls [`settle`] at the end.
///
/// A new folder is filled beside its place and appears at once with all its files.
///
/// # Errors
///
/// When the disk refuses.
pub fn place_quickly(folder: &Path, outputs: &[Output]) -> Result<(), ProfileRefusal> {
    if folder.exists() {
        return replace(folder, outputs);
    }
    let staged = beside(folder);
    let filled = fill(&staged, outputs)
        .and_then(|()| fs::rename(&staged, folder).map_err(|error| ProfileRefusal::disk(folder, &error)));
    if filled.is_err() {
        // NOTE: what cannot be written may not be removable either; the first fault is the one to tell.
        let _ = fs::remove_dir_all(&staged);
    }
    filled
}

/// What was written quickly reaches the disk.
///
/// # Errors
///
/// When the disk refuses.
pub fn settle(folder: &Path) -> Result<(), ProfileRefusal> {
    #[cfg(target_os = "linux")]
    if folder.exists() {
        let synced = fs::File::open(folder).and_then(|folder| Ok(rustix::fs::syncfs(folder)?));
        synced.map_err(|error| ProfileRefusal::disk(folder, &error))?;
    }
    #[cfg(all(unix, not(target_os = "linux")))]
    rustix::fs::sync();
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
    Ok(())
}

fn beside(folder: &Path) -> PathBuf {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    folder.with_file_name(format!(".rentree-{name}.tmp"))
}

fn fill(staged: &Path, outputs: &[Output]) -> Result<(), ProfileRefusal> {
    // Left by a run that was killed.
    let _ = fs::remove_dir_all(staged);
    fs::create_dir_all(staged).map_err(|error| ProfileRefusal::disk(staged, &error))?;
    for output in outputs {
        let path = staged.join(name(output)?);
        let written = private(&path).and_then(|mut file| file.write_all(&output.bytes));
        written.map_err(|error| ProfileRefusal::disk(&path, &error))?;
    }
    Ok(())
}

fn replace(folder: &Path, outputs: &[Output]) -> Result<(), ProfileRefusal> {
    for output in outputs {
        let target = folder.join(name(output)?);
        let staged = folder.join(format!(".rentree-{}.tmp", output.file_name));
        let written = private(&staged)
            .and_then(|mut file| file.write_all(&output.bytes))
            .and_then(|()| fs::rename(&staged, &target));
        if let Err(error) = written {
            // NOTE: what cannot be written may not be removable either; the first fault is the one to tell.
            let _ = fs::remove_file(&staged);
            return Err(ProfileRefusal::disk(&target, &error));
        }
    }
    Ok(())
}

/// For its owner only, where the system knows owners.
fn private(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn line(output: &Output, staged: Staged) -> Result<FileLine, ProfileRefusal> {
    let path = staged.target.clone();
    let backup = staged.keep_previous()?;
    Ok(FileLine {
        client: output.client,
        sha256: staged.commit()?,
        path: path.display().to_string(),
        next: output.next.to_owned(),
        backup: backup.map(|backup| backup.display().to_string()),
    })
}

/// A file name of ours is plain ASCII: anything else is a bug that must not become a path.
fn name(output: &Output) -> Result<&str, ProfileRefusal> {
    let name = output.file_name.as_str();
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.".contains(&b);
    if name.is_empty() || name.starts_with('.') || !name.bytes().all(plain) {
        return Err(ProfileRefusal::NotMade {
            format: "name",
            detail: name.to_owned(),
        });
    }
    Ok(name)
}

/// Bytes that lie synced beside their target, which is still untouched. Dropped, it leaves nothing.
pub(crate) struct Staged {
    target: PathBuf,
    temporary: Option<NamedTempFile>,
    digest: String,
}

impl Staged {
    /// Writes and syncs the bytes, unless the target holds them already. A symbolic link is followed, not replaced.
    pub(crate) fn new(target: &Path, bytes: &[u8]) -> Result<Self, ProfileRefusal> {
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_owned());
        let digest = sha256(bytes);
        let unchanged = fs::read(&target).is_ok_and(|there| there == bytes);
        let temporary = if unchanged {
            None
        } else {
            Some(stage(&target, bytes).map_err(|error| ProfileRefusal::disk(&target, &error))?)
        };
        Ok(Self {
            target,
            temporary,
            digest,
        })
    }

    /// Copies what the target holds to a backup named after its own last change; none when nothing will change.
    pub(crate) fn keep_previous(&self) -> Result<Option<PathBuf>, ProfileRefusal> {
        match (&self.temporary, fs::metadata(&self.target)) {
            (Some(_), Ok(metadata)) => {
                let since = metadata
                    .modified()
                    .ok()
                    .and_then(|time| time.duration_since(UNIX_EPOCH).ok());
                let seconds = since
                    .and_then(|since| i64::try_from(since.as_secs()).ok())
                    .unwrap_or_default();
                let changed = OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH);
                self.keep_as(changed).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Copies what the target holds to `NAME.rentree-<time>.bak`, or the first free `-2`, `-3`, … of that name.
    pub(crate) fn keep_as(&self, time: OffsetDateTime) -> Result<PathBuf, ProfileRefusal> {
        let previous = fs::read(&self.target).map_err(|error| ProfileRefusal::disk(&self.target, &error))?;
        for attempt in 1_u32.. {
            let backup = backup_name(&self.target, time, attempt);
            match fs::read(&backup) {
                Ok(there) if there == previous => return Ok(backup),
                Ok(_) => {}
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    let copy = stage(&backup, &previous).map_err(|error| ProfileRefusal::disk(&backup, &error))?;
                    copy.persist(&backup)
                        .map_err(|fault| ProfileRefusal::disk(&backup, &fault.error))?;
                    return Ok(backup);
                }
                Err(error) => return Err(ProfileRefusal::disk(&backup, &error)),
            }
        }
        Err(ProfileRefusal::Disk {
            path: self.target.display().to_string(),
            kind: io::ErrorKind::AlreadyExists,
        })
    }

    /// Readable by everybody once it is in place: what a computer keeps for all its people.
    pub(crate) fn for_everybody(self) -> Result<Self, ProfileRefusal> {
        #[cfg(unix)]
        if let Some(temporary) = &self.temporary {
            use std::os::unix::fs::PermissionsExt;
            let opened = temporary.as_file().set_permissions(fs::Permissions::from_mode(0o644));
            opened.map_err(|error| ProfileRefusal::disk(&self.target, &error))?;
        }
        Ok(self)
    }

    /// Renames over the target, syncs the folder, reads back. Returns the SHA-256 in lower-case hexadecimal.
    pub(crate) fn commit(self) -> Result<String, ProfileRefusal> {
        let target = self.target;
        if let Some(temporary) = self.temporary {
            temporary
                .persist(&target)
                .map_err(|fault| ProfileRefusal::disk(&target, &fault.error))?;
            sync_folder(&target).map_err(|error| ProfileRefusal::disk(&target, &error))?;
        }
        let kept = fs::read(&target).map_err(|error| ProfileRefusal::disk(&target, &error))?;
        if sha256(&kept) == self.digest {
            Ok(self.digest)
        } else {
            Err(ProfileRefusal::NotKept {
                path: target.display().to_string(),
            })
        }
    }
}

/// `20261121T083000Z`: the form calendars and backups share.
pub(crate) fn stamp(time: OffsetDateTime) -> String {
    let t = time.to_offset(time::UtcOffset::UTC);
    let (year, month, day) = (t.year(), u8::from(t.month()), t.day());
    format!(
        "{year:04}{month:02}{day:02}T{:02}{:02}{:02}Z",
        t.hour(),
        t.minute(),
        t.second()
    )
}

/// Lower-case hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

fn backup_name(target: &Path, time: OffsetDateTime, attempt: u32) -> PathBuf {
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    let again = if attempt == 1 {
        String::new()
    } else {
        format!("-{attempt}")
    };
    target.with_file_name(format!("{name}.rentree-{}{again}.bak", stamp(time)))
}

/// For its owner only: `tempfile` creates mode 0600, and what replaces a wider file is a person's settings.
fn stage(target: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let folder = target.parent().unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new()
        .prefix(".rentree-")
        .suffix(".tmp")
        .tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Without it a rename may be lost when the power goes. Windows has no such call and needs none.
fn sync_folder(target: &Path) -> io::Result<()> {
    #[cfg(unix)]
    if let Some(folder) = target.parent() {
        fs::File::open(folder)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = target;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::Client;

    fn output(name: &str, bytes: &[u8]) -> Output {
        Output {
            client: Client::Sheet,
            file_name: name.to_owned(),
            bytes: bytes.to_vec(),
            next: "sheet-print",
        }
    }

    #[test]
    fn a_second_run_changes_nothing_and_a_differing_file_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let first = place(folder.path(), &[output("a.txt", b"one")]).unwrap();
        assert_eq!(first[0].sha256, sha256(b"one"));
        assert_eq!(place(folder.path(), &[output("a.txt", b"one")]).unwrap(), first);
        let second = place(folder.path(), &[output("a.txt", b"two")]).unwrap();
        let backup = second[0].backup.clone().unwrap();
        assert!(
            backup.contains("a.txt.rentree-") && backup.ends_with("Z.bak"),
            "{backup}"
        );
        assert_eq!(fs::read(backup).unwrap(), b"one");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn quickly_placed_files_appear_together_and_replace_whole() {
        let out = tempfile::tempdir().unwrap();
        let folder = out.path().join("someone");
        // What a killed run left is no obstacle.
        fs::create_dir_all(beside(&folder).join("half")).unwrap();
        assert!(place_quickly(&folder, &[output("a.txt", b"one"), output("bad name", b"")]).is_err());
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0, "nothing half-written");
        place_quickly(&folder, &[output("a.txt", b"one"), output("b.txt", b"two")]).unwrap();
        place_quickly(&folder, &[output("a.txt", b"three")]).unwrap();
        settle(out.path()).unwrap();
        assert_eq!(fs::read(folder.join("a.txt")).unwrap(), b"three");
        assert_eq!(fs::read(folder.join("b.txt")).unwrap(), b"two");
        assert_eq!(fs::read_dir(out.path()).unwrap().count(), 1);
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[cfg(unix)]
    #[test]
    fn files_are_for_their_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let lines = place(folder.path(), &[output("a.txt", b"one")]).unwrap();
        assert_eq!(
            fs::metadata(&lines[0].path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn a_name_that_is_a_path_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        for bad in ["../a", "a/b", "", ".hidden", "é"] {
            assert!(place(folder.path(), &[output(bad, b"")]).is_err(), "{bad}");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }

    #[test]
    fn one_file_that_cannot_be_staged_leaves_all_as_they_were() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("b.txt")).unwrap();
        let outputs = [output("a.txt", b"one"), output("bad name", b"two")];
        assert!(place(folder.path(), &outputs).is_err());
        assert!(!folder.path().join("a.txt").exists());
    }
}
