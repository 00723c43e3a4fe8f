//! Step 5: a second factor, the codes that prove it, and those for the day the phone is lost.

use rentree::{
    academy::SecondFactor,
    totp::Card,
    wizard::view::{Answer, CodeList, RefusalLine, WithoutPhone},
};

use super::{Said, Talk};
use crate::cli::{refusal_text, secrets::Secrets, way_back};

impl Talk<'_> {
    pub(super) async fn enrol(&self, factors: &[SecondFactor], without_phone: &[WithoutPhone]) -> Said<Answer> {
        let words = self.words;
        eprintln!("{}", words.plain("cli-enrol"));
        eprintln!("{}", way_back::without_phone(words, without_phone));
        eprintln!("{}", words.plain("factor-known"));
        for line in way_back::factors(words, factors) {
            eprintln!("  • {line}");
        }
        let answer = |agreed| if agreed { Answer::Enrol } else { Answer::Later };
        self.yes("cli-ask-enrol", answer).await
    }

    pub(super) async fn card(&self, card: &Card, tries_left: u8, secrets: &mut Secrets) -> Said<Answer> {
        eprintln!("{}", way_back::card(self.words, card));
        let prompt = self.words.with("cli-ask-code", &[("tries", &tries_left)]);
        let code = self.code(secrets, prompt).await;
        way_back::hide();
        code
    }

    pub(super) async fn prove_code(
        &self,
        tries_left: u8,
        existing: bool,
        clock: Option<&RefusalLine>,
        secrets: &mut Secrets,
    ) -> Said<Answer> {
        if let Some(clock) = clock {
            eprintln!("{}", refusal_text(self.words, clock));
        }
        let key = if existing {
            "cli-ask-own-code"
        } else {
            "cli-ask-next-code"
        };
        let prompt = self.words.with(key, &[("tries", &tries_left)]);
        self.code(secrets, prompt).await
    }

    pub(super) async fn offer_codes(&self) -> Said<Answer> {
        for part in ["lead", "text"] {
            eprintln!("{}", self.words.attribute("codes-offer", part));
        }
        let answer = |agreed| if agreed { Answer::MakeCodes } else { Answer::Later };
        self.yes("cli-ask-codes", answer).await
    }

    pub(super) async fn codes(&self, list: &CodeList, saved: Option<&str>, tries_left: u8) -> Said<Answer> {
        eprintln!("{}", way_back::codes(self.words, list, saved));
        if saved.is_none() && self.agrees("cli-ask-save-codes").await?.unwrap_or(false) {
            return Ok(Some(Answer::SaveCodes));
        }
        let prompt = self.words.with("cli-ask-list-code", &[("tries", &tries_left)]);
        let code = self.typed_code(prompt).await;
        way_back::hide();
        code
    }

    pub(super) async fn declare_factor(&self, factors: &[SecondFactor], asked: bool) -> Said<Answer> {
        if asked {
            eprintln!("{}", self.words.plain("factor-asked"));
        }
        let mut lines = way_back::factors(self.words, factors);
        lines.push(self.words.plain("cli-factor-none"));
        let picked = self.choose(lines).await?;
        Ok(picked.map(|at| Answer::DeclareFactor {
            factor: factors.get(at).copied(),
        }))
    }
}
