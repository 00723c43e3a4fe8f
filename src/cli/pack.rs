//! `pack`: a rectorate makes, checks, signs and compares its pack; everyone can verify and read one.
//!
//! A private key never passes through this program: `pack sign` runs minisign, or says what to run.

mod values;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use clap::{Args, Subcommand};
use rentree::{
    academy::{
        Origin,
        directory::Directory,
        pack::{self, Keyring, Logo, PackFault, PackFile, Trust},
    },
    wizard::{
        packs::{self, LeftOut},
        view::RefusalLine,
    },
};
use serde_json::json;
use time::{Duration, OffsetDateTime};
use toml::Table;

use self::values::{diff, flat, show};
use super::{Common, Door, Outcome, fault::CliFault, world};

#[derive(Args)]
pub(super) struct PackArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write a first pack for an academy, to be completed
    New {
        /// Slug of the academy
        #[arg(long)]
        academy: String,
        /// File to write [default: ACADEMY.toml here]
        #[arg(long)]
        out: Option<PathBuf>,
        /// A still PNG of at most 96 KiB, 16 to 512 pixels a side, to put inside
        #[arg(long, value_name = "PNG")]
        logo: Option<PathBuf>,
    },
    /// Check what a pack says; its signature is not looked at
    Check {
        /// The pack
        file: PathBuf,
    },
    /// Check a pack, then have minisign sign it
    Sign {
        /// The pack
        file: PathBuf,
        /// The private key of minisign; this program does not read it
        #[arg(long, value_name = "FILE")]
        key: Option<PathBuf>,
    },
    /// Verify the signature with the keys of this program, or with the one given
    Verify {
        /// The pack
        file: PathBuf,
        /// A public key, to check a signature just made: the second line of minisign.pub
        #[arg(long, value_name = "KEY")]
        key: Option<String>,
    },
    /// Show what a pack holds and whether it is signed
    Show {
        /// The pack
        file: PathBuf,
    },
    /// Compare a pack with the data of this program, or with another pack
    Diff {
        /// The pack
        file: PathBuf,
        /// The older pack [default: what the program carries]
        older: Option<PathBuf>,
    },
}

pub(super) fn run(door: &Door, args: PackArgs) -> Outcome {
    match args.task {
        Task::New { academy, out, logo } => new(door, &academy, out, logo.as_deref()),
        Task::Check { file } => check(door, &file),
        Task::Sign { file, key } => sign(door, &file, key.as_deref()),
        Task::Verify { file, key } => verify(door, &file, key.as_deref()),
        Task::Show { file } => show(door, &file),
        Task::Diff { file, older } => diff(door, &file, older.as_deref()),
    }
}

/// Adds the packs of the command line to what the program carries; what is not signed for us, or expired, is said.
pub(super) fn admit_all(door: &mut Door, common: &Common) -> Outcome {
    let folders = pack::folders();
    if common.pack.is_empty() && folders.iter().all(|folder| pack::packs_in(folder).is_empty()) {
        return Ok(());
    }
    let now = OffsetDateTime::now_utc();
    let mut ledger = world::open_ledger(door, &world::ledger_folder())?;
    let keys = Keyring::pinned();
    let installed = packs::installed(&folders, &keys, &ledger, now);
    door.directory = installed.directory;
    for LeftOut { path, why } in &installed.left_out {
        eprintln!("{}", door.words.with("cli-pack-left-out", &[("path", path)]));
        eprintln!("{}", super::refusal_text(door.words, why));
    }
    for path in &common.pack {
        let serves = |academy: &str| packs::sealed(door.directory.academy(academy)?);
        let newest = |academy: &str| ledger.newest_pack(academy).max(serves(academy));
        let trust = Trust {
            keys: &keys,
            allow_unsigned: common.allow_unsigned,
            newest: &newest,
        };
        let admitted = trust.admit(&door.directory, path, now).map_err(refused)?;
        match &admitted.seal {
            Some(seal) => {
                let noted = ledger.note_pack(&admitted.academy, seal.timestamp);
                noted.map_err(|fault| RefusalLine::of(&fault))?;
            }
            None => eprintln!("{}", door.words.with("cli-pack-unsigned", &[("path", &path.display())])),
        }
        if let Some(fault) = &admitted.expired {
            eprintln!("{}", super::refusal_text(door.words, &RefusalLine::of(fault)));
        }
        door.directory = admitted.directory;
    }
    Ok(())
}

fn refused(fault: PackFault) -> RefusalLine {
    RefusalLine::of(&fault)
}

fn new(door: &Door, id: &str, out: Option<PathBuf>, logo: Option<&Path>) -> Outcome {
    let academy = door.academy(id)?;
    let logo = logo.map(logo_line).transpose()?.unwrap_or_default();
    let path = out.unwrap_or_else(|| PathBuf::from(format!("{id}.toml")));
    let unwritable = || {
        RefusalLine::of(&CliFault::PackUnwritable {
            path: path.display().to_string(),
        })
    };
    let year = (OffsetDateTime::now_utc() + Duration::days(365)).date();
    let source = Directory::embedded_text(id).ok_or_else(unwritable)?;
    let head = door.words.with("cli-pack-head", &[("academy", &academy.official_name)]);
    let head: String = head.lines().map(|line| format!("# {line}\n")).collect();
    // Never over a file that is there: it may be the one being worked on.
    let file = fs::File::options().write(true).create_new(true).open(&path);
    let mut file = file.map_err(|_| unwritable())?;
    let text = format!("{head}\nexpires = \"{year}\"\n{logo}\n{source}");
    file.write_all(text.as_bytes()).map_err(|_| unwritable())?;
    if door.json {
        return door.print_json(&json!({ "path": path, "academy": id, "expires": year.to_string() }));
    }
    println!("{}", door.words.with("cli-pack-written", &[("path", &path.display())]));
    Ok(())
}

/// `logo = …` for the picture at `path`.
fn logo_line(path: &Path) -> Outcome<String> {
    let unreadable = |_| {
        refused(PackFault::Unreadable {
            path: path.display().to_string(),
        })
    };
    let logo = Logo::of_png(&fs::read(path).map_err(unreadable)?).map_err(refused)?;
    let letters: Vec<char> = logo.base64().chars().collect();
    let lines: String = letters.chunks(76).flat_map(|line| line.iter().chain(&['\n'])).collect();
    Ok(format!("logo = \"\"\"\n{lines}\"\"\"\n"))
}

/// A pack that keeps the rules on content.
struct Checked {
    file: PackFile,
    academy: String,
    expires: Option<String>,
    logo: Option<Logo>,
    table: Table,
}

fn read_and_check(door: &Door, path: &Path) -> Outcome<Checked> {
    let file = PackFile::open(path).map_err(refused)?;
    let with = door.directory.with_pack(file.text(), Origin::Pack { signed: false });
    with.map_err(refused)?;
    let data = pack::read(file.name(), file.text()).map_err(|fault| refused(fault.into()))?;
    let last = pack::last_day(&data).map_err(refused)?;
    let logo = data.logo.as_deref().map(Logo::read).transpose().map_err(refused)?;
    let academy = data.academy.map(|academy| academy.id).unwrap_or_default();
    let table = file.text().parse().unwrap_or_default();
    Ok(Checked {
        academy,
        expires: last.map(|day| day.to_string()),
        logo,
        table,
        file,
    })
}

/// What may be signed: good content that says until when it holds, and holds today.
fn ready(door: &Door, path: &Path) -> Outcome<(Checked, String)> {
    let checked = read_and_check(door, path)?;
    let Some(expires) = checked.expires.clone() else {
        return Err(refused(PackFault::NoExpiry));
    };
    if expires < OffsetDateTime::now_utc().date().to_string() {
        return Err(refused(PackFault::Expired { expires }));
    }
    Ok((checked, expires))
}

fn check(door: &Door, path: &Path) -> Outcome {
    let (checked, expires) = ready(door, path)?;
    if door.json {
        return door.print_json(&json!({
            "academy": checked.academy,
            "expires": expires,
            "bytes": checked.file.text().len(),
            "values": flat(&checked.table).len(),
        }));
    }
    let params: [(&str, &dyn ToString); 2] = [("academy", &checked.academy), ("expires", &expires)];
    println!("{}", door.words.with("cli-pack-good", &params));
    Ok(())
}

fn sign(door: &Door, path: &Path, key: Option<&Path>) -> Outcome {
    let (checked, _) = ready(door, path)?;
    let comment = pack::trusted_comment(
        checked.file.name(),
        checked.file.text().len(),
        OffsetDateTime::now_utc(),
    );
    let mut minisign = Command::new("minisign");
    minisign.args(["-S", "-H", "-m"]).arg(path).args(["-t", &comment]);
    if let Some(key) = key {
        minisign.arg("-s").arg(key);
    }
    // What it asks and says goes where people look; stdout is for data.
    minisign.stdout(Stdio::from(io::stderr()));
    match minisign.status() {
        Ok(status) if status.success() => {}
        Ok(_) => return Err(RefusalLine::of(&CliFault::SigningFailed)),
        Err(_) => {
            let command = by_hand(path, key, &comment);
            return Err(RefusalLine::of(&CliFault::NoMinisign { command }));
        }
    }
    let signature = pack::beside(path);
    if door.json {
        return door.print_json(&json!({ "path": path, "signature": signature, "trusted_comment": comment }));
    }
    println!(
        "{}",
        door.words.with("cli-pack-signed", &[("path", &signature.display())])
    );
    Ok(())
}

/// The command to type, the comment's tabs in it, for a shell.
fn by_hand(path: &Path, key: Option<&Path>, comment: &str) -> String {
    let quoted = |text: &str| format!("'{}'", text.replace('\'', "'\\''"));
    let key = key
        .map(|key| format!(" -s {}", quoted(&key.display().to_string())))
        .unwrap_or_default();
    format!(
        "minisign -S -H{key} -m {} -t \"$(printf {})\"",
        quoted(&path.display().to_string()),
        quoted(&comment.replace('%', "%%").replace('\t', "\\t"))
    )
}

fn verify(door: &Door, path: &Path, key: Option<&str>) -> Outcome {
    let file = PackFile::open(path).map_err(refused)?;
    let academy = read_and_check(door, path).map(|checked| checked.academy);
    let keys = match key {
        // Whoever's it is: the question is whether this key signed these bytes.
        Some(key) => Keyring::of_one(academy.as_deref().unwrap_or_default(), key)
            .map_err(|_| RefusalLine::of(&CliFault::BadKey))?,
        None => Keyring::pinned(),
    };
    let ledger = world::open_ledger(door, &world::ledger_folder())?;
    let newest = |academy: &str| ledger.newest_pack(academy);
    let trust = Trust {
        keys: &keys,
        allow_unsigned: false,
        newest: &newest,
    };
    let admitted = trust
        .admit_file(&door.directory, &file, OffsetDateTime::now_utc())
        .map_err(refused)?;
    if let Some(fault) = admitted.expired {
        return Err(refused(fault));
    }
    let Some(seal) = admitted.seal else {
        return Err(refused(PackFault::Unsigned {
            path: path.display().to_string(),
        }));
    };
    let signed = OffsetDateTime::from_unix_timestamp(seal.timestamp).map(|time| time.date().to_string());
    let signed = signed.unwrap_or_default();
    if door.json {
        return door.print_json(&json!({
            "academy": admitted.academy, "key": seal.key, "pinned": key.is_none(), "timestamp": seal.timestamp, "signed": signed,
        }));
    }
    let said = if key.is_none() {
        "cli-pack-verified"
    } else {
        "cli-pack-verified-by"
    };
    let params: [(&str, &dyn ToString); 3] = [("academy", &admitted.academy), ("key", &seal.key), ("day", &signed)];
    println!("{}", door.words.with(said, &params));
    Ok(())
}
