//! A password change that is killed, cut off, or loses its server at every point: afterwards one known password opens,
//! and the next start says which.
//!
//! On a rig of its own, since its directory is killed and started again. The journey runs in a process of its own (this
//! very program, see [`the_one_who_changes`]), which is killed with SIGKILL; [`line`] is the network between the two: it
//! stops a change exactly where a run wants it, and every run asserts that it was stopped there. What opens in the end is
//! asked of OpenLDAP's own client. A few runs in the gate; `cargo xtask soak changes` asks for two hundred through
//! `RENTREE_CHANGES`, more than there are points.

mod certificate;
pub(crate) mod directory;
mod line;

use std::{
    collections::BTreeMap,
    fs,
    net::{IpAddr, Ipv4Addr},
    process::Stdio,
    time::Duration,
};

use rentree::{
    academy::{Origin, directory::Directory},
    net::Net,
    password,
    secret::Password,
    wizard::diagnosis::examine,
    wizard::view::{Answer, Holding, ItemKey, Screen, Standing, View, Why},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use self::{
    certificate::Certificate,
    directory::Slapd,
    line::{At, Line, Moment, Point, Speech},
};
use crate::{
    journeys::{entered, sign_in},
    stage::{Player, Rig, Stage},
};

/// Runs in the gate.
const RUNS: usize = 18;
/// Only ends a test that would never end.
const DEADLINE: Duration = Duration::from_secs(120);

/// What happens at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Blow {
    /// SIGKILL to the program, and what it was sending is lost with it.
    Kill,
    /// SIGKILL to the program; what it was sending still arrives.
    KillTooLate,
    /// The line goes dead, and stays so until the program has said something.
    Cut,
    /// SIGKILL to the directory, which has started again when the line goes on.
    Restart,
    /// SIGKILL to the directory, which starts again when the program has said something.
    Outage,
}

impl Blow {
    const ALL: [Self; 5] = [Self::Kill, Self::KillTooLate, Self::Cut, Self::Restart, Self::Outage];

    fn kills_the_program(self) -> bool {
        matches!(self, Self::Kill | Self::KillTooLate)
    }
}

/// Who makes the change: the server's port in the rig, and what goes there from the moment the change begins.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The pack names the portal for it, not the directory.
    by_portal: bool,
    speech: Speech,
    port: &'static str,
    host: &'static str,
    /// Requests over each connection that must be opened.
    requests: &'static [usize],
}

const DIRECTORY: Way = Way {
    by_portal: false,
    speech: Speech::Ldap,
    port: "ldaps",
    host: "ldap.ac-exemple.test",
    // Bind, change, bind with the new one.
    requests: &[3],
};
const PORTAL: Way = Way {
    by_portal: true,
    speech: Speech::Http,
    port: "portal",
    host: "portail.ac-exemple.test",
    // Refused for want of a token, the page that has one, again; the same for the proof, then out.
    requests: &[3, 4],
};

/// Where each blow can fall, in an order that mixes them.
fn blows() -> Vec<(Way, Point, Blow)> {
    let mut all = Vec::new();
    for way in [DIRECTORY, PORTAL] {
        let mut points = Vec::new();
        let point = |request, moment| Point {
            at: At::Identity,
            request,
            moment,
        };
        let mut behind = 0;
        for requests in way.requests {
            points.push(point(behind, Moment::Connect));
            let moments = [Moment::Before, Moment::Held, Moment::After];
            let these = behind + 1..=behind + requests;
            points.extend(these.flat_map(|request| moments.map(|moment| point(request, moment))));
            behind += requests;
        }
        // Changed and proved, not seen by the person yet: the mailbox is opened first.
        points.push(Point {
            at: At::Mail,
            request: 0,
            moment: Moment::Connect,
        });
        all.extend(
            points
                .into_iter()
                .flat_map(|point| Blow::ALL.map(|blow| (way, point, blow))),
        );
    }
    // 11 has no divisor in common with their number: every one comes before any comes twice.
    assert_ne!(all.len() % 11, 0);
    (0..all.len()).map(|at| all[at * 11 % all.len()]).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn one_known_password_holds_whatever_befalls_the_change() {
    let asked = std::env::var("RENTREE_CHANGES").ok();
    let runs = asked.and_then(|text| text.parse().ok()).unwrap_or(RUNS);
    let rig = Rig::own();
    let mut trial = Trial {
        slapd: Slapd::of(&rig),
        certificate: Certificate::of(&rig),
        player: rig.fresh(),
        rig,
        tally: BTreeMap::new(),
    };
    let blows = blows();
    for run in 0..runs {
        let (way, point, blow) = blows[run % blows.len()];
        trial.run(way, point, blow).await;
    }
    assert_eq!(trial.tally.values().sum::<usize>(), runs);
    eprintln!("{runs} changes, a blow at each; {} blows there are", blows.len());
    for (end, times) in &trial.tally {
        eprintln!("{times:>4}  {end}");
    }
    // The same directory, looked at from outside: up, stopped, up again.
    assert_eq!(diagnosed(&trial.rig).await, "fine");
    trial.slapd.kill().await;
    assert_eq!(diagnosed(&trial.rig).await, "directory-down");
    trial.slapd.start().await;
    assert_eq!(diagnosed(&trial.rig).await, "fine");
    report(runs, blows.len(), &trial.tally);
}

/// For `docs/soak.md`: to the file the soak names.
fn report(runs: usize, blows: usize, tally: &BTreeMap<String, usize>) {
    let Some(folder) = std::env::var_os("RENTREE_FIGURES") else {
        return;
    };
    let ended = |text: &str| -> usize {
        let counted = tally.iter().filter(|(end, _)| end.contains(text));
        counted.map(|(_, times)| times).sum()
    };
    let said = format!(
        "{runs} changes, each stopped at its point ({blows} points and blows); the new password held {} times, the old one {}, \
         neither or both 0; the next start found it out {} times, nothing was in doubt {}",
        ended("New holds"),
        ended("Old holds"),
        ended("found out"),
        ended("nothing in doubt"),
    );
    fs::write(std::path::Path::new(&folder).join("changes"), said).unwrap();
}

/// What a diagnosis of the rig's academy comes to.
async fn diagnosed(rig: &Rig) -> String {
    let origin = Origin::Pack { signed: true };
    let directory = Directory::embedded().with_pack(&rig.packs[0], origin).unwrap();
    let academy = directory.academy("exemple").unwrap();
    let platform = directory.mailboxes_of(academy).into_iter().next();
    let net = Net::new(rig.hosts.clone()).unwrap().for_academy(academy).unwrap();
    let seen = examine(&net, academy, platform, "", OffsetDateTime::now_utc, |_| ()).await;
    seen.verdict.map_or_else(|| "fine".to_owned(), |verdict| verdict.code)
}

/// Everything the runs share: one person whose password is known after each.
struct Trial {
    rig: Rig,
    slapd: Slapd,
    player: Player,
    certificate: Certificate,
    tally: BTreeMap<String, usize>,
}

/// What the program is told, in a file: secrets stand in no argument and no variable.
#[derive(Serialize, Deserialize)]
struct Told {
    folder: String,
    pack: String,
    hosts: BTreeMap<String, IpAddr>,
    names: [String; 6],
    new: String,
}

impl Trial {
    async fn run(&mut self, way: Way, point: Point, blow: Blow) {
        let new = password::suggest(5, &password::assumed_rule(), 1).remove(0).text;
        let old = self.player.password.clone();
        let what = format!("{blow:?} at {point:?} of {}", way.port);
        let state = tempfile::tempdir().unwrap();
        let servers = [way.port, "imaps"].map(|port| self.rig.port(port));
        let line = Line::open(self.certificate.clone(), (way.host, way.speech), servers, point).await;
        let told = self.told(way, &line, state.path().to_str().unwrap(), &new);
        let mut program = Program::start(&told);
        program.until("CHANGING").await;
        line.arm();
        program.go().await;
        let stopped = tokio::time::timeout(DEADLINE, line.reached()).await;
        assert!(stopped.is_ok(), "{what}: the program does not pass there");
        let said = self.strike(blow, &line, program).await;
        drop(line);
        let holds = self.which_opens(&old, &new, &what);
        let next = self
            .next_start(way, state.path(), &old, &new, holds, said.as_deref(), &what)
            .await;
        self.player.password = if holds == Holds::New { new } else { old };
        let said = said.unwrap_or_else(|| "nothing".to_owned());
        let end = format!("{blow:?}: the program said {said}; {holds:?} holds; next start: {next}");
        *self.tally.entry(end).or_default() += 1;
    }

    /// The blow, and what the program says after it, if it lives.
    async fn strike(&mut self, blow: Blow, line: &Line, mut program: Program) -> Option<String> {
        match blow {
            Blow::Kill => program.kill().await,
            Blow::KillTooLate => {
                program.kill().await;
                line.go_on();
                line.quiet().await;
            }
            Blow::Cut => line.cut(),
            Blow::Restart => {
                self.slapd.kill().await;
                self.slapd.start().await;
                line.go_on();
            }
            Blow::Outage => {
                self.slapd.kill().await;
                line.go_on();
            }
        }
        let said = match blow.kills_the_program() {
            true => None,
            false => Some(program.word().await),
        };
        program.end().await;
        if blow == Blow::Outage {
            self.slapd.start().await;
        }
        said
    }

    fn told(&self, way: Way, line: &Line, folder: &str, new: &str) -> Told {
        let mut hosts = self.rig.hosts.clone();
        let mut pack = self.pack(way);
        let theirs = [way.port, "imaps"].map(|port| self.rig.port(port));
        for ((host, theirs), ours) in [way.host, "imap.ac-exemple.test"]
            .into_iter()
            .zip(theirs)
            .zip(line.ports())
        {
            assert!(pack.contains(&theirs.to_string()), "{pack}");
            hosts.insert(host.to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST));
            pack = pack.replace(&theirs.to_string(), &ours.to_string());
        }
        let player = self.player.clone();
        Told {
            folder: folder.to_owned(),
            pack,
            hosts,
            names: [
                player.given,
                player.family,
                player.address,
                player.login,
                player.password,
                player.personal,
            ],
            new: new.to_owned(),
        }
    }

    /// The stock portal's pack.
    fn pack(&self, way: Way) -> String {
        let pack = &self.rig.packs[0];
        match way.by_portal {
            false => pack.clone(),
            true => pack
                .replace("change_password = false", "change_password = by-portal")
                .replace("change_password = true", "change_password = false")
                .replace("by-portal", "true"),
        }
    }

    /// The oracle: exactly one of both.
    fn which_opens(&self, old: &str, new: &str, what: &str) -> Holds {
        let opens = [old, new].map(|word| self.slapd.opens(&self.player.login, word));
        match opens {
            [true, false] => Holds::Old,
            [false, true] => Holds::New,
            both => panic!("{what}: old and new open: {both:?}"),
        }
    }

    /// The program starts again, on a network that works: what it says must be what the directory says.
    #[expect(clippy::too_many_arguments, reason = "all that is known of one run")]
    async fn next_start(
        &self,
        way: Way,
        folder: &std::path::Path,
        old: &str,
        new: &str,
        holds: Holds,
        said: Option<&str>,
        what: &str,
    ) -> &'static str {
        let stage = Stage::elsewhere(&self.pack(way), self.rig.hosts.clone(), folder);
        let Screen::FindAcademy { resume, .. } = stage.journey.view().screen else {
            panic!("{what}: the first screen")
        };
        let in_doubt = resume.is_some_and(|line| line.in_doubt);
        let view = until_password(&stage, &self.player).await;
        if matches!(view.screen, Screen::InDoubt { both_known: false }) {
            assert_ne!(said, Some("done"), "{what}: what was shown as done is not in doubt");
            assert!(in_doubt, "{what}: the first screen says that a change is in doubt");
            let (old, new) = (Password::new(old.to_owned()), Password::new(new.to_owned()));
            let resolve = Answer::Resolve {
                old: Some(old),
                new: Some(new),
            };
            let view = stage.say(resolve).await;
            assert_eq!(said_to_hold(&view), Some(holds), "{what}: {:?}", view.screen);
            return "in doubt, found out";
        }
        assert!(matches!(view.screen, Screen::Hold { .. }), "{what}: {:?}", view.screen);
        assert!(!in_doubt, "{what}: nothing is in doubt any more");
        // Not in doubt: the person saw the end of it, or the change never began.
        let known = if said == Some("done") { Holds::New } else { Holds::Old };
        assert_eq!(holds, known, "{what}: the program said {said:?} and forgot");
        "nothing in doubt"
    }
}

/// Which password opens the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Holds {
    Old,
    New,
}

fn said_to_hold(view: &View) -> Option<Holds> {
    let Screen::Outcome { items, .. } = &view.screen else {
        return None;
    };
    let password = items.iter().find(|item| item.key == ItemKey::Password)?;
    match (password.standing, password.why) {
        (Standing::Done, _) => Some(Holds::New),
        (Standing::Left, Some(Why::OldHolds)) => Some(Holds::Old),
        _ => None,
    }
}

/// Up to the first screen of the password step.
async fn until_password(stage: &Stage, player: &Player) -> View {
    stage
        .say(Answer::ChooseAcademy {
            id: "exemple".into(),
            department: None,
        })
        .await;
    stage.say(Answer::Identify(entered(player))).await;
    stage.say(Answer::Continue).await
}

/// The program under test, in a process of its own.
struct Program {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
    _told: tempfile::NamedTempFile,
}

impl Program {
    fn start(told: &Told) -> Self {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), serde_json::to_string(told).unwrap()).unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "--exact",
                "interrupted_change::the_one_who_changes",
                "--ignored",
                "--nocapture",
            ])
            .env("RENTREE_TOLD", file.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self {
            child,
            lines,
            _told: file,
        }
    }

    /// The next line that begins with `start`; what follows.
    async fn until(&mut self, start: &str) -> String {
        let wait = async {
            loop {
                let line = self.lines.next_line().await.unwrap();
                let line = line.unwrap_or_else(|| panic!("the program ended before {start}"));
                if let Some(rest) = line.strip_prefix(start) {
                    return rest.trim().to_owned();
                }
            }
        };
        tokio::time::timeout(DEADLINE, wait).await.expect("the program speaks")
    }

    /// Lets it begin the change.
    async fn go(&mut self) {
        let stdin = self.child.stdin.as_mut().unwrap();
        stdin.write_all(b"GO\n").await.unwrap();
    }

    /// What it says of the change in the end.
    async fn word(&mut self) -> String {
        self.until("ENDED").await
    }

    async fn kill(&mut self) {
        self.child.kill().await.unwrap();
    }

    async fn end(mut self) {
        let ended = tokio::time::timeout(DEADLINE, self.child.wait()).await;
        ended.expect("the program ends").unwrap();
    }
}

/// Not a test: the program [`Program`] starts. It changes a password and says how that ended.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by the test above"]
async fn the_one_who_changes() {
    let Some(path) = std::env::var_os("RENTREE_TOLD") else {
        return;
    };
    let told: Told = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let [given, family, address, login, password, personal] = told.names;
    let player = Player {
        given,
        family,
        address,
        login,
        password,
        personal,
    };
    let stage = Stage::elsewhere(&told.pack, told.hosts, std::path::Path::new(&told.folder));
    until_password(&stage, &player).await;
    let holding = Holding::Letter;
    stage.say(Answer::Hold { holding }).await;
    let view = stage.say(sign_in(&player.password)).await;
    assert!(matches!(view.screen, Screen::NewPassword { .. }), "{:?}", view.screen);
    say("CHANGING");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let password = Password::new(told.new);
    let end = match stage.journey.answer(Answer::NewPassword { password }).await {
        Ok(view) if said_to_hold(&view) == Some(Holds::New) => "done".to_owned(),
        Ok(view) => panic!("{:?}", view.screen),
        Err(refusal) => refusal.code,
    };
    say(&format!("ENDED {end}"));
}

/// On a line of its own, whatever the test harness has begun.
fn say(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{text}").unwrap();
    out.flush().unwrap();
}
