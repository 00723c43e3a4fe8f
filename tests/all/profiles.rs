//! Profiles read by programs that are not ours: xmllint, Python's plistlib and fcntl, zbarimg; `apple` adds OpenSSL,
//! `evolution` GNOME's source registry, `peers` automx2, `sheet` Poppler; `k9` holds the rules of K-9's reader.
//!
//! A program that is missing makes its test say so on standard error and end: the gate installs them all.

pub(crate) mod apple;
mod evolution;
mod k9;
mod peers;
mod sheet;

use std::{
    fs,
    io::{BufRead, BufReader, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rentree::{
    academy::{Endpoint, Protocol, Security},
    profiles::{
        Client, HelpDesk, MailSettings, ProfileRefusal, SignatureFields, check_android, place, render,
        thunderbird::{self, Habits, Homes},
    },
    words::Lang,
};
use time::OffsetDateTime;

fn settings() -> MailSettings {
    let endpoint = |protocol, host: &str, port, security| Endpoint {
        protocol,
        host: host.to_owned(),
        port,
        security,
    };
    MailSettings {
        address: "jeanne.dupont@ac-exemple.test".to_owned(),
        display_name: "Jeanne D’UPONT \"Zoé\" 🎓".to_owned(),
        login: "jdupont".to_owned(),
        label: "Académie d’Exemple <& Cie>".to_owned(),
        imap: endpoint(Protocol::Imap, "imap.ac-exemple.test", 993, Security::Tls),
        smtp: endpoint(Protocol::Smtp, "smtp.ac-exemple.test", 587, Security::Starttls),
        webmail: Some("https://webmail.ac-exemple.test/".to_owned()),
        reset_page: Some("https://motdepasse.ac-exemple.test/".to_owned()),
        signature: Some(SignatureFields {
            role: "Professeure d’histoire".to_owned(),
            school: "Collège « Molière »".to_owned(),
            phone: "01 02 03 04 05".to_owned(),
        }),
        desk: Some(HelpDesk {
            name: "Plateforme d’assistance".to_owned(),
            phone: Some("01 02 03 04 05".to_owned()),
            url: Some("https://assistance.ac-exemple.test/".to_owned()),
        }),
        quarantine: true,
        lang: Lang::Fr,
    }
}

fn made() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_795_257_000).unwrap()
}

/// Everything for one client, on disk.
fn written(client: Client) -> (tempfile::TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().unwrap();
    let lines = place(folder.path(), &render(&settings(), client, made()).unwrap()).unwrap();
    let paths = lines.into_iter().map(|line| PathBuf::from(line.path)).collect();
    (folder, paths)
}

fn with_extension(paths: &[PathBuf], extension: &str) -> PathBuf {
    paths
        .iter()
        .find(|path| path.extension().is_some_and(|e| e == extension))
        .unwrap()
        .clone()
}

/// Standard output of a program that must succeed; `None` when it is not installed.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    match Command::new(program).args(arguments).output() {
        Ok(output) => {
            let error = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{program} {arguments:?}: {error}");
            Some(String::from_utf8(output.stdout).unwrap())
        }
        Err(error) => {
            eprintln!("NOT RUN: {program}: {error}");
            None
        }
    }
}

fn valid(schema: &str, document: &Path) {
    let schema = format!("{}/tests/fixtures/schemas/{schema}", env!("CARGO_MANIFEST_DIR"));
    run(
        "xmllint",
        &["--noout", "--nonet", "--relaxng", &schema, document.to_str().unwrap()],
    );
}

#[test]
fn the_xml_files_are_valid_and_the_others_well_formed() {
    let (_keep, paths) = written(Client::Thunderbird);
    valid("client-config.rng", &with_extension(&paths, "xml"));
    let (_keep, paths) = written(Client::Outlook);
    valid("autodiscover.rng", &with_extension(&paths, "xml"));
    let (_keep, paths) = written(Client::Android);
    for extension in ["k9s", "svg"] {
        run(
            "xmllint",
            &[
                "--noout",
                "--nonet",
                with_extension(&paths, extension).to_str().unwrap(),
            ],
        );
    }
}

/// A schema that accepts everything would prove nothing.
#[test]
fn the_schemas_refuse_what_clients_misread() {
    let mutants = [
        (
            Client::Thunderbird,
            "client-config.rng",
            "<port>993</port>",
            "<port> 993 </port>",
        ),
        (Client::Thunderbird, "client-config.rng", ">SSL<", ">plain<"),
        (
            Client::Thunderbird,
            "client-config.rng",
            ">password-cleartext<",
            ">plain<",
        ),
        (
            Client::Thunderbird,
            "client-config.rng",
            ">jdupont<",
            ">%EMAILLOCALPART%<",
        ),
        (
            Client::Thunderbird,
            "client-config.rng",
            "<hostname>imap.",
            "<hostname>imap_",
        ),
        (Client::Outlook, "autodiscover.rng", "<SPA>off</SPA>", ""),
        (Client::Outlook, "autodiscover.rng", "<SSL>on</SSL>", "<SSL>true</SSL>"),
    ];
    for (client, schema, from, to) in mutants {
        let (_keep, paths) = written(client);
        let path = with_extension(&paths, "xml");
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replace(from, to)).unwrap();
        let schema = format!("{}/tests/fixtures/schemas/{schema}", env!("CARGO_MANIFEST_DIR"));
        let Ok(output) = Command::new("xmllint")
            .args(["--noout", "--nonet", "--relaxng", &schema])
            .arg(&path)
            .output()
        else {
            eprintln!("NOT RUN: xmllint");
            return;
        };
        assert!(!output.status.success(), "{to} passed");
    }
}

#[test]
fn another_plist_reader_sees_the_same_account() {
    let (_keep, paths) = written(Client::Apple);
    let script = "import plistlib,sys\nd=plistlib.load(open(sys.argv[1],'rb'))\np=d['PayloadContent'][0]\n\
        print(p['EmailAccountName'],p['OutgoingMailServerPortNumber'],p['OutgoingMailServerUseSSL'],len({d['PayloadUUID'],p['PayloadUUID']}),sep='|')";
    if let Some(seen) = run("python3", &["-c", script, paths[0].to_str().unwrap()]) {
        assert_eq!(seen.trim_end(), "Jeanne D’UPONT \"Zoé\" 🎓|587|True|2");
    }
}

/// The picture as a plain bitmap, eight points a module. Our SVG is one path: a row begins with `Mx y.5`, dark modules are
/// drawn with `hN`, light ones passed with `mN 0`.
fn bitmap(svg: &str) -> String {
    let numbers = |text: &str| -> Vec<usize> {
        let words = text.split(|letter: char| !letter.is_ascii_digit());
        words.filter_map(|word| word.parse().ok()).collect()
    };
    let side = numbers(svg.split_once("viewBox=\"0 0 ").unwrap().1)[0];
    let mut dark = vec![vec!['0'; side]; side];
    let path = svg.rsplit_once(" d=\"").unwrap().1;
    let path = path.split_once('"').unwrap().0;
    let (mut x, mut y) = (0, 0);
    let begins = path.match_indices(|letter: char| letter.is_ascii_alphabetic());
    for (at, kind) in begins {
        let step = &path[at + 1..];
        let step = step.split(|letter: char| letter.is_ascii_alphabetic()).next().unwrap();
        match (kind, numbers(step).as_slice()) {
            ("M", &[from, row, 5]) => (x, y) = (from, row),
            ("m", &[past, 0]) => x += past,
            ("h", &[long]) => {
                dark[y][x..x + long].fill('1');
                x += long;
            }
            _ => panic!("{kind}{step}"),
        }
    }
    let wide = |row: &Vec<char>| -> String { row.iter().flat_map(|module| [*module, ' '].repeat(8)).collect() };
    let rows: Vec<String> = dark.iter().flat_map(|row| vec![wide(row); 8]).collect();
    format!("P1\n{0} {0}\n{1}\n", side * 8, rows.join("\n"))
}

#[test]
fn a_scanner_reads_the_qr_code() {
    let (folder, paths) = written(Client::Android);
    let image = folder.path().join("code.pbm");
    fs::write(
        &image,
        bitmap(&fs::read_to_string(with_extension(&paths, "svg")).unwrap()),
    )
    .unwrap();
    if let Some(seen) = run("zbarimg", &["-q", "--raw", "-Sqrcode.enable", image.to_str().unwrap()]) {
        assert_eq!(check_android(seen.trim_end().as_bytes()), Ok(()));
        let json: serde_json::Value = serde_json::from_str(&seen).unwrap();
        assert_eq!(json[2][6], "Académie d’Exemple <& Cie>");
        assert_eq!(
            json[3][0][0],
            serde_json::json!([0, "smtp.ac-exemple.test", 587, 2, 1, "jdupont"])
        );
    }
}

#[test]
fn no_file_says_password_with_a_value() {
    for client in Client::ALL {
        for output in render(&settings(), client, made()).unwrap() {
            assert!(output.file_name.is_ascii() && !output.next.is_empty());
            let text = String::from_utf8_lossy(&output.bytes);
            assert!(
                !text.contains("<password>") && !text.contains("<key>IncomingPassword<"),
                "{}",
                output.file_name
            );
        }
    }
}

#[cfg(unix)]
#[test]
fn a_profile_another_process_has_locked_is_left_alone() {
    let home = tempfile::tempdir().unwrap();
    let homes = Homes::throwaway(home.path().to_owned());
    let profile = thunderbird::add(&homes, &settings(), Habits::default(), made())
        .unwrap()
        .profile;
    let before = fs::read(profile.join("prefs.js")).unwrap();
    let script = "import fcntl,sys\nf=open(sys.argv[1],'w')\nfcntl.lockf(f,fcntl.LOCK_EX)\nprint('held',flush=True)\nsys.stdin.readline()";
    let lock = profile.join(".parentlock");
    let child = Command::new("python3")
        .args(["-c", script, lock.to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        eprintln!("NOT RUN: python3");
        return;
    };
    let mut held = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut held)
        .unwrap();
    let refused = thunderbird::remove(&homes, None, made());
    let looked = thunderbird::status(&homes).unwrap();
    child.stdin.take().unwrap().write_all(b"\n").unwrap();
    child.wait().unwrap();
    assert!(matches!(refused, Err(ProfileRefusal::ThunderbirdRunning { .. })));
    assert!(looked.running && looked.accounts[0].ours, "looking works meanwhile");
    assert_eq!(fs::read(profile.join("prefs.js")).unwrap(), before);
    assert!(!thunderbird::remove(&homes, None, made()).unwrap().changed.is_empty());
}
