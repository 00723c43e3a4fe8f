//! The answers file: what a journey may be told beforehand. A secret in it is refused.

use std::{collections::BTreeMap, fs, path::Path};

use rentree::{
    academy::SecondFactor,
    profiles::{Client, SignatureFields},
    wizard::view::{Holding, RefusalLine, Returned},
};
use serde::Deserialize;

use super::{Outcome, fault::CliFault};

/// The file, TOML.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Answers {
    pub(super) academy: Option<String>,
    /// Code of the département: it decides whom to ask.
    pub(super) department: Option<String>,
    pub(super) platform: Option<String>,
    pub(super) given: Option<String>,
    pub(super) family: Option<String>,
    /// Surname at birth, where it differs.
    pub(super) birth_family: Option<String>,
    pub(super) address: Option<String>,
    pub(super) identifier: Option<String>,
    pub(super) holding: Option<Holding>,
    /// Hosts that were only discovered are right.
    #[serde(default)]
    pub(super) confirm_servers: bool,
    /// The password was already refused elsewhere today.
    #[serde(default)]
    pub(super) tried_elsewhere: bool,
    /// A refused user name may be tried once in its other form.
    #[serde(default)]
    pub(super) other_form: bool,
    /// Where somebody left on this computer, the journey goes on there.
    #[serde(default)]
    pub(super) resume: bool,
    /// A password the person had us keep is used.
    #[serde(default)]
    pub(super) use_kept: bool,
    /// At the end the mail password is kept in the keyring, for thirty days.
    #[serde(default)]
    pub(super) remember: bool,
    /// At the end the reminders for a calendar are written.
    #[serde(default)]
    pub(super) reminders: bool,
    /// At the end a message to oneself is sent, seen and removed.
    #[serde(default)]
    pub(super) round_trip: bool,
    /// By task: `change-password`, `application-password`, `recovery`, `recovery-phone`, `academy-letter`, `second-factor`,
    /// `reset`.
    #[serde(default)]
    pub(super) outcome: BTreeMap<String, Returned>,
    pub(super) recovery_address: Option<String>,
    pub(super) factor: Option<SecondFactor>,
    pub(super) clients: Option<Vec<Client>>,
    pub(super) signature: Option<SignatureFields>,
    /// Thunderbird is to warn when three or more recipients see each other.
    #[serde(default)]
    pub(super) bcc_warning: bool,
}

/// Parts of a key that name a secret, in both languages.
const SECRET: [&str; 13] = [
    "password",
    "passwd",
    "pwd",
    "pass",
    "secret",
    "motdepasse",
    "mot_de_passe",
    "mot-de-passe",
    "mdp",
    "numen",
    "token",
    "code",
    "key",
];

/// Keys of ours in which such a part stands for something else.
const HARMLESS: [&str; 2] = ["change-password", "application-password"];

impl Answers {
    pub(super) fn read(path: &Path) -> Outcome<Self> {
        let unreadable = |why: String| {
            RefusalLine::of(&CliFault::AnswersUnreadable {
                path: path.display().to_string(),
                why,
            })
        };
        let text = fs::read_to_string(path).map_err(|fault| unreadable(fault.to_string()))?;
        Self::parse(&text, unreadable)
    }

    fn parse(text: &str, unreadable: impl Fn(String) -> RefusalLine) -> Outcome<Self> {
        // The parser's full message quotes the line, and the line may be a secret: only its short form is shown.
        let table: toml::Table = toml::from_str(text).map_err(|fault| unreadable(fault.message().to_owned()))?;
        if let Some(key) = secret_key(&table) {
            return Err(RefusalLine::of(&CliFault::AnswersHoldSecret { key }));
        }
        table
            .try_into()
            .map_err(|fault: toml::de::Error| unreadable(fault.message().to_owned()))
    }
}

fn secret_key(table: &toml::Table) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let plain = key.to_lowercase();
        let named = SECRET.iter().any(|part| plain.contains(part)) && !HARMLESS.contains(&plain.as_str());
        let inner = || value.as_table().and_then(secret_key);
        if named { Some(key.clone()) } else { inner() }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Outcome<Answers> {
        Answers::parse(text, |why| {
            RefusalLine::of(&CliFault::AnswersUnreadable {
                path: "answers.toml".into(),
                why,
            })
        })
    }

    #[test]
    fn a_secret_is_refused_wherever_it_stands() {
        for text in [
            "password = 'x'",
            "numen = '01E9501234ABC'",
            "[outcome]\nMotDePasse = 'x'",
            "code = '123456'",
        ] {
            assert_eq!(parse(text).expect_err("refused").code, "answers-hold-secret", "{text}");
        }
    }

    #[test]
    fn a_journey_is_told() {
        let text = "academy = 'lyon'\nholding = 'letter'\nclients = ['thunderbird']\nfactor = 'totp'\n\
                    [outcome]\nchange-password = 'did'\nrecovery = 'did-not-work'\nsecond-factor = 'later'\n\
                    [signature]\nrole = 'Professeure'\nschool = ''\nphone = ''\n";
        let answers = parse(text).expect("parses");
        assert_eq!(answers.outcome.get("recovery"), Some(&Returned::DidNotWork));
        assert_eq!(
            parse("acadmy = 'lyon'").expect_err("refused").code,
            "answers-unreadable"
        );
    }
}
