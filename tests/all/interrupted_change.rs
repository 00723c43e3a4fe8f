//! A password change that is killed, cut off, or loses its server at every point: afterwards one known password opens,
//! and the next start says which.
//!
//! On a rig of its own, since its directory is killed and started again. The journey runs in a process of its own (this
//! very program, see [`the_one_who_changes`]), which is killed with SIGKILL; [`line`] is the network between the two and
//! knows how far a change has come; what opens in the end is asked of OpenLDAP's own client. A dozen runs in the gate;
//! `cargo xtask soak` asks for two hundred through `RENTREE_CHANGES`.

mod directory;
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
    io::{AsyncBufReadExt, BufReader, Lines},
    process::{Child, ChildStdout, Command},
};

use self::{
    directory::Slapd,
    line::{Line, Moment, Point},
};
use crate::{
    journeys::{entered, sign_in},
    stage::{Player, Rig, Stage},
};

/// Runs in the gate.
const RUNS: usize = 12;
/// Only ends a test that would never end.
const DEADLINE: Duration = Duration::from_secs(120);

/// What happens at a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Blow {
    /// SIGKILL to the program.
    Kill,
    /// The line goes dead, and stays so until the program has said something.
    Cut,
    /// SIGKILL to the directory, which then starts again.
    Restart,
}

/// Who makes the change: the server's port in the rig, the connection the change is made on.
#[derive(Clone, Copy, Debug)]
struct Way {
    /// The pack names the portal for it, not the directory.
    by_portal: bool,
    port: &'static str,
    host: &'static str,
    /// The directory signs in first, on a connection of its own.
    change: usize,
    /// Requests on the connection of the change, then on the one of the proof.
    requests: [usize; 2],
}

const DIRECTORY: Way = Way {
    by_portal: false,
    port: "ldaps",
    host: "ldap.ac-exemple.test",
    change: 2,
    // Bind and change; bind.
    requests: [2, 1],
};
const PORTAL: Way = Way {
    by_portal: true,
    port: "portal",
    host: "portail.ac-exemple.test",
    change: 1,
    // Refused for want of a token, the page that has one, again.
    requests: [3, 3],
};

/// Where each blow can fall, in an order that mixes them.
fn blows() -> Vec<(Way, Point, Blow)> {
    let mut all = Vec::new();
    for way in [DIRECTORY, PORTAL] {
        for (connection, requests) in (way.change..).zip(way.requests) {
            // The handshake ends with a record of its own; requests follow it.
            let mut points = vec![(0, Moment::Before), (1, Moment::Before)];
            for request in 2..2 + requests {
                points.extend([Moment::Before, Moment::Held, Moment::After].map(|moment| (request, moment)));
            }
            for (record, moment) in points {
                let point = Point {
                    connection,
                    record,
                    moment,
                };
                all.extend([Blow::Kill, Blow::Cut, Blow::Restart].map(|blow| (way, point, blow)));
            }
        }
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
        player: rig.fresh(),
        rig,
        fell: 0,
        tally: BTreeMap::new(),
    };
    let blows = blows();
    for run in 0..runs {
        let (way, point, blow) = blows[run % blows.len()];
        trial.run(way, point, blow).await;
    }
    let every: usize = trial.tally.values().sum();
    assert_eq!(every, runs);
    eprintln!("{runs} changes, {} blows fell", trial.fell);
    assert!(trial.fell > 0, "no point is where the program passes");
    for (end, times) in &trial.tally {
        eprintln!("{times:>4}  {end}");
    }
    // The same directory, looked at from outside: up, stopped, up again.
    assert_eq!(diagnosed(&trial.rig).await, "fine");
    trial.slapd.kill().await;
    assert_eq!(diagnosed(&trial.rig).await, "directory-down");
    trial.slapd.start().await;
    assert_eq!(diagnosed(&trial.rig).await, "fine");
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
    /// How many blows fell where they were to fall.
    fell: usize,
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
        let what = format!("{:?} at {point:?} of {}", blow, way.port);
        let state = tempfile::tempdir().unwrap();
        let line = Line::open(self.rig.port(way.port), point).await;
        let told = self.told(way, &line, state.path().to_str().unwrap(), &new);
        let mut program = Program::start(&told);
        program.until("CHANGING").await;
        let mut said = None;
        // A point that is never reached is a change that came to its end before.
        let reached = tokio::select! {
            reached = line.reached() => reached,
            word = program.word() => { said = Some(word); false }
        };
        self.fell += usize::from(reached);
        if reached {
            match blow {
                Blow::Kill => program.kill().await,
                Blow::Cut => line.cut(),
                Blow::Restart => {
                    self.slapd.kill().await;
                    line.go_on();
                    self.slapd.start().await;
                }
            }
        }
        if said.is_none() && !(reached && blow == Blow::Kill) {
            said = Some(program.word().await);
        }
        program.end().await;
        line.mend();
        let holds = self.which_opens(&old, &new, &what).await;
        let next = self
            .next_start(way, state.path(), &old, &new, holds, said.as_deref(), &what)
            .await;
        self.player.password = if holds == Holds::New { new } else { old };
        let said = said.unwrap_or_else(|| "nothing".to_owned());
        let end = format!("{blow:?}: the program said {said}; {holds:?} holds; next start: {next}");
        *self.tally.entry(end).or_default() += 1;
    }

    fn told(&self, way: Way, line: &Line, folder: &str, new: &str) -> Told {
        let mut hosts = self.rig.hosts.clone();
        hosts.insert(way.host.to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST));
        let (theirs, ours) = (self.rig.port(way.port).to_string(), line.port().to_string());
        let player = self.player.clone();
        Told {
            folder: folder.to_owned(),
            pack: self.pack(way).replace(&theirs, &ours),
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
    async fn which_opens(&self, old: &str, new: &str, what: &str) -> Holds {
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
        let view = until_password(&stage, &self.player).await;
        if matches!(view.screen, Screen::InDoubt { both_known: false }) {
            assert_ne!(said, Some("done"), "{what}: what was shown as done is not in doubt");
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
            .stdin(Stdio::null())
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
