//! What came over TCP before TLS stood: how much, when last, and the first words, which tell a captive portal from a
//! server. Nothing is kept once the handshake is over.

use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::TcpStream,
};

use super::fault::{Cause, presentable};

/// First bytes kept: the head of a web page and its `Location`.
const HEAD: usize = 1024;

/// What was heard so far.
#[derive(Debug, Default)]
pub(super) struct Heard(Mutex<Ear>);

#[derive(Debug, Default)]
struct Ear {
    head: Vec<u8>,
    last: Option<Instant>,
    deaf: bool,
}

impl Heard {
    /// How long nothing has come, counted from `since` at the earliest.
    pub(super) fn silence(&self, since: Instant) -> Duration {
        let ear = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        ear.last.map_or(since, |last| last.max(since)).elapsed()
    }

    /// TLS stands: what comes now is not for this module.
    pub(super) fn done(&self) {
        let mut ear = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *ear = Ear {
            deaf: true,
            ..Ear::default()
        };
    }

    /// A web page where a mail server was to speak is a captive portal, whatever our parser thought of it.
    pub(super) fn explain(&self, cause: Cause) -> Cause {
        let ear = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match cause {
            Cause::PlainOnTls | Cause::Malformed | Cause::Tls if ear.head.starts_with(b"HTTP/") => {
                Cause::CaptivePortal {
                    portal: location(&ear.head),
                }
            }
            other => other,
        }
    }

    pub(super) fn hear(&self, bytes: &[u8]) {
        let mut ear = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if ear.deaf || bytes.is_empty() {
            return;
        }
        ear.last = Some(Instant::now());
        let room = HEAD.saturating_sub(ear.head.len()).min(bytes.len());
        ear.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
    }
}

/// The host a page sends browsers to, fit to be shown.
fn location(head: &[u8]) -> String {
    let text = String::from_utf8_lossy(head);
    let target = text.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("location").then(|| value.trim())
    });
    let url = target.and_then(|target| url::Url::parse(target).ok());
    url.and_then(|url| url.host_str().map(presentable)).unwrap_or_default()
}

/// TCP that is listened to until TLS stands.
#[derive(Debug)]
pub(super) struct Watched {
    inner: TcpStream,
    heard: Arc<Heard>,
}

impl Watched {
    pub(super) fn new(inner: TcpStream, heard: Arc<Heard>) -> Self {
        Self { inner, heard }
    }

    pub(super) fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.inner.peer_addr()
    }
}

impl AsyncRead for Watched {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let result = Pin::new(&mut self.inner).poll_read(cx, buf);
        self.heard.hear(buf.filled().get(before..).unwrap_or_default());
        result
    }
}

impl AsyncWrite for Watched {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_portal_is_named_by_where_it_sends_people() {
        let cases = [
            (
                "HTTP/1.1 302 Found\r\nLocation: https://portail.hotel.test/login?x\r\n\r\n",
                "portail.hotel.test",
            ),
            ("HTTP/1.1 400 Bad Request\r\n\r\n", ""),
            ("HTTP/1.1 302 Found\r\nlocation: /login\r\n\r\n", ""),
        ];
        for (page, portal) in cases {
            let heard = Heard::default();
            heard.hear(page.as_bytes());
            let portal = portal.to_owned();
            assert_eq!(
                heard.explain(Cause::PlainOnTls),
                Cause::CaptivePortal { portal },
                "{page}"
            );
            assert_eq!(heard.explain(Cause::Reset), Cause::Reset);
        }
        let heard = Heard::default();
        heard.hear(b"* OK bonjour\r\n");
        assert_eq!(heard.explain(Cause::PlainOnTls), Cause::PlainOnTls);
    }

    #[test]
    fn little_is_kept_and_nothing_once_tls_stands() {
        let heard = Heard::default();
        for _ in 0..100 {
            heard.hear(&[b'x'; 700]);
        }
        assert_eq!(heard.0.lock().unwrap().head.len(), HEAD);
        heard.done();
        heard.hear(b"secret");
        assert!(heard.0.lock().unwrap().head.is_empty());
    }
}
