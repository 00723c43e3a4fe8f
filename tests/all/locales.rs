//! The words: both languages say the same things, every fact has its sentence, and no sentence is left over.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// What a message is made of, beside its text.
#[derive(Debug, Default, PartialEq, Eq)]
struct Shape {
    attributes: BTreeSet<String>,
    placeholders: BTreeSet<String>,
}

/// Families whose keys are put together from an enum: prefix, file, enum.
const FAMILIES: &[(&str, &str, &str)] = &[
    ("rule-", "src/password/mod.rs", "RuleCode"),
    ("advice-", "src/password/mod.rs", "Advice"),
    ("mender-", "src/reason.rs", "Mender"),
    ("proof-", "src/wizard", "Proof"),
    ("why-", "src/wizard", "Why"),
    ("doing-", "src/wizard", "Doings"),
    ("reflex-", "src/wizard", "Reflex"),
    ("step-", "src/wizard", "StepName"),
    ("old-place-", "src/wizard", "OldPlace"),
    ("device-", "src/wizard", "Device"),
    ("holding-", "src/wizard", "Holding"),
    ("task-", "src/wizard", "Task"),
    ("returned-", "src/wizard", "Returned"),
    ("standing-", "src/wizard", "Standing"),
    ("cli-ask-password-", "src/wizard", "AskedPassword"),
    ("client-", "src/profiles/mod.rs", "Client"),
    ("app-", "src/academy/mail_app.rs", "MailApp"),
    ("desk-", "src/wizard", "DeskRole"),
    ("portal-", "src/wizard", "PortalKind"),
    ("change-", "src/wizard", "ChangeKind"),
    ("undone-", "src/wizard", "Did"),
    ("shared-", "src/wizard", "SharedBy"),
    ("ended-", "src/wizard", "Ending"),
    ("look-", "src/wizard", "LookedAt"),
    ("stays-", "src/wizard", "Stays"),
    ("machine-kind-", "src/profiles/thunderbird/machine", "Kind"),
    ("machine-did-", "src/profiles/thunderbird/machine", "Did"),
    ("machine-skipped-", "src/profiles/thunderbird/machine", "Skipped"),
    ("need-", "src/academy", "Need"),
    ("factor-", "src/academy", "SecondFactor"),
    ("without-phone-", "src/wizard", "WithoutPhone"),
    ("page-", "src/academy", "PagePurpose"),
    ("kind-", "src/academy", "AcademyKind"),
    ("purpose-", "src/net/mod.rs", "Purpose"),
    ("folder-", "src/mail/inbox.rs", "SpecialUse"),
    ("endpoint-", "src/mail/diagnose.rs", "Role"),
    ("endpoint-state-", "src/mail/diagnose.rs", "State"),
];

/// Families whose last part stands as a literal in the code or as a key in the data.
const OPEN: [&str; 13] = [
    "refusal-",
    "fact-",
    "because-",
    "candidate-",
    "link-",
    "verdict-",
    "next-",
    "item-",
    "found-by-",
    "login-form-",
    "confidence-",
    "window-",
    "letter-",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, endings: &[&str], found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("node_modules") {
            files(&path, endings, found);
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            found.push(path);
        }
    }
}

fn text_of(folders: &[&str], endings: &[&str]) -> String {
    let mut found = Vec::new();
    for folder in folders {
        let path = root().join(folder);
        if path.is_file() {
            found.push(path)
        } else {
            files(&path, endings, &mut found)
        }
    }
    found
        .iter()
        .map(|path| fs::read_to_string(path).unwrap())
        .collect::<Vec<_>>()
        .join("\n")
}

fn messages(lang: &str) -> BTreeMap<String, Shape> {
    let text = text_of(&[&format!("locales/{lang}")], &[".ftl"]);
    let mut messages: BTreeMap<String, Shape> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with(|c: char| c.is_ascii_lowercase()) {
            current = line.split(' ').next().unwrap_or_default().to_owned();
            messages.entry(current.clone()).or_default();
        }
        let Some(shape) = messages.get_mut(&current) else {
            continue;
        };
        if let Some((name, _)) = line
            .trim_start()
            .strip_prefix('.')
            .and_then(|rest| rest.split_once(" ="))
        {
            shape.attributes.insert(name.to_owned());
        }
        for part in line.split('$').skip(1) {
            let name: String = part
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c))
                .collect();
            shape.placeholders.insert(name);
        }
    }
    messages
}

fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

fn variants(source: &str, name: &str) -> Vec<String> {
    let Some((_, body)) = source.split_once(&format!("enum {name} {{")) else {
        return Vec::new();
    };
    let body = body.split("\n}").next().unwrap_or_default();
    let lines = body
        .lines()
        .filter(|line| line.starts_with("    ") && !line.starts_with("     "));
    let names = lines.filter_map(|line| {
        let name: String = line.trim().chars().take_while(char::is_ascii_alphanumeric).collect();
        name.starts_with(|c: char| c.is_ascii_uppercase()).then(|| kebab(&name))
    });
    names.collect()
}

/// Every literal in the bodies of `fn code`.
fn codes(source: &str) -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for part in source.split("impl Reason for").skip(1) {
        let Some((_, body)) = part.split_once("fn code(&self)") else {
            continue;
        };
        let body = body.split("\n    }").next().unwrap_or_default();
        codes.extend(body.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    codes
}

#[test]
fn both_languages_have_the_same_keys_attributes_and_placeholders() {
    let (french, english) = (messages("fr"), messages("en"));
    let keys = |messages: &BTreeMap<String, Shape>| messages.keys().cloned().collect::<BTreeSet<_>>();
    let differ: Vec<_> = keys(&french).symmetric_difference(&keys(&english)).cloned().collect();
    assert!(differ.is_empty(), "in one language only: {differ:#?}");
    let unlike: Vec<_> = french
        .iter()
        .filter(|(key, shape)| english.get(*key) != Some(shape))
        .collect();
    assert!(unlike.is_empty(), "attributes or placeholders differ: {unlike:#?}");
}

#[test]
fn no_key_stands_twice() {
    for lang in ["fr", "en"] {
        let text = text_of(&[&format!("locales/{lang}")], &[".ftl"]);
        let keys = text
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()));
        let mut seen = BTreeSet::new();
        let twice: Vec<_> = keys
            .filter_map(|line| line.split(' ').next())
            .filter(|key| !seen.insert(*key))
            .collect();
        assert!(twice.is_empty(), "{lang}: {twice:#?}");
    }
}

#[test]
fn every_refusal_has_its_sentence_and_its_remedy() {
    let known = messages("fr");
    let codes = codes(&text_of(&["src", "src-tauri/src"], &[".rs"]));
    assert!(codes.len() > 20, "the codes were not found: {codes:?}");
    let without: Vec<_> = codes
        .iter()
        .filter(|code| {
            !known
                .get(&format!("refusal-{code}"))
                .is_some_and(|shape| shape.attributes.contains("remedy"))
        })
        .collect();
    assert!(without.is_empty(), "no refusal- with .remedy for: {without:#?}");
}

#[test]
fn every_variant_that_promises_a_sentence_has_it() {
    let known = messages("fr");
    let mut missing = Vec::new();
    for &(prefix, file, name) in FAMILIES {
        let variants = variants(&text_of(&[file], &[".rs"]), name);
        assert!(!variants.is_empty(), "no enum {name} in {file}");
        missing.extend(
            variants
                .into_iter()
                .map(|v| format!("{prefix}{v}"))
                .filter(|key| !known.contains_key(key)),
        );
    }
    let source = text_of(&["src/wizard"], &[".rs"]);
    for item in variants(&source, "ItemKey") {
        for standing in variants(&source, "Standing") {
            missing.push(format!("item-{item}-{standing}"));
        }
    }
    missing.retain(|key| !known.contains_key(key));
    assert!(missing.is_empty(), "no sentence: {missing:#?}");
}

#[test]
fn no_sentence_is_left_over() {
    let code = text_of(
        &["src", "src-tauri/src", "ui/src", "academies"],
        &[".rs", ".ts", ".svelte", ".toml"],
    );
    // Whatever stands between quotes is a piece of this.
    let quoted: BTreeSet<&str> = code.split(['"', '\'', '`']).collect();
    let used = |text: &str| quoted.contains(text);
    // The window puts some keys together: `window-strength-${score}`.
    let made_up = |key: &str| {
        let cuts = key.match_indices('-').filter_map(|(at, _)| key.get(..=at));
        cuts.skip(1).any(|head| {
            ["${", "\" +", "' +"]
                .iter()
                .any(|end| code.contains(&format!("{head}{end}")))
        })
    };
    let closed: BTreeSet<String> = FAMILIES
        .iter()
        .flat_map(|(prefix, file, name)| {
            let variants = variants(&text_of(&[file], &[".rs"]), name);
            variants.into_iter().map(move |variant| format!("{prefix}{variant}"))
        })
        .collect();
    let orphans: Vec<_> = messages("fr")
        .into_keys()
        .filter(|key| {
            if used(key) || closed.contains(key) {
                return false;
            }
            let open = OPEN.iter().filter_map(|prefix| key.strip_prefix(prefix)).any(|rest| {
                let item = ["-done", "-declared", "-left"]
                    .iter()
                    .find_map(|end| rest.strip_suffix(end));
                used(rest) || (key.starts_with("item-") && item.is_some()) || code.contains(&format!("{{{rest}"))
            });
            !open && !made_up(key)
        })
        .collect();
    assert!(orphans.is_empty(), "used nowhere: {orphans:#?}");
}

/// French that is no sentence: names, and what stands before a number under every signature, whoever signs.
const NAMES: [&str; 3] = ["Rentrée", "Imag’in", "Tél."];

/// Letters no English text and no name of a protocol has.
const FRENCH: [char; 14] = ['é', 'è', 'ê', 'à', 'â', 'ù', 'û', 'î', 'ô', 'ç', 'œ', '’', '«', '»'];

#[test]
fn no_sentence_stands_in_the_code() {
    let mut sources = Vec::new();
    for folder in ["src", "src-tauri/src"] {
        files(&root().join(folder), &[".rs"], &mut sources);
    }
    // Modules that only tests have.
    let all = text_of(&["src", "src-tauri/src"], &[".rs"]);
    let modules = all.split("#[cfg(test)]\n").skip(1).filter_map(|behind| {
        let line = behind.lines().next()?;
        line.strip_suffix(';')?.rsplit_once("mod ").map(|(_, name)| name)
    });
    let modules: BTreeSet<&str> = modules.collect();
    let root = root();
    let test_only = |path: &Path| {
        let inside = path.strip_prefix(&root).unwrap().with_extension("");
        inside.iter().any(|part| modules.contains(part.to_str().unwrap()))
    };
    sources.retain(|path| !test_only(path));
    assert!(
        sources.len() > 100,
        "the sources are where this test looks: {sources:?}"
    );
    let mut found = Vec::new();
    for path in &sources {
        let text = fs::read_to_string(path).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap();
        // What goes to a log is English, with the institution's own words.
        let lines = code
            .lines()
            .map(str::trim)
            .filter(|line| !line.starts_with("//") && !line.starts_with("#[error("));
        let french = lines.filter(|line| {
            let bare = NAMES
                .iter()
                .fold(line.replace("'\"'", ""), |line, name| line.replace(name, ""));
            let mut literals = bare.split('"').skip(1).step_by(2);
            literals.any(|text| text.contains(FRENCH) && text.split_whitespace().count() > 1)
        });
        found.extend(french.map(|line| format!("{}: {line}", path.display())));
    }
    assert!(found.is_empty(), "belongs in locales/: {found:#?}");
}
