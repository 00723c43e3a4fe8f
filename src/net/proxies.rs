//! The web proxy of this computer's settings, for https only: mail never goes through one, and none is ever guessed.
//!
//! Settings are those of the system (Windows, macOS, GNOME), before them the `*_proxy` of the environment. A script (PAC)
//! is fetched and run with a limit on its size and its time; as in browsers, one that cannot be used means no proxy, and
//! is what is said when the way without it fails too. Automatic discovery (WPAD) is not followed: whoever names a
//! computer `wpad` would choose where our traffic goes.
//!
//! What a proxy answers is read in [`said`], how it is signed in to stands in [`sign_in`].

mod said;
mod sign_in;

use std::{
    collections::BTreeMap,
    fmt,
    net::UdpSocket,
    path::Path,
    sync::{Mutex, OnceLock, PoisonError},
    time::Duration,
};

use proxy_watch::{
    EnvPrecedence, ProxyConfig, ProxyEnv, ProxyStep,
    pac::{PacPolicy, PacRequirement, PacScript, requirement},
    resolve_with_pac,
};
use rustls::ClientConfig;
use url::Url;

pub(super) use self::said::{offers_basic, status_of};
use self::sign_in::SignIns;
use super::{
    Net,
    fault::{Cause, presentable},
    https::https_body,
};

/// Bytes of a proxy script: those of whole cities have less than a tenth of it.
const SCRIPT_LIMIT: usize = 1024 * 1024;
/// Time to fetch one, and to run it.
const SCRIPT_TIME: Duration = Duration::from_secs(3);

/// What is known of the proxies; shared by the clones of a [`Net`].
#[derive(Default)]
pub(super) struct Proxies {
    settings: OnceLock<ProxyConfig>,
    script: OnceLock<Result<Option<PacScript>, Cause>>,
    routes: Mutex<BTreeMap<String, Route>>,
    sign_ins: SignIns,
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
        // One that was proved: see [`Net::prove_sign_in`].
        self.sign_ins.lend(&mut proxy);
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
            Ok(steps) => steps.iter().find_map(|step| self.usable(step)).unwrap_or(Route::Direct),
            Err(error) => {
                tracing::warn!(%error, "proxy settings unusable");
                Route::Astray(Cause::ProxyScript {
                    script: script_host(settings),
                })
            }
        }
    }

    /// A way we can go. What it is signed in with goes where the others are: once refused, it is not sent again.
    fn usable(&self, step: &ProxyStep) -> Option<Route> {
        match step {
            ProxyStep::Direct => Some(Route::Direct),
            ProxyStep::Http(endpoint) | ProxyStep::Https(endpoint) => {
                let mut proxy = step.to_url()?;
                let _ = proxy.set_username("");
                let _ = proxy.set_password(None);
                if let Some(auth) = &endpoint.auth {
                    self.sign_ins.configured(&proxy, auth);
                }
                Some(Route::Through(proxy))
            }
            _ => None,
        }
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
    /// The web proxy by which `host` is reached from here, without what it may be signed in with:
    /// "proxy.lycee.example:3128". Practice uses none. May fetch and run a script.
    pub async fn proxy_named(&self, host: &str) -> Option<String> {
        name_of(&self.proxy_to(host).await?)
    }

    /// The same, as an address.
    async fn proxy_to(&self, host: &str) -> Option<Url> {
        if self.is_practice() {
            return None;
        }
        let route = match self.proxies.known(host) {
            Some(known) => known,
            None => {
                let (proxies, tls, host) = (self.proxies.clone(), self.tls_config().ok()?, host.to_owned());
                let found = tokio::task::spawn_blocking(move || proxies.route(&host, &tls)).await;
                found.ok()?
            }
        };
        match route {
            Route::Through(proxy) => Some(proxy),
            Route::Direct | Route::Astray(_) => None,
        }
    }
}

/// "proxy.lycee.example:3128": how a proxy is called, here and on screen.
fn name_of(proxy: &Url) -> Option<String> {
    let (host, port) = (proxy.host_str()?, proxy.port_or_known_default()?);
    Some(presentable(&format!("{host}:{port}")))
}

#[cfg(test)]
mod tests;
