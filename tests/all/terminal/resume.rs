//! Leaving and coming back at the terminal, and what `forget` leaves of it: a home photographed before and after.
//!
//! The servers are the practice academy's in this test's own process, signed as a rectorate signs: the program is killed, they
//! are not. `RENTREE_TEST_PACKS` is read by a debug build only.

use std::{
    collections::BTreeMap,
    fs,
    io::Cursor,
    path::{Path, PathBuf},
    process::Command,
};

use minisign::KeyPair;
use rentree_practice::{Options, Practice};
use sha2::{Digest, Sha256};

use super::{
    CHOSEN,
    home::{Home, PROGRAM, Ran},
    keyboard::Keyboard,
};
use crate::stage::{digits, oathtool};

/// An academy that goes on when the program is killed, and a home that knows it.
struct Elsewhere {
    practice: Practice,
    home: Home,
}

impl Elsewhere {
    fn open() -> Self {
        let runtime = tokio::runtime::Handle::current();
        let practice = tokio::task::block_in_place(|| runtime.block_on(Practice::start(Options::default()))).unwrap();
        let home = Home::new();
        let text = practice.packs()[0].replacen("id = \"entrainement\"", "id = \"exemple\"", 1);
        let text = format!("expires = \"2999-08-31\"\n{text}");
        let key = KeyPair::generate_unencrypted_keypair().unwrap();
        let keys = format!("[[keys]]\nacademy = \"exemple\"\nkey = \"{}\"\n", key.pk.to_base64());
        let comment = "timestamp:1790000000\tfile:exemple.toml";
        let signature = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(&text), Some(comment), None).unwrap();
        let root = PathBuf::from(home.beside("keys.toml", &keys))
            .parent()
            .unwrap()
            .to_owned();
        fs::create_dir_all(root.join("packs")).unwrap();
        fs::write(root.join("packs/exemple.toml"), text).unwrap();
        fs::write(root.join("packs/exemple.toml.minisig"), signature.into_string()).unwrap();
        Self { practice, home }
    }

    fn packs(&self) -> PathBuf {
        PathBuf::from(self.home.beside("marker", ""))
            .parent()
            .unwrap()
            .to_owned()
    }

    fn arguments(&self, first: &[&str]) -> Vec<String> {
        let hosts = self.practice.hosts().into_iter();
        let hosts = hosts.flat_map(|(name, address)| ["--hosts".to_owned(), format!("{name}={address}")]);
        first.iter().map(|&word| word.to_owned()).chain(hosts).collect()
    }

    fn keyboard(&self, lang: &str) -> Keyboard {
        let arguments = self.arguments(&["onboard", "--lang", lang]);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let packs = self.packs();
        Keyboard::open_with(
            &self.home,
            &arguments,
            &[("RENTREE_TEST_PACKS", packs.to_str().unwrap())],
        )
    }
}

/// What is typed at a question of the journey.
enum Typed {
    Text(&'static str),
    Hidden(&'static str),
    Mailed,
    Phone,
}

fn questions() -> Vec<(&'static str, Typed)> {
    use Typed::{Hidden, Mailed, Phone, Text};
    vec![
        ("Où travaillez-vous", Text("entrainement.test")),
        ("Votre choix", Text("1")),
        ("Votre prénom", Text("Claire")),
        ("Votre nom", Text("Martin")),
        ("nom de naissance", Text("")),
        ("adresse professionnelle", Text("claire.martin@entrainement.test")),
        ("Votre identifiant", Text("cmartin")),
        ("pour continuer", Text("")),
        ("Votre choix", Text("1")),
        ("refusé ailleurs", Text("n")),
        ("Mot de passe provisoire de", Hidden("Provisoire-2026!")),
        ("Nouveau mot de passe", Hidden(CHOSEN)),
        ("Encore une fois", Hidden(CHOSEN)),
        ("pour continuer", Text("")),
        ("Adresse de secours personnelle", Text("claire.perso@perso.test")),
        ("Code reçu", Mailed),
        ("pour continuer", Text("")),
        ("sous la main", Text("o")),
        ("Code affiché", Phone),
        ("code suivant", Text("")),
    ]
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
        let mut keyboard = elsewhere.keyboard("fr");
        let mut uri = String::new();
        for (at, (prompt, typed)) in questions().into_iter().enumerate().take(upto + 1) {
            let shown = keyboard.asked(prompt);
            let link = shown.split_whitespace().find(|word| word.starts_with("otpauth://"));
            uri = link.map(str::to_owned).unwrap_or(uri);
            if at == upto {
                break;
            }
            match typed {
                Typed::Text(text) => keyboard.types(text),
                Typed::Hidden(text) => keyboard.types_hidden(text),
                Typed::Mailed => {
                    let letters = elsewhere.practice.inbox("claire.perso@perso.test");
                    keyboard.types(&digits(&letters.last().unwrap().text));
                }
                Typed::Phone => keyboard.types(&oathtool(&uri, std::time::SystemTime::now())),
            }
        }
        keyboard.kill();
        elsewhere
            .home
            .no_secret(&[CHOSEN.to_owned(), "Provisoire-2026!".to_owned()]);
        let mut keyboard = elsewhere.keyboard("fr");
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
                    shown.contains("ouvre votre compte") || shown.contains("a accepté votre connexion"),
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
    let home = &elsewhere.home;
    fs::write(home.path("home/cours.odt"), "un cours").unwrap();
    let before = photograph(&home.path("home"));
    let mut command = home.command("dbus-run-session");
    command
        .env("RENTREE_TEST_PACKS", elsewhere.packs())
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
        .args(elsewhere.arguments(&["onboard", "--lang", "en"]));
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
        second.contains("accepted your sign-in") || second.contains("opened your inbox"),
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
