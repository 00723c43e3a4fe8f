//! Links: official doors, strangers, imitations.

use super::*;
use crate::wizard::ask::Compared;

fn judge(academy: Option<&str>, url: &str) -> LinkLine {
    let all = Directory::embedded();
    open(&all, academy.and_then(|id| all.academy(id)), url)
}

#[test]
fn the_webmail_of_the_academy_is_said() {
    for url in [
        "https://webmail.ac-lyon.fr",
        "webmail.ac-lyon.fr",
        "https://WEBMAIL.ac-lyon.fr./x",
        "https://messagerie.education.gouv.fr/",
    ] {
        let line = judge(Some("lyon"), url);
        assert_eq!(
            (line.verdict, line.opens_inbox),
            (LinkVerdict::Webmail, true),
            "{url}: {line:?}"
        );
    }
}

#[test]
fn a_page_that_takes_the_password_without_encryption_is_nobodys() {
    for url in [
        "http://webmail.ac-lyon.fr",
        "http://messagerie.education.gouv.fr/",
        "http://portail.ac-lyon.fr/sso/SSO",
        "HTTP://webmail.ac-lyon.fr:8080/",
    ] {
        let line = judge(Some("lyon"), url);
        assert_eq!(
            (line.verdict, line.why.as_str(), line.opens_inbox),
            (LinkVerdict::Lookalike, "lookalike-plain", false),
            "{url}"
        );
        assert!(line.differs.unwrap().starts_with("http://"), "{url}");
        // Seen from Lyon, two mail services: both addresses are given, with https.
        assert_eq!(line.inboxes.len(), 2);
        assert!(line.inboxes.iter().all(|inbox| inbox.starts_with("https://")));
    }
    assert_eq!(
        judge(None, "http://webmel.ac-creteil.fr/").instead.as_deref(),
        Some("https://webmel.ac-creteil.fr")
    );
    // No source says that it has https: nothing is put in its place.
    assert_eq!(judge(Some("rennes"), "http://webmail.ac-rennes.fr/").instead, None);
    // A public site asks for no password.
    assert_eq!(judge(Some("lyon"), "http://www.ac-lyon.fr/").why, "website");
}

#[test]
fn the_letter_that_differs_is_set_apart() {
    let compared = |url: &str| {
        let Compared {
            before,
            pasted,
            official,
            after,
        } = judge(None, url).compared.unwrap();
        [before, pasted, official, after]
    };
    assert_eq!(compared("https://webmail.ac-lyom.fr/"), ["ac-lyo", "m", "n", ".fr"]);
    assert_eq!(
        compared("https://ac-l\u{0443}on.fr/"),
        ["ac-l", "\u{0443}", "y", "on.fr"]
    );
    assert_eq!(compared("https://ac-versaiIles.fr/"), ["ac-versai", "I", "l", "les.fr"]);
    assert_eq!(compared("https://ac-lyon.com/"), ["ac-lyon.", "com", "fr", ""]);
    assert_eq!(compared("https://ac-llyon.fr/"), ["ac-l", "l", "", "yon.fr"]);
    // The real inbox of the academy it imitates is given even when none was chosen.
    let line = judge(None, "https://webmail.ac-creteill.fr/");
    assert_eq!(line.instead.as_deref(), Some("https://webmel.ac-creteil.fr"));
}

#[test]
fn a_link_is_told_from_a_town() {
    for link in [
        "https://x",
        "https://webmail.ac-lyon.fr/path",
        "webmail.ac-lyon.fr",
        "ac-lyom.fr",
        "www.laclasse.com",
        "http://ac-lyon.fr@evil.example/",
    ] {
        assert_eq!(is_link(link), link != "https://x", "{link}");
    }
    for text in [
        "Lyon",
        "St.Etienne",
        "69",
        "0690026D",
        "jean.dupont@ac-lyon.fr",
        "Bourg en Bresse",
        "",
    ] {
        assert!(!is_link(text), "{text}");
    }
}

#[test]
fn other_official_doors_are_named_with_the_right_one() {
    let is = |academy: &str, url: &str, why: &str| {
        let line = judge(Some(academy), url);
        assert_eq!(
            (line.verdict, line.why.as_str(), line.opens_inbox),
            (LinkVerdict::OfficialOther, why, false),
            "{url}"
        );
        line
    };
    is("lyon", "https://bv.ac-lyon.fr/iprof/ServletIprof", "application");
    is("lyon", "https://portail.ac-lyon.fr/sso/SSO", "sign-on");
    is("lyon", "https://services.ac-lyon.fr/", "families");
    is("lyon", "https://www.laclasse.com/", "ent");
    is("lyon", "https://drane.ac-lyon.fr/", "application");
    is("lyon", "https://www.univ-lyon1.fr/", "university");
    is("lyon", "https://educonnect.education.gouv.fr/", "families");
    is("lyon", "https://www.education.gouv.fr/", "ministry");
    is("guadeloupe", "https://karukera.ac-guadeloupe.fr", "ent");
    is(
        "nice",
        "https://messagerie.education.gouv.fr/",
        "webmail-national-unconfirmed",
    );
    is("aix-marseille", "https://appli.ac-aix-marseille.fr/", "sign-on");
    is("toulouse", "https://webmail.ac-creteil.fr", "academy-host");
    let other = is("toulouse", "https://webmel.ac-creteil.fr", "other-academy");
    assert_eq!(other.academy.as_deref(), Some("creteil"));
    assert_eq!(other.instead.as_deref(), Some("https://messagerie.ac-toulouse.fr"));
}

#[test]
fn strangers_are_unknown() {
    for (url, why) in [
        ("https://mail.google.com/", "other-provider"),
        ("https://example.com/", "unknown"),
        ("", "not-a-link"),
        ("bonjour", "not-a-link"),
        ("javascript:alert(1)", "not-a-link"),
        ("jean.dupont@ac-lyon.fr", "not-a-link"),
    ] {
        let line = judge(Some("lyon"), url);
        assert_eq!((line.verdict, line.why.as_str()), (LinkVerdict::Unknown, why), "{url}");
    }
}

/// Hosts and links made to look official.
const IMITATIONS: &[&str] = &[
    "https://webmail.ac-1yon.fr/",
    "https://webmail.ac-lyom.fr/",
    "https://ac-lyon.com/",
    "https://webmail.ac-lyon.fr.connexion-mail.com/",
    "https://ac-lyon.fr.example.org",
    "https://webmail-ac-lyon.fr/",
    "https://webmail.aclyon.fr",
    "https://ac-lyon.fr@evil.example/",
    "https://webmail.ac-lyon.fr:443@evil.example/",
    "https://webmail.ac-l\u{0443}on.fr/",
    "https://xn--ac-lyn-0qf.fr/",
    "https://ac-aix-marsei11e.fr/",
    "https://ac-aix-rnarseille.fr/",
    "https://ac-versaiIles.fr.login.example/",
    "https://messagerie.education-gouv.fr/",
    "https://messagerie.education.gouv.com/",
    "https://messagerie.educatlon.gouv.fr/",
    "https://messagerie.education.gouv.fr.secure.example/",
    "https://ac-toulouse.net",
    "https://ac-creteil.example.com/",
    "http://webmail.ac-montpelier.fr/",
    "https://ac-nancy-metz-fr.com/",
    "https://login-ac-versailles.com/",
];

#[test]
fn imitations_are_told_with_what_differs() {
    for url in IMITATIONS {
        let line = judge(Some("lyon"), url);
        assert_eq!(line.verdict, LinkVerdict::Lookalike, "{url}: {line:?}");
        assert!(line.differs.is_some() && !line.opens_inbox, "{url}");
    }
}

#[test]
fn nothing_official_is_called_an_imitation() {
    let all = Directory::embedded();
    let mut hosts: Vec<String> = Vec::new();
    for academy in all.academies() {
        hosts.extend(academy.pages.iter().filter_map(|page| page.url.clone()));
        hosts.extend(academy.wrong_doors.iter().map(|door| door.host.clone()));
        for domain in &academy.domains {
            hosts.extend(["", "www.", "webmail.", "dsden.", "xn--a."].map(|label| format!("{label}{}", domain.value)));
        }
    }
    hosts.extend(all.wrong_doors().map(|door| door.host.clone()));
    hosts.extend(
        all.platforms()
            .filter_map(|platform| platform.webmail.as_ref())
            .map(|page| page.value.clone()),
    );
    hosts.extend(
        [
            "education.gouv.fr",
            "www.education.gouv.fr",
            "eduscol.education.fr",
            "mail.google.com",
            "lyon.fr",
        ]
        .map(str::to_owned),
    );
    assert!(hosts.len() > 300, "{}", hosts.len());
    for host in hosts {
        for academy in [None, Some("lyon"), Some("corse")] {
            let line = judge(academy, &host);
            assert_ne!(line.verdict, LinkVerdict::Lookalike, "{host}: {line:?}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_judged_without_a_crash(text in "\\PC{0,60}", head in "(https?://)?(ac-lyon\\.fr)?[.@:/-]?") {
        judge(Some("lyon"), &format!("{head}{text}"));
    }
}
