//! The diagnosis as a person meets it: over a rehearsal where all is well, on a computer without a network, and behind a
//! proxy that wants a sign-in.
//!
//! `offline…` and `proxied…` tests are `#[ignore]`d where there is a network: a real academy is chosen in them, and must not
//! be asked. The latter run in the faked internet.

use serde_json::json;

use crate::{walk::CONNECTED, wall::Wall, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn all_well_is_said_and_the_report_is_saved() {
    for lang in ["fr", "en"] {
        let mut window = Window::open().await;
        window.speak(lang).await;
        window.keep(&format!("diagnosis/{lang}"));
        window.axe = true;
        window.rehearse(CONNECTED, "claire.martin").await;
        window.resize(1024, 1500).await;
        window.click("footer [data-do='diagnose-tool']").await;
        window.until("dialog [data-diagnosis='fine']").await;
        let open = "return [...document.querySelectorAll('[data-endpoint]')].map((it) => it.dataset.state)";
        let states = window.script(open).await;
        assert!(states.as_array().unwrap().len() >= 8, "{states}");
        assert!(
            states.as_array().unwrap().iter().all(|state| state == "open"),
            "{states}"
        );
        window.look().await;
        window.click("dialog [data-do='save-report']").await;
        window.until("dialog [role=status] .note + .note").await;
        let said = window
            .script("return document.querySelector('dialog [role=status] .note + .note').innerText")
            .await;
        let said = said.as_str().unwrap();
        let path = said.split_once(": ").unwrap().1.trim();
        let report = std::fs::read_to_string(path).unwrap_or_else(|fault| panic!("{fault}: {said}"));
        assert!(
            report.contains("imap.entrainement.test:") && !report.contains("claire"),
            "{report}"
        );
        window.click("dialog [data-do='copy-report']").await;
        let words = if lang == "fr" { "rapport" } else { "report" };
        assert!(window.text().await.contains(words));
        window.look().await;
        window.resize(400, 1900).await;
        window.look().await;
        window.click("dialog .title button").await;
        window.until("body:not(:has(dialog))").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_the_dark_it_can_be_read_too() {
    let mut window = Window::open_with(&[("GTK_THEME", "Adwaita:dark")]).await;
    window.keep("diagnosis/dark");
    window.axe = true;
    window.rehearse(CONNECTED, "claire.martin").await;
    window.resize(1024, 1500).await;
    window.click("footer [data-do='diagnose-tool']").await;
    window.until("dialog [data-diagnosis='fine']").await;
    window.look().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "where there is no network only"]
async fn offline_one_cause_is_named_and_the_way_to_it_stands_beside_the_servers() {
    for (lang, dark) in [("fr", false), ("en", true)] {
        let surroundings: &[(&str, &str)] = if dark { &[("GTK_THEME", "Adwaita:dark")] } else { &[] };
        let mut window = Window::open_with(surroundings).await;
        window.speak(lang).await;
        window.keep(&format!("diagnosis/offline-{lang}"));
        window.axe = true;
        window.work_at("dijon", "21", "identify").await;
        for (id, text) in [
            ("given", "Claire"),
            ("family", "Martin"),
            ("address", "claire.martin@ac-dijon.fr"),
            ("identifier", "cmartin"),
        ] {
            window.fill(id, text).await;
        }
        window.until("[data-list='candidates']").await;
        window.onto("submit", "servers").await;
        window.resize(1024, 1700).await;
        window.press("diagnose").await;
        window.until("dialog [data-diagnosis='no-network']").await;
        let announced = window
            .script("return document.querySelector('dialog [role=status]').querySelectorAll('p').length")
            .await;
        assert_eq!(announced, json!(3), "what it is, what to do, who can mend it");
        window.look().await;
        window.resize(400, 2200).await;
        window.look().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "in the faked internet only"]
async fn proxied_the_sign_in_is_asked_for_tried_once_and_opens_the_way() {
    let facts = std::env::var_os("RENTREE_INTERNET").expect("run by `cargo xtask rig --internet`");
    let facts: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(facts).unwrap()).unwrap();
    let text = |key: &str| facts[key].as_str().unwrap().to_owned();
    // Only the proxy gets out to the web.
    let _wall = Wall::before("meta skuid != nobody tcp dport 443");
    let proxy = format!("http://{}", text("proxy"));
    let requests = || {
        let log = std::fs::read_to_string(text("proxy_log")).unwrap();
        log.matches("Request (file descriptor").count()
    };
    for (lang, dark) in [("fr", false), ("en", true)] {
        let mut surroundings = vec![("https_proxy", proxy.as_str())];
        surroundings.extend(dark.then_some(("GTK_THEME", "Adwaita:dark")));
        let mut window = Window::open_with(&surroundings).await;
        window.speak(lang).await;
        window.keep(&format!("diagnosis/proxied-{lang}"));
        window.axe = true;
        window.at_lyon().await;
        window.resize(1024, 1700).await;
        window.click("footer [data-do='diagnose-tool']").await;
        window.until("dialog [data-diagnosis='proxy-sign-in'] form").await;
        window.look().await;
        let before = requests();
        for (password, came, asked) in [
            (
                "Craie.Verte-99".to_owned(),
                "dialog [data-refusal='proxy-password-refused']",
                Some(before + 1),
            ),
            (text("proxy_password"), "dialog [data-diagnosis='fine']", None),
        ] {
            window.fill("proxy-user-diagnosis", &text("proxy_user")).await;
            window.fill("proxy-password-diagnosis", &password).await;
            window.click("dialog [data-do='open-proxy']").await;
            window.until(came).await;
            assert_eq!(requests(), asked.unwrap_or(requests()), "one wrong password, one try");
            window.look().await;
            window.resize(400, 2200).await;
            window.look().await;
            window.resize(1024, 1700).await;
        }
    }
}
