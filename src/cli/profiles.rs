//! `profiles`: the files for mail clients, from what the academy's data knows; discovery only where it does not.

use std::path::PathBuf;

use clap::Args;
use rentree::{
    academy::{Academy, Endpoint, Platform, Protocol, identifier},
    mail::discover,
    profiles::{self, Client, MailSettings},
    wizard::view::RefusalLine,
};
use serde_json::json;
use time::OffsetDateTime;

use super::{Door, Outcome, platform_of, screens, verify};

/// For whom and for what.
#[derive(Args)]
pub(super) struct ProfilesArgs {
    /// Slug of the academy
    #[arg(long)]
    academy: String,
    /// Mail address
    #[arg(long)]
    address: String,
    /// Identifier, as the letter gives it
    #[arg(long)]
    identifier: String,
    /// Name that recipients see
    #[arg(long)]
    name: String,
    /// Which mail platform, where the academy has two
    #[arg(long, value_name = "ID")]
    platform: Option<String>,
    /// Clients: thunderbird, outlook, apple, android, sheet, signature, reminders
    #[arg(long = "for", value_name = "LIST", value_delimiter = ',', required = true, value_parser = client)]
    clients: Vec<Client>,
    /// Where files go
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

fn client(text: &str) -> Result<Client, String> {
    serde_json::from_value(json!(text)).map_err(|_| format!("{text} is none of the clients"))
}

pub(super) async fn run(door: &Door, args: ProfilesArgs) -> Outcome {
    let academy = door.academy(&args.academy)?;
    identifier::check_identifier(&args.identifier).map_err(|fault| RefusalLine::of(&fault))?;
    identifier::check_address(academy, &args.address).map_err(|fault| RefusalLine::of(&fault))?;
    let platform = platform_of(&door.directory, academy, args.platform.as_deref())?;
    let (imap, smtp) = endpoints(door, academy, platform, &args.address).await?;
    let settings = MailSettings {
        login: verify::login(platform, &args.identifier, &args.address),
        address: args.address,
        display_name: args.name,
        label: academy.official_name.clone(),
        imap,
        smtp,
        webmail: platform
            .and_then(|platform| platform.webmail.as_ref())
            .map(|webmail| webmail.value.clone()),
        signature: None,
    };
    let now = OffsetDateTime::now_utc();
    let mut outputs = Vec::new();
    for client in args.clients {
        outputs.extend(profiles::render(&settings, client, now).map_err(|fault| RefusalLine::of(&fault))?);
    }
    let files = profiles::place(&args.out, &outputs).map_err(|fault| RefusalLine::of(&fault))?;
    if door.json {
        let lines = files
            .iter()
            .map(|file| json!({ "path": file.path, "client": file.client, "sha256": file.sha256 }));
        return door.print_json(&json!({ "files": lines.collect::<Vec<_>>() }));
    }
    out!("{}", screens::files(door.words, &files));
    Ok(())
}

/// From data alone where both are known: no network is needed to write a file.
async fn endpoints(
    door: &Door,
    academy: &Academy,
    platform: Option<&Platform>,
    address: &str,
) -> Outcome<(Endpoint, Endpoint)> {
    let known = |protocol| {
        platform
            .and_then(|platform| platform.server(protocol))
            .map(|server| server.endpoint.clone())
    };
    if let (Some(imap), Some(smtp)) = (known(Protocol::Imap), known(Protocol::Smtp)) {
        return Ok((imap, smtp));
    }
    let net = door.net()?.for_academy(academy);
    let net = net.map_err(|fault| RefusalLine::of(&fault))?;
    let found = discover::find(&net, academy, platform, address).await;
    match (found.imap.endpoint, found.smtp.endpoint) {
        (Some(imap), Some(smtp)) => Ok((imap, smtp)),
        _ => Err(RefusalLine::of(&rentree::wizard::Refusal::NoSettings)),
    }
}
