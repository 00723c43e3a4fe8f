//! Whether an address can be the way back: the person's own, outside the school's world, and there for good.
//!
//! Judges what was typed by data alone; that it receives is proved by [`super`]. `disposable.txt` is a package's list:
//! `xtask/src/disposable.rs` rebuilds it and names its origin.

use std::sync::OnceLock;

use lettre::Address;

use crate::{
    academy::{
        Academy, AcademyRefusal, DoorKind, MINISTRY,
        directory::Directory,
        numen,
        providers::slip_of,
        uai::{Uai, UaiFault},
        under,
    },
    wizard::{AddressFault, Refusal},
};

const DISPOSABLE: &str = include_str!("disposable.txt");

/// What a mailbox several people open is called, whole.
const SHARED: [&str; 16] = [
    "accueil",
    "administration",
    "cdi",
    "contact",
    "direction",
    "famille",
    "gestion",
    "info",
    "infos",
    "intendance",
    "mairie",
    "personnel",
    "principal",
    "proviseur",
    "secretariat",
    "viescolaire",
];

/// The same at its beginning, before a name of place: "ecole.jules-ferry".
const OF_A_PLACE: [&str; 11] = [
    "accueil",
    "college",
    "contact",
    "direction",
    "ecole",
    "gestion",
    "intendance",
    "lycee",
    "mairie",
    "secretariat",
    "viescolaire",
];

/// Labels of the domains schools and their workspaces receive mail at.
const OF_A_SCHOOL: [&str; 6] = ["clg", "college", "ecole", "ent", "lyc", "lycee"];

/// Reads an address that may become the way back.
///
/// # Errors
/// Each reason of [`AddressFault`], and a NUMEN typed by mistake.
pub(super) fn judge(directory: &Directory, academy: &Academy, typed: &str) -> Result<Address, Refusal> {
    let typed = typed.trim();
    if numen::looks_like(typed) {
        return Err(AcademyRefusal::NumenTyped.into());
    }
    let fault = |fault| Err(Refusal::Address(fault));
    let Ok(address) = typed.parse::<Address>() else {
        return fault(AddressFault::Malformed);
    };
    let domain = address.domain().to_lowercase();
    if !domain.contains('.') {
        return fault(AddressFault::Malformed);
    }
    if academic(directory, academy, &domain) {
        return fault(AddressFault::Academic);
    }
    if of_a_school(directory, academy, &domain) {
        return fault(AddressFault::School);
    }
    if shared(&address.user().to_lowercase()) {
        return fault(AddressFault::Shared);
    }
    Ok(address)
}

/// Refuses an address that will be gone the day it is needed. Asked last: many slips of the finger lead to such a domain.
pub(super) fn lasting(address: &Address) -> Result<(), Refusal> {
    match disposable(&address.domain().to_lowercase()) {
        true => Err(Refusal::Address(AddressFault::Disposable)),
        false => Ok(()),
    }
}

/// The address probably meant, where the domain is one slip away from a well-known provider's.
pub(super) fn meant(address: &Address) -> Option<Address> {
    let known = slip_of(&address.domain().to_lowercase())?;
    Address::new(address.user(), known).ok()
}

/// Any academy's or the ministry's: locked out together with the account.
fn academic(directory: &Directory, academy: &Academy, domain: &str) -> bool {
    let unknown = domain
        .split('.')
        .rev()
        .nth(1)
        .is_some_and(|name| name.starts_with("ac-"));
    let known = |own: &Academy| own.owns_host(domain);
    known(academy)
        || directory.academies().any(known)
        || under(domain, MINISTRY)
        || (unknown && domain.ends_with(".fr"))
}

/// A school's, or a workspace's: opened by the same account, or left with the post.
fn of_a_school(directory: &Directory, academy: &Academy, domain: &str) -> bool {
    let elsewhere = directory.academies().flat_map(|other| &other.wrong_doors);
    let mut doors = academy
        .wrong_doors
        .iter()
        .chain(directory.wrong_doors())
        .chain(elsewhere);
    doors.any(|door| door.what != DoorKind::University && door.answers(domain))
        || domain
            .split(['.', '-'])
            .any(|label| OF_A_SCHOOL.contains(&label) || school_code(label))
}

/// The domain, or one above it, is on the list.
fn disposable(domain: &str) -> bool {
    static LIST: OnceLock<Vec<&str>> = OnceLock::new();
    let list = LIST.get_or_init(|| {
        let mut all: Vec<_> = DISPOSABLE.lines().filter(|line| !line.starts_with('#')).collect();
        all.sort_unstable();
        all
    });
    let above = domain.match_indices('.').map(|(at, _)| domain.split_at(at + 1).1);
    std::iter::once(domain)
        .chain(above)
        .any(|one| list.binary_search(&one).is_ok())
}

/// The mailbox of an office, which colleagues open too.
fn shared(user: &str) -> bool {
    let user = user.split('+').next().unwrap_or_default();
    let mut parts = user.split(['.', '-', '_']);
    let first = parts.next().unwrap_or_default();
    let joined: String = user.split(['.', '-', '_']).collect();
    SHARED.contains(&joined.as_str())
        || OF_A_PLACE.contains(&first)
        || (first == "ce" && parts.next().is_some_and(school_code))
        || school_code(user)
        || user.strip_prefix("ce").is_some_and(school_code)
}

/// "0690026d", its check letter mistyped or not.
fn school_code(text: &str) -> bool {
    matches!(Uai::parse(text), Ok(_) | Err(UaiFault::WrongLetter { .. }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::Reason;

    const RIGHT: [&str; 9] = [
        "gmail.com",
        "ymail.com",
        "orange.fr",
        "free.fr",
        "sfr.fr",
        "laposte.net",
        "yahoo.fr",
        "hotmail.com",
        "proton.me",
    ];

    fn said(typed: &str) -> &'static str {
        let all = Directory::embedded();
        match judge(&all, all.academy("lyon").unwrap(), typed).and_then(|address| lasting(&address)) {
            Ok(()) => "fine",
            Err(refusal) => refusal.code(),
        }
    }

    #[test]
    fn each_address_that_cannot_serve_has_its_own_reason() {
        let rows = [
            ("claire.martin@orange.fr", "fine"),
            (" Claire.Martin+secours@Gmail.com ", "fine"),
            ("claire@martin.name", "fine"),
            ("claire.principal@free.fr", "fine"),
            ("celine.martin@free.fr", "fine"),
            ("claire@etu.univ-lyon1.fr", "fine"),
            ("claire", "recovery-malformed"),
            ("claire@martin", "recovery-malformed"),
            ("claire martin@free.fr", "recovery-malformed"),
            ("claire@free.fr@free.fr", "recovery-malformed"),
            ("claire.martin@ac-lyon.fr", "recovery-academic"),
            ("claire.martin@AC-LYON.fr", "recovery-academic"),
            ("claire.martin@ac-nice.fr", "recovery-academic"),
            ("claire.martin@lyc-hugo.ac-besancon.fr", "recovery-academic"),
            ("claire.martin@ac-noumea.nc", "recovery-academic"),
            ("claire.martin@education.gouv.fr", "recovery-academic"),
            ("claire.martin@laclasse.com", "recovery-school"),
            ("claire.martin@ent.auvergnerhonealpes.fr", "recovery-school"),
            ("claire.martin@college-victor-hugo.fr", "recovery-school"),
            ("claire.martin@0690026d.example.fr", "recovery-school"),
            ("claire.martin@yopmail.com", "recovery-disposable"),
            ("claire.martin@quelquechose.yopmail.com", "recovery-disposable"),
            ("claire.martin@jetable.fr.nf", "recovery-disposable"),
            ("secretariat@orange.fr", "recovery-shared"),
            ("Contact@martin.name", "recovery-shared"),
            ("vie.scolaire@orange.fr", "recovery-shared"),
            ("ecole.jules-ferry@wanadoo.fr", "recovery-shared"),
            ("ce.0690026D@orange.fr", "recovery-shared"),
            ("ce0690026d@orange.fr", "recovery-shared"),
            ("0690026d@orange.fr", "recovery-shared"),
            ("10E2345678ABC", "numen-typed"),
        ];
        for (typed, expected) in rows {
            assert_eq!(said(typed), expected, "{typed}");
        }
    }

    #[test]
    fn a_slip_is_asked_about_and_a_right_name_is_not() {
        let asked = |typed: &str| meant(&typed.parse().unwrap()).map(|address| address.to_string());
        for (typed, expected) in [
            ("claire@gmial.com", "claire@gmail.com"),
            ("claire@gamil.com", "claire@gmail.com"),
            ("claire@gmail.co", "claire@gmail.com"),
            ("claire@gmail.fr", "claire@gmail.com"),
            ("claire@laposte.fr", "claire@laposte.net"),
            ("claire@hotmial.fr", "claire@hotmail.fr"),
            ("claire@orang.fr", "claire@orange.fr"),
            ("claire@wanado.fr", "claire@wanadoo.fr"),
            ("Claire.M@yaho.fr", "Claire.M@yahoo.fr"),
        ] {
            assert_eq!(asked(typed).as_deref(), Some(expected), "{typed}");
        }
        for right in RIGHT {
            assert_eq!(asked(&format!("claire@{right}")), None, "{right}");
        }
        for other in [
            "claire@martin.name",
            "claire@outlook.be",
            "claire@perso.test",
            "claire@sub.gmail.fr",
        ] {
            assert_eq!(asked(other), None, "{other}");
        }
    }

    #[test]
    fn the_list_of_throwaway_domains_is_whole_and_spares_the_providers() {
        let listed = DISPOSABLE.lines().filter(|line| !line.starts_with('#')).count();
        assert!(listed > 5_000, "{listed}");
        for right in RIGHT {
            assert!(!disposable(right), "{right}");
        }
    }
}
