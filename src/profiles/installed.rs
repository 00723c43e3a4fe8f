//! Which mail clients are on this computer, by looking at paths only; nothing is started.
//!
//! The paths of every system are the same code everywhere, below a [`Computer`]: what Windows or a Mac would show is tested
//! on any machine, on folders laid out as their packages document them.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::profiles::{Client, thunderbird::Root};

/// The clients found here. A phone or a sheet of paper is never found.
#[must_use]
pub fn installed() -> BTreeSet<Client> {
    Computer::here().clients()
}

/// Where Evolution's registry reads accounts: the flatpak's own folder where only the flatpak is here. None elsewhere
/// than on Linux.
#[must_use]
pub fn evolution_sources() -> Option<PathBuf> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let own = dirs::home_dir()?.join(".var/app/org.gnome.Evolution/config");
    let config = if own.exists() && !Path::new("/usr/bin/evolution").exists() {
        own
    } else {
        dirs::config_dir()?
    };
    Some(config.join("evolution/sources"))
}

/// Whose habits a computer has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Linux,
    Windows,
    Mac,
}

/// A computer as far as its paths tell.
pub(crate) struct Computer {
    system: System,
    /// "/"; elsewhere in tests.
    root: PathBuf,
    home: PathBuf,
    /// A folder the environment names: `APPDATA`, `ProgramFiles`.
    variable: fn(&Path, &str) -> PathBuf,
    /// What the person's PATH leads to.
    path: Vec<PathBuf>,
}

impl Computer {
    /// This one.
    pub(crate) fn here() -> Self {
        let system = if cfg!(windows) {
            System::Windows
        } else if cfg!(target_os = "macos") {
            System::Mac
        } else {
            System::Linux
        };
        Self {
            system,
            root: PathBuf::from("/"),
            home: dirs::home_dir().unwrap_or_default(),
            // An absent one leads nowhere.
            variable: |_, name| std::env::var_os(name).map_or_else(|| PathBuf::from(r"\\.\absent"), PathBuf::from),
            path: std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect(),
        }
    }

    fn clients(&self) -> BTreeSet<Client> {
        let thunderbird = self.thunderbird_roots().iter().any(|root| root.installed);
        let found = [
            (Client::Thunderbird, thunderbird),
            (Client::Outlook, self.outlook()),
            (Client::Evolution, self.evolution()),
            (
                Client::Apple,
                self.system == System::Mac && self.at("System/Applications/Mail.app").exists(),
            ),
        ];
        let here = found.into_iter().filter(|(_, here)| *here);
        here.map(|(client, _)| client).collect()
    }

    /// Folders that may hold Thunderbird's `profiles.ini`, and whether their Thunderbird is here.
    pub(crate) fn thunderbird_roots(&self) -> Vec<Root> {
        let installs = self.thunderbird_folders();
        match self.system {
            System::Windows => {
                let package = self.of("LOCALAPPDATA").join("Packages").join(STORE);
                vec![
                    root(self.of("APPDATA").join("Thunderbird"), !installs.is_empty()),
                    root(
                        package.join("LocalCache").join("Roaming").join("Thunderbird"),
                        package.exists(),
                    ),
                ]
            }
            System::Mac => vec![root(self.home.join("Library/Thunderbird"), !installs.is_empty())],
            System::Linux => {
                let packaged = !installs.is_empty() || self.at("usr/bin/thunderbird").exists();
                let snap = self.at("snap/thunderbird/current").exists();
                let mut roots = vec![
                    root(self.home.join(".thunderbird"), packaged),
                    root(self.home.join("snap/thunderbird/common/.thunderbird"), snap),
                ];
                roots.extend(FLATPAKS.map(|id| {
                    let own = self.home.join(".var/app").join(id).join(".thunderbird");
                    root(own, self.flatpak(id))
                }));
                roots
            }
        }
    }

    /// Installation folders that exist, in Thunderbird's own spelling, for its `[InstallHASH]`.
    pub(crate) fn thunderbird_folders(&self) -> Vec<String> {
        let mac = "Thunderbird.app/Contents/MacOS";
        let mut folders = match self.system {
            System::Windows => ["ProgramFiles", "ProgramFiles(x86)"]
                .map(|programs| self.of(programs).join("Mozilla Thunderbird"))
                .to_vec(),
            System::Mac => vec![
                self.at("Applications").join(mac),
                self.home.join("Applications").join(mac),
            ],
            System::Linux => LINUX.map(|folder| self.at(folder)).to_vec(),
        };
        folders.extend(self.unpacked());
        let mut seen = BTreeSet::new();
        let new = folders
            .into_iter()
            .filter(|folder| seen.insert(folder.clone()) && folder.is_dir());
        new.map(|folder| folder.display().to_string()).collect()
    }

    /// Archives a person unpacked: where the `thunderbird` of their PATH leads to, and their own folder. Debian's wrapper
    /// is a script that leads nowhere, and its folder is known.
    fn unpacked(&self) -> Vec<PathBuf> {
        if self.system != System::Linux {
            return Vec::new();
        }
        let commands = self.path.iter().map(|folder| folder.join("thunderbird"));
        let led = commands.filter_map(|command| command.canonicalize().ok()?.parent().map(Path::to_owned));
        let whole = |folder: &PathBuf| folder.join("application.ini").is_file();
        led.chain([self.home.join("thunderbird")]).filter(whole).collect()
    }

    /// Classic Outlook, and the new one's launcher.
    fn outlook(&self) -> bool {
        let new = self
            .of("LOCALAPPDATA")
            .join("Microsoft")
            .join("WindowsApps")
            .join("olk.exe");
        let classic = ["ProgramFiles", "ProgramFiles(x86)"].into_iter().flat_map(|programs| {
            let office = self.of(programs).join("Microsoft Office");
            [office.join("root").join("Office16"), office.join("Office16")].map(|folder| folder.join("OUTLOOK.EXE"))
        });
        self.system == System::Windows && (new.exists() || classic.into_iter().any(|program| program.exists()))
    }

    /// Debian's, Fedora's or a flatpak of Evolution.
    fn evolution(&self) -> bool {
        self.system == System::Linux && (self.at("usr/bin/evolution").exists() || self.flatpak("org.gnome.Evolution"))
    }

    fn flatpak(&self, id: &str) -> bool {
        let everybody = self.at("var/lib/flatpak/app").join(id);
        everybody.exists() || self.home.join(".local/share/flatpak/app").join(id).exists()
    }

    fn at(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    fn of(&self, variable: &str) -> PathBuf {
        (self.variable)(&self.root, variable)
    }
}

/// Folders a package or an archive puts Thunderbird in.
pub(crate) const LINUX: [&str; 3] = ["usr/lib/thunderbird", "usr/lib64/thunderbird", "opt/thunderbird"];

/// The Microsoft Store's name for Thunderbird.
const STORE: &str = "MozillaThunderbird.MZLA_h5892qc0xkpca";

/// The first is the older name on Flathub.
const FLATPAKS: [&str; 3] = [
    "org.mozilla.Thunderbird",
    "org.mozilla.thunderbird",
    "org.mozilla.thunderbird_esr",
];

fn root(folder: PathBuf, installed: bool) -> Root {
    Root { folder, installed }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// A computer with these folders and, where a name has an ending, files.
    fn computer(system: System, holds: &[&str]) -> (tempfile::TempDir, Computer) {
        let root = tempfile::tempdir().unwrap();
        for path in holds {
            let path = root.path().join(path);
            let ending = path.extension().and_then(|ending| ending.to_str());
            if matches!(ending, Some("exe" | "EXE" | "ini")) {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, "").unwrap();
            } else {
                fs::create_dir_all(path).unwrap();
            }
        }
        let computer = Computer {
            system,
            home: root.path().join("home/x"),
            path: vec![root.path().join("bin")],
            variable: |root, name| root.join(name),
            root: root.path().to_owned(),
        };
        (root, computer)
    }

    /// The one folder where a profile may be made, below the computer's root.
    fn home_of(system: System, holds: &[&str]) -> String {
        let (root, computer) = computer(system, holds);
        assert_eq!(computer.clients(), BTreeSet::from([Client::Thunderbird]), "{holds:?}");
        let roots = computer.thunderbird_roots();
        let mut installed = roots.iter().filter(|root| root.installed);
        let only = installed.next().unwrap().folder.strip_prefix(root.path()).unwrap();
        assert_eq!(installed.next(), None, "{holds:?}");
        only.to_str().unwrap().to_owned()
    }

    #[test]
    fn each_package_of_thunderbird_has_its_home() {
        let linux = |holds: &[&str]| home_of(System::Linux, holds);
        assert_eq!(linux(&["usr/lib/thunderbird"]), "home/x/.thunderbird");
        assert_eq!(linux(&["home/x/thunderbird/application.ini"]), "home/x/.thunderbird");
        assert_eq!(
            linux(&["snap/thunderbird/current"]),
            "home/x/snap/thunderbird/common/.thunderbird"
        );
        for id in FLATPAKS {
            let own = format!("home/x/.var/app/{id}/.thunderbird");
            assert_eq!(linux(&[&format!("var/lib/flatpak/app/{id}")]), own);
            assert_eq!(linux(&[&format!("home/x/.local/share/flatpak/app/{id}")]), own);
        }
        assert_eq!(
            home_of(System::Windows, &["ProgramFiles/Mozilla Thunderbird"]),
            "APPDATA/Thunderbird"
        );
        let package = format!("LOCALAPPDATA/Packages/{STORE}");
        assert_eq!(
            home_of(System::Windows, &[&package]),
            format!("{package}/LocalCache/Roaming/Thunderbird")
        );
        for folder in ["Applications", "home/x/Applications"] {
            let app = format!("{folder}/Thunderbird.app/Contents/MacOS");
            assert_eq!(home_of(System::Mac, &[&app]), "home/x/Library/Thunderbird");
        }
    }

    #[cfg(unix)]
    #[test]
    fn an_unpacked_archive_is_found_through_the_path_and_named_as_thunderbird_does() {
        let (root, computer) = computer(System::Linux, &["opt/mail/thunderbird-153/application.ini", "bin"]);
        let program = root.path().join("opt/mail/thunderbird-153/thunderbird");
        fs::write(&program, "").unwrap();
        std::os::unix::fs::symlink(&program, root.path().join("bin/thunderbird")).unwrap();
        let folder = fs::canonicalize(program.parent().unwrap()).unwrap();
        assert_eq!(computer.thunderbird_folders(), [folder.to_str().unwrap()]);
    }

    #[test]
    fn the_other_clients_are_seen_where_their_programs_are() {
        let seen = |system, holds: &[&str]| computer(system, holds).1.clients();
        let office = "ProgramFiles/Microsoft Office/root/Office16/OUTLOOK.EXE";
        let new = "LOCALAPPDATA/Microsoft/WindowsApps/olk.exe";
        for program in [office, new] {
            assert_eq!(seen(System::Windows, &[program]), BTreeSet::from([Client::Outlook]));
            assert_eq!(seen(System::Linux, &[program]), BTreeSet::new());
        }
        for program in ["usr/bin/evolution", "var/lib/flatpak/app/org.gnome.Evolution"] {
            assert_eq!(seen(System::Linux, &[program]), BTreeSet::from([Client::Evolution]));
        }
        let mail = "System/Applications/Mail.app";
        assert_eq!(seen(System::Mac, &[mail]), BTreeSet::from([Client::Apple]));
        assert_eq!(seen(System::Linux, &[]), BTreeSet::new());
    }
}
