//! The machine's policy file: what an administrator of this computer states for everybody who uses it.
//!
//! Two keys are read: `tls_roots_pem`, the roots of an inspection proxy that the institution stands for (`net` trusts
//! them), and `shared_computer`, which says that nobody's things may stay here (`wizard` obeys). The file counts only when
//! an administrator alone could have written it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Debug, Default, Deserialize, PartialEq, Eq)]
struct Policy {
    tls_roots_pem: Option<String>,
    #[serde(default)]
    shared_computer: bool,
}

/// The roots the machine's policy adds, PEM.
pub(crate) fn tls_roots_pem() -> Option<String> {
    stated()?.tls_roots_pem
}

/// Several people use this computer: nothing of anybody may stay on it.
#[must_use]
pub fn shared_computer() -> bool {
    stated().is_some_and(|policy| policy.shared_computer)
}

fn stated() -> Option<Policy> {
    read(&place()?)
}

fn place() -> Option<PathBuf> {
    if cfg!(target_os = "windows") {
        Some(
            PathBuf::from(std::env::var_os("ProgramData")?)
                .join("Rentree")
                .join("policy.toml"),
        )
    } else if cfg!(target_os = "macos") {
        Some(PathBuf::from("/Library/Application Support/Rentree/policy.toml"))
    } else {
        Some(PathBuf::from("/etc/rentree/policy.toml"))
    }
}

fn read(path: &Path) -> Option<Policy> {
    if !path.exists() {
        return None;
    }
    if !only_an_administrator_wrote(path) {
        tracing::warn!(path = %path.display(), "machine policy ignored: others than an administrator may write it");
        return None;
    }
    let text = std::fs::read_to_string(path)
        .map_err(|error| tracing::warn!(%error, "machine policy unreadable"))
        .ok()?;
    toml::from_str(&text)
        .map_err(|_| tracing::warn!("machine policy malformed"))
        .ok()
}

/// The file and its folder belong to root, and neither group nor others may write them.
#[cfg(unix)]
fn only_an_administrator_wrote(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    [Some(path), path.parent()]
        .into_iter()
        .flatten()
        .all(|path| std::fs::metadata(path).is_ok_and(|data| data.uid() == 0 && data.mode() & 0o022 == 0))
}

/// On Windows, `%ProgramData%\Rentree` is made by the installer with an administrators-only list; not checked here.
#[cfg(not(unix))]
fn only_an_administrator_wrote(_path: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn a_file_anybody_may_write_is_ignored() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.toml");
        std::fs::write(&path, "tls_roots_pem = 'x'").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o666)).unwrap();
        assert_eq!(read(&path), None);
    }

    #[test]
    fn what_an_administrator_wrote_counts() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("policy.toml");
        std::fs::write(&path, "shared_computer = true").unwrap();
        if !rustix::process::geteuid().is_root() {
            assert_eq!(read(&path), None, "a file of ours is no administrator's");
            return;
        }
        let policy = read(&path).unwrap();
        assert!(policy.shared_computer && policy.tls_roots_pem.is_none());
    }

    #[test]
    fn no_file_no_roots() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(read(&folder.path().join("policy.toml")), None);
    }
}
