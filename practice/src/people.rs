//! Who can be played: the people of both academies and the state their accounts start in.
//!
//! What happens to an account afterwards belongs to [`crate::accounts`].

use serde::Serialize;

/// The two practice academies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Realm {
    /// Fully connected: directory, portal and mail servers.
    Connected,
    /// Web pages only, and mail that wants application passwords.
    Web,
}

impl Realm {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Connected, Self::Web];

    /// The slug of its pack.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Connected => "entrainement",
            Self::Web => "entrainement-web",
        }
    }

    /// Its mail domain.
    #[must_use]
    pub fn domain(self) -> &'static str {
        match self {
            Self::Connected => "entrainement.test",
            Self::Web => "entrainement-web.test",
        }
    }

    /// What its pages and mails call it.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Connected => "académie d’entraînement",
            Self::Web => "académie d’entraînement (pages web)",
        }
    }
}

/// The domain of personal mailboxes.
pub const PERSONAL_DOMAIN: &str = "perso.test";

/// The state an account starts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PersonState {
    /// A temporary password: it must be changed before anything else.
    Fresh,
    /// Nothing to say.
    Normal,
    /// Locked by the administration.
    Locked,
    /// The password expired; no grace sign-in.
    Expired,
    /// The temporary password passed its end date: answered like a lock.
    DeadTemporary,
    /// The password ends in five days.
    ExpiresSoon,
    /// The mailbox is nearly full.
    NearlyFull,
}

/// A person who can be played, as they are before anything happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Person {
    /// Stable name for tests and screens: "claire.martin".
    pub id: String,
    /// First name.
    pub given: String,
    /// Surname.
    pub family: String,
    /// Professional address.
    pub address: String,
    /// Short identifier, as the letter gives it.
    pub login: String,
    /// The password that holds at the start.
    pub password: String,
    /// The state the account starts in.
    pub state: PersonState,
    /// Slug of the academy.
    pub academy: String,
    /// An address of their own, served by the practice too.
    pub personal_mailbox: String,
}

/// Everybody, in the order they are offered.
pub(crate) fn everybody() -> Vec<(Realm, Person)> {
    use PersonState::{DeadTemporary, Expired, ExpiresSoon, Fresh, Locked, NearlyFull, Normal};
    use Realm::{Connected, Web};
    [
        (
            Connected,
            "Claire",
            "Martin",
            "claire.martin",
            "cmartin",
            "Provisoire-2026!",
            Fresh,
        ),
        (
            Connected,
            "Jean",
            "Dupont",
            "jean.dupont",
            "jdupont",
            "Tilleul.Orage-47",
            Normal,
        ),
        (
            Connected,
            "Jean",
            "Dupont",
            "jean.dupont2",
            "jdupont2",
            "Homonyme.Deux-33",
            Normal,
        ),
        (
            Connected,
            "Sophie",
            "Lefèvre",
            "sophie.lefevre",
            "slefevre",
            "Verrou-Ferme.88",
            Locked,
        ),
        (
            Connected,
            "Nadia",
            "Bernard",
            "nadia.bernard",
            "nbernard",
            "Provisoire-2025!",
            Expired,
        ),
        (
            Connected,
            "Valérie",
            "Moreau",
            "valerie.moreau",
            "vmoreau",
            "Provisoire-2024!",
            DeadTemporary,
        ),
        (
            Connected,
            "Jean-Loïc",
            "Hérault-d’Été",
            "jean-loic.herault-dete",
            "jlheraudd",
            "Château-Œuf.62é",
            Normal,
        ),
        (
            Connected,
            "Thomas",
            "Girard",
            "thomas.girard",
            "tgirard",
            "Boite.Pleine-19",
            NearlyFull,
        ),
        (
            Connected,
            "Anne",
            "Faure",
            "anne.faure",
            "afaure",
            "Bientot.Fini-71",
            ExpiresSoon,
        ),
        (
            Web,
            "Karim",
            "Benali",
            "karim.benali",
            "kbenali",
            "Provisoire-2026!",
            Fresh,
        ),
        (
            Web,
            "Lucie",
            "Roche",
            "lucie.roche",
            "lroche",
            "Lavande.Brume-58",
            Normal,
        ),
    ]
    .into_iter()
    .map(|(realm, given, family, local, login, password, state)| {
        let personal = given.to_lowercase().replace(['ï', 'î'], "i").replace(['é', 'è'], "e");
        let person = Person {
            id: local.to_owned(),
            given: given.to_owned(),
            family: family.to_owned(),
            address: format!("{local}@{}", realm.domain()),
            login: login.to_owned(),
            password: password.to_owned(),
            state,
            academy: realm.id().to_owned(),
            personal_mailbox: format!("{personal}.perso@{PERSONAL_DOMAIN}"),
        };
        (realm, person)
    })
    .collect()
}
