//! The https client of the portals and of autoconfig: the same trust, the same names, and nothing in the clear.

use std::{net::SocketAddr, sync::Arc};

use reqwest::{
    RequestBuilder, Response,
    dns::{Addrs, Name, Resolve, Resolving},
};

use super::{
    Net, Purpose, Unanswered, clock,
    fault::{Cause, Fault},
    reach,
};

impl Net {
    /// A client with this room's roots and names. Redirects are not followed: a secret goes where it was meant to go or
    /// nowhere. Cookies live as long as the client. The proxy of this computer's settings is used, except by practice.
    ///
    /// # Errors
    /// [`Cause::Client`] when the client cannot be built.
    pub fn https(&self, purpose: Purpose) -> Result<reqwest::Client, Fault> {
        let mut tls = self.tls_config().map_err(|cause| Fault::new("", 0, cause))?;
        let (proxies, bare) = (self.proxies.clone(), tls.clone());
        tls.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let limits = self.deadlines();
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(tls)
            .dns_resolver(Arc::new(Names {
                net: self.clone(),
                purpose,
            }))
            .https_only(true)
            .redirect(reqwest::redirect::Policy::none())
            .cookie_store(true)
            .referer(false)
            .connect_timeout(limits.connect.saturating_add(limits.handshake))
            .timeout(limits.answer);
        builder = builder.no_proxy();
        if !self.is_practice() {
            builder = builder.proxy(reqwest::Proxy::custom(move |url| proxies.proxy_for(url, &bare)));
        }
        builder.build().map_err(|_| Fault::new("", 0, Cause::Client))
    }

    /// Sends a request of such a client, and gives the head of the answer: signed in to the proxy in between, where one
    /// wants that. A status code is an answer.
    ///
    /// # Errors
    /// Why there is none, what a proxy says included, and whether the request may have left.
    pub async fn exchange(&self, request: RequestBuilder) -> Result<Response, Unanswered> {
        let (client, request) = request.build_split();
        let unbuilt = |error| Unanswered {
            fault: https_fault(&error, ""),
            sent: false,
        };
        let request = request.map_err(unbuilt)?;
        let port = request.url().port_or_known_default().unwrap_or(443);
        let host = request.url().host_str().unwrap_or_default().to_owned();
        self.prove_sign_in(&host, port).await;
        match client.execute(request).await {
            Ok(response) => Ok(response),
            Err(error) => Err(Unanswered {
                // Neither a connection that was not made nor a request that could not be built carried anything.
                sent: !(error.is_connect() || error.is_builder()),
                fault: self.why_https_failed(&error, &host).await,
            }),
        }
    }
}

/// Why an https exchange with `host` failed. Walks the source chain by type; a status code is not a fault. What a proxy
/// has to do with it, [`Net::exchange`] asks.
#[must_use]
pub fn https_fault(error: &reqwest::Error, host: &str) -> Fault {
    let port = error.url().and_then(|url| url.port_or_known_default()).unwrap_or(443);
    let otherwise = match () {
        () if error.is_timeout() => Cause::Timeout,
        () if error.is_builder() => Cause::Client,
        () if error.is_decode() => Cause::Malformed,
        () => Cause::Https,
    };
    let fault = Fault::from_error(host, port, error, otherwise);
    match fault.cause {
        // The client's patience and the system's end together: whichever was first, nobody answered the knock.
        Cause::Timeout if error.is_connect() => Fault::new(host, port, Cause::Filtered),
        _ => fault,
    }
}

/// Reads a response's body, at most `limit` bytes: nothing in `reqwest` bounds it.
///
/// # Errors
/// [`Cause::TooLong`], or why the exchange with `host` broke.
pub async fn https_body(mut response: reqwest::Response, host: &str, limit: usize) -> Result<Vec<u8>, Fault> {
    let port = response.url().port_or_known_default().unwrap_or(443);
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| https_fault(&error, host))? {
        if body.len().saturating_add(chunk.len()) > limit {
            return Err(Fault::new(host, port, Cause::TooLong));
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

impl Net {
    /// How far this computer's clock is from that of `host`, seconds, told by the `Date` of an answer over a verified
    /// handshake: positive, ours is behind. `None`: the server does not say. Sends nothing of the person.
    ///
    /// # Errors
    /// The [`Fault`] of the exchange.
    pub async fn clock_offset(&self, host: &str) -> Result<Option<i64>, Fault> {
        let client = self.https(Purpose::Clock)?;
        let asked = (self.now)();
        let url = format!("https://{host}:{}/", self.portal_port(host));
        let response = self.exchange(client.head(url)).await.map_err(|lost| lost.fault)?;
        let date = response.headers().get(reqwest::header::DATE);
        Ok(date
            .and_then(|date| date.to_str().ok())
            .and_then(|date| clock::offset(date, asked, (self.now)())))
    }
}

struct Names {
    net: Net,
    purpose: Purpose,
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let (net, purpose) = (self.net.clone(), self.purpose);
        Box::pin(async move {
            let host = name.as_str().to_owned();
            // Port 0: reqwest puts the port of the URL in its place.
            let found = reach::addresses(net.hosts(), &host, 0, net.deadlines()).await?;
            net.note(&host, net.portal_port(&host), purpose);
            let found: Addrs = Box::new(found.into_iter().collect::<Vec<SocketAddr>>().into_iter());
            Ok(found)
        })
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use std::time::Duration;

    use tokio::net::{TcpListener, TcpSocket, TcpStream};

    use super::*;
    use crate::{net::Hosts, reason::Reason as _};

    /// An address where the system drops whoever knocks: its queue is full and nobody accepts.
    async fn silent() -> (SocketAddr, TcpListener, TcpStream) {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(([127, 0, 0, 2], 0).into()).unwrap();
        let listener = socket.listen(0).unwrap();
        let address = listener.local_addr().unwrap();
        (address, listener, TcpStream::connect(address).await.unwrap())
    }

    #[tokio::test]
    async fn a_knock_nobody_answers_is_a_wall_whichever_clock_rang() {
        let (silent, _nobody, _waiting) = silent().await;
        let tls = Net::new(Hosts::new()).unwrap().tls_config().unwrap();
        let refused = SocketAddr::from(([127, 0, 0, 3], silent.port()));
        // One address: the whole patience ends. Two: that of the first alone, before the whole.
        for addresses in [vec![silent], vec![silent, refused]] {
            let client = reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .no_proxy()
                .resolve_to_addrs("mur.test", &addresses)
                .connect_timeout(Duration::from_millis(200))
                .build()
                .unwrap();
            let url = format!("http://mur.test:{}/", silent.port());
            let error = client.get(url).send().await.unwrap_err();
            assert_eq!(
                https_fault(&error, "mur.test").code(),
                "filtered",
                "{addresses:?}: {error:?}"
            );
        }
    }
}
