//! Evolution's three files as Evolution's own source registry reads them: started on a message bus and in a home of its own,
//! asked through the library every GNOME program asks.

use std::{fs, process::Command};

use rentree::profiles::{Client, place_sources, render};

use super::{made, settings};

/// What GNOME's programs know of the account: each server, then the person.
const ASK: &str = r"
import gi
gi.require_version('EDataServer', '1.2')
from gi.repository import EDataServer as E
registry = E.SourceRegistry.new_sync(None)
for account in registry.list_sources(E.SOURCE_EXTENSION_MAIL_ACCOUNT):
    if not account.get_uid().startswith('rentree-'):
        continue
    mail = account.get_extension(E.SOURCE_EXTENSION_MAIL_ACCOUNT)
    identity = registry.ref_source(mail.get_identity_uid())
    own = identity.get_extension(E.SOURCE_EXTENSION_MAIL_IDENTITY)
    submission = identity.get_extension(E.SOURCE_EXTENSION_MAIL_SUBMISSION)
    for source in (account, registry.ref_source(submission.get_transport_uid())):
        door = source.get_extension(E.SOURCE_EXTENSION_AUTHENTICATION)
        lock = source.get_extension(E.SOURCE_EXTENSION_SECURITY)
        print(door.get_host(), door.get_port(), lock.get_method(), door.get_user(), door.get_method(), sep='|')
    print(mail.get_backend_name(), own.get_address(), own.get_name(), sep='|')
";

#[test]
fn the_registry_of_evolution_lists_the_account() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| home.path().join(name);
    let sources = at("config/evolution/sources");
    let mut typed = settings();
    typed.display_name = "Jeanne D’UPONT \"Zoé\" \\o/ 🎓".to_owned();
    let outputs = render(&typed, Client::Evolution, made()).unwrap();
    let files = place_sources(&sources, &outputs).unwrap();
    fs::create_dir(at("run")).unwrap();
    let mut command = Command::new("dbus-run-session");
    // Debian's Python: the binding to the library is its package.
    command.args(["--", "/usr/bin/python3", "-c", ASK]).env_clear();
    command
        .env("PATH", "/usr/bin:/bin")
        .env("LANG", "C.UTF-8")
        .env("HOME", home.path());
    command
        .env("GSETTINGS_BACKEND", "memory")
        .env("XDG_RUNTIME_DIR", at("run"));
    for name in ["config", "data", "cache"] {
        command.env(format!("XDG_{}_HOME", name.to_uppercase()), at(name));
    }
    let output = match command.output() {
        Ok(output) => output,
        Err(error) => return eprintln!("NOT RUN: dbus-run-session: {error}"),
    };
    let said = String::from_utf8_lossy(&output.stderr);
    if said.contains("ModuleNotFoundError") || said.contains("Namespace EDataServer not available") {
        return eprintln!("NOT RUN: evolution-data-server and its binding: {said}");
    }
    let seen = String::from_utf8(output.stdout).unwrap();
    let lines: Vec<_> = seen.lines().collect();
    assert_eq!(
        lines,
        [
            "imap.ac-exemple.test|993|ssl-on-alternate-port|jdupont|PLAIN",
            "smtp.ac-exemple.test|587|starttls-on-standard-port|jdupont|PLAIN",
            "imapx|jeanne.dupont@ac-exemple.test|Jeanne D’UPONT \"Zoé\" \\o/ 🎓",
        ],
        "{said}"
    );
    // Read, and left as it was, so that it can be undone; a second run of ours changes nothing.
    for (file, output) in files.iter().zip(&outputs) {
        assert_eq!(fs::read(&file.path).unwrap(), output.bytes, "{}", file.path);
    }
    let again = place_sources(&sources, &outputs).unwrap();
    assert_eq!(again[0].next, "evolution-already-there");
}
