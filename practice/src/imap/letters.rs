//! What a signed-in client may do with the letters of the folder it opened.
//!
//! What a letter looks like belongs to [`super::fetch`].

use std::num::NonZeroU32;

use imap_next::imap_types::{
    core::Vec1,
    fetch::{MacroOrMessageDataItemNames, MessageDataItem},
    flag::{Flag, FlagFetch, StoreResponse, StoreType},
    mailbox::Mailbox,
    response::{Code, Data, StatusKind},
    search::SearchKey,
    sequence::{Sequence, SequenceSet},
};

use super::{
    Session,
    commands::{End, done, name_of, no, number},
    fetch, search,
};

impl Session {
    /// Sequence numbers and identifiers a set names in the folder that is open.
    pub(super) fn chosen(&self, set: &SequenceSet, uid: bool) -> Vec<(NonZeroU32, NonZeroU32)> {
        let Some(opened) = &self.opened else { return Vec::new() };
        let numbered = || {
            let numbers = (1..).map_while(NonZeroU32::new);
            numbers.zip(opened.view.iter().copied())
        };
        let largest = if uid {
            opened.view.last().copied()
        } else {
            number(opened.view.len())
        };
        let Some(largest) = largest else { return Vec::new() };
        // By range, never number by number: "1:4294967295" is a usual question.
        let ranges: Vec<(NonZeroU32, NonZeroU32)> = set
            .0
            .as_ref()
            .iter()
            .map(|part| match part {
                Sequence::Single(one) => (one.expand(largest), one.expand(largest)),
                Sequence::Range(a, b) => {
                    let (a, b) = (a.expand(largest), b.expand(largest));
                    (a.min(b), a.max(b))
                }
            })
            .collect();
        let inside = |n: NonZeroU32| ranges.iter().any(|(from, to)| (*from..=*to).contains(&n));
        numbered()
            .filter(|(seq, id)| inside(if uid { *id } else { *seq }))
            .collect()
    }

    pub(super) fn fetch(
        &mut self,
        who: &str,
        set: &SequenceSet,
        names: &MacroOrMessageDataItemNames<'_>,
        uid: bool,
    ) -> End {
        let Some(opened) = &self.opened else {
            return (StatusKind::Bad, None, "No mailbox selected.");
        };
        let names = fetch::expand(names, uid);
        let chosen = self.chosen(set, uid);
        let mark = opened.writable && names.iter().any(fetch::marks_seen);
        let mut data = Vec::new();
        {
            let mut office = self.world.office();
            let Some(folder) = office.mailbox(who).and_then(|m| m.folders.get_mut(&opened.name)) else {
                return no("Mailbox is gone.");
            };
            for (seq, id) in chosen {
                let Some(letter) = folder.letters.iter_mut().find(|letter| letter.uid == id) else {
                    continue;
                };
                if mark && !letter.flags.contains(&Flag::Seen) {
                    letter.flags.push(Flag::Seen);
                }
                data.extend(fetch::items(letter, &names).map(|items| Data::Fetch { seq, items }));
            }
        }
        for data in data {
            self.server.enqueue_data(data);
        }
        done("Fetch completed.")
    }

    pub(super) fn search(&mut self, who: &str, criteria: &Vec1<SearchKey<'_>>, uid: bool) -> End {
        let Some(opened) = &self.opened else {
            return (StatusKind::Bad, None, "No mailbox selected.");
        };
        let mut found = Vec::new();
        {
            let mut office = self.world.office();
            let Some(folder) = office.mailbox(who).and_then(|m| m.folders.get(&opened.name)) else {
                return no("Mailbox is gone.");
            };
            for (index, id) in opened.view.iter().enumerate() {
                let (Some(seq), Some(letter)) = (
                    number(index + 1),
                    folder.letters.iter().find(|letter| letter.uid == *id),
                ) else {
                    continue;
                };
                let here = |set: &SequenceSet, by_uid: bool| self.chosen(set, by_uid).iter().any(|(_, uid)| uid == id);
                match criteria
                    .as_ref()
                    .iter()
                    .map(|key| search::matches(letter, key, &here))
                    .collect::<Option<Vec<_>>>()
                {
                    Some(all) if all.iter().all(|yes| *yes) => found.push(if uid { *id } else { seq }),
                    Some(_) => {}
                    None => return no("Search key not offered in practice."),
                }
            }
        }
        self.server.enqueue_data(Data::Search(found));
        done("Search completed.")
    }

    pub(super) fn store(
        &mut self,
        who: &str,
        set: &SequenceSet,
        (kind, response): (StoreType, StoreResponse),
        wanted: &[Flag<'static>],
        uid: bool,
    ) -> End {
        let Some(opened) = self.opened.as_ref().filter(|opened| opened.writable) else {
            return no("Mailbox is read-only.");
        };
        let chosen = self.chosen(set, uid);
        let wanted: Vec<_> = wanted.iter().take(32).cloned().collect();
        let mut data = Vec::new();
        {
            let mut office = self.world.office();
            let Some(folder) = office.mailbox(who).and_then(|m| m.folders.get_mut(&opened.name)) else {
                return no("Mailbox is gone.");
            };
            for (seq, id) in chosen {
                let Some(letter) = folder.letters.iter_mut().find(|letter| letter.uid == id) else {
                    continue;
                };
                match kind {
                    StoreType::Replace => letter.flags.clone_from(&wanted),
                    StoreType::Add => {
                        let new: Vec<_> = wanted.iter().filter(|f| !letter.flags.contains(f)).cloned().collect();
                        letter.flags.extend(new);
                        letter.flags.truncate(64);
                    }
                    StoreType::Remove => letter.flags.retain(|flag| !wanted.contains(flag)),
                }
                let flags = MessageDataItem::Flags(letter.flags.iter().cloned().map(FlagFetch::Flag).collect());
                let mut items = Vec1::from(flags);
                if uid {
                    items = super::with(items, MessageDataItem::Uid(id));
                }
                data.push(Data::Fetch { seq, items });
            }
        }
        if response == StoreResponse::Answer {
            for data in data {
                self.server.enqueue_data(data);
            }
        }
        done("Store completed.")
    }

    pub(super) fn copy(&mut self, who: &str, set: &SequenceSet, mailbox: &Mailbox<'_>, uid: bool) -> End {
        let Some(opened) = &self.opened else {
            return (StatusKind::Bad, None, "No mailbox selected.");
        };
        let chosen = self.chosen(set, uid);
        let now = self.world.now();
        let Some(name) = name_of(mailbox) else {
            return no("Mailbox doesn't exist.");
        };
        let mut office = self.world.office();
        let Some(boxed) = office.mailbox(who) else {
            return no("Mailbox doesn't exist.");
        };
        let copies: Vec<_> = boxed
            .folders
            .get(&opened.name)
            .map(|folder| {
                folder
                    .letters
                    .iter()
                    .filter(|l| chosen.iter().any(|(_, id)| *id == l.uid))
                    .cloned()
                    .collect()
            })
            .unwrap_or_default();
        if !boxed.fits(copies.iter().map(|letter| letter.raw.len()).sum()) {
            return (
                StatusKind::No,
                Some(Code::OverQuota),
                "Quota exceeded (mailbox for user is full)",
            );
        }
        let Some(folder) = boxed.folders.get_mut(&name) else {
            return (StatusKind::No, Some(Code::TryCreate), "Mailbox doesn't exist.");
        };
        for letter in copies {
            folder.add(letter.raw, letter.flags, now);
        }
        done("Copy completed.")
    }

    pub(super) fn expunge(&mut self, who: &str, only: Option<&SequenceSet>) -> End {
        let chosen = only.map(|set| self.chosen(set, true));
        let Some(opened) = self.opened.as_ref().filter(|opened| opened.writable) else {
            return no("Mailbox is read-only.");
        };
        let mut office = self.world.office();
        if let Some(folder) = office.mailbox(who).and_then(|m| m.folders.get_mut(&opened.name)) {
            folder.letters.retain(|letter| {
                let named = chosen
                    .as_ref()
                    .is_none_or(|ids| ids.iter().any(|(_, id)| *id == letter.uid));
                !(named && letter.flags.contains(&Flag::Deleted))
            });
        }
        done("Expunge completed.")
    }

    /// CLOSE expunges without saying so; a folder opened to read only is left alone.
    pub(super) fn expunge_silently(&mut self, who: &str) -> End {
        if self.opened.as_ref().is_some_and(|opened| opened.writable) {
            self.expunge(who, None);
        }
        done("Close completed.")
    }
}
