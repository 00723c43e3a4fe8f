//! Whatever a person or a list says of a mailbox: every file carries it as it was typed, or none is written; it never
//! becomes structure. Thunderbird's own file, whatever stands in it, comes back to the byte.
//!
//! `0x1e` stands between the texts: name, account, role, school, phone, desk, login, address, webmail, `prefs.js`, staff.

use std::{fs, path::Path};

use plist::Value;
use quick_xml::{Reader, events::Event};
use rentree::{
    academy::{Endpoint, Protocol, Security, numen},
    profiles::{
        Client, HelpDesk, MailSettings, Output, ProfileRefusal, SignatureFields, folder_of, render,
        staff::Staff,
        thunderbird::{self, Habits, Homes},
    },
    words::Lang,
};
use time::OffsetDateTime;

/// As the texts say it.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut texts = text.split('\u{1e}');
    let mut next = || texts.next().unwrap_or_default().to_owned();
    let (name, label, role, school, phone, desk) = (next(), next(), next(), next(), next(), next());
    let (login, address, webmail, prefs, staff) = (next(), next(), next(), next(), next());
    let typed = MailSettings {
        display_name: name,
        label,
        signature: Some(SignatureFields { role, school, phone }),
        desk: (!desk.is_empty()).then_some(HelpDesk { name: desk.clone(), phone: Some(desk), url: None }),
        login: or(login, "jdupont"),
        address: or(address, "jeanne.dupont@ac-exemple.test"),
        webmail: (!webmail.is_empty()).then_some(webmail),
        ..harmless()
    };
    if files(&typed) {
        account(&typed, &prefs);
    }
    list(staff.as_bytes());
}

fn or(text: String, otherwise: &str) -> String {
    if text.is_empty() { otherwise.to_owned() } else { text }
}

fn harmless() -> MailSettings {
    let endpoint = |protocol, host: &str, port, security| Endpoint { protocol, host: host.to_owned(), port, security };
    MailSettings {
        address: "jeanne.dupont@ac-exemple.test".to_owned(),
        display_name: "Jeanne Dupont".to_owned(),
        login: "jdupont".to_owned(),
        label: "Exemple".to_owned(),
        imap: endpoint(Protocol::Imap, "imap.ac-exemple.test", 993, Security::Tls),
        smtp: endpoint(Protocol::Smtp, "smtp.ac-exemple.test", 587, Security::Starttls),
        webmail: None,
        reset_page: None,
        signature: None,
        desk: None,
        quarantine: true,
        lang: Lang::Fr,
    }
}

fn made() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_257_000).expect("a time")
}

/// Somebody harmless of whom the same things are known: their files have the shape ours must have.
fn like(typed: &MailSettings) -> MailSettings {
    let known = |text: &str| if text.trim().is_empty() { "" } else { "x" }.to_owned();
    MailSettings {
        webmail: typed.webmail.as_ref().map(|_| "https://a.test/".to_owned()),
        desk: typed.desk.as_ref().map(|_| HelpDesk { name: "x".to_owned(), phone: Some("x".to_owned()), url: None }),
        signature: typed.signature.as_ref().map(|fields| SignatureFields {
            role: known(&fields.role),
            school: known(&fields.school),
            phone: known(&fields.phone),
        }),
        ..harmless()
    }
}

/// Whether anything is written of them.
fn files(typed: &MailSettings) -> bool {
    let all = Client::ALL.map(|client| render(typed, client, made()));
    let secret = [&typed.display_name, &typed.label].into_iter().any(|text| numen::looks_like(text));
    if all[0].is_err() || secret {
        assert!(all.iter().all(Result::is_err), "refused for one, refused for all: {typed:?}");
        return false;
    }
    let shape = like(typed);
    for (client, outputs) in Client::ALL.into_iter().zip(all) {
        match outputs {
            Ok(outputs) => {
                let known = render(&shape, client, made()).expect("nothing in it is refused");
                assert_eq!(outputs.len(), known.len(), "{client:?}");
                outputs.iter().zip(&known).for_each(|(output, known)| file(output, known, typed));
            }
            Err(refusal) => assert_eq!((client, refusal), (Client::Android, ProfileRefusal::QrTooBig), "{typed:?}"),
        }
    }
    true
}

fn file(output: &Output, known: &Output, typed: &MailSettings) {
    let named = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    assert!(output.file_name.bytes().all(named) && !output.file_name.starts_with('.'), "{}", output.file_name);
    let (name, label) = (typed.display_name.trim(), typed.label.trim());
    let ending = |name: &str| name.rsplit('.').next().unwrap_or_default().to_owned();
    match ending(&output.file_name).as_str() {
        "pdf" => assert!(output.bytes.starts_with(b"%PDF-1.7")),
        "reg" => assert_eq!(keys(&utf16(&output.bytes), '=').len(), keys(&utf16(&known.bytes), '=').len()),
        "mobileconfig" => apple(&output.bytes, name, label),
        "xml" | "k9s" | "svg" | "webloc" => {
            let leaves = xml(text(output), text(known));
            let shown = |wanted| leaves.iter().any(|leaf| leaf == wanted);
            match output.client {
                Client::Thunderbird => assert!(shown(label), "{label:?}"),
                Client::Outlook => assert!(shown(name), "{name:?}"),
                Client::Android if ending(&output.file_name) == "k9s" => assert!(shown(name) && shown(label)),
                _ => {}
            }
        }
        "html" => assert_eq!(text(output).matches('<').count(), text(known).matches('<').count()),
        "txt" => assert_eq!(text(output).lines().next(), Some(name)),
        "prf" => {
            assert!(text(output).is_ascii() && text(output).matches('\n').count() == text(output).matches("\r\n").count());
            assert_eq!(keys(text(output), '='), keys(text(known), '='));
        }
        "ics" => assert_eq!(keys(&unfolded(text(output)), ':'), keys(&unfolded(text(known)), ':')),
        "source" | "desktop" | "url" => {
            assert_eq!(keys(text(output), '='), keys(text(known), '='));
            if output.file_name.ends_with("-identity.source") {
                assert_eq!(value(text(output), "Name"), name);
            }
            if output.file_name.ends_with(".desktop") {
                assert_eq!(value(text(output), "Name"), format!("Messagerie – {label}"));
            }
        }
        other => panic!("{other}: a file nothing here reads"),
    }
}

fn text(output: &Output) -> &str {
    std::str::from_utf8(&output.bytes).expect("UTF-8")
}

fn utf16(bytes: &[u8]) -> String {
    let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
    String::from_utf16(&units).expect("UTF-16")
}

/// Sections and the names before the sign, in order: what a line-based reader takes for structure.
fn keys(text: &str, sign: char) -> Vec<&str> {
    text.lines().map(|line| line.split_once(sign).map_or(line, |(key, _)| key)).collect()
}

/// RFC 5545 §3.1: a line that begins with a space goes on from the one before.
fn unfolded(text: &str) -> String {
    text.replace("\r\n ", "").replace("\r\n", "\n")
}

/// A value of a key file, read by GKeyFile's rule: a backslash begins an escape.
fn value(text: &str, key: &str) -> String {
    let head = format!("{key}=");
    let line = text.lines().find_map(|line| line.strip_prefix(&head)).expect("the key");
    let mut value = String::new();
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        if letter == '\\' {
            assert_eq!(letters.next(), Some('\\'), "an escape we never write: {line}");
        }
        value.push(letter);
    }
    value
}

fn apple(bytes: &[u8], name: &str, label: &str) {
    let profile = Value::from_reader_xml(bytes).expect("a property list");
    let payload = profile.as_dictionary().and_then(|profile| profile["PayloadContent"].as_array()?.first()?.as_dictionary());
    let payload = payload.expect("an account");
    assert_eq!(payload["EmailAccountName"].as_string(), Some(name));
    assert_eq!(payload["EmailAccountDescription"].as_string(), Some(label));
    assert!(!payload.contains_key("IncomingPassword"));
}

/// The leaves of a document whose elements are those of the other.
fn xml(document: &str, known: &str) -> Vec<String> {
    let (elements, leaves) = read(document);
    assert_eq!(elements, read(known).0, "{document}");
    leaves
}

fn read(document: &str) -> (Vec<String>, Vec<String>) {
    let (mut elements, mut leaves) = (Vec::new(), vec![String::new()]);
    let mut reader = Reader::from_str(document);
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Eof => break,
            Event::Start(tag) | Event::Empty(tag) => {
                elements.push(tag.name().as_ref().to_owned());
                leaves.push(String::new());
            }
            Event::End(_) => leaves.push(String::new()),
            Event::Text(text) => leaves.last_mut().expect("one").push_str(&text),
            Event::GeneralRef(entity) => {
                let letter = match entity.resolve_char_ref().expect("a reference") {
                    Some(letter) => letter.to_string(),
                    None => quick_xml::escape::unescape(&format!("&{};", &*entity))
                        .expect("one of the five")
                        .into_owned(),
                };
                leaves.last_mut().expect("one").push_str(&letter);
            }
            _ => {}
        }
    }
    (elements, leaves)
}

/// Into a Thunderbird that holds `prefs`: added, added again, taken out.
fn account(typed: &MailSettings, prefs: &str) {
    // In memory where the system has such a place: this is done a thousand times a second.
    let memory = Path::new("/dev/shm");
    let home = if memory.is_dir() { tempfile::tempdir_in(memory) } else { tempfile::tempdir() };
    let home = home.expect("a folder");
    let profile = home.path().join("x");
    fs::create_dir(&profile).expect("a profile");
    fs::write(home.path().join("profiles.ini"), "[Profile0]\nName=x\nIsRelative=1\nPath=x\n").expect("a list");
    let path = profile.join(thunderbird::PREFS);
    fs::write(&path, prefs).expect("a file");
    let homes = Homes::throwaway(home.path().to_owned());
    let now = || fs::read_to_string(&path).expect("UTF-8");
    let wanted = Habits { bcc_warning: true };
    let Ok(added) = thunderbird::add(&homes, typed, wanted, made()) else {
        assert_eq!(now(), prefs, "refused, and changed");
        return;
    };
    if added.changed.is_empty() {
        assert_eq!(now(), prefs, "nothing changed");
        return;
    }
    let again = thunderbird::add(&homes, typed, wanted, made()).expect("what we wrote is read");
    assert_eq!(again.changed, Vec::<String>::new(), "added twice");
    let seen = thunderbird::status(&homes).expect("what we wrote is read");
    assert!(seen.accounts.iter().any(|account| account.ours && account.login == typed.login.trim()), "{seen:?}");
    thunderbird::remove(&homes, None, made()).expect("what we wrote is ours");
    assert_eq!(now(), prefs, "not every byte came back");
}

fn list(bytes: &[u8]) {
    let Ok(staff) = Staff::read(bytes) else { return };
    let mut last = 1;
    for row in staff {
        assert!(row.line >= last, "lines go on");
        last = row.line;
        if let Ok(person) = row.person {
            assert!(Path::new(&folder_of(&person.address)).components().count() <= 1, "a folder, no path");
        }
    }
}
