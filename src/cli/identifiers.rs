//! `identifiers`: what somebody of this name is likely to be called, and who can confirm it.

use clap::Args;
use rentree::{
    academy::identifier::{self, Candidates},
    wizard::{ask::Candidate, view::RefusalLine},
};
use serde_json::{Value, json};

use super::{Door, Outcome};

/// Whose name.
#[derive(Args)]
pub(super) struct IdentifiersArgs {
    /// Slug of the academy
    #[arg(long)]
    academy: String,
    /// First name
    #[arg(long)]
    given: String,
    /// Name in use
    #[arg(long)]
    family: String,
    /// Name at birth, if it differs
    #[arg(long)]
    birth_family: Option<String>,
}

pub(super) fn run(door: &Door, args: &IdentifiersArgs) -> Outcome {
    let academy = door.academy(&args.academy)?;
    for name in [Some(&args.given), Some(&args.family), args.birth_family.as_ref()]
        .into_iter()
        .flatten()
    {
        identifier::check_name(name).map_err(|fault| RefusalLine::of(&fault))?;
    }
    let Candidates { logins, addresses } =
        identifier::candidates(academy, &args.given, &args.family, args.birth_family.as_deref());
    if door.json {
        let lines = |name: &str, list: &[Candidate]| -> Vec<Value> {
            list.iter()
                .map(|candidate| json!({ name: candidate.value, "why": candidate.why }))
                .collect()
        };
        return door
            .print_json(&json!({ "logins": lines("login", &logins), "addresses": lines("address", &addresses) }));
    }
    for (title, list) in [("cli-likely-logins", &logins), ("cli-likely-addresses", &addresses)] {
        println!("{}", door.words.plain(title));
        for candidate in list {
            let why = door.words.plain(&format!("candidate-{}", candidate.why));
            println!("  {:<40} {why}", candidate.value);
        }
    }
    if logins.is_empty() {
        eprintln!("{}", door.words.plain("cli-no-candidate"));
    }
    eprintln!("{}", door.words.plain("cli-confirm-identifier"));
    Ok(())
}
