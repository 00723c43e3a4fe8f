//! LemonLDAP::NG, twice, behind nginx: a stock portal, and one made for programs where the second factor is
//! mandatory.

use std::fs;
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Plan;
use super::people::system_user;
use super::servers::Servers;
use super::template::Values;
use crate::process::{Outcome, quietly};

/// One portal: how it differs from the other.
pub(crate) struct Portal {
    /// Its folder below the rig's, and the name of its log.
    pub(crate) name: &'static str,
    /// Its host.
    pub(crate) host: &'static str,
    /// Its session cookie.
    pub(crate) cookie: &'static str,
    totp_mandatory: bool,
    expired_may_change: bool,
    require_token: &'static str,
    /// Signs a new password may hold.
    special: &'static str,
    /// People wait after three failures.
    brute_force: bool,
}

/// Debian's defaults: every form needs a token, the second factor is the person's choice, expired means shut out.
pub(crate) const STOCK: Portal = Portal {
    name: "portal-a",
    host: "portail.ac-exemple.test",
    cookie: "lemonldap",
    totp_mandatory: false,
    expired_may_change: false,
    require_token: "1",
    special: "__ALL__",
    brute_force: false,
};

/// No token for a client that asks for JSON; no session before a second factor is registered; stricter on signs, and slow
/// after failures.
pub(crate) const STRICT: Portal = Portal {
    name: "portal-b",
    host: "portail-b.ac-exemple.test",
    cookie: "session_agent",
    totp_mandatory: true,
    expired_may_change: true,
    require_token: "$env->{HTTP_ACCEPT} !~ m#application/json#",
    special: "!-._+=*",
    brute_force: true,
};

impl Portal {
    /// Its address, as people and packs write it.
    pub(crate) fn url(&self, port: u16) -> String {
        format!("https://{}:{port}/", self.host)
    }
}

/// Starts both portals and the web server before them; the directory must be up.
pub(crate) fn start(plan: &Plan, servers: &mut Servers) -> Outcome {
    let portals = [(&STOCK, plan.ports.portal), (&STRICT, plan.ports.portal_b)];
    for (portal, port) in portals {
        start_portal(plan, servers, portal, port)?;
    }
    fs::create_dir_all(plan.folder.join("nginx")).map_err(|error| error.to_string())?;
    let hosts = portals.iter().map(|(portal, port)| {
        let mut values = plan.values.clone();
        values
            .set("name", portal.name)
            .set("host", portal.host)
            .set("port", port);
        values.fill(include_str!("../../../tests/rig/nginx-portal.conf"))
    });
    let hosts = hosts.collect::<Outcome<Vec<_>>>()?.join("\n");
    let conf = plan.folder.join("nginx/nginx.conf");
    plan.values
        .with("portals", hosts)
        .write(include_str!("../../../tests/rig/nginx.conf"), &conf)?;
    let errors = plan.folder.join("log/nginx.log");
    let mut nginx = Command::new("/usr/sbin/nginx");
    servers.start(
        "nginx",
        nginx
            .arg("-p")
            .arg(plan.folder.join("nginx"))
            .arg("-e")
            .arg(errors)
            .arg("-c")
            .arg(&conf),
    )?;
    servers.until_open(plan.at(plan.ports.portal))?;
    portals.iter().try_for_each(|(portal, port)| {
        servers.until(&format!("{} asks who you are", portal.host), || {
            answers(plan, portal, *port)
        })
    })
}

fn start_portal(plan: &Plan, servers: &mut Servers, portal: &Portal, port: u16) -> Outcome {
    let folder = plan.folder.join(portal.name);
    for part in ["conf", "sessions/lock", "kept/lock", "notifications", "cache"] {
        fs::create_dir_all(folder.join(part)).map_err(|error| error.to_string())?;
    }
    let values = values(plan, portal, port)?;
    let template = include_str!("../../../tests/rig/lmConf-1.json");
    // JSON has no comments; ours stand on lines of their own.
    let bare: String = template
        .lines()
        .filter(|line| !line.starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    values.write(&bare, &folder.join("conf/lmConf-1.json"))?;
    let ini = folder.join("lemonldap-ng.ini");
    values.write(include_str!("../../../tests/rig/lemonldap-ng.ini"), &ini)?;
    let (uid, gid) = system_user("www-data")?;
    plan.give(&folder, (uid, gid))?;
    let socket = folder.join("portal.sock");
    let mut command = Command::new("/usr/sbin/llng-fastcgi-server");
    command
        .arg("--foreground")
        .args(["-n", "2"])
        .arg("-s")
        .arg(&socket)
        .arg("-p")
        .arg(folder.join("pid"));
    command
        .env("LLNG_DEFAULTCONFFILE", &ini)
        .env("LLNG_DEFAULTLOGGER", "Lemonldap::NG::Common::Logger::Std");
    // The server refuses to run as root.
    command
        .env("HOME", "/nonexistent")
        .current_dir(&folder)
        .gid(gid)
        .uid(uid);
    servers.start(portal.name, &mut command)?;
    servers.until("its socket", || socket.exists())
}

fn values(plan: &Plan, portal: &Portal, port: u16) -> Outcome<Values> {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let key = quietly(Command::new("openssl").args(["rand", "-base64", "24"]))?;
    let mut values = plan.values.clone();
    values
        .set("name", portal.name)
        .set("url", portal.url(port))
        .set("cookie", portal.cookie);
    values
        .set("now", now)
        .set("key", key.trim())
        .set("require_token", portal.require_token);
    values.set("special", portal.special);
    values.set("brute_force", u8::from(portal.brute_force));
    values.set("totp_mandatory", u8::from(portal.totp_mandatory));
    values.set("expired_may_change", u8::from(portal.expired_may_change));
    Ok(values)
}

/// Whether the portal, its configuration included, answers "401, who are you?" to a program.
fn answers(plan: &Plan, portal: &Portal, port: u16) -> bool {
    let resolve = format!("{}:{port}:{}", portal.host, plan.address);
    let mut curl = Command::new("curl");
    curl.args([
        "--noproxy",
        "*",
        "-sS",
        "-m",
        "20",
        "-o",
        "/dev/null",
        "-w",
        "%{http_code}",
        "--resolve",
        &resolve,
    ]);
    curl.arg("--cacert")
        .arg(plan.folder.join("tls/ca.pem"))
        .args(["-H", "Accept: application/json"]);
    quietly(curl.arg(portal.url(port))).is_ok_and(|code| code == "401")
}
