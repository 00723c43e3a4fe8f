//! The seven steps as a person takes them: reads the practice letter, types, opens what is to be opened.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use crate::{
    pages::{OfficialPage, phone},
    window::Window,
};

pub(crate) const CONNECTED: &str = "entrainement";
pub(crate) const WEB: &str = "entrainement-web";
/// The password every journey chooses.
pub(crate) const CHOSEN: &str = "Glacier-Pivoine7-Tambour";

/// What the practice letter says.
pub(crate) struct Letter {
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) address: String,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) personal: String,
}

impl Window {
    /// Chooses a practice academy and reads the letter of `person`.
    pub(crate) async fn rehearse(&mut self, academy: &str, person: &str) -> Letter {
        self.click_onto(&format!("[data-academy='{academy}']"), "identify")
            .await;
        self.letter(person).await
    }

    /// Chooses a real academy by its name, and the département of that code.
    pub(crate) async fn work_at(&mut self, academy: &str, department: &str, then: &str) {
        self.fill("find", academy).await;
        let hit = format!("[data-list='hits'] [data-academy='{academy}']");
        self.click_onto(&hit, "choose-department").await;
        self.click(&format!("main input[value='{department}']")).await;
        self.onto("submit", then).await;
    }

    /// Lyon, and the first of its two webmails.
    pub(crate) async fn at_lyon(&mut self) {
        self.work_at("lyon", "69", "choose-platform").await;
        self.click("main input[name='platform'][value='lyon']").await;
        self.onto("submit", "identify").await;
    }

    async fn letter(&mut self, person: &str) -> Letter {
        self.click(".banner [data-do='letter']").await;
        self.until(&format!("dialog [data-person='{person}']")).await;
        self.leaving().await;
        self.picture("-letter").await;
        let read = format!(
            "const of = document.querySelector(\"dialog [data-person='{person}']\");
return [of.querySelector('h3').innerText, ...[...of.querySelectorAll('dd')].map((dd) => dd.innerText)]"
        );
        let read = self.script(&read).await;
        let text = |at: usize| read[at].as_str().unwrap().trim().to_owned();
        let (given, family) = text(0)
            .split_once(' ')
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        self.click("dialog .title button").await;
        Letter {
            given,
            family,
            address: text(1),
            login: text(2),
            password: text(3),
            personal: text(4),
        }
    }

    /// Types who they are.
    pub(crate) async fn introduce(&self, letter: &Letter) {
        self.fill("given", &letter.given).await;
        self.fill("family", &letter.family).await;
        for (field, value) in [("address", &letter.address), ("identifier", &letter.login)] {
            self.click(&format!("[data-field='{field}'] [data-value='{value}']"))
                .await;
        }
    }

    /// From the identity to the question what the person holds.
    pub(crate) async fn until_hold(&mut self, letter: &Letter) {
        self.introduce(letter).await;
        self.onto("submit", "hold").await;
    }

    /// Says what the person holds.
    pub(crate) async fn hold(&mut self, what: &str, then: &str) {
        self.click_onto(&format!("[data-holding='{what}']"), then).await;
    }

    /// From the identity to the new password, on the connected academy.
    pub(crate) async fn until_new_password(&mut self, letter: &Letter) {
        self.until_hold(letter).await;
        self.hold("letter", "sign-in").await;
        self.fill("password", &letter.password).await;
        self.enter("password", "new-password").await;
    }

    /// Chooses a password; ends on what the step achieved.
    pub(crate) async fn choose_password(&mut self) {
        self.press("suggest").await;
        self.until("#phrases-title ~ .picks button").await;
        self.fill("new-password", CHOSEN).await;
        self.until("#strength .meter[data-score]").await;
        self.picture("-typed").await;
        self.enter("new-password", "outcome").await;
    }

    /// Proves an address; gives the code that was mailed there.
    pub(crate) async fn prove_address(&mut self, personal: &str, then: &str) -> String {
        self.fill("recovery", personal).await;
        self.enter("recovery", "recovery-code").await;
        let code = self.mailed_code().await;
        self.fill("code", &code).await;
        self.enter("code", then).await;
        code
    }

    /// The code in the personal mailbox, which the practice shows on demand.
    pub(crate) async fn mailed_code(&mut self) -> String {
        self.press("inbox").await;
        self.until("dialog .mail").await;
        self.leaving().await;
        self.picture("-inbox").await;
        let text = self
            .script("return document.querySelector('dialog .mail').innerText")
            .await;
        self.click("dialog .title button").await;
        self.until("body:not(:has(dialog))").await;
        digits(text.as_str().unwrap())
    }

    /// From the offer to the proved second factor; gives the key.
    pub(crate) async fn enrol(&mut self) -> String {
        self.onto("submit", "enrolment-card").await;
        self.scan().await;
        let key = self
            .script("return document.querySelector('[data-key]').textContent")
            .await;
        for screen in ["prove-code", "choose-apps"] {
            self.phone_code().await;
            self.enter("code", screen).await;
        }
        key.as_str().unwrap().replace(char::is_whitespace, "")
    }

    /// What a camera reads off the screen is the address the server gave, whatever the theme and the size of the window.
    async fn scan(&self) {
        let seen = "document.querySelector('.qr').scrollIntoView({ block: 'center' }); return true";
        self.client.execute(seen, vec![]).await.unwrap();
        self.painted().await;
        let read = qr(&self.client.screenshot().await.unwrap());
        let given = "const done = arguments[arguments.length - 1]; window.__TAURI_INTERNALS__.invoke('view').then((view) => done(view.screen.uri))";
        let given = self.client.execute_async(given, vec![]).await.unwrap();
        assert_eq!(read, given.as_str().unwrap());
        assert!(read.starts_with("otpauth://totp/"), "{read}");
    }

    /// The practice phone types its code.
    pub(crate) async fn phone_code(&self) {
        self.press("practice-code").await;
        self.six_digits().await;
    }

    /// Waits for the code the practice phone types.
    pub(crate) async fn six_digits(&self) {
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while self.script("return document.querySelector('#code').value.length").await != 6 {
            assert!(std::time::Instant::now() < until, "the practice phone shows a code");
        }
    }

    /// From the choice of clients to the last screen.
    pub(crate) async fn write_apps(&mut self) {
        for client in ["thunderbird", "outlook", "apple", "android", "sheet"] {
            let ticked =
                format!("const it = document.querySelector('#client-{client}'); return it ? it.checked : null");
            if self.script(&ticked).await == false {
                self.click(&format!("#client-{client}")).await;
            }
        }
        self.onto("submit", "written").await;
        self.onto("submit", "check-up").await;
    }

    /// What the last screen lists: `key:standing`, sorted.
    pub(crate) async fn list(&self) -> Vec<String> {
        let read = "return [...document.querySelectorAll('[data-item]')].map((it) => `${it.dataset.item}:${it.dataset.standing}`).sort()";
        serde_json::from_value(self.script(read).await).unwrap()
    }

    /// Says that the official page did it.
    pub(crate) async fn did(&mut self, screen: &str) {
        self.pick("outcome", "did").await;
        self.onto("submit", screen).await;
    }

    /// The web-only academy from the first screen to the last, doing on its official pages what they are for.
    pub(crate) async fn web_only(&mut self) {
        let letter = self.rehearse(WEB, "karim.benali").await;
        self.until_hold(&letter).await;
        self.hold("letter", "hand-off").await;
        let mut page = OfficialPage::open(&self.opened().await).await;
        page.send(&[
            ("identifiant", &letter.login),
            ("motdepasse", &letter.password),
            ("nouveau", CHOSEN),
            ("confirmation", CHOSEN),
        ])
        .await;
        self.did("hand-off").await;
        let who = [("identifiant", letter.login.as_str()), ("motdepasse", CHOSEN)];
        let mut page = OfficialPage::open(&self.opened().await).await;
        page.send(&[who[0], who[1], ("appareil", "ordinateur")]).await;
        let application = page.between("id=\"motdepasse-application\">", "<").replace(' ', "");
        self.did("sign-in").await;
        self.fill("password", &application).await;
        self.enter("password", "outcome").await;
        self.onto("submit", "hand-off").await;
        let mut page = OfficialPage::open(&self.opened().await).await;
        page.send(&[who[0], who[1], ("adresse", &letter.personal)]).await;
        self.did("recovery-address").await;
        self.prove_address(&letter.personal, "outcome").await;
        self.onto("submit", "hand-off").await;
        let mut page = OfficialPage::open(&self.opened().await).await;
        page.send(&who).await;
        let key = page.between("id=\"cle\">", "<").replace(' ', "");
        page.send(&[("code", &phone(&key))]).await;
        self.did("declare-factor").await;
        self.pick("factor", "totp").await;
        self.onto("submit", "outcome").await;
        self.onto("submit", "choose-apps").await;
        self.write_apps().await;
    }

    /// The connected academy from the first screen to the last; gives every secret of the run.
    pub(crate) async fn connected(&mut self) -> Vec<String> {
        let letter = self.rehearse(CONNECTED, "claire.martin").await;
        self.until_new_password(&letter).await;
        self.secured(letter).await
    }

    /// The same by somebody tired: the password of the letter is mistyped once.
    pub(crate) async fn connected_with_a_slip(&mut self) -> Vec<String> {
        let letter = self.rehearse(CONNECTED, "claire.martin").await;
        self.until_hold(&letter).await;
        self.hold("letter", "sign-in").await;
        self.fill("password", "Provisoir-2026!").await;
        self.entered("password").await;
        assert_eq!(self.refused().await, "account-wrong-password");
        self.fill("password", &letter.password).await;
        self.enter("password", "new-password").await;
        self.secured(letter).await
    }

    async fn secured(&mut self, letter: Letter) -> Vec<String> {
        self.choose_password().await;
        self.onto("submit", "recovery-address").await;
        let code = self.prove_address(&letter.personal, "enrol").await;
        let key = self.enrol().await;
        self.write_apps().await;
        vec![letter.password, CHOSEN.to_owned(), code, key]
    }
}

/// What zbarimg reads in a picture.
fn qr(picture: &[u8]) -> String {
    let mut child = Command::new("zbarimg")
        .args(["--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "png:-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("zbarimg is installed by the gate");
    child.stdin.take().unwrap().write_all(picture).unwrap();
    let seen = child.wait_with_output().unwrap();
    String::from_utf8(seen.stdout).unwrap().trim_end().to_owned()
}

/// The first run of six digits.
pub(crate) fn digits(text: &str) -> String {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.into_iter()
        .find(|run| run.len() == 6)
        .unwrap_or_else(|| panic!("no code in {text}"))
        .to_owned()
}
