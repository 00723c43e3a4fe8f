//! Every conclusion by the table: what was seen, what it comes to.

use super::*;
use crate::net::fault::Cause;

/// `imap`, `smtp`, two web hosts and the other mail ports; everything answers.
fn healthy() -> Look {
    let line = |role, host: &str, port: Option<u16>, needed| Line {
        role,
        host: host.to_owned(),
        port,
        needed,
        state: State::Open,
        fault: None,
        ms: Some(40),
    };
    let (imap, smtp, webmail, portal) = ("imap.test", "smtp.test", "webmail.test", "portail.test");
    let mut lines: Vec<_> = [imap, smtp, webmail, portal]
        .map(|host| line(Role::Dns, host, None, true))
        .into();
    lines.extend([
        line(Role::Imap, imap, Some(993), true),
        line(Role::Smtp, smtp, Some(465), true),
        line(Role::Imap, imap, Some(143), false),
        line(Role::Pop, imap, Some(995), false),
        line(Role::Sieve, imap, Some(4190), false),
        line(Role::Smtp, smtp, Some(587), false),
        line(Role::Web, webmail, Some(443), true),
        line(Role::Web, portal, Some(443), true),
        line(Role::Ldap, "annuaire.test", Some(636), true),
    ]);
    Look {
        lines,
        way_out: true,
        ..Look::default()
    }
}

/// The same, with a fault on every line that `hit` names.
fn with(cause: &Cause, hit: impl Fn(&Line) -> bool) -> Look {
    let mut look = healthy();
    strike(&mut look, cause, hit);
    look
}

fn strike(look: &mut Look, cause: &Cause, hit: impl Fn(&Line) -> bool) {
    for line in &mut look.lines {
        if hit(line) {
            line.state = if line.needed { State::Failed } else { State::Closed };
            line.fault = Some(Fault::new(&line.host, line.port.unwrap_or_default(), cause.clone()));
        }
    }
}

fn code(look: &Look) -> String {
    match conclude(look) {
        Outcome::Looking => "looking".to_owned(),
        Outcome::Fine => "fine".to_owned(),
        Outcome::Stopped(verdict) => verdict.code().to_owned(),
    }
}

fn issuer(name: &str) -> Cause {
    Cause::UnknownIssuer {
        issuer: name.to_owned(),
    }
}

fn mail(line: &Line) -> bool {
    matches!(line.role, Role::Imap | Role::Smtp | Role::Pop | Role::Sieve)
}

fn served(line: &Line) -> bool {
    line.role != Role::Dns
}

const WALLS: [Cause; 5] = [
    Cause::Refused,
    Cause::Filtered,
    Cause::AdminProhibited,
    Cause::Reset,
    Cause::Mute,
];

fn certificate(day: &str) -> [Cause; 2] {
    [
        Cause::CertNotYet {
            not_before: day.to_owned(),
        },
        Cause::CertExpired {
            not_after: day.to_owned(),
        },
    ]
}

#[test]
fn all_well_is_fine() {
    assert_eq!(code(&healthy()), "fine");
}

#[test]
fn no_way_out_and_no_names_explain_everything_else() {
    let mut look = with(&Cause::Dns, |_| true);
    assert_eq!(code(&look), "no-names");
    look.way_out = false;
    assert_eq!(code(&look), "no-network");
    // A machine with no route but where everything answers (a rig on loopback) is not without a network.
    let mut inside = healthy();
    inside.way_out = false;
    assert_eq!(code(&inside), "fine");
}

#[test]
fn one_name_that_is_not_found_is_that_name() {
    assert_eq!(code(&with(&Cause::Dns, |line| line.host == "imap.test")), "dns");
}

#[test]
fn a_wall_before_everything_or_before_mail_alone() {
    for wall in &WALLS {
        assert_eq!(code(&with(wall, served)), "nothing-passes", "{wall:?}");
        assert_eq!(code(&with(wall, mail)), "mail-ports-blocked", "{wall:?}");
        let Outcome::Stopped(verdict) = conclude(&with(wall, mail)) else {
            panic!()
        };
        assert_eq!(verdict.params()["ports"], "993, 465");
        // Another port of theirs answers: it is this one that is closed.
        let other = with(wall, |line| mail(line) && line.port != Some(143));
        let own = Fault::new("", 0, wall.clone());
        assert_eq!(code(&other), own.code(), "{wall:?}");
        assert_eq!(
            code(&with(wall, |line| line.role == Role::Smtp)),
            own.code(),
            "{wall:?}"
        );
        // Directory and pages alone.
        assert_eq!(
            code(&with(wall, |line| line.role == Role::Ldap)),
            "directory-down",
            "{wall:?}"
        );
        assert_eq!(code(&with(wall, |line| line.role == Role::Web)), own.code(), "{wall:?}");
        assert_eq!(
            code(&with(wall, |line| line.host == "portail.test")),
            "fine",
            "one page is gone"
        );
    }
    assert_eq!(
        code(&with(&Cause::Dns, |line| line.role == Role::Web)),
        "fine",
        "pages that moved"
    );
    // A page that moved does not hide that the others are stopped.
    let mut moved = with(&Cause::Filtered, served);
    strike(&mut moved, &Cause::Dns, |line| line.host == "portail.test");
    assert_eq!(code(&moved), "nothing-passes");
    // Different walls on different ports are one wall.
    let mut mixed = with(&Cause::Filtered, mail);
    strike(&mut mixed, &Cause::Refused, |line| line.role == Role::Smtp);
    assert_eq!(code(&mixed), "mail-ports-blocked");
}

#[test]
fn silence_counts_as_a_wall_while_it_lasts() {
    let mut look = healthy();
    for line in look.lines.iter_mut().filter(|line| mail(line)) {
        (line.state, line.ms) = (State::Waiting, None);
    }
    assert_eq!(code(&look), "mail-ports-blocked");
    let mut one = healthy();
    one.lines[4].state = State::Waiting;
    assert_eq!(code(&one), "filtered");
}

#[test]
fn somebody_who_answers_for_everybody_is_a_portal() {
    assert_eq!(code(&with(&Cause::PlainOnTls, served)), "captive-portal");
    assert_eq!(
        code(&with(&Cause::PlainOnTls, |line| line.role == Role::Web)),
        "captive-portal"
    );
    assert_eq!(
        code(&with(&Cause::PlainOnTls, |line| line.port == Some(993))),
        "plain-on-tls"
    );
    let shown = Cause::CertWrongName {
        presented: "portail-wifi.test".to_owned(),
    };
    let look = with(&shown, served);
    assert_eq!(code(&look), "captive-portal");
    let Outcome::Stopped(verdict) = conclude(&look) else {
        panic!()
    };
    assert_eq!(verdict.params()["portal"], "portail-wifi.test");
    assert_eq!(
        code(&with(&shown, |line| line.host == "imap.test" && served(line))),
        "certificate-wrong-name"
    );
}

#[test]
fn two_hosts_out_of_their_time_are_our_clock_and_one_is_its_own() {
    let [early, late] = certificate("2027-01-01");
    assert_eq!(code(&with(&early, served)), "clock-behind");
    assert_eq!(code(&with(&late, served)), "clock-ahead");
    let one = |line: &Line| line.host == "imap.test" && served(line);
    assert_eq!(code(&with(&early, one)), "certificate-not-yet");
    assert_eq!(code(&with(&late, one)), "certificate-expired");
    // A server whose certificate we believe says which side is wrong.
    for (cause, offset, verdict) in [
        (&early, 86_400, "clock-behind"),
        (&late, -86_400, "clock-ahead"),
        (&late, 86_400, "certificate-expired"),
    ] {
        let mut look = with(cause, one);
        look.clock_offset_s = Some(offset);
        assert_eq!(code(&look), verdict, "{cause:?} {offset}");
    }
}

#[test]
fn a_clock_that_only_spoils_codes_is_said_last() {
    for (offset, verdict) in [
        (0, "fine"),
        (90, "fine"),
        (-90, "fine"),
        (120, "clock-behind"),
        (-600, "clock-ahead"),
    ] {
        let mut look = healthy();
        look.clock_offset_s = Some(offset);
        assert_eq!(code(&look), verdict, "{offset}");
        strike(&mut look, &Cause::Bye, |line| line.role == Role::Imap);
        assert_eq!(code(&look), "server-bye", "the server comes first");
    }
}

#[test]
fn an_issuer_in_front_of_two_hosts_is_an_inspection() {
    let proxy = Cause::Intercepted {
        issuer: "Proxy du collège".to_owned(),
    };
    assert_eq!(code(&with(&proxy, |line| line.port == Some(993))), "tls-inspection");
    assert_eq!(code(&with(&issuer("Proxy"), served)), "tls-inspection");
    assert_eq!(
        code(&with(&issuer("Proxy"), |line| line.host == "imap.test")),
        "unknown-issuer"
    );
    let mut two = with(&issuer("A"), |line| line.host == "imap.test" && served(line));
    strike(&mut two, &issuer("B"), |line| line.host == "smtp.test" && served(line));
    assert_eq!(code(&two), "unknown-issuer", "two issuers are no single equipment");
}

#[test]
fn slow_is_never_filtered() {
    assert_eq!(
        code(&with(&Cause::Timeout, |line| mail(line) && line.needed)),
        "slow-network"
    );
    let mut slow = healthy();
    slow.lines.iter_mut().for_each(|line| line.ms = Some(5_000));
    assert_eq!(code(&slow), "slow-network");
}

#[test]
fn unknown_servers_are_said_when_nothing_else_is_wrong() {
    for missing in [Role::Imap, Role::Smtp] {
        let mut look = healthy();
        look.lines.retain(|line| line.role != missing);
        assert_eq!(code(&look), "servers-not-known");
        strike(&mut look, &Cause::Filtered, served);
        assert_eq!(code(&look), "nothing-passes", "the network first");
    }
    assert_eq!(code(&Look::default()), "servers-not-known");
}

#[test]
fn every_fault_has_a_conclusion_and_ports_nothing_depends_on_have_none() {
    let text = String::new;
    let all = [
        Cause::Dns,
        Cause::BadHost,
        Cause::Refused,
        Cause::Filtered,
        Cause::AdminProhibited,
        Cause::Reset,
        Cause::Mute,
        Cause::Timeout,
        Cause::PlainOnTls,
        Cause::TlsTooOld,
        Cause::Tls,
        Cause::CertExpired { not_after: text() },
        Cause::CertNotYet { not_before: text() },
        Cause::CertWrongName { presented: text() },
        Cause::UnknownIssuer { issuer: text() },
        Cause::SystemRootsOld { issuer: text() },
        Cause::CertRefused,
        Cause::NoSystemRoots,
        Cause::PackRoots,
        Cause::StarttlsStripped,
        Cause::StarttlsInjected,
        Cause::Bye,
        Cause::TooLong,
        Cause::Malformed,
        Cause::Https,
        Cause::Client,
    ];
    for cause in all {
        for role in [Role::Imap, Role::Smtp, Role::Ldap] {
            let look = with(&cause, |line| line.role == role && line.needed);
            let own = Fault::new("", 0, cause.clone()).code().to_owned();
            let said = code(&look);
            assert!(
                said == own
                    || (role == Role::Ldap
                        && said == "directory-down"
                        && (WALLS.contains(&cause) || cause == Cause::Timeout))
                    || (cause == Cause::Timeout && said == "slow-network"),
                "{cause:?} {role:?}: {said}"
            );
        }
        assert_eq!(
            code(&with(&cause, |line| !line.needed)),
            "fine",
            "{cause:?} on a port nothing depends on"
        );
    }
}

#[test]
fn the_order_of_causes_holds_when_several_are_true() {
    let [early, _] = certificate("2027-01-01");
    let causes = [
        (Cause::PlainOnTls, "captive-portal"),
        (early, "clock-behind"),
        (issuer("Proxy"), "tls-inspection"),
    ];
    for (rank, (first, verdict)) in causes.iter().enumerate() {
        for (second, _) in causes.iter().skip(rank + 1) {
            let mut look = with(second, |line| line.role == Role::Imap || line.role == Role::Smtp);
            strike(&mut look, first, |line| {
                line.role == Role::Web || line.role == Role::Ldap
            });
            assert_eq!(code(&look), *verdict, "{first:?} over {second:?}");
        }
        let mut look = with(&Cause::Filtered, mail);
        strike(&mut look, first, |line| line.role == Role::Web);
        assert_eq!(code(&look), *verdict, "{first:?} over a wall");
        strike(&mut look, &Cause::Dns, |_| true);
        assert_eq!(code(&look), "no-names");
    }
}

#[test]
fn the_proxy_that_stops_the_web_is_the_cause_and_the_mail_ports_come_after() {
    let proxy = || "proxy.test:3128".to_owned();
    let page = |line: &Line| line.role == Role::Web;
    for cause in [
        Cause::ProxySignIn { proxy: proxy() },
        Cause::ProxyPasswordRefused { proxy: proxy() },
        Cause::ProxyUnreachable { proxy: proxy() },
        Cause::ProxyRefused {
            proxy: proxy(),
            status: 403,
        },
        Cause::ProxyScript { script: proxy() },
    ] {
        let own = Fault::new("", 0, cause.clone()).code();
        assert_eq!(code(&with(&cause, page)), own);
        let mut both = with(&cause, page);
        strike(&mut both, &Cause::Filtered, mail);
        assert_eq!(code(&both), own, "what the person can mend first");
    }
}

#[test]
fn where_the_data_says_that_clients_may_be_closed_a_closed_door_is_likely_that() {
    let closed = |mut look: Look| {
        look.likely = Some(Likely::ClientsClosed);
        look
    };
    for wall in &WALLS {
        let imap = with(wall, |line| line.host == "imap.test" && served(line));
        assert_eq!(code(&closed(imap)), "mail-clients-likely-closed", "{wall:?}");
        let both = with(wall, mail);
        assert_eq!(code(&closed(both)), "mail-clients-likely-closed", "{wall:?}");
        let all = with(wall, served);
        assert_eq!(code(&closed(all)), "nothing-passes", "the network first");
    }
    let mut unknown = healthy();
    unknown.lines.retain(|line| line.role != Role::Imap);
    assert_eq!(code(&closed(unknown)), "mail-clients-likely-closed");
    assert_eq!(code(&closed(healthy())), "fine", "nothing was refused");
}
