//! Look-alikes: hosts and links made to be read as an academy's or the ministry's.
//!
//! What is under a known domain is never one. Everything else is compared with the names people trust, as the eye sees
//! them (Unicode TR39 skeletons), one edit away, or as a label in front of somebody else's domain.

use unicode_security::skeleton;

use super::Link;
use crate::{
    academy::{MINISTRY, directory::Directory, under},
    wizard::ask::Compared,
};

/// Names that are words of the language: another ending belongs to somebody else, who imitates nobody.
const ORDINARY: [&str; 1] = ["education.fr"];

/// An imitation: what gives it away, beside what it is taken for.
#[derive(Clone)]
pub(super) struct Imitation {
    /// Code of the sentence `link-<why>`.
    pub(super) why: &'static str,
    /// What was pasted, or the part of it that counts.
    pub(super) pasted: String,
    /// The official name it is taken for.
    pub(super) official: String,
}

impl Imitation {
    /// An official host, asked for without encryption.
    pub(super) fn plain(host: &str) -> Self {
        Self {
            why: "lookalike-plain",
            pasted: format!("http://{host}"),
            official: format!("https://{host}"),
        }
    }

    /// "ac-lyom.fr ≠ ac-lyon.fr".
    pub(super) fn differs(&self) -> String {
        format!("{} ≠ {}", self.pasted, self.official)
    }

    /// Where the two differ: what they begin and end with in common is set apart.
    pub(super) fn compared(&self) -> Compared {
        let (pasted, official): (Vec<char>, Vec<char>) =
            (self.pasted.chars().collect(), self.official.chars().collect());
        let same = |pairs: &mut dyn Iterator<Item = (&char, &char)>| pairs.take_while(|(a, b)| a == b).count();
        let before = same(&mut pasted.iter().zip(&official));
        let room = pasted.len().min(official.len()) - before;
        let after = same(&mut pasted.iter().rev().zip(official.iter().rev())).min(room);
        let middle = |text: &[char]| text.iter().take(text.len() - after).skip(before).collect();
        Compared {
            before: pasted.iter().take(before).collect(),
            pasted: middle(&pasted),
            official: middle(&official),
            after: pasted.iter().skip(pasted.len() - after).collect(),
        }
    }
}

/// Whether the link imitates an official one.
pub(super) fn of(directory: &Directory, link: &Link) -> Option<Imitation> {
    let domains = trusted(directory);
    let official = |host: &str| domains.iter().any(|own| under(host, own));
    if let Some(userinfo) = &link.userinfo
        && !official(&link.host)
        && let Some(own) = domains
            .iter()
            .find(|own| userinfo.to_ascii_lowercase().contains(own.as_str()))
    {
        return Some(Imitation {
            why: "lookalike-userinfo",
            pasted: link.host.clone(),
            official: own.clone(),
        });
    }
    if official(&link.host) || known_portal(directory, &link.host) {
        return None;
    }
    let (shown, seen) = (shown(link), seen_as(link));
    let near = domains.iter().find_map(|own| compare(&link.host, &shown, &seen, own));
    near.or_else(|| domains.iter().find_map(|own| label(&link.host, own, own)))
        .or_else(|| domains.iter().find_map(|own| label(&seen, &eye(own), own)))
}

/// Domains worth imitating.
fn trusted(directory: &Directory) -> Vec<String> {
    let own = directory
        .academies()
        .flat_map(|academy| academy.domains.iter().map(|domain| domain.value.clone()));
    own.chain([MINISTRY.to_owned(), "education.fr".to_owned()]).collect()
}

fn known_portal(directory: &Directory, host: &str) -> bool {
    let of_academies = directory.academies().flat_map(|academy| academy.wrong_doors.iter());
    directory
        .wrong_doors()
        .chain(of_academies)
        .any(|door| door.answers(host))
}

/// The host with punycode undone; in ASCII, as it was typed: a capital I passes for an l.
fn shown(link: &Link) -> String {
    let (shown, _) = idna::domain_to_unicode(&link.host);
    if shown.is_ascii() {
        link.typed_host.clone()
    } else {
        shown
    }
}

/// The host as the eye reads it: punycode undone, look-alike letters replaced.
fn seen_as(link: &Link) -> String {
    eye(&shown(link))
}

/// Letters that look the same made the same.
fn eye(text: &str) -> String {
    skeleton(text).collect::<String>().to_lowercase()
}

/// The registrable end of `host` against `own`: same skeleton, one edit, another ending.
fn compare(host: &str, shown: &str, seen: &str, own: &str) -> Option<Imitation> {
    let labels = own.split('.').count();
    let end = tail(host, labels);
    let seen_end = tail(seen, labels);
    let trusted = eye(own);
    let against = |why: &'static str, pasted: &str| Imitation {
        why,
        pasted: pasted.to_owned(),
        official: own.to_owned(),
    };
    if seen_end == trusted && end != own {
        // As the eye meets it: in punycode no letter would be the odd one.
        return Some(against("lookalike-letters", tail(shown, labels)));
    }
    let (name, ending) = own.split_once('.')?;
    let (other, other_ending) = end.split_once('.')?;
    if name == other && ending != other_ending && name.len() > 4 && !ORDINARY.contains(&own) {
        return Some(against("lookalike-ending", end));
    }
    let one_edit = strsim::osa_distance(end, own) == 1 && own.len() >= 8;
    if one_edit {
        return Some(against("lookalike-edit", end));
    }
    // "aclyon.fr", "ac_lyon.fr", "ac-lyon-fr.com": the same letters with other signs.
    let letters = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let registrable = psl::domain_str(host).unwrap_or(end);
    let same = [end, other, registrable]
        .iter()
        .any(|text| letters(text) == letters(own));
    (same && name.len() > 4).then(|| against("lookalike-edit", end))
}

/// "ac-lyon.fr.example.com", "webmail-ac-lyon.fr", "login-ac-lyon.com": a trusted name in front of a stranger's domain, or
/// run into it. `own` is the trusted domain, as it is or as the eye sees it, like `host`.
fn label(host: &str, own: &str, shown: &str) -> Option<Imitation> {
    let (name, _) = own.split_once('.')?;
    let whole = stands_in(host, own);
    let named = name.len() > 5 && name.contains('-') && stands_in(host, name);
    // "login-ac-wf-wf.net": the dots made hyphens.
    let flat = own.contains('.') && stands_in(host, &own.replace('.', "-"));
    (whole || named || flat).then(|| {
        let registrable = psl::domain_str(host).unwrap_or(host);
        Imitation {
            why: "lookalike-label",
            pasted: registrable.to_owned(),
            official: shown.to_owned(),
        }
    })
}

/// Whether `part` stands in `host` with no letter or digit on either side.
fn stands_in(host: &str, part: &str) -> bool {
    host.match_indices(part).any(|(at, _)| {
        let before = host.get(..at).and_then(|head| head.chars().next_back());
        let after = host.get(at + part.len()..).and_then(|rest| rest.chars().next());
        [before, after].into_iter().flatten().all(|c| !c.is_alphanumeric())
    })
}

/// The last `labels` labels of a host.
fn tail(host: &str, labels: usize) -> &str {
    let mut at = host.len();
    for _ in 0..labels {
        match host.get(..at).and_then(|head| head.rfind('.')) {
            Some(dot) => at = dot,
            None => return host,
        }
    }
    host.get(at + 1..).unwrap_or(host)
}
