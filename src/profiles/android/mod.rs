//! Android: the QR code Thunderbird for Android scans (its format 1), and a `.k9s` settings file for K-9 Mail.
//!
//! The QR code carries no password: the application asks. [`check`](check()) reads a payload as the application would; what
//! is written passes it. [`code`] draws it.

mod check;
mod code;

use serde_json::{Value, json};
use uuid::Uuid;

pub use self::check::{PayloadFault, check};

use crate::{
    academy::{Endpoint, Security},
    profiles::{Client, Output, ProfileRefusal, apple::NAMESPACE, checked::Checked, signature, xml::Element},
};

/// The QR code as an SVG image, and the settings file.
pub(crate) fn write(settings: &Checked) -> Result<Vec<Output>, ProfileRefusal> {
    let output = |file_name, bytes, next| Output {
        client: Client::Android,
        file_name,
        bytes,
        next,
    };
    let payload = payload(settings);
    check(payload.as_bytes()).map_err(|fault| match fault {
        PayloadFault::TooLong => ProfileRefusal::QrTooBig,
        other => ProfileRefusal::not_made("qr", &other),
    })?;
    Ok(vec![
        output(
            format!("android-{}.svg", settings.slug()),
            code::picture(&payload).ok_or(ProfileRefusal::QrTooBig)?.into_bytes(),
            "android-qr",
        ),
        output(format!("android-{}.k9s", settings.slug()), k9s(settings)?, "android-k9"),
    ])
}

/// `[1,[1,1],incoming,[[[outgoing],[identity]]]]`; trailing optional fields are left out, never null. ASCII, because some
/// readers guess the character set.
pub(crate) fn payload(settings: &Checked) -> String {
    let server = |protocol: u8, endpoint: &Endpoint| -> Vec<Value> {
        let security = match endpoint.security {
            Security::Tls => 3,
            Security::Starttls => 2,
        };
        let password = 1;
        vec![
            protocol.into(),
            endpoint.host.as_str().into(),
            endpoint.port.into(),
            security.into(),
            password.into(),
            settings.login.as_str().into(),
        ]
    };
    let mut incoming = server(0, &settings.imap);
    incoming.push(settings.label.as_str().into());
    let outgoing = server(0, &settings.smtp);
    let identity = [&settings.address, &settings.display_name];
    ascii(&json!([1, [1, 1], incoming, [[outgoing, identity]]]).to_string())
}

/// `\uXXXX` for everything beyond ASCII; outside strings JSON is ASCII already (RFC 8259 §7).
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    let mut units = [0; 2];
    for c in json.chars() {
        if c.is_ascii() {
            text.push(c);
        } else {
            c.encode_utf16(&mut units)
                .iter()
                .for_each(|unit| text.push_str(&format!("\\u{unit:04x}")));
        }
    }
    text
}

/// Version 99 of the format is read by every K-9 since 6.x.
fn k9s(settings: &Checked) -> Result<Vec<u8>, ProfileRefusal> {
    let value = |key: &str, text: String| Element::text("value", text).with("key", key);
    let signature = signature::text(settings);
    let identity = Element::new(
        "identity",
        vec![
            Element::text("name", &settings.display_name),
            Element::text("email", &settings.address),
            Element::new(
                "settings",
                vec![value("signatureUse", "true".to_owned()), value("signature", signature)],
            ),
        ],
    );
    let uuid = Uuid::new_v5(&NAMESPACE, format!("k9:{}", settings.address.to_lowercase()).as_bytes());
    let account = Element::new(
        "account",
        vec![
            Element::text("name", &settings.label),
            Element::new("settings", vec![value("deletePolicy", "DELETE".to_owned())]),
            k9_server("incoming-server", "IMAP", &settings.imap, &settings.login),
            k9_server("outgoing-server", "SMTP", &settings.smtp, &settings.login),
            Element::new("identities", vec![identity]),
        ],
    )
    .with("uuid", uuid.hyphenated().to_string());
    Element::new("k9settings", vec![Element::new("accounts", vec![account])])
        .with("version", "99")
        .with("format", "1")
        .document()
}

fn k9_server(element: &'static str, kind: &str, endpoint: &Endpoint, login: &str) -> Element {
    let security = match endpoint.security {
        Security::Tls => "SSL_TLS_REQUIRED",
        Security::Starttls => "STARTTLS_REQUIRED",
    };
    Element::new(
        element,
        vec![
            Element::text("host", &endpoint.host),
            Element::text("port", endpoint.port.to_string()),
            Element::text("connection-security", security),
            Element::text("authentication-type", "PLAIN"),
            Element::text("username", login),
        ],
    )
    .with("type", kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::checked;

    #[test]
    fn the_payload_is_ascii_json_in_the_order_of_the_format() {
        let text = payload(&checked());
        assert_eq!(
            text,
            "[1,[1,1],[0,\"imap.ac-exemple.test\",993,3,1,\"jdupont\",\"Acad\\u00e9mie d\\u2019Exemple\"],\
             [[[0,\"smtp.ac-exemple.test\",465,3,1,\"jdupont\"],\
             [\"jeanne.dupont@ac-exemple.test\",\"Jeanne D\\u2019UPONT \\\"Zo\\u00e9\\\"\"]]]]"
        );
    }
}
