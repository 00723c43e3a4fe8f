//! What the real servers answer, row by row, through our connectors: each refusal under its own code.
//!
//! A table names the row, what was observed and what is expected; a test shows every row that differs. Rows a client of
//! ours cannot meet are not here: a change without the old password, a bind without TLS, a password hashed by the client.
//! What the answers look like on the wire is tested in `src/account`. [`troubled`] has the rows that show only when the
//! directory is stopped or set up anew.

mod troubled;

use std::time::{Duration, SystemTime};

use rentree::{
    academy::{Academy, Origin, directory::Directory},
    account::{Account, AccountRefusal, AccountState},
    net::Net,
    password::RuleCode,
    reason::Reason,
    secret::{Code, Password},
    totp,
    wizard::{
        ask::{Question, Reply},
        view::{Answer, ItemKey, Proof, Screen},
    },
};

use crate::{
    journeys::{CHOSEN, connected, until_new_password},
    stage::{Player, Rig, Stage, oathtool},
};

/// Which pack of the rig.
const STOCK: usize = 0;
const STRICT: usize = 1;
const STARTTLS: usize = 2;
const FACTORS: usize = 3;

/// Fits every rule of the rig; nobody has them at the start.
const NEW: &str = "Nouveau.Cartable-2026";
const NEWER: &str = "Autre.Trousse-2027";

/// Rows observed, with what differs from what is expected.
struct Table {
    name: &'static str,
    rows: usize,
    differ: Vec<String>,
}

impl Table {
    fn of(name: &'static str) -> Self {
        let (rows, differ) = (0, Vec::new());
        Self { name, rows, differ }
    }

    fn row(&mut self, row: &str, observed: impl Into<String>, expected: &str) {
        let observed = observed.into();
        self.rows += 1;
        if observed != expected {
            self.differ.push(format!("{row}: {observed}, expected {expected}"));
        }
    }

    fn end(self) {
        assert!(self.differ.is_empty(), "{}: {:#?}", self.name, self.differ);
        eprintln!("{}: {} rows", self.name, self.rows);
    }
}

/// The code of a refusal with the numbers it carries, or "ok".
fn said<T>(answer: Result<T, AccountRefusal>) -> String {
    match answer {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => match refusal.params().get("typed") {
            Some(typed) => format!("{} {typed}", refusal.code()),
            None => refusal.code().to_owned(),
        },
    }
}

/// What a sign-in told beside yes.
fn state(answer: Result<AccountState, AccountRefusal>) -> String {
    let state = match answer {
        Ok(state) => state,
        refused => return said(refused),
    };
    let told = [
        (state.must_change, "must-change"),
        (state.expires_in_s.is_some_and(|seconds| seconds > 0), "expires"),
        (state.grace_left.is_some(), "grace"),
        (state.asks_factor, "asks-factor"),
    ];
    let told: Vec<_> = told.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
    format!("ok {}", told.join(" ")).trim_end().to_owned()
}

fn academy(pack: usize) -> Academy {
    academy_of(Rig::shared(), pack)
}

fn academy_of(rig: &Rig, pack: usize) -> Academy {
    let text = &rig.packs[pack];
    let origin = Origin::Pack { signed: true };
    let directory = Directory::embedded().with_pack(text, origin).unwrap();
    directory.academy("exemple").unwrap().clone()
}

/// The same academy when its directory is not told to us.
fn portal_only(pack: usize) -> Academy {
    without_directory(academy(pack))
}

fn without_directory(mut academy: Academy) -> Academy {
    academy.connectors.ldap = None;
    academy.connectors.lemonldap.as_mut().unwrap().change_password = true;
    academy
}

fn account(academy: &Academy) -> Account {
    account_of(Rig::shared(), academy)
}

fn account_of(rig: &Rig, academy: &Academy) -> Account {
    let net = Net::new(rig.hosts.clone()).unwrap().for_academy(academy).unwrap();
    Account::of(academy, &net)
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

fn player(login: &str) -> Player {
    Rig::shared().person(login)
}

fn fresh() -> Player {
    Rig::shared().fresh()
}

async fn signs_in(account: &Account, login: &str, word: &str) -> String {
    state(account.check.sign_in(login, &password(word)).await)
}

async fn changes(account: &Account, login: &str, old: &str, new: &str) -> String {
    said(account.change.change(login, &password(old), &password(new)).await)
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_answers_sign_ins() {
    let mut table = Table::of("slapd, sign-in");
    let account = account(&academy(STOCK));
    let known = [
        ("fine", "jdupont", "ok"),
        ("accents, apostrophe, a password that is not ASCII", "jlheraudd", "ok"),
        ("expires in 5 days", "afaure", "ok expires"),
        ("must change, days left", "cmartin", "ok must-change expires"),
        ("must change, older than pwdMaxAge", "oblanc", "ok must-change"),
        ("expired", "nbernard", "account-expired"),
        ("grace login", "ggauthier", "ok must-change grace"),
        ("locked by an administrator", "slefevre", "account-locked"),
        ("pwdEndTime passed", "vmoreau", "account-locked"),
    ];
    for (row, login, expected) in known {
        let word = player(login).password;
        table.row(row, signs_in(&account, login, &word).await, expected);
    }
    let person = fresh().login;
    let refused = [
        (
            "wrong password",
            person.as_str(),
            "Faux.Cartable-2026",
            "account-wrong-password",
        ),
        (
            "unknown person",
            "inconnu",
            "Faux.Cartable-2026",
            "account-wrong-password",
        ),
        (
            "expired, wrong password",
            "nbernard",
            "Faux.Cartable-2026",
            "account-wrong-password",
        ),
        (
            "locked, wrong password",
            "slefevre",
            "Faux.Cartable-2026",
            "account-locked",
        ),
        ("empty password, nothing sent", "jdupont", "", "account-empty-password"),
        (
            "a line break in it, nothing sent",
            "jdupont",
            "a\nb",
            "account-control-character",
        ),
        (
            "empty identifier, nothing sent",
            " ",
            "Faux.Cartable-2026",
            "account-identifier-refused",
        ),
    ];
    for (row, login, word, expected) in refused {
        table.row(row, signs_in(&account, login, word).await, expected);
    }
    let starttls = self::account(&academy(STARTTLS));
    let word = player("jdupont").password;
    table.row("over StartTLS", signs_in(&starttls, "jdupont", &word).await, "ok");
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_locks_after_five_failures_and_says_so_even_to_the_right_password() {
    let mut table = Table::of("slapd, lockout");
    let (account, person) = (account(&academy(STOCK)), fresh());
    for _ in 0..5 {
        let answer = signs_in(&account, &person.login, "Faux.Cartable-2026").await;
        table.row("failures 1 to 5", answer, "account-wrong-password");
    }
    let answer = signs_in(&account, &person.login, "Faux.Cartable-2026").await;
    table.row("failure 6", answer, "account-locked");
    let answer = signs_in(&account, &person.login, &person.password).await;
    table.row("then the right password", answer, "account-locked");
    // The lock of this directory lasts twenty seconds; how long we wait says nothing of it.
    let mut answer = "account-locked".to_owned();
    for _ in 0..120 {
        if answer != "account-locked" {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        answer = signs_in(&account, &person.login, &person.password).await;
    }
    table.row("once the lock has passed", answer, "ok must-change");
    let answer = signs_in(&account, &person.login, "Faux.Cartable-2026").await;
    table.row("and failures are counted anew", answer, "account-wrong-password");
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_answers_changes() {
    let mut table = Table::of("slapd, change");
    let account = account(&academy(STOCK));
    let person = fresh();
    let (login, first) = (person.login.as_str(), person.password.as_str());
    let rows = [
        ("too short", first, "court-1A", "account-new-too-short 8"),
        ("same as current, nothing sent", first, first, "account-new-same-as-old"),
        (
            "wrong old: the sign-in says it first",
            "Faux.Cartable-2026",
            NEW,
            "account-wrong-password",
        ),
        ("success", first, NEW, "ok"),
        ("in history", NEW, first, "account-new-in-history"),
    ];
    for (row, old, new, expected) in rows {
        table.row(row, changes(&account, login, old, new).await, expected);
    }
    table.row("the restriction is lifted", signs_in(&account, login, NEW).await, "ok");
    let others = [
        ("too young", "yroux", NEW, "account-too-young"),
        ("may not change", "pfournier", NEW, "account-not-allowed"),
        ("too long", "bperrin", NEW, "account-new-too-long 21"),
        ("expired: no change", "nbernard", NEW, "account-expired"),
        ("locked: no change", "slefevre", NEW, "account-locked"),
    ];
    for (row, login, new, expected) in others {
        let old = player(login).password;
        table.row(row, changes(&account, login, &old, new).await, expected);
    }
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_directory_answers_recovery_addresses() {
    let mut table = Table::of("slapd, recovery address");
    let registers = async |attribute: Option<&str>, person: &Player, address: &str| {
        let mut academy = academy(STOCK);
        if let Some(attribute) = attribute {
            academy.connectors.ldap.as_mut().unwrap().recovery_attribute = Some(attribute.to_owned());
        }
        let recovery = account(&academy).recovery;
        said(
            recovery
                .register(&person.login, &password(&person.password), address)
                .await,
        )
    };
    let mut person = fresh();
    let early = registers(None, &person, "frais.perso@perso.test").await;
    table.row("before the change that is due", early, "account-must-change-first");
    changes(&account(&academy(STOCK)), &person.login, &person.password, NEW).await;
    person.password = NEW.to_owned();
    let rows = [
        ("own entry", None, "frais.perso@perso.test", "ok"),
        (
            "an accent in an IA5 attribute",
            None,
            "accentué@perso.test",
            "account-recovery-refused",
        ),
        (
            "the academic address itself",
            Some("mail"),
            "frais.perso@perso.test",
            "account-not-allowed",
        ),
        (
            "no such attribute",
            Some("noSuchThing"),
            "frais.perso@perso.test",
            "account-not-allowed",
        ),
    ];
    for (row, attribute, address, expected) in rows {
        table.row(row, registers(attribute, &person, address).await, expected);
    }
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn both_portals_answer_sign_ins() {
    let mut table = Table::of("LemonLDAP::NG, sign-in");
    for (portal, pack) in [("token required", STOCK), ("no token for JSON, TOTP mandatory", STRICT)] {
        let account = account(&portal_only(pack));
        let known = [
            ("fine", "jdupont", "ok"),
            ("accents", "jlheraudd", "ok"),
            ("must change", "cmartin", "ok must-change"),
            ("must change, old", "oblanc", "ok must-change"),
            ("expired", "nbernard", "account-expired"),
            ("locked", "slefevre", "account-locked"),
            ("pwdEndTime passed", "vmoreau", "account-locked"),
        ];
        for (row, login, expected) in known {
            let answer = signs_in(&account, login, &player(login).password).await;
            table.row(&format!("{portal}: {row}"), answer, expected);
        }
        let jean = player("jdupont");
        let answer = signs_in(&account, &jean.address, &jean.password).await;
        table.row(&format!("{portal}: by address"), answer, "ok");
        let person = fresh().login;
        let refused = [
            ("wrong password", person.as_str(), "account-wrong-password"),
            ("unknown person", "inconnu", "account-wrong-password"),
            ("forbidden characters", "jean<dupont>", "account-identifier-refused"),
        ];
        for (row, login, expected) in refused {
            let answer = signs_in(&account, login, "Faux.Cartable-2026").await;
            table.row(&format!("{portal}: {row}"), answer, expected);
        }
    }
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn both_portals_answer_changes() {
    let mut table = Table::of("LemonLDAP::NG, change");
    for (portal, pack, expired) in [
        ("token required", STOCK, "account-wrong-old"),
        ("no token for JSON", STRICT, "ok"),
    ] {
        let account = account(&portal_only(pack));
        // One person a refusal: the strict portal counts them.
        let rows = [
            ("too short", "court-1A", "account-new-too-short 8"),
            ("quality: one class", "minusculesseulement", "account-new-too-weak"),
            ("same as current, nothing sent", "", "account-new-same-as-old"),
        ];
        for (row, new, expected) in rows {
            let person = fresh();
            let new = if new.is_empty() { person.password.as_str() } else { new };
            let answer = changes(&account, &person.login, &person.password, new).await;
            table.row(&format!("{portal}: {row}"), answer, expected);
        }
        let person = fresh();
        let answer = changes(&account, &person.login, "Faux.Cartable-2026", NEW).await;
        table.row(&format!("{portal}: wrong old"), answer, "account-wrong-old");
        let answer = changes(&account, &person.login, &person.password, NEW).await;
        table.row(&format!("{portal}: forced change, error 35 in a 401"), answer, "ok");
        let answer = changes(&account, &person.login, NEW, &person.password).await;
        table.row(&format!("{portal}: in history"), answer, "account-new-in-history");
        let settled = fresh();
        changes(&self::account(&academy(STOCK)), &settled.login, &settled.password, NEW).await;
        let answer = changes(&account, &settled.login, NEW, NEWER).await;
        table.row(&format!("{portal}: not forced"), answer, "ok");
        for (row, login, expected) in [
            ("too young", "yroux", "account-too-young"),
            ("may not change", "pfournier", "account-not-allowed"),
            ("locked: told as a wrong one", "slefevre", "account-wrong-old"),
            ("expired", "dsimon", expired),
        ] {
            let answer = changes(&account, login, &player(login).password, NEW).await;
            table.row(&format!("{portal}: {row}"), answer, expected);
        }
    }
    let (strict, person) = (account(&portal_only(STRICT)), fresh());
    let answer = changes(&strict, &person.login, &person.password, "Glacier-Pivoine7?Tambour").await;
    table.row(
        "a sign the portal does not take",
        answer,
        "account-new-forbidden-character",
    );
    table.end();
}

/// It counts a refused change as a failure, answers the next one with "wait", and has made it.
#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_says_wait_to_a_change_may_have_made_it() {
    let mut table = Table::of("LemonLDAP::NG, a change answered by 86");
    let (strict, person) = (account(&portal_only(STRICT)), fresh());
    for _ in 0..3 {
        let answer = changes(&strict, &person.login, &person.password, "court-1A").await;
        table.row("too short", answer, "account-new-too-short 8");
    }
    let answer = changes(&strict, &person.login, &person.password, NEW).await;
    table.row("a good one: nothing is claimed", answer, "account-in-doubt");
    let answer = signs_in(&account(&academy(STOCK)), &person.login, NEW).await;
    table.row("and the directory has it", answer, "ok");
    table.end();
}

/// Where no directory can be asked, the mail server can: it asks the same one. The person waits for nothing.
#[tokio::test(flavor = "multi_thread")]
async fn a_change_answered_by_wait_is_found_out_through_the_mailbox() {
    let (stage, player) = (Stage::on_rig(portal_alone(STRICT)), fresh());
    until_new_password(&stage, "exemple", &player).await;
    let chosen = |text: &str| Answer::NewPassword {
        password: password(text),
    };
    for _ in 0..2 {
        let refusal = stage.refused(chosen("Glacier-Pivoine7?Tambour")).await;
        assert_eq!(refusal.code, "account-new-forbidden-character");
    }
    let refusal = stage
        .journey
        .answer(chosen(CHOSEN))
        .await
        .expect_err("no answer to be had");
    assert_eq!(refusal.code, "account-in-doubt");
    let view = stage.say(Answer::Resolve { old: None, new: None }).await;
    let Screen::Outcome { items, .. } = &view.screen else {
        panic!("{:?}", view.screen)
    };
    let item = items.iter().find(|item| item.key == ItemKey::Password).unwrap();
    assert!(matches!(item.proof, Some(Proof::ImapOpened { .. })), "{item:?}");
    assert!(!view.can_back);
    let answer = signs_in(&account(&academy(STOCK)), &player.login, CHOSEN).await;
    assert_eq!(answer, "ok", "and the directory says so too");
}

/// The pack of an academy whose directory is not told to us, and whose portal changes passwords.
fn portal_alone(pack: usize) -> String {
    let mut table: toml::Table = toml::from_str(&Rig::shared().packs[pack]).unwrap();
    let connectors = table["academy"]["connectors"].as_table_mut().unwrap();
    connectors.remove("ldap");
    connectors["lemonldap"]
        .as_table_mut()
        .unwrap()
        .insert("change_password".into(), true.into());
    toml::to_string(&table).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_that_protects_itself_asks_to_wait() {
    let mut table = Table::of("LemonLDAP::NG, brute force");
    let (strict, person) = (account(&portal_only(STRICT)), fresh());
    for _ in 0..3 {
        let answer = signs_in(&strict, &person.login, "Faux.Cartable-2026").await;
        table.row("failures 1 to 3", answer, "account-wrong-password");
    }
    let answer = signs_in(&strict, &person.login, &person.password).await;
    table.row("then the right password", answer, "account-too-many-tries");
    table.end();
}

fn next_code(uri: &str, periods: u32) -> Code {
    Code::new(&oathtool(uri, SystemTime::now() + Duration::from_secs(30) * periods))
}

/// A code the application does not show now, nor a period away.
fn wrong_code(uri: &str) -> Code {
    let shown: Vec<_> = (0..2)
        .map(|periods| next_code(uri, periods).expose().to_owned())
        .collect();
    let free = ["000000", "000001", "000002"];
    let free = free.into_iter().find(|code| !shown.iter().any(|shown| shown == code));
    Code::new(free.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn both_portals_enrol_a_second_factor() {
    let mut table = Table::of("LemonLDAP::NG, TOTP");
    for (portal, pack) in [("optional", STOCK), ("mandatory", STRICT)] {
        let totp = account(&academy(pack)).totp;
        let person = fresh();
        let login = person.login.as_str();
        let temporary = password(&person.password);
        let early = said(totp.enrol(login, &temporary).await);
        table.row(
            &format!("{portal}: temporary password"),
            early,
            "account-must-change-first",
        );
        changes(&account(&academy(STOCK)), login, &person.password, NEW).await;
        let word = password(NEW);
        let none = said(totp.challenge(login, &word).await);
        table.row(&format!("{portal}: no factor yet"), none, "account-factor-not-asked");
        let wrong = said(totp.enrol(login, &password("Faux.Cartable-2026")).await);
        table.row(&format!("{portal}: wrong password"), wrong, "account-wrong-password");
        let mut enrolment = totp.enrol(login, &word).await.unwrap();
        let uri = enrolment.uri().to_owned();
        let card = totp::card(&uri).unwrap();
        table.row(&format!("{portal}: who asks"), &card.issuer, "Academie d'Exemple");
        let bad = said(enrolment.confirm(&wrong_code(&uri)).await);
        table.row(
            &format!("{portal}: bad code, the same key stays"),
            bad,
            "account-bad-code",
        );
        let good = said(enrolment.confirm(&next_code(&uri, 0)).await);
        table.row(&format!("{portal}: good code"), good, "ok");
        let again = said(totp.enrol(login, &word).await);
        table.row(&format!("{portal}: it has one"), again, "account-factor-exists");
        let check = account(&portal_only(pack));
        table.row(
            &format!("{portal}: sign-in"),
            signs_in(&check, login, NEW).await,
            "ok asks-factor",
        );
        // A bad code is a failure too: one more and the strict portal would make us wait.
        if pack == STOCK {
            let challenge = totp.challenge(login, &word).await.unwrap();
            let bad = said(challenge.answer(&wrong_code(&uri)).await);
            table.row(&format!("{portal}: fresh sign-in, bad code"), bad, "account-bad-code");
        }
        let challenge = totp.challenge(login, &word).await.unwrap();
        let good = said(challenge.answer(&next_code(&uri, 1)).await);
        table.row(&format!("{portal}: fresh sign-in, next code"), good, "ok");
    }
    table.end();
}

#[tokio::test(flavor = "multi_thread")]
async fn privacyidea_enrols_a_second_factor() {
    let mut table = Table::of("privacyIDEA");
    let totp = account(&academy(FACTORS)).totp;
    for (row, login, expected) in [
        ("wrong password", "jdupont", "account-wrong-password"),
        ("unknown person", "inconnu", "account-wrong-password"),
    ] {
        let answer = said(totp.enrol(login, &password("Faux.Cartable-2026")).await);
        table.row(row, answer, expected);
    }
    for (row, login, expected) in [
        ("locked", "slefevre", "account-wrong-password"),
        ("expired", "nbernard", "account-wrong-password"),
        (
            "a password that must be changed is taken: the order is ours",
            "cmartin",
            "account-factor-not-asked",
        ),
        ("accents", "jlheraudd", "account-factor-not-asked"),
    ] {
        let answer = said(totp.challenge(login, &password(&player(login).password)).await);
        table.row(row, answer, expected);
    }
    let person = fresh();
    let (login, word) = (person.login.as_str(), password(&person.password));
    let enrolment = totp.enrol(login, &word).await.unwrap();
    let first = enrolment.uri().to_owned();
    enrolment.leave().await;
    let none = said(totp.challenge(login, &word).await);
    table.row("left before a code proved it", none, "account-factor-not-asked");
    let mut enrolment = totp.enrol(&person.address, &word).await.unwrap();
    let uri = enrolment.uri().to_owned();
    assert_ne!(first, uri, "another secret each time");
    let card = totp::card(&uri).unwrap();
    table.row("by address; who asks", &card.issuer, "Academie d'Exemple");
    table.row("for which account", &card.account, &format!("{login}@ac-exemple.test"));
    let bad = said(enrolment.confirm(&wrong_code(&uri)).await);
    table.row("wrong code: 905", bad, "account-bad-code");
    let code = next_code(&uri, 0);
    table.row("good code", said(enrolment.confirm(&code).await), "ok");
    table.row(
        "it has one",
        said(totp.enrol(login, &word).await),
        "account-factor-exists",
    );
    let replayed = said(totp.challenge(login, &word).await.unwrap().answer(&code).await);
    table.row("the same code again", replayed, "account-bad-code");
    let next = said(
        totp.challenge(login, &word)
            .await
            .unwrap()
            .answer(&next_code(&uri, 1))
            .await,
    );
    table.row("the next code", next, "ok");
    let codes = totp.recovery_codes(login, &word).await.unwrap();
    table.row("recovery codes", codes.codes().len().to_string(), "10");
    let one = Code::new(&codes.codes()[3]);
    let wrong = said(codes.prove(&wrong_code(&uri)).await);
    table.row("a code that is not on the list", wrong, "account-bad-code");
    table.row("one of the list", said(codes.prove(&one).await), "ok");
    table.row("the same one again", said(codes.prove(&one).await), "account-bad-code");
    let second = said(totp.recovery_codes(login, &word).await);
    table.row("a second list", second, "account-not-allowed");
    codes.leave().await;
    let again = totp.recovery_codes(login, &word).await.unwrap();
    table.row("a list that was left", again.codes().len().to_string(), "10");
    again.leave().await;
    table.end();
}

/// The pack knows no longest password; the server has one, and the person sees it once it was met.
#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_teaches_the_rule_on_screen() {
    let (stage, player) = (Stage::rig(STOCK), player("bperrin"));
    let longest = |screen: Screen| {
        let Screen::NewPassword { rules, .. } = screen else {
            panic!("{screen:?}")
        };
        let line = rules.into_iter().find(|line| line.code == RuleCode::MaxLength);
        line.map(|line| line.n)
    };
    until_new_password(&stage, "exemple", &player).await;
    assert_eq!(longest(stage.journey.view().screen), None);
    let password = password(CHOSEN);
    let refusal = stage.refused(Answer::NewPassword { password }).await;
    assert_eq!(refusal.code, "account-new-too-long");
    assert_eq!(refusal.params["typed"], "24");
    assert_eq!(longest(stage.journey.view().screen), Some(23));
    let text = self::password(CHOSEN);
    let Reply::Password(verdict) = stage.journey.ask(Question::Password { text }) else {
        panic!("a verdict")
    };
    assert!(!verdict.accepted, "the checklist has learnt it too");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_account_reaches_the_end_with_privacyidea_too() {
    let seen = connected(&Stage::rig(FACTORS), "exemple", &fresh()).await;
    assert!(seen.summary.left.is_empty(), "{:?}", seen.summary.left);
    assert!(seen.summary.done.iter().any(|item| item.key == ItemKey::SecondFactor));
}
