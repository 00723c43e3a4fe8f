//! A LemonLDAP::NG portal, spoken to as a browser would, in JSON: sign-in, password change, TOTP.
//!
//! [`answer`] says what an answer means, [`page`] reads the little that only comes as HTML. The https client, its roots and
//! its limits belong to `net`; the card of an enrolment belongs to `totp`. Sessions are closed when their work is done;
//! cookies live in memory only.
//!
//! A portal that protects itself against guessing counts every change as a failure, and after three answers "wait" to
//! whatever comes, a change it has just made included: such a change is in doubt until the delay has passed, or until a
//! directory is asked. Its JSON does not say how long; nothing is tried again behind the person's back.

mod answer;
mod page;

use reqwest::{
    RequestBuilder,
    header::{ACCEPT, CONTENT_TYPE, LOCATION},
};
use totp_rs::{Builder, Secret};
use zeroize::Zeroizing;

use self::answer::{Answer, Key, Stage};
use super::{
    AccountRefusal, AccountState, Asked, Changed, GOODBYE, changeable,
    refusal::Lost,
    sendable,
    site::{Site, Visit},
};
use crate::{
    academy::LemonLdapConnector,
    net::{
        Net, Purpose,
        fault::{Cause, Fault},
    },
    secret::{Code, Password},
};

/// What the portal lists the factor as. It takes ASCII letters, digits, space and hyphen.
const FACTOR_NAME: &str = "Telephone";

/// A portal.
#[derive(Clone)]
pub struct Portal {
    site: Site,
}

impl Portal {
    pub(super) fn new(net: Net, at: &LemonLdapConnector) -> Self {
        Self {
            site: Site::new(net, &at.url, "connectors.lemonldap.url", Purpose::Portal),
        }
    }

    /// Its name.
    #[must_use]
    pub fn host(&self) -> &str {
        self.site.host()
    }

    pub(super) async fn sign_in(&self, login: &str, password: &Password) -> Result<AccountState, AccountRefusal> {
        let session = self.visit()?;
        let stage = session.sign_in(login, password).await?;
        if stage == Stage::Open {
            session.close().await;
        }
        Ok(AccountState {
            must_change: stage == Stage::MustChange,
            expires_in_s: None,
            grace_left: None,
            asks_factor: matches!(stage, Stage::CodeAsked(_) | Stage::OtherFactorAsked),
            host: self.host().to_owned(),
        })
    }

    /// The portal takes a change without a session, from anybody: it counts one try, where a sign-in first would count two,
    /// and a portal that protects itself stops at three. Portals whose passwords are not in a directory know no such
    /// change; they take one inside a session.
    pub(super) async fn change(&self, login: &str, old: &Password, new: &Password) -> Result<Changed, AccountRefusal> {
        changeable(old, new)?;
        let passwords = [
            ("oldpassword", old.expose()),
            ("newpassword", new.expose()),
            ("confirmpassword", new.expose()),
        ];
        let answered = self.visit()?.change_alone(login, &passwords).await?;
        if answered.knows_no_change_alone() {
            self.change_inside(login, old, new, &passwords).await?;
        } else {
            answered.change(self.host(), new)?;
        }
        match self.sign_in(login, new).await {
            Ok(_) => Ok(Changed {
                host: self.host().to_owned(),
            }),
            Err(refusal) => {
                tracing::warn!(%refusal, "the portal said changed, the new password does not open");
                Err(AccountRefusal::InDoubt)
            }
        }
    }

    async fn change_inside(
        &self,
        login: &str,
        old: &Password,
        new: &Password,
        passwords: &[(&str, &str); 3],
    ) -> Result<(), AccountRefusal> {
        let session = self.visit()?;
        match session.sign_in(login, old).await? {
            Stage::Open => {}
            Stage::CodeAsked(_) | Stage::OtherFactorAsked | Stage::MustEnrol | Stage::MustChange => {
                return Err(AccountRefusal::NotAllowed);
            }
        }
        let answered = session.post("", passwords).await.map_err(Lost::during_change);
        session.close().await;
        answered?.change(self.host(), new)
    }

    pub(super) async fn enrol(&self, login: &str, password: &Password) -> Result<Enrolment, AccountRefusal> {
        let session = self.visit()?;
        match session.sign_in(login, password).await? {
            Stage::Open | Stage::MustEnrol => session.ask_key().await,
            Stage::CodeAsked(_) => Err(AccountRefusal::FactorExists),
            Stage::OtherFactorAsked => Err(AccountRefusal::OtherFactor),
            Stage::MustChange => Err(AccountRefusal::MustChangeFirst),
        }
    }

    pub(super) async fn challenge(&self, login: &str, password: &Password) -> Result<Challenge, AccountRefusal> {
        let session = self.visit()?;
        match session.sign_in(login, password).await? {
            Stage::CodeAsked(token) => Ok(Challenge { session, token }),
            Stage::Open => {
                session.close().await;
                Err(AccountRefusal::FactorNotAsked)
            }
            Stage::MustEnrol => Err(AccountRefusal::FactorNotAsked),
            Stage::OtherFactorAsked => Err(AccountRefusal::OtherFactor),
            Stage::MustChange => Err(AccountRefusal::MustChangeFirst),
        }
    }

    /// A visitor without cookies.
    fn visit(&self) -> Result<Session, AccountRefusal> {
        Ok(Session {
            visit: self.site.visit()?,
            host: self.host().to_owned(),
        })
    }
}

/// Reads an answer every way: see [`super::replay`].
pub(super) fn replay(status: u16, content_type: &str, location: Option<&str>, body: &[u8]) -> bool {
    const HOST: &str = "portail.ac-exemple.test";
    let answer = Answer::read(status, content_type, location, body);
    let _ = (answer.wants_token(), answer.stage(HOST), answer.knows_no_change_alone());
    let _ = (
        answer.change(HOST, &Password::new(String::new())),
        answer.key().is_some(),
        answer.refusal(HOST),
        answer.unexpected(HOST),
    );
    answer.done()
}

/// A visitor of the portal, with the cookies it was given.
struct Session {
    visit: Visit,
    host: String,
}

impl Session {
    /// One try of the password.
    async fn sign_in(&self, login: &str, password: &Password) -> Result<Stage, AccountRefusal> {
        sendable(password)?;
        let fields = [("user", login.trim()), ("password", password.expose())];
        let answered = self.post("", &fields).await.map_err(Lost::harmless)?;
        if !answered.wants_token() {
            return answered.stage(&self.host);
        }
        let token = self.token().await?;
        let [user, word] = fields;
        let answered = self
            .post("", &[user, word, ("token", &token)])
            .await
            .map_err(Lost::harmless)?;
        answered.stage(&self.host)
    }

    /// The change the sign-in page itself makes: identifier and old password in place of a session.
    async fn change_alone(&self, login: &str, passwords: &[(&str, &str); 3]) -> Result<Answer, AccountRefusal> {
        let [old, new, confirm] = *passwords;
        let user = ("user", login.trim());
        let answered = self
            .post("", &[user, old, new, confirm])
            .await
            .map_err(Lost::during_change)?;
        if !answered.wants_token() {
            return Ok(answered);
        }
        let token = self.token().await?;
        let fields = [user, old, new, confirm, ("token", token.as_str())];
        self.post("", &fields).await.map_err(Lost::during_change)
    }

    /// The one-time token of the sign-in form, which portals as installed demand.
    async fn token(&self) -> Result<String, AccountRefusal> {
        let request = self
            .visit
            .client
            .get(self.visit.base.clone())
            .header(ACCEPT, "text/html");
        let answered = self.send(request).await.map_err(Lost::harmless)?;
        match &answered {
            Answer::Page(page) if page.has_captcha() => Err(AccountRefusal::CaptchaPortal),
            Answer::Page(page) => page
                .sign_in_token()
                .map(str::to_owned)
                .ok_or_else(|| answered.unexpected(&self.host)),
            Answer::Other(_) => Err(answered.refusal(&self.host)),
            _ => Err(answered.unexpected(&self.host)),
        }
    }

    async fn ask_key(self) -> Result<Enrolment, AccountRefusal> {
        // Old portals hand out an existing secret unless `newkey` is given; new ones ignore it.
        let answered = self
            .post("2fregisters/totp/getkey", &[("newkey", "1")])
            .await
            .map_err(Lost::harmless)?;
        let enrolment = answered.key().ok_or_else(|| match answered.done() {
            // Where nothing can be registered, a session that asks for a key is shown the front page.
            true => AccountRefusal::NotAllowed,
            false => answered.refusal(&self.host),
        });
        let enrolment = enrolment.and_then(|key| {
            let uri = otpauth(&key).ok_or_else(|| answered.unexpected(&self.host))?;
            Ok((uri, key.token))
        });
        match enrolment {
            Ok((uri, token)) => Ok(Enrolment {
                session: self,
                uri,
                token,
            }),
            Err(refusal) => {
                self.close().await;
                Err(refusal)
            }
        }
    }

    /// The header is what the portal's own scripts send; portals before it ignore it.
    async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Answer, Lost> {
        let url = self
            .visit
            .base
            .join(path)
            .map_err(|_| self.lost(Cause::Client, false))?;
        let request = self
            .visit
            .client
            .post(url)
            .header(ACCEPT, "application/json")
            .header("X-CSRF-Check", "1");
        self.send(request.form(fields)).await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer, Lost> {
        let answered = self.visit.send(request).await?;
        let header = |name| answered.headers.get(name).and_then(|value| value.to_str().ok());
        Ok(Answer::read(
            answered.status.as_u16(),
            header(CONTENT_TYPE).unwrap_or_default(),
            header(LOCATION),
            &answered.body,
        ))
    }

    fn lost(&self, cause: Cause, sent: bool) -> Lost {
        Lost {
            fault: Fault::new(
                &self.host,
                self.visit.base.port_or_known_default().unwrap_or(443),
                cause,
            ),
            sent,
        }
    }

    /// Signs out. Its own failure changes nothing of what was done.
    async fn close(&self) {
        let mut url = self.visit.base.clone();
        url.set_query(Some("logout=1"));
        let request = self
            .visit
            .client
            .get(url)
            .header(ACCEPT, "application/json")
            .timeout(GOODBYE);
        if let Err(lost) = self.send(request).await {
            tracing::debug!(fault = %lost.fault, "sign-out unanswered");
        }
    }
}

/// A secret the portal made, waiting to be proved.
pub struct Enrolment {
    session: Session,
    uri: Zeroizing<String>,
    token: String,
}

impl Enrolment {
    pub(super) fn uri(&self) -> &str {
        &self.uri
    }

    pub(super) async fn confirm(&mut self, code: &Code) -> Result<(), AccountRefusal> {
        let fields = [
            ("token", self.token.as_str()),
            ("code", code.expose()),
            ("TOTPName", FACTOR_NAME),
        ];
        let answered = self
            .session
            .post("2fregisters/totp/verify", &fields)
            .await
            .map_err(Lost::harmless)?;
        if !answered.done() {
            return Err(answered.refusal(&self.session.host));
        }
        self.session.close().await;
        Ok(())
    }

    pub(super) async fn leave(self) {
        self.session.close().await;
    }
}

/// A fresh sign-in at the portal that waits for the code.
pub struct Challenge {
    session: Session,
    token: String,
}

impl Challenge {
    pub(super) async fn answer(self, code: &Code) -> Result<Asked, AccountRefusal> {
        let fields = [("token", self.token.as_str()), ("code", code.expose())];
        let answered = self
            .session
            .post("totp2fcheck", &fields)
            .await
            .map_err(Lost::harmless)?;
        if !answered.done() {
            return Err(answered.refusal(&self.session.host));
        }
        self.session.close().await;
        Ok(Asked {
            host: self.session.host,
            // Among the second factors of LemonLDAP::NG 2.16 there is none of this sort.
            recovery_codes: false,
        })
    }
}

/// The `otpauth:` address of what the portal gave, nothing added (its codes are SHA-1). A colon would split the label.
fn otpauth(key: &Key) -> Option<Zeroizing<String>> {
    Builder::new()
        // The portal writes lower case; RFC 4648 §6 and telephones want capitals.
        .with_secret(Secret::try_from_base32(Zeroizing::new(key.secret.to_ascii_uppercase()).as_str()).ok()?)
        .with_digits(key.digits)
        .with_step_duration(key.period_s)
        .with_issuer(Some(key.issuer.replace(':', " ")))
        .with_account_name(key.user.replace(':', " "))
        .build()
        .ok()?
        .to_url()
        .ok()
        .map(Zeroizing::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(secret: &str) -> Key {
        Key {
            secret: secret.to_owned(),
            token: "1".to_owned(),
            issuer: "Academie d'Exemple".to_owned(),
            user: "jdupont".to_owned(),
            digits: 6,
            period_s: 30,
        }
    }

    #[test]
    fn the_address_holds_what_the_portal_gave() {
        let uri = otpauth(&key("47x4wbvlaeasfisjovqxqzobqqwwomyl")).unwrap();
        let card = crate::totp::card(&uri).unwrap();
        assert_eq!(
            (card.issuer.as_str(), card.account.as_str()),
            ("Academie d'Exemple", "jdupont")
        );
        assert_eq!(card.key.concat(), "47X4WBVLAEASFISJOVQXQZOBQQWWOMYL");
    }

    #[test]
    fn a_secret_that_is_none_is_refused() {
        assert!(otpauth(&key("")).is_none());
        assert!(otpauth(&key("not base32 !")).is_none());
        assert!(otpauth(&key("AAAA")).is_none(), "RFC 4226 R6: 128 bits at least");
    }
}
