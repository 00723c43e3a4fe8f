//! Settings that were checked once, so that no writer has to.
//!
//! A writer takes [`Checked`] and can therefore not be called with a line break in a name. Escaping by the rules of each
//! format stays the writer's own work.

use crate::{
    academy::{Endpoint, Protocol, numen},
    profiles::{HelpDesk, MailSettings, NOWHERE, ProfileRefusal, SignatureFields},
};

/// Longest single-line text, in characters. Generous: the longest French double names stay under 80.
const LONGEST: usize = 256;

/// Settings fit for every format: single-line trimmed texts, ASCII login and address, plain host names.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    settings: MailSettings,
}

impl Checked {
    /// Trims what may be trimmed and refuses what no format can carry.
    pub(crate) fn of(settings: &MailSettings) -> Result<Self, ProfileRefusal> {
        let signature = settings.signature.as_ref().map(signature).transpose()?;
        let page = |field, text: &Option<String>| {
            let checked = text.as_deref().map(|text| address_of_page(field, text));
            checked.transpose()
        };
        Ok(Self {
            settings: MailSettings {
                address: address(&settings.address)?,
                display_name: required("display-name", &settings.display_name)?,
                login: login(&settings.login)?,
                label: required("label", &settings.label)?,
                imap: endpoint(&settings.imap, Protocol::Imap)?,
                smtp: endpoint(&settings.smtp, Protocol::Smtp)?,
                webmail: page("webmail", &settings.webmail)?,
                reset_page: page("reset-page", &settings.reset_page)?,
                signature,
                desk: settings.desk.as_ref().map(desk).transpose()?,
                quarantine: settings.quarantine,
                lang: settings.lang,
            },
        })
    }

    /// The servers are known.
    pub(crate) fn served(&self) -> bool {
        self.settings.imap.host != NOWHERE
    }

    /// After the `@`, lower case.
    pub(crate) fn domain(&self) -> &str {
        self.settings.address.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// `jean-dupont`: the local part as it may stand in a file name.
    pub(crate) fn slug(&self) -> String {
        slug(self.settings.address.split('@').next().unwrap_or_default())
    }
}

impl std::ops::Deref for Checked {
    type Target = MailSettings;

    fn deref(&self) -> &MailSettings {
        &self.settings
    }
}

/// Lower-case ASCII letters and digits, everything else one dash.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// A host name as every client accepts it: labels of `[a-z0-9-]`, at least two, no underscore (RFC 1123 §2.1).
pub(crate) fn is_host(host: &str) -> bool {
    host.len() <= 253
        && host.contains('.')
        && host.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
}

/// A server as every client accepts it.
pub(crate) fn endpoint(endpoint: &Endpoint, protocol: Protocol) -> Result<Endpoint, ProfileRefusal> {
    if endpoint.protocol != protocol {
        return Err(ProfileRefusal::WrongProtocol);
    }
    if endpoint.port == 0 || !is_host(&endpoint.host) {
        return Err(ProfileRefusal::UnusableHost {
            host: printable(&endpoint.host),
        });
    }
    Ok(endpoint.clone())
}

/// RFC 5321 dot-atom, ASCII: Thunderbird for Android takes nothing else.
fn address(text: &str) -> Result<String, ProfileRefusal> {
    let refused = || ProfileRefusal::UnusableAddress {
        address: printable(text),
    };
    let (local, domain) = text.trim().rsplit_once('@').ok_or_else(refused)?;
    let atom = |a: &str| {
        !a.is_empty()
            && a.bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"!#$'*+-/=?^_`{|}~".contains(&b))
    };
    let domain = domain.to_ascii_lowercase();
    if local.len() <= 64 && local.split('.').all(atom) && is_host(&domain) {
        Ok(format!("{local}@{domain}"))
    } else {
        Err(refused())
    }
}

/// A literal user name. `%` is refused because clientConfig and PRF read it as the start of a placeholder.
fn login(text: &str) -> Result<String, ProfileRefusal> {
    let text = text.trim();
    let fits = |b: u8| b.is_ascii_graphic() && !b"<>&\"%\\,;[]".contains(&b);
    if !text.is_empty() && text.len() <= LONGEST && text.bytes().all(fits) {
        Ok(text.to_owned())
    } else {
        Err(ProfileRefusal::UnusableName { field: "login" })
    }
}

/// https, without a name or a password in it.
fn address_of_page(field: &'static str, text: &str) -> Result<String, ProfileRefusal> {
    let refused = || ProfileRefusal::UnusableName { field };
    let url = url::Url::parse(text.trim()).map_err(|_| refused())?;
    let text = String::from(url.clone());
    let bare = url.scheme() == "https" && url.username().is_empty() && url.password().is_none();
    if bare && text.len() <= 2 * LONGEST {
        Ok(text)
    } else {
        Err(refused())
    }
}

fn desk(desk: &HelpDesk) -> Result<HelpDesk, ProfileRefusal> {
    Ok(HelpDesk {
        name: required("desk", &desk.name)?,
        phone: desk.phone.as_deref().map(|phone| line("desk", phone)).transpose()?,
        url: desk
            .url
            .as_deref()
            .map(|url| address_of_page("desk", url))
            .transpose()?,
    })
}

fn signature(fields: &SignatureFields) -> Result<SignatureFields, ProfileRefusal> {
    Ok(SignatureFields {
        role: line("role", &fields.role)?,
        school: line("school", &fields.school)?,
        phone: line("phone", &fields.phone)?,
    })
}

/// One line that is not empty.
pub(crate) fn required(field: &'static str, text: &str) -> Result<String, ProfileRefusal> {
    let text = line(field, text)?;
    if text.is_empty() {
        Err(ProfileRefusal::UnusableName { field })
    } else {
        Ok(text)
    }
}

/// One line: no control character, no line or paragraph separator, no direction override (UAX #9: it would make a name
/// read as another), nothing XML 1.0 §2.2 forbids.
fn line(field: &'static str, text: &str) -> Result<String, ProfileRefusal> {
    let text = text.trim();
    let breaks = |c: char| {
        c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
            || matches!(c, '\u{FFFE}' | '\u{FFFF}')
    };
    if text.chars().any(breaks) || text.chars().count() > LONGEST {
        Err(ProfileRefusal::UnusableName { field })
    } else if numen::looks_like(text) {
        Err(ProfileRefusal::Numen { field })
    } else {
        Ok(text.to_owned())
    }
}

/// What a refusal may show of a text that was refused.
fn printable(text: &str) -> String {
    text.chars()
        .take(100)
        .map(|c| if c.is_control() { '\u{FFFD}' } else { c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::settings;

    #[test]
    fn a_line_break_is_refused_by_the_name_of_its_field() {
        let mut bad = settings();
        bad.display_name = "Jeanne\nuser_pref(\"x\", true);".to_owned();
        assert_eq!(
            Checked::of(&bad).unwrap_err(),
            ProfileRefusal::UnusableName { field: "display-name" }
        );
        let mut bad = settings();
        bad.login = "%EMAILADDRESS%".to_owned();
        assert_eq!(
            Checked::of(&bad).unwrap_err(),
            ProfileRefusal::UnusableName { field: "login" }
        );
    }

    #[test]
    fn a_numen_is_refused_in_every_text() {
        let numen = "01E9501234ABC";
        for text in [numen.to_owned(), format!("n° {numen} ")] {
            let mut typed = settings();
            typed.signature = Some(SignatureFields {
                role: text.clone(),
                ..SignatureFields::default()
            });
            assert_eq!(
                Checked::of(&typed).unwrap_err(),
                ProfileRefusal::Numen { field: "role" }
            );
            let mut named = settings();
            named.display_name = text;
            assert!(Checked::of(&named).is_err());
        }
    }

    #[test]
    fn hosts_follow_the_strictest_client() {
        for good in ["imap.ac-exemple.test", "a.b", "1.fr"] {
            assert!(is_host(good), "{good}");
        }
        for bad in [
            "",
            "localhost",
            "IMAP.fr",
            "a_b.fr",
            "-a.fr",
            "a-.fr",
            "a..fr",
            "é.fr",
            "a.fr\n",
        ] {
            assert!(!is_host(bad), "{bad}");
        }
    }

    #[test]
    fn addresses_with_an_apostrophe_pass_and_display_forms_do_not() {
        let mut odd = settings();
        odd.address = "zoe.d'upont@AC-Exemple.test".to_owned();
        assert_eq!(Checked::of(&odd).unwrap().address, "zoe.d'upont@ac-exemple.test");
        for bad in [
            "",
            "a",
            "a@b",
            "@a.fr",
            "a..b@c.fr",
            "Jean <a@b.fr>",
            "a b@c.fr",
            "é@c.fr",
        ] {
            odd.address = bad.to_owned();
            assert!(
                matches!(Checked::of(&odd), Err(ProfileRefusal::UnusableAddress { .. })),
                "{bad}"
            );
        }
    }
}
