//! `batch`: profiles and sheets for a list of staff, a folder a person. No password, no ledger: the files are the
//! referent's, in the folder they named. The network is asked once an academy, and only where others than the academy name
//! its servers: they serve once they greeted.
//!
//! The list is read line by line on one thread and written by the others, with few lines between them: memory does not
//! grow with the list, but for the lines that were refused or guessed.

use std::{
    collections::{HashMap, HashSet},
    fs::File,
    hash::{DefaultHasher, Hash, Hasher},
    io::BufReader,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, sync_channel},
    },
};

use clap::Args;
use rentree::{
    academy::{Academy, Endpoint, Platform, Protocol, identifier},
    profiles::{
        self, Client, MailSettings, ProfileRefusal, SignatureFields,
        seal::Seal,
        staff::{Person, Staff},
        typed,
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
    /// They were named: one that is forbidden is refused, not left out.
    chosen: bool,
    seal: Option<&'a Seal>,
    now: OffsetDateTime,
}

/// Where the people of an academy have their mail.
struct Site<'a> {
    academy: &'a Academy,
    platform: Option<&'a Platform>,
    servers: Outcome<(Endpoint, Endpoint)>,
}

/// A line to write.
type Line<'a> = (u64, Person, Arc<Site<'a>>);

/// What became of the list.
#[derive(Default)]
struct Report {
    written: usize,
    guessed: Vec<(u64, String)>,
    /// Without the files that name servers.
    incomplete: Vec<(u64, RefusalLine)>,
    refused: Vec<(u64, RefusalLine)>,
}

/// What one person got.
struct Made {
    guessed: Option<String>,
    lacks: Option<RefusalLine>,
}

/// Lines that wait for a thread.
const WAITING: usize = 64;

/// Threads for each core: a thread waits for the disk, for every file it begins, longer than it reckons.
const THREADS: usize = 4;

pub(super) async fn run(door: &Door, args: BatchArgs) -> Outcome {
    let path = args.list.display().to_string();
    let file = File::open(&args.list).map_err(|_| RefusalLine::of(&CliFault::FileUnreadable { path }))?;
    let staff = Staff::read(BufReader::new(file)).map_err(|fault| RefusalLine::of(&fault))?;
    let now = OffsetDateTime::now_utc();
    let seal = args.seal.open(door, now).await?;
    let chosen = !args.clients.is_empty();
    let clients = if chosen { args.clients } else { Client::ALL.to_vec() };
    let job = Job {
        door,
        out: &args.out,
        platform: args.platform.as_deref(),
        clients: &clients,
        chosen,
        seal: seal.as_ref(),
        now,
    };
    let mut report = tokio::task::block_in_place(|| job.all(staff));
    // Each file was renamed whole into its place; what the system still holds goes to the disk once, for all of them.
    profiles::settle(&args.out).map_err(|fault| RefusalLine::of(&fault))?;
    report.refused.sort_by_key(|(line, _)| *line);
    report.incomplete.sort_by_key(|(line, _)| *line);
    report.guessed.sort();
    show(door, &report)?;
    // The first refusal decides the exit code; the others are in the report.
    let first = report.refused.into_iter().chain(report.incomplete).next();
    first.map_or(Ok(()), |(_, line)| Err(line))
}

impl<'a> Job<'a> {
    fn all(&self, staff: Staff<BufReader<File>>) -> Report {
        let report = Mutex::new(Report::default());
        let (send, receive) = sync_channel(WAITING);
        let receive = Mutex::new(receive);
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 0..cores * THREADS {
                scope.spawn(|| self.work(&receive, &report));
            }
            let (mut seen, mut sites) = (HashSet::new(), HashMap::new());
            for row in staff {
                let found = row.person.and_then(|person| first(&mut seen, person));
                let found = found.map_err(|refusal| RefusalLine::of(&refusal));
                let found = found.and_then(|person| Ok((self.site(&mut sites, &person)?, person)));
                match found {
                    Ok((site, person)) => drop(send.send((row.line, person, site))),
                    Err(refusal) => note(&report, |report| report.refused.push((row.line, refusal))),
                }
            }
            drop(send);
        });
        report.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn work(&self, receive: &Mutex<Receiver<Line<'a>>>, report: &Mutex<Report>) {
        loop {
            let next = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((line, person, site)) = next else { return };
            let done = self.one(&person, &site);
            note(report, |report| match done {
                Ok(made) => {
                    report.written += 1;
                    report.guessed.extend(made.guessed.map(|identifier| (line, identifier)));
                    report.incomplete.extend(made.lacks.map(|why| (line, why)));
                }
                Err(refusal) => report.refused.push((line, refusal)),
            });
        }
    }

    /// The academy of an address; its servers are looked for at the first of its people.
    fn site(&self, sites: &mut HashMap<&'a str, Arc<Site<'a>>>, person: &Person) -> Outcome<Arc<Site<'a>>> {
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
        if let Some(site) = sites.get(academy.id.as_str()) {
            return Ok(Arc::clone(site));
        }
        let platform = platform_of(&self.door.directory, academy, self.platform)?;
        let named = |protocol| platform.is_some_and(|platform| platform.server(protocol).is_some());
        let servers = if named(Protocol::Imap) && named(Protocol::Smtp) {
            let looking = one::servers(self.door, academy, platform, academy.domain());
            tokio::runtime::Handle::current().block_on(looking)
        } else {
            Err(RefusalLine::of(&Refusal::NoSettings))
        };
        let site = Arc::new(Site {
            academy,
            platform,
            servers,
        });
        sites.insert(&academy.id, Arc::clone(&site));
        Ok(site)
    }

    /// One person's files; without servers, those that name none.
    fn one(&self, person: &Person, site: &Site<'_>) -> Outcome<Made> {
        identifier::check_address(site.academy, &person.address).map_err(|fault| RefusalLine::of(&fault))?;
        let (identifier, guessed) = identifier_of(site.academy, person)?;
        let settings = self.settings(site, person, &identifier);
        if self.chosen {
            one::refuse_forbidden(site.academy, self.clients)?;
        }
        let allowed = |client: &&Client| typed::forbidden(site.academy, **client).is_none();
        let (clients, lacking): (Vec<_>, Vec<_>) = self
            .clients
            .iter()
            .filter(allowed)
            .partition(|client| site.servers.is_ok() || !client.needs_servers());
        let lacks = site.servers.as_ref().err().filter(|_| !lacking.is_empty()).cloned();
        if let (Some(refusal), true) = (&lacks, clients.is_empty()) {
            return Err(refusal.clone());
        }
        let outputs = profiles::render_all(&settings, &clients, self.now).map_err(|fault| RefusalLine::of(&fault))?;
        let outputs = sealed(outputs, self.seal)?;
        let folder = self.out.join(profiles::folder_of(&person.address));
        profiles::place_quickly(&folder, &outputs).map_err(|fault| RefusalLine::of(&fault))?;
        Ok(Made {
            guessed: guessed.then_some(identifier),
            lacks,
        })
    }

    fn settings(&self, site: &Site<'_>, person: &Person, identifier: &str) -> MailSettings {
        let (imap, smtp) = site.servers.clone().unwrap_or_else(|_| profiles::nowhere());
        let signature = SignatureFields {
            role: person.role.clone(),
            school: person.school.clone(),
            phone: person.phone.clone(),
        };
        MailSettings {
            login: verify::login(site.platform, identifier, &person.address),
            address: person.address.clone(),
            display_name: format!("{} {}", person.given, person.family).trim().to_owned(),
            signature: Some(signature).filter(|fields| *fields != SignatureFields::default()),
            ..one::basics(site.academy, site.platform, imap, smtp, self.door.words.lang())
        }
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
        let lines = |lines: &[(u64, RefusalLine)]| -> Vec<Value> {
            let line =
                |(line, why): &(u64, RefusalLine)| json!({ "line": line, "why": why.code, "params": why.params });
            lines.iter().map(line).collect()
        };
        return door.print_json(&json!({
            "written": report.written,
            "guessed": guessed.collect::<Vec<Value>>(),
            "incomplete": lines(&report.incomplete),
            "refused": lines(&report.refused),
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
    let refused = report.refused.iter().map(|line| ("cli-batch-refused", line));
    let incomplete = report.incomplete.iter().map(|line| ("cli-batch-incomplete", line));
    for (key, (line, why)) in incomplete.chain(refused) {
        let said = words.refusal(why);
        out!("{}", words.with(key, &[("line", line), ("why", &said.what)]));
    }
    Ok(())
}
