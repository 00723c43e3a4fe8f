//! Behind a school's proxy that wants a sign-in: a real one, in the faked internet, where nothing else leaves for the web.

use std::fs;

use serde_json::Value;

use super::{
    home::{Home, PROGRAM, Ran},
    keyboard::Keyboard,
};
use crate::internet::{Wall, facts};

const ADDRESS: &str = "claire.martin@ac-lyon.fr";
const WRONG: &str = "Craie.Verte-99";

/// Only the proxy's own user gets out to the web.
fn walled() -> Wall {
    Wall::before("meta skuid != nobody tcp dport 443", "reject with tcp reset")
}

fn text(key: &str) -> String {
    facts()[key].as_str().unwrap().to_owned()
}

/// What the proxy was asked for so far: it logs every request, and no name.
fn requests() -> usize {
    let log = fs::read_to_string(text("proxy_log")).unwrap();
    log.matches("Request (file descriptor").count()
}

fn proxied() -> Home {
    Home::new().with("https_proxy", &format!("http://{}", text("proxy")))
}

/// Types what the proxy asks for, in French. How many requests it had seen by then.
fn signs_in(keyboard: &mut Keyboard, password: &str) -> usize {
    keyboard.asked(&format!("Identifiant pour {}", text("proxy")));
    let before = requests();
    keyboard.types(&text("proxy_user"));
    keyboard.asked("Mot de passe pour");
    keyboard.types_hidden(password);
    before
}

#[test]
#[ignore = "inside the faked internet only"]
fn a_proxy_is_named_and_nobody_is_asked_where_nobody_is_there() {
    let _wall = walled();
    for lang in ["fr", "en"] {
        let ran = proxied().run(&["diagnose", ADDRESS, "--lang", lang]);
        ran.refused(3, "proxy-sign-in");
        assert!(ran.out.contains(&text("proxy")), "{}", ran.out);
    }
    let direct = Home::new().run(&["diagnose", ADDRESS, "--json"]).json();
    assert_eq!(
        direct["verdict"], "connection-refused",
        "the wall, and no proxy: {direct}"
    );
    assert!(direct["proxy"].is_null(), "{direct}");
}

#[test]
#[ignore = "inside the faked internet only"]
fn the_diagnosis_asks_for_the_sign_in_tries_it_once_and_looks_again() {
    let _wall = walled();
    let home = proxied();
    let mut keyboard = Keyboard::open(&home, &["diagnose", ADDRESS, "--lang", "fr"]);
    let before = signs_in(&mut keyboard, WRONG);
    let (code, shown) = keyboard.end();
    assert_eq!(code, 3, "{shown}");
    assert!(shown.contains("refusal-proxy-password-refused"), "{shown}");
    assert_eq!(requests(), before + 1, "one wrong password, one try");

    let mut keyboard = Keyboard::open(&home, &["diagnose", ADDRESS, "--lang", "fr"]);
    signs_in(&mut keyboard, &text("proxy_password"));
    let (code, shown_again) = keyboard.end();
    assert_eq!(code, 0, "{shown_again}");
    assert!(shown_again.contains("Le réseau vous laisse passer"), "{shown_again}");

    let secrets = [WRONG.to_owned(), text("proxy_password")];
    home.no_secret(&secrets);
    for secret in &secrets {
        assert!(
            !shown.contains(secret) && !shown_again.contains(secret),
            "typed without echo"
        );
    }
}

#[test]
#[ignore = "inside the faked internet only"]
fn on_the_way_the_search_for_servers_asks_for_it_and_goes_on() {
    let _wall = walled();
    let home = proxied();
    let mut keyboard = Keyboard::open(&home, &["onboard", "--lang", "fr"]);
    keyboard.asked("Où travaillez-vous");
    keyboard.types("Nancy-Metz");
    keyboard.asked("Votre choix");
    keyboard.types("1");
    keyboard.asked("Votre choix");
    keyboard.types("1");
    for (question, answer) in [
        ("Votre prénom", "Nadia"),
        ("Votre nom", "Bernard"),
        ("naissance", ""),
        ("Votre adresse", "nadia.bernard@ac-nancy-metz.fr"),
        ("Votre identifiant", "nbernard"),
    ] {
        keyboard.asked(question);
        keyboard.types(answer);
    }
    signs_in(&mut keyboard, &text("proxy_password"));
    keyboard.asked("Le réseau vous laisse passer");
    // The search was made again, and the screen shown again without the proxy in the way.
    let again = keyboard.asked("Entrée");
    assert!(!again.contains("refusal-proxy"), "{again}");
    keyboard.ctrl_c();
    let (_, shown) = keyboard.end();
    assert!(!shown.contains(&text("proxy_password")));
}

/// The program in a GNOME session of its own, after `settings`.
fn in_gnome(settings: &[(&str, &str, &str)]) -> Value {
    let home = Home::new().with("XDG_CURRENT_DESKTOP", "GNOME");
    let sets: String = settings
        .iter()
        .map(|(schema, key, value)| format!("gsettings set org.gnome.system.proxy{schema} {key} \"{value}\" && "))
        .collect();
    let mut command = home.command("dbus-run-session");
    command.args(["--", "sh", "-c", &format!("{sets}exec \"$0\" \"$@\"")]);
    command.args([PROGRAM, "diagnose", ADDRESS, "--json"]);
    Ran::of(command.output().unwrap()).json()
}

#[test]
#[ignore = "inside the faked internet only"]
fn the_settings_of_gnome_are_followed_by_hand_and_by_script() {
    let _wall = walled();
    let proxy = text("proxy");
    let (host, port) = proxy.split_once(':').unwrap();
    let by_hand = in_gnome(&[
        (".https", "host", host),
        (".https", "port", port),
        ("", "mode", "manual"),
    ]);
    let by_script = in_gnome(&[("", "autoconfig-url", &text("proxy_script")), ("", "mode", "auto")]);
    for seen in [by_hand, by_script] {
        assert_eq!(
            (&seen["verdict"], &seen["proxy"]),
            (&"proxy-sign-in".into(), &proxy.as_str().into()),
            "{seen}"
        );
    }
    let none = in_gnome(&[("", "mode", "none")]);
    assert!(none["proxy"].is_null(), "{none}");
    let lost = in_gnome(&[
        ("", "autoconfig-url", "http://127.0.0.2/perdu.pac"),
        ("", "mode", "auto"),
    ]);
    assert_eq!(lost["verdict"], "proxy-script", "{lost}");
}
