//! `batch`: profiles and sheets for a list of staff, a folder a person. No password, no network, no ledger: the files are
//! the referent's, in the folder they named.
//!
//! The list is read line by line on one thread and written by the others, with few lines between them: memory does not
//! grow with the list, but for the lines that were refused or guessed.

use std::{
    collections::HashSet,
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::BufReader,
    path::{Path, PathBuf},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
};

use clap::Args;
use rentree::{
    academy::{Academy, Protocol, identifier},
    profiles::{
        self, Client, MailSettings, ProfileRefusal, SignatureFields,
        seal::Seal,
        staff::{Person, Staff},
    },
    wizard::{Refusal, view::RefusalLine},
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    Door, Outcome,
    fault::CliFault,
    platform_of, profiles as one,
    seal::{SealArgs, sealed},
    verify,
};

/// Which list, and for what.
#[derive(Args)]
pub(super) struct BatchArgs {
    /// The list: given, family, address; identifier, role, school, phone where known
    #[arg(value_name = "STAFF.csv")]
    list: PathBuf,
    /// Where files go: a folder a person
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Which mail platform, where an academy has two
    #[arg(long, value_name = "ID")]
    platform: Option<String>,
    /// Clients [default: all]
    #[arg(long = "for", value_name = "LIST", value_delimiter = ',', value_parser = one::client)]
    clients: Vec<Client>,
    #[command(flatten)]
    seal: SealArgs,
}

/// What every line is made with.
struct Job<'a> {
    door: &'a Door,
    out: &'a Path,
    platform: Option<&'a str>,
    clients: &'a [Client],
    seal: Option<&'a Seal>,
    now: OffsetDateTime,
}

/// What became of the list.
#[derive(Default)]
struct Report {
    written: usize,
    guessed: Vec<(u64, String)>,
    refused: Vec<(u64, RefusalLine)>,
}

/// Lines that wait for a thread.
const WAITING: usize = 64;

pub(super) async fn run(door: &Door, args: BatchArgs) -> Outcome {
    let path = args.list.display().to_string();
    let file = File::open(&args.list).map_err(|_| RefusalLine::of(&CliFault::FileUnreadable { path }))?;
    let staff = Staff::read(BufReader::new(file)).map_err(|fault| RefusalLine::of(&fault))?;
    let now = OffsetDateTime::now_utc();
    let seal = args.seal.open(door, now).await?;
    let clients = if args.clients.is_empty() {
        Client::ALL.to_vec()
    } else {
        args.clients
    };
    let job = Job {
        door,
        out: &args.out,
        platform: args.platform.as_deref(),
        clients: &clients,
        seal: seal.as_ref(),
        now,
    };
    let mut report = tokio::task::block_in_place(|| job.all(staff));
    report.refused.sort_by_key(|(line, _)| *line);
    report.guessed.sort();
    show(door, &report)?;
    // The first refusal decides the exit code; the others are in the report.
    report.refused.into_iter().next().map_or(Ok(()), |(_, line)| Err(line))
}

impl Job<'_> {
    fn all(&self, staff: Staff<BufReader<File>>) -> Report {
        let report = Mutex::new(Report::default());
        let (send, receive) = sync_channel(WAITING);
        let receive = Mutex::new(receive);
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| self.work(&receive, &report));
            }
            let mut seen = HashSet::new();
            for row in staff {
                let person = row.person.and_then(|person| first(&mut seen, person));
                match person {
                    Ok(person) => drop(send.send((row.line, person))),
                    Err(refusal) => note(&report, |report| {
                        report.refused.push((row.line, RefusalLine::of(&refusal)))
                    }),
                }
            }
            drop(send);
        });
        report.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, receive: &Mutex<Receiver<(u64, Person)>>, report: &Mutex<Report>) {
        loop {
            let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((line, person)) = next else { return };
            let done = self.one(&person);
            note(report, |report| match done {
                Ok(guessed) => {
                    report.written += 1;
                    report.guessed.extend(guessed.map(|identifier| (line, identifier)));
                }
                Err(refusal) => report.refused.push((line, refusal)),
            });
        }
    }

    /// One person's files; the identifier, where it was guessed.
    fn one(&self, person: &Person) -> Outcome<Option<String>> {
        let domain = person.address.rsplit_once('@').map_or("", |(_, domain)| domain);
        let academy = self.door.directory.academies().find(|academy| {
            let own = |known: &str| known.eq_ignore_ascii_case(domain);
            academy.domains.iter().any(|known| own(&known.value))
        });
        let academy = academy.ok_or_else(|| {
            RefusalLine::of(&ProfileRefusal::NoAcademy {
                address: person.address.chars().filter(|c| !c.is_control()).take(100).collect(),
            })
        })?;
        identifier::check_address(academy, &person.address).map_err(|fault| RefusalLine::of(&fault))?;
        let (identifier, guessed) = identifier_of(academy, person)?;
        let settings = self.settings(academy, person, &identifier)?;
        let mut outputs = Vec::new();
        for client in self.clients {
            let own = profiles::render(&settings, *client, self.now).map_err(|fault| RefusalLine::of(&fault))?;
            outputs.extend(own);
        }
        let outputs = sealed(outputs, self.seal)?;
        let folder = self.out.join(profiles::folder_of(&person.address));
        profiles::place_quickly(&folder, &outputs).map_err(|fault| RefusalLine::of(&fault))?;
        Ok(guessed.then_some(identifier))
    }

    fn settings(&self, academy: &Academy, person: &Person, identifier: &str) -> Outcome<MailSettings> {
        let platform = platform_of(&self.door.directory, academy, self.platform)?;
        let known = |protocol| {
            let server = platform.and_then(|platform| platform.server(protocol));
            server.map(|server| server.endpoint.clone())
        };
        let (Some(imap), Some(smtp)) = (known(Protocol::Imap), known(Protocol::Smtp)) else {
            return Err(RefusalLine::of(&Refusal::NoSettings));
        };
        let signature = SignatureFields {
            role: person.role.clone(),
            school: person.school.clone(),
            phone: person.phone.clone(),
        };
        Ok(MailSettings {
            login: verify::login(platform, identifier, &person.address),
            address: person.address.clone(),
            display_name: format!("{} {}", person.given, person.family).trim().to_owned(),
            signature: Some(signature).filter(|fields| *fields != SignatureFields::default()),
            ..one::basics(academy, platform, imap, smtp, self.door.words.lang())
        })
    }
}

/// A person whose address was not on an earlier line. Eight octets are kept of each.
fn first(seen: &mut HashSet<u64>, person: Person) -> Result<Person, ProfileRefusal> {
    let mut hasher = DefaultHasher::new();
    person.address.to_lowercase().hash(&mut hasher);
    if seen.insert(hasher.finish()) {
        Ok(person)
    } else {
        Err(ProfileRefusal::Twice {
            address: person.address.chars().take(100).collect(),
        })
    }
}

/// The list's, else the likeliest by the academy's rule, and then it is a guess.
fn identifier_of(academy: &Academy, person: &Person) -> Outcome<(String, bool)> {
    if !person.identifier.is_empty() {
        identifier::check_identifier(&person.identifier).map_err(|fault| RefusalLine::of(&fault))?;
        return Ok((person.identifier.clone(), false));
    }
    let candidates = identifier::candidates(academy, &person.given, &person.family, None);
    match candidates.logins.into_iter().next() {
        Some(candidate) => Ok((candidate.value, true)),
        None => Err(RefusalLine::of(&ProfileRefusal::UnusableName { field: "login" })),
    }
}

fn note(report: &Mutex<Report>, change: impl FnOnce(&mut Report)) {
    change(&mut report.lock().unwrap_or_else(PoisonError::into_inner));
}

fn show(door: &Door, report: &Report) -> Outcome {
    if door.json {
        let guessed = report
            .guessed
            .iter()
            .map(|(line, identifier)| json!({ "line": line, "identifier": identifier }));
        let refused = report
            .refused
            .iter()
            .map(|(line, why)| json!({ "line": line, "why": why.code, "params": why.params }));
        return door.print_json(&json!({
            "written": report.written,
            "guessed": guessed.collect::<Vec<Value>>(),
            "refused": refused.collect::<Vec<Value>>(),
        }));
    }
    let words = door.words;
    out!("{}", words.with("cli-batch-written", &[("n", &report.written)]));
    for (line, identifier) in &report.guessed {
        out!(
            "{}",
            words.with("cli-batch-guessed", &[("line", line), ("identifier", identifier)])
        );
    }
    for (line, why) in &report.refused {
        let said = words.refusal(why);
        out!(
            "{}",
            words.with("cli-batch-refused", &[("line", line), ("why", &said.what)])
        );
    }
    Ok(())
}
