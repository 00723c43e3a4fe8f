//! The Apple profile: every key against Apple's table, and its signature as OpenSSL judges it.

use std::{fs, process::Command};

use plist::{Dictionary, Value};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, PKCS_ECDSA_P256_SHA256};
use rentree::profiles::{Client, Output, ProfileRefusal, render, seal::Seal};
use time::{Duration, OffsetDateTime};

use super::{made, run, settings};

const TABLE: &str = include_str!("../../fixtures/schemas/apple-mail.tsv");

fn profile() -> Output {
    render(&settings(), Client::Apple, made()).unwrap().remove(0)
}

fn dictionaries() -> (Dictionary, Dictionary) {
    let profile = Value::from_reader_xml(profile().bytes.as_slice()).unwrap();
    let profile = profile.into_dictionary().unwrap();
    let payload = profile["PayloadContent"].as_array().unwrap()[0]
        .as_dictionary()
        .unwrap()
        .clone();
    (profile, payload)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "array",
        Value::Boolean(_) => "boolean",
        Value::Dictionary(_) => "dictionary",
        Value::Integer(_) => "integer",
        Value::String(_) => "string",
        _ => "another",
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Integer(number) => number.to_string(),
        _ => String::new(),
    }
}

/// What the table says is wrong with a dictionary.
fn faults(place: &str, dictionary: &Dictionary) -> Vec<String> {
    let rows: Vec<Vec<&str>> = TABLE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split('\t').collect())
        .filter(|row: &Vec<&str>| row[0] == place)
        .collect();
    let mut faults = Vec::new();
    for (key, value) in dictionary {
        match rows.iter().find(|row| row[1] == key) {
            None => faults.push(format!("{key}: not in the table")),
            Some(row) if row[2] != kind(value) => faults.push(format!("{key}: {} for {}", kind(value), row[2])),
            Some(row) if !row[4].is_empty() && row[4] != shown(value) => faults.push(format!("{key}: a value")),
            Some(_) => {}
        }
    }
    let missing = rows
        .iter()
        .filter(|row| row[3] == "required" && !dictionary.contains_key(row[1]));
    faults.extend(missing.map(|row| format!("{}: missing", row[1])));
    faults
}

#[test]
fn every_key_is_apples_with_its_type() {
    let (profile, payload) = dictionaries();
    assert_eq!(faults("profile", &profile), Vec::<String>::new());
    assert_eq!(faults("payload", &payload), Vec::<String>::new());
    let mut wrong = payload.clone();
    wrong.insert("IncomingMailServerPortNumber".to_owned(), "993".into());
    wrong.insert("IncomingPassword".to_owned(), "x".into());
    wrong.insert("EmailAccountType".to_owned(), "EmailTypePOP".into());
    wrong.remove("OutgoingMailServerHostName");
    assert_eq!(faults("payload", &wrong).len(), 4);
}

#[test]
fn a_plist_tool_reads_it_and_the_same_person_gives_the_same_bytes() {
    assert_eq!(profile(), profile());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.mobileconfig");
    fs::write(&path, profile().bytes).unwrap();
    run(
        "plistutil",
        &[
            "-i",
            path.to_str().unwrap(),
            "-o",
            folder.path().join("b").to_str().unwrap(),
        ],
    );
}

/// A root, an intermediate and the certificate that signs, as files.
pub(crate) struct Authority {
    folder: tempfile::TempDir,
    now: OffsetDateTime,
}

impl Authority {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = OffsetDateTime::now_utc();
        let params = |name: &str, authority: bool| {
            let mut params = CertificateParams::default();
            params.distinguished_name.push(DnType::CommonName, name);
            params.not_before = now - Duration::days(1);
            params.not_after = now + Duration::days(30);
            if authority {
                params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            }
            params
        };
        let key = || KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).unwrap();
        let root = CertifiedIssuer::self_signed(params("Racine", true), key()).unwrap();
        let middle_key = key();
        let middle_pem = middle_key.serialize_pem();
        let middle = CertifiedIssuer::signed_by(params("Intermédiaire", true), middle_key, &root).unwrap();
        let own = key();
        let leaf = params("Rectorat d’exemple", false).signed_by(&own, &middle).unwrap();
        let write = |name: &str, text: String| fs::write(folder.path().join(name), text).unwrap();
        write("root.pem", root.pem());
        write("middle.pem", middle.pem());
        write("middle.key", middle_pem);
        write("leaf.pem", leaf.pem());
        write("key.pem", own.serialize_pem());
        // The intermediate first: the order in the file says nothing.
        write(
            "all.pem",
            format!("{}{}{}", middle.pem(), leaf.pem(), own.serialize_pem()),
        );
        Self { folder, now }
    }

    pub(crate) fn path(&self, name: &str) -> String {
        self.folder.path().join(name).to_str().unwrap().to_owned()
    }

    /// Another certificate of the same chain, by OpenSSL, with an RSA key: `rsa.crt`, `rsa.key`, and all together in `rsa.pem`.
    pub(crate) fn with_rsa(self) -> Self {
        let (key, cert, middle) = (self.path("rsa.key"), self.path("rsa.crt"), self.path("middle.pem"));
        let made = [
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-subj",
            "/CN=Rectorat",
            "-days",
            "30",
        ];
        let by = [
            "-CA",
            &middle,
            "-CAkey",
            &self.path("middle.key"),
            "-keyout",
            &key,
            "-out",
            &cert,
        ];
        run("openssl", &[&made[..], &by].concat()).unwrap();
        let all: String = [middle, cert, key]
            .iter()
            .map(|path| fs::read_to_string(path).unwrap())
            .collect();
        fs::write(self.path("rsa.pem"), all).unwrap();
        self
    }

    /// A PKCS#12 file with that certificate, its key and the chain; gives its path.
    pub(crate) fn exported(&self, cert: &str, key: &str, passphrase: &str) -> String {
        let p12 = self.path(&format!("{cert}.p12"));
        let from = [
            "-inkey",
            &self.path(key),
            "-in",
            &self.path(cert),
            "-certfile",
            &self.path("middle.pem"),
        ];
        let to = ["-out", &p12, "-passout", &format!("pass:{passphrase}")];
        run("openssl", &[&["pkcs12", "-export"][..], &from, &to].concat()).unwrap();
        p12
    }

    fn seal(&self) -> Seal {
        Seal::from_pem(&fs::read(self.path("all.pem")).unwrap(), self.now).unwrap()
    }

    /// Whether OpenSSL verifies the file up to the root, and gives back what was signed.
    pub(crate) fn verifies(&self, signed: &[u8], original: &[u8]) -> bool {
        fs::write(self.path("signed"), signed).unwrap();
        let (signed, root, out) = (self.path("signed"), self.path("root.pem"), self.path("out"));
        let arguments = [
            "cms", "-verify", "-inform", "DER", "-in", &signed, "-CAfile", &root, "-purpose", "any", "-out", &out,
        ];
        let done = Command::new("openssl").args(arguments).output().unwrap();
        done.status.success() && fs::read(out).unwrap() == original
    }
}

#[test]
fn openssl_verifies_the_signature_through_the_chain_and_refuses_a_changed_byte() {
    let authority = Authority::new();
    let signed = authority.seal().sign(profile()).unwrap();
    assert_eq!(signed.next, "apple-signed");
    assert!(authority.verifies(&signed.bytes, &profile().bytes));
    let at = signed.bytes.windows(5).position(|bytes| bytes == b"imap.").unwrap();
    let mut tampered = signed.bytes.clone();
    tampered[at] = b'x';
    assert!(!authority.verifies(&tampered, &profile().bytes));
    assert!(
        !Authority::new().verifies(&signed.bytes, &profile().bytes),
        "another root"
    );
}

#[test]
fn an_rsa_key_from_a_pkcs12_file_gives_the_same_bytes_each_time() {
    let authority = Authority::new();
    let path = |name: &str| authority.path(name);
    let openssl = |arguments: &[&str]| drop(run("openssl", arguments).unwrap());
    let (key, cert, p12) = (path("rsa.pem"), path("rsa.crt"), path("rsa.p12"));
    openssl(&[
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        &key,
        "-out",
        &cert,
        "-days",
        "30",
        "-subj",
        "/CN=Rectorat",
    ]);
    for more in [&[][..], &["-legacy"][..]] {
        let mut export = vec![
            "pkcs12",
            "-export",
            "-inkey",
            &key,
            "-in",
            &cert,
            "-out",
            &p12,
            "-passout",
            "pass:secret",
        ];
        export.extend(more);
        openssl(&export);
        let file = fs::read(&p12).unwrap();
        let now = OffsetDateTime::now_utc();
        let signed = || {
            Seal::from_pkcs12(&file, "secret", now)
                .unwrap()
                .sign(profile())
                .unwrap()
                .bytes
        };
        assert_eq!(signed(), signed());
        fs::copy(&cert, path("root.pem")).unwrap();
        assert!(authority.verifies(&signed(), &profile().bytes), "{more:?}");
        let refused = Seal::from_pkcs12(&file, "other", now).err().unwrap();
        assert_eq!(refused, ProfileRefusal::WrongPassphrase);
    }
}

#[test]
fn a_certificate_that_cannot_sign_is_refused_before_anything_is_written() {
    let authority = Authority::new();
    let read = |name: &str| fs::read_to_string(authority.path(name)).unwrap();
    let refused = |text: &str, now| Seal::from_pem(text.as_bytes(), now).err().unwrap();
    let late = authority.now + Duration::days(60);
    assert_eq!(refused(&read("all.pem"), late), ProfileRefusal::CertificateExpired);
    for text in [
        read("leaf.pem"),
        read("key.pem"),
        format!("{}{}", read("root.pem"), read("key.pem")),
        String::new(),
    ] {
        assert!(matches!(
            refused(&text, authority.now),
            ProfileRefusal::Certificate { .. }
        ));
    }
}
