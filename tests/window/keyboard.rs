//! The whole journey without a mouse, with a screen reader listening: every screen is reached with Tab, Space, Enter and
//! the arrows alone, and what the reader is told of it is compared with what stands there.

use fantoccini::key::Key;
use serde_json::json;

use crate::{
    journeys::PROVED,
    tally::Pace,
    walk::{CHOSEN, CONNECTED, digits},
    window::Window,
};

#[tokio::test(flavor = "multi_thread")]
async fn by_keyboard_alone_from_the_first_screen_to_the_last() {
    let mut window = Window::open().await;
    window.listen().await;
    for lang in ["fr", "en"] {
        if lang == "en" {
            window.tab_to("[data-do='leave-practice']").await;
            window.key(Key::Enter).await;
            window
                .until("main[data-screen='find-academy'][aria-busy='false']")
                .await;
            window.tab_to(".langs button[lang='en']").await;
            window.key(Key::Enter).await;
            window.until("html[lang='en']").await;
        }
        window.keep(&format!("keyboard/{lang}"));
        window.tally.begin();
        window.by_keyboard().await;
        assert_eq!(window.list().await, PROVED);
        window.walked(&format!("listener-{lang}"), Pace::Listening).await;
    }
}

impl Window {
    async fn by_keyboard(&mut self) {
        self.tab_to(&format!("[data-academy='{CONNECTED}']")).await;
        self.enter_onto("identify").await;
        self.tab_to("[data-do='letter']").await;
        self.key(Key::Enter).await;
        self.until("dialog[open] [data-person='claire.martin']").await;
        self.look().await;
        self.escape().await;
        for (id, text) in [
            ("given", "Claire"),
            ("family", "Martin"),
            ("address", "claire.martin@entrainement.test"),
            ("identifier", "cmartin"),
        ] {
            self.type_in(id, text).await;
        }
        self.enter_onto("hold").await;
        self.tab_to("[data-holding='letter']").await;
        self.enter_onto("sign-in").await;
        self.type_in("password", "Provisoire-2026!").await;
        self.enter_onto("new-password").await;
        self.type_in("new-password", CHOSEN).await;
        self.until("#strength .meter[data-score]").await;
        self.enter_onto("outcome").await;
        self.submit_onto("recovery-address").await;
        self.type_in("recovery", "claire.perso@perso.test").await;
        self.enter_onto("recovery-code").await;
        self.tab_to("[data-do='inbox']").await;
        self.key(Key::Enter).await;
        self.until("dialog .mail").await;
        self.look().await;
        let mail = self
            .script("return document.querySelector('dialog .mail').innerText")
            .await;
        let code = digits(mail.as_str().unwrap());
        self.escape().await;
        self.type_in("code", &code).await;
        self.enter_onto("enrol").await;
        self.submit_onto("enrolment-card").await;
        for screen in ["prove-code", "choose-apps"] {
            self.tab_to("[data-do='practice-code']").await;
            self.key(Key::Enter).await;
            self.six_digits().await;
            self.submit_onto(screen).await;
        }
        for client in ["apple", "sheet"] {
            let css = format!("#client-{client}");
            self.tab_to(&css).await;
            let ticked = format!("return document.querySelector('{css}').checked");
            if self.script(&ticked).await == json!(false) {
                self.key(' ').await;
            }
            self.until(&format!("{css}:checked")).await;
        }
        self.submit_onto("written").await;
        self.submit_onto("check-up").await;
    }

    async fn type_in(&mut self, id: &str, text: &str) {
        self.tab_to(&format!("#{id}")).await;
        self.tally.typed(text);
        self.keys(text).await;
    }

    async fn keys(&self, text: &str) {
        self.client
            .active_element()
            .await
            .unwrap()
            .send_keys(text)
            .await
            .unwrap();
    }

    /// One key, on whatever has the focus.
    pub(crate) async fn key(&mut self, key: impl Into<char>) {
        self.tally.typed("\t");
        self.keys(&key.into().to_string()).await;
    }

    async fn escape(&mut self) {
        self.key(Key::Escape).await;
        self.until("body:not(:has(dialog))").await;
    }

    async fn enter_onto(&mut self, screen: &str) {
        let before = self.leaving().await;
        self.key(Key::Enter).await;
        self.arrived(before, screen).await;
        let focused = self.script("return document.activeElement.tagName").await;
        assert_eq!(focused, "H1", "whoever goes by keys is on the title");
    }

    async fn submit_onto(&mut self, screen: &str) {
        self.tab_to("main [data-do='submit']").await;
        self.enter_onto(screen).await;
    }

    /// Presses Tab until `css` has the focus; sixty times is a page nobody can use.
    pub(crate) async fn tab_to(&mut self, css: &str) {
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
