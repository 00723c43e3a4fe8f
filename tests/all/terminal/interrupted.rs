//! Ctrl-C at every question of the journey; and the journey itself, typed to its end.

use std::process::Stdio;

use rentree_practice::{Options, Practice};
use rustix::process::{Pid, Signal, kill_process};

use super::{
    CHOSEN,
    home::{Home, PROGRAM, Reading, ended, page},
    keyboard::Keyboard,
};
use crate::stage::{digits, oathtool};

/// What is typed at a question.
pub(super) enum Typed {
    Text(&'static str),
    Hidden(String),
    /// The six digits of the practice mailbox.
    Mailed,
    /// What the phone shows, so many periods from now.
    Phone(u64),
}

/// Every question of the journey of a fresh person who chooses this password, in order.
pub(super) fn questions(chosen: &str) -> Vec<(&'static str, Typed)> {
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
        ("Mot de passe provisoire de", Hidden("Provisoire-2026!".to_owned())),
        ("Nouveau mot de passe", Hidden(chosen.to_owned())),
        ("Encore une fois", Hidden(chosen.to_owned())),
        ("pour continuer", Text("")),
        ("Adresse de secours personnelle", Text("claire.perso@perso.test")),
        ("Code reçu", Mailed),
        ("pour continuer", Text("")),
        ("sous la main", Text("o")),
        ("Code affiché", Phone(0)),
        ("code suivant", Phone(1)),
        ("pour continuer", Text("")),
        // Four: an Evolution on this computer comes before the others.
        ("Numéros séparés", Text("1,2,3,4")),
        ("Fonction", Text("")),
        ("Établissement", Text("")),
        ("Téléphone", Text("")),
        ("se voient", Text("")),
        ("propre adresse", Text("")),
        ("pour continuer", Text("")),
        ("message à vous-même", Text("o")),
    ]
}

fn converse(keyboard: &mut Keyboard, upto: usize) {
    converse_on(keyboard, upto, questions(CHOSEN));
}

/// The same with other questions, where the practice page shows what was mailed.
pub(super) fn converse_on(keyboard: &mut Keyboard, upto: usize, questions: Vec<(&str, Typed)>) -> [String; 2] {
    converse_by(keyboard, upto, questions, letter)
}

/// Answers the first `upto` questions and waits for the next one; gives the enrolment's address and the code that was
/// mailed, as far as it came. `letter`: the text of the last letter, for the practice page where one is shown.
pub(super) fn converse_by(
    keyboard: &mut Keyboard,
    upto: usize,
    questions: Vec<(&str, Typed)>,
    letter: impl Fn(&str) -> String,
) -> [String; 2] {
    let (mut inbox, mut uri, mut code) = (String::new(), String::new(), String::new());
    for (at, (prompt, typed)) in questions.into_iter().enumerate().take(upto + 1) {
        let shown = keyboard.asked(prompt);
        let word = |start: &str| {
            shown
                .split_whitespace()
                .find(|word| word.starts_with(start))
                .map(str::to_owned)
        };
        inbox = word("http://127.0.0.1").unwrap_or(inbox);
        uri = word("otpauth://").unwrap_or(uri);
        if at == upto {
            if let Typed::Hidden(_) = typed {
                keyboard.hidden();
            }
            break;
        }
        match typed {
            Typed::Text(text) => keyboard.types(text),
            Typed::Hidden(text) => keyboard.types_hidden(&text),
            Typed::Mailed => {
                code = digits(&letter(&inbox));
                keyboard.types(&code);
            }
            Typed::Phone(periods) => {
                let when = std::time::SystemTime::now() + std::time::Duration::from_secs(30 * periods);
                keyboard.types(&oathtool(&uri, when));
            }
        }
    }
    [uri, code]
}

/// The code in the last letter the practice page shows.
pub(super) fn mailed(inbox: &str) -> String {
    digits(&letter(inbox))
}

fn letter(inbox: &str) -> String {
    let text = page(inbox);
    let letter = text
        .split("claire.perso@perso.test")
        .find(|part| part.contains("<pre"))
        .unwrap_or(&text);
    letter.split("<pre").nth(1).unwrap_or(letter).to_owned()
}

fn arguments(out: &str) -> Vec<&str> {
    vec!["onboard", "--practice=claire.martin", "--lang", "fr", "--out", out]
}

#[test]
fn a_person_types_the_whole_journey() {
    let home = Home::new();
    let out = home.path("out");
    let mut keyboard = Keyboard::open(&home, &arguments(out.to_str().unwrap()));
    converse(&mut keyboard, questions(CHOSEN).len());
    let (code, shown) = keyboard.end();
    assert_eq!(code, 0, "{shown}");
    assert!(!shown.contains("refusal-"), "{shown}");
    assert!(!shown.contains("[desk-"), "a sentence is missing: {shown}");
    assert!(shown.contains("a reçu le message que vous vous êtes envoyé"), "{shown}");
    assert!(!shown.contains(CHOSEN), "what is typed hidden is not shown: {shown}");
    let received = shown.matches("Provisoire-2026!").count();
    assert_eq!(
        received, 1,
        "the letter shows the password once, typing it does not: {shown}"
    );
    assert!(!home.files().is_empty());
    home.no_secret(&[CHOSEN.to_owned(), "Provisoire-2026!".to_owned()]);
}

#[test]
fn a_weak_password_gets_its_rule_and_advice_and_a_slip_is_noticed() {
    let home = Home::new();
    let out = home.path("out");
    let mut keyboard = Keyboard::open(&home, &arguments(out.to_str().unwrap()));
    let new = questions(CHOSEN)
        .iter()
        .position(|(prompt, _)| prompt.starts_with("Nouveau mot de passe"))
        .unwrap();
    // Back is never tried as a password.
    converse(&mut keyboard, new - 1);
    keyboard.types_hidden("<");
    assert!(!keyboard.asked("Votre choix").contains("refusal-"));
    keyboard.types("1");
    keyboard.asked("refusé ailleurs");
    keyboard.types("n");
    keyboard.asked("Mot de passe provisoire de");
    keyboard.types_hidden("Provisoire-2026!");
    keyboard.asked("Nouveau mot de passe");
    keyboard.types_hidden("Rentree2025!");
    let said = keyboard.asked("refusal-password-weak");
    assert!(
        said.contains("✓ ") && said.contains("→ "),
        "the rule and the advice: {said}"
    );
    keyboard.asked("Nouveau mot de passe");
    keyboard.types_hidden(CHOSEN);
    keyboard.asked("Encore une fois");
    keyboard.types_hidden("Glacier-Pivoine7-Tambuor");
    let said = keyboard.asked("Nouveau mot de passe");
    assert!(said.contains("pas les mêmes") && !said.contains("refusal-"), "{said}");
    keyboard.ctrl_c();
    assert_eq!(keyboard.end().0, 1);
}

#[test]
fn ctrl_c_at_each_question_leaves_nothing_half_written() {
    let total = questions(CHOSEN).len();
    std::thread::scope(|scope| {
        // Two at a time: the machine of the gate has two cores.
        for lane in 0..2 {
            scope.spawn(move || (lane..total).step_by(2).for_each(interrupt_at));
        }
    });
}

fn interrupt_at(question: usize) {
    let home = Home::new();
    let out = home.path("out");
    let mut keyboard = Keyboard::open(&home, &arguments(out.to_str().unwrap()));
    converse(&mut keyboard, question);
    keyboard.ctrl_c();
    let (code, shown) = keyboard.end();
    assert_eq!(code, 1, "question {question}: {shown}");
    let said = shown
        .split("refusal-cancelled")
        .nth(1)
        .unwrap_or_else(|| panic!("question {question}: {shown}"));
    assert!(said.contains("→ "), "the remedy, question {question}: {shown}");
    // The files of the last screens are whole: they were written before the last three questions.
    home.nothing_half_written(question + 3 < questions(CHOSEN).len());
}

#[test]
fn ctrl_c_on_the_real_academies_leaves_nothing_half_written_either() {
    for (lang, prompts) in [
        ("fr", ["Où travaillez-vous", "Votre prénom"]),
        ("en", ["Where do you work", "first name"]),
    ] {
        for question in 0..2 {
            let home = Home::new();
            let out = home.path("out");
            let arguments = ["onboard", "--lang", lang, "--out", out.to_str().unwrap()];
            let mut keyboard = Keyboard::open(&home, &arguments);
            keyboard.asked(prompts[0]);
            if question == 1 {
                keyboard.types("Nancy");
                keyboard.asked("1 ");
                keyboard.types("1");
                keyboard.asked(prompts[1]);
            }
            keyboard.ctrl_c();
            let (code, shown) = keyboard.end();
            assert_eq!(code, 1, "{shown}");
            assert!(shown.contains("refusal-cancelled") && shown.contains("→ "), "{shown}");
            home.nothing_half_written(true);
        }
    }
}

#[test]
fn the_practice_ends_well_when_interrupted() {
    let home = Home::new();
    let mut command = home.command(PROGRAM);
    let mut child = command
        .args(["practice", "--lang", "fr"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = Reading::of(child.stdout.take().unwrap());
    let text = shown.until("Ctrl-C");
    for person in ["claire.martin", "karim.benali", "sophie.lefevre"] {
        assert!(text.contains(person), "{text}");
    }
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(ended(child), 0);
    assert_eq!(home.files(), Vec::<std::path::PathBuf>::new());
    home.nothing_half_written(true);
}

#[tokio::test]
async fn the_practice_tells_programs_where_it_is() {
    let practice = Practice::start(Options::default()).await.unwrap();
    let home = Home::new();
    let mut child = home
        .command(PROGRAM)
        .args(["practice", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut shown = Reading::of(child.stdout.take().unwrap());
    let running: serde_json::Value = serde_json::from_str(&shown.until("\n}")).unwrap();
    assert_eq!(running["accounts"].as_array().unwrap().len(), practice.people().len());
    assert!(
        running["hosts"]["imap.entrainement.test"].is_string() && running["ca"].as_str().unwrap().contains("BEGIN")
    );
    kill_process(Pid::from_child(&child), Signal::INT).unwrap();
    assert_eq!(ended(child), 0);
}
