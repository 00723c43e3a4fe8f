//! Which mail clients are on this computer, by looking at paths only; nothing is started.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use crate::profiles::{Client, thunderbird::Root};

/// The clients found here. A phone or a sheet of paper is never found.
#[must_use]
pub fn installed() -> BTreeSet<Client> {
    let home = dirs::home_dir().unwrap_or_default();
    let mut found = BTreeSet::new();
    if thunderbird_roots(&home).iter().any(|root| root.installed) {
        found.insert(Client::Thunderbird);
    }
    if cfg!(windows) && outlook().iter().any(|path| path.exists()) {
        found.insert(Client::Outlook);
    }
    if cfg!(target_os = "linux") && evolution(Path::new("/"), &home) {
        found.insert(Client::Evolution);
    }
    if cfg!(target_os = "macos") && Path::new("/System/Applications/Mail.app").exists() {
        found.insert(Client::Apple);
    }
    found
}

/// Folders that may hold Thunderbird's `profiles.ini` on this system, and whether their Thunderbird is here.
pub(crate) fn thunderbird_roots(home: &Path) -> Vec<Root> {
    let any = |paths: &[PathBuf]| paths.iter().any(|path| path.exists());
    if cfg!(windows) {
        let store = variable("LOCALAPPDATA").join(r"Packages\MozillaThunderbird.MZLA_h5892qc0xkpca");
        let installs: Vec<_> = thunderbird_folders().into_iter().map(PathBuf::from).collect();
        return vec![
            Root {
                folder: variable("APPDATA").join("Thunderbird"),
                installed: any(&installs),
            },
            Root {
                folder: store.join(r"LocalCache\Roaming\Thunderbird"),
                installed: store.exists(),
            },
        ];
    }
    if cfg!(target_os = "macos") {
        let apps = [
            PathBuf::from("/Applications/Thunderbird.app"),
            home.join("Applications/Thunderbird.app"),
        ];
        return vec![Root {
            folder: home.join("Library/Thunderbird"),
            installed: any(&apps),
        }];
    }
    let packages: Vec<_> = thunderbird_folders()
        .into_iter()
        .map(PathBuf::from)
        .chain([PathBuf::from("/usr/bin/thunderbird")])
        .collect();
    let mut roots = vec![
        Root {
            folder: home.join(".thunderbird"),
            installed: any(&packages),
        },
        Root {
            folder: home.join("snap/thunderbird/common/.thunderbird"),
            installed: any(&[PathBuf::from("/snap/thunderbird/current")]),
        },
    ];
    // The first name is the older one on Flathub.
    for id in [
        "org.mozilla.Thunderbird",
        "org.mozilla.thunderbird",
        "org.mozilla.thunderbird_esr",
    ] {
        let places = [
            Path::new("/var/lib/flatpak").join("app").join(id),
            home.join(".local/share/flatpak/app").join(id),
        ];
        roots.push(Root {
            folder: home.join(".var/app").join(id).join(".thunderbird"),
            installed: any(&places),
        });
    }
    roots
}

/// Installation folders that exist, in Thunderbird's own spelling, for its `[InstallHASH]`.
pub(crate) fn thunderbird_folders() -> Vec<String> {
    let folders = if cfg!(windows) {
        ["ProgramFiles", "ProgramFiles(x86)"]
            .into_iter()
            .map(|name| variable(name).join("Mozilla Thunderbird").display().to_string())
            .collect()
    } else if cfg!(target_os = "macos") {
        vec!["/Applications/Thunderbird.app/Contents/MacOS".to_owned()]
    } else {
        ["/usr/lib/thunderbird", "/usr/lib64/thunderbird", "/opt/thunderbird"]
            .map(str::to_owned)
            .to_vec()
    };
    let mut seen = BTreeSet::new();
    folders
        .into_iter()
        .chain(unpacked())
        .filter(|folder| seen.insert(folder.clone()))
        .filter(|folder| Path::new(folder).is_dir())
        .collect()
}

/// Archives a person unpacked: where the `thunderbird` of their PATH leads to, and their own folder. Debian's wrapper is a
/// script that leads nowhere, and its folder is known.
fn unpacked() -> Vec<String> {
    if !cfg!(target_os = "linux") {
        return Vec::new();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let commands = std::env::split_paths(&path).map(|folder| folder.join("thunderbird"));
    let led = commands.filter_map(|command| command.canonicalize().ok()?.parent().map(Path::to_owned));
    let own = dirs::home_dir().map(|home| home.join("thunderbird"));
    let whole = |folder: &PathBuf| folder.join("application.ini").is_file();
    led.chain(own)
        .filter(whole)
        .map(|folder| folder.display().to_string())
        .collect()
}

/// Debian's, Fedora's or a flatpak of Evolution.
fn evolution(root: &Path, home: &Path) -> bool {
    let flatpak = "app/org.gnome.Evolution";
    root.join("usr/bin/evolution").exists()
        || root.join("var/lib/flatpak").join(flatpak).exists()
        || home.join(".local/share/flatpak").join(flatpak).exists()
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

/// Classic Outlook, and the new one's launcher.
fn outlook() -> Vec<PathBuf> {
    let mut paths = vec![variable("LOCALAPPDATA").join(r"Microsoft\WindowsApps\olk.exe")];
    for programs in ["ProgramFiles", "ProgramFiles(x86)"] {
        for office in [r"Microsoft Office\root\Office16", r"Microsoft Office\Office16"] {
            paths.push(variable(programs).join(office).join("OUTLOOK.EXE"));
        }
    }
    paths
}

/// A folder Windows names in the environment; an absent one leads nowhere.
fn variable(name: &str) -> PathBuf {
    std::env::var_os(name).map_or_else(|| PathBuf::from(r"\\.\absent"), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn evolution_is_seen_where_its_program_is() {
        let root = tempfile::tempdir().unwrap();
        let home = root.path().join("home/x");
        assert!(!evolution(root.path(), &home));
        std::fs::create_dir_all(root.path().join("usr/bin/evolution")).unwrap();
        assert!(evolution(root.path(), &home));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_flatpak_of_this_person_is_seen() {
        let home = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(home.path().join(".local/share/flatpak/app/org.mozilla.thunderbird")).unwrap();
        let roots = thunderbird_roots(home.path());
        let flatpak = home.path().join(".var/app/org.mozilla.thunderbird/.thunderbird");
        assert!(roots.contains(&Root {
            folder: flatpak,
            installed: true
        }));
    }
}
