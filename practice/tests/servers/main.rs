//! The practice servers, asked by clients that share no code with them, and by literal protocol lines. [`pages`] has the
//! portal and the web pages.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

mod pages;

use std::{
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, SystemTime},
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use futures::TryStreamExt as _;
use ldap3::{LdapConnAsync, LdapConnSettings, LdapResult, controls::RawControl, exop::PasswordModify};
use rentree_practice::{Options, Practice};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject as _},
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
};
use tokio_rustls::{TlsConnector, client::TlsStream};
use toml::{Table, Value};

const NEW: &str = "Cerise-Violon-Tempete-8";

async fn practice() -> Practice {
    Practice::start(Options::default()).await.unwrap()
}

fn tls(practice: &Practice) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_slice(practice.ca_pem().as_bytes()).unwrap())
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

fn pack(practice: &Practice, index: usize) -> Table {
    practice.packs()[index].parse().unwrap()
}

fn server(practice: &Practice, index: usize, protocol: &str) -> (String, u16) {
    let pack = pack(practice, index);
    let servers = pack["platforms"][0]["servers"].as_array().unwrap();
    let server = servers
        .iter()
        .find(|server| server["protocol"].as_str() == Some(protocol))
        .unwrap();
    (
        server["host"].as_str().unwrap().to_owned(),
        u16::try_from(server["port"].as_integer().unwrap()).unwrap(),
    )
}

type Tls = TlsStream<TcpStream>;

async fn connect(practice: &Practice, (host, port): (String, u16)) -> std::io::Result<Tls> {
    let tcp = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
    TlsConnector::from(tls(practice))
        .connect(ServerName::try_from(host).unwrap(), tcp)
        .await
}

/// A dialogue by lines.
struct Lines(BufReader<Tls>);

impl Lines {
    async fn open(practice: &Practice, index: usize, protocol: &str) -> Self {
        Self(BufReader::new(
            connect(practice, server(practice, index, protocol)).await.unwrap(),
        ))
    }

    async fn line(&mut self) -> String {
        let mut line = String::new();
        self.0.read_line(&mut line).await.unwrap();
        line
    }

    /// Sends, then reads up to the line that ends the answer.
    async fn answer(&mut self, text: &str, ends: impl Fn(&str) -> bool) -> String {
        self.0.write_all(text.as_bytes()).await.unwrap();
        self.0.flush().await.unwrap();
        let mut all = String::new();
        loop {
            let line = self.line().await;
            all.push_str(&line);
            if ends(&line) || line.is_empty() {
                return all;
            }
        }
    }

    /// Sends, then reads up to the tagged line, or the last line of a reply.
    async fn ask(&mut self, text: &str, last: &str) -> String {
        self.answer(text, |line| line.starts_with(last)).await
    }

    async fn smtp(&mut self, text: &str) -> String {
        self.answer(text, |line| line.as_bytes().get(3) != Some(&b'-')).await
    }

    async fn imap_sign_in(&mut self, name: &str, password: &str) -> String {
        self.line().await;
        let plain = STANDARD.encode(format!("\0{name}\0{password}"));
        self.ask(&format!("a AUTHENTICATE PLAIN {plain}\r\n"), "a ").await
    }

    async fn smtp_sign_in(&mut self, name: &str, password: &str) -> String {
        self.line().await;
        self.smtp("EHLO [127.0.0.1]\r\n").await;
        let plain = STANDARD.encode(format!("\0{name}\0{password}"));
        self.smtp(&format!("AUTH PLAIN {plain}\r\n")).await
    }
}

async fn ldap(practice: &Practice) -> ldap3::Ldap {
    let pack = pack(practice, 0);
    let port = pack["academy"]["connectors"]["ldap"]["port"].as_integer().unwrap();
    let settings = LdapConnSettings::new().set_config(tls(practice));
    let url = format!("ldaps://127.0.0.1:{port}");
    let (connection, ldap) = LdapConnAsync::with_settings(settings, &url).await.unwrap();
    tokio::spawn(connection.drive());
    ldap
}

fn policy() -> RawControl {
    RawControl {
        ctype: "1.3.6.1.4.1.42.2.27.8.5.1".to_owned(),
        crit: false,
        val: None,
    }
}

/// Result code, and the policy control in hexadecimal.
fn outcome(result: &LdapResult) -> (u32, String) {
    let control = result
        .ctrls
        .iter()
        .find(|control| control.1.ctype == "1.3.6.1.4.1.42.2.27.8.5.1");
    let value = control.and_then(|control| control.1.val.clone());
    (
        result.rc,
        value
            .map(|v| v.iter().map(|octet| format!("{octet:02x}")).collect())
            .unwrap_or_else(|| "-".into()),
    )
}

async fn bind(ldap: &mut ldap3::Ldap, login: &str, password: &str) -> (u32, String) {
    let dn = format!("uid={login},ou=people,dc=entrainement,dc=test");
    outcome(&ldap.with_controls(policy()).simple_bind(&dn, password).await.unwrap())
}

async fn change(ldap: &mut ldap3::Ldap, old: Option<&str>, new: &str) -> (u32, String) {
    let request = PasswordModify {
        user_id: None,
        old_pass: old,
        new_pass: Some(new),
    };
    outcome(&ldap.with_controls(policy()).extended(request).await.unwrap().1)
}

/// Octets observed on slapd 2.5.13 with the password policy overlay.
#[tokio::test]
async fn directory_tells_account_states_as_slapd_does() {
    let practice = practice().await;
    let mut ldap = ldap(&practice).await;
    for (login, password, rc, control) in [
        ("jdupont", "Tilleul.Orage-47", 0, "3000"),
        ("jdupont", "wrong", 49, "3000"),
        ("nobody", "wrong", 49, "3000"),
        ("slefevre", "Verrou-Ferme.88", 49, "3003810101"),
        ("slefevre", "wrong", 49, "3003810101"),
        ("vmoreau", "Provisoire-2024!", 49, "3003810101"),
        ("nbernard", "Provisoire-2025!", 49, "3003810100"),
        ("nbernard", "wrong", 49, "3000"),
        ("jlheraudd", "Château-Œuf.62é", 0, "3000"),
        ("jdupont", "", 53, "3000"),
    ] {
        assert_eq!(
            bind(&mut ldap, login, password).await,
            (rc, control.to_owned()),
            "{login}"
        );
    }
    let fresh = bind(&mut ldap, "cmartin", "Provisoire-2026!").await;
    assert!(fresh.0 == 0 && fresh.1.ends_with("810102"));
    assert!(
        bind(&mut ldap, "afaure", "Bientot.Fini-71")
            .await
            .1
            .starts_with("3007a0058003")
    );
    assert_eq!(practice.failed_sign_ins("slefevre"), 2);
}

#[tokio::test]
async fn a_temporary_password_must_be_changed_first_and_the_change_lifts_the_restriction() {
    let practice = practice().await;
    let mut ldap = ldap(&practice).await;
    let dn = "uid=cmartin,ou=people,dc=entrainement,dc=test";
    let recovery = |address: &'static str| vec![ldap3::Mod::Replace("supannMailPerso", [address].into())];
    bind(&mut ldap, "cmartin", "Provisoire-2026!").await;
    let refused = ldap
        .with_controls(policy())
        .modify(dn, recovery("claire.perso@perso.test"))
        .await
        .unwrap();
    assert_eq!(outcome(&refused), (50, "3003810102".into()));
    let search = ldap
        .search(dn, ldap3::Scope::Base, "(objectClass=*)", ["*"])
        .await
        .unwrap();
    assert_eq!(search.1.rc, 50);
    for (old, new, rc, control) in [
        (None, NEW, 50, "3003810104"),
        (Some("wrong"), NEW, 53, "-"),
        (Some("Provisoire-2026!"), "court", 19, "3003810106"),
        (Some("Provisoire-2026!"), "{SSHA}abcdefghijkl", 19, "3003810105"),
        (Some("Provisoire-2026!"), "Provisoire-2026!", 19, "3003810108"),
        (Some("Provisoire-2026!"), NEW, 0, "-"),
        (Some(NEW), "Provisoire-2026!", 19, "3003810108"),
    ] {
        assert_eq!(
            change(&mut ldap, old, new).await,
            (rc, control.to_owned()),
            "{old:?} {new}"
        );
    }
    assert!(practice.password_is("cmartin", NEW) && !practice.must_change("cmartin"));
    assert_eq!(
        ldap.modify(dn, recovery("claire.perso@perso.test")).await.unwrap().rc,
        0
    );
    assert_eq!(ldap.modify(dn, recovery("accentué@perso.test")).await.unwrap().rc, 21);
    let other = "uid=jdupont,ou=people,dc=entrainement,dc=test";
    assert_eq!(ldap.modify(other, recovery("a@perso.test")).await.unwrap().rc, 50);
    assert_eq!(
        ldap.modify(dn, vec![ldap3::Mod::Replace("mail", ["a@b.test"].into())])
            .await
            .unwrap()
            .rc,
        50
    );
    assert_eq!(
        practice.recovery_address("cmartin").as_deref(),
        Some("claire.perso@perso.test")
    );
    let (found, _) = ldap
        .search(
            "dc=entrainement,dc=test",
            ldap3::Scope::Subtree,
            "(uid=cmartin)",
            ["supannMailPerso"],
        )
        .await
        .unwrap()
        .success()
        .unwrap();
    let entry = ldap3::SearchEntry::construct(found[0].clone());
    assert_eq!(entry.attrs["supannMailPerso"], ["claire.perso@perso.test"]);
    assert_eq!(bind(&mut ldap, "cmartin", NEW).await, (0, "3000".into()));
}

#[tokio::test]
async fn five_failures_lock_and_time_unlocks() {
    let offset = Arc::new(AtomicU64::new(0));
    let shared = Arc::clone(&offset);
    let clock = Arc::new(move || SystemTime::now() + Duration::from_secs(shared.load(Ordering::Relaxed)));
    let practice = Practice::start(Options {
        clock,
        ..Options::default()
    })
    .await
    .unwrap();
    let mut ldap = ldap(&practice).await;
    for _ in 0..5 {
        assert_eq!(bind(&mut ldap, "jdupont", "wrong").await, (49, "3000".into()));
    }
    assert_eq!(
        bind(&mut ldap, "jdupont", "Tilleul.Orage-47").await,
        (49, "3003810101".into())
    );
    offset.store(30, Ordering::Relaxed);
    assert_eq!(bind(&mut ldap, "jdupont", "Tilleul.Orage-47").await, (0, "3000".into()));
    assert_eq!(practice.failed_sign_ins("jdupont"), 6);
}

#[tokio::test]
async fn mail_servers_give_one_answer_for_every_refusal() {
    let practice = practice().await;
    for (name, password) in [
        ("cmartin", "Provisoire-2026!"),
        ("slefevre", "Verrou-Ferme.88"),
        ("nbernard", "Provisoire-2025!"),
        ("jdupont", "wrong"),
        ("jean.dupont@entrainement.test", "Tilleul.Orage-47"),
    ] {
        let imap = Lines::open(&practice, 0, "imap")
            .await
            .imap_sign_in(name, password)
            .await;
        assert_eq!(imap, "a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n", "{name}");
        let smtp = Lines::open(&practice, 0, "smtp")
            .await
            .smtp_sign_in(name, password)
            .await;
        assert_eq!(
            smtp, "535 5.7.8 Error: authentication failed: (reason unavailable)\r\n",
            "{name}"
        );
    }
    for (name, password) in [("jlheraudd", "Château-Œuf.62é"), ("JDupont", "Tilleul.Orage-47")] {
        let imap = Lines::open(&practice, 0, "imap")
            .await
            .imap_sign_in(name, password)
            .await;
        assert!(imap.starts_with("a OK "), "{imap}");
        let smtp = Lines::open(&practice, 0, "smtp")
            .await
            .smtp_sign_in(name, password)
            .await;
        assert!(smtp.starts_with("235 "), "{smtp}");
    }
}

#[tokio::test]
async fn a_letter_goes_to_the_personal_mailbox_and_nowhere_else() {
    let practice = practice().await;
    let mut smtp = Lines::open(&practice, 0, "smtp").await;
    smtp.line().await;
    assert!(smtp.smtp("EHLO me\r\n").await.contains("AUTH"));
    smtp.smtp("MAIL FROM:<jean.dupont@entrainement.test>\r\n").await;
    assert!(
        smtp.smtp("RCPT TO:<jean.perso@perso.test>\r\n")
            .await
            .starts_with("554 5.7.1")
    );
    let plain = STANDARD.encode("\0jdupont\0Tilleul.Orage-47");
    assert!(smtp.smtp("AUTH PLAIN\r\n").await.starts_with("334"));
    assert!(smtp.smtp(&format!("{plain}\r\n")).await.starts_with("235"));
    smtp.smtp("MAIL FROM:<claire.martin@entrainement.test>\r\n").await;
    let foreign = smtp.smtp("RCPT TO:<jean.perso@perso.test>\r\n").await;
    assert!(
        foreign.starts_with("553 5.7.1 <claire.martin@entrainement.test>: Sender address rejected"),
        "{foreign}"
    );
    smtp.smtp("MAIL FROM:<jean.dupont@entrainement.test>\r\n").await;
    assert!(smtp.smtp("RCPT TO:<someone@example.com>\r\n").await.starts_with("550"));
    assert!(
        smtp.smtp("RCPT TO:<jean.perso@perso.test>\r\n")
            .await
            .starts_with("250")
    );
    assert!(smtp.smtp("DATA\r\n").await.starts_with("354"));
    let letter = "From: <jean.dupont@entrainement.test>\r\nTo: <jean.perso@perso.test>\r\nSubject: =?utf-8?Q?Votre_code_=C3=A9?=\r\n\
                  Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nCode : 123456\r\n..point\r\n.\r\n";
    assert!(smtp.smtp(letter).await.starts_with("250"));
    assert!(smtp.smtp("QUIT\r\n").await.starts_with("221"));
    let inbox = practice.inbox("Jean.Perso@perso.test");
    assert_eq!((inbox.len(), inbox[0].subject.as_str()), (1, "Votre code é"));
    assert_eq!(inbox[0].from, "jean.dupont@entrainement.test");
    assert_eq!(inbox[0].text.replace('\r', ""), "Code : 123456\n.point\n");
}

#[tokio::test]
async fn a_full_mailbox_bounces_and_says_its_quota() {
    let practice = practice().await;
    let mut smtp = Lines::open(&practice, 0, "smtp").await;
    smtp.smtp_sign_in("jdupont", "Tilleul.Orage-47").await;
    smtp.smtp("MAIL FROM:<jean.dupont@entrainement.test>\r\n").await;
    smtp.smtp("RCPT TO:<thomas.girard@entrainement.test>\r\n").await;
    smtp.smtp("DATA\r\n").await;
    let body = "x".repeat(70).to_owned() + "\r\n";
    assert!(
        smtp.smtp(&format!("Subject: gros\r\n\r\n{}.\r\n", body.repeat(2_000)))
            .await
            .starts_with("250")
    );
    let bounced = practice.inbox("jean.dupont@entrainement.test");
    assert!(bounced.last().unwrap().text.contains("552 5.2.2"));
    let mut imap = Lines::open(&practice, 0, "imap").await;
    imap.imap_sign_in("tgirard", "Boite.Pleine-19").await;
    let quota = imap.ask("b GETQUOTAROOT INBOX\r\n", "b ").await;
    assert!(quota.contains("* QUOTA Boite (STORAGE 977 1024)"), "{quota}");
    let line = imap.ask("c APPEND INBOX {100000}\r\n", "+").await;
    assert!(line.starts_with('+'), "{line}");
    let answer = imap.ask(&format!("{}\r\n", "y".repeat(100_000)), "c ").await;
    assert!(answer.starts_with("c NO [OVERQUOTA]"), "{answer}");
}

#[tokio::test]
async fn a_real_client_library_reads_the_mailbox() {
    let practice = practice().await;
    let stream = connect(&practice, server(&practice, 0, "imap")).await.unwrap();
    let mut client = async_imap::Client::new(stream);
    client.read_response().await.unwrap().unwrap();
    let mut session = client
        .login("jdupont", "Tilleul.Orage-47")
        .await
        .map_err(|(error, _)| error)
        .unwrap();
    let names: Vec<_> = session
        .list(Some(""), Some("*"))
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert!(names.iter().any(|name| name.name() == "INBOX"));
    let inbox = session.select("INBOX").await.unwrap();
    assert_eq!(inbox.exists, 1);
    let query = "(UID FLAGS INTERNALDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (Subject From)] BODY.PEEK[1] BODY.PEEK[])";
    let letters: Vec<_> = session.fetch("1:*", query).await.unwrap().try_collect().await.unwrap();
    let letter = &letters[0];
    assert_eq!(letter.uid, Some(1));
    assert!(letter.bodystructure().is_some() && letter.internal_date().is_some());
    assert_eq!(letter.size.unwrap() as usize, letter.body().unwrap().len());
    assert_eq!(
        letter.envelope().unwrap().from.as_ref().unwrap()[0].mailbox.as_deref(),
        Some(&b"assistance"[..])
    );
    assert_eq!(session.search("UNSEEN").await.unwrap().len(), 1);
    let flags: Vec<_> = session
        .store("1", "+FLAGS (\\Seen)")
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(flags.len(), 1);
    assert_eq!(session.search("UNSEEN").await.unwrap().len(), 0);
    session
        .append("Sent", None, None, b"Subject: copie\r\n\r\nbonjour\r\n")
        .await
        .unwrap();
    assert_eq!(session.status("Sent", "(MESSAGES UIDNEXT)").await.unwrap().exists, 1);
    session.noop().await.unwrap();
    session.logout().await.unwrap();
}

#[tokio::test]
async fn an_idling_client_hears_of_new_mail() {
    let practice = practice().await;
    let mut imap = Lines::open(&practice, 0, "imap").await;
    imap.imap_sign_in("jdupont", "Tilleul.Orage-47").await;
    imap.ask("b SELECT INBOX\r\n", "b ").await;
    imap.ask("c IDLE\r\n", "+").await;
    let mut smtp = Lines::open(&practice, 0, "smtp").await;
    smtp.smtp_sign_in("jdupont", "Tilleul.Orage-47").await;
    smtp.smtp("MAIL FROM:<jean.dupont@entrainement.test>\r\n").await;
    smtp.smtp("RCPT TO:<jean.dupont@entrainement.test>\r\n").await;
    smtp.smtp("DATA\r\n").await;
    smtp.smtp("Subject: essai\r\n\r\nessai\r\n.\r\n").await;
    assert_eq!(imap.line().await, "* 2 EXISTS\r\n");
    assert!(imap.ask("DONE\r\n", "c ").await.starts_with("c OK"));
}

/// Endless lines and oversized input end the connection; memory stays bounded by the limits.
#[tokio::test]
async fn endless_input_is_cut() {
    let practice = practice().await;
    for protocol in ["imap", "smtp"] {
        let stream = connect(&practice, server(&practice, 0, protocol)).await.unwrap();
        let chunk = vec![b'x'; 64 * 1024];
        let (mut reader, mut writer) = tokio::io::split(stream);
        // Both end only when the server closes.
        let writing = async { while writer.write_all(&chunk).await.is_ok() {} };
        let reading = async {
            let mut rest = Vec::new();
            let _ = reader.read_to_end(&mut rest).await;
            rest.len()
        };
        let (_, answered) = tokio::join!(writing, reading);
        assert!(answered < 4096, "{protocol}");
    }
    let port = pack(&practice, 0)["academy"]["connectors"]["ldap"]["port"]
        .as_integer()
        .unwrap();
    let address = ("ldap.entrainement.test".to_owned(), u16::try_from(port).unwrap());
    let mut stream = connect(&practice, address).await.unwrap();
    let _ = stream.write_all(&[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]).await;
    let _ = stream.write_all(&vec![0; 256 * 1024]).await;
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
}

#[tokio::test]
async fn certificates_are_for_test_names_only() {
    let practice = practice().await;
    let (_, port) = server(&practice, 0, "imap");
    assert!(
        connect(&practice, ("imap.entrainement.test".into(), port))
            .await
            .is_ok()
    );
    assert!(connect(&practice, ("imap.ac-exemple.fr".into(), port)).await.is_err());
    assert!(
        practice
            .hosts()
            .iter()
            .all(|(name, address)| name.ends_with(".test") && address.is_loopback())
    );
}

#[tokio::test]
async fn stopping_ends_every_server() {
    let practice = practice().await;
    let (host, port) = server(&practice, 0, "imap");
    let mut held = connect(&practice, (host, port)).await.unwrap();
    practice.stop();
    let mut rest = Vec::new();
    let _ = held.read_to_end(&mut rest).await;
    // The abort is taken at the next turn of the runtime; the connection's end shows that it was.
    assert!(TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await.is_err());
}

#[tokio::test]
async fn packs_name_what_is_served() {
    let practice = practice().await;
    let hosts = practice.hosts();
    for (index, domain) in ["entrainement.test", "entrainement-web.test"].into_iter().enumerate() {
        let pack = pack(&practice, index);
        assert_eq!(pack["academy"]["kind"].as_str(), Some("practice"));
        assert_eq!(pack["academy"]["domains"][0]["value"].as_str(), Some(domain));
        assert_eq!(
            pack["academy"]["connectors"]["roots_pem"].as_str(),
            Some(practice.ca_pem())
        );
        assert_eq!(pack["academy"]["connectors"].get("ldap").is_some(), index == 0);
        for page in pack["academy"]["pages"].as_array().unwrap() {
            assert!(practice.pages().contains_key(page["url"].as_str().unwrap()));
        }
        for protocol in ["imap", "smtp"] {
            assert!(hosts.contains_key(&server(&practice, index, protocol).0));
        }
        let password = pack["platforms"][0]["client_password"]["value"]
            .as_str()
            .map(str::to_owned);
        assert_eq!(password.as_deref(), Some(["account", "application"][index]));
        assert!(matches!(pack["platforms"], Value::Array(_)));
    }
}
