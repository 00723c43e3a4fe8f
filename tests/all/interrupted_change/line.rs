//! The network between the program and its servers: passes whole requests and whole answers, knows how far a change has
//! come, and stops at one point.
//!
//! It ends TLS on both sides with the rig's own certificate: what it counts are messages of LDAP and HTTP, not records
//! whose number depends on how they were cut. Mail only passes; when its first connection comes is a point too.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::{Notify, watch},
    task::JoinHandle,
};
use tokio_rustls::{TlsAcceptor, TlsConnector, server::TlsStream};

use super::certificate::Certificate;

/// A moment of a change. Requests are counted from 1, since [`Line::arm`] and over all connections: a client of HTTP opens
/// one more now and then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Point {
    pub(super) at: At,
    pub(super) request: usize,
    pub(super) moment: Moment,
}

/// Whose server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Identity,
    Mail,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Moment {
    /// A connection is opened behind so many requests, and does not come about.
    Connect,
    /// It does not pass.
    Before,
    /// It passes, its answer does not.
    Held,
    /// Its answer passes too, nothing more.
    After,
}

/// What the line does with messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Passing {
    /// They pass.
    Open,
    /// They wait.
    Stopped,
    /// They are lost, and so is every connection.
    Dead,
}

/// What the identity server speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Speech {
    Ldap,
    Http,
}

pub(super) struct Line {
    identity: u16,
    mail: u16,
    shared: Arc<Shared>,
    listening: [JoinHandle<()>; 2],
}

struct Shared {
    certificate: Certificate,
    host: &'static str,
    speech: Speech,
    point: Point,
    /// None counts before the change begins.
    requests: AtomicUsize,
    armed: watch::Sender<bool>,
    /// Connections being carried.
    busy: watch::Sender<usize>,
    passing: watch::Sender<Passing>,
    reached: Notify,
    was_reached: AtomicBool,
}

impl Line {
    pub(super) async fn open(
        certificate: Certificate,
        (host, speech): (&'static str, Speech),
        [identity, mail]: [u64; 2],
        point: Point,
    ) -> Self {
        let shared = Arc::new(Shared {
            certificate,
            host,
            speech,
            point,
            requests: AtomicUsize::new(0),
            armed: watch::Sender::new(false),
            busy: watch::Sender::new(0),
            passing: watch::Sender::new(Passing::Open),
            reached: Notify::new(),
            was_reached: AtomicBool::new(false),
        });
        let (identity, hears) = listen(At::Identity, identity, &shared).await;
        let (mail, hears_mail) = listen(At::Mail, mail, &shared).await;
        Self {
            identity,
            mail,
            shared,
            listening: [hears, hears_mail],
        }
    }

    /// Ports that stand for the identity server's and for the mail server's.
    pub(super) fn ports(&self) -> [u16; 2] {
        [self.identity, self.mail]
    }

    /// The change is about to begin: from here on requests are counted.
    pub(super) fn arm(&self) {
        self.shared.armed.send_replace(true);
    }

    /// Waits for the point.
    pub(super) async fn reached(&self) {
        self.shared.reached.notified().await;
    }

    pub(super) fn cut(&self) {
        self.shared.passing.send_replace(Passing::Dead);
    }

    /// What waits passes, if there is still somebody to take it.
    pub(super) fn go_on(&self) {
        self.shared.passing.send_replace(Passing::Open);
    }

    /// Waits until nothing is under way: what was still to arrive has arrived, and was answered.
    pub(super) async fn quiet(&self) {
        let mut busy = self.shared.busy.subscribe();
        busy.wait_for(|count| *count == 0).await.unwrap();
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.cut();
        self.listening.iter().for_each(JoinHandle::abort);
    }
}

async fn listen(at: At, server: u64, shared: &Arc<Shared>) -> (u16, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (server, shared) = (u16::try_from(server).unwrap(), Arc::clone(shared));
    let hears = tokio::spawn(async move {
        while let Ok((client, _)) = listener.accept().await {
            let shared = Arc::clone(&shared);
            shared.busy.send_modify(|count| *count += 1);
            tokio::spawn(async move {
                let mut passing = shared.passing.subscribe();
                tokio::select! {
                    _ = carry(client, at, server, &shared) => {}
                    _ = passing.wait_for(|passing| *passing == Passing::Dead) => {}
                }
                shared.busy.send_modify(|count| *count -= 1);
            });
        }
    });
    (port, hears)
}

/// One connection, to its end.
async fn carry(mut client: TcpStream, at: At, server: u16, shared: &Shared) -> Option<()> {
    let here = |request, moment| Point { at, request, moment };
    let behind = match at {
        At::Identity => shared.requests.load(Ordering::SeqCst),
        At::Mail => 0,
    };
    shared.pass(here(behind, Moment::Connect)).await?;
    let mut server = TcpStream::connect(("127.0.0.2", server)).await.ok()?;
    if at == At::Mail {
        tokio::io::copy_bidirectional(&mut client, &mut server).await.ok()?;
        return Some(());
    }
    let mut client: TlsStream<TcpStream> = TlsAcceptor::from(shared.certificate.server())
        .accept(client)
        .await
        .ok()?;
    let name = shared.host.try_into().unwrap();
    let connector = TlsConnector::from(shared.certificate.client());
    let mut server = connector.connect(name, server).await.ok()?;
    loop {
        let asked = shared.speech.message(&mut client).await?;
        let ends = shared.speech.ends(&asked);
        let request = if ends { 0 } else { shared.count() };
        shared.pass(here(request, Moment::Before)).await?;
        server.write_all(&asked).await.ok()?;
        server.flush().await.ok()?;
        if ends {
            return Some(());
        }
        let answer = shared.speech.message(&mut server).await?;
        shared.pass(here(request, Moment::Held)).await?;
        // The line is stopped before the answer leaves: nothing can slip by behind it.
        let last = shared.stops(here(request, Moment::After));
        client.write_all(&answer).await.ok()?;
        client.flush().await.ok()?;
        if last {
            shared.reached.notify_one();
        }
    }
}

impl Shared {
    /// The number of a request; 0 before the change.
    fn count(&self) -> usize {
        match *self.armed.borrow() {
            true => self.requests.fetch_add(1, Ordering::SeqCst) + 1,
            false => 0,
        }
    }

    /// Whether this is the point; the line is then stopped.
    fn stops(&self, here: Point) -> bool {
        let stops = *self.armed.borrow() && here == self.point && !self.was_reached.swap(true, Ordering::SeqCst);
        if stops {
            self.passing.send_replace(Passing::Stopped);
        }
        stops
    }

    /// Stops at the point, says so, and waits while the line is stopped; none: it is dead.
    async fn pass(&self, here: Point) -> Option<()> {
        if self.stops(here) {
            self.reached.notify_one();
        }
        let mut passing = self.passing.subscribe();
        let now = passing.wait_for(|passing| *passing != Passing::Stopped).await.ok()?;
        (*now == Passing::Open).then_some(())
    }
}

impl Speech {
    /// The next whole message; none at the end.
    async fn message(self, from: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
        match self {
            Self::Ldap => ldap_message(from).await,
            Self::Http => http_message(from).await,
        }
    }

    /// An unbind has no answer, and nothing follows it. It is short: its length fits one byte.
    fn ends(self, message: &[u8]) -> bool {
        const UNBIND: u8 = 0x42;
        let number = message.get(3).map(|length| usize::from(*length));
        self == Self::Ldap && number.is_some_and(|number| message.get(4 + number) == Some(&UNBIND))
    }
}

/// RFC 4511 §5.1: one BER sequence.
async fn ldap_message(from: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut message = vec![0; 2];
    from.read_exact(&mut message).await.ok()?;
    let length = match message[1] {
        short @ 0..0x80 => usize::from(short),
        long => {
            let mut bytes = vec![0; usize::from(long & 0x7f)];
            from.read_exact(&mut bytes).await.ok()?;
            message.extend(&bytes);
            bytes.iter().fold(0, |length, byte| length << 8 | usize::from(*byte))
        }
    };
    let body = message.len();
    message.resize(body + length, 0);
    from.read_exact(&mut message[body..]).await.ok()?;
    Some(message)
}

/// RFC 9112 §6: a head, and a body by length or in chunks.
async fn http_message(from: &mut (impl AsyncRead + Unpin)) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    until(from, &mut message, b"\r\n\r\n").await?;
    let head = String::from_utf8_lossy(&message).to_ascii_lowercase();
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
    if let Some(length) = header("content-length:") {
        take(from, &mut message, length.parse().unwrap()).await?;
    } else if header("transfer-encoding:").is_some() {
        loop {
            let size_at = message.len();
            until(from, &mut message, b"\r\n").await?;
            let size = String::from_utf8_lossy(&message[size_at..]).trim().to_owned();
            let size = usize::from_str_radix(&size, 16).unwrap();
            take(from, &mut message, size + 2).await?;
            if size == 0 {
                break;
            }
        }
    }
    Some(message)
}

async fn until(from: &mut (impl AsyncRead + Unpin), message: &mut Vec<u8>, end: &[u8]) -> Option<()> {
    let start = message.len();
    while !message[start..].ends_with(end) {
        message.push(from.read_u8().await.ok()?);
    }
    Some(())
}

async fn take(from: &mut (impl AsyncRead + Unpin), message: &mut Vec<u8>, length: usize) -> Option<()> {
    let start = message.len();
    message.resize(start + length, 0);
    from.read_exact(&mut message[start..]).await.ok()?;
    Some(())
}
