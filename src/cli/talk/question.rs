//! How a question is put: a line, a number of a list, yes or no, a secret. `<` is back at every one of them.

use rentree::{
    secret::Code,
    wizard::view::{Answer, Returned},
};
use zeroize::Zeroizing;

use super::{Said, Talk};
use crate::cli::{secrets::Secrets, terminal::line};

impl Talk<'_> {
    /// A line; `<` is back.
    pub(super) async fn text(&self, prompt: String) -> Said<String> {
        let text = line(prompt).await?;
        Ok((text != "<").then_some(text))
    }

    /// Yes, no, or back.
    pub(super) async fn agrees(&self, key: &str) -> Said<bool> {
        let text = self.text(self.words.plain(key)).await?;
        Ok(text.map(|text| text.to_lowercase().starts_with(['o', 'y'])))
    }

    pub(super) async fn yes(&self, key: &str, answer: impl Fn(bool) -> Answer) -> Said<Answer> {
        Ok(self.agrees(key).await?.map(answer))
    }

    pub(super) async fn go_on(&self) -> Said<Answer> {
        Ok(self
            .text(self.words.plain("cli-press-enter"))
            .await?
            .map(|_| Answer::Continue))
    }

    pub(super) async fn returned(&self) -> Said<Answer> {
        let outcomes = [Returned::Did, Returned::DidNotWork, Returned::Later];
        let lines = ["returned-did", "returned-did-not-work", "returned-later"].map(|key| self.words.plain(key));
        let picked = self.choose(lines.to_vec()).await?;
        Ok(picked
            .and_then(|at| outcomes.get(at))
            .map(|outcome| Answer::Returned { outcome: *outcome }))
    }

    /// A number; asks again until it is one of the list.
    pub(super) async fn choose(&self, lines: Vec<String>) -> Said<usize> {
        for (number, line) in (1..).zip(&lines) {
            eprintln!("{number:>3}  {line}");
        }
        loop {
            let Some(text) = self.text(self.words.plain("cli-choose")).await? else {
                return Ok(None);
            };
            match text.parse::<usize>() {
                Ok(number) if (1..=lines.len()).contains(&number) => return Ok(Some(number - 1)),
                _ => eprintln!("{}", self.words.with("cli-choose-again", &[("n", &lines.len())])),
            }
        }
    }

    pub(super) async fn guessed(&self, key: &str, guess: Option<String>) -> Said<String> {
        let prompt = match &guess {
            Some(guess) => {
                let or_enter = self.words.with("cli-or-enter", &[("guess", guess)]);
                format!("{} {or_enter}", self.words.plain(key))
            }
            None => self.words.plain(key),
        };
        let text = self.text(prompt).await?;
        Ok(text.map(|text| {
            if text.is_empty() {
                guess.unwrap_or_default()
            } else {
                text
            }
        }))
    }

    /// A secret; `<` is back here too, and is never tried as a password.
    pub(super) async fn hidden(&self, secrets: &mut Secrets, name: &str, prompt: String) -> Said<Zeroizing<String>> {
        let text = secrets.text(name, prompt).await?;
        Ok((text.as_str() != "<").then_some(text))
    }

    pub(super) async fn code(&self, secrets: &mut Secrets, prompt: String) -> Said<Answer> {
        if secrets.has("code") {
            let code = secrets.code("code", prompt).await?;
            return Ok(Some(Answer::Code { code }));
        }
        self.typed_code(prompt).await
    }

    pub(super) async fn typed_code(&self, prompt: String) -> Said<Answer> {
        let text = self.text(prompt).await?;
        Ok(text.map(|text| match text.is_empty() {
            true => Answer::Later,
            false => Answer::Code { code: Code::new(&text) },
        }))
    }
}
