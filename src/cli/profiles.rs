//! `profiles`: the files for mail clients, from what the academy's data knows; discovery only where it does not.

use std::path::PathBuf;

use clap::Args;
use rentree::{
    academy::{Academy, Endpoint, Platform, Protocol, identifier},
    mail::discover,
    profiles::{self, Client, MailSettings, SignatureFields},
    wizard::view::RefusalLine,
};
use serde_json::json;
use time::OffsetDateTime;

use super::{Door, Outcome, platform_of, screens, verify};

/// For whom and for what.
#[derive(Args)]
pub(super) struct ProfilesArgs {
    #[command(flatten)]
    owner: Owner,
    /// Clients: thunderbird, outlook, apple, android, sheet, signature, reminders
    #[arg(long = "for", value_name = "LIST", value_delimiter = ',', required = true, value_parser = client)]
    clients: Vec<Client>,
    /// Where files go
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

/// Whose mailbox is set up.
#[derive(Args)]
pub(super) struct Owner {
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
}

fn client(text: &str) -> Result<Client, String> {
    serde_json::from_value(json!(text)).map_err(|_| format!("{text} is none of the clients"))
}

/// What the writers take; the servers come from data, or are discovered.
pub(super) async fn settings(door: &Door, owner: Owner, signature: Option<SignatureFields>) -> Outcome<MailSettings> {
    let academy = door.academy(&owner.academy)?;
    identifier::check_identifier(&owner.identifier).map_err(|fault| RefusalLine::of(&fault))?;
    identifier::check_address(academy, &owner.address).map_err(|fault| RefusalLine::of(&fault))?;
    let platform = platform_of(&door.directory, academy, owner.platform.as_deref())?;
    let (imap, smtp) = endpoints(door, academy, platform, &owner.address).await?;
    Ok(MailSettings {
        login: verify::login(platform, &owner.identifier, &owner.address),
        address: owner.address,
        display_name: owner.name,
        label: academy.official_name.clone(),
        imap,
        smtp,
        webmail: platform
            .and_then(|platform| platform.webmail.as_ref())
            .map(|webmail| webmail.value.clone()),
        signature,
    })
}

pub(super) async fn run(door: &Door, args: ProfilesArgs) -> Outcome {
    let settings = settings(door, args.owner, None).await?;
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

/// Both servers, where the academy's data names them.
pub(super) fn known(platform: Option<&Platform>) -> Option<(Endpoint, Endpoint)> {
    let known = |protocol| {
        platform
            .and_then(|platform| platform.server(protocol))
            .map(|server| server.endpoint.clone())
    };
    Some((known(Protocol::Imap)?, known(Protocol::Smtp)?))
}

/// From data alone where both are known: no network is needed to write a file.
async fn endpoints(
    door: &Door,
    academy: &Academy,
    platform: Option<&Platform>,
    address: &str,
) -> Outcome<(Endpoint, Endpoint)> {
    if let Some(both) = known(platform) {
        return Ok(both);
    }
    let net = door.net()?.for_academy(academy);
    let net = net.map_err(|fault| RefusalLine::of(&fault))?;
    let found = discover::find(&net, academy, platform, address).await;
    match (found.imap.endpoint, found.smtp.endpoint) {
        (Some(imap), Some(smtp)) => Ok((imap, smtp)),
        _ => Err(RefusalLine::of(&rentree::wizard::Refusal::NoSettings)),
    }
}
