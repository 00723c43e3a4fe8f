//! What an open mailbox says of itself: messages, room, special folders, quarantine reports. Asked for in one flight, so
//! that it costs one round trip; reads nothing of the messages, changes nothing.

use async_imap::imap_proto::{MailboxDatum, NameAttribute, Response, rfc2087::QuotaResourceName};
use serde::Serialize;

use super::{
    SignInRefusal,
    imap::{Offers, Session},
    wire::{Ended, Verdict},
};

/// What an opened mailbox said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Who opened it.
    pub host: String,
    /// Messages in the inbox.
    pub messages: u32,
    /// Used, kibibytes, where the server tells (RFC 9208).
    pub used_kib: Option<u64>,
    /// Allowed, kibibytes, where the server tells.
    pub limit_kib: Option<u64>,
    /// Folders that say what they are for (RFC 6154); `None`: this server's folders do not.
    pub special: Option<Vec<SpecialUse>>,
    /// Unread quarantine reports in the inbox; `None`: the data does not say who sends them.
    pub quarantine_unread: Option<u32>,
}

/// What a folder is for (RFC 6154).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum SpecialUse {
    /// Not sent yet.
    Drafts,
    /// Sent.
    Sent,
    /// Held to be unwanted.
    Junk,
    /// Thrown away.
    Trash,
    /// Put away.
    Archive,
}

impl Mailbox {
    /// Nine tenths used or more.
    #[must_use]
    pub fn nearly_full(&self) -> bool {
        match (self.used_kib, self.limit_kib) {
            (Some(used), Some(limit)) => limit > 0 && used.saturating_mul(10) >= limit.saturating_mul(9),
            _ => false,
        }
    }

    /// Nothing more comes in: what is sent here goes back to who wrote it, if they are told at all.
    #[must_use]
    pub fn full(&self) -> bool {
        matches!((self.used_kib, self.limit_kib), (Some(used), Some(limit)) if limit > 0 && used >= limit)
    }
}

/// Looks, and says goodbye without waiting for the answer.
pub(super) async fn look(mut session: Session<'_>, quarantine_from: Option<&str>) -> Result<Mailbox, SignInRefusal> {
    let host = session.wire.endpoint.host.clone();
    let mut seen = Seen::default();
    let mut opening = vec!["EXAMINE INBOX".to_owned()];
    if session.offers_are_final {
        opening.extend(session.offers.questions(quarantine_from));
    } else {
        // Many servers speak of QUOTA only once signed in.
        opening.push("CAPABILITY".to_owned());
    }
    let tags = session.wire.send_all(&opening).await?;
    let ends = session.wire.finish_all(&tags, |one| seen.take(one)).await?;
    opened(ends.first(), &host)?;
    if !session.offers_are_final {
        let questions = seen.offers.unwrap_or(session.offers).questions(quarantine_from);
        let tags = session.wire.send_all(&questions).await?;
        session.wire.finish_all(&tags, |one| seen.take(one)).await?;
        session.offers = seen.offers.unwrap_or(session.offers);
    }
    let special_use = session.offers.special_use;
    session.leave().await;
    let (used_kib, limit_kib) = seen.quota.unzip();
    seen.special.sort_unstable();
    seen.special.dedup();
    Ok(Mailbox {
        host,
        messages: seen.messages,
        used_kib,
        limit_kib,
        special: special_use.then_some(seen.special),
        quarantine_unread: quarantine_from.and(seen.found),
    })
}

fn opened(end: Option<&Ended>, host: &str) -> Result<(), SignInRefusal> {
    let host = host.to_owned();
    match end.map(|end| (end.verdict, end.code.as_deref())) {
        Some((Verdict::Ok, _)) => Ok(()),
        Some((_, Some("UNAVAILABLE" | "SERVERBUG"))) => Err(SignInRefusal::Unavailable { host }),
        _ => Err(SignInRefusal::NoInbox { host }),
    }
}

impl Offers {
    fn questions(self, quarantine_from: Option<&str>) -> Vec<String> {
        let mut all = Vec::new();
        if self.quota {
            all.push("GETQUOTAROOT INBOX".to_owned());
        }
        if self.special_use && self.list_extended {
            all.push(r#"LIST (SPECIAL-USE) "" "*""#.to_owned());
        } else if self.special_use {
            all.push(r#"LIST "" "%""#.to_owned());
        }
        // The data is checked when it is read; a quoted string may not end early here whatever it says.
        let plain = |text: &&str| text.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '\\');
        if let Some(sender) = quarantine_from.filter(plain) {
            all.push(format!(r#"SEARCH UNSEEN FROM "{sender}""#));
        }
        all
    }
}

/// What came in, whichever command it answers.
#[derive(Default)]
struct Seen {
    messages: u32,
    /// Used and allowed.
    quota: Option<(u64, u64)>,
    special: Vec<SpecialUse>,
    found: Option<u32>,
    offers: Option<Offers>,
}

impl Seen {
    fn take(&mut self, response: &Response<'_>) {
        if let Some(offers) = Offers::told(response) {
            self.offers = Some(offers);
        }
        match response {
            Response::MailboxData(MailboxDatum::Exists(count)) => self.messages = *count,
            Response::MailboxData(MailboxDatum::Search(hits)) => {
                self.found = Some(u32::try_from(hits.len()).unwrap_or(u32::MAX));
            }
            Response::MailboxData(MailboxDatum::List(folder)) => {
                self.special
                    .extend(folder.name_attributes.iter().filter_map(SpecialUse::of));
            }
            Response::Quota(quota) => {
                for resource in &quota.resources {
                    if resource.name == QuotaResourceName::Storage && resource.limit > 0 {
                        self.tighten(resource.usage, resource.limit);
                    }
                }
            }
            _ => {}
        }
    }

    /// Of several limits over the inbox, the one that is reached first.
    fn tighten(&mut self, used: u64, limit: u64) {
        let room = |(used, limit): (u64, u64)| limit.saturating_sub(used);
        if self.quota.is_none_or(|known| room((used, limit)) < room(known)) {
            self.quota = Some((used, limit));
        }
    }
}

impl SpecialUse {
    fn of(attribute: &NameAttribute<'_>) -> Option<Self> {
        match attribute {
            NameAttribute::Drafts => Some(Self::Drafts),
            NameAttribute::Sent => Some(Self::Sent),
            NameAttribute::Junk => Some(Self::Junk),
            NameAttribute::Trash => Some(Self::Trash),
            NameAttribute::Archive => Some(Self::Archive),
            _ => None,
        }
    }
}
