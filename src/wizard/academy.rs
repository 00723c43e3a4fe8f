//! Step 1, where do you work? Finding is `ask`; this step settles the academy, the département where desks go by it, and,
//! where two webmails serve the academy, which.

use super::{
    Next, Refusal, Step, Turn, World,
    identity::Identifying,
    place::Place,
    resume,
    view::{Answer, PlatformChoice, Screen},
};
use crate::academy::{Academy, AcademyRefusal, Department, Platform, support};

/// Choosing the academy, the département, then the platform.
#[derive(Clone, Default)]
pub(super) enum Choosing {
    /// Which academy?
    #[default]
    Academy,
    /// Which of its départements? What was typed did not say.
    Department { academy: String },
    /// Which of its webmails? No sign-in before that is settled.
    Platform {
        academy: String,
        department: Option<String>,
    },
}

impl Choosing {
    /// Nothing is chosen yet.
    pub(super) fn asks_academy(&self) -> bool {
        matches!(self, Self::Academy)
    }

    /// The academy chosen so far.
    pub(super) fn academy<'a>(&self, world: &'a World) -> Option<&'a Academy> {
        match self {
            Self::Academy => None,
            Self::Department { academy } | Self::Platform { academy, .. } => world.directory.academy(academy),
        }
    }

    /// The département said so far.
    pub(super) fn department<'a>(&self, world: &'a World) -> Option<&'a Department> {
        match self {
            Self::Platform { department, .. } => self.academy(world)?.department(department.as_deref()?),
            Self::Academy | Self::Department { .. } => None,
        }
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        match self {
            Self::Academy => Screen::FindAcademy {
                practice: world.practice_on_offer.clone(),
                known: u32::try_from(world.directory.academies().count()).unwrap_or(u32::MAX),
                resume: resume::offer(world),
            },
            Self::Department { .. } => {
                let own = self.academy(world).into_iter().flat_map(|academy| &academy.departments);
                Screen::ChooseDepartment {
                    choices: own.map(support::department_line).collect(),
                }
            }
            Self::Platform { .. } => {
                let platforms = self
                    .academy(world)
                    .map(|academy| world.directory.mailboxes_of(academy))
                    .unwrap_or_default();
                Screen::ChoosePlatform {
                    choices: platforms.into_iter().map(PlatformChoice::of).collect(),
                }
            }
        }
    }

    pub(super) fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let world = turn.world;
        match (self, answer) {
            (Self::Academy, Answer::ChooseAcademy { id, department }) => {
                let academy = known(world, &id)?;
                match (department, academy.departments.as_slice()) {
                    (Some(code), _) => located(world, academy, Some(own(academy, &code)?)),
                    (None, [_, _, ..]) => Ok(Next::To(Step::Academy(Self::Department { academy: id }))),
                    (None, few) => located(world, academy, few.first()),
                }
            }
            (Self::Department { academy }, Answer::ChooseDepartment { code }) => {
                let academy = known(world, academy)?;
                let department = code.as_deref().map(|code| own(academy, code)).transpose()?;
                located(world, academy, department)
            }
            (Self::Platform { academy, department }, Answer::ChoosePlatform { id }) => {
                let academy = known(world, academy)?;
                let platforms = world.directory.mailboxes_of(academy);
                let chosen = platforms.into_iter().find(|platform| platform.id == id);
                let department = department.as_deref().and_then(|code| academy.department(code));
                identify(world, academy, department, Some(chosen.ok_or(Refusal::NotNow)?))
            }
            _ => Err(Refusal::NotNow),
        }
    }
}

impl PlatformChoice {
    /// A platform as the doors show it.
    pub(super) fn of(platform: &Platform) -> Self {
        Self {
            id: platform.id.clone(),
            name: platform.name.clone(),
            webmail: platform.webmail.as_ref().map(|page| page.value.clone()),
        }
    }
}

/// Where the person works is known: one platform serves them, or they say which.
fn located(world: &World, academy: &Academy, department: Option<&Department>) -> Result<Next, Refusal> {
    match world.directory.mailboxes_of(academy).as_slice() {
        [] => identify(world, academy, department, None),
        [only] => identify(world, academy, department, Some(only)),
        _ => Ok(Next::To(Step::Academy(Choosing::Platform {
            academy: academy.id.clone(),
            department: department.map(|own| own.code.clone()),
        }))),
    }
}

fn known<'a>(world: &'a World, id: &str) -> Result<&'a Academy, Refusal> {
    Ok(world
        .directory
        .academy(id)
        .ok_or_else(|| AcademyRefusal::UnknownAcademy { id: id.to_owned() })?)
}

fn own<'a>(academy: &'a Academy, code: &str) -> Result<&'a Department, Refusal> {
    Ok(academy
        .department(code)
        .ok_or_else(|| AcademyRefusal::UnknownDepartment {
            department: code.to_owned(),
        })?)
}

fn identify(
    world: &World,
    academy: &Academy,
    department: Option<&Department>,
    platform: Option<&Platform>,
) -> Result<Next, Refusal> {
    Ok(Next::To(Step::Identity(Identifying::new(Place::new(
        world, academy, department, platform,
    )?))))
}
