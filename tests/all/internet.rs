//! Embedded data and no pack, where the official mail hosts exist, faked: a name server and mail servers in namespaces.
//!
//! Run by the gate through `cargo xtask rig --internet`; ignored elsewhere, since the real hosts must never be contacted.

use std::{fs, path::Path, process::Command};

use rentree::{
    profiles::{Client, SignatureFields},
    secret::{Code, Password},
    wizard::view::{Answer, AskedPassword, Entered, Holding, Item, ItemKey, Returned, Screen, Summary, Why},
};
use serde_json::{Value, json};

use crate::stage::{newest_letter, official};

/// What an honest traveller met on the way to the final sheet.
struct Trip {
    summary: Summary,
    /// Fault codes of servers that were known and not reached.
    faults: Vec<String>,
    /// Hosts that were only discovered, and confirmed.
    confirmed: bool,
    /// Official pages named, and those whose address no source gives.
    named: usize,
    unknown: usize,
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the faked internet only"]
async fn trusted_lyon_by_its_own_servers() {
    let trip = travel("lyon", "lyon-convergence").await;
    assert_honest(&trip);
    assert!(trip.confirmed, "IMAP was discovered only: the person was asked");
    assert!(done(&trip.summary, ItemKey::Mailbox) && done(&trip.summary, ItemKey::Sending));
    assert!(done(&trip.summary, ItemKey::RecoveryAddress), "six digits came back");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the faked internet only"]
async fn trusted_others_reach_their_final_sheet() {
    for academy in ["aix-marseille", "nancy-metz", "paris", "toulouse"] {
        let trip = travel(academy, "").await;
        assert_honest(&trip);
        assert!(
            trip.named + trip.unknown >= 2,
            "{academy}: every step is handed over or says that the page is unknown"
        );
    }
}

#[test]
#[ignore = "inside the faked internet only"]
fn trusted_servers_are_discovered_and_everything_answers() {
    let (code, found) = rentree(&["discover", "claire.martin@ac-lyon.fr"]);
    assert_eq!(code, 0, "{found}");
    assert_eq!(found["platform"], "lyon", "mail arrives at the academy's own: {found}");
    assert_eq!(
        (
            &found["imap"]["host"],
            &found["imap"]["port"],
            &found["imap"]["security"],
            &found["imap"]["confirm"]
        ),
        (&json!("imap.ac-lyon.fr"), &json!(993), &json!("tls"), &json!(true))
    );
    assert_eq!(
        (
            &found["smtp"]["host"],
            &found["smtp"]["port"],
            &found["smtp"]["security"],
            &found["smtp"]["confirm"]
        ),
        (
            &json!("smtps.ac-lyon.fr"),
            &json!(587),
            &json!("starttls"),
            &json!(false)
        )
    );
    assert_eq!(found["found_by"], json!({ "imap": "srv", "smtp": "data:third-party" }));
    assert_eq!(found["login_form"], "short");
    let tried = found["tried"].to_string();
    for what in [
        "_imaps._tcp.ac-lyon.fr",
        "https://autoconfig.ac-lyon.fr/",
        "mx.ac-lyon.fr",
        "smtps.ac-lyon.fr",
    ] {
        assert!(tried.contains(what), "{what} in {tried}");
    }
    // Nobody announces where Nancy-Metz is read: said, with the desk's exit code.
    let (code, unknown) = rentree(&["discover", "nadia.bernard@ac-nancy-metz.fr"]);
    assert_eq!(code, 4, "{unknown}");
    assert!(
        unknown["imap"].is_null() && unknown["why"]["imap"].is_string(),
        "{unknown}"
    );
    let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr"]);
    assert_eq!((code, &seen["verdict"]), (0, &json!("fine")), "{seen}");
    assert!(seen["clock_offset_s"].as_i64().unwrap().abs() < 60, "{seen}");
    for (kind, port) in [
        ("imap", 993),
        ("smtp", 587),
        ("web", 443),
        ("imap", 143),
        ("sieve", 4190),
    ] {
        assert_eq!(state(&seen, kind, port), ("open".to_owned(), String::new()), "{seen}");
    }
    let (code, seen) = rentree(&["diagnose", "--academy", "nancy-metz"]);
    assert_eq!((code, &seen["verdict"]), (3, &json!("servers-not-known")), "{seen}");
}

#[test]
#[ignore = "inside the faked internet only"]
fn inspected_connections_are_one_cause() {
    let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr"]);
    assert_eq!((code, &seen["verdict"]), (3, &json!("tls-inspection")), "{seen}");
    assert!(
        seen["cause"].as_str().unwrap().contains("Faux internet"),
        "the equipment is named: {seen}"
    );
}

/// What a wall does to what it stops, and the code each connection then has.
const WALLS: [(&str, &str); 3] = [
    ("drop", "filtered"),
    ("reject with tcp reset", "connection-refused"),
    ("reject with icmp type admin-prohibited", "admin-prohibited"),
];

#[test]
#[ignore = "inside the faked internet only"]
fn filtered_mail_ports_are_one_cause_whatever_the_wall() {
    for (how, detail) in WALLS {
        let _wall = Wall::before("tcp dport { 143, 465, 587, 993, 995, 4190 }", how);
        let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr"]);
        assert_eq!(
            (code, &seen["verdict"]),
            (3, &json!("mail-ports-blocked")),
            "{how}: {seen}"
        );
        assert_eq!(seen["mender"], "referent");
        assert!(seen["cause"].as_str().unwrap().contains("993, 587"), "{seen}");
        assert_eq!(
            state(&seen, "imap", 993),
            ("failed".to_owned(), detail.to_owned()),
            "{how}"
        );
        assert_eq!(
            state(&seen, "imap", 143),
            ("closed".to_owned(), detail.to_owned()),
            "{how}"
        );
        assert_eq!(state(&seen, "web", 443).0, "open", "{how}");
    }
    // One port alone is that port, the web too is the whole network.
    let one = Wall::before("tcp dport 993", "drop");
    let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr"]);
    assert_eq!((code, &seen["verdict"]), (3, &json!("filtered")), "{seen}");
    drop(one);
    let all = Wall::before("tcp dport { 143, 443, 465, 587, 993, 995, 4190 }", "drop");
    let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr"]);
    assert_eq!((code, &seen["verdict"]), (3, &json!("nothing-passes")), "{seen}");
    drop(all);
    let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr"]);
    assert_eq!(
        (code, &seen["verdict"]),
        (0, &json!("fine")),
        "the walls are gone: {seen}"
    );
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the faked internet only"]
async fn filtered_networks_still_get_served() {
    for (how, detail) in WALLS {
        let _wall = Wall::before("tcp dport { 143, 465, 587, 993, 995, 4190 }", how);
        let trip = travel("lyon", "lyon-convergence").await;
        assert_honest(&trip);
        assert!(
            trip.faults.iter().all(|code| code == detail) && trip.faults.len() == 2,
            "{how}: {:?}",
            trip.faults
        );
        assert!(trip.named + trip.unknown >= 2, "{how}: the web steps were offered");
        let left = |key| {
            let mut left = trip.summary.left.iter();
            left.any(|item: &Item| item.key == key && item.why == Some(Why::NotReached))
        };
        assert!(
            left(ItemKey::Mailbox) && left(ItemKey::Servers),
            "{how}: {:?}",
            trip.summary.left
        );
        assert!(
            done(&trip.summary, ItemKey::Profiles),
            "{how}: profiles are written all the same"
        );
        assert!(
            trip.confirmed,
            "a host that was only discovered goes into no profile unasked, answered or not"
        );
    }
}

/// `profiles` for one whose servers only unofficial pages and DNS name: the exit code, what was printed, the file.
fn profile_of_lyon() -> (i32, Value, Option<String>) {
    let out = tempfile::tempdir().unwrap();
    let told = "profiles --academy lyon --platform lyon --address claire.martin@ac-lyon.fr --identifier cmartin --name Claire --for apple --out";
    let mut arguments: Vec<_> = told.split(' ').collect();
    arguments.push(out.path().to_str().unwrap());
    let (code, said) = rentree(&arguments);
    let file = fs::read_dir(out.path()).unwrap().next();
    (
        code,
        said,
        file.map(|file| fs::read_to_string(file.unwrap().path()).unwrap()),
    )
}

#[test]
#[ignore = "inside the faked internet only"]
fn trusted_third_party_hosts_serve_once_they_greeted() {
    let (code, said, file) = profile_of_lyon();
    assert_eq!(code, 0, "{said}");
    assert!(file.unwrap().contains("<string>smtps.ac-lyon.fr</string>"), "{said}");
}

#[test]
#[ignore = "inside the faked internet only"]
fn filtered_third_party_hosts_go_into_no_profile() {
    let _wall = Wall::before("tcp dport { 143, 465, 587, 993 }", "reject with tcp reset");
    let (code, said, file) = profile_of_lyon();
    assert_eq!((code, file), (3, None), "{said}");
    assert!(
        !said.to_string().contains("refusal-dns"),
        "its name is known, it did not answer: {said}"
    );
}

/// The terminal takes the same way, says "from another network", and ends as a network fault does.
#[test]
#[ignore = "inside the faked internet only"]
fn filtered_networks_end_with_the_exit_code_of_a_network() {
    let _wall = Wall::before("tcp dport { 143, 465, 587, 993, 995, 4190 }", "reject with tcp reset");
    let folder = tempfile::tempdir().unwrap();
    let answers = folder.path().join("answers.toml");
    let told = "academy = 'lyon'\nplatform = 'lyon'\ngiven = 'Claire'\nfamily = 'Martin'\naddress = 'claire.martin@ac-lyon.fr'\n\
                identifier = 'cmartin'\nconfirm_servers = true\nholding = 'letter'\nclients = ['apple', 'sheet']\n\
                [outcome]\nchange-password = 'did'\nrecovery = 'did'\nsecond-factor = 'did'\n";
    fs::write(&answers, told).unwrap();
    let out = folder.path().join("out");
    let arguments = [
        "onboard",
        "--answers",
        answers.to_str().unwrap(),
        "--out",
        out.to_str().unwrap(),
    ];
    let (code, summary) = rentree(&arguments);
    assert_eq!(code, 3, "{summary}");
    let left = summary["left"].as_array().unwrap();
    assert!(
        left.iter()
            .any(|item| item["key"] == "mailbox" && item["why"] == "not-reached"),
        "{summary}"
    );
    assert_eq!(summary["files"].as_array().unwrap().len(), 2, "{summary}");
    assert!(
        summary["declared"]
            .as_array()
            .unwrap()
            .iter()
            .any(|item| item["key"] == "password"),
        "{summary}"
    );
}

#[test]
#[ignore = "inside the faked internet only"]
fn filtered_names_are_told_before_everything_else() {
    let _wall = Wall::before("udp dport 53", "drop");
    let (code, seen) = rentree(&["diagnose", "claire.martin@ac-lyon.fr", "--platform", "lyon"]);
    // No route leads out of here: a computer where no name is found either has no network.
    assert_eq!((code, &seen["verdict"]), (3, &json!("no-network")), "{seen}");
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the faked internet only"]
async fn inspected_connections_are_named_and_get_nothing() {
    for academy in ["lyon", "paris"] {
        let trip = travel(academy, "lyon-convergence").await;
        assert_honest(&trip);
        assert!(
            trip.faults.iter().all(|code| code == "intercepted") && !trip.faults.is_empty(),
            "{:?}",
            trip.faults
        );
        assert!(!done(&trip.summary, ItemKey::Mailbox) && !done(&trip.summary, ItemKey::Sending));
    }
    let log = Path::new(facts()["folder"].as_str().unwrap()).join("log");
    for entry in fs::read_dir(log).unwrap() {
        let text = fs::read(entry.unwrap().path()).unwrap();
        let text = String::from_utf8_lossy(&text);
        assert!(
            !text.contains("auth=") && !text.contains("Login: user="),
            "no sign-in reached a server: {text}"
        );
    }
}

/// Answers each screen as an honest person would, until the final sheet.
async fn travel(academy: &str, platform: &str) -> Trip {
    let facts = facts();
    let account = facts["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["academy"] == academy)
        .unwrap();
    let text = |key: &str| account[key].as_str().unwrap_or_default().to_owned();
    let folder = tempfile::tempdir().unwrap();
    let journey = official(folder.path(), &[]);
    let (mut faults, mut confirmed, mut named, mut unknown) = (Vec::new(), false, 0, 0);
    for _ in 0..30 {
        let view = journey.view();
        assert!(
            view.independent && !view.practice,
            "without a pack, every screen says that this is an independent tool"
        );
        let answer = match view.screen {
            Screen::FindAcademy { .. } => Answer::ChooseAcademy {
                id: academy.into(),
                department: None,
            },
            Screen::ChooseDepartment { .. } => Answer::ChooseDepartment { code: None },
            Screen::ChoosePlatform { choices } => {
                let wanted = choices
                    .iter()
                    .find(|choice| choice.id == platform)
                    .unwrap_or(&choices[0]);
                Answer::ChoosePlatform { id: wanted.id.clone() }
            }
            Screen::Identify { .. } => Answer::Identify(Entered {
                given: "Claire".into(),
                family: "Martin".into(),
                birth_family: String::new(),
                address: text("address"),
                identifier: text("login"),
            }),
            Screen::Servers {
                confirm, imap, smtp, ..
            } => {
                faults.extend(
                    [imap, smtp]
                        .into_iter()
                        .filter_map(|line| line.fault)
                        .map(|fault| fault.code),
                );
                confirmed |= confirm;
                if confirm {
                    Answer::ConfirmServers { agreed: true }
                } else {
                    Answer::Continue
                }
            }
            Screen::Hold { options } => Answer::Hold {
                holding: *options.first().unwrap_or(&Holding::AlreadyChanged),
            },
            Screen::HandOff { page, .. } => {
                match &page.url {
                    Some(url) => assert!(url.starts_with("https://") && page.host.is_some(), "{page:?}"),
                    None => unknown += 1,
                }
                named += usize::from(page.url.is_some());
                Answer::Returned { outcome: Returned::Did }
            }
            Screen::SignIn {
                asked: AskedPassword::Application,
                ..
            } => sign_in(&text("application_password")),
            Screen::SignIn { .. } => sign_in(&text("password")),
            Screen::RecoveryAddress { .. } => Answer::RecoveryAddress {
                address: text("personal"),
            },
            Screen::RecoveryCode { .. } => {
                let maildir = Path::new(facts["maildir"].as_str().unwrap());
                Answer::RecoveryCode {
                    code: Code::new(&crate::stage::digits(&newest_letter(maildir, &text("personal")))),
                }
            }
            Screen::RecoveryMeant { .. } => Answer::RecoveryMeant { agreed: false },
            Screen::AcademyLetter => Answer::AcademyWrote { arrived: true },
            Screen::DeclareFactor { factors, .. } => Answer::DeclareFactor {
                factor: factors.first().copied(),
            },
            Screen::ChooseApps { clients, .. } => {
                let can = clients
                    .iter()
                    .any(|offer| offer.client == Client::Thunderbird && offer.unavailable.is_none());
                let clients = vec![Client::Thunderbird, Client::Outlook, Client::Apple];
                if can {
                    Answer::Apps {
                        clients,
                        signature: SignatureFields::default(),
                        bcc_warning: false,
                    }
                } else {
                    Answer::Later
                }
            }
            Screen::Outcome { .. } | Screen::Written { .. } => Answer::Continue,
            Screen::CheckUp(summary) => {
                return Trip {
                    summary,
                    faults,
                    confirmed,
                    named,
                    unknown,
                };
            }
            other => panic!("{academy}: not a screen of an academy without connectors: {other:?}"),
        };
        let place = format!("{academy}: {:?}", journey.view().step);
        journey
            .answer(answer)
            .await
            .unwrap_or_else(|refusal| panic!("{place}: {refusal:?}"));
    }
    panic!("{academy}: no end");
}

fn assert_honest(trip: &Trip) {
    let summary = &trip.summary;
    for item in &summary.done {
        assert!(item.proof.is_some(), "done without a proof: {item:?}");
        let provable = !matches!(
            item.key,
            ItemKey::Password | ItemKey::RecoveryRegistered | ItemKey::SecondFactor
        );
        assert!(provable, "no server of this academy can prove it: {item:?}");
    }
    let of = |items: &[Item], key| items.iter().any(|item: &Item| item.key == key);
    for key in [ItemKey::Password, ItemKey::RecoveryRegistered, ItemKey::SecondFactor] {
        assert!(
            of(&summary.declared, key) || of(&summary.left, key),
            "{key:?} stands nowhere: {summary:?}"
        );
    }
}

/// A wall in this network namespace; it falls with the value.
pub(crate) struct Wall;

impl Wall {
    pub(crate) fn before(what: &str, how: &str) -> Self {
        let rules = format!("table inet wall {{ chain out {{ type filter hook output priority 0; {what} {how}; }}; }}");
        nft(&rules);
        Self
    }
}

impl Drop for Wall {
    fn drop(&mut self) {
        nft("delete table inet wall");
    }
}

fn nft(rules: &str) {
    let told = Command::new("nft").arg(rules).status().expect("nftables is installed");
    assert!(told.success(), "{rules}");
}

/// The terminal program, in a home of its own: its exit code, and what it printed.
fn rentree(arguments: &[&str]) -> (i32, Value) {
    let home = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_rentree"));
    command.args(arguments).args(["--json", "--lang", "fr"]);
    for name in ["HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
        command.env(name, home.path());
    }
    let ran = command.output().unwrap();
    let text = String::from_utf8(ran.stdout).unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    // A refusal prints nothing there.
    let value = match text.is_empty() {
        true => Value::String(said),
        false => serde_json::from_str(&text).unwrap_or_else(|fault| panic!("{fault}: {text}{said}")),
    };
    (ran.status.code().unwrap(), value)
}

/// State and detail of the endpoint of `kind` at `port`.
fn state(seen: &Value, kind: &str, port: u16) -> (String, String) {
    let endpoints = seen["endpoints"].as_array().unwrap();
    let own = endpoints.iter().find(|one| one["kind"] == kind && one["port"] == port);
    let own = own.unwrap_or_else(|| panic!("no {kind} {port}: {seen}"));
    let text = |key: &str| own[key].as_str().unwrap_or_default().to_owned();
    (text("state"), text("detail"))
}

fn done(summary: &Summary, key: ItemKey) -> bool {
    summary.done.iter().any(|item| item.key == key)
}

fn sign_in(password: &str) -> Answer {
    Answer::SignIn {
        password: Password::new(password.to_owned()),
        tried_elsewhere: false,
    }
}

pub(crate) fn facts() -> Value {
    let path = std::env::var_os("RENTREE_INTERNET").expect("run by `cargo xtask rig --internet`");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
