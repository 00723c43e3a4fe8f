//! One page to print: settings, addresses, habits. No secret: it may lie on a desk.
//!
//! HTML with its own style and nothing from outside; a policy in the page forbids scripts and requests. PDF: issue 6.

use quick_xml::escape::escape;
use time::OffsetDateTime;

use crate::{
    academy::{Endpoint, Security},
    profiles::{Client, Output, checked::Checked},
};

const STYLE: &str = "\
:root{color-scheme:light}body{font:12pt/1.5 sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}\
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:1.5rem}table{border-collapse:collapse;width:100%}\
th,td{border:1px solid #555;padding:.3rem .6rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
caption{text-align:left;font-weight:bold;padding:.3rem 0}\
@page{size:A4;margin:15mm}@media print{body{margin:0;padding:0;font-size:10.5pt;max-width:none}h2{break-after:avoid}table{break-inside:avoid}}";

/// Habits worth keeping, in the words of the sheet.
const HABITS: [&str; 5] = [
    "Votre mot de passe et votre NUMEN ne se donnent à personne, ni par téléphone ni par courriel.",
    "Un message vous presse de cliquer\u{a0}? Tapez vous-même l’adresse de votre messagerie.",
    "Après un changement de mot de passe, changez-le aussi sur le téléphone et la tablette\u{a0}: l’ancien bloque le compte.",
    "Un message à plusieurs familles\u{a0}: les adresses vont en «\u{a0}Cci\u{a0}».",
    "Sur un ordinateur partagé, déconnectez-vous et n’enregistrez pas le mot de passe.",
];

/// `fiche-jean-dupont.html`.
pub(crate) fn write(settings: &Checked, made: OffsetDateTime) -> Output {
    let mut identity = vec![
        ("Nom affiché", settings.display_name.clone()),
        ("Adresse", settings.address.clone()),
        ("Identifiant", settings.login.clone()),
    ];
    identity.extend(
        settings
            .webmail
            .clone()
            .map(|webmail| ("Messagerie sur le web", webmail)),
    );
    let habits: String = HABITS
        .iter()
        .map(|habit| format!("<li>{}</li>\n", escape(*habit)))
        .collect();
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Ma messagerie académique</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <h1>Ma messagerie académique</h1>\n\
         <p>{label}. Fiche faite le {day} avec Rentrée. Elle ne contient aucun mot de passe.</p>\n\
         <h2>Mon compte</h2>\n{identity}<h2>Réglages d’un logiciel de messagerie</h2>\n{imap}{smtp}\
         <h2>Cinq habitudes</h2>\n<ul>\n{habits}</ul>\n</main>\n</body>\n</html>\n",
        label = escape(settings.label.as_str()),
        day = format_args!("{:02}/{:02}/{}", made.day(), u8::from(made.month()), made.year()),
        identity = table("Compte", &identity),
        imap = table("Recevoir (IMAP)", &server(&settings.imap, &settings.login)),
        smtp = table("Envoyer (SMTP)", &server(&settings.smtp, &settings.login)),
    );
    Output {
        client: Client::Sheet,
        file_name: format!("fiche-{}.html", settings.slug()),
        bytes: page.into_bytes(),
        next: "sheet-print",
    }
}

fn server(endpoint: &Endpoint, login: &str) -> Vec<(&'static str, String)> {
    let security = match endpoint.security {
        Security::Tls => "SSL/TLS",
        Security::Starttls => "STARTTLS",
    };
    vec![
        ("Serveur", endpoint.host.clone()),
        ("Port", endpoint.port.to_string()),
        ("Sécurité", security.to_owned()),
        ("Authentification", "mot de passe normal".to_owned()),
        ("Nom d’utilisateur", login.to_owned()),
    ]
}

fn table(caption: &str, rows: &[(&str, String)]) -> String {
    let rows: String = rows
        .iter()
        .map(|(name, value)| {
            format!(
                "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
                escape(*name),
                escape(value.as_str())
            )
        })
        .collect();
    format!("<table>\n<caption>{}</caption>\n{rows}</table>\n", escape(caption))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, made};

    #[test]
    fn the_page_stands_alone_and_loads_nothing() {
        let page = String::from_utf8(write(&checked(), made()).bytes).unwrap();
        assert!(page.contains("<td>imap.ac-exemple.test</td>") && page.contains("21/11/2026"));
        assert!(page.contains("&quot;Zoé&quot;"));
        for outside in ["src=", "href=", "<script", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
