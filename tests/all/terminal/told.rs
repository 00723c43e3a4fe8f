//! Journeys that nobody types: a practice person who answers, and an answers file with secrets by descriptor.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Write},
    process::{Child, Stdio},
    sync::mpsc::channel,
    time::{Duration, SystemTime},
};

use serde_json::Value;

use super::{
    CHOSEN,
    home::{DEADLINE, Home, Ran, Reading, holds},
    interrupted::mailed,
};
use crate::stage::oathtool;

/// The key in an `otpauth:` address, in both cases.
pub(super) fn keys(uri: &str) -> [String; 2] {
    let key = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap();
    [key.to_ascii_uppercase(), key.to_ascii_lowercase()]
}

/// A practice person who answers, while they do.
pub(super) struct Scripted {
    pub(super) home: Home,
    child: Child,
    /// Where what the run makes goes out to.
    gone: Vec<String>,
}

impl Scripted {
    /// `log`: what the program is asked to log, if anything.
    pub(super) fn start(person: &str, chosen: &str, log: Option<&str>) -> Self {
        let home = Home::new();
        let own = home.beside("own", &format!("{chosen}\n"));
        let gone: Vec<String> = ["key", "code", "application"].map(|name| home.beside(name, "")).into();
        let out = home.path("out");
        let practice = format!("--practice={person}");
        let descriptors = [
            (3, "<", own.as_str()),
            (4, ">", &gone[0]),
            (5, ">", &gone[1]),
            (6, ">", &gone[2]),
        ];
        let arguments = [
            "onboard",
            &practice,
            "--scripted",
            "--json",
            "--progress",
            "json",
            "--out",
        ];
        let secrets = ["own=3", "new-key=4", "recovery-code=5", "application=6"];
        let secrets: Vec<&str> = secrets.into_iter().flat_map(|secret| ["--secret", secret]).collect();
        let arguments = [&arguments[..], &[out.to_str().unwrap()], &secrets[..]].concat();
        let mut command = home.with_descriptors(&descriptors, &arguments);
        command.envs(log.map(|level| ("RENTREE_LOG", level)));
        let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        Self { home, child, gone }
    }

    /// What the run left and said, and the secrets it made.
    pub(super) fn end(self) -> (Home, Ran, Vec<String>) {
        let ran = Ran::of(self.child.wait_with_output().unwrap());
        let mut secrets = Vec::new();
        for path in &self.gone {
            let text = fs::read_to_string(path).unwrap();
            match text.trim() {
                "" => {}
                uri if uri.starts_with("otpauth:") => secrets.extend(keys(uri)),
                text => secrets.push(text.to_owned()),
            }
        }
        (self.home, ran, secrets)
    }
}

/// What a scripted run of `person` left, with every secret of it.
fn scripted(person: &str) -> (Home, Ran, Vec<String>) {
    let (home, ran, made) = Scripted::start(person, CHOSEN, None).end();
    let known = [CHOSEN.to_owned(), "Provisoire-2026!".to_owned()];
    (home, ran, known.into_iter().chain(made).collect())
}

fn names(summary: &Value, list: &str) -> Vec<String> {
    let items = summary[list]
        .as_array()
        .unwrap_or_else(|| panic!("no {list}: {summary}"));
    items
        .iter()
        .map(|item| item["key"].as_str().unwrap().to_owned())
        .collect()
}

/// Files on disk, the summary's shape, one object a line, no secret anywhere.
fn whole(home: &Home, ran: &Ran, secrets: &[String]) -> Value {
    assert_eq!(ran.code, 0, "{}", ran.err);
    let summary = ran.json();
    let mut written: Vec<&String> = summary.as_object().unwrap().keys().collect();
    written.sort();
    assert_eq!(written, ["declared", "done", "files", "left", "shared", "traces"]);
    let files = summary["files"].as_array().unwrap();
    for client in ["thunderbird", "outlook", "apple"] {
        let of = |file: &&Value| file["client"] == client;
        let file = files
            .iter()
            .find(of)
            .unwrap_or_else(|| panic!("no {client}: {files:?}"));
        assert!(
            fs::metadata(file["path"].as_str().unwrap()).unwrap().len() > 0,
            "{file}"
        );
    }
    for secret in secrets {
        assert!(
            !holds(ran.out.as_bytes(), secret) && !holds(ran.err.as_bytes(), secret),
            "printed: {secret}"
        );
    }
    home.no_secret(secrets);
    home.nothing_half_written(false);
    summary
}

fn one_object_a_line(err: &str) {
    let mut steps = Vec::new();
    for line in err.lines() {
        let object: Value = serde_json::from_str(line).unwrap_or_else(|_| panic!("no object: {line}"));
        if let Some(step) = object["step"].as_str() {
            assert!(object["screen"].is_string() && object["ms"].is_u64(), "{line}");
            steps.push(step.to_owned());
        } else {
            assert!(object["doing"].is_string(), "{line}");
        }
    }
    steps.dedup();
    assert_eq!(
        steps,
        [
            "academy",
            "identity",
            "password",
            "recovery",
            "second-factor",
            "mail-apps",
            "check-up"
        ]
    );
}

#[test]
fn a_scripted_person_reaches_the_end_of_the_connected_academy() {
    let (home, ran, secrets) = scripted("claire.martin");
    assert_eq!(
        secrets.len(),
        5,
        "new and old password, key, recovery code: {}",
        ran.err
    );
    let summary = whole(&home, &ran, &secrets);
    one_object_a_line(&ran.err);
    assert!(
        names(&summary, "left").is_empty() && names(&summary, "declared").is_empty(),
        "{summary}"
    );
    assert!(names(&summary, "done").contains(&"second-factor".to_owned()));
}

#[test]
fn a_scripted_person_reaches_a_true_list_at_the_web_only_academy() {
    let (home, ran, secrets) = scripted("karim.benali");
    assert_eq!(secrets.len(), 6, "the application password too: {}", ran.err);
    let summary = whole(&home, &ran, &secrets);
    one_object_a_line(&ran.err);
    let declared = names(&summary, "declared");
    for key in ["password", "recovery-registered", "second-factor"] {
        assert!(
            declared.iter().any(|name| name == key),
            "no server confirmed {key}: {summary}"
        );
    }
    let done = names(&summary, "done");
    for key in [
        "mailbox",
        "sending",
        "application-password",
        "recovery-address",
        "profiles",
    ] {
        assert!(done.iter().any(|name| name == key), "{key}: {summary}");
    }
    assert!(names(&summary, "left").is_empty(), "{summary}");
}

/// The answers of a practice person.
pub(super) fn answers(given: &str, family: &str, address: &str, login: &str, holding: &str) -> String {
    format!(
        "academy = 'entrainement'\ngiven = '{given}'\nfamily = \"{family}\"\naddress = '{address}'\nidentifier = '{login}'\n\
         holding = '{holding}'\nclients = ['thunderbird', 'outlook', 'apple', 'sheet']\n\
         recovery_address = 'claire.perso@perso.test'\n"
    )
}

#[test]
fn a_fresh_person_is_told_to_the_end() {
    let home = Home::new();
    let claire = answers(
        "Claire",
        "Martin",
        "claire.martin@entrainement.test",
        "cmartin",
        "letter",
    );
    let file = home.beside("answers.toml", &claire);
    let (first, own) = (
        home.beside("first", "Provisoire-2026!\n"),
        home.beside("own", &format!("{CHOSEN}\n")),
    );
    let (mail, key, code) = (home.pipe("mail"), home.pipe("key"), home.pipe("code"));
    let out = home.path("out");
    let descriptors = [
        (3, "<", first.as_str()),
        (4, "<", &own),
        (5, "<>", &mail),
        (6, "<>", &key),
        (7, "<>", &code),
    ];
    let mut command = home.with_descriptors(
        &descriptors,
        &[
            "onboard",
            "--practice=claire.martin",
            "--answers",
            &file,
            "--json",
            "--lang",
            "fr",
            "--out",
            out.to_str().unwrap(),
            "--secret",
            "first=3",
            "--secret",
            "own=4",
            "--secret",
            "recovery-code=5",
            "--secret",
            "new-key=6",
            "--secret",
            "code=7",
        ],
    );
    // Both ends, so that opening waits for nobody.
    let both = |path: &str| File::options().read(true).write(true).open(path).unwrap();
    let (mut mail, key, mut code) = (both(&mail), both(&key), both(&code));
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut said = Reading::of(child.stderr.take().unwrap());
    said.until("http://127.0.0.1:");
    let inbox = format!("http://127.0.0.1:{}", said.until("\n").trim());
    let digits = mailed(&inbox);
    writeln!(mail, "{digits}").unwrap();
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut line = String::new();
        BufReader::new(key).read_line(&mut line).unwrap();
        send.send(line.trim().to_owned())
    });
    let uri = receive
        .recv_timeout(DEADLINE)
        .unwrap_or_else(|_| panic!("no key: {}", said.all()));
    for periods in [0, 30] {
        writeln!(
            code,
            "{}",
            oathtool(&uri, SystemTime::now() + Duration::from_secs(periods))
        )
        .unwrap();
    }
    let ran = Ran {
        err: said.all(),
        ..Ran::of(child.wait_with_output().unwrap())
    };
    let mut secrets = vec![CHOSEN.to_owned(), "Provisoire-2026!".to_owned(), digits];
    secrets.extend(keys(&uri));
    let summary = whole(&home, &ran, &secrets);
    assert!(
        names(&summary, "left").is_empty() && names(&summary, "declared").is_empty(),
        "{summary}"
    );
}

/// Someone who holds a password, told up to where no code is asked for.
fn told(who: [&str; 4], holding: &str, password: &str) -> (Home, Ran) {
    let home = Home::new();
    let [given, family, local, login] = who;
    let text = answers(given, family, &format!("{local}@entrainement.test"), login, holding);
    let text = text.replace("recovery_address = 'claire.perso@perso.test'\n", "");
    let file = home.beside("answers.toml", &text);
    let secret = home.beside("secret", &format!("{password}\n"));
    let practice = format!("--practice={local}");
    let out = home.path("out");
    let name = if holding == "letter" { "first=3" } else { "own=3" };
    let mut command = home.with_descriptors(
        &[(3, "<", secret.as_str())],
        &[
            "onboard",
            &practice,
            "--answers",
            &file,
            "--json",
            "--out",
            out.to_str().unwrap(),
            "--lang",
            "fr",
            "--secret",
            name,
        ],
    );
    let ran = Ran::of(command.output().unwrap());
    home.no_secret(&[password.to_owned()]);
    (home, ran)
}

#[test]
fn people_who_cannot_go_on_are_sent_to_the_desk_after_one_attempt() {
    for (who, password, code) in [
        (
            ["Sophie", "Lefèvre", "sophie.lefevre", "slefevre"],
            "Verrou-Ferme.88",
            "account-locked",
        ),
        (
            ["Nadia", "Bernard", "nadia.bernard", "nbernard"],
            "Provisoire-2025!",
            "account-expired",
        ),
        (
            ["Valérie", "Moreau", "valerie.moreau", "vmoreau"],
            "Provisoire-2024!",
            "account-locked",
        ),
    ] {
        let (home, ran) = told(who, "letter", password);
        ran.refused(4, code);
        assert_eq!(
            ran.err.matches("refusal-").count(),
            1,
            "one attempt, one refusal: {}",
            ran.err
        );
        home.nothing_half_written(true);
    }
}

#[test]
fn homonym_accented_and_nearly_full_people_reach_the_end() {
    for (who, password) in [
        (["Jean", "Dupont", "jean.dupont2", "jdupont2"], "Homonyme.Deux-33"),
        (
            ["Jean-Loïc", "Hérault-d'Été", "jean-loic.herault-dete", "jlheraudd"],
            "Château-Œuf.62é",
        ),
        (["Thomas", "Girard", "thomas.girard", "tgirard"], "Boite.Pleine-19"),
    ] {
        let (_home, ran) = told(who, "already-changed", password);
        assert_eq!(ran.code, 0, "{who:?}: {}", ran.err);
        let summary = ran.json();
        assert!(
            names(&summary, "done").contains(&"mailbox".to_owned()),
            "{who:?}: {summary}"
        );
        let left = names(&summary, "left");
        assert!(
            left.iter().any(|key| key == "second-factor"),
            "not enrolled without a way out for the key: {summary}"
        );
    }
}
