//! Servers on loopback for the unit tests of `net`, `mail` and `account`: a throw-away authority, and a server that plays
//! a script and records every byte it was sent, before the handshake and inside it.

use std::{
    io,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::{TcpListener, TcpStream},
    time::Duration,
};
use tokio_rustls::TlsAcceptor;

use super::{Deadlines, Hosts, Net};
use crate::academy::{Academy, Endpoint, Origin, Protocol, Security};

pub(crate) const DOMAIN: &str = "ac-exemple.test";
pub(crate) const HOST: &str = "mail.ac-exemple.test";

/// A throw-away certificate authority.
pub(crate) struct Authority {
    pub(crate) pem: String,
    name: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            pem,
            name: name.to_owned(),
            issuer: Issuer::new(params, key),
        }
    }

    /// The same name and key in a certificate of another day, PEM.
    pub(crate) fn renewed(&self) -> String {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, self.name.as_str());
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.not_after = date_time_ymd(2090, 1, 1);
        params.serial_number = Some(77_u64.into());
        params.self_signed(self.issuer.key()).unwrap().pem()
    }

    /// A certificate for `name`, valid from year to year.
    pub(crate) fn certificate(&self, name: &str, years: (i32, i32)) -> (CertificateDer<'static>, KeyPair) {
        let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        params.not_before = date_time_ymd(years.0, 1, 1);
        params.not_after = date_time_ymd(years.1, 1, 1);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        (certificate.der().clone(), key)
    }

    /// TLS for `name`, valid today and for a long time.
    pub(crate) fn tls(&self, name: &str) -> Arc<ServerConfig> {
        self.tls_between(name, (2020, 2100))
    }

    pub(crate) fn tls_between(&self, name: &str, years: (i32, i32)) -> Arc<ServerConfig> {
        let (certificate, key) = self.certificate(name, years);
        let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
        let config = ServerConfig::builder_with_provider(super::provider())
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate], key)
            .unwrap();
        Arc::new(config)
    }

    /// An academy whose pack brings this authority, as practice does.
    pub(crate) fn academy(&self) -> Academy {
        let text = format!(
            "id = 'exemple'\nname = 'Exemple'\nofficial_name = \"académie d'Exemple\"\nkind = 'practice'\n\
             domains = [{{ value = '{DOMAIN}', confidence = 'pack' }}]\n[connectors]\nroots_pem = '''{}'''",
            self.pem
        );
        let mut academy: Academy = toml::from_str(&text).unwrap();
        academy.origin = Origin::Practice;
        academy
    }

    /// The network of that academy: every name of the tests is on loopback.
    pub(crate) fn net(&self) -> Net {
        let hosts = [HOST, "autre.ac-exemple.test", "voisin.test"];
        let hosts: Hosts = hosts.map(|name| (name.to_owned(), [127, 0, 0, 1].into())).into();
        Net::new(hosts).unwrap().for_academy(&self.academy()).unwrap()
    }
}

/// Patience for the tests that wait for silence.
pub(crate) fn impatient() -> Deadlines {
    let short = Duration::from_millis(300);
    Deadlines {
        handshake: short,
        answer: short,
        ..Deadlines::default()
    }
}

pub(crate) fn endpoint(protocol: Protocol, port: u16, security: Security) -> Endpoint {
    Endpoint {
        protocol,
        host: HOST.to_owned(),
        port,
        security,
    }
}

/// What a server does next.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends this.
    Say(Vec<u8>),
    /// Reads a line.
    Hear,
    /// Reads this many bytes.
    HearBytes(usize),
    /// Handshakes.
    Tls(Arc<ServerConfig>),
    /// Closes at once.
    Cut,
}

pub(crate) fn say(text: &str) -> Step {
    Step::Say(text.as_bytes().to_vec())
}

/// A server that plays the same script to everybody, then listens in silence until the client leaves.
pub(crate) struct Server {
    pub(crate) port: u16,
    seen: Arc<Seen>,
}

/// Bytes received: on the wire, and inside TLS.
#[derive(Default)]
struct Seen {
    wire: Mutex<Vec<u8>>,
    inside: Mutex<Vec<u8>>,
}

impl Server {
    pub(crate) async fn start(script: Vec<Step>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Seen::default());
        let server = Self {
            port,
            seen: seen.clone(),
        };
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                tokio::spawn(play(script.clone(), tcp, seen.clone()));
            }
        });
        server
    }

    /// Whether `needle` was received so far, in the clear or inside TLS.
    pub(crate) fn saw(&self, needle: &str) -> bool {
        let holds = |bytes: &[u8]| bytes.windows(needle.len()).any(|window| window == needle.as_bytes());
        [&self.seen.wire, &self.seen.inside]
            .into_iter()
            .any(|bytes| holds(&bytes.lock().unwrap()))
    }
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

async fn play(script: Vec<Step>, tcp: TcpStream, seen: Arc<Seen>) -> io::Result<()> {
    let mut stream: Box<dyn Stream> = Box::new(Recorder {
        inner: tcp,
        seen: seen.clone(),
        log: |seen| &seen.wire,
    });
    for step in script {
        match step {
            Step::Say(bytes) => {
                stream.write_all(&bytes).await?;
                stream.flush().await?;
            }
            Step::Hear => while stream.read_u8().await? != b'\n' {},
            Step::HearBytes(count) => {
                stream.read_exact(&mut vec![0; count]).await?;
            }
            Step::Tls(config) => {
                let inner = TlsAcceptor::from(config).accept(stream).await?;
                stream = Box::new(Recorder {
                    inner,
                    seen: seen.clone(),
                    log: |seen| &seen.inside,
                });
            }
            Step::Cut => return Ok(()),
        }
    }
    let mut rest = [0; 1024];
    while stream.read(&mut rest).await? > 0 {}
    Ok(())
}

struct Recorder<S> {
    inner: S,
    seen: Arc<Seen>,
    log: fn(&Seen) -> &Mutex<Vec<u8>>,
}

impl<S: AsyncRead + Unpin> AsyncRead for Recorder<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let result = Pin::new(&mut self.inner).poll_read(cx, buf);
        (self.log)(&self.seen)
            .lock()
            .unwrap()
            .extend_from_slice(&buf.filled()[before..]);
        result
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Recorder<S> {
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
