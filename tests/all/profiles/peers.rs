//! The same account as automx2 writes it: other words, the same servers, ports, encryption, login, address and name.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use plist::Value;
use rentree::{
    academy::Security,
    profiles::{Client, MailSettings, render},
};

use super::{made, settings};

/// What an account is, whatever the format. What a format does not carry is empty.
#[derive(Debug, Default, PartialEq, Eq)]
struct Account {
    servers: BTreeMap<&'static str, Server>,
    address: String,
    name: String,
}

#[derive(Debug, PartialEq, Eq)]
struct Server {
    host: String,
    port: String,
    security: &'static str,
    login: String,
}

/// The text between two tags, from the first on.
fn leaf<'a>(document: &'a str, name: &str) -> &'a str {
    let (_, rest) = document
        .split_once(&format!("<{name}>"))
        .unwrap_or_else(|| panic!("{name}: {document}"));
    rest.split_once("</").unwrap().0
}

fn security(word: &str) -> &'static str {
    match word {
        "SSL" => "tls",
        "TLS" | "STARTTLS" => "starttls",
        _ => "another",
    }
}

/// clientConfig: `%EMAILADDRESS%` stands for the address.
fn mozilla(document: &str, address: &str) -> Account {
    let server = |element: &str| {
        let part = document.split_once(&format!("<{element} ")).unwrap().1;
        Server {
            host: leaf(part, "hostname").to_owned(),
            port: leaf(part, "port").to_owned(),
            security: security(leaf(part, "socketType")),
            login: leaf(part, "username").replace("%EMAILADDRESS%", address),
        }
    };
    Account {
        servers: BTreeMap::from([("imap", server("incomingServer")), ("smtp", server("outgoingServer"))]),
        ..Account::default()
    }
}

/// Autodiscover: `Encryption` goes before `SSL`.
fn outlook(document: &str) -> Account {
    let server = |kind: &str| {
        let part = document.split_once(&format!("<Type>{kind}</Type>")).unwrap().1;
        Server {
            host: leaf(part, "Server").to_owned(),
            port: leaf(part, "Port").to_owned(),
            security: security(leaf(part, "Encryption")),
            login: leaf(part, "LoginName").to_owned(),
        }
    };
    Account {
        servers: BTreeMap::from([("imap", server("IMAP")), ("smtp", server("SMTP"))]),
        ..Account::default()
    }
}

/// Apple: TLS or STARTTLS is told by the port.
fn apple(document: &[u8]) -> Account {
    let profile = Value::from_reader_xml(document).unwrap();
    let payload = profile.as_dictionary().unwrap()["PayloadContent"].as_array().unwrap()[0].clone();
    let payload = payload.into_dictionary().unwrap();
    let text = |key: &str| payload[key].as_string().unwrap().to_owned();
    let server = |side: &str| {
        let port = payload[&format!("{side}MailServerPortNumber")]
            .as_signed_integer()
            .unwrap();
        assert_eq!(payload[&format!("{side}MailServerUseSSL")].as_boolean(), Some(true));
        Server {
            host: text(&format!("{side}MailServerHostName")),
            port: port.to_string(),
            security: if [993, 465].contains(&port) { "tls" } else { "starttls" },
            login: text(&format!("{side}MailServerUsername")),
        }
    };
    Account {
        servers: BTreeMap::from([("imap", server("Incoming")), ("smtp", server("Outgoing"))]),
        address: text("EmailAddress"),
        name: text("EmailAccountName"),
    }
}

fn place(endpoint: &rentree::academy::Endpoint) -> String {
    format!("{}:{}", endpoint.host, endpoint.port)
}

/// automx2 in the environment that `cargo xtask packages test` made; none where it was not.
fn asked(settings: &MailSettings, out: &Path) -> bool {
    let python = target().join("python/peers/bin/python");
    if !python.exists() {
        eprintln!("NOT RUN: automx2 is not in {}", python.display());
        return false;
    }
    let script = format!("{}/tests/fixtures/peers/ask_automx2.py", env!("CARGO_MANIFEST_DIR"));
    let domain = settings.address.split_once('@').unwrap().1;
    let done = Command::new(python)
        .args([
            &script,
            domain,
            &place(&settings.imap),
            &place(&settings.smtp),
            &settings.address,
            &settings.display_name,
        ])
        .arg(out)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    true
}

/// The folder cargo builds in: this program stands in its `debug/deps`.
fn target() -> PathBuf {
    let program = std::env::current_exe().unwrap();
    program.ancestors().nth(3).unwrap().to_owned()
}

#[test]
fn automx2_says_the_same_of_one_account() {
    for (port, kind) in [(465, Security::Tls), (587, Security::Starttls)] {
        let mut settings = settings();
        settings.login.clone_from(&settings.address);
        settings.smtp.port = port;
        settings.smtp.security = kind;
        let theirs = tempfile::tempdir().unwrap();
        if !asked(&settings, theirs.path()) {
            return;
        }
        let text = |name: &str| fs::read_to_string(theirs.path().join(name)).unwrap();
        let ours = |client, part: usize| render(&settings, client, made()).unwrap()[part].bytes.clone();
        let our_text = |client, part| String::from_utf8(ours(client, part)).unwrap();
        let ours_mozilla = mozilla(&our_text(Client::Thunderbird, 0), &settings.address);
        assert_eq!(ours_mozilla, mozilla(&text("mozilla.xml"), &settings.address));
        assert_eq!(outlook(&our_text(Client::Outlook, 1)), outlook(&text("outlook.xml")));
        let ours_apple = apple(&ours(Client::Apple, 0));
        assert_eq!(ours_apple, apple(text("apple.mobileconfig").as_bytes()));
        assert_eq!(ours_apple.servers, ours_mozilla.servers);
        assert_eq!(ours_apple.name, settings.display_name);
        assert_eq!(ours_mozilla.servers["smtp"].port, port.to_string());
    }
}
