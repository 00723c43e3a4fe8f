//! What each *no* becomes, and proof that no password leaves before a verified handshake.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::*;
use crate::{
    academy::{Endpoint, Protocol, Security},
    net::{
        fault::Cause,
        testing::{Authority, HOST, Server, Step, endpoint, impatient, say},
    },
};

const LOGIN: &str = "jean.dupont@ac-exemple.test";
const PASSWORD: &str = "Château-Œuf.62é";

fn password() -> Password {
    Password::new(PASSWORD.to_owned())
}

fn sasl() -> String {
    STANDARD.encode(format!("\0{LOGIN}\0{PASSWORD}"))
}

fn saw_the_secret(server: &Server) -> bool {
    server.saw(PASSWORD) || server.saw(&sasl()) || server.saw(&STANDARD.encode(PASSWORD))
}

/// Keeps no budget.
struct Nobody;

impl Witness for Nobody {
    fn before(&self, _: &Endpoint) -> Result<(), SignInRefusal> {
        Ok(())
    }
    fn after(&self, _: &Endpoint, _: Result<(), &SignInRefusal>) {}
}

struct Rig {
    authority: Authority,
    server: Server,
    endpoint: Endpoint,
}

impl Rig {
    async fn over_tls(protocol: Protocol, script: &[&str]) -> Self {
        let authority = Authority::new("CA");
        let tls = Step::Tls(authority.tls(HOST));
        Self::playing(authority, protocol, Security::Tls, [vec![tls], steps(script)].concat()).await
    }

    async fn playing(authority: Authority, protocol: Protocol, security: Security, script: Vec<Step>) -> Self {
        let server = Server::start(script).await;
        let endpoint = endpoint(protocol, server.port, security);
        Self {
            authority,
            server,
            endpoint,
        }
    }

    async fn open(&self) -> Result<Mailbox, SignInRefusal> {
        let doors = Doors {
            imap: Some(&self.endpoint),
            ..Doors::default()
        };
        let said = opening::open(&self.authority.net(), doors, LOGIN, &password(), &Nobody).await;
        said.refusal.map_or_else(|| Ok(said.mailbox.unwrap()), Err)
    }

    async fn sign_in(&self) -> Result<(), SignInRefusal> {
        let doors = Doors {
            smtp: Some(&self.endpoint),
            ..Doors::default()
        };
        let said = opening::open(&self.authority.net(), doors, LOGIN, &password(), &Nobody).await;
        said.refusal.map_or_else(
            || {
                assert!(said.sends);
                Ok(())
            },
            Err,
        )
    }
}

/// The server speaks first, then hears a line before each further answer.
fn steps(script: &[&str]) -> Vec<Step> {
    let mut steps: Vec<Step> = script.iter().flat_map(|text| [say(text), Step::Hear]).collect();
    steps.pop();
    steps
}

fn host() -> String {
    HOST.to_owned()
}

#[tokio::test]
async fn a_mailbox_opens_in_one_go_and_says_its_quota() {
    let rig = Rig::over_tls(
        Protocol::Imap,
        &[
            "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] bonjour\r\n",
            "r0 OK [CAPABILITY IMAP4rev1 QUOTA] entrez\r\n",
            "* 42 EXISTS\r\n* 0 RECENT\r\nr1 OK [READ-ONLY] voici\r\n",
            "* QUOTAROOT INBOX Boite\r\n* QUOTA Boite (STORAGE 977 1024)\r\nr2 OK voici\r\n",
        ],
    )
    .await;
    let mailbox = rig.open().await.unwrap();
    let expected = Mailbox {
        host: host(),
        messages: 42,
        used_kib: Some(977),
        limit_kib: Some(1024),
        special: None,
        quarantine_unread: None,
    };
    assert_eq!(mailbox, expected);
    assert!(mailbox.nearly_full() && !mailbox.full());
    assert!(rig.server.saw(&format!("r0 AUTHENTICATE PLAIN {}\r\n", sasl())));
    assert!(!rig.server.saw("SELECT"));
}

#[tokio::test]
async fn what_the_mailbox_holds_is_asked_in_one_flight() {
    let rig = Rig::over_tls(
        Protocol::Imap,
        &[
            "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] bonjour\r\n",
            "r0 OK [CAPABILITY IMAP4rev1 QUOTA SPECIAL-USE LIST-EXTENDED] entrez\r\n",
            // Answered all at once, and not in the order asked: tags decide.
            "* 3 EXISTS\r\n* LIST (\\Junk) \"/\" Spam\r\n* LIST (\\Drafts) \"/\" B\r\nr3 OK\r\n* SEARCH 2 5\r\nr4 OK\r\n\
             r1 OK\r\n* QUOTA B (STORAGE 10 10)\r\nr2 OK\r\n",
        ],
    )
    .await;
    let doors = Doors {
        imap: Some(&rig.endpoint),
        quarantine_from: Some("quarantaine@ac-exemple.test"),
        ..Doors::default()
    };
    let said = opening::open(&rig.authority.net(), doors, LOGIN, &password(), &Nobody).await;
    let mailbox = said.mailbox.unwrap();
    assert_eq!(mailbox.special, Some(vec![SpecialUse::Drafts, SpecialUse::Junk]));
    assert_eq!((mailbox.quarantine_unread, mailbox.full()), (Some(2), true));
    assert!(rig.server.saw(
        "r1 EXAMINE INBOX\r\nr2 GETQUOTAROOT INBOX\r\nr3 LIST (SPECIAL-USE) \"\" \"*\"\r\nr4 SEARCH UNSEEN FROM \
         \"quarantaine@ac-exemple.test\"\r\n"
    ));
}

/// The servers of a mailbox, side by side under one authority.
async fn both(imap: &[&str], smtp: &[&str]) -> (Authority, [Server; 2], [Endpoint; 2]) {
    let authority = Authority::new("CA");
    let server = async |protocol, script: &[&str]| {
        let script = [vec![Step::Tls(authority.tls(HOST))], steps(script)].concat();
        let server = Server::start(script).await;
        let at = endpoint(protocol, server.port, Security::Tls);
        (server, at)
    };
    let (imap, imap_at) = server(Protocol::Imap, imap).await;
    let (smtp, smtp_at) = server(Protocol::Smtp, smtp).await;
    (authority, [imap, smtp], [imap_at, smtp_at])
}

const IMAP_HELLO: &str = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] bonjour\r\n";

#[tokio::test]
async fn a_no_of_the_first_server_keeps_the_password_from_the_second() {
    let (authority, [imap, smtp], [imap_at, smtp_at]) = both(
        &[IMAP_HELLO, "r0 NO [AUTHENTICATIONFAILED] non\r\n"],
        &["220 bonjour\r\n", "250-mail\r\n250 AUTH PLAIN\r\n", "235 entrez\r\n"],
    )
    .await;
    let doors = Doors {
        imap: Some(&imap_at),
        smtp: Some(&smtp_at),
        ..Doors::default()
    };
    let said = opening::open(&authority.net(), doors, LOGIN, &password(), &Nobody).await;
    assert_eq!(said.refusal, Some(SignInRefusal::Refused { host: host() }));
    assert!(saw_the_secret(&imap) && !saw_the_secret(&smtp) && !said.sends);
}

#[tokio::test]
async fn an_attempt_that_cannot_be_noted_is_not_sent() {
    struct Full;
    impl Witness for Full {
        fn before(&self, endpoint: &Endpoint) -> Result<(), SignInRefusal> {
            let host = endpoint.host.clone();
            Err(SignInRefusal::HeldBack { host })
        }
        fn after(&self, _: &Endpoint, _: Result<(), &SignInRefusal>) {
            panic!("nothing was sent");
        }
    }
    let (authority, [imap, smtp], [imap_at, smtp_at]) = both(&[IMAP_HELLO], &["220 x\r\n", "250 AUTH PLAIN\r\n"]).await;
    let doors = Doors {
        imap: Some(&imap_at),
        smtp: Some(&smtp_at),
        ..Doors::default()
    };
    let said = opening::open(&authority.net(), doors, LOGIN, &password(), &Full).await;
    assert_eq!(said.refusal, Some(SignInRefusal::HeldBack { host: host() }));
    assert!(!saw_the_secret(&imap) && !saw_the_secret(&smtp));
}

#[tokio::test]
async fn without_initial_responses_the_secret_waits_for_the_go_ahead() {
    let rig = Rig::over_tls(
        Protocol::Imap,
        &[
            "* OK bonjour\r\n",
            "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\nr0 OK\r\n",
            "+ \r\n",
            "r1 OK entrez\r\n",
            "* 0 EXISTS\r\nr2 OK\r\n",
            "* CAPABILITY IMAP4rev1\r\nr3 OK\r\n",
        ],
    )
    .await;
    let mailbox = rig.open().await.unwrap();
    assert_eq!(
        (mailbox.used_kib, mailbox.limit_kib, mailbox.full()),
        (None, None, false)
    );
    assert!(rig.server.saw(&format!("r1 AUTHENTICATE PLAIN\r\n{}\r\n", sasl())));
}

#[tokio::test]
async fn login_serves_where_plain_is_missing() {
    let rig = Rig::over_tls(
        Protocol::Imap,
        &[
            "* OK [CAPABILITY IMAP4rev1] bonjour\r\n",
            "+ ok\r\n",
            "+ ok\r\n",
            "r0 OK entrez\r\n",
            "* 1 EXISTS\r\nr1 OK\r\n",
            "* CAPABILITY IMAP4rev1\r\nr2 OK\r\n",
        ],
    )
    .await;
    assert_eq!(rig.open().await.unwrap().messages, 1);
    let said = format!(
        "r0 LOGIN {{{}}}\r\n{LOGIN} {{{}}}\r\n{PASSWORD}\r\n",
        LOGIN.len(),
        PASSWORD.len()
    );
    assert!(rig.server.saw(&said));
}

#[tokio::test]
async fn imap_codes_decide_and_words_do_not() {
    let answers = [
        (
            "NO [AUTHENTICATIONFAILED] Authentication failed.",
            SignInRefusal::Refused { host: host() },
        ),
        ("NO Try later [UNAVAILABLE]", SignInRefusal::Refused { host: host() }),
        (
            "NO [UNAVAILABLE] Authentication failed.",
            SignInRefusal::Unavailable { host: host() },
        ),
        ("NO [INUSE] occupé", SignInRefusal::Unavailable { host: host() }),
        (
            "NO [EXPIRED] trop vieux",
            SignInRefusal::PasswordExpired { host: host() },
        ),
        (
            "NO [CONTACTADMIN] demandez",
            SignInRefusal::ContactAdmin { host: host() },
        ),
        (
            "NO [AUTHORIZATIONFAILED] non",
            SignInRefusal::NotAllowed { host: host() },
        ),
        ("BAD quoi ?", SignInRefusal::NoMechanism { host: host() }),
    ];
    for (answer, expected) in answers {
        let greeting = "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] bonjour\r\n";
        let rig = Rig::over_tls(Protocol::Imap, &[greeting, &format!("r0 {answer}\r\n")]).await;
        assert_eq!(rig.open().await, Err(expected), "{answer}");
    }
}

#[tokio::test]
async fn where_sign_in_is_closed_nothing_is_sent() {
    let rig = Rig::over_tls(
        Protocol::Imap,
        &["* OK [CAPABILITY IMAP4rev1 LOGINDISABLED] bonjour\r\n"],
    )
    .await;
    let refusal = rig.open().await.unwrap_err();
    assert_eq!(refusal, SignInRefusal::NoMechanism { host: host() });
    assert!(!refusal.spent_attempt() && !saw_the_secret(&rig.server));

    let rig = Rig::over_tls(Protocol::Smtp, &["220 bonjour\r\n", "250-mail\r\n250 8BITMIME\r\n"]).await;
    assert_eq!(rig.sign_in().await, Err(SignInRefusal::NoMechanism { host: host() }));
    assert!(!saw_the_secret(&rig.server));
}

#[tokio::test]
async fn a_password_that_left_without_an_answer_counts() {
    let greeting = say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] bonjour\r\n");
    let authority = Authority::new("CA");
    let script = vec![Step::Tls(authority.tls(HOST)), greeting, Step::Hear, Step::Cut];
    let rig = Rig::playing(authority, Protocol::Imap, Security::Tls, script).await;
    let refusal = rig.open().await.unwrap_err();
    assert!(
        matches!(&refusal, SignInRefusal::Unanswered(fault) if fault.cause == Cause::Reset),
        "{refusal:?}"
    );
    assert!(refusal.spent_attempt());
}

#[tokio::test]
async fn an_endless_reply_is_cut_off() {
    let authority = Authority::new("CA");
    let endless = Step::Say(vec![b'x'; 2 * 1024 * 1024]);
    let script = vec![Step::Tls(authority.tls(HOST)), say("* OK "), endless];
    let rig = Rig::playing(authority, Protocol::Imap, Security::Tls, script).await;
    let refusal = rig.open().await.unwrap_err();
    assert!(
        matches!(&refusal, SignInRefusal::Fault(fault) if fault.cause == Cause::TooLong),
        "{refusal:?}"
    );
}

#[tokio::test]
async fn submission_signs_in_and_its_codes_decide() {
    let greeting = ["220 bonjour\r\n", "250-mail\r\n250 AUTH PLAIN LOGIN\r\n"];
    let answers = [
        ("235 2.7.0 entrez", Ok(())),
        (
            "535 5.7.8 Error: authentication failed",
            Err(SignInRefusal::Refused { host: host() }),
        ),
        ("454 4.7.0 plus tard", Err(SignInRefusal::Unavailable { host: host() })),
        ("421 4.3.0 plus tard", Err(SignInRefusal::Unavailable { host: host() })),
        ("534 5.7.9 autrement", Err(SignInRefusal::NoMechanism { host: host() })),
    ];
    for (answer, expected) in answers {
        let answered = format!("{answer}\r\n");
        let script = [&greeting[..], &[answered.as_str(), "221 au revoir\r\n"]].concat();
        let rig = Rig::over_tls(Protocol::Smtp, &script).await;
        assert_eq!(rig.sign_in().await, expected, "{answer}");
        assert!(rig.server.saw(&format!("AUTH PLAIN {}\r\n", sasl())));
    }
}

fn message() -> lettre::Message {
    let body = "Code : 123456".to_owned();
    let builder = lettre::Message::builder()
        .from(LOGIN.parse().unwrap())
        .to("jean@perso.test".parse().unwrap());
    builder.subject("Vérification").body(body).unwrap()
}

#[tokio::test]
async fn a_message_leaves_or_says_which_address_was_refused() {
    let head = ["220 bonjour\r\n", "250-mail\r\n250 AUTH PLAIN\r\n", "235 entrez\r\n"];
    let answers: [(&[&str], _); 5] = [
        (
            &["550 5.1.8 non\r\n"],
            Err(SignInRefusal::SenderRefused { host: host() }),
        ),
        (
            &["250 ok\r\n", "553 5.7.1 not owned\r\n"],
            Err(SignInRefusal::SenderRefused { host: host() }),
        ),
        (
            &["250 ok\r\n", "550 5.1.1 inconnu\r\n"],
            Err(SignInRefusal::RecipientRefused { host: host() }),
        ),
        (
            &["250 ok\r\n", "250 ok\r\n", "451 plus tard\r\n"],
            Err(SignInRefusal::Unavailable { host: host() }),
        ),
        (
            &["250 ok\r\n", "250 ok\r\n", "554 non\r\n"],
            Err(SignInRefusal::MessageRefused { host: host() }),
        ),
    ];
    for (tail, expected) in answers {
        let rig = Rig::over_tls(Protocol::Smtp, &[&head[..], tail].concat()).await;
        let sent = smtp::send(
            &rig.authority.net(),
            &rig.endpoint,
            LOGIN,
            &password(),
            message(),
            &Nobody,
        )
        .await;
        assert_eq!(sent, expected, "{tail:?}");
    }
}

#[tokio::test]
async fn submission_over_starttls_gets_its_greeting_once() {
    let authority = Authority::new("CA");
    let clear = steps(&["220 bonjour\r\n", "250-mail\r\n250 STARTTLS\r\n", "220 go\r\n"]);
    let inside = vec![
        Step::Hear,
        say("250-mail\r\n250 AUTH PLAIN\r\n"),
        Step::Hear,
        say("235 entrez\r\n"),
    ];
    let script = [clear, vec![Step::Tls(authority.tls(HOST))], inside].concat();
    let rig = Rig::playing(authority, Protocol::Smtp, Security::Starttls, script).await;
    assert_eq!(rig.sign_in().await, Ok(()));
}

#[tokio::test]
async fn no_byte_of_a_secret_before_a_verified_handshake() {
    let proxy = Authority::new("Proxy du collège");
    let forged_imap = "a1 OK\r\n* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] x\r\n";
    let caught = [
        (
            Protocol::Imap,
            Security::Tls,
            vec![Step::Tls(proxy.tls(HOST)), say("* OK x\r\n")],
        ),
        (
            Protocol::Smtp,
            Security::Tls,
            vec![Step::Tls(proxy.tls(HOST)), say("220 x\r\n")],
        ),
        (
            Protocol::Imap,
            Security::Tls,
            vec![say("* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] x\r\n")],
        ),
        (
            Protocol::Imap,
            Security::Starttls,
            steps(&["* OK x\r\n", "* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\na0 OK\r\n"]),
        ),
        (
            Protocol::Smtp,
            Security::Starttls,
            steps(&["220 x\r\n", "250-x\r\n250 AUTH PLAIN\r\n"]),
        ),
        (
            Protocol::Imap,
            Security::Starttls,
            steps(&[
                "* OK x\r\n",
                "* CAPABILITY IMAP4rev1 STARTTLS\r\na0 OK\r\n",
                forged_imap,
            ]),
        ),
        (
            Protocol::Smtp,
            Security::Starttls,
            steps(&[
                "220 x\r\n",
                "250-x\r\n250 STARTTLS\r\n",
                "220 go\r\n250-x\r\n250 AUTH PLAIN\r\n235 forged\r\n",
            ]),
        ),
    ];
    for (protocol, security, script) in caught {
        let rig = Rig::playing(Authority::new("CA"), protocol, security, script).await;
        let refusal = match protocol {
            Protocol::Imap => rig.open().await.unwrap_err(),
            _ => rig.sign_in().await.unwrap_err(),
        };
        assert!(matches!(refusal, SignInRefusal::Fault(_)), "{refusal:?}");
        assert!(!refusal.spent_attempt());
        assert!(!saw_the_secret(&rig.server), "{refusal:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_sent_is_refused_before_any_byte() {
    let rig = Rig::over_tls(Protocol::Imap, &[]).await;
    let net = rig.authority.net().with_deadlines(impatient());
    let cases = [
        ("jdupont", "", SignInRefusal::EmptyPassword),
        ("", "x", SignInRefusal::EmptyLogin),
        ("jdupont", "a\0b", SignInRefusal::ControlCharacter),
        ("jdupont\r\n", "x", SignInRefusal::ControlCharacter),
    ];
    for (login, secret, expected) in cases {
        let secret = Password::new(secret.to_owned());
        let doors = Doors {
            imap: Some(&rig.endpoint),
            smtp: Some(&rig.endpoint),
            ..Doors::default()
        };
        let said = opening::open(&net, doors, login, &secret, &Nobody).await;
        assert_eq!(said.refusal, Some(expected));
    }
    assert!(net.contacted().is_empty());
}
