//! From the first screen to the last, by mouse.

use crate::{secrets, tally::Pace, window::Window};

/// All that a server confirmed at the connected academy.
pub(crate) const PROVED: [&str; 9] = [
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
    let needles = window.connected_with_a_slip().await;
    assert_eq!(window.list().await, PROVED);
    window.walked("teacher", Pace::Patient).await;
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
    window.walked("assistant", Pace::Patient).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn web_only_in_french_proves_and_declares() {
    let mut window = Window::open().await;
    window.keep("web/fr");
    window.look().await;
    window.web_only().await;
    assert_eq!(window.list().await, WEB_LIST);
    window.walked("referent", Pace::Hurried).await;
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
