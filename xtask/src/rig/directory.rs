//! OpenLDAP with its password policy: the tree, the people, the server.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use super::Plan;
use super::people::{Person, system_user};
use super::servers::Servers;
use super::template::write;
use crate::process::{Outcome, quietly};

/// Fills the directory and starts it.
pub(crate) fn start(plan: &Plan, servers: &mut Servers) -> Outcome {
    let folder = plan.folder.join("slapd");
    let (conf, tree) = (folder.join("slapd.conf"), folder.join("tree.ldif"));
    fs::create_dir_all(folder.join("data")).map_err(|error| error.to_string())?;
    plan.values
        .write(include_str!("../../../tests/rig/slapd.conf"), &conf)?;
    write(&tree, &ldif(plan)?)?;
    quietly(
        Command::new("/usr/sbin/slapadd")
            .arg("-q")
            .arg("-f")
            .arg(&conf)
            .arg("-l")
            .arg(&tree),
    )?;
    plan.give(&folder, system_user("openldap")?)?;
    let (address, ports) = (plan.address, &plan.ports);
    let urls = format!("ldap://{address}:{}/ ldaps://{address}:{}/", ports.ldap, ports.ldaps);
    let mut slapd = Command::new("/usr/sbin/slapd");
    // -d keeps it in the foreground, as our child.
    slapd
        .args(["-d", "stats", "-u", "openldap", "-g", "openldap", "-h", &urls])
        .arg("-f")
        .arg(&conf);
    servers.start("slapd", &mut slapd)?;
    servers.until_open(plan.at(ports.ldaps))
}

fn ldif(plan: &Plan) -> Outcome<String> {
    let mut text = plan.values.fill(include_str!("../../../tests/rig/tree.ldif"))?;
    // The crowd shares one password: hash each password once.
    let mut hashes: BTreeMap<&str, String> = BTreeMap::new();
    for person in &plan.people {
        if !hashes.contains_key(person.password.as_str()) {
            hashes.insert(&person.password, hashed(plan, person)?);
        }
        let hash = hashes.get(person.password.as_str()).map_or("", String::as_str);
        text.push('\n');
        text.push_str(&person.ldif(&plan.base, &plan.domain, hash));
    }
    Ok(text)
}

fn hashed(plan: &Plan, person: &Person) -> Outcome<String> {
    let file = plan.folder.join("slapd/password");
    write(&file, &person.password)?;
    let hash = quietly(
        Command::new("/usr/sbin/slappasswd")
            .args(["-h", "{SSHA}", "-T"])
            .arg(&file),
    )?;
    fs::remove_file(&file).map_err(|error| error.to_string())?;
    Ok(hash.trim().to_owned())
}
