//! A school network that lets the web through and no mail: the window says so once, and the journey still reaches its end.
//!
//! Where the official hosts exist, faked (`cargo xtask rig --internet`); behind a wall of nftables.

use crate::{wall::Wall, window::Window};

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the faked internet only"]
async fn filtered_mail_ports_are_named_and_the_journey_goes_on() {
    let _wall = Wall::before("tcp dport { 143, 465, 587, 993, 995, 4190 }");
    for lang in ["fr", "en"] {
        let mut window = Window::open().await;
        window.speak(lang).await;
        window.keep(&format!("filtered/{lang}"));
        window.axe = true;
        window.fill("find", "Lyon").await;
        window.click("[data-list='hits'] [data-academy='lyon']").await;
        let mut screen = window.next("1").await;
        for _ in 0..30 {
            window.look().await;
            screen = match screen.as_str() {
                "check-up" => break,
                here => window.honest(here).await,
            };
        }
        let list = window.list().await;
        for line in ["mailbox:left", "profiles:done", "password:declared"] {
            assert!(list.iter().any(|one| one == line), "{line} in {list:?}");
        }
        assert!(
            !list.iter().any(|one| one == "mailbox:done" || one == "sending:done"),
            "{list:?}"
        );
    }
}

impl Window {
    /// Answers a screen as an honest person would, and gives the next one.
    async fn honest(&mut self, screen: &str) -> String {
        match screen {
            "choose-department" => self.click("main input[value='69']").await,
            "choose-platform" => self.click("main input[value='lyon']").await,
            "identify" => {
                for (id, text) in [
                    ("given", "Claire"),
                    ("family", "Martin"),
                    ("address", "claire.martin@ac-lyon.fr"),
                    ("identifier", "cmartin"),
                ] {
                    self.fill(id, text).await;
                }
                self.until("[data-list='candidates']").await;
            }
            "servers" => {
                self.press("diagnose").await;
                self.until("dialog [data-diagnosis='mail-ports-blocked']").await;
                self.look().await;
                self.click("dialog .title button").await;
                self.until("body:not(:has(dialog))").await;
            }
            "hold" => {
                let before = self.leaving().await;
                self.click("[data-holding='letter']").await;
                return self.next(&before).await;
            }
            "hand-off" => self.pick("outcome", "did").await,
            "declare-factor" => self.pick("factor", "totp").await,
            "recovery-address" | "enrol" | "sign-in" => return self.go("later").await,
            _ => {}
        }
        self.go("submit").await
    }
}
