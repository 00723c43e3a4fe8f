//! Packs in the window: installed ones serve or are named, a person opens one, every screen says which serves.
//!
//! The keys are those `RENTREE_TEST_PACKS` names, which only a debug build reads.

use std::{
    fs,
    io::Cursor,
    path::{Path, PathBuf},
};

use minisign::KeyPair;
use serde_json::json;
use tempfile::TempDir;

use crate::{walk::CONNECTED, window::Window};

const LYON: &str = include_str!("../../academies/lyon.toml");
const PARIS: &str = include_str!("../../academies/paris.toml");
const LOGO: &[u8] = include_bytes!("../../icons/128x128.png");
/// 2026-09-21.
const SIGNED: i64 = 1_790_000_000;

/// A rectorate's signing table, and a computer with its packs.
struct Desk {
    folder: TempDir,
    lyon: KeyPair,
    paris: KeyPair,
}

impl Desk {
    fn open() -> Self {
        let key = || KeyPair::generate_unencrypted_keypair().unwrap();
        let desk = Self {
            folder: tempfile::tempdir().unwrap(),
            lyon: key(),
            paris: key(),
        };
        let line = |academy: &str, key: &KeyPair| {
            format!("[[keys]]\nacademy = \"{academy}\"\nkey = \"{}\"\n", key.pk.to_base64())
        };
        let list = line("lyon", &desk.lyon) + &line("paris", &desk.paris);
        fs::write(desk.folder.path().join("keys.toml"), list).unwrap();
        for folder in ["packs", "usb"] {
            fs::create_dir_all(desk.folder.path().join(folder)).unwrap();
        }
        desk
    }

    /// `below` is `packs`, what is installed, or `usb`, what a person was handed.
    fn write(&self, below: &str, name: &str, text: &str, key: &KeyPair, timestamp: i64) -> PathBuf {
        let path = self.folder.path().join(below).join(name);
        let comment = format!("timestamp:{timestamp}\tfile:{name}");
        let signature = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(text), Some(&comment), None).unwrap();
        fs::write(&path, text).unwrap();
        fs::write(beside(&path), signature.into_string()).unwrap();
        path
    }

    async fn window(&self) -> Window {
        let folder = self.folder.path().to_str().unwrap();
        Window::open_with(&[("RENTREE_TEST_PACKS", folder)]).await
    }
}

fn beside(path: &Path) -> PathBuf {
    PathBuf::from(format!("{}.minisig", path.display()))
}

fn until(day: &str, academy: &str) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    format!("expires = \"{day}\"\nlogo = \"{}\"\n\n{academy}", STANDARD.encode(LOGO))
}

/// Chooses files as a person does, and submits.
async fn hand_over(window: &Window, files: &[&Path]) {
    let names: Vec<_> = files.iter().map(|file| file.to_str().unwrap()).collect();
    let field = window.until("dialog #pack-files").await;
    // The driver adds to what was chosen before; a person's chooser replaces it.
    window
        .script("document.querySelector('#pack-files').value = ''; return true")
        .await;
    field.send_keys(&names.join("\n")).await.unwrap();
    window.click("dialog [data-do='pack-open']").await;
}

/// Files must be refused with `code`, and the reason has the focus.
async fn refuses(window: &mut Window, files: &[&Path], code: &str) {
    hand_over(window, files).await;
    window.until(&format!("dialog [data-refusal='{code}']:focus")).await;
    window.look().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_pack_is_opened_and_every_screen_says_so() {
    let desk = Desk::open();
    let pack = desk.write("usb", "lyon.toml", &until("2999-08-31", LYON), &desk.lyon, SIGNED);
    let signature = beside(&pack);
    let mut window = desk.window().await;
    window.keep("packs/fr");
    window.axe = true;
    window.corner("packs").await;
    window.until("dialog #pack-files").await;
    window.look().await;

    window.click("dialog [data-do='pack-open']").await;
    window.until("dialog #pack-files:focus[aria-invalid='true']").await;
    window.look().await;
    // Without its signature, then changed after it was made, then with another's key.
    refuses(&mut window, &[&pack], "pack-unsigned").await;
    let good = fs::read_to_string(&pack).unwrap();
    fs::write(&pack, good.replacen("Lyon", "Lyom", 1)).unwrap();
    refuses(&mut window, &[&pack, &signature], "pack-changed").await;
    desk.write("usb", "lyon.toml", &good, &desk.paris, SIGNED);
    refuses(&mut window, &[&pack, &signature], "pack-key-of-other").await;
    fs::write(&pack, [0xff, 0xfe, 0x00]).unwrap();
    refuses(&mut window, &[&pack, &signature], "pack-not-utf8").await;

    desk.write("usb", "lyon.toml", &good, &desk.lyon, SIGNED);
    hand_over(&window, &[&pack, &signature]).await;
    window.until("dialog [data-pack='added']:focus").await;
    window.look().await;
    assert!(window.text().await.contains("31 août 2999"), "{}", window.text().await);
    // An older one does not come back.
    desk.write("usb", "lyon.toml", &good, &desk.lyon, SIGNED - 86_400);
    refuses(&mut window, &[&pack, &signature], "pack-older").await;
    window.click("dialog .title button").await;

    window.at_lyon().await;
    let foot = "return document.querySelector('footer').innerText";
    let said = window.script(foot).await.as_str().unwrap().to_owned();
    assert!(said.contains("signées") && said.contains("31 août 2999"), "{said}");
    assert!(!said.contains("indépendant"), "the academy vouches for it: {said}");
    let shown =
        "const logo = document.querySelector('header .pack-logo'); return [logo.complete, logo.naturalWidth, logo.alt]";
    assert_eq!(
        window.script(shown).await,
        json!([true, 128, "Logo\u{a0}: académie de Lyon"])
    );
    // Too late now: what follows was settled with the data of that moment.
    window.corner("packs").await;
    window.until("dialog [data-list='packs']").await;
    assert_eq!(
        window.script("return document.querySelector('#pack-files')").await,
        json!(null)
    );
    window.look().await;
    window.click("dialog .title button").await;
    // A rehearsal and its end begin the journey anew: the pack still serves.
    window.onto("back", "choose-platform").await;
    window.until("header .pack-logo").await;
    window.onto("back", "choose-department").await;
    window.onto("back", "find-academy").await;
    window.rehearse(CONNECTED, "claire.martin").await;
    window
        .click_onto(".banner [data-do='leave-practice']", "find-academy")
        .await;
    window.speak("en").await;
    window.keep("packs/en");
    window.at_lyon().await;
    window.until("header .pack-logo").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn installed_packs_serve_or_are_named() {
    let desk = Desk::open();
    desk.write(
        "packs",
        "lyon.toml",
        &until(
            "2026-01-31",
            &LYON.replace("rectorat de Lyon", "guichet de la rue de Marseille"),
        ),
        &desk.lyon,
        SIGNED - 86_400,
    );
    let forged = desk.write("packs", "paris.toml", &until("2999-08-31", PARIS), &desk.lyon, SIGNED);
    let mut window = desk.window().await;
    window.resize(500, 760).await;
    window.keep("packs/small");
    window.until(".banner.left-out").await;
    window.look().await;
    window.click("[data-do='packs-why']").await;
    window.until("dialog [data-list='left-out']").await;
    window.look().await;
    let text = window.text().await;
    assert!(
        text.contains(forged.to_str().unwrap()) && text.contains("académie de Lyon"),
        "{text}"
    );
    window.click("dialog .title button").await;
    window.at_lyon().await;
    let said = window.script("return document.querySelector('footer').innerText").await;
    let said = said.as_str().unwrap();
    assert!(
        said.contains("31 janvier 2026") && said.contains("indépendant"),
        "{said}"
    );
    assert_eq!(
        window.script("return document.querySelector('.pack-logo')").await,
        json!(null)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_generic_program_believes_no_pack() {
    let desk = Desk::open();
    let pack = desk.write("usb", "lyon.toml", &until("2999-08-31", LYON), &desk.lyon, SIGNED);
    let mut window = Window::open_with(&[("GTK_THEME", "Adwaita:dark")]).await;
    window.keep("packs/dark");
    window.axe = true;
    window.corner("packs").await;
    refuses(&mut window, &[&pack, &beside(&pack)], "pack-no-key-pinned").await;
}
