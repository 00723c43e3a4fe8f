//! `.mobileconfig` for iPhone, iPad and Mac. Not signed: the device says "Non signé", and `next-apple-profile` says it too.
//!
//! Identifiers are a function of the address: installing again replaces, a second mailbox does not overwrite the first.
//! Keys: Apple, "Mail" payload `com.apple.mail.managed`. Signing is [`super::seal`]'s.

use plist::{Dictionary, Value};
use uuid::Uuid;

use crate::{
    academy::Endpoint,
    profiles::{
        Client, Output, ProfileRefusal,
        checked::{Checked, slug},
    },
    words::Words,
};

/// Our own name space for RFC 9562 version 5 identifiers. Changing it would pile profiles up on every phone.
pub(crate) const NAMESPACE: Uuid = Uuid::from_u128(0x6f6b_1d2c_5b0e_4f57_9d0a_52e7_a3c1_b9d4);

/// `rentree-jean-dupont.mobileconfig`.
pub(crate) fn write(settings: &Checked) -> Result<Output, ProfileRefusal> {
    let identifier = identifier(&settings.address);
    let (label, words) = (&settings.label, Words::of(settings.lang));
    let mut profile = payload("Configuration", &identifier, stable("profile", &settings.address));
    put(
        &mut profile,
        "PayloadDisplayName",
        words.with("shown-mailbox-of", &[("label", label)]),
    );
    put(&mut profile, "PayloadDescription", words.plain("shown-apple-profile"));
    put(&mut profile, "PayloadOrganization", label.as_str());
    put(&mut profile, "PayloadRemovalDisallowed", false);
    put(
        &mut profile,
        "PayloadContent",
        Value::Array(vec![Value::Dictionary(account(settings, &identifier))]),
    );
    let mut bytes = Vec::new();
    Value::Dictionary(profile)
        .to_writer_xml(&mut bytes)
        .map_err(|error| ProfileRefusal::not_made("plist", &error))?;
    bytes.push(b'\n');
    Ok(Output {
        client: Client::Apple,
        file_name: format!("rentree-{}.mobileconfig", settings.slug()),
        bytes,
        next: "apple-profile",
    })
}

fn account(settings: &Checked, profile: &str) -> Dictionary {
    let mut account = payload(
        "com.apple.mail.managed",
        &format!("{profile}.imap"),
        stable("imap", &settings.address),
    );
    let shown = Words::of(settings.lang).plain("shown-mailbox");
    put(&mut account, "PayloadDisplayName", shown);
    put(&mut account, "EmailAccountType", "EmailTypeIMAP");
    put(&mut account, "EmailAccountDescription", settings.label.as_str());
    put(&mut account, "EmailAccountName", settings.display_name.as_str());
    put(&mut account, "EmailAddress", settings.address.as_str());
    server(&mut account, "Incoming", &settings.imap, &settings.login);
    server(&mut account, "Outgoing", &settings.smtp, &settings.login);
    put(&mut account, "OutgoingPasswordSameAsIncomingPassword", true);
    for key in [
        "PreventMove",
        "PreventAppSheet",
        "SMIMEEnabled",
        "allowMailDrop",
        "disableMailRecentsSyncing",
    ] {
        put(&mut account, key, false);
    }
    account
}

/// `UseSSL` is true for both kinds of TLS; the port tells them apart. Without a port the device tries 25 first.
fn server(account: &mut Dictionary, side: &str, endpoint: &Endpoint, login: &str) {
    put(account, &format!("{side}MailServerAuthentication"), "EmailAuthPassword");
    put(account, &format!("{side}MailServerHostName"), endpoint.host.as_str());
    put(
        account,
        &format!("{side}MailServerPortNumber"),
        i64::from(endpoint.port),
    );
    put(account, &format!("{side}MailServerUseSSL"), true);
    put(account, &format!("{side}MailServerUsername"), login);
}

fn payload(kind: &str, identifier: &str, uuid: String) -> Dictionary {
    let mut payload = Dictionary::new();
    put(&mut payload, "PayloadType", kind);
    put(&mut payload, "PayloadVersion", 1_i64);
    put(&mut payload, "PayloadIdentifier", identifier);
    put(&mut payload, "PayloadUUID", uuid);
    payload
}

fn put(dictionary: &mut Dictionary, key: &str, value: impl Into<Value>) {
    dictionary.insert(key.to_owned(), value.into());
}

/// Readable, and distinct for `a.b@c` and `a-b@c`, which share a slug.
fn identifier(address: &str) -> String {
    format!("fr.rentree.mail.{}-{}", slug(address), tail(address))
}

/// Eight hexadecimal digits that tell two addresses apart.
pub(crate) fn tail(address: &str) -> String {
    let digits: String = stable("identifier", address).chars().take(8).collect();
    digits.to_lowercase()
}

fn stable(kind: &str, address: &str) -> String {
    let name = format!("{kind}:{}", address.to_lowercase());
    Uuid::new_v5(&NAMESPACE, name.as_bytes())
        .hyphenated()
        .to_string()
        .to_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, settings};

    fn read(output: &Output) -> Dictionary {
        Value::from_reader_xml(output.bytes.as_slice())
            .unwrap()
            .into_dictionary()
            .unwrap()
    }

    #[test]
    fn same_input_same_bytes_and_every_required_key_has_its_type() {
        let output = write(&checked()).unwrap();
        assert_eq!(output, write(&checked()).unwrap());
        let profile = read(&output);
        let account = profile["PayloadContent"].as_array().unwrap()[0]
            .as_dictionary()
            .unwrap()
            .clone();
        assert_eq!(account["EmailAccountName"].as_string(), Some("Jeanne D’UPONT \"Zoé\""));
        assert_eq!(account["IncomingMailServerPortNumber"].as_signed_integer(), Some(993));
        assert_eq!(account["OutgoingMailServerUseSSL"].as_boolean(), Some(true));
        assert_eq!(account["OutgoingMailServerUsername"].as_string(), Some("jdupont"));
        assert!(
            account
                .keys()
                .all(|key| !key.ends_with("Password") || key.starts_with("OutgoingPasswordSame"))
        );
        assert_ne!(profile["PayloadUUID"], account["PayloadUUID"]);
    }

    #[test]
    fn a_second_mailbox_does_not_overwrite_the_first_and_a_new_port_replaces() {
        let first = read(&write(&checked()).unwrap());
        let mut other = settings();
        other.address = "jeanne-dupont@ac-exemple.test".to_owned();
        let second = read(&write(&Checked::of(&other).unwrap()).unwrap());
        assert_ne!(first["PayloadIdentifier"], second["PayloadIdentifier"]);
        let mut moved = settings();
        moved.imap.port = 1993;
        let moved = read(&write(&Checked::of(&moved).unwrap()).unwrap());
        assert_eq!(first["PayloadIdentifier"], moved["PayloadIdentifier"]);
        assert_eq!(first["PayloadUUID"], moved["PayloadUUID"]);
    }
}
