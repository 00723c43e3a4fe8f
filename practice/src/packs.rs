//! The two academy files, as the person's program reads them: `[academy]` and `[[platforms]]`.

use crate::{
    Ports,
    ldap::{PEOPLE, RECOVERY_ATTRIBUTE},
    pages::{self, Page},
    people::Realm,
};

/// Ports of the identity servers of the connected academy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Directory {
    pub(crate) ldap: u16,
    pub(crate) portal: u16,
}

/// The file of an academy.
pub(crate) fn pack(realm: Realm, ports: Ports, directory: Directory, roots: &str) -> String {
    let (id, domain) = (realm.id(), realm.domain());
    let (name, form, password, classes) = match realm {
        Realm::Connected => ("Entraînement", "short", "account", 0),
        Realm::Web => ("Entraînement (pages web)", "full_address", "application", 3),
    };
    let head = format!(
        r#"[academy]
id = "{id}"
name = "{name}"
official_name = "{title}"
kind = "practice"
address_format = {{ value = "prenom.nom@{domain}", confidence = "pack" }}
first_password = [{{ value = "letter", confidence = "pack" }}]
reset_needs = [{{ value = "identifier", confidence = "pack" }}, {{ value = "secondary-address", confidence = "pack" }}, {{ value = "captcha", confidence = "pack" }}]
second_factors = [{{ value = "totp", confidence = "pack" }}]
password_rule = {{ value = {{ min_length = 12, min_classes = {classes}, history = {history}, lock_after = {lock}, lock_minutes = 1 }}, confidence = "pack" }}

[[academy.domains]]
value = "{domain}"
confidence = "pack"

[[academy.platforms]]
platform = "{id}"
status = "in-use"
confidence = "pack"

[[academy.desks]]
name = "Assistance d’entraînement"
url = "{assistance}"
confidence = "pack"
"#,
        title = realm.title(),
        history = crate::accounts::HISTORY,
        lock = crate::accounts::LOCK_AFTER,
        assistance = pages::address(realm, ports, Page::Assistance),
    );
    let listed: String = Page::ALL
        .into_iter()
        .filter(|page| page.offered(realm))
        .map(|page| {
            format!(
                "\n[[academy.pages]]\npurpose = \"{}\"\nname = \"{}\"\nurl = \"{}\"\nconfidence = \"pack\"\n",
                page.purpose(),
                page.title(),
                pages::address(realm, ports, page)
            )
        })
        .collect();
    let connectors = match realm {
        Realm::Connected => format!(
            r#"
[academy.connectors]
roots_pem = '''
{roots}'''

[academy.connectors.ldap]
host = "ldap.{domain}"
port = {ldap}
security = "tls"
user_dn = "uid={{login}},{PEOPLE}"
recovery_attribute = "{RECOVERY_ATTRIBUTE}"
change_password = true

[academy.connectors.lemonldap]
url = "https://portail.{domain}:{portal}/"
cookie = "lemonldap"
totp = true
change_password = true
"#,
            ldap = directory.ldap,
            portal = directory.portal,
        ),
        Realm::Web => format!("\n[academy.connectors]\nroots_pem = '''\n{roots}'''\n"),
    };
    let platform = format!(
        r#"
[[platforms]]
id = "{id}"
name = "messagerie d’entraînement"
webmail = {{ value = "{webmail}", confidence = "pack" }}
login_form = {{ value = "{form}", confidence = "pack" }}
client_password = {{ value = "{password}", confidence = "pack" }}
temporary_password_opens_imap = {{ value = false, confidence = "pack" }}

[[platforms.servers]]
protocol = "imap"
host = "imap.{domain}"
port = {imap}
security = "tls"
confidence = "pack"

[[platforms.servers]]
protocol = "smtp"
host = "smtp.{domain}"
port = {smtp}
security = "tls"
confidence = "pack"
"#,
        imap = ports.imap,
        smtp = ports.smtp,
        webmail = pages::address(realm, ports, Page::Webmail),
    );
    [head, listed, connectors, platform].concat()
}
