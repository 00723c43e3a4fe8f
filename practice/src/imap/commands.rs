//! What a signed-in client may do: folders and quota, and which room answers the rest.
//!
//! The letters of the folder that is open belong to [`super::letters`].

use std::num::NonZeroU32;

use imap_next::imap_types::{
    command::CommandBody,
    core::{AString, QuotedChar, Tag, Vec1},
    extensions::{
        binary::LiteralOrLiteral8,
        quota::{QuotaGet, Resource},
    },
    flag::{Flag, FlagPerm},
    mailbox::{ListMailbox, Mailbox},
    response::{Code, Data, StatusKind},
    status::{StatusDataItem, StatusDataItemName},
};

use super::{Opened, Session, status};
use crate::office::Folder;

/// One validity for all folders: a practice never outlives its mailboxes.
const UID_VALIDITY: NonZeroU32 = NonZeroU32::MIN;
const ROOT: &str = "Boite";

/// `None` when the name is no UTF-8.
pub(super) fn name_of(mailbox: &Mailbox<'_>) -> Option<String> {
    match mailbox {
        Mailbox::Inbox => Some("INBOX".to_owned()),
        Mailbox::Other(other) => String::from_utf8(other.inner().as_ref().to_vec()).ok(),
    }
}

fn flags() -> Vec<Flag<'static>> {
    vec![Flag::Answered, Flag::Flagged, Flag::Deleted, Flag::Seen, Flag::Draft]
}

fn octets<'a>(message: &'a LiteralOrLiteral8<'_>) -> &'a [u8] {
    match message {
        LiteralOrLiteral8::Literal(literal) => literal.data(),
        LiteralOrLiteral8::Literal8(literal) => &literal.data,
    }
}

/// What to say at the end of a command.
pub(super) type End = (StatusKind, Option<Code<'static>>, &'static str);

pub(super) fn done(text: &'static str) -> End {
    (StatusKind::Ok, None, text)
}

pub(super) fn no(text: &'static str) -> End {
    (StatusKind::No, None, text)
}

impl Session {
    pub(super) fn signed_in(&mut self, tag: Tag<'static>, body: CommandBody<'static>, who: &str) {
        let (kind, code, text) = match body {
            CommandBody::Select { mailbox, .. } => self.open(who, &mailbox, true),
            CommandBody::Examine { mailbox, .. } => self.open(who, &mailbox, false),
            CommandBody::List {
                reference: _,
                mailbox_wildcard,
            } => self.list(who, &mailbox_wildcard, false),
            CommandBody::Lsub {
                reference: _,
                mailbox_wildcard,
            } => self.list(who, &mailbox_wildcard, true),
            CommandBody::Status { mailbox, item_names } => self.status(who, &mailbox, &item_names),
            CommandBody::GetQuotaRoot { mailbox } => self.quota(who, Some(mailbox)),
            CommandBody::GetQuota { .. } => self.quota(who, None),
            CommandBody::Create { mailbox } => self.create(who, &mailbox),
            CommandBody::Delete { mailbox } => self.delete(who, &mailbox),
            CommandBody::Subscribe { mailbox } => self.subscribe(who, &mailbox, true),
            CommandBody::Unsubscribe { mailbox } => self.subscribe(who, &mailbox, false),
            CommandBody::Append {
                mailbox,
                flags,
                message,
                ..
            } => self.append(who, &mailbox, flags, octets(&message)),
            CommandBody::Fetch {
                sequence_set,
                macro_or_item_names,
                uid,
                ..
            } => self.fetch(who, &sequence_set, &macro_or_item_names, uid),
            CommandBody::Search { criteria, uid, .. } => self.search(who, &criteria, uid),
            CommandBody::Store {
                sequence_set,
                kind,
                response,
                flags,
                uid,
                ..
            } => self.store(who, &sequence_set, (kind, response), &flags, uid),
            CommandBody::Copy {
                sequence_set,
                mailbox,
                uid,
            } => self.copy(who, &sequence_set, &mailbox, uid),
            CommandBody::Expunge => self.expunge(who, None),
            CommandBody::ExpungeUid { sequence_set } => self.expunge(who, Some(&sequence_set)),
            CommandBody::Check => done("Check completed."),
            CommandBody::Close => {
                let end = self.expunge_silently(who);
                self.opened = None;
                end
            }
            CommandBody::Unselect => {
                self.opened = None;
                done("Unselect completed.")
            }
            _ => (StatusKind::Bad, None, "Command not offered in practice."),
        };
        if !matches!(text, "Fetch completed." | "Store completed." | "Search completed.") {
            self.announce(true);
        }
        self.answer(tag, kind, code, text);
    }

    /// Tells the client what changed in the folder it opened.
    pub(super) fn announce(&mut self, expunges: bool) {
        let (Some(who), Some(opened)) = (&self.who, &mut self.opened) else {
            return;
        };
        let mut data = Vec::new();
        {
            let mut office = self.world.office();
            let Some(folder) = office
                .mailbox(who)
                .and_then(|mailbox| mailbox.folders.get(&opened.name))
            else {
                return;
            };
            let here: Vec<NonZeroU32> = folder.letters.iter().map(|letter| letter.uid).collect();
            if expunges {
                for index in (0..opened.view.len()).rev() {
                    if opened.view.get(index).is_some_and(|uid| !here.contains(uid)) {
                        opened.view.remove(index);
                        data.extend(number(index + 1).map(Data::Expunge));
                    }
                }
            }
            let last = opened.view.last().copied();
            let new: Vec<_> = here
                .into_iter()
                .filter(|uid| last.is_none_or(|last| *uid > last))
                .collect();
            if !new.is_empty() {
                opened.view.extend(new);
                data.push(Data::Exists(count(opened.view.len())));
            }
        }
        for data in data {
            self.server.enqueue_data(data);
        }
    }

    fn open(&mut self, who: &str, mailbox: &Mailbox<'_>, writable: bool) -> End {
        self.opened = None;
        let Some((name, view, next)) = self.with_folder(who, mailbox, |name, folder| {
            let view: Vec<NonZeroU32> = folder.letters.iter().map(|letter| letter.uid).collect();
            (name.to_owned(), view, folder.uid_next)
        }) else {
            return no("Mailbox doesn't exist.");
        };
        let permanent: Vec<FlagPerm<'static>> = if writable {
            flags().into_iter().map(FlagPerm::Flag).collect()
        } else {
            Vec::new()
        };
        self.server.enqueue_data(Data::Flags(flags()));
        self.server.enqueue_data(Data::Exists(count(view.len())));
        self.server.enqueue_data(Data::Recent(0));
        for (code, text) in [
            (Code::PermanentFlags(permanent), "Flags permitted."),
            (Code::UidValidity(UID_VALIDITY), "UIDs valid"),
            (Code::UidNext(next), "Predicted next UID"),
        ] {
            self.server
                .enqueue_status(status(None, StatusKind::Ok, Some(code), text));
        }
        self.opened = Some(Opened { name, writable, view });
        let code = if writable { Code::ReadWrite } else { Code::ReadOnly };
        (
            StatusKind::Ok,
            Some(code),
            if writable {
                "Select completed."
            } else {
                "Examine completed."
            },
        )
    }

    fn with_folder<T>(&self, who: &str, mailbox: &Mailbox<'_>, look: impl FnOnce(&str, &mut Folder) -> T) -> Option<T> {
        let name = name_of(mailbox)?;
        let mut office = self.world.office();
        let folder = office.mailbox(who)?.folders.get_mut(&name)?;
        Some(look(&name, folder))
    }

    fn list(&mut self, who: &str, wildcard: &ListMailbox<'_>, subscribed: bool) -> End {
        let pattern = match wildcard {
            ListMailbox::Token(token) => String::from_utf8_lossy(token.as_ref()).into_owned(),
            ListMailbox::String(text) => String::from_utf8_lossy(text.as_ref()).into_owned(),
        };
        let delimiter = Some(QuotedChar::unvalidated('/'));
        let names: Vec<String> = {
            let mut office = self.world.office();
            let folders = office.mailbox(who).map(|mailbox| &mailbox.folders);
            folders
                .into_iter()
                .flatten()
                .filter(|(name, folder)| (!subscribed || folder.subscribed) && wild(&pattern, name))
                .map(|(name, _)| name.clone())
                .collect()
        };
        // An empty pattern asks for the delimiter (RFC 3501 §6.3.8).
        let names = if pattern.is_empty() { vec![String::new()] } else { names };
        for name in names {
            let Ok(mailbox) = Mailbox::try_from(name) else { continue };
            self.server.enqueue_data(if subscribed {
                Data::Lsub {
                    items: Vec::new(),
                    delimiter,
                    mailbox,
                }
            } else {
                Data::List {
                    items: Vec::new(),
                    delimiter,
                    mailbox,
                }
            });
        }
        done(if subscribed {
            "Lsub completed."
        } else {
            "List completed."
        })
    }

    fn status(&mut self, who: &str, mailbox: &Mailbox<'static>, names: &[StatusDataItemName]) -> End {
        let items = self.with_folder(who, mailbox, |_, folder| {
            let counted = |wanted: &dyn Fn(&[Flag<'static>]) -> bool| {
                count(folder.letters.iter().filter(|letter| wanted(&letter.flags)).count())
            };
            let item = |name: &StatusDataItemName| match name {
                StatusDataItemName::Messages => Some(StatusDataItem::Messages(count(folder.letters.len()))),
                StatusDataItemName::Recent => Some(StatusDataItem::Recent(0)),
                StatusDataItemName::UidNext => Some(StatusDataItem::UidNext(folder.uid_next)),
                StatusDataItemName::UidValidity => Some(StatusDataItem::UidValidity(UID_VALIDITY)),
                StatusDataItemName::Unseen => {
                    Some(StatusDataItem::Unseen(counted(&|flags| !flags.contains(&Flag::Seen))))
                }
                StatusDataItemName::Deleted => Some(StatusDataItem::Deleted(counted(&|flags| {
                    flags.contains(&Flag::Deleted)
                }))),
                _ => None,
            };
            names.iter().filter_map(item).collect::<Vec<_>>()
        });
        let Some(items) = items else {
            return no("Mailbox doesn't exist.");
        };
        self.server.enqueue_data(Data::Status {
            mailbox: mailbox.clone(),
            items: items.into(),
        });
        done("Status completed.")
    }

    fn quota(&mut self, who: &str, mailbox: Option<Mailbox<'static>>) -> End {
        let (used, limit) = {
            let mut office = self.world.office();
            office
                .mailbox(who)
                .map_or((0, 0), |mailbox| (mailbox.used_kib(), mailbox.limit_kib))
        };
        let Ok(root) = AString::try_from(ROOT) else {
            return no("No quota.");
        };
        if let Some(mailbox) = mailbox {
            self.server.enqueue_data(Data::QuotaRoot {
                mailbox,
                roots: vec![root.clone()],
            });
        }
        let quotas = Vec1::from(QuotaGet::new(Resource::Storage, used, limit));
        self.server.enqueue_data(Data::Quota { root, quotas });
        done("Getquota completed.")
    }

    fn create(&mut self, who: &str, mailbox: &Mailbox<'_>) -> End {
        let name = name_of(mailbox).map(|name| name.trim_end_matches('/').to_owned());
        let made = name.is_some_and(|name| self.world.office().mailbox(who).is_some_and(|m| m.create(&name)));
        if made {
            done("Create completed.")
        } else {
            no("Mailbox already exists, or too many.")
        }
    }

    fn delete(&mut self, who: &str, mailbox: &Mailbox<'_>) -> End {
        let removed = name_of(mailbox).filter(|name| name != "INBOX").and_then(|name| {
            let mut office = self.world.office();
            office.mailbox(who).and_then(|mailbox| mailbox.folders.remove(&name))
        });
        if removed.is_some() {
            done("Delete completed.")
        } else {
            no("Mailbox doesn't exist.")
        }
    }

    fn subscribe(&mut self, who: &str, mailbox: &Mailbox<'_>, wanted: bool) -> End {
        match self.with_folder(who, mailbox, |_, folder| folder.subscribed = wanted) {
            Some(()) => done("Subscription changed."),
            None => no("Mailbox doesn't exist."),
        }
    }

    fn append(&mut self, who: &str, mailbox: &Mailbox<'_>, flags: Vec<Flag<'static>>, letter: &[u8]) -> End {
        let now = self.world.now();
        let Some(name) = name_of(mailbox) else {
            return no("Mailbox doesn't exist.");
        };
        let mut office = self.world.office();
        let Some(boxed) = office.mailbox(who) else {
            return no("Mailbox doesn't exist.");
        };
        if !boxed.fits(letter.len()) {
            return (
                StatusKind::No,
                Some(Code::OverQuota),
                "Quota exceeded (mailbox for user is full)",
            );
        }
        let Some(folder) = boxed.folders.get_mut(&name) else {
            return (StatusKind::No, Some(Code::TryCreate), "Mailbox doesn't exist.");
        };
        match folder.add(letter.into(), flags, now) {
            Some(uid) => (
                StatusKind::Ok,
                Some(Code::AppendUid {
                    uid_validity: UID_VALIDITY,
                    uid,
                }),
                "Append completed.",
            ),
            None => (StatusKind::No, Some(Code::OverQuota), "Too many letters."),
        }
    }
}

/// `*` matches anything, `%` anything within one level (RFC 3501 §6.3.8); INBOX in any case.
fn wild(pattern: &str, name: &str) -> bool {
    let pattern = if pattern.eq_ignore_ascii_case("inbox") {
        "INBOX"
    } else {
        pattern
    };
    let mut reached: Vec<bool> = std::iter::once(true).chain(name.chars().map(|_| false)).collect();
    let letters: Vec<char> = name.chars().collect();
    for wanted in pattern.chars().take(256) {
        let mut next = vec![false; reached.len()];
        for (index, _) in reached.iter().enumerate().filter(|(_, yes)| **yes) {
            match wanted {
                '*' | '%' => {
                    for (end, slot) in next.iter_mut().enumerate().skip(index) {
                        let between = letters.get(index..end).unwrap_or_default();
                        *slot |= wanted == '*' || !between.contains(&'/');
                    }
                }
                plain => {
                    if letters.get(index) == Some(&plain)
                        && let Some(slot) = next.get_mut(index + 1)
                    {
                        *slot = true;
                    }
                }
            }
        }
        reached = next;
    }
    reached.last().copied().unwrap_or(false)
}

pub(super) fn number(value: usize) -> Option<NonZeroU32> {
    NonZeroU32::new(count(value))
}

fn count(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::wild;

    #[test]
    fn wildcards() {
        for (pattern, name, yes) in [
            ("*", "INBOX", true),
            ("%", "Sent", true),
            ("%", "A/B", false),
            ("*", "A/B", true),
            ("A/%", "A/B", true),
            ("inbox", "INBOX", true),
            ("", "INBOX", false),
            ("Se*t", "Sent", true),
        ] {
            assert_eq!(wild(pattern, name), yes, "{pattern} {name}");
        }
    }
}
