//! The connectors against the practice servers: what each answers, and what a cut line leaves behind.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::SystemTime,
};

use rentree_practice::{Options, Practice};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use super::*;
use crate::{
    academy::{Origin, directory::Directory as Academies},
    totp::card,
};

const LDAP: &str = r#"
    [connectors.ldap]
    host = "ldap.ac-exemple.test"
    port = 636
    security = "tls"
    user_dn = "uid={login},ou=people,dc=ac-exemple,dc=test"
"#;
const LDAP_MORE: &str = "recovery_attribute = \"supannMailPerso\"\nchange_password = true\n";
const PORTAL: &str = "[connectors.lemonldap]\nurl = \"https://portail.ac-exemple.test/\"\n";
const PORTAL_MORE: &str = "totp = true\nchange_password = true\n";

/// Which server does what: check, change, recovery, TOTP.
fn hosts(connectors: &str, origin: Origin) -> [Option<String>; 4] {
    let start = r#"
        id = "exemple"
        name = "Exemple"
        official_name = "académie d'Exemple"
        kind = "practice"
        domains = [{ value = "ac-exemple.test", confidence = "pack" }]
    "#;
    let mut academy: Academy = toml::from_str(&format!("{start}{connectors}")).unwrap();
    academy.origin = origin;
    let account = Account::of(&academy, &Net::new(BTreeMap::new()).unwrap());
    [
        account.check.host(),
        account.change.host(),
        account.recovery.host(),
        account.totp.host(),
    ]
    .map(|host| host.map(|host| host.split('.').next().unwrap().to_owned()))
}

#[test]
fn a_server_made_for_second_factors_goes_before_the_portal() {
    let factors = "[connectors.privacyidea]\nurl = \"https://otp.ac-exemple.test/\"\n";
    let full = format!("{LDAP}{LDAP_MORE}{PORTAL}{PORTAL_MORE}{factors}");
    assert_eq!(hosts(&full, Origin::Practice), all("ldap", "ldap", "ldap", "otp"));
    assert_eq!(hosts(&full, Origin::Embedded), all("", "", "", ""));
}

fn all(check: &str, change: &str, recovery: &str, totp: &str) -> [Option<String>; 4] {
    [check, change, recovery, totp].map(|host| (!host.is_empty()).then(|| host.to_owned()))
}

#[test]
fn each_capability_goes_to_the_best_server_there_is() {
    let full = format!("{LDAP}{LDAP_MORE}{PORTAL}{PORTAL_MORE}");
    assert_eq!(hosts(&full, Origin::Practice), all("ldap", "ldap", "ldap", "portail"));
    assert_eq!(
        hosts(&full, Origin::Pack { signed: true }),
        all("ldap", "ldap", "ldap", "portail")
    );
    let portal = format!("{PORTAL}{PORTAL_MORE}");
    assert_eq!(
        hosts(&portal, Origin::Practice),
        all("portail", "portail", "", "portail")
    );
    assert_eq!(
        hosts(&format!("{LDAP}{portal}"), Origin::Practice),
        all("ldap", "portail", "", "portail")
    );
    assert_eq!(
        hosts(&format!("{LDAP}{PORTAL}"), Origin::Practice),
        all("ldap", "", "", "")
    );
    assert_eq!(hosts("", Origin::Practice), all("", "", "", ""));
}

#[test]
fn embedded_data_opens_no_identity_server() {
    let full = format!("{LDAP}{LDAP_MORE}{PORTAL}{PORTAL_MORE}");
    assert_eq!(hosts(&full, Origin::Embedded), all("", "", "", ""));
}

#[test]
fn what_must_not_be_sent_is_refused_before_a_byte() {
    let password = |text: &str| Password::new(text.to_owned());
    assert_eq!(sendable(&password("")), Err(AccountRefusal::EmptyPassword));
    assert_eq!(sendable(&password("a\r\nb")), Err(AccountRefusal::ControlCharacter));
    assert_eq!(sendable(&password("Château-Œuf.62é")), Ok(()));
    assert_eq!(
        changeable(&password("a"), &password("a")),
        Err(AccountRefusal::SameAsOld)
    );
    assert_eq!(
        changeable(&password(""), &password("")),
        Err(AccountRefusal::EmptyPassword)
    );
}

/// A password nobody has.
const NEW: &str = "Nouveau.Cartable-2026";

async fn practice() -> (Practice, Academy) {
    let practice = Practice::start(Options::default()).await.unwrap();
    let pack = practice.packs().first().unwrap().clone();
    let academies = Academies::embedded().with_pack(&pack, Origin::Practice).unwrap();
    let academy = academies.academy("entrainement").unwrap().clone();
    (practice, academy)
}

fn account(practice: &Practice, academy: &Academy) -> Account {
    let net = Net::new(practice.hosts()).unwrap().for_academy(academy).unwrap();
    Account::of(academy, &net)
}

/// The same academy when its directory is not told to us.
fn portal_only(academy: &Academy) -> Academy {
    let mut academy = academy.clone();
    academy.connectors.ldap = None;
    academy
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

#[tokio::test]
async fn both_servers_tell_the_state_of_an_account() {
    let (practice, academy) = practice().await;
    for academy in [academy.clone(), portal_only(&academy)] {
        let check = account(&practice, &academy).check;
        let sign_in = async |login: &str, word: &str| check.sign_in(login, &password(word)).await;
        assert!(!sign_in("jdupont", "Tilleul.Orage-47").await.unwrap().must_change);
        assert!(sign_in("cmartin", "Provisoire-2026!").await.unwrap().must_change);
        assert!(!sign_in("jlheraudd", "Château-Œuf.62é").await.unwrap().must_change);
        assert_eq!(
            sign_in("slefevre", "Verrou-Ferme.88").await,
            Err(AccountRefusal::Locked)
        );
        assert_eq!(
            sign_in("nbernard", "Provisoire-2025!").await,
            Err(AccountRefusal::Expired)
        );
        assert_eq!(
            sign_in("vmoreau", "Provisoire-2024!").await,
            Err(AccountRefusal::Locked)
        );
        assert_eq!(sign_in("jdupont", "mauvais").await, Err(AccountRefusal::WrongPassword));
        assert_eq!(sign_in("inconnu", "mauvais").await, Err(AccountRefusal::WrongPassword));
    }
    let soon = account(&practice, &academy)
        .check
        .sign_in("afaure", &password("Bientot.Fini-71"))
        .await
        .unwrap();
    assert!(soon.expires_in_s.is_some_and(|seconds| seconds <= 5 * 86_400));
}

#[tokio::test]
async fn both_servers_change_the_password_or_say_why_not() {
    let (practice, academy) = practice().await;
    for (academy, login, old) in [
        (academy.clone(), "cmartin", "Provisoire-2026!"),
        (portal_only(&academy), "jdupont2", "Homonyme.Deux-33"),
    ] {
        let change = account(&practice, &academy).change;
        let to = async |old: &str, new: &str| change.change(login, &password(old), &password(new)).await;
        assert_eq!(to(old, "court1!").await, Err(AccountRefusal::TooShort { typed: 7 }));
        assert_eq!(to(old, old).await, Err(AccountRefusal::SameAsOld));
        assert!(to("faux", NEW).await.unwrap_err().spent_attempt());
        assert!(practice.password_is(login, old));
        assert_eq!(Some(to(old, NEW).await.unwrap().host.as_str()), change.host());
        assert!(practice.password_is(login, NEW));
        assert_eq!(to(NEW, old).await, Err(AccountRefusal::InHistory));
    }
}

#[tokio::test]
async fn the_recovery_address_is_compared_once_written() {
    let (practice, academy) = practice().await;
    let recovery = account(&practice, &academy).recovery;
    let address = "jean.perso@perso.test";
    let registered = recovery
        .register("jdupont", &password("Tilleul.Orage-47"), address)
        .await
        .unwrap();
    assert_eq!(practice.recovery_address("jdupont").as_deref(), Some(address));
    assert_eq!(registered.host, "ldap.entrainement.test");
    let early = recovery
        .register("cmartin", &password("Provisoire-2026!"), address)
        .await;
    assert_eq!(early, Err(AccountRefusal::MustChangeFirst));
}

#[tokio::test]
async fn a_factor_is_there_when_a_fresh_sign_in_asks_for_it() {
    let (practice, academy) = practice().await;
    let totp = account(&practice, &academy).totp;
    let (login, word) = ("jdupont", password("Tilleul.Orage-47"));
    assert_eq!(
        totp.challenge(login, &word).await.err(),
        Some(AccountRefusal::FactorNotAsked)
    );
    let mut enrolment = totp.enrol(login, &word).await.unwrap();
    assert_eq!(card(enrolment.uri()).unwrap().account, login);
    let code = Code::new(&practice.code_for(enrolment.uri(), SystemTime::now()).unwrap());
    let wrong = Code::new(if code.expose() == "000000" { "000001" } else { "000000" });
    assert_eq!(enrolment.confirm(&wrong).await, Err(AccountRefusal::BadCode));
    assert!(!practice.has_totp(login));
    enrolment.confirm(&code).await.unwrap();
    assert!(practice.has_totp(login));
    assert_eq!(totp.enrol(login, &word).await.err(), Some(AccountRefusal::FactorExists));
    let refused = totp.challenge(login, &word).await.unwrap().answer(&wrong).await;
    assert_eq!(refused, Err(AccountRefusal::BadCode));
    assert!(totp.challenge(login, &word).await.unwrap().answer(&code).await.is_ok());
    let state = account(&practice, &portal_only(&academy))
        .check
        .sign_in(login, &word)
        .await
        .unwrap();
    assert!(state.asks_factor);
}

/// Where a line is cut.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cut {
    /// The request does not arrive.
    Before,
    /// The request arrives, the answer does not.
    After,
}

/// A line to `port` that is cut at the first connection's `nth` record of encrypted data from the client (1 ends the
/// handshake of TLS 1.3). Later connections pass.
async fn cut_line(port: u16, nth: usize, cut: Cut) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let own = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (client, _) = listener.accept().await.unwrap();
        let (mut from_client, mut to_client) = client.into_split();
        let (mut from_server, mut to_server) = TcpStream::connect(("127.0.0.1", port)).await.unwrap().into_split();
        let deaf = Arc::new(AtomicBool::new(false));
        let hears = Arc::clone(&deaf);
        let answers = tokio::spawn(async move {
            let mut answer = vec![0; 4096];
            loop {
                let length = from_server.read(&mut answer).await.unwrap_or(0);
                if length == 0 || hears.load(Ordering::SeqCst) {
                    break;
                }
                to_client.write_all(&answer[..length]).await.unwrap();
            }
        });
        let mut data = 0;
        loop {
            let mut record = vec![0; 5];
            from_client.read_exact(&mut record).await.unwrap();
            let length = usize::from(u16::from_be_bytes([record[3], record[4]]));
            record.resize(5 + length, 0);
            from_client.read_exact(&mut record[5..]).await.unwrap();
            data += usize::from(record[0] == 0x17);
            if data == nth {
                match cut {
                    Cut::Before => answers.abort(),
                    Cut::After => {
                        deaf.store(true, Ordering::SeqCst);
                        to_server.write_all(&record).await.unwrap();
                    }
                }
                // After: the server has answered, nobody was told.
                let _ = answers.await;
                break;
            }
            to_server.write_all(&record).await.unwrap();
        }
        drop(from_client);
        while let Ok((mut client, _)) = listener.accept().await {
            let mut server = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
            tokio::spawn(async move { tokio::io::copy_bidirectional(&mut client, &mut server).await });
        }
    });
    own
}

#[tokio::test]
async fn a_change_whose_answer_was_lost_is_in_doubt_and_one_that_never_left_is_not() {
    let (practice, academy) = practice().await;
    let (login, old) = ("cmartin", "Provisoire-2026!");
    let port = academy.connectors.ldap.as_ref().unwrap().port;
    let through = async |nth, cut| {
        let mut academy = academy.clone();
        academy.connectors.ldap.as_mut().unwrap().port = cut_line(port, nth, cut).await;
        account(&practice, &academy)
            .change
            .change(login, &password(old), &password(NEW))
            .await
    };
    // The second record is the sign-in, the third the change.
    assert!(matches!(through(2, Cut::Before).await, Err(AccountRefusal::Fault(_))));
    assert_eq!(through(3, Cut::Before).await, Err(AccountRefusal::InDoubt));
    assert!(practice.password_is(login, old), "it never arrived");
    assert_eq!(through(3, Cut::After).await, Err(AccountRefusal::InDoubt));
    assert!(practice.password_is(login, NEW), "it arrived, nobody was told");
}
