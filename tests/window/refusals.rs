//! What is refused is said in the window, and the focus goes there.

use crate::{walk::CONNECTED, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_is_shown_and_takes_the_focus() {
    let mut window = Window::open().await;
    window.keep("refusals/fr");
    window.axe = true;
    let letter = window.rehearse(CONNECTED, "claire.martin").await;
    window.press("submit").await;
    window.until(".alert:focus").await;
    window.look().await;
    window.introduce(&letter).await;
    window.fill("identifier", "01E9501234ABC").await;
    window.refuses("numen-typed").await;
    assert!(
        !window.text().await.contains("01E9501234ABC"),
        "a NUMEN is not repeated"
    );
    window.fill("identifier", &letter.login).await;
    window.onto("submit", "servers").await;
    window.onto("submit", "hold").await;
    window.pick("holding", "letter").await;
    window.onto("submit", "sign-in").await;
    window.fill("password", "Pas-Du-Tout-33").await;
    window.refuses("account-wrong-password").await;
    window.fill("password", &letter.password).await;
    window.onto("submit", "new-password").await;
    window.fill("new-password", "Rentree2026!").await;
    window.refuses("password-weak").await;
    window.fill("new-password", &letter.password).await;
    window.refuses("password-unchanged").await;
    window.choose_password().await;
    window.onto("submit", "recovery-address").await;
    window.fill("recovery", "claire@entrainement.test").await;
    window.refuses("recovery-academic").await;
    window.fill("recovery", &letter.personal).await;
    window.onto("submit", "recovery-code").await;
    let code = window.mailed_code().await;
    window
        .fill("code", if code == "000000" { "000001" } else { "000000" })
        .await;
    window.refuses("wrong-code").await;
    window.fill("code", &code).await;
    window.onto("submit", "outcome").await;
    window.onto("submit", "enrol").await;
    window.onto("submit", "enrolment-card").await;
    window.fill("code", "000000").await;
    window.refuses("account-bad-code").await;
}
