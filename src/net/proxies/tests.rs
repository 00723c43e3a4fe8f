//! Proxies that answer this and that, scripts good and bad.

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::STANDARD};
use futures::future::join_all;
use proxy_watch::{ProxyConfigSource, ProxyMode};
use tokio::time::Instant;

use super::*;
use crate::{
    net::{
        Hosts, Purpose,
        fault::Fault,
        testing::{Authority, HOST, Server, Step, say},
    },
    secret::Password,
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
    let lost = net.exchange(client.get(format!("https://{host}/"))).await.unwrap_err();
    assert!(!lost.sent, "{lost:?}");
    lost.fault
}

/// What several connections meet that are opened at once.
async fn faults(net: &Net) -> Vec<Cause> {
    let hosts = [HOST, "portail.ac-exemple.test", "courrier.ac-exemple.test"];
    let met = join_all(hosts.map(|host| fault(net, host))).await;
    met.into_iter().map(|fault| fault.cause).collect()
}

fn login() -> sign_in::Login {
    sign_in::Login {
        user: "reseau%".to_owned(),
        password: Password::new("a%b".to_owned()).into(),
        taken: None,
    }
}

/// Refuses without a sign-in; what it is sent is recorded.
async fn asking() -> Server {
    let head = "HTTP/1.1 407 Non\r\nProxy-Authenticate: Basic realm=\"lycee\"\r\nContent-Length: 0\r\n\r\n";
    Server::start(vec![Step::Hear, say(head)]).await
}

#[tokio::test]
async fn a_proxy_that_wants_a_sign_in_is_named() {
    let proxy = asking().await;
    let name = format!("127.0.0.1:{}", proxy.port);
    for mode in [through(proxy.port), by_script(proxy.port)] {
        let net = net(mode);
        let asked = Cause::ProxySignIn { proxy: name.clone() };
        assert_eq!(fault(&net, HOST).await, Fault::new(HOST, 443, asked));
        assert_eq!(net.proxy_named(HOST).await, Some(name.clone()));
    }
}

#[tokio::test]
async fn what_is_typed_for_a_proxy_is_tried_once_and_forgotten_when_it_is_refused() {
    let proxy = asking().await;
    let name = format!("127.0.0.1:{}", proxy.port);
    let net = net(through(proxy.port));
    let typed = || Password::new("œuf@frais%41".to_owned());
    net.sign_in_to_proxy(&name, "reseau".to_owned(), typed()).await.unwrap();
    assert!(!proxy.saw("Basic"), "nobody has asked yet");

    fault(&net, HOST).await;
    let refused = Cause::ProxyPasswordRefused { proxy: name.clone() };
    let said = net.sign_in_to_proxy(&name, "reseau".to_owned(), typed()).await;
    assert_eq!(said, Err(Fault::new(HOST, 443, refused)));
    let basic = format!("Basic {}", STANDARD.encode("reseau:œuf@frais%41"));
    assert_eq!(proxy.times(&basic), 1, "as typed, accents and signs included");

    let asked = Cause::ProxySignIn { proxy: name.clone() };
    assert_eq!(fault(&net, HOST).await.cause, asked);
    assert_eq!(proxy.times("Basic "), 1, "nothing is sent again by itself");
}

#[tokio::test]
async fn what_opened_one_proxy_is_lent_to_no_other() {
    let proxy = asking().await;
    let name = format!("127.0.0.1:{}", proxy.port);
    let net = net(through(proxy.port));
    fault(&net, HOST).await;
    net.proxies.sign_ins.opened(&name, login());
    let lent = |address: &str| {
        let mut url = Url::parse(address).unwrap();
        net.proxies.sign_ins.lend(&mut url);
        url.to_string()
    };
    assert_eq!(
        lent(&format!("http://{name}/")),
        format!("http://reseau%25:a%25b@{name}/")
    );
    assert_eq!(lent("http://127.0.0.1:9/"), "http://127.0.0.1:9/");
}

#[tokio::test]
async fn a_proxy_that_takes_no_password_is_not_given_one() {
    let head = "HTTP/1.1 407 Non\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n";
    let proxy = Server::start(vec![Step::Hear, say(head)]).await;
    let name = format!("127.0.0.1:{}", proxy.port);
    let net = net(through(proxy.port));
    let refused = Cause::ProxyRefused {
        proxy: name.clone(),
        status: 407,
    };
    assert_eq!(fault(&net, HOST).await.cause, refused);
    let typed = Password::new("Tilleul.Orage-47".to_owned());
    net.sign_in_to_proxy(&name, "reseau".to_owned(), typed).await.unwrap();
    assert!(!proxy.saw("Basic"));
}

#[tokio::test]
async fn a_sign_in_in_the_settings_is_used_once_and_then_asked_for() {
    let proxy = asking().await;
    let variables = [("https_proxy", format!("http://jdupont:S3cret@127.0.0.1:{}", proxy.port))];
    let net = net(ProxyEnv::from_vars(variables).unwrap().to_mode());
    let name = format!("127.0.0.1:{}", proxy.port);
    assert_eq!(
        net.proxy_named(HOST).await,
        Some(name.clone()),
        "without what is secret in it"
    );
    let asked = Cause::ProxySignIn { proxy: name };
    for _ in 0..2 {
        assert_eq!(faults(&net).await, [asked.clone(), asked.clone(), asked.clone()]);
        assert_eq!(
            proxy.times("Basic "),
            1,
            "one of the connections sent it, and none after its refusal"
        );
    }
}

#[tokio::test]
async fn what_opened_a_proxy_once_and_does_no_more_is_sent_once() {
    let proxy = asking().await;
    let name = format!("127.0.0.1:{}", proxy.port);
    let net = net(through(proxy.port));
    let taken = Instant::now().checked_sub(Duration::from_secs(60));
    net.proxies.sign_ins.keep(&name, sign_in::Login { taken, ..login() });
    let asked = Cause::ProxySignIn { proxy: name };
    assert_eq!(faults(&net).await, [asked.clone(), asked.clone(), asked]);
    assert_eq!(proxy.times("Basic "), 1);
}

#[tokio::test]
async fn what_a_proxy_takes_is_asked_about_once_and_serves_each_connection() {
    let authority = Authority::new("Portail sans nom");
    let mut script = vec![Step::Hear; 4];
    script.extend([say("HTTP/1.1 200 OK\r\n\r\n"), Step::Tls(authority.tls(HOST))]);
    let proxy = Server::start(script).await;
    let net = net(through(proxy.port));
    let name = format!("127.0.0.1:{}", proxy.port);
    net.proxies.sign_ins.keep(&name, login());
    for connections in [2, 3] {
        let met = fault(&net, HOST).await.cause;
        assert!(matches!(met, Cause::UnknownIssuer { .. }), "let through: {met:?}");
        assert_eq!(proxy.times("Basic "), connections, "the question, then the connections");
    }
}

#[tokio::test]
async fn a_proxy_behind_tls_is_asked_within_it() {
    const PROXY: &str = "autre.ac-exemple.test";
    let authority = Authority::new("CA");
    let head = "HTTP/1.1 407 Non\r\nProxy-Authenticate: Basic realm=\"lycee\"\r\nContent-Length: 0\r\n\r\n";
    let script = vec![Step::Tls(authority.tls(PROXY)), Step::Hear, say(head)];
    let proxy = Server::start(script).await;
    let name = format!("{PROXY}:{}", proxy.port);
    let mut net = authority.net();
    let settings = ProxyEnv::from_vars([("https_proxy", format!("https://{name}"))]).unwrap();
    let settings = ProxyConfig::from_source(ProxyConfigSource::Env, settings.to_mode());
    (net.practice, net.proxies) = (false, Arc::new(Proxies::of(settings)));

    let asked = Cause::ProxySignIn { proxy: name.clone() };
    assert_eq!(fault(&net, HOST).await.cause, asked);
    let refused = Cause::ProxyPasswordRefused { proxy: name.clone() };
    let typed = Password::new("Tilleul.Orage-47".to_owned());
    let said = net.sign_in_to_proxy(&name, "reseau".to_owned(), typed).await;
    assert_eq!(said, Err(Fault::new(HOST, 443, refused)));
    let basic = format!("Basic {}", STANDARD.encode("reseau:Tilleul.Orage-47"));
    assert_eq!(proxy.times(&basic), 1);
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
