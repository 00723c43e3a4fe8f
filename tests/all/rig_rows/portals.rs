//! LemonLDAP::NG, as installed and stricter: sign-ins, changes, the delay after failures, second factors.

use rentree::{
    totp,
    wizard::view::{Answer, ItemKey, Proof, Screen},
};

use super::{
    NEW, NEWER, STOCK, STRICT, Table, academy, account, changes, fresh, next_code, password, player, portal_only, said,
    signs_in, wrong_code,
};
use crate::{
    journeys::{CHOSEN, until_new_password},
    stage::{Rig, Stage},
};

#[tokio::test(flavor = "multi_thread")]
async fn both_portals_answer_sign_ins() {
    let mut table = Table::of("LemonLDAP::NG, sign-in");
    for (portal, pack) in [("token required", STOCK), ("no token for JSON, TOTP mandatory", STRICT)] {
        let account = account(&portal_only(pack));
        let known = [
            ("fine", "jdupont", "ok"),
            ("accents", "jlheraudd", "ok"),
            ("expires in 5 days: not said in JSON", "afaure", "ok"),
            ("grace login: not said in JSON", "ggauthier", "ok"),
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
            ("empty identifier", " ", "account-identifier-refused"),
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
    for new in ["Glacier-Pivoine7?Tambour", "Glacier-Pivoine7?Tambour?"] {
        let answer = changes(&strict, &person.login, &person.password, new).await;
        table.row(
            "a sign the portal does not take, then two",
            answer,
            "account-new-forbidden-character",
        );
    }
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
    let (stage, player) = (Stage::on_rig(portal_alone(Rig::shared(), STRICT)), fresh());
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
pub(super) fn portal_alone(rig: &Rig, pack: usize) -> String {
    let mut table: toml::Table = toml::from_str(&rig.packs[pack]).unwrap();
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
        let challenge = totp.challenge(login, &word).await.unwrap();
        let again = said(challenge.answer(&next_code(&uri, 1)).await);
        table.row(&format!("{portal}: the same code is good again"), again, "ok");
    }
    table.end();
}
