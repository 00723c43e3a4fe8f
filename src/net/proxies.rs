//! The web proxy of this computer's settings, for https only: mail never goes through one, and none is ever guessed.
//!
//! Settings are those of the system (Windows, macOS, GNOME), before them the `*_proxy` of the environment. A script (PAC)
//! is fetched and run with a limit on its size and its time; as in browsers, one that cannot be used means no proxy, and
//! is what is said when the way without it fails too. Automatic discovery (WPAD) is not followed: whoever names a
//! computer `wpad` would choose where our traffic goes.
//!
//! A proxy that wants a sign-in (407) gets the name and password typed for it, as Basic, like a browser: readable by
//! whoever stands between. They are never those of the account, and live in memory only.

use std::{
    collections::BTreeMap,
    fmt,
    net::UdpSocket,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use proxy_watch::{
    EnvPrecedence, ProxyConfig, ProxyEnv, ProxyStep,
    pac::{PacPolicy, PacRequirement, PacScript, requirement},
    resolve_with_pac,
};
use rustls::ClientConfig;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
    time::timeout,
};
use url::Url;
use zeroize::Zeroizing;

use super::{
    Net, Purpose,
    fault::{Cause, Fault, presentable},
    https::{https_body, https_fault},
    reach,
};
use crate::secret::Password;

/// Bytes of a proxy script: those of whole cities have less than a tenth of it.
const SCRIPT_LIMIT: usize = 1024 * 1024;
/// Time to fetch one, and to run it.
const SCRIPT_TIME: Duration = Duration::from_secs(3);
/// Bytes of what a proxy answers to CONNECT.
const HEAD_LIMIT: u64 = 16 * 1024;

/// What is known of the proxies; shared by the clones of a [`Net`].
#[derive(Default)]
pub(super) struct Proxies {
    settings: OnceLock<ProxyConfig>,
    script: OnceLock<Result<Option<PacScript>, Cause>>,
    routes: Mutex<BTreeMap<String, Route>>,
    login: Mutex<Option<Login>>,
}

struct Login {
    user: String,
    password: Password,
}

/// How https reaches a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Route {
    Direct,
    /// Through this proxy, `http://` or `https://`.
    Through(Url),
    /// Direct, because the script that should have said is unusable.
    Astray(Cause),
}

impl fmt::Debug for Proxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Proxies").finish_non_exhaustive()
    }
}

impl Proxies {
    /// For tests: these settings, not the machine's.
    #[cfg(test)]
    pub(super) fn of(settings: ProxyConfig) -> Self {
        let proxies = Self::default();
        let _ = proxies.settings.set(settings);
        proxies
    }

    /// The proxy for `url`, as reqwest wants it. May fetch and run a script, once for each host: on a thread of its own,
    /// so that it works whatever runtime calls.
    pub(super) fn proxy_for(&self, url: &Url, tls: &ClientConfig) -> Option<Url> {
        let mut proxy = match self.route(url.host_str()?, tls) {
            Route::Through(proxy) => proxy,
            Route::Direct | Route::Astray(_) => return None,
        };
        let login = self.login.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(login) = login.as_ref() {
            let _ = proxy.set_username(&login.user);
            let _ = proxy.set_password(Some(login.password.expose()));
        }
        Some(proxy)
    }

    fn route(&self, host: &str, tls: &ClientConfig) -> Route {
        if let Some(known) = self.known(host) {
            return known;
        }
        let found = std::thread::scope(|scope| scope.spawn(|| self.find(host, tls)).join());
        let found = found.unwrap_or(Route::Direct);
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.insert(host.to_owned(), found.clone());
        found
    }

    fn known(&self, host: &str) -> Option<Route> {
        let routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        routes.get(host).cloned()
    }

    fn find(&self, host: &str, tls: &ClientConfig) -> Route {
        let settings = self.settings.get_or_init(of_this_computer);
        let script = self.script.get_or_init(|| script_of(settings, tls));
        let Ok(url) = Url::parse(&format!("https://{host}/")) else {
            return Route::Direct;
        };
        let script = match (script, requirement(&settings.effective)) {
            (_, PacRequirement::Discover) => return Route::Direct,
            (Err(cause), _) => return Route::Astray(cause.clone()),
            (Ok(script), _) => script.as_ref(),
        };
        match resolve_with_pac(settings, &url, script, &policy()) {
            // The first way we can go; a proxy of a kind we do not speak is passed over.
            Ok(steps) => steps.iter().find_map(usable).unwrap_or(Route::Direct),
            Err(error) => {
                tracing::warn!(%error, "proxy settings unusable");
                Route::Astray(Cause::ProxyScript {
                    script: script_host(settings),
                })
            }
        }
    }

    fn sign_in(&self, login: Login) {
        *self.login.lock().unwrap_or_else(PoisonError::into_inner) = Some(login);
    }

    /// The CONNECT request of RFC 9110 §9.3.6; it may hold a password.
    fn connect_request(&self, host: &str, port: u16) -> Zeroizing<String> {
        let login = self.login.lock().unwrap_or_else(PoisonError::into_inner);
        let authorization = login.as_ref().map(|login| {
            let pair = Zeroizing::new(format!("{}:{}", login.user, login.password.expose()));
            let pair = Zeroizing::new(STANDARD.encode(pair.as_bytes()));
            Zeroizing::new(format!("Proxy-Authorization: Basic {}\r\n", pair.as_str()))
        });
        let authorization = authorization.as_ref().map_or("", |line| line.as_str());
        Zeroizing::new(format!(
            "CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n{authorization}\r\n"
        ))
    }
}

fn of_this_computer() -> ProxyConfig {
    let system = proxy_watch::read().unwrap_or_else(|error| {
        tracing::debug!(%error, "no proxy settings of the system");
        ProxyConfig::direct()
    });
    match ProxyEnv::from_env() {
        Ok(environment) => system.with_env(&environment, EnvPrecedence::BeforeSystem),
        Err(_) => system,
    }
}

fn usable(step: &ProxyStep) -> Option<Route> {
    match step {
        ProxyStep::Direct => Some(Route::Direct),
        ProxyStep::Http(_) | ProxyStep::Https(_) => step.to_url().map(Route::Through),
        _ => None,
    }
}

/// Scripts ask for the addresses of names inside the school's network, and for ours.
fn policy() -> PacPolicy {
    let policy = PacPolicy::new()
        .with_timeout(Some(SCRIPT_TIME))
        .with_dns_resolution(true)
        .with_internal_addresses(true);
    // Nothing is sent: the system only says from where it would be (RFC 5737 keeps that address free).
    let own = UdpSocket::bind(("0.0.0.0", 0)).and_then(|socket| {
        socket.connect(("192.0.2.1", 9))?;
        socket.local_addr()
    });
    match own {
        Ok(own) => policy.with_my_ip_address(own.ip()),
        Err(_) => policy,
    }
}

fn script_host(settings: &ProxyConfig) -> String {
    match requirement(&settings.effective) {
        PacRequirement::Fetch(url) => url.host_str().map(presentable).unwrap_or_default(),
        _ => String::new(),
    }
}

fn script_of(settings: &ProxyConfig, tls: &ClientConfig) -> Result<Option<PacScript>, Cause> {
    let unusable = || Cause::ProxyScript {
        script: script_host(settings),
    };
    let text = match requirement(&settings.effective) {
        PacRequirement::Inline(script) => Some(script.to_owned()),
        PacRequirement::Fetch(url) if url.scheme() == "file" => url.to_file_path().ok().and_then(|path| local(&path)),
        PacRequirement::Fetch(url) => fetched(url, tls),
        // Discovery, which is not followed; and what the library may learn later.
        _ => return Ok(None),
    };
    text.map(|text| Some(PacScript::new(text))).ok_or_else(unusable)
}

fn local(path: &Path) -> Option<String> {
    let length = std::fs::metadata(path).ok()?.len();
    let fits = usize::try_from(length).is_ok_and(|length| length <= SCRIPT_LIMIT);
    fits.then(|| std::fs::read_to_string(path).ok()).flatten()
}

/// The script may come in the clear: it says no secret, and what it answers is a proxy that sees ciphertext only.
fn fetched(url: &Url, tls: &ClientConfig) -> Option<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .ok()?;
    runtime.block_on(async {
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(tls.clone())
            .no_proxy()
            .timeout(SCRIPT_TIME)
            .build()
            .map_err(|error| tracing::warn!(%error, "proxy script"))
            .ok()?;
        let response = client.get(url.clone()).send().await.ok()?.error_for_status().ok()?;
        let body = https_body(response, "", SCRIPT_LIMIT).await.ok()?;
        String::from_utf8(body).ok()
    })
}

impl Net {
    /// Gives the web proxy the name and password it asked for, for as long as this program runs. They are not those of
    /// the account: a proxy reads them.
    pub fn sign_in_to_proxy(&self, user: String, password: Password) {
        self.proxies.sign_in(Login { user, password });
    }

    /// Why an https exchange with `host` failed: as [`https_fault`], and when a proxy stands in between, what it says.
    pub async fn why_https_failed(&self, error: &reqwest::Error, host: &str) -> Fault {
        let fault = https_fault(error, host);
        let verified_too_far = !error.is_connect() || fault.cause.is_of_certificate();
        if verified_too_far || self.is_practice() {
            return fault;
        }
        match self.proxies.known(host) {
            Some(Route::Through(proxy)) => match self.ask_proxy(&proxy, host, fault.port).await {
                Some(cause) => Fault { cause, ..fault },
                None => fault,
            },
            Some(Route::Astray(cause)) => Fault { cause, ..fault },
            Some(Route::Direct) | None => fault,
        }
    }

    /// Asks the proxy for the way to `host`:`port`; `None`: it lets us through.
    async fn ask_proxy(&self, proxy: &Url, host: &str, port: u16) -> Option<Cause> {
        let proxy_host = proxy.host_str()?;
        let proxy_port = proxy.port_or_known_default()?;
        let name = presentable(&format!("{proxy_host}:{proxy_port}"));
        // TLS to the proxy itself: its certificate is for reqwest to judge.
        if proxy.scheme() != "http" {
            return None;
        }
        let exchange = async {
            let addresses = match proxy_host.trim_matches(['[', ']']).parse() {
                Ok(address) => vec![std::net::SocketAddr::new(address, proxy_port)],
                Err(_) => reach::addresses(&self.hosts, proxy_host, proxy_port, &self.deadlines).await?,
            };
            self.note(proxy_host, proxy_port, Purpose::Proxy);
            let mut tcp = reach::connect(&addresses, &self.deadlines).await?;
            let request = self.proxies.connect_request(host, port);
            let io = |error: std::io::Error| Cause::within(&error).unwrap_or(Cause::Reset);
            tcp.write_all(request.as_bytes()).await.map_err(io)?;
            let head = first_line(tcp.take(HEAD_LIMIT)).await.map_err(io)?;
            Ok::<_, Cause>(status_of(&head))
        };
        match timeout(self.deadlines.total, exchange).await {
            Ok(Ok(Some(200..300))) => None,
            Ok(Ok(Some(407))) => Some(Cause::ProxySignIn { proxy: name }),
            Ok(Ok(Some(status))) => Some(Cause::ProxyRefused { proxy: name, status }),
            Ok(Ok(None) | Err(_)) | Err(_) => Some(Cause::ProxyUnreachable { proxy: name }),
        }
    }
}

/// Reads up to the end of the first line, of a bounded stream.
async fn first_line(mut stream: impl AsyncRead + Unpin) -> std::io::Result<Vec<u8>> {
    let (mut head, mut chunk) = (Vec::new(), [0_u8; 512]);
    while !head.contains(&b'\n') {
        let read = stream.read(&mut chunk).await?;
        if read == 0 {
            break;
        }
        head.extend_from_slice(chunk.get(..read).unwrap_or_default());
    }
    Ok(head)
}

/// `HTTP/1.1 407 Proxy Authentication Required`.
pub(super) fn status_of(head: &[u8]) -> Option<u16> {
    let line = head.split(|byte| *byte == b'\n').next()?;
    let line = std::str::from_utf8(line).ok()?;
    let mut words = line.split_ascii_whitespace();
    words.next().filter(|version| version.starts_with("HTTP/1."))?;
    words.next()?.parse().ok().filter(|status| (100..600).contains(status))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proxy_watch::{ProxyConfigSource, ProxyMode};

    use super::*;
    use crate::net::{
        Hosts,
        testing::{Authority, HOST, Server, Step, say},
    };

    /// No practice: the proxy of the settings is used; a name of `.test` is never asked of a resolver.
    fn net(mode: ProxyMode) -> Net {
        let mut net = Net::new(Hosts::new()).unwrap();
        net.proxies = Arc::new(Proxies::of(ProxyConfig::from_source(ProxyConfigSource::Env, mode)));
        net
    }

    fn through(port: u16) -> ProxyMode {
        let variables = [("https_proxy", format!("http://127.0.0.1:{port}"))];
        ProxyEnv::from_vars(variables).unwrap().to_mode()
    }

    fn by_script(port: u16) -> ProxyMode {
        ProxyMode::pac_inline(format!(
            "function FindProxyForURL(url, host) {{ return dnsDomainIs(host, '.ac-exemple.test') ? 'PROXY 127.0.0.1:{port}' : 'DIRECT'; }}"
        ))
    }

    fn routed(net: &Net, host: &str) -> Route {
        net.proxies.route(host, &net.tls_config().unwrap())
    }

    async fn fault(net: &Net, host: &str) -> Fault {
        let client = net.https(Purpose::Portal).unwrap();
        let error = client.get(format!("https://{host}/")).send().await.unwrap_err();
        net.why_https_failed(&error, host).await
    }

    #[tokio::test]
    async fn a_proxy_that_wants_a_sign_in_is_named_and_then_gets_it() {
        let proxy = Server::start(vec![Step::Hear, say("HTTP/1.1 407 Non\r\nContent-Length: 0\r\n\r\n")]).await;
        let name = format!("127.0.0.1:{}", proxy.port);
        for mode in [through(proxy.port), by_script(proxy.port)] {
            let net = net(mode);
            let asked = Cause::ProxySignIn { proxy: name.clone() };
            assert_eq!(fault(&net, HOST).await, Fault::new(HOST, 443, asked));
        }
        let signed = net(through(proxy.port));
        signed.sign_in_to_proxy("reseau".to_owned(), Password::new("œuf@frais".to_owned()));
        fault(&signed, HOST).await;
        let basic = STANDARD.encode("reseau:œuf@frais");
        assert!(
            proxy.saw(&format!("Basic {basic}")),
            "as typed, accents and signs included"
        );
    }

    #[tokio::test]
    async fn what_a_proxy_answers_is_what_is_said() {
        let refusing = Server::start(vec![Step::Hear, say("HTTP/1.1 403 Forbidden\r\n\r\n")]).await;
        let proxy = format!("127.0.0.1:{}", refusing.port);
        let refused = Cause::ProxyRefused { proxy, status: 403 };
        assert_eq!(fault(&net(through(refusing.port)), HOST).await.cause, refused);

        let nobody = std::net::TcpListener::bind(("127.0.0.1", 0))
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let proxy = format!("127.0.0.1:{nobody}");
        assert_eq!(
            fault(&net(through(nobody)), HOST).await.cause,
            Cause::ProxyUnreachable { proxy }
        );

        // It lets us through: what stands behind is judged as anywhere.
        let authority = Authority::new("Proxy du lycée");
        let opened = vec![
            Step::Hear,
            Step::Hear,
            Step::Hear,
            say("HTTP/1.1 200 OK\r\n\r\n"),
            Step::Tls(authority.tls(HOST)),
        ];
        let inspecting = Server::start(opened).await;
        let issuer = "Proxy du lycée".to_owned();
        assert_eq!(
            fault(&net(through(inspecting.port)), HOST).await.cause,
            Cause::UnknownIssuer { issuer }
        );
    }

    // The script's server runs beside us: whoever asks for a route waits on its own thread.
    #[tokio::test(flavor = "multi_thread")]
    async fn a_script_decides_for_each_host_and_a_bad_one_is_named() {
        let net_by = net(by_script(3128));
        assert_eq!(
            routed(&net_by, "portail.ac-exemple.test"),
            Route::Through(Url::parse("http://127.0.0.1:3128").unwrap())
        );
        assert_eq!(routed(&net_by, "ailleurs.test"), Route::Direct);

        for script in [
            "function FindProxyForURL(url, host) { while (true) {} }",
            "pas du JavaScript",
        ] {
            let endless = net(ProxyMode::pac_inline(script.to_owned()));
            let unusable = Cause::ProxyScript { script: String::new() };
            assert_eq!(fault(&endless, HOST).await.cause, unusable, "{script}");
        }
        let script = "function FindProxyForURL(url, host) { return 'PROXY 127.0.0.1:9; DIRECT'; }";
        let page = format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{script}", script.len());
        let server = Server::start(vec![Step::Hear, say(&page)]).await;
        let fetched = net(ProxyMode::pac(
            Url::parse(&format!("http://127.0.0.1:{}/proxy.pac", server.port)).unwrap(),
        ));
        assert_eq!(
            routed(&fetched, HOST),
            Route::Through(Url::parse("http://127.0.0.1:9").unwrap())
        );
    }

    #[tokio::test]
    async fn mail_goes_through_no_proxy() {
        let proxy = Server::start(vec![]).await;
        let net = net(through(proxy.port));
        let at = crate::net::testing::endpoint(crate::academy::Protocol::Imap, 993, crate::academy::Security::Tls);
        assert_eq!(net.probe(&at).await.unwrap_err().cause, Cause::Dns);
        assert!(!proxy.saw("CONNECT"));
    }

    #[test]
    fn a_status_is_three_digits_after_http() {
        assert_eq!(status_of(b"HTTP/1.1 407 Non\r\n"), Some(407));
        for odd in [&b"SSH-2.0\r\n"[..], b"HTTP/2 407", b"HTTP/1.1 4070", b"", b"\xff\xfe"] {
            assert_eq!(status_of(odd), None);
        }
    }
}
