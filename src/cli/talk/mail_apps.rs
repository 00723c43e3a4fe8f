//! Step 6: which mail programs, what the signature says, and the letter to oneself.

use rentree::{
    profiles::{Client, SignatureFields},
    wizard::view::{Answer, ClientOffer, FileLine, Mailing, TypedLine},
};

use super::{Said, Talk};
use crate::cli::{screens, slug};

impl Talk<'_> {
    pub(super) async fn apps(&self, offers: &[ClientOffer], folder: &str) -> Said<Answer> {
        eprintln!("{}", self.words.with("cli-apps", &[("folder", &folder)]));
        let open: Vec<_> = offers.iter().filter(|offer| offer.unavailable.is_none()).collect();
        for (number, offer) in (1..).zip(&open) {
            let mark = if offer.proposed { '*' } else { ' ' };
            eprintln!(
                "{number:>3}{mark} {}",
                self.words.plain(&format!("client-{}", slug(offer.client)))
            );
        }
        if open.is_empty() {
            return self.yes("cli-apps-none", |_| Answer::Later).await;
        }
        let Some(text) = self.text(self.words.plain("cli-ask-apps")).await? else {
            return Ok(None);
        };
        let numbers: Vec<usize> = text
            .split(|c: char| !c.is_ascii_digit())
            .filter_map(|n| n.parse().ok())
            .collect();
        let chosen = (1..).zip(&open).filter(|(number, offer)| {
            if numbers.is_empty() {
                offer.proposed
            } else {
                numbers.contains(number)
            }
        });
        let clients: Vec<_> = chosen.map(|(_, offer)| offer.client).collect();
        if clients.is_empty() {
            return Ok(Some(Answer::Later));
        }
        let Some(signature) = self.signature().await? else {
            return Ok(None);
        };
        let asked = match clients.contains(&Client::Thunderbird) {
            true => self.agrees("cli-ask-bcc-warning").await?,
            false => Some(false),
        };
        Ok(asked.map(|bcc_warning| Answer::Apps {
            clients,
            signature,
            bcc_warning,
        }))
    }

    async fn signature(&self) -> Said<SignatureFields> {
        let mut signature = SignatureFields::default();
        for (key, field) in [
            ("cli-ask-role", &mut signature.role),
            ("cli-ask-school", &mut signature.school),
            ("cli-ask-phone", &mut signature.phone),
        ] {
            let Some(text) = self.text(self.words.plain(key)).await? else {
                return Ok(None);
            };
            *field = text;
        }
        Ok(Some(signature))
    }

    pub(super) async fn written(&self, files: &[FileLine], typed: &[TypedLine], mailing: Mailing) -> Said<Answer> {
        eprintln!("{}", screens::files(self.words, files));
        for line in typed {
            eprintln!("{}", screens::typed(self.words, line));
        }
        match mailing {
            Mailing::Offered if self.agrees("cli-ask-mail-myself").await?.unwrap_or(false) => {
                return Ok(Some(Answer::MailMyself));
            }
            Mailing::Sent => eprintln!("{}", self.words.plain("cli-mailed-myself")),
            Mailing::Offered | Mailing::No => {}
        }
        self.go_on().await
    }
}
