//! The terminal's `pack` with the real minisign, a pack's logo, and what the commands that read packs print.

use std::{
    fs,
    path::Path,
    process::{Command, Output},
};

use serde_json::Value;

use super::{Rectorate, comment};

fn rentree(home: &Path, arguments: &[&str]) -> Output {
    rentree_in("fr", home, arguments)
}

fn rentree_in(lang: &str, home: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rentree"))
        .args(["--lang", lang])
        .args(arguments)
        .env("HOME", home)
        .env("XDG_DATA_HOME", home.join("data"))
        .current_dir(home)
        .output()
        .unwrap()
}

pub(super) fn json(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{}", String::from_utf8_lossy(&output.stderr)))
}

pub(super) fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_rectorate_makes_checks_signs_and_verifies_with_the_real_minisign() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| rentree(home.path(), arguments);
    let made = run(&["pack", "new", "--academy", "lyon", "--json"]);
    assert_eq!(json(&made)["path"], "lyon.toml");
    assert_eq!(
        run(&["pack", "new", "--academy", "lyon"]).status.code(),
        Some(2),
        "never over a file"
    );
    let checked = json(&run(&["pack", "check", "lyon.toml", "--json"]));
    assert_eq!(checked["academy"], "lyon");
    assert!(
        run(&["pack", "diff", "lyon.toml"]).stdout.starts_with(b"+ expires"),
        "nothing else differs"
    );

    let minisign = |arguments: &[&str]| {
        let done = Command::new("minisign")
            .args(arguments)
            .current_dir(home.path())
            .output()
            .expect("minisign is installed");
        assert!(done.status.success(), "{}", said(&done));
    };
    minisign(&["-G", "-W", "-p", "ours.pub", "-s", "ours.key"]);
    let signed = run(&["pack", "sign", "lyon.toml", "--key", "ours.key", "--json"]);
    assert!(
        json(&signed)["trusted_comment"]
            .as_str()
            .unwrap()
            .contains("file:lyon.toml"),
        "{}",
        said(&signed)
    );
    minisign(&["-V", "-p", "ours.pub", "-m", "lyon.toml"]);
    let public = fs::read_to_string(home.path().join("ours.pub")).unwrap();
    let public = public.lines().nth(1).unwrap().to_owned();
    let verified = json(&run(&["pack", "verify", "lyon.toml", "--key", &public, "--json"]));
    assert_eq!(
        (&verified["academy"], &verified["pinned"]),
        (&Value::from("lyon"), &Value::from(false))
    );

    let ours = run(&["pack", "verify", "lyon.toml"]);
    assert_eq!(ours.status.code(), Some(1));
    assert!(said(&ours).contains("refusal-pack-no-key-pinned"), "{}", said(&ours));
    let used = run(&["--pack", "lyon.toml", "academies"]);
    assert!(said(&used).contains("refusal-pack-no-key-pinned") && used.stdout.is_empty());
    let tried = run(&["--pack", "lyon.toml", "--allow-unsigned", "academies"]);
    assert!(
        tried.status.success() && said(&tried).contains("n’est pas signé"),
        "{}",
        said(&tried)
    );
    let shown = json(&run(&["pack", "show", "lyon.toml", "--json"]));
    assert_eq!(
        (&shown["signed"], &shown["why"]),
        (&Value::from(false), &Value::from("refusal-pack-no-key-pinned"))
    );

    // As minisign signs by itself, then in its old form, then over a changed file.
    minisign(&["-S", "-W", "-s", "ours.key", "-m", "lyon.toml"]);
    assert!(run(&["pack", "verify", "lyon.toml", "--key", &public]).status.success());
    minisign(&["-S", "-l", "-W", "-s", "ours.key", "-m", "lyon.toml"]);
    assert!(said(&run(&["pack", "verify", "lyon.toml", "--key", &public])).contains("refusal-pack-signature-old-form"));
    minisign(&["-S", "-W", "-s", "ours.key", "-m", "lyon.toml"]);
    let text = fs::read_to_string(home.path().join("lyon.toml")).unwrap();
    fs::write(
        home.path().join("lyon.toml"),
        text.replacen("name = \"Rhône\"", "name = \"Rhone\"", 1),
    )
    .unwrap();
    assert!(said(&run(&["pack", "verify", "lyon.toml", "--key", &public])).contains("refusal-pack-changed"));
    assert!(
        String::from_utf8_lossy(&run(&["pack", "diff", "lyon.toml"]).stdout).contains("~ academy.departments[69].name")
    );
    assert!(said(&run(&["pack", "verify", "lyon.toml", "--key", "RWQ"])).contains("refusal-bad-key"));
}

#[test]
fn without_minisign_the_exact_command_is_said() {
    let home = tempfile::tempdir().unwrap();
    rentree(home.path(), &["pack", "new", "--academy", "paris"]);
    let output = Command::new(env!("CARGO_BIN_EXE_rentree"))
        .args(["--lang", "fr", "pack", "sign", "paris.toml", "--key", "k e y"])
        .env("HOME", home.path())
        .env("XDG_DATA_HOME", home.path())
        .env("PATH", "/nowhere")
        .current_dir(home.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("minisign -S -H -s 'k e y' -m 'paris.toml' -t \"$(printf 'timestamp:"),
        "{}",
        said(&output)
    );
}

#[test]
fn identifiers_and_support_keep_their_contract() {
    let home = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| rentree(home.path(), arguments);
    let found = json(&run(&[
        "identifiers",
        "--academy",
        "lyon",
        "--given",
        "Anne-Marie",
        "--family",
        "Le Gall",
        "--json",
    ]));
    assert!(found["logins"][0]["login"].is_string() && found["logins"][0]["why"].is_string());
    assert!(
        found["addresses"][0]["address"]
            .as_str()
            .unwrap()
            .ends_with("@ac-lyon.fr")
    );
    let numen = run(&[
        "identifiers",
        "--academy",
        "lyon",
        "--given",
        "01E9501234ABC",
        "--family",
        "x",
    ]);
    assert_eq!(numen.status.code(), Some(1));
    assert!(said(&numen).contains("refusal-numen-typed") && !said(&numen).contains("9501234"));

    for (department, town) in [("01", "Bourg-en-Bresse"), ("Loire", "Saint-Étienne"), ("69", "Lyon")] {
        let asked = json(&run(&[
            "support",
            "--academy",
            "lyon",
            "--department",
            department,
            "--json",
        ]));
        let contacts = asked["contacts"].as_array().unwrap();
        assert_eq!(contacts.len(), 3, "secretariat, desk, rectorate");
        assert!(contacts[1]["name"].as_str().unwrap().contains(town) && contacts[2]["name"] == "rectorat de Lyon");
        assert!(asked["prepare"].as_array().unwrap().len() >= 5);
        let message = asked["message"].as_str().unwrap();
        assert!(
            message.contains("ni mot de passe ni NUMEN") && message.contains("académie de Lyon"),
            "{message}"
        );
    }
    let wrong = run(&["support", "--academy", "lyon", "--department", "75"]);
    assert!(wrong.status.code() == Some(1) && said(&wrong).contains("refusal-unknown-department"));
    // Whoever reads English still pastes French.
    let english = json(&rentree_in(
        "en",
        home.path(),
        &["support", "--academy", "corse", "--json"],
    ));
    assert!(english["message"].as_str().unwrap().contains("Bonjour"));
    assert_eq!(english["contacts"].as_array().unwrap().len(), 2);
}

/// A picture of one colour, as a rectorate's designer might send it.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().unwrap();
    let pixels = [0x46, 0x37, 0x9b].repeat((width * height) as usize);
    writer.write_image_data(&pixels).unwrap();
    writer.finish().unwrap();
    bytes
}

#[test]
fn a_logo_goes_with_the_signature_and_is_listed() {
    let home = tempfile::tempdir().unwrap();
    fs::write(home.path().join("logo.png"), png(120, 40)).unwrap();
    fs::write(home.path().join("wide.png"), png(600, 40)).unwrap();
    fs::write(
        home.path().join("logo.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg'/>",
    )
    .unwrap();
    let run = |arguments: &[&str]| rentree(home.path(), arguments);
    for (file, code) in [
        ("wide.png", "refusal-pack-logo-too-large"),
        ("logo.svg", "refusal-pack-logo-unreadable"),
        ("none.png", "refusal-pack-file-unreadable"),
    ] {
        let output = run(&["pack", "new", "--academy", "lyon", "--logo", file]);
        assert!(
            said(&output).contains(code) && !home.path().join("lyon.toml").exists(),
            "{}",
            said(&output)
        );
    }
    assert!(
        run(&["pack", "new", "--academy", "lyon", "--logo", "logo.png"])
            .status
            .success()
    );
    assert!(run(&["pack", "check", "lyon.toml"]).status.success());
    let shown = json(&run(&["pack", "show", "lyon.toml", "--json"]));
    assert_eq!(
        (&shown["logo"]["width"], &shown["logo"]["height"]),
        (&120.into(), &40.into())
    );
    let text = run(&["pack", "show", "lyon.toml"]).stdout;
    assert!(String::from_utf8_lossy(&text).contains("PNG de 120 × 40 pixels"));

    // Signed with the rest: another picture is another file.
    let rectorate = Rectorate::open();
    let pack = fs::read_to_string(home.path().join("lyon.toml")).unwrap();
    let path = rectorate.signed("lyon.toml", &pack, &rectorate.lyon, &comment("lyon.toml"));
    let admitted = rectorate.admit(&path, None, false).unwrap();
    let served = admitted.directory.academy("lyon").unwrap().pack.clone().unwrap();
    assert_eq!(served.logo.map(|logo| (logo.width, logo.height)), Some((120, 40)));
    let at = pack.find("logo = \"\"\"\n").unwrap() + 80;
    let other = format!("{}A{}", &pack[..at], &pack[at + 1..]);
    assert_ne!(pack, other);
    fs::write(&path, other).unwrap();
    assert_eq!(rectorate.refused(&path), "pack-changed");
    let none = pack.replace("logo = \"\"\"\n", "logo = \"\"\"\n!");
    let path = rectorate.signed("lyon.toml", none, &rectorate.lyon, &comment("lyon.toml"));
    assert_eq!(rectorate.refused(&path), "pack-logo-unreadable");
}
