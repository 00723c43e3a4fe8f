//! An https server of identities: where its connector says it is, one visit to it, and why an exchange with it broke. What
//! is said there belongs to `lemonldap` and `privacyidea`; the client, its roots and its limits to `net`.

use reqwest::{Client, RequestBuilder, Response, StatusCode};
use url::Url;
use zeroize::Zeroizing;

use super::{AccountRefusal, refusal::Lost};
use crate::net::{Net, Purpose, Unanswered, https_body};

/// Pages of a stock portal weigh 10 KiB; a list of tokens about 1 KiB a token.
const LARGEST_ANSWER: usize = 512 * 1024;

/// A server.
#[derive(Clone)]
pub(super) struct Site {
    net: Net,
    url: String,
    /// The key of the pack its address stands in.
    key: &'static str,
    purpose: Purpose,
    host: String,
}

impl Site {
    pub(super) fn new(net: Net, url: &str, key: &'static str, purpose: Purpose) -> Self {
        let parsed = Url::parse(url).ok();
        Self {
            net,
            url: url.to_owned(),
            key,
            purpose,
            // Empty where the address is none, which a visit then refuses.
            host: parsed
                .and_then(|url| url.host_str().map(str::to_owned))
                .unwrap_or_default(),
        }
    }

    /// Its name.
    pub(super) fn host(&self) -> &str {
        &self.host
    }

    /// One visit: cookies end with it.
    ///
    /// # Errors
    /// The address is no https one: the pack is wrong.
    pub(super) fn visit(&self) -> Result<Visit, AccountRefusal> {
        Ok(Visit {
            client: self.net.https(self.purpose)?,
            base: self.base()?,
            site: self.clone(),
        })
    }

    /// Where its paths begin: https only, with its slash.
    fn base(&self) -> Result<Url, AccountRefusal> {
        let wrong = || AccountRefusal::Misconfigured { what: self.key };
        let mut base = Url::parse(&self.url).map_err(|_| wrong())?;
        if base.scheme() != "https" || base.host_str().is_none() {
            return Err(wrong());
        }
        if !base.path().ends_with('/') {
            base.set_path(&format!("{}/", base.path()));
        }
        Ok(base)
    }
}

/// A visit to a server.
pub(super) struct Visit {
    pub(super) client: Client,
    pub(super) base: Url,
    site: Site,
}

/// What it answered.
pub(super) struct Answered {
    pub(super) status: StatusCode,
    pub(super) headers: reqwest::header::HeaderMap,
    pub(super) body: Zeroizing<Vec<u8>>,
}

impl Visit {
    /// One exchange. A status code is an answer.
    pub(super) async fn send(&self, request: RequestBuilder) -> Result<Answered, Lost> {
        let answered = self.site.net.exchange(request).await;
        self.read(answered.map_err(|Unanswered { fault, sent }| Lost { fault, sent })?)
            .await
    }

    async fn read(&self, response: Response) -> Result<Answered, Lost> {
        let (status, headers) = (response.status(), response.headers().clone());
        let body = https_body(response, &self.site.host, LARGEST_ANSWER).await;
        Ok(Answered {
            status,
            headers,
            body: Zeroizing::new(body.map_err(|fault| Lost { fault, sent: true })?),
        })
    }
}
