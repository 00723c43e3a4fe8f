//! `cargo xtask rig --alone -- COMMAND…`: the command runs beside a rig in a network that is nothing but loopback, where
//! the rig's names are known and Thunderbird's folders and /etc are copies: a program that writes there writes nowhere.
//!
//! Thunderbird trusts the rig's authority by a policy that stood there first, so that setting up the computer has
//! somebody else's policies to respect.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::servers::Servers;
use super::template::write;
use super::{ADDRESS, DOMAIN, Folder, HOSTS, Plan, bring_up, fresh_folder, namespaces};
use crate::process::{Outcome, quietly};

/// Where Debian's Thunderbird may be written to: its own folder, and the one its `isp` leads to.
const COPIED: [&str; 3] = ["/etc", "/usr/lib/thunderbird", "/usr/share/thunderbird/isp"];

/// Makes the folder and the namespaces, and goes on [`inside`]; the answer is the command's own exit code.
pub(crate) fn main(command: &[&str]) -> Outcome<u8> {
    if command.is_empty() {
        return Err("rig --alone: which command is to run inside?".to_owned());
    }
    let folder = Folder::claim(&fresh_folder("alone"))?;
    namespaces::go_on_inside(&folder.0, &["--inside-alone", &folder.0.to_string_lossy()], command)
}

/// Within the namespaces: the servers, the copies, then the command.
pub(crate) fn inside(arguments: &[&str]) -> Outcome<u8> {
    let [folder, program, rest @ ..] = arguments else {
        return Err("rig --inside-alone is not for people".to_owned());
    };
    quietly(Command::new("ip").args(["link", "set", "lo", "up"]))?;
    let plan = Plan::new(Path::new(folder), 0)?;
    let mut servers = Servers::new(&plan.folder.join("log"));
    bring_up(&plan, &mut servers).map_err(|error| format!("{error}\n{}", servers.last_words()))?;
    copy_system(&plan)?;
    let facts = plan.folder.join("alone.json");
    write(&facts, &plan.announcement()?.to_string())?;
    // Both names: tests of a rig find it, and those that would write to the real system know that they may.
    let with_rig = format!("RENTREE_RIG={}", facts.display());
    let words = [&[with_rig.as_str(), program], rest].concat();
    namespaces::run("env", &words, ("RENTREE_ALONE", &facts))
}

/// Copies take the place of the real folders, for us alone.
fn copy_system(plan: &Plan) -> Outcome {
    for (number, folder) in COPIED.iter().enumerate() {
        if !Path::new(folder).is_dir() {
            return Err(format!(
                "{folder} is missing: `cargo xtask packages test` installs Thunderbird"
            ));
        }
        let copy = plan.folder.join(format!("copy-{number}"));
        quietly(Command::new("cp").args(["-a", folder]).arg(&copy))?;
        if *folder == "/etc" {
            change_etc(plan, &copy)?;
        }
        quietly(Command::new("mount").arg("--bind").arg(&copy).arg(folder))?;
    }
    Ok(())
}

fn change_etc(plan: &Plan, etc: &Path) -> Outcome {
    let names: Vec<String> = HOSTS.iter().map(|host| format!("{host}.{DOMAIN}")).collect();
    let hosts = etc.join("hosts");
    let known = fs::read_to_string(&hosts).unwrap_or_default();
    write(&hosts, &format!("{known}\n{ADDRESS} {}\n", names.join(" ")))?;
    let authority = plan.folder.join("tls/ca.pem");
    let policies = etc.join("thunderbird/policies/policies.json");
    let text = format!(
        "{{\"policies\": {{\"DisableTelemetry\": true, \"DisableAppUpdate\": true,\n \
         \"Certificates\": {{\"Install\": [\"{}\"]}}}}}}\n",
        authority.display()
    );
    write(&policies, &text)
}
