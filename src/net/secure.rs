//! The only stream a secret may be written to: TLS stands, the certificate was verified, answers are bounded.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_rustls::client::TlsStream;

use super::{fault::Cause, heard::Watched, lists::Lists};

/// The longest line a server may send, bytes.
pub const LINE_LIMIT: usize = 64 * 1024;
/// The longest reply a server may send between two of our commands, bytes.
pub const REPLY_LIMIT: usize = 1024 * 1024;
/// A verified TLS stream. Nothing outside `net` can make one.
///
/// A line over [`LINE_LIMIT`] or a reply over [`REPLY_LIMIT`] is an error that carries [`Cause::TooLong`]; writing starts
/// a new reply, which has a time too. Lists nested deeper than any server's are [`Cause::Malformed`]. Libraries above it
/// keep far larger buffers and recurse without end, so the bounds have to be here.
#[derive(Debug)]
pub struct Secure {
    stream: TlsStream<Watched>,
    greeted: bool,
    bound: Bound,
}

impl Secure {
    /// `patience`: for one whole reply.
    pub(super) fn new(stream: TlsStream<Watched>, greeted: bool, patience: Duration) -> Self {
        Self {
            stream,
            greeted,
            bound: Bound::new(patience),
        }
    }

    /// The server's greeting was read before the handshake (STARTTLS): it will not come again, except in ManageSieve.
    #[must_use]
    pub fn greeted(&self) -> bool {
        self.greeted
    }

    /// Whom TCP is connected to.
    ///
    /// # Errors
    /// The system's, when the connection is gone.
    pub fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.stream.get_ref().0.peer_addr()
    }
}

/// Whether one reply keeps to the limits.
pub(super) fn within_limits(reply: &[u8]) -> bool {
    Bound::new(Duration::MAX).take(reply).is_ok()
}

/// Counts what came since our last command.
#[derive(Debug)]
struct Bound {
    line: usize,
    reply: usize,
    lists: Lists,
    since: Instant,
    patience: Duration,
}

impl Bound {
    fn new(patience: Duration) -> Self {
        Self {
            line: 0,
            reply: 0,
            lists: Lists::default(),
            since: Instant::now(),
            patience,
        }
    }

    fn reset(&mut self) {
        *self = Self::new(self.patience);
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Cause> {
        self.reply = self.reply.saturating_add(bytes.len());
        if self.reply > REPLY_LIMIT {
            return Err(Cause::TooLong);
        }
        for byte in bytes {
            self.line = self.line.saturating_add(1);
            if self.line > LINE_LIMIT {
                return Err(Cause::TooLong);
            }
            if *byte == b'\n' {
                self.line = 0;
            }
            self.lists.take(*byte)?;
        }
        // A server that drips valid lines passes every other deadline.
        if self.since.elapsed() > self.patience {
            return Err(Cause::Timeout);
        }
        Ok(())
    }
}

impl AsyncRead for Secure {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let this = &mut *self;
        match Pin::new(&mut this.stream).poll_read(cx, buf) {
            Poll::Ready(Ok(())) => {
                let fresh = buf.filled().get(before..).unwrap_or_default();
                Poll::Ready(this.bound.take(fresh).map_err(io::Error::other))
            }
            other => other,
        }
    }
}

impl AsyncWrite for Secure {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        self.bound.reset();
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_and_replies_are_bounded_and_a_command_starts_afresh() {
        let mut bound = Bound::new(Duration::MAX);
        assert_eq!(bound.take(&[b'x'; LINE_LIMIT]), Ok(()));
        assert_eq!(bound.take(b"x"), Err(Cause::TooLong));
        bound.reset();
        let line = [b"y".repeat(1023), b"\n".to_vec()].concat();
        for _ in 0..1024 {
            assert_eq!(bound.take(&line), Ok(()));
        }
        assert_eq!(bound.take(&line), Err(Cause::TooLong));
    }

    #[test]
    fn a_reply_that_never_ends_is_given_up() {
        let mut bound = Bound::new(Duration::ZERO);
        assert_eq!(bound.take(b"* OK encore\r\n"), Err(Cause::Timeout));
    }
}
