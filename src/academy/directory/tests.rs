//! The data and the search: every value has a source, every academy is found by all it owns.

use std::{collections::BTreeSet, fs, path::Path};

use toml::{Table, Value};

use super::*;
use crate::{
    academy::{AcademyRefusal, MINISTRY, doors, spelling, under},
    reason::Reason,
};

const STEPS: [&str; 7] = [
    "academy",
    "identity",
    "password",
    "recovery",
    "second-factor",
    "mail-apps",
    "check-up",
];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("academies")
}

fn first(text: &str) -> Option<(String, Because, String)> {
    let hit = Directory::embedded().find(text).into_iter().next()?;
    Some((hit.id, hit.because, hit.what))
}

fn id(text: &str) -> Option<String> {
    first(text).map(|(id, _, _)| id)
}

#[test]
fn every_file_is_carried_and_read() {
    let on_disk: BTreeSet<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".toml") && !["sources.toml", "keys.toml"].contains(&name.as_str()))
        .collect();
    let carried: BTreeSet<String> = FILES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(carried, on_disk);
    let (directory, faults) = Directory::of(FILES);
    assert_eq!(faults, []);
    assert_eq!(directory.academies().count(), 34);
    for academy in directory.academies() {
        assert!(carried.contains(&format!("{}.toml", academy.id)), "{}", academy.id);
        assert!(!academy.connected());
    }
}

#[test]
fn a_bad_value_is_named_with_its_file_and_line() {
    let good = FILES.iter().find(|(name, _)| *name == "lyon.toml").unwrap().1;
    for (from, to, line) in [
        ("purpose = \"sign-on\"", "purpose = \"sign-no\"", 0),
        (
            "name = \"laclasse.com\"",
            "name = \"laclasse.com\"\nnom = \"laclasse.com\"",
            1,
        ),
        ("code = \"42\"", "code = 42", 0),
        ("confidence = \"seed\"", "confidence = \"sure\"", 0),
        (
            "status = \"coexisting\"",
            "status = \"coexisting\"\nsinse = \"2024\"",
            1,
        ),
        ("min_length = 12", "min_lenght = 12", 0),
    ] {
        let at = good.find(from).expect(from);
        let bad = good.replacen(from, to, 1);
        let fault = pack::read("lyon.toml", &bad).unwrap_err();
        let wanted = 1 + good.bytes().take(at).filter(|b| *b == b'\n').count();
        let near = (wanted.saturating_sub(8)..=wanted + line).contains(&fault.line);
        assert!(near, "{to}: {fault} (wanted {wanted})");
        assert!(fault.to_string().starts_with("lyon.toml:"), "{fault}");
    }
}

/// Every table of every file, wherever it stands.
fn tables(value: &Value, visit: &mut dyn FnMut(&Table)) {
    match value {
        Value::Table(table) => {
            visit(table);
            table.values().for_each(|inner| tables(inner, visit));
        }
        Value::Array(items) => items.iter().for_each(|inner| tables(inner, visit)),
        _ => {}
    }
}

#[test]
fn every_value_has_a_known_source_and_a_date() {
    let known: Table = fs::read_to_string(folder().join("sources.toml"))
        .unwrap()
        .parse()
        .unwrap();
    for (name, text) in FILES {
        assert!(!text.contains("http://"), "{name} names a plain address");
        assert!(!text.contains("/home") && !text.contains("/work"), "{name}");
        let file: Table = text.parse().unwrap();
        tables(&Value::Table(file), &mut |table| {
            if !table.contains_key("confidence") {
                return;
            }
            let sources = table["sources"].as_array().unwrap();
            assert!(!sources.is_empty(), "{name}: {table}");
            for source in sources {
                assert!(known.contains_key(source.as_str().unwrap()), "{name}: {source}");
            }
            let checked = table["checked"].as_str().unwrap();
            let shape: String = checked
                .chars()
                .map(|c| if c.is_ascii_digit() { '9' } else { c })
                .collect();
            assert_eq!(shape, "9999-99-99", "{name}");
        });
    }
}

#[test]
fn hosts_stand_under_the_academy_or_the_ministry() {
    let all = Directory::embedded();
    for academy in all.academies() {
        let official = |host: &str| academy.owns_host(host) || under(host, MINISTRY);
        for page in academy.pages.iter().filter_map(|page| page.url.as_deref()) {
            assert!(
                page.starts_with("https://") && official(&doors::host_of(page).unwrap()),
                "{page}"
            );
        }
        for (used, platform) in all.platforms_of(academy) {
            assert_eq!(used.platform, platform.id);
            for server in &platform.servers {
                assert!(official(&server.endpoint.host), "{}", server.endpoint.host);
                assert!(!server.endpoint.host.starts_with("pop"), "{}", server.endpoint.host);
            }
            let webmail = platform.webmail.iter().filter_map(|page| doors::host_of(&page.value));
            webmail.for_each(|host| assert!(official(&host), "{host}"));
        }
        assert_eq!(
            academy.platforms.len(),
            all.platforms_of(academy).len(),
            "{}: a platform is missing",
            academy.id
        );
    }
    for forbidden in ["imap.ac-lyon.fr", "poste.ac-limoges.fr", "pop.ac-besancon.fr"] {
        assert!(
            !FILES
                .iter()
                .any(|(_, text)| text.contains(&format!("host = \"{forbidden}\""))),
            "{forbidden}"
        );
    }
    let national = all.platform("national").unwrap();
    assert!(national.server(crate::academy::Protocol::Smtp).is_none());
}

#[test]
fn lyon_has_two_platforms_at_once() {
    let all = Directory::embedded();
    let uses = all.platforms_of(all.academy("lyon").unwrap());
    let ids: Vec<&str> = uses.iter().map(|(_, platform)| platform.id.as_str()).collect();
    assert_eq!(ids, ["lyon", "national"]);
}

#[test]
fn every_academy_is_found_by_all_it_owns() {
    let all = Directory::embedded();
    for academy in all.academies() {
        let own = Some(academy.id.clone());
        for department in &academy.departments {
            assert_eq!(id(&department.code), own, "{}", department.code);
            assert_eq!(id(&department.code.to_lowercase()), own);
            assert_eq!(id(&department.name), own, "{}", department.name);
            assert_eq!(
                id(&spelling::plain(&department.name).to_uppercase()),
                own,
                "{}",
                department.name
            );
            assert_eq!(
                id(&department.name.replace(['-', '’', '\''], " ")),
                own,
                "{}",
                department.name
            );
            assert_eq!(id(&format!("{}0001", department.uai_prefix)), own);
        }
        for domain in &academy.domains {
            assert_eq!(id(&domain.value), own, "{}", domain.value);
            assert_eq!(id(&format!("Jean.Dupont@{}", domain.value.to_uppercase())), own);
            assert_eq!(id(&format!("https://www.{}/", domain.value)), own);
        }
        for name in [&academy.name, &academy.official_name, &academy.id] {
            assert_eq!(id(name), own, "{name}");
            assert_eq!(id(&spelling::plain(name)), own, "{name}");
            assert_eq!(id(&spelling::plain(name).replace(['-', '\''], " ")), own, "{name}");
        }
        for name in &academy.other_names {
            assert_eq!(id(name), own, "{name}");
        }
        if let Some(seat) = &academy.seat {
            let found = all.find(&seat.value);
            assert!(found.iter().any(|hit| hit.id == academy.id), "{}", seat.value);
        }
    }
}

#[test]
fn towns_typing_errors_and_reasons() {
    let because = |text: &str| first(text).map(|(id, because, _)| (id, because));
    let is = |text: &str, id: &str, why: Because| assert_eq!(because(text), Some((id.to_owned(), why)), "{text}");
    is("0690026D", "lyon", Because::SchoolCode);
    is("0690026E", "lyon", Because::SchoolCodeLetter);
    assert_eq!(first("0690026e").unwrap().2, "0690026D");
    is("0690026", "lyon", Because::SchoolCodeShort);
    is("9840002E", "polynesie-francaise", Because::SchoolCode);
    is("6200001", "corse", Because::SchoolCodeShort);
    is("2a", "corse", Because::DepartmentCode);
    is("069", "lyon", Because::DepartmentCode);
    is("1", "lyon", Because::DepartmentCode);
    is("97400", "reunion", Because::PostalCode);
    is("bourg en bresse", "lyon", Because::DsdenSeat);
    is("Villeurbane", "lyon", Because::Town);
    is("St Etienne", "lyon", Because::DsdenSeat);
    is("clermont", "clermont-ferrand", Because::OtherName);
    is("Caen", "normandie", Because::OtherName);
    is("la reunion", "reunion", Because::Name);
    is("nancy metz", "nancy-metz", Because::Name);
    is("aix marseile", "aix-marseille", Because::Name);
    is("jean.dupont@ac-rouen.fr", "normandie", Because::FormerDomain);
    is("jean.dupont@ac-lyom.fr", "lyon", Because::MailDomain);
    is("https://webmail.ac-creteil.fr/path?x=1", "creteil", Because::Link);
    is("https://convergence.ac-paris.fr", "paris", Because::Link);
    is("https://www.laclasse.com/", "lyon", Because::Portal);
    is("lycée du Parc Lyon", "lyon", Because::Name);
    let national = Directory::embedded().find("messagerie.education.gouv.fr");
    assert!(national.len() >= 4 && national.iter().all(|hit| hit.because == Because::Platform));
    let homonyms = Directory::embedded().find("Saint-Denis");
    assert!(homonyms.iter().any(|hit| hit.id == "creteil") && homonyms.iter().any(|hit| hit.id == "reunion"));
}

#[test]
fn nothing_is_found_for_nothing_or_for_a_numen() {
    for text in [
        "",
        "   ",
        "01E9501234ABC",
        "16 E2 23 18 02 HNL",
        "qqqqqqqqq",
        "@",
        "é",
        "https://example.com/",
    ] {
        assert_eq!(Directory::embedded().find(text), [], "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_searched_without_a_crash(text in "\\PC{0,40}") {
        for hit in Directory::embedded().find(&text) {
            proptest::prop_assert!((0.0..=1.0).contains(&hit.score));
        }
    }
}

/// The keys of a Fluent file with the placeholders of each, attributes included.
fn sentences(language: &str) -> std::collections::BTreeMap<String, BTreeSet<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(language)
        .join("academy.ftl");
    let text = fs::read_to_string(path).unwrap();
    let mut keys = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (key, value) = line.split_once(" = ").unwrap();
        current = if key.starts_with("    .") {
            format!("{}{}", current.split('.').next().unwrap(), key.trim())
        } else {
            key.to_owned()
        };
        let placeholders = value
            .split("{ $")
            .skip(1)
            .map(|rest| rest.split(' ').next().unwrap().to_owned());
        assert!(
            keys.insert(current.clone(), placeholders.collect()).is_none(),
            "{current} twice"
        );
    }
    keys
}

#[test]
fn every_code_has_its_sentence_in_both_languages() {
    let (french, english) = (sentences("fr"), sentences("en"));
    assert_eq!(french, english);
    let all = Directory::embedded();
    let mut told = BTreeSet::new();
    for academy in all.academies() {
        for fact in &academy.facts {
            assert!(STEPS.contains(&fact.step.as_str()), "{}: {}", academy.id, fact.step);
            let key = format!("fact-{}", fact.key);
            let wanted: BTreeSet<String> = fact.params.keys().cloned().collect();
            assert_eq!(french.get(&key), Some(&wanted), "{}: {key}", academy.id);
            told.insert(key);
        }
    }
    let because = [
        Because::SchoolCode,
        Because::SchoolCodeShort,
        Because::SchoolCodeLetter,
        Because::DepartmentCode,
        Because::Department,
        Because::PostalCode,
        Because::Name,
        Because::OtherName,
        Because::Seat,
        Because::DsdenSeat,
        Because::Town,
        Because::MailDomain,
        Because::FormerDomain,
        Because::Link,
        Because::Platform,
        Because::Portal,
    ];
    told.extend(because.map(|why| format!("because-{}", why.code())));
    let any = String::new;
    let refusals: [&dyn Reason; 38] = [
        &AcademyRefusal::UnknownAcademy { id: any() },
        &AcademyRefusal::EmptyIdentifier,
        &AcademyRefusal::EmptyAddress,
        &AcademyRefusal::NumenTyped,
        &AcademyRefusal::WrongDomain {
            typed: any(),
            expected: any(),
        },
        &AcademyRefusal::AddressMalformed,
        &AcademyRefusal::IdentifierMalformed,
        &AcademyRefusal::DigitInName,
        &PackFault::Syntax(DataFault {
            file: any(),
            line: 1,
            message: any(),
        }),
        &AcademyRefusal::UnknownDepartment { department: any() },
        &PackFault::Unreadable { path: any() },
        &PackFault::Symlink { path: any() },
        &PackFault::TooLarge,
        &PackFault::NotUtf8,
        &PackFault::Unsigned { path: any() },
        &PackFault::SignatureUnreadable,
        &PackFault::SignatureOldForm,
        &PackFault::NoKeyPinned,
        &PackFault::OtherKey { key: any() },
        &PackFault::RevokedKey { key: any() },
        &PackFault::Truncated,
        &PackFault::Changed,
        &PackFault::NoTimestamp,
        &PackFault::NoFileName,
        &PackFault::OtherFile {
            signed: any(),
            found: any(),
        },
        &PackFault::FromFuture { signed: any() },
        &PackFault::KeyOfOther {
            owner: any(),
            academy: any(),
        },
        &PackFault::Older {
            signed: any(),
            newest: any(),
        },
        &PackFault::NoExpiry,
        &PackFault::BadExpiry { text: any() },
        &PackFault::Expired { expires: any() },
        &PackFault::PlainAddress { address: any() },
        &PackFault::PlainPort { host: any(), port: 1 },
        &PackFault::NoAcademy,
        &PackFault::NationalData,
        &PackFault::HostOutside { host: any() },
        &PackFault::DomainOutside { domain: any() },
        &PackFault::PlatformTaken { platform: any() },
    ];
    for refusal in refusals {
        let key = format!("refusal-{}", refusal.code());
        let known: BTreeSet<String> = refusal.params().keys().map(|key| (*key).to_owned()).collect();
        for key in [key.clone(), format!("{key}.remedy")] {
            let named = french.get(&key).unwrap_or_else(|| panic!("{key} has no sentence"));
            assert!(named.is_subset(&known), "{key} names what it is not given");
            told.insert(key);
        }
    }
    let sources = [
        include_str!("../identifier.rs"),
        include_str!("../doors.rs"),
        include_str!("../doors/imitation.rs"),
    ];
    for key in french.keys() {
        let literal = |prefix: &str| key.strip_prefix(prefix).map(|code| format!("\"{code}\""));
        match literal("candidate-").or_else(|| literal("link-")) {
            Some(code) => assert!(
                sources.iter().any(|source| source.contains(&code)),
                "{key} is told by nothing"
            ),
            None => assert!(told.contains(key), "{key} is told by nothing"),
        }
    }
    for key in told {
        assert!(french.contains_key(&key), "{key} has no sentence");
    }
}
