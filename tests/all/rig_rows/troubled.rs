//! Rows that show only when a server is stopped or set up anew: on a rig of its own, one row after the other.

mod factors;
mod portal;

use std::{
    fs,
    path::{Path, PathBuf},
};

use super::{
    FACTORS, NEW, NEWER, STOCK, Table, academy_of, account_of, changes, password, said, signs_in, without_directory,
};
use crate::{interrupted_change::directory::Slapd, stage::Rig};

/// Forbids the password exchange of RFC 3062 to everybody (slapd.conf(5)).
const NO_EXCHANGE: &str = "restrict extended=1.3.6.1.4.1.4203.1.11.1\n\ndatabase mdb";

#[tokio::test(flavor = "multi_thread")]
async fn servers_in_trouble_are_told_as_they_are() {
    let rig = Rig::own();
    let mut slapd = Slapd::of(&rig);
    a_directory_without_the_exchange(&rig, &mut slapd).await;
    a_directory_that_hides_its_locks(&rig, &mut slapd).await;
    a_directory_that_is_down(&rig, &mut slapd).await;
    portal::set_up_anew(&rig).await;
    factors::started_anew(&rig).await;
}

/// A directory that refuses RFC 3062: both halves of the change go in one request.
async fn a_directory_without_the_exchange(rig: &Rig, slapd: &mut Slapd) {
    let mut table = Table::of("slapd without the password exchange, change");
    let installed = set_up(rig, slapd, |conf| conf.replacen("database mdb", NO_EXCHANGE, 1)).await;
    let (account, person) = (account_of(rig, &academy_of(rig, STOCK)), rig.fresh());
    let (login, first) = (person.login.as_str(), person.password.as_str());
    for (row, old, new, expected) in [
        ("too short", first, "court-1A", "account-new-too-short 8"),
        ("due, by taking away and adding", first, NEW, "ok"),
        ("in history", NEW, first, "account-new-in-history"),
        ("not due", NEW, NEWER, "ok"),
    ] {
        table.row(row, changes(&account, login, old, new).await, expected);
    }
    assert!(slapd.opens(login, NEWER) && !slapd.opens(login, NEW));
    set_up(rig, slapd, |_| installed).await;
    table.end();
}

/// As OpenLDAP is installed: a lock is told as a wrong password.
async fn a_directory_that_hides_its_locks(rig: &Rig, slapd: &mut Slapd) {
    let mut table = Table::of("slapd without ppolicy_use_lockout, sign-in");
    let installed = set_up(rig, slapd, |conf| conf.replacen("\nppolicy_use_lockout\n", "\n", 1)).await;
    let account = account_of(rig, &academy_of(rig, STOCK));
    for (row, login) in [
        ("locked by an administrator", "slefevre"),
        ("pwdEndTime passed", "vmoreau"),
    ] {
        let word = rig.person(login).password;
        table.row(row, signs_in(&account, login, &word).await, "account-wrong-password");
    }
    set_up(rig, slapd, |_| installed).await;
    table.end();
}

async fn a_directory_that_is_down(rig: &Rig, slapd: &mut Slapd) {
    let mut table = Table::of("no directory behind portal and factors");
    let person = rig.fresh();
    let word = password(&person.password);
    let portal = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let totp = account_of(rig, &academy_of(rig, FACTORS)).totp;
    slapd.kill().await;
    let answer = signs_in(&portal, &person.login, &person.password).await;
    table.row("portal, sign-in", answer, "account-unavailable portal 6");
    let answer = changes(&portal, &person.login, &person.password, NEW).await;
    table.row("portal, change", answer, "account-unavailable portal 6");
    let answer = said(portal.totp.enrol(&person.login, &word).await);
    table.row("portal, enrolment", answer, "account-unavailable portal 6");
    let answer = said(totp.enrol(&person.login, &word).await);
    // It says 4031 to whatever stops a sign-in, this included.
    table.row("privacyIDEA, enrolment", answer, "account-wrong-password");
    slapd.start().await;
    assert!(slapd.opens(&person.login, &person.password), "nothing was changed");
    table.end();
}

/// Starts the directory anew, its configuration changed; gives what it was.
async fn set_up(rig: &Rig, slapd: &mut Slapd, change: impl FnOnce(&str) -> String) -> String {
    let conf = folder(rig).join("slapd/slapd.conf");
    let before = fs::read_to_string(&conf).unwrap();
    let after = change(&before);
    assert_ne!(after, before);
    slapd.kill().await;
    fs::write(&conf, after).unwrap();
    slapd.start().await;
    before
}

fn folder(rig: &Rig) -> PathBuf {
    Path::new(rig.description["folder"].as_str().unwrap()).to_owned()
}
