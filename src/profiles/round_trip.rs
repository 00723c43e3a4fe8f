//! Whatever a person types comes back from every format as typed, or is refused; it never becomes structure.
//!
//! Here what only this room can read; the files as anybody reads them, all of them, are `fuzz/src/profiles.rs`'s, for chance and
//! for the fuzzer.

use proptest::prelude::*;

use super::{tests::*, *};
use crate::profiles::thunderbird::prefs_round_trip;

/// Hostile pieces, so that chance finds them often enough.
fn text() -> impl Strategy<Value = String> {
    let pieces = [
        "\"",
        "\\",
        "'",
        "\n",
        "\r\n",
        "user_pref(\"x\", true);",
        "\n[Section]\n",
        "]]>",
        "<x>",
        "&amp;",
        "&",
        "%PATH%",
        "🎓",
        "é",
        "e\u{301}",
        "محمد",
        "עברית",
        "\u{202E}",
        "\u{2028}",
        "\u{FFFF}",
        "\u{0}",
        "D’UPONT",
        ";",
        ",",
        "END:VEVENT",
        "--",
        "\u{85}",
        " ",
    ];
    let piece = prop_oneof![
        prop::sample::select(pieces.to_vec()).prop_map(str::to_owned),
        any::<String>(),
        "[a-zA-Zé ]{1,60}"
    ];
    prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat())
}

fn rendered(settings: &MailSettings, client: Client, part: usize) -> String {
    String::from_utf8(render(settings, client, made()).unwrap()[part].bytes.clone()).unwrap()
}

/// The first element of that name, unescaped.
fn leaf(document: &str, name: &str) -> String {
    let (_, rest) = document.split_once(&format!("<{name}>")).unwrap();
    quick_xml::escape::unescape(rest.split_once(&format!("</{name}>")).unwrap().0)
        .unwrap()
        .into_owned()
}

/// As many tags as the harmless person's document has: nothing typed became one.
fn tags(document: &str) -> usize {
    document.matches('<').count()
}

/// The keys of a locale file, attributes as `key.attribute`.
fn words(file: &str) -> Vec<String> {
    let resource = fluent_syntax::parser::parse(file).unwrap();
    let messages = resource.body.iter().filter_map(|entry| match entry {
        fluent_syntax::ast::Entry::Message(message) => Some(message),
        _ => None,
    });
    messages
        .flat_map(|message| {
            let id = message.id.name;
            let attributes = message
                .attributes
                .iter()
                .map(move |attribute| format!("{id}.{}", attribute.id.name));
            std::iter::once(id.to_owned()).chain(attributes)
        })
        .collect()
}

#[test]
fn every_next_thing_to_do_has_its_sentence_in_both_languages() {
    let french = words(include_str!("../../locales/fr/profiles.ftl"));
    assert_eq!(french, words(include_str!("../../locales/en/profiles.ftl")));
    let outputs = Client::ALL
        .into_iter()
        .flat_map(|client| render(&settings(), client, made()).unwrap());
    for next in outputs
        .map(|output| output.next)
        .chain(["thunderbird-added", "thunderbird-already-there"])
    {
        assert!(french.contains(&format!("next-{next}")), "{next}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn names_come_back_or_are_refused(name in text(), label in text(), role in text(), school in text()) {
        let mut typed = settings();
        typed.display_name = name;
        typed.label = label;
        typed.signature = Some(SignatureFields { role: format!("x{role}"), school: format!("x{school}"), phone: String::new() });
        let Ok(checked) = Checked::of(&typed) else {
            prop_assert!(Client::ALL.into_iter().all(|client| render(&typed, client, made()).is_err()));
            return Ok(());
        };
        let (name, label) = (typed.display_name.trim(), typed.label.trim());

        let config = rendered(&typed, Client::Thunderbird, 0);
        prop_assert_eq!(leaf(&config, "displayName"), label);
        prop_assert_eq!(tags(&config), tags(&rendered(&settings(), Client::Thunderbird, 0)));
        prop_assert_eq!(leaf(&rendered(&typed, Client::Outlook, 1), "DisplayName"), name);
        prop_assert!(render(&typed, Client::Sheet, made()).is_ok());
        prop_assert_eq!(tags(&rendered(&typed, Client::Signature, 0)), tags(&rendered(&settings(), Client::Signature, 0)));
        prop_assert_eq!(tags(&rendered(&typed, Client::Android, 1)), tags(&rendered(&settings(), Client::Android, 1)));

        let prf = rendered(&typed, Client::Outlook, 0);
        prop_assert!(prf.is_ascii());
        prop_assert_eq!(prf.lines().count(), rendered(&settings(), Client::Outlook, 0).lines().count());

        let plist = plist::Value::from_reader_xml(rendered(&typed, Client::Apple, 0).as_bytes()).unwrap();
        let account = plist.as_dictionary().unwrap()["PayloadContent"].as_array().unwrap()[0].as_dictionary().unwrap().clone();
        prop_assert_eq!(account["EmailAccountName"].as_string(), Some(name));
        prop_assert_eq!(account["EmailAccountDescription"].as_string(), Some(label));

        let payload = android::payload(&checked);
        prop_assert!(payload.is_ascii());
        let json: serde_json::Value = serde_json::from_str(&payload).unwrap();
        prop_assert_eq!(json[2][6].as_str(), Some(label));
        prop_assert_eq!(json[3][0][1][1].as_str(), Some(name));

        let (names, full_name) = prefs_round_trip(&checked);
        prop_assert_eq!(names, prefs_round_trip(&super::tests::checked()).0);
        prop_assert_eq!(full_name.as_deref(), Some(name));

        let text = rendered(&typed, Client::Signature, 1);
        prop_assert_eq!(text.lines().next(), Some(name));

        let calendar = rendered(&typed, Client::Reminders, 0);
        prop_assert_eq!(calendar, rendered(&settings(), Client::Reminders, 0));
    }
}
