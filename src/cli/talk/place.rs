//! Steps 1 and 2: where the person works, who they are there, which mail servers answer.

use rentree::wizard::{
    ask::{Candidate, HitLine, Question, Reply},
    view::{Answer, DepartmentLine, Entered, PlatformChoice, ResumeLine, ServerLine},
};

use super::{Said, Talk};
use crate::cli::{proxy, screens};

impl Talk<'_> {
    /// Where they left, if they did, and whether to go on there.
    pub(super) async fn first(&self, left: Option<&ResumeLine>) -> Said<Answer> {
        if let Some(line) = left {
            eprintln!("{}", screens::resume(self.words, line));
            if self.agrees("cli-ask-resume").await?.unwrap_or(false) {
                return Ok(Some(Answer::Resume));
            }
        }
        self.academy().await
    }

    async fn academy(&self) -> Said<Answer> {
        loop {
            let Some(text) = self.text(self.words.plain("cli-ask-academy")).await? else {
                return Ok(None);
            };
            let Reply::Found { hits, link, numen } = self.journey.ask(Question::Find { text }) else {
                return Ok(None);
            };
            if let Some(link) = &link {
                eprintln!("{}", screens::link(self.words, link));
            }
            if numen || hits.is_empty() {
                eprintln!(
                    "{}",
                    self.words.plain(if numen { "cli-numen" } else { "cli-found-nothing" })
                );
                continue;
            }
            let line = |hit: &HitLine| {
                let because = self
                    .words
                    .with(&format!("because-{}", hit.because), &[("what", &hit.what)]);
                format!("{} — {because}", hit.academy.official_name)
            };
            let picked = self.choose(hits.iter().map(line).collect()).await?;
            if let Some(hit) = picked.and_then(|at| hits.get(at)) {
                return Ok(Some(Answer::ChooseAcademy {
                    id: hit.academy.id.clone(),
                    department: hit.department.as_ref().map(|own| own.code.clone()),
                }));
            }
        }
    }

    pub(super) async fn department(&self, choices: &[DepartmentLine]) -> Said<Answer> {
        let names = choices
            .iter()
            .map(|choice| format!("{} ({})", choice.name, choice.code));
        let lines: Vec<_> = names.chain([self.words.plain("choose-department-unknown")]).collect();
        eprintln!("{}", self.words.plain("choose-department"));
        let picked = self.choose(lines).await?;
        Ok(picked.map(|at| Answer::ChooseDepartment {
            code: choices.get(at).map(|choice| choice.code.clone()),
        }))
    }

    pub(super) async fn platform(&self, choices: &[PlatformChoice]) -> Said<Answer> {
        let lines = choices
            .iter()
            .map(|choice| format!("{} {}", choice.name, choice.webmail.as_deref().unwrap_or("")));
        let picked = self.choose(lines.collect()).await?;
        Ok(picked
            .and_then(|at| choices.get(at))
            .map(|choice| Answer::ChoosePlatform { id: choice.id.clone() }))
    }

    pub(super) async fn identify(&self, domain: &str, before: Option<&Entered>) -> Said<Answer> {
        let known = |text: fn(&Entered) -> &String| before.map(|entered| text(entered).clone());
        let Some(given) = self.guessed("cli-ask-given", known(|entered| &entered.given)).await? else {
            return Ok(None);
        };
        let Some(family) = self.guessed("cli-ask-family", known(|entered| &entered.family)).await? else {
            return Ok(None);
        };
        let born = known(|entered| &entered.birth_family).filter(|name| !name.is_empty());
        let Some(birth) = self.guessed("cli-ask-birth-family", born).await? else {
            return Ok(None);
        };
        let question = Question::Identifiers {
            given: given.clone(),
            family: family.clone(),
            birth_family: birth.clone(),
        };
        let (logins, addresses) = match self.journey.ask(question) {
            Reply::Identifiers { logins, addresses } => (logins, addresses),
            _ => (Vec::new(), Vec::new()),
        };
        let first = |list: Vec<Candidate>| list.into_iter().next().map(|candidate| candidate.value);
        let address = known(|entered| &entered.address).or_else(|| first(addresses));
        let identifier = known(|entered| &entered.identifier).or_else(|| first(logins));
        eprintln!("{}", self.words.with("cli-domain", &[("domain", &domain)]));
        let Some(address) = self.guessed("cli-ask-address", address).await? else {
            return Ok(None);
        };
        let Some(identifier) = self.guessed("cli-ask-identifier", identifier).await? else {
            return Ok(None);
        };
        Ok(Some(Answer::Identify(Entered {
            given,
            family,
            birth_family: birth,
            address,
            identifier,
        })))
    }

    /// What each answered; agreed to where no data names them.
    pub(super) async fn servers(
        &self,
        [imap, smtp]: [&ServerLine; 2],
        confirm: bool,
        arrives_at: Option<&PlatformChoice>,
    ) -> Said<Answer> {
        let words = self.words;
        eprintln!("{}", screens::server(words, "cli-imap", imap));
        eprintln!("{}", screens::server(words, "cli-smtp", smtp));
        let mut faults = [imap, smtp].into_iter().filter_map(|line| line.fault.as_ref());
        if let Some(fault) = faults.find(|fault| fault.code == proxy::WANTED)
            && proxy::signed_in_on(words, self.journey, fault).await?
        {
            return Ok(Some(Answer::LookAgain));
        }
        if let Some(other) = arrives_at {
            eprintln!("{}", words.with("servers-arrive-elsewhere", &[("name", &other.name)]));
            if self.agrees("cli-ask-other-platform").await?.unwrap_or(false) {
                return Ok(Some(Answer::ChoosePlatform { id: other.id.clone() }));
            }
        }
        if confirm {
            self.yes("cli-ask-confirm-servers", |agreed| Answer::ConfirmServers { agreed })
                .await
        } else {
            self.go_on().await
        }
    }
}
