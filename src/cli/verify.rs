//! `verify`: one sign-in, IMAP then SMTP, within the attempt budget.

use std::{collections::BTreeMap, io};

use clap::Args;
use rentree::{
    academy::{Academy, ClientPassword, Endpoint, LoginForm, Platform, identifier},
    ledger::Ledger,
    mail::{SignInRefusal, discover, imap, smtp},
    net::Net,
    secret::Password,
    wizard::{Refusal, view::RefusalLine},
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::{Door, Outcome, fault::CliFault, terminal, world};

/// Whose mailbox.
#[derive(Args)]
pub(super) struct VerifyArgs {
    /// Slug of the academy
    #[arg(long)]
    academy: String,
    /// Identifier, as the letter gives it
    #[arg(long)]
    identifier: String,
    /// Mail address [default: the identifier at the academy's domain]
    #[arg(long)]
    address: Option<String>,
    /// Read the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
}

pub(super) async fn run(door: &Door, args: VerifyArgs) -> Outcome {
    let academy = door.academy(&args.academy)?;
    identifier::check_identifier(&args.identifier).map_err(|fault| RefusalLine::of(&fault))?;
    let address = args
        .address
        .clone()
        .unwrap_or_else(|| match args.identifier.contains('@') {
            true => args.identifier.clone(),
            false => format!("{}@{}", args.identifier, academy.domain()),
        });
    let platform = door
        .directory
        .platforms_of(academy)
        .first()
        .map(|(_, platform)| *platform);
    let login = login(platform, &args.identifier, &address);

    let net = Net::new(BTreeMap::new()).and_then(|net| net.for_academy(academy));
    let net = net.map_err(|fault| RefusalLine::of(&fault))?;
    let (imap_at, smtp_at) = servers(&net, academy, platform, &address).await?;
    let mut budget = Budget::open(door, academy, &args.identifier)?;
    let password = password(door, &args, platform).await?;

    let mailbox = budget.spend(imap::open(&net, &imap_at, &login, &password).await)?;
    budget.spend(smtp::sign_in(&net, &smtp_at, &login, &password).await)?;
    let attempts_left = budget.left();
    if door.json {
        let quota = match (mailbox.used_kib, mailbox.limit_kib) {
            (None, None) => json!({ "used_kib": null, "limit_kib": null, "why": "the server does not say" }),
            (used, limit) => json!({ "used_kib": used, "limit_kib": limit }),
        };
        return door.print_json(&json!({
            "state": "opens",
            "imap": place(&imap_at),
            "smtp": place(&smtp_at),
            "quota": quota,
            "forwarding": null,
            "why": { "forwarding": "not looked at" },
            "attempts_left": attempts_left,
        }));
    }
    println!(
        "{}",
        door.words
            .with("cli-verified", &[("host", &imap_at.host), ("smtp", &smtp_at.host)])
    );
    println!("{}", door.words.with("cli-mailbox", &[("messages", &mailbox.messages)]));
    if mailbox.nearly_full() {
        println!("{}", door.words.plain("cli-mailbox-full"));
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
async fn servers(
    net: &Net,
    academy: &Academy,
    platform: Option<&Platform>,
    address: &str,
) -> Outcome<(Endpoint, Endpoint)> {
    let found = discover::find(net, academy, platform, address).await;
    let usable = |located: discover::Located| match (located.endpoint, located.fault) {
        (_, Some(fault)) => Err(RefusalLine::of(&fault)),
        (None, None) => Err(RefusalLine::of(&CliFault::MailServersUnknown)),
        (Some(endpoint), None) if located.found_by.is_some_and(discover::FoundBy::needs_consent) => {
            Err(RefusalLine::of(&CliFault::ServerUnconfirmed { host: endpoint.host }))
        }
        (Some(endpoint), None) => Ok(endpoint),
    };
    Ok((usable(found.imap)?, usable(found.smtp)?))
}

async fn password(door: &Door, args: &VerifyArgs, platform: Option<&Platform>) -> Outcome<Password> {
    if args.password_stdin {
        let read = terminal::secret_line(io::stdin().lock());
        let text = read.map_err(|_| RefusalLine::of(&CliFault::InputEnded))?;
        return Ok(Password::new(text.to_string()));
    }
    let wanted = platform
        .and_then(|platform| platform.client_password.as_ref())
        .map(|wanted| wanted.value);
    let (name, key) = match wanted {
        Some(ClientPassword::Application) => ("application", "cli-ask-password-application"),
        _ => ("own", "cli-ask-password-own"),
    };
    terminal::secret(name, door.words.with(key, &[("login", &args.identifier)])).await
}

/// The ledger's budget for one account.
struct Budget {
    ledger: Ledger,
    key: String,
    lock_after: Option<u16>,
    lock_minutes: Option<u16>,
}

impl Budget {
    fn open(door: &Door, academy: &Academy, identifier: &str) -> Outcome<Self> {
        let rule = academy.password_rule.as_ref().map(|rule| &rule.value);
        let budget = Self {
            ledger: world::open_ledger(door, &world::ledger_folder())?,
            // The same key as the journey's: one account, one budget.
            key: format!("{}/{}", academy.id, identifier.to_lowercase()),
            lock_after: rule.and_then(|rule| rule.lock_after),
            lock_minutes: rule.and_then(|rule| rule.lock_minutes),
        };
        if budget.left() == 0 {
            Err(RefusalLine::of(&Refusal::BudgetSpent))
        } else {
            Ok(budget)
        }
    }

    fn left(&self) -> u8 {
        self.ledger
            .attempts_left(&self.key, self.lock_after, OffsetDateTime::now_utc())
    }

    fn spend<T>(&mut self, result: Result<T, SignInRefusal>) -> Outcome<T> {
        let noted = match &result {
            Ok(_) => self.ledger.note_success(&self.key),
            Err(refusal) if refusal.spent_attempt() => {
                self.ledger
                    .note_failure_for(&self.key, self.lock_minutes, OffsetDateTime::now_utc())
            }
            Err(_) => Ok(()),
        };
        noted.map_err(|fault| RefusalLine::of(&fault))?;
        result.map_err(|refusal| RefusalLine::of(&refusal))
    }
}
