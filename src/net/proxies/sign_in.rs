//! What a web proxy answers when it is asked for a way, and the name and password it may want (407).
//!
//! A person types them for the one proxy that asked, and nobody else ever gets them. They leave as Basic, like a browser's:
//! whoever stands between reads them, so they are never those of the account. They are tried once: a proxy that says no has
//! them forgotten, and nothing is sent again by itself. They live in memory only.

use std::{
    collections::BTreeMap,
    io,
    net::SocketAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use proxy_watch::ProxyAuth;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    time::timeout,
};
use url::Url;
use zeroize::Zeroizing;

use super::{Route, name_of};
use crate::{
    net::{
        Net, Purpose,
        fault::{Cause, Fault},
        https::https_fault,
        reach,
    },
    secret::Password,
};

/// Bytes of what a proxy answers to CONNECT.
const HEAD_LIMIT: u64 = 16 * 1024;

/// Which proxies ask for a sign-in, and what opened those that do no more. By name.
#[derive(Default)]
pub(super) struct SignIns {
    asking: Mutex<BTreeMap<String, Way>>,
    open: Mutex<BTreeMap<String, Login>>,
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
}

impl SignIns {
    /// Writes what opened this proxy into its address, as reqwest wants it.
    pub(super) fn lend(&self, proxy: &mut Url) {
        let Some(login) = self.of(proxy) else { return };
        // The setters leave `%` as it is, and whoever reads the address decodes it.
        let whole = |text: &str| Zeroizing::new(text.replace('%', "%25"));
        let _ = proxy.set_username(&whole(&login.user));
        let _ = proxy.set_password(Some(&whole(login.password.expose())));
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
            };
            // One it has already refused is not tried again because another host is asked for.
            if !held(&self.asking).contains_key(&name) {
                held(&self.open).entry(name).or_insert(login);
            }
        }
    }

    pub(super) fn opened(&self, name: &str, login: Login) {
        held(&self.asking).remove(name);
        held(&self.open).insert(name.to_owned(), login);
    }
}

fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Login {
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

    /// Why an https exchange with `host` failed: as [`https_fault`], and when a proxy stands in between, what it says.
    pub async fn why_https_failed(&self, error: &reqwest::Error, host: &str) -> Fault {
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
        let login = self.proxies.sign_ins.of(&proxy);
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
        // TLS to the proxy itself: its certificate is for reqwest to judge.
        if way.proxy.scheme() != "http" {
            return Ok(Said::Open);
        }
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
        let mut tcp = reach::connect(&addresses, &self.deadlines)
            .await
            .map_err(io::Error::other)?;
        let authorization = login.map(Login::basic).unwrap_or_default();
        let request = Zeroizing::new(format!(
            "CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{}\r\n",
            authorization.as_str(),
            host = way.host,
            port = way.port,
        ));
        tcp.write_all(request.as_bytes()).await?;
        head(tcp.take(HEAD_LIMIT)).await
    }
}

/// What a proxy answers to CONNECT.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Said {
    /// The way is open.
    Open,
    /// 407, or a no to what was given; `basic`: a name and a password are among what it takes.
    WantsSignIn { basic: bool },
    /// Another status.
    Refuses(u16),
}

impl Said {
    fn of(head: &[u8]) -> Option<Self> {
        Some(match status_of(head)? {
            200..300 => Self::Open,
            // 401 is tinyproxy's no to a name and password it was given.
            407 | 401 => Self::WantsSignIn {
                basic: offers_basic(head),
            },
            status => Self::Refuses(status),
        })
    }
}

/// Reads up to the empty line, of a bounded stream.
async fn head(mut stream: impl AsyncRead + Unpin) -> io::Result<Vec<u8>> {
    let (mut head, mut chunk) = (Vec::new(), [0_u8; 512]);
    let ended = |head: &[u8]| head.windows(4).any(|four| four == b"\r\n\r\n");
    while !ended(&head) {
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    Ok(head)
}

/// `HTTP/1.1 407 Proxy Authentication Required`.
pub(in crate::net) fn status_of(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok().filter(|status| (100..600).contains(status))
}

/// Whether `Proxy-Authenticate` (RFC 9110 §11.7.1) names Basic, or is left out.
pub(in crate::net) fn offers_basic(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let values = text.lines().filter_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("proxy-authenticate").then_some(value)
    });
    let schemes: Vec<&str> = values
        .flat_map(|value| value.split(','))
        .filter_map(|challenge| challenge.split_whitespace().next())
        .collect();
    schemes.is_empty() || schemes.iter().any(|scheme| scheme.eq_ignore_ascii_case("basic"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_status_is_three_digits_after_http() {
        assert_eq!(status_of(b"HTTP/1.1 407 Non\r\n"), Some(407));
        for odd in [&b"SSH-2.0\r\n"[..], b"HTTP/2 407", b"HTTP/1.1 4070", b"", b"\xff\xfe"] {
            assert_eq!(status_of(odd), None);
        }
    }

    #[test]
    fn a_no_to_a_sign_in_is_no_answer_about_the_way() {
        for (head, said) in [
            ("HTTP/1.1 200 OK\r\n\r\n", Some(Said::Open)),
            (
                "HTTP/1.1 401 Unauthorized\r\n\r\n",
                Some(Said::WantsSignIn { basic: true }),
            ),
            ("HTTP/1.1 502 Bad Gateway\r\n\r\n", Some(Said::Refuses(502))),
            ("bonjour\r\n\r\n", None),
        ] {
            assert_eq!(Said::of(head.as_bytes()), said, "{head}");
        }
    }

    #[test]
    fn basic_is_one_of_the_ways_a_proxy_may_name() {
        for (head, basic) in [
            ("HTTP/1.1 407 x\r\n\r\n", true),
            (
                "HTTP/1.1 407 x\r\nproxy-authenticate: basic realm=\"lycée\"\r\n\r\n",
                true,
            ),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n",
                false,
            ),
            (
                "HTTP/1.1 407 x\r\nProxy-Authenticate: Negotiate, Basic realm=x\r\n\r\n",
                true,
            ),
        ] {
            assert_eq!(offers_basic(head.as_bytes()), basic, "{head}");
        }
    }
}
