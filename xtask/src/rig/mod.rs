//! `cargo xtask rig`: the made-up academy on real servers. OpenLDAP, Dovecot, Postfix, LemonLDAP::NG and privacyIDEA run on
//! loopback ports chosen free, from a temporary folder that goes away with them; no system configuration is touched.
//!
//! Two processes: the one that was called only holds a pipe; the *keeper* it starts owns the servers and ends them
//! when that pipe closes. So the rig ends with its caller however the caller ends, a kill included.
//! [`internet`] is another rig: real ports and official host names, in a network namespace; [`alone`] is this one in
//! such a namespace, for programs that must speak to nobody else; [`faults`] is a network where everything goes wrong.

mod alone;
mod authority;
mod directory;
mod faults;
mod internet;
mod json;
mod mail;
mod namespaces;
mod packs;
mod people;
mod portal;
mod privacyidea;
mod servers;
mod template;

use std::fs;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::thread;

use json::Json;
use people::Person;
use servers::Servers;
use template::Values;

use crate::process::{Outcome, find_program, is_root, itself};
use crate::python::PRIVACYIDEA;

/// Not 127.0.0.1: a client connects from there, and a peer with another address is treated as on a real network.
const ADDRESS: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);
const DOMAIN: &str = "ac-exemple.test";
const BASE: &str = "dc=ac-exemple,dc=test";
/// People for random journeys where the caller names no number: what the gate plays, and a few more.
pub(crate) const CHANCE: usize = 16;
const SERVICE_PASSWORD: &str = "Service-Du-Banc.1";
/// As `slapd.conf` has it.
const RECOVERY_ATTRIBUTE: &str = "supannMailPerso";
const HOSTS: [&str; 6] = ["ldap", "imap", "smtp", "portail", "portail-b", "otp"];

/// Programs the rig starts, and the Debian package of each.
pub(crate) const PROGRAMS: [(&str, &str); 11] = [
    ("slapd", "slapd"),
    ("slapadd", "slapd"),
    ("dovecot", "dovecot-core"),
    ("postfix", "postfix"),
    ("master", "postfix"),
    ("nginx", "nginx-light"),
    ("llng-fastcgi-server", "lemonldap-ng-fastcgi-server"),
    ("openssl", "openssl"),
    ("curl", "curl"),
    ("nft", "nftables"),
    ("python3", "python3"),
];

/// `rig [--folder DIR | --chance PEOPLE]`, and `rig (--internet [--no-policy] | --alone | --faults) -- COMMAND…`; the
/// answer is an exit code.
pub(crate) fn main(arguments: &[String]) -> Outcome<u8> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["--keeper", folder, chance] => keep(Path::new(folder), count(chance)?).map(|()| 0),
        ["--inside", rest @ ..] => internet::inside(rest),
        ["--inside-alone", rest @ ..] => alone::inside(rest),
        ["--alone", "--", rest @ ..] => check_machine().and_then(|()| alone::main(rest)),
        ["--internet", rest @ ..] => check_machine().and_then(|()| internet::main(rest)),
        ["--inside-faults", rest @ ..] => faults::inside(rest),
        ["--faults", rest @ ..] => check_machine().and_then(|()| faults::main(rest)),
        [] => stand(&fresh_folder("rig"), CHANCE),
        ["--folder", folder] => stand(Path::new(folder), CHANCE),
        ["--chance", people] => stand(&fresh_folder("rig"), count(people)?),
        _ => Err(format!("rig: what is `{}`? See `cargo xtask --help`", words.join(" "))),
    }
}

fn stand(folder: &Path, chance: usize) -> Outcome<u8> {
    check_machine().and_then(|()| hold(folder, chance)).map(|()| 0)
}

fn count(text: &str) -> Outcome<usize> {
    text.parse().map_err(|_| format!("rig: `{text}` is no number"))
}

/// What a rig needs of the machine, or the sentence that says what is missing.
pub(crate) fn check_machine() -> Outcome {
    if !is_root() {
        return Err("the rig needs root: Dovecot, Postfix and slapd change to users of their own".to_owned());
    }
    let missing = PROGRAMS.iter().filter(|(program, _)| find_program(program).is_none());
    let missing: Vec<String> = missing
        .map(|(program, package)| format!("{program} (package {package})"))
        .chain(PRIVACYIDEA.missing())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the rig needs {}; `cargo xtask packages rig` installs them",
        missing.join(", ")
    ))
}

/// Everything the rooms of a rig need to know of it.
pub(crate) struct Plan {
    folder: PathBuf,
    address: Ipv4Addr,
    domain: String,
    base: String,
    ports: Ports,
    people: Vec<Person>,
    values: Values,
}

/// Where each server listens.
pub(crate) struct Ports {
    ldap: u16,
    ldaps: u16,
    imap: u16,
    imaps: u16,
    sieve: u16,
    smtp: u16,
    smtps: u16,
    submission: u16,
    portal: u16,
    portal_b: u16,
    factors: u16,
}

impl Ports {
    /// Ports nobody listens on: each is held until all are known, so that no two are equal, then let go.
    fn free() -> Outcome<Ports> {
        let mut held = Vec::new();
        let mut port = || {
            let listener = TcpListener::bind((ADDRESS, 0)).map_err(|error| format!("no free port: {error}"))?;
            let address = listener.local_addr().map_err(|error| error.to_string())?;
            held.push(listener);
            Ok::<_, String>(address.port())
        };
        Ok(Ports {
            ldap: port()?,
            ldaps: port()?,
            imap: port()?,
            imaps: port()?,
            sieve: port()?,
            smtp: port()?,
            smtps: port()?,
            submission: port()?,
            portal: port()?,
            portal_b: port()?,
            factors: port()?,
        })
    }

    fn named(&self) -> [(&'static str, u16); 11] {
        [
            ("ldap", self.ldap),
            ("ldaps", self.ldaps),
            ("imap", self.imap),
            ("imaps", self.imaps),
            ("sieve", self.sieve),
            ("smtp", self.smtp),
            ("smtps", self.smtps),
            ("submission", self.submission),
            ("portal", self.portal),
            ("portal_b", self.portal_b),
            ("factors", self.factors),
        ]
    }
}

impl Plan {
    fn new(folder: &Path, chance: usize) -> Outcome<Plan> {
        let mut plan = Plan::of(folder, DOMAIN, Ports::free()?);
        plan.values
            .set("base", BASE)
            .set("service_password", SERVICE_PASSWORD)
            .set("delivered", mail::delivered(&[DOMAIN]));
        plan.base = BASE.to_owned();
        plan.people = people::everybody(chance);
        Ok(plan)
    }

    /// Mail servers for `domain`; no directory, and nobody in it.
    fn of(folder: &Path, domain: &str, ports: Ports) -> Plan {
        let mut values = Values::default();
        values
            .set("folder", folder.display())
            .set("address", ADDRESS)
            .set("listen", ADDRESS)
            .set("domain", domain)
            .set("smtp_host", format!("smtp.{domain}"))
            .set("penalty_mode", "0");
        for (name, port) in ports.named() {
            values.set(name, port);
        }
        Plan {
            folder: folder.to_owned(),
            address: ADDRESS,
            domain: domain.to_owned(),
            base: String::new(),
            ports,
            people: Vec::new(),
            values,
        }
    }

    fn at(&self, port: u16) -> SocketAddrV4 {
        SocketAddrV4::new(self.address, port)
    }

    /// Hands a folder and what is in it to a system user.
    fn give(&self, folder: &Path, user: (u32, u32)) -> Outcome {
        let fail = |error: std::io::Error| format!("{}: {error}", folder.display());
        chown(folder, Some(user.0), Some(user.1)).map_err(fail)?;
        if folder.is_dir() {
            for entry in fs::read_dir(folder).map_err(fail)?.flatten() {
                self.give(&entry.path(), user)?;
            }
        }
        Ok(())
    }

    /// The one line a caller reads.
    fn announcement(&self) -> Outcome<Json> {
        let hosts = HOSTS
            .iter()
            .map(|host| (format!("{host}.{DOMAIN}"), Json::text(self.address)))
            .collect();
        let ports = self.ports.named().map(|(name, port)| (name, Json::Number(port.into())));
        let people = self
            .people
            .iter()
            .map(|person| person.announced(&self.base, &self.domain))
            .collect();
        Ok(Json::object([
            ("folder", Json::text(self.folder.display())),
            ("directory_log", Json::text(self.folder.join("log/slapd.out").display())),
            ("service_password", Json::text(SERVICE_PASSWORD)),
            ("ca_pem", Json::text(self.folder.join("tls/ca.pem").display())),
            ("maildir", Json::text(self.folder.join("mail").display())),
            ("domain", Json::text(&self.domain)),
            ("base", Json::text(&self.base)),
            ("recovery_attribute", Json::text(RECOVERY_ATTRIBUTE)),
            ("hosts", Json::Object(hosts)),
            ("ports", Json::object(ports)),
            ("packs", Json::List(packs::all(self)?)),
            ("accounts", Json::List(people)),
            ("personal_password", Json::text(people::PERSONAL_PASSWORD)),
        ]))
    }
}

/// A folder nobody uses, short enough for the sockets in it (108 bytes).
fn fresh_folder(kind: &str) -> PathBuf {
    let moment = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let moment = moment.map_or(0, |since| since.subsec_nanos());
    std::env::temp_dir().join(format!("rentree-{kind}-{}-{moment}", std::process::id()))
}

/// Starts the keeper and stays until our standard input closes or the keeper ends.
fn hold(folder: &Path, chance: usize) -> Outcome {
    let mut keeper = itself()?;
    keeper.args(["rig", "--keeper"]).arg(folder).arg(chance.to_string());
    keeper.stdin(Stdio::piped());
    // Out of reach of the terminal's Ctrl-C: it ends us, and our end of the pipe tells the keeper.
    let mut keeper = keeper
        .process_group(0)
        .spawn()
        .map_err(|error| format!("the keeper did not start: {error}"))?;
    let pipe = keeper.stdin.take();
    thread::spawn(move || {
        let _ = std::io::stdin().read_to_end(&mut Vec::new());
        drop(pipe);
    });
    let status = keeper.wait().map_err(|error| error.to_string())?;
    if status.success() {
        Ok(())
    } else {
        Err("the rig did not come up".to_owned())
    }
}

/// Owns the servers: brings them up, announces them, ends them when standard input closes.
fn keep(folder: &Path, chance: usize) -> Outcome {
    let folder = Folder::claim(folder)?;
    let plan = Plan::new(&folder.0, chance)?;
    let mut servers = Servers::new(&folder.0.join("log"));
    bring_up(&plan, &mut servers).map_err(|error| format!("{error}\n{}", servers.last_words()))?;
    // A caller that no longer listens has also closed our standard input: we end just below.
    let _ = writeln!(std::io::stdout(), "{}", plan.announcement()?);
    let _ = std::io::stdin().read_to_end(&mut Vec::new());
    for name in servers.fallen() {
        eprintln!("rig: {name} had ended on its own");
    }
    Ok(())
}

fn bring_up(plan: &Plan, servers: &mut Servers) -> Outcome {
    let names: Vec<String> = HOSTS.iter().map(|host| format!("{host}.{DOMAIN}")).collect();
    authority::make(&plan.folder.join("tls"), "Banc d'essai", &names, plan.address)?;
    directory::start(plan, servers)?;
    privacyidea::start(plan, servers)?;
    mail::fill_boxes(plan)?;
    plan.values.write(
        include_str!("../../../tests/rig/dovecot-ldap.conf"),
        &plan.folder.join("dovecot/ldap.conf"),
    )?;
    let staff = include_str!("../../../tests/rig/dovecot-staff.conf");
    mail::start_dovecot(plan, servers, staff, &mail::personal(plan))?;
    mail::start_postfix(plan, servers, &mail::senders(plan), Some(plan.ports.smtp))?;
    portal::start(plan, servers)?;
    privacyidea::ready(plan, servers)
}

/// The rig's folder: ours from the start, gone at the end.
struct Folder(PathBuf);

impl Folder {
    /// Makes the folder; one that holds anything is somebody else's.
    fn claim(path: &Path) -> Outcome<Folder> {
        let fail = |error: std::io::Error| format!("{}: {error}", path.display());
        if fs::read_dir(path).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(format!(
                "{} is not empty: the rig deletes its folder when it ends",
                path.display()
            ));
        }
        let log = path.join("log");
        fs::create_dir_all(&log).map_err(fail)?;
        let path = path.canonicalize().map_err(fail)?;
        // Each server writes its own log as its own user.
        fs::set_permissions(&log, fs::Permissions::from_mode(0o1777)).map_err(fail)?;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).map_err(fail)?;
        Ok(Folder(path))
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("rig: {} stays behind: {error}", self.0.display());
        }
    }
}
