//! Embedded data and no pack, where the official mail hosts exist, faked: a name server and mail servers in namespaces.
//!
//! Run by the gate through `cargo xtask rig --internet`; ignored elsewhere, since the real hosts must never be contacted.

use std::{collections::BTreeMap, fs, path::Path, sync::Mutex};

use rentree::{
    academy::directory::Directory,
    ledger::Ledger,
    net::Net,
    profiles::{Client, SignatureFields, thunderbird::Homes},
    secret::{Code, Password},
    wizard::{
        Journey, World,
        view::{Answer, AskedPassword, Entered, Holding, Item, ItemKey, Returned, Screen, Summary},
    },
    words::Lang,
};
use serde_json::Value;
use time::OffsetDateTime;

use crate::stage::newest_letter;

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
    let journey = Journey::start(World {
        directory: Directory::embedded(),
        net: Net::new(BTreeMap::new()).unwrap(),
        ledger: Mutex::new(Ledger::open(&folder.path().join("state")).unwrap()),
        folder: folder.path().join("out"),
        thunderbird: Homes::throwaway(folder.path().join("thunderbird")),
        now: OffsetDateTime::now_utc,
        lang: Lang::Fr,
        practice_on_offer: Vec::new(),
        rehearsal: None,
    });
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
                address: text("address"),
                identifier: text("login"),
            }),
            Screen::Servers { confirm, imap, smtp } => {
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
            Screen::DeclareFactor { factors } => Answer::DeclareFactor {
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

fn done(summary: &Summary, key: ItemKey) -> bool {
    summary.done.iter().any(|item| item.key == key)
}

fn sign_in(password: &str) -> Answer {
    Answer::SignIn {
        password: Password::new(password.to_owned()),
        tried_elsewhere: false,
    }
}

fn facts() -> Value {
    let path = std::env::var_os("RENTREE_INTERNET").expect("run by `cargo xtask rig --internet`");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
