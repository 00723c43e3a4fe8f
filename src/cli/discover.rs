//! `discover`: the mail servers of an address, and where each was found. Signs in to nothing.

use clap::Args;
use rentree::{
    academy::{Academy, Platform, directory::Directory},
    mail::{
        discover::{self, Discovery, FoundBy, Located, Tried},
        eligible,
    },
    net::Net,
    reason::Reason,
    wizard::view::RefusalLine,
};
use serde_json::{Value, json};

use super::{
    Door, Outcome, proxy, screens, slug,
    whose::{Whose, academy_of},
    world,
};

/// Whose servers.
#[derive(Args)]
pub(super) struct DiscoverArgs {
    /// Work address: only its domain is used, and it is told to nobody
    address: String,
    /// Which mail platform, where the academy has two
    #[arg(long, value_name = "ID")]
    platform: Option<String>,
    /// A server somebody gave you: is it the academy's at all?
    #[arg(long, value_name = "HOST")]
    server: Option<String>,
    /// On the practice academies
    #[arg(long)]
    practice: bool,
}

pub(super) async fn run(door: &Door, args: DiscoverArgs) -> Outcome {
    if args.practice {
        let (world, _rehearsed) = world::looked_into(door).await?;
        return look(door, &world.directory, &world.net, &args).await;
    }
    look(door, &door.directory, &door.net()?, &args).await
}

async fn look(door: &Door, directory: &Directory, net: &Net, args: &DiscoverArgs) -> Outcome {
    let address = args.address.trim();
    let academy = academy_of(directory, address)?;
    if let Some(host) = &args.server {
        eligible::judge(academy, host).map_err(|unfit| RefusalLine::of(&unfit))?;
        eprintln!("{}", door.words.with("cli-discover-server-fits", &[("host", host)]));
    }
    let net = net.for_academy(academy).map_err(|fault| RefusalLine::of(&fault))?;
    let whose = Whose::settle(door, directory, academy, address, args.platform.as_deref(), &net).await?;
    let mut found = discover::look(&net, academy, whose.platform, address).await;
    if let Err(line) = end(&found, whose.platform)
        && proxy::signed_in(door.words, &net, &line).await?
    {
        found = discover::look(&net, academy, whose.platform, address).await;
    }
    let exchangers = match whose.hinted {
        true => whose.exchangers.clone(),
        false => discover::exchangers(&net, academy, address).await,
    };
    found.tried.push(Tried::Arrival {
        domain: discover::domain_of(academy, address).to_owned(),
        hosts: exchangers,
    });
    show(door, academy, &whose, &found)?;
    end(&found, whose.platform)
}

/// Both servers answer, or the refusal of the first that does not.
fn end(found: &Discovery, platform: Option<&Platform>) -> Outcome {
    for located in [&found.servers.imap, &found.servers.smtp] {
        match (&located.endpoint, &located.fault) {
            (_, Some(fault)) => return Err(RefusalLine::of(fault)),
            (None, None) => return Err(screens::no_server(platform)),
            (Some(_), None) => {}
        }
    }
    Ok(())
}

fn show(door: &Door, academy: &Academy, whose: &Whose<'_>, found: &Discovery) -> Outcome {
    let (imap, smtp) = (&found.servers.imap, &found.servers.smtp);
    if door.json {
        let login_form = whose.platform.and_then(|platform| platform.login_form.as_ref());
        let why = |known: bool, text: &str| (!known).then(|| text.to_owned());
        return door.print_json(&json!({
            "academy": academy.id,
            "platform": whose.platform.map(|platform| &platform.id),
            "imap": server(imap),
            "smtp": server(smtp),
            "login_form": login_form.map(|form| form.value),
            "found_by": { "imap": imap.found_by.map(found_by), "smtp": smtp.found_by.map(found_by) },
            "tried": found.tried.iter().map(tried).collect::<Vec<_>>(),
            "why": {
                "imap": why(imap.endpoint.is_some(), "neither the data nor the domain names one"),
                "smtp": why(smtp.endpoint.is_some(), "neither the data nor the domain names one"),
                "login_form": why(login_form.is_some(), "no source says it"),
            },
        }));
    }
    let words = door.words;
    for (key, located) in [("cli-imap", imap), ("cli-smtp", smtp)] {
        let line = rentree::wizard::view::ServerLine::of(located);
        out!("{}", screens::server(words, key, &line));
        if let Some(by) = located.found_by {
            out!("  {}", said_by(door, by));
            if by.needs_consent() {
                out!("  {}", words.plain("cli-discover-confirm"));
            }
        }
    }
    out!("\n{}", words.plain("cli-discover-tried"));
    for one in &found.tried {
        out!("  {}", tried_said(door, one));
    }
    Ok(())
}

fn server(located: &Located) -> Value {
    let Some(endpoint) = &located.endpoint else {
        return Value::Null;
    };
    json!({
        "host": endpoint.host,
        "port": endpoint.port,
        "security": endpoint.security,
        "reached": located.reached,
        "fault": located.fault.as_ref().map(Reason::code),
        "confirm": located.found_by.is_some_and(FoundBy::needs_consent),
    })
}

/// "srv", "data:third-party".
fn found_by(by: FoundBy) -> String {
    match by {
        FoundBy::Data(confidence) => format!("data:{}", slug(confidence)),
        other => slug(other),
    }
}

fn said_by(door: &Door, by: FoundBy) -> String {
    match by {
        FoundBy::Data(confidence) => format!(
            "{}, {}",
            door.words.plain("found-by-data"),
            door.words.plain(&format!("confidence-{}", slug(confidence)))
        ),
        other => door.words.plain(&format!("found-by-{}", slug(other))),
    }
}

fn tried(tried: &Tried) -> Value {
    match tried {
        Tried::Asked { of, what, named } => json!({ "asked": found_by(*of), "what": what, "named": named }),
        Tried::Arrival { domain, hosts } => {
            json!({ "asked": "mx", "what": domain, "named": hosts.len(), "hosts": hosts })
        }
        Tried::PassedOver { of, why } => {
            json!({ "passed_over": why.params().get("host"), "named_by": found_by(*of), "because": why.code() })
        }
        Tried::Probed { located } => json!({
            "probed": server(located),
            "protocol": located.endpoint.as_ref().map(|endpoint| endpoint.protocol),
            "found_by": located.found_by.map(found_by),
        }),
    }
}

fn tried_said(door: &Door, tried: &Tried) -> String {
    match tried {
        Tried::Asked { of, what, named } => {
            let key = match of {
                FoundBy::Autoconfig => "cli-discover-asked-file",
                _ => "cli-discover-asked-dns",
            };
            door.words.with(key, &[("what", what), ("named", named)])
        }
        Tried::Arrival { domain, hosts } if hosts.is_empty() => {
            door.words.with("cli-discover-mx-none", &[("domain", domain)])
        }
        Tried::Arrival { domain, hosts } => {
            let hosts = hosts.join(", ");
            door.words
                .with("cli-discover-mx", &[("domain", domain), ("hosts", &hosts)])
        }
        Tried::PassedOver { why, .. } => door.words.reason(why).what,
        Tried::Probed { located } => {
            let place = located.endpoint.as_ref().map(|at| format!("{}:{}", at.host, at.port));
            let came = match &located.fault {
                None => "✓".to_owned(),
                Some(fault) => format!("✗ {}", fault.code()),
            };
            format!("{} {came}", place.unwrap_or_default())
        }
    }
}
