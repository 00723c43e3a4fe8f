//! Leaving and coming back in the real window: killed outright, started again, and one click later the servers are asked.
//!
//! The servers are the practice academy's, in this test's own process, so that they outlive the window; their academy is
//! signed as a rectorate signs one (`RENTREE_TEST_PACKS`), and found under `.test` (`RENTREE_TEST_HOSTS`): both are read by a
//! debug build only.

use std::{fs, io::Cursor};

use minisign::KeyPair;
use rentree_practice::{Options, Practice};
use tempfile::TempDir;

use crate::{
    secrets,
    walk::{CHOSEN, Letter},
    window::Window,
};

/// An academy whose servers go on when the window is killed.
struct Elsewhere {
    practice: Practice,
    packs: TempDir,
    hosts: String,
}

impl Elsewhere {
    async fn open() -> Self {
        let practice = Practice::start(Options::default()).await.unwrap();
        let packs = tempfile::tempdir().unwrap();
        // Its own name: choosing the practice academy would begin a rehearsal.
        let text = practice.packs()[0].replacen("id = \"entrainement\"", "id = \"exemple\"", 1);
        let text = format!("expires = \"2999-08-31\"\n{text}");
        let key = KeyPair::generate_unencrypted_keypair().unwrap();
        let keys = format!("[[keys]]\nacademy = \"exemple\"\nkey = \"{}\"\n", key.pk.to_base64());
        fs::write(packs.path().join("keys.toml"), keys).unwrap();
        let folder = packs.path().join("packs");
        fs::create_dir_all(&folder).unwrap();
        let comment = "timestamp:1790000000\tfile:exemple.toml";
        let signature = minisign::sign(Some(&key.pk), &key.sk, Cursor::new(&text), Some(comment), None).unwrap();
        fs::write(folder.join("exemple.toml"), text).unwrap();
        fs::write(folder.join("exemple.toml.minisig"), signature.into_string()).unwrap();
        let hosts = serde_json::to_string(&practice.hosts()).unwrap();
        Self { practice, packs, hosts }
    }

    fn surroundings(&self) -> Vec<(&str, &str)> {
        let packs = self.packs.path().to_str().unwrap();
        vec![
            ("RENTREE_TEST_PACKS", packs),
            ("RENTREE_TEST_HOSTS", self.hosts.as_str()),
        ]
    }

    fn letter(&self) -> Letter {
        let people = self.practice.people();
        let person = people.iter().find(|person| person.id == "claire.martin").unwrap();
        Letter {
            given: person.given.clone(),
            family: person.family.clone(),
            address: person.address.clone(),
            login: person.login.clone(),
            password: person.password.clone(),
            personal: person.personal_mailbox.clone(),
        }
    }

    /// The six digits of the last letter.
    fn mailed(&self, address: &str) -> String {
        let letters = self.practice.inbox(address);
        let text = &letters.last().expect("a letter").text;
        let mut runs = text.split(|c: char| !c.is_ascii_digit());
        runs.find(|run| run.len() == 6).unwrap().to_owned()
    }
}

/// The first answers come with the page: they are no answers any more to a page that was loaded again.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_loaded_again_shows_where_the_journey_is() {
    let mut window = Window::open().await;
    window.speak("en").await;
    window.click_onto("[data-academy='entrainement']", "identify").await;
    window.client.refresh().await.unwrap();
    window.until("main[data-screen='identify'][aria-busy='false']").await;
    assert_eq!(window.script("return document.documentElement.lang").await, "en");
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_and_started_again_in_french() {
    killed_and_started_again("fr").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_and_started_again_in_english() {
    killed_and_started_again("en").await;
}

async fn killed_and_started_again(lang: &str) {
    let elsewhere = Elsewhere::open().await;
    let letter = elsewhere.letter();
    let mut window = Window::open_with(&elsewhere.surroundings()).await;
    window.speak(lang).await;
    window.at_exemple().await;
    window.until_new_password(&letter).await;
    window.choose_password().await;
    window.onto("submit", "recovery-address").await;
    window.fill("recovery", &letter.personal).await;
    window.onto("submit", "recovery-code").await;
    let code = elsewhere.mailed(&letter.personal);
    window.fill("code", &code).await;
    window.onto("submit", "enrol").await;

    let mut window = window.killed(&elsewhere.surroundings()).await;
    window.speak(lang).await;
    window.keep(&format!("resume/{lang}"));
    window.axe = true;
    window.until("[data-part='resume']").await;
    window.look().await;
    let text = window.text().await;
    assert!(text.contains(&letter.address) && !text.contains(CHOSEN), "{text}");
    let needles = [letter.password.clone(), CHOSEN.to_owned(), code];
    secrets::search(window.folder.path(), &needles);
    window.click_onto("[data-do='resume']", "sign-in").await;
    window.fill("password", CHOSEN).await;
    window.onto("submit", "outcome").await;
    assert_eq!(
        window.list().await,
        [
            "identifier:done",
            "mailbox:done",
            "password:done",
            "recovery-address:declared",
            "recovery-registered:done",
            "second-factor:left",
            "sending:done",
            "servers:done",
        ]
    );
    window.onto("submit", "enrol").await;
    assert_eq!(elsewhere.practice.failed_sign_ins(&letter.login), 0);

    // Erasing takes the note with it, and nothing writes it again: not the first screen, not the end.
    let folder = window.folder.path().to_owned();
    let kept = folder.join("data/rentree");
    assert!(kept.join("ledger.json").is_file());
    window.click("footer [data-do='finish-tool']").await;
    window.click_onto("dialog [data-do='finish-now']", "ended").await;
    assert!(!kept.exists());
    window.click_onto("[data-do='again']", "find-academy").await;
    assert_eq!(
        window
            .script("return document.querySelector('[data-part=resume]')")
            .await,
        serde_json::Value::Null
    );
    assert!(!kept.exists());
    window.leave();
    assert!(!kept.exists());
    secrets::search(&folder, &needles);
}

impl Window {
    /// The academy that was signed, found by its domain.
    async fn at_exemple(&mut self) {
        self.fill("find", "entrainement.test").await;
        self.click_onto("[data-list='hits'] [data-academy='exemple']", "identify")
            .await;
    }
}
