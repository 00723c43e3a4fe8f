//! What a journey needs in a test: a world of its own in a throwaway folder, on the practice academies or on the rig.

use std::{
    collections::BTreeMap,
    fs,
    net::IpAddr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::{
        Mutex, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, SystemTime},
};

use rentree::{
    academy::{Origin, directory::Directory},
    ledger::Ledger,
    net::Net,
    profiles::thunderbird::Homes,
    wizard::{Computer, Journey, Passing, Rehearsal, World},
    words::Lang,
};
use rentree_practice::Practice;
use serde_json::Value;
use tempfile::TempDir;
use time::OffsetDateTime;

/// A journey with what an oracle knows of its servers.
pub(crate) struct Stage {
    pub(crate) journey: Journey,
    pub(crate) folder: TempDir,
    pub(crate) servers: Servers,
    /// The kind of each screen seen, in order.
    pub(crate) screens: Mutex<Vec<String>>,
}

/// Who answers: the practice academies, or Debian's servers.
#[expect(clippy::large_enum_variant, reason = "one for each test")]
pub(crate) enum Servers {
    Practice(Practice),
    Rig(&'static Rig),
    /// Some rig another process knows.
    Elsewhere,
}

/// A person a journey plays.
#[derive(Clone, Debug)]
pub(crate) struct Player {
    pub(crate) given: String,
    pub(crate) family: String,
    pub(crate) address: String,
    pub(crate) login: String,
    pub(crate) password: String,
    pub(crate) personal: String,
}

impl Stage {
    /// On the practice academies.
    pub(crate) async fn practice() -> Self {
        Self::practice_with("").await
    }

    /// The same, on somebody's computer.
    pub(crate) async fn practice_on(computer: Computer) -> Self {
        Self::on_practice(computer, "", "", Origin::Practice).await
    }

    /// The academy of the practice servers as a rectorate signs it: `head` goes to the top of its file.
    pub(crate) async fn practice_signed(head: &str) -> Self {
        Self::on_practice(Computer::Own, head, "", Origin::Pack { signed: true }).await
    }

    /// On the practice academies, with tables added to the file of the first one.
    pub(crate) async fn practice_with(tables: &str) -> Self {
        Self::on_practice(Computer::Own, "", tables, Origin::Practice).await
    }

    async fn on_practice(computer: Computer, head: &str, tables: &str, origin: Origin) -> Self {
        let change = |packs: &mut Vec<String>| packs[0] = format!("{head}{}{tables}", packs[0]);
        Self::on_servers(change, computer, origin, OffsetDateTime::now_utc).await
    }

    /// On the practice academies as their files say once changed, on a computer whose clock is `now`.
    pub(crate) async fn practice_as(change: impl FnOnce(&mut Vec<String>), now: fn() -> OffsetDateTime) -> Self {
        Self::on_servers(change, Computer::Own, Origin::Practice, now).await
    }

    async fn on_servers(
        change: impl FnOnce(&mut Vec<String>),
        computer: Computer,
        origin: Origin,
        now: fn() -> OffsetDateTime,
    ) -> Self {
        let practice = Practice::start(rentree_practice::Options::default()).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let hosts = practice.hosts();
        let rehearsal = (origin == Origin::Practice).then(|| Rehearsal {
            pages: practice.pages(),
            inbox_page: Some(practice.inbox_page()),
        });
        let mut packs = practice.packs();
        change(&mut packs);
        let journey = journey(folder.path(), &packs, hosts, origin, rehearsal, computer, now);
        Self {
            journey,
            folder,
            servers: Servers::Practice(practice),
            screens: Mutex::default(),
        }
    }

    /// On the rig, through the portal variant `pack` (0: stock, token required; 1: no token for JSON, TOTP mandatory).
    pub(crate) fn rig(pack: usize) -> Self {
        Self::rig_on(pack, Computer::Own)
    }

    /// The same, on somebody's computer.
    pub(crate) fn rig_on(pack: usize, computer: Computer) -> Self {
        Self::on_rig_with(Rig::shared().packs[pack].clone(), computer, OffsetDateTime::now_utc)
    }

    /// On the rig, as this pack describes it.
    pub(crate) fn on_rig(pack: String) -> Self {
        Self::on_rig_with(pack, Computer::Own, OffsetDateTime::now_utc)
    }

    /// The same, on a computer whose clock is `now`.
    pub(crate) fn on_rig_at(pack: String, now: fn() -> OffsetDateTime) -> Self {
        Self::on_rig_with(pack, Computer::Own, now)
    }

    fn on_rig_with(pack: String, computer: Computer, now: fn() -> OffsetDateTime) -> Self {
        let rig = Rig::shared();
        let folder = tempfile::tempdir().unwrap();
        let packs = vec![pack];
        let journey = journey(
            folder.path(),
            &packs,
            rig.hosts.clone(),
            Origin::Pack { signed: true },
            None,
            computer,
            now,
        );
        Self {
            journey,
            folder,
            servers: Servers::Rig(rig),
            screens: Mutex::default(),
        }
    }

    /// A start of the program where an earlier one left `state`, for servers another process looks after.
    pub(crate) fn elsewhere(pack: &str, hosts: BTreeMap<String, IpAddr>, state: &Path) -> Self {
        let origin = Origin::Pack { signed: true };
        Self {
            journey: journey(
                state,
                &[pack.to_owned()],
                hosts,
                origin,
                None,
                Computer::Own,
                OffsetDateTime::now_utc,
            ),
            folder: tempfile::tempdir().unwrap(),
            servers: Servers::Elsewhere,
            screens: Mutex::default(),
        }
    }

    /// The same person and folder, as after a restart of the program: the servers are the same, memory is not.
    pub(crate) fn restarted(self) -> Self {
        let Self {
            folder,
            servers,
            journey,
            screens,
        } = self;
        drop(journey);
        let fresh = match &servers {
            Servers::Practice(practice) => {
                let rehearsal = Rehearsal {
                    pages: practice.pages(),
                    inbox_page: Some(practice.inbox_page()),
                };
                self::journey(
                    folder.path(),
                    &practice.packs(),
                    practice.hosts(),
                    Origin::Practice,
                    Some(rehearsal),
                    Computer::Own,
                    OffsetDateTime::now_utc,
                )
            }
            Servers::Rig(rig) => {
                let origin = Origin::Pack { signed: true };
                self::journey(
                    folder.path(),
                    &rig.packs[..1],
                    rig.hosts.clone(),
                    origin,
                    None,
                    Computer::Own,
                    OffsetDateTime::now_utc,
                )
            }
            Servers::Elsewhere => panic!("another process starts it again"),
        };
        Self {
            journey: fresh,
            folder,
            servers,
            screens,
        }
    }

    /// Where files go on a shared computer.
    pub(crate) fn passing_files(&self) -> PathBuf {
        self.folder.path().join("passing")
    }

    /// What stands in for a page engine's folder.
    pub(crate) fn page_store(&self) -> PathBuf {
        self.folder.path().join("page")
    }

    /// The six digits that were mailed to the personal mailbox.
    pub(crate) fn recovery_code(&self, address: &str) -> String {
        let text = match &self.servers {
            Servers::Practice(practice) => practice.inbox(address).last().expect("a letter").text.clone(),
            Servers::Rig(rig) => rig.letter(address),
            Servers::Elsewhere => panic!("another process reads it"),
        };
        digits(&text)
    }

    /// What the person's phone shows, `steps` periods of 30 s from now.
    pub(crate) fn phone(&self, uri: &str, steps: u32) -> String {
        self.phone_at(uri, SystemTime::now() + Duration::from_secs(30) * steps)
    }

    /// What a phone shows whose clock says `when`.
    pub(crate) fn phone_at(&self, uri: &str, when: SystemTime) -> String {
        match &self.servers {
            Servers::Practice(practice) => practice.code_for(uri, when).expect("a code"),
            Servers::Rig(_) | Servers::Elsewhere => oathtool(uri, when),
        }
    }
}

/// A journey on official names, for a namespace in which others answer to them; with packs a rectorate signed.
pub(crate) fn official(folder: &Path, packs: &[&str]) -> Journey {
    let packs: Vec<String> = packs.iter().map(|&pack| pack.to_owned()).collect();
    let (hosts, origin) = (BTreeMap::new(), Origin::Pack { signed: true });
    journey(
        folder,
        &packs,
        hosts,
        origin,
        None,
        Computer::Own,
        OffsetDateTime::now_utc,
    )
}

fn journey(
    folder: &Path,
    packs: &[String],
    hosts: BTreeMap<String, IpAddr>,
    origin: Origin,
    rehearsal: Option<Rehearsal>,
    computer: Computer,
    now: fn() -> OffsetDateTime,
) -> Journey {
    let page = folder.join("page");
    fs::create_dir_all(&page).unwrap();
    let mut directory = Directory::embedded();
    for pack in packs {
        directory = directory.with_pack(pack, origin.clone()).unwrap();
    }
    Journey::start(World {
        directory,
        net: Net::new(hosts).unwrap().with_clock(now),
        ledger: Mutex::new(Ledger::open(&folder.join("state")).unwrap()),
        computer,
        folder: folder.join("out"),
        passing: Passing {
            files: folder.join("passing"),
            page_store: Some(page),
        },
        thunderbird: Homes::throwaway(folder.join("thunderbird")),
        now,
        lang: Lang::Fr,
        practice_on_offer: Vec::new(),
        rehearsal,
    })
}

/// Looks until it is so, half a minute at most.
pub(crate) async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..1_500 {
        if so().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never so: {what}");
}

/// The first run of six digits.
pub(crate) fn digits(text: &str) -> String {
    let mut run = String::new();
    for c in text.chars() {
        match c.is_ascii_digit() {
            true => run.push(c),
            false if run.len() == 6 => return run,
            false => run.clear(),
        }
    }
    assert_eq!(run.len(), 6, "six digits in: {text}");
    run
}

/// An independent authenticator.
pub(crate) fn oathtool(uri: &str, when: SystemTime) -> String {
    let secret = uri.split("secret=").nth(1).unwrap().split('&').next().unwrap();
    let seconds = when.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let now = format!("@{seconds}");
    let mut command = Command::new("oathtool");
    command
        .args(["--totp", "--base32", "--now", &now, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = command.spawn().expect("oathtool is installed by the gate");
    std::io::Write::write_all(child.stdin.as_mut().unwrap(), secret.as_bytes()).unwrap();
    drop(child.stdin.take());
    let shown = child.wait_with_output().unwrap();
    String::from_utf8(shown.stdout).unwrap().trim().to_owned()
}

/// Debian's servers on loopback: started by the gate, which hands over their description, or by the first test.
pub(crate) struct Rig {
    pub(crate) packs: Vec<String>,
    pub(crate) hosts: BTreeMap<String, IpAddr>,
    pub(crate) description: Value,
    next_fresh: AtomicUsize,
    /// Holds the rig's standard input open: the rig ends when this process does.
    _alive: Option<std::process::Child>,
}

impl Rig {
    pub(crate) fn shared() -> &'static Self {
        static RIG: OnceLock<Rig> = OnceLock::new();
        RIG.get_or_init(|| match std::env::var_os("RENTREE_RIG") {
            Some(path) => Self::described(&fs::read_to_string(PathBuf::from(path)).unwrap(), None),
            None => Self::own(),
        })
    }

    /// One more, whose servers may be ended: it goes away with the value.
    pub(crate) fn own() -> Self {
        let mut rig = Command::new(env!("CARGO"))
            .args(["xtask", "rig"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut out = std::io::BufReader::new(rig.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut out, &mut line).unwrap();
        assert!(!line.is_empty(), "the rig did not start: see its message above");
        Self::described(&line, Some(rig))
    }

    fn described(text: &str, alive: Option<std::process::Child>) -> Self {
        let description: Value = serde_json::from_str(text).unwrap();
        let strings = |value: &Value| {
            value
                .as_array()
                .unwrap()
                .iter()
                .map(|v| v.as_str().unwrap().to_owned())
                .collect()
        };
        let hosts = description["hosts"].as_object().unwrap().iter();
        Self {
            packs: strings(&description["packs"]),
            hosts: hosts
                .map(|(name, ip)| (name.clone(), ip.as_str().unwrap().parse().unwrap()))
                .collect(),
            next_fresh: AtomicUsize::new(1),
            description,
            _alive: alive,
        }
    }

    /// A person of the rig by login.
    pub(crate) fn person(&self, login: &str) -> Player {
        let accounts = self.description["accounts"].as_array().unwrap();
        let account = accounts
            .iter()
            .find(|account| account["login"] == login)
            .unwrap_or_else(|| panic!("no {login}"));
        let text = |key: &str| account[key].as_str().unwrap_or_default().to_owned();
        Player {
            given: text("given"),
            family: text("family"),
            address: text("address"),
            login: text("login"),
            password: text("password"),
            personal: text("personal"),
        }
    }

    /// A fresh person who must change their password, nobody else's in this run.
    pub(crate) fn fresh(&self) -> Player {
        let number = self.next_fresh.fetch_add(1, Ordering::Relaxed);
        // Their directory names end in a number, which is no name a person would type.
        Player {
            given: "Camille".into(),
            family: "Frais".into(),
            ..self.person(&format!("frais{number:02}"))
        }
    }

    /// The last letter delivered to a personal mailbox: a file in its Maildir.
    fn letter(&self, address: &str) -> String {
        newest_letter(Path::new(self.description["maildir"].as_str().unwrap()), address)
    }
}

/// The text of the last letter in the Maildir of `address`: a file of the server's, no client in between.
pub(crate) fn newest_letter(root: &Path, address: &str) -> String {
    let folder = root.join(address).join("Maildir/new");
    for _ in 0..200 {
        let files = fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.unwrap());
        let newest = files.max_by_key(|entry| entry.metadata().unwrap().modified().unwrap());
        if let Some(entry) = newest {
            let text = fs::read_to_string(entry.path()).unwrap();
            return text
                .split_once("\n\n")
                .or(text.split_once("\r\n\r\n"))
                .unwrap()
                .1
                .to_owned();
        }
        // Delivery is asynchronous in Postfix: the file is polled for, at most ten seconds.
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("no letter in {}", folder.display());
}
