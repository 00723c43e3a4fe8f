//! Where Thunderbird keeps its profiles, and which one it opens.
//!
//! Thunderbird opens the profile its installation names in `[InstallHASH]`; `Default=1` is only what older versions used,
//! and on a fresh home it marks an empty, unused profile.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::profiles::{ProfileRefusal, installed::Computer, place::Staged};

/// Where to look: folders that may hold a `profiles.ini`, and folders Thunderbird may be installed in.
#[derive(Clone, Debug)]
pub struct Homes {
    /// Candidates, in order.
    pub roots: Vec<Root>,
    /// Installation folders, as Thunderbird itself names them: their hash chooses the profile.
    pub installs: Vec<String>,
}

/// A folder that may hold `profiles.ini`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    /// "~/.thunderbird".
    pub folder: PathBuf,
    /// The Thunderbird that uses this folder is on this computer: a profile may be created here.
    pub installed: bool,
}

/// A profile's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// Holds `prefs.js`.
    pub folder: PathBuf,
    /// Its name in `profiles.ini`.
    pub name: String,
    /// Thunderbird would open this one.
    pub opened: bool,
}

impl Homes {
    /// The person's own: packages, archives, snap, flatpak, the Windows store, macOS.
    #[must_use]
    pub fn of_person() -> Self {
        let computer = Computer::here();
        Self {
            roots: computer.thunderbird_roots(),
            installs: computer.thunderbird_folders(),
        }
    }

    /// One folder of ours, where a profile may always be created: practice, and tests.
    #[must_use]
    pub fn throwaway(folder: PathBuf) -> Self {
        Self {
            roots: vec![Root {
                folder,
                installed: true,
            }],
            installs: Vec::new(),
        }
    }

    /// Every profile of every root.
    ///
    /// # Errors
    ///
    /// When a `profiles.ini` cannot be read.
    pub fn profiles(&self) -> Result<Vec<Profile>, ProfileRefusal> {
        let mut all = Vec::new();
        for root in &self.roots {
            all.extend(self.profiles_of(&root.folder)?);
        }
        Ok(all)
    }

    /// The one profile Thunderbird opens; `None` where there is no profile at all.
    ///
    /// # Errors
    ///
    /// [`ProfileRefusal::SeveralProfiles`] when nothing says which one, or several Thunderbirds have one each;
    /// [`ProfileRefusal::ProfileLost`] when its folder is not there, perhaps on a drive that is not connected.
    pub fn chosen(&self) -> Result<Option<Profile>, ProfileRefusal> {
        let all = self.profiles()?;
        let mut opened = all.iter().filter(|profile| profile.opened);
        match (opened.next(), opened.next(), all.as_slice()) {
            (Some(one), None, _) | (None, _, [one]) if one.folder.is_dir() => Ok(Some(one.clone())),
            (Some(one), None, _) | (None, _, [one]) => Err(ProfileRefusal::ProfileLost {
                profile: one.folder.display().to_string(),
            }),
            (None, _, []) => Ok(None),
            _ => {
                let folders: Vec<_> = all.iter().map(|profile| profile.folder.display().to_string()).collect();
                Err(ProfileRefusal::SeveralProfiles {
                    folders: folders.join(", "),
                })
            }
        }
    }

    /// Makes a profile that Thunderbird adopts at its first start: an empty `compatibility.ini` in it is what makes
    /// Thunderbird take a `Default=1` it did not write (tried on 140 and 153 ESR). `profiles.ini` comes last.
    ///
    /// # Errors
    ///
    /// [`ProfileRefusal::NoThunderbird`], or the disk.
    pub(crate) fn create(&self) -> Result<Profile, ProfileRefusal> {
        let root = self
            .roots
            .iter()
            .find(|root| root.installed)
            .ok_or(ProfileRefusal::NoThunderbird)?;
        let folder = root.folder.join(NEW_PROFILE);
        fs::create_dir_all(&folder).map_err(|error| ProfileRefusal::disk(&folder, &error))?;
        Staged::new(&folder.join("compatibility.ini"), b"")?.commit()?;
        let text = format!(
            "[General]\nStartWithLastProfile=1\nVersion=2\n\n[Profile0]\nName=default\nIsRelative=1\nPath={NEW_PROFILE}\nDefault=1\n"
        );
        let ini = Staged::new(&root.folder.join("profiles.ini"), text.as_bytes())?;
        ini.keep_previous()?;
        ini.commit()?;
        Ok(Profile {
            folder,
            name: "default".to_owned(),
            opened: true,
        })
    }

    fn profiles_of(&self, root: &Path) -> Result<Vec<Profile>, ProfileRefusal> {
        let path = root.join("profiles.ini");
        let text = match fs::read(&path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| ProfileRefusal::UnreadableProfile {
                path: path.display().to_string(),
                line: 0,
            })?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(ProfileRefusal::disk(&path, &error)),
        };
        let sections = ini(&text);
        let named: Vec<_> = sections
            .iter()
            .filter(|section| section.name.starts_with("Profile"))
            .collect();
        let opened = self.opened(&sections, &named);
        let profile = |section: &&Section| {
            let path = section.value("Path")?;
            let relative = section.value("IsRelative") != Some("0");
            let folder = if relative {
                path.split('/').fold(root.to_owned(), |at, part| at.join(part))
            } else {
                path.into()
            };
            Some(Profile {
                opened: opened.as_deref() == Some(path),
                name: section.value("Name").unwrap_or(path).to_owned(),
                folder,
            })
        };
        Ok(named.iter().filter_map(profile).collect())
    }

    /// The installations on this computer if they agree, else those that ever ran if they agree, else `Default=1`, else the only profile.
    fn opened(&self, sections: &[Section], named: &[&Section]) -> Option<String> {
        let installs: Vec<_> = sections
            .iter()
            .filter_map(|section| Some((section.name.strip_prefix("Install")?, section.value("Default")?)))
            .collect();
        let hashes: Vec<_> = self.installs.iter().map(|folder| install_hash(folder)).collect();
        let known: Vec<_> = installs
            .iter()
            .filter(|(name, _)| hashes.iter().any(|hash| hash == name))
            .collect();
        let choice = match (known.as_slice(), installs.as_slice()) {
            ([(_, first), others @ ..], _) => others.iter().all(|(_, path)| path == first).then_some(*first),
            ([], [(_, first), others @ ..]) => others.iter().all(|(_, path)| path == first).then_some(*first),
            ([], []) => match named {
                [only] => only.value("Path"),
                _ => named
                    .iter()
                    .find(|section| section.value("Default") == Some("1"))?
                    .value("Path"),
            },
        };
        choice.map(str::to_owned)
    }
}

const NEW_PROFILE: &str = "rentree.default";

/// The name an installation has in `profiles.ini`: CityHash64 (1.0.2) of its folder in UTF-16LE, upper-case hexadecimal
/// without leading zeroes.
fn install_hash(folder: &str) -> String {
    let bytes: Vec<u8> = folder.encode_utf16().flat_map(u16::to_le_bytes).collect();
    format!("{:X}", naive_cityhash::cityhash64(&bytes))
}

struct Section {
    name: String,
    values: Vec<(String, String)>,
}

impl Section {
    fn value(&self, key: &str) -> Option<&str> {
        self.values
            .iter()
            .find(|(k, _)| k == key)
            .map(|(_, value)| value.as_str())
    }
}

/// Gecko's INI: sections, `key=value`, comments with `;` or `#`. No escapes.
fn ini(text: &str) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    for line in text.trim_start_matches('\u{FEFF}').lines() {
        let line = line.trim();
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            sections.push(Section {
                name: name.to_owned(),
                values: Vec::new(),
            });
        } else if let (Some((key, value)), Some(section)) = (line.split_once('='), sections.last_mut())
            && !line.starts_with([';', '#'])
        {
            section.values.push((key.trim().to_owned(), value.trim().to_owned()));
        }
    }
    sections
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(ini: &str, folders: &[&str]) -> (tempfile::TempDir, Homes) {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("profiles.ini"), ini).unwrap();
        for folder in folders {
            fs::create_dir_all(root.path().join(folder)).unwrap();
        }
        let homes = Homes::throwaway(root.path().to_owned());
        (root, homes)
    }

    const FRESH: &str = "[Profile1]\nName=default\nIsRelative=1\nPath=aaa.default\nDefault=1\n\n\
        [InstallFDC34C9F024745EB]\nDefault=bbb.default-default\nLocked=1\n\n\
        [Profile0]\nName=default-default\nIsRelative=1\nPath=bbb.default-default\n\n[General]\nVersion=2\n";

    #[test]
    fn the_hash_is_the_one_thunderbird_writes() {
        assert_eq!(install_hash("/usr/lib/thunderbird"), "FDC34C9F024745EB");
        assert_eq!(
            install_hash(r"C:\Program Files\Mozilla Thunderbird"),
            "D78BF5DD33499EC2"
        );
    }

    #[test]
    fn the_installation_wins_over_default_1() {
        let (_keep, homes) = root(FRESH, &["aaa.default", "bbb.default-default"]);
        assert_eq!(homes.chosen().unwrap().unwrap().name, "default-default");
    }

    #[test]
    fn of_two_installations_the_known_one_wins_and_none_known_is_a_question() {
        let two = format!("{FRESH}\n[Install0123]\nDefault=aaa.default\n");
        let (_keep, mut homes) = root(&two, &["aaa.default", "bbb.default-default"]);
        assert!(matches!(homes.chosen(), Err(ProfileRefusal::SeveralProfiles { .. })));
        homes.installs = vec!["/usr/lib/thunderbird".to_owned()];
        assert_eq!(homes.chosen().unwrap().unwrap().name, "default-default");
    }

    #[test]
    fn the_only_profile_needs_no_mark_and_a_lost_folder_is_never_replaced() {
        let (_keep, homes) = root("[Profile0]\nName=x\nIsRelative=1\nPath=P/x\n", &["P/x"]);
        assert_eq!(homes.chosen().unwrap().unwrap().name, "x");
        let (_keep, homes) = root("[Profile0]\nName=x\nIsRelative=1\nPath=P/x\n", &[]);
        assert!(matches!(homes.chosen(), Err(ProfileRefusal::ProfileLost { .. })));
    }

    #[test]
    fn a_created_profile_is_the_chosen_one() {
        let folder = tempfile::tempdir().unwrap();
        let homes = Homes::throwaway(folder.path().join(".thunderbird"));
        assert_eq!(homes.chosen().unwrap(), None);
        let created = homes.create().unwrap();
        assert_eq!(homes.chosen().unwrap().unwrap(), created);
        assert_eq!(fs::read(created.folder.join("compatibility.ini")).unwrap(), b"");
    }
}
