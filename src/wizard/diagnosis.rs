//! The diagnosis as both doors show it: run, told while it runs, and written down for the person who can mend it.
//!
//! What is looked at and what it comes to belong to `mail::diagnose`. Here a look becomes lines, and lines a report that
//! may be shown, copied and handed on: hosts, ports, faults and times; no name, no address, no identifier, no password.

use time::OffsetDateTime;
use tokio::sync::watch;

use super::{
    place::card,
    view::{Diagnosis, DiagnosisLine, DiagnosisState, RefusalLine},
};
use crate::{
    academy::{Academy, Platform},
    mail::{
        Likely,
        diagnose::{self, Line, Look, Outcome, Role, State},
    },
    net::Net,
    reason::{Kind, Mender, Reason},
    words::Words,
};

/// No academy is chosen yet: there is nothing to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no academy chosen")]
pub struct NothingToDiagnose;

impl Reason for NothingToDiagnose {
    fn code(&self) -> &'static str {
        "nothing-to-diagnose"
    }

    fn mender(&self) -> Mender {
        Mender::Person
    }

    fn kind(&self) -> Kind {
        Kind::Refused
    }
}

/// Looks at every endpoint of `academy` and hands each change to `tell`. `net` is the academy's own
/// ([`Net::for_academy`]). Dropping the future ends it; nothing has to be undone.
pub async fn examine(
    net: &Net,
    academy: &Academy,
    platform: Option<&Platform>,
    address: &str,
    now: fn() -> OffsetDateTime,
    mut tell: impl FnMut(&Diagnosis),
) -> Diagnosis {
    let (news, mut heard) = watch::channel(Look::default());
    let running = diagnose::run(net, academy, platform, address, now, &news);
    tokio::pin!(running);
    let look = loop {
        tokio::select! {
            look = &mut running => break look,
            Ok(()) = heard.changed() => {
                let look = heard.borrow_and_update().clone();
                tell(&Diagnosis::of(academy, &look));
            }
        }
    };
    let diagnosis = Diagnosis::of(academy, &look);
    tell(&diagnosis);
    diagnosis
}

impl Diagnosis {
    fn of(academy: &Academy, look: &Look) -> Self {
        let (state, verdict) = match &look.outcome {
            Outcome::Looking => (DiagnosisState::Looking, None),
            Outcome::Fine => (DiagnosisState::Fine, None),
            Outcome::Stopped(verdict) => (DiagnosisState::Stopped, Some(RefusalLine::of(verdict))),
        };
        Self {
            academy: card(academy),
            state,
            verdict,
            provisional: look.provisional,
            likely: look.likely.filter(|_| state == DiagnosisState::Fine),
            lines: look.lines.iter().map(DiagnosisLine::of).collect(),
            proxy: look.proxy.clone(),
            clock_offset_s: look.clock_offset_s,
        }
    }

    /// The verdict in words: what it is, what to do, who can mend it.
    #[must_use]
    pub fn said(&self, words: &Words) -> [String; 3] {
        if let Some(verdict) = &self.verdict {
            let said = words.refusal(verdict);
            return [said.what, said.remedy, said.who];
        }
        let [what, next] = match self.state {
            DiagnosisState::Looking => ["diagnosis-looking", "diagnosis-looking-next"],
            DiagnosisState::Fine | DiagnosisState::Stopped => ["diagnosis-fine", "diagnosis-fine-next"],
        };
        [words.plain(what), words.plain(next), String::new()]
    }

    /// The report, fit to be handed to the person who can mend it: plain text, one line a fact.
    #[must_use]
    pub fn report(&self, words: &Words, made: OffsetDateTime) -> String {
        let [what, remedy, who] = self.said(words);
        let made = made.replace_nanosecond(0).unwrap_or(made);
        let day = format!("{} {:02}:{:02} UTC", made.date(), made.hour(), made.minute());
        let title = words.with(
            "diagnosis-report-title",
            &[
                ("academy", &self.academy.official_name),
                ("domain", &self.academy.domain),
                ("day", &day),
                ("version", &env!("CARGO_PKG_VERSION")),
            ],
        );
        let mut text = format!("{title}\n\n{what}\n→ {remedy}\n");
        if !who.is_empty() {
            text += &format!("  {who}\n");
        }
        if let Some(verdict) = &self.verdict {
            text += &format!("  refusal-{}\n", verdict.code);
        }
        if let Some(likely) = self.likely_said(words) {
            text += &format!("{likely}\n");
        }
        text += &format!("\n{}\n", words.plain("diagnosis-report-lines"));
        for line in &self.lines {
            text += &format!("  {}\n", line.said(words));
        }
        text += &format!("\n{}\n{}\n", self.proxy_said(words), self.clock_said(words));
        text += &format!("{}\n", words.plain("diagnosis-report-redacted"));
        text
    }

    /// What to look at first when the network is not at fault and the sign-in fails.
    #[must_use]
    pub fn likely_said(&self, words: &Words) -> Option<String> {
        Some(words.plain(match self.likely? {
            Likely::ClientsClosed => "likely-clients-closed",
            Likely::ApplicationPassword => "likely-application-password",
        }))
    }

    /// "Web proxy: proxy.example:3128".
    #[must_use]
    pub fn proxy_said(&self, words: &Words) -> String {
        match &self.proxy {
            Some(proxy) => words.with("diagnosis-proxy", &[("proxy", proxy)]),
            None => words.plain("diagnosis-no-proxy"),
        }
    }

    /// "This computer's clock is 3 s behind".
    #[must_use]
    pub fn clock_said(&self, words: &Words) -> String {
        match self.clock_offset_s {
            Some(offset) => words.with("diagnosis-clock", &[("seconds", &offset.abs())]),
            None => words.plain("diagnosis-no-clock"),
        }
    }
}

impl DiagnosisLine {
    fn of(line: &Line) -> Self {
        Self {
            kind: line.role,
            host: line.host.clone(),
            port: line.port,
            needed: line.needed,
            state: line.state,
            fault: line.fault.as_ref().map(|fault| RefusalLine::of(fault)),
            ms: line.ms,
        }
    }

    /// "✓ Read mail   imap.example.fr:993   answers (42 ms)".
    #[must_use]
    pub fn said(&self, words: &Words) -> String {
        let mark = match self.state {
            State::Waiting => '…',
            State::Open => '✓',
            State::Failed => '✗',
            State::Closed => '·',
        };
        let kind = words.plain(match self.kind {
            Role::Dns => "endpoint-dns",
            Role::Imap => "endpoint-imap",
            Role::Smtp => "endpoint-smtp",
            Role::Sieve => "endpoint-sieve",
            Role::Pop => "endpoint-pop",
            Role::Web => "endpoint-web",
            Role::Ldap => "endpoint-ldap",
        });
        let state = words.plain(match self.state {
            State::Waiting => "endpoint-state-waiting",
            State::Open => "endpoint-state-open",
            State::Failed => "endpoint-state-failed",
            State::Closed => "endpoint-state-closed",
        });
        let place = match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        };
        let code = self.fault.as_ref().map(|fault| format!(" [{}]", fault.code));
        let ms = self.ms.map(|ms| format!(", {ms} ms"));
        format!(
            "{mark} {kind:<26} {place:<40} {state}{}{}",
            code.unwrap_or_default(),
            ms.unwrap_or_default()
        )
    }
}
