//! privacyIDEA, from PyPI in a virtual environment of its own: second factors for the staff of the directory.
//!
//! The environment belongs to `packages`; the server's settings and policies stand in `tests/rig/privacyidea.py`.

use std::process::Command;

use super::json::Json;
use super::servers::Servers;
use super::template::write;
use super::{Plan, SERVICE_PASSWORD};
use crate::process::Outcome;
use crate::python::PRIVACYIDEA;

/// Its host.
pub(crate) const HOST: &str = "otp.ac-exemple.test";

/// Starts it without waiting: it takes longest of all to wake, and the others can start meanwhile. The directory must be up.
pub(crate) fn start(plan: &Plan, servers: &mut Servers) -> Outcome {
    let folder = plan.folder.join("privacyidea");
    let (tls, base) = (plan.folder.join("tls"), &plan.base);
    let settings = Json::object([
        ("address", Json::text(plan.address)),
        ("port", Json::Number(plan.ports.factors.into())),
        ("domain", Json::text(&plan.domain)),
        (
            "ldap",
            Json::text(format!("ldaps://{}:{}", plan.address, plan.ports.ldaps)),
        ),
        ("base", Json::text(format!("ou=people,{base}"))),
        ("bind_dn", Json::text(format!("cn=portal,ou=services,{base}"))),
        ("bind_password", Json::text(SERVICE_PASSWORD)),
        ("ca", Json::text(tls.join("ca.pem").display())),
        ("certificate", Json::text(tls.join("server.crt").display())),
        ("key", Json::text(tls.join("server.key").display())),
    ]);
    write(&folder.join("settings.json"), &settings.to_string())?;
    let program = folder.join("serve.py");
    write(&program, include_str!("../../../tests/rig/privacyidea.py"))?;
    let mut python = Command::new(PRIVACYIDEA.python());
    servers.start("privacyidea", python.arg(&program).arg(&folder).current_dir(&folder))
}

/// Waits for it.
pub(crate) fn ready(plan: &Plan, servers: &mut Servers) -> Outcome {
    servers.until_open(plan.at(plan.ports.factors))
}
