//! Reading mail: IMAP4rev1 over TLS, with what real clients need to show a mailbox.
//!
//! `imap-next` owns grammar and flow (sans I/O); this file owns the connection and signing in, [`commands`] and
//! [`letters`] what a signed-in client may do, [`fetch`] and [`structure`] what a letter looks like, [`search`] finding letters.

mod commands;
mod fetch;
mod letters;
mod search;
mod structure;

use std::{io, num::NonZeroU32, sync::Arc};

use imap_next::{
    Interrupt, Io, State as _,
    imap_types::{
        auth::{AuthMechanism, AuthenticateData},
        command::{Command, CommandBody},
        core::{Tag, Text, Vec1},
        response::{
            Bye, Capability, Code, CodeOther, CommandContinuationRequest, Data, Greeting, GreetingKind, Status,
            StatusBody, StatusKind, Tagged,
        },
    },
    server::{Error, Event, Options, Server},
    types::CommandAuthenticate,
};
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
    sync::watch,
    time::timeout,
};
use tokio_rustls::server::TlsStream;

use crate::{office::SILENCE, people::Realm, sasl::Plain, world::World};

/// Octets of a letter a client may append.
const LITERAL: u32 = 10 * 1024 * 1024;
/// Octets of a command.
const COMMAND: u32 = LITERAL + 64 * 1024;
/// Octets taken in before a sign-in: nobody needs more.
const STRANGER: usize = 64 * 1024;
/// Wrong commands before the connection ends.
const ERRORS: u32 = 20;

/// Serves one connection.
pub(crate) async fn serve(world: Arc<World>, realm: Realm, stream: TlsStream<TcpStream>) {
    let greeting = Greeting {
        kind: GreetingKind::Ok,
        code: Some(Code::Capability(capabilities())),
        text: Text::unvalidated("Practice server ready."),
    };
    let arrivals = world.arrivals();
    let mut session = Session {
        world,
        realm,
        stream,
        server: Server::new(limits(), greeting),
        arrivals,
        since_event: 0,
        errors: 0,
        who: None,
        opened: None,
        idle: None,
        asked: None,
        over: false,
    };
    if let Err(error) = session.run().await {
        tracing::debug!(%error, "IMAP connection ended");
    }
}

fn limits() -> Options {
    let mut options = Options::default();
    options.max_literal_size = LITERAL;
    options.max_command_size = COMMAND;
    options
}

fn capabilities() -> Vec1<Capability<'static>> {
    let mut all = Vec1::from(Capability::Imap4Rev1);
    for capability in [
        Capability::SaslIr,
        Capability::Auth(AuthMechanism::Plain),
        Capability::Idle,
        Capability::Quota,
        Capability::UidPlus,
        Capability::LiteralPlus,
        Capability::Unselect,
    ] {
        all = with(all, capability);
    }
    all
}

/// A list that stays non-empty.
fn with<T: std::fmt::Debug + Clone>(list: Vec1<T>, item: T) -> Vec1<T> {
    let mut items = list.clone().into_inner();
    items.push(item);
    Vec1::try_from(items).unwrap_or(list)
}

/// A status line with one of our own texts, all of them plain ASCII.
fn status(
    tag: Option<Tag<'static>>,
    kind: StatusKind,
    code: Option<Code<'static>>,
    text: &'static str,
) -> Status<'static> {
    let body = StatusBody {
        kind,
        code,
        text: Text::unvalidated(text),
    };
    match tag {
        Some(tag) => Status::Tagged(Tagged { tag, body }),
        None => Status::Untagged(body),
    }
}

fn coded(code: &'static str) -> Option<Code<'static>> {
    Some(Code::Other(CodeOther::unvalidated(code.as_bytes())))
}

/// A folder a client opened.
struct Opened {
    name: String,
    writable: bool,
    /// What the client was told is there, in order: sequence number n is the nth.
    view: Vec<NonZeroU32>,
}

struct Session {
    world: Arc<World>,
    realm: Realm,
    stream: TlsStream<TcpStream>,
    server: Server,
    arrivals: watch::Receiver<u64>,
    since_event: usize,
    errors: u32,
    /// Address of the mailbox that was opened.
    who: Option<String>,
    opened: Option<Opened>,
    idle: Option<Tag<'static>>,
    asked: Option<Tag<'static>>,
    over: bool,
}

impl Session {
    async fn run(&mut self) -> io::Result<()> {
        loop {
            let event = match self.server.next() {
                Ok(event) => event,
                Err(Interrupt::Io(Io::Output(octets))) => {
                    timeout(SILENCE, self.stream.write_all(&octets)).await??;
                    self.stream.flush().await?;
                    continue;
                }
                Err(Interrupt::Io(Io::NeedMoreInput)) => {
                    if self.over {
                        return self.stream.shutdown().await;
                    }
                    if !self.receive().await? {
                        return Ok(());
                    }
                    continue;
                }
                Err(Interrupt::Error(error)) => {
                    self.malformed(&error);
                    continue;
                }
            };
            self.since_event = 0;
            self.react(event);
        }
    }

    /// Takes octets in, or notices an arrival while the client idles. False when the client closed.
    async fn receive(&mut self) -> io::Result<bool> {
        let mut octets = [0_u8; 4096];
        let count = tokio::select! {
            read = timeout(SILENCE, self.stream.read(&mut octets)) => read??,
            Ok(()) = self.arrivals.changed(), if self.idle.is_some() => {
                self.announce(true);
                return Ok(true);
            }
        };
        self.since_event += count;
        let limit = if self.who.is_some() { COMMAND as usize } else { STRANGER };
        if self.since_event > limit {
            return Err(io::Error::other("command too long"));
        }
        self.server.enqueue_input(octets.get(..count).unwrap_or_default());
        Ok(count > 0)
    }

    fn malformed(&mut self, error: &Error) {
        self.errors += 1;
        self.since_event = 0;
        if self.errors >= ERRORS {
            self.bye("Too many invalid IMAP commands.");
        } else if !matches!(error, Error::LiteralTooLong { .. }) {
            let tag = self.asked.take();
            let answer = status(tag.clone(), StatusKind::Bad, None, "Error in IMAP command.");
            if tag.is_none() || self.server.authenticate_finish(answer.clone()).is_err() {
                self.server.enqueue_status(answer);
            }
        }
    }

    fn bye(&mut self, text: &'static str) {
        self.server.enqueue_status(Status::Bye(Bye {
            code: None,
            text: Text::unvalidated(text),
        }));
        self.over = true;
    }

    fn react(&mut self, event: Event) {
        match event {
            Event::CommandReceived { command } => self.command(command),
            Event::CommandAuthenticateReceived { command_authenticate } => self.authenticate(command_authenticate),
            Event::AuthenticateDataReceived { authenticate_data } => self.credentials(&authenticate_data),
            Event::IdleCommandReceived { tag } if self.who.is_some() => {
                let text = CommandContinuationRequest::basic(None, Text::unvalidated("idling"));
                if let Ok(go_on) = text {
                    let _ = self.server.idle_accept(go_on);
                    self.idle = Some(tag);
                    self.announce(true);
                }
            }
            Event::IdleCommandReceived { tag } => {
                let _ = self
                    .server
                    .idle_reject(status(Some(tag), StatusKind::Bad, None, "Sign in first."));
            }
            Event::IdleDoneReceived => {
                if let Some(tag) = self.idle.take() {
                    self.ok(tag, "Idle completed.");
                }
            }
            Event::GreetingSent { .. } | Event::ResponseSent { .. } => {}
        }
    }

    fn command(&mut self, Command { tag, body }: Command<'static>) {
        match body {
            CommandBody::Capability => {
                self.server.enqueue_data(Data::Capability(capabilities()));
                self.ok(tag, "Capability completed.");
            }
            CommandBody::Noop => {
                self.announce(true);
                self.ok(tag, "NOOP completed.");
            }
            CommandBody::Logout => {
                self.bye("Logging out");
                self.ok(tag, "Logout completed.");
            }
            CommandBody::Login { username, password } if self.who.is_none() => {
                let name = String::from_utf8(username.as_ref().to_vec());
                let password = String::from_utf8(password.declassify().as_ref().to_vec());
                let plain = name
                    .ok()
                    .zip(password.ok())
                    .map(|(name, password)| Plain { name, password });
                let answer = self.sign_in(tag, plain);
                self.server.enqueue_status(answer);
            }
            body => match self.who.clone() {
                Some(who) => self.signed_in(tag, body, &who),
                None => self.answer(tag, StatusKind::Bad, None, "Sign in first."),
            },
        }
    }

    fn authenticate(&mut self, command: CommandAuthenticate) {
        let CommandAuthenticate {
            tag,
            mechanism,
            initial_response,
        } = command;
        if mechanism != AuthMechanism::Plain || self.who.is_some() {
            let answer = status(Some(tag), StatusKind::No, None, "Unsupported authentication mechanism.");
            let _ = self.server.authenticate_finish(answer);
            return;
        }
        match initial_response {
            Some(message) => {
                let answer = self.sign_in(tag, Plain::read(message.declassify()));
                let _ = self.server.authenticate_finish(answer);
            }
            None => {
                let _ = self
                    .server
                    .authenticate_continue(CommandContinuationRequest::base64(&b""[..]));
                self.asked = Some(tag);
            }
        }
    }

    fn credentials(&mut self, data: &AuthenticateData<'static>) {
        let Some(tag) = self.asked.take() else { return };
        let answer = match data {
            AuthenticateData::Continue(message) => self.sign_in(tag, Plain::read(message.declassify())),
            AuthenticateData::Cancel => status(Some(tag), StatusKind::Bad, None, "Authentication aborted by client."),
        };
        let _ = self.server.authenticate_finish(answer);
    }

    /// One answer for wrong, locked, expired and must-change, as Dovecot gives.
    fn sign_in(&mut self, tag: Tag<'static>, plain: Option<Plain>) -> Status<'static> {
        let now = self.world.now();
        self.who = plain.and_then(|Plain { name, password }| {
            let mut accounts = self.world.accounts();
            accounts
                .mail_sign_in(self.realm, &name, &password, now)
                .map(|account| account.person.address.clone())
        });
        if self.who.is_some() {
            status(
                Some(tag),
                StatusKind::Ok,
                Some(Code::Capability(capabilities())),
                "Logged in",
            )
        } else {
            self.errors += 1;
            status(
                Some(tag),
                StatusKind::No,
                coded("AUTHENTICATIONFAILED"),
                "Authentication failed.",
            )
        }
    }

    fn ok(&mut self, tag: Tag<'static>, text: &'static str) {
        self.answer(tag, StatusKind::Ok, None, text);
    }

    fn answer(&mut self, tag: Tag<'static>, kind: StatusKind, code: Option<Code<'static>>, text: &'static str) {
        self.server.enqueue_status(status(Some(tag), kind, code, text));
    }
}
