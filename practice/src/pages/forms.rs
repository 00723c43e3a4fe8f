//! What the forms of a site hold open, and why one is refused.
//!
//! A question in plain words stands for the picture puzzles of real pages: readable by anybody, with or without sight.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use serde::Deserialize;

use crate::{accounts::Refused, token};

/// How long a form stays open.
const OPEN: Duration = Duration::from_secs(600);
/// Forms kept.
const KEPT: usize = 500;

/// Every field any page has.
#[derive(Deserialize, Default)]
#[serde(default)]
pub(super) struct Fields {
    pub(super) jeton: String,
    pub(super) identifiant: String,
    pub(super) motdepasse: String,
    pub(super) reponse: String,
    pub(super) nouveau: String,
    pub(super) confirmation: String,
    pub(super) adresse: String,
    pub(super) code: String,
    pub(super) appareil: String,
}

/// What a form waits for.
pub(super) enum Ask {
    Question { answer: u8 },
    Reset { login: Option<String>, code: String },
    Enrol { login: String, secret: String },
}

/// Why a page says no.
pub(super) enum Refusal {
    Stale,
    Question,
    Wrong,
    Locked,
    Expired,
    MustChange,
    NotTwice,
    Address,
    Code,
    Password(Refused),
}

impl Refusal {
    pub(super) fn text(&self) -> &'static str {
        match self {
            Self::Stale => "Cette page est restée ouverte trop longtemps. Recommencez.",
            Self::Question => "La réponse à la question de sécurité n'est pas la bonne. Voici une autre question.",
            Self::Wrong | Self::Password(Refused::WrongOld | Refused::OldMissing) => {
                "L'identifiant ou le mot de passe n'est pas le bon."
            }
            Self::Locked => "Ce compte est bloqué. Attendez, ou demandez à l'assistance.",
            Self::Expired => "Ce mot de passe a expiré. Changez-le d'abord.",
            Self::MustChange => "Votre mot de passe est provisoire. Changez-le d'abord.",
            Self::NotTwice => "Les deux nouveaux mots de passe ne sont pas les mêmes.",
            Self::Address => "Il faut une adresse personnelle, pas une adresse académique.",
            Self::Code => "Ce code n'est pas le bon.",
            Self::Password(Refused::TooShort) => "Le nouveau mot de passe est trop court.",
            Self::Password(Refused::Quality) => "Le nouveau mot de passe n'a pas assez de sortes de caractères.",
            Self::Password(Refused::Same) => "Le nouveau mot de passe est le même que l'ancien.",
            Self::Password(Refused::InHistory) => "Vous avez déjà eu ce mot de passe.",
        }
    }
}

/// Open forms, newest first; each serves once.
#[derive(Default)]
pub(super) struct Forms(Mutex<VecDeque<(String, Ask, SystemTime)>>);

impl Forms {
    fn open(&self) -> MutexGuard<'_, VecDeque<(String, Ask, SystemTime)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn hold(&self, ask: Ask, now: SystemTime) -> String {
        let jeton = token();
        let mut open = self.open();
        open.truncate(KEPT);
        open.push_front((jeton.clone(), ask, now));
        jeton
    }

    pub(super) fn take(&self, jeton: &str, now: SystemTime) -> Option<Ask> {
        let mut open = self.open();
        let at = open.iter().position(|(held, _, _)| held == jeton)?;
        let (_, ask, since) = open.remove(at)?;
        (now.duration_since(since).unwrap_or_default() <= OPEN).then_some(ask)
    }

    /// A new question: its token and its words.
    pub(super) fn question(&self, now: SystemTime) -> (String, String) {
        const WORDS: [&str; 9] = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"];
        let [a, b] = random::<2>().map(|octet| usize::from(octet) % WORDS.len());
        let (one, other) = (WORDS.get(a).unwrap_or(&"un"), WORDS.get(b).unwrap_or(&"un"));
        let answer = u8::try_from(a + b + 2).unwrap_or_default();
        let words = format!("combien font {one} plus {other} ? Répondez en chiffres.");
        (self.hold(Ask::Question { answer }, now), words)
    }
}

fn random<const N: usize>() -> [u8; N] {
    let mut octets = [0; N];
    let _ = getrandom::fill(&mut octets);
    octets
}

pub(super) fn six_digits() -> String {
    format!("{:06}", u32::from_be_bytes(random::<4>()) % 1_000_000)
}

/// Sixteen lower-case letters.
pub(crate) fn sixteen_letters() -> String {
    random::<16>()
        .into_iter()
        .map(|octet| char::from(b'a' + octet % 26))
        .collect()
}
