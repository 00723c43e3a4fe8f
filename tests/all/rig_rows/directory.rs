//! OpenLDAP with its password policy: sign-ins, the lock, changes, recovery addresses.

use std::time::Duration;

use rentree::{
    password::RuleCode,
    wizard::{
        ask::{Question, Reply},
        view::{Answer, Screen},
    },
};

use super::{NEW, STARTTLS, STOCK, Table, academy, account, changes, fresh, password, player, said, signs_in};
use crate::{
    journeys::{CHOSEN, until_new_password},
    stage::{Player, Stage},
};

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
    let jean = player("jdupont").password;
    for login in ["jdupont+cn=Jean Dupont", "jdupont,ou=people", "*"] {
        let answer = signs_in(&account, login, &jean).await;
        table.row(
            "signs a name of the directory is made of",
            answer,
            "account-wrong-password",
        );
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
    for _ in 0..4 {
        let answer = signs_in(&account, &person.login, "Faux.Cartable-2026").await;
        table.row("failures 1 to 4", answer, "account-wrong-password");
    }
    let answer = signs_in(&account, &person.login, &person.password).await;
    table.row("a success makes them forgotten", answer, "ok must-change");
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
    let recovery = account(&academy(STOCK)).recovery;
    let read_back = async |person: &Player| {
        let held = recovery.registered(&person.login, &password(&person.password)).await;
        held.map(|held| held.map(|held| held.address))
    };
    table.row(
        "and nothing may be read either",
        format!("{:?}", read_back(&person).await),
        "Ok(None)",
    );
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
    table.row(
        "read back",
        format!("{:?}", read_back(&person).await),
        r#"Ok(Some("frais.perso@perso.test"))"#,
    );
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
