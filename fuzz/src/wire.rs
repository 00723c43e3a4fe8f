//! Everything a server sends that this program reads itself: dialogues before TLS, response codes, autoconfig files, a
//! portal's answers, a directory's messages, a proxy's status. And what a library reads, once it is within our limits.
//!
//! The first byte says what is read; `0x1e` stands between the packets of a dialogue.

use rentree::{
    academy::Protocol,
    account, mail,
    net::{
        fault::Cause,
        replay::{dialogue, loose},
    },
};

const PROTOCOLS: [Protocol; 4] = [Protocol::Imap, Protocol::Smtp, Protocol::Sieve, Protocol::Ldap];
const KINDS: [&str; 4] = ["application/json", "text/html", "text/json; charset=utf-8", ""];
/// As much as a dialogue takes in one read.
const PACKET: usize = 4_000;

/// The bytes as each of the things they might be.
pub fn run(data: &[u8]) {
    let Some((&choice, bytes)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    match choice % 4 {
        0 => dialogues(bytes),
        1 => file(&text),
        2 => portal(bytes, choice),
        _ => {
            let _ = loose(bytes);
            let _ = mail::replay::responses(bytes);
            if let Some(code) = mail::replay::code(&text) {
                assert!(text.starts_with('[') && code.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
            }
        }
    }
}

fn dialogues(bytes: &[u8]) {
    let packets: Vec<&[u8]> = bytes.split(|byte| *byte == 0x1e).collect();
    for protocol in PROTOCOLS {
        let _ = dialogue(protocol, false, &packets);
        if packets.iter().any(|packet| packet.is_empty() || packet.len() > PACKET) {
            continue;
        }
        // Whatever is said up to the handshake, one more byte in the same packet is somebody else's.
        if dialogue(protocol, true, &packets).is_ok() {
            for more in [&b"x"[..], b"\r\n", b"\x16\x03\x01"] {
                let mut early: Vec<Vec<u8>> = packets.iter().map(|packet| packet.to_vec()).collect();
                let used = answered(protocol, &packets);
                early[used - 1].extend_from_slice(more);
                let early: Vec<&[u8]> = early.iter().map(Vec::as_slice).collect();
                assert_eq!(dialogue(protocol, true, &early), Err(Cause::StarttlsInjected), "{protocol:?} {early:?}");
            }
        }
    }
}

/// How many packets it takes to come to the handshake.
fn answered(protocol: Protocol, packets: &[&[u8]]) -> usize {
    (1..=packets.len())
        .find(|count| dialogue(protocol, true, &packets[..*count]).is_ok())
        .expect("all of them are enough")
}

fn file(text: &str) {
    for endpoint in mail::replay::autoconfig(text) {
        assert!(endpoint.port != 0, "{endpoint:?}");
        let name = endpoint.host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        assert!(name && !endpoint.host.is_empty(), "{endpoint:?}");
    }
}

fn portal(bytes: &[u8], choice: u8) {
    let kind = KINDS[usize::from(choice / 4) % KINDS.len()];
    for status in [200, 302, 401, 500] {
        let done = account::replay::portal(status, kind, None, bytes);
        assert!(!done || kind.contains("json"), "only JSON says that something is done");
        let elsewhere = account::replay::portal(302, kind, Some(&String::from_utf8_lossy(bytes)), bytes);
        assert!(!elsewhere, "a redirection is no success");
    }
}
