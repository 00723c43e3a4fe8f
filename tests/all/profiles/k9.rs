//! The `.k9s` file by the rules of K-9's own reader, kept as a schema: what it looks for, what it refuses, what it would
//! silently drop (`tests/fixtures/schemas/k9-settings.rng` names the source of each rule).

use std::{fs, path::Path, process::Command};

use rentree::{
    academy::Security,
    profiles::{Client, render},
};

use super::{made, settings};

fn accepts(text: &str) -> Option<bool> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.k9s");
    fs::write(&path, text).unwrap();
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schemas/k9-settings.rng");
    let done = Command::new("xmllint")
        .args(["--noout", "--nonet", "--relaxng"])
        .arg(schema)
        .arg(&path)
        .output();
    match done {
        Ok(done) => Some(done.status.success()),
        Err(error) => {
            eprintln!("NOT RUN: xmllint: {error}");
            None
        }
    }
}

fn file(security: Security) -> String {
    let mut settings = settings();
    settings.smtp.security = security;
    let outputs = render(&settings, Client::Android, made()).unwrap();
    let file = outputs.into_iter().find(|output| output.file_name.ends_with(".k9s"));
    String::from_utf8(file.unwrap().bytes).unwrap()
}

#[test]
fn the_reader_takes_the_file_whatever_the_encryption() {
    for security in [Security::Tls, Security::Starttls] {
        assert_ne!(accepts(&file(security)), Some(false), "{}", file(security));
    }
}

#[test]
fn each_thing_the_reader_refuses_or_drops_is_refused() {
    let good = file(Security::Tls);
    for (from, to) in [
        ("k9settings", "k9config"),
        ("format=\"1\"", "format=\"2\""),
        ("version=\"99\"", "version=\"0\""),
        ("uuid=\"", "uuid=\"x"),
        ("<port>993</port>", "<port>0</port>"),
        ("<port>993</port>", "<port>70000</port>"),
        ("SSL_TLS_REQUIRED", "SSL_TLS_OPTIONAL"),
        ("SSL_TLS_REQUIRED", "NONE"),
        (">PLAIN<", ">LOGIN<"),
        ("type=\"IMAP\"", "type=\"EWS\""),
        ("incoming-server", "incoming"),
        ("email>", "mail>"),
        ("key=\"signatureUse\">true", "key=\"signatureUse\">yes"),
        ("key=\"signature\"", "key=\"sig\""),
        ("key=\"deletePolicy\">DELETE", "key=\"deletePolicy\">SEVEN_DAYS"),
        ("<username>", "<password>secret</password><username>"),
    ] {
        let wrong = good.replace(from, to);
        assert_ne!(wrong, good, "{from}");
        assert_ne!(accepts(&wrong), Some(true), "{to}");
    }
}
