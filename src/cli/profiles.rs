//! `profiles`: the files for mail clients, from what the academy's data knows; discovery only where it does not.

use std::path::PathBuf;

use clap::Args;
use rentree::{
    academy::{Academy, Endpoint, PagePurpose, Platform, Protocol, identifier, support},
    ledger::Ledger,
    mail::discover,
    profiles::{self, Client, HelpDesk, MailSettings, SignatureFields, nowhere, typed},
    wizard::{undo, view::RefusalLine},
    words::Lang,
};
use serde_json::json;
use time::OffsetDateTime;

use super::{
    Door, Outcome, platform_of, screens,
    seal::{SealArgs, sealed},
    verify, world,
};

/// For whom and for what.
#[derive(Args)]
pub(super) struct ProfilesArgs {
    #[command(flatten)]
    owner: Owner,
    /// Clients: thunderbird, outlook, apple, android, evolution, webmail, sheet, signature, reminders
    #[arg(long = "for", value_name = "LIST", value_delimiter = ',', required = true, value_parser = client)]
    clients: Vec<Client>,
    /// Where files go
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    #[command(flatten)]
    seal: SealArgs,
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

pub(super) fn client(text: &str) -> Result<Client, String> {
    serde_json::from_value(json!(text)).map_err(|_| format!("{text} is none of the clients"))
}

/// What the writers take; the servers come from data, or are discovered where something `served` needs them.
pub(super) async fn settings(
    door: &Door,
    owner: Owner,
    signature: Option<SignatureFields>,
    served: bool,
) -> Outcome<MailSettings> {
    let academy = door.academy(&owner.academy)?;
    identifier::check_identifier(&owner.identifier).map_err(|fault| RefusalLine::of(&fault))?;
    identifier::check_address(academy, &owner.address).map_err(|fault| RefusalLine::of(&fault))?;
    let platform = platform_of(&door.directory, academy, owner.platform.as_deref())?;
    let (imap, smtp) = if served {
        endpoints(door, academy, platform, &owner.address).await?
    } else {
        (nowhere(Protocol::Imap), nowhere(Protocol::Smtp))
    };
    Ok(MailSettings {
        login: verify::login(platform, &owner.identifier, &owner.address),
        address: owner.address,
        display_name: owner.name,
        signature,
        ..basics(academy, platform, imap, smtp, door.words.lang())
    })
}

pub(super) async fn run(door: &Door, args: ProfilesArgs) -> Outcome {
    let academy = args.owner.academy.clone();
    let served = args.clients.iter().any(|client| client.needs_servers());
    let settings = settings(door, args.owner, None, served).await?;
    let academy = door.academy(&academy)?;
    let now = OffsetDateTime::now_utc();
    let seal = args.seal.open(door, now).await?;
    let (mut outputs, mut hints) = (Vec::new(), Vec::new());
    for client in args.clients {
        outputs.extend(profiles::render(&settings, client, now).map_err(|fault| RefusalLine::of(&fault))?);
        for app in typed::apps(client)
            .1
            .iter()
            .filter(|app| academy.forbids(**app).is_none())
        {
            hints.push(typed::line(&settings, *app).map_err(|fault| RefusalLine::of(&fault))?);
        }
    }
    let outputs = sealed(outputs, seal.as_ref())?;
    let files = profiles::place(&args.out, &outputs).map_err(|fault| RefusalLine::of(&fault))?;
    let mut ledger = Ledger::open(&world::ledger_folder()).map_err(|fault| RefusalLine::of(&fault))?;
    undo::note_all(&mut ledger, &files, now).map_err(|fault| RefusalLine::of(&fault))?;
    if door.json {
        let lines = files
            .iter()
            .map(|file| json!({ "path": file.path, "client": file.client, "sha256": file.sha256 }));
        return door.print_json(&json!({ "files": lines.collect::<Vec<_>>() }));
    }
    out!("{}", screens::files(door.words, &files));
    for hint in &hints {
        out!("{}", screens::typed(door.words, hint));
    }
    Ok(())
}

/// What the academy's data says of any person's settings; name, address and login are still to be filled in.
pub(super) fn basics(
    academy: &Academy,
    platform: Option<&Platform>,
    imap: Endpoint,
    smtp: Endpoint,
    lang: Lang,
) -> MailSettings {
    MailSettings {
        address: String::new(),
        display_name: String::new(),
        login: String::new(),
        label: academy.official_name.clone(),
        imap,
        smtp,
        webmail: support::page(academy, platform, PagePurpose::Webmail).url,
        signature: None,
        desk: HelpDesk::of(support::desk(academy, None)),
        quarantine: platform.is_some_and(|platform| platform.quarantine_days.is_some()),
        lang,
    }
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
