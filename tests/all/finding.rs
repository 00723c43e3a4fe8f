//! Finding an academy: each of the 34 by all it owns, against a list that was not made from our data.
//!
//! `tests/fixtures/academies/truth.tsv` is the oracle: départements, school codes, domains and official names as national
//! lists give them. Where it and `academies/` disagree, one of them is wrong, and the test says which line.

use std::{collections::BTreeSet, fs, path::PathBuf};

use rentree::{
    academy::directory::{Because, Directory, Hit},
    wizard::{
        ask::{LinkVerdict, Question, Reply},
        view::{Answer, DeskRole, Holding, PortalKind, Screen},
    },
};
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::{
    journeys::{CHOSEN, connected, until_hold},
    stage::Stage,
};

struct Truth {
    id: String,
    official: String,
    domains: Vec<String>,
    departments: Vec<(String, String, String)>,
}

fn truth() -> Vec<Truth> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/academies/truth.tsv");
    let text = fs::read_to_string(path).unwrap();
    let owned = |text: &str| text.to_owned();
    text.lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| {
            let fields: Vec<_> = line.split('\t').collect();
            let departments = fields[3].split(';').map(|entry| {
                let parts: Vec<_> = entry.split(',').collect();
                (owned(parts[0]), owned(parts[1]), owned(parts[2]))
            });
            Truth {
                id: owned(fields[0]),
                official: owned(fields[1]),
                domains: fields[2].split(',').map(owned).collect(),
                departments: departments.collect(),
            }
        })
        .collect()
}

/// As people type it on a keyboard without accents.
fn bare(text: &str) -> String {
    let plain: String = text.nfd().filter(|c| !is_combining_mark(*c)).collect();
    plain.replace('’', "'").replace('œ', "oe")
}

fn first(text: &str) -> Option<Hit> {
    Directory::embedded().find(text).into_iter().next()
}

/// Who is found first, and whether it says which département.
fn found(text: &str) -> (String, Option<String>) {
    first(text).map_or_else(
        || (format!("nothing for {text:?}"), None),
        |hit| (hit.id, hit.department),
    )
}

#[test]
fn the_list_and_the_data_name_the_same_places() {
    let all = Directory::embedded();
    let truth = truth();
    let (academies, departments) = (
        truth.len(),
        truth.iter().map(|one| one.departments.len()).sum::<usize>(),
    );
    assert_eq!((academies, departments), (34, 105), "30 académies and 4 services");
    let ids: BTreeSet<_> = all.academies().map(|academy| academy.id.clone()).collect();
    assert_eq!(ids, truth.iter().map(|one| one.id.clone()).collect());
    for one in &truth {
        let academy = all.academy(&one.id).unwrap();
        let own: BTreeSet<_> = academy
            .departments
            .iter()
            .map(|own| (own.code.clone(), bare(&own.name), own.uai_prefix.clone()))
            .collect();
        let wanted = one
            .departments
            .iter()
            .map(|(code, name, prefix)| (code.clone(), bare(name), prefix.clone()));
        assert_eq!(own, wanted.collect(), "{}", one.id);
        let domains: Vec<_> = academy.domains.iter().map(|own| own.value.clone()).collect();
        assert_eq!(domains, one.domains, "{}", one.id);
    }
}

#[test]
fn every_departement_finds_its_academy_by_code_by_name_and_by_school() {
    let mut asked = 0;
    for one in truth() {
        for (code, name, prefix) in &one.departments {
            let here = (one.id.clone(), Some(code.clone()));
            let school = format!("{prefix}0001");
            let texts = [
                code.clone(),
                code.to_lowercase(),
                name.clone(),
                bare(name),
                bare(name).to_uppercase(),
                bare(name).replace(['-', '\''], " "),
                name.replace('\'', "’"),
                name.nfd().collect(),
                format!("  {name} "),
                format!("{name} ({code})"),
                school.clone(),
            ];
            for text in texts {
                asked += 1;
                // The name of an academy that is also a département's says nothing of the département.
                let (id, department) = found(&text);
                assert_eq!(id, one.id, "{text:?}");
                let named_alike = matches!(first(&text).unwrap().because, Because::Name | Because::OtherName);
                assert!(named_alike || department == here.1, "{text:?}: {department:?}");
            }
        }
    }
    println!("{asked} texts, 105 départements: each finds its academy first");
}

#[test]
fn every_domain_finds_its_academy_in_an_address_a_host_and_a_link() {
    for one in truth() {
        for domain in &one.domains {
            for text in [
                domain.clone(),
                domain.to_uppercase(),
                format!("jean.dupont@{domain}"),
                format!("Jean.Dupont@{}", domain.to_uppercase()),
                format!("https://webmail.{domain}/x?y=1"),
                format!("portail.{domain}"),
            ] {
                assert_eq!(found(&text).0, one.id, "{text:?}");
            }
        }
    }
}

#[test]
fn every_official_name_finds_its_academy_however_it_is_typed() {
    for one in truth() {
        let name = &one.official;
        for text in [
            name.clone(),
            bare(name),
            bare(name).to_uppercase(),
            bare(name).replace(['-', '\''], " "),
            name.replace('\'', "’"),
            name.nfd().collect(),
            one.id.clone(),
            format!("rectorat de {}", one.id.replace('-', " ")),
        ] {
            assert_eq!(found(&text).0, one.id, "{text:?}");
        }
    }
}

/// One slip of the finger at each place of the word but the first: a letter left out, doubled or swapped, in turn.
fn slips(word: &str) -> Vec<String> {
    let letters: Vec<char> = word.chars().collect();
    let slipped = (1..letters.len()).map(|at| {
        let mut slipped = letters.clone();
        match at % 3 {
            0 => drop(slipped.remove(at)),
            1 => slipped.insert(at, letters[at]),
            _ => slipped.swap(at - 1, at),
        }
        slipped.into_iter().collect()
    });
    slipped.collect()
}

/// What one slip turns into the name of another place.
fn names_of_others(one: &Truth, all: &[Truth]) -> BTreeSet<String> {
    let others = all.iter().filter(|other| other.id != one.id);
    others
        .flat_map(|other| other.departments.iter().map(|(_, name, _)| bare(name).to_lowercase()))
        .collect()
}

#[test]
fn one_slip_in_a_name_still_finds_the_academy() {
    let truth = truth();
    let (mut asked, mut ranked_lower, mut lost) = (0, vec![], vec![]);
    for one in &truth {
        let others = names_of_others(one, &truth);
        // One département an academy, for the time it takes. Below six letters a slip is often another place's name, or
        // the beginning of many.
        let names = one
            .departments
            .iter()
            .rev()
            .take(1)
            .map(|(_, name, _)| bare(name).to_lowercase());
        for name in names.filter(|name| name.chars().count() >= 6) {
            for text in slips(&name).into_iter().filter(|text| !others.contains(text)) {
                asked += 1;
                let hits = Directory::embedded().find(&text);
                match hits.iter().position(|hit| hit.id == one.id) {
                    Some(0) => {}
                    Some(_) => ranked_lower.push(format!("{text} ({name})")),
                    None => lost.push(format!("{text} ({name})")),
                }
            }
        }
    }
    println!(
        "{asked} slips: {} ranked lower, {} lost",
        ranked_lower.len(),
        lost.len()
    );
    assert!(lost.is_empty(), "{lost:#?}");
    assert!(
        ranked_lower.len() * 100 <= asked,
        "more than one in a hundred: {ranked_lower:#?}"
    );
}

#[test]
fn corsica_and_the_overseas_codes_are_no_special_case_for_the_person() {
    for (text, id, department) in [
        ("2A", "corse", Some("2A")),
        ("2b", "corse", Some("2B")),
        ("20", "corse", None),
        ("20000", "corse", Some("2A")),
        ("20200", "corse", Some("2B")),
        ("6200001", "corse", Some("2A")),
        ("7200001", "corse", Some("2B")),
        ("971", "guadeloupe", Some("971")),
        ("972", "martinique", Some("972")),
        ("973", "guyane", Some("973")),
        ("974", "reunion", Some("974")),
        ("976", "mayotte", Some("976")),
        ("975", "saint-pierre-et-miquelon", Some("975")),
        ("986", "wallis-et-futuna", Some("986")),
        ("987", "polynesie-francaise", Some("987")),
        ("988", "nouvelle-caledonie", Some("988")),
        ("98800", "nouvelle-caledonie", Some("988")),
        ("9840002E", "polynesie-francaise", Some("987")),
    ] {
        assert_eq!(found(text), (id.to_owned(), department.map(str::to_owned)), "{text}");
    }
}

#[test]
fn what_was_typed_says_the_departement_or_leaves_it_open() {
    for (text, id, department) in [
        ("0420041S", "lyon", Some("42")),
        ("0690026", "lyon", Some("69")),
        ("Saint-Étienne", "lyon", Some("42")),
        ("Bourg en Bresse", "lyon", Some("01")),
        ("Villeurbanne", "lyon", Some("69")),
        ("42100", "lyon", Some("42")),
        ("Nancy", "nancy-metz", Some("54")),
        ("Loire", "lyon", Some("42")),
        ("jean.dupont@ac-lyon.fr", "lyon", None),
        ("académie de Lyon", "lyon", None),
        ("https://webmail.ac-lyon.fr", "lyon", None),
    ] {
        assert_eq!(found(text), (id.to_owned(), department.map(str::to_owned)), "{text}");
    }
}

/// Two départements, one of them with a desk of its own.
const DEPARTMENTS: &str = r#"
[[academy.departments]]
code = "T1"
name = "Nord-Exemple"
uai_prefix = "998"
dsden_seat = { value = "Exempleville", confidence = "pack" }
confidence = "pack"

[[academy.departments]]
code = "T2"
name = "Sud-Exemple"
uai_prefix = "999"
confidence = "pack"

[[academy.desks]]
name = "DSDEN du Sud-Exemple"
department = "T2"
confidence = "pack"
"#;

const REHEARSED: &str = "entrainement";

fn choose(id: &str, department: Option<&str>) -> Answer {
    Answer::ChooseAcademy {
        id: id.into(),
        department: department.map(str::to_owned),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn lyon_is_settled_by_the_departement_then_the_address_of_the_webmail_and_nothing_is_sent() {
    let stage = Stage::practice().await;
    let view = stage.say(choose("lyon", None)).await;
    let Screen::ChooseDepartment { choices } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let codes: Vec<_> = choices.iter().map(|choice| choice.code.as_str()).collect();
    assert_eq!(codes, ["01", "42", "69"]);
    let refused = stage
        .refused(Answer::ChooseDepartment {
            code: Some("75".into()),
        })
        .await;
    assert_eq!(refused.code, "unknown-department");
    let view = stage
        .say(Answer::ChooseDepartment {
            code: Some("42".into()),
        })
        .await;
    let Screen::ChoosePlatform { choices } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let addresses: Vec<_> = choices.iter().filter_map(|choice| choice.webmail.as_deref()).collect();
    assert_eq!(
        addresses,
        ["https://webmail.ac-lyon.fr", "https://messagerie.education.gouv.fr"]
    );
    let said: Vec<_> = view.facts.iter().map(|fact| fact.key.as_str()).collect();
    assert!(
        said.contains(&"two-mailboxes") && said.contains(&"portals-without-inbox"),
        "{said:?}"
    );
    let sign_in = Answer::SignIn {
        password: rentree::secret::Password::new("Pas-Encore-33".into()),
        tried_elsewhere: false,
    };
    assert_eq!(stage.refused(sign_in).await.code, "not-now");
    let view = stage.say(Answer::ChoosePlatform { id: "national".into() }).await;
    assert!(matches!(view.screen, Screen::Identify { .. }), "{:?}", view.screen);
    assert_eq!(view.department.map(|own| own.name).as_deref(), Some("Loire"));
    assert!(stage.journey.contacted().is_empty(), "{:?}", stage.journey.contacted());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_found_by_the_school_code_is_not_asked_again() {
    let stage = Stage::practice().await;
    let Reply::Found { hits, .. } = stage.journey.ask(Question::Find {
        text: "0420041S".into(),
    }) else {
        panic!()
    };
    let code = hits[0].department.clone().unwrap().code;
    assert_eq!((hits[0].academy.id.as_str(), code.as_str()), ("lyon", "42"));
    let view = stage.say(choose("lyon", Some(&code))).await;
    assert!(
        matches!(view.screen, Screen::ChoosePlatform { .. }),
        "{:?}",
        view.screen
    );
    assert_eq!(view.department.unwrap().code, "42");
    // One département only: nothing to ask.
    let stage = Stage::practice().await;
    let view = stage.say(choose("mayotte", None)).await;
    assert!(matches!(view.screen, Screen::Identify { .. }), "{:?}", view.screen);
    assert_eq!(view.department.unwrap().code, "976");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_departement_is_kept_to_the_last_sheet_and_decides_whom_to_ask() {
    let stage = Stage::practice_with(DEPARTMENTS).await;
    let player = stage.player("claire.martin");
    until_hold(&stage, REHEARSED, &player).await;
    let view = stage.say(Answer::Hold { holding: Holding::Lost }).await;
    let Screen::Lost { desk, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!(desk.name.as_deref(), Some("DSDEN du Sud-Exemple"));
    assert_eq!(view.department.as_ref().map(|own| own.code.as_str()), Some("T2"));

    let stage = Stage::practice_with(DEPARTMENTS).await;
    let player = stage.player("claire.martin");
    let summary = connected(&stage, REHEARSED, &player).await.summary;
    let roles: Vec<_> = summary.desks.iter().map(|desk| desk.role).collect();
    assert_eq!(roles, [DeskRole::Secretariat, DeskRole::Department, DeskRole::Academy]);
    assert_eq!(summary.desks[1].name.as_deref(), Some("DSDEN du Sud-Exemple"));
    for known in ["Sud-Exemple (T2)", "Claire Martin", player.login.as_str()] {
        assert!(summary.message.contains(known), "{}", summary.message);
    }
    for secret in [player.password.as_str(), CHOSEN] {
        assert!(!summary.message.contains(secret));
    }
    assert_eq!(summary.portals[0].kind, PortalKind::Inbox);
    assert_eq!(summary.portals[0].host, summary.webmail.and_then(|page| page.host));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_does_not_know_the_departement_goes_on() {
    let stage = Stage::practice_with(DEPARTMENTS).await;
    stage.say(choose(REHEARSED, None)).await;
    let view = stage.say(Answer::ChooseDepartment { code: None }).await;
    assert!(matches!(view.screen, Screen::Identify { .. }), "{:?}", view.screen);
    assert_eq!(view.department, None);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_search_field_takes_a_link_and_a_numen_is_seen_in_every_field() {
    let stage = Stage::practice().await;
    let ask = |text: &str| match stage.journey.ask(Question::Find { text: text.into() }) {
        Reply::Found { hits, link, numen } => (hits, link, numen),
        _ => panic!("{text}"),
    };
    let (_, link, _) = ask("https://webmail.ac-lyom.fr/");
    let link = link.unwrap();
    assert_eq!((link.verdict, link.inboxes.len()), (LinkVerdict::Lookalike, 2));
    assert_eq!(
        link.compared.map(|own| (own.pasted, own.official)),
        Some(("m".into(), "n".into()))
    );
    let (hits, link, _) = ask("www.laclasse.com");
    assert_eq!(
        (hits[0].academy.id.as_str(), link.unwrap().why.as_str()),
        ("lyon", "ent")
    );
    let (hits, link, numen) = ask("01 E 95 01234 ABC");
    assert!(hits.is_empty() && link.is_none() && numen);
    assert!(ask("Lyon").1.is_none());
    for (text, seen) in [
        ("01E9501234ABC", true),
        ("mon numen 01e9501234abc", true),
        ("jdupont", false),
    ] {
        let Reply::Numen { numen } = stage.journey.ask(Question::Numen { text: text.into() }) else {
            panic!()
        };
        assert_eq!(numen, seen, "{text}");
    }
    stage.say(choose(REHEARSED, None)).await;
    let question = Question::Identifiers {
        given: "Nathalie".into(),
        family: "Petit".into(),
        birth_family: " Durand ".into(),
    };
    let Reply::Identifiers { logins, .. } = stage.journey.ask(question) else {
        panic!()
    };
    let both = ["npetit", "ndurand"].map(|login| logins.iter().any(|candidate| candidate.value == login));
    assert_eq!(both, [true, true], "{logins:?}");
}
