//! A home in which a rectorate's signed pack is installed, so that the program serves its academy as in earnest.
//!
//! `RENTREE_TEST_PACKS`, which brings the key that signed, is read by a debug build only.

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    net::IpAddr,
    path::{Path, PathBuf},
};

use minisign::KeyPair;

use super::{home::Home, keyboard::Keyboard};

/// The home, and where the academy's names lead.
pub(super) struct Signed {
    pub(super) home: Home,
    packs: PathBuf,
    hosts: BTreeMap<String, IpAddr>,
}

impl Signed {
    /// The academy `id`, as its pack describes it.
    pub(super) fn new(id: &str, pack: &str, hosts: BTreeMap<String, IpAddr>) -> Self {
        let home = Home::new();
        let packs = Path::new(&home.beside("packs.txt", "")).with_file_name("packs");
        install(&packs, id, pack);
        Self { home, packs, hosts }
    }

    /// Where the key and the pack are.
    pub(super) fn packs(&self) -> &Path {
        &self.packs
    }

    /// These words, and where the names lead.
    pub(super) fn arguments(&self, first: &[&str]) -> Vec<String> {
        let hosts = self.hosts.iter();
        let hosts = hosts.flat_map(|(name, address)| ["--hosts".to_owned(), format!("{name}={address}")]);
        first.iter().map(|&word| word.to_owned()).chain(hosts).collect()
    }

    /// The journey on a terminal, with more words.
    pub(super) fn keyboard(&self, more: &[&str]) -> Keyboard {
        let arguments = self.arguments(&[&["onboard"], more].concat());
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let packs = self.packs.to_str().unwrap();
        Keyboard::open_with(&self.home, &arguments, &[("RENTREE_TEST_PACKS", packs)])
    }
}

/// Below `root`: the pack, its signature, and the key it is believed by.
pub(crate) fn install(root: &Path, id: &str, pack: &str) {
    let text = format!("expires = \"2999-08-31\"\n{pack}");
    let key = KeyPair::generate_unencrypted_keypair().unwrap();
    let keys = format!("[[keys]]\nacademy = \"{id}\"\nkey = \"{}\"\n", key.pk.to_base64());
    let comment = format!("timestamp:1790000000\tfile:{id}.toml");
    let signature = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(&text), Some(&comment), None).unwrap();
    fs::create_dir_all(root.join("packs")).unwrap();
    fs::write(root.join("keys.toml"), keys).unwrap();
    fs::write(root.join(format!("packs/{id}.toml")), text).unwrap();
    fs::write(root.join(format!("packs/{id}.toml.minisig")), signature.into_string()).unwrap();
}
