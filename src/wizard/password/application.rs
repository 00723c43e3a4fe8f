//! Application passwords: one for each device, made on the page of the mail service, proved by IMAP.

use super::{Securing, Stage};
use crate::{
    academy::{Need, PagePurpose},
    mail::Opened,
    secret::Password,
    wizard::{
        Next, Refusal, World,
        access::Access,
        view::{AskedPassword, Device, Holding, Item, ItemKey, Returned, Screen, Standing, Task, Why},
    },
};

impl Device {
    const ALL: [Self; 3] = [Self::Computer, Self::Phone, Self::Tablet];

    /// Its line of the true list.
    pub(super) fn item(self) -> ItemKey {
        match self {
            Self::Computer => ItemKey::ApplicationPassword,
            Self::Phone => ItemKey::ApplicationPhone,
            Self::Tablet => ItemKey::ApplicationTablet,
        }
    }
}

impl Securing {
    pub(super) fn application_screen(&self, world: &World) -> Screen {
        let place = self.who.place();
        Screen::HandOff {
            task: Task::ApplicationPassword,
            page: place.page(world, PagePurpose::ApplicationPassword),
            asked: vec![Need::Identifier, Need::CurrentPassword],
            without_phone: Vec::new(),
            desk: place.desk(),
            device: Some(self.device),
        }
    }

    /// The identity server let the person in, their mail service wants another password in mail programs, and none was
    /// spoken of yet.
    pub(super) fn wants_application(&self, access: &Access) -> bool {
        let spoken_of = |item: &Item| item.key == ItemKey::ApplicationPassword;
        access.account().is_some()
            && self.who.place().wants_application_password()
            && !access.items().iter().any(spoken_of)
    }

    /// Devices without a password of their own that opened the mailbox; none before this computer's did.
    pub(super) fn devices_left(&self, access: &Access) -> Vec<Device> {
        let proved = |device: &Device| {
            let done = |item: &Item| item.key == device.item() && item.standing == Standing::Done;
            access.items().iter().any(done)
        };
        match proved(&Device::Computer) {
            true => Device::ALL.into_iter().filter(|device| !proved(device)).collect(),
            false => Vec::new(),
        }
    }

    /// To the page again, for another device.
    pub(super) fn for_device(&self, access: &Access, device: Device) -> Next {
        let again = Self { device, ..self.clone() };
        again.to(Stage::ApplicationPage(access.clone()))
    }

    pub(super) fn back_from_application(&self, access: &Access, outcome: Returned, world: &World) -> Next {
        let why = match (outcome, self.nothing_to_sign_in_to()) {
            (Returned::Did, None) => {
                let (holding, asked) = (Holding::AlreadyChanged, AskedPassword::Application);
                return self.to(Stage::SignIn {
                    holding,
                    asked,
                    access: access.clone(),
                });
            }
            (Returned::Did, Some(why)) => {
                let made = Item::declared(self.device.item(), why);
                return self.to(self.ended(self.without_mailbox(access.clone().noting(made), why)));
            }
            (Returned::DidNotWork, _) => Why::DidNotWork,
            (Returned::Later, _) => Why::Later,
        };
        let page = self.who.place().page(world, PagePurpose::ApplicationPassword);
        let left = Item::left(self.device.item(), why).at(page);
        self.to(self.ended(self.without_mailbox(access.clone().noting(left), Why::MailFirst)))
    }

    /// One for each device: the one this computer has is no other's.
    pub(super) fn own_to_device(&self, access: &Access, typed: &Password) -> Result<(), Refusal> {
        let known = access.mail().is_some_and(|proved| proved.password().same_as(typed));
        match known && self.device != Device::Computer {
            true => Err(Refusal::ApplicationShared),
            false => Ok(()),
        }
    }

    /// What an application password that was tried is worth.
    pub(super) fn made(&self, opened: &Opened) -> Item {
        match self.proof(opened) {
            Some(proof) => Item::done(self.device.item(), proof),
            None => Item::declared(self.device.item(), Why::ServersUnknown),
        }
    }

    /// The mailbox is opened with this computer's password; another device's says nothing of it.
    pub(super) fn without_mailbox(&self, access: Access, why: Why) -> Access {
        match self.device {
            Device::Computer => access.noting(Item::left(ItemKey::Mailbox, why)),
            Device::Phone | Device::Tablet => access,
        }
    }
}
