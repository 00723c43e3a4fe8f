//! What a person waits for at the first step: the data read once, and an academy found at each key.
//!
//! `cargo bench --bench finding` prints medians, the slowest, and the goals (5 ms, 1 ms); it ends with 1 when one is missed.
//! The gate does not run it: a loaded machine would say nothing of the code.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{
    hint::black_box,
    process::ExitCode,
    time::{Duration, Instant},
};

use rentree::academy::{directory::Directory, doors, identifier, numen};

/// The data is read, checked and indexed.
const LOAD: Duration = Duration::from_millis(5);
/// One question, whatever was typed.
const QUERY: Duration = Duration::from_millis(1);

/// What people type, by the sort of search it takes.
const SOUGHT: [(&str, &[&str]); 7] = [
    (
        "find, a code",
        &["0690026D", "0690026E", "69", "2A", "97400", "9840002E"],
    ),
    (
        "find, a name",
        &[
            "Ain",
            "Épinal",
            "bourg en bresse",
            "académie d’Aix-Marseille",
            "SAINT ETIENNE",
        ],
    ),
    (
        "find, a beginning",
        &["v", "vi", "vil", "vill", "ville", "villeu", "saint", "saint-"],
    ),
    (
        "find, a slip",
        &[
            "Villeurbane",
            "bourg en brese",
            "alpes de haute provance",
            "bouches du rohne",
            "marseile",
        ],
    ),
    (
        "find, an address",
        &["jean.dupont@ac-nancy-metz.fr", "jean.dupont@ac-lyom.fr", "x@gmail.com"],
    ),
    (
        "find, a link",
        &[
            "https://webmail.ac-lyon.fr/x",
            "www.laclasse.com",
            "messagerie.education.gouv.fr",
            "https://ac-lyom.fr/",
        ],
    ),
    (
        "find, nothing",
        &[
            "zzqqxx",
            "lycée qui n’existe nulle part en ville",
            "q",
            "01E9501234ABC",
            "xyzxyzxyzxyz xyzxyzxyz",
        ],
    ),
];

fn main() -> ExitCode {
    let mut kept = true;
    // The first one fills the allocator's pages, as in the program.
    let loads = (0..50).map(|_| timed(Directory::read_embedded)).collect();
    kept &= show("embedded data, loaded", loads, LOAD);
    let directory = Directory::embedded();
    for (name, texts) in SOUGHT {
        let times = repeated(texts, |text| {
            black_box(directory.find(text));
        });
        kept &= show(name, times, QUERY);
    }
    let lyon = directory.academy("lyon");
    let links = [
        "https://webmail.ac-lyon.fr/",
        "https://webmail.ac-1yon.fr/",
        "https://example.com/",
    ];
    kept &= show(
        "link, judged",
        repeated(&links, |link| {
            black_box(doors::open(&directory, lyon, link));
        }),
        QUERY,
    );
    if let Some(lyon) = lyon {
        let names = ["Martin", "Le Bihan", "d’Arc", "Jacob de Cordemoy de la Tour d’Auvergne"];
        kept &= show(
            "identifiers, proposed",
            repeated(&names, |name| {
                black_box(identifier::candidates(lyon, "Jean-Loïc", name, Some("Durand")));
            }),
            QUERY,
        );
    }
    kept &= show(
        "NUMEN, looked for",
        repeated(&["jdupont", "01E9501234ABC", "jean.dupont@ac-lyon.fr"], |text| {
            black_box(numen::looks_like(text));
        }),
        QUERY,
    );
    if kept { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn repeated(texts: &[&str], mut what: impl FnMut(&str)) -> Vec<Duration> {
    let asked = texts.iter().cycle().take(texts.len() * 100);
    asked.map(|text| timed(|| what(text))).collect()
}

fn timed<T>(what: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    black_box(what());
    start.elapsed()
}

/// Whether the goal holds at the 95th percentile.
fn show(name: &str, mut times: Vec<Duration>, goal: Duration) -> bool {
    times.sort_unstable();
    let at = |share: usize| {
        times
            .get((times.len() * share / 100).min(times.len() - 1))
            .copied()
            .unwrap_or_default()
    };
    let kept = at(95) <= goal;
    println!(
        "{name:<24} median {:>9.1?}   95 % {:>9.1?}   slowest {:>9.1?}   goal {goal:>5.1?}   {}",
        at(50),
        at(95),
        at(100),
        if kept { "kept" } else { "MISSED" }
    );
    kept
}
