//! What the person holds, by the academy's data, and where each leads.

use super::{Securing, Stage};
use crate::{
    academy::FirstPassword,
    account::Capability,
    wizard::{
        Next,
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

    pub(super) fn held(&self, holding: Holding) -> Next {
        let access = Access::new(self.who.clone());
        match holding {
            Holding::Lost => self.to(Stage::Lost),
            Holding::AlreadyChanged => self.verify_own(access),
            Holding::Letter | Holding::Numen | Holding::Handed if self.changes_here() => self.to(Stage::SignIn {
                holding,
                asked: AskedPassword::First,
                access,
            }),
            Holding::Letter | Holding::Numen | Holding::Handed => self.to(Stage::Page),
        }
    }

    /// The academy lets this program change the password.
    fn changes_here(&self) -> bool {
        self.identity_server() && self.who.place().account().change.server()
    }
}
