//! Classic Outlook on Windows: a `.prf` to open, the local Autodiscover XML, and the registry entry that points to it.
//!
//! The registry is [`registry`]'s. None of it was run on Windows. The new Outlook reads none of it; `next-outlook-xml` says so and warns that Microsoft's
//! servers then hold the mailbox password.

mod registry;

use unicode_normalization::UnicodeNormalization;

use crate::{
    academy::{Endpoint, Security},
    profiles::{Client, Output, ProfileRefusal, checked::Checked, xml::Element},
};

pub use self::registry::apply as apply_registry;

const OUTER: &str = "http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006";
const INNER: &str = "http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a";

/// The `.prf` (where the format can express the servers), the Autodiscover XML, and the two registry files.
pub(crate) fn write(settings: &Checked) -> Result<Vec<Output>, ProfileRefusal> {
    let mut outputs = Vec::new();
    // No source says how a .prf asks for STARTTLS on IMAP: a file that Outlook may read as plaintext is not written.
    if settings.imap.security == Security::Tls {
        outputs.push(Output {
            client: Client::Outlook,
            file_name: format!("outlook-{}.prf", settings.slug()),
            bytes: prf(settings).into_bytes(),
            next: "outlook-prf",
        });
    }
    outputs.push(Output {
        client: Client::Outlook,
        file_name: registry::xml_name(settings),
        bytes: autodiscover(settings)?,
        next: "outlook-xml",
    });
    outputs.extend(registry::write(settings)?);
    Ok(outputs)
}

/// MS-OXDSCLI. `SPA` and `SSL` mean *on* when absent, so both are always written.
fn autodiscover(settings: &Checked) -> Result<Vec<u8>, ProfileRefusal> {
    let account = Element::new(
        "Account",
        vec![
            Element::text("AccountType", "email"),
            Element::text("Action", "settings"),
            protocol("IMAP", &settings.imap, &settings.login, &[]),
            protocol(
                "SMTP",
                &settings.smtp,
                &settings.login,
                &[("UsePOPAuth", "on"), ("SMTPLast", "off")],
            ),
        ],
    );
    let user = Element::new("User", vec![Element::text("DisplayName", &settings.display_name)]);
    let response = Element::new("Response", vec![user, account]).with("xmlns", INNER);
    Element::new("Autodiscover", vec![response])
        .with("xmlns", OUTER)
        .document()
}

fn protocol(kind: &str, endpoint: &Endpoint, login: &str, more: &[(&'static str, &str)]) -> Element {
    let encryption = match endpoint.security {
        Security::Tls => "SSL",
        Security::Starttls => "TLS",
    };
    let mut children = vec![
        Element::text("Type", kind),
        Element::text("Server", &endpoint.host),
        Element::text("Port", endpoint.port.to_string()),
        Element::text("LoginName", login),
        Element::text("DomainRequired", "off"),
        Element::text("SPA", "off"),
        Element::text("SSL", "on"),
        Element::text("Encryption", encryption),
        Element::text("AuthRequired", "on"),
    ];
    children.extend(more.iter().map(|(name, value)| Element::text(name, *value)));
    Element::new("Protocol", children)
}

/// The Office profile file: our values, then the fixed map from names to MAPI properties without which nothing applies.
fn prf(settings: &Checked) -> String {
    let smtp_connection = match settings.smtp.security {
        Security::Tls => "1",
        Security::Starttls => "2",
    };
    let name = ini_text(&settings.display_name).unwrap_or_else(|| settings.address.clone());
    let imap_port = settings.imap.port.to_string();
    let smtp_port = settings.smtp.port.to_string();
    let account = [
        ("UniqueService", "Yes"),
        ("AccountName", &settings.address),
        ("DisplayName", &name),
        ("EmailAddress", &settings.address),
        ("IMAPServer", &settings.imap.host),
        ("IMAPUserName", &settings.login),
        ("IMAPUseSPA", "0"),
        ("IMAPPort", &imap_port),
        ("IMAPUseSSL", "1"),
        ("SMTPServer", &settings.smtp.host),
        ("SMTPUseAuth", "1"),
        ("SMTPAuthMethod", "0"),
        ("SMTPUserName", &settings.login),
        ("SMTPUseSPA", "0"),
        ("SMTPPort", &smtp_port),
        ("SMTPSecureConnection", smtp_connection),
        ("ConnectionType", "0"),
        ("ServerTimeOut", "60"),
    ];
    let mut text = String::new();
    section(&mut text, "General", &GENERAL);
    section(&mut text, "Service List", &[]);
    section(&mut text, "Internet Account List", &[("Account1", "IMAP_I_Mail")]);
    section(&mut text, "Account1", &account);
    section(&mut text, "IMAP_I_Mail", &PROPERTIES);
    text
}

fn section(text: &mut String, name: &str, values: &[(&str, &str)]) {
    text.push_str(&format!("[{name}]\r\n"));
    for (key, value) in values {
        text.push_str(&format!("{key}={value}\r\n"));
    }
    text.push_str("\r\n");
}

/// What a PRF value holds for sure: ASCII letters and harmless signs. Accents are taken off; `%` would start a variable,
/// quotes at both ends would be stripped.
fn ini_text(text: &str) -> Option<String> {
    let folded: String = text
        .nfd()
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || " .,()'-".contains(*c))
        .collect();
    let folded = folded.split_whitespace().collect::<Vec<_>>().join(" ");
    let folded = folded.trim_matches('\'').trim();
    folded
        .contains(|c: char| c.is_ascii_alphanumeric())
        .then(|| folded.to_owned())
}

const GENERAL: [(&str, &str); 6] = [
    ("Custom", "1"),
    ("ProfileName", "Academie"),
    ("DefaultProfile", "Yes"),
    ("OverwriteProfile", "Append"),
    ("ModifyDefaultProfileIfPresent", "TRUE"),
    ("BackupProfile", "No"),
];

/// Names of the Office Customization Tool and the property each one sets.
const PROPERTIES: [(&str, &str); 20] = [
    ("AccountType", "IMAP"),
    ("AccountName", "PT_UNICODE,0x0002"),
    ("DisplayName", "PT_UNICODE,0x000B"),
    ("EmailAddress", "PT_UNICODE,0x000C"),
    ("IMAPServer", "PT_UNICODE,0x0100"),
    ("IMAPUserName", "PT_UNICODE,0x0101"),
    ("IMAPUseSPA", "PT_LONG,0x0108"),
    ("IMAPPort", "PT_LONG,0x0104"),
    ("IMAPUseSSL", "PT_LONG,0x0105"),
    ("SMTPServer", "PT_UNICODE,0x0200"),
    ("SMTPUseAuth", "PT_LONG,0x0203"),
    ("SMTPAuthMethod", "PT_LONG,0x0208"),
    ("SMTPUserName", "PT_UNICODE,0x0204"),
    ("SMTPUseSPA", "PT_LONG,0x0207"),
    ("SMTPPort", "PT_LONG,0x0201"),
    ("SMTPSecureConnection", "PT_LONG,0x020A"),
    ("ConnectionType", "PT_LONG,0x000F"),
    ("ConnectionOID", "PT_UNICODE,0x0010"),
    ("ServerTimeOut", "PT_LONG,0x0209"),
    ("CheckNewImap", "PT_LONG,0x1100"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, settings};

    #[test]
    fn the_prf_is_crlf_ascii_and_carries_no_password() {
        let text = prf(&checked());
        assert!(text.is_ascii());
        assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
        assert!(text.contains("\r\nDisplayName=Jeanne D'UPONT Zoe\r\n"), "{text}");
        assert!(!text.to_lowercase().contains("password"));
    }

    #[test]
    fn a_name_no_prf_can_carry_falls_back_on_the_address() {
        assert_eq!(ini_text("محمد"), None);
        assert_eq!(ini_text("%PATH%"), Some("PATH".to_owned()));
        assert_eq!(ini_text("'Zoé'"), Some("Zoe".to_owned()));
    }

    #[test]
    fn starttls_for_reading_makes_no_prf() {
        let mut starttls = settings();
        starttls.imap.security = Security::Starttls;
        let names: Vec<_> = write(&Checked::of(&starttls).unwrap())
            .unwrap()
            .into_iter()
            .map(|o| o.file_name)
            .collect();
        assert!(!names.iter().any(|name| name.ends_with(".prf")), "{names:?}");
    }
}
