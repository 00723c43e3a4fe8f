//! What the made-up academy would publish about itself: packs in the format of `academies/*.toml`, one per way its
//! servers can be reached, with the connectors a signed pack may name.

use super::Plan;
use super::json::Json;
use super::portal::{Portal, STOCK, STRICT};
use crate::process::Outcome;

/// The packs, by what they show.
pub(crate) fn all(plan: &Plan) -> Outcome<Vec<Json>> {
    let roots = std::fs::read_to_string(plan.folder.join("tls/ca.pem")).map_err(|error| format!("ca.pem: {error}"))?;
    let variants = [
        Variant {
            id: "exemple",
            starttls: false,
            directory: true,
            portal: Some((&STOCK, plan.ports.portal_a)),
        },
        Variant {
            id: "exemple-b",
            starttls: false,
            directory: false,
            portal: Some((&STRICT, plan.ports.portal_b)),
        },
        Variant {
            id: "exemple-starttls",
            starttls: true,
            directory: true,
            portal: None,
        },
    ];
    Ok(variants
        .iter()
        .map(|variant| Json::text(variant.pack(plan, &roots)))
        .collect())
}

struct Variant<'a> {
    id: &'a str,
    /// Mail and directory start TLS by a command.
    starttls: bool,
    /// The directory is open to the person: check, change, recovery address.
    directory: bool,
    /// The portal takes care of the second factor, and of the password where there is no directory.
    portal: Option<(&'a Portal, u16)>,
}

impl Variant<'_> {
    fn pack(&self, plan: &Plan, roots: &str) -> String {
        let (id, domain, base) = (self.id, &plan.domain, &plan.base);
        let mut pack = format!(
            r#"[academy]
id = "{id}"
name = "Exemple"
official_name = "académie d'Exemple ({id})"
kind = "practice"
domains = [{{ value = "{domain}", confidence = "pack" }}]
departments = [{{ code = "00", name = "Exemple", uai_prefix = "000", confidence = "pack" }}]
address_format = {{ value = "prenom.nom@{domain}", confidence = "pack" }}
platforms = [{{ platform = "{id}-messagerie", status = "in-use", confidence = "pack" }}]
first_password = [{{ value = "letter", confidence = "pack" }}]
desks = [{{ name = "assistance d'Exemple", phone = "01 99 00 00 00", confidence = "pack" }}]
password_rule = {{ value = {{ min_length = 12, min_classes = {}, history = 5, lock_after = 5, lock_minutes = 1 }}, confidence = "pack" }}
"#,
            // The directory counts characters, the portal wants each class.
            if self.directory { 0 } else { 4 },
        );
        if let Some((portal, port)) = self.portal {
            let url = portal.url(port);
            pack.push_str(&format!(
                "second_factors = [{{ value = \"totp\", confidence = \"pack\" }}]\n\
                 pages = [{{ purpose = \"sign-on\", name = \"portail\", url = \"{url}\", confidence = \"pack\" }}]\n"
            ));
        }
        pack.push_str(&format!("\n[academy.connectors]\nroots_pem = '''\n{roots}'''\n"));
        if self.directory {
            let (port, security) = self.either((plan.ports.ldaps, "tls"), (plan.ports.ldap, "starttls"));
            pack.push_str(&format!(
                "\n[academy.connectors.ldap]\nhost = \"ldap.{domain}\"\nport = {port}\nsecurity = \"{security}\"\n\
                 user_dn = \"uid={{login}},ou=people,{base}\"\nrecovery_attribute = \"supannMailPerso\"\n\
                 change_password = true\n"
            ));
        }
        if let Some((portal, port)) = self.portal {
            let (url, cookie, change) = (portal.url(port), portal.cookie, !self.directory);
            pack.push_str(&format!(
                "\n[academy.connectors.lemonldap]\nurl = \"{url}\"\ncookie = \"{cookie}\"\ntotp = true\n\
                 change_password = {change}\n"
            ));
        }
        pack + &self.platform(plan)
    }

    fn platform(&self, plan: &Plan) -> String {
        let (id, domain, ports) = (self.id, &plan.domain, &plan.ports);
        let imap = self.either((ports.imaps, "tls"), (ports.imap, "starttls"));
        let smtp = self.either((ports.smtps, "tls"), (ports.submission, "starttls"));
        let server = |protocol: &str, host: &str, (port, security): (u16, &str)| {
            format!(
                "\n[[platforms.servers]]\nprotocol = \"{protocol}\"\nhost = \"{host}.{domain}\"\nport = {port}\n\
                 security = \"{security}\"\nconfidence = \"pack\"\n"
            )
        };
        let head = format!(
            "\n[[platforms]]\nid = \"{id}-messagerie\"\nname = \"messagerie d'Exemple\"\n\
             login_form = {{ value = \"full_address\", confidence = \"pack\" }}\n\
             client_password = {{ value = \"account\", confidence = \"pack\" }}\n\
             temporary_password_opens_imap = {{ value = false, confidence = \"pack\" }}\n"
        );
        let sieve = server("sieve", "imap", (ports.sieve, "starttls"));
        head + &server("imap", "imap", imap) + &server("smtp", "smtp", smtp) + &sieve
    }

    fn either<T>(&self, tls: T, starttls: T) -> T {
        if self.starttls { starttls } else { tls }
    }
}
