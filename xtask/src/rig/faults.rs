//! `cargo xtask rig --faults -- COMMAND…`: the command runs in a network where everything goes wrong, each thing at an
//! address of its own. What a kernel or a program that is not ours must do is here: packets dropped and rejected, a name
//! server that is silent, TLS 1.1, a slow and lossy line, a proxy's authority in the system's store, and Dovecot as it is
//! delivered, with its penalties. Servers that lie are the tests' own: they record what they hear.

use std::fs;
use std::net::{Ipv4Addr, SocketAddrV4};
use std::path::Path;
use std::process::Command;

use super::json::Json;
use super::servers::Servers;
use super::template::write;
use super::{Folder, Plan, authority, fresh_folder, internet, mail, namespaces};
use crate::process::{Outcome, quietly};

/// Where each fault lives. Official names come from the faked /etc/hosts, those of `.test` from the test.
const DROPPED: &str = "127.0.0.21";
const REJECTED: &str = "127.0.0.22";
const PROHIBITED: &str = "127.0.0.24";
const OLD_TLS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 17);
const INTERCEPTED: &str = "127.0.0.16";
/// Its authority stands in the policy file and not in the system's store, which is older.
const RECENT: &str = "127.0.0.33";
/// A name server nobody hears.
const SILENT_RESOLVER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 54);
/// An IPv6 address where packets vanish: many networks have one.
const BLACK_HOLE: &str = "fd00:9::dead";
/// The two ends of the slow line: what is sent to the far end comes back as from there.
const NEAR_END: &str = "10.99.0.1";
const FAR_END: &str = "10.99.0.2";

const INTERCEPTED_HOST: &str = "imap.education.gouv.fr";
const RECENT_HOST: &str = "imap.ac-nice.fr";
const MAIL_HOST: &str = "imap.ac-lyon.fr";
const TWO_FAMILIES_HOST: &str = "smtps.ac-lyon.fr";
const PERSON: (&str, &str) = ("claire.martin@ac-lyon.fr", "Tilleul.Orage-47");

/// `rig --faults -- COMMAND…`; the answer is the command's own exit code.
pub(crate) fn main(arguments: &[&str]) -> Outcome<u8> {
    match arguments {
        ["--", command @ ..] if !command.is_empty() => {
            let folder = Folder::claim(&fresh_folder("faults"))?;
            namespaces::go_on_inside(&folder.0, &["--inside-faults", &folder.0.to_string_lossy()], command)
        }
        _ => Err("rig --faults -- COMMAND…".to_owned()),
    }
}

/// Within the namespaces: the network, the faked system, the servers, then the command.
pub(crate) fn inside(arguments: &[&str]) -> Outcome<u8> {
    let [folder, program, rest @ ..] = arguments else {
        return Err("rig --inside-faults is not for people".to_owned());
    };
    let mut plan = internet::mail_plan(Path::new(folder), "ac-lyon.fr");
    plan.values
        .set("delivered", mail::delivered(&["ac-lyon.fr"]))
        .set("penalty_mode", "0600");
    let mut servers = Servers::new(&plan.folder.join("log"));
    network(&plan)?;
    system(&plan)?;
    bring_up(&plan, &mut servers).map_err(|error| format!("{error}\n{}", servers.last_words()))?;
    let facts = plan.folder.join("faults.json");
    write(&facts, &announcement(&plan).to_string())?;
    namespaces::run(program, rest, ("RENTREE_FAULTS", &facts))
}

/// Addresses, and what the firewall does to packets for some of them.
fn network(plan: &Plan) -> Outcome {
    let ip = |words: &str| quietly(Command::new("ip").args(words.split(' '))).map(drop);
    ip("link set lo up")?;
    // A route to it, so that the system tries it first; it goes nowhere.
    ip("-6 addr add fd00:9::1/64 dev lo nodad")?;
    ip(&format!("-6 addr add {BLACK_HOLE}/64 dev lo nodad"))?;
    ip("tuntap add dev slow mode tun")?;
    ip(&format!("addr add {NEAR_END}/24 dev slow"))?;
    ip("link set slow up")?;
    let rules = plan.folder.join("faults.nft");
    write(
        &rules,
        &format!(
            "table inet faults {{\n chain input {{\n  type filter hook input priority 0;\n  \
             ip daddr {DROPPED} drop\n  ip daddr {SILENT_RESOLVER} drop\n  ip6 daddr {BLACK_HOLE} drop\n  \
             ip daddr {REJECTED} meta l4proto tcp reject with tcp reset\n  \
             ip daddr {PROHIBITED} reject with icmp type admin-prohibited\n }}\n}}\n"
        ),
    )?;
    quietly(Command::new("/usr/sbin/nft").arg("-f").arg(&rules)).map(drop)
}

/// Two authorities the system trusts: the policy file stands for the servers', nobody for the proxy's. And one that only
/// the policy file knows.
fn system(plan: &Plan) -> Outcome {
    let names = |hosts: &[&str]| hosts.iter().map(|host| (*host).to_owned()).collect::<Vec<_>>();
    authority::make(
        &plan.folder.join("tls"),
        "Faux internet",
        &names(&[MAIL_HOST, TWO_FAMILIES_HOST, "smtp.ac-lyon.fr"]),
        plan.address,
    )?;
    let proxy = plan.folder.join("proxy");
    authority::make(
        &proxy,
        "Fortinet",
        &names(&[INTERCEPTED_HOST]),
        Ipv4Addr::new(127, 0, 0, 16),
    )?;
    let recent = plan.folder.join("recent");
    authority::make(
        &recent,
        "Autorité récente",
        &names(&[RECENT_HOST]),
        Ipv4Addr::new(127, 0, 0, 33),
    )?;
    let ours = internet::read(&plan.folder.join("tls/ca.pem"))?;
    let newer = internet::read(&recent.join("ca.pem"))?;
    let theirs = internet::read(&proxy.join("ca.pem"))?;
    internet::System {
        resolver: SILENT_RESOLVER,
        hosts: &format!(
            "{INTERCEPTED} {INTERCEPTED_HOST}\n{RECENT} {RECENT_HOST}\n{address} {MAIL_HOST}\n{BLACK_HOLE} {TWO_FAMILIES_HOST}\n\
             {address} {TWO_FAMILIES_HOST}\n",
            address = plan.address
        ),
        roots: &format!("{ours}{theirs}"),
        policy: Some(&format!("{ours}{newer}")),
    }
    .fake(&plan.folder)
}

fn bring_up(plan: &Plan, servers: &mut Servers) -> Outcome {
    let (login, password) = PERSON;
    write(
        &plan.folder.join("dovecot/staff.passwd"),
        &format!("{login}:{password}::::::\n"),
    )?;
    let staff = include_str!("../../../tests/rig/internet-staff.conf");
    mail::start_dovecot(plan, servers, staff, &[])?;
    mail::start_postfix(plan, servers, &format!("{login} {login}\n"), None)?;
    let tls = plan.folder.join("tls");
    let mut old = Command::new("openssl");
    let at = SocketAddrV4::new(OLD_TLS, 993);
    old.args(["s_server", "-quiet", "-tls1_1", "-cipher", "ALL:@SECLEVEL=0", "-accept"])
        .arg(at.to_string())
        .arg("-cert")
        .arg(tls.join("server.crt"))
        .arg("-key")
        .arg(tls.join("server.key"));
    servers.start("old-tls", &mut old)?;
    servers.until_open(at)?;
    let line = plan.folder.join("slow_line.py");
    write(&line, include_str!("../../../tests/rig/slow_line.py"))?;
    let ready = plan.folder.join("log/slow-line.ready");
    servers.start(
        "slow-line",
        Command::new("python3")
            .arg(&line)
            .args(["slow", "600", "5"])
            .arg(&ready),
    )?;
    servers.until("the slow line", || fs::exists(&ready).unwrap_or(false))
}

fn announcement(plan: &Plan) -> Json {
    let texts = [
        ("mail_host", MAIL_HOST),
        ("two_families_host", TWO_FAMILIES_HOST),
        ("intercepted_host", INTERCEPTED_HOST),
        ("intercepted", INTERCEPTED),
        ("recent_host", RECENT_HOST),
        ("recent_address", RECENT),
        ("dropped", DROPPED),
        ("rejected", REJECTED),
        ("prohibited", PROHIBITED),
        ("near_end", NEAR_END),
        ("far_end", FAR_END),
        ("login", PERSON.0),
        ("password", PERSON.1),
    ];
    let texts = texts
        .into_iter()
        .map(|(key, value)| (key.to_owned(), Json::text(value)));
    let paths = [
        ("old_tls", OLD_TLS.to_string()),
        ("ca_pem", plan.folder.join("tls/ca.pem").display().to_string()),
        ("proxy", plan.folder.join("proxy").display().to_string()),
        ("recent", plan.folder.join("recent").display().to_string()),
    ];
    let paths = paths
        .into_iter()
        .map(|(key, value)| (key.to_owned(), Json::Text(value)));
    Json::Object(texts.chain(paths).collect())
}
