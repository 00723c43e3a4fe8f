//! clientConfig 1.1, the XML Thunderbird on computers and on Android, and others, read.
//!
//! Only the subset both accept: no legacy `plain`, no placeholder, a literal user name (draft-ietf-mailmaint-autoconfig
//! and the two readers). The same document is `isp/DOMAIN.xml` for a whole computer: `thunderbird::machine`.

use crate::{
    academy::{Endpoint, Security},
    profiles::{Client, Output, ProfileRefusal, checked::Checked, xml::Element},
};

/// `thunderbird-jean-dupont.xml`.
pub(crate) fn write(settings: &Checked) -> Result<Output, ProfileRefusal> {
    let servers = (&settings.imap, &settings.smtp);
    Ok(Output {
        client: Client::Thunderbird,
        file_name: format!("thunderbird-{}.xml", settings.slug()),
        bytes: document(settings.domain(), &settings.label, servers, &settings.login)?,
        next: "thunderbird-settings",
    })
}

/// The document; `login` is literal, or the placeholder of an `isp` file.
pub(crate) fn document(
    domain: &str,
    label: &str,
    (imap, smtp): (&Endpoint, &Endpoint),
    login: &str,
) -> Result<Vec<u8>, ProfileRefusal> {
    let provider = Element::new(
        "emailProvider",
        vec![
            Element::text("domain", domain),
            Element::text("displayName", label),
            Element::text("displayShortName", label),
            server("incomingServer", "imap", imap, login),
            server("outgoingServer", "smtp", smtp, login),
        ],
    )
    .with("id", domain);
    Element::new("clientConfig", vec![provider])
        .with("version", "1.1")
        .document()
}

fn server(element: &'static str, kind: &str, endpoint: &Endpoint, login: &str) -> Element {
    let socket = match endpoint.security {
        Security::Tls => "SSL",
        Security::Starttls => "STARTTLS",
    };
    Element::new(
        element,
        vec![
            Element::text("hostname", &endpoint.host),
            Element::text("port", endpoint.port.to_string()),
            Element::text("socketType", socket),
            Element::text("authentication", "password-cleartext"),
            Element::text("username", login),
        ],
    )
    .with("type", kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, settings};

    #[test]
    fn the_document_is_the_golden_one() {
        let output = write(&checked()).unwrap();
        insta::assert_snapshot!(String::from_utf8(output.bytes).unwrap(), @r#"
        <?xml version="1.0" encoding="UTF-8"?>
        <clientConfig version="1.1">
          <emailProvider id="ac-exemple.test">
            <domain>ac-exemple.test</domain>
            <displayName>Académie d’Exemple</displayName>
            <displayShortName>Académie d’Exemple</displayShortName>
            <incomingServer type="imap">
              <hostname>imap.ac-exemple.test</hostname>
              <port>993</port>
              <socketType>SSL</socketType>
              <authentication>password-cleartext</authentication>
              <username>jdupont</username>
            </incomingServer>
            <outgoingServer type="smtp">
              <hostname>smtp.ac-exemple.test</hostname>
              <port>465</port>
              <socketType>SSL</socketType>
              <authentication>password-cleartext</authentication>
              <username>jdupont</username>
            </outgoingServer>
          </emailProvider>
        </clientConfig>
        "#);
    }

    #[test]
    fn starttls_is_named() {
        let mut starttls = settings();
        starttls.smtp.port = 587;
        starttls.smtp.security = Security::Starttls;
        let text = String::from_utf8(write(&Checked::of(&starttls).unwrap()).unwrap().bytes).unwrap();
        assert!(text.contains("<socketType>SSL</socketType>"), "{text}");
        assert!(text.contains("<socketType>STARTTLS</socketType>"), "{text}");
    }
}
