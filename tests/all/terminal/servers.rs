//! `discover` and `diagnose`: the contract's shapes, on the practice academies and on faulty copies of them.

use std::net::TcpListener;

use rentree_practice::{Options, Practice};
use serde_json::Value;

use super::home::{Home, Ran};

const LANGUAGES: [&str; 2] = ["fr", "en"];

#[test]
fn servers_are_discovered_in_the_contracts_shape() {
    for (domain, form) in [
        ("entrainement.test", "short"),
        ("entrainement-web.test", "full_address"),
    ] {
        let ran = Home::new().run(&["discover", &format!("jean.dupont@{domain}"), "--practice", "--json"]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        let said = ran.json();
        for (server, host) in [("imap", "imap"), ("smtp", "smtp")] {
            let at = &said[server];
            assert_eq!(at["host"], format!("{host}.{domain}"));
            assert!(
                at["port"].is_u64() && at["security"] == "tls" && at["reached"] == true,
                "{said}"
            );
            assert!(at["fault"].is_null() && at["confirm"] == false, "{said}");
            assert_eq!(said["found_by"][server], "pack");
        }
        assert_eq!(said["login_form"], form);
        let probed = said["tried"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["probed"].is_object());
        assert_eq!(probed.count(), 2, "{said}");
    }
}

#[test]
fn what_was_looked_for_in_vain_is_said_in_words() {
    for (lang, said) in [
        (
            "fr",
            "Nous n’avons pas trouvé où arrive le courrier du domaine entrainement.test.",
        ),
        (
            "en",
            "We did not find where mail for the domain entrainement.test arrives.",
        ),
    ] {
        let ran = Home::new().run(&[
            "discover",
            "jean.dupont@entrainement.test",
            "--practice",
            "--lang",
            lang,
        ]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
        // A sentence, and not the name of a kind of DNS record.
        assert!(ran.out.contains(said) && !ran.out.contains("mx "), "{}", ran.out);
    }
}

#[test]
fn another_providers_server_and_address_are_named_and_refused() {
    for lang in LANGUAGES {
        let ran = Home::new().run(&["discover", "claire.martin@gmail.com", "--lang", lang]);
        ran.refused(1, "other-provider");
        assert!(ran.err.contains("Google"), "{}", ran.err);
        let refused = |server: &str, code: &str| {
            let typed = [
                "discover",
                "claire.martin@ac-dijon.fr",
                "--server",
                server,
                "--lang",
                lang,
            ];
            let ran = Home::new().run(&typed);
            ran.refused(1, code);
            assert!(ran.err.contains(server), "{}", ran.err);
        };
        refused("imap.orange.fr", "other-provider");
        refused("educonnect.education.gouv.fr", "portal-not-mail");
        refused("clg-hugo.ac-dijon.fr", "school-not-mail");
        refused("imap.voleur.example", "host-not-academic");
        Home::new()
            .run(&["diagnose", "x@atlantide.test", "--lang", lang])
            .refused(1, "unknown-domain");
        Home::new()
            .run(&["discover", "claire.martin", "--lang", lang])
            .refused(1, "address-malformed");
        Home::new()
            .run(&["diagnose", "01E9501234ABC", "--lang", lang])
            .refused(1, "numen-typed");
    }
}

#[test]
fn all_well_is_fine_and_the_report_can_be_handed_on() {
    for lang in LANGUAGES {
        let home = Home::new();
        let ran = home.run(&[
            "diagnose",
            "jean.dupont@entrainement.test",
            "--practice",
            "--json",
            "--lang",
            lang,
        ]);
        assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
        let said = ran.json();
        shape(&said);
        assert_eq!(said["verdict"], "fine");
        assert!(said["clock_offset_s"].as_i64().unwrap().abs() < 60, "{said}");
        let kinds: Vec<_> = endpoints(&said).map(|one| one["kind"].as_str().unwrap()).collect();
        for kind in ["dns", "imap", "smtp", "web", "ldap"] {
            assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
        }
        assert!(endpoints(&said).all(|one| one["state"] == "open"), "{said}");
        let report = home.run(&[
            "diagnose",
            "jean.dupont@entrainement.test",
            "--practice",
            "--lang",
            lang,
        ]);
        assert_eq!(report.code, 0, "{}", report.err);
        assert!(
            report.out.contains("imap.entrainement.test:") && !report.out.contains("jean.dupont"),
            "{}",
            report.out
        );
        assert!(
            report.err.lines().count() >= 5,
            "each answer is told as it comes: {}",
            report.err
        );
        assert!(home.files().is_empty(), "nothing is kept");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_cause_is_named_on_faulty_copies_of_the_practice() {
    let practice = Practice::start(Options::default()).await.unwrap();
    let (healthy, hosts) = (practice.packs()[0].clone(), practice.hosts());
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let swap = |servers: &[&str], to: u16| {
        servers.iter().fold(healthy.clone(), |pack, host| {
            // All that is spoken on this host, its filters included.
            let head = format!("host = \"{host}\"\nport = ");
            let parts: Vec<&str> = pack.split(&head).collect();
            assert!(parts.len() > 1, "{host} is in the pack");
            let moved = parts.iter().skip(1).map(|part| part.split_once('\n').unwrap().1);
            moved.fold(parts[0].to_owned(), |text, rest| format!("{text}{head}{to}\n{rest}"))
        })
    };
    let page = practice
        .pages()
        .into_values()
        .find_map(|url| url::Url::parse(&url).ok()?.port())
        .unwrap();
    let (imap, smtp) = ("imap.entrainement.test", "smtp.entrainement.test");
    let everything = healthy
        .lines()
        .map(|line| match line.strip_prefix("port = ") {
            Some(_) => format!("port = {closed}"),
            None => line.to_owned(),
        })
        .map(|line| with_port(&line, closed))
        .collect::<Vec<_>>()
        .join("\n");
    for (pack, verdict, failed) in [
        (swap(&[imap, smtp], closed), "mail-ports-blocked", 2),
        (swap(&[imap], closed), "connection-refused", 1),
        (swap(&["ldap.entrainement.test"], closed), "directory-down", 1),
        // The plain pages of the practice answer where TLS is expected: on one server, then on two.
        (swap(&[smtp], page), "captive-portal", 1),
        (swap(&[imap, smtp], page), "captive-portal", 2),
        (everything, "nothing-passes", 5),
    ] {
        let home = Home::new();
        let path = home.beside("pack.toml", &pack);
        let mut arguments: Vec<String> = [
            "diagnose",
            "--academy",
            "entrainement",
            "--json",
            "--lang",
            "fr",
            "--allow-unsigned",
        ]
        .map(str::to_owned)
        .into();
        arguments.extend(["--pack".to_owned(), path]);
        for (name, address) in &hosts {
            arguments.extend(["--hosts".to_owned(), format!("{name}={address}")]);
        }
        let ran = tokio::task::spawn_blocking(move || {
            let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
            home.run(&arguments)
        });
        let ran: Ran = ran.await.unwrap();
        ran.refused(3, verdict);
        let said = ran.json();
        shape(&said);
        assert_eq!(said["verdict"], verdict, "{said}");
        let bad = endpoints(&said).filter(|one| one["state"] == "failed").count();
        assert_eq!(bad, failed, "{said}");
    }
}

/// The same line with every `.test:PORT` in it at `port`.
fn with_port(line: &str, port: u16) -> String {
    match line.split_once(".test:") {
        Some((before, after)) => {
            let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}.test:{port}{rest}")
        }
        None => line.to_owned(),
    }
}

fn endpoints(said: &Value) -> impl Iterator<Item = &Value> {
    said["endpoints"].as_array().unwrap().iter()
}

fn shape(said: &Value) {
    for key in ["verdict", "cause", "remedy"] {
        assert!(said[key].as_str().is_some_and(|text| !text.is_empty()), "{key}: {said}");
    }
    let offset = &said["clock_offset_s"];
    assert!(
        offset.is_i64() || (offset.is_null() && said["why"]["clock_offset_s"].is_string()),
        "{said}"
    );
    for one in endpoints(said) {
        assert!(
            one["kind"].is_string() && one["host"].is_string() && one["ms"].is_u64(),
            "{one}"
        );
        assert!(
            one["port"].is_u64() || (one["kind"] == "dns" && one["why"].is_string()),
            "{one}"
        );
        let known = ["open", "failed", "closed"].iter().any(|state| one["state"] == *state);
        assert!(known && (one["state"] == "open") == one["detail"].is_null(), "{one}");
    }
}
