//! What the person holds, by the academy's data, and where each leads.

use super::{Securing, Stage};
use crate::{
    academy::FirstPassword,
    account::Capability,
    wizard::{
        Step,
        access::Access,
        view::{AskedPassword, Holding},
    },
};

impl Securing {
    pub(super) fn holdings(&self) -> Vec<Holding> {
        let known: Vec<_> = self
            .who
            .place()
            .academy()
            .first_password
            .iter()
            .map(|first| first.value)
            .collect();
        let mut options = Vec::new();
        for (first, holding) in [
            (FirstPassword::Letter, Holding::Letter),
            (FirstPassword::Numen, Holding::Numen),
            (FirstPassword::Handed, Holding::Handed),
        ] {
            // Unknown first passwords: a letter or a hand-over is how it goes elsewhere; a NUMEN only where the data says so.
            let offered = if known.is_empty() {
                first != FirstPassword::Numen
            } else {
                known.contains(&first)
            };
            if offered {
                options.push(holding);
            }
        }
        options.extend([Holding::AlreadyChanged, Holding::Lost]);
        options
    }

    pub(super) fn held(&self, holding: Holding) -> Stage {
        let access = Access::new(self.who.clone());
        match holding {
            Holding::Lost => Stage::Lost,
            Holding::AlreadyChanged => self.own(access),
            Holding::Letter | Holding::Numen | Holding::Handed if self.changes_here() => Stage::SignIn {
                holding,
                asked: AskedPassword::First,
                access,
            },
            Holding::Letter | Holding::Numen | Holding::Handed => Stage::Page,
        }
    }

    /// The portal wants a picture copied: what the person holds leads to its page, or to the mail servers.
    pub(super) fn without_portal(&self, holding: Holding) -> Step {
        let who = self.who.clone().without_portal();
        let there = Self { who, ..self.clone() };
        Step::Password(there.in_stage(there.held(holding)))
    }

    /// The academy lets this program change the password.
    fn changes_here(&self) -> bool {
        self.identity_server() && self.who.place().account().change.server()
    }
}
