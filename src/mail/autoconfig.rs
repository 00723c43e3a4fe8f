//! Mozilla autoconfig: what a domain's own file says of its mail servers. Read strictly; endpoints in the clear are skipped.

use quick_xml::{Reader, events::Event};

use crate::academy::{Endpoint, Protocol, Security};

/// The longest file read, bytes.
pub(super) const LENGTH_LIMIT: usize = 64 * 1024;

const DEPTH_LIMIT: usize = 16;

/// Where a domain's file may be, over https only; the address itself is told to nobody.
pub(super) fn urls(domain: &str) -> [String; 2] {
    [
        format!("https://autoconfig.{domain}/mail/config-v1.1.xml"),
        format!("https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"),
    ]
}

/// The encrypted IMAP and SMTP endpoints, in the file's order; `None` when the file is not one.
pub(super) fn parse(xml: &str, domain: &str) -> Option<Vec<Endpoint>> {
    if xml.len() > LENGTH_LIMIT {
        return None;
    }
    let mut reader = Reader::from_str(xml);
    let mut path: Vec<String> = Vec::new();
    let mut server: Option<Draft> = None;
    let mut text = String::new();
    let mut found = Vec::new();
    let mut rooted = false;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                let name = start.name().0.to_owned();
                if path.is_empty() && name != "clientConfig" || path.len() >= DEPTH_LIMIT {
                    return None;
                }
                rooted = true;
                if path.len() == 2 && (name == "incomingServer" || name == "outgoingServer") {
                    let kind = start
                        .try_get_attribute("type")
                        .ok()?
                        .map(|kind| kind.value.into_owned());
                    server = Some(Draft::of(&name, kind.as_deref()));
                }
                text.clear();
                path.push(name);
            }
            Event::Text(more) => text.push_str(&more.xml10_content()),
            Event::End(_) => {
                let name = path.pop()?;
                match (path.len(), &mut server) {
                    (2, _) => found.extend(server.take().and_then(|draft| draft.endpoint(domain))),
                    (3, Some(draft)) => draft.take(&name, text.trim()),
                    _ => {}
                }
                text.clear();
            }
            // Entities are how a small file becomes a large one; a host name needs none.
            Event::DocType(_) | Event::GeneralRef(_) if server.is_some() || !rooted => return None,
            Event::DocType(_) => return None,
            Event::Eof => return (rooted && path.is_empty()).then_some(found),
            _ => {}
        }
    }
}

/// A server element while it is read.
struct Draft {
    protocol: Option<Protocol>,
    host: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
}

impl Draft {
    fn of(element: &str, kind: Option<&str>) -> Self {
        let protocol = match (element, kind) {
            ("incomingServer", Some("imap")) => Some(Protocol::Imap),
            ("outgoingServer", Some("smtp")) => Some(Protocol::Smtp),
            _ => None,
        };
        Self {
            protocol,
            host: None,
            port: None,
            security: None,
        }
    }

    fn take(&mut self, element: &str, text: &str) {
        match element {
            "hostname" => self.host = Some(text.to_owned()),
            "port" => self.port = text.parse().ok(),
            "socketType" => {
                self.security = match text {
                    "SSL" => Some(Security::Tls),
                    "STARTTLS" => Some(Security::Starttls),
                    // "plain" has no type here.
                    _ => None,
                }
            }
            _ => {}
        }
    }

    fn endpoint(self, domain: &str) -> Option<Endpoint> {
        let host = self.host?.replace("%EMAILDOMAIN%", domain).to_ascii_lowercase();
        let is_name = !host.is_empty()
            && host
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
        let port = self.port.filter(|port| *port != 0)?;
        let endpoint = Endpoint {
            protocol: self.protocol?,
            host,
            port,
            security: self.security?,
        };
        is_name.then_some(endpoint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="ac-exemple.test"><domain>ac-exemple.test</domain>
 <displayName>Académie d&#39;Exemple</displayName>
 <incomingServer type="pop3"><hostname>pop.ac-exemple.test</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
 <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>143</port><socketType>plain</socketType></incomingServer>
 <incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType></incomingServer>
 <outgoingServer type="smtp"><hostname> smtp.ac-exemple.test </hostname><port>587</port><socketType>STARTTLS</socketType></outgoingServer>
</emailProvider></clientConfig>"#;

    fn endpoint(protocol: Protocol, host: &str, port: u16, security: Security) -> Endpoint {
        Endpoint {
            protocol,
            host: host.to_owned(),
            port,
            security,
        }
    }

    #[test]
    fn encrypted_imap_and_smtp_are_read_and_the_rest_is_skipped() {
        let expected = vec![
            endpoint(Protocol::Imap, "imap.ac-exemple.test", 993, Security::Tls),
            endpoint(Protocol::Smtp, "smtp.ac-exemple.test", 587, Security::Starttls),
        ];
        assert_eq!(parse(FILE, "ac-exemple.test"), Some(expected));
    }

    #[test]
    fn doctypes_entities_other_roots_and_broken_files_are_no_files() {
        let doctype = FILE.replacen("<clientConfig", "<!DOCTYPE x [<!ENTITY a 'b'>]><clientConfig", 1);
        let entity = FILE.replacen("imap.%EMAILDOMAIN%", "imap&#46;voleur.test", 1);
        let html = "<html><body>Bienvenue</body></html>";
        let deep = format!("<clientConfig>{}", "<a>".repeat(40));
        let cut: String = FILE.chars().take(400).collect();
        for bad in [doctype.as_str(), &entity, html, &deep, &cut, "", "220 bonjour"] {
            assert_eq!(parse(bad, "ac-exemple.test"), None, "{bad}");
        }
    }

    #[test]
    fn a_host_that_is_no_name_is_skipped() {
        let odd = FILE.replace("smtp.ac-exemple.test", "smtp.ac-exemple.test/x?");
        assert_eq!(parse(&odd, "ac-exemple.test").map(|found| found.len()), Some(1));
    }

    proptest::proptest! {
        #[test]
        fn nothing_a_server_sends_panics_or_yields_an_odd_host(
            pieces in proptest::collection::vec("<[/!a-zA-Z ='\"]{0,12}>|[^<]{0,20}", 0..40),
        ) {
            let xml = format!("<clientConfig><emailProvider>{}", pieces.concat());
            for endpoint in parse(&xml, "ac-exemple.test").unwrap_or_default() {
                assert!(endpoint.host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte)));
            }
        }
    }
}
