//! A throwaway certificate authority and one server certificate, made with `openssl`, valid for a month and for the
//! rig's names only.

use std::net::Ipv4Addr;
use std::path::Path;
use std::process::Command;

use super::template::write;
use crate::process::{Outcome, quietly};

/// Makes `ca.pem`, `server.crt`, `server.key` and `chain.pem` (key first, as Postfix wants it) in `folder`.
/// `organisation` is what a refused certificate's issuer is shown as.
pub(crate) fn make(folder: &Path, organisation: &str, names: &[String], address: Ipv4Addr) -> Outcome {
    let listed = names
        .iter()
        .map(|name| format!("DNS:{name}"))
        .collect::<Vec<_>>()
        .join(",");
    let common = names.first().ok_or("a certificate needs a name")?;
    write(
        &folder.join("ca.cnf"),
        &format!("{REQUEST}O = {organisation}\nCN = AC jetable d'essai\n{AUTHORITY}"),
    )?;
    write(&folder.join("server.cnf"), &format!("{REQUEST}CN = {common}\n"))?;
    write(
        &folder.join("server.ext"),
        &format!("subjectAltName = {listed},IP:{address}\n{SERVER}"),
    )?;
    openssl(
        folder,
        &format!("req -x509 {KEY} -config ca.cnf -extensions authority -days 30 -keyout ca.key -out ca.pem"),
    )?;
    openssl(
        folder,
        &format!("req -new {KEY} -config server.cnf -keyout server.key -out server.csr"),
    )?;
    let sign = "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30";
    openssl(folder, &format!("{sign} -extfile server.ext -out server.crt"))?;
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).map_err(|error| format!("{name}: {error}"));
    write(&folder.join("chain.pem"), &(read("server.key")? + &read("server.crt")?))?;
    readable(folder)
}

const KEY: &str = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -utf8";
const REQUEST: &str = "[req]\nprompt = no\ndistinguished_name = subject\n[subject]\n";
const AUTHORITY: &str = "[authority]\nbasicConstraints = critical,CA:TRUE\nkeyUsage = critical,keyCertSign,cRLSign\n\
                         subjectKeyIdentifier = hash\n";
const SERVER: &str = "basicConstraints = critical,CA:FALSE\nkeyUsage = critical,digitalSignature\n\
                      extendedKeyUsage = serverAuth\nsubjectKeyIdentifier = hash\nauthorityKeyIdentifier = keyid\n";

fn openssl(folder: &Path, arguments: &str) -> Outcome {
    quietly(Command::new("openssl").args(arguments.split(' ')).current_dir(folder)).map(drop)
}

/// Each server reads the key as its own user; it is worth nothing once the folder is gone.
fn readable(folder: &Path) -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let open = std::fs::Permissions::from_mode(0o644);
        std::fs::set_permissions(entry.path(), open).map_err(|error| error.to_string())?;
    }
    Ok(())
}
