//! Every sentence a person reads, from `locales/`: one store for the core, the terminal and the window.
//!
//! Owns the two languages and how a key becomes a sentence. Which key belongs to which fact is decided where the fact is
//! (`reason`, and each room's enum); the window reads the same files through [`sources`].

use std::{collections::BTreeMap, str::FromStr, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

use crate::{
    reason::{Mender, Reason},
    wizard::view::RefusalLine,
};

/// The files of one language, in the order of the rooms.
macro_rules! rooms {
    ($lang:literal) => {
        [
            include_str!(concat!("../locales/", $lang, "/academy.ftl")),
            include_str!(concat!("../locales/", $lang, "/packs.ftl")),
            include_str!(concat!("../locales/", $lang, "/finding.ftl")),
            include_str!(concat!("../locales/", $lang, "/net.ftl")),
            include_str!(concat!("../locales/", $lang, "/mail.ftl")),
            include_str!(concat!("../locales/", $lang, "/sign-in.ftl")),
            include_str!(concat!("../locales/", $lang, "/diagnose.ftl")),
            include_str!(concat!("../locales/", $lang, "/account.ftl")),
            include_str!(concat!("../locales/", $lang, "/totp.ftl")),
            include_str!(concat!("../locales/", $lang, "/way-back.ftl")),
            include_str!(concat!("../locales/", $lang, "/password.ftl")),
            include_str!(concat!("../locales/", $lang, "/profiles.ftl")),
            include_str!(concat!("../locales/", $lang, "/thunderbird.ftl")),
            include_str!(concat!("../locales/", $lang, "/devices.ftl")),
            include_str!(concat!("../locales/", $lang, "/ledger.ftl")),
            include_str!(concat!("../locales/", $lang, "/resume.ftl")),
            include_str!(concat!("../locales/", $lang, "/shared.ftl")),
            include_str!(concat!("../locales/", $lang, "/wizard.ftl")),
            include_str!(concat!("../locales/", $lang, "/window.ftl")),
            include_str!(concat!("../locales/", $lang, "/cli.ftl")),
        ]
    };
}

static FRENCH: &[&str] = &rooms!("fr");
static ENGLISH: &[&str] = &rooms!("en");

/// A language the project speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// French: the one that is used when in doubt.
    #[default]
    Fr,
    /// English.
    En,
}

impl Lang {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The system's language when it is one of ours, else French.
    #[must_use]
    pub fn from_system() -> Self {
        sys_locale::get_locales()
            .find_map(|tag| tag.parse().ok())
            .unwrap_or_default()
    }

    /// "fr" or "en": BCP 47, and the folder in `locales/`.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    fn files(self) -> &'static [&'static str] {
        match self {
            Self::Fr => FRENCH,
            Self::En => ENGLISH,
        }
    }
}

/// The language is none of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("only fr and en are spoken")]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    /// Takes "fr", "fr_FR.UTF-8", "en-GB".
    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        let primary = text.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match primary.to_ascii_lowercase().as_str() {
            "fr" => Ok(Self::Fr),
            "en" => Ok(Self::En),
            _ => Err(UnknownLang),
        }
    }
}

/// A refusal put into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
pub struct Said {
    /// What happened.
    pub what: String,
    /// What to do next.
    pub remedy: String,
    /// Who can mend it.
    pub who: String,
}

/// What the window may say, as Fluent text: all messages but the terminal's, without comments.
#[must_use]
pub fn of_the_window(lang: Lang) -> String {
    let mut text = String::with_capacity(lang.files().iter().map(|file| file.len()).sum());
    let mut kept = true;
    for line in lang.files().iter().flat_map(|file| file.lines()) {
        // A message begins at the margin, with a small letter; its other lines do not.
        if line.starts_with(|first: char| first.is_ascii_lowercase()) {
            kept = !line.starts_with("cli-");
        }
        if kept && !line.starts_with('#') {
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// The sentences of one language.
pub struct Words {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

impl Words {
    /// The store of `lang`, read once.
    #[must_use]
    pub fn of(lang: Lang) -> &'static Self {
        static FR: OnceLock<Words> = OnceLock::new();
        static EN: OnceLock<Words> = OnceLock::new();
        match lang {
            Lang::Fr => FR.get_or_init(|| Self::read(Lang::Fr)),
            Lang::En => EN.get_or_init(|| Self::read(Lang::En)),
        }
    }

    fn read(lang: Lang) -> Self {
        let id: LanguageIdentifier = lang.tag().parse().unwrap_or_default();
        let mut bundle = FluentBundle::new_concurrent(vec![id]);
        // The marks that isolate a value by its direction are noise in a terminal, and both languages run left to right.
        bundle.set_use_isolating(false);
        for source in lang.files() {
            let resource = FluentResource::try_new((*source).to_owned()).unwrap_or_else(|(rest, faults)| {
                tracing::error!(lang = lang.tag(), ?faults, "a locale file does not parse");
                rest
            });
            if let Err(faults) = bundle.add_resource(resource) {
                tracing::error!(lang = lang.tag(), ?faults, "a key stands twice");
            }
        }
        Self { lang, bundle }
    }

    /// Which language this is.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The sentence of `key`; a missing key comes back in brackets and is logged.
    #[must_use]
    pub fn say<K: AsRef<str>>(&self, key: &str, params: &BTreeMap<K, String>) -> String {
        self.look_up(key, None, params).unwrap_or_else(|| missing(key))
    }

    /// The sentence of a key that names nothing.
    #[must_use]
    pub fn plain(&self, key: &str) -> String {
        self.say::<&str>(key, &BTreeMap::new())
    }

    /// The sentence of a key, with values given inline.
    #[must_use]
    pub fn with(&self, key: &str, params: &[(&'static str, &dyn ToString)]) -> String {
        let params: BTreeMap<_, _> = params.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.say(key, &params)
    }

    /// A sentence that belongs to another one: `key.attribute`.
    #[must_use]
    pub fn attribute(&self, key: &str, attribute: &str) -> String {
        self.more(key, attribute)
            .unwrap_or_else(|| missing(&format!("{key}.{attribute}")))
    }

    /// The same, with values given inline.
    #[must_use]
    pub fn attribute_with(&self, key: &str, attribute: &str, params: &[(&'static str, &dyn ToString)]) -> String {
        let params: BTreeMap<_, _> = params.iter().map(|(name, value)| (*name, value.to_string())).collect();
        self.look_up(key, Some(attribute), &params)
            .unwrap_or_else(|| missing(&format!("{key}.{attribute}")))
    }

    /// The same, where not every sentence has one.
    #[must_use]
    pub fn more(&self, key: &str, attribute: &str) -> Option<String> {
        self.look_up::<&str>(key, Some(attribute), &BTreeMap::new())
    }

    /// Whether a key exists: for sentences that are optional by design, such as a fact of a pack.
    #[must_use]
    pub fn knows(&self, key: &str) -> bool {
        self.bundle
            .get_message(key)
            .is_some_and(|message| message.value().is_some())
    }

    /// What happened, what to do next, who can help.
    #[must_use]
    pub fn refusal(&self, line: &RefusalLine) -> Said {
        let key = format!("refusal-{}", line.code);
        Said {
            what: self.say(&key, &line.params),
            remedy: self
                .look_up(&key, Some("remedy"), &line.params)
                .unwrap_or_else(|| missing(&format!("{key}.remedy"))),
            who: self.plain(mender_key(line.mender)),
        }
    }

    /// The same for a fact that is still a type.
    #[must_use]
    pub fn reason(&self, reason: &dyn Reason) -> Said {
        self.refusal(&RefusalLine {
            code: reason.code().to_owned(),
            params: reason
                .params()
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            mender: reason.mender(),
            kind: reason.kind(),
        })
    }

    fn look_up<K: AsRef<str>>(
        &self,
        key: &str,
        attribute: Option<&str>,
        params: &BTreeMap<K, String>,
    ) -> Option<String> {
        let message = self.bundle.get_message(key)?;
        let pattern = match attribute {
            None => message.value()?,
            Some(name) => message.get_attribute(name)?.value(),
        };
        let args: FluentArgs<'_> = params
            .iter()
            .map(|(name, value)| (name.as_ref(), argument(value)))
            .collect();
        let mut faults = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&args), &mut faults)
            .into_owned();
        if !faults.is_empty() {
            tracing::error!(key, lang = self.lang.tag(), ?faults, "a sentence lacks a value");
        }
        Some(text)
    }
}

/// Counts choose plural forms; a code such as 0690026 keeps its zero. The window converts by the same rule: one to six
/// digits, no leading zero.
fn argument(value: &str) -> FluentValue<'_> {
    let counts = (1..=6).contains(&value.len())
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && (value.len() == 1 || !value.starts_with('0'));
    match value.parse::<u32>() {
        Ok(number) if counts => FluentValue::from(number),
        _ => FluentValue::from(value),
    }
}

fn mender_key(mender: Mender) -> &'static str {
    match mender {
        Mender::Person => "mender-person",
        Mender::Referent => "mender-referent",
        Mender::Rectorate => "mender-rectorate",
        Mender::Authors => "mender-authors",
    }
}

fn missing(key: &str) -> String {
    tracing::error!(key, "no such sentence");
    format!("[{key}]")
}

#[cfg(test)]
mod tests {
    use fluent_syntax::ast::Entry;

    use super::*;
    use crate::reason::Kind;

    #[test]
    fn languages_are_recognised_and_french_is_the_fallback() {
        assert_eq!("fr_FR.UTF-8".parse(), Ok(Lang::Fr));
        assert_eq!("EN-gb".parse(), Ok(Lang::En));
        assert_eq!("de".parse::<Lang>(), Err(UnknownLang));
        assert_eq!(Lang::default(), Lang::Fr);
    }

    #[test]
    fn every_file_parses_and_no_key_stands_twice() {
        for lang in Lang::ALL {
            let mut bundle: FluentBundle<FluentResource> = FluentBundle::new_concurrent(vec![]);
            for source in lang.files() {
                let resource = FluentResource::try_new((*source).to_owned()).expect("parses");
                bundle.add_resource(resource).expect("each key once");
            }
        }
    }

    #[test]
    fn the_window_is_given_every_message_but_the_terminals_own() {
        let messages = |text: &str| -> BTreeMap<String, String> {
            let resource = FluentResource::try_new(text.to_owned()).expect("parses");
            let of_entry = |entry: &Entry<&str>| match entry {
                Entry::Message(message) => Some((
                    message.id.name.to_owned(),
                    format!("{:?} {:?}", message.value, message.attributes),
                )),
                _ => None,
            };
            resource.entries().filter_map(of_entry).collect()
        };
        for lang in Lang::ALL {
            let mut all = messages(&lang.files().join("\n"));
            let before = all.len();
            all.retain(|key, _| !key.starts_with("cli-"));
            assert!(all.len() < before);
            assert_eq!(messages(&of_the_window(lang)), all);
        }
    }

    #[test]
    fn sentences_carry_their_values_without_marks() {
        let said = Words::of(Lang::En).with("rule-min-length", &[("n", &12)]);
        assert!(said.contains("12"), "{said}");
        assert!(!said.contains('\u{2068}'));
        assert_eq!(Words::of(Lang::Fr).plain("no-such-key"), "[no-such-key]");
    }

    #[test]
    fn a_refusal_says_what_remedy_and_who() {
        let line = RefusalLine {
            code: "ledger-too-new".into(),
            params: BTreeMap::new(),
            mender: Mender::Person,
            kind: Kind::Refused,
        };
        for lang in Lang::ALL {
            let said = Words::of(lang).refusal(&line);
            assert!(
                !said.what.starts_with('[') && !said.remedy.starts_with('[') && !said.who.starts_with('['),
                "{said:?}"
            );
        }
    }

    #[test]
    fn numbers_choose_plurals_and_codes_keep_their_zeros() {
        assert!(matches!(argument("2"), FluentValue::Number(_)));
        assert!(matches!(argument("0690026"), FluentValue::String(_)));
        assert!(matches!(argument("69D"), FluentValue::String(_)));
    }
}
