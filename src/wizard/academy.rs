//! Step 1, where do you work? Finding is `ask`; this step settles the academy and, where two webmails serve it, which.

use super::{
    Next, Refusal, Step, Turn, World,
    identity::Identifying,
    place::Place,
    view::{Answer, PlatformChoice, Screen},
};
use crate::academy::{Academy, AcademyRefusal, Platform, PlatformStatus};

/// Choosing the academy, then its platform.
#[derive(Clone, Default)]
pub(super) enum Choosing {
    /// Which academy?
    #[default]
    Academy,
    /// Which of its webmails? No sign-in before that is settled.
    Platform { academy: String },
}

impl Choosing {
    pub(super) fn screen(&self, world: &World) -> Screen {
        match self {
            Self::Academy => Screen::FindAcademy {
                practice: world.practice_on_offer.clone(),
                known: u32::try_from(world.directory.academies().count()).unwrap_or(u32::MAX),
            },
            Self::Platform { academy } => {
                let academy = world.directory.academy(academy);
                let platforms = academy
                    .map(|academy| open_platforms(world, academy))
                    .unwrap_or_default();
                let choices = platforms.into_iter().map(|platform| PlatformChoice {
                    id: platform.id.clone(),
                    name: platform.name.clone(),
                    webmail: platform.webmail.as_ref().map(|page| page.value.clone()),
                });
                Screen::ChoosePlatform {
                    choices: choices.collect(),
                }
            }
        }
    }

    /// The academy chosen, before its platform is.
    pub(super) fn chosen<'a>(&self, world: &'a World) -> Option<&'a Academy> {
        match self {
            Self::Academy => None,
            Self::Platform { academy } => world.directory.academy(academy),
        }
    }

    pub(super) fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let world = turn.world;
        match (self, answer) {
            (Self::Academy, Answer::ChooseAcademy { id }) => {
                let academy = known(world, &id)?;
                match open_platforms(world, academy).as_slice() {
                    [] => identify(world, academy, None),
                    [only] => identify(world, academy, Some(only)),
                    _ => Ok(Next::To(Step::Academy(Self::Platform { academy: id }))),
                }
            }
            (Self::Platform { academy }, Answer::ChoosePlatform { id }) => {
                let academy = known(world, academy)?;
                let platforms = open_platforms(world, academy);
                let chosen = platforms.into_iter().find(|platform| platform.id == id);
                identify(world, academy, Some(chosen.ok_or(Refusal::NotNow)?))
            }
            _ => Err(Refusal::NotNow),
        }
    }
}

/// The platforms a person of this academy may have. A weak claim alone does not make a second one.
fn open_platforms<'a>(world: &'a World, academy: &'a Academy) -> Vec<&'a Platform> {
    let uses = world.directory.platforms_of(academy);
    let firm = |status| !matches!(status, PlatformStatus::Claimed | PlatformStatus::Closed);
    let mut platforms: Vec<_> = uses
        .iter()
        .filter(|(used, _)| firm(used.status))
        .map(|(_, platform)| *platform)
        .collect();
    if platforms.is_empty() {
        platforms = uses.iter().map(|(_, platform)| *platform).take(1).collect();
    }
    platforms
}

fn known<'a>(world: &'a World, id: &str) -> Result<&'a Academy, Refusal> {
    Ok(world
        .directory
        .academy(id)
        .ok_or_else(|| AcademyRefusal::UnknownAcademy { id: id.to_owned() })?)
}

fn identify(world: &World, academy: &Academy, platform: Option<&Platform>) -> Result<Next, Refusal> {
    Ok(Next::To(Step::Identity(Identifying::new(Place::new(
        world, academy, platform,
    )?))))
}
