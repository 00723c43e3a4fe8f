//! `link`: which door a pasted link opens. A look-alike ends with exit code 1.

use clap::Args;
use rentree::{
    academy::doors,
    wizard::{ask::LinkVerdict, view::RefusalLine},
};

use super::{Door, Outcome, fault::CliFault, screens};

/// Which link.
#[derive(Args)]
pub(super) struct LinkArgs {
    /// A link, or the name of a site
    url: String,
    /// Slug of the academy it is seen from
    #[arg(long)]
    academy: Option<String>,
}

pub(super) fn run(door: &Door, args: &LinkArgs) -> Outcome {
    let academy = args.academy.as_deref().map(|id| door.academy(id)).transpose()?;
    let line = doors::open(&door.directory, academy, &args.url);
    if door.json {
        door.print_json(&line)?;
    } else {
        println!("{}", screens::link(door.words, &line));
    }
    match line.verdict {
        LinkVerdict::Lookalike => Err(RefusalLine::of(&CliFault::LookalikeLink {
            differs: line.differs.unwrap_or_default(),
        })),
        _ => Ok(()),
    }
}
