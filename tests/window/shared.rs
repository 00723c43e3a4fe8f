//! A shared computer as a person meets it: chosen on the first screen, ended by them or by its own clock, and what is left.

use std::{fs, path::PathBuf};

use serde_json::json;
use tempfile::TempDir;

use crate::{secrets, walk::CONNECTED, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_leaves_nothing_in_french() {
    a_passage_leaves_nothing("fr", &[]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_passage_leaves_nothing_in_english_and_in_the_dark() {
    a_passage_leaves_nothing("en", &[("GTK_THEME", "Adwaita:dark")]).await;
}

async fn a_passage_leaves_nothing(lang: &str, surroundings: &[(&str, &str)]) {
    let mut window = Window::open_with(surroundings).await;
    window.speak(lang).await;
    window.keep(&format!("shared/{lang}"));
    window.axe = true;
    window.choose_shared().await;
    window.look().await;
    let needles = window.shared_passage().await;
    window.click(".banner [data-do='finish']").await;
    window.until("dialog [data-do='finish-now']").await;
    window.look().await;
    window.click_onto("dialog [data-do='finish-now']", "ended").await;
    let found =
        "return [...document.querySelectorAll('[data-look]')].map((it) => `${it.dataset.look}:${it.dataset.stays}`)";
    assert_eq!(
        window.script(found).await,
        json!([
            "files:nothing",
            "ledger:nothing",
            "temporary:nothing",
            "page-store:nothing"
        ])
    );
    let text = window.text().await;
    assert!(needles.iter().all(|needle| !text.contains(needle.as_str())), "{text}");
    assert!(
        !text.contains("claire.martin"),
        "nothing of the person is on the screen: {text}"
    );
    window.resize(400, 700).await;
    window.look().await;
    let folder = window.folder.path().to_owned();
    assert_eq!(written(&folder), Vec::<PathBuf>::new(), "nothing in the home");
    secrets::search(&folder, &needles);
    window.leave();
    secrets::search(&folder, &needles);
    assert_eq!(left_in(&folder), Vec::<String>::new());
}

/// Told to leave in the middle: erased without being asked.
#[tokio::test(flavor = "multi_thread")]
async fn closed_in_the_middle_it_leaves_nothing_either() {
    let mut window = Window::open().await;
    window.choose_shared().await;
    let letter = window.rehearse(CONNECTED, "claire.martin").await;
    window.until_new_password(&letter).await;
    let folder = window.folder.path().to_owned();
    window.leave();
    secrets::search(&folder, &[letter.password]);
    assert_eq!(written(&folder), Vec::<PathBuf>::new());
    assert_eq!(left_in(&folder), Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn left_alone_it_counts_down_any_key_keeps_it_and_then_it_ends() {
    for lang in ["fr", "en"] {
        let clock = Clock::new();
        let mut window = Window::open_with(&[("RENTREE_TEST_CLOCK", &clock.path())]).await;
        window.speak(lang).await;
        window.keep(&format!("idle/{lang}"));
        window.axe = true;
        window.choose_shared().await;
        let letter = window.rehearse(CONNECTED, "claire.martin").await;
        window.introduce(&letter).await;
        let mut ahead = 13 * 60 + 30;
        clock.set(ahead);
        window.until("dialog[data-idle]").await;
        window.look().await;
        window.until("dialog[data-idle] button:focus").await;
        window
            .client
            .active_element()
            .await
            .unwrap()
            .send_keys("x")
            .await
            .unwrap();
        window.until("body:not(:has(dialog[data-idle]))").await;
        let typed = window
            .script("return document.querySelector('#identifier').value")
            .await;
        assert_eq!(typed, json!(letter.login), "the key did nothing else");
        ahead += 13 * 60 + 30;
        clock.set(ahead);
        window.until("dialog[data-idle]").await;
        clock.set(ahead + 3 * 60);
        window.until("main[data-screen='ended'] [data-look]").await;
        window.look().await;
        let text = window.text().await;
        assert!(
            !text.contains("claire.martin") && !text.contains(&letter.login),
            "{text}"
        );
        let folder = window.folder.path().to_owned();
        assert_eq!(written(&folder), Vec::<PathBuf>::new());
    }
}

/// The program's clock, put forward by the test.
struct Clock(TempDir);

impl Clock {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> String {
        self.0.path().join("ahead").to_str().unwrap().to_owned()
    }

    /// Whole or not at all: the program looks at it all the time.
    fn set(&self, seconds: i64) {
        let part = self.0.path().join("part");
        fs::write(&part, seconds.to_string()).unwrap();
        fs::rename(part, self.path()).unwrap();
    }
}

impl Window {
    async fn choose_shared(&self) {
        self.click("input[name='computer'][value='shared']").await;
        self.until(".banner.shared[data-shared='person']").await;
    }

    /// The connected academy up to the last screen, without a second factor; gives every secret of the run.
    async fn shared_passage(&mut self) -> Vec<String> {
        let letter = self.rehearse(CONNECTED, "claire.martin").await;
        self.until_new_password(&letter).await;
        self.choose_password().await;
        self.onto("submit", "recovery-address").await;
        let code = self.prove_address(&letter.personal, "enrol").await;
        self.onto("later", "outcome").await;
        self.onto("submit", "choose-apps").await;
        let open = "return [...document.querySelectorAll('main input[type=checkbox]')].map((it) => it.value).sort()";
        assert_eq!(
            self.script(open).await,
            json!(["android", "apple", "reminders", "sheet"])
        );
        for client in ["apple", "android"] {
            self.click(&format!("#client-{client}")).await;
        }
        self.onto("submit", "written").await;
        self.click("[data-client='apple'] summary").await;
        self.onto("mail", "written").await;
        self.onto("submit", "check-up").await;
        vec![letter.password, crate::walk::CHOSEN.to_owned(), code]
    }
}

/// Files in the person's own folders: what the desktop's libraries keep for every program is not ours.
fn written(folder: &std::path::Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.join("home"), folder.join("data/rentree")]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => found.push(path),
            }
        }
    }
    found
}

/// Our folders among the temporary ones.
fn left_in(folder: &std::path::Path) -> Vec<String> {
    let entries = fs::read_dir(folder.join("tmp")).unwrap().flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.filter(|name| name.starts_with("rentree-door-")).collect()
}
