//! The official page of this step that changes the password; and coming back from the reset page.

use super::Securing;
use crate::{
    academy::{Need, PagePurpose},
    wizard::{
        Next, World,
        access::Access,
        place::Place,
        view::{Item, ItemKey, Returned, Screen, Task, Why},
    },
};

pub(super) fn change(place: &Place, world: &World) -> Screen {
    hand_off(
        place,
        world,
        Task::ChangePassword,
        PagePurpose::ChangePassword,
        &[Need::Identifier, Need::CurrentPassword],
    )
}

pub(in crate::wizard) fn hand_off(
    place: &Place,
    world: &World,
    task: Task,
    purpose: PagePurpose,
    asked: &[Need],
) -> Screen {
    Screen::HandOff {
        task,
        page: place.page(world, purpose),
        asked: asked.to_vec(),
        without_phone: Vec::new(),
        desk: place.desk(),
        device: None,
    }
}

impl Securing {
    pub(super) fn back_from_reset(&self, outcome: Returned) -> Next {
        let access = Access::new(self.who.clone());
        match outcome {
            Returned::Did => self.verify_own(access),
            Returned::DidNotWork => self.without_password(access, Why::DidNotWork),
            Returned::Later => self.without_password(access, Why::Later),
        }
    }

    pub(super) fn back_from_change(&self, outcome: Returned, world: &World) -> Next {
        let access = Access::new(self.who.clone());
        let why = match outcome {
            Returned::Did => return self.verify_own(access),
            Returned::DidNotWork => Why::DidNotWork,
            Returned::Later => Why::Later,
        };
        let page = self.who.place().page(world, PagePurpose::ChangePassword);
        let why = if page.url.is_none() && why == Why::DidNotWork {
            Why::PageUnknown
        } else {
            why
        };
        let access = access
            .noting(Item::left(ItemKey::Password, why).at(page))
            .noting(Item::left(ItemKey::Mailbox, Why::PasswordFirst));
        self.to(self.ended(access))
    }

    fn without_password(&self, access: Access, why: Why) -> Next {
        let access = access
            .noting(Item::left(ItemKey::Password, why))
            .noting(Item::left(ItemKey::Mailbox, Why::PasswordFirst));
        self.to(self.ended(access))
    }
}
