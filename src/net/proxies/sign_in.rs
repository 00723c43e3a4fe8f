//! The name and password a web proxy may want (407). What it answers is read in [`said`](super::said).
//!
//! A person types them for the one proxy that asked, or the settings of this computer bring them along; nobody else ever
//! gets them. They leave as Basic, like a browser's: whoever stands between reads them, so they are never those of the
//! account. They are tried once: a proxy that says no has them forgotten, and nothing is sent again by itself. They live in
//! memory only.
//!
//! The https client would send what it is lent with every connection it opens, and several are opened at once: what no
//! longer serves would be counted several times. So one CONNECT of our own asks first, and what was not taken by the proxy
//! a moment ago is not lent. TLS to a proxy of `https://` is ours too, under the trust of every other client.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use proxy_watch::ProxyAuth;
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncWrite, AsyncWriteExt},
    time::{Duration, Instant, timeout},
};
use tokio_rustls::TlsConnector;
use url::Url;
use zeroize::Zeroizing;

use super::{
    Route, name_of,
    said::{Said, head},
};
use crate::{
    net::{
        Net, Purpose,
        fault::{Cause, Fault},
        https::https_fault,
        reach,
    },
    secret::Password,
};

/// How long a proxy's yes is believed: the connections of one look are opened in less.
const BELIEVED: Duration = Duration::from_secs(5);
/// Who we are is asked first: a proxy that is silent for so long looks for the host already.
const ASKED_FIRST: Duration = Duration::from_secs(2);

/// Which proxies ask for a sign-in, and what opens those that do no more. By name.
#[derive(Default)]
pub(super) struct SignIns {
    asking: Mutex<BTreeMap<String, Way>>,
    open: Mutex<BTreeMap<String, Login>>,
    /// One at a time asks whether it still does.
    proving: tokio::sync::Mutex<()>,
}

/// What a proxy was asked for when it wanted a sign-in: asked again with one.
#[derive(Clone)]
struct Way {
    proxy: Url,
    host: String,
    port: u16,
}

/// For one proxy.
#[derive(Clone)]
pub(super) struct Login {
    pub(super) user: String,
    pub(super) password: Arc<Password>,
    /// When the proxy took it last; settings bring some that it never did.
    pub(super) taken: Option<Instant>,
}

impl SignIns {
    /// Writes what opened this proxy into its address, as reqwest wants it.
    pub(super) fn lend(&self, proxy: &mut Url) {
        let Some(login) = self.lent(proxy) else { return };
        // The setters leave `%` as it is, and whoever reads the address decodes it.
        let whole = |text: &str| Zeroizing::new(text.replace('%', "%25"));
        let _ = proxy.set_username(&whole(&login.user));
        let _ = proxy.set_password(Some(&whole(login.password.expose())));
    }

    /// What its connections are signed in with.
    fn lent(&self, proxy: &Url) -> Option<Login> {
        self.of(proxy).filter(|login| login.taken.is_some())
    }

    fn of(&self, proxy: &Url) -> Option<Login> {
        held(&self.open).get(&name_of(proxy)?).cloned()
    }

    /// The proxy wants a sign-in; what opened it before no longer does.
    fn asks(&self, name: &str, way: Way) {
        held(&self.open).remove(name);
        held(&self.asking).insert(name.to_owned(), way);
    }

    /// The settings of this computer bring a sign-in along.
    pub(super) fn configured(&self, proxy: &Url, auth: &ProxyAuth) {
        if let (Some(name), Some(password)) = (name_of(proxy), auth.password()) {
            let login = Login {
                user: auth.username().to_owned(),
                password: Password::new(password.to_owned()).into(),
                taken: None,
            };
            // One it has already refused is not tried again because another host is asked for.
            if !held(&self.asking).contains_key(&name) {
                held(&self.open).entry(name).or_insert(login);
            }
        }
    }

    /// The proxy has just taken it.
    pub(super) fn opened(&self, name: &str, login: Login) {
        let taken = Some(Instant::now());
        self.keep(name, Login { taken, ..login });
    }

    pub(super) fn keep(&self, name: &str, login: Login) {
        held(&self.asking).remove(name);
        held(&self.open).insert(name.to_owned(), login);
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Login {
    fn is_to_be_proved(&self) -> bool {
        self.taken.is_none_or(|taken| taken.elapsed() > BELIEVED)
    }

    /// The header of RFC 7617.
    fn basic(&self) -> Zeroizing<String> {
        let pair = Zeroizing::new(format!("{}:{}", self.user, self.password.expose()));
        let pair = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
        Zeroizing::new(format!("Proxy-Authorization: Basic {}\r\n", pair.as_str()))
    }
}

impl Net {
    /// Gives the web proxy called `proxy` the name and password it asked for. Tried once; kept for as long as this program
    /// runs if the proxy takes them, forgotten otherwise. Nothing is sent when no proxy of that name asks.
    ///
    /// # Errors
    /// [`Cause::ProxyPasswordRefused`]; [`Cause::ProxyUnreachable`].
    pub async fn sign_in_to_proxy(&self, proxy: &str, user: String, password: Password) -> Result<(), Fault> {
        let sign_ins = &self.proxies.sign_ins;
        let Some(way) = held(&sign_ins.asking).get(proxy).cloned() else {
            return Ok(());
        };
        let login = Login {
            user,
            password: password.into(),
            taken: None,
        };
        let refused = || Cause::ProxyPasswordRefused {
            proxy: proxy.to_owned(),
        };
        // RFC 7617 has no way to write these.
        let unwritable = login.user.contains(':') || login.user.chars().any(char::is_control);
        let said = match unwritable {
            true => Err(refused()),
            false => match self.ask_proxy(&way, Some(&login)).await {
                Ok(Said::WantsSignIn { .. }) => Err(refused()),
                // Whatever it makes of the way itself: it no longer asks who we are.
                Ok(Said::Open | Said::Refuses(_)) => Ok(()),
                Err(cause) => Err(cause),
            },
        };
        match said {
            Ok(()) => {
                sign_ins.opened(proxy, login);
                Ok(())
            }
            Err(cause) => Err(Fault::new(&way.host, way.port, cause)),
        }
    }

    /// Before a connection to `host`: asks the proxy in between, where we have a sign-in for it and did not ask just now,
    /// whether it still takes it.
    pub(in crate::net) async fn prove_sign_in(&self, host: &str, port: u16) {
        let sign_ins = &self.proxies.sign_ins;
        let Some(proxy) = self.proxy_to(host).await else { return };
        let Some(name) = name_of(&proxy) else { return };
        let _alone = sign_ins.proving.lock().await;
        let Some(login) = sign_ins.of(&proxy).filter(Login::is_to_be_proved) else {
            return;
        };
        let way = Way {
            proxy,
            host: host.to_owned(),
            port,
        };
        match timeout(ASKED_FIRST, self.ask_proxy(&way, Some(&login))).await {
            Ok(Ok(Said::WantsSignIn { .. })) => sign_ins.asks(&name, way),
            Ok(Ok(Said::Open | Said::Refuses(_))) | Err(_) => sign_ins.opened(&name, login),
            // It will be said of the connection itself.
            Ok(Err(_)) => {}
        }
    }

    /// Why an https exchange with `host` failed: as [`https_fault`], and when a proxy stands in between, what it says.
    pub(in crate::net) async fn why_https_failed(&self, error: &reqwest::Error, host: &str) -> Fault {
        let fault = https_fault(error, host);
        let verified_too_far = !error.is_connect() || fault.cause.is_of_certificate();
        if verified_too_far || self.is_practice() {
            return fault;
        }
        let proxy = match self.proxies.known(host) {
            Some(Route::Through(proxy)) => proxy,
            Some(Route::Astray(cause)) => return Fault { cause, ..fault },
            Some(Route::Direct) | None => return fault,
        };
        let login = self.proxies.sign_ins.lent(&proxy);
        let way = Way {
            host: host.to_owned(),
            port: fault.port,
            proxy,
        };
        let Some(name) = name_of(&way.proxy) else { return fault };
        let cause = match self.ask_proxy(&way, login.as_ref()).await {
            Ok(Said::Open) => return fault,
            Ok(Said::WantsSignIn { basic: true }) => {
                self.proxies.sign_ins.asks(&name, way);
                Cause::ProxySignIn { proxy: name }
            }
            // A way of signing in that is not ours: nobody is asked for a password that cannot be used.
            Ok(Said::WantsSignIn { basic: false }) => Cause::ProxyRefused {
                proxy: name,
                status: 407,
            },
            Ok(Said::Refuses(status)) => Cause::ProxyRefused { proxy: name, status },
            Err(cause) => cause,
        };
        Fault { cause, ..fault }
    }

    /// Asks a proxy for a way, with a sign-in or without.
    ///
    /// # Errors
    /// [`Cause::ProxyUnreachable`]: nothing that is HTTP answers there.
    async fn ask_proxy(&self, way: &Way, login: Option<&Login>) -> Result<Said, Cause> {
        let name = name_of(&way.proxy).unwrap_or_default();
        let unreachable = || Cause::ProxyUnreachable { proxy: name.clone() };
        let asked = timeout(self.deadlines.resolve, self.connect_request(way, login)).await;
        match asked {
            Ok(Ok(head)) => Said::of(&head).ok_or_else(unreachable),
            Ok(Err(_)) | Err(_) => Err(unreachable()),
        }
    }

    /// The CONNECT request of RFC 9110 §9.3.6, and the head of its answer.
    async fn connect_request(&self, way: &Way, login: Option<&Login>) -> io::Result<Vec<u8>> {
        let (host, port) = (
            way.proxy.host_str().unwrap_or_default(),
            way.proxy.port_or_known_default().unwrap_or_default(),
        );
        let addresses = match host.trim_matches(['[', ']']).parse() {
            Ok(address) => vec![SocketAddr::new(address, port)],
            Err(_) => reach::addresses(&self.hosts, host, port, &self.deadlines)
                .await
                .map_err(io::Error::other)?,
        };
        self.note(host, port, Purpose::Proxy);
        let tcp = reach::connect(&addresses, &self.deadlines)
            .await
            .map_err(io::Error::other)?;
        if way.proxy.scheme() == "http" {
            return way.asked_over(tcp, login).await;
        }
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned()).map_err(io::Error::other)?;
        let config = Arc::new(self.tls_config().map_err(io::Error::other)?);
        let tls = TlsConnector::from(config).connect(name, tcp).await?;
        way.asked_over(tls, login).await
    }
}

impl Way {
    async fn asked_over(
        &self,
        mut proxy: impl AsyncRead + AsyncWrite + Unpin,
        login: Option<&Login>,
    ) -> io::Result<Vec<u8>> {
        let authorization = login.map(Login::basic).unwrap_or_default();
        let request = Zeroizing::new(format!(
            "CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{}\r\n",
            authorization.as_str(),
            host = self.host,
            port = self.port,
        ));
        proxy.write_all(request.as_bytes()).await?;
        proxy.flush().await?;
        head(proxy).await
    }
}
