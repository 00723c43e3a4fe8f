//! Every refusal there is, read from the sources: its code, who can mend it, what sort it is; with values for what its
//! sentence names.

use std::{collections::BTreeMap, fs, path::Path};

use serde_json::{Value, json};

use crate::examples::{kebab, root};

/// One refusal, as the window is handed it.
#[derive(Clone)]
pub(crate) struct Reason {
    /// The folder or file of the room that says it, below `src/`.
    pub(crate) room: String,
    pub(crate) code: String,
    mender: String,
    kind: String,
}

impl Reason {
    /// Where it stands on a screen.
    pub(crate) fn shown(&self) -> String {
        format!("[data-refusal='{}']", self.code)
    }

    pub(crate) fn line(&self) -> Value {
        let values: BTreeMap<_, _> = VALUES.into_iter().collect();
        json!({ "code": self.code, "params": values, "mender": self.mender, "kind": self.kind })
    }
}

/// All of them, by code.
pub(crate) fn all() -> Vec<Reason> {
    let mut found = BTreeMap::new();
    search(&root().join("src"), &mut found);
    found.into_values().collect()
}

fn search(folder: &Path, found: &mut BTreeMap<String, Reason>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            search(&path, found);
            continue;
        }
        let Ok(source) = fs::read_to_string(&path) else {
            continue;
        };
        for part in source.split("\nimpl Reason for").skip(1) {
            let body = part.split("\n}\n").next().unwrap_or_default();
            let (menders, kinds) = (arms(body, "mender"), arms(body, "kind"));
            let below = path.strip_prefix(root().join("src")).unwrap();
            let room = below
                .components()
                .next()
                .unwrap()
                .as_os_str()
                .to_string_lossy()
                .replace(".rs", "");
            for (pattern, value) in arms(body, "code") {
                let Some(code) = value.split('"').nth(1) else { continue };
                let reason = Reason {
                    room: room.clone(),
                    code: code.to_owned(),
                    mender: fitting(&menders, &pattern, "Mender::").unwrap_or_else(|| "person".into()),
                    kind: fitting(&kinds, &pattern, "Kind::").unwrap_or_else(|| "refused".into()),
                };
                found.insert(reason.code.clone(), reason);
            }
        }
    }
}

/// The arms of `fn name`: what is matched, what comes of it. A function without a match is one arm for all.
fn arms(body: &str, name: &str) -> Vec<(String, String)> {
    let Some((_, rest)) = body.split_once(&format!("fn {name}(&self)")) else {
        return Vec::new();
    };
    let rest = rest.split("\n    }\n").next().unwrap_or_default();
    let mut arms = Vec::new();
    let mut pattern = String::new();
    for line in rest.lines().skip(1) {
        let line = line.trim();
        match line.split_once("=>") {
            Some((last, value)) => {
                pattern.push_str(last);
                arms.push((std::mem::take(&mut pattern), value.trim().to_owned()));
            }
            // A value on a line of its own, in braces.
            None if line.contains("Mender::") || line.contains("Kind::") || line.starts_with('"') => {
                match arms.last_mut() {
                    Some(arm) if arm.1 == "{" => arm.1 = line.to_owned(),
                    None => arms.push(("_".into(), line.to_owned())),
                    Some(_) => pattern.push_str(line),
                }
            }
            None => pattern.push_str(line),
        }
    }
    arms
}

/// What the arm for a pattern's first variant says.
fn fitting(arms: &[(String, String)], pattern: &str, prefix: &str) -> Option<String> {
    let variants: Vec<&str> = names(pattern);
    let own = arms
        .iter()
        .find(|(one, _)| names(one).iter().any(|name| variants.contains(name)));
    let arm = own.or_else(|| arms.iter().find(|(one, _)| one.trim() == "_"))?;
    let value = arm.1.split_once(prefix)?.1;
    Some(kebab(value.split(|c: char| !c.is_alphanumeric()).next()?))
}

fn names(pattern: &str) -> Vec<&str> {
    let parts = pattern.split("Self::").skip(1);
    parts
        .filter_map(|part| part.split(|c: char| !c.is_alphanumeric()).next())
        .collect()
}

/// A plausible value for everything a sentence may name.
const VALUES: [(&str, &str); 54] = [
    ("academy", "académie de Lyon"),
    ("address", "claire.martin@ac-lyon.fr"),
    ("answer", "535 5.7.8"),
    ("bytes", "65536"),
    ("choices", "imap, smtp"),
    ("column", "telephone"),
    ("command", "rentree diagnose"),
    ("count", "2"),
    ("day", "2026-11-21"),
    ("department", "Loire"),
    ("detail", "os error 2"),
    ("differs", "ac-lyom.fr ≠ ac-lyon.fr"),
    ("domain", "ac-lyon.fr"),
    ("expected", "imap"),
    ("expires", "2026-08-31"),
    ("field", "nom"),
    ("folders", "Sent, Trash"),
    ("found", "smtp"),
    ("height", "64"),
    ("host", "imap.example.test"),
    ("hours", "0"),
    ("id", "lyon"),
    ("issuer", "Proxy du lycée"),
    ("key", "BF0E181429810086"),
    ("left", "2"),
    ("limit", "32768"),
    ("line", "12"),
    ("maker", "Proxy du lycée"),
    ("minutes", "20"),
    ("name", "Claire Martin"),
    ("newest", "2026-10-01"),
    ("owner", "académie de Paris"),
    ("path", "/home/claire/Rentrée/fiche.pdf"),
    ("person", "claire.martin"),
    ("platform", "lyon"),
    ("port", "993"),
    ("portal", "portail.example.test"),
    ("ports", "993, 465"),
    ("presented", "Proxy du lycée"),
    ("profile", "x.default"),
    ("provider", "fournisseur.example"),
    ("proxy", "proxy.lycee.example:3128"),
    ("script", "rentree"),
    ("seconds", "40"),
    ("side", "behind"),
    ("signed", "2026-09-21"),
    ("status", "503"),
    ("text", "texte"),
    ("tries_left", "2"),
    ("typed", "7"),
    ("used", "204800"),
    ("what", "userPassword"),
    ("why", "pas de logiciel sur un poste partagé"),
    ("width", "512"),
];
