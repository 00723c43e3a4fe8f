//! Where a person left, on a computer of their own: what they typed of themselves, and what was left to do. No secret, and
//! no proof of anything: servers are asked again. It goes after thirty days, with the rest, or never is on a shared computer.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::{Ledger, LedgerFault};

/// How long it serves.
pub(super) const KEPT_FOR: Duration = Duration::days(30);

/// A page of the journey, marked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bookmark {
    /// Slug of the academy.
    pub academy: String,
    /// Code of the département, where it was said.
    #[serde(default)]
    pub department: Option<String>,
    /// Key of the mail platform, where one is known.
    #[serde(default)]
    pub platform: Option<String>,
    /// First name.
    pub given: String,
    /// Surname.
    pub family: String,
    /// Mail address.
    pub address: String,
    /// Identifier.
    pub identifier: String,
    /// Slug of the step.
    pub step: String,
    /// What was proved or declared then, by its slug.
    #[serde(default)]
    pub had: Vec<String>,
    /// What was left, by its slug.
    #[serde(default)]
    pub left: Vec<String>,
    /// When, Unix seconds.
    pub since: i64,
}

impl Bookmark {
    pub(super) fn serves(&self, now: OffsetDateTime) -> bool {
        self.since.saturating_add(KEPT_FOR.whole_seconds()) > now.unix_timestamp()
    }
}

impl Ledger {
    /// Where somebody left; none on a shared computer, nor after thirty days.
    #[must_use]
    pub fn bookmark(&self, now: OffsetDateTime) -> Option<Bookmark> {
        self.kept().bookmark.filter(|mark| mark.serves(now))
    }

    /// Marks the page, in place of the one before. On a shared computer nothing is marked.
    ///
    /// # Errors
    /// The file cannot be written: leaving is then leaving for good.
    pub fn mark(&mut self, bookmark: Bookmark) -> Result<(), LedgerFault> {
        match self.passing {
            Some(_) => Ok(()),
            None => self.change(|state| state.bookmark = Some(bookmark)),
        }
    }
}
