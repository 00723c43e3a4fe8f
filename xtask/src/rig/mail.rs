//! Dovecot and Postfix: mailboxes, submission, delivery. Who the staff are is the caller's: the directory in a rig, a
//! plain file in the faked internet.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::Plan;
use super::people::{PERSONAL_DOMAIN, PERSONAL_PASSWORD, system_user};
use super::servers::Servers;
use super::template::write;
use crate::process::{Outcome, find_program, quietly};

/// Starts Dovecot. `staff`: its passdb and userdb blocks; `personal`: addresses with a mailbox of their own.
pub(crate) fn start_dovecot(plan: &Plan, servers: &mut Servers, staff: &str, personal: &[String]) -> Outcome {
    let folder = plan.folder.join("dovecot");
    for part in ["run", "state"] {
        fs::create_dir_all(folder.join(part)).map_err(|error| error.to_string())?;
    }
    let boxes = plan.folder.join("mail");
    fs::create_dir_all(&boxes).map_err(|error| error.to_string())?;
    plan.give(&boxes, system_user("mail")?)?;
    let lines: String = personal
        .iter()
        .map(|address| format!("{address}:{PERSONAL_PASSWORD}::::::\n"))
        .collect();
    write(&folder.join("personal.passwd"), &lines)?;
    let conf = folder.join("dovecot.conf");
    let values = plan.values.with("staff", plan.values.fill(staff)?);
    values.write(include_str!("../../../tests/rig/dovecot.conf"), &conf)?;
    let mut dovecot = Command::new("/usr/sbin/dovecot");
    servers.start("dovecot", dovecot.arg("-F").arg("-c").arg(&conf))?;
    servers.until_open(plan.at(plan.ports.imaps))?;
    let socket = folder.join("sasl");
    servers.until("its sign-in socket", || socket.exists())
}

/// Starts Postfix; Dovecot must be up. `senders`: who may write as whom; `internal`: one more listener for the portals.
pub(crate) fn start_postfix(plan: &Plan, servers: &mut Servers, senders: &str, internal: Option<u16>) -> Outcome {
    let folder = plan.folder.join("postfix");
    for part in ["etc", "queue", "data"] {
        fs::create_dir_all(folder.join(part)).map_err(|error| error.to_string())?;
    }
    plan.give(&folder.join("data"), system_user("postfix")?)?;
    let etc = folder.join("etc");
    plan.values
        .write(include_str!("../../../tests/rig/main.cf"), &etc.join("main.cf"))?;
    let mut listeners = plan
        .values
        .fill(include_str!("../../../tests/rig/master-listener.cf"))?;
    if let Some(port) = internal {
        // No sign-in there: only mail to mailboxes of ours is taken.
        listeners.push_str(&format!("{}:{port} inet n - n - - smtpd\n", plan.address));
    }
    let values = plan.values.with("listeners", listeners);
    values.write(include_str!("../../../tests/rig/master.cf"), &etc.join("master.cf"))?;
    write(&etc.join("senders"), senders)?;
    // `check` makes the queue's folders with their owners; its advice on ownership is not for a throwaway queue.
    quietly(Command::new("/usr/sbin/postfix").arg("-c").arg(&etc).arg("check"))?;
    let master = find_program("master").ok_or("Postfix's master program is missing")?;
    // -d: no detaching, so that the master is our child and ends its own children when it is told to.
    servers.start("postfix", Command::new(master).arg("-c").arg(&etc).arg("-d"))?;
    servers.until_open(plan.at(plan.ports.smtps))
}

/// `address login[,login]` a line: each person may write as themselves only.
pub(crate) fn senders(plan: &Plan) -> String {
    let line = |person: &super::people::Person| {
        let address = person.address(&plan.domain);
        format!("{address} {address},{}\n", person.uid)
    };
    plan.people.iter().map(line).collect()
}

/// Leaves messages in mailboxes before the servers start: one nearly full, one full, one that forwards, one with a word
/// of welcome.
pub(crate) fn fill_boxes(plan: &Plan) -> Outcome {
    let boxes = plan.folder.join("mail");
    let line = "Piece jointe d'un autre temps, gardee parce que l'on ne sait jamais.\r\n";
    for person in &plan.people {
        let inbox = boxes.join(person.address(&plan.domain)).join("Maildir");
        match person.state {
            // Seven letters of 140 kB: 95 % of 1 MiB.
            "nearly-full" => (1..=7).try_for_each(|rank| deliver(&inbox, rank, &line.repeat(2_040)))?,
            "full" => (1..=8).try_for_each(|rank| deliver(&inbox, rank, &line.repeat(2_040)))?,
            "forwards" => {
                (1..=2).try_for_each(|rank| quarantine_report(&inbox, rank, &plan.domain))?;
                deliver(&inbox, 3, "Bonne rentree a tous.\r\n")?;
                forwarding_rule(&boxes.join(person.address(&plan.domain)))?;
            }
            "normal" => deliver(&inbox, 1, "Bonne rentree a tous.\r\n")?,
            _ => {}
        }
    }
    Ok(())
}

/// The active filter, where Pigeonhole keeps it: a script, and a link to it.
fn forwarding_rule(home: &Path) -> Outcome {
    let script = "require [\"copy\"];\r\n# Vacances 2024\r\nredirect :copy \"remi@ailleurs.test\";\r\n";
    write(&home.join("sieve/transfert.sieve"), script)?;
    std::os::unix::fs::symlink("sieve/transfert.sieve", home.join(".dovecot.sieve")).map_err(|error| error.to_string())
}

fn quarantine_report(inbox: &Path, rank: usize, domain: &str) -> Outcome {
    let head = format!(
        "From: Quarantaine <quarantaine@{domain}>\r\nSubject: Messages retenus\r\nDate: Mon, 2 Nov 2026 08:00:00 +0100\r\n\r\n"
    );
    put(inbox, rank, &head, "3 messages retenus.\r\n")
}

fn deliver(inbox: &Path, rank: usize, body: &str) -> Outcome {
    let head = "From: rectorat@ac-exemple.test\r\nSubject: Circulaire\r\nDate: Mon, 2 Nov 2026 08:00:00 +0100\r\n\r\n";
    put(inbox, rank, head, body)
}

fn put(inbox: &Path, rank: usize, head: &str, body: &str) -> Outcome {
    for part in ["cur", "tmp"] {
        fs::create_dir_all(inbox.join(part)).map_err(|error| error.to_string())?;
    }
    write(
        &inbox.join("new").join(format!("1790000000.rig{rank}.exemple")),
        &format!("{head}{body}"),
    )
}

/// Everybody's personal mailbox.
pub(crate) fn personal(plan: &Plan) -> Vec<String> {
    plan.people.iter().map(super::people::Person::personal).collect()
}

/// The domains Postfix delivers.
pub(crate) fn delivered(domains: &[&str]) -> String {
    domains
        .iter()
        .copied()
        .chain([PERSONAL_DOMAIN])
        .collect::<Vec<_>>()
        .join(", ")
}
