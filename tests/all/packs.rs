//! Signed packs: every way one can be forged or stale, each with its own refusal; what an expired or an unsigned one still
//! does. [`terminal`] has the commands, [`machine`] what is installed.

mod machine;
mod terminal;

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
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
