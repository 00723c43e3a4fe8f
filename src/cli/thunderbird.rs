//! `thunderbird`: the account in this user's own Thunderbird. What is written is noted for undo, in the window too.

use std::time::Duration;

use clap::{Args, Subcommand};
use rentree::{
    profiles::{
        Client, SignatureFields,
        thunderbird::{self, Habits, Homes},
    },
    wizard::{undo, view::RefusalLine},
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Door, Outcome, profiles, world};

/// What to do there.
#[derive(Args)]
pub(super) struct ThunderbirdArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Put the account into the profile Thunderbird opens, with a backup; a second time changes nothing
    #[command(
        after_help = "Example: rentree thunderbird add --academy dijon --address jean.dupont@ac-dijon.fr --identifier \
                      jdupont --name 'Jean Dupont' --bcc-warning"
    )]
    Add(Box<AddArgs>),
    /// Take out what this program put there, and nothing else
    #[command(after_help = "Example: rentree thunderbird remove --address jean.dupont@ac-dijon.fr")]
    Remove(RemoveArgs),
    /// Look: which profile, which accounts, which of them are ours; works while Thunderbird runs
    #[command(after_help = "Example: rentree thunderbird status --json")]
    Status,
}

/// Whose account, and how.
#[derive(Args)]
struct AddArgs {
    #[command(flatten)]
    owner: profiles::Owner,
    /// In the signature: what you do
    #[arg(long, value_name = "TEXT")]
    role: Option<String>,
    /// In the signature: where
    #[arg(long, value_name = "TEXT")]
    school: Option<String>,
    /// In the signature: telephone
    #[arg(long, value_name = "TEXT")]
    phone: Option<String>,
    /// Thunderbird warns when three or more recipients would see each other's address
    #[arg(long)]
    bcc_warning: bool,
    #[command(flatten)]
    patience: Patience,
}

/// Which account.
#[derive(Args)]
struct RemoveArgs {
    /// Only the account of this address [default: every account this program added]
    #[arg(long)]
    address: Option<String>,
    #[command(flatten)]
    patience: Patience,
}

/// A Thunderbird that is running loses what is written meanwhile.
#[derive(Args)]
struct Patience {
    /// Wait this long for Thunderbird to be closed, instead of refusing at once
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    wait: u16,
}

pub(super) async fn run(door: &Door, args: ThunderbirdArgs) -> Outcome {
    let homes = Homes::of_person();
    match args.task {
        Task::Add(args) => add(door, &homes, *args).await,
        Task::Remove(args) => remove(door, &homes, args).await,
        Task::Status => status(door, &homes),
    }
}

async fn add(door: &Door, homes: &Homes, args: AddArgs) -> Outcome {
    let fields = SignatureFields {
        role: args.role.unwrap_or_default(),
        school: args.school.unwrap_or_default(),
        phone: args.phone.unwrap_or_default(),
    };
    let signature = Some(fields).filter(|fields| *fields != SignatureFields::default());
    profiles::refuse_forbidden(door.academy(&args.owner.academy)?, &[Client::Thunderbird])?;
    let settings = profiles::settings(door, args.owner, signature, &[Client::Thunderbird]).await?;
    let habits = Habits {
        bcc_warning: args.bcc_warning,
    };
    closed(door, homes, args.patience.wait).await?;
    let mut ledger = world::open_ledger(door, &world::ledger_folder())?;
    let added = undo::add_to_thunderbird(&mut ledger, homes, &settings, habits, OffsetDateTime::now_utc());
    let added = added.map_err(|fault| RefusalLine::of(&fault))?;
    if door.json {
        return door.print_json(&json!({
            "profile": added.profile,
            "changed": added.changed,
            "backup": added.backup,
            "created": added.created,
            "next": added.file.next,
        }));
    }
    out!("{}", door.words.plain(&format!("next-{}", added.file.next)));
    out!("  {}", added.profile.display());
    kept(door, added.backup.as_deref());
    Ok(())
}

async fn remove(door: &Door, homes: &Homes, args: RemoveArgs) -> Outcome {
    closed(door, homes, args.patience.wait).await?;
    let mut ledger = world::open_ledger(door, &world::ledger_folder())?;
    let now = OffsetDateTime::now_utc();
    let removed = undo::remove_from_thunderbird(&mut ledger, homes, args.address.as_deref(), now);
    let removed = removed.map_err(|fault| RefusalLine::of(&fault))?;
    if door.json {
        return door.print_json(&json!({
            "profile": removed.profile,
            "changed": removed.changed,
            "backup": removed.backup,
        }));
    }
    let key = match removed.changed.is_empty() {
        true => "undone-account-gone",
        false => "undone-account-out",
    };
    out!("{}", door.words.plain(key));
    out!("  {}", removed.profile.display());
    kept(door, removed.backup.as_deref());
    Ok(())
}

fn status(door: &Door, homes: &Homes) -> Outcome {
    let seen = thunderbird::status(homes).map_err(|fault| RefusalLine::of(&fault))?;
    let installed = homes.roots.iter().any(|root| root.installed);
    if door.json {
        let profile = match &seen.profile {
            Some(profile) => json!(profile.folder),
            None => Value::Null,
        };
        let mut document = json!({
            "profile": profile, "changed": [], "backup": null,
            "installed": installed, "running": seen.running, "accounts": seen.accounts,
        });
        if let (None, Some(map)) = (&seen.profile, document.as_object_mut()) {
            map.insert(
                "why".to_owned(),
                json!({ "profile": "Thunderbird has no profile here yet" }),
            );
        }
        return door.print_json(&document);
    }
    let Some(profile) = seen.profile else {
        let key = match installed {
            true => "cli-thunderbird-no-profile",
            false => "cli-thunderbird-not-installed",
        };
        out!("{}", door.words.plain(key));
        return Ok(());
    };
    out!(
        "{}",
        door.words
            .with("cli-thunderbird-profile", &[("profile", &profile.folder.display())])
    );
    if seen.running {
        out!("{}", door.words.plain("cli-thunderbird-open"));
    }
    for account in &seen.accounts {
        let key = match account.ours {
            true => "cli-thunderbird-ours",
            false => "cli-thunderbird-theirs",
        };
        let values: [(_, &dyn ToString); 2] = [("address", &account.address), ("host", &account.host)];
        out!("{}", door.words.with(key, &values));
    }
    if seen.accounts.is_empty() {
        out!("{}", door.words.plain("cli-thunderbird-no-account"));
    }
    Ok(())
}

fn kept(door: &Door, backup: Option<&std::path::Path>) {
    if let Some(backup) = backup {
        out!(
            "{}",
            door.words
                .with("cli-thunderbird-backup", &[("path", &backup.display())])
        );
    }
}

/// Until Thunderbird has ended, or patience has.
async fn closed(door: &Door, homes: &Homes, seconds: u16) -> Outcome {
    let mut said = false;
    let waits = || {
        if !said {
            eprintln!("{}", door.words.with("cli-thunderbird-waiting", &[("n", &seconds)]));
            said = true;
        }
    };
    let closed = undo::thunderbird_closed(homes, Duration::from_secs(seconds.into()), waits);
    closed.await.map_err(|fault| RefusalLine::of(&fault))
}
