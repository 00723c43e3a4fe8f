//! Coming back: what is marked of the page a person left on, and how what was proved is found again.
//!
//! The bookmark is `ledger`'s and says who and where; it proves nothing. One sign-in with the password that holds today
//! asks the servers again; what only the bookmark knows is declared, and said to be.

use std::{sync::Arc, time::Duration};

use serde::de::DeserializeOwned;

use super::{
    Next, Refusal, Step, Turn, Wizard, World,
    access::Access,
    check_up::Reviewing,
    identity::{self, Identifying},
    mail_apps::Equipping,
    place::{Place, Who},
    recovery::Recovering,
    second_factor::Enrolling,
    view::{Doings, Entered, Item, ItemKey, Proof, ResumeLine, Standing, StepName, Why},
};
use crate::{
    academy::AcademyRefusal,
    account::{AccountRefusal, Capability},
    keep,
    ledger::Bookmark,
    mail::discover,
    secret::Password,
};

/// A keyring that waits for somebody to unlock it is not waited for.
const KEYRING_PATIENCE: Duration = Duration::from_secs(5);

/// What is said again as declared when no server can be asked about it.
const RESTATED: [ItemKey; 4] = [
    ItemKey::ApplicationPassword,
    ItemKey::RecoveryAddress,
    ItemKey::RecoveryRegistered,
    ItemKey::SecondFactor,
];

/// A page that was left, and the password kept for it, if one is.
#[derive(Clone)]
pub(super) struct Marked {
    had: Vec<ItemKey>,
    kept: Option<Arc<Password>>,
}

/// What the first screen offers.
pub(super) fn offer(world: &World) -> Option<ResumeLine> {
    let mark = world.ledger().bookmark((world.now)())?;
    let academy = world.directory.academy(&mark.academy)?;
    let account = Who::key(academy, &mark.identifier);
    Some(ResumeLine {
        academy: academy.official_name.clone(),
        name: format!("{} {}", mark.given, mark.family),
        address: mark.address,
        since: mark.since,
        step: named(&mark.step).unwrap_or(StepName::Password),
        left: mark.left.iter().filter_map(|slug| named(slug)).collect(),
        in_doubt: world.ledger().in_doubt(&account).is_some(),
    })
}

/// Opens the journey at the page that was left: the mail servers are found again, the password is asked.
pub(super) async fn again(turn: &mut Turn<'_>) -> Result<Next, Refusal> {
    let world = turn.world;
    let mark = world.ledger().bookmark((world.now)()).ok_or(Refusal::NotNow)?;
    let unknown = || AcademyRefusal::UnknownAcademy {
        id: mark.academy.clone(),
    };
    let academy = world.directory.academy(&mark.academy).ok_or_else(unknown)?;
    let department = mark.department.as_deref().and_then(|code| academy.department(code));
    let platforms = world.directory.mailboxes_of(academy);
    let platform = platforms
        .into_iter()
        .find(|platform| mark.platform.as_ref() == Some(&platform.id));
    let place = Place::new(world, academy, department, platform)?;
    let entered = identity::checked(
        &place,
        Entered {
            given: mark.given.clone(),
            family: mark.family.clone(),
            birth_family: String::new(),
            address: mark.address.clone(),
            identifier: mark.identifier.clone(),
        },
    )?;
    turn.progress.doing(Doings::Discovering, Some(academy.domain()), 12);
    let servers = discover::find(place.net(), academy, place.platform(), &entered.address).await;
    let marked = Arc::new(Marked {
        had: mark.had.iter().filter_map(|slug| named(slug)).collect(),
        kept: kept(world, &entered.address).await,
    });
    Identifying::found(place, entered, Arc::new(servers), Some(marked)).onward(world)
}

/// The password the person had us keep, on their own computer.
async fn kept(world: &World, address: &str) -> Option<Arc<Password>> {
    if world.rehearsal.is_some() || world.shared().is_some() {
        return None;
    }
    let (address, now) = (address.to_owned(), (world.now)());
    let asked = tokio::task::spawn_blocking(move || keep::recall(&address, now));
    let recalled = tokio::time::timeout(KEYRING_PATIENCE, asked).await.ok()?.ok()?;
    recalled.ok().flatten().map(Arc::new)
}

impl Marked {
    /// They had a password of their own, or had opened their mailbox: that one is asked for.
    pub(super) fn has_own_password(&self) -> bool {
        [ItemKey::Password, ItemKey::Mailbox, ItemKey::ApplicationPassword]
            .iter()
            .any(|key| self.had.contains(key))
    }

    pub(super) fn had(&self, key: ItemKey) -> bool {
        self.had.contains(&key)
    }

    pub(super) fn kept(&self) -> Option<&Arc<Password>> {
        self.kept.as_ref()
    }

    /// The same, once the kept password was refused.
    pub(super) fn without_kept(&self) -> Self {
        Self {
            kept: None,
            ..self.clone()
        }
    }
}

/// After a sign-in on coming back: the servers are asked for the rest; what none of them can say is declared.
pub(super) async fn found_again(marked: &Marked, access: Access, turn: &Turn<'_>) -> Access {
    let mut access = from_the_account(access, turn).await;
    let missing = |access: &Access, key| !access.items().iter().any(|item| item.key == key);
    for key in RESTATED {
        if marked.had(key) && missing(&access, key) {
            access = access.noting(Item::declared(key, Why::Before));
        }
    }
    // Written files are looked at where they were written.
    let files = turn.world.ledger().files();
    let there = files.iter().filter(|file| file.path.exists()).count();
    if marked.had(ItemKey::Profiles) && there > 0 {
        let files = u32::try_from(there).unwrap_or(u32::MAX);
        access = access.noting(Item::done(ItemKey::Profiles, Proof::OnDisk { files }));
    }
    access
}

/// What the identity servers know of this person, where they say it.
async fn from_the_account(mut access: Access, turn: &Turn<'_>) -> Access {
    let Some(password) = access.account().cloned() else {
        return access;
    };
    let who = access.who().clone();
    let (account, login) = (who.place().account(), &who.entered().identifier);
    if account.recovery.server() {
        turn.progress.doing(Doings::Resolving, account.recovery.host(), 30);
        match account.recovery.registered(login, password.password()).await {
            Ok(Some(read)) => {
                let proof = Proof::ReadBack {
                    host: read.host,
                    address: read.address,
                };
                access = access.noting(Item::done(ItemKey::RecoveryRegistered, proof));
            }
            Ok(None) => {}
            Err(refusal) => tracing::info!(%refusal, "the recovery address was not read back"),
        }
    }
    if account.totp.server() {
        turn.progress.doing(Doings::SigningIn, account.totp.host(), 30);
        match account.totp.challenge(login, password.password()).await {
            Ok(_) => {
                let host = account.totp.host().unwrap_or_default().to_owned();
                access = access.noting(Item::done(ItemKey::SecondFactor, Proof::AsksForCode { host }));
            }
            Err(AccountRefusal::FactorNotAsked) => {
                // It lets the person in without: whatever was noted, there is none now.
                access = access.noting(Item::left(ItemKey::SecondFactor, Why::NotThere));
            }
            Err(refusal) => tracing::info!(%refusal, "whether a code is asked for was not found out"),
        }
    }
    access
}

/// The first step after `from` in which something is still to be done.
pub(super) fn onward(access: Access, from: StepName, world: &World) -> Next {
    let has = |key| {
        let settled = |item: &Item| item.key == key && item.standing != Standing::Left;
        access.items().iter().any(settled)
    };
    let steps = [
        (StepName::Recovery, ItemKey::RecoveryRegistered),
        (StepName::SecondFactor, ItemKey::SecondFactor),
        (StepName::MailApps, ItemKey::Profiles),
    ];
    let next = steps.into_iter().find(|(step, key)| *step > from && !has(*key));
    Next::To(match next.map(|(step, _)| step) {
        Some(StepName::Recovery) => Step::Recovery(Recovering::begin(access, world)),
        Some(StepName::SecondFactor) => Step::SecondFactor(Enrolling::begin(access)),
        Some(_) => Step::MailApps(Equipping::begin(access)),
        None => Step::CheckUp(Reviewing::begin(access, Vec::new())),
    })
}

impl Wizard {
    /// Marks the page, where the person is known and the computer is theirs.
    pub(super) fn mark(&self) {
        let world = &self.world;
        let (Some(who), None, false) = (self.step.who(), world.shared(), self.step.comes_back()) else {
            return;
        };
        let (place, entered) = (who.place(), who.entered());
        let items = self.step.access().map(Access::items).unwrap_or_default();
        let keys = |left: bool| {
            let fitting = items.iter().filter(|item| (item.standing == Standing::Left) == left);
            fitting.filter_map(|item| slug(&item.key)).collect()
        };
        let bookmark = Bookmark {
            academy: place.academy().id.clone(),
            department: place.department().map(|own| own.code.clone()),
            platform: place.platform().map(|own| own.id.clone()),
            given: entered.given.clone(),
            family: entered.family.clone(),
            address: entered.address.clone(),
            identifier: entered.identifier.clone(),
            step: slug(&self.step.name()).unwrap_or_default(),
            had: keys(false),
            left: keys(true),
            since: (world.now)().unix_timestamp(),
        };
        if let Err(fault) = world.ledger().mark(bookmark) {
            tracing::warn!(%fault, "the page could not be marked");
        }
    }
}

fn slug(value: &impl serde::Serialize) -> Option<String> {
    serde_json::to_value(value).ok()?.as_str().map(str::to_owned)
}

fn named<T: DeserializeOwned>(slug: &str) -> Option<T> {
    serde_json::from_value(slug.into()).ok()
}
