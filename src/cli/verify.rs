//! `verify`: one sign-in, IMAP then SMTP, within the attempt budget. The budget is `budget`'s.

use std::{io, sync::PoisonError};

use clap::Args;
use rentree::{
    academy::{Academy, ClientPassword, Endpoint, LoginForm, Platform, identifier},
    keep,
    mail::{SignInRefusal, discover, imap, smtp},
    net::Net,
    secret::Password,
    wizard::{Refusal, view::RefusalLine},
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Door, Outcome, budget::Budget, fault::CliFault, platform_of, terminal, world};

/// Whose mailbox.
#[derive(Args)]
pub(super) struct VerifyArgs {
    /// Slug of the academy
    #[arg(long, required_unless_present = "practice")]
    academy: Option<String>,
    /// Identifier, as the letter gives it
    #[arg(long, required_unless_present = "practice")]
    identifier: Option<String>,
    /// Mail address [default: the identifier at the academy's domain]
    #[arg(long)]
    address: Option<String>,
    /// Which mail platform, where the academy has two
    #[arg(long, value_name = "ID")]
    platform: Option<String>,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    /// Keep the password in this session's keyring for thirty days; `rentree forget` removes it
    #[arg(long, conflicts_with = "practice")]
    remember: bool,
    /// Rehearse on the practice academies, as this person, with their password
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["academy", "identifier", "address", "platform"])]
    practice: Option<String>,
}

/// An account at a platform.
struct Whose<'a> {
    academy: &'a Academy,
    platform: Option<&'a Platform>,
    identifier: String,
    address: String,
}

/// Where the password comes from.
enum From {
    /// The practice person's.
    Person(Password),
    Stdin,
    /// The keyring, else the terminal.
    Keyring,
}

/// What the servers said yes to.
struct Opened {
    mailbox: imap::Mailbox,
    imap: Endpoint,
    smtp: Endpoint,
    attempts_left: u8,
    password: Password,
}

pub(super) async fn run(door: &Door, args: VerifyArgs) -> Outcome {
    if let Some(person) = &args.practice {
        return rehearse(door, person, args.password_stdin).await;
    }
    let academy = door.academy(args.academy.as_deref().unwrap_or_default())?;
    let identifier = args.identifier.unwrap_or_default();
    identifier::check_identifier(&identifier).map_err(|fault| RefusalLine::of(&fault))?;
    let at_domain = || match identifier.contains('@') {
        true => identifier.clone(),
        false => format!("{identifier}@{}", academy.domain()),
    };
    let whose = Whose {
        academy,
        platform: platform_of(&door.directory, academy, args.platform.as_deref())?,
        address: args.address.clone().unwrap_or_else(at_domain),
        identifier,
    };
    identifier::check_address(academy, &whose.address).map_err(|fault| RefusalLine::of(&fault))?;
    let from = if args.password_stdin {
        From::Stdin
    } else {
        From::Keyring
    };
    let ledger = world::open_ledger(door, &world::ledger_folder())?;
    let budget = Budget::open(ledger, academy, &whose.identifier)?;
    let opened = sign_in(door, &whose, &door.net()?, budget, from).await?;
    show(door, &opened)?;
    if args.remember {
        remember(door, whose.address, opened.password).await?;
    }
    Ok(())
}

/// As a practice person: nothing of the real one is read or kept.
async fn rehearse(door: &Door, name: &str, password_stdin: bool) -> Outcome {
    let (world, rehearsed) = world::rehearsal(door, None).await?;
    let person = rehearsed.person(name)?;
    let academy = world.directory.academy(&person.academy);
    let academy = academy.ok_or_else(|| RefusalLine::of(&Refusal::NoSettings))?;
    let platform = platform_of(&world.directory, academy, None)?;
    let from = match wanted(platform) {
        _ if password_stdin => From::Stdin,
        Some(ClientPassword::Application) => {
            From::Person(Password::new(rehearsed.practice.application_password(&person.login)))
        }
        _ => From::Person(Password::new(person.password)),
    };
    let whose = Whose {
        academy,
        platform,
        identifier: person.login,
        address: person.address,
    };
    let ledger = world.ledger.into_inner().unwrap_or_else(PoisonError::into_inner);
    let budget = Budget::open(ledger, academy, &whose.identifier)?;
    let opened = sign_in(door, &whose, &world.net, budget, from).await?;
    show(door, &opened)
}

async fn sign_in(door: &Door, whose: &Whose<'_>, net: &Net, mut budget: Budget, from: From) -> Outcome<Opened> {
    let net = net
        .for_academy(whose.academy)
        .map_err(|fault| RefusalLine::of(&fault))?;
    let (imap_at, smtp_at) = servers(&net, whose).await?;
    let login = login(whose.platform, &whose.identifier, &whose.address);
    let (password, kept) = password(door, whose, from).await?;
    let answered = imap::open(&net, &imap_at, &login, &password).await;
    let mailbox = settle(&mut budget, answered, kept).await?;
    let answered = smtp::sign_in(&net, &smtp_at, &login, &password).await;
    settle(&mut budget, answered, kept).await?;
    Ok(Opened {
        mailbox,
        imap: imap_at,
        smtp: smtp_at,
        attempts_left: budget.left(),
        password,
    })
}

/// A kept password that a server refused is not tried a second time: it goes.
async fn settle<T>(budget: &mut Budget, answered: Result<T, SignInRefusal>, kept: bool) -> Outcome<T> {
    budget.spend(&answered)?;
    if kept && answered.as_ref().is_err_and(SignInRefusal::spent_attempt) {
        let _ = tokio::task::spawn_blocking(keep::forget).await;
    }
    answered.map_err(|refusal| RefusalLine::of(&refusal))
}

fn show(door: &Door, opened: &Opened) -> Outcome {
    let Opened {
        mailbox, imap, smtp, ..
    } = opened;
    if door.json {
        let quota = match (mailbox.used_kib, mailbox.limit_kib) {
            (None, None) => json!({ "used_kib": null, "limit_kib": null, "why": "the server does not say" }),
            (used, limit) => json!({ "used_kib": used, "limit_kib": limit }),
        };
        return door.print_json(&json!({
            "state": "opens",
            "imap": place(imap),
            "smtp": place(smtp),
            "quota": quota,
            "forwarding": null,
            "why": { "forwarding": "not looked at" },
            "attempts_left": opened.attempts_left,
        }));
    }
    let words = door.words;
    out!(
        "{}",
        words.with("cli-verified", &[("host", &imap.host), ("smtp", &smtp.host)])
    );
    out!("{}", words.with("cli-mailbox", &[("messages", &mailbox.messages)]));
    if mailbox.nearly_full() {
        out!("{}", words.plain("cli-mailbox-full"));
    }
    Ok(())
}

fn place(endpoint: &Endpoint) -> Value {
    json!({ "host": endpoint.host, "port": endpoint.port, "security": endpoint.security })
}

/// The user name the servers want.
pub(super) fn login(platform: Option<&Platform>, identifier: &str, address: &str) -> String {
    match platform
        .and_then(|platform| platform.login_form.as_ref())
        .map(|form| form.value)
    {
        Some(LoginForm::FullAddress) => address.to_owned(),
        Some(LoginForm::Short) | None => identifier.to_owned(),
    }
}

/// Both servers, reached under a verified certificate; one that was only discovered gets no password here.
async fn servers(net: &Net, whose: &Whose<'_>) -> Outcome<(Endpoint, Endpoint)> {
    let found = discover::find(net, whose.academy, whose.platform, &whose.address).await;
    let usable = |located: discover::Located| match (located.endpoint, located.fault) {
        (_, Some(fault)) => Err(RefusalLine::of(&fault)),
        (None, None) => Err(RefusalLine::of(&Refusal::NoSettings)),
        (Some(endpoint), None) if located.found_by.is_some_and(discover::FoundBy::needs_consent) => {
            Err(RefusalLine::of(&CliFault::ServerUnconfirmed { host: endpoint.host }))
        }
        (Some(endpoint), None) => Ok(endpoint),
    };
    Ok((usable(found.imap)?, usable(found.smtp)?))
}

fn wanted(platform: Option<&Platform>) -> Option<ClientPassword> {
    platform
        .and_then(|platform| platform.client_password.as_ref())
        .map(|wanted| wanted.value)
}

/// The password, and whether it was kept from an earlier time.
async fn password(door: &Door, whose: &Whose<'_>, from: From) -> Outcome<(Password, bool)> {
    match from {
        From::Person(password) => return Ok((password, false)),
        From::Stdin => {
            let read = terminal::secret_line(io::stdin().lock());
            let text = read.map_err(|_| RefusalLine::of(&CliFault::InputEnded))?;
            return Ok((Password::new(text.to_string()), false));
        }
        From::Keyring => {}
    }
    let address = whose.address.clone();
    let now = OffsetDateTime::now_utc();
    // A system without a keyring is no reason to stop: then nothing was kept.
    let kept = tokio::task::spawn_blocking(move || keep::recall(&address, now)).await;
    if let Ok(Ok(Some(password))) = kept {
        eprintln!("{}", door.words.plain("cli-kept-used"));
        return Ok((password, true));
    }
    let (name, key) = match wanted(whose.platform) {
        Some(ClientPassword::Application) => ("application", "cli-ask-password-application"),
        _ => ("own", "cli-ask-password-own"),
    };
    let typed = terminal::secret(name, door.words.with(key, &[("login", &whose.identifier)])).await?;
    Ok((Password::new(typed.to_string()), false))
}

/// The flag is the consent; what was kept, where and for how long is said.
async fn remember(door: &Door, address: String, password: Password) -> Outcome {
    let now = OffsetDateTime::now_utc();
    let kept = tokio::task::spawn_blocking(move || keep::remember(&address, &password, now)).await;
    match kept {
        Ok(Ok(until)) => {
            let (day, month) = (format!("{:02}", until.day()), format!("{:02}", u8::from(until.month())));
            let values: [(_, &dyn ToString); 3] = [("day", &day), ("month", &month), ("year", &until.year())];
            eprintln!("{}", door.words.with("cli-kept-until", &values));
            Ok(())
        }
        Ok(Err(fault)) => Err(RefusalLine::of(&fault)),
        Err(_) => Err(RefusalLine::of(&keep::KeepFault::NoKeyring)),
    }
}
