//! What an academy's data says at each step: the facts a person must meet there, and nowhere earlier.
//!
//! The facts are data (`academies/*.toml`); their sentences are in `locales/`.

use super::view::{FactLine, StepName};
use crate::academy::{Academy, Fact};

/// The facts due at a step.
pub(super) fn of(academy: &Academy, step: StepName) -> Vec<FactLine> {
    let slug = match step {
        StepName::Academy => "academy",
        StepName::Identity => "identity",
        StepName::Password => "password",
        StepName::Recovery => "recovery",
        StepName::SecondFactor => "second-factor",
        StepName::MailApps => "mail-apps",
        StepName::CheckUp => "check-up",
    };
    // Until the academy is chosen nothing is known of it: what belongs to the first step is said on the second too.
    let due = |fact: &&Fact| fact.step == slug || (fact.step == "academy" && step == StepName::Identity);
    let here = academy.facts.iter().filter(due);
    here.map(|fact| FactLine {
        key: fact.key.clone(),
        params: fact.params.clone(),
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        academy::directory::Directory,
        words::{Lang, Words},
    };

    /// What the articles say, and where a person meets it.
    const ARTICLES: [(&str, StepName, &str); 30] = [
        ("lyon", StepName::Identity, "portals-without-inbox"),
        ("lyon", StepName::Academy, "portals-without-inbox"),
        ("lyon", StepName::Academy, "two-mailboxes"),
        ("lyon", StepName::Identity, "ent-is-not-the-mailbox"),
        ("lyon", StepName::Identity, "login-by-server"),
        ("lyon", StepName::Password, "temporary-password-expires"),
        ("lyon", StepName::Password, "locks-after-failures"),
        ("lyon", StepName::Password, "no-school-no-birth-year"),
        ("lyon", StepName::Password, "desks-by-department"),
        ("lyon", StepName::Recovery, "recovery-address-or-sms"),
        ("lyon", StepName::Recovery, "without-recovery-desk"),
        ("lyon", StepName::MailApps, "encrypted-only"),
        ("lyon", StepName::CheckUp, "desk-by-form-first"),
        ("lyon", StepName::CheckUp, "bcc-for-parents"),
        ("aix-marseille", StepName::Identity, "sign-on-is-not-the-mailbox"),
        ("aix-marseille", StepName::Identity, "ent-is-not-the-mailbox"),
        ("aix-marseille", StepName::Password, "password-in-account-page"),
        ("aix-marseille", StepName::Password, "four-classes"),
        ("aix-marseille", StepName::Recovery, "recovery-beforehand"),
        (
            "aix-marseille",
            StepName::Recovery,
            "without-recovery-numen-and-identity",
        ),
        ("aix-marseille", StepName::SecondFactor, "sms-or-application"),
        ("aix-marseille", StepName::SecondFactor, "guides-on-portal"),
        ("nancy-metz", StepName::Identity, "sign-on-portal"),
        ("nancy-metz", StepName::Identity, "partage-is-an-intranet"),
        ("nancy-metz", StepName::Identity, "login-is-full-address"),
        ("nancy-metz", StepName::Password, "numen-first-code"),
        ("nancy-metz", StepName::Password, "password-renewal"),
        ("nancy-metz", StepName::Recovery, "recovery-by-numen-and-birth-date"),
        ("nancy-metz", StepName::SecondFactor, "mail-code-cyclades"),
        ("nancy-metz", StepName::SecondFactor, "code-may-be-asked"),
    ];

    #[test]
    fn the_facts_of_the_articles_are_met_at_their_step_in_both_languages() {
        let all = Directory::embedded();
        for (id, step, key) in ARTICLES {
            let lines = of(all.academy(id).unwrap(), step);
            let line = lines.iter().find(|line| line.key == key);
            let line = line.unwrap_or_else(|| panic!("{id}: {key} is not met at {step:?}"));
            for lang in Lang::ALL {
                let said = Words::of(lang).say(&format!("fact-{key}"), &line.params);
                assert!(said.len() > 20 && !said.contains('{'), "{lang:?}: {said}");
                for value in line.params.values() {
                    assert!(said.contains(value.as_str()), "{lang:?}: {said}");
                }
            }
        }
    }

    #[test]
    fn no_fact_of_any_academy_is_met_nowhere() {
        for academy in Directory::embedded().academies() {
            for fact in &academy.facts {
                let met = StepName::ALL
                    .into_iter()
                    .any(|step| of(academy, step).iter().any(|line| line.key == fact.key));
                assert!(met, "{}: {}", academy.id, fact.key);
            }
        }
    }

    #[test]
    fn esterel_and_the_three_desks_are_said_by_name() {
        let all = Directory::embedded();
        let said = |id: &str, step, key: &str| {
            let lines = of(all.academy(id).unwrap(), step);
            let line = lines.into_iter().find(|line| line.key == key).unwrap();
            Words::of(Lang::Fr).say(&format!("fact-{key}"), &line.params)
        };
        assert!(said("aix-marseille", StepName::Password, "password-in-account-page").contains("Estérel"));
        assert!(said("nancy-metz", StepName::Identity, "sign-on-portal").contains("id.ac-nancy-metz.fr"));
        let desks = said("lyon", StepName::Password, "desks-by-department");
        for town in ["Bourg-en-Bresse", "Saint-Étienne", "Lyon"] {
            assert!(desks.contains(town), "{desks}");
        }
    }
}
