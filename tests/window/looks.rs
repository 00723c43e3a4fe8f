//! The window in the dark, small, and zoomed; and the page that stays by itself.

use std::net::TcpListener;

use serde_json::json;

use crate::{walk::CONNECTED, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn in_the_dark() {
    let mut window = Window::open_with(&[("GTK_THEME", "Adwaita:dark")]).await;
    window.keep("dark/fr");
    window.axe = true;
    assert_eq!(
        window
            .script("return matchMedia('(prefers-color-scheme: dark)').matches")
            .await,
        true
    );
    window.look().await;
    window.connected().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_small_window() {
    let mut window = Window::open().await;
    window.resize(400, 700).await;
    window.keep("small/fr");
    window.look().await;
    window.connected().await;
}

/// At 200 %, a window of 1024 × 768 has as many CSS pixels as one of 512 × 400 (its least height).
#[tokio::test(flavor = "multi_thread")]
async fn at_twice_the_size() {
    let mut window = Window::open().await;
    window.resize(512, 400).await;
    window.keep("zoom/fr");
    window.look().await;
    window.connected().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_an_academy_is_known_for_stands_beside_the_question() {
    let mut window = Window::open().await;
    window.keep("facts/fr");
    window.fill("find", "Réunion").await;
    window
        .click_onto("[data-list='hits'] [data-academy='reunion']", "identify")
        .await;
    let said = window
        .script("return document.querySelector('article aside.note').innerText")
        .await;
    assert!(said.as_str().unwrap().contains("nom de naissance"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_to_nobody() {
    let mut window = Window::open().await;
    let letter = window.rehearse(CONNECTED, "claire.martin").await;
    window.introduce(&letter).await;
    let loaded = "return performance.getEntriesByType('resource').map((it) => new URL(it.name)).filter((url) => !['tauri:', 'ipc:'].includes(url.protocol) && !url.hostname.endsWith('localhost')).map(String)";
    assert_eq!(window.script(loaded).await, json!([]));
    let elsewhere = TcpListener::bind("127.0.0.1:0").unwrap();
    elsewhere.set_nonblocking(true).unwrap();
    let port = elsewhere.local_addr().unwrap().port();
    let attempt = format!(
        "const done = arguments[arguments.length - 1];
const at = 'http://127.0.0.1:{port}/';
const blocked = new Set();
document.addEventListener('securitypolicyviolation', (event) => blocked.add(event.effectiveDirective));
const image = new Image(); image.src = at; document.body.append(image);
const script = document.createElement('script'); script.src = at; document.head.append(script);
const inline = document.createElement('script'); inline.textContent = 'window.intruded = true'; document.head.append(inline);
const sheet = document.createElement('link'); sheet.rel = 'stylesheet'; sheet.href = at; document.head.append(sheet);
const frame = document.createElement('iframe'); frame.src = at; document.body.append(frame);
fetch(at).catch(() => 0).then(() => requestAnimationFrame(() => requestAnimationFrame(() => done({{ blocked: [...blocked].sort(), intruded: !!window.intruded }}))))"
    );
    let said = window.client.execute_async(&attempt, vec![]).await.unwrap();
    assert_eq!(said["intruded"], false);
    let blocked = said["blocked"].as_array().unwrap();
    for directive in [
        "connect-src",
        "img-src",
        "script-src-elem",
        "frame-src",
        "style-src-elem",
    ] {
        assert!(blocked.iter().any(|it| it == directive), "{directive} in {blocked:?}");
    }
    assert!(elsewhere.accept().is_err(), "nobody outside was spoken to");
}
