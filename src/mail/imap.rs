//! Opens the mailbox over IMAP (RFC 3501) and says what it holds. Reads nothing of the messages, changes nothing.
//!
//! Response codes decide, never the words beside them: one sign-in, one answer. The bytes go through `wire`.

use async_imap::imap_proto::{
    Capability, MailboxDatum, Outcome, Response, ResponseCode, Status, rfc2087::QuotaResourceName,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use tokio::time::{Duration, timeout};
use zeroize::Zeroizing;

use super::{
    SignInRefusal, sendable,
    wire::{Ended, Verdict, Wire, response_code},
};
use crate::{
    academy::Endpoint,
    net::{Net, Purpose, fault::Cause},
    secret::Password,
};

/// What an opened mailbox said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mailbox {
    /// Who opened it.
    pub host: String,
    /// Messages in the inbox.
    pub messages: u32,
    /// Used, kibibytes, where the server tells (RFC 9208).
    pub used_kib: Option<u64>,
    /// Allowed, kibibytes, where the server tells.
    pub limit_kib: Option<u64>,
    /// Room is left, or no limit is known.
    pub can_store: bool,
}

impl Mailbox {
    /// Nine tenths used or more.
    #[must_use]
    pub fn nearly_full(&self) -> bool {
        match (self.used_kib, self.limit_kib) {
            (Some(used), Some(limit)) => limit > 0 && used.saturating_mul(10) >= limit.saturating_mul(9),
            _ => false,
        }
    }
}

/// Signs in once, opens the inbox read-only, asks for the quota and signs out.
///
/// # Errors
/// What the server refused, by its response code, or the fault of the connection. Never tries twice.
pub async fn open(net: &Net, endpoint: &Endpoint, login: &str, password: &Password) -> Result<Mailbox, SignInRefusal> {
    sendable(login, password)?;
    let mut session = Session::greeted(net, endpoint).await?;
    session.sign_in(login, password).await?;
    let mailbox = session.examine().await?;
    session.log_out().await;
    Ok(mailbox)
}

/// Of the capabilities, what matters here.
#[derive(Clone, Copy, Debug, Default)]
struct Offers {
    plain: bool,
    initial_response: bool,
    login_disabled: bool,
    quota: bool,
}

impl Offers {
    fn read(list: &[Capability<'_>]) -> Self {
        let atom = |name: &str| {
            list.iter()
                .any(|one| matches!(one, Capability::Atom(atom) if atom.eq_ignore_ascii_case(name)))
        };
        Self {
            plain: list
                .iter()
                .any(|one| matches!(one, Capability::Auth(how) if how.eq_ignore_ascii_case("PLAIN"))),
            initial_response: atom("SASL-IR"),
            login_disabled: atom("LOGINDISABLED"),
            quota: atom("QUOTA"),
        }
    }

    /// Told on its own line or beside an OK.
    fn told(response: &Response<'_>) -> Option<Self> {
        match response {
            Response::Capabilities(list)
            | Response::Data {
                outcome:
                    Outcome {
                        code: Some(ResponseCode::Capabilities(list)),
                        ..
                    },
                ..
            }
            | Response::Done {
                outcome:
                    Outcome {
                        code: Some(ResponseCode::Capabilities(list)),
                        ..
                    },
                ..
            } => Some(Self::read(list)),
            _ => None,
        }
    }
}

enum Greeting {
    Welcome,
    Bye(Option<String>),
    Other,
}

struct Session<'a> {
    wire: Wire<'a>,
    offers: Offers,
}

impl<'a> Session<'a> {
    /// Connected, and what the server offers is known; what was offered before STARTTLS is forgotten (RFC 3501 §6.2.1).
    async fn greeted(net: &Net, endpoint: &'a Endpoint) -> Result<Self, SignInRefusal> {
        let stream = net.secure(endpoint, Purpose::Mailbox).await?;
        let greeted = stream.greeted();
        let mut wire = Wire::new(stream, endpoint, net.deadlines().answer);
        let mut told = None;
        if !greeted {
            let greeting = wire
                .next(|one| {
                    told = Offers::told(one);
                    match one {
                        Response::Data { status: Status::Ok, .. } => Greeting::Welcome,
                        Response::Data {
                            status: Status::Bye,
                            outcome,
                        } => Greeting::Bye(response_code(outcome)),
                        // PREAUTH: signed in as somebody, which proves nothing of this person.
                        _ => Greeting::Other,
                    }
                })
                .await?;
            match greeting {
                Greeting::Welcome => {}
                Greeting::Bye(code) => return Err(wire.bye(code)),
                Greeting::Other => return Err(wire.fault(Cause::Malformed).into()),
            }
        }
        let mut session = Self {
            wire,
            offers: told.unwrap_or_default(),
        };
        if told.is_none() {
            session.ask_offers().await?;
        }
        Ok(session)
    }

    async fn ask_offers(&mut self) -> Result<(), SignInRefusal> {
        let tag = self.wire.send("CAPABILITY").await?;
        self.finish(&tag).await.map(drop)
    }

    /// Ends the command `tag`; what it tells of the offers replaces what was known.
    async fn finish(&mut self, tag: &str) -> Result<Ended, SignInRefusal> {
        let offers = &mut self.offers;
        self.wire
            .finish(tag, |one| *offers = Offers::told(one).unwrap_or(*offers))
            .await
    }

    async fn sign_in(&mut self, login: &str, password: &Password) -> Result<(), SignInRefusal> {
        let host = self.wire.endpoint.host.clone();
        if !self.offers.plain && self.offers.login_disabled {
            return Err(SignInRefusal::NoMechanism { host });
        }
        // From here on a secret leaves: a connection that breaks leaves us in doubt.
        let attempt = if self.offers.plain {
            self.plain(login, password).await
        } else {
            self.login(login, password).await
        };
        let ended = attempt.map_err(|refusal| match refusal {
            SignInRefusal::Fault(fault) => SignInRefusal::Unanswered(fault),
            other => other,
        })?;
        match ended.verdict {
            Verdict::Ok => Ok(()),
            Verdict::No => Err(refused(host, ended.code.as_deref())),
            // The command itself was not understood: nothing was checked.
            Verdict::Bad => Err(SignInRefusal::NoMechanism { host }),
        }
    }

    /// AUTHENTICATE PLAIN carries UTF-8 (RFC 4616); in one round trip with SASL-IR (RFC 4959).
    async fn plain(&mut self, login: &str, password: &Password) -> Result<Ended, SignInRefusal> {
        let message = Zeroizing::new(format!("\0{login}\0{}", password.expose()));
        let initial = Zeroizing::new(STANDARD.encode(message.as_bytes()));
        let tag = if self.offers.initial_response {
            let command = Zeroizing::new(format!("AUTHENTICATE PLAIN {}", initial.as_str()));
            self.wire.send(&command).await?
        } else {
            let tag = self.wire.send("AUTHENTICATE PLAIN").await?;
            if let Some(ended) = self.wire.go_ahead(&tag).await? {
                return Ok(ended);
            }
            self.wire.send_more(&initial).await?;
            tag
        };
        self.finish(&tag).await
    }

    /// LOGIN with literals, which may hold any byte but NUL; only for servers without PLAIN.
    async fn login(&mut self, login: &str, password: &Password) -> Result<Ended, SignInRefusal> {
        let secret = password.expose();
        let tag = self.wire.send(&format!("LOGIN {{{}}}", login.len())).await?;
        if let Some(ended) = self.wire.go_ahead(&tag).await? {
            return Ok(ended);
        }
        self.wire.send_more(&format!("{login} {{{}}}", secret.len())).await?;
        if let Some(ended) = self.wire.go_ahead(&tag).await? {
            return Ok(ended);
        }
        self.wire.send_more(secret).await?;
        self.finish(&tag).await
    }

    async fn examine(&mut self) -> Result<Mailbox, SignInRefusal> {
        let host = self.wire.endpoint.host.clone();
        let mut messages = 0;
        let tag = self.wire.send("EXAMINE INBOX").await?;
        let ended = self
            .wire
            .finish(&tag, |one| {
                if let Response::MailboxData(MailboxDatum::Exists(count)) = one {
                    messages = *count;
                }
            })
            .await?;
        match (ended.verdict, ended.code.as_deref()) {
            (Verdict::Ok, _) => {}
            (_, Some("UNAVAILABLE" | "SERVERBUG")) => return Err(SignInRefusal::Unavailable { host }),
            _ => return Err(SignInRefusal::NoInbox { host }),
        }
        if !self.offers.quota {
            // Many servers speak of QUOTA only once signed in.
            self.ask_offers().await?;
        }
        let quota = if self.offers.quota { self.quota().await? } else { None };
        let (used_kib, limit_kib) = quota.unzip();
        let can_store = quota.is_none_or(|(used, limit)| used < limit);
        Ok(Mailbox {
            host,
            messages,
            used_kib,
            limit_kib,
            can_store,
        })
    }

    /// The tightest storage quota over the inbox; a refusal only means that it stays unknown.
    async fn quota(&mut self) -> Result<Option<(u64, u64)>, SignInRefusal> {
        let mut tightest: Option<(u64, u64)> = None;
        let room = |(used, limit): (u64, u64)| limit.saturating_sub(used);
        let tag = self.wire.send("GETQUOTAROOT INBOX").await?;
        self.wire
            .finish(&tag, |one| {
                let Response::Quota(quota) = one else { return };
                for resource in quota
                    .resources
                    .iter()
                    .filter(|one| one.name == QuotaResourceName::Storage)
                {
                    let this = (resource.usage, resource.limit);
                    if resource.limit > 0 && tightest.is_none_or(|known| room(this) < room(known)) {
                        tightest = Some(this);
                    }
                }
            })
            .await?;
        Ok(tightest)
    }

    /// Politeness: what was to be proved is proved.
    async fn log_out(&mut self) {
        let farewell = async {
            let tag = self.wire.send("LOGOUT").await.ok()?;
            self.wire.finish(&tag, |_| ()).await.ok()
        };
        let _ = timeout(Duration::from_secs(2), farewell).await;
    }
}

/// What a NO to a sign-in means (RFC 5530 §3).
fn refused(host: String, code: Option<&str>) -> SignInRefusal {
    match code {
        Some("UNAVAILABLE" | "INUSE" | "LIMIT" | "SERVERBUG") => SignInRefusal::Unavailable { host },
        Some("EXPIRED") => SignInRefusal::PasswordExpired { host },
        Some("CONTACTADMIN") => SignInRefusal::ContactAdmin { host },
        Some("AUTHORIZATIONFAILED" | "NOPERM") => SignInRefusal::NotAllowed { host },
        Some("PRIVACYREQUIRED") => SignInRefusal::NoMechanism { host },
        _ => SignInRefusal::Refused { host },
    }
}
