//! Well-known mail providers, which are not the academy's: whose a host is, and which domain was meant. The list is
//! `providers.toml`; whether a host may serve an academy belongs to `mail::eligible`.

use std::sync::OnceLock;

use serde::Deserialize;

use super::under;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Provider {
    name: String,
    domains: Vec<String>,
    #[serde(default)]
    typed: Vec<String>,
}

/// Whose servers and pages stand under this name: "Gmail (Google)".
#[must_use]
pub fn provider_of(host: &str) -> Option<&'static str> {
    let owns = |provider: &&Provider| provider.domains.iter().any(|domain| under(host, domain));
    known().iter().find(owns).map(|provider| provider.name.as_str())
}

/// The well-known domain that was meant, when `domain` is one letter away from it, or has its name under an ending where
/// there is no other: "gmail.fr".
#[must_use]
pub fn slip_of(domain: &str) -> Option<&'static str> {
    let typed = || known().iter().flat_map(|provider| &provider.typed);
    if provider_of(domain).is_some() {
        return None;
    }
    let name = |domain: &str| domain.split('.').next().unwrap_or_default().to_owned();
    let only = |own: &str| typed().filter(|other| name(other) == name(own)).count() == 1;
    let ending = |own: &&String| name(own) == name(domain) && domain.matches('.').count() == 1 && only(own);
    let slip = typed().find(|own| strsim::damerau_levenshtein(own, domain) == 1);
    slip.or_else(|| typed().find(ending)).map(String::as_str)
}

fn known() -> &'static [Provider] {
    #[derive(Deserialize)]
    struct File {
        provider: Vec<Provider>,
    }
    static KNOWN: OnceLock<Vec<Provider>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let file: Result<File, _> = toml::from_str(include_str!("providers.toml"));
        file.map(|file| file.provider).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_and_every_domain_typed_is_one_of_its_providers() {
        assert!(known().len() > 10);
        for provider in known() {
            for typed in &provider.typed {
                assert!(provider.domains.contains(typed), "{typed}");
            }
        }
    }

    #[test]
    fn a_host_under_a_providers_name_is_the_providers() {
        assert_eq!(provider_of("imap.laposte.net"), Some("La Poste"));
        assert_eq!(provider_of("notgmail.com"), None);
    }

    #[test]
    fn one_letter_away_is_a_slip_and_a_known_name_never_is() {
        assert_eq!(slip_of("gmial.com"), Some("gmail.com"));
        assert_eq!(slip_of("orage.fr"), Some("orange.fr"));
        for right in ["gmail.com", "yahoo.fr", "outlook.fr", "mairie-lyon.fr"] {
            assert_eq!(slip_of(right), None, "{right}");
        }
    }
}
