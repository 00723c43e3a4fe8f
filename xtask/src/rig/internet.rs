//! `cargo xtask rig --internet -- COMMAND…`: the command runs where the official mail hosts exist, faked, and nothing
//! else does. Network, mounts and processes are namespaces of its own: no packet leaves, the real /etc is untouched,
//! and everything ends with the command.
//!
//! The faked hosts' certificates come from a throwaway authority that the faked system trusts. With the machine's
//! policy file it is also the administrator's choice; without it (`--no-policy`) it is what a school's inspection
//! proxy looks like, and the program must refuse it.

use std::fs;
use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Command;

use super::json::Json;
use super::people::PERSONAL_DOMAIN;
use super::servers::Servers;
use super::template::write;
use super::{Folder, Plan, Ports, authority, fresh_folder, mail, namespaces};
use crate::process::{Outcome, find_program, quietly};

const PROXY_PORT: u16 = 3128;
const RESOLVER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 53);
/// The names on the certificate: every host `tests/rig/dnsmasq.conf` knows.
const HOSTS: [&str; 8] = [
    "smtps.ac-lyon.fr",
    "smtps.ac-nancy-metz.fr",
    "imap.education.gouv.fr",
    "imap.ac-lyon.fr",
    "courrier.ac-aix-marseille.fr",
    "messagerie.ac-toulouse.fr",
    "smtp.education.gouv.fr",
    "webmail.ac-lyon.fr",
];

/// One person with a mailbox at a faked academy.
struct Resident {
    academy: &'static str,
    login: &'static str,
    address: &'static str,
    /// What the account opens with on the academy's pages.
    password: &'static str,
    /// What a mail client needs, where it is another one.
    application: Option<&'static str>,
}

const RESIDENTS: [Resident; 5] = [
    Resident::new("lyon", "cmartin", "claire.martin@ac-lyon.fr", "Tilleul.Orage-47"),
    Resident::new(
        "aix-marseille",
        "jdupont",
        "jean.dupont@ac-aix-marseille.fr",
        "Garrigue.Calme-12",
    ),
    Resident::new(
        "nancy-metz",
        "nbernard",
        "nadia.bernard@ac-nancy-metz.fr",
        "Mirabelle.Mure-54",
    ),
    Resident {
        application: Some("xkcd-wjqv-oplm-ztre"),
        ..Resident::new("paris", "slefevre", "sophie.lefevre@ac-paris.fr", "Quai.Des.Brumes-75")
    },
    Resident::new(
        "toulouse",
        "tgirard",
        "thomas.girard@ac-toulouse.fr",
        "Brique.Rose-31000",
    ),
];

impl Resident {
    const fn new(
        academy: &'static str,
        login: &'static str,
        address: &'static str,
        password: &'static str,
    ) -> Resident {
        Resident {
            academy,
            login,
            address,
            password,
            application: None,
        }
    }

    /// What the mail servers let in.
    fn mail_password(&self) -> &'static str {
        self.application.unwrap_or(self.password)
    }

    fn personal(&self) -> String {
        format!("{}@{PERSONAL_DOMAIN}", self.login)
    }

    fn announced(&self) -> Json {
        let application = self
            .application
            .map(|password| ("application_password".to_owned(), Json::text(password)));
        let facts = [
            ("academy", self.academy.to_owned()),
            ("login", self.login.to_owned()),
            ("address", self.address.to_owned()),
            ("password", self.password.to_owned()),
            ("personal", self.personal()),
        ];
        let facts = facts
            .into_iter()
            .map(|(key, value)| (key.to_owned(), Json::Text(value)));
        Json::Object(facts.chain(application).collect())
    }
}

/// Makes the folder and the namespaces, and goes on [`inside`]; the answer is the command's own exit code.
pub(crate) fn main(arguments: &[&str]) -> Outcome<u8> {
    let (trust, command) = match arguments {
        ["--no-policy", "--", command @ ..] => ("system", command),
        ["--", command @ ..] => ("policy", command),
        _ => return Err("rig --internet [--no-policy] -- COMMAND…".to_owned()),
    };
    if command.is_empty() {
        return Err("rig --internet: which command is to run inside?".to_owned());
    }
    if find_program("dnsmasq").is_none() {
        return Err("the faked internet needs dnsmasq (package dnsmasq-base)".to_owned());
    }
    let folder = Folder::claim(&fresh_folder("internet"))?;
    namespaces::go_on_inside(&folder.0, &["--inside", &folder.0.to_string_lossy(), trust], command)
}

/// Within the namespaces: the system's faked files, the servers, then the command.
pub(crate) fn inside(arguments: &[&str]) -> Outcome<u8> {
    let [folder, trust, program, rest @ ..] = arguments else {
        return Err("rig --inside is not for people".to_owned());
    };
    let plan = plan(Path::new(folder));
    let mut servers = Servers::new(&plan.folder.join("log"));
    quietly(Command::new("ip").args(["link", "set", "lo", "up"]))?;
    authority::make(
        &plan.folder.join("tls"),
        "Faux internet",
        &HOSTS.map(str::to_owned),
        plan.address,
    )?;
    let ours = read(&plan.folder.join("tls/ca.pem"))?;
    System {
        resolver: RESOLVER,
        hosts: "",
        roots: &ours,
        policy: (*trust == "policy").then_some(ours.as_str()),
    }
    .fake(&plan.folder)?;
    bring_up(&plan, &mut servers).map_err(|error| format!("{error}\n{}", servers.last_words()))?;
    let facts = plan.folder.join("internet.json");
    write(&facts, &announcement(&plan, trust).to_string())?;
    namespaces::run(program, rest, ("RENTREE_INTERNET", &facts))
}

fn plan(folder: &Path) -> Plan {
    let mut plan = mail_plan(folder, "education.gouv.fr");
    let domains = RESIDENTS.map(|resident| resident.address.split_once('@').map_or("", |(_, domain)| domain));
    plan.values.set("delivered", mail::delivered(&domains));
    plan
}

/// Mail servers on their real ports, for `domain`.
pub(super) fn mail_plan(folder: &Path, domain: &str) -> Plan {
    let ports = Ports {
        imap: 143,
        imaps: 993,
        sieve: 4190,
        smtps: 465,
        submission: 587,
        // Not served here.
        ldap: 0,
        ldaps: 0,
        smtp: 0,
        portal: 0,
        portal_b: 0,
        factors: 0,
    };
    Plan::of(folder, domain, ports)
}

/// What a rig's namespace has of a system of its own.
pub(super) struct System<'a> {
    pub(super) resolver: Ipv4Addr,
    /// Lines added to /etc/hosts.
    pub(super) hosts: &'a str,
    /// Roots added to those the system trusts, PEM.
    pub(super) roots: &'a str,
    /// Roots of the machine's policy file, PEM.
    pub(super) policy: Option<&'a str>,
}

impl System<'_> {
    /// A copy of /etc, changed, takes its place for us alone.
    pub(super) fn fake(&self, folder: &Path) -> Outcome {
        let etc = folder.join("etc");
        quietly(Command::new("cp").args(["-a", "/etc"]).arg(&etc))?;
        let resolver = etc.join("resolv.conf");
        // It may be a link to a file the system keeps elsewhere.
        let _ = fs::remove_file(&resolver);
        write(
            &resolver,
            &format!("nameserver {}\noptions timeout:2 attempts:1\n", self.resolver),
        )?;
        let hosts = etc.join("hosts");
        write(&hosts, &format!("{}\n{}", read(&hosts)?, self.hosts))?;
        let bundle = etc.join("ssl/certs/ca-certificates.crt");
        write(&bundle, &format!("{}\n{}", read(&bundle)?, self.roots))?;
        // The copy may have brought a policy of the real machine along.
        let _ = fs::remove_dir_all(etc.join("rentree"));
        if let Some(roots) = self.policy {
            write(
                &etc.join("rentree/policy.toml"),
                &format!("tls_roots_pem = '''\n{roots}'''\n"),
            )?;
        }
        quietly(Command::new("mount").arg("--bind").arg(&etc).arg("/etc")).map(drop)
    }
}

pub(super) fn read(path: &Path) -> Outcome<String> {
    fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn bring_up(plan: &Plan, servers: &mut Servers) -> Outcome {
    let conf = plan.folder.join("dnsmasq.conf");
    plan.values
        .write(include_str!("../../../tests/rig/dnsmasq.conf"), &conf)?;
    servers.start(
        "dnsmasq",
        Command::new("/usr/sbin/dnsmasq").arg("-k").arg("-C").arg(&conf),
    )?;
    servers.until_open(std::net::SocketAddrV4::new(RESOLVER, 53))?;
    start_web(plan, servers)?;
    start_proxy(plan, servers)?;
    let entry = |resident: &Resident| {
        let (address, login, password) = (resident.address, resident.login, resident.mail_password());
        // A short login leads to the mailbox of its owner's address.
        format!("{address}:{password}::::::\n{login}:{password}::::::user={address}\n")
    };
    write(
        &plan.folder.join("dovecot/staff.passwd"),
        &RESIDENTS.iter().map(entry).collect::<String>(),
    )?;
    let personal: Vec<String> = RESIDENTS.iter().map(Resident::personal).collect();
    mail::start_dovecot(
        plan,
        servers,
        include_str!("../../../tests/rig/internet-staff.conf"),
        &personal,
    )?;
    let sender = |resident: &Resident| format!("{} {},{}\n", resident.address, resident.address, resident.login);
    mail::start_postfix(plan, servers, &RESIDENTS.iter().map(sender).collect::<String>(), None)
}

/// A page on 443: what a network that filters mail still lets through.
fn start_web(plan: &Plan, servers: &mut Servers) -> Outcome {
    fs::create_dir_all(plan.folder.join("web")).map_err(|error| error.to_string())?;
    let conf = plan.folder.join("web/nginx.conf");
    plan.values
        .write(include_str!("../../../tests/rig/internet-web.conf"), &conf)?;
    let mut nginx = Command::new("/usr/sbin/nginx");
    nginx.arg("-p").arg(plan.folder.join("web"));
    nginx.arg("-e").arg(plan.folder.join("log/web.log"));
    servers.start("nginx", nginx.arg("-c").arg(&conf))?;
    servers.until_open(plan.at(443))
}

/// A school's proxy, which wants a sign-in.
fn start_proxy(plan: &Plan, servers: &mut Servers) -> Outcome {
    let conf = plan.folder.join("tinyproxy.conf");
    plan.values
        .write(include_str!("../../../tests/rig/tinyproxy.conf"), &conf)?;
    servers.start(
        "proxy",
        Command::new("/usr/bin/tinyproxy").arg("-d").arg("-c").arg(&conf),
    )?;
    servers.until_open(plan.at(PROXY_PORT))
}

fn announcement(plan: &Plan, trust: &str) -> Json {
    Json::object([
        ("folder", Json::text(plan.folder.display())),
        ("maildir", Json::text(plan.folder.join("mail").display())),
        ("ca_pem", Json::text(plan.folder.join("tls/ca.pem").display())),
        ("dns_log", Json::text(plan.folder.join("log/dnsmasq.log").display())),
        ("trust", Json::text(trust)),
        ("proxy", Json::text(plan.at(PROXY_PORT))),
        ("proxy_user", Json::text("reseau")),
        ("proxy_password", Json::text("Craie.Bleue-12")),
        ("proxy_log", Json::text(plan.folder.join("log/proxy.out").display())),
        ("proxy_script", Json::text(format!("http://{}/proxy.pac", plan.address))),
        (
            "accounts",
            Json::List(RESIDENTS.iter().map(Resident::announced).collect()),
        ),
    ])
}
