//! What a person waits for while typing: the verdict at each key, the directory at the start, finding an academy.
//!
//! `cargo bench --bench strength` prints medians; the gate does not run it.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{
    hint::black_box,
    time::{Duration, Instant},
};

use rentree::{
    academy::directory::Directory,
    password::{Context, assumed_rule, judge, warm_up},
    secret::Password,
};

const TYPED: [&str; 5] = [
    "Rentree2025!",
    "Glacier-Pivoine7-Tambour",
    "01E9501234ABC",
    "azertyuiop1234567890",
    "cheval agrafe pile correcte orage",
];
const SOUGHT: [&str; 6] = [
    "0690026D",
    "bourg en brese",
    "Ain",
    "jean.dupont@ac-nancy-metz.fr",
    "Épinal",
    "zzqqxx",
];

fn main() {
    warm_up();
    let (rule, context) = (
        assumed_rule(),
        Context {
            given: Some("Claire".into()),
            family: Some("Martin".into()),
            logins: vec!["cmartin".into()],
            places: vec!["Lyon".into(), "ac-lyon.fr".into()],
            birth_year: None,
        },
    );
    let mut keys = Vec::new();
    for text in TYPED.iter().cycle().take(100) {
        for end in text.char_indices().map(|(at, letter)| at + letter.len_utf8()) {
            let typed = Password::new(text.get(..end).unwrap_or_default().to_owned());
            keys.push(timed(|| judge(&rule, true, &context, &typed)));
        }
    }
    show("password verdict, a key", keys);
    show("directory load", (0..20).map(|_| timed(Directory::embedded)).collect());
    let directory = Directory::embedded();
    show(
        "find, a question",
        SOUGHT
            .iter()
            .cycle()
            .take(600)
            .map(|text| timed(|| directory.find(text)))
            .collect(),
    );
}

fn timed<T>(what: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(what());
    start.elapsed()
}

fn show(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: usize| times.get(times.len() * share / 100).copied().unwrap_or_default();
    println!(
        "{name:<26} median {:>10.1?}   95 % {:>10.1?}   of {}",
        at(50),
        at(95),
        times.len()
    );
}
