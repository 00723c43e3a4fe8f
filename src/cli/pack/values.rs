//! The values of a pack, each with its path: shown, or compared with what was there before.

use std::{collections::BTreeMap, path::Path};

use rentree::academy::{
    directory::Directory,
    pack::{Keyring, Trust},
};
use serde_json::{Value, json};
use time::OffsetDateTime;
use toml::Table;

use super::{read_and_check, refused};
use crate::cli::{Door, Outcome};

pub(super) fn show(door: &Door, path: &Path) -> Outcome {
    let checked = read_and_check(door, path)?;
    let keys = Keyring::pinned();
    let trust = Trust {
        keys: &keys,
        allow_unsigned: false,
        newest: &|_| None,
    };
    let (seal, why) = match trust.admit_file(&door.directory, &checked.file, OffsetDateTime::now_utc()) {
        Ok(admitted) => (admitted.seal, admitted.expired.map(refused)),
        Err(fault) => (None, Some(refused(fault))),
    };
    let why = why.map(|line| format!("refusal-{}", line.code));
    let mut values = flat(&checked.table);
    let logo = checked.logo.as_ref();
    if let (Some(logo), Some(value)) = (logo, values.get_mut("logo")) {
        // The picture is looked at, not read.
        let (width, height, bytes) = (logo.width, logo.height, logo.png.len());
        let params: [(&str, &dyn ToString); 3] = [("width", &width), ("height", &height), ("bytes", &bytes)];
        *value = Value::from(door.words.with("cli-pack-logo", &params));
    }
    let logo = logo.map(|logo| json!({ "width": logo.width, "height": logo.height, "bytes": logo.png.len() }));
    if door.json {
        return door.print_json(&json!({
            "academy": checked.academy, "expires": checked.expires, "logo": logo, "signed": seal.is_some(), "key": seal.map(|seal| seal.key),
            "why": why, "values": values,
        }));
    }
    for (at, value) in &values {
        println!("{at} = {value}");
    }
    match why {
        Some(why) => eprintln!("{}", door.words.with("cli-pack-not-trusted", &[("why", &why)])),
        None => eprintln!(
            "{}",
            door.words.with(
                "cli-pack-good",
                &[
                    ("academy", &checked.academy),
                    ("expires", &checked.expires.unwrap_or_default())
                ]
            )
        ),
    }
    Ok(())
}

pub(super) fn diff(door: &Door, path: &Path, older: Option<&Path>) -> Outcome {
    let checked = read_and_check(door, path)?;
    let before = match older {
        Some(older) => flat(&read_and_check(door, older)?.table),
        None => Directory::embedded_text(&checked.academy)
            .and_then(|text| text.parse().ok())
            .map_or_else(BTreeMap::new, |table| flat(&table)),
    };
    let after = flat(&checked.table);
    let (mut added, mut removed, mut changed) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (at, value) in &after {
        match before.get(at) {
            None => drop(added.insert(at, value)),
            Some(old) if old != value => drop(changed.insert(at, [old, value])),
            Some(_) => {}
        }
    }
    for (at, value) in before.iter().filter(|(at, _)| !after.contains_key(*at)) {
        removed.insert(at, value);
    }
    if door.json {
        return door.print_json(
            &json!({ "academy": checked.academy, "added": added, "removed": removed, "changed": changed }),
        );
    }
    for (at, value) in added {
        println!("+ {at} = {value}");
    }
    for (at, value) in removed {
        println!("- {at} = {value}");
    }
    for (at, [old, new]) in changed {
        println!("~ {at} = {old} → {new}");
    }
    Ok(())
}

/// Every value with its path: "academy.pages[webmail].url". Where a value was read is left out.
pub(super) fn flat(table: &Table) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    for (name, value) in table {
        flatten(name, value, &mut values);
    }
    values
}

fn flatten(at: &str, value: &toml::Value, values: &mut BTreeMap<String, Value>) {
    match value {
        toml::Value::Table(table) => {
            let own = table
                .iter()
                .filter(|(name, _)| !["confidence", "sources", "checked", "note"].contains(&name.as_str()));
            for (name, value) in own {
                flatten(&format!("{at}.{name}"), value, values);
            }
        }
        toml::Value::Array(list) if list.iter().any(toml::Value::is_table) => {
            for (index, value) in list.iter().enumerate() {
                let name = named(value).unwrap_or_else(|| index.to_string());
                let mut at = format!("{at}[{name}]");
                // Two of the same name: both are shown.
                if values.keys().any(|known| known.starts_with(&format!("{at}."))) {
                    at = format!("{at}[{index}]");
                }
                flatten(&at, value, values);
            }
        }
        other => drop(values.insert(at.to_owned(), serde_json::to_value(other).unwrap_or_default())),
    }
}

/// What tells an entry from its neighbours.
fn named(value: &toml::Value) -> Option<String> {
    let keys = [
        "id",
        "purpose",
        "code",
        "key",
        "platform",
        "protocol",
        "host",
        "department",
        "name",
        "value",
    ];
    keys.iter()
        .find_map(|key| value.get(key).and_then(toml::Value::as_str))
        .map(str::to_owned)
}
