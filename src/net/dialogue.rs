//! What is said before a sign-in: greetings, and the one STARTTLS of this program, for IMAP, SMTP, ManageSieve and LDAP.
//!
//! Strict where libraries are lenient: a server that does not offer STARTTLS gets nothing more (RFC 8314 §3), and a byte
//! that came with the go-ahead is a fault, since it was sent by whoever holds the wire (RFC 3207 §6, CVE-2011-0411).

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::{
    ber::{self, Begins},
    fault::Cause,
    secure::{LINE_LIMIT, REPLY_LIMIT},
};
use crate::academy::Protocol;

/// Reads a dialogue line by line, and knows what came too early.
pub(super) struct Dialogue<'a, S> {
    stream: &'a mut S,
    pending: Vec<u8>,
    reply: usize,
}

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Dialogue<'a, S> {
    pub(super) fn new(stream: &'a mut S) -> Self {
        Self {
            stream,
            pending: Vec::new(),
            reply: 0,
        }
    }

    /// The greeting; [`Cause::Bye`] when the server does not want us, [`Cause::Busy`] when it says not now.
    pub(super) async fn greeting(&mut self, protocol: Protocol) -> Result<(), Cause> {
        match protocol {
            Protocol::Imap => {
                let line = self.line().await?;
                match imap_untagged(&line) {
                    Some("OK") => Ok(()),
                    // Already authenticated as somebody: STARTTLS and sign-in are out of reach (RFC 9051 §7.1.4).
                    Some("PREAUTH") => Err(Cause::Malformed),
                    Some("BYE") => Err(imap_goodbye(&line)),
                    _ => Err(Cause::Malformed),
                }
            }
            Protocol::Smtp => match self.smtp_reply().await?.code {
                220 => Ok(()),
                code => Err(smtp_goodbye(code).unwrap_or(Cause::Malformed)),
            },
            Protocol::Sieve => self.sieve_reply().await.map(drop),
            Protocol::Ldap | Protocol::Https => Ok(()),
        }
    }

    /// Brings the stream to where the next byte is the handshake's.
    pub(super) async fn starttls(mut self, protocol: Protocol) -> Result<(), Cause> {
        match protocol {
            Protocol::Imap => self.imap_starttls().await?,
            Protocol::Smtp => self.smtp_starttls().await?,
            Protocol::Sieve => self.sieve_starttls().await?,
            Protocol::Ldap => self.ldap_starttls().await?,
            Protocol::Https => return Err(Cause::Client),
        }
        if self.pending.is_empty() {
            Ok(())
        } else {
            Err(Cause::StarttlsInjected)
        }
    }

    async fn imap_starttls(&mut self) -> Result<(), Cause> {
        let line = self.line().await?;
        match imap_untagged(&line) {
            Some("OK") => {}
            Some("PREAUTH") => return Err(Cause::StarttlsStripped),
            Some("BYE") => return Err(imap_goodbye(&line)),
            _ => return Err(Cause::Malformed),
        }
        self.send(b"a0 CAPABILITY\r\n").await?;
        let mut offered = false;
        loop {
            let line = self.line().await?;
            match imap_untagged(&line) {
                Some("CAPABILITY") => offered |= words(&line).any(|word| word.eq_ignore_ascii_case("STARTTLS")),
                Some("BYE") => return Err(imap_goodbye(&line)),
                Some(_) => {}
                None => match tagged(&line, "a0") {
                    Some(true) => break,
                    _ => return Err(Cause::Malformed),
                },
            }
        }
        if !offered {
            return Err(Cause::StarttlsStripped);
        }
        self.send(b"a1 STARTTLS\r\n").await?;
        loop {
            let line = self.line().await?;
            match (imap_untagged(&line), tagged(&line, "a1")) {
                (Some("BYE"), _) => return Err(imap_goodbye(&line)),
                (Some(_), _) => {}
                (None, Some(true)) => return Ok(()),
                (None, Some(false)) => return Err(Cause::StarttlsStripped),
                (None, None) => return Err(Cause::Malformed),
            }
        }
    }

    async fn smtp_starttls(&mut self) -> Result<(), Cause> {
        self.greeting(Protocol::Smtp).await?;
        // An address literal tells nothing of this computer (RFC 5321 §4.1.3).
        self.send(b"EHLO [127.0.0.1]\r\n").await?;
        let hello = self.smtp_reply().await?;
        match hello.code {
            250 => {}
            // A server without EHLO has no extensions: no STARTTLS either.
            code => return Err(smtp_goodbye(code).unwrap_or(Cause::StarttlsStripped)),
        }
        if !hello.texts.iter().any(|text| text.eq_ignore_ascii_case("STARTTLS")) {
            return Err(Cause::StarttlsStripped);
        }
        self.send(b"STARTTLS\r\n").await?;
        match self.smtp_reply().await?.code {
            220 => Ok(()),
            421 => Err(Cause::Busy),
            _ => Err(Cause::StarttlsStripped),
        }
    }

    async fn sieve_starttls(&mut self) -> Result<(), Cause> {
        let offered = self.sieve_reply().await?.iter().any(|line| {
            words(line)
                .next()
                .is_some_and(|word| word.trim_matches('"').eq_ignore_ascii_case("STARTTLS"))
        });
        if !offered {
            return Err(Cause::StarttlsStripped);
        }
        self.send(b"STARTTLS\r\n").await?;
        self.sieve_reply().await.map(drop).map_err(|cause| match cause {
            Cause::Malformed => Cause::StarttlsStripped,
            other => other,
        })
    }

    async fn ldap_starttls(&mut self) -> Result<(), Cause> {
        self.send(&ber::STARTTLS_REQUEST).await?;
        loop {
            match ber::begins(&self.pending) {
                Begins::Part => self.more().await?,
                Begins::Nonsense => return Err(Cause::Malformed),
                Begins::Message(length) => {
                    let rest = self.pending.split_off(length);
                    let message = std::mem::replace(&mut self.pending, rest);
                    return match ber::starttls_granted(&message) {
                        Some(true) => Ok(()),
                        _ => Err(Cause::StarttlsStripped),
                    };
                }
            }
        }
    }

    /// Lines up to `OK` (RFC 5804 §1.2); `NO` and anything else is [`Cause::Malformed`].
    async fn sieve_reply(&mut self) -> Result<Vec<String>, Cause> {
        let mut lines = Vec::new();
        loop {
            let line = self.line().await?;
            let word = words(&line).next().map(str::to_ascii_uppercase);
            match word.as_deref() {
                Some("OK") => return Ok(lines),
                Some("BYE") if line.to_ascii_uppercase().starts_with("BYE (TRYLATER") => return Err(Cause::Busy),
                Some("BYE") => return Err(Cause::Bye),
                Some(word) if word.starts_with('"') => lines.push(line),
                _ => return Err(Cause::Malformed),
            }
        }
    }

    async fn smtp_reply(&mut self) -> Result<SmtpReply, Cause> {
        let mut texts = Vec::new();
        loop {
            let line = self.line().await?;
            let (code, rest) = line.split_at_checked(3).ok_or(Cause::Malformed)?;
            let code: u16 = code.parse().map_err(|_| Cause::Malformed)?;
            let mut rest = rest.chars();
            let mark = rest.next();
            texts.push(rest.as_str().trim().to_owned());
            match mark {
                None | Some(' ') => return Ok(SmtpReply { code, texts }),
                Some('-') => {}
                Some(_) => return Err(Cause::Malformed),
            }
        }
    }

    async fn send(&mut self, command: &[u8]) -> Result<(), Cause> {
        // A server that spoke before it was spoken to is not one we know.
        if !self.pending.is_empty() {
            return Err(Cause::StarttlsInjected);
        }
        self.reply = 0;
        self.stream
            .write_all(command)
            .await
            .map_err(|error| Cause::within(&error).unwrap_or(Cause::Reset))?;
        self.stream
            .flush()
            .await
            .map_err(|error| Cause::within(&error).unwrap_or(Cause::Reset))
    }

    /// The next line without its CRLF; bytes that are not UTF-8 are replaced, since only ASCII words are looked at.
    async fn line(&mut self) -> Result<String, Cause> {
        loop {
            if let Some(end) = self.pending.iter().position(|byte| *byte == b'\n') {
                let rest = self.pending.split_off(end.saturating_add(1));
                let line = std::mem::replace(&mut self.pending, rest);
                return Ok(String::from_utf8_lossy(&line).trim_end().to_owned());
            }
            if self.pending.len() > LINE_LIMIT {
                return Err(Cause::TooLong);
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> Result<(), Cause> {
        let mut chunk = [0_u8; 4096];
        let read = self
            .stream
            .read(&mut chunk)
            .await
            .map_err(|error| Cause::within(&error).unwrap_or(Cause::Reset))?;
        if read == 0 {
            return Err(Cause::Reset);
        }
        self.reply = self.reply.saturating_add(read);
        if self.reply > REPLY_LIMIT {
            return Err(Cause::TooLong);
        }
        self.pending.extend_from_slice(chunk.get(..read).unwrap_or_default());
        Ok(())
    }
}

struct SmtpReply {
    code: u16,
    texts: Vec<String>,
}

fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(' ').filter(|word| !word.is_empty())
}

/// The word after `* `, of the few that matter here.
fn imap_untagged(line: &str) -> Option<&'static str> {
    let mut words = words(line);
    if words.next() != Some("*") {
        return None;
    }
    let word = words.next().unwrap_or_default();
    Some(
        ["OK", "PREAUTH", "BYE", "CAPABILITY"]
            .into_iter()
            .find(|known| word.eq_ignore_ascii_case(known))
            .unwrap_or(""),
    )
}

/// RFC 5530: what the server cannot do now, it may do later.
fn imap_goodbye(line: &str) -> Cause {
    let code = words(line).nth(2).unwrap_or_default().trim_matches(['[', ']']);
    match ["UNAVAILABLE", "INUSE", "LIMIT"]
        .iter()
        .any(|busy| code.eq_ignore_ascii_case(busy))
    {
        true => Cause::Busy,
        false => Cause::Bye,
    }
}

/// RFC 5321 §3.8, §4.2.3: 421 is "not now", 554 is "not you".
fn smtp_goodbye(code: u16) -> Option<Cause> {
    match code {
        421 => Some(Cause::Busy),
        554 => Some(Cause::Bye),
        _ => None,
    }
}

/// Whether the command `tag` succeeded; `None` when the line is something else.
fn tagged(line: &str, tag: &str) -> Option<bool> {
    let mut words = words(line);
    if words.next() != Some(tag) {
        return None;
    }
    let word = words.next().unwrap_or_default();
    if word.eq_ignore_ascii_case("OK") {
        Some(true)
    } else if word.eq_ignore_ascii_case("NO") || word.eq_ignore_ascii_case("BAD") {
        Some(false)
    } else {
        None
    }
}
