//! `verify`: one sign-in, IMAP then SMTP, within the attempt budget; what the open mailbox says; a message to oneself if
//! it is wanted. `password` is where the password comes from, `report` what is said of it; the budget is `budget`'s, the
//! words of a mailbox are `screens`'.

mod password;
mod report;

use std::{
    io::{self, IsTerminal},
    sync::Mutex,
};

use clap::Args;
use rentree::{
    academy::{Academy, ClientPassword, Confidence, Endpoint, LoginForm, Platform, Protocol, identifier},
    account::{Account, AccountRefusal, Capability},
    keep,
    ledger::Ledger,
    mail::{Doors, Opened, SignInRefusal, discover, opening, round_trip},
    net::Net,
    secret::Password,
    wizard::{
        Refusal,
        view::{MailboxLine, RefusalLine},
    },
};

use self::{
    password::{From, password, remember},
    report::show,
};
use super::{Door, Outcome, budget::Tries, fault::CliFault, platform_of, proxy, screens, terminal, world};

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
    /// If the user name is refused, try its other form once ("jdupont" for the whole address, or the reverse)
    #[arg(long)]
    other_form: bool,
    /// Then send a message to yourself, see it come back, and remove it
    #[arg(long)]
    round_trip: bool,
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

/// What is to be done beside signing in.
#[derive(Clone, Copy)]
struct Wanted {
    other_form: bool,
    round_trip: bool,
}

/// What the servers said yes to.
struct Verified {
    mailbox: MailboxLine,
    imap: Endpoint,
    smtp: Endpoint,
    login: String,
    back: Option<round_trip::Returned>,
    attempts_left: u8,
    password: Password,
}

pub(super) async fn run(door: &Door, args: VerifyArgs) -> Outcome {
    let wanted = Wanted {
        other_form: args.other_form,
        round_trip: args.round_trip,
    };
    if let Some(person) = &args.practice {
        return rehearse(door, person, args.password_stdin, wanted).await;
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
    let ledger = Mutex::new(world::open_ledger(door, &world::ledger_folder())?);
    let verified = verify(door, &whose, &door.net()?, &ledger, from, wanted).await?;
    show(door, &verified)?;
    if args.remember {
        remember(door, whose.address, verified.password).await?;
    }
    Ok(())
}

/// As a practice person: nothing of the real one is read or kept.
async fn rehearse(door: &Door, name: &str, password_stdin: bool, wanted: Wanted) -> Outcome {
    let (world, rehearsed) = world::looked_into(door).await?;
    let person = rehearsed.person(name)?;
    let academy = world.directory.academy(&person.academy);
    let academy = academy.ok_or_else(|| RefusalLine::of(&Refusal::NoSettings))?;
    let platform = platform_of(&world.directory, academy, None)?;
    let from = match client_password(platform) {
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
    let verified = verify(door, &whose, &world.net, &world.ledger, from, wanted).await?;
    show(door, &verified)
}

async fn verify(
    door: &Door,
    whose: &Whose<'_>,
    net: &Net,
    ledger: &Mutex<Ledger>,
    from: From,
    wanted: Wanted,
) -> Outcome<Verified> {
    let tries = Tries::of(door.words, ledger, whose.academy, &whose.identifier);
    tries.allow()?;
    let net = net
        .for_academy(whose.academy)
        .map_err(|fault| RefusalLine::of(&fault))?;
    let (imap, smtp) = match servers(&net, whose).await {
        Err(line) if proxy::signed_in(door.words, &net, &line).await? => servers(&net, whose).await?,
        found => found?,
    };
    let (password, kept) = password(door, whose, from).await?;
    let outcome = opened(door, whose, (&net, &imap, &smtp), &password, &tries, wanted).await;
    // A kept password that a server refused is not tried a second time: it goes.
    if kept && matches!(outcome, Err(Stopped { spent: true, .. })) {
        let _ = tokio::task::spawn_blocking(keep::forget).await;
    }
    let (said, login, back) = outcome.map_err(|stopped| stopped.line)?;
    let mailbox = said.mailbox.ok_or_else(|| RefusalLine::of(&Refusal::NoSettings))?;
    Ok(Verified {
        mailbox: MailboxLine::of(&mailbox, &said.forwarding, whose.academy),
        imap,
        smtp,
        login,
        back,
        attempts_left: tries.budget.left(),
        password,
    })
}

/// A no, and whether the server may have counted it.
struct Stopped {
    line: RefusalLine,
    spent: bool,
}

impl std::convert::From<SignInRefusal> for Stopped {
    fn from(refusal: SignInRefusal) -> Self {
        Self {
            spent: refusal.spent_attempt(),
            line: RefusalLine::of(&refusal),
        }
    }
}

impl std::convert::From<RefusalLine> for Stopped {
    fn from(line: RefusalLine) -> Self {
        Self { line, spent: false }
    }
}

async fn opened(
    door: &Door,
    whose: &Whose<'_>,
    (net, imap, smtp): (&Net, &Endpoint, &Endpoint),
    password: &Password,
    tries: &Tries<'_>,
    wanted: Wanted,
) -> Result<(Opened, String, Option<round_trip::Returned>), Stopped> {
    match reason(whose, net, password, tries).await {
        Err(stopped) if proxy::signed_in(door.words, net, &stopped.line).await? => {
            reason(whose, net, password, tries).await?;
        }
        said => said?,
    }
    let platform = whose.platform;
    let doors = Doors {
        imap: Some(imap),
        smtp: Some(smtp),
        sieve: platform
            .and_then(|platform| platform.server(Protocol::Sieve))
            .map(|server| &server.endpoint),
        quarantine_from: platform
            .and_then(|platform| platform.quarantine_sender.as_ref())
            .map(|sender| sender.value.as_str()),
    };
    let mut login = login(platform, &whose.identifier, &whose.address);
    let mut said = opening::open(net, doors, &login, password, tries).await;
    if let Some(other) = whose.other_form(&login, &said)
        && tries.allow().is_ok()
        && (wanted.other_form || agrees(door, &login, other).await?)
    {
        login = other.to_owned();
        said = opening::open(net, doors, &login, password, tries).await;
    }
    if let Some(refusal) = said.refusal.take() {
        return Err(refusal.likely(platform).into());
    }
    if !wanted.round_trip {
        return Ok((said, login, None));
    }
    let letter = letter(door, whose)?;
    eprintln!("  … {}", door.words.plain("doing-round-trip"));
    let back = round_trip::run(net, doors, &login, password, &letter, tries).await?;
    Ok((said, login, Some(back)))
}

/// Where the academy has an identity server, it is asked first: it alone tells locked, expired and must-change apart.
async fn reason(whose: &Whose<'_>, net: &Net, password: &Password, tries: &Tries<'_>) -> Result<(), Stopped> {
    let check = Account::of(whose.academy, net).check;
    if !check.server() || client_password(whose.platform) == Some(ClientPassword::Application) {
        return Ok(());
    }
    let attempt = tries.budget.begin().map_err(|fault| RefusalLine::of(&fault))?;
    match check.sign_in(&whose.identifier, password).await {
        Ok(state) => {
            tries.budget.succeeded();
            match state.must_change {
                true => Err(RefusalLine::of(&AccountRefusal::MustChangeFirst).into()),
                false => Ok(()),
            }
        }
        Err(refusal) => {
            match refusal {
                AccountRefusal::Locked | AccountRefusal::TooManyTries => {
                    tries.budget.exhaust().map_err(|fault| RefusalLine::of(&fault))?;
                }
                _ if refusal.spent_attempt() => {}
                _ => tries.budget.uncounted(attempt),
            }
            Err(Stopped {
                spent: refusal.spent_attempt(),
                line: RefusalLine::of(&refusal),
            })
        }
    }
}

impl Whose<'_> {
    /// The other form of a user name that was refused, where nobody signed which one is right.
    fn other_form(&self, login: &str, said: &Opened) -> Option<&str> {
        let form = self.platform.and_then(|platform| platform.login_form.as_ref());
        let signed = form.is_some_and(|form| form.provenance.confidence == Confidence::Pack);
        let refused = matches!(said.refusal, Some(SignInRefusal::Refused { .. })) && said.mailbox.is_none();
        let other = if login == self.address {
            &self.identifier
        } else {
            &self.address
        };
        (refused && !signed && !other.eq_ignore_ascii_case(login)).then_some(other)
    }
}

/// Asked of a person at a terminal only; nobody else agrees.
async fn agrees(door: &Door, refused: &str, other: &str) -> Outcome<bool> {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Ok(false);
    }
    eprintln!(
        "{}",
        door.words
            .with("cli-other-form", &[("refused", &refused), ("other", &other)])
    );
    let answer = terminal::line(door.words.plain("cli-ask-other-form")).await?;
    Ok(answer.trim().to_lowercase().starts_with(['o', 'y']))
}

fn letter(door: &Door, whose: &Whose<'_>) -> Outcome<round_trip::Letter> {
    round_trip::Letter::new(
        None,
        &whose.address,
        door.words.plain("letter-round-trip-subject"),
        door.words.plain("letter-round-trip-body"),
    )
    .map_err(|refusal| RefusalLine::of(&refusal))
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
        (None, None) => Err(screens::no_server(whose.platform)),
        (Some(endpoint), None) if located.found_by.is_some_and(discover::FoundBy::needs_consent) => {
            Err(RefusalLine::of(&CliFault::ServerUnconfirmed { host: endpoint.host }))
        }
        (Some(endpoint), None) => Ok(endpoint),
    };
    Ok((usable(found.imap)?, usable(found.smtp)?))
}

fn client_password(platform: Option<&Platform>) -> Option<ClientPassword> {
    platform
        .and_then(|platform| platform.client_password.as_ref())
        .map(|wanted| wanted.value)
}
