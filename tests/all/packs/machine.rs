//! The packs of a machine: what its referent installed, across starts, and the build that pins the keys they are believed by.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use minisign::KeyPair;
use rentree::{
    academy::{directory::Directory, pack::beside},
    ledger::Ledger,
};
use serde_json::Value;
use tempfile::TempDir;
use time::OffsetDateTime;

use super::{
    LYON, Rectorate, SIGNED, lyon, now,
    terminal::{json, said},
    until,
};

/// A computer: the keys its program was built with, the packs its referent installed, a person's home.
struct Machine {
    rectorate: Rectorate,
    folder: TempDir,
}

impl Machine {
    fn new() -> Self {
        let rectorate = Rectorate::open();
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("packs")).unwrap();
        let machine = Self { rectorate, folder };
        machine.built_with(&machine.rectorate.key_list());
        machine
    }

    /// The next build of the program pins this list. Debug builds read it at start; the list itself is `build.rs`'s.
    fn built_with(&self, list: &str) {
        fs::write(self.folder.path().join("keys.toml"), list).unwrap();
    }

    /// A pack of Lyon that holds until `until`, signed `ago` seconds ago, in the folder of this machine.
    fn install(&self, key: &KeyPair, until: &str, ago: i64) -> PathBuf {
        let signed = OffsetDateTime::now_utc().unix_timestamp() - ago;
        let text = self::until(
            until,
            &LYON.replace("rectorat de Lyon", "guichet de la rue de Marseille"),
        );
        let comment = format!("timestamp:{signed}\tfile:lyon.toml");
        let made = self.rectorate.signed("lyon.toml", text, key, &comment);
        let installed = self.folder.path().join("packs/lyon.toml");
        fs::copy(&made, &installed).unwrap();
        fs::copy(beside(&made), beside(&installed)).unwrap();
        installed
    }

    /// What the terminal says of whom to ask at Lyon, and on stderr.
    fn asked(&self) -> (Value, String) {
        let output = Command::new(env!("CARGO_BIN_EXE_rentree"))
            .args([
                "--lang",
                "fr",
                "support",
                "--academy",
                "lyon",
                "--department",
                "69",
                "--json",
            ])
            .env("HOME", self.folder.path())
            .env("XDG_DATA_HOME", self.folder.path().join("data"))
            .env("RENTREE_TEST_PACKS", self.folder.path())
            .output()
            .unwrap();
        (json(&output), said(&output))
    }

    /// Whether the pack's own desk is named.
    fn served(&self) -> bool {
        self.asked().0.to_string().contains("guichet de la rue de Marseille")
    }
}

#[test]
fn an_installed_pack_serves_and_a_bad_one_is_named() {
    let machine = Machine::new();
    let keys = &machine.rectorate;
    machine.install(&keys.lyon, "2999-08-31", 300);
    let (_, said) = machine.asked();
    assert!(machine.served() && !said.contains("refusal-"), "{said}");
    // Rotation: the next key signs, and nobody installs a new program.
    machine.install(&keys.lyon_next, "2999-08-31", 200);
    assert!(machine.served());
    // Rollback, across a restart: the ledger remembers.
    let path = machine.install(&keys.lyon, "2999-08-31", 400);
    let (_, said) = machine.asked();
    assert!(
        said.contains("refusal-pack-older") && said.contains(&path.display().to_string()),
        "{said}"
    );
    assert!(!machine.served());
    machine.install(&keys.revoked, "2999-08-31", 100);
    assert!(machine.asked().1.contains("refusal-pack-key-revoked") && !machine.served());
    // The same key, withdrawn by the next build.
    machine.install(&keys.lyon_next, "2999-08-31", 100);
    assert!(machine.served());
    let withdrawn = keys.key_list().replacen(
        &format!("{}\"\n\n", keys.lyon_next.pk.to_base64()),
        &format!("{}\"\nrevoked = true\n", keys.lyon_next.pk.to_base64()),
        1,
    );
    machine.built_with(&withdrawn);
    assert!(machine.asked().1.contains("refusal-pack-key-revoked") && !machine.served());
    // A build without keys believes nothing.
    machine.built_with("");
    assert!(machine.asked().1.contains("refusal-pack-no-key-pinned") && !machine.served());
    // Past its day its contacts stay, with that day.
    machine.built_with(&keys.key_list());
    machine.install(&keys.lyon, "2026-01-31", 50);
    let (asked, _) = machine.asked();
    assert_eq!(asked["texts_until"], "2026-01-31");
    assert!(machine.served());
}

#[test]
fn two_packs_of_an_academy_the_newer_serves_whatever_their_names() {
    let machine = Machine::new();
    let keys = &machine.rectorate;
    machine.install(&keys.lyon, "2999-08-31", 100);
    let signed = OffsetDateTime::now_utc().unix_timestamp() - 200;
    for name in ["a.toml", "z.toml"] {
        let comment = format!("timestamp:{signed}\tfile:{name}");
        let old = keys.signed(name, until("2999-08-31", LYON), &keys.lyon, &comment);
        let installed = machine.folder.path().join("packs").join(name);
        fs::copy(&old, &installed).unwrap();
        fs::copy(beside(&old), beside(&installed)).unwrap();
    }
    let (_, said) = machine.asked();
    assert!(machine.served(), "{said}");
    assert!(said.contains("z.toml") && said.contains("refusal-pack-older"), "{said}");
}

#[test]
fn a_start_writes_nothing_and_the_choice_of_the_academy_keeps_older_packs_out() {
    let (rectorate, state) = (Rectorate::open(), tempfile::tempdir().unwrap());
    let kept = state.path().join("kept");
    let folders = [rectorate.folder.path().to_owned()];
    rectorate.good();
    let mut ledger = Ledger::open(&kept).unwrap();
    let start = |ledger: &Ledger| rentree::wizard::packs::installed(&folders, &rectorate.keys(), ledger, now());
    let known = start(&ledger);
    let academy = known.directory.academy("lyon").unwrap();
    assert!(rentree::wizard::packs::sealed(academy).is_some() && !kept.exists());
    rentree::wizard::packs::used(academy, &mut ledger).unwrap();
    let older = format!("timestamp:{}\tfile:lyon.toml", SIGNED - 1);
    rectorate.signed("lyon.toml", lyon(), &rectorate.lyon, &older);
    let known = start(&ledger);
    let why: Vec<_> = known.left_out.iter().map(|one| one.why.code.as_str()).collect();
    assert_eq!(why, ["pack-older"]);
    // Erased, it stays erased until an academy is chosen again.
    ledger.forget().unwrap();
    assert!(start(&ledger).left_out.is_empty() && !kept.exists());
}

#[test]
fn a_pack_whose_time_cannot_be_noted_is_refused() {
    let rectorate = Rectorate::open();
    let state = tempfile::tempdir().unwrap();
    let kept = state.path().join("kept");
    let mut ledger = Ledger::open(&kept).unwrap();
    // A file where the folder should be: even root cannot write there.
    let _ = fs::remove_dir_all(&kept);
    fs::write(&kept, "").unwrap();
    let file = rentree::academy::pack::PackFile::open(&rectorate.good()).unwrap();
    let admitted = rentree::wizard::packs::admit(&Directory::embedded(), &file, &rectorate.keys(), &mut ledger, now());
    assert!(matches!(admitted.err(), Some(rentree::wizard::Refusal::Ledger(_))));
}

/// The build script cargo made of `build.rs`, run as cargo runs it.
fn build_with(list: &str) -> (bool, String, String) {
    let out = Path::new(env!("OUT_DIR"));
    let builds = out.ancestors().nth(2).unwrap();
    let scripts = fs::read_dir(builds).unwrap().flatten().filter_map(|entry| {
        let script = entry.path().join("build-script-build");
        let ours = entry.file_name().to_string_lossy().starts_with("rentree-");
        let made = ours.then(|| fs::metadata(&script).ok()?.modified().ok())??;
        Some((made, script))
    });
    // The window has one too, which puts nothing there: ours writes a list of keys.
    let mut scripts: Vec<_> = scripts
        .filter(|(_, script)| holds(script, "RENTREE_PACK_KEYS"))
        .collect();
    scripts.sort();
    let (_, script) = scripts.pop().expect("cargo compiled build.rs");
    let folder = tempfile::tempdir().unwrap();
    let keys = folder.path().join("ours.toml");
    fs::write(&keys, list).unwrap();
    let output = Command::new(script)
        .env("OUT_DIR", folder.path())
        .env("RENTREE_PACK_KEYS", &keys)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let pinned = fs::read_to_string(folder.path().join("keys.toml")).unwrap_or_default();
    let said = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        pinned,
        String::from_utf8_lossy(&said).into_owned(),
    )
}

fn holds(file: &Path, text: &str) -> bool {
    fs::read(file)
        .unwrap()
        .windows(text.len())
        .any(|part| part == text.as_bytes())
}

#[test]
fn a_build_pins_its_list_and_a_bad_list_stops_it_with_file_and_line() {
    let rectorate = Rectorate::open();
    let (built, pinned, said) = build_with(&rectorate.key_list());
    assert!(built && pinned == rectorate.key_list(), "{said}");
    let good = rectorate.key_list();
    for (list, at, why) in [
        (format!("{good}[[keys]]\nacademy = \"lyon\"\n"), "17", "missing field"),
        (
            format!("{good}[[keys]]\nacademy = \"paris\"\nkey = \"RWQ\"\n"),
            "19",
            "no minisign key",
        ),
        (
            format!("{good}[[keys]]\nacademy = \"Paris\"\nkey = \"RWQ\"\n"),
            "18",
            "no academy",
        ),
        (format!("{good}\n{good}"), "20", "stands twice"),
        (good.replace("revoked = true", ""), "11", "more than 2 keys"),
        (good.replace("revoked", "revokd"), "12", "unknown field"),
        ("keys = 3".to_owned(), "1", "invalid type"),
    ] {
        let (built, pinned, said) = build_with(&list);
        assert!(!built && pinned.is_empty(), "{list}");
        assert!(
            said.contains(&format!("ours.toml:{at}: ")) && said.contains(why),
            "{at} {why}: {said}\n{list}"
        );
    }
}
