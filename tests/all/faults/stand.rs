//! Servers that lie, each at an address of its own: they play a script to whoever comes and record every byte they are
//! sent, on the wire and inside TLS.

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
use rentree::academy::{Academy, Origin};
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

/// A throwaway authority.
pub(crate) struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str, organisation: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.distinguished_name.push(DnType::OrganizationName, organisation);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self {
            pem,
            issuer: Issuer::new(params, key),
        }
    }

    /// TLS for `name`, valid from year to year.
    pub(crate) fn tls(&self, name: &str, years: (i32, i32)) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let certificate = server(name, years).signed_by(&key, &self.issuer).unwrap();
        config(certificate.der().clone(), &key)
    }

    /// An academy whose pack brings this authority.
    pub(crate) fn academy(&self) -> Academy {
        let mut academy: Academy = toml::from_str(&self.text()).unwrap();
        academy.origin = Origin::Practice;
        academy
    }

    pub(crate) fn text(&self) -> String {
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
    let mut params = server(name, (2020, 2090));
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
pub(crate) enum Act {
    Say(Vec<u8>),
    /// The same bytes until the client leaves.
    Forever(Vec<u8>),
    /// One byte at a time, a tenth of a second apart, until the client leaves.
    Drip(Vec<u8>),
    /// Reads a line.
    Hear,
    Tls(Arc<ServerConfig>),
    /// Waits for the first word and cuts without reading it: a RST.
    Reset,
}

pub(crate) fn say(text: &str) -> Act {
    Act::Say(text.as_bytes().to_vec())
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
    pub(crate) async fn listen(&self, address: IpAddr, port: u16, script: Vec<Act>) -> u16 {
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

async fn play(script: Vec<Act>, tcp: TcpStream, seen: Arc<Seen>) -> io::Result<()> {
    if matches!(script.as_slice(), [Act::Reset]) {
        tcp.readable().await?;
        return Ok(());
    }
    let mut stream: Box<dyn Stream> = Box::new(Recorder {
        inner: tcp,
        seen: seen.clone(),
        log: |seen| &seen.wire,
    });
    for act in script {
        match act {
            Act::Say(bytes) => {
                stream.write_all(&bytes).await?;
                stream.flush().await?;
            }
            Act::Forever(bytes) => loop {
                stream.write_all(&bytes).await?;
            },
            Act::Drip(bytes) => {
                for byte in bytes.iter().cycle() {
                    stream.write_all(&[*byte]).await?;
                    stream.flush().await?;
                    tokio::time::sleep(std::time::Duration::from_millis(100)).await;
                }
            }
            Act::Hear => while stream.read_u8().await? != b'\n' {},
            Act::Tls(config) => {
                let inner = TlsAcceptor::from(config).accept(stream).await?;
                stream = Box::new(Recorder {
                    inner,
                    seen: seen.clone(),
                    log: |seen| &seen.inside,
                });
            }
            Act::Reset => return Ok(()),
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
