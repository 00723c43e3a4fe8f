//! Whether a pack may join the directory, and as what: signed, tried unsigned, or expired and reduced to its texts.

use std::path::Path;

use time::{Date, Month, OffsetDateTime};

use super::{Keyring, Logo, Pack, PackFault, PackFile, Seal, read};
use crate::academy::{Academy, AcademyFile, Origin, directory::Directory};

/// What a door trusts.
pub struct Trust<'a> {
    /// Who signs for whom.
    pub keys: &'a Keyring,
    /// Packs nobody vouches for are taken too. The terminal's `--allow-unsigned`, for trying.
    pub allow_unsigned: bool,
    /// Timestamp of the newest pack of an academy used here, Unix seconds: the ledger knows.
    pub newest: &'a dyn Fn(&str) -> Option<i64>,
}

/// A pack that was let in.
pub struct Admitted {
    /// The directory with it.
    pub directory: Directory,
    /// Slug of its academy.
    pub academy: String,
    /// Its signature; none: it was taken unsigned, and everything must show it.
    pub seal: Option<Seal>,
    /// [`PackFault::Expired`]: its connectors, servers and pages are not used, its texts are.
    pub expired: Option<PackFault>,
}

/// The pack an academy's entry came from, or what is left of it: every screen says which, and until when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Served {
    /// Its signature; none: it was taken unsigned.
    pub seal: Option<Seal>,
    /// Its last day.
    pub until: Option<Date>,
    /// That day is past: only its texts serve.
    pub expired: bool,
    /// The rectorate's.
    pub logo: Option<Logo>,
    /// Nothing may stay on the computers it is for.
    pub shared_computers: bool,
}

impl Trust<'_> {
    /// Reads, checks and adds the pack at `path`. The caller notes the seal's timestamp in the ledger.
    ///
    /// # Errors
    /// Any [`PackFault`] but [`PackFault::Expired`].
    pub fn admit(&self, directory: &Directory, path: &Path, now: OffsetDateTime) -> Result<Admitted, PackFault> {
        let file = PackFile::open(path)?;
        self.admit_file(directory, &file, now)
    }

    /// The same for a file already read.
    ///
    /// # Errors
    /// Any [`PackFault`] but [`PackFault::Expired`].
    pub fn admit_file(
        &self,
        directory: &Directory,
        file: &PackFile,
        now: OffsetDateTime,
    ) -> Result<Admitted, PackFault> {
        let seal = match Seal::check(file, self.keys, now) {
            Ok(seal) => Some(seal),
            Err(fault) if self.allow_unsigned && nobody_vouches(&fault) => None,
            Err(fault) => return Err(fault),
        };
        let data = read("pack", &file.text)?;
        let academy = data.academy.as_ref().ok_or(PackFault::NoAcademy)?.id.clone();
        if let Some(seal) = &seal {
            if seal.academy != academy {
                return Err(PackFault::KeyOfOther {
                    owner: seal.academy.clone(),
                    academy,
                });
            }
            seal.not_before((self.newest)(&academy))?;
        }
        let last = last_day(&data)?;
        if seal.is_some() && last.is_none() {
            return Err(PackFault::NoExpiry);
        }
        // The day is the one of Greenwich: a pack ends some hours early overseas or late in Paris, never by a day.
        let past = last.filter(|last| now.date() > *last);
        let origin = Origin::Pack { signed: seal.is_some() };
        let mut pack = Pack::of(directory, data, origin)?;
        if let Some(served) = &mut pack.academy.pack {
            served.seal.clone_from(&seal);
            served.expired = past.is_some();
        }
        let directory = match past {
            Some(last) => directory.with_texts(pack, last),
            None => directory.with(pack),
        };
        let expired = past.map(|last| PackFault::Expired {
            expires: last.to_string(),
        });
        Ok(Admitted {
            directory,
            academy,
            seal,
            expired,
        })
    }
}

/// No trace of tampering, only nobody we know behind it. A bad signature is never waved through.
fn nobody_vouches(fault: &PackFault) -> bool {
    matches!(
        fault,
        PackFault::Unsigned { .. } | PackFault::NoKeyPinned | PackFault::OtherKey { .. }
    )
}

/// The last day a pack holds.
///
/// # Errors
/// [`PackFault::BadExpiry`] when `expires` is no ISO 8601 day.
pub fn last_day(data: &AcademyFile) -> Result<Option<Date>, PackFault> {
    let Some(text) = &data.expires else { return Ok(None) };
    iso(text)
        .map(Some)
        .ok_or_else(|| PackFault::BadExpiry { text: text.clone() })
}

/// "2027-08-31".
fn iso(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let shaped = [(year, 4), (month, 2), (day, 2)]
        .iter()
        .all(|(part, digits)| part.len() == *digits && part.bytes().all(|b| b.is_ascii_digit()));
    if !shaped || parts.next().is_some() {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// What is left of an expired pack: who to ask and what to know, on top of what the program carries.
pub(in crate::academy) fn texts_only(known: Option<&Academy>, packed: Academy, last: Date) -> Academy {
    let served = packed.pack.clone();
    let mut academy = match known {
        Some(own) => Academy {
            desks: if packed.desks.is_empty() {
                own.desks.clone()
            } else {
                packed.desks
            },
            facts: if packed.facts.is_empty() {
                own.facts.clone()
            } else {
                packed.facts
            },
            ..own.clone()
        },
        // Known from nowhere else: it stays, without its identity servers.
        None => packed,
    };
    academy.pack = served;
    academy.connectors = Default::default();
    academy.origin = Origin::Embedded;
    academy.texts_until = Some(last);
    academy
}
