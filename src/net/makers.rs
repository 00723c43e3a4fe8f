//! Who makes the equipment that stands in the way, told from the name it shows: for a sentence, never for a decision.

use std::sync::OnceLock;

use serde::Deserialize;

/// A maker of inspection equipment.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Maker {
    /// As people know it.
    pub(super) name: String,
    /// What its authorities call themselves, lower case.
    says: Vec<String>,
    /// Where we have it from; read by the test only.
    #[cfg_attr(not(test), expect(dead_code, reason = "provenance, for readers of the file"))]
    basis: String,
}

/// The maker an issuer's name speaks of.
pub(super) fn of(issuer: &str) -> Option<&'static Maker> {
    let issuer = issuer.to_lowercase();
    known()
        .iter()
        .find(|maker| maker.says.iter().any(|word| stands_in(&issuer, word)))
}

/// As whole words: "amon" is not in "Salamon".
fn stands_in(issuer: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    issuer.match_indices(word).any(|(at, found)| {
        let before = issuer.get(..at).and_then(|head| head.chars().next_back());
        let after = issuer
            .get(at.saturating_add(found.len())..)
            .and_then(|tail| tail.chars().next());
        !letter(before) && !letter(after)
    })
}

fn known() -> &'static [Maker] {
    #[derive(Deserialize)]
    struct File {
        maker: Vec<Maker>,
    }
    static KNOWN: OnceLock<Vec<Maker>> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let file: Result<File, _> = toml::from_str(include_str!("makers.toml"));
        file.map(|file| file.maker).unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn makers_are_told_from_the_names_they_show() {
        let shown = [
            ("FG100ETK18012345 (Fortinet)", Some("Fortinet")),
            ("SSL proxy default authority (NETASQ)", Some("Stormshield")),
            ("AC AMON - 0690000X", Some("Amon (EOLE)")),
            (
                "Zscaler Intermediate Root CA (zscaler.net) (Zscaler Inc.)",
                Some("Zscaler"),
            ),
            ("avast! Web/Mail Shield Root", Some("Avast")),
            ("Lycée Salamon", None),
            ("R11 (Let's Encrypt)", None),
            ("", None),
        ];
        for (issuer, maker) in shown {
            assert_eq!(of(issuer).map(|maker| maker.name.as_str()), maker, "{issuer}");
        }
    }

    #[test]
    fn the_file_is_whole_and_says_where_each_name_comes_from() {
        assert!(known().len() > 25);
        for maker in known() {
            assert!(["tailscale", "product"].contains(&maker.basis.as_str()), "{maker:?}");
            assert!(maker.says.iter().all(|word| *word == word.to_lowercase()), "{maker:?}");
        }
    }
}
