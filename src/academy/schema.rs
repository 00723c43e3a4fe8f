//! Tests on the shape of the data: academies/README.md names every key the reader takes and no other, and a file that
//! claims to be complete has a value, or says `unknown`, for each of them.
//!
//! The reader itself is asked: an unknown key is refused with the list of the keys it would take. What the values say is
//! checked in [`super::directory`].

use std::{collections::BTreeSet, fs, path::Path};

use toml::{Table, Value};

use super::pack;

/// The academies of the articles, and every platform they use.
const COMPLETE: [&str; 3] = ["lyon", "aix-marseille", "nancy-metz"];
/// Provenance, which stands beside the keys of a table and is no fact of its own.
const PROVENANCE: [&str; 4] = ["confidence", "sources", "checked", "note"];

fn data(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("academies").join(name)).unwrap()
}

/// What the reader would have taken in place of what it refuses.
fn expected(text: &str) -> BTreeSet<String> {
    let fault = pack::read("probe.toml", text).expect_err(text);
    assert!(fault.message.contains("unknown"), "{text}: {fault}");
    let (_, list) = fault.message.split_once("expected").expect(&fault.message);
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// The keys of the table under a heading: "[academy]", "[[academy.pages]]".
fn keys(heading: &str) -> BTreeSet<String> {
    expected(&(head(heading) + "not_a_key = 1\n"))
}

fn head(heading: &str) -> String {
    match heading {
        "the file" => String::new(),
        "sourced" => "[academy.seat]\n".to_owned(),
        // A list in a list needs one to stand in.
        "[[platforms.servers]]" => "[[platforms]]\n[[platforms.servers]]\n".to_owned(),
        heading => format!("{heading}\n"),
    }
}

/// Heading, then the rows under it: key, what it holds.
fn page() -> Vec<(String, Vec<(String, String)>)> {
    let mut tables: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in data("README.md").lines() {
        if let Some(heading) = line.strip_prefix("### ") {
            tables.push((heading.replace('`', ""), Vec::new()));
        } else if let Some(row) = line.strip_prefix("| `") {
            let cells: Vec<_> = row.split(" | ").collect();
            let (_, rows) = tables.last_mut().expect("a heading first");
            rows.push((cells[0].trim_end_matches('`').to_owned(), cells[2].to_owned()));
        }
    }
    tables
}

#[test]
fn the_schema_page_names_every_key_the_reader_takes() {
    let page = page();
    assert_eq!(page.len(), 20, "a table is missing from academies/README.md");
    for (heading, rows) in page {
        let named: BTreeSet<_> = rows.iter().map(|(key, _)| key.clone()).collect();
        assert_eq!(named.len(), rows.len(), "{heading}: a key twice");
        assert_eq!(named, keys(&heading), "academies/README.md, {heading}");
    }
}

#[test]
fn the_schema_page_names_every_value_a_key_may_have() {
    let mut checked = 0;
    for (heading, rows) in page() {
        for (key, what) in rows.iter().filter(|(_, what)| what.contains("one of ")) {
            let word = if what.contains("(sourced)") {
                "{ value = \"none_of_them\", confidence = \"seed\" }"
            } else {
                "\"none_of_them\""
            };
            let value = if what.starts_with("list") {
                format!("[{word}]")
            } else {
                word.to_owned()
            };
            let named = what.split('`').skip(1).step_by(2).map(str::to_owned);
            let taken = expected(&format!("{}{key} = {value}\n", head(&heading)));
            assert_eq!(
                named.collect::<BTreeSet<_>>(),
                taken,
                "academies/README.md, {heading}, {key}"
            );
            checked += 1;
        }
    }
    assert!(checked >= 20, "{checked}");
}

/// Fields of a table that neither have a value nor are said to be unknown, and those that are both or do not exist.
fn gaps(table: &Table, paths: &BTreeSet<String>, holds: impl Fn(&str) -> bool) -> Vec<String> {
    let entries = table
        .get("unknown")
        .and_then(Value::as_array)
        .cloned()
        .unwrap_or_default();
    let mut unknown = BTreeSet::new();
    let mut gaps = Vec::new();
    for entry in &entries {
        let text = |key: &str| entry.get(key).and_then(Value::as_str).unwrap_or_default();
        unknown.insert(text("field").to_owned());
        if text("why").len() < 5 || text("checked").len() != 10 {
            gaps.push(format!("{} is unknown without a reason and a date", text("field")));
        }
    }
    for path in paths {
        match (holds(path), unknown.contains(path)) {
            (false, false) => gaps.push(format!("{path} has no value and is not said to be unknown")),
            (true, true) => gaps.push(format!("{path} has a value and is said to be unknown")),
            _ => {}
        }
    }
    // A whole list may be unknown instead of its parts.
    let whole = |path: &str| paths.iter().any(|own| own.starts_with(&format!("{path}.")));
    gaps.extend(
        unknown
            .iter()
            .filter(|path| !paths.contains(*path) && !whole(path))
            .map(|path| format!("{path} is no field")),
    );
    gaps
}

fn below(parent: &str, heading: &str) -> BTreeSet<String> {
    let keys = keys(heading)
        .into_iter()
        .filter(|key| !PROVENANCE.contains(&key.as_str()));
    keys.map(|key| format!("{parent}.{key}")).collect()
}

/// Every field an academy has, down to the pages by purpose and the parts of the rules.
fn academy_paths(table: &Table) -> BTreeSet<String> {
    let mut paths = keys("[academy]");
    for taken in [
        "unknown",
        // A rectorate's own: they come with its pack.
        "connectors",
        "forbidden_apps",
        "pages",
        "identifier",
        "password_rule",
        "departments",
        "desks",
    ] {
        paths.remove(taken);
    }
    let purposes = expected("[[academy.pages]]\npurpose = \"none_of_them\"\n");
    paths.extend(purposes.into_iter().map(|purpose| format!("pages.{purpose}")));
    paths.extend(below("identifier", "[academy.identifier]"));
    paths.extend(below("password_rule", "[academy.password_rule.value]"));
    paths.extend(below("departments", "[[academy.departments]]"));
    match table.get("desks") {
        Some(_) => paths.extend(["name", "url", "phone"].map(|key| format!("desks.{key}"))),
        None => drop(paths.insert("desks".to_owned())),
    }
    paths
}

fn academy_holds(table: &Table, path: &str) -> bool {
    let every = |list: &Value, key: &str| {
        let list = list.as_array().unwrap();
        !list.is_empty() && list.iter().all(|entry| entry.get(key).is_some())
    };
    match path.split_once('.') {
        None => table.contains_key(path),
        Some(("pages", purpose)) => table["pages"]
            .as_array()
            .unwrap()
            .iter()
            .any(|page| page["purpose"].as_str() == Some(purpose)),
        Some(("password_rule", key)) => table
            .get("password_rule")
            .is_some_and(|rule| rule["value"].get(key).is_some()),
        Some((list @ ("departments" | "desks"), key)) => table.get(list).is_some_and(|list| every(list, key)),
        Some((parent, key)) => table.get(parent).is_some_and(|parent| parent.get(key).is_some()),
    }
}

fn academy_gaps(table: &Table) -> Vec<String> {
    gaps(table, &academy_paths(table), |path| academy_holds(table, path))
}

fn platform_gaps(table: &Table) -> Vec<String> {
    let mut paths = keys("[[platforms]]");
    paths.remove("unknown");
    paths.remove("servers");
    // What a mail client speaks; a directory or a portal is no part of a platform.
    paths.extend(["imap", "smtp", "sieve"].map(|protocol| format!("servers.{protocol}")));
    gaps(table, &paths, |path| match path.strip_prefix("servers.") {
        None => table.contains_key(path),
        Some(protocol) => table
            .get("servers")
            .and_then(Value::as_array)
            .is_some_and(|all| all.iter().any(|server| server["protocol"].as_str() == Some(protocol))),
    })
}

fn academy(id: &str) -> Table {
    let file: Table = data(&format!("{id}.toml")).parse().unwrap();
    file["academy"].as_table().unwrap().clone()
}

fn platforms() -> Vec<Table> {
    let file: Table = data("platforms.toml").parse().unwrap();
    let all = file["platforms"].as_array().unwrap();
    all.iter().map(|one| one.as_table().unwrap().clone()).collect()
}

#[test]
fn the_academies_of_the_articles_are_complete() {
    let (mut values, mut unknown) = (0, 0);
    for id in COMPLETE {
        let table = academy(id);
        assert_eq!(academy_gaps(&table), Vec::<String>::new(), "academies/{id}.toml");
        assert!(
            !table.contains_key("connectors"),
            "{id}: only a signed pack brings connectors"
        );
        let listed = table["unknown"].as_array().unwrap().len();
        values += academy_paths(&table).len() - listed;
        unknown += listed;
        for used in table["platforms"].as_array().unwrap() {
            let key = used["platform"].as_str().unwrap();
            let all = platforms();
            let platform = all.iter().find(|one| one["id"].as_str() == Some(key)).unwrap();
            assert!(platform.contains_key("unknown"), "platforms.toml, {key}");
            assert_eq!(platform_gaps(platform), Vec::<String>::new(), "platforms.toml, {key}");
        }
    }
    println!("{values} fields with a value and its source, {unknown} said to be unknown");
}

#[test]
fn whoever_lists_what_is_unknown_claims_to_be_complete() {
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("academies")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let file: Table = match name.strip_suffix(".toml") {
            Some(_) => data(&name).parse().unwrap(),
            None => continue,
        };
        if let Some(table) = file
            .get("academy")
            .and_then(Value::as_table)
            .filter(|own| own.contains_key("unknown"))
        {
            assert_eq!(academy_gaps(table), Vec::<String>::new(), "academies/{name}");
        }
    }
    for platform in platforms().iter().filter(|own| own.contains_key("unknown")) {
        assert_eq!(
            platform_gaps(platform),
            Vec::<String>::new(),
            "platforms.toml, {}",
            platform["id"]
        );
    }
}

#[test]
fn a_field_that_is_silently_absent_is_noticed() {
    for id in COMPLETE {
        let whole = academy(id);
        for at in 0..whole["unknown"].as_array().unwrap().len() {
            let mut less = whole.clone();
            let dropped = less["unknown"].as_array_mut().unwrap().remove(at);
            assert_eq!(academy_gaps(&less).len(), 1, "{id}: {dropped}");
        }
        for key in [
            "region",
            "seat",
            "facts",
            "wrong_doors",
            "first_password",
            "other_names",
            "address_format",
        ] {
            let mut less = whole.clone();
            less.remove(key).unwrap();
            assert_eq!(
                academy_gaps(&less),
                [format!("{key} has no value and is not said to be unknown")],
                "{id}"
            );
        }
    }
}
