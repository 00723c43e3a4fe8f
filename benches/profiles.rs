//! The full set of profiles of one person, beside automx2 making its three, and a list of ten thousand.
//!
//! `cargo bench --bench profiles` prints medians on one core; the gate does not run it. automx2 is asked in process, warm,
//! without a network: the best it can do. `cargo xtask packages test` installs it.
#![allow(clippy::print_stdout, reason = "a bench prints its figures")]

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    hint::black_box,
    path::PathBuf,
    process::Command,
    time::{Duration, Instant},
};

use rentree::{
    academy::{Endpoint, Protocol, Security},
    profiles::{Client, HelpDesk, MailSettings, SignatureFields, render_all},
    words::Lang,
};
use time::OffsetDateTime;

const PEOPLE: usize = 10_000;

const PACK: &str = include_str!("../tests/fixtures/packs/dijon.toml");

fn settings(n: usize) -> MailSettings {
    let endpoint = |protocol, host: &str, port| Endpoint {
        protocol,
        host: host.to_owned(),
        port,
        security: Security::Tls,
    };
    MailSettings {
        address: format!("jeanne.dupont{n}@ac-exemple.test"),
        display_name: "Jeanne D’UPONT \"Zoé\"".to_owned(),
        login: format!("jdupont{n}"),
        label: "Académie d’Exemple".to_owned(),
        imap: endpoint(Protocol::Imap, "imap.ac-exemple.test", 993),
        smtp: endpoint(Protocol::Smtp, "smtp.ac-exemple.test", 465),
        webmail: Some("https://webmail.ac-exemple.test/".to_owned()),
        reset_page: None,
        signature: Some(SignatureFields {
            role: "Professeure d’histoire".to_owned(),
            school: "Collège « Molière »".to_owned(),
            phone: "01 02 03 04 05".to_owned(),
        }),
        desk: Some(HelpDesk {
            name: "Plateforme d’assistance".to_owned(),
            phone: None,
            url: Some("https://assistance.ac-exemple.test/".to_owned()),
        }),
        quarantine: true,
        lang: Lang::Fr,
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let now = OffsetDateTime::now_utc();
    let set = |clients: &[Client], n: usize| {
        let before = Instant::now();
        let settings = settings(n);
        black_box(render_all(&settings, clients, now).is_ok());
        before.elapsed()
    };
    let median = |clients: &[Client]| {
        let mut times: Vec<_> = (0..500).map(|n| set(clients, n)).collect();
        times.sort();
        times.get(times.len() / 2).copied().unwrap_or_default()
    };
    median(&Client::ALL);
    let full = median(&Client::ALL);
    show("full set, one person", full);
    for client in Client::ALL {
        show(&format!("  {client:?}"), median(&[client]));
    }
    let three = median(&[Client::Thunderbird, Client::Outlook, Client::Apple]);
    show("the three formats automx2 has", three);
    match automx2()? {
        Some(theirs) => {
            show("automx2, its three", theirs);
            let times = |ours: Duration| theirs.as_secs_f64() / ours.as_secs_f64();
            println!(
                "ours against automx2: {:.0} × for the three, {:.0} × for the full set",
                times(three),
                times(full)
            );
        }
        None => println!("automx2 is not here: cargo xtask packages test"),
    }
    batch()
}

fn show(what: &str, median: Duration) {
    let per_second = 1.0 / median.as_secs_f64();
    println!(
        "{what:<34} {:>9.1} µs {per_second:>9.0} a second",
        median.as_secs_f64() * 1e6
    );
}

fn automx2() -> Result<Option<Duration>, Box<dyn Error>> {
    let program = std::env::current_exe()?;
    let python = program
        .ancestors()
        .nth(3)
        .map(|target| target.join("python/peers/bin/python"));
    let Some(python) = python.filter(|python| python.exists()) else {
        return Ok(None);
    };
    let out = tempfile::tempdir()?;
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/peers/ask_automx2.py");
    let account = [
        "ac-exemple.test",
        "imap.ac-exemple.test:993",
        "smtp.ac-exemple.test:465",
        "jeanne.dupont@ac-exemple.test",
        "Jeanne Dupont",
    ];
    let said = Command::new(python)
        .arg(script)
        .args(account)
        .arg(out.path())
        .arg("200")
        .output()?;
    let seconds: f64 = String::from_utf8(said.stdout)?.trim().parse()?;
    Ok(Some(Duration::from_secs_f64(seconds)))
}

/// The terminal program on a list, every client; its time and the most memory it took.
fn batch() -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let mut list = "given,family,address,identifier,role,school,phone\n".to_owned();
    for n in 0..PEOPLE {
        writeln!(
            list,
            "Jeanne,Dupont,jeanne.dupont{n}@ac-dijon.fr,jdupont{n},Professeure,Collège Molière,"
        )?;
    }
    let file = folder.path().join("staff.csv");
    fs::write(&file, list)?;
    // The academy names its servers itself: no network.
    let pack = folder.path().join("dijon.toml");
    fs::write(&pack, PACK)?;
    let out: PathBuf = folder.path().join("out");
    let script = "import resource,subprocess,sys\nsubprocess.run(sys.argv[1:],check=True,stdout=subprocess.DEVNULL)\n\
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)";
    let before = Instant::now();
    let done = Command::new("python3")
        .args([
            "-c",
            script,
            env!("CARGO_BIN_EXE_rentree"),
            "--allow-unsigned",
            "--pack",
        ])
        .arg(&pack)
        .args(["--json", "batch"])
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .output()?;
    let took = before.elapsed();
    let peak: f64 = String::from_utf8(done.stdout)?.trim().parse()?;
    let folders = fs::read_dir(&out)?.count();
    println!(
        "batch: {folders} people in {:.1} s, {:.1} MiB at most",
        took.as_secs_f64(),
        peak / 1024.0
    );
    Ok(())
}
