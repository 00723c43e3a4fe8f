//! Packs: what one may change, and what it may not.

use super::*;

const LYON: &str = include_str!("../../../academies/lyon.toml");

fn made_up(domain: &str, host: &str, webmail: &str) -> String {
    format!(
        r#"
[academy]
id = "entrainement"
name = "Entraînement"
official_name = "académie d’entraînement"
kind = "practice"
domains = [{{ value = "{domain}", confidence = "pack" }}]
platforms = [{{ platform = "entrainement", status = "in-use", confidence = "pack" }}]

[[platforms]]
id = "entrainement"
name = "messagerie d’entraînement"
webmail = {{ value = "{webmail}", confidence = "pack" }}
servers = [{{ protocol = "imap", host = "{host}", port = 993, security = "tls", confidence = "pack" }}]
"#
    )
}

fn refused(text: &str, origin: Origin) -> PackFault {
    Directory::embedded().with_pack(text, origin).err().unwrap()
}

#[test]
fn a_practice_academy_joins_the_others() {
    let text = made_up("rentree.test", "imap.rentree.test", "https://mail.rentree.test/");
    let all = Directory::embedded().with_pack(&text, Origin::Practice).unwrap();
    assert_eq!(all.academies().count(), 35);
    assert!(all.academy("entrainement").unwrap().connected());
    assert_eq!(all.find("jean@rentree.test")[0].id, "entrainement");
    assert_eq!(Directory::embedded().academies().count(), 34);
}

#[test]
fn a_made_up_academy_stays_under_test() {
    let good = "https://mail.rentree.test/";
    let outside = |host: &str| PackFault::HostOutside { host: host.to_owned() };
    let domain = PackFault::DomainOutside {
        domain: "ac-evil.fr".to_owned(),
    };
    assert_eq!(
        refused(&made_up("ac-evil.fr", "imap.rentree.test", good), Origin::Practice),
        domain
    );
    let packed = Origin::Pack { signed: true };
    assert_eq!(
        refused(&made_up("ac-evil.fr", "imap.rentree.test", good), packed),
        domain
    );
    for host in [
        "imap.evil.example",
        "imap.education.gouv.fr",
        "IMAP.rentree.test",
        "evil.example/x.test",
    ] {
        assert_eq!(
            refused(&made_up("rentree.test", host, good), Origin::Practice),
            outside(host)
        );
    }
    for page in ["https://mail.rentree.test@evil.example/", "mail.rentree.test"] {
        let fault = refused(&made_up("rentree.test", "imap.rentree.test", page), Origin::Practice);
        assert!(matches!(fault, PackFault::HostOutside { .. }), "{page}: {fault}");
    }
    let http = "http://mail.rentree.test";
    let fault = refused(&made_up("rentree.test", "imap.rentree.test", http), Origin::Practice);
    assert_eq!(
        fault,
        PackFault::PlainAddress {
            address: http.to_owned()
        }
    );
}

#[test]
fn a_port_that_begins_in_the_clear_is_refused() {
    let good = made_up("rentree.test", "imap.rentree.test", "https://mail.rentree.test/");
    let with = |port: u16, security: &str| {
        let text = good.replace(
            "port = 993, security = \"tls\"",
            &format!("port = {port}, security = \"{security}\""),
        );
        Directory::embedded().with_pack(&text, Origin::Practice).err()
    };
    let plain = |port| {
        Some(PackFault::PlainPort {
            host: "imap.rentree.test".to_owned(),
            port,
        })
    };
    for port in [143, 25, 110, 80, 0] {
        assert_eq!(with(port, "tls"), plain(port));
    }
    assert_eq!(with(25, "starttls"), plain(25));
    assert_eq!((with(143, "starttls"), with(20993, "tls")), (None, None));
    assert!(matches!(with(143, "none"), Some(PackFault::Syntax(_))));
    let page = made_up("rentree.test", "imap.rentree.test", "https://mail.rentree.test:80/");
    assert!(matches!(
        refused(&page, Origin::Practice),
        PackFault::PlainPort { port: 80, .. }
    ));
}

#[test]
fn a_pack_corrects_its_own_academy_only() {
    let signed = || Origin::Pack { signed: true };
    let all = Directory::embedded().with_pack(LYON, signed()).unwrap();
    assert!(all.academy("lyon").unwrap().connected());
    assert_eq!(all.academies().count(), 34);
    let with = |more: &str| refused(&format!("{LYON}\n{more}"), signed());
    let platform = |id: &str| format!("[[platforms]]\nid = \"{id}\"\nname = \"x\"\n");
    assert_eq!(
        with(&platform("national")),
        PackFault::PlatformTaken {
            platform: "national".to_owned()
        }
    );
    assert_eq!(
        with(&platform("paris")),
        PackFault::PlatformTaken {
            platform: "paris".to_owned()
        }
    );
    let ldap =
        "[academy.connectors.ldap]\nhost = \"ldap.ac-paris.fr\"\nport = 636\nsecurity = \"tls\"\nuser_dn = \"x\"\n";
    assert_eq!(
        with(ldap),
        PackFault::HostOutside {
            host: "ldap.ac-paris.fr".to_owned()
        }
    );
    let desk = "[[academy.desks]]\nname = \"x\"\nurl = \"http://aide.ac-lyon.fr/\"\nconfidence = \"pack\"\n";
    assert_eq!(
        with(desk),
        PackFault::PlainAddress {
            address: "http://aide.ac-lyon.fr/".to_owned()
        }
    );
    let widened = LYON.replacen("value = \"ac-lyon.fr\"", "value = \"evil.example\"", 1);
    assert_eq!(
        refused(&widened, signed()),
        PackFault::DomainOutside {
            domain: "evil.example".to_owned()
        }
    );
    assert_eq!(refused("", signed()), PackFault::NoAcademy);
    assert_eq!(refused(&" ".repeat((1 << 20) + 1), signed()), PackFault::TooLarge);
    assert!(matches!(
        refused("[academy]\nid = 3\n", signed()),
        PackFault::Syntax(DataFault { line: 2, .. })
    ));
}

/// A key whose private half was thrown away, to get past the list of keys.
const KEY: &str = "RWQps0nDaYe8QXZbl2aWngy2HhcPvIpY/J2BtyMRlWblStNamqbL1mJw";

proptest::proptest! {
    #[test]
    fn a_pack_with_one_place_rewritten_is_judged_without_a_crash(at in 0_usize..20_000, text in "\\PC{0,40}") {
        let mut pack: Vec<char> = LYON.chars().collect();
        let at = at % pack.len();
        pack.splice(at..at, text.chars());
        let _ = Directory::embedded().with_pack(&String::from_iter(pack), Origin::Pack { signed: true });
    }

    #[test]
    fn any_signature_is_refused_without_a_crash(
        head in "\\PC{0,30}", sig in "[A-Za-z0-9+/=]{0,120}", comment in "(trusted comment: )?\\PC{0,60}", global in "[A-Za-z0-9+/=]{0,100}",
    ) {
        let keys = Keyring::of_one("lyon", KEY).unwrap();
        let trust = Trust { keys: &keys, allow_unsigned: false, newest: &|_| None };
        let signature = format!("{head}\n{sig}\n{comment}\n{global}\n");
        let file = PackFile::of("lyon.toml", LYON, Some(&signature));
        let now = time::OffsetDateTime::UNIX_EPOCH;
        proptest::prop_assert!(trust.admit_file(&Directory::embedded(), &file, now).is_err());
    }
}
