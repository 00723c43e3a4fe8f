//! Identifiers and addresses: the forms academies publish, and what is refused.

use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;

use super::*;
use crate::academy::{directory::Directory, spelling};

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
fn no_guess_is_the_alias_that_gives_the_login_away() {
    for id in ["amiens", "reunion", "strasbourg"] {
        for (given, family) in [("Jean", "Dupont"), ("Jeanne", "d’Arc"), ("Marc", "Le Dupond")] {
            let got = at(id, given, family);
            for address in &got.addresses {
                let local = address.value.split('@').next().unwrap();
                assert_ne!(got.logins[0].value, local, "{id}");
            }
        }
    }
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

/// Letters of names as they are written in France, with what a keyboard makes of them.
const ACCENTED: &str = "[A-Za-zÀÂÄÇÉÈÊËÎÏÔÖÙÛÜŸàâäçéèêëîïôöùûüÿñãõåš]";
/// Whatever people type for an apostrophe.
const APOSTROPHES: &str = "['’‘ʼʻ`´′‛＇]";
/// Words in front of a surname.
const PARTICLES: &str = "(de|du|des|de la|le|la|d’|l’|von|van der|El|Ben|Mc)";

fn regex(pattern: &str) -> impl Strategy<Value = String> + use<> {
    proptest::string::string_regex(pattern).unwrap()
}

/// What a login may be made of.
fn typed(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.@".contains(&b))
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

    #[test]
    fn every_apostrophe_is_the_same_and_none_is_left(head in "[A-Za-z]{1,3}", apostrophe in APOSTROPHES, tail in "[A-Za-zéè]{2,12}") {
        let got = at("lyon", "Jeanne", &format!("{head}{apostrophe}{tail}"));
        prop_assert_eq!(&got, &at("lyon", "Jeanne", &format!("{head}'{tail}")));
        for candidate in got.logins.iter().chain(&got.addresses) {
            prop_assert!(typed(&candidate.value), "{}", &candidate.value);
        }
        // Removed first, a hyphen second: nothing is published.
        let plain = |text: &str| spelling::plain(text).replace('\'', "");
        prop_assert_eq!(&got.logins[0].value, &format!("j{}{}", plain(&head), plain(&tail)));
        let hyphen = format!("j{}-{}", plain(&head), plain(&tail));
        prop_assert!(values(&got.logins).contains(&hyphen.as_str()));
    }

    #[test]
    fn particles_stay_with_a_hyphen_where_the_academy_shows_one(particle in PARTICLES, name in "[A-Z][a-zéè]{2,10}") {
        let gap = if particle.ends_with('’') { "" } else { " " };
        let got = at("dijon", "Marc", &format!("{particle}{gap}{name}"));
        let words = spelling::plain(&format!("{particle}{gap}{name}")).replace('\'', "").replace(' ', "-");
        prop_assert_eq!(&got.logins[0].value, &format!("m{words}"));
        let joined = format!("m{}", words.replace('-', ""));
        prop_assert!(values(&got.logins).contains(&joined.as_str()));
    }

    #[test]
    fn a_compound_first_name_gives_one_initial_first_and_two_last(
        one in "[A-Z][a-zéè]{1,8}", two in "[A-Z][a-zéè]{1,8}", sign in "[ \\-]", family in "[A-Z][a-z]{2,10}",
    ) {
        let got = at("creteil", &format!("{one}{sign}{two}"), &family);
        let initial = |name: &str| spelling::plain(name).chars().next().unwrap();
        let surname = spelling::plain(&family);
        prop_assert_eq!(&got.logins[0].value, &format!("{}{surname}", initial(&one)));
        let both = format!("{}{}{surname}", initial(&one), initial(&two));
        let place = got.logins.iter().position(|candidate| candidate.value == both);
        prop_assert!(place.is_some_and(|place| place > 0), "{both} in {:?}", &got.logins);
        let local = format!("{}-{}.", spelling::plain(&one), spelling::plain(&two));
        prop_assert_eq!(got.addresses[0].value.find(&local), Some(0));
    }

    #[test]
    fn accents_and_ligatures_change_no_more_than_their_letters(
        given in regex(&format!("{ACCENTED}{{2,12}}")), family in regex(&format!("{ACCENTED}{{1,10}}(œ|æ|Œ|Æ|ß){ACCENTED}{{1,10}}")),
    ) {
        let got = at("toulouse", &given, &family);
        for candidate in got.logins.iter().chain(&got.addresses) {
            prop_assert!(typed(&candidate.value), "{}", &candidate.value);
        }
        let split = family.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae").replace('ß', "ss");
        prop_assert_eq!(&got, &at("toulouse", &given, &split));
    }

    #[test]
    fn homonyms_have_their_digit_behind_the_name_and_below_the_plain_form(given in "[A-Z][a-zéè]{1,9}", family in "[A-Z][a-zéè]{1,9}") {
        for id in ["lyon", "nancy-metz", "paris"] {
            let got = at(id, &given, &family);
            for list in [&got.logins, &got.addresses] {
                let first = list.iter().position(|candidate| candidate.why == "homonym");
                let last_plain = list.iter().rposition(|candidate| candidate.why != "homonym");
                prop_assert!(first > last_plain, "{id}: {list:?}");
                for homonym in list.iter().filter(|candidate| candidate.why == "homonym") {
                    let local = homonym.value.split('@').next().unwrap();
                    prop_assert!(local.ends_with(['1', '2']), "{local}");
                    let plain = homonym.value.replacen(['1', '2'], "", 1);
                    prop_assert!(values(list).contains(&plain.as_str()), "{plain} of {list:?}");
                }
            }
        }
        prop_assert!(at("lyon", &format!("{given}1"), &family).logins.is_empty(), "a digit in a name is refused");
    }

    #[test]
    fn a_birth_name_and_a_name_in_use_are_both_offered(given in "[A-Z][a-z]{2,8}", used in "[A-Z][a-z]{2,8}", birth in "[A-Z][a-z]{2,8}") {
        let all = Directory::embedded();
        let initial = given.to_lowercase().chars().next().unwrap();
        let login = |name: &str| format!("{initial}{}", name.to_lowercase());
        for (id, first) in [("reunion", &birth), ("toulouse", &used), ("lyon", &used)] {
            let got = candidates(all.academy(id).unwrap(), &given, &used, Some(&birth));
            prop_assert_eq!(&got.logins[0].value, &login(first), "{}", id);
            for name in [&used, &birth] {
                prop_assert!(values(&got.logins).contains(&login(name).as_str()), "{id}: {name}");
            }
        }
        let same = candidates(all.academy("lyon").unwrap(), &given, &used, Some(&used));
        prop_assert_eq!(same, at("lyon", &given, &used));
    }

    #[test]
    fn names_of_sixty_letters_stay_within_a_local_part(given in "[A-Z][a-zé]{1,29}", family in "[A-Z][a-zé-]{40,59}") {
        let got = at("lyon", &given, &family);
        prop_assert!(!got.logins.is_empty());
        for candidate in got.logins.iter().chain(&got.addresses) {
            let local = candidate.value.split('@').next().unwrap();
            prop_assert!(local.len() <= 64, "{local}");
        }
    }

    #[test]
    fn diacritics_of_other_latin_alphabets_are_undone(name in "[ĄąĆćĘęŁłŃńŚśŹźŻżČčĎďĚěŇňŘřŠšŤťŮůŽžĐđŐőŰűȘșȚțĞğİıŞşØøÅåÐðÞþĀāĒēĪīŌōŪū]{2,20}") {
        let got = at("lyon", &name, &name);
        prop_assert!(!got.logins.is_empty(), "{name}");
        for candidate in got.logins.iter().chain(&got.addresses) {
            prop_assert!(typed(&candidate.value), "{name}: {}", &candidate.value);
        }
        prop_assert_eq!(&got, &at("lyon", &name.nfd().collect::<String>(), &name.nfc().collect::<String>()));
    }

    #[test]
    fn a_name_in_another_alphabet_gives_nothing_rather_than_something_wrong(name in "[а-яА-Яα-ωΑ-Ωא-תا-ي一-龥]{1,20}") {
        prop_assert_eq!(at("lyon", &name, &name), Candidates::default());
    }

    #[test]
    fn a_numen_gives_nothing_in_any_name(numen in "[0-9]{2}[A-Z][0-9]{7}[A-Z]{3}") {
        prop_assert_eq!(check_name(&numen), Err(AcademyRefusal::NumenTyped));
        prop_assert_eq!(check_identifier(&numen), Err(AcademyRefusal::NumenTyped));
        prop_assert_eq!(at("lyon", &numen, "Martin"), Candidates::default());
        prop_assert!(at("lyon", "Claire", &numen).logins.is_empty());
    }
}
