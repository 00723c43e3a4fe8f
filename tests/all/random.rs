//! Random journeys: whatever a person answers, in whatever order, and wherever they stop waiting, nobody gets locked out,
//! no action costs more than one failed sign-in, and nothing is done unproved.
//!
//! A few in the gate, on the practice academies and on the real servers (`rig_journeys` calls [`on_the_rig`]);
//! `cargo xtask soak` asks for thousands through `RENTREE_JOURNEYS`. What failed is told by the servers: the practice
//! counts, slapd's log says.

use std::{collections::HashMap, fs, io::Read, process::Command, sync::Mutex, time::Duration};

use futures::{StreamExt, stream};
use rentree::{
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
    wizard::view::{Answer, Holding, ItemKey, Returned, Screen, Standing, View},
};

use crate::{
    journeys::{CHOSEN, entered, sign_in},
    stage::{Player, Rig, Servers, Stage},
};

const ACADEMIES: [&str; 2] = ["entrainement", "entrainement-web"];
const STEPS: usize = 60;
/// Journeys at a time on the real servers: they wait more than they work.
const ABREAST: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_answered_nobody_is_locked_out() {
    let mut tally = Tally::default();
    for seed in 1..=wanted() {
        tally.add(on_practice(seed).await);
    }
    tally.report("practice");
}

/// As many journeys as asked for on Debian's servers, each as somebody else on a computer of their own.
pub(crate) async fn on_the_rig() {
    let (rig, wanted) = (Rig::shared(), wanted());
    let log = Mutex::new(DirectoryLog::open(rig));
    let runs = stream::iter(1..=wanted).map(|seed| journey_on_the_rig(rig, &log, seed));
    let mut tally = Tally::default();
    let mut ended = runs.buffer_unordered(ABREAST);
    while let Some(one) = ended.next().await {
        tally.add(one);
    }
    assert_eq!(tally.journeys, wanted);
    tally.report("rig");
}

fn wanted() -> u64 {
    std::env::var("RENTREE_JOURNEYS")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(10)
}

/// What was seen over all journeys.
#[derive(Debug, Default)]
struct Tally {
    journeys: u64,
    ended: u64,
    actions: u64,
    cancelled: u64,
    refused: u64,
    failures: u64,
    most_for_an_action: u64,
    locked: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.journeys += other.journeys;
        self.ended += other.ended;
        self.actions += other.actions;
        self.cancelled += other.cancelled;
        self.refused += other.refused;
        self.failures += other.failures;
        self.most_for_an_action = self.most_for_an_action.max(other.most_for_an_action);
        self.locked += other.locked;
    }

    /// For `docs/soak.md`: to the file the soak names.
    fn report(&self, servers: &str) {
        let Some(folder) = std::env::var_os("RENTREE_FIGURES") else {
            return;
        };
        let Self {
            journeys,
            ended,
            actions,
            cancelled,
            refused,
            failures,
            most_for_an_action,
            locked,
        } = self;
        let said = format!(
            "{journeys} journeys ({ended} to the last screen), {actions} answers given, {cancelled} of them cancelled \
             under way, {refused} refused; sign-ins the servers refused: {failures}, most for one answer: \
             {most_for_an_action}; accounts locked: {locked}"
        );
        fs::write(std::path::Path::new(&folder).join(servers), said).unwrap();
    }
}

async fn on_practice(seed: u64) -> Tally {
    let stage = Stage::practice().await;
    let Servers::Practice(practice) = &stage.servers else {
        panic!()
    };
    let mut dice = Dice::of(seed);
    let academy = ACADEMIES[dice.roll(2)];
    let people: Vec<_> = practice
        .people()
        .iter()
        .filter(|person| person.academy == academy)
        .collect();
    let player = stage.player(&people[dice.roll(people.len())].id);
    let was_right = practice.password_is(&player.login, &player.password);
    assert!(was_right, "seed {seed}: the letter holds the password");
    let failed = || practice.failed_sign_ins(&player.login).into();
    let tally = play(&stage, &player, academy, &mut dice, seed, failed).await;
    assert!(
        !practice.locked_by_failures(&player.login),
        "seed {seed}: the server has locked"
    );
    tally
}

async fn journey_on_the_rig(rig: &'static Rig, log: &Mutex<DirectoryLog>, seed: u64) -> Tally {
    let mut dice = Dice::of(seed);
    let stage = Stage::rig(dice.roll(3));
    let player = rig.by_chance(seed);
    let failed = || log.lock().unwrap().failed(&player.login);
    let mut tally = play(&stage, &player, "exemple", &mut dice, seed, failed).await;
    let lock = rig.lock_of(&player.login);
    // Year 0: locked by the administration before anybody tried.
    let by_us = lock.is_some_and(|since| !since.starts_with("0000"));
    assert!(!by_us, "seed {seed}: {} has been locked", player.login);
    tally.locked += u64::from(by_us);
    tally
}

/// One journey; `failed` tells how many sign-ins of this person the servers have refused so far.
async fn play(
    stage: &Stage,
    player: &Player,
    academy: &str,
    dice: &mut Dice,
    seed: u64,
    failed: impl Fn() -> u64,
) -> Tally {
    let mut person = Person {
        uri: String::new(),
        chosen: false,
    };
    let mut tally = Tally {
        journeys: 1,
        ..Tally::default()
    };
    for step in 0..STEPS {
        let view = stage.journey.view();
        honest(&view, seed);
        person.learn(&view);
        if matches!(view.screen, Screen::CheckUp(_)) {
            tally.ended = 1;
            break;
        }
        let before = failed();
        let resolving = matches!(view.screen, Screen::InDoubt { .. });
        if dice.roll(12) == 0 {
            let _ = stage.journey.back().await;
            continue;
        }
        let answer = answer(stage, &view, player, academy, &person, dice);
        tally.actions += 1;
        if dice.roll(10) == 0 {
            tally.cancelled += 1;
            give_up(stage, answer, dice).await;
        } else {
            tally.refused += u64::from(stage.journey.answer(answer).await.is_err());
        }
        let cost = failed() - before;
        tally.failures += cost;
        tally.most_for_an_action = tally.most_for_an_action.max(cost);
        assert!(
            cost <= 1 + u64::from(resolving),
            "seed {seed}, step {step}: {cost} failures for one action: {view:?}"
        );
    }
    tally
}

/// The person answers and stops waiting a moment later, wherever that finds the servers.
async fn give_up(stage: &Stage, answer: Answer, dice: &mut Dice) {
    let patience = Duration::from_millis(dice.roll(120).try_into().unwrap());
    let stop = async {
        tokio::time::sleep(patience).await;
        stage.journey.cancel();
    };
    let (_, ()) = futures::join!(stage.journey.answer(answer), stop);
    // What had left is still counted against this answer: the server is given time to hear it.
    tokio::time::sleep(Duration::from_millis(300)).await;
}

/// What a person remembers of their own journey.
struct Person {
    /// The enrolment link.
    uri: String,
    /// The new password holds.
    chosen: bool,
}

impl Person {
    fn learn(&mut self, view: &View) {
        match &view.screen {
            Screen::EnrolmentCard { card, .. } => self.uri.clone_from(&card.uri),
            Screen::Outcome { items, .. } => {
                self.chosen |= items
                    .iter()
                    .any(|item| item.key == ItemKey::Password && item.standing == Standing::Done);
            }
            _ => {}
        }
    }
}

/// One answer that a person might give here, right or wrong.
fn answer(stage: &Stage, view: &View, player: &Player, academy: &str, person: &Person, dice: &mut Dice) -> Answer {
    let password = |dice: &mut Dice, right: &str| match dice.roll(3) {
        0 => "Pas-Du-Tout-33".to_owned(),
        _ => right.to_owned(),
    };
    match &view.screen {
        Screen::FindAcademy { .. } => Answer::ChooseAcademy {
            id: academy.into(),
            department: None,
        },
        Screen::ChooseDepartment { choices } => Answer::ChooseDepartment {
            code: (dice.roll(2) == 0).then(|| choices[dice.roll(choices.len())].code.clone()),
        },
        Screen::Identify { .. } => Answer::Identify(entered(player)),
        Screen::Hold { options } => Answer::Hold {
            holding: options[dice.roll(options.len())],
        },
        Screen::SignIn { .. } if dice.roll(8) == 0 => Answer::Later,
        Screen::SignIn { .. } => {
            let right = match &stage.servers {
                Servers::Practice(practice) if academy == ACADEMIES[1] => practice.application_password(&player.login),
                Servers::Practice(practice) if practice.password_is(&player.login, CHOSEN) => CHOSEN.to_owned(),
                Servers::Rig(_) if person.chosen => CHOSEN.to_owned(),
                _ => player.password.clone(),
            };
            sign_in(&password(dice, &right))
        }
        Screen::OtherForm { .. } => Answer::OtherForm {
            agreed: dice.roll(2) == 0,
        },
        Screen::NewPassword { .. } => Answer::NewPassword {
            password: Password::new(if dice.roll(3) == 0 {
                "Rentree2025!".into()
            } else {
                CHOSEN.into()
            }),
        },
        Screen::InDoubt { .. } => Answer::Resolve {
            old: Some(Password::new(player.password.clone())),
            new: Some(Password::new(CHOSEN.into())),
        },
        Screen::HandOff { .. } | Screen::Lost { .. } => Answer::Returned {
            outcome: [Returned::Did, Returned::DidNotWork, Returned::Later][dice.roll(3)],
        },
        Screen::RecoveryAddress { .. } => match dice.roll(3) {
            0 => Answer::RecoveryAddress {
                address: player.address.clone(),
            },
            1 if dice.roll(3) == 0 => Answer::Later,
            _ => Answer::RecoveryAddress {
                address: player.personal.clone(),
            },
        },
        Screen::RecoveryCode { .. } => match dice.roll(4) {
            0 => Answer::RecoveryCode {
                code: Code::new("000000"),
            },
            1 => Answer::ResendCode,
            _ => Answer::RecoveryCode {
                code: Code::new(&tokio::task::block_in_place(|| stage.recovery_code(&player.personal))),
            },
        },
        Screen::Enrol { .. } => {
            if dice.roll(4) == 0 {
                Answer::Later
            } else {
                Answer::Enrol
            }
        }
        Screen::EnrolmentCard { .. } => match dice.roll(3) {
            0 => Answer::Code {
                code: Code::new("000000"),
            },
            _ => Answer::Code {
                code: Code::new(&stage.phone(&person.uri, 0)),
            },
        },
        Screen::ProveCode { .. } => match dice.roll(4) {
            0 => Answer::Later,
            _ => Answer::Code {
                code: Code::new(&stage.phone(&person.uri, 1)),
            },
        },
        Screen::OfferCodes => match dice.roll(2) {
            0 => Answer::Later,
            _ => Answer::MakeCodes,
        },
        Screen::RecoveryCodes { list, .. } => match dice.roll(4) {
            0 => Answer::Later,
            1 => Answer::SaveCodes,
            _ => Answer::Code {
                code: Code::new(&list.codes[0]),
            },
        },
        Screen::RecoveryMeant { .. } => Answer::RecoveryMeant {
            agreed: dice.roll(2) == 0,
        },
        Screen::AcademyLetter => Answer::AcademyWrote {
            arrived: dice.roll(2) == 0,
        },
        Screen::DeclareFactor { factors, .. } => Answer::DeclareFactor {
            factor: factors.get(dice.roll(2)).copied(),
        },
        Screen::ChooseApps { .. } => match dice.roll(4) {
            0 => Answer::Later,
            1 => Answer::Apps {
                clients: Vec::new(),
                signature: SignatureFields::default(),
                bcc_warning: false,
            },
            _ => Answer::Apps {
                clients: vec![Client::Thunderbird, Client::Apple],
                signature: SignatureFields::default(),
                bcc_warning: false,
            },
        },
        Screen::Servers { .. } | Screen::Outcome { .. } | Screen::Written { .. } => match dice.roll(10) {
            0 => Answer::Hold {
                holding: Holding::Letter,
            },
            _ => Answer::Continue,
        },
        Screen::ChoosePlatform { .. } | Screen::CheckUp(_) | Screen::Ended(_) => Answer::Continue,
    }
}

/// Done has a proof; declared and left have none.
fn honest(view: &View, seed: u64) {
    let items = match &view.screen {
        Screen::Outcome { items, .. } => items.clone(),
        Screen::CheckUp(summary) => [&summary.done, &summary.declared, &summary.left]
            .into_iter()
            .flatten()
            .cloned()
            .collect(),
        _ => Vec::new(),
    };
    for item in items {
        assert_eq!(
            item.proof.is_some(),
            item.standing == Standing::Done,
            "seed {seed}: {item:?}"
        );
    }
}

/// The same journey for the same seed (xorshift64*).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn of(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(drawn).unwrap() % sides
    }
}

/// Refused binds by person, from slapd's own log: Dovecot and the portals ask it too.
struct DirectoryLog {
    file: fs::File,
    /// A line that was not whole yet.
    rest: String,
    /// Binds whose result was not logged yet, by connection and operation.
    asked: HashMap<(String, String), String>,
    refused: HashMap<String, u64>,
}

impl DirectoryLog {
    fn open(rig: &Rig) -> Self {
        let path = rig.description["directory_log"].as_str().unwrap();
        Self {
            file: fs::File::open(path).unwrap(),
            rest: String::new(),
            asked: HashMap::new(),
            refused: HashMap::new(),
        }
    }

    fn failed(&mut self, login: &str) -> u64 {
        // slapd answers first and logs the result right after.
        for _ in 0..500 {
            self.read();
            if !self.asked.values().any(|who| who == login) {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        self.refused.get(login).copied().unwrap_or_default()
    }

    fn read(&mut self) {
        let mut bytes = Vec::new();
        self.file.read_to_end(&mut bytes).unwrap();
        self.rest.push_str(&String::from_utf8_lossy(&bytes));
        let whole = self.rest.rfind('\n').map_or(0, |end| end + 1);
        let text: String = self.rest.drain(..whole).collect();
        text.lines().for_each(|line| self.take(line));
    }

    fn take(&mut self, line: &str) {
        let word = |name: &str| {
            line.split(' ')
                .find_map(|word| word.strip_prefix(name))
                .map(str::to_owned)
        };
        let Some(operation) = word("conn=").zip(word("op=")) else {
            return;
        };
        if line.contains(" BIND dn=\"uid=") && line.contains(" method=") {
            let login = line.split("dn=\"uid=").nth(1).unwrap().split(',').next().unwrap();
            self.asked.insert(operation, login.to_owned());
        } else if line.contains(" RESULT tag=97 ")
            && let Some(login) = self.asked.remove(&operation)
            && !line.contains(" err=0 ")
        {
            *self.refused.entry(login).or_default() += 1;
        }
    }
}

impl Rig {
    /// The person of a random journey: nobody else's.
    fn by_chance(&self, seed: u64) -> Player {
        Player {
            given: "Dominique".into(),
            family: "Hasard".into(),
            ..self.person(&format!("hasard{seed:04}"))
        }
    }

    /// Since when the directory holds the account locked, as LDAP writes it.
    fn lock_of(&self, login: &str) -> Option<String> {
        self.attribute(login, "pwdAccountLockedTime").into_iter().next()
    }

    /// Failures the directory counts at the moment.
    pub(crate) fn failures_of(&self, login: &str) -> usize {
        self.attribute(login, "pwdFailureTime").len()
    }

    /// Read by a client that is not ours.
    fn attribute(&self, login: &str, name: &str) -> Vec<String> {
        let url = format!("ldaps://{}:{}", self.hosts["ldap.ac-exemple.test"], self.port("ldaps"));
        let base = self.description["base"].as_str().unwrap();
        let service = format!("cn=mail,ou=services,{base}");
        let password = self.description["service_password"].as_str().unwrap();
        let output = Command::new("ldapsearch")
            .env("LDAPTLS_REQCERT", "allow")
            .args(["-LLL", "-x", "-H", &url, "-D", &service, "-w", password, "-b", base])
            .args([&format!("(uid={login})"), "uid", name])
            .output()
            .expect("ldap-utils is installed by the gate");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(
            text.contains(&format!("uid: {login}")),
            "the directory was not read: {text}"
        );
        text.lines()
            .filter_map(|line| line.strip_prefix(&format!("{name}: ")))
            .map(str::to_owned)
            .collect()
    }
}
