//! Turns the word lists of `src/password/data` into one searchable set, so that the repository keeps lists a reader can
//! check and the program keeps a map it can search without building it first. Puts the list of pack keys in its place.

#[path = "src/academy/pack/keylist.rs"]
#[expect(dead_code, reason = "the build only asks whether the list can be read")]
mod keylist;

use std::{collections::BTreeMap, env, error::Error, fs, path::Path};

/// Kept in step with `src/password/french.rs`.
const WORD: u64 = 1 << 32;
const NAME: u64 = 1 << 33;
const PASSWORD: u64 = 1 << 34;

fn main() -> Result<(), Box<dyn Error>> {
    pin_keys()?;
    let lists = [
        ("words.txt", WORD),
        ("names.txt", NAME),
        ("passwords.txt", PASSWORD),
        ("school.txt", WORD),
    ];
    let mut entries: BTreeMap<String, u64> = BTreeMap::new();
    for (file, kind) in lists {
        let path = Path::new("src/password/data").join(file);
        println!("cargo::rerun-if-changed={}", path.display());
        let text = fs::read_to_string(&path)?;
        for (rank, line) in (1_u64..).zip(text.lines().filter(|line| !line.starts_with('#') && !line.is_empty())) {
            // Names come in alphabetical order: their rank says nothing, an attacker's own list is sorted by frequency.
            let rank = if kind == NAME { 500 } else { rank };
            let known = entries.entry(line.to_owned()).or_insert(u64::from(u32::MAX));
            let best = (*known & u64::from(u32::MAX)).min(rank);
            *known = (*known & !u64::from(u32::MAX)) | kind | best;
        }
    }
    let out = Path::new(&env::var("OUT_DIR")?).join("french.fst");
    fs::write(out, fst::Map::from_iter(entries)?.as_fst().as_bytes())?;
    Ok(())
}

/// The keys that sign packs: `academies/keys.toml`, which is empty, or the file a rectorate's package is built with.
fn pin_keys() -> Result<(), Box<dyn Error>> {
    const OTHER: &str = "RENTREE_PACK_KEYS";
    println!("cargo::rerun-if-env-changed={OTHER}");
    let file = env::var(OTHER).unwrap_or_else(|_| "academies/keys.toml".to_owned());
    println!("cargo::rerun-if-changed={file}");
    let text = fs::read_to_string(&file).map_err(|fault| format!("{file}: {fault}"))?;
    println!("cargo::rerun-if-changed=src/academy/pack/keylist.rs");
    if let Err(keylist::ListFault { line, message }) = keylist::read(&text) {
        println!("cargo::error={file}:{line}: {message}");
        return Err("a list of keys that cannot be read pins nothing: no program is built with it".into());
    }
    fs::write(Path::new(&env::var("OUT_DIR")?).join("keys.toml"), text)?;
    Ok(())
}
