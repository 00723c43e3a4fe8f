//! Step 4: the recovery address and the code that proves it.

use rentree::{secret::Code, wizard::view::Answer};

use super::{Said, Talk};
use crate::cli::{secrets::Secrets, way_back};

impl Talk<'_> {
    pub(super) async fn recovery_address(&self, registers: bool) -> Said<Answer> {
        let what = if registers {
            "cli-recovery-registers"
        } else {
            "cli-recovery-proves"
        };
        eprintln!("{}", self.words.plain(what));
        let text = self.text(self.words.plain("cli-ask-recovery")).await?;
        Ok(text.map(|address| match address.is_empty() {
            true => Answer::Later,
            false => Answer::RecoveryAddress { address },
        }))
    }

    pub(super) async fn recovery_meant(&self, typed: &str, meant: &str) -> Said<Answer> {
        let values: [(_, &dyn ToString); 2] = [("typed", &typed), ("meant", &meant)];
        eprintln!("{}", self.words.with("cli-recovery-meant", &values));
        self.yes("cli-ask-recovery-meant", |agreed| Answer::RecoveryMeant { agreed })
            .await
    }

    pub(super) async fn academy_letter(&self) -> Said<Answer> {
        self.yes("cli-ask-academy-letter", |arrived| Answer::AcademyWrote { arrived })
            .await
    }

    pub(super) async fn recovery_code(
        &self,
        sent: (&str, u16, u8),
        practice_inbox: Option<&str>,
        secrets: &mut Secrets,
    ) -> Said<Answer> {
        let (inbox, prompt) = way_back::recovery_code(self.words, sent, practice_inbox);
        if let Some(inbox) = inbox {
            eprintln!("{inbox}");
        }
        eprintln!("{}", self.words.plain("cli-resend"));
        if secrets.has("recovery-code") {
            let code = secrets.code("recovery-code", String::new()).await?;
            return Ok(Some(Answer::RecoveryCode { code }));
        }
        Ok(self.text(prompt).await?.map(|text| match text.is_empty() {
            true => Answer::ResendCode,
            false => Answer::RecoveryCode { code: Code::new(&text) },
        }))
    }
}
