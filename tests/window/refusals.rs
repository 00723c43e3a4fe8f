//! What is refused is said in the window, and the focus goes there: in both languages, in one window.

use crate::{walk::CONNECTED, window::Window};

#[tokio::test(flavor = "multi_thread")]
async fn each_refusal_is_shown_and_takes_the_focus() {
    let mut window = Window::open().await;
    window.axe = true;
    for lang in ["fr", "en"] {
        window.speak(lang).await;
        window.keep(&format!("refusals/{lang}"));
        window.stopped_at_each_step().await;
        window.again().await;
    }
}

/// Nobody here can be helped by trying again: who can is said.
#[tokio::test(flavor = "multi_thread")]
async fn accounts_that_are_locked_or_expired_name_who_can_help() {
    let mut window = Window::open().await;
    for lang in ["fr", "en"] {
        window.speak(lang).await;
        window.keep(&format!("locked/{lang}"));
        for (person, code) in [
            ("sophie.lefevre", "account-locked"),
            ("nadia.bernard", "account-expired"),
            ("valerie.moreau", "account-locked"),
        ] {
            let letter = window.rehearse(CONNECTED, person).await;
            window.until_hold(&letter).await;
            window.hold("letter", "sign-in").await;
            window.fill("password", &letter.password).await;
            window.refuses(code).await;
            let who = window
                .script("return document.activeElement.querySelector('p:last-of-type').innerText")
                .await;
            let who = who.as_str().unwrap().to_lowercase();
            assert!(
                who.contains("assistance") || who.contains("help desk"),
                "{person}: {who}"
            );
            window.again().await;
        }
    }
}

/// The account wants another password, whatever the person says of it: that is found out, and asked.
#[tokio::test(flavor = "multi_thread")]
async fn an_account_that_must_change_is_made_to_by_whoever_says_it_is_done() {
    let mut window = Window::open().await;
    for lang in ["fr", "en"] {
        window.speak(lang).await;
        window.keep(&format!("must-change/{lang}"));
        let letter = window.rehearse(CONNECTED, "claire.martin").await;
        window.until_hold(&letter).await;
        window.hold("already-changed", "sign-in").await;
        window.fill("password", &letter.password).await;
        window.onto("submit", "new-password").await;
        window.choose_password().await;
        assert!(window.list().await.contains(&"password:done".to_owned()));
        window.again().await;
    }
}

/// What stands beside the identifier once its field is empty again.
const EMPTIED: &str = "const done = arguments[arguments.length - 1];
const field = document.querySelector('#identifier');
const look = () => (field.value === '' ? done(document.querySelector('#identifier-error').innerText) : requestAnimationFrame(look));
look();";

impl Window {
    async fn stopped_at_each_step(&mut self) {
        let letter = self.rehearse(CONNECTED, "claire.martin").await;
        self.press("submit").await;
        self.until(".alert:focus").await;
        self.look().await;
        self.introduce(&letter).await;
        self.fill("identifier", "01E9501234ABC").await;
        // It is taken out of the field by itself, before anybody sends it; who is faster is refused by the core.
        let said = self.promised(EMPTIED, vec![]).await;
        assert!(said.as_str().is_some_and(|said| said.contains("NUMEN")), "{said}");
        assert!(!self.text().await.contains("01E9501234ABC"), "a NUMEN is not repeated");
        self.look().await;
        self.fill("identifier", &letter.login).await;
        self.onto("submit", "hold").await;
        self.hold("letter", "sign-in").await;
        self.fill("password", "Pas-Du-Tout-33").await;
        self.refuses("account-wrong-password").await;
        self.fill("password", &letter.password).await;
        self.onto("submit", "new-password").await;
        self.fill("new-password", "Rentree2026!").await;
        self.until("#strength .meter[data-score]").await;
        self.refuses("password-weak").await;
        self.fill("new-password", &letter.password).await;
        self.refuses("password-unchanged").await;
        self.choose_password().await;
        self.onto("submit", "recovery-address").await;
        self.fill("recovery", "claire@entrainement.test").await;
        self.refuses("recovery-academic").await;
        self.fill("recovery", &letter.personal).await;
        self.onto("submit", "recovery-code").await;
        let code = self.mailed_code().await;
        self.fill("code", if code == "000000" { "000001" } else { "000000" })
            .await;
        self.refuses("wrong-code").await;
        self.fill("code", &code).await;
        self.onto("submit", "enrol").await;
        self.onto("submit", "enrolment-card").await;
        self.fill("code", "000000").await;
        self.refuses("account-bad-code").await;
    }
}
