//! The end of the step: what was achieved, where the former password is still stored, what may still be done here.

use super::{Securing, Stage};
use crate::wizard::{
    Next, Refusal, World,
    access::Access,
    resume,
    view::{Item, ItemKey, OldPlace, OldPlaces, Screen, Standing, StepName, Task},
};

/// What follows an ending.
#[derive(Clone)]
pub(super) enum Then {
    /// The next step.
    Onward,
    /// The same, once the ledger is told that the person has seen it: their wait was stopped behind the change.
    Settle,
    /// Another try.
    Again(Box<Stage>),
}

impl Securing {
    pub(super) fn ended(&self, access: Access) -> Stage {
        Stage::Ended {
            access,
            then: Then::Onward,
        }
    }

    pub(super) fn go_on(&self, access: &Access, then: &Then, world: &World) -> Result<Next, Refusal> {
        match then {
            Then::Again(stage) => return Ok(self.to((**stage).clone())),
            Then::Settle => world.ledger().settle(&self.who.budget_key())?,
            Then::Onward => {}
        }
        if self.wants_application(access) {
            return Ok(self.to(Stage::ApplicationPage(access.clone())));
        }
        Ok(resume::onward(access.clone(), StepName::Password, world))
    }

    pub(super) fn ending(&self, access: &Access, then: &Then) -> Screen {
        let again = matches!(then, Then::Again(_));
        Screen::Outcome {
            task: Task::ChangePassword,
            items: access.lines(&[
                ItemKey::Identifier,
                ItemKey::Password,
                ItemKey::OldPassword,
                ItemKey::ApplicationPassword,
                ItemKey::ApplicationPhone,
                ItemKey::ApplicationTablet,
                ItemKey::Mailbox,
                ItemKey::Sending,
            ]),
            old_places: access.old_places().filter(|_| !again),
            devices: self.devices_left(access),
            forgotten: None,
        }
    }
}

impl Access {
    /// Where the password before this one is still stored; none: it was not changed.
    pub(in crate::wizard) fn old_places(&self) -> Option<OldPlaces> {
        let changed = |item: &Item| item.key == ItemKey::Password && item.standing != Standing::Left;
        if !self.items().iter().any(changed) {
            return None;
        }
        let place = self.who().place();
        let mail = match place.wants_application_password() {
            // Mail clients never had the account's password there.
            true => &[][..],
            false => &[OldPlace::Phone, OldPlace::MailProgram],
        };
        let others = [OldPlace::Wifi, OldPlace::Workspace, OldPlace::Browser];
        let rule = place.academy().password_rule.as_ref();
        Some(OldPlaces {
            places: mail.iter().copied().chain(others).collect(),
            lock_after: rule.and_then(|rule| rule.value.lock_after),
        })
    }
}
