//! The staff of the made-up academy, as the directory knows them: every state a newcomer's account can be in, and a
//! crowd of identical fresh accounts so that each test that changes one takes its own.

use std::time::{SystemTime, UNIX_EPOCH};

use super::BASE;
use super::json::Json;
use crate::process::Outcome;

/// Fresh accounts `frais01`…: enough for every mutating test of a run.
const CROWD: usize = 80;
/// States of the people of random journeys, in turn: every account is somebody's first day, or nearly.
const CHANCE: [&str; 8] = [
    "must-change",
    "normal",
    "must-change",
    "expired",
    "must-change",
    "temporary-old",
    "normal",
    "locked",
];
/// What every personal mailbox opens with.
pub(crate) const PERSONAL_PASSWORD: &str = "perso";
/// Where personal mailboxes live; nobody's real provider.
pub(crate) const PERSONAL_DOMAIN: &str = "perso.test";

/// One member of staff.
pub(crate) struct Person {
    /// Identifier: the directory's `uid`.
    pub(crate) uid: String,
    given: String,
    family: String,
    /// What stands before the `@` of the academic address.
    pub(crate) local: String,
    /// As on the letter.
    pub(crate) password: String,
    /// Mailbox limit, as Dovecot writes it.
    quota: &'static str,
    /// What tests ask for.
    pub(crate) state: &'static str,
    /// Operational attributes of the password policy.
    policy: Vec<(&'static str, String)>,
}

/// Everybody, with `chance` people for random journeys: `hasard0001`…, one for each journey.
pub(crate) fn everybody(chance: usize) -> Vec<Person> {
    let temporary = |age: i64| vec![("pwdReset", "TRUE".to_owned()), ("pwdChangedTime", moment(-age))];
    let settled = |age: i64| vec![("pwdChangedTime", moment(-age))];
    let known = |uid: &str, name: (&str, &str), local: &str, password: &str, state, policy| Person {
        uid: uid.to_owned(),
        given: name.0.to_owned(),
        family: name.1.to_owned(),
        local: local.to_owned(),
        password: password.to_owned(),
        quota: if ["nearly-full", "full"].contains(&state) {
            "1M"
        } else {
            "20M"
        },
        state,
        policy,
    };
    let mut locked = settled(30);
    // Locked by an administrator: no waiting helps.
    locked.push(("pwdAccountLockedTime", "000001010000Z".to_owned()));
    let mut dead = temporary(40);
    dead.push(("pwdEndTime", moment(-10)));
    let mut people = vec![
        known(
            "cmartin",
            ("Claire", "Martin"),
            "claire.martin",
            "Provisoire-2026!",
            "must-change",
            temporary(355),
        ),
        known(
            "jdupont",
            ("Jean", "Dupont"),
            "jean.dupont",
            "Tilleul.Orage-47",
            "normal",
            settled(30),
        ),
        known(
            "jdupont2",
            ("Jean", "Dupont"),
            "jean.dupont2",
            "Homonyme.Deux-33",
            "homonym",
            settled(30),
        ),
        known(
            "slefevre",
            ("Sophie", "Lefèvre"),
            "sophie.lefevre",
            "Verrou-Ferme.88",
            "locked",
            locked.clone(),
        ),
        known(
            "nbernard",
            ("Nadia", "Bernard"),
            "nadia.bernard",
            "Provisoire-2025!",
            "expired",
            settled(400),
        ),
        known(
            "vmoreau",
            ("Valérie", "Moreau"),
            "valerie.moreau",
            "Provisoire-2024!",
            "temporary-dead",
            dead,
        ),
        known(
            "oblanc",
            ("Olivier", "Blanc"),
            "olivier.blanc",
            "Provisoire-2023!",
            "temporary-old",
            temporary(400),
        ),
        known(
            "afaure",
            ("Anne", "Faure"),
            "anne.faure",
            "Bientot.Fini-71",
            "expires-soon",
            settled(360),
        ),
        known(
            "tgirard",
            ("Thomas", "Girard"),
            "thomas.girard",
            "Boite.Pleine-19",
            "nearly-full",
            settled(30),
        ),
        known(
            "pplein",
            ("Paule", "Plein"),
            "paule.plein",
            "Plus.De-Place-40",
            "full",
            settled(30),
        ),
        // Left a rule behind that sends everything on, and does not read the quarantine.
        known(
            "rrenvoi",
            ("Rémi", "Renvoi"),
            "remi.renvoi",
            "Courrier.Ailleurs-21",
            "forwards",
            settled(30),
        ),
        known(
            "jlheraudd",
            ("Jean-Loïc", "Hérault-d'Été"),
            "jean-loic.herault-dete",
            "Château-Œuf.62é",
            "accents",
            settled(30),
        ),
    ];
    let under = |policy: &str, mut kept: Vec<(&'static str, String)>| {
        kept.push(("pwdPolicySubentry", format!("cn={policy},ou=policies,{BASE}")));
        kept
    };
    people.extend([
        known(
            "yroux",
            ("Yves", "Roux"),
            "yves.roux",
            "Jonquille.Pluie-38",
            "too-young",
            under("patient", settled(0)),
        ),
        known(
            "pfournier",
            ("Paule", "Fournier"),
            "paule.fournier",
            "Rocher.Immobile-21",
            "may-not-change",
            under("fixed", settled(30)),
        ),
        known(
            "ggauthier",
            ("Gilles", "Gauthier"),
            "gilles.gauthier",
            "Dernier.Sursis-64",
            "grace",
            under("graceful", settled(400)),
        ),
        // One more, for the portal that lets an expired password be changed.
        known(
            "dsimon",
            ("Denis", "Simon"),
            "denis.simon",
            "Provisoire-2022!",
            "expired",
            settled(400),
        ),
        known(
            "bperrin",
            ("Brigitte", "Perrin"),
            "brigitte.perrin",
            "Courte.Paille-52",
            "short-only",
            under("short", settled(30)),
        ),
    ]);
    people.extend((1..=CROWD).map(|rank| {
        let (uid, family) = (format!("frais{rank:02}"), format!("Frais{rank:02}"));
        let local = format!("camille.frais{rank:02}");
        known(
            &uid,
            ("Camille", &family),
            &local,
            "Provisoire-2026!",
            "must-change",
            temporary(1),
        )
    }));
    people.extend((1..=chance).zip(CHANCE.into_iter().cycle()).map(|(rank, state)| {
        let (uid, family) = (format!("hasard{rank:04}"), format!("Hasard{rank:04}"));
        let policy = match state {
            "must-change" => temporary(1),
            "temporary-old" => temporary(400),
            "expired" => settled(400),
            "locked" => locked.clone(),
            _ => settled(30),
        };
        let local = format!("dominique.hasard{rank:04}");
        known(&uid, ("Dominique", &family), &local, "Tilleul.Orage-47", state, policy)
    }));
    people
}

impl Person {
    /// The academic address.
    pub(crate) fn address(&self, domain: &str) -> String {
        format!("{}@{domain}", self.local)
    }

    /// The person's own mailbox, where recovery codes arrive.
    pub(crate) fn personal(&self) -> String {
        format!("{}@{PERSONAL_DOMAIN}", self.uid)
    }

    /// The directory entry; `hash` is what `userPassword` holds.
    pub(crate) fn ldif(&self, base: &str, domain: &str, hash: &str) -> String {
        let mut lines = vec![
            format!("dn: uid={},ou=people,{base}", self.uid),
            "objectClass: inetOrgPerson".to_owned(),
            "objectClass: rigPerson".to_owned(),
            format!("uid: {}", self.uid),
            format!("cn: {} {}", self.given, self.family),
            format!("sn: {}", self.family),
            format!("givenName: {}", self.given),
            format!("mail: {}", self.address(domain)),
            format!("userPassword: {hash}"),
            format!("rigQuota: {}", self.quota),
        ];
        lines.extend(self.policy.iter().map(|(name, value)| format!("{name}: {value}")));
        lines.join("\n") + "\n"
    }

    /// What a test needs to play this person.
    pub(crate) fn announced(&self, base: &str, domain: &str) -> Json {
        Json::object([
            ("login", Json::text(&self.uid)),
            ("given", Json::text(&self.given)),
            ("family", Json::text(&self.family)),
            ("address", Json::text(self.address(domain))),
            ("password", Json::text(&self.password)),
            ("state", Json::text(self.state)),
            ("personal", Json::text(self.personal())),
            ("dn", Json::text(format!("uid={},ou=people,{base}", self.uid))),
        ])
    }
}

/// Looks up a system user: its user and group numbers.
pub(crate) fn system_user(name: &str) -> Outcome<(u32, u32)> {
    let table = std::fs::read_to_string("/etc/passwd").map_err(|error| format!("/etc/passwd: {error}"))?;
    let numbers = table
        .lines()
        .find_map(|line| match line.split(':').collect::<Vec<_>>().as_slice() {
            [user, _, uid, gid, ..] if *user == name => Some((uid.parse().ok()?, gid.parse().ok()?)),
            _ => None,
        });
    numbers.ok_or_else(|| format!("no system user {name}: is its package installed?"))
}

/// A moment `days` from now as LDAP writes it (generalizedTime, UTC).
fn moment(days: i64) -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    generalized(i64::try_from(now).unwrap_or(0) + days * 86_400)
}

/// Seconds since 1970 as `YYYYMMDDHHMMSSZ`; the calendar is the usual era-of-400-years computation.
fn generalized(seconds: i64) -> String {
    let (days, rest) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days + 719_468;
    let (era, day_of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 {
        month_from_march + 3
    } else {
        month_from_march - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!(
        "{year:04}{month:02}{day:02}{:02}{:02}{:02}Z",
        rest / 3_600,
        rest / 60 % 60,
        rest % 60
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn generalized_times() {
        assert_eq!(generalized(0), "19700101000000Z");
        assert_eq!(generalized(951_782_400), "20000229000000Z");
        assert_eq!(generalized(1_795_225_329), "20261121014209Z");
    }

    #[test]
    fn nobody_twice() {
        let people = everybody(20);
        let mut uids: Vec<_> = people.iter().map(|person| person.uid.clone()).collect();
        uids.sort();
        uids.dedup();
        assert_eq!(uids.len(), people.len());
    }
}
