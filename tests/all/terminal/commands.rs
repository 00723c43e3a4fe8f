//! The commands that only read data, and the help.

use std::fs;

use serde_json::Value;

use super::home::Home;

#[test]
fn academies_are_all_there_in_the_contracts_shape() {
    let ran = Home::new().run(&["academies", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (0, ""));
    let list = ran.json();
    let list = list.as_array().unwrap();
    assert_eq!(list.len(), 34);
    for line in list {
        assert!(line["id"].is_string() && line["name"].is_string(), "{line}");
        assert!(
            line["domains"].as_array().unwrap().iter().all(Value::is_string),
            "{line}"
        );
        for department in line["departments"].as_array().unwrap() {
            assert!(
                department["code"].is_string() && department["name"].is_string(),
                "{department}"
            );
        }
        let mail = &line["mail"];
        assert!(
            mail["status"].is_string() || (mail["status"].is_null() && mail["why"].is_string()),
            "{line}"
        );
    }
}

fn found(text: &str) -> Vec<(String, String)> {
    let ran = Home::new().run(&["find", "--json", text]);
    assert_eq!(ran.code, 0, "{text}: {}", ran.err);
    let list = ran.json();
    let list = list.as_array().unwrap().clone();
    let scores: Vec<f64> = list.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "best first: {list:?}");
    let text = |hit: &Value, key: &str| hit[key].as_str().unwrap().to_owned();
    list.iter().map(|hit| (text(hit, "id"), text(hit, "because"))).collect()
}

#[test]
fn an_academy_is_found_however_it_is_said() {
    for (text, id, because) in [
        ("0690026D", "lyon", "school-code"),
        ("0690026A", "lyon", "school-code-letter"),
        ("01", "lyon", "department-code"),
        ("Ain", "lyon", "department"),
        ("Bourg-en-Bresse", "lyon", "dsden-seat"),
        ("bourg en brese", "lyon", "dsden-seat"),
        ("epinal", "nancy-metz", "dsden-seat"),
        ("jean.dupont@ac-nancy-metz.fr", "nancy-metz", "mail-domain"),
        ("https://webmail.ac-lyon.fr/", "lyon", "link"),
    ] {
        let hits = found(text);
        let (first, why) = hits.first().unwrap_or_else(|| panic!("{text}: nothing"));
        assert_eq!((first.as_str(), why.as_str()), (id, because), "{text}: {hits:?}");
    }
    assert_eq!(found("zzqqxx"), []);
    let (fr, en) = (
        Home::new().run(&["find", "zzqqxx", "--lang", "fr"]),
        Home::new().run(&["find", "zzqqxx", "--lang", "en"]),
    );
    assert!(
        fr.err.contains("Rien trouvé") && en.err.contains("Nothing found"),
        "{} {}",
        fr.err,
        en.err
    );
}

/// The commands `--help` names.
fn commands() -> Vec<String> {
    let help = Home::new().run(&["--help"]).out;
    let named = help
        .split("Commands:")
        .nth(1)
        .unwrap()
        .split("Options:")
        .next()
        .unwrap()
        .to_owned();
    let names = named
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next().map(str::to_owned));
    names.filter(|name| name != "help").collect()
}

/// Calls that name a peer, as strace writes them down.
const WATCH: [&str; 6] = [
    "-f",
    "-qq",
    "--seccomp-bpf",
    "-e",
    "trace=connect,sendto,sendmsg,sendmmsg",
    "-o",
];

/// Peers beyond loopback. A datagram socket that is only asked by which road it would go sends nothing (TEST-NET-1).
fn beyond_loopback(calls: &str) -> Vec<String> {
    let calls = fs::read_to_string(calls).unwrap();
    let near = |line: &&str| {
        let by_road = line.contains("connect(") && line.contains("htons(9)") && line.contains("\"192.0.2.1\"");
        by_road || line.contains("inet_addr(\"127.") || line.contains("\"::1\"")
    };
    let named = calls.lines().filter(|line| line.contains("sa_family=AF_INET"));
    named.filter(|line| !near(line)).map(str::to_owned).collect()
}

/// Otherwise the watch over the examples would see nothing, whatever they did. Where there is no network: nothing leaves.
#[test]
fn a_question_to_a_name_server_would_be_seen() {
    let home = Home::new();
    let calls = home.beside("calls", "");
    let asked = ["discover", "claire.martin@ac-dijon.fr"];
    let ran = home
        .command("unshare")
        .args(["--net", "strace"])
        .args(WATCH)
        .args([&calls, super::home::PROGRAM])
        .args(asked)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr);
    if said.contains("unshare failed") {
        eprintln!("NOT RUN: no network namespace: {said}");
        return;
    }
    assert_ne!(beyond_loopback(&calls), Vec::<String>::new(), "{said}");
}

#[test]
fn every_command_shows_one_example_and_it_works() {
    let commands = commands();
    assert!(commands.len() >= 7, "{commands:?}");
    for command in commands {
        let help = Home::new().run(&[&command, "--help"]);
        assert_eq!(help.code, 0);
        let examples: Vec<_> = help.out.split("Example: rentree ").skip(1).collect();
        assert_eq!(examples.len(), 1, "{command}: {}", help.out);
        // The practice runs until it is interrupted: its own test does that.
        if command == "practice" {
            continue;
        }
        let line: String = examples[0].lines().map(str::trim).collect::<Vec<_>>().join(" ");
        let home = Home::new();
        let staff = "given,family,address,identifier\nJean,Dupont,jean.dupont@ac-dijon.fr,jdupont\n";
        fs::write(home.path("home/personnel.csv"), staff).unwrap();
        // What an unofficial page says of Dijon's servers is proved on the network first; here the academy says it itself.
        let pack = match line.contains("dijon") || line.contains("personnel.csv") {
            true => format!(
                "--pack '{}' --allow-unsigned",
                home.beside("dijon.toml", super::home::STATED)
            ),
            false => String::new(),
        };
        let calls = home.beside("calls", "");
        let run = home
            .command("strace")
            .args(WATCH)
            .args([
                &calls,
                "sh",
                "-c",
                &format!("exec \"$0\" {pack} {line}"),
                super::home::PROGRAM,
            ])
            .output()
            .unwrap();
        let ran = super::home::Ran::of(run);
        assert_eq!(ran.code, 0, "{line}: {}{}", ran.out, ran.err);
        assert!(!ran.out.is_empty(), "{line}");
        assert_eq!(beyond_loopback(&calls), Vec::<String>::new(), "{line}");
    }
}

#[test]
fn a_reader_that_leaves_early_is_no_fault() {
    let home = Home::new();
    let program = super::home::PROGRAM;
    let run = home
        .command("sh")
        .args(["-c", "{ \"$0\" academies --json; echo $? >&2; } | true", program])
        .output();
    let ran = super::home::Ran::of(run.unwrap());
    assert_eq!(ran.err.trim(), "0");
}

#[test]
fn wrong_use_is_exit_2() {
    for arguments in [
        &["no-such-command"][..],
        &["onboard", "--secret", "own=Rentree2025!"],
        &["verify"],
        &["academies", "--lang", "de"],
        &["academies", "--hosts", "imap.ac-lyon.fr=127.0.0.1"],
    ] {
        let ran = Home::new().run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert_eq!(ran.out, "");
    }
}

#[test]
fn profiles_are_written_from_the_academys_word_alone_and_two_platforms_are_not_guessed() {
    let home = Home::new();
    let out = home.path("out");
    let mail = |academy: &str, address: &str| {
        let out = out.to_str().unwrap();
        let list = "thunderbird,outlook,apple,android,sheet,signature,reminders";
        let common = [
            "profiles",
            "--json",
            "--lang",
            "fr",
            "--academy",
            academy,
            "--address",
            address,
        ];
        let rest = [
            "--identifier",
            "jdupont",
            "--name",
            "Jean Dupont",
            "--for",
            list,
            "--out",
            out,
        ];
        home.run_stated(&[&common[..], &rest[..]].concat())
    };
    let refused = mail("lyon", "jean.dupont@ac-lyon.fr");
    refused.refused(2, "platform-needed");
    assert!(
        refused.err.contains("lyon (") && refused.err.contains("national ("),
        "the choices: {}",
        refused.err
    );
    home.nothing_half_written(true);
    let ran = mail("dijon", "jean.dupont@ac-dijon.fr");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let list = ran.json();
    let files = list["files"].as_array().unwrap();
    assert!(files.len() >= 7, "{files:?}");
    for file in files {
        assert_eq!(file["sha256"].as_str().unwrap().len(), 64);
        assert!(std::path::Path::new(file["path"].as_str().unwrap()).starts_with(&out) && file["client"].is_string());
    }
    mail("dijon", "jean.dupont@gmail.com").refused(1, "wrong-domain");
}

/// What an academy forbids is written by no command; a list of people leaves it out unless it was named.
#[test]
fn a_forbidden_client_is_refused_with_the_academys_reason() {
    let home = Home::new();
    let reason = "La charte informatique l’interdit.";
    let forbidden = format!("\n[[academy.forbidden_apps]]\napp = \"outlook\"\nwhy = \"{reason}\"\n\n[[platforms]]\n");
    let pack = include_str!("../../fixtures/packs/dijon.toml").replacen("\n[[platforms]]\n", &forbidden, 1);
    let pack = home.beside("forbidding.toml", &pack);
    let list = home.beside(
        "staff.csv",
        "given,family,address\nJean,Dupont,jean.dupont@ac-dijon.fr\n",
    );
    let out = home.path("out").display().to_string();
    let run = |words: &str, more: &[&str]| {
        let words = words.split(' ').filter(|word| !word.is_empty());
        let words: Vec<_> = ["--pack", &pack, "--allow-unsigned"]
            .into_iter()
            .chain(words)
            .chain(more.iter().copied())
            .collect();
        home.run(&words)
    };
    let who = "profiles --academy dijon --address jean.dupont@ac-dijon.fr --identifier jdupont --name Jean --for outlook,apple";
    let refused = run(who, &["--out", &out]);
    refused.refused(1, "app-forbidden");
    assert!(refused.err.contains(reason), "{}", refused.err);
    let named = run("batch --json --for outlook", &[&list, "--out", &out]);
    assert_eq!(named.json()["refused"][0]["why"], "app-forbidden");
    home.nothing_half_written(true);
    assert_eq!(run("batch --json", &[&list, "--out", &out]).json()["written"], 1);
    let names = std::fs::read_dir(home.path("out/jean-dupont-ac-dijon-fr"));
    let names: Vec<_> = names
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert!(
        !names.iter().any(|name| name.contains("outlook")) && names.len() >= 10,
        "{names:?}"
    );
}
