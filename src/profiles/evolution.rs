//! Evolution on Linux: the three key files of an account, as its source registry reads them from
//! `~/.config/evolution/sources`. No folder is named: the server's own names are unknown here.
//!
//! The registry adds keys it misses to a file as soon as it has read it; those stand in ours, so that ours stay as written
//! until the person changes something in Evolution.

use std::{collections::HashSet, fs, path::Path};

use uuid::Uuid;

use crate::{
    academy::{Endpoint, Security},
    profiles::{
        Client, Output, ProfileRefusal,
        apple::NAMESPACE,
        checked::Checked,
        place::{place, sha256},
        shortcut::escaped,
    },
    wizard::view::FileLine,
};

/// Puts the files where the registry reads them. Files that say all ours do, whatever Evolution has added, are left alone.
///
/// # Errors
/// When the disk refuses.
pub fn place_sources(folder: &Path, outputs: &[Output]) -> Result<Vec<FileLine>, ProfileRefusal> {
    let says_it_all = |output: &Output| {
        let there = fs::read_to_string(folder.join(&output.file_name)).unwrap_or_default();
        let there: HashSet<_> = there.lines().collect();
        let ours = String::from_utf8_lossy(&output.bytes);
        ours.lines().all(|line| line.is_empty() || there.contains(line))
    };
    match outputs.first() {
        Some(account) if outputs.iter().all(says_it_all) => Ok(vec![FileLine {
            client: Client::Evolution,
            path: folder.join(&account.file_name).display().to_string(),
            sha256: sha256(&account.bytes),
            next: "evolution-already-there".to_owned(),
            backup: None,
        }]),
        _ => place(folder, outputs),
    }
}

/// Account, identity and transport. Identifiers are a function of the address: again replaces, another mailbox adds.
pub(crate) fn write(settings: &Checked) -> Vec<Output> {
    let name = format!("evolution:{}", settings.address.to_lowercase());
    let id = Uuid::new_v5(&NAMESPACE, name.as_bytes()).simple().to_string();
    let uid = format!("rentree-{id}");
    let output = |tail: &str, text: String, next| Output {
        client: Client::Evolution,
        file_name: format!("{uid}{tail}.source"),
        bytes: text.into_bytes(),
        next,
    };
    vec![
        output("", account(settings, &uid), "evolution-source"),
        output("-identity", identity(settings, &uid), "evolution-part"),
        output("-transport", transport(settings, &uid), "evolution-part"),
    ]
}

fn source(settings: &Checked, parent: &str) -> String {
    let address = escaped(&settings.address);
    format!("[Data Source]\nDisplayName={address}\nEnabled=true\nParent={parent}\n")
}

fn server(endpoint: &Endpoint, login: &str) -> String {
    let method = match endpoint.security {
        Security::Tls => "ssl-on-alternate-port",
        Security::Starttls => "starttls-on-standard-port",
    };
    let (host, port, login) = (&endpoint.host, endpoint.port, escaped(login));
    format!(
        "\n[Authentication]\nHost={host}\nMethod=PLAIN\nPort={port}\nProxyUid=system-proxy\nRememberPassword=true\n\
         User={login}\nCredentialName=\nIsExternal=false\n\n[Security]\nMethod={method}\n"
    )
}

fn account(settings: &Checked, uid: &str) -> String {
    let (source, server) = (source(settings, ""), server(&settings.imap, &settings.login));
    format!(
        "{source}{server}\n[Mail Account]\nBackendName=imapx\nIdentityUid={uid}-identity\n\n\
         [Refresh]\nEnabled=true\nIntervalMinutes=10\n"
    )
}

fn identity(settings: &Checked, uid: &str) -> String {
    let source = source(settings, uid);
    let (address, name) = (escaped(&settings.address), escaped(&settings.display_name));
    format!(
        "{source}\n[Mail Identity]\nAddress={address}\nName={name}\n\n[Mail Submission]\nTransportUid={uid}-transport\n"
    )
}

fn transport(settings: &Checked, uid: &str) -> String {
    let (source, server) = (source(settings, uid), server(&settings.smtp, &settings.login));
    format!("{source}{server}\n[Mail Transport]\nBackendName=smtp\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, settings};

    #[test]
    fn the_three_files_name_each_other() {
        let files = write(&checked());
        assert_eq!(files, write(&checked()));
        let texts: Vec<_> = files
            .iter()
            .map(|file| String::from_utf8(file.bytes.clone()).unwrap())
            .collect();
        let uid = files[0].file_name.trim_end_matches(".source");
        assert!(texts[0].contains(&format!("IdentityUid={uid}-identity\n")));
        assert!(
            texts[1].contains(&format!("Parent={uid}\n"))
                && texts[1].contains(&format!("TransportUid={uid}-transport\n"))
        );
        assert!(texts[2].contains("Port=465\n") && texts[2].contains("Method=ssl-on-alternate-port\n"));
        assert!(
            texts
                .iter()
                .all(|text| !text.to_lowercase().contains("password=") || text.contains("RememberPassword=true"))
        );
    }

    #[test]
    fn what_evolution_added_is_left_and_what_differs_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let files = write(&checked());
        let first = place_sources(folder.path(), &files).unwrap();
        assert_eq!(first.len(), 3);
        let again = place_sources(folder.path(), &files).unwrap();
        assert_eq!(again[0].next, "evolution-already-there");
        let own = fs::read_to_string(&first[0].path).unwrap() + "SentFolder=folder://x/Sent\n";
        fs::write(&first[0].path, &own).unwrap();
        assert_eq!(place_sources(folder.path(), &files).unwrap().len(), 1);
        assert_eq!(fs::read_to_string(&first[0].path).unwrap(), own);
        let mut moved = settings();
        moved.imap.host = "neuf.ac-exemple.test".to_owned();
        let moved = place_sources(folder.path(), &write(&Checked::of(&moved).unwrap())).unwrap();
        assert_eq!(moved.iter().filter(|file| file.backup.is_some()).count(), 1);
    }

    #[test]
    fn a_backslash_stays_a_backslash() {
        let mut odd = settings();
        odd.display_name = r"Zoé \n [x]".to_owned();
        let files = write(&Checked::of(&odd).unwrap());
        let text = String::from_utf8(files[1].bytes.clone()).unwrap();
        assert!(text.contains("Name=Zoé \\\\n [x]\n"), "{text}");
    }
}
