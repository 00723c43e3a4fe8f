//! The way back and the second factor on LemonLDAP::NG, privacyIDEA, slapd and Postfix: the journeys of practice.

use std::{
    path::Path,
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

use time::OffsetDateTime;

use super::{ACADEMY, curl};
use crate::{
    practice_journeys::way_back::{
        a_code_expires, a_computer_is_off, a_factor_is_there, a_phone_is_off, fast, registered, tries_run_out,
    },
    stage::{Rig, Stage, newest_letter},
};

/// Which pack of the rig: the stock portal, the one without tokens where a factor is mandatory, privacyIDEA.
const STOCK: usize = 0;
const STRICT: usize = 1;
const FACTORS: usize = 3;

#[tokio::test(flavor = "multi_thread")]
async fn codes_expire() {
    static LATER: AtomicI64 = AtomicI64::new(0);
    let now = || OffsetDateTime::now_utc() + Duration::from_secs(LATER.load(Ordering::Relaxed).unsigned_abs());
    let stage = Stage::on_rig_at(Rig::shared().packs[STOCK].clone(), now);
    a_code_expires(&stage, ACADEMY, &Rig::shared().fresh(), &LATER).await;
}

/// Proved to its end: on the day the password is forgotten, the portal's own message comes to the registered address.
#[tokio::test(flavor = "multi_thread")]
async fn the_portal_itself_writes_to_the_registered_address() {
    let (stage, player, rig) = (Stage::rig(STOCK), Rig::shared().fresh(), Rig::shared());
    registered(&stage, ACADEMY, &player).await;
    let page = format!("https://portail.ac-exemple.test:{}/resetpwd", rig.port("portal"));
    let form = curl(rig, &["-H", "Accept: text/html", &page]).expect("the portal answers");
    let token = form.split("name=\"token\" value=\"").nth(1).unwrap();
    let token = format!("token={}", token.split('"').next().unwrap());
    let mail = format!("mail={}", player.personal);
    let asked = curl(rig, &["--data-urlencode", &mail, "--data-urlencode", &token, &page]);
    assert!(asked.is_some(), "the portal takes the request");
    let maildir = Path::new(rig.description["maildir"].as_str().unwrap());
    let mut letter = String::new();
    for _ in 0..200 {
        letter = newest_letter(maildir, &player.personal);
        if letter.contains("mail_token") {
            break;
        }
        // Delivery is asynchronous in Postfix: the file is polled for, at most ten seconds.
        std::thread::sleep(Duration::from_millis(50));
    }
    // Quoted-printable.
    let text = letter.replace("=\r\n", "").replace("=\n", "").replace("=3D", "=");
    let link = text
        .split("https://")
        .find(|part| part.contains("mail_token="))
        .expect(&text);
    let link: String = link
        .chars()
        .take_while(|c| c.is_ascii_graphic() && !"\"<>".contains(*c))
        .collect();
    let form = curl(
        rig,
        &[
            "-H",
            "Accept: text/html",
            &format!("https://{}", link.replace("&amp;", "&")),
        ],
    );
    assert!(
        form.expect("the link opens").contains("newpassword"),
        "it lets a new password be chosen"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_wrong_clock_is_named() {
    for pack in [STOCK, FACTORS] {
        a_phone_is_off(&Stage::rig(pack), ACADEMY, &Rig::shared().fresh()).await;
    }
    let stage = Stage::on_rig_at(Rig::shared().packs[STOCK].clone(), fast);
    a_computer_is_off(&stage, ACADEMY, &Rig::shared().fresh()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_key_is_made_when_tries_run_out() {
    for pack in [STOCK, FACTORS] {
        tries_run_out(&Stage::rig(pack), ACADEMY, &Rig::shared().fresh()).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_factor_that_is_there_is_never_removed() {
    for pack in [STOCK, STRICT, FACTORS] {
        a_factor_is_there(Stage::rig(pack), ACADEMY, &Rig::shared().fresh(), |_| Stage::rig(pack)).await;
    }
}
