//! `support`: whom to ask, in which order, with what ready, and a message to paste that holds no secret.

use clap::Args;
use rentree::{
    academy::{Academy, AcademyRefusal, Department, support},
    wizard::view::RefusalLine,
    words::{Lang, Words},
};
use serde_json::{Value, json};

use super::{Door, Outcome};

/// From where.
#[derive(Args)]
pub(super) struct SupportArgs {
    /// Slug of the academy
    #[arg(long)]
    academy: String,
    /// Département: code or name
    #[arg(long)]
    department: Option<String>,
}

pub(super) fn run(door: &Door, args: &SupportArgs) -> Outcome {
    let academy = door.academy(&args.academy)?;
    let department = args
        .department
        .as_deref()
        .map(|text| department(academy, text))
        .transpose()?;
    let contacts = contacts(door.words, academy, department);
    let prepare: Vec<String> = support::prepare(academy)
        .iter()
        .map(|key| door.words.plain(key))
        .collect();
    // The desk reads French, whatever the person reads.
    let message = message(Words::of(Lang::Fr), academy, department);
    if door.json {
        return door.print_json(&json!({
            "contacts": contacts, "prepare": prepare, "message": message, "texts_until": academy.texts_until.map(|day| day.to_string()),
        }));
    }
    println!("{}", door.words.plain("cli-support-contacts"));
    for (rank, contact) in (1..).zip(&contacts) {
        let of = |key: &str| contact.get(key).and_then(Value::as_str).unwrap_or_default();
        let line = [of("name"), of("why"), of("url"), of("phone")].join("  ");
        println!("  {rank}. {}", line.trim_end());
    }
    println!("\n{}", door.words.plain("cli-support-prepare"));
    for line in &prepare {
        println!("  - {line}");
    }
    println!("\n{}\n\n{message}", door.words.plain("cli-support-message"));
    if door.words.lang() != Lang::Fr {
        println!("\n---\n{}", self::message(door.words, academy, department));
    }
    if let Some(day) = &academy.texts_until {
        eprintln!("{}", door.words.with("cli-texts-until", &[("day", day)]));
    }
    Ok(())
}

/// By code or by name.
fn department<'a>(academy: &'a Academy, text: &str) -> Outcome<&'a Department> {
    let wanted = text.trim().to_lowercase();
    let is = |own: &Department| own.code.to_lowercase() == wanted || own.name.to_lowercase() == wanted;
    academy.departments.iter().find(|own| is(own)).ok_or_else(|| {
        RefusalLine::of(&AcademyRefusal::UnknownDepartment {
            department: text.to_owned(),
        })
    })
}

/// Nearest first: the school, the desk of the département, the rectorate. What no source gives is null.
fn contacts(words: &Words, academy: &Academy, department: Option<&Department>) -> Vec<Value> {
    let line = |name: String, why: &str, url: Option<String>, phone: Option<String>| json!({ "name": name, "why": words.plain(why), "url": url, "phone": phone });
    let mut list = vec![line(
        words.plain("support-secretariat"),
        "support-secretariat-why",
        None,
        None,
    )];
    let own = |desk: &&rentree::academy::Desk| match (&desk.department, department) {
        (None, _) => true,
        (Some(code), Some(wanted)) => *code == wanted.code,
        (Some(_), None) => true,
    };
    let mut desks: Vec<_> = academy.desks.iter().filter(own).collect();
    desks.sort_by_key(|desk| desk.department.is_none());
    for desk in &desks {
        let why = if desk.department.is_some() {
            "support-desk-why"
        } else {
            "support-rectorate-why"
        };
        list.push(line(desk.name.clone(), why, desk.url.clone(), desk.phone.clone()));
    }
    if desks.iter().all(|desk| desk.department.is_some()) {
        list.push(line(
            words.plain("support-rectorate"),
            "support-rectorate-why",
            None,
            None,
        ));
    }
    list
}

fn message(words: &Words, academy: &Academy, department: Option<&Department>) -> String {
    let blank = words.plain("cli-to-fill-in");
    let department = department.map_or(blank, |own| format!("{} ({})", own.name, own.code));
    let subject = words.plain("support-subject");
    let text = words.with(
        "support-message",
        &[("academy", &academy.official_name), ("department", &department)],
    );
    format!("{subject}\n\n{text}")
}
