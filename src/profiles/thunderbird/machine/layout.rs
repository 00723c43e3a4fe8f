//! Where a computer keeps its Thunderbird, and what is read from where. This computer, or one that is being built.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{MachineRefusal, autoconfig};
use crate::profiles::installed::{Computer, LINUX};

/// A computer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// "/" here; the folder of an image that is being built.
    root: PathBuf,
    /// The folder Thunderbird lies in; none where nobody may write it (snap).
    pub(super) install: Option<PathBuf>,
}

/// Policies for every Thunderbird, the snap included.
const POLICIES: &str = "etc/thunderbird/policies/policies.json";

/// Where Debian's package looks for preferences of the administrator's.
const PREFS: &str = "etc/thunderbird/pref";

impl Machine {
    /// The computer below `root`, or this one.
    ///
    /// # Errors
    ///
    /// [`MachineRefusal::NoThunderbird`] when none is there that takes machine-wide settings;
    /// [`MachineRefusal::Unsupported`] on macOS, where they would be written into a signed application.
    pub fn at(root: Option<PathBuf>) -> Result<Self, MachineRefusal> {
        if cfg!(target_os = "macos") {
            return Err(MachineRefusal::Unsupported);
        }
        if cfg!(windows) && root.is_none() {
            let install = Computer::here().thunderbird_folders().into_iter().next();
            let install = install.ok_or(MachineRefusal::NoThunderbird)?;
            return Ok(Self {
                root: PathBuf::new(),
                install: Some(install.into()),
            });
        }
        let root = root.unwrap_or_else(|| PathBuf::from("/"));
        let install = LINUX
            .into_iter()
            .map(|place| root.join(place))
            .find(|folder| folder.is_dir());
        if install.is_none() && !root.join("snap/thunderbird/current").exists() {
            return Err(MachineRefusal::NoThunderbird);
        }
        Ok(Self { root, install })
    }

    /// Where policies belong: `/etc` wins over the installation's own file and *replaces* it (tried on 153), so that a file
    /// which stands only there is the one to merge with.
    pub(super) fn policies(&self) -> PathBuf {
        let shared = self.root.join(POLICIES);
        match &self.install {
            Some(install) => {
                let own = install.join("distribution").join("policies.json");
                if cfg!(windows) || (own.exists() && !shared.exists()) {
                    own
                } else {
                    shared
                }
            }
            None => shared,
        }
    }

    /// Where the file that names our AutoConfig goes.
    pub(super) fn pointer(&self, install: &Path) -> PathBuf {
        self.pref_folders(install)
            .into_iter()
            .find(|folder| folder.is_dir())
            .unwrap_or_else(|| install.join("defaults").join("pref"))
            .join(autoconfig::POINTER)
    }

    /// Thunderbird takes one AutoConfig only: a second pointer would silence the first.
    pub(super) fn refuse_other_autoconfig(&self) -> Result<(), MachineRefusal> {
        let Some(install) = &self.install else { return Ok(()) };
        for folder in self.pref_folders(install) {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let path = entry.path();
                let ours = path.file_name().is_some_and(|name| name == autoconfig::POINTER);
                let points = |path: &Path| {
                    let text = fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
                    text.is_ok_and(|text| text.contains("general.config.filename"))
                };
                if !ours && path.extension().is_some_and(|end| end == "js") && points(&path) {
                    return Err(MachineRefusal::AutoConfigTaken {
                        path: path.display().to_string(),
                    });
                }
            }
        }
        Ok(())
    }

    /// Where the list of what was done is kept: for the administrator, with the computer.
    pub(super) fn state(&self) -> PathBuf {
        if cfg!(windows) && self.root.as_os_str().is_empty() {
            let data = std::env::var_os("ProgramData").unwrap_or_else(|| r"C:\ProgramData".into());
            return PathBuf::from(data).join("Rentree").join("machine.json");
        }
        self.root.join("var/lib/rentree/machine.json")
    }

    fn pref_folders(&self, install: &Path) -> [PathBuf; 2] {
        [self.root.join(PREFS), install.join("defaults").join("pref")]
    }
}

/// Whatever the administrator's mask: every person's Thunderbird reads it.
pub(super) fn open_to_everybody(folder: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755))?;
    }
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}
