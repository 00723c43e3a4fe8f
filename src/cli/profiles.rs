//! `profiles`: the files for mail clients, from what the academy states; what others say of its servers is proved first.

use std::path::PathBuf;

use clap::Args;
use rentree::{
    academy::{Academy, Endpoint, PagePurpose, Platform, identifier, support},
    ledger::Ledger,
    mail::discover::{self, Located},
    profiles::{self, Client, HelpDesk, MailSettings, SignatureFields, nowhere, typed},
    wizard::{Refusal, undo, view::RefusalLine},
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
    pub(super) academy: String,
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

/// What the writers take; the servers are looked for where one of the `clients` needs them, or can do without.
pub(super) async fn settings(
    door: &Door,
    owner: Owner,
    signature: Option<SignatureFields>,
    clients: &[Client],
) -> Outcome<MailSettings> {
    let academy = door.academy(&owner.academy)?;
    identifier::check_identifier(&owner.identifier).map_err(|fault| RefusalLine::of(&fault))?;
    identifier::check_address(academy, &owner.address).map_err(|fault| RefusalLine::of(&fault))?;
    let platform = platform_of(&door.directory, academy, owner.platform.as_deref())?;
    let (imap, smtp) = if clients.iter().any(|client| client.needs_servers()) {
        servers(door, academy, platform, &owner.address).await?
    } else if clients.contains(&Client::Sheet) {
        servers(door, academy, platform, &owner.address)
            .await
            .unwrap_or_else(|_| nowhere())
    } else {
        nowhere()
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
    refuse_forbidden(door.academy(&academy)?, &args.clients)?;
    let settings = settings(door, args.owner, None, &args.clients).await?;
    let academy = door.academy(&academy)?;
    let now = OffsetDateTime::now_utc();
    let seal = args.seal.open(door, now).await?;
    let outputs = profiles::render_all(&settings, &args.clients, now).map_err(|fault| RefusalLine::of(&fault))?;
    let mut hints = Vec::new();
    for client in args.clients {
        for app in typed::apps(client)
            .1
            .iter()
            .filter(|app| academy.forbids(**app).is_none())
        {
            hints.push(typed::line(&settings, *app).map_err(|fault| RefusalLine::of(&fault))?);
        }
    }
    let outputs = sealed(outputs, seal.as_ref())?;
    let mut files = profiles::place(&args.out, &outputs).map_err(|fault| RefusalLine::of(&fault))?;
    profiles::in_turn(&mut files);
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

/// An academy may forbid a client: nothing is then written for it.
pub(super) fn refuse_forbidden(academy: &Academy, clients: &[Client]) -> Outcome {
    let why = clients.iter().find_map(|client| typed::forbidden(academy, *client));
    why.map_or(Ok(()), |why| {
        let why = why.to_owned();
        Err(RefusalLine::of(&Refusal::AppForbidden { why }))
    })
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
        reset_page: support::page(academy, platform, PagePurpose::ResetPassword).url,
        signature: None,
        desk: HelpDesk::of(support::desk(academy, None)),
        quarantine: platform.is_some_and(|platform| platform.quarantine_days.is_some()),
        lang,
    }
}

/// The two servers that settings may name: those the academy states, else those that greet from here under a verified
/// certificate; what an unofficial page or a name service says serves only then.
pub(super) async fn servers(
    door: &Door,
    academy: &Academy,
    platform: Option<&Platform>,
    address: &str,
) -> Outcome<(Endpoint, Endpoint)> {
    // No network is needed to write down what the academy itself says.
    if let Some(both) = discover::stated(academy, platform) {
        return Ok(both);
    }
    let net = door.net()?.for_academy(academy);
    let net = net.map_err(|fault| RefusalLine::of(&fault))?;
    let found = discover::find(&net, academy, platform, address).await;
    Ok((greeted(found.imap)?, greeted(found.smtp)?))
}

fn greeted(located: Located) -> Outcome<Endpoint> {
    match (located.endpoint, located.fault) {
        (Some(endpoint), _) if located.reached => Ok(endpoint),
        (_, Some(fault)) => Err(RefusalLine::of(&fault)),
        _ => Err(RefusalLine::of(&Refusal::NoSettings)),
    }
}
