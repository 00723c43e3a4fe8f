//! `policies.json`: ours among others'. What stands there already is never replaced; only what was added is taken out.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{MachineRefusal, Wanted};
use crate::profiles::ProfileRefusal;

/// What was added, so that exactly this can be taken out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Ours {
    /// Preferences, with the value that was set.
    #[serde(default)]
    pub(super) preferences: BTreeMap<String, Value>,
    /// Authorities that were not in the list.
    #[serde(default)]
    pub(super) authorities: Vec<String>,
}

/// Servers are looked up over https only. Locked: over http, whoever sits on the network would name them.
pub(super) const HTTPS_ONLY: &str = "mailnews.auto_config.fetchFromISP.sslOnly";

/// The file with what is wanted in it, and what of that was not there before.
pub(super) fn merge(path: &Path, before: Option<&[u8]>, wanted: &Wanted) -> Result<(Vec<u8>, Ours), MachineRefusal> {
    let mut document = match before {
        Some(bytes) => parse(path, bytes)?,
        None => json!({}),
    };
    let mut ours = Ours::default();
    let unreadable = || unreadable(path, 1);
    let policies = object(&mut document, "policies").ok_or_else(unreadable)?;
    let preferences = object_in(policies, "Preferences").ok_or_else(unreadable)?;
    for (name, value) in preferences_of(wanted) {
        if !preferences.contains_key(name) {
            preferences.insert(name.to_owned(), value.clone());
            ours.preferences.insert(name.to_owned(), value);
        }
    }
    if !wanted.authorities.is_empty() {
        let certificates = object_in(policies, "Certificates").ok_or_else(unreadable)?;
        let list = certificates.entry("Install").or_insert_with(|| json!([]));
        let list = list.as_array_mut().ok_or_else(unreadable)?;
        for authority in &wanted.authorities {
            let authority = authority.display().to_string();
            if !list.contains(&json!(authority)) {
                list.push(json!(authority));
                ours.authorities.push(authority);
            }
        }
    }
    // Nothing of ours was missing: the file stays as its author wrote it, byte for byte.
    match before {
        Some(bytes) if ours == Ours::default() => Ok((bytes.to_vec(), ours)),
        _ => Ok((text(&document)?, ours)),
    }
}

/// The file without what is ours; what others changed since stays theirs.
pub(super) fn take_out(path: &Path, bytes: &[u8], ours: &Ours) -> Result<Vec<u8>, MachineRefusal> {
    let mut document = parse(path, bytes)?;
    if let Some(policies) = document.get_mut("policies").and_then(Value::as_object_mut) {
        if let Some(preferences) = policies.get_mut("Preferences").and_then(Value::as_object_mut) {
            preferences.retain(|name, value| ours.preferences.get(name) != Some(value));
        }
        let list = policies.get_mut("Certificates").and_then(|it| it.get_mut("Install"));
        if let Some(list) = list.and_then(Value::as_array_mut) {
            list.retain(|path| {
                !path
                    .as_str()
                    .is_some_and(|path| ours.authorities.iter().any(|own| own == path))
            });
        }
        drop_empty(policies);
    }
    text(&document)
}

fn preferences_of(wanted: &Wanted) -> Vec<(&'static str, Value)> {
    let mut preferences = vec![(HTTPS_ONLY, json!({ "Value": true, "Status": "locked" }))];
    if wanted.bcc_warning {
        // A default: a person who chose otherwise keeps their choice.
        let default = |value: Value| json!({ "Value": value, "Status": "default" });
        preferences.push(("mail.compose.warn_public_recipients.threshold", default(json!(3))));
        preferences.push(("mail.compose.warn_public_recipients.aggressive", default(json!(true))));
    }
    preferences
}

/// An empty container says nothing; it is ours or might as well not be there.
fn drop_empty(policies: &mut Map<String, Value>) {
    if let Some(certificates) = policies.get_mut("Certificates").and_then(Value::as_object_mut) {
        certificates.retain(|name, value| name != "Install" || value != &json!([]));
    }
    policies.retain(|name, value| !["Preferences", "Certificates"].contains(&name.as_str()) || value != &json!({}));
}

fn object<'a>(document: &'a mut Value, name: &str) -> Option<&'a mut Map<String, Value>> {
    object_in(document.as_object_mut()?, name)
}

fn object_in<'a>(map: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Map<String, Value>> {
    map.entry(name).or_insert_with(|| json!({})).as_object_mut()
}

fn parse(path: &Path, bytes: &[u8]) -> Result<Value, MachineRefusal> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(path, error.line()))
}

fn text(document: &Value) -> Result<Vec<u8>, MachineRefusal> {
    let mut bytes = serde_json::to_vec_pretty(document).map_err(|error| ProfileRefusal::not_made("json", &error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn unreadable(path: &Path, line: usize) -> MachineRefusal {
    MachineRefusal::Unreadable {
        path: path.display().to_string(),
        line,
    }
}
