//! Signed packs: every way one can be forged or stale, each with its own refusal; the terminal's `pack` with the real
//! minisign; what an expired or an unsigned one still does.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use minisign::KeyPair;
use rentree::{
    academy::{
        Origin,
        directory::Directory,
        pack::{Admitted, Keyring, PackFault, Trust, beside},
    },
    ledger::Ledger,
    reason::Reason,
    words::{Lang, Words},
};
use serde_json::Value;
use tempfile::TempDir;
use time::OffsetDateTime;

const LYON: &str = include_str!("../../academies/lyon.toml");
const PARIS: &str = include_str!("../../academies/paris.toml");
/// 2026-09-21.
const SIGNED: i64 = 1_790_000_000;

/// A rectorate: a folder, and keys of four sorts.
struct Rectorate {
    folder: TempDir,
    lyon: KeyPair,
    lyon_next: KeyPair,
    paris: KeyPair,
    revoked: KeyPair,
    stranger: KeyPair,
}

impl Rectorate {
    fn open() -> Self {
        let key = || KeyPair::generate_unencrypted_keypair().unwrap();
        Self {
            folder: tempfile::tempdir().unwrap(),
            lyon: key(),
            lyon_next: key(),
            paris: key(),
            revoked: key(),
            stranger: key(),
        }
    }

    fn key_list(&self) -> String {
        let line = |academy: &str, key: &KeyPair, more: &str| {
            format!(
                "[[keys]]\nacademy = \"{academy}\"\nkey = \"{}\"\n{more}\n",
                key.pk.to_base64()
            )
        };
        [
            line("lyon", &self.lyon, ""),
            line("lyon", &self.lyon_next, ""),
            line("lyon", &self.revoked, "revoked = true"),
            line("paris", &self.paris, ""),
        ]
        .concat()
    }

    fn keys(&self) -> Keyring {
        Keyring::read("keys.toml", &self.key_list()).unwrap()
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes a pack and signs it with this comment.
    fn signed(&self, name: &str, text: impl AsRef<[u8]>, key: &KeyPair, comment: &str) -> PathBuf {
        let path = self.write(name, &text);
        let signature =
            minisign::sign(Some(&key.pk), &key.sk, Cursor::new(text.as_ref()), Some(comment), None).unwrap();
        fs::write(beside(&path), signature.into_string()).unwrap();
        path
    }

    fn good(&self) -> PathBuf {
        self.signed("lyon.toml", lyon(), &self.lyon, &comment("lyon.toml"))
    }

    fn admit(&self, path: &Path, newest: Option<i64>, allow_unsigned: bool) -> Result<Admitted, PackFault> {
        let (keys, newest) = (self.keys(), |_: &str| newest);
        let trust = Trust {
            keys: &keys,
            allow_unsigned,
            newest: &newest,
        };
        trust.admit(&Directory::embedded(), path, now())
    }

    /// The code of the refusal.
    fn refused(&self, path: &Path) -> &'static str {
        self.admit(path, None, false)
            .map(|_| "admitted")
            .unwrap_or_else(|fault| fault.code())
    }
}

/// 2026-10-03.
fn now() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(SIGNED + 1_000_000).unwrap()
}

fn until(day: &str, academy: &str) -> String {
    format!("expires = \"{day}\"\n\n{academy}")
}

fn lyon() -> String {
    until("2027-08-31", LYON)
}

/// As minisign writes it unasked.
fn comment(name: &str) -> String {
    format!("timestamp:{SIGNED}\tfile:{name}\thashed")
}

#[test]
fn a_pack_signed_by_either_key_of_its_academy_is_admitted() {
    let rectorate = Rectorate::open();
    for key in [&rectorate.lyon, &rectorate.lyon_next] {
        let path = rectorate.signed("lyon.toml", lyon(), key, &comment("lyon.toml"));
        let admitted = rectorate.admit(&path, Some(SIGNED), false).unwrap();
        let seal = admitted.seal.unwrap();
        assert_eq!((seal.academy.as_str(), seal.timestamp), ("lyon", SIGNED));
        let academy = admitted.directory.academy("lyon").unwrap();
        assert_eq!(academy.origin, Origin::Pack { signed: true });
        assert!(academy.connected() && admitted.expired.is_none());
    }
}

#[test]
fn every_forged_pack_is_refused_with_its_own_reason() {
    let rectorate = Rectorate::open();
    let r = &rectorate;
    let mut codes = vec![];
    let mut grid = |what: &str, path: &Path, code: &'static str| {
        assert_eq!(r.refused(path), code, "{what}");
        codes.push(code);
        for file in [path.to_owned(), beside(path)] {
            let _ = fs::remove_file(file);
        }
    };

    let path = r.good();
    fs::write(&path, lyon().replacen("Lyon", "Lyom", 1)).unwrap();
    grid("changed byte", &path, "pack-changed");
    let path = r.signed("lyon.toml", lyon(), &r.stranger, &comment("lyon.toml"));
    grid("other key", &path, "pack-other-key");
    let path = r.signed("lyon.toml", lyon(), &r.paris, &comment("lyon.toml"));
    grid("another academy's right key", &path, "pack-key-of-other");
    let path = r.signed("lyon.toml", lyon(), &r.revoked, &comment("lyon.toml"));
    grid("revoked key", &path, "pack-key-revoked");
    let path = r.signed("lyon.toml", lyon(), &r.lyon, &comment("paris.toml"));
    grid("right key on another file", &path, "pack-other-file");
    let path = r.signed("lyon.toml", lyon(), &r.lyon, "file:lyon.toml\thashed");
    grid("no timestamp", &path, "pack-no-timestamp");
    let path = r.signed("lyon.toml", lyon(), &r.lyon, &format!("timestamp:{SIGNED}"));
    grid("no file name", &path, "pack-no-file-name");
    let ahead = format!("timestamp:{}\tfile:lyon.toml", SIGNED + 2_000_000);
    let path = r.signed("lyon.toml", lyon(), &r.lyon, &ahead);
    grid("signed in the future", &path, "pack-from-future");
    let path = r.signed("lyon.toml", LYON, &r.lyon, &comment("lyon.toml"));
    grid("no expiry", &path, "pack-no-expiry");
    let path = r.signed("lyon.toml", until("31/08/2027", LYON), &r.lyon, &comment("lyon.toml"));
    grid("an expiry that is no day", &path, "pack-bad-expiry");
    let outside = lyon().replacen("https://webmail.ac-lyon.fr", "https://webmail.ac-paris.fr", 1);
    let path = r.signed("lyon.toml", outside, &r.lyon, &comment("lyon.toml"));
    grid("host outside the suffixes", &path, "pack-host-outside");
    let plain = format!(
        "{}\n[academy.connectors.ldap]\nhost = \"ldap.ac-lyon.fr\"\nport = 389\nsecurity = \"tls\"\nuser_dn = \"x\"\n",
        lyon()
    );
    let path = r.signed("lyon.toml", plain, &r.lyon, &comment("lyon.toml"));
    grid("plain port", &path, "pack-plain-port");
    let http = lyon().replacen("https://webmail.ac-lyon.fr", "http://webmail.ac-lyon.fr", 1);
    let path = r.signed("lyon.toml", http, &r.lyon, &comment("lyon.toml"));
    grid("plain address", &path, "pack-plain-address");
    let large = format!("{}\n#{}\n", lyon(), "x".repeat(1 << 20));
    let path = r.signed("lyon.toml", large, &r.lyon, &comment("lyon.toml"));
    grid("oversize", &path, "pack-too-large");
    let path = r.good();
    let whole = lyon();
    fs::write(&path, &whole[..whole.len() / 2 - 1]).unwrap();
    grid("truncated", &path, "pack-truncated");
    let mut bytes = lyon().into_bytes();
    bytes.extend([0xC3, 0x28]);
    let path = r.signed("lyon.toml", bytes, &r.lyon, &comment("lyon.toml"));
    grid("not UTF-8", &path, "pack-not-utf8");
    let path = r.good();
    fs::remove_file(beside(&path)).unwrap();
    grid("no signature", &path, "pack-unsigned");
    let path = r.good();
    let signature = fs::read_to_string(beside(&path)).unwrap();
    fs::write(beside(&path), &signature[..signature.len() / 2]).unwrap();
    grid("signature cut short", &path, "pack-signature-unreadable");
    #[cfg(unix)]
    {
        let path = r.good();
        let link = r.folder.path().join("link.toml");
        std::os::unix::fs::symlink(&path, &link).unwrap();
        grid("symlink", &link, "pack-symlink");
    }
    assert_eq!(
        r.admit(&r.good(), Some(SIGNED + 1), false)
            .err()
            .map(|fault| fault.code()),
        Some("pack-older")
    );
    let path = r.signed("lyon.toml", until("2026-10-02", LYON), &r.lyon, &comment("lyon.toml"));
    let expired = r.admit(&path, None, false).unwrap().expired.unwrap();
    codes.extend(["pack-older", expired.code()]);

    let distinct: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!(distinct.len(), codes.len(), "two forgeries share a reason: {codes:?}");
    for (lang, code) in [Lang::Fr, Lang::En]
        .into_iter()
        .flat_map(|lang| codes.iter().map(move |code| (lang, code)))
    {
        assert_ne!(
            Words::of(lang).plain(&format!("refusal-{code}")),
            format!("refusal-{code}")
        );
    }
    println!("{} forgeries, {} reasons", codes.len(), distinct.len());
}

#[test]
fn what_looks_signed_and_is_not_stays_out() {
    let rectorate = Rectorate::open();
    let path = rectorate.good();
    let good = fs::read_to_string(beside(&path)).unwrap();
    let lines: Vec<&str> = good.lines().collect();
    // The comment rewritten: the time moved forward, to pass an old pack for a new one.
    let later = good.replace(&SIGNED.to_string(), &(SIGNED + 60).to_string());
    fs::write(beside(&path), later).unwrap();
    assert_eq!(rectorate.refused(&path), "pack-changed");
    // A stranger's signature under the id of the right key.
    let forged = rectorate.signed("other.toml", lyon(), &rectorate.stranger, &comment("lyon.toml"));
    let strange = fs::read_to_string(beside(&forged)).unwrap();
    let strange: Vec<&str> = strange.lines().collect();
    let with_id = |from: &str, id: &str| {
        use base64::{Engine, engine::general_purpose::STANDARD};
        let mut bytes = STANDARD.decode(from).unwrap();
        bytes[2..10].copy_from_slice(&STANDARD.decode(id).unwrap()[2..10]);
        STANDARD.encode(bytes)
    };
    let text = [strange[0], &with_id(strange[1], lines[1]), strange[2], strange[3]].join("\n");
    fs::write(beside(&path), text).unwrap();
    assert_eq!(rectorate.refused(&path), "pack-changed");
    // Two times: neither counts.
    let twice = format!("{}\ttimestamp:{}", comment("lyon.toml"), SIGNED + 60);
    let path = rectorate.signed("lyon.toml", lyon(), &rectorate.lyon, &twice);
    assert_eq!(rectorate.refused(&path), "pack-no-timestamp");
    for text in [
        "",
        "untrusted comment: x\n",
        "\u{0}\n\u{0}\n\u{0}\n\u{0}\n",
        "é\né\né\né\n",
    ] {
        fs::write(beside(&path), text).unwrap();
        assert_eq!(rectorate.refused(&path), "pack-signature-unreadable", "{text:?}");
    }
}

#[test]
fn a_cut_between_two_lines_is_told_where_the_size_was_signed() {
    let rectorate = Rectorate::open();
    let sized = format!("timestamp:{SIGNED}\tfile:lyon.toml\tsize:{}", lyon().len());
    let path = rectorate.signed("lyon.toml", lyon(), &rectorate.lyon, &sized);
    assert_eq!(rectorate.refused(&path), "admitted");
    let cut: String = lyon().lines().take(20).map(|line| format!("{line}\n")).collect();
    fs::write(&path, cut).unwrap();
    assert_eq!(rectorate.refused(&path), "pack-truncated");
}

#[test]
fn unsigned_packs_are_tried_only_when_asked_and_never_a_forged_one() {
    let rectorate = Rectorate::open();
    let path = rectorate.write("lyon.toml", LYON);
    assert_eq!(rectorate.refused(&path), "pack-unsigned");
    let tried = rectorate.admit(&path, None, true).unwrap();
    assert_eq!(
        tried.directory.academy("lyon").unwrap().origin,
        Origin::Pack { signed: false }
    );
    assert!(tried.seal.is_none());
    let path = rectorate.good();
    fs::write(&path, lyon().replacen("Lyon", "Lyom", 1)).unwrap();
    assert_eq!(rectorate.admit(&path, None, true).err(), Some(PackFault::Changed));
    // A build that pins nothing knows nobody.
    let path = rectorate.good();
    let nobody = Trust {
        keys: &Keyring::default(),
        allow_unsigned: false,
        newest: &|_| None,
    };
    assert_eq!(
        nobody.admit(&Directory::embedded(), &path, now()).err(),
        Some(PackFault::NoKeyPinned)
    );
    assert!(
        Keyring::read("academies/keys.toml", include_str!("../../academies/keys.toml"))
            .unwrap()
            .is_empty()
    );
}

#[test]
fn an_expired_pack_keeps_its_texts_and_loses_its_servers() {
    let rectorate = Rectorate::open();
    let ldap =
        "[academy.connectors.ldap]\nhost = \"ldap.ac-lyon.fr\"\nport = 636\nsecurity = \"tls\"\nuser_dn = \"x\"\n";
    let text = until("2026-10-02", LYON)
        .replace("rectorat de Lyon", "guichet de la rue de Marseille")
        .replacen("https://webmail.ac-lyon.fr", "https://courrier.ac-lyon.fr", 1);
    let path = rectorate.signed(
        "lyon.toml",
        format!("{text}\n{ldap}"),
        &rectorate.lyon,
        &comment("lyon.toml"),
    );
    let admitted = rectorate.admit(&path, None, false).unwrap();
    assert_eq!(
        admitted.expired,
        Some(PackFault::Expired {
            expires: "2026-10-02".to_owned()
        })
    );
    let academy = admitted.directory.academy("lyon").unwrap();
    assert!(academy.connectors.ldap.is_none() && !academy.connected());
    assert_eq!(
        academy.texts_until.map(|day| day.to_string()).as_deref(),
        Some("2026-10-02")
    );
    assert!(
        academy
            .desks
            .iter()
            .any(|desk| desk.name == "guichet de la rue de Marseille")
    );
    assert!(
        academy
            .pages
            .iter()
            .any(|page| page.url.as_deref() == Some("https://webmail.ac-lyon.fr")),
        "our own page serves"
    );
    // Its last day still counts.
    let path = rectorate.signed(
        "lyon.toml",
        until("2026-10-03", LYON),
        &rectorate.lyon,
        &comment("lyon.toml"),
    );
    assert!(rectorate.admit(&path, None, false).unwrap().expired.is_none());
}

#[test]
fn the_ledger_keeps_an_older_pack_out() {
    let rectorate = Rectorate::open();
    let state = tempfile::tempdir().unwrap();
    let mut ledger = Ledger::open(state.path()).unwrap();
    let path = rectorate.good();
    let keys = rectorate.keys();
    let admit = |ledger: &Ledger, path: &Path| {
        let newest = |academy: &str| ledger.newest_pack(academy);
        let trust = Trust {
            keys: &keys,
            allow_unsigned: false,
            newest: &newest,
        };
        trust
            .admit(&Directory::embedded(), path, now())
            .map(|admitted| admitted.seal.unwrap().timestamp)
    };
    let timestamp = admit(&ledger, &path).unwrap();
    ledger.note_pack("lyon", timestamp).unwrap();
    let older = rectorate.signed(
        "lyon.toml",
        lyon(),
        &rectorate.lyon,
        &format!("timestamp:{}\tfile:lyon.toml", SIGNED - 1),
    );
    let again = Ledger::open(state.path()).unwrap();
    assert!(matches!(admit(&again, &older), Err(PackFault::Older { .. })));
    let paris = rectorate.signed(
        "paris.toml",
        until("2027-08-31", PARIS),
        &rectorate.paris,
        &format!("timestamp:{}\tfile:paris.toml", SIGNED - 1),
    );
    assert_eq!(admit(&again, &paris), Ok(SIGNED - 1), "each academy has its own time");
}

#[test]
fn a_list_of_keys_is_read_strictly() {
    let rectorate = Rectorate::open();
    let line =
        |academy: &str, key: &KeyPair| format!("[[keys]]\nacademy = \"{academy}\"\nkey = \"{}\"\n", key.pk.to_base64());
    let fault = |text: String| Keyring::read("keys.toml", &text).err().unwrap().message;
    let three = [&rectorate.lyon, &rectorate.lyon_next, &rectorate.stranger]
        .map(|key| line("lyon", key))
        .concat();
    assert!(fault(three).contains("more than 2"));
    assert!(fault([line("lyon", &rectorate.lyon), line("paris", &rectorate.lyon)].concat()).contains("twice"));
    assert!(fault("[[keys]]\nacademy = \"lyon\"\nkey = \"RWQ\"\n".to_owned()).contains("no minisign key"));
    assert!(Keyring::read("keys.toml", "keys = 3").is_err());
}

// The terminal.

fn rentree(home: &Path, arguments: &[&str]) -> Output {
    rentree_in("fr", home, arguments)
}

fn rentree_in(lang: &str, home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rentree"))
        .args(["--lang", lang])
        .args(arguments)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .current_dir(home)
        .output()
        .unwrap()
}

fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_rectorate_makes_checks_signs_and_verifies_with_the_real_minisign() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| rentree(home.path(), arguments);
    let made = run(&["pack", "new", "--academy", "lyon", "--json"]);
    assert_eq!(json(&made)["path"], "lyon.toml");
    assert_eq!(
        run(&["pack", "new", "--academy", "lyon"]).status.code(),
        Some(2),
        "never over a file"
    );
    let checked = json(&run(&["pack", "check", "lyon.toml", "--json"]));
    assert_eq!(checked["academy"], "lyon");
    assert!(
        run(&["pack", "diff", "lyon.toml"]).stdout.starts_with(b"+ expires"),
        "nothing else differs"
    );

    let minisign = |arguments: &[&str]| {
        let done = Command::new("minisign")
            .args(arguments)
            .current_dir(home.path())
            .output()
            .expect("minisign is installed");
        assert!(done.status.success(), "{}", said(&done));
    };
    minisign(&["-G", "-W", "-p", "ours.pub", "-s", "ours.key"]);
    let signed = run(&["pack", "sign", "lyon.toml", "--key", "ours.key", "--json"]);
    assert!(
        json(&signed)["trusted_comment"]
            .as_str()
            .unwrap()
            .contains("file:lyon.toml"),
        "{}",
        said(&signed)
    );
    minisign(&["-V", "-p", "ours.pub", "-m", "lyon.toml"]);
    let public = fs::read_to_string(home.path().join("ours.pub")).unwrap();
    let public = public.lines().nth(1).unwrap().to_owned();
    let verified = json(&run(&["pack", "verify", "lyon.toml", "--key", &public, "--json"]));
    assert_eq!(
        (&verified["academy"], &verified["pinned"]),
        (&Value::from("lyon"), &Value::from(false))
    );

    let ours = run(&["pack", "verify", "lyon.toml"]);
    assert_eq!(ours.status.code(), Some(1));
    assert!(said(&ours).contains("refusal-pack-no-key-pinned"), "{}", said(&ours));
    let used = run(&["--pack", "lyon.toml", "academies"]);
    assert!(said(&used).contains("refusal-pack-no-key-pinned") && used.stdout.is_empty());
    let tried = run(&["--pack", "lyon.toml", "--allow-unsigned", "academies"]);
    assert!(
        tried.status.success() && said(&tried).contains("n’est pas signé"),
        "{}",
        said(&tried)
    );
    let shown = json(&run(&["pack", "show", "lyon.toml", "--json"]));
    assert_eq!(
        (&shown["signed"], &shown["why"]),
        (&Value::from(false), &Value::from("refusal-pack-no-key-pinned"))
    );

    // As minisign signs by itself, then in its old form, then over a changed file.
    minisign(&["-S", "-W", "-s", "ours.key", "-m", "lyon.toml"]);
    assert!(run(&["pack", "verify", "lyon.toml", "--key", &public]).status.success());
    minisign(&["-S", "-l", "-W", "-s", "ours.key", "-m", "lyon.toml"]);
    assert!(said(&run(&["pack", "verify", "lyon.toml", "--key", &public])).contains("refusal-pack-signature-old-form"));
    minisign(&["-S", "-W", "-s", "ours.key", "-m", "lyon.toml"]);
    let text = fs::read_to_string(home.path().join("lyon.toml")).unwrap();
    fs::write(
        home.path().join("lyon.toml"),
        text.replacen("name = \"Rhône\"", "name = \"Rhone\"", 1),
    )
    .unwrap();
    assert!(said(&run(&["pack", "verify", "lyon.toml", "--key", &public])).contains("refusal-pack-changed"));
    assert!(
        String::from_utf8_lossy(&run(&["pack", "diff", "lyon.toml"]).stdout).contains("~ academy.departments[69].name")
    );
    assert!(said(&run(&["pack", "verify", "lyon.toml", "--key", "RWQ"])).contains("refusal-bad-key"));
}

#[test]
fn without_minisign_the_exact_command_is_said() {
    let home = tempfile::tempdir().unwrap();
    rentree(home.path(), &["pack", "new", "--academy", "paris"]);
    let output = Command::new(env!("CARGO_BIN_EXE_rentree"))
        .args(["--lang", "fr", "pack", "sign", "paris.toml", "--key", "k e y"])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("PATH", "/nowhere")
        .current_dir(home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("minisign -S -H -s 'k e y' -m 'paris.toml' -t \"$(printf 'timestamp:"),
        "{}",
        said(&output)
    );
}

#[test]
fn identifiers_and_support_keep_their_contract() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| rentree(home.path(), arguments);
    let found = json(&run(&[
        "identifiers",
        "--academy",
        "lyon",
        "--given",
        "Anne-Marie",
        "--family",
        "Le Gall",
        "--json",
    ]));
    assert!(found["logins"][0]["login"].is_string() && found["logins"][0]["why"].is_string());
    assert!(
        found["addresses"][0]["address"]
            .as_str()
            .unwrap()
            .ends_with("@ac-lyon.fr")
    );
    let numen = run(&[
        "identifiers",
        "--academy",
        "lyon",
        "--given",
        "01E9501234ABC",
        "--family",
        "x",
    ]);
    assert_eq!(numen.status.code(), Some(1));
    assert!(said(&numen).contains("refusal-numen-typed") && !said(&numen).contains("9501234"));

    for (department, town) in [("01", "Bourg-en-Bresse"), ("Loire", "Saint-Étienne"), ("69", "Lyon")] {
        let asked = json(&run(&[
            "support",
            "--academy",
            "lyon",
            "--department",
            department,
            "--json",
        ]));
        let contacts = asked["contacts"].as_array().unwrap();
        assert_eq!(contacts.len(), 3, "secretariat, desk, rectorate");
        assert!(contacts[1]["name"].as_str().unwrap().contains(town) && contacts[2]["name"] == "rectorat de Lyon");
        assert!(asked["prepare"].as_array().unwrap().len() >= 5);
        let message = asked["message"].as_str().unwrap();
        assert!(
            message.contains("ni mot de passe ni NUMEN") && message.contains("académie de Lyon"),
            "{message}"
        );
    }
    let wrong = run(&["support", "--academy", "lyon", "--department", "75"]);
    assert!(wrong.status.code() == Some(1) && said(&wrong).contains("refusal-unknown-department"));
    // Whoever reads English still pastes French.
    let english = json(&rentree_in(
        "en",
        home.path(),
        &["support", "--academy", "corse", "--json"],
    ));
    assert!(english["message"].as_str().unwrap().contains("Bonjour"));
    assert_eq!(english["contacts"].as_array().unwrap().len(), 2);
}

// The packs of a machine, and the build that pins their keys.

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

/// A picture of one colour, as a rectorate's designer might send it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    let pixels = [0x46, 0x37, 0x9b].repeat((width * height) as usize);
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn a_logo_goes_with_the_signature_and_is_listed() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("logo.png"), png(120, 40)).unwrap();
    fs::write(home.path().join("wide.png"), png(600, 40)).unwrap();
    fs::write(
        home.path().join("logo.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    .unwrap();
    let run = |arguments: &[&str]| rentree(home.path(), arguments);
    for (file, code) in [
        ("wide.png", "refusal-pack-logo-too-large"),
        ("logo.svg", "refusal-pack-logo-unreadable"),
        ("none.png", "refusal-pack-file-unreadable"),
    ] {
        let output = run(&["pack", "new", "--academy", "lyon", "--logo", file]);
        assert!(
            said(&output).contains(code) && !home.path().join("lyon.toml").exists(),
            "{}",
            said(&output)
        );
    }
    assert!(
        run(&["pack", "new", "--academy", "lyon", "--logo", "logo.png"])
            .status
            .success()
    );
    assert!(run(&["pack", "check", "lyon.toml"]).status.success());
    let shown = json(&run(&["pack", "show", "lyon.toml", "--json"]));
    assert_eq!(
        (&shown["logo"]["width"], &shown["logo"]["height"]),
        (&120.into(), &40.into())
    );
    let text = run(&["pack", "show", "lyon.toml"]).stdout;
    assert!(String::from_utf8_lossy(&text).contains("PNG de 120 × 40 pixels"));

    // Signed with the rest: another picture is another file.
    let rectorate = Rectorate::open();
    let pack = fs::read_to_string(home.path().join("lyon.toml")).unwrap();
    let path = rectorate.signed("lyon.toml", &pack, &rectorate.lyon, &comment("lyon.toml"));
    let admitted = rectorate.admit(&path, None, false).unwrap();
    let served = admitted.directory.academy("lyon").unwrap().pack.clone().unwrap();
    assert_eq!(served.logo.map(|logo| (logo.width, logo.height)), Some((120, 40)));
    let at = pack.find("logo = \"\"\"\n").unwrap() + 80;
    let other = format!("{}A{}", &pack[..at], &pack[at + 1..]);
    assert_ne!(pack, other);
    fs::write(&path, other).unwrap();
    assert_eq!(rectorate.refused(&path), "pack-changed");
    let none = pack.replace("logo = \"\"\"\n", "logo = \"\"\"\n!");
    let path = rectorate.signed("lyon.toml", none, &rectorate.lyon, &comment("lyon.toml"));
    assert_eq!(rectorate.refused(&path), "pack-logo-unreadable");
}
