//! The day the password is forgotten: which page gives access back, what it asks, whom to ask.
//!
//! Said when it has happened ([`Screen::Lost`]), and rehearsed behind the recovery step, while there is time.

use super::{
    World,
    access::Access,
    place::Place,
    view::{Forgotten, ItemKey, Screen, Standing},
};
use crate::academy::{Need, PagePurpose};

/// It has happened.
pub(super) fn lost(place: &Place, world: &World) -> Screen {
    let needs = Needs::of(place);
    Screen::Lost {
        page: place.page(world, PagePurpose::ResetPassword),
        with_recovery: needs.of_the_page,
        without_recovery: needs.of_the_desk,
        desk: place.desk(),
    }
}

/// What would happen to this person, as far as they have come.
pub(super) fn rehearsed(access: &Access, world: &World) -> Forgotten {
    let place = access.who().place();
    let ways = access.lines(&[ItemKey::RecoveryRegistered, ItemKey::RecoveryPhone]);
    let prepared = ways.iter().any(|item| item.standing != Standing::Left);
    let needs = Needs::of(place);
    Forgotten {
        page: place.page(world, PagePurpose::ResetPassword),
        prepared,
        asked: match prepared {
            true => needs.of_the_page,
            false => needs.of_the_desk,
        },
        desk: place.desk(),
    }
}

struct Needs {
    of_the_page: Vec<Need>,
    of_the_desk: Vec<Need>,
}

impl Needs {
    fn of(place: &Place) -> Self {
        let of_the_page: Vec<_> = place.academy().reset_needs.iter().map(|need| need.value).collect();
        let way_back = |need: &Need| matches!(need, Need::SecondaryAddress | Need::Sms);
        let others = of_the_page.iter().copied().filter(|need| !way_back(need));
        Self {
            of_the_desk: others.chain([Need::IdentityDocument, Need::HrOffice]).collect(),
            of_the_page,
        }
    }
}
