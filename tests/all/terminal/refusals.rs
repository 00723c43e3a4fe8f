//! Bad input: each ends in its refusal, in both languages, with the contract's exit code, and leaves nothing half-written.

use rentree_practice::{Options, Practice};

use super::{
    CHOSEN,
    home::{Home, Ran},
    told::answers,
};

const LANGUAGES: [&str; 2] = ["fr", "en"];
const CLAIRE: [&str; 4] = ["Claire", "Martin", "claire.martin@entrainement.test", "cmartin"];

fn claire() -> String {
    let [given, family, address, login] = CLAIRE;
    answers(given, family, address, login, "letter")
}

/// A told rehearsal that must stop: in both languages.
fn stops(answers: &str, secrets: &[(&str, &str)], exit: i32, code: &str) {
    let said: Vec<String> = LANGUAGES
        .iter()
        .map(|lang| stops_in(lang, answers, secrets, exit, code))
        .collect();
    assert_ne!(said[0], said[1], "{code} is said in each language");
}

fn stops_in(lang: &str, answers: &str, secrets: &[(&str, &str)], exit: i32, code: &str) -> String {
    let home = Home::new();
    let file = home.beside("answers.toml", answers);
    let paths: Vec<String> = secrets.iter().map(|(name, text)| home.beside(name, text)).collect();
    let named: Vec<String> = (3..)
        .zip(secrets)
        .map(|(fd, (name, _))| format!("{name}={fd}"))
        .collect();
    let descriptors: Vec<_> = (3_u32..)
        .zip(&paths)
        .map(|(fd, path)| (fd, "<>", path.as_str()))
        .collect();
    let out = home.path("out");
    let mut arguments = vec![
        "onboard",
        "--practice",
        "--lang",
        lang,
        "--answers",
        &file,
        "--out",
        out.to_str().unwrap(),
    ];
    named.iter().for_each(|name| arguments.extend(["--secret", name]));
    let ran = Ran::of(home.with_descriptors(&descriptors, &arguments).output().unwrap());
    ran.refused(exit, code);
    assert_eq!(ran.out, "", "data only after the end");
    for (_, text) in secrets {
        let secret = text.lines().next().unwrap_or_default();
        assert!(
            secret.is_empty() || !ran.err.contains(secret),
            "a secret is quoted: {}",
            ran.err
        );
    }
    home.nothing_half_written(true);
    ran.err.split("refusal-").nth(1).unwrap().to_owned()
}

#[test]
fn what_was_typed_wrong_is_refused() {
    let with = |key: &str, value: &str| {
        let lines = claire().lines().map(str::to_owned).collect::<Vec<_>>();
        let line = |line: &String| match line.starts_with(&format!("{key} =")) {
            true => format!("{key} = '{value}'"),
            false => line.clone(),
        };
        lines.iter().map(line).collect::<Vec<_>>().join("\n")
    };
    stops(&with("academy", "atlantide"), &[], 1, "unknown-academy");
    stops(&with("identifier", ""), &[], 1, "empty-identifier");
    stops(&with("identifier", "01E9501234ABC"), &[], 1, "numen-typed");
    stops(&with("address", "claire.martin@gmail.com"), &[], 1, "wrong-domain");
}

#[test]
fn wrong_secrets_are_refused() {
    let first = ("first", "Provisoire-2026!\n");
    let own = format!("{CHOSEN}\n");
    stops(&claire(), &[("first", "Pas-Du-Tout-33\n")], 1, "account-wrong-password");
    stops(&claire(), &[("first", "01E9501234ABC\n")], 1, "numen-typed");
    stops(&claire(), &[first, ("own", "Rentree2025!\n")], 1, "password-weak");
    stops(
        &claire(),
        &[first, ("own", "Provisoire-2026!\n")],
        1,
        "password-unchanged",
    );
    stops(
        &claire(),
        &[first, ("own", &own), ("recovery-code", "000000\n")],
        1,
        "wrong-code",
    );
    stops(&claire(), &[first], 2, "no-terminal");
    let no_way_back = claire().replace("recovery_address = 'claire.perso@perso.test'\n", "");
    let enrolling = [first, ("own", own.as_str()), ("new-key", ""), ("code", "000000\n")];
    stops(&no_way_back, &enrolling, 1, "account-bad-code");
}

#[test]
fn an_answers_file_with_a_secret_is_refused_before_anything_starts() {
    for line in [
        "password = 'Tilleul.Orage-47'",
        "mot_de_passe = 'Tilleul.Orage-47'",
        "numen = '01E9501234ABC'",
    ] {
        stops(&format!("{}{line}\n", claire()), &[], 2, "answers-hold-secret");
    }
    stops("academy = 'entrainement'\n", &[], 2, "answers-lack");
    stops("academy = \n", &[], 2, "answers-unreadable");
}

#[test]
fn packs_are_refused_when_unsigned_unreadable_or_wrong() {
    for lang in LANGUAGES {
        let home = Home::new();
        let pack = home.beside("pack.toml", "[academy]\nid = 1\n");
        let missing = home.path("home/none.toml");
        let run = |more: &[&str]| home.run(&[&["academies", "--lang", lang][..], more].concat());
        run(&["--pack", &pack]).refused(1, "pack-unsigned");
        run(&["--pack", missing.to_str().unwrap(), "--allow-unsigned"]).refused(1, "pack-file-unreadable");
        let wrong = run(&["--pack", &pack, "--allow-unsigned"]);
        wrong.refused(1, "pack-syntax");
        home.run(&["onboard", "--scripted", "--lang", lang])
            .refused(2, "scripted-needs-practice");
        home.run(&["onboard", "--practice=nobody", "--scripted", "--lang", lang])
            .refused(2, "unknown-person");
        home.run(&["onboard", "--lang", lang]).refused(1, "input-ended");
        home.nothing_half_written(true);
    }
}

/// An academy whose servers are down: nobody listens at this address.
#[tokio::test]
async fn dead_servers_are_named_and_nothing_is_sent() {
    let practice = Practice::start(Options::default()).await.unwrap();
    let pack = practice.packs()[0].clone();
    let hosts: Vec<String> = practice
        .hosts()
        .keys()
        .map(|name| format!("{name}=127.9.9.9"))
        .collect();
    for lang in LANGUAGES {
        let home = Home::new();
        let pack = home.beside("pack.toml", &pack);
        let secret = home.beside("first", "Provisoire-2026!\n");
        let file = home.beside("answers.toml", &claire());
        let mut common = vec!["--lang", lang, "--pack", &pack, "--allow-unsigned"];
        hosts.iter().for_each(|host| common.extend(["--hosts", host]));
        let verify = [
            "verify",
            "--academy",
            "entrainement",
            "--identifier",
            "cmartin",
            "--password-stdin",
        ];
        let ran = home.run_with(&[&verify[..], &common].concat(), "Provisoire-2026!\n");
        ran.refused(3, "connection-refused");
        assert!(
            ran.err.contains("pack.toml"),
            "an unsigned pack is said at every run: {}",
            ran.err
        );
        let out = home.path("out");
        let onboard = [
            "onboard",
            "--answers",
            &file,
            "--out",
            out.to_str().unwrap(),
            "--secret",
            "first=3",
        ];
        let mut command = home.with_descriptors(&[(3, "<", secret.as_str())], &[&onboard[..], &common].concat());
        let ran = Ran::of(command.output().unwrap());
        assert_eq!(ran.code, 3, "{}", ran.err);
        ran.refused(3, "connection-refused");
        home.no_secret(&["Provisoire-2026!".to_owned()]);
        home.nothing_half_written(true);
    }
}
