//! What the made-up academy would publish about itself: packs in the format of `academies/*.toml`, one per way its
//! servers can be reached, with the connectors a signed pack may name.

use super::json::Json;
use super::portal::{Portal, STOCK, STRICT};
use super::{Plan, RECOVERY_ATTRIBUTE, privacyidea};
use crate::process::Outcome;

/// The packs, by what they show.
pub(crate) fn all(plan: &Plan) -> Outcome<Vec<Json>> {
    let roots = std::fs::read_to_string(plan.folder.join("tls/ca.pem")).map_err(|error| format!("ca.pem: {error}"))?;
    let (stock, strict) = ((&STOCK, plan.ports.portal), (&STRICT, plan.ports.portal_b));
    let variants = [
        Variant {
            what: "stock portal",
            starttls: false,
            portal: Some(stock),
            portal_changes: false,
            factors: false,
        },
        Variant {
            what: "portal for programs",
            starttls: false,
            portal: Some(strict),
            portal_changes: true,
            factors: false,
        },
        Variant {
            what: "STARTTLS everywhere, no portal",
            starttls: true,
            portal: None,
            portal_changes: false,
            factors: false,
        },
        Variant {
            what: "no portal, a server of second factors",
            starttls: false,
            portal: None,
            portal_changes: false,
            factors: true,
        },
    ];
    Ok(variants
        .iter()
        .map(|variant| Json::text(variant.pack(plan, &roots)))
        .collect())
}

/// All are the same academy: a program is given one of them.
struct Variant<'a> {
    /// For a reader of the pack.
    what: &'a str,
    /// Mail and directory start TLS by a command.
    starttls: bool,
    /// The portal where the second factor is enrolled.
    portal: Option<(&'a Portal, u16)>,
    /// The password is changed by the portal, not by the directory.
    portal_changes: bool,
    /// privacyIDEA enrols the second factor.
    factors: bool,
}

impl Variant<'_> {
    fn pack(&self, plan: &Plan, roots: &str) -> String {
        let (what, domain) = (self.what, &plan.domain);
        // The directory counts characters, the portal wants each class.
        let classes = if self.portal_changes { 4 } else { 0 };
        let mut pack = format!(
            r#"# {what}
[academy]
id = "exemple"
name = "Exemple"
official_name = "académie d'Exemple"
kind = "practice"
domains = [{{ value = "{domain}", confidence = "pack" }}]
departments = [{{ code = "00", name = "Exemple", uai_prefix = "000", confidence = "pack" }}]
address_format = {{ value = "prenom.nom@{domain}", confidence = "pack" }}
platforms = [{{ platform = "exemple-messagerie", status = "in-use", confidence = "pack" }}]
first_password = [{{ value = "letter", confidence = "pack" }}]
desks = [{{ name = "assistance d'Exemple", phone = "01 99 00 00 00", confidence = "pack" }}]

[academy.password_rule]
value = {{ min_length = 12, min_classes = {classes}, history = 5, lock_after = 5, lock_minutes = 1 }}
confidence = "pack"
"#
        );
        if self.portal.is_some() || self.factors {
            pack.push_str("\n[[academy.second_factors]]\nvalue = \"totp\"\nconfidence = \"pack\"\n");
        }
        if let Some((portal, port)) = self.portal {
            let url = portal.url(port);
            pack.push_str(&format!(
                r#"
[[academy.pages]]
purpose = "sign-on"
name = "portail"
url = "{url}"
confidence = "pack"
"#
            ));
        }
        pack + &self.connectors(plan, roots) + &self.platform(plan)
    }

    fn connectors(&self, plan: &Plan, roots: &str) -> String {
        let (domain, base, change) = (&plan.domain, &plan.base, !self.portal_changes);
        let (port, security) = self.either((plan.ports.ldaps, "tls"), (plan.ports.ldap, "starttls"));
        let mut connectors = format!(
            r#"
[academy.connectors]
roots_pem = '''
{roots}'''

[academy.connectors.ldap]
host = "ldap.{domain}"
port = {port}
security = "{security}"
user_dn = "uid={{login}},ou=people,{base}"
recovery_attribute = "{RECOVERY_ATTRIBUTE}"
change_password = {change}
"#
        );
        if let Some((portal, port)) = self.portal {
            let (url, cookie, change) = (portal.url(port), portal.cookie, self.portal_changes);
            connectors.push_str(&format!(
                r#"
[academy.connectors.lemonldap]
url = "{url}"
cookie = "{cookie}"
totp = true
change_password = {change}
"#
            ));
        }
        if self.factors {
            let (host, port) = (privacyidea::HOST, plan.ports.factors);
            connectors.push_str(&format!(
                "\n[academy.connectors.privacyidea]\nurl = \"https://{host}:{port}/\"\nrealm = \"agents\"\n"
            ));
        }
        connectors
    }

    fn platform(&self, plan: &Plan) -> String {
        let (domain, ports) = (&plan.domain, &plan.ports);
        let server = |protocol: &str, host: &str, (port, security): (u16, &str)| {
            format!(
                r#"
[[platforms.servers]]
protocol = "{protocol}"
host = "{host}.{domain}"
port = {port}
security = "{security}"
confidence = "pack"
"#
            )
        };
        let head = r#"
[[platforms]]
id = "exemple-messagerie"
name = "messagerie d'Exemple"
login_form = { value = "full_address", confidence = "pack" }
client_password = { value = "account", confidence = "pack" }
temporary_password_opens_imap = { value = false, confidence = "pack" }
quarantine_sender = { value = "quarantaine@ac-exemple.test", confidence = "pack" }
"#;
        let imap = self.either((ports.imaps, "tls"), (ports.imap, "starttls"));
        let smtp = self.either((ports.smtps, "tls"), (ports.submission, "starttls"));
        let sieve = server("sieve", "imap", (ports.sieve, "starttls"));
        head.to_owned() + &server("imap", "imap", imap) + &server("smtp", "smtp", smtp) + &sieve
    }

    fn either<T>(&self, tls: T, starttls: T) -> T {
        if self.starttls { starttls } else { tls }
    }
}
