//! `machine`: Thunderbird for everybody on a computer. For referents; run as an administrator.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use rentree::{
    academy::LoginForm,
    profiles::thunderbird::machine::{self, Line, Session, Wanted, layout::Machine},
    wizard::view::RefusalLine,
};
use serde_json::json;
use time::OffsetDateTime;

use super::{Door, Outcome, platform_of, profiles, slug};

/// What to do with the computer.
#[derive(Args)]
pub(super) struct MachineArgs {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write isp/DOMAIN.xml where the login can be derived, and policies.json; others' policies stay
    #[command(
        after_help = "Example: rentree machine apply --academy dijon --bcc-warning --dry-run\n\n\
                      With --session-account also an AutoConfig account, made at each start from the session's variables: for \
                      computers where the session's name is the identifier."
    )]
    Apply(Box<ApplyArgs>),
    /// Take back all that apply wrote
    #[command(after_help = "Example: rentree machine undo --dry-run")]
    Undo(UndoArgs),
    /// What apply wrote here and whether it still stands so
    #[command(after_help = "Example: rentree machine status --json")]
    Status(Place),
}

/// Which computer.
#[derive(Args)]
struct Place {
    /// The computer below this folder, when an image is built [default: this computer]
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

/// What everybody gets.
#[derive(Args)]
struct ApplyArgs {
    /// Slug of the academy
    #[arg(long)]
    academy: String,
    /// Which mail platform, where the academy has two
    #[arg(long, value_name = "ID")]
    platform: Option<String>,
    /// Thunderbird warns when three or more recipients would see each other's address; people may turn it off
    #[arg(long)]
    bcc_warning: bool,
    /// A certificate authority to trust: absolute path of its file on the computer; repeatable
    #[arg(long = "authority", value_name = "FILE")]
    authorities: Vec<PathBuf>,
    /// An account for whoever opens a session, in profiles that have none
    #[arg(long)]
    session_account: bool,
    /// The session's variable that holds the identifier [default: USER, on Windows USERNAME]
    #[arg(long, value_name = "NAME", requires = "session_account")]
    login_variable: Option<String>,
    /// The session's variable that holds the mail address [default: the identifier at the academy's domain]
    #[arg(long, value_name = "NAME", requires = "session_account")]
    address_variable: Option<String>,
    /// The session's variable that holds the name recipients see [default: the address]
    #[arg(long, value_name = "NAME", requires = "session_account")]
    name_variable: Option<String>,
    /// Only say what would be written
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    place: Place,
}

/// How far back.
#[derive(Args)]
struct UndoArgs {
    /// Only say what would be taken back
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) async fn run(door: &Door, args: MachineArgs) -> Outcome {
    match args.task {
        Task::Apply(args) => apply(door, *args).await,
        Task::Undo(args) => undo(door, args),
        Task::Status(place) => {
            let machine = machine_at(place)?;
            let lines = machine::status(&machine).map_err(|fault| RefusalLine::of(&fault))?;
            show(door, &lines, &[], false)
        }
    }
}

async fn apply(door: &Door, args: ApplyArgs) -> Outcome {
    let academy = door.academy(&args.academy)?;
    let platform = platform_of(&door.directory, academy, args.platform.as_deref())?;
    let session = Session {
        login: args.login_variable.unwrap_or_else(|| own_variable().to_owned()),
        address: args.address_variable,
        name: args.name_variable,
    };
    let login = platform
        .and_then(|platform| platform.login_form.as_ref())
        .map(|form| form.value);
    // Without them everything else is still set up, and it is said what was left out.
    let servers = match login == Some(LoginForm::FullAddress) || args.session_account {
        true => profiles::servers(door, academy, platform, academy.domain()).await.ok(),
        false => None,
    };
    let wanted = Wanted {
        domain: academy.domain().to_owned(),
        label: academy.official_name.clone(),
        servers,
        login,
        bcc_warning: args.bcc_warning,
        authorities: args.authorities,
        session: args.session_account.then_some(session),
    };
    let machine = machine_at(args.place)?;
    let applied = machine::apply(&machine, &wanted, args.dry_run, OffsetDateTime::now_utc());
    let applied = applied.map_err(|fault| RefusalLine::of(&fault))?;
    show(door, &applied.changed, &applied.skipped, args.dry_run)
}

fn undo(door: &Door, args: UndoArgs) -> Outcome {
    let machine = machine_at(args.place)?;
    let lines = machine::undo(&machine, args.dry_run, OffsetDateTime::now_utc());
    let lines = lines.map_err(|fault| RefusalLine::of(&fault))?;
    show(door, &lines, &[], args.dry_run)
}

fn machine_at(place: Place) -> Outcome<Machine> {
    Machine::at(place.root).map_err(|fault| RefusalLine::of(&fault))
}

/// What a session calls its owner.
fn own_variable() -> &'static str {
    if cfg!(windows) { "USERNAME" } else { "USER" }
}

fn show(door: &Door, lines: &[Line], skipped: &[machine::Skipped], dry_run: bool) -> Outcome {
    let words = door.words;
    if door.json {
        let backups: Vec<_> = lines.iter().filter_map(|line| line.backup.as_ref()).collect();
        return door.print_json(&json!({
            "changed": lines, "backup": backups, "skipped": skipped, "dry_run": dry_run,
        }));
    }
    if dry_run {
        out!("{}", words.plain("cli-machine-dry-run"));
    }
    if lines.is_empty() {
        out!("{}", words.plain("cli-machine-nothing"));
    }
    for line in lines {
        let what = words.plain(&format!("machine-kind-{}", slug(line.kind)));
        out!(
            "{what}\u{a0}: {}",
            words.plain(&format!("machine-did-{}", slug(line.did)))
        );
        out!("  {}", line.path.display());
        if let Some(backup) = &line.backup {
            out!(
                "  {}",
                words.with("cli-thunderbird-backup", &[("path", &backup.display())])
            );
        }
    }
    for why in skipped {
        eprintln!("{}", words.plain(&format!("machine-skipped-{}", slug(why))));
    }
    Ok(())
}
