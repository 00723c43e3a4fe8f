//! A throw-away authority, and servers on loopback that play a script to whoever comes and record every byte they are
//! sent, on the wire and inside TLS. Shared by the unit tests of `net`, `mail` and `account` and by the tests in `tests/`:
//! each uses a part of it.

use std::{
    io,
    net::IpAddr,
    pin::Pin,
    sync::{Arc, Mutex},
    task::{Context, Poll},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt, ReadBuf},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

pub(crate) const DOMAIN: &str = "ac-exemple.test";

/// A throw-away certificate authority.
pub(crate) struct Authority {
    pub(crate) pem: String,
    params: CertificateParams,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Self {
        Self::named(&[(DnType::CommonName, name)])
    }

    /// As a maker of equipment names itself.
    pub(crate) fn of(organisation: &str, name: &str) -> Self {
        Self::named(&[(DnType::CommonName, name), (DnType::OrganizationName, organisation)])
    }

    fn named(name: &[(DnType, &str)]) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        for (kind, value) in name {
            params.distinguished_name.push(kind.clone(), *value);
        }
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            pem,
            params: params.clone(),
            issuer: Issuer::new(params, key),
        }
    }

    /// The same name and key in a certificate of another day, PEM.
    pub(crate) fn renewed(&self) -> String {
        let mut params = self.params.clone();
        params.not_after = date_time_ymd(2090, 1, 1);
        params.serial_number = Some(77_u64.into());
        params.self_signed(self.issuer.key()).unwrap().pem()
    }

    /// A certificate for `name`, valid from year to year.
    pub(crate) fn certificate(&self, name: &str, years: (i32, i32)) -> (CertificateDer<'static>, KeyPair) {
        let key = KeyPair::generate().unwrap();
        let certificate = server(name, years).signed_by(&key, &self.issuer).unwrap();
        (certificate.der().clone(), key)
    }

    /// TLS for `name`, valid today and for a long time.
    pub(crate) fn tls(&self, name: &str) -> Arc<ServerConfig> {
        self.tls_between(name, (2020, 2100))
    }

    /// TLS for `name`, valid from year to year.
    pub(crate) fn tls_between(&self, name: &str, years: (i32, i32)) -> Arc<ServerConfig> {
        let (certificate, key) = self.certificate(name, years);
        config(certificate, &key)
    }

    /// The data of an academy whose pack brings this authority.
    pub(crate) fn data(&self) -> String {
        format!(
            "id = 'exemple'\nname = 'Exemple'\nofficial_name = \"académie d'Exemple\"\nkind = 'practice'\n\
             domains = [{{ value = '{DOMAIN}', confidence = 'pack' }}]\n[connectors]\nroots_pem = '''{}'''",
            self.pem
        )
    }
}

/// TLS for `name` that nobody signed.
pub(crate) fn self_signed(name: &str) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let mut params = server(name, (2020, 2100));
    params.distinguished_name.push(DnType::CommonName, "Boîtier");
    config(params.self_signed(&key).unwrap().der().clone(), &key)
}

/// TLS from the files of a rig.
pub(crate) fn tls_of(folder: &str) -> Arc<ServerConfig> {
    let certificate = CertificateDer::from_pem_file(format!("{folder}/server.crt")).unwrap();
    let key = PrivateKeyDer::from_pem_file(format!("{folder}/server.key")).unwrap();
    with_key(certificate, key)
}

fn server(name: &str, years: (i32, i32)) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.not_before = date_time_ymd(years.0, 1, 1);
    params.not_after = date_time_ymd(years.1, 1, 1);
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

fn config(certificate: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    with_key(certificate, PrivateKeyDer::try_from(key.serialize_der()).unwrap())
}

fn with_key(certificate: CertificateDer<'static>, key: PrivateKeyDer<'static>) -> Arc<ServerConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    Arc::new(config)
}

/// What a server does next.
#[derive(Clone)]
pub(crate) enum Step {
    /// Sends this.
    Say(Vec<u8>),
    /// The same bytes until the client leaves.
    Forever(Vec<u8>),
    /// One byte at a time, a tenth of a second apart, until the client leaves.
    Drip(Vec<u8>),
    /// Reads a line.
    Hear,
    /// Reads this many bytes.
    HearBytes(usize),
    /// Handshakes.
    Tls(Arc<ServerConfig>),
    /// Closes at once.
    Cut,
    /// Waits for the first word and cuts without reading it: a RST.
    Reset,
}

pub(crate) fn say(text: &str) -> Step {
    Step::Say(text.as_bytes().to_vec())
}

/// What was heard.
#[derive(Clone, Default)]
pub(crate) struct Record(Arc<Seen>);

#[derive(Default)]
struct Seen {
    wire: Mutex<Vec<u8>>,
    inside: Mutex<Vec<u8>>,
}

impl Record {
    /// Listens at `address`:`port` (0: any) and plays `script` to everybody; the port.
    pub(crate) async fn listen(&self, address: IpAddr, port: u16, script: Vec<Step>) -> u16 {
        let listener = TcpListener::bind((address, port)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let record = self.clone();
        tokio::spawn(async move {
            while let Ok((tcp, _)) = listener.accept().await {
                tokio::spawn(play(script.clone(), tcp, record.0.clone()));
            }
        });
        port
    }

    /// How many bytes came, on the wire and inside TLS.
    pub(crate) fn heard(&self) -> (usize, usize) {
        (self.0.wire.lock().unwrap().len(), self.0.inside.lock().unwrap().len())
    }

    /// How often `needle` came.
    pub(crate) fn times(&self, needle: &str) -> usize {
        let within = |bytes: &Mutex<Vec<u8>>| {
            let bytes = bytes.lock().unwrap();
            let windows = bytes.windows(needle.len());
            windows.filter(|window| *window == needle.as_bytes()).count()
        };
        within(&self.0.wire) + within(&self.0.inside)
    }

    /// Whether any of `traces` came, on the wire or inside TLS.
    pub(crate) fn holds(&self, traces: &[Vec<u8>]) -> bool {
        [&self.0.wire, &self.0.inside].into_iter().any(|bytes| {
            let bytes = bytes.lock().unwrap();
            traces
                .iter()
                .any(|trace| bytes.windows(trace.len()).any(|window| window == trace))
        })
    }
}

/// Every way the sign-in protocols may write a secret: as it is, and within base64 at each of three alignments.
pub(crate) fn traces(secret: &str) -> Vec<Vec<u8>> {
    let within = (0..3_usize).map(|shift| {
        let padded = [&vec![0; shift][..], secret.as_bytes()].concat();
        let text = STANDARD.encode(&padded);
        // Characters that hold bits of the neighbours are left out.
        let (start, end) = ((shift * 8).div_ceil(6), padded.len() * 8 / 6);
        text.as_bytes()[start..end].to_vec()
    });
    within.chain([secret.as_bytes().to_vec()]).collect()
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send> Stream for T {}

async fn play(script: Vec<Step>, tcp: TcpStream, seen: Arc<Seen>) -> io::Result<()> {
    if matches!(script.as_slice(), [Step::Reset]) {
        tcp.readable().await?;
        return Ok(());
    }
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
            Step::Forever(bytes) => loop {
                stream.write_all(&bytes).await?;
            },
            Step::Drip(bytes) => {
                for byte in bytes.iter().cycle() {
                    stream.write_all(&[*byte]).await?;
                    stream.flush().await?;
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
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
            Step::Reset | Step::Cut => return Ok(()),
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
