//! Servers that attack the client, over real sockets and under a certificate it believes: however much, however slowly
//! and however oddly they speak, memory and time stay bounded and the program goes on.
//!
//! Each attack meets a process of its own, this test program again, which says how far its memory grew.

use std::{collections::BTreeMap, fs, net::IpAddr, process::Stdio, time::Duration};

use rentree::{
    academy::{Academy, Endpoint, LdapConnector, Origin, Protocol, Security},
    net::{Deadlines, Hosts, Net, Purpose, https_body},
    reason::Reason,
    secret::Password,
};
use tokio::{process::Command, time::timeout};

use crate::faults::{
    sign_in,
    stand::{Authority, DOMAIN, Record, Step, say},
};

/// Memory an attack may cost above what the idle process holds, KiB.
const GROWTH_LIMIT: u64 = 20 * 1024;
/// Time an attack may take: two answers.
const PATIENCE: Duration = Duration::from_secs(60);
/// What the child is patient with, so that the attacks on patience end.
const ANSWER: Duration = Duration::from_secs(4);

/// What a server does to its client, and what is said of it.
struct Attack {
    name: &'static str,
    protocol: Protocol,
    script: Vec<Step>,
    codes: &'static [&'static str],
}

const SAID_TOO_MUCH: &[&str] = &["answer-too-long"];
const SAID_NONSENSE: &[&str] = &["answer-malformed", "answer-too-long"];
const SAID_NOTHING: &[&str] = &["timeout", "mail-sign-in-unanswered"];

fn attacks() -> Vec<Attack> {
    let attack = |name, protocol, script: Vec<Step>, codes| Attack {
        name,
        protocol,
        script,
        codes,
    };
    let flood = || Step::Forever(vec![b'x'; 64 * 1024]);
    let noise = || Step::Say(noise(300_000));
    let imap = say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] bonjour\r\n");
    let signed_in = |then: Vec<Step>| [vec![imap.clone(), Step::Hear], then].concat();
    let (imaps, smtps, sieve) = (Protocol::Imap, Protocol::Smtp, Protocol::Sieve);
    let page = |then: &str| vec![Step::Hear, say("HTTP/1.1 200 OK\r\n"), say(then), flood()];
    vec![
        attack("line without end", imaps, vec![say("* OK "), flood()], SAID_TOO_MUCH),
        attack(
            "literal without end",
            imaps,
            signed_in(vec![say("* 1 FETCH (BODY[] {1000000000}\r\n"), flood()]),
            &["mail-sign-in-unanswered"],
        ),
        attack(
            "lists in lists",
            imaps,
            signed_in(vec![say("* 1 FETCH (BODYSTRUCTURE "), Step::Say(vec![b'('; 60_000])]),
            &["mail-sign-in-unanswered"],
        ),
        attack("drip", imaps, vec![Step::Drip(b"x".to_vec())], SAID_NOTHING),
        attack(
            "drip of good lines",
            imaps,
            signed_in(vec![Step::Drip(b"* 1 EXISTS\r\n".to_vec())]),
            SAID_NOTHING,
        ),
        attack(
            "good lines without end",
            imaps,
            signed_in(vec![Step::Forever(b"* 1 EXISTS\r\n".repeat(5_000))]),
            &["mail-sign-in-unanswered"],
        ),
        attack("noise", imaps, vec![noise()], SAID_NONSENSE),
        attack("line without end", smtps, vec![say("220 "), flood()], SAID_TOO_MUCH),
        attack(
            "reply without end",
            smtps,
            vec![Step::Forever(b"220-encore\r\n".repeat(5_000))],
            // lettre reads a reply anew at each of its lines: time may run out before bytes do.
            &["answer-too-long", "timeout"],
        ),
        attack(
            "drip",
            smtps,
            vec![Step::Drip(b"220-encore\r\n".to_vec())],
            SAID_NOTHING,
        ),
        // lettre may hang up at the first byte that is no text.
        attack(
            "noise",
            smtps,
            vec![noise()],
            &["answer-malformed", "answer-too-long", "reset"],
        ),
        attack(
            "line without end",
            sieve,
            vec![say("\"IMPLEMENTATION\" \""), flood()],
            SAID_TOO_MUCH,
        ),
        attack(
            "reply without end",
            sieve,
            vec![Step::Forever(b"\"SASL\" \"PLAIN\"\r\n".repeat(4_000))],
            SAID_TOO_MUCH,
        ),
        attack(
            "drip",
            sieve,
            vec![Step::Drip(b"\"SASL\" \"PLAIN\"\r\n".to_vec())],
            SAID_NOTHING,
        ),
        attack("noise", sieve, vec![noise()], SAID_NONSENSE),
        attack(
            "body without end",
            Protocol::Https,
            page("Content-Length: 1000000000\r\n\r\n"),
            SAID_TOO_MUCH,
        ),
        attack("headers without end", Protocol::Https, page("X: "), &["https-failed"]),
        attack(
            "drip",
            Protocol::Https,
            vec![Step::Hear, Step::Drip(b"HTTP/1.1 100 Continue\r\n\r\n".to_vec())],
            SAID_NOTHING,
        ),
        attack("noise", Protocol::Https, vec![Step::Hear, noise()], &["https-failed"]),
        attack(
            "length of 4 GiB",
            Protocol::Ldap,
            vec![Step::Say(b"\x30\x84\xff\xff\xff\xff".to_vec()), flood()],
            &["answer-malformed"],
        ),
        attack(
            "sequences in sequences",
            Protocol::Ldap,
            vec![Step::Say(b"\x30\x82\x40\x00".repeat(4_000)), flood()],
            &["answer-malformed"],
        ),
        attack(
            "no message",
            Protocol::Ldap,
            vec![Step::Say(b"\x30\x00".to_vec())],
            &["answer-malformed"],
        ),
        attack(
            "drip",
            Protocol::Ldap,
            vec![Step::Drip(b"\x30\x82\x40\x00".to_vec())],
            &["timeout", "answer-malformed"],
        ),
        attack("noise", Protocol::Ldap, vec![noise()], &["answer-malformed"]),
        attack("silence", Protocol::Ldap, vec![], &["timeout"]),
    ]
}

/// Bytes without sense, the same at each run.
fn noise(length: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    std::iter::repeat_with(next).take(length).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_and_time_stay_bounded() {
    let authority = Authority::new("CA");
    let host = format!("hostile.{DOMAIN}");
    let folder = tempfile::tempdir().unwrap();
    let academy = folder.path().join("academy.toml");
    fs::write(&academy, authority.data()).unwrap();
    let record = Record::default();
    let (mut figures, mut wrong) = (Vec::new(), Vec::new());
    for attack in attacks() {
        let tls = Step::Tls(authority.tls(&host));
        let script = [vec![tls], attack.script].concat();
        let port = record.listen(IpAddr::from([127, 0, 0, 1]), 0, script).await;
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["--ignored", "--exact", "hostile::victim", "--nocapture"])
            .env("HOSTILE", format!("{:?} {port} {}", attack.protocol, academy.display()))
            .stdout(Stdio::piped())
            .kill_on_drop(true);
        let what = format!("{:?}: {}", attack.protocol, attack.name);
        let ended = timeout(PATIENCE, child.output()).await;
        let output = ended.unwrap_or_else(|_| panic!("{what}: no end")).unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{what}: {} {said}", output.status);
        let facts: BTreeMap<&str, &str> = said
            .lines()
            .filter_map(|line| line.split_once("hostile-")?.1.split_once('='))
            .collect();
        let growth: u64 = facts["growth"].parse().unwrap();
        if growth >= GROWTH_LIMIT || !attack.codes.contains(&facts["code"]) {
            wrong.push(what.clone());
        }
        figures.push(format!(
            "{what}: {} after {} ms, {growth} KiB",
            facts["code"], facts["ms"]
        ));
    }
    println!("{}", figures.join("\n"));
    assert_eq!(wrong, Vec::<String>::new());
}

/// Not a test by itself: the client that is attacked.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "started by `memory_and_time_stay_bounded`"]
async fn victim() {
    let Some(order) = std::env::var_os("HOSTILE") else {
        return;
    };
    let order = order.into_string().unwrap();
    let mut words = order.splitn(3, ' ');
    let (protocol, port) = (words.next().unwrap(), words.next().unwrap().parse().unwrap());
    let mut academy: Academy = toml::from_str(&fs::read_to_string(words.next().unwrap()).unwrap()).unwrap();
    academy.origin = Origin::Practice;
    let host = format!("hostile.{DOMAIN}");
    let deadlines = Deadlines {
        answer: ANSWER,
        handshake: ANSWER,
        ..Deadlines::default()
    };
    let hosts = Hosts::from([(host.clone(), [127, 0, 0, 1].into())]);
    let net = Net::new(hosts)
        .unwrap()
        .with_deadlines(deadlines)
        .for_academy(&academy)
        .unwrap();
    let idle = memory("VmRSS:");
    // The peak starts again from here (proc(5)).
    fs::write("/proc/self/clear_refs", "5").unwrap();
    let start = std::time::Instant::now();
    let code = meet(&net, protocol, &host, port).await;
    let ms = start.elapsed().as_millis();
    let growth = memory("VmHWM:").saturating_sub(idle);
    println!("\nhostile-growth={growth}\nhostile-code={code}\nhostile-ms={ms}");
}

/// Does what the program does there, with a password; the code of what stopped it.
async fn meet(net: &Net, protocol: &str, host: &str, port: u16) -> String {
    let password = Password::new("Tilleul.Orage-47".to_owned());
    let endpoint = |protocol| Endpoint {
        protocol,
        host: host.to_owned(),
        port,
        security: Security::Tls,
    };
    match protocol {
        "Imap" | "Smtp" => {
            let protocol = if protocol == "Imap" {
                Protocol::Imap
            } else {
                Protocol::Smtp
            };
            let opened = sign_in(net, &endpoint(protocol), "jdupont", &password).await;
            opened.refusal.unwrap().code().to_owned()
        }
        "Sieve" => net
            .probe(&endpoint(Protocol::Sieve))
            .await
            .unwrap_err()
            .code()
            .to_owned(),
        "Https" => {
            let client = net.https(Purpose::Portal).unwrap();
            let fault = match net.exchange(client.get(format!("https://{host}:{port}/"))).await {
                Ok(response) => https_body(response, host, 64 * 1024).await.unwrap_err(),
                Err(lost) => lost.fault,
            };
            fault.code().to_owned()
        }
        _ => directory(net, host, port).await,
    }
}

async fn directory(net: &Net, host: &str, port: u16) -> String {
    let connector = LdapConnector {
        host: host.to_owned(),
        port,
        security: Security::Tls,
        user_dn: String::new(),
        recovery_attribute: None,
        change_password: false,
    };
    let (mut ldap, wire) = net.ldap(&connector).await.unwrap();
    let asked = ldap.with_timeout(ANSWER).simple_bind("uid=jdupont", "Tilleul.Orage-47");
    wire.answer(asked).await.unwrap_err().fault.code().to_owned()
}

/// A line of `/proc/self/status`, KiB.
fn memory(key: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with(key)).unwrap();
    line.split_ascii_whitespace().nth(1).unwrap().parse().unwrap()
}
