//! Leaving and coming back at the terminal, and what `forget` leaves of it: a home photographed before and after.
//!
//! The servers are the practice academy's in this test's own process, signed as a rectorate signs: the program is killed, they
//! are not.

use std::{collections::BTreeMap, fs, path::Path, process::Command};

use rentree_practice::{Options, Practice};
use sha2::{Digest, Sha256};

use super::{
    CHOSEN,
    home::{PROGRAM, Ran},
    interrupted::{converse_by, questions},
    keyboard::Keyboard,
    signed::Signed,
};

/// An academy that goes on when the program is killed, and a home that knows it.
struct Elsewhere {
    practice: Practice,
    signed: Signed,
}

impl Elsewhere {
    fn open() -> Self {
        let runtime = tokio::runtime::Handle::current();
        let practice = tokio::task::block_in_place(|| runtime.block_on(Practice::start(Options::default()))).unwrap();
        let pack = practice.packs()[0].replacen("id = \"entrainement\"", "id = \"exemple\"", 1);
        let signed = Signed::new("exemple", &pack, practice.hosts());
        Self { practice, signed }
    }

    fn keyboard(&self) -> Keyboard {
        self.signed.keyboard(&["--lang", "fr"])
    }
}

/// The question `Votre choix` what the person holds: before it nobody is known.
const KNOWN_FROM: usize = 8;
/// The question after the password was changed.
const CHANGED_FROM: usize = 13;
/// The question after the recovery address was registered.
const REGISTERED_FROM: usize = 16;

/// Killed outright at every question of a journey: what the next start offers, and what the servers then say.
#[tokio::test(flavor = "multi_thread")]
async fn killed_at_any_question_the_next_start_goes_on() {
    for upto in [2, KNOWN_FROM, 11, CHANGED_FROM, 15, REGISTERED_FROM, 19] {
        let elsewhere = Elsewhere::open();
        let mut keyboard = elsewhere.keyboard();
        let letters = |_: &str| {
            elsewhere
                .practice
                .inbox("claire.perso@perso.test")
                .last()
                .unwrap()
                .text
                .clone()
        };
        converse_by(&mut keyboard, upto, questions(CHOSEN), letters);
        keyboard.kill();
        elsewhere
            .signed
            .home
            .no_secret(&[CHOSEN.to_owned(), "Provisoire-2026!".to_owned()]);
        let mut keyboard = elsewhere.keyboard();
        if upto < KNOWN_FROM {
            let shown = keyboard.asked("Où travaillez-vous");
            assert!(!shown.contains("Reprendre"), "{upto}: {shown}");
        } else {
            keyboard.asked("claire.martin@entrainement.test");
            keyboard.asked("Reprendre\u{a0}?");
            keyboard.types("o");
            if upto < CHANGED_FROM {
                keyboard.asked("Qu’avez-vous en main");
            } else {
                keyboard.asked("refusé ailleurs");
                keyboard.types("n");
                keyboard.asked("Mot de passe de cmartin");
                keyboard.types_hidden(CHOSEN);
                let shown = keyboard.asked("pour continuer");
                assert!(
                    shown.contains("Changé, puis essayé") || shown.contains("Accepté par"),
                    "{upto}: {shown}"
                );
                let registered = shown.contains("a une adresse de secours pour vous");
                assert_eq!(registered, upto >= REGISTERED_FROM, "{upto}: {shown}");
                // The factor was confirmed before the next code was asked for: the portal says so itself.
                assert_eq!(shown.contains("demande un code"), upto >= 19, "{upto}: {shown}");
                keyboard.types("");
                keyboard.asked(match upto {
                    CHANGED_FROM..REGISTERED_FROM => "Adresse de secours personnelle",
                    REGISTERED_FROM..19 => "sous la main",
                    _ => "Numéros séparés",
                });
            }
        }
        keyboard.ctrl_c();
        let (code, shown) = keyboard.end();
        assert_eq!(code, 1, "{shown}");
        assert_eq!(elsewhere.practice.failed_sign_ins("cmartin"), 0, "{upto}");
    }
}

/// Three runs and a keyring under one bus, as in one session of a person.
const SESSION: &str = r#"
printf '\n' | gnome-keyring-daemon --unlock --components=secrets >/dev/null
{ "$@" --answers "$FIRST" --secret own=3 3<"$RIGHT"; echo "run 1 $?"
"$@" --answers "$AGAIN"; echo "run 2 $?"
"$0" forget --json --lang en; echo "run 3 $?"
} 2>&1
"#;

const ANSWERS: &str = "academy = 'exemple'\ngiven = 'Jean'\nfamily = 'Dupont'\naddress = 'jean.dupont@entrainement.test'\n\
                       identifier = 'jdupont'\nholding = 'already-changed'\nclients = []\n";

#[tokio::test(flavor = "multi_thread")]
async fn forgetting_gives_the_home_back_as_it_was() {
    let elsewhere = Elsewhere::open();
    let people = elsewhere.practice.people();
    let right = people
        .iter()
        .find(|person| person.login == "jdupont")
        .unwrap()
        .password
        .clone();
    let home = &elsewhere.signed.home;
    fs::write(home.path("home/cours.odt"), "un cours").unwrap();
    let before = photograph(&home.path("home"));
    let mut command = home.command("dbus-run-session");
    command
        .env("RENTREE_TEST_PACKS", elsewhere.signed.packs())
        .env("RIGHT", home.beside("right", &format!("{right}\n")))
        .env(
            "FIRST",
            home.beside("first.toml", &format!("{ANSWERS}remember = true\n")),
        )
        .env(
            "AGAIN",
            home.beside("again.toml", "resume = true\nuse_kept = true\nclients = []\n"),
        )
        .args(["--", "sh", "-c", SESSION, PROGRAM, PROGRAM])
        .args(elsewhere.signed.arguments(&["onboard", "--lang", "en"]));
    let said = tokio::task::block_in_place(|| Ran::of(run(command)));
    for number in 1..=3 {
        assert!(
            said.out.contains(&format!("\nrun {number} 0\n")),
            "run {number}: {}{}",
            said.out,
            said.err
        );
    }
    let second = said.out.split("run 1 0").nth(1).unwrap();
    assert!(
        second.contains("Accepted by") || second.contains("Mailbox opened by"),
        "{second}"
    );
    assert!(said.out.contains("\"keyring\""), "{}", said.out);
    assert_eq!(elsewhere.practice.failed_sign_ins("jdupont"), 0);
    assert_eq!(photograph(&home.path("home")), before);
    home.no_secret(&[right]);
}

fn run(mut command: Command) -> std::process::Output {
    command.output().unwrap()
}

/// Every file of a home and what is in it; the keyring's own store is the session's, and encrypted.
fn photograph(root: &Path) -> BTreeMap<String, String> {
    let (mut files, mut folders) = (BTreeMap::new(), vec![root.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(root).unwrap().display().to_string();
            if name.contains("keyring") || name.starts_with("run") {
                continue;
            }
            match path.is_dir() {
                true => folders.push(path),
                false => drop(files.insert(name, format!("{:x?}", Sha256::digest(fs::read(&path).unwrap())))),
            }
        }
    }
    files
}
