//! `academies` and `find`: what is known, and which of it fits a text.

use clap::Args;
use rentree::academy::{Academy, PlatformStatus};
use serde::Serialize;

use super::{Door, Outcome, slug};

/// What to find.
#[derive(Args)]
pub(super) struct FindArgs {
    /// School code, département, town, mail address, academy name or link
    #[arg(required = true)]
    text: Vec<String>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    name: &'a str,
    domains: Vec<&'a str>,
    departments: Vec<Department<'a>>,
    mail: Mail,
}

#[derive(Serialize)]
struct Department<'a> {
    code: &'a str,
    name: &'a str,
}

#[derive(Serialize)]
struct Mail {
    status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
}

#[derive(Serialize)]
struct Found<'a> {
    id: &'a str,
    name: &'a str,
    because: &'static str,
    what: &'a str,
    score: f32,
}

pub(super) fn list(door: &Door) -> Outcome {
    let lines: Vec<Line<'_>> = door.directory.academies().map(line).collect();
    if door.json {
        return door.print_json(&lines);
    }
    for line in &lines {
        out!("{:<24} {:<28} {}", line.id, line.name, line.domains.join(" "));
    }
    Ok(())
}

fn line(academy: &Academy) -> Line<'_> {
    let open = academy
        .platforms
        .iter()
        .find(|used| used.status != PlatformStatus::Closed);
    let status = open.map(|used| slug(used.status));
    Line {
        id: &academy.id,
        name: &academy.name,
        domains: academy.domains.iter().map(|domain| domain.value.as_str()).collect(),
        departments: academy
            .departments
            .iter()
            .map(|d| Department {
                code: &d.code,
                name: &d.name,
            })
            .collect(),
        mail: Mail {
            why: status.is_none().then_some("no source names a mail platform"),
            status,
        },
    }
}

pub(super) fn find(door: &Door, args: &FindArgs) -> Outcome {
    let hits = door.directory.find(&args.text.join(" "));
    let found: Vec<Found<'_>> = hits
        .iter()
        .filter_map(|hit| {
            let academy = door.directory.academy(&hit.id)?;
            Some(Found {
                id: &hit.id,
                name: &academy.name,
                because: hit.because.code(),
                what: &hit.what,
                score: hit.score,
            })
        })
        .collect();
    if door.json {
        return door.print_json(&found);
    }
    for hit in &found {
        let because = door
            .words
            .with(&format!("because-{}", hit.because), &[("what", &hit.what)]);
        out!("{:<24} {:<28} {because}", hit.id, hit.name);
    }
    if found.is_empty() {
        eprintln!("{}", door.words.plain("cli-found-nothing"));
    }
    Ok(())
}
