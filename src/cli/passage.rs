//! A passage at the terminal: whose computer it is, what is thrown away afterwards, and when it ends by itself.
//!
//! The rules are `wizard`'s ([`idle`], the answer `Finish`); here they meet a clock, signals and a folder.

use std::time::Duration;

use rentree::{
    wizard::{
        Computer, Passing, Refusal, clock,
        idle::{Idle, Watch},
        passing,
        view::RefusalLine,
    },
    words::Words,
};
use tempfile::TempDir;
use time::OffsetDateTime;

use super::{Outcome, terminal};

/// How often a passage is looked at.
const GLANCE: Duration = Duration::from_millis(500);
/// The countdown is said again after so many seconds.
const AGAIN_AFTER: u16 = 30;

/// Whose computer it is, and the folder that goes at the end.
pub(super) struct Passage {
    computer: Computer,
    folder: TempDir,
}

impl Passage {
    /// What the person says counts where the machine's policy does not say it already.
    pub(super) fn begin(shared: bool) -> Outcome<Self> {
        passing::sweep();
        let folder = passing::folder("files").map_err(|_| RefusalLine::of(&Refusal::Gone))?;
        Ok(Self {
            computer: Computer::said(shared),
            folder,
        })
    }

    pub(super) fn computer(&self) -> Computer {
        self.computer
    }

    pub(super) fn passing(&self) -> Passing {
        Passing {
            files: self.folder.path().join("Rentrée"),
            page_store: None,
        }
    }
}

/// Whether the person is still there.
pub(super) struct Presence {
    words: &'static Words,
    watch: Watch,
    answered: Option<OffsetDateTime>,
    said: Option<u16>,
}

impl Presence {
    pub(super) fn new(words: &'static Words) -> Self {
        Self {
            words,
            watch: Watch::new(clock()),
            answered: terminal::answered(),
            said: None,
        }
    }

    pub(super) fn sign(&mut self) {
        self.watch.sign(clock());
        self.said = None;
    }

    /// Returns when nobody was there for too long; counts down before, on stderr.
    pub(super) async fn ends(&mut self) {
        loop {
            // A screen may ask several things: each answer counts.
            if let Some(when) = terminal::answered().filter(|_| terminal::answered() != self.answered) {
                self.answered = Some(when);
                self.watch.sign(when);
                self.said = None;
            }
            match self.watch.at(clock()) {
                Idle::Over => return,
                Idle::Present => {}
                Idle::Warned { seconds } if self.said.is_none_or(|said| seconds + AGAIN_AFTER <= said) => {
                    eprintln!("\n{}", self.words.with("cli-idle", &[("n", &seconds)]));
                    self.said = Some(seconds);
                }
                Idle::Warned { .. } => {}
            }
            tokio::time::sleep(GLANCE).await;
        }
    }
}

/// Ctrl-C, or the session that ends.
pub(super) async fn told_to_leave() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let signals = [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()].map(signal);
        let [Ok(mut interrupt), Ok(mut terminate), Ok(mut hangup)] = signals else {
            return std::future::pending().await;
        };
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
    #[cfg(not(unix))]
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
