//! Each way of failing has its own code, and nothing of ours is said before the handshake.

use std::collections::BTreeSet;

use super::{
    testing::{Authority, HOST, Server, Step, endpoint, impatient, say},
    *,
};
use crate::{
    academy::{Endpoint, Protocol, Security},
    reason::Reason,
};

/// What `net` meets at a server that plays `script`.
async fn fault_of(authority: &Authority, security: Security, protocol: Protocol, script: Vec<Step>) -> Fault {
    let server = Server::start(script).await;
    authority
        .net()
        .probe(&endpoint(protocol, server.port, security))
        .await
        .unwrap_err()
}

/// What `net` thinks of `host` when it shows the certificate of `tls`.
async fn verdict_on(net: &Net, host: &str, tls: Arc<rustls::ServerConfig>) -> Result<(), Cause> {
    let server = Server::start(vec![Step::Tls(tls), say("* OK bonjour\r\n")]).await;
    let endpoint = Endpoint {
        host: host.to_owned(),
        ..endpoint(Protocol::Imap, server.port, Security::Tls)
    };
    net.probe(&endpoint).await.map_err(|fault| fault.cause)
}

#[tokio::test]
async fn a_packs_root_holds_for_its_own_names_and_for_no_other() {
    let authority = Authority::new("Académie d'Exemple");
    let net = authority.net();
    assert_eq!(verdict_on(&net, HOST, authority.tls(HOST)).await, Ok(()));
    let elsewhere = verdict_on(&net, "voisin.test", authority.tls("voisin.test")).await;
    assert_eq!(
        elsewhere,
        Err(Cause::UnknownIssuer {
            issuer: "Académie d'Exemple".to_owned()
        })
    );
}

#[tokio::test]
async fn embedded_data_brings_no_root() {
    let authority = Authority::new("CA");
    let mut academy = authority.academy();
    academy.origin = crate::academy::Origin::Embedded;
    let hosts = Hosts::from([(HOST.to_owned(), [127, 0, 0, 1].into())]);
    let net = Net::new(hosts).unwrap().for_academy(&academy).unwrap();
    let verdict = verdict_on(&net, HOST, authority.tls(HOST)).await;
    assert_eq!(
        verdict,
        Err(Cause::UnknownIssuer {
            issuer: "CA".to_owned()
        })
    );
}

#[tokio::test]
async fn certificates_fail_each_with_its_evidence() {
    let authority = Authority::new("CA");
    let net = authority.net();
    let expired = verdict_on(&net, HOST, authority.tls_between(HOST, (2001, 2002))).await;
    assert_eq!(
        expired,
        Err(Cause::CertExpired {
            not_after: "2002-01-01".to_owned()
        })
    );
    let early = verdict_on(&net, HOST, authority.tls_between(HOST, (2098, 2099))).await;
    assert_eq!(
        early,
        Err(Cause::CertNotYet {
            not_before: "2098-01-01".to_owned()
        })
    );
    let wrong = verdict_on(&net, HOST, authority.tls("autre.ac-exemple.test")).await;
    assert_eq!(
        wrong,
        Err(Cause::CertWrongName {
            presented: "autre.ac-exemple.test".to_owned()
        })
    );
    let proxy = Authority::new("Proxy du collège");
    let unknown = verdict_on(&net, HOST, proxy.tls(HOST)).await;
    assert_eq!(
        unknown,
        Err(Cause::UnknownIssuer {
            issuer: "Proxy du collège".to_owned()
        })
    );
}

#[tokio::test]
async fn what_answers_on_a_tls_port_decides() {
    let authority = Authority::new("CA");
    let on = |script| fault_of(&authority, Security::Tls, Protocol::Imap, script);
    assert_eq!(on(vec![say("* OK bonjour\r\n")]).await.cause, Cause::PlainOnTls);
    let portal = "HTTP/1.1 302 Found\r\nLocation: http://portail.hotel.test/\r\n\r\n";
    assert_eq!(
        on(vec![say(portal)]).await.cause,
        Cause::CaptivePortal {
            portal: "portail.hotel.test".to_owned()
        }
    );
    let protocol_version = Step::Say(vec![21, 3, 1, 0, 2, 2, 70]);
    assert_eq!(
        on(vec![Step::HearBytes(5), protocol_version]).await.cause,
        Cause::TlsTooOld
    );
    assert_eq!(on(vec![Step::Cut]).await.cause, Cause::Reset);

    let silent = Server::start(vec![]).await;
    let net = authority.net().with_deadlines(impatient());
    let fault = net
        .probe(&endpoint(Protocol::Imap, silent.port, Security::Tls))
        .await
        .unwrap_err();
    assert_eq!(fault.cause, Cause::Mute);
}

#[tokio::test]
async fn nothing_listens_and_nobody_knows() {
    let authority = Authority::new("CA");
    let port = tokio::net::TcpListener::bind(("127.0.0.1", 0))
        .await
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let net = authority.net();
    let refused = net
        .probe(&endpoint(Protocol::Imap, port, Security::Tls))
        .await
        .unwrap_err();
    assert_eq!((refused.cause, refused.port), (Cause::Refused, port));
    let nowhere = Endpoint {
        host: "nulle-part.test".to_owned(),
        ..endpoint(Protocol::Imap, 993, Security::Tls)
    };
    assert_eq!(net.probe(&nowhere).await.unwrap_err().cause, Cause::Dns);
}

fn imap_until_starttls() -> Vec<Step> {
    vec![
        say("* OK bonjour\r\n"),
        Step::Hear,
        say("* CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED\r\na0 OK\r\n"),
        Step::Hear,
    ]
}

fn smtp_until_starttls() -> Vec<Step> {
    vec![
        say("220 bonjour\r\n"),
        Step::Hear,
        say("250-mail\r\n250 STARTTLS\r\n"),
        Step::Hear,
    ]
}

fn sieve_until_starttls() -> Vec<Step> {
    vec![say("\"IMPLEMENTATION\" \"x\"\r\n\"STARTTLS\"\r\nOK\r\n"), Step::Hear]
}

#[tokio::test]
async fn starttls_is_spoken_in_three_protocols() {
    let authority = Authority::new("CA");
    let scripts = [
        (Protocol::Imap, imap_until_starttls(), "a1 OK\r\n"),
        (Protocol::Smtp, smtp_until_starttls(), "220 go\r\n"),
        (Protocol::Sieve, sieve_until_starttls(), "OK\r\n"),
    ];
    for (protocol, mut script, go) in scripts {
        script.extend([say(go), Step::Tls(authority.tls(HOST))]);
        let server = Server::start(script).await;
        let at = endpoint(protocol, server.port, Security::Starttls);
        let stream = authority.net().secure(&at, Purpose::Probe).await.unwrap();
        assert!(stream.greeted());
    }
}

#[tokio::test]
async fn starttls_that_is_not_offered_or_refused_is_stripped() {
    let authority = Authority::new("CA");
    let imap = vec![
        say("* OK bonjour\r\n"),
        Step::Hear,
        say("* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na0 OK\r\n"),
    ];
    let mut refused = imap_until_starttls();
    refused.push(say("a1 BAD non\r\n"));
    let scripts = [
        (Protocol::Imap, imap),
        (Protocol::Imap, refused),
        (
            Protocol::Smtp,
            vec![
                say("220 bonjour\r\n"),
                Step::Hear,
                say("250-mail\r\n250 AUTH PLAIN\r\n"),
            ],
        ),
        (Protocol::Sieve, vec![say("\"SASL\" \"PLAIN\"\r\nOK\r\n")]),
        (Protocol::Imap, vec![say("* PREAUTH bonjour\r\n")]),
    ];
    for (protocol, script) in scripts {
        let fault = fault_of(&authority, Security::Starttls, protocol, script).await;
        assert_eq!(fault.cause, Cause::StarttlsStripped, "{protocol:?}");
    }
}

#[tokio::test]
async fn a_byte_after_the_go_ahead_is_an_injection() {
    let authority = Authority::new("CA");
    let scripts = [
        (Protocol::Imap, imap_until_starttls(), "a1 OK\r\n* OK forged\r\n"),
        (
            Protocol::Smtp,
            smtp_until_starttls(),
            "220 go\r\n250-forged\r\n250 AUTH PLAIN\r\n",
        ),
        (Protocol::Sieve, sieve_until_starttls(), "OK\r\n\"SASL\" \"PLAIN\"\r\n"),
    ];
    for (protocol, mut script, go) in scripts {
        script.extend([say(go), Step::Tls(authority.tls(HOST))]);
        let fault = fault_of(&authority, Security::Starttls, protocol, script).await;
        assert_eq!(fault.cause, Cause::StarttlsInjected, "{protocol:?}");
    }
}

#[tokio::test]
async fn greetings_that_are_none() {
    let authority = Authority::new("CA");
    let tls = || Step::Tls(authority.tls(HOST));
    let scripts = [
        (Protocol::Imap, "* BYE complet\r\n", Cause::Bye),
        (Protocol::Imap, "* BYE [UNAVAILABLE] plus tard\r\n", Cause::Busy),
        (Protocol::Smtp, "554 non\r\n", Cause::Bye),
        (Protocol::Smtp, "421 plus tard\r\n", Cause::Busy),
        (Protocol::Imap, "* PREAUTH bonjour\r\n", Cause::Malformed),
        (Protocol::Smtp, "* OK imap\r\n", Cause::Malformed),
    ];
    for (protocol, text, cause) in scripts {
        let server = Server::start(vec![tls(), say(text)]).await;
        let fault = authority
            .net()
            .probe(&endpoint(protocol, server.port, Security::Tls))
            .await
            .unwrap_err();
        assert_eq!(fault.cause, cause, "{text}");
    }
    let server = Server::start(vec![tls(), Step::Say(vec![b'x'; LINE_LIMIT * 2])]).await;
    let fault = authority
        .net()
        .probe(&endpoint(Protocol::Imap, server.port, Security::Tls))
        .await
        .unwrap_err();
    assert_eq!(fault.cause, Cause::TooLong);
}

#[tokio::test]
async fn the_https_client_and_the_directory_share_the_trust() {
    let authority = Authority::new("CA");
    let proxy = Authority::new("Proxy du collège");
    let named = Cause::UnknownIssuer {
        issuer: "Proxy du collège".to_owned(),
    };
    let net = authority.net();

    let page = "HTTP/1.1 302 Found\r\nlocation: https://voisin.test/\r\ncontent-length: 0\r\n\r\n";
    let good = Server::start(vec![Step::Tls(authority.tls(HOST)), Step::Hear, say(page)]).await;
    let bad = Server::start(vec![Step::Tls(proxy.tls(HOST))]).await;
    let client = net.https(Purpose::Portal).unwrap();
    let get = |port: u16| client.get(format!("https://{HOST}:{port}/")).send();
    assert_eq!(get(good.port).await.unwrap().status(), 302);
    let fault = https_fault(&get(bad.port).await.unwrap_err(), HOST);
    assert_eq!(fault, Fault::new(HOST, bad.port, named.clone()));
    assert!(
        client
            .get(format!("http://{HOST}:{}/", good.port))
            .send()
            .await
            .is_err()
    );

    let connector = |port| crate::academy::LdapConnector {
        host: HOST.to_owned(),
        port,
        security: Security::Tls,
        user_dn: String::new(),
        recovery_attribute: None,
        change_password: false,
    };
    let good = Server::start(vec![Step::Tls(authority.tls(HOST))]).await;
    assert!(net.ldap(&connector(good.port)).await.is_ok());
    let fault = net.ldap(&connector(bad.port)).await.err().unwrap();
    assert_eq!(fault, Fault::new(HOST, bad.port, named));
}

#[tokio::test]
async fn a_body_is_read_up_to_a_limit() {
    let authority = Authority::new("CA");
    let page = "HTTP/1.1 200 OK\r\ncontent-length: 7\r\n\r\nbonjour";
    for (limit, expected) in [(7, Ok(b"bonjour".to_vec())), (6, Err(Cause::TooLong))] {
        let server = Server::start(vec![Step::Tls(authority.tls(HOST)), Step::Hear, say(page)]).await;
        let client = authority.net().https(Purpose::Portal).unwrap();
        let response = client
            .get(format!("https://{HOST}:{}/", server.port))
            .send()
            .await
            .unwrap();
        assert_eq!(
            https_body(response, HOST, limit).await.map_err(|fault| fault.cause),
            expected
        );
    }
}

#[tokio::test]
async fn every_host_is_listed_with_its_reason() {
    let authority = Authority::new("CA");
    let server = Server::start(vec![Step::Cut]).await;
    let net = authority.net();
    let at = endpoint(Protocol::Imap, server.port, Security::Tls);
    for _ in 0..2 {
        assert!(net.clone().secure(&at, Purpose::Mailbox).await.is_err());
    }
    let contacts = net.contacted();
    let [contact] = contacts.as_slice() else {
        panic!("{contacts:?}")
    };
    assert_eq!(
        (contact.host.as_str(), contact.purpose, contact.times),
        (HOST, Purpose::Mailbox, 2)
    );
}

#[test]
fn no_two_causes_share_a_code() {
    let causes = fault::every();
    let codes: BTreeSet<&str> = causes
        .iter()
        .map(|cause| Fault::new("h", 1, cause.clone()).code())
        .collect();
    assert_eq!(codes.len(), causes.len());
}

/// A day on which every certificate of these tests has run out, and one on which none has begun.
fn in_2101() -> OffsetDateTime {
    time::macros::datetime!(2101-06-01 12:00 UTC)
}

fn in_2001() -> OffsetDateTime {
    time::macros::datetime!(2001-06-01 12:00 UTC)
}

#[tokio::test]
async fn a_wrong_clock_is_named_with_the_side_it_is_wrong_on() {
    let authority = Authority::new("CA");
    let net = authority.net().with_clock(in_2101);
    let one = verdict_on(&net, HOST, authority.tls_between(HOST, (2020, 2100))).await;
    assert!(
        matches!(one, Err(Cause::CertExpired { .. })),
        "one server may have let it run out: {one:?}"
    );
    let other = "autre.ac-exemple.test";
    let two = verdict_on(&net, other, authority.tls_between(other, (2020, 2100))).await;
    let ahead = Cause::Clock {
        side: Side::Ahead,
        today: "2101-06-01".to_owned(),
    };
    assert_eq!(two, Err(ahead));
    assert_eq!(net.clock(), Some(Side::Ahead));

    let net = authority.net().with_clock(in_2001);
    let early = verdict_on(&net, HOST, authority.tls(HOST)).await;
    let behind = Cause::Clock {
        side: Side::Behind,
        today: "2001-06-01".to_owned(),
    };
    assert_eq!(early, Err(behind), "before this program was built");
}

#[tokio::test]
async fn a_stranger_is_no_witness_of_the_time() {
    let (authority, stranger) = (Authority::new("CA"), Authority::new("Inconnu"));
    let net = authority.net().with_clock(in_2101);
    for host in [HOST, "autre.ac-exemple.test"] {
        let verdict = verdict_on(&net, host, stranger.tls_between(host, (2020, 2100))).await;
        assert!(!matches!(verdict, Ok(()) | Err(Cause::Clock { .. })), "{verdict:?}");
    }
    assert_eq!(net.clock(), None);
}

#[tokio::test]
async fn the_time_is_asked_over_a_verified_handshake_only() {
    let authority = Authority::new("CA");
    let page = "HTTP/1.1 200 OK\r\nDate: Wed, 01 Jun 2050 12:00:00 GMT\r\ncontent-length: 0\r\n\r\n";
    let ask = async |tls: Arc<rustls::ServerConfig>| {
        let server = Server::start(vec![Step::Tls(tls), Step::Hear, say(page)]).await;
        let mut net = authority
            .net()
            .with_clock(|| time::macros::datetime!(2050-06-01 11:59:00 UTC));
        net.portals = Arc::new([(HOST.to_owned(), server.port)].into());
        net.clock_offset(HOST).await.map_err(|fault| fault.cause)
    };
    assert_eq!(ask(authority.tls(HOST)).await, Ok(Some(60)));
    let issuer = "Inconnu".to_owned();
    assert_eq!(
        ask(Authority::new("Inconnu").tls(HOST)).await,
        Err(Cause::UnknownIssuer { issuer })
    );
}

const LDAP_YES: &[u8] = b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x00\x04\x00\x04\x00";

#[tokio::test]
async fn starttls_of_a_directory_is_as_strict() {
    let authority = Authority::new("CA");
    let request = Step::HearBytes(31);
    let yes = || Step::Say(LDAP_YES.to_vec());
    let no = Step::Say(b"\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00".to_vec());
    let injected = Step::Say([LDAP_YES, b"\x30\x0c\x02\x01\x02\x61"].concat());
    let tls = || Step::Tls(authority.tls(HOST));
    let cases = [
        (vec![request.clone(), yes(), tls()], None),
        (vec![request.clone(), no], Some(Cause::StarttlsStripped)),
        (vec![request.clone(), injected, tls()], Some(Cause::StarttlsInjected)),
        (vec![request, say("220 bonjour\r\n")], Some(Cause::Malformed)),
    ];
    for (script, expected) in cases {
        let server = Server::start(script).await;
        let at = endpoint(Protocol::Ldap, server.port, Security::Starttls);
        let met = authority.net().secure(&at, Purpose::Directory).await;
        assert_eq!(met.err().map(|fault| fault.cause), expected);
    }
}
