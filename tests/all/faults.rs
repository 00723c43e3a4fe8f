//! Every way a connection fails has its own code, and no password leaves on the way: servers that lie and record, and a
//! network where packets vanish, run by the gate through `cargo xtask rig --faults`.

#[path = "../../src/net/testing/stand.rs"]
#[expect(dead_code, reason = "the unit tests use the rest")]
pub(crate) mod stand;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    net::IpAddr,
    process::Command,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use futures::future::join_all;
use rentree::{
    academy::{Academy, Endpoint, Origin, Protocol, Security},
    mail::{Doors, Opened, SignInRefusal, Witness, opening},
    net::{Deadlines, Hosts, Net, Observation},
    reason::Reason,
    secret::Password,
    wizard::view::{Answer, Doing, Doings, Entered, Holding, ItemKey, Screen, Standing},
};
use serde_json::Value;

use self::stand::{Authority, DOMAIN, Record, Step, say, self_signed, tls_of, traces};
use crate::stage::official;

const LOGIN: &str = "jean.dupont@ac-exemple.test";
const SECRET: &str = "Tilleul.Orage-47";

/// A fault of the rig: what a person dials, and the one code it has.
struct Case {
    code: &'static str,
    endpoint: Endpoint,
}

/// The rig: every fault at an address of its own, and what the servers heard.
struct Rig {
    net: Net,
    cases: Vec<Case>,
    record: Record,
}

impl Rig {
    async fn up() -> Self {
        let facts = facts();
        let text = |key: &str| facts[key].as_str().unwrap().to_owned();
        let authority = Authority::new("Académie d'Exemple");
        let fortinet = Authority::of("Fortinet", "FG100ETK18012345");
        let (record, mut hosts, mut cases) = (Record::default(), Hosts::new(), Vec::new());
        let good = |name: &str| Step::Tls(authority.tls(name));
        let line = |count: usize| Step::Say(vec![b'x'; count]);
        let name = |label: &str| format!("{label}.{DOMAIN}");
        let scripted: Vec<(&'static str, u8, Protocol, Security, Vec<Step>)> = vec![
            ("certificate-expired", 11, Protocol::Imap, Security::Tls, {
                vec![Step::Tls(
                    authority.tls_between(&name("certificate-expired"), (2001, 2002)),
                )]
            }),
            ("certificate-not-yet", 12, Protocol::Smtp, Security::Tls, {
                vec![Step::Tls(
                    authority.tls_between(&name("certificate-not-yet"), (2088, 2089)),
                )]
            }),
            ("certificate-wrong-name", 13, Protocol::Imap, Security::Tls, {
                vec![Step::Tls(authority.tls("autre.ac-exemple.test"))]
            }),
            ("unknown-issuer", 14, Protocol::Smtp, Security::Tls, {
                vec![Step::Tls(fortinet.tls(&name("unknown-issuer")))]
            }),
            ("self-signed", 15, Protocol::Imap, Security::Tls, {
                vec![Step::Tls(self_signed(&name("self-signed")))]
            }),
            ("plain-on-tls", 18, Protocol::Imap, Security::Tls, {
                vec![say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] bonjour\r\n")]
            }),
            ("captive-portal", 19, Protocol::Imap, Security::Tls, {
                vec![say(
                    "HTTP/1.1 302 Found\r\nLocation: http://portail.hotel.test/\r\n\r\n",
                )]
            }),
            ("reset", 20, Protocol::Imap, Security::Tls, vec![Step::Reset]),
            ("mute", 25, Protocol::Smtp, Security::Tls, vec![]),
            ("starttls-stripped", 26, Protocol::Smtp, Security::Starttls, {
                vec![say("220 x\r\n"), Step::Hear, say("250-x\r\n250 AUTH PLAIN LOGIN\r\n")]
            }),
            ("starttls-injected", 27, Protocol::Smtp, Security::Starttls, {
                let forged = "220 go\r\n250-x\r\n250 AUTH PLAIN\r\n235 entrez\r\n";
                let go = [
                    say("220 x\r\n"),
                    Step::Hear,
                    say("250-x\r\n250 STARTTLS\r\n"),
                    Step::Hear,
                    say(forged),
                ];
                [&go[..], &[good("starttls-injected.ac-exemple.test")]].concat()
            }),
            ("server-bye", 28, Protocol::Imap, Security::Tls, {
                vec![good(&name("server-bye")), say("* BYE pas vous\r\n")]
            }),
            ("server-busy", 29, Protocol::Smtp, Security::Tls, {
                vec![good(&name("server-busy")), say("421 4.3.2 plus tard\r\n")]
            }),
            ("answer-too-long", 30, Protocol::Imap, Security::Tls, {
                vec![good(&name("answer-too-long")), say("* OK "), line(70_000)]
            }),
            ("answer-malformed", 31, Protocol::Imap, Security::Tls, {
                vec![good(&name("answer-malformed")), say("+OK POP3 ready\r\n")]
            }),
            (
                "timeout",
                32,
                Protocol::Imap,
                Security::Tls,
                vec![good(&name("timeout"))],
            ),
        ];
        for (code, last, protocol, security, script) in scripted {
            let address = IpAddr::from([127, 0, 0, last]);
            hosts.insert(name(code), address);
            let endpoint = endpoint(&name(code), protocol, security);
            record.listen(address, endpoint.port, script).await;
            cases.push(Case { code, endpoint });
        }
        let proxied = vec![
            Step::Tls(tls_of(&text("proxy"))),
            say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x\r\n"),
        ];
        record.listen(text("intercepted").parse().unwrap(), 993, proxied).await;
        // A good server, on a system that is older than its authority.
        let recent = vec![Step::Tls(tls_of(&text("recent"))), say("* OK bonjour\r\n")];
        record
            .listen(text("recent_address").parse().unwrap(), 993, recent)
            .await;
        let placed = [
            ("filtered", text("dropped")),
            ("connection-refused", text("rejected")),
            ("admin-prohibited", text("prohibited")),
            ("tls-too-old", text("old_tls")),
            // Nowhere: this namespace has no way out.
            ("offline", "203.0.113.5".to_owned()),
        ];
        for (code, address) in placed {
            hosts.insert(name(code), address.parse().unwrap());
            let endpoint = endpoint(&name(code), Protocol::Imap, Security::Tls);
            cases.push(Case { code, endpoint });
        }
        let named = [
            ("dns", name("inconnu")),
            ("dns-silent", "imap.ac-grenoble.fr".to_owned()),
            ("intercepted", text("intercepted_host")),
            ("system-roots-old", text("recent_host")),
        ];
        cases.extend(named.map(|(code, host)| Case {
            code,
            endpoint: endpoint(&host, Protocol::Imap, Security::Tls),
        }));
        let net = Net::new(hosts).unwrap().for_academy(&academy_of(&authority)).unwrap();
        Self { net, cases, record }
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the fault rig only"]
async fn rig_each_fault_has_its_code_and_gets_no_password() {
    let rig = Rig::up().await;
    let met = join_all(rig.cases.iter().map(|case| async {
        let suspected: Mutex<Option<String>> = Mutex::default();
        let seen = rig
            .net
            .examine(&case.endpoint, |fault| {
                *suspected.lock().unwrap() = Some(fault.code().to_owned());
            })
            .await;
        let fault = seen.outcome.expect_err(case.code);
        (case.code, fault, suspected.into_inner().unwrap())
    }))
    .await;
    let mut codes = BTreeSet::new();
    for (expected, fault, suspected) in met {
        assert_eq!(fault.code(), expected, "{fault}");
        assert!(codes.insert(expected), "{expected} stands for two faults");
        // Silence is suspected as what it is.
        if ["filtered", "mute", "dns-silent"].contains(&expected) {
            assert_eq!(suspected.as_deref(), Some(expected));
        }
        let evidence = fault.params();
        let names = |key: &str, value: &str| assert!(evidence[key].contains(value), "{expected}: {evidence:?}");
        match expected {
            "certificate-expired" => names("day", "2002-01-01"),
            "certificate-not-yet" => names("day", "2088-01-01"),
            "certificate-wrong-name" => names("presented", "autre.ac-exemple.test"),
            "unknown-issuer" | "intercepted" => {
                names("issuer", "Fortinet");
                names("maker", "Fortinet");
            }
            "system-roots-old" => names("issuer", "Autorité récente"),
            "captive-portal" => names("portal", "portail.hotel.test"),
            _ => {}
        }
    }
    assert_eq!(codes.len(), 25);

    let patience = Deadlines {
        answer: Duration::from_secs(8),
        ..Deadlines::default()
    };
    let net = rig.net.clone().with_deadlines(patience);
    let refusals = join_all(rig.cases.iter().map(|case| stopped(&net, case))).await;
    for (case, refusal) in rig.cases.iter().zip(refusals) {
        assert_eq!(refusal.code(), case.code, "{refusal:?}");
        assert!(!refusal.spent_attempt(), "{refusal:?}");
    }
    let (wire, inside) = rig.record.heard();
    println!("recorded: {wire} bytes on the wire, {inside} inside TLS");
    assert!(wire > 1_000, "the recorder hears: {wire} bytes");
    assert!(
        !rig.record.holds(&traces(SECRET)),
        "some of {wire} + {inside} bytes are the password's"
    );
}

/// Signs in at `case` as a person would; what stopped it.
async fn stopped(net: &Net, case: &Case) -> SignInRefusal {
    let password = Password::new(SECRET.to_owned());
    sign_in(net, &case.endpoint, LOGIN, &password)
        .await
        .refusal
        .expect(case.code)
}

/// One server, as the journey would open it.
pub(crate) async fn sign_in(net: &Net, at: &Endpoint, login: &str, password: &Password) -> Opened {
    let mut doors = Doors::default();
    match at.protocol {
        Protocol::Smtp => doors.smtp = Some(at),
        _ => doors.imap = Some(at),
    }
    opening::open(net, doors, login, password, &Nobody).await
}

/// Keeps no budget: nobody's account is at stake.
struct Nobody;

impl Witness for Nobody {
    fn before(&self, _: &Endpoint) -> Result<(), SignInRefusal> {
        Ok(())
    }

    fn after(&self, _: &Endpoint, _: Result<(), &SignInRefusal>) {}
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the fault rig only"]
async fn rig_a_black_hole_in_ipv6_hides_no_server() {
    let facts = facts();
    let host = facts["two_families_host"].as_str().unwrap();
    let net = Net::new(Hosts::new()).unwrap();
    let seen = net
        .examine(&endpoint(host, Protocol::Smtp, Security::Tls), |_| ())
        .await;
    assert_eq!(seen.outcome, Ok(()));
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the fault rig only"]
async fn rig_a_slow_line_that_loses_packets_is_slow_and_never_filtered() {
    let line = SlowLine::up().await;
    for seen in line.examined(20).await {
        let verdict = match &seen.outcome {
            Ok(()) => assert_slow(&seen),
            Err(fault) => fault.code(),
        };
        assert_eq!(verdict, "slow", "{seen:?}");
    }
}

fn assert_slow(seen: &Observation) -> &'static str {
    let anywhere = endpoint("lent.ac-exemple.test", Protocol::Imap, Security::Tls);
    seen.remark(&anywhere).map_or("quick", |fault| fault.code())
}

/// 600 ms there and back, one packet in twenty lost, to an honest server.
struct SlowLine {
    net: Net,
    endpoints: [Endpoint; 2],
}

impl SlowLine {
    async fn up() -> Self {
        let facts = facts();
        let authority = Authority::new("Académie d'Exemple");
        let host = format!("lent.{DOMAIN}");
        let tls = || Step::Tls(authority.tls(&host));
        let near = facts["near_end"].as_str().unwrap().parse().unwrap();
        let record = Record::default();
        record.listen(near, 993, vec![tls(), say("* OK bonjour\r\n")]).await;
        let offers = say("250-x\r\n250 STARTTLS\r\n");
        let submission = vec![
            say("220 x\r\n"),
            Step::Hear,
            offers,
            Step::Hear,
            say("220 go\r\n"),
            tls(),
        ];
        record.listen(near, 587, submission).await;
        let hosts = Hosts::from([(host.clone(), facts["far_end"].as_str().unwrap().parse().unwrap())]);
        Self {
            net: Net::new(hosts).unwrap().for_academy(&academy_of(&authority)).unwrap(),
            endpoints: [
                endpoint(&host, Protocol::Imap, Security::Tls),
                endpoint(&host, Protocol::Smtp, Security::Starttls),
            ],
        }
    }

    async fn examined(&self, times: usize) -> Vec<Observation> {
        let tries = (0..times).flat_map(|_| &self.endpoints);
        join_all(tries.map(|endpoint| self.net.examine(endpoint, |_| ()))).await
    }
}

/// Dovecot makes a whole address wait after failures, up to 16 s: three from ours, then the right password.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "inside the fault rig only"]
async fn rig_a_penalty_is_waited_for_and_is_no_failure() {
    let facts = facts();
    let text = |key: &str| facts[key].as_str().unwrap().to_owned();
    let (host, login) = (text("mail_host"), text("login"));
    // Different ones: the same wrong password again is counted once.
    for wrong in ["pas-le-bon", "toujours-pas", "encore-rate"] {
        let mut curl = Command::new("curl");
        curl.args(["--silent", "--cacert", &text("ca_pem"), "--user"])
            .arg(format!("{login}:{wrong}"))
            .arg(format!("imaps://{host}/INBOX"));
        assert!(!curl.status().unwrap().success(), "the server says no");
    }
    let folder = tempfile::tempdir().unwrap();
    let journey = official(folder.path(), &[LYON]);
    let shown: Arc<Mutex<Vec<Doing>>> = Arc::default();
    let (mut doing, seen) = (journey.doing(), shown.clone());
    tokio::spawn(async move {
        while doing.changed().await.is_ok() {
            seen.lock().unwrap().extend(doing.borrow_and_update().clone());
        }
    });
    let answers = [
        Answer::ChooseAcademy {
            id: "lyon".into(),
            department: None,
        },
        Answer::Identify(Entered {
            given: "Claire".into(),
            family: "Martin".into(),
            birth_family: String::new(),
            address: login.clone(),
            identifier: "cmartin".into(),
        }),
        Answer::Continue,
        Answer::Hold {
            holding: Holding::AlreadyChanged,
        },
    ];
    for answer in answers {
        journey.answer(answer).await.unwrap();
    }
    let before = Instant::now();
    let sign_in = Answer::SignIn {
        password: Password::new(text("password")),
        tried_elsewhere: false,
    };
    let view = journey.answer(sign_in).await.expect("a penalty is no refusal");
    let waited = before.elapsed();
    println!("a penalty was waited for: {:.1} s", waited.as_secs_f64());
    assert!(waited > Duration::from_secs(5), "there was a penalty to wait for");
    let Screen::Outcome { items, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let opened = items.iter().find(|item| item.key == ItemKey::Mailbox).unwrap();
    assert_eq!(opened.standing, Standing::Done, "{items:?}");
    let shown = shown.lock().unwrap();
    let waited = shown.iter().find(|doing| doing.code == Doings::KeptWaiting);
    let waited = waited.unwrap_or_else(|| panic!("the wait is said while it lasts: {shown:?}"));
    assert_eq!((waited.host.as_deref(), waited.at_most_s), (Some(host.as_str()), 40));
}

/// Lyon by a Dovecot as it is delivered.
const LYON: &str = "
[academy]
id = 'lyon'
name = 'Lyon'
official_name = 'académie de Lyon'
kind = 'academy'
domains = [{ value = 'ac-lyon.fr', confidence = 'pack' }]
platforms = [{ platform = 'lyon-seule', status = 'in-use', confidence = 'pack' }]
[[platforms]]
id = 'lyon-seule'
name = 'messagerie'
login_form = { value = 'full_address', confidence = 'pack' }
servers = [
  { protocol = 'imap', host = 'imap.ac-lyon.fr', port = 993, security = 'tls', confidence = 'pack' },
  { protocol = 'smtp', host = 'smtps.ac-lyon.fr', port = 465, security = 'tls', confidence = 'pack' },
]
";

/// Not a test: how long people wait for a verdict. `cargo xtask rig --faults -- PROGRAM --ignored --nocapture figures_`
#[tokio::test(flavor = "multi_thread")]
#[ignore = "prints figures, inside the fault rig only"]
async fn figures_verdicts() {
    const SILENT: [&str; 5] = ["filtered", "mute", "dns-silent", "timeout", "slow"];
    let rig = Rig::up().await;
    let mut waits: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for _ in 0..10 {
        let round = rig.cases.iter().map(|case| async {
            let (start, told) = (Instant::now(), Mutex::new(None));
            let tell = |_| *told.lock().unwrap() = Some(start.elapsed().as_secs_f64());
            let _ = rig.net.examine(&case.endpoint, tell).await;
            let whole = start.elapsed().as_secs_f64();
            (case.code, told.into_inner().unwrap().unwrap_or(whole), whole)
        });
        for (code, first, whole) in join_all(round).await {
            waits.entry(code).or_default().push((first, whole));
        }
    }
    for (code, waits) in &mut waits {
        waits.sort_by(|a, b| a.1.total_cmp(&b.1));
        let (first, whole) = waits[waits.len() - 1];
        println!(
            "{code:24} slowest of {}: first word {first:.3} s, verdict {whole:.3} s",
            waits.len()
        );
    }
    let p95 = |mut all: Vec<f64>| {
        all.sort_by(f64::total_cmp);
        all[(all.len() * 95).div_ceil(100) - 1]
    };
    let of = |silent: bool, which: fn(&(f64, f64)) -> f64| {
        let chosen = waits.iter().filter(|(code, _)| SILENT.contains(*code) == silent);
        chosen
            .flat_map(|(_, waits)| waits.iter().map(which))
            .collect::<Vec<_>>()
    };
    println!(
        "verdict where something answers, p95: {:.3} s",
        p95(of(false, |wait| wait.1))
    );
    println!(
        "silence: first word p95 {:.3} s, confirmed p95 {:.3} s",
        p95(of(true, |wait| wait.0)),
        p95(of(true, |wait| wait.1))
    );
    let mut slow: Vec<f64> = SlowLine::up()
        .await
        .examined(50)
        .await
        .iter()
        .map(|seen| seen.pace.total().as_secs_f64())
        .collect();
    slow.sort_by(f64::total_cmp);
    println!(
        "slow line, 600 ms and 5 % lost, 100 verdicts: p50 {:.2} s, p95 {:.2} s, slowest {:.2} s",
        slow[49], slow[94], slow[99]
    );
}

/// An academy whose pack brings this authority.
pub(crate) fn academy_of(authority: &Authority) -> Academy {
    let mut academy: Academy = toml::from_str(&authority.data()).unwrap();
    academy.origin = Origin::Practice;
    academy
}

fn endpoint(host: &str, protocol: Protocol, security: Security) -> Endpoint {
    let port = match (protocol, security) {
        (Protocol::Imap, Security::Tls) => 993,
        (Protocol::Imap, Security::Starttls) => 143,
        (Protocol::Smtp, Security::Tls) => 465,
        (Protocol::Smtp, Security::Starttls) => 587,
        (protocol, _) => panic!("{protocol:?} has no place in this rig"),
    };
    Endpoint {
        protocol,
        host: host.to_owned(),
        port,
        security,
    }
}

fn facts() -> Value {
    let path = std::env::var_os("RENTREE_FAULTS").expect("run by `cargo xtask rig --faults`");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}
