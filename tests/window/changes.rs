//! What was changed on this computer, and each change undone from the window.

use std::{
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use serde_json::json;

use crate::window::Window;

#[tokio::test(flavor = "multi_thread")]
async fn each_change_is_listed_and_undone_on_its_own() {
    let mut window = Window::open().await;
    window.connected().await;
    window.keep("changes/fr");
    window.axe = true;
    window.list_changes().await;
    window.look().await;
    let account = window.changed("account").await.remove(0);
    let files = window.changed("made").await;
    assert!(
        account.ends_with("prefs.js") && files.len() >= 4,
        "{account:?} {files:?}"
    );
    assert!(files.iter().all(|path| path.is_file()), "{files:?}");
    assert!(fs::read_to_string(&account).unwrap().contains("claire.martin"));

    let mut thunderbird = holding(account.parent().unwrap());
    window.click("[data-change='account'] [data-do='undo']").await;
    window.until("[data-refusal='thunderbird-running']:focus").await;
    assert!(fs::read_to_string(&account).unwrap().contains("claire.martin"));
    window.look().await;
    drop(thunderbird.stdin.take());
    thunderbird.wait().unwrap();

    window.click("[data-change='account'] [data-do='undo']").await;
    window.until("[data-undone='account-out']:focus").await;
    assert_eq!(window.changed("account").await, Vec::<PathBuf>::new());
    assert!(!fs::read_to_string(&account).unwrap().contains("claire.martin"));

    window.undo_first_made().await;
    window.until("[data-undone='removed']:focus").await;
    assert!(!files[0].exists() && files[1].exists(), "this one, and no other");
    fs::write(&files[1], "la personne y a écrit").unwrap();
    window.undo_first_made().await;
    window.until("[data-undone='changed']:focus").await;
    assert!(files[1].exists(), "what a person wrote stays");
    window.look().await;

    window.click("dialog .title button").await;
    window.speak("en").await;
    window.keep("changes/en");
    window.list_changes().await;
    window.look().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_list_in_the_dark_and_small_and_when_nothing_was_done() {
    let mut window = Window::open_with(&[("GTK_THEME", "Adwaita:dark")]).await;
    window.keep("changes/dark");
    window.corner("changes").await;
    window.until("dialog .note.good").await;
    window.look().await;
    window.click("dialog .title button").await;
    window.connected().await;
    window.keep("changes/dark");
    window.axe = true;
    window.list_changes().await;
    window.look().await;
    window.resize(400, 700).await;
    window.look().await;
}

impl Window {
    async fn list_changes(&self) {
        self.corner("changes").await;
        self.until("dialog [data-change]").await;
    }

    /// The files the list names under a kind.
    async fn changed(&self, kind: &str) -> Vec<PathBuf> {
        let read = format!(
            "return [...document.querySelectorAll(\"[data-change='{kind}'] p[id^='change-']\")].map((it) => it.textContent)"
        );
        serde_json::from_value(self.script(&read).await).unwrap()
    }

    async fn undo_first_made(&self) {
        let click = "document.querySelector(\"[data-change='made'] [data-do='undo']\").click(); return true";
        assert_eq!(self.client.execute(click, vec![json!(null)]).await.unwrap(), true);
    }
}

/// Another process that holds a profile as Thunderbird does.
fn holding(profile: &Path) -> Child {
    let script = "import fcntl,sys\nf=open(sys.argv[1],'w')\nfcntl.lockf(f,fcntl.LOCK_EX)\nprint('held',flush=True)\nsys.stdin.readline()";
    let mut child = Command::new("python3")
        .args(["-c", script])
        .arg(profile.join(".parentlock"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("python3 is there wherever the gate runs");
    let mut held = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut held)
        .unwrap();
    assert_eq!(held.trim(), "held");
    child
}
