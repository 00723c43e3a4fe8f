//! Submission over implicit TLS, answering what Postfix answers. Letters go to practice mailboxes and nowhere else.
//!
//! `smtp-proto` owns the grammar; this room owns the dialogue. Mailboxes belong to [`crate::office`].

use std::{fmt::Write as _, io, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use smtp_proto::{
    AUTH_LOGIN, AUTH_PLAIN, EXT_8BIT_MIME, EXT_AUTH, EXT_ENHANCED_STATUS_CODES, EXT_PIPELINING, EXT_SIZE, EhloResponse,
    Request, request::receiver::DataReceiver,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::server::TlsStream;

use crate::{
    office::{SILENCE, date},
    people::Realm,
    sasl::Plain,
    world::World,
};

/// Octets of a command line (RFC 4954 §4 asks for 12288 with an initial response).
const LINE: u64 = 12_288;
/// Octets of a letter.
const LETTER: usize = 10 * 1024 * 1024;
/// Recipients of a letter.
const RECIPIENTS: usize = 100;
/// Wrong commands before the connection ends.
const ERRORS: u32 = 20;

/// Serves one connection.
pub(crate) async fn serve(world: Arc<World>, realm: Realm, stream: TlsStream<TcpStream>) {
    let mut session = Session {
        world,
        realm,
        host: format!("smtp.{}", realm.domain()),
        stream: BufReader::new(stream),
        who: None,
        from: None,
        to: Vec::new(),
        errors: 0,
    };
    if let Err(error) = session.run().await {
        tracing::debug!(%error, "SMTP connection ended");
    }
    // A close_notify: the client must be able to tell the end from a cut.
    let _ = session.stream.shutdown().await;
}

struct Who {
    login: String,
    address: String,
}

struct Session {
    world: Arc<World>,
    realm: Realm,
    host: String,
    stream: BufReader<TlsStream<TcpStream>>,
    who: Option<Who>,
    from: Option<String>,
    to: Vec<String>,
    errors: u32,
}

impl Session {
    async fn run(&mut self) -> io::Result<()> {
        let greeting = format!("220 {} ESMTP practice\r\n", self.host);
        self.say(&greeting).await?;
        loop {
            let Some(line) = self.line().await? else { return Ok(()) };
            let request = Request::parse(&mut line.iter()).map(Request::into_owned);
            match request {
                Ok(Request::Quit) => return self.say("221 2.0.0 Bye\r\n").await,
                Ok(request) => self.command(request).await?,
                Err(smtp_proto::Error::UnknownCommand) => {
                    self.error("502 5.5.2 Error: command not recognized\r\n").await?;
                }
                Err(_) => self.error("501 5.5.4 Syntax error\r\n").await?,
            }
            if self.errors >= ERRORS {
                return self.say("421 4.7.0 Error: too many errors\r\n").await;
            }
        }
    }

    async fn command(&mut self, request: Request<String>) -> io::Result<()> {
        match request {
            Request::Ehlo { .. } => {
                self.reset();
                let mut response = EhloResponse::new(self.host.as_str());
                response.capabilities =
                    EXT_PIPELINING | EXT_SIZE | EXT_AUTH | EXT_ENHANCED_STATUS_CODES | EXT_8BIT_MIME;
                response.auth_mechanisms = AUTH_PLAIN | AUTH_LOGIN;
                response.size = LETTER;
                let mut out = Vec::new();
                response.write(&mut out)?;
                self.bytes(&out).await
            }
            Request::Helo { .. } => {
                self.reset();
                let answer = format!("250 {}\r\n", self.host);
                self.say(&answer).await
            }
            Request::Auth {
                mechanism,
                initial_response,
            } => self.auth(mechanism, initial_response).await,
            Request::Mail { from } => {
                if from.size > LETTER {
                    return self.say("552 5.3.4 Message size exceeds fixed limit\r\n").await;
                }
                self.reset();
                self.from = Some(from.address);
                self.say("250 2.1.0 Ok\r\n").await
            }
            Request::Rcpt { to } => {
                let answer = self.recipient(to.address);
                self.say(&answer).await
            }
            Request::Data => self.data().await,
            Request::Rset => {
                self.reset();
                self.say("250 2.0.0 Ok\r\n").await
            }
            Request::Noop { .. } => self.say("250 2.0.0 Ok\r\n").await,
            Request::Vrfy { .. } => self.say("252 2.0.0 Cannot VRFY user\r\n").await,
            Request::StartTls => self.error("503 5.5.1 Error: TLS already active\r\n").await,
            _ => self.error("502 5.5.1 Error: command not implemented\r\n").await,
        }
    }

    fn reset(&mut self) {
        self.from = None;
        self.to.clear();
    }

    async fn auth(&mut self, mechanism: u64, initial: String) -> io::Result<()> {
        if self.who.is_some() {
            return self.error("503 5.5.1 Error: already authenticated\r\n").await;
        }
        let credentials = match mechanism {
            AUTH_PLAIN => {
                let message = if initial.is_empty() {
                    self.ask("334 \r\n").await?
                } else {
                    decode(initial.as_bytes())
                };
                message.and_then(|message| Plain::read(&message))
            }
            AUTH_LOGIN => {
                // The two prompts are "Username:" and "Password:" in base64.
                let name = if initial.is_empty() {
                    self.ask("334 VXNlcm5hbWU6\r\n").await?
                } else {
                    decode(initial.as_bytes())
                };
                let password = match name {
                    Some(_) => self.ask("334 UGFzc3dvcmQ6\r\n").await?,
                    None => None,
                };
                name.zip(password).and_then(|(name, password)| {
                    Plain::read(&[&[0][..], name.as_slice(), &[0], password.as_slice()].concat())
                })
            }
            _ => {
                return self
                    .error("535 5.7.8 Error: authentication failed: Invalid authentication mechanism\r\n")
                    .await;
            }
        };
        let opened = credentials.and_then(|Plain { name, password }| {
            let now = self.world.now();
            let mut accounts = self.world.accounts();
            let account = accounts.mail_sign_in(self.realm, &name, &password, now)?;
            Some(Who {
                login: account.person.login.clone(),
                address: account.person.address.clone(),
            })
        });
        match opened {
            Some(who) => {
                self.who = Some(who);
                self.say("235 2.7.0 Authentication successful\r\n").await
            }
            None => {
                self.error("535 5.7.8 Error: authentication failed: (reason unavailable)\r\n")
                    .await
            }
        }
    }

    async fn ask(&mut self, prompt: &str) -> io::Result<Option<Vec<u8>>> {
        self.say(prompt).await?;
        Ok(self.line().await?.and_then(|line| decode(line.trim_ascii())))
    }

    fn recipient(&mut self, to: String) -> String {
        let Some(from) = self.from.as_deref() else {
            self.errors += 1;
            return "503 5.5.1 Error: need MAIL command\r\n".to_owned();
        };
        let Some(who) = &self.who else {
            return "554 5.7.1 <localhost[127.0.0.1]>: Client host rejected: Access denied\r\n".to_owned();
        };
        if !from.eq_ignore_ascii_case(&who.address) {
            let (from, login) = (printable(from), &who.login);
            return format!("553 5.7.1 <{from}>: Sender address rejected: not owned by user {login}\r\n");
        }
        if !self.world.office().knows(&to) {
            return format!(
                "550 5.1.1 <{}>: Recipient address rejected: User unknown\r\n",
                printable(&to)
            );
        }
        if self.to.len() >= RECIPIENTS {
            return "452 4.5.3 Error: too many recipients\r\n".to_owned();
        }
        self.to.push(to);
        "250 2.1.5 Ok\r\n".to_owned()
    }

    async fn data(&mut self) -> io::Result<()> {
        if self.to.is_empty() {
            return self.error("554 5.5.1 Error: no valid recipients\r\n").await;
        }
        self.say("354 End data with <CR><LF>.<CR><LF>\r\n").await?;
        let Some(letter) = self.letter().await? else {
            self.reset();
            return self.say("552 5.3.4 Error: message file too big\r\n").await;
        };
        let from = self.from.take().unwrap_or_default();
        let id = crate::token();
        let mut received = String::new();
        let date = date(self.world.now()).to_rfc2822();
        let _ = write!(
            received,
            "Return-Path: <{}>\r\nReceived: from localhost (localhost [127.0.0.1])\r\n\tby {} (practice) with ESMTPSA id {id};\r\n\t{date}\r\n",
            printable(&from),
            self.host
        );
        let raw: Arc<[u8]> = [received.as_bytes(), &letter].concat().into();
        for to in std::mem::take(&mut self.to) {
            self.world.deliver(&from, &to, &raw);
        }
        self.say(&format!("250 2.0.0 Ok: queued as {id}\r\n")).await
    }

    /// Reads up to the final dot; `None` when the letter was too big, its octets dropped as they came.
    async fn letter(&mut self) -> io::Result<Option<Vec<u8>>> {
        let (mut receiver, mut letter, mut too_big) = (DataReceiver::new(), Vec::new(), false);
        loop {
            let chunk = timeout(SILENCE, self.stream.fill_buf()).await??;
            if chunk.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let length = chunk.len();
            let mut octets = chunk.iter();
            let done = receiver.ingest(&mut octets, &mut letter);
            let left = octets.len();
            self.stream.consume(length - left);
            if letter.len() > LETTER {
                too_big = true;
                // The receiver keeps its own state; only what it gave us is dropped.
                letter.clear();
            }
            if done {
                return Ok((!too_big).then_some(letter));
            }
        }
    }

    /// One line, its end included; `None` when the client closed. A longer line ends the connection.
    async fn line(&mut self) -> io::Result<Option<Vec<u8>>> {
        let mut line = Vec::new();
        let mut bounded = (&mut self.stream).take(LINE);
        timeout(SILENCE, bounded.read_until(b'\n', &mut line)).await??;
        if line.is_empty() {
            return Ok(None);
        }
        if !line.ends_with(b"\n") {
            self.say("500 5.5.2 Error: line too long\r\n").await?;
            return Ok(None);
        }
        Ok(Some(line))
    }

    async fn error(&mut self, text: &str) -> io::Result<()> {
        self.errors += 1;
        self.say(text).await
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        self.bytes(text.as_bytes()).await
    }

    async fn bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.stream.write_all(bytes).await?;
        self.stream.flush().await
    }
}

fn decode(text: &[u8]) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// What a client sent, fit for a line of ours.
fn printable(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_ascii_graphic() || c.is_alphanumeric())
        .take(256)
        .collect()
}
