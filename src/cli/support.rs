//! `support`: whom to ask, in which order, with what ready, and a message to paste that holds no secret.

use clap::Args;
use rentree::{
    academy::{Academy, AcademyRefusal, Department, support},
    wizard::{
        message,
        view::{DeskLine, RefusalLine},
    },
    words::{Lang, Words},
};
use serde_json::{Value, json};

use super::{Door, Outcome, screens, slug};

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
    let contacts = support::contacts(academy, department);
    let prepare: Vec<String> = support::prepare(academy)
        .iter()
        .map(|key| door.words.plain(key))
        .collect();
    // The desk reads French, whatever the person reads.
    let message = message::to_desk(Words::of(Lang::Fr), academy, department, None);
    if door.json {
        let contacts: Vec<_> = contacts.iter().map(|line| contact(door.words, line)).collect();
        return door.print_json(&json!({
            "contacts": contacts, "prepare": prepare, "message": message, "texts_until": academy.texts_until.map(|day| day.to_string()),
        }));
    }
    println!("{}", door.words.plain("cli-support-contacts"));
    for (rank, contact) in (1..).zip(&contacts) {
        let (name, why) = (
            screens::desk_name(door.words, contact),
            screens::desk_why(door.words, contact),
        );
        let reach = [&contact.url, &contact.phone].into_iter().flatten().cloned();
        let line: Vec<_> = [name, why].into_iter().chain(reach).collect();
        println!("  {rank}. {}", line.join("  "));
    }
    println!("\n{}", door.words.plain("cli-support-prepare"));
    for line in &prepare {
        println!("  - {line}");
    }
    println!("\n{}\n\n{message}", door.words.plain("cli-support-message"));
    if door.words.lang() != Lang::Fr {
        println!("\n---\n{}", message::to_desk(door.words, academy, department, None));
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

/// A contact as the contract has it: nearest first, what no source gives is null, and `unknown` says why.
fn contact(words: &Words, line: &DeskLine) -> Value {
    let unknown = (line.url.is_none() || line.phone.is_none()).then(|| words.plain("support-reach-unknown"));
    json!({
        "name": screens::desk_name(words, line), "why": screens::desk_why(words, line), "role": slug(line.role),
        "department": line.department, "url": line.url, "phone": line.phone, "unknown": unknown,
    })
}
