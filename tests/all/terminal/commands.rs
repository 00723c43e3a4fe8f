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
        let run = home
            .command("sh")
            .args(["-c", &format!("exec \"$0\" {line}"), super::home::PROGRAM])
            .output()
            .unwrap();
        let ran = super::home::Ran::of(run);
        assert_eq!(ran.code, 0, "{line}: {}{}", ran.out, ran.err);
        assert!(!ran.out.is_empty(), "{line}");
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
fn profiles_are_written_from_data_alone_and_two_platforms_are_not_guessed() {
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
        home.run(&[&common[..], &rest[..]].concat())
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
