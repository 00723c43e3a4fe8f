//! `diagnose`: every server of an academy at once, each answer on stderr as it comes, then one verdict. Exit 3 when
//! something stands in the way. What is looked at belongs to `rentree::mail::diagnose`.

use clap::Args;
use rentree::{
    academy::directory::Directory,
    mail::diagnose::State,
    net::Net,
    wizard::{
        diagnosis::examine,
        view::{Diagnosis, DiagnosisLine, DiagnosisState},
    },
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{
    Door, Outcome, proxy,
    whose::{Whose, academy_of},
    world,
};

/// The practice academy a rehearsal looks at when none is named.
const PRACTICE: &str = "entrainement";

/// Whose servers.
#[derive(Args)]
pub(super) struct DiagnoseArgs {
    /// Work address: only its domain is used, and it is told to nobody
    #[arg(required_unless_present_any = ["academy", "practice"], conflicts_with = "academy")]
    address: Option<String>,
    /// Slug of the academy
    #[arg(long)]
    academy: Option<String>,
    /// Which mail platform, where the academy has two
    #[arg(long, value_name = "ID")]
    platform: Option<String>,
    /// On the practice academies
    #[arg(long)]
    practice: bool,
}

pub(super) async fn run(door: &Door, args: DiagnoseArgs) -> Outcome {
    if args.practice {
        let (world, _rehearsed) = world::looked_into(door).await?;
        let practising = Door {
            words: door.words,
            json: door.json,
            directory: world.directory,
            hosts: door.hosts.clone(),
        };
        return look(&practising, &practising.directory, &world.net, &args).await;
    }
    look(door, &door.directory, &door.net()?, &args).await
}

async fn look(door: &Door, directory: &Directory, net: &Net, args: &DiagnoseArgs) -> Outcome {
    let address = args.address.as_deref().unwrap_or_default().trim();
    let academy = match (&args.academy, address) {
        (Some(id), _) => door.academy(id)?,
        (None, "") => door.academy(PRACTICE)?,
        (None, address) => academy_of(directory, address)?,
    };
    let net = net
        .for_academy(academy)
        .map_err(|fault| rentree::wizard::view::RefusalLine::of(&fault))?;
    let whose = Whose::settle(door, directory, academy, address, args.platform.as_deref(), &net).await?;
    let once = async || {
        let mut told = Told::default();
        let tell = |diagnosis: &Diagnosis| told.tell(door, diagnosis);
        examine(&net, academy, whose.platform, address, OffsetDateTime::now_utc, tell).await
    };
    let mut diagnosis = once().await;
    if let Some(verdict) = &diagnosis.verdict
        && proxy::signed_in(door.words, &net, verdict).await?
    {
        diagnosis = once().await;
    }
    show(door, &diagnosis)?;
    match (diagnosis.state, diagnosis.verdict) {
        (DiagnosisState::Stopped, Some(verdict)) => Err(verdict),
        _ => Ok(()),
    }
}

/// What was already said on stderr.
#[derive(Default)]
struct Told {
    lines: Vec<bool>,
    provisional: bool,
}

impl Told {
    fn tell(&mut self, door: &Door, diagnosis: &Diagnosis) {
        self.lines.resize(diagnosis.lines.len(), false);
        for (line, told) in diagnosis.lines.iter().zip(&mut self.lines) {
            if line.state != State::Waiting && !std::mem::replace(told, true) {
                eprintln!("  {}", line.said(door.words));
            }
        }
        if diagnosis.provisional && !std::mem::replace(&mut self.provisional, true) {
            let [what, ..] = diagnosis.said(door.words);
            eprintln!("… {what} {}", door.words.plain("diagnosis-provisional"));
        }
    }
}

fn show(door: &Door, diagnosis: &Diagnosis) -> Outcome {
    if !door.json {
        out!("{}", diagnosis.report(door.words, OffsetDateTime::now_utc()));
        return Ok(());
    }
    let [cause, remedy, _] = diagnosis.said(door.words);
    let verdict = diagnosis
        .verdict
        .as_ref()
        .map_or("fine", |verdict| verdict.code.as_str());
    door.print_json(&json!({
        "verdict": verdict,
        "cause": cause,
        "remedy": remedy,
        "mender": diagnosis.verdict.as_ref().map(|verdict| verdict.mender),
        "endpoints": diagnosis.lines.iter().map(endpoint).collect::<Vec<_>>(),
        "likely": diagnosis.likely,
        "clock_offset_s": diagnosis.clock_offset_s,
        "proxy": diagnosis.proxy,
        "why": {
            "clock_offset_s": diagnosis.clock_offset_s.is_none().then_some("no verified web page answered"),
            "proxy": diagnosis.proxy.is_none().then_some("none is set"),
        },
    }))
}

fn endpoint(line: &DiagnosisLine) -> Value {
    json!({
        "kind": line.kind,
        "host": line.host,
        "port": line.port,
        "needed": line.needed,
        "state": line.state,
        "detail": line.fault.as_ref().map(|fault| &fault.code),
        "ms": line.ms,
        "why": line.port.is_none().then_some("a name has no port"),
    })
}
