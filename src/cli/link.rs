//! `link`: which door a pasted link opens. A look-alike ends with exit code 1.

use clap::Args;
use rentree::{
    academy::doors,
    wizard::{ask::LinkVerdict, view::RefusalLine},
};

use super::{Door, Outcome, fault::CliFault};

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
        println!("{}", door.words.plain(&format!("link-{}", line.why)));
        let more = [
            ("cli-link-name", &line.name),
            ("cli-link-differs", &line.differs),
            ("cli-link-instead", &line.instead),
        ];
        for (key, value) in more {
            if let Some(value) = value {
                println!("{}", door.words.with(key, &[("what", value)]));
            }
        }
    }
    match line.verdict {
        LinkVerdict::Lookalike => Err(RefusalLine::of(&CliFault::LookalikeLink {
            differs: line.differs.unwrap_or_default(),
        })),
        _ => Ok(()),
    }
}
