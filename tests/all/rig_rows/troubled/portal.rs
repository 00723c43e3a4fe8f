//! LemonLDAP::NG set up anew: a picture to copy, one-time tokens that are over, codes by mail, passwords of its own, and
//! a portal that is not there.

mod picture;
mod server;

use std::os::unix::fs::chown;

use rentree::account::Totp;
use serde_json::json;
use tokio::process::Command;

use self::server::Portal;
use super::{
    super::next_code, NEW, NEWER, STOCK, Table, academy_of, account_of, changes, folder, password, said, signs_in,
    without_directory,
};
use crate::stage::Rig;

/// What the portal hands out is over when it comes back: by time it is answered alike.
const NO_TIME: i32 = -1;
const WRONG: &str = "Faux.Cartable-2026";

pub(super) async fn set_up_anew(rig: &Rig) {
    let mut portal = Portal::of(rig);
    picture::a_picture_to_copy(rig, &mut portal).await;
    forms_that_are_over(rig, &mut portal).await;
    factors_under_other_rules(rig, &mut portal).await;
    codes_by_mail(rig, &mut portal).await;
    passwords_of_its_own(rig, &mut portal).await;
    no_way_to_ask(rig, &mut portal).await;
}

async fn forms_that_are_over(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, forms that are over");
    portal.set_up(json!({"formTimeout": NO_TIME})).await;
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let person = rig.fresh();
    let answer = signs_in(&account, &person.login, &person.password).await;
    table.row("sign-in: 82", answer, "account-over");
    let answer = changes(&account, &person.login, &person.password, NEW).await;
    table.row("change: 82", answer, "account-over");
    table.end();
}

/// Some had their factor before the rules were changed.
async fn factors_under_other_rules(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, factors under other rules");
    let totp = account_of(rig, &academy_of(rig, STOCK)).totp;
    let word = password(NEW);
    portal.set_up(json!({})).await;
    let (has_one, uri) = enrolled(rig, &totp).await;
    let (not_asked, _) = enrolled(rig, &totp).await;
    let cut_off = settled(rig).await;
    let mut before = totp.enrol(&cut_off, &word).await.unwrap();
    let (forced, forbidden) = (settled(rig).await, settled(rig).await);
    portal
        .set_up(json!({
            "sfLoginTimeout": NO_TIME,
            "sfRegisterTimeout": NO_TIME,
            "sfRequired": format!("$uid eq '{forced}'"),
            "totp2fSelfRegistration": format!("$uid ne '{forbidden}'"),
            "totp2fActivation": format!("has2f('TOTP') and $uid ne '{not_asked}'"),
        }))
        .await;
    let code = next_code(before.uri(), 0);
    let answer = said(before.confirm(&code).await);
    table.row("the session is gone: 9", answer, "account-over");
    let mut enrolment = totp.enrol(&cut_off, &word).await.unwrap();
    let code = next_code(enrolment.uri(), 0);
    for _ in 0..2 {
        let answer = said(enrolment.confirm(&code).await);
        table.row("the key is over, the code right: PE82", answer, "account-over");
    }
    let answer = said(totp.enrol(&forced, &word).await);
    table.row("must enrol, and that is over: PE82", answer, "account-over");
    let challenge = totp.challenge(&has_one, &word).await.unwrap();
    let answer = said(challenge.answer(&next_code(&uri, 1)).await);
    table.row("the question for a code is over: 82", answer, "account-over");
    let answer = said(totp.enrol(&forbidden, &word).await);
    table.row("not theirs to enrol: 403", answer, "account-not-allowed");
    let answer = said(totp.challenge(&not_asked, &word).await);
    table.row("there, not asked for", answer, "account-factor-not-asked");
    let answer = said(totp.enrol(&not_asked, &word).await);
    table.row("there already: totpExistingKey", answer, "account-factor-exists");
    table.end();
}

/// Another second factor than ours, and the trap in it: an address nothing can be delivered to.
async fn codes_by_mail(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, codes by mail");
    portal
        .set_up(json!({"available2F": "TOTP,Mail2F", "mail2fActivation": 1}))
        .await;
    let check = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let directory = account_of(rig, &academy_of(rig, STOCK));
    let word = password(NEW);
    for (row, address, signs, enrols) in [
        (
            "sent",
            Some("frais.perso@perso.test"),
            "ok asks-factor",
            "account-other-factor",
        ),
        ("no address is known", None, "ok asks-factor", "account-other-factor"),
        (
            "not to be delivered",
            Some("personne@ailleurs.test"),
            "account-unavailable portal 24",
            "account-unavailable portal 24",
        ),
    ] {
        let login = settled(rig).await;
        if let Some(address) = address {
            let registered = directory.recovery.register(&login, &word, address).await;
            assert_eq!(said(registered), "ok");
        }
        table.row(row, signs_in(&check, &login, NEW).await, signs);
        table.row(row, said(check.totp.enrol(&login, &word).await), enrols);
        let answer = signs_in(&check, &login, WRONG).await;
        table.row("wrong password", answer, "account-wrong-password");
    }
    table.end();
}

/// A portal whose passwords stand in a table takes a change inside a session only. Nothing can be registered there either.
async fn passwords_of_its_own(rig: &Rig, portal: &mut Portal) {
    const FILL: &str = "import sqlite3, sys\n\
        base = sqlite3.connect(sys.argv[1])\n\
        base.execute('create table people (login text, password text)')\n\
        base.execute('insert into people values (?, ?)', sys.argv[2:])\n\
        base.commit()";
    let mut table = Table::of("LemonLDAP::NG, passwords of its own");
    let (file, person) = (portal.folder.join("people.db"), rig.fresh());
    let (login, first) = (person.login.as_str(), person.password.as_str());
    let mut fill = Command::new("python3");
    fill.args(["-c", FILL]).arg(&file).args([login, first]);
    assert!(fill.status().await.unwrap().success());
    let (uid, gid) = portal.user();
    chown(&file, Some(uid), Some(gid)).unwrap();
    let base = format!("dbi:SQLite:dbname={}", file.display());
    portal
        .set_up(json!({
            "authentication": "DBI", "userDB": "Same", "passwordDB": "DBI",
            "dbiAuthChain": base, "dbiUserChain": base,
            "dbiAuthTable": "people", "dbiUserTable": "people",
            "dbiAuthLoginCol": "login", "dbiAuthPasswordCol": "password", "dbiPasswordMailCol": "login",
            "dbiExportedVars": {"uid": "login"},
            "available2FSelfRegistration": "",
        }))
        .await;
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    for (row, old, new, expected) in [
        ("too short: 29 in a 400", first, "court-1A", "account-new-too-short 8"),
        (
            "quality: 28 in a 400",
            first,
            "minusculesseulement",
            "account-new-too-weak",
        ),
        (
            "wrong old: the sign-in says it first",
            WRONG,
            NEWER,
            "account-wrong-password",
        ),
        ("35 in a 200", first, NEW, "ok"),
    ] {
        table.row(row, changes(&account, login, old, new).await, expected);
    }
    table.row("the new one", signs_in(&account, login, NEW).await, "ok");
    let answer = signs_in(&account, login, first).await;
    table.row("the old one", answer, "account-wrong-password");
    let answer = said(account.totp.enrol(login, &password(NEW)).await);
    table.row("nothing can be registered", answer, "account-not-allowed");
    table.row("no session stays open", portal.sessions().len().to_string(), "0");
    table.end();
}

/// A portal its directory does not know, then none behind the web server.
async fn no_way_to_ask(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, out of order");
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let person = rig.fresh();
    let (login, word) = (person.login.as_str(), password(&person.password));
    for (row, settings, expected) in [
        (
            "refused by the directory",
            Some(json!({"managerPassword": WRONG})),
            "account-unavailable portal 7",
        ),
        (
            "cannot start",
            Some(json!({"available2F": "Nothing", "nothing2fActivation": 1})),
            "account-unavailable HTTP 500",
        ),
        ("not there", None, "account-unavailable HTTP 502"),
    ] {
        match settings {
            Some(settings) => portal.set_up(settings).await,
            None => portal.stop().await,
        }
        let answer = signs_in(&account, login, &person.password).await;
        table.row(&format!("{row}, sign-in"), answer, expected);
        let answer = said(account.totp.enrol(login, &word).await);
        table.row(&format!("{row}, enrolment"), answer, expected);
        // Nothing in the answer says that nothing was done.
        let answer = changes(&account, login, &person.password, NEW).await;
        table.row(&format!("{row}, change"), answer, "account-in-doubt");
    }
    portal.set_up(json!({})).await;
    let answer = signs_in(&account, login, &person.password).await;
    table.row("in order again", answer, "ok must-change");
    table.end();
}

/// A fresh person whose password is [`NEW`].
async fn settled(rig: &Rig) -> String {
    let person = rig.fresh();
    let directory = account_of(rig, &academy_of(rig, STOCK));
    let changed = changes(&directory, &person.login, &person.password, NEW).await;
    assert_eq!(changed, "ok");
    person.login
}

/// Somebody whose application is registered, and what it holds.
async fn enrolled(rig: &Rig, totp: &Totp) -> (String, String) {
    let login = settled(rig).await;
    let mut enrolment = totp.enrol(&login, &password(NEW)).await.unwrap();
    let code = next_code(enrolment.uri(), 0);
    assert_eq!(said(enrolment.confirm(&code).await), "ok");
    (login, enrolment.uri().to_owned())
}
