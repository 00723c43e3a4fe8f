//! Signs in to a mailbox over IMAP (RFC 3501). What the open mailbox then says is `inbox`'s; the bytes go through `wire`.
//!
//! Response codes decide, never the words beside them: one sign-in, one answer.

use async_imap::imap_proto::{Capability, Outcome, Response, ResponseCode, Status};
use base64::{Engine, engine::general_purpose::STANDARD};
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

/// Of the capabilities, what matters here.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Offers {
    plain: bool,
    initial_response: bool,
    login_disabled: bool,
    /// RFC 9208.
    pub(super) quota: bool,
    /// Folders say what they are for (RFC 6154).
    pub(super) special_use: bool,
    /// Only those that say so may be asked for (RFC 5258).
    pub(super) list_extended: bool,
    /// One message may be removed without the others that are marked (RFC 4315).
    pub(super) uid_plus: bool,
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
            special_use: atom("SPECIAL-USE"),
            list_extended: atom("LIST-EXTENDED"),
            uid_plus: atom("UIDPLUS"),
        }
    }

    /// Told on its own line or beside an OK.
    pub(super) fn told(response: &Response<'_>) -> Option<Self> {
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

/// A connection that was greeted, then signed in.
pub(super) struct Session<'a> {
    pub(super) wire: Wire<'a>,
    pub(super) offers: Offers,
    /// The server has said what it offers to who is signed in.
    pub(super) offers_are_final: bool,
}

impl<'a> Session<'a> {
    /// Connected, and what the server offers is known; what was offered before STARTTLS is forgotten (RFC 3501 §6.2.1).
    pub(super) async fn greeted(net: &Net, endpoint: &'a Endpoint) -> Result<Self, SignInRefusal> {
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
            offers_are_final: false,
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
        let (mut told, offers) = (false, &mut self.offers);
        let ended = self.wire.finish(tag, |one| {
            if let Some(fresh) = Offers::told(one) {
                (*offers, told) = (fresh, true);
            }
        });
        let ended = ended.await?;
        self.offers_are_final = told;
        Ok(ended)
    }

    /// Signs in once. Never tries twice.
    pub(super) async fn sign_in(&mut self, login: &str, password: &Password) -> Result<(), SignInRefusal> {
        sendable(login, password)?;
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

    /// Politeness, without waiting for the answer: what was to be known is known.
    pub(super) async fn leave(mut self) {
        let _ = self.wire.send("LOGOUT").await;
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
