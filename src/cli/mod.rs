//! The commands and what they share: language, packs, the form of a refusal, the exit code.
//!
//! A file per command; `screens` puts a screen into words, `answers` and `secrets` are where answers come from when
//! nobody is asked. Data goes to stdout, everything else to stderr.

/// A line on stdout. Whoever reads it may leave early, as `head` does: that is no fault of ours.
macro_rules! out {
    ($($text:tt)*) => {{
        use std::io::Write as _;
        let _ = writeln!(std::io::stdout().lock(), $($text)*);
    }};
}

mod academies;
mod answers;
mod batch;
mod budget;
mod diagnose;
mod discover;
mod fault;
mod forget;
mod identifiers;
mod link;
mod machine;
mod onboard;
mod pack;
mod passage;
mod password;
mod practice;
mod profiles;
mod proxy;
mod screens;
mod script;
mod seal;
mod secrets;
mod support;
mod talk;
mod terminal;
mod thunderbird;
mod told;
mod verify;
mod way_back;
mod whose;
mod world;

use std::{collections::BTreeMap, net::IpAddr, path::PathBuf, process::ExitCode};

use clap::{Args, Parser, Subcommand};
use rentree::{
    academy::{Academy, AcademyRefusal, Platform, directory::Directory},
    net::Net,
    wizard::{Refusal, packs, view::RefusalLine},
    words::{Lang, Words},
};

use self::fault::CliFault;
use serde::Serialize;

/// How every command ends.
type Outcome<T = ()> = Result<T, RefusalLine>;

/// Onboarding assistant for the staff of the French Éducation nationale.
#[derive(Parser)]
#[command(name = "rentree", version, about, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Command,
}

/// What every command takes.
#[derive(Args)]
struct Common {
    /// Language of every sentence: fr or en [default: the system's, else fr]
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<Lang>,
    /// Print one JSON document on stdout and nothing else there
    #[arg(long, global = true)]
    json: bool,
    /// Add or replace an academy from a pack; repeatable
    #[arg(long, global = true, value_name = "FILE")]
    pack: Vec<PathBuf>,
    /// Accept packs without a signature
    #[arg(long, global = true)]
    allow_unsigned: bool,
    /// Where a name under `.test` is found: for rehearsals with a pack. Other names are refused
    #[arg(long, global = true, value_name = "NAME=IP", value_parser = test_host, hide = true)]
    hosts: Vec<(String, IpAddr)>,
}

/// Only the reserved top level (RFC 6761 §6.2): no real name is ever sent elsewhere.
fn test_host(text: &str) -> Result<(String, IpAddr), String> {
    let (name, address) = text.split_once('=').ok_or("expected NAME=IP")?;
    if !name.to_ascii_lowercase().ends_with(".test") {
        return Err("only names under .test".to_owned());
    }
    let address = address.parse().map_err(|_| "IP is an address such as 127.0.0.1")?;
    Ok((name.to_owned(), address))
}

#[derive(Subcommand)]
enum Command {
    /// List every academy and overseas service known
    #[command(after_help = "Example: rentree academies --json")]
    Academies,
    /// Find an academy by school code, département, town, address, name or link
    #[command(after_help = "Example: rentree find Bourg-en-Bresse")]
    Find(academies::FindArgs),
    /// Likely identifiers and addresses for a name, by the academy's rule
    #[command(after_help = "Example: rentree identifiers --academy lyon --given Anne-Marie --family 'Le Gall'")]
    Identifiers(identifiers::IdentifiersArgs),
    /// Which door a link opens; exit code 1 for a look-alike
    #[command(after_help = "Example: rentree link https://webmail.ac-lyon.fr --academy lyon")]
    Link(link::LinkArgs),
    /// Whom to ask, in which order, with what ready, and a message to paste
    #[command(after_help = "Example: rentree support --academy lyon --department 42")]
    Support(support::SupportArgs),
    /// What a password is worth, and passphrases to choose from
    #[command(after_help = "Example: rentree password suggest --words 5")]
    Password(password::PasswordArgs),
    /// A rectorate's pack: new, check, sign, verify, show, diff
    #[command(after_help = "Example: rentree pack new --academy lyon")]
    Pack(pack::PackArgs),
    /// The mail servers of an address, with where each was found
    #[command(after_help = "Example: rentree discover claire.martin@entrainement.test --practice")]
    Discover(discover::DiscoverArgs),
    /// Every server at once: what stands in the way, what to do, who can mend it; exit code 3 for a block
    #[command(after_help = "Example: rentree diagnose --practice")]
    Diagnose(diagnose::DiagnoseArgs),
    /// Sign in once, IMAP and SMTP, within the attempt budget
    #[command(after_help = "Example: rentree verify --practice=jean.dupont")]
    Verify(verify::VerifyArgs),
    /// Write mail profiles; no password in them
    #[command(
        after_help = "Example: rentree profiles --academy dijon --address jean.dupont@ac-dijon.fr --identifier jdupont \
                      --name 'Jean Dupont' --for thunderbird,apple --out profils"
    )]
    Profiles(profiles::ProfilesArgs),
    /// Profiles and sheets for a list of staff; no password in it
    #[command(after_help = "Example: rentree batch personnel.csv --out profils")]
    Batch(batch::BatchArgs),
    /// The account in this user's own Thunderbird: add, remove, status
    #[command(after_help = "Example: rentree thunderbird status --json")]
    Thunderbird(thunderbird::ThunderbirdArgs),
    /// Thunderbird for everybody on this computer, for referents: apply, undo, status
    #[command(after_help = "Example: rentree machine apply --academy dijon --dry-run")]
    Machine(machine::MachineArgs),
    /// The whole journey, from the letter to the configured mailbox
    #[command(after_help = "Example: rentree onboard --practice=claire.martin --scripted")]
    Onboard(onboard::OnboardArgs),
    /// Remove all this program keeps for you; written mail profiles stay
    #[command(after_help = "Example: rentree forget --json")]
    Forget,
    /// Run the practice academies on loopback until interrupted
    #[command(after_help = "Example: rentree practice --json")]
    Practice,
}

/// What a command works with.
struct Door {
    words: &'static Words,
    json: bool,
    directory: Directory,
    hosts: BTreeMap<String, IpAddr>,
}

impl Door {
    fn open(common: &Common, lang: Lang) -> Outcome<Self> {
        let words = Words::of(lang);
        let mut door = Self {
            words,
            json: common.json,
            directory: Directory::embedded(),
            hosts: common.hosts.iter().cloned().collect(),
        };
        pack::admit_all(&mut door, common)?;
        Ok(door)
    }

    /// The academy a command is about: a pack that serves it is in use from here on.
    fn academy(&self, id: &str) -> Outcome<&Academy> {
        let unknown = || RefusalLine::of(&AcademyRefusal::UnknownAcademy { id: id.to_owned() });
        let academy = self.directory.academy(id).ok_or_else(unknown)?;
        if packs::sealed(academy).is_some() {
            let mut ledger = world::open_ledger(self, &world::ledger_folder())?;
            packs::used(academy, &mut ledger).map_err(|fault| RefusalLine::of(&fault))?;
        }
        Ok(academy)
    }

    fn net(&self) -> Outcome<Net> {
        Net::new(self.hosts.clone()).map_err(|fault| RefusalLine::of(&fault))
    }

    /// One JSON document on stdout.
    fn print_json(&self, value: &impl Serialize) -> Outcome {
        let text = serde_json::to_string_pretty(value).map_err(|_| RefusalLine::of(&Refusal::Gone))?;
        out!("{text}");
        Ok(())
    }
}

/// The mail platform named, or the only one. Two of them and none named: a guess could send a password to the wrong one.
fn platform_of<'a>(directory: &'a Directory, academy: &'a Academy, id: Option<&str>) -> Outcome<Option<&'a Platform>> {
    let used = directory.platforms_of(academy);
    let found = match (id, used.as_slice()) {
        (Some(id), _) => used.iter().find(|(_, platform)| platform.id == id),
        (None, [] | [_]) => used.first(),
        (None, _) => None,
    };
    if found.is_some() || (id.is_none() && used.is_empty()) {
        return Ok(found.map(|(_, platform)| *platform));
    }
    let choices: Vec<_> = used
        .iter()
        .map(|(_, platform)| format!("{} ({})", platform.id, platform.name))
        .collect();
    Err(RefusalLine::of(&CliFault::PlatformNeeded {
        choices: choices.join(", "),
    }))
}

/// Reads the command line, runs, and turns a refusal into its sentences and its exit code.
pub(crate) fn main() -> ExitCode {
    let cli = Cli::parse();
    let lang = cli.common.lang.unwrap_or_else(Lang::from_system);
    terminal::log_to_stderr();
    let echo = terminal::Echo::now();
    let outcome = run(cli, lang);
    echo.restore();
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(line) => {
            eprintln!("{}", refusal_text(Words::of(lang), &line));
            ExitCode::from(line.kind.exit_code())
        }
    }
}

fn run(cli: Cli, lang: Lang) -> Outcome {
    let door = Door::open(&cli.common, lang)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|_| RefusalLine::of(&Refusal::Gone))?;
    // The practice academies and a journey end well at Ctrl-C; anything else was cut short by it.
    let ends_well = matches!(cli.command, Command::Practice | Command::Onboard(_));
    let outcome = runtime.block_on(async {
        tokio::select! {
            // In this order: the signal is listened for before the first question is asked.
            biased;
            _ = tokio::signal::ctrl_c(), if !ends_well => {
                // A question's line may still be open.
                eprintln!();
                Err(RefusalLine::of(&Refusal::Cancelled))
            }
            outcome = dispatch(&door, cli.command) => outcome,
        }
    });
    // A question may still wait for its line: the program does not wait with it.
    runtime.shutdown_background();
    outcome
}

async fn dispatch(door: &Door, command: Command) -> Outcome {
    match command {
        Command::Academies => academies::list(door),
        Command::Find(args) => academies::find(door, &args),
        Command::Identifiers(args) => identifiers::run(door, &args),
        Command::Link(args) => link::run(door, &args),
        Command::Support(args) => support::run(door, &args),
        Command::Password(args) => password::run(door, args).await,
        Command::Pack(args) => pack::run(door, args),
        Command::Discover(args) => discover::run(door, args).await,
        Command::Diagnose(args) => diagnose::run(door, args).await,
        Command::Verify(args) => verify::run(door, args).await,
        Command::Profiles(args) => profiles::run(door, args).await,
        Command::Batch(args) => batch::run(door, args).await,
        Command::Thunderbird(args) => thunderbird::run(door, args).await,
        Command::Machine(args) => machine::run(door, args).await,
        Command::Onboard(args) => onboard::run(door, args).await,
        Command::Forget => forget::run(door).await,
        Command::Practice => practice::run(door).await,
    }
}

/// Code, what happened, what to do next, who can help.
fn refusal_text(words: &Words, line: &RefusalLine) -> String {
    let said = words.refusal(line);
    format!(
        "refusal-{}\n{}\n→ {}\n  {}",
        line.code, said.what, said.remedy, said.who
    )
}

/// The kebab-case name of an enum's value, as its data and its sentences use it.
fn slug(value: impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Object(map)) => map
            .get("code")
            .and_then(serde_json::Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in Cli::command().get_subcommands() {
            let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(help.starts_with("Example: rentree "), "{}", command.get_name());
        }
    }
}
