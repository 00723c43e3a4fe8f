//! What this room makes of bytes a server might send, without a server: for the fuzzer.

use std::{
    collections::VecDeque,
    io,
    pin::Pin,
    task::{Context, Poll},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::{
    ber::{self, Begins},
    clock,
    dialogue::Dialogue,
    fault::Cause,
    heard::Heard,
    makers, proxies, secure,
};
use crate::academy::Protocol;
use time::OffsetDateTime;

/// Whether what a server sent keeps to the limits of a [`Secure`](super::Secure) stream: line, reply, nesting.
#[must_use]
pub fn within_limits(bytes: &[u8]) -> bool {
    secure::within_limits(bytes)
}

/// A server's part of a dialogue before TLS, a packet an element: a greeting, or with `starttls` all up to the handshake.
///
/// # Errors
/// What this room makes of it.
pub fn dialogue(protocol: Protocol, starttls: bool, packets: &[&[u8]]) -> Result<(), Cause> {
    let mut turns = Turns(packets.iter().copied().collect());
    let mut dialogue = Dialogue::new(&mut turns);
    futures::executor::block_on(async {
        match starttls {
            true => dialogue.starttls(protocol).await,
            false => dialogue.greeting(protocol).await,
        }
    })
}

/// Bytes read outside a dialogue: a directory's messages, a portal's page, a proxy's answer, dates and names. How many
/// messages of a directory they hold.
#[must_use]
pub fn loose(bytes: &[u8]) -> usize {
    let (mut rest, mut messages) = (bytes, 0_usize);
    while let Begins::Message(length) = ber::begins(rest) {
        let _ = ber::starttls_granted(rest);
        messages = messages.saturating_add(1);
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    let heard = Heard::default();
    heard.hear(bytes);
    let _ = heard.explain(Cause::PlainOnTls);
    let _ = (proxies::status_of(bytes), proxies::offers_basic(bytes));
    let text = String::from_utf8_lossy(bytes);
    let _ = makers::of(&text);
    let _ = clock::offset(&text, OffsetDateTime::UNIX_EPOCH, OffsetDateTime::UNIX_EPOCH);
    messages
}

/// One packet a read.
struct Turns<'a>(VecDeque<&'a [u8]>);

impl AsyncRead for Turns<'_> {
    fn poll_read(mut self: Pin<&mut Self>, _: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let packet = self.0.pop_front().unwrap_or_default();
        let (now, later) = packet.split_at(packet.len().min(buf.remaining()));
        buf.put_slice(now);
        if !later.is_empty() {
            self.0.push_front(later);
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Turns<'_> {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Poll::Ready(Ok(buf.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
