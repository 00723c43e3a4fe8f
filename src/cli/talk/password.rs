//! Step 3: what the person holds, a sign-in, a password of their own, a change in doubt; one more device at its end.

use rentree::{
    password::RuleLine,
    secret::Password,
    wizard::{
        ask::{Question, Reply},
        view::{Answer, AskedPassword, Device, Holding, in_hours},
    },
};

use super::{Said, Talk};
use crate::cli::{screens, secrets::Secrets, slug, told::secret_name};

impl Talk<'_> {
    pub(super) async fn hold(&self, options: &[Holding]) -> Said<Answer> {
        eprintln!("{}", self.words.plain("cli-hold"));
        let lines = options
            .iter()
            .map(|holding| self.words.plain(&format!("holding-{}", slug(holding))));
        let picked = self.choose(lines.collect()).await?;
        Ok(picked
            .and_then(|at| options.get(at))
            .map(|holding| Answer::Hold { holding: *holding }))
    }

    /// The kept password first, where there is one; `tries` says what may still fail.
    pub(super) async fn sign_in(
        &self,
        (login, asked): (&str, AskedPassword),
        kept: bool,
        ask_elsewhere: bool,
        tries: String,
        secrets: &mut Secrets,
    ) -> Said<Answer> {
        if kept && self.agrees("cli-ask-use-kept").await?.unwrap_or(false) {
            return Ok(Some(Answer::UseKept));
        }
        eprintln!("{tries}");
        let tried_elsewhere = ask_elsewhere && self.agrees("cli-ask-elsewhere").await?.unwrap_or(false);
        let prompt = self
            .words
            .with(&format!("cli-ask-password-{}", slug(asked)), &[("login", &login)]);
        let typed = self.hidden(secrets, secret_name(asked), prompt).await?;
        Ok(typed.map(|text| Answer::SignIn {
            password: Password::new(text.to_string()),
            tried_elsewhere,
        }))
    }

    pub(super) fn tries(&self, attempts_left: u8, wait_minutes: u32) -> String {
        match wait_minutes {
            0 => self.words.with("cli-attempts", &[("n", &attempts_left)]),
            minutes => self
                .words
                .with("sign-in-wait", &[("minutes", &minutes), ("hours", &in_hours(minutes))]),
        }
    }

    pub(super) async fn other_form(&self, refused: &str, other: &str, attempts_left: u8) -> Said<Answer> {
        let values: [(_, &dyn ToString); 2] = [("refused", &refused), ("other", &other)];
        eprintln!("{}", self.words.with("cli-other-form", &values));
        eprintln!("{}", self.tries(attempts_left, 0));
        self.yes("cli-ask-other-form", |agreed| Answer::OtherForm { agreed })
            .await
    }

    pub(super) async fn own_password(&self, rules: &[RuleLine], assumed: bool, secrets: &mut Secrets) -> Said<Answer> {
        let rule = if assumed { "cli-rules-assumed" } else { "cli-rules" };
        eprintln!("{}", self.words.plain(rule));
        eprintln!("{}", screens::rules(self.words, rules));
        self.show_suggestions();
        let chosen = self.new_password(secrets).await?;
        Ok(chosen.map(|password| Answer::NewPassword { password }))
    }

    fn show_suggestions(&self) {
        if let Reply::Suggestions { passphrases } = self.journey.ask(Question::Suggest) {
            eprintln!("{}", self.words.plain("cli-suggestions"));
            for passphrase in passphrases {
                let bits = self
                    .words
                    .with("cli-passphrase-bits", &[("bits", &passphrase.cnil_bits)]);
                eprintln!("  {}  ({bits})", passphrase.text);
            }
        }
    }

    /// What is wrong with a password is said at once; that nothing was sent is the journey's refusal. One that would be
    /// sent is typed twice: nobody sees a slip of the finger in what is hidden.
    async fn new_password(&self, secrets: &mut Secrets) -> Said<Password> {
        loop {
            let prompt = self.words.plain("cli-ask-new-password");
            let Some(text) = self.hidden(secrets, "own", prompt).await? else {
                return Ok(None);
            };
            let question = Question::Password {
                text: Password::new(text.to_string()),
            };
            let mut accepted = false;
            if let Reply::Password(verdict) = self.journey.ask(question) {
                accepted = verdict.accepted;
                eprintln!("{}", screens::verdict(self.words, &verdict));
            }
            if !accepted || secrets.has("own") {
                return Ok(Some(Password::new(text.to_string())));
            }
            let again = secrets
                .text("own", self.words.plain("cli-ask-new-password-again"))
                .await?;
            if again == text {
                return Ok(Some(Password::new(text.to_string())));
            }
            eprintln!("{}", self.words.plain("cli-new-password-differs"));
        }
    }

    pub(super) async fn in_doubt(&self, both_known: bool, secrets: &mut Secrets) -> Said<Answer> {
        eprintln!("{}", self.words.plain("cli-in-doubt"));
        if both_known {
            return Ok(self.go_on().await?.map(|_| Answer::Resolve { old: None, new: None }));
        }
        let old = secrets
            .password("first", self.words.plain("cli-ask-old-password"))
            .await?;
        let new = secrets
            .password("own", self.words.plain("cli-ask-new-password"))
            .await?;
        Ok(Some(Answer::Resolve {
            old: Some(old),
            new: Some(new),
        }))
    }

    /// Another application password, or on.
    pub(super) async fn another_device(&self, devices: &[Device]) -> Said<Answer> {
        let words = self.words;
        eprintln!("{}", words.plain("application-more"));
        eprintln!("{}", words.attribute("application-more", "lead"));
        for (number, device) in (1..).zip(devices) {
            let device = words.plain(&format!("device-{}", slug(device)));
            eprintln!("{number:>3}  {}", words.with("application-for", &[("device", &device)]));
        }
        let typed = self.text(words.plain("cli-ask-devices")).await?;
        Ok(typed.map(|text| {
            let number = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1));
            match number.and_then(|at| devices.get(at)) {
                Some(device) => Answer::ForDevice { device: *device },
                None => Answer::Continue,
            }
        }))
    }
}
