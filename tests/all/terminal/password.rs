//! `password check` and `password suggest`, as scripts and people use them.

use serde_json::Value;

use super::home::{Home, Ran};

fn check(arguments: &[&str], passwords: &str) -> Ran {
    let common = ["password", "check", "--academy", "lyon", "--lang", "fr"];
    Home::new().run_with(&[&common[..], arguments].concat(), passwords)
}

fn verdicts(ran: &Ran) -> Vec<Value> {
    ran.out
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn an_object_a_line_and_exit_code_1_where_one_is_rejected() {
    let ran = check(&["--json"], "Glacier-Pivoine7-Tambour\nRentree2025!\n\ncourt\n");
    assert_eq!(ran.code, 1, "{}", ran.err);
    ran.refused(1, "passwords-rejected");
    let lines = verdicts(&ran);
    let accepted: Vec<_> = lines.iter().map(|line| line["accepted"].as_bool().unwrap()).collect();
    assert_eq!(accepted, [true, false, false, false], "{}", ran.out);
    for line in &lines {
        assert!(
            line["score"].is_u64() && line["guesses_log10"].is_number() && line["cnil_bits"].is_u64(),
            "{line}"
        );
        assert!(
            line["advice"].as_array().unwrap().len() <= 1,
            "one thing at a time: {line}"
        );
    }
    assert_eq!(lines[0]["broken_rules"], serde_json::json!([]));
    assert_eq!(lines[3]["broken_rules"], serde_json::json!(["min-length", "classes"]));
    assert!(
        lines[1]["advice"][0].as_str().unwrap().contains("année"),
        "{}",
        lines[1]
    );
    for part in ["Glacier", "Rentree2025", "court"] {
        assert!(!ran.out.contains(part) && !ran.err.contains(part), "{part} is printed");
    }
    let ran = check(&["--json"], "Glacier-Pivoine7-Tambour\n");
    assert_eq!((ran.code, verdicts(&ran).len()), (0, 1), "{}", ran.err);
}

#[test]
fn the_ones_that_fool_zxcvbn_and_every_numen_are_refused() {
    let sample = "Rentree2025!\nLyceeHugo2025!\nJeanMoulin69!\nMotDePasse2025!\n01E9501234ABC!a\n25e8712345xyz-A\nAh!12R0006789kLm\n";
    let ran = check(&["--json"], sample);
    let lines = verdicts(&ran);
    assert_eq!((ran.code, lines.len()), (1, 7));
    assert!(lines.iter().all(|line| line["accepted"] == false), "{}", ran.out);
    for line in &lines[4..] {
        assert!(line["advice"][0].as_str().unwrap().contains("NUMEN"), "{line}");
    }
}

#[test]
fn what_is_known_of_the_person_counts() {
    let (person, town) = ("Kaczmarek-Ottilie-91\n", "Saint-Exupery+Bron+7a\n");
    let known = ["--given", "Ottilie", "--family", "Kaczmarek", "--birth-year", "1991"];
    assert_eq!(check(&[], person).code, 0);
    assert_eq!(check(&known, person).code, 1);
    assert_eq!(check(&["--login", "okaczmarek-ottilie"], person).code, 1);
    let school = ["--school", "Lycée Saint-Exupéry de Bron"];
    assert_eq!(check(&school, town).code, 1);
    let ran = check(&["--json", "--given", "Ottilie", "--family", "Kaczmarek"], person);
    let advice = verdicts(&ran)[0]["advice"][0].as_str().unwrap().to_owned();
    assert!(advice.contains("Votre nom"), "{advice}");
}

#[test]
fn people_read_a_line_and_its_reason() {
    let ran = check(&[], "Rentree2025!\nGlacier-Pivoine7-Tambour\n");
    assert_eq!(ran.code, 1);
    assert!(
        ran.out.contains("refusé (") && ran.out.contains("accepté (") && ran.out.contains("→ "),
        "{}",
        ran.out
    );
    assert!(!ran.err.contains("supposée"), "Lyon's rule is known: {}", ran.err);
    let elsewhere = ["password", "check", "--academy", "besancon", "--lang", "fr"];
    let elsewhere = Home::new().run_with(
        &elsewhere,
        "Glacier-Pivoine7-Tambour
",
    );
    assert!(
        elsewhere.err.contains("supposée"),
        "assumed, and said: {}",
        elsewhere.err
    );
    let wrong = check(&["--birth-year", "87"], "");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
}

#[test]
fn suggested_passphrases_pass_the_check() {
    for words in ["1", "5", "8"] {
        let ran = Home::new().run(&["password", "suggest", "--words", words, "--json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        let phrases = ran.json();
        let phrases = phrases["passphrases"].as_array().unwrap();
        assert!(phrases.len() >= 2);
        for phrase in phrases {
            let text = phrase["text"].as_str().unwrap();
            let bits = phrase["cnil_bits"].as_u64().unwrap();
            // 7,776 words: 12.9 bits each.
            let least = words.parse::<u64>().unwrap().max(4) * 12;
            assert!(bits >= least, "{text} {bits}");
            assert_eq!(check(&[], &format!("{text}\n")).code, 0, "{text}");
        }
    }
    let plain = Home::new().run(&["password", "suggest", "--lang", "fr"]);
    assert_eq!(
        (plain.code, plain.out.lines().count()),
        (0, 3),
        "one a line, for a pipe: {}",
        plain.out
    );
    assert!(plain.err.contains("bits"), "{}", plain.err);
}
