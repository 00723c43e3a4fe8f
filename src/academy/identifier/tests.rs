//! Identifiers and addresses: the forms academies publish, and what is refused.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::academy::directory::Directory;

const NAMES: &str = include_str!("names.tsv");

fn values(candidates: &[Candidate]) -> Vec<&str> {
    candidates.iter().map(|candidate| candidate.value.as_str()).collect()
}

fn at(id: &str, given: &str, family: &str) -> Candidates {
    candidates(Directory::embedded().academy(id).unwrap(), given, family, None)
}

#[test]
fn sample_names_give_the_published_forms_first() {
    let mut cases = 0;
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let list = |i: usize| {
            fields[i]
                .split(',')
                .filter(|form| !form.is_empty())
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let got = at("toulouse", fields[0], fields[1]);
        let (logins, locals, homonyms) = (list(2), list(3), list(4));
        assert_eq!(
            values(&got.logins).first().copied(),
            logins.first().map(String::as_str),
            "{line}"
        );
        for login in logins.iter().chain(homonyms.iter().filter(|form| !form.contains('.'))) {
            assert!(
                values(&got.logins).contains(&login.as_str()),
                "{line}: {login} not in {:?}",
                got.logins
            );
        }
        let addresses: Vec<String> = locals.iter().map(|local| format!("{local}@ac-toulouse.fr")).collect();
        assert_eq!(
            values(&got.addresses).first().copied(),
            addresses.first().map(String::as_str),
            "{line}"
        );
        for address in &addresses {
            assert!(values(&got.addresses).contains(&address.as_str()), "{line}: {address}");
        }
        assert_eq!(logins.is_empty(), got.logins.is_empty(), "{line}");
        cases += 1;
    }
    assert_eq!(cases, 31);
}

#[test]
fn attested_identifiers_of_academies() {
    assert_eq!(values(&at("dijon", "Marc", "Le Dupond").logins)[0], "mle-dupond");
    assert_eq!(
        values(&at("nancy-metz", "Anne-Sophie", "Lévi-Strauss").logins)[0],
        "anne-sophie.levi-strauss@ac-nancy-metz.fr"
    );
    assert!(values(&at("nancy-metz", "Jean", "Dupont").logins).contains(&"jdupont"));
    assert!(values(&at("paris", "Jean", "Dupont").logins).contains(&"jean.dupont"));
    assert_eq!(
        at("lyon", "Jean", "Dupont").logins[0],
        Candidate {
            value: "jdupont".to_owned(),
            why: "rule".to_owned()
        }
    );
    assert_eq!(at("corse", "Jean", "Dupont").logins[0].why, "habit");
}

#[test]
fn the_birth_name_goes_first_where_the_academy_says_so() {
    let all = Directory::embedded();
    let both = |id: &str| candidates(all.academy(id).unwrap(), "Nathalie", "Petit", Some("Durand"));
    assert_eq!(values(&both("reunion").logins)[..2], ["ndurand", "npetit"]);
    assert_eq!(values(&both("toulouse").logins)[..2], ["npetit", "ndurand"]);
}

#[test]
fn addresses_are_checked() {
    let all = Directory::embedded();
    let (lyon, normandie) = (all.academy("lyon").unwrap(), all.academy("normandie").unwrap());
    let wrong = |typed: &str| AcademyRefusal::WrongDomain {
        typed: typed.to_owned(),
        expected: "ac-lyon.fr".to_owned(),
    };
    assert_eq!(check_address(lyon, " Jean.Dupont@AC-LYON.fr "), Ok(()));
    assert_eq!(check_address(normandie, "jean.dupont@ac-caen.fr"), Ok(()));
    assert_eq!(check_address(lyon, ""), Err(AcademyRefusal::EmptyAddress));
    assert_eq!(
        check_address(lyon, "01E9501234ABC@ac-lyon.fr"),
        Err(AcademyRefusal::NumenTyped)
    );
    assert_eq!(check_address(lyon, "jean.dupont@gmail.com"), Err(wrong("gmail.com")));
    assert_eq!(
        check_address(lyon, "jean.dupont@faux-ac-lyon.fr"),
        Err(wrong("faux-ac-lyon.fr"))
    );
    for bad in [
        "jean.dupont",
        "jean dupont@ac-lyon.fr",
        "hélène@ac-lyon.fr",
        "a@b@ac-lyon.fr",
        ".a@ac-lyon.fr",
        "@ac-lyon.fr",
    ] {
        assert_eq!(check_address(lyon, bad), Err(AcademyRefusal::AddressMalformed), "{bad}");
    }
}

#[test]
fn identifiers_are_checked() {
    for good in ["jdupont", "mle-dupond", "JDupont1", "jean.dupont@ac-lyon.fr"] {
        assert_eq!(check_identifier(good), Ok(()), "{good}");
    }
    assert_eq!(check_identifier("  "), Err(AcademyRefusal::EmptyIdentifier));
    assert_eq!(check_identifier("01e9501234abc"), Err(AcademyRefusal::NumenTyped));
    for bad in ["j dupont", "hlefèvre", "a@b@c", "jdupont\u{0}", "*)(uid=*", "-jdupont"] {
        assert_eq!(check_identifier(bad), Err(AcademyRefusal::IdentifierMalformed), "{bad}");
    }
}

proptest! {
    #[test]
    fn every_candidate_can_be_typed_back(given in "\\PC{0,60}", family in "\\PC{0,60}", birth in proptest::option::of("\\PC{0,20}")) {
        let all = Directory::embedded();
        for id in ["lyon", "nancy-metz", "reunion"] {
            let academy = all.academy(id).unwrap();
            let got = candidates(academy, &given, &family, birth.as_deref());
            for login in &got.logins {
                prop_assert_eq!(check_identifier(&login.value), Ok(()), "{}", &login.value);
            }
            for address in &got.addresses {
                prop_assert_eq!(check_address(academy, &address.value), Ok(()), "{}", &address.value);
            }
            let mut seen = values(&got.logins);
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), got.logins.len());
        }
    }

    #[test]
    fn composed_or_not_case_and_spaces_change_nothing(
        given in "[A-Za-zéèêëàâîïôûùçÉÀÇœæ]{2,12}", family in "[A-Za-zéèêëàâîïôûùç]{2,12}([ '’-][A-Za-zéè]{2,8}){0,3}",
    ) {
        let plain = at("lyon", &given, &family);
        prop_assert!(!plain.logins.is_empty());
        prop_assert_eq!(&plain, &at("lyon", &given.nfd().collect::<String>(), &family.nfd().collect::<String>()));
        prop_assert_eq!(&plain, &at("lyon", &format!("  {} ", given.to_uppercase()), &format!(" {}  ", family.to_uppercase())));
        prop_assert_eq!(&plain, &at("lyon", &given, &family.replace('’', "'")));
    }
}
