//! Every fact and trouble the project started from lives somewhere: `tests/seeds.toml` says where, this checks it.

use std::{fs, path::PathBuf};

use serde::Deserialize;

#[derive(Deserialize)]
struct Seeds {
    seed: Vec<Seed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Seed {
    id: String,
    fact: String,
    /// `FILE#text` for data, code and tests; `words:KEY` for a sentence in both languages.
    #[serde(default)]
    lives: Vec<String>,
    /// The title of the work that will complete the row.
    #[serde(default)]
    later: Option<String>,
}

const LATER: [&str; 5] = [
    "Academies: find mine, guess my identifier, tell me which door this link opens",
    "Mail: find the servers, prove the mailbox, and name the one thing that is wrong",
    "Account: a strong password, a proved way back, a second factor that is really there",
    "Profiles: the account is really in Thunderbird, Outlook, the iPhone and the Android phone",
    "The window people like: seven calm screens, for everyone, in any light",
];

#[test]
fn every_seed_lives_somewhere() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let seeds: Seeds = toml::from_str(&fs::read_to_string(root.join("tests/seeds.toml")).unwrap()).unwrap();
    assert!(seeds.seed.len() >= 50, "the articles hold more than that");
    let mut ids: Vec<_> = seeds.seed.iter().map(|seed| &seed.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), seeds.seed.len(), "an id stands twice");
    for seed in &seeds.seed {
        assert!(!seed.fact.trim().is_empty(), "{}: no fact", seed.id);
        assert!(
            !seed.lives.is_empty() || seed.later.is_some(),
            "{}: lives nowhere",
            seed.id
        );
        if let Some(title) = &seed.later {
            assert!(LATER.contains(&title.as_str()), "{}: no such work: {title}", seed.id);
        }
        for place in &seed.lives {
            match place.strip_prefix("words:") {
                Some(key) => {
                    for lang in ["fr", "en"] {
                        assert!(says(&root, lang, key), "{}: `{key}` is not said in {lang}", seed.id);
                    }
                }
                None => {
                    let (file, needle) = place.split_once('#').unwrap_or((place, ""));
                    let text = fs::read_to_string(root.join(file));
                    let text = text.unwrap_or_else(|why| panic!("{}: {file}: {why}", seed.id));
                    assert!(
                        !needle.is_empty() && text.contains(needle),
                        "{}: {file} holds no `{needle}`",
                        seed.id
                    );
                }
            }
        }
    }
}

fn says(root: &std::path::Path, lang: &str, key: &str) -> bool {
    let files = fs::read_dir(root.join("locales").join(lang)).unwrap();
    let start = format!("{key} =");
    files
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .any(|text| text.lines().any(|line| line.starts_with(&start)))
}
