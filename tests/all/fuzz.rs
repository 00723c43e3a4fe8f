//! Every seed of every fuzz target, through the very body the fuzzer runs: a body always compiles, and what it once found
//! stays mended. The fuzzer itself is `cargo xtask fuzz`.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use proptest::prelude::*;

#[path = "../../fuzz/src/lib.rs"]
mod targets;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    names.collect()
}

#[test]
fn every_seed_holds_its_properties() {
    for (name, run) in targets::ALL {
        let seeds = folder().join("seeds").join(name);
        let files = names(&seeds);
        assert!(files.len() >= 5, "{name}: {} seeds", files.len());
        let mut bytes = 0;
        for file in &files {
            let seed = fs::read(seeds.join(file)).unwrap();
            bytes += seed.len();
            // What panics names the seed: the body does not know it.
            println!("{name}/{file}");
            run(&seed);
            // Cut in the middle, as a fuzzer would.
            run(&seed[..seed.len() / 2]);
        }
        run(b"");
        assert!(bytes < 200_000, "{name}: {bytes} bytes of seeds; keep them small");
        println!("{name}: {} seeds, {bytes} bytes", files.len());
    }
}

/// What the seeds say of a person, and anything at all.
fn said() -> impl Strategy<Value = String> {
    let seeds = folder().join("seeds/profiles");
    let texts = names(&seeds).into_iter().flat_map(|file| {
        let seed = fs::read(seeds.join(file)).unwrap();
        let texts: Vec<_> = String::from_utf8_lossy(&seed)
            .split(BETWEEN)
            .map(str::to_owned)
            .collect();
        texts
    });
    let piece = prop_oneof![prop::sample::select(texts.collect::<Vec<_>>()), any::<String>()];
    prop::collection::vec(piece, 1..4).prop_map(|pieces| pieces.concat().replace(BETWEEN, ""))
}

/// Between the texts of one input of `profiles`.
const BETWEEN: char = '\u{1e}';

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn chance_finds_no_name_that_becomes_structure(texts in prop::collection::vec(said(), 1..=9)) {
        targets::profiles::run(texts.join("\u{1e}").as_bytes());
    }
}

#[test]
fn a_target_stands_in_all_its_places() {
    let known: BTreeSet<String> = targets::ALL.iter().map(|(name, _)| (*name).to_owned()).collect();
    let entries = names(&folder().join("fuzz_targets"));
    let entries: BTreeSet<String> = entries.iter().map(|name| name.replace(".rs", "")).collect();
    let manifest: toml::Table = fs::read_to_string(folder().join("Cargo.toml"))
        .unwrap()
        .parse()
        .unwrap();
    let bins = manifest["bin"].as_array().unwrap().iter();
    let bins: BTreeSet<String> = bins.map(|bin| bin["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        (&entries, &bins, &names(&folder().join("seeds"))),
        (&known, &known, &known)
    );
}

#[test]
fn the_signed_seed_is_believed() {
    // Without it the most important path would be fuzzed from nowhere.
    use rentree::academy::{
        directory::Directory,
        pack::{Keyring, PackFile, Trust},
    };
    let seed = fs::read_to_string(folder().join("seeds/pack/signed")).unwrap();
    let mut texts = seed.splitn(3, "\n=====\n");
    let file = PackFile::of("entrainement.toml", texts.next().unwrap(), texts.next());
    let keys = Keyring::of_one("entrainement", targets::pack::KEY).unwrap();
    let trust = Trust {
        keys: &keys,
        allow_unsigned: false,
        newest: &|_| None,
    };
    let now = time::OffsetDateTime::from_unix_timestamp(1_800_000_000).unwrap();
    assert!(
        trust
            .admit_file(&Directory::embedded(), &file, now)
            .unwrap()
            .seal
            .is_some()
    );
}
