//! Reads the active filter of a mailbox over ManageSieve (RFC 5804), to find a forwarding that was left on. Lists and
//! reads; nothing is ever uploaded, activated or removed. What a filter says is read in [`script`].

mod answer;
pub mod script;

use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::{Duration, timeout},
};
use zeroize::Zeroizing;

use self::answer::{Line, Verdict};
pub use self::script::Redirect;
use super::{SignInRefusal, sendable};
use crate::{
    academy::Endpoint,
    net::{
        Net, Purpose, Secure,
        fault::{Cause, Fault},
    },
    secret::Password,
};

/// What the server says of forwarding.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Forwarding {
    /// No filter is active, or the active one forwards nothing.
    Off {
        /// Who said so.
        host: String,
    },
    /// The active filter forwards.
    On {
        /// Who said so.
        host: String,
        /// Every `redirect` of it.
        rules: Vec<Redirect>,
    },
    /// A filter is active and is not understood: it may forward.
    Unreadable {
        /// Who gave it.
        host: String,
    },
    /// Nothing is known.
    #[default]
    Unknown,
    /// The data names a server, which could not be reached in time or gave no answer.
    NotReached {
        /// Which.
        host: String,
    },
    /// The server named did not let us read.
    Refused {
        /// Which.
        host: String,
    },
}

/// A connection that was greeted, then signed in.
pub(super) struct Session<'a> {
    stream: Secure,
    endpoint: &'a Endpoint,
    pending: Vec<u8>,
    patience: Duration,
    plain: bool,
}

impl<'a> Session<'a> {
    /// Connected under TLS; what the server offers is known. It says so again after STARTTLS (RFC 5804 §2.2).
    pub(super) async fn ready(net: &Net, endpoint: &'a Endpoint) -> Result<Self, SignInRefusal> {
        let stream = net.secure(endpoint, Purpose::Filters).await?;
        let mut session = Self {
            stream,
            endpoint,
            pending: Vec::new(),
            patience: net.deadlines().answer,
            plain: false,
        };
        let (lines, verdict) = session.reply().await?;
        if verdict.kind != Verdict::OK {
            return Err(session.fault(Cause::Bye).into());
        }
        session.plain = lines.iter().any(|line| {
            let mechanisms = line.text(0).filter(|name| name.eq_ignore_ascii_case("SASL"));
            mechanisms
                .and(line.text(1))
                .is_some_and(|all| all.split(' ').any(|one| one.eq_ignore_ascii_case("PLAIN")))
        });
        Ok(session)
    }

    /// Signs in once. Never tries twice.
    pub(super) async fn sign_in(&mut self, login: &str, password: &Password) -> Result<(), SignInRefusal> {
        sendable(login, password)?;
        let host = self.endpoint.host.clone();
        if !self.plain {
            return Err(SignInRefusal::NoMechanism { host });
        }
        let message = Zeroizing::new(format!("\0{login}\0{}", password.expose()));
        let encoded = Zeroizing::new(STANDARD.encode(message.as_bytes()));
        // A literal: a quoted string may not exceed 1024 bytes (RFC 5804 §4).
        let command = Zeroizing::new(format!(
            "AUTHENTICATE \"PLAIN\" {{{}+}}\r\n{}\r\n",
            encoded.len(),
            encoded.as_str()
        ));
        let answered = async {
            self.send(command.as_bytes()).await?;
            self.reply().await
        };
        let (_, verdict) = answered.await.map_err(SignInRefusal::Unanswered)?;
        match (verdict.kind.as_str(), verdict.code.as_deref()) {
            (Verdict::OK, _) => Ok(()),
            ("BYE", _) | (_, Some("TRYLATER")) => Err(SignInRefusal::Unavailable { host }),
            (_, Some("AUTH-TOO-WEAK" | "ENCRYPT-NEEDED" | "TRANSITION-NEEDED")) => {
                Err(SignInRefusal::NoMechanism { host })
            }
            _ => Err(SignInRefusal::Refused { host }),
        }
    }

    /// Reads the active filter, and says goodbye without waiting for the answer.
    pub(super) async fn forwarding(mut self) -> Forwarding {
        let host = self.endpoint.host.clone();
        let found = self.active().await;
        let _ = self.send(b"LOGOUT\r\n").await;
        match found {
            Err(_) => Forwarding::NotReached { host },
            Ok(Read::None) => Forwarding::Off { host },
            Ok(Read::Refused) => Forwarding::Refused { host },
            Ok(Read::Script(text)) => match script::redirects(&text) {
                Err(script::NotUnderstood) => Forwarding::Unreadable { host },
                Ok(rules) if rules.is_empty() => Forwarding::Off { host },
                Ok(rules) => Forwarding::On { host, rules },
            },
        }
    }

    async fn active(&mut self) -> Result<Read, Fault> {
        self.send(b"LISTSCRIPTS\r\n").await?;
        let (lines, verdict) = self.reply().await?;
        if verdict.kind != Verdict::OK {
            return Ok(Read::Refused);
        }
        let active = lines.iter().find(|line| line.has_atom("ACTIVE"));
        let Some(name) = active.and_then(|line| line.text(0)) else {
            return Ok(Read::None);
        };
        let name = name.replace('\\', "\\\\").replace('"', "\\\"");
        self.send(format!("GETSCRIPT \"{name}\"\r\n").as_bytes()).await?;
        let (lines, verdict) = self.reply().await?;
        let text = lines.first().and_then(|line| line.text(0)).map(str::to_owned);
        Ok(match text {
            Some(text) if verdict.kind == Verdict::OK => Read::Script(text),
            _ => Read::Refused,
        })
    }

    async fn send(&mut self, command: &[u8]) -> Result<(), Fault> {
        let writing = async {
            self.stream.write_all(command).await?;
            self.stream.flush().await
        };
        match timeout(self.patience, writing).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.broken(&error)),
            Err(_) => Err(self.fault(Cause::Timeout)),
        }
    }

    /// The lines up to the verdict, and the verdict.
    async fn reply(&mut self) -> Result<(Vec<Line>, Verdict), Fault> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await?;
            match Verdict::of(&line) {
                Some(verdict) => return Ok((lines, verdict)),
                None => lines.push(line),
            }
        }
    }

    /// A line may hold strings of several lines; [`Secure`] bounds them.
    async fn line(&mut self) -> Result<Line, Fault> {
        loop {
            match Line::take(&mut self.pending) {
                Ok(Some(line)) => return Ok(line),
                Ok(None) => {}
                Err(answer::Malformed) => return Err(self.fault(Cause::Malformed)),
            }
            let mut chunk = [0_u8; 4096];
            match timeout(self.patience, self.stream.read(&mut chunk)).await {
                Ok(Ok(0)) => return Err(self.fault(Cause::Reset)),
                Ok(Ok(count)) => self.pending.extend_from_slice(chunk.get(..count).unwrap_or_default()),
                Ok(Err(error)) => return Err(self.broken(&error)),
                Err(_) => return Err(self.fault(Cause::Timeout)),
            }
        }
    }

    fn fault(&self, cause: Cause) -> Fault {
        Fault::new(&self.endpoint.host, self.endpoint.port, cause)
    }

    fn broken(&self, error: &std::io::Error) -> Fault {
        Fault::from_error(&self.endpoint.host, self.endpoint.port, error, Cause::Reset)
    }
}

/// What became of reading the active filter.
enum Read {
    None,
    Refused,
    Script(String),
}
