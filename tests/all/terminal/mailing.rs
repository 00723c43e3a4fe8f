//! The profile for Apple's devices, mailed to oneself from the keyboard: through Debian's Postfix into Dovecot, and
//! looked at there with programs that are not ours.

use super::{CHOSEN, keyboard::Keyboard, signed::Signed};
use crate::{
    rig_journeys::mailing::arrived,
    stage::{Player, Rig},
};

#[test]
fn the_profile_asked_for_at_the_keyboard_arrives_in_the_mailbox() {
    let rig = Rig::shared();
    let player = rig.fresh();
    let signed = Signed::new("exemple", &rig.packs[0], rig.hosts.clone());
    let out = signed.home.path("out");
    let mut keyboard = signed.keyboard(&["--lang", "fr", "--out", out.to_str().unwrap()]);
    until_apps(&mut keyboard, &player);
    let offered = keyboard.asked("Numéros séparés");
    let line = offered.lines().find(|line| line.contains("iPhone")).expect(&offered);
    keyboard.types(line.trim().split(|c: char| !c.is_ascii_digit()).next().unwrap());
    for field in ["Fonction", "Établissement", "Téléphone"] {
        keyboard.asked(field);
        keyboard.types("");
    }
    keyboard.asked("propre adresse");
    keyboard.types("o");
    let said = keyboard.asked("pour continuer");
    assert!(said.contains("parti vers votre adresse"), "{said}");
    keyboard.types("");
    for offer in ["message à vous-même", "Garder ce mot de passe", "rappels"] {
        keyboard.asked(offer);
        keyboard.types("n");
    }
    let (code, shown) = keyboard.end();
    assert_eq!(code, 0, "{shown}");
    let profile = signed.home.files();
    let profile = profile.iter().find(|path| path.starts_with(&out)).expect("the profile");
    arrived(rig, &player, profile);
    signed.home.no_secret(&[CHOSEN.to_owned(), player.password]);
}

/// From the letter to the choice of mail programs; what may wait waits.
fn until_apps(keyboard: &mut Keyboard, player: &Player) {
    for (question, answer) in [
        ("Où travaillez-vous", "ac-exemple.test"),
        ("Votre choix", "1"),
        ("Votre prénom", &player.given),
        ("Votre nom", &player.family),
        ("nom de naissance", ""),
        ("adresse professionnelle", &player.address),
        ("Votre identifiant", &player.login),
        ("pour continuer", ""),
        ("Votre choix", "1"),
        ("refusé ailleurs", "n"),
        ("Mot de passe provisoire de", &player.password),
        ("Nouveau mot de passe", CHOSEN),
        ("Encore une fois", CHOSEN),
        ("pour continuer", ""),
        ("Adresse de secours personnelle", ""),
        ("pour continuer", ""),
        ("sous la main", "n"),
        ("pour continuer", ""),
    ] {
        keyboard.asked(question);
        match [CHOSEN, &player.password].contains(&answer) {
            true => keyboard.types_hidden(answer),
            false => keyboard.types(answer),
        }
    }
}
