//! The portal and the web pages, asked as a browser and as a script would.

use std::{net::Ipv4Addr, time::SystemTime};

use rentree_practice::Practice;

use super::{Lines, NEW, pack, practice, tls};

fn web(practice: &Practice) -> reqwest::Client {
    let builder = reqwest::Client::builder()
        .tls_backend_preconfigured((*tls(practice)).clone())
        .redirect(reqwest::redirect::Policy::none())
        .cookie_store(true)
        .no_proxy();
    let with = |builder: reqwest::ClientBuilder, name: String| builder.resolve(&name, (Ipv4Addr::LOCALHOST, 0).into());
    practice.hosts().into_keys().fold(builder, with).build().unwrap()
}

async fn text(request: reqwest::RequestBuilder) -> String {
    request.send().await.unwrap().text().await.unwrap()
}

async fn json(request: reqwest::RequestBuilder) -> (u16, serde_json::Value) {
    let response = request.header("Accept", "application/json").send().await.unwrap();
    let status = response.status().as_u16();
    (
        status,
        serde_json::from_str(&response.text().await.unwrap()).unwrap_or(serde_json::Value::Null),
    )
}

#[tokio::test]
async fn portal_enrols_a_second_factor_and_then_asks_for_it() {
    let practice = practice().await;
    let portal = pack(&practice, 0)["academy"]["connectors"]["lemonldap"]["url"]
        .as_str()
        .unwrap()
        .to_owned();
    let client = web(&practice);
    let at = |path: &str| format!("{portal}{path}");
    let sign_in = |password: &'static str| {
        client
            .post(&portal)
            .form(&[("user", "cmartin"), ("password", password)])
    };
    assert_eq!(
        json(sign_in("wrong")).await,
        (401, serde_json::json!({ "result": 0, "error": 5 }))
    );
    assert_eq!(
        json(sign_in("Provisoire-2026!")).await,
        (401, serde_json::json!({ "result": 0, "error": "25" }))
    );
    let change = [
        ("user", "cmartin"),
        ("oldpassword", "Provisoire-2026!"),
        ("newpassword", NEW),
        ("confirmpassword", NEW),
    ];
    assert_eq!(
        json(client.post(&portal).form(&change)).await,
        (401, serde_json::json!({ "result": 0, "error": "35" }))
    );
    let (status, session) = json(sign_in(NEW)).await;
    assert_eq!((status, &session["result"]), (200, &serde_json::json!(1)));
    assert_eq!(json(client.get(at("mysession/?whoami"))).await.1["result"], "cmartin");
    assert_eq!(json(client.post(at("2fregisters/totp/getkey"))).await.0, 400);
    let safe = |path: &str| client.post(at(path)).header("X-CSRF-Check", "1");
    let (_, key) = json(safe("2fregisters/totp/getkey")).await;
    let (secret, token) = (key["secret"].as_str().unwrap(), key["token"].as_str().unwrap());
    let verify = |code: &str| {
        safe("2fregisters/totp/verify").form(&[("token", token), ("code", code), ("TOTPName", "Telephone")])
    };
    let uri = format!("otpauth://totp/Academie:cmartin?secret={secret}&issuer=Academie&digits=6&period=30");
    let code = practice.code_for(&uri, SystemTime::now()).unwrap();
    let wrong = if code == "000000" { "000001" } else { "000000" };
    assert_eq!(
        json(verify(wrong)).await,
        (200, serde_json::json!({ "error": "badCode" }))
    );
    assert_eq!(json(verify(&code)).await, (200, serde_json::json!({ "result": 1 })));
    assert!(practice.has_totp("cmartin"));
    assert_eq!(json(client.get(at("?logout=1"))).await.1["error"], "47");
    let challenge = text(sign_in(NEW).header("Accept", "application/json")).await;
    assert!(challenge.contains("totp2fcheck"));
    let token = between(&challenge, "name=\"token\" value=\"", "\"");
    let check = |code: &str| client.post(at("totp2fcheck")).form(&[("token", token), ("code", code)]);
    assert_eq!(
        json(check(wrong)).await,
        (400, serde_json::json!({ "result": 0, "error": "96" }))
    );
    assert_eq!(
        json(check(&code)).await,
        (401, serde_json::json!({ "result": 0, "error": 82 }))
    );
    let again = text(sign_in(NEW)).await;
    // Without the JSON header the form token is wanted: the sign-in form comes back.
    assert!(again.contains("name=\"user\""));
    let challenge = text(sign_in(NEW).header("Accept", "application/json")).await;
    let token = between(&challenge, "name=\"token\" value=\"", "\"");
    let done = client
        .post(at("totp2fcheck"))
        .form(&[("token", token), ("code", &code)]);
    assert_eq!(json(done).await.1["result"], 1);
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).unwrap().1.split_once(after).unwrap().0
}

/// Fills a page's form as a person would, the question included.
async fn fill(client: &reqwest::Client, url: &str, fields: &[(&str, &str)]) -> String {
    let form = text(client.get(url)).await;
    assert!(form.contains("lang=\"fr\"") && form.contains("Entraînement") && !form.contains("<script"));
    let jeton = between(&form, "name=\"jeton\" value=\"", "\"");
    let words = [
        "", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf",
    ];
    let question = between(&form, "combien font ", "\u{a0}?");
    let sum: usize = question
        .split(" plus ")
        .map(|word| words.iter().position(|w| *w == word).unwrap())
        .sum();
    let sum = sum.to_string();
    let mut all = vec![("jeton", jeton), ("reponse", sum.as_str())];
    all.extend_from_slice(fields);
    text(client.post(url).form(&all)).await
}

fn page(practice: &Practice, index: usize, purpose: &str) -> (String, String) {
    let pack = pack(practice, index);
    let pages = pack["academy"]["pages"].as_array().unwrap();
    let url = pages
        .iter()
        .find(|page| page["purpose"].as_str() == Some(purpose))
        .unwrap()["url"]
        .as_str()
        .unwrap();
    (url.to_owned(), practice.pages()[url].clone())
}

#[tokio::test]
async fn the_web_academy_works_by_its_pages_alone() {
    let practice = practice().await;
    let client = web(&practice);
    let (https, http) = page(&practice, 1, "change-password");
    let who = [("identifiant", "kbenali"), ("motdepasse", "Provisoire-2026!")];
    let with = |more: &[(&'static str, &'static str)]| [&who[..], more].concat();
    let weak = fill(
        &client,
        &https,
        &with(&[("nouveau", "court"), ("confirmation", "court")]),
    )
    .await;
    assert!(weak.contains("trop court"));
    let (_, application) = page(&practice, 1, "application-password");
    assert!(
        fill(&client, &application, &with(&[("appareil", "bureau")]))
            .await
            .contains("provisoire")
    );
    // The same page, as a browser that knows neither the name nor the authority opens it.
    let changed = fill(&client, &http, &with(&[("nouveau", NEW), ("confirmation", NEW)])).await;
    assert!(changed.contains("role=\"status\""), "{changed}");
    assert!(practice.password_is("kbenali", NEW));
    let address = "karim.benali@entrainement-web.test";
    let own = Lines::open(&practice, 1, "imap").await.imap_sign_in(address, NEW).await;
    assert!(own.starts_with("a NO [AUTHENTICATIONFAILED]"));
    let who = [("identifiant", address), ("motdepasse", NEW)];
    let made = fill(&client, &application, &[&who[..], &[("appareil", "bureau")]].concat()).await;
    let shown = between(&made, "id=\"motdepasse-application\">", "<");
    let opened = Lines::open(&practice, 1, "imap")
        .await
        .imap_sign_in(address, shown)
        .await;
    assert!(opened.starts_with("a OK"), "{opened}");
    let short = Lines::open(&practice, 1, "imap")
        .await
        .imap_sign_in("kbenali", shown)
        .await;
    assert!(short.starts_with("a NO"));
    let (_, recovery) = page(&practice, 1, "recovery");
    let registered = fill(
        &client,
        &recovery,
        &[&who[..], &[("adresse", "karim.perso@perso.test")]].concat(),
    )
    .await;
    assert!(registered.contains("role=\"status\""));
    assert_eq!(
        practice.recovery_address("kbenali").as_deref(),
        Some("karim.perso@perso.test")
    );
    assert_eq!(practice.inbox("karim.perso@perso.test").len(), 1);
    let inbox = text(client.get(practice.inbox_page())).await;
    assert!(inbox.contains("karim.perso@perso.test") && inbox.contains("Votre adresse de secours"));
    let (_, factor) = page(&practice, 1, "second-factor");
    let key = fill(&client, &factor, &who).await;
    let uri = between(&key, "id=\"lien\" href=\"", "\"").replace("&amp;", "&");
    let code = practice.code_for(&uri, SystemTime::now()).unwrap();
    let jeton = between(&key, "name=\"jeton\" value=\"", "\"");
    let enrolled = text(client.post(&factor).form(&[("jeton", jeton), ("code", &code)])).await;
    assert!(enrolled.contains("role=\"status\"") && practice.has_totp("kbenali"));
}

#[tokio::test]
async fn a_forgotten_password_comes_back_by_the_recovery_address() {
    let practice = practice().await;
    let client = web(&practice);
    let who = [
        ("identifiant", "lroche"),
        ("motdepasse", "Lavande.Brume-58"),
        ("adresse", "lucie.perso@perso.test"),
    ];
    fill(&client, &page(&practice, 1, "recovery").1, &who).await;
    let reset = page(&practice, 1, "reset-password").1;
    let unknown = fill(&client, &reset, &[("identifiant", "nobody")]).await;
    let known = fill(&client, &reset, &[("identifiant", "lroche")]).await;
    assert_eq!(unknown.len(), known.len());
    let letter = practice.inbox("lucie.perso@perso.test").pop().unwrap();
    let code = between(&letter.text, "\u{a0}: ", "\r").to_owned();
    let jeton = between(&known, "name=\"jeton\" value=\"", "\"");
    let fields = [
        ("jeton", jeton),
        ("code", &code),
        ("nouveau", NEW),
        ("confirmation", NEW),
    ];
    let answer = text(client.post(&reset).form(&fields)).await;
    assert!(
        answer.contains("role=\"status\"") && practice.password_is("lroche", NEW),
        "{answer}"
    );
}

/// A wrong answer to the question spends no attempt; a foreign `Host` is not served over plain http.
#[tokio::test]
async fn pages_are_guarded() {
    let practice = practice().await;
    let client = web(&practice);
    let change = page(&practice, 1, "change-password").1;
    let form = text(client.get(&change)).await;
    let jeton = between(&form, "name=\"jeton\" value=\"", "\"");
    let fields = [
        ("jeton", jeton),
        ("reponse", "0"),
        ("identifiant", "lroche"),
        ("motdepasse", "wrong"),
    ];
    let answer = text(client.post(&change).form(&fields)).await;
    assert!(answer.contains("role=\"alert\"") && practice.failed_sign_ins("lroche") == 0);
    let foreign = client.get(&change).header("Host", "evil.example").send().await.unwrap();
    assert_eq!(foreign.status().as_u16(), 421);
    let large = client
        .post(&change)
        .body("x".repeat(100_000))
        .header("Content-Type", "application/x-www-form-urlencoded");
    assert_eq!(large.send().await.unwrap().status().as_u16(), 413);
}
