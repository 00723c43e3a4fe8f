//! From the first screen to the last, by mouse and by keyboard.

use fantoccini::key::Key;

use crate::{
    secrets,
    walk::{CHOSEN, CONNECTED, Letter},
    window::Window,
};

/// All that a server confirmed at the connected academy.
const PROVED: [&str; 9] = [
    "identifier:done",
    "mailbox:done",
    "password:done",
    "profiles:done",
    "recovery-address:done",
    "recovery-registered:done",
    "second-factor:done",
    "sending:done",
    "servers:done",
];

/// What the web-only academy lets be proved; the rest was only declared.
const WEB_LIST: [&str; 10] = [
    "application-password:done",
    "identifier:done",
    "mailbox:done",
    "password:declared",
    "profiles:done",
    "recovery-address:done",
    "recovery-registered:declared",
    "second-factor:declared",
    "sending:done",
    "servers:done",
];

#[tokio::test(flavor = "multi_thread")]
async fn connected_in_french_leaves_no_secret() {
    let mut window = Window::open().await;
    window.keep("connected/fr");
    window.axe = true;
    window.look().await;
    let needles = window.connected().await;
    assert_eq!(window.list().await, PROVED);
    let folder = window.folder.path().to_owned();
    let files = secrets::search(&folder, &needles);
    assert!(
        files.iter().any(|path| path.contains("rentree-door-")),
        "the rehearsal's files were searched: {files:?}"
    );
    window.leave();
    secrets::search(&folder, &needles);
    let left: Vec<_> = std::fs::read_dir(folder.join("tmp"))
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name())
        .collect();
    assert!(
        left.iter()
            .all(|name| !name.to_string_lossy().starts_with("rentree-door-")),
        "left behind: {left:?}"
    );
    assert!(
        !folder.join("home/Rentrée").exists(),
        "a rehearsal writes nothing in the person's own folders"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn connected_in_english() {
    let mut window = Window::open().await;
    window.speak("en").await;
    window.keep("connected/en");
    window.look().await;
    window.connected().await;
    assert_eq!(window.list().await, PROVED);
}

#[tokio::test(flavor = "multi_thread")]
async fn web_only_in_french_proves_and_declares() {
    let mut window = Window::open().await;
    window.keep("web/fr");
    window.look().await;
    window.web_only().await;
    assert_eq!(window.list().await, WEB_LIST);
}

#[tokio::test(flavor = "multi_thread")]
async fn web_only_in_english_proves_and_declares() {
    let mut window = Window::open().await;
    window.speak("en").await;
    window.keep("web/en");
    window.look().await;
    window.web_only().await;
    assert_eq!(window.list().await, WEB_LIST);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_keyboard_alone_up_to_a_new_password() {
    let mut window = Window::open().await;
    let before = window.turn().await;
    window.tab_to(&format!("[data-academy='{CONNECTED}']")).await;
    window.key(Key::Enter).await;
    window.arrived(before, "identify").await;
    window.tab_to("[data-do='letter']").await;
    window.key(Key::Enter).await;
    window.until("dialog[open] [data-person='claire.martin']").await;
    window.key(Key::Escape).await;
    window.until("body:not(:has(dialog))").await;
    let letter = Letter {
        given: "Claire".into(),
        family: "Martin".into(),
        address: "claire.martin@entrainement.test".into(),
        login: "cmartin".into(),
        password: "Provisoire-2026!".into(),
        personal: String::new(),
    };
    for (id, text) in [
        ("given", &letter.given),
        ("family", &letter.family),
        ("address", &letter.address),
        ("identifier", &letter.login),
    ] {
        window.tab_to(&format!("#{id}")).await;
        window.keys(text).await;
    }
    window.enter_onto("servers").await;
    window.tab_to("[data-do='submit']").await;
    window.enter_onto("hold").await;
    window.tab_to("input[name='holding']").await;
    window.keys(" ").await;
    window.until("input[value='letter']:checked").await;
    window.tab_to("[data-do='submit']").await;
    window.enter_onto("sign-in").await;
    window.tab_to("#password").await;
    window.keys(&letter.password).await;
    window.enter_onto("new-password").await;
    window.tab_to("#new-password").await;
    window.keys(CHOSEN).await;
    window.enter_onto("outcome").await;
}

impl Window {
    async fn keys(&self, text: &str) {
        self.client
            .active_element()
            .await
            .unwrap()
            .send_keys(text)
            .await
            .unwrap();
    }

    async fn key(&self, key: Key) {
        self.keys(&char::from(key).to_string()).await;
    }

    async fn enter_onto(&mut self, screen: &str) {
        let before = self.turn().await;
        self.key(Key::Enter).await;
        self.arrived(before, screen).await;
    }

    /// Presses Tab until `css` has the focus; sixty times is a page nobody can use.
    async fn tab_to(&self, css: &str) {
        let there = format!("return document.activeElement.matches(\"{css}\")");
        for _ in 0..60 {
            if self.script(&there).await == true {
                return;
            }
            self.key(Key::Tab).await;
        }
        panic!("Tab does not reach {css}");
    }
}
