//! Signs in to the submission server (RFC 6409) and sends the person's own verification mail.
//!
//! `lettre` speaks over our stream: its own STARTTLS keeps what came in the clear, ours does not. Reply codes decide. A
//! 535 is worth less than IMAP's answer: some servers give it when their directory is down.

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    pin::Pin,
    task::{Context, Poll},
};

use lettre::{
    Message,
    transport::smtp::{
        Error,
        authentication::{Credentials, Mechanism},
        client::{AsyncSmtpConnection, AsyncTokioStream},
        commands::{Data, Mail, Rcpt},
        extension::{ClientId, Extension, MailBodyParameter, MailParameter},
    },
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Duration, timeout},
};

use super::{SignInRefusal, Witness, opening::witnessed, sendable};
use crate::{
    academy::Endpoint,
    net::{
        Net, Purpose, Secure,
        fault::{Cause, Fault},
    },
    secret::Password,
};

/// Signs in once and sends one message.
///
/// # Errors
/// What the server refused, by its reply code, or the fault of the connection. Never tries twice.
pub async fn send(
    net: &Net,
    endpoint: &Endpoint,
    login: &str,
    password: &Password,
    message: Message,
    witness: &dyn Witness,
) -> Result<(), SignInRefusal> {
    sendable(login, password)?;
    let mut session = Box::pin(Session::ready(net, endpoint)).await?;
    witnessed(net, witness, endpoint, session.sign_in(login, password)).await?;
    session.submit(&message).await?;
    session.leave();
    Ok(())
}

/// A connection that was greeted and said EHLO, then signed in.
pub(super) struct Session<'a> {
    connection: AsyncSmtpConnection,
    endpoint: &'a Endpoint,
    patience: Duration,
}

impl<'a> Session<'a> {
    /// Connected; what the server offers is known.
    pub(super) async fn ready(net: &Net, endpoint: &'a Endpoint) -> Result<Self, SignInRefusal> {
        let stream = net.secure(endpoint, Purpose::Submission).await?;
        let patience = net.deadlines().answer;
        let hello = ClientId::Ipv4(Ipv4Addr::LOCALHOST);
        let stream = Box::new(Greeted::again(stream));
        let connection = match timeout(patience, AsyncSmtpConnection::connect_with_transport(stream, &hello)).await {
            Err(_) => return Err(at(endpoint, Cause::Timeout).into()),
            Ok(Ok(connection)) => connection,
            Ok(Err(error)) => return Err(not_greeted(&error, endpoint)),
        };
        Ok(Self {
            connection,
            endpoint,
            patience,
        })
    }

    /// Signs in once. Never tries twice.
    pub(super) async fn sign_in(&mut self, login: &str, password: &Password) -> Result<(), SignInRefusal> {
        sendable(login, password)?;
        // PLAIN carries UTF-8 by its definition; LOGIN has none.
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        let offered = self.connection.server_info().get_auth_mechanism(&mechanisms);
        let Some(mechanism) = offered else {
            return Err(SignInRefusal::NoMechanism {
                host: self.endpoint.host.clone(),
            });
        };
        let credentials = Credentials::new(login.to_owned(), password.expose().to_owned());
        match timeout(self.patience, self.connection.auth(&[mechanism], &credentials)).await {
            Err(_) => Err(SignInRefusal::Unanswered(at(self.endpoint, Cause::Timeout))),
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) => Err(match error.status() {
                Some(code) => refused(self.endpoint, u16::from(code)),
                None => SignInRefusal::Unanswered(fault(&error, self.endpoint)),
            }),
        }
    }

    pub(super) async fn submit(&mut self, message: &Message) -> Result<(), SignInRefusal> {
        let host = self.endpoint.host.clone();
        let body = message.formatted();
        let mut parameters = Vec::new();
        if !body.is_ascii() && self.connection.server_info().supports_feature(Extension::EightBitMime) {
            parameters.push(MailParameter::Body(MailBodyParameter::EightBitMime));
        }
        let from = Mail::new(message.envelope().from().cloned(), parameters);
        self.say(from, SignInRefusal::SenderRefused { host: host.clone() })
            .await?;
        for to in message.envelope().to() {
            self.say(
                Rcpt::new(to.clone(), Vec::new()),
                SignInRefusal::RecipientRefused { host: host.clone() },
            )
            .await?;
        }
        self.say(Data, SignInRefusal::MessageRefused { host: host.clone() })
            .await?;
        let sent = timeout(self.patience, self.connection.message(&body)).await;
        self.judge(sent, SignInRefusal::MessageRefused { host })
    }

    async fn say(&mut self, command: impl std::fmt::Display, no: SignInRefusal) -> Result<(), SignInRefusal> {
        let answer = timeout(self.patience, self.connection.command(command)).await;
        self.judge(answer, no)
    }

    fn judge<T, E>(&self, answer: Result<Result<T, Error>, E>, no: SignInRefusal) -> Result<(), SignInRefusal> {
        let Ok(answer) = answer else {
            return Err(at(self.endpoint, Cause::Timeout).into());
        };
        let Err(error) = answer else { return Ok(()) };
        let host = self.endpoint.host.clone();
        Err(match error.status().map(u16::from) {
            None => fault(&error, self.endpoint).into(),
            Some(400..500) => SignInRefusal::Unavailable { host },
            // Postfix checks the sender's owner at RCPT and answers 553 (RFC 5321 §4.2.3: address not allowed).
            Some(553) => SignInRefusal::SenderRefused { host },
            Some(_) => no,
        })
    }

    /// Politeness (RFC 5321 §4.1.1.10), behind the person's back: what was to be proved is proved.
    pub(super) fn leave(self) {
        let mut connection = self.connection;
        tokio::spawn(async move {
            let _ = timeout(Duration::from_secs(2), connection.quit()).await;
        });
    }
}

/// What a reply to AUTH means (RFC 4954 §6).
fn refused(endpoint: &Endpoint, code: u16) -> SignInRefusal {
    let host = endpoint.host.clone();
    match code {
        400..500 => SignInRefusal::Unavailable { host },
        // Not understood, not implemented, encryption or another mechanism demanded: nothing was checked.
        500..=504 | 530 | 534 | 538 => SignInRefusal::NoMechanism { host },
        _ => SignInRefusal::Refused { host },
    }
}

/// Before the sign-in, a reply code is the server's goodbye.
fn not_greeted(error: &Error, endpoint: &Endpoint) -> SignInRefusal {
    match error.status().map(u16::from) {
        Some(421) => at(endpoint, Cause::Busy).into(),
        Some(500..) => at(endpoint, Cause::Bye).into(),
        Some(_) => SignInRefusal::Unavailable {
            host: endpoint.host.clone(),
        },
        None => fault(error, endpoint).into(),
    }
}

fn fault(error: &Error, endpoint: &Endpoint) -> Fault {
    let otherwise = if error.is_response() {
        Cause::Malformed
    } else {
        Cause::Reset
    };
    Fault::from_error(&endpoint.host, endpoint.port, error, otherwise)
}

fn at(endpoint: &Endpoint, cause: Cause) -> Fault {
    Fault::new(&endpoint.host, endpoint.port, cause)
}

/// Gives `lettre` the greeting it waits for when ours was read before the handshake (RFC 3207 §4.2: it comes once).
#[derive(Debug)]
struct Greeted {
    greeting: &'static [u8],
    stream: Secure,
}

impl Greeted {
    fn again(stream: Secure) -> Self {
        Self {
            greeting: if stream.greeted() { b"220 greeted\r\n" } else { b"" },
            stream,
        }
    }
}

impl AsyncRead for Greeted {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        if self.greeting.is_empty() {
            return Pin::new(&mut self.stream).poll_read(cx, buf);
        }
        let (now, later) = self.greeting.split_at(self.greeting.len().min(buf.remaining()));
        buf.put_slice(now);
        self.greeting = later;
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Greeted {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

impl AsyncTokioStream for Greeted {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.peer_addr()
    }
}
