//! Step 7, the true list: done with its proof, declared, left.

use super::{
    World,
    access::Access,
    message,
    view::{FileLine, Item, ItemKey, Reflex, Screen, Standing, Summary},
};
use crate::{
    academy::{PagePurpose, portals},
    words::{Lang, Words},
};

/// The person at the end of the journey.
#[derive(Clone)]
pub(super) struct Reviewing {
    access: Access,
    files: Vec<FileLine>,
}

impl Reviewing {
    pub(super) fn begin(access: Access, files: Vec<FileLine>) -> Self {
        Self { access, files }
    }

    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        let place = self.access.who().place();
        Screen::CheckUp(Summary {
            done: self.standing(Standing::Done),
            declared: self.standing(Standing::Declared),
            left: self.standing(Standing::Left),
            files: self.files.clone(),
            mailbox: self.access.mailbox().cloned(),
            webmail: Some(place.page(world, PagePurpose::Webmail)),
            desks: place.desks(),
            message: message::to_desk(
                Words::of(Lang::Fr),
                place.academy(),
                place.department(),
                Some(self.access.who()),
            ),
            portals: portals::map(&world.directory, place.academy(), place.platform()),
            reflexes: self.reflexes(),
        })
    }

    fn standing(&self, standing: Standing) -> Vec<Item> {
        self.access
            .items()
            .iter()
            .filter(|item| item.standing == standing)
            .cloned()
            .collect()
    }

    /// Habits, those tied to what was measured first.
    fn reflexes(&self) -> Vec<Reflex> {
        let mut reflexes = Vec::new();
        if self.access.mailbox().is_some_and(|mailbox| mailbox.nearly_full) {
            reflexes.push(Reflex::Quota);
        }
        let changed = |item: &Item| item.key == ItemKey::Password && item.standing != Standing::Left;
        if self.access.items().iter().any(changed) {
            reflexes.push(Reflex::OldPassword);
        }
        if self
            .access
            .who()
            .place()
            .platform()
            .is_some_and(|platform| platform.quarantine_days.is_some())
        {
            reflexes.push(Reflex::Quarantine);
        }
        reflexes.extend([
            Reflex::Bcc,
            Reflex::Phishing,
            Reflex::LogOut,
            Reflex::Numen,
            Reflex::Forwarding,
            Reflex::Reuse,
            Reflex::Alerts,
        ]);
        reflexes
    }
}
