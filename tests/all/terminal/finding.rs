//! The commands of the first steps, by their JSON: find, identifiers, link, support.

use serde_json::Value;

use super::home::Home;

fn json(arguments: &[&str], code: i32) -> Value {
    let ran = Home::new().run(&[&["--json", "--lang", "fr"], arguments].concat());
    assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
    ran.json()
}

fn has(value: &Value, keys: &[&str]) {
    for key in keys {
        assert!(value.get(key).is_some(), "{key} is missing: {value}");
    }
}

#[test]
fn find_gives_each_hit_with_its_reason_and_its_score() {
    for hit in json(&["find", "Saint-Denis"], 0).as_array().unwrap() {
        has(hit, &["id", "name", "because", "score"]);
        assert!((0.0..=1.0).contains(&hit["score"].as_f64().unwrap()));
    }
    let wrong = json(&["find", "0690026A"], 0);
    assert_eq!(
        (&wrong[0]["because"], &wrong[0]["what"]),
        (&"school-code-letter".into(), &"0690026D".into())
    );
    let said = Home::new().run(&["find", "0690026A", "--lang", "fr"]);
    assert!(
        said.out.contains("La lettre ne va pas avec les chiffres"),
        "{}",
        said.out
    );
    assert_eq!(json(&["find", "01E9501234ABC"], 0), Value::Array(vec![]));
}

#[test]
fn identifiers_come_with_a_reason_each_and_who_can_confirm_them() {
    let arguments = [
        "identifiers",
        "--academy",
        "reunion",
        "--given",
        "Nathalie",
        "--family",
        "Petit",
    ];
    let both = json(&[&arguments[..], &["--birth-family", "Durand"]].concat(), 0);
    let logins = both["logins"].as_array().unwrap();
    let values: Vec<_> = logins.iter().filter_map(|line| line["login"].as_str()).collect();
    assert_eq!(values[..2], ["ndurand", "npetit"]);
    for (list, key) in [("logins", "login"), ("addresses", "address")] {
        assert!(
            both[list]
                .as_array()
                .unwrap()
                .iter()
                .all(|line| line[key].is_string() && line["why"].is_string())
        );
    }
    let ran = Home::new().run(&[&arguments[..], &["--lang", "fr"]].concat());
    let (school, staff) = (ran.err.find("secrétariat"), ran.err.find("ressources humaines"));
    assert!(
        school.is_some() && school < staff,
        "the school first, then HR: {}",
        ran.err
    );
    let numen = [
        "identifiers",
        "--academy",
        "lyon",
        "--given",
        "01E9501234ABC",
        "--family",
        "Petit",
    ];
    Home::new().run(&numen).refused(1, "numen-typed");
}

#[test]
fn a_link_is_judged_with_the_contracts_keys_and_exit_codes() {
    const KEYS: [&str; 6] = ["verdict", "opens_inbox", "academy", "name", "why", "instead"];
    for (link, code, verdict) in [
        ("https://webmail.ac-lyon.fr/", 0, "webmail"),
        ("https://www.laclasse.com/", 0, "official_other"),
        ("https://webmel.ac-creteil.fr/", 0, "official_other"),
        ("https://example.com/", 0, "unknown"),
        ("https://webmail.ac-lyom.fr/", 1, "lookalike"),
        ("http://webmail.ac-lyon.fr/", 1, "lookalike"),
    ] {
        let line = json(&["link", link, "--academy", "lyon"], code);
        has(&line, &KEYS);
        assert_eq!(line["verdict"], verdict, "{link}");
        assert!(line["why"].as_str().is_some_and(|why| !why.is_empty()), "{link}");
        // Two mail services at Lyon: none is put forward, both are given.
        let inboxes = line["inboxes"].as_array().unwrap().len();
        assert_eq!(
            (inboxes, line["instead"].is_null()),
            (if verdict == "webmail" { 0 } else { 2 }, true),
            "{link}"
        );
    }
    let plain = Home::new().run(&["link", "http://webmail.ac-lyon.fr/", "--lang", "fr"]);
    assert!(
        plain.out.contains("sans chiffrement (TLS)") && plain.out.contains("http://webmail"),
        "{}",
        plain.out
    );
    let one = json(&["link", "https://ac-toulouse.net/", "--academy", "toulouse"], 1);
    assert_eq!(one["instead"], "https://messagerie.ac-toulouse.fr");
}

#[test]
fn support_goes_by_the_departement_and_what_is_unknown_says_why() {
    let names = |department: &str| -> Vec<String> {
        let said = json(&["support", "--academy", "lyon", "--department", department], 0);
        has(&said, &["contacts", "prepare", "message"]);
        assert!(!said["prepare"].as_array().unwrap().is_empty());
        let contacts = said["contacts"].as_array().unwrap();
        for contact in contacts {
            has(contact, &["name", "why", "url", "phone"]);
            let unknown = contact["url"].is_null() || contact["phone"].is_null();
            assert_eq!(unknown, contact["unknown"].is_string(), "{contact}");
        }
        contacts
            .iter()
            .map(|contact| contact["name"].as_str().unwrap().to_owned())
            .collect()
    };
    for (code, name, town) in [
        ("01", "Ain", "Bourg-en-Bresse"),
        ("42", "Loire", "Saint-Étienne"),
        ("69", "Rhône", "Lyon"),
    ] {
        let asked = names(code);
        assert_eq!(asked, names(name), "by code and by name");
        assert_eq!(asked.len(), 3, "{asked:?}");
        assert!(asked[0].starts_with("Secrétariat") && asked[1].contains(town) && asked[2] == "rectorat de Lyon");
    }
    let message = json(&["support", "--academy", "lyon", "--department", "42"], 0)["message"].clone();
    let message = message.as_str().unwrap();
    assert!(
        message.contains("Loire (42)") && message.contains("académie de Lyon"),
        "{message}"
    );
    assert!(!message.to_lowercase().contains("mon numen"), "{message}");
    let open = json(&["support", "--academy", "lyon"], 0);
    assert_eq!(
        open["contacts"].as_array().unwrap().len(),
        5,
        "all three desks when the département is not said"
    );
    Home::new()
        .run(&["support", "--academy", "lyon", "--department", "75"])
        .refused(1, "unknown-department");
}
