//! `thunderbird` and `machine` as they are typed; what Thunderbird itself makes of it is shown in `crate::thunderbird`.

use std::{fs, path::PathBuf};

use serde_json::{Value, json};

use super::home::Home;

const ADDRESS: &str = "jean.dupont@ac-dijon.fr";

fn add(more: &[&'static str]) -> Vec<&'static str> {
    let wanted = [
        "thunderbird",
        "add",
        "--academy",
        "dijon",
        "--address",
        ADDRESS,
        "--identifier",
        "jdupont",
    ];
    [wanted.as_slice(), &["--name", "Jean Dupont", "--json"], more].concat()
}

/// A home with a profile that holds somebody's preferences.
fn used(home: &Home) -> PathBuf {
    let root = home.path("home/.thunderbird");
    fs::create_dir_all(root.join("x.default")).unwrap();
    fs::write(
        root.join("profiles.ini"),
        "[Profile0]\nName=x\nIsRelative=1\nPath=x.default\n",
    )
    .unwrap();
    let prefs = root.join("x.default/prefs.js");
    fs::write(&prefs, "// Mozilla User Preferences\nuser_pref(\"a\", 1);\n").unwrap();
    prefs
}

#[test]
fn the_account_is_added_once_looked_at_and_taken_out_again() {
    let home = Home::new();
    let prefs = used(&home);
    let before = fs::read(&prefs).unwrap();
    let added = home.run_stated(&add(&["--bcc-warning"])).json();
    assert_eq!(added["profile"], json!(prefs.parent().unwrap()));
    let changed: Vec<String> = serde_json::from_value(added["changed"].clone()).unwrap();
    assert!(
        changed.contains(&"mail.compose.warn_public_recipients.threshold".to_owned()),
        "{changed:?}"
    );
    assert_eq!(fs::read(added["backup"].as_str().unwrap()).unwrap(), before);
    assert_eq!(home.run_stated(&add(&["--bcc-warning"])).json()["changed"], json!([]));
    let seen = home.run(&["thunderbird", "status", "--json"]).json();
    assert_eq!(
        (&seen["running"], &seen["accounts"][0]["address"]),
        (&json!(false), &json!(ADDRESS))
    );
    assert_eq!(seen["accounts"][0]["ours"], true);
    home.run(&["thunderbird", "remove", "--address", "autre@ac-dijon.fr"]);
    assert_ne!(fs::read(&prefs).unwrap(), before, "another address takes nothing out");
    let removed = home.run(&["thunderbird", "remove", "--json"]).json();
    assert_eq!(removed["changed"], added["changed"]);
    assert_eq!(fs::read(&prefs).unwrap(), before);
}

#[test]
fn what_stops_it_is_said() {
    let home = Home::new();
    let prefs = used(&home);
    home.run(&["thunderbird", "remove", "--address", ADDRESS]);
    fs::write(&prefs, "user_pref(\"a\", oops);\n").unwrap();
    home.run_stated(&add(&[])).refused(1, "thunderbird-unreadable");
    fs::remove_dir_all(prefs.parent().unwrap()).unwrap();
    home.run_stated(&add(&[])).refused(1, "thunderbird-profile-lost");
    let status = home.run(&["thunderbird", "status", "--lang", "en"]);
    assert_eq!(status.code, 1, "{}", status.err);
}

#[test]
fn a_computer_is_set_up_below_a_folder_and_put_back() {
    let home = Home::new();
    let root = home.path("out");
    fs::create_dir_all(root.join("usr/lib/thunderbird")).unwrap();
    fs::create_dir_all(root.join("var/lib")).unwrap();
    let below = root.to_str().unwrap();
    let machine = |words: &[&str]| home.run(&[words, &["--root", below]].concat());
    let apply = ["machine", "apply", "--academy", "dijon", "--bcc-warning", "--json"];
    let dry = machine(&[apply.as_slice(), &["--dry-run"]].concat()).json();
    let done = machine(&apply).json();
    assert_eq!(done["changed"], dry["changed"]);
    assert_eq!((&dry["dry_run"], &done["dry_run"]), (&json!(true), &json!(false)));
    let policies = fs::read(root.join("etc/thunderbird/policies/policies.json")).unwrap();
    let policies: Value = serde_json::from_slice(&policies).unwrap();
    let threshold = &policies["policies"]["Preferences"]["mail.compose.warn_public_recipients.threshold"];
    assert_eq!(threshold, &json!({ "Value": 3, "Status": "default" }));
    let status = machine(&["machine", "status", "--json"]).json();
    assert!(
        status["changed"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| line["did"] == "in-place"),
        "{status}"
    );
    for lang in ["fr", "en"] {
        let said = machine(&["machine", "undo", "--dry-run", "--lang", lang]);
        assert!(
            said.code == 0 && !said.out.contains("[machine") && said.out.contains("policies.json"),
            "{}",
            said.out
        );
    }
    machine(&["machine", "undo"]);
    assert!(!root.join("etc").exists() && !root.join("var/lib/rentree").exists());
    fs::remove_dir_all(root.join("usr")).unwrap();
    machine(&apply).refused(1, "machine-no-thunderbird");
}
