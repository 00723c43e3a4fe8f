//! One IMAP dialogue over a [`Secure`] stream: commands out, responses in, each under a deadline.
//!
//! `async_imap` frames and parses what comes in. What goes out is written here: its own `authenticate` turns the server's
//! response code into text, costs a round trip, and its writer logs what it writes.

use std::error::Error;

use async_imap::{
    Client,
    imap_proto::{Outcome, Response, Status},
};
use tokio::{
    io::AsyncWriteExt,
    time::{Duration, timeout},
};
use zeroize::Zeroizing;

use super::SignInRefusal;
use crate::{
    academy::Endpoint,
    net::{
        Secure,
        fault::{Cause, Fault},
    },
};

/// How a command ended, with its response code, upper case, if it gave one of RFC 5530.
#[derive(Debug)]
pub(super) struct Ended {
    pub(super) verdict: Verdict,
    pub(super) code: Option<String>,
}

/// The three ends of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Ok,
    No,
    /// Not understood.
    Bad,
}

pub(super) struct Wire<'a> {
    client: Client<Secure>,
    pub(super) endpoint: &'a Endpoint,
    patience: Duration,
    commands: u32,
}

impl<'a> Wire<'a> {
    pub(super) fn new(stream: Secure, endpoint: &'a Endpoint, patience: Duration) -> Self {
        Self {
            client: Client::new(stream),
            endpoint,
            patience,
            commands: 0,
        }
    }

    /// Sends a command under a fresh tag, which is returned.
    pub(super) async fn send(&mut self, command: &str) -> Result<String, Fault> {
        let tag = self.fresh_tag();
        self.write(&[&tag, " ", command, "\r\n"]).await?;
        Ok(tag)
    }

    fn fresh_tag(&mut self) -> String {
        let tag = format!("r{}", self.commands);
        self.commands = self.commands.saturating_add(1);
        tag
    }

    /// Sends several commands in one go; their tags, in order. Only commands that may be answered in any order.
    pub(super) async fn send_all(&mut self, commands: &[String]) -> Result<Vec<String>, Fault> {
        let mut tags = Vec::with_capacity(commands.len());
        let mut lines = String::new();
        for command in commands {
            let tag = self.fresh_tag();
            lines.push_str(&format!("{tag} {command}\r\n"));
            tags.push(tag);
        }
        self.write(&[&lines]).await?;
        Ok(tags)
    }

    /// Reads up to the end of each of these commands, in whatever order they end; the ends, in the order of the tags.
    pub(super) async fn finish_all(
        &mut self,
        tags: &[String],
        mut look: impl FnMut(&Response<'_>),
    ) -> Result<Vec<Ended>, SignInRefusal> {
        let mut ends: Vec<Option<Ended>> = tags.iter().map(|_| None).collect();
        while ends.iter().any(Option::is_none) {
            let end = self
                .next(|one| {
                    look(one);
                    tags.iter()
                        .zip(0..)
                        .find_map(|(tag, at): (_, usize)| Some((at, End::of(one, tag)?)))
                })
                .await?;
            match end {
                Some((at, End::Done(ended))) => {
                    if let Some(place) = ends.get_mut(at) {
                        *place = Some(ended);
                    }
                }
                Some((_, End::Bye(code))) => return Err(self.bye(code)),
                None => {}
            }
        }
        Ok(ends.into_iter().flatten().collect())
    }

    /// Sends what the server asked for with its `+`.
    pub(super) async fn send_more(&mut self, text: &str) -> Result<(), Fault> {
        self.write(&[text, "\r\n"]).await
    }

    async fn write(&mut self, parts: &[&str]) -> Result<(), Fault> {
        // One buffer, one record; it may hold a password.
        let line = Zeroizing::new(parts.concat());
        let stream = self.client.get_mut();
        let writing = async {
            stream.write_all(line.as_bytes()).await?;
            stream.flush().await
        };
        match timeout(self.patience, writing).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(self.broken(&error)),
            Err(_) => Err(self.fault(Cause::Timeout)),
        }
    }

    /// Reads one response and shows it.
    pub(super) async fn next<T>(&mut self, look: impl FnOnce(&Response<'_>) -> T) -> Result<T, Fault> {
        match timeout(self.patience, self.client.read_response()).await {
            Ok(Ok(Some(response))) => Ok(look(response.parsed())),
            Ok(Ok(None)) => Err(self.fault(Cause::Reset)),
            Ok(Err(error)) => Err(self.broken(&error)),
            Err(_) => Err(self.fault(Cause::Timeout)),
        }
    }

    /// Waits for the server's `+`; gives the command's end when it came instead.
    pub(super) async fn go_ahead(&mut self, tag: &str) -> Result<Option<Ended>, SignInRefusal> {
        loop {
            let (go, end) = self
                .next(|one| (matches!(one, Response::Continue(_)), End::of(one, tag)))
                .await?;
            match end {
                _ if go => return Ok(None),
                Some(End::Done(ended)) => return Ok(Some(ended)),
                Some(End::Bye(code)) => return Err(self.bye(code)),
                None => {}
            }
        }
    }

    /// Reads up to the end of the command `tag`, showing every response on the way, the last included.
    pub(super) async fn finish(
        &mut self,
        tag: &str,
        mut look: impl FnMut(&Response<'_>),
    ) -> Result<Ended, SignInRefusal> {
        loop {
            let end = self
                .next(|one| {
                    look(one);
                    End::of(one, tag)
                })
                .await?;
            match end {
                Some(End::Done(ended)) => return Ok(ended),
                Some(End::Bye(code)) => return Err(self.bye(code)),
                None => {}
            }
        }
    }

    /// A server that closes the door for a moment says so by its code.
    pub(super) fn bye(&self, code: Option<String>) -> SignInRefusal {
        match code.as_deref() {
            Some("UNAVAILABLE") => SignInRefusal::Unavailable {
                host: self.endpoint.host.clone(),
            },
            _ => self.fault(Cause::Bye).into(),
        }
    }

    pub(super) fn fault(&self, cause: Cause) -> Fault {
        Fault::new(&self.endpoint.host, self.endpoint.port, cause)
    }

    fn broken(&self, error: &(dyn Error + 'static)) -> Fault {
        Fault::from_error(&self.endpoint.host, self.endpoint.port, error, Cause::Malformed)
    }
}

enum End {
    Done(Ended),
    Bye(Option<String>),
}

impl End {
    fn of(response: &Response<'_>, expected: &str) -> Option<Self> {
        match response {
            Response::Done { tag, status, outcome } if tag.0 == expected => {
                let verdict = match status {
                    Status::Ok => Verdict::Ok,
                    Status::No => Verdict::No,
                    _ => Verdict::Bad,
                };
                Some(Self::Done(Ended {
                    verdict,
                    code: response_code(outcome),
                }))
            }
            Response::Data {
                status: Status::Bye,
                outcome,
            } => Some(Self::Bye(response_code(outcome))),
            _ => None,
        }
    }
}

/// The response code in its brackets, upper case. `imap_proto` leaves those of RFC 5530 at the head of the text.
pub(super) fn response_code(outcome: &Outcome<'_>) -> Option<String> {
    bracketed(outcome.information.as_deref()?)
}

/// `resp-text = ["[" resp-text-code "]" SP] text` (RFC 3501 §9): the first atom of a code that stands at the very head.
pub(super) fn bracketed(text: &str) -> Option<String> {
    let (code, _) = text.strip_prefix('[')?.split_once(']')?;
    let atom = code.split(' ').next()?;
    let is_atom = !atom.is_empty() && atom.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_atom.then(|| atom.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_counts_only_at_the_head_and_only_as_an_atom() {
        assert_eq!(bracketed("[UNAVAILABLE] Temporary").as_deref(), Some("UNAVAILABLE"));
        assert_eq!(bracketed("[contactadmin x y] Ask").as_deref(), Some("CONTACTADMIN"));
        for text in [
            "Try later [UNAVAILABLE]",
            " [UNAVAILABLE]",
            "[UNAVAILABLE",
            "[]",
            "[ÉCHEC] non",
            "UNAVAILABLE",
        ] {
            assert_eq!(bracketed(text), None, "{text}");
        }
    }
}
