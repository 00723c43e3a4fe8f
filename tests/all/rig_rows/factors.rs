//! privacyIDEA: the second factor from the first key to the recovery codes.

use rentree::{secret::Code, totp, wizard::view::ItemKey};

use super::{FACTORS, Table, academy, account, fresh, next_code, password, player, said, wrong_code};
use crate::{journeys::connected, stage::Stage};

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
    for (row, login) in [
        ("this sort of factor is not theirs to enrol", "pfournier"),
        ("no more of this sort: 303", "yroux"),
    ] {
        let answer = said(totp.enrol(login, &password(&player(login).password)).await);
        table.row(row, answer, "account-not-allowed");
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

#[tokio::test(flavor = "multi_thread")]
async fn a_fresh_account_reaches_the_end_with_privacyidea_too() {
    let seen = connected(&Stage::rig(FACTORS), "exemple", &fresh()).await;
    assert!(seen.summary.left.is_empty(), "{:?}", seen.summary.left);
    assert!(seen.summary.done.iter().any(|item| item.key == ItemKey::SecondFactor));
}
