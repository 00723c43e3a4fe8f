//! The search itself: every name an academy answers to, folded once, and the readers of codes, addresses and links.

use serde::Serialize;

use super::Directory;
use crate::academy::{Academy, Department, DomainStatus, PlatformStatus, doors, numen, spelling, uai, under};

/// Communes of 5,000 inhabitants and more: name, département.
const COMMUNES: &str = include_str!("../../../academies/communes.tsv");

/// Hits shown, at most.
const MOST: usize = 10;

/// An academy found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which.
    pub id: String,
    /// Why.
    pub because: Because,
    /// What matched: "Bourg-en-Bresse", "0690026D".
    pub what: String,
    /// The département it names, by its code; none when the text says nothing of it, or several fit as well.
    pub department: Option<String>,
    /// 0 to 1.
    pub score: f32,
}

/// Why an academy was found; the sentence is `because-<code>` with `what`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Because {
    /// A school code, check letter right.
    SchoolCode,
    /// Seven digits: the letter is missing; `what` is the whole code.
    SchoolCodeShort,
    /// The check letter is wrong: something was mistyped; `what` is the code these digits would have.
    SchoolCodeLetter,
    /// A département's code.
    DepartmentCode,
    /// A département's name.
    Department,
    /// A postal code.
    PostalCode,
    /// The academy's name.
    Name,
    /// A former or everyday name.
    OtherName,
    /// The town of the rectorate.
    Seat,
    /// The town of the DSDEN.
    DsdenSeat,
    /// A town.
    Town,
    /// A mail domain in use.
    MailDomain,
    /// A former mail domain.
    FormerDomain,
    /// A page under the academy's domain.
    Link,
    /// A mail platform the academy uses.
    Platform,
    /// A portal of its territory that is not the mailbox.
    Portal,
}

impl Because {
    /// Kebab-case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::SchoolCode => "school-code",
            Self::SchoolCodeShort => "school-code-short",
            Self::SchoolCodeLetter => "school-code-letter",
            Self::DepartmentCode => "department-code",
            Self::Department => "department",
            Self::PostalCode => "postal-code",
            Self::Name => "name",
            Self::OtherName => "other-name",
            Self::Seat => "seat",
            Self::DsdenSeat => "dsden-seat",
            Self::Town => "town",
            Self::MailDomain => "mail-domain",
            Self::FormerDomain => "former-domain",
            Self::Link => "link",
            Self::Platform => "platform",
            Self::Portal => "portal",
        }
    }
}

/// A name, folded, and whose it is.
#[derive(Clone)]
struct Entry {
    whole: String,
    bare: String,
    id: String,
    because: Because,
    what: String,
    department: Option<String>,
    weight: f32,
}

/// Names of every academy.
#[derive(Clone, Default)]
pub(super) struct Index {
    entries: Vec<Entry>,
}

impl Index {
    pub(super) fn of(academies: &[Academy]) -> Self {
        let mut index = Self::default();
        for academy in academies {
            let id = &academy.id;
            let mut add = |because, name: &str, what: &str, weight| index.add((id, None), because, name, what, weight);
            add(Because::Name, &academy.name, &academy.name, 1.0);
            add(Because::Name, &academy.official_name, &academy.name, 1.0);
            for name in &academy.other_names {
                add(Because::OtherName, name, name, 0.95);
            }
            if let Some(seat) = &academy.seat {
                // The town of the rectorate lies in the département whose DSDEN it has too.
                let has_it = |own: &&Department| own.dsden_seat.as_ref().is_some_and(|town| town.value == seat.value);
                let own = academy.departments.iter().find(has_it).map(|own| own.code.as_str());
                index.add((id, own), Because::Seat, &seat.value, &seat.value, 0.9);
            }
            for department in &academy.departments {
                let what = format!("{} ({})", department.name, department.code);
                let place = (id.as_str(), Some(department.code.as_str()));
                index.add(place, Because::Department, &department.name, &what, 0.97);
                if let Some(seat) = &department.dsden_seat {
                    let what = format!("{} ({})", seat.value, department.code);
                    index.add(place, Because::DsdenSeat, &seat.value, &what, 0.88);
                }
            }
        }
        index.add_communes(academies);
        index
    }

    /// `place` is an academy and, where the name says it, a département.
    fn add(&mut self, place: (&str, Option<&str>), because: Because, name: &str, what: &str, weight: f32) {
        let (whole, bare) = spelling::keys(name);
        self.entries.push(Entry {
            whole,
            bare,
            id: place.0.to_owned(),
            because,
            what: what.to_owned(),
            department: place.1.map(str::to_owned),
            weight,
        });
    }

    fn add_communes(&mut self, academies: &[Academy]) {
        for line in COMMUNES.lines().filter(|line| !line.starts_with('#')) {
            let Some((name, code)) = line.split_once('\t') else {
                continue;
            };
            let owner = academies
                .iter()
                .find(|academy| academy.departments.iter().any(|own| own.code == code));
            if let Some(academy) = owner {
                let what = format!("{name} ({code})");
                self.add((&academy.id, Some(code)), Because::Town, name, &what, 0.85);
            }
        }
    }

    pub(super) fn find(&self, directory: &Directory, text: &str) -> Vec<Hit> {
        let text = text.trim();
        if text.is_empty() || numen::looks_like(text) {
            return Vec::new();
        }
        let mut hits = by_code(directory, text);
        if hits.is_empty() && text.contains('@') {
            hits = by_address(directory, text);
        } else if hits.is_empty() && !text.contains(char::is_whitespace) {
            hits = by_link(directory, text);
        }
        if hits.is_empty() {
            hits = self.by_name(text);
        }
        if hits.is_empty() {
            hits = self.by_words(directory, text);
        }
        ranked(hits)
    }

    /// Exact, then beginning, then typing errors. A beginning of five letters or more may be a whole word mistyped
    /// ("lanes": Lanester, or Landes), so that both are shown.
    fn by_name(&self, text: &str) -> Vec<Hit> {
        let (whole, bare) = spelling::keys(text);
        if bare.is_empty() {
            return Vec::new();
        }
        let exact = self.matching(|entry| (entry.whole == whole || entry.bare == bare).then_some(1.0));
        let long = bare.chars().count();
        let begun = self.matching(|entry| {
            let begins = entry.whole.starts_with(&whole) || entry.bare.starts_with(&bare);
            (long >= 2 && begins).then(|| 0.6 + 0.35 * ratio(long, entry.bare.chars().count()))
        });
        let enough = !exact.is_empty() || (!begun.is_empty() && long < 5);
        let mistyped = if enough {
            Vec::new()
        } else {
            self.matching(|entry| near(&entry.bare, &bare).or_else(|| near(&entry.whole, &whole)))
        };
        exact.into_iter().chain(begun).chain(mistyped).collect()
    }

    fn matching(&self, fits: impl Fn(&Entry) -> Option<f32>) -> Vec<Hit> {
        let hits = self.entries.iter().filter_map(|entry| {
            let score = fits(entry)? * entry.weight;
            Some(Hit {
                id: entry.id.clone(),
                because: entry.because,
                what: entry.what.clone(),
                department: entry.department.clone(),
                score,
            })
        });
        hits.collect()
    }

    /// "lycée Thiers Marseille (13)": each word for itself, worth less.
    fn by_words(&self, directory: &Directory, text: &str) -> Vec<Hit> {
        let words: Vec<&str> = text
            .split(|c: char| c.is_whitespace() || "(),;".contains(c))
            .filter(|word| !word.is_empty())
            .collect();
        if words.len() < 2 {
            return Vec::new();
        }
        let found = words.iter().flat_map(|word| {
            let codes = by_code(directory, word);
            let exact = |name: &str| {
                let (whole, _) = spelling::keys(name);
                self.matching(|entry| (entry.whole == whole || entry.bare == whole).then_some(1.0))
            };
            if codes.is_empty() { exact(word) } else { codes }
        });
        found
            .map(|hit| Hit {
                score: hit.score * 0.6,
                ..hit
            })
            .collect()
    }
}

/// How near two names are, when a slip or two of the finger can lie between them.
fn near(name: &str, typed: &str) -> Option<f32> {
    let long = typed.chars().count();
    let allowed = match long {
        0..=3 => return None,
        4..=7 => 1,
        _ => 2,
    };
    if name.chars().count().abs_diff(long) > allowed {
        return None;
    }
    let distance = strsim::osa_distance(name, typed);
    (distance <= allowed).then(|| 0.8 - 0.2 * ratio(distance, long))
}

/// How much of `whole` a `part` is.
fn ratio(part: usize, whole: usize) -> f32 {
    let small = |n: usize| f32::from(u16::try_from(n).unwrap_or(u16::MAX));
    if whole == 0 {
        0.0
    } else {
        (small(part) / small(whole)).min(1.0)
    }
}

/// Best first, one line an academy. Two of its départements that fit as well leave the département open.
fn ranked(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| b.score.total_cmp(&a.score));
    let mut best: Vec<Hit> = Vec::new();
    for hit in hits {
        match best.iter_mut().find(|known| known.id == hit.id) {
            None => best.push(hit),
            Some(known) if known.score <= hit.score && known.department != hit.department => known.department = None,
            Some(_) => {}
        }
    }
    best.truncate(MOST);
    best
}

fn hit(academy: &Academy, because: Because, what: impl Into<String>, score: f32) -> Hit {
    Hit {
        id: academy.id.clone(),
        because,
        what: what.into(),
        department: None,
        score,
    }
}

/// A hit that names one of the academy's départements.
fn hit_in(academy: &Academy, own: &Department, because: Because, what: impl Into<String>, score: f32) -> Hit {
    Hit {
        department: Some(own.code.clone()),
        ..hit(academy, because, what, score)
    }
}

/// School codes, codes of départements, postal codes.
fn by_code(directory: &Directory, text: &str) -> Vec<Hit> {
    if let Some(digits) = uai::digits(text) {
        return by_school(directory, text, &digits);
    }
    let code = text.to_ascii_uppercase();
    let padded = if code.len() == 1 {
        format!("0{code}")
    } else {
        code.clone()
    };
    let short = padded
        .strip_prefix('0')
        .filter(|rest| rest.len() == 2)
        .unwrap_or(&padded);
    let by = |because: Because, score: f32, what: &str, fits: &dyn Fn(&str) -> bool| {
        let pairs = directory
            .academies()
            .flat_map(|academy| academy.departments.iter().map(move |own| (academy, own)));
        let fitting = pairs.filter(|(_, own)| fits(&own.code));
        fitting
            .map(|(academy, own)| {
                let what = if what.is_empty() {
                    format!("{} ({})", own.name, own.code)
                } else {
                    what.to_owned()
                };
                hit_in(academy, own, because, what, score)
            })
            .collect::<Vec<_>>()
    };
    let hits = by(Because::DepartmentCode, 1.0, "", &|own| own == padded || own == short);
    if !hits.is_empty() {
        return hits;
    }
    let digits = code.bytes().all(|b| b.is_ascii_digit());
    match (digits, code.len()) {
        // Corsica before 1976, and its postal codes still.
        (true, 2) if code == "20" => by(Because::DepartmentCode, 0.9, "", &|own| own == "2A" || own == "2B"),
        (true, 5) if code.starts_with("20") => {
            let own_code = if code.starts_with("200") || code.starts_with("201") {
                "2A"
            } else {
                "2B"
            };
            by(Because::PostalCode, 0.9, &code, &|own| own == own_code)
        }
        (true, 5) => by(Because::PostalCode, 0.9, &code, &|own| {
            own.len() >= 2 && code.starts_with(own)
        }),
        _ => Vec::new(),
    }
}

fn by_school(directory: &Directory, text: &str, digits: &str) -> Vec<Hit> {
    let (because, what, score) = match uai::Uai::parse(text) {
        Ok(code) => (Because::SchoolCode, code.to_string(), 1.0),
        Err(uai::UaiFault::NoLetter { expected }) => (Because::SchoolCodeShort, format!("{digits}{expected}"), 0.8),
        Err(uai::UaiFault::WrongLetter { expected }) => (Because::SchoolCodeLetter, format!("{digits}{expected}"), 0.4),
        Err(uai::UaiFault::Shape) => return Vec::new(),
    };
    let pairs = directory
        .academies()
        .flat_map(|academy| academy.departments.iter().map(move |own| (academy, own)));
    pairs
        .filter(|(_, own)| digits.starts_with(&own.uai_prefix))
        .map(|(academy, own)| hit_in(academy, own, because, what.clone(), score))
        .collect()
}

/// The domain of an address; one or two typing errors forgiven.
fn by_address(directory: &Directory, text: &str) -> Vec<Hit> {
    let domain = text
        .rsplit_once('@')
        .map_or("", |(_, domain)| domain)
        .trim_end_matches('.')
        .to_ascii_lowercase();
    by_domain(directory, &domain, &|own| under(&domain, own))
        .or_else(|| {
            let near = |own: &str| domain.len() > 6 && strsim::osa_distance(own, &domain) <= 1;
            by_domain(directory, &domain, &near).map(|hits| {
                hits.into_iter()
                    .map(|hit| Hit {
                        score: hit.score * 0.7,
                        ..hit
                    })
                    .collect()
            })
        })
        .unwrap_or_default()
}

fn by_domain(directory: &Directory, typed: &str, fits: &dyn Fn(&str) -> bool) -> Option<Vec<Hit>> {
    if typed.is_empty() {
        return None;
    }
    let pairs = directory
        .academies()
        .flat_map(|academy| academy.domains.iter().map(move |own| (academy, own)));
    let hits: Vec<Hit> = pairs
        .filter(|(_, own)| fits(&own.value))
        .map(|(academy, own)| match own.status {
            DomainStatus::Current => hit(academy, Because::MailDomain, own.value.clone(), 1.0),
            DomainStatus::Legacy => hit(academy, Because::FormerDomain, own.value.clone(), 0.95),
        })
        .collect();
    (!hits.is_empty()).then_some(hits)
}

/// A link or a bare host: its owner, the academies that use the platform, or whose territory the portal serves.
fn by_link(directory: &Directory, text: &str) -> Vec<Hit> {
    let Some(host) = doors::host_of(text) else {
        return Vec::new();
    };
    let mut hits = Vec::new();
    for academy in directory.academies() {
        if academy.owns_host(&host) {
            let domain = academy.domains.iter().any(|own| own.value == host);
            let because = if domain { Because::MailDomain } else { Because::Link };
            hits.push(hit(academy, because, host.clone(), 1.0));
        } else if academy.wrong_doors.iter().any(|door| door.answers(&host)) {
            hits.push(hit(academy, Because::Portal, host.clone(), 0.6));
        }
    }
    let used = |academy: &Academy| {
        let open = academy
            .platforms
            .iter()
            .filter(|used| used.status != PlatformStatus::Closed);
        let mut platforms = open.filter_map(|used| directory.platform(&used.platform));
        platforms.any(|platform| platform.opens_at(&host))
    };
    if hits.is_empty() {
        let users = directory.academies().filter(|academy| used(academy));
        hits.extend(users.map(|academy| hit(academy, Because::Platform, host.clone(), 0.5)));
    }
    hits
}
