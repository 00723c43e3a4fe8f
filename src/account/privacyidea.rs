//! A privacyIDEA server, spoken to as the person: enrolment of an authenticator application, verified before it counts,
//! and the fresh check that asks for the next code.
//!
//! It keeps second factors only; passwords are the directory's, which it asks. Its numbers are its own
//! (`privacyidea.lib.error`); what they meant here was observed on 3.14. Nothing of a session stays behind: the token it
//! gives lives in memory and is good for this exchange. Recovery codes are [`codes`]'s. The https client belongs to `net`,
//! the card to `totp`.

mod codes;

use reqwest::{Method, RequestBuilder, header::ACCEPT};
use serde_json::Value;
use zeroize::Zeroizing;

pub use self::codes::RecoveryCodes;
use super::{
    AccountRefusal, Asked,
    refusal::Lost,
    sendable,
    site::{Site, Visit},
};
use crate::{
    academy::PrivacyIdeaConnector,
    net::{Net, Purpose},
    secret::{Code, Password},
};

/// Where its address stands in a pack.
const KEY: &str = "connectors.privacyidea.url";

/// What the server lists the factor as: by this an enrolment nobody finished is known to be ours.
const DESCRIPTION: &str = "Rentree";

/// A server of second factors.
#[derive(Clone)]
pub struct Factors {
    site: Site,
    at: PrivacyIdeaConnector,
}

impl Factors {
    pub(super) fn new(net: Net, at: &PrivacyIdeaConnector) -> Self {
        Self {
            site: Site::new(net, &at.url, KEY, Purpose::SecondFactor),
            at: at.clone(),
        }
    }

    /// Its name.
    #[must_use]
    pub fn host(&self) -> &str {
        self.site.host()
    }

    pub(super) async fn enrol(&self, login: &str, password: &Password) -> Result<Enrolment, AccountRefusal> {
        let session = self.sign_in(login, password).await?;
        if !session.may("enrollTOTP") {
            return Err(AccountRefusal::NotAllowed);
        }
        for token in session.tokens().await? {
            if token.counts() {
                return Err(AccountRefusal::FactorExists);
            }
            if token.unfinished_of_ours() {
                session.drop_token(&token.serial).await;
            }
        }
        let fields = [("type", "totp"), ("genkey", "1"), ("description", DESCRIPTION)];
        let made = session.ask(Method::POST, "token/init", &fields).await?;
        let text = |pointer| made.0.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        let (Some(uri), Some(serial)) = (text("/detail/googleurl/value"), text("/detail/serial")) else {
            return Err(unexpected(self.host(), "JSON"));
        };
        Ok(Enrolment {
            session,
            uri: Zeroizing::new(uri),
            serial,
            verified: text("/detail/rollout_state").as_deref() == Some("verify"),
        })
    }

    /// The server keeps no page that asks: the fresh sign-in finds the factor, the check asks for its code.
    pub(super) async fn challenge(&self, login: &str, password: &Password) -> Result<Challenge, AccountRefusal> {
        let session = self.sign_in(login, password).await?;
        let tokens = session.tokens().await?;
        match tokens.iter().any(Token::counts) {
            true => Ok(Challenge {
                recovery_codes: session.would_make_codes(&tokens),
                session,
            }),
            false => Err(AccountRefusal::FactorNotAsked),
        }
    }

    async fn sign_in(&self, login: &str, password: &Password) -> Result<Session, AccountRefusal> {
        sendable(password)?;
        let login = login.trim();
        if login.is_empty() {
            return Err(AccountRefusal::IdentifierRefused);
        }
        let visitor = Session {
            visit: self.site.visit()?,
            host: self.host().to_owned(),
            pass: None,
            user: login.to_owned(),
            realm: self.at.realm.clone(),
            rights: Vec::new(),
        };
        let mut fields = vec![("username", login), ("password", password.expose())];
        fields.extend(self.at.realm.as_deref().map(|realm| ("realm", realm)));
        let answered = visitor.ask(Method::POST, "auth", &fields).await?;
        let text = |name: &str| answered.value(name).and_then(Value::as_str).map(str::to_owned);
        // An administrator of the server is nobody we serve.
        if text("role").as_deref() != Some("user") {
            return Err(AccountRefusal::NotAllowed);
        }
        let rights = answered
            .value("rights")
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default();
        Ok(Session {
            pass: Some(Zeroizing::new(
                text("token").ok_or_else(|| unexpected(self.host(), "JSON"))?,
            )),
            user: text("username").unwrap_or(visitor.user),
            realm: text("realm").or(visitor.realm),
            rights: rights.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
            ..visitor
        })
    }
}

/// The person, as the server knows them for the time of an exchange.
struct Session {
    visit: Visit,
    host: String,
    pass: Option<Zeroizing<String>>,
    user: String,
    realm: Option<String>,
    rights: Vec<String>,
}

impl Session {
    fn may(&self, right: &str) -> bool {
        self.rights.iter().any(|known| known == right)
    }

    async fn tokens(&self) -> Result<Vec<Token>, AccountRefusal> {
        let answered = self.ask(Method::GET, "token/", &[]).await?;
        let listed = answered.value("tokens").and_then(Value::as_array);
        let listed = listed.ok_or_else(|| unexpected(&self.host, "JSON"))?;
        Ok(listed.iter().filter_map(Token::read).collect())
    }

    /// A factor nobody proved. What becomes of the request changes nothing of what the person has.
    async fn drop_token(&self, serial: &str) {
        if self.may("delete")
            && let Err(refusal) = self.ask(Method::DELETE, &format!("token/{serial}"), &[]).await
        {
            tracing::debug!(%refusal, "an unfinished factor stays on the server");
        }
    }

    /// Whether the server takes this code now: the same question every service behind it asks.
    async fn check(&self, code: &Code) -> Result<(), AccountRefusal> {
        let mut fields = vec![("user", self.user.as_str()), ("pass", code.expose())];
        fields.extend(self.realm.as_deref().map(|realm| ("realm", realm)));
        self.judged(&fields).await
    }

    /// The server's yes or no.
    async fn judged(&self, fields: &[(&str, &str)]) -> Result<(), AccountRefusal> {
        let answered = self.ask(Method::POST, "validate/check", fields).await?;
        match answered.0.pointer("/result/value").and_then(Value::as_bool) {
            Some(true) => Ok(()),
            Some(false) => Err(AccountRefusal::BadCode),
            None => Err(unexpected(&self.host, "JSON")),
        }
    }

    /// One exchange.
    async fn ask(&self, method: Method, path: &str, fields: &[(&str, &str)]) -> Result<Answer, AccountRefusal> {
        let misconfigured = AccountRefusal::Misconfigured { what: KEY };
        let url = self.visit.base.join(path).map_err(|_| misconfigured)?;
        let mut request = self
            .visit
            .client
            .request(method, url)
            .header(ACCEPT, "application/json");
        if let Some(pass) = &self.pass {
            request = request.header("PI-Authorization", pass.as_str());
        }
        if !fields.is_empty() {
            request = request.form(fields);
        }
        self.send(request).await
    }

    async fn send(&self, request: RequestBuilder) -> Result<Answer, AccountRefusal> {
        let answered = self.visit.send(request).await.map_err(Lost::harmless)?;
        let status = answered.status;
        match serde_json::from_slice(&answered.body) {
            Ok(value) => Answer(value).judged(&self.host),
            Err(_) if status.is_server_error() => Err(AccountRefusal::Unavailable {
                host: self.host.clone(),
                answer: format!("HTTP {}", status.as_u16()),
            }),
            Err(_) => Err(unexpected(&self.host, &format!("HTTP {}", status.as_u16()))),
        }
    }
}

/// `{"result":{"status":true,"value":…},"detail":…}`.
struct Answer(Value);

impl Answer {
    /// The answer where the server did what was asked; the HTTP status says nothing more.
    fn judged(self, host: &str) -> Result<Self, AccountRefusal> {
        if self.0.pointer("/result/status").and_then(Value::as_bool) == Some(true) {
            return Ok(self);
        }
        Err(match self.0.pointer("/result/error/code").and_then(Value::as_i64) {
            // Whatever is wrong: unknown, locked and expired are answered alike.
            Some(error::AUTHENTICATION) => AccountRefusal::WrongPassword,
            Some(error::VERIFICATION) => AccountRefusal::BadCode,
            Some(error::POLICY) => AccountRefusal::NotAllowed,
            Some(error::NO_PASS | error::BAD_PASS | error::PASS_EXPIRED) => AccountRefusal::Over,
            Some(code) => unexpected(host, &format!("privacyIDEA {code}")),
            None => unexpected(host, "JSON"),
        })
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.0.pointer("/result/value")?.get(name)
    }
}

/// The numbers this program knows.
mod error {
    pub(super) const POLICY: i64 = 303;
    pub(super) const VERIFICATION: i64 = 905;
    pub(super) const AUTHENTICATION: i64 = 4031;
    pub(super) const NO_PASS: i64 = 4033;
    pub(super) const BAD_PASS: i64 = 4304;
    /// An hour as installed: a card left on the screen over a break.
    pub(super) const PASS_EXPIRED: i64 = 4305;
}

fn unexpected(host: &str, answer: &str) -> AccountRefusal {
    AccountRefusal::Unexpected {
        host: host.to_owned(),
        answer: answer.to_owned(),
    }
}

/// A second factor on the server.
struct Token {
    serial: String,
    kind: String,
    live: bool,
    rollout: String,
    description: String,
}

impl Token {
    fn read(listed: &Value) -> Option<Self> {
        let text = |name| listed.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let flag = |name| listed.get(name).and_then(Value::as_bool).unwrap_or_default();
        Some(Self {
            serial: listed.get("serial")?.as_str()?.to_owned(),
            kind: text("tokentype"),
            live: flag("active") && !flag("revoked"),
            rollout: text("rollout_state"),
            description: text("description"),
        })
    }

    /// An authenticator application that is asked for. Servers without verification leave the state empty.
    fn counts(&self) -> bool {
        self.kind == "totp" && self.live && matches!(self.rollout.as_str(), "" | "enrolled")
    }

    fn unfinished_of_ours(&self) -> bool {
        self.kind == "totp" && self.rollout == "verify" && self.description == DESCRIPTION
    }
}

/// A secret the server made, waiting to be proved.
pub struct Enrolment {
    session: Session,
    uri: Zeroizing<String>,
    serial: String,
    /// The server counts the factor only once a code proved it; otherwise it counts already.
    verified: bool,
}

impl Enrolment {
    pub(super) fn uri(&self) -> &str {
        &self.uri
    }

    pub(super) async fn confirm(&mut self, code: &Code) -> Result<(), AccountRefusal> {
        if !self.verified {
            return self.session.check(code).await;
        }
        let fields = [("type", "totp"), ("serial", &self.serial), ("verify", code.expose())];
        let answered = self.session.ask(Method::POST, "token/init", &fields).await?;
        match answered.0.pointer("/detail/rollout_state").and_then(Value::as_str) {
            Some("enrolled") => Ok(()),
            _ => Err(unexpected(&self.session.host, "JSON")),
        }
    }

    /// Takes the unproved factor away again.
    pub(super) async fn leave(self) {
        self.session.drop_token(&self.serial).await;
    }
}

/// A fresh check that waits for the code.
pub struct Challenge {
    session: Session,
    recovery_codes: bool,
}

impl Challenge {
    pub(super) async fn answer(self, code: &Code) -> Result<Asked, AccountRefusal> {
        self.session.check(code).await?;
        Ok(Asked {
            host: self.session.host,
            recovery_codes: self.recovery_codes,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn refusal(code: i64) -> AccountRefusal {
        let answer = json!({"detail": null, "result": {"status": false, "error": {"code": code, "message": "…"}}});
        Answer(answer).judged("otp.test").err().unwrap()
    }

    #[test]
    fn refusals_are_told_by_their_number() {
        assert_eq!(refusal(4031), AccountRefusal::WrongPassword);
        assert_eq!(refusal(905), AccountRefusal::BadCode);
        assert_eq!(refusal(303), AccountRefusal::NotAllowed);
        assert_eq!(refusal(4033), AccountRefusal::Over);
        assert_eq!(refusal(4304), AccountRefusal::Over);
        assert_eq!(refusal(4305), AccountRefusal::Over);
        assert!(matches!(refusal(1), AccountRefusal::Unexpected { .. }));
        assert!(
            Answer(json!({"result": {"status": true, "value": 1}}))
                .judged("otp.test")
                .is_ok()
        );
        assert!(Answer(json!([])).judged("otp.test").is_err());
    }

    #[test]
    fn only_a_proved_and_living_application_counts() {
        let token = |kind: &str, active: bool, rollout: Value, description: &str| {
            let listed = json!({"serial": "TOTP1", "tokentype": kind, "active": active, "revoked": false,
                "rollout_state": rollout, "description": description});
            Token::read(&listed).unwrap()
        };
        assert!(token("totp", true, json!("enrolled"), "").counts());
        assert!(
            token("totp", true, json!(null), "").counts(),
            "a server that does not verify"
        );
        assert!(!token("totp", false, json!("enrolled"), "").counts());
        assert!(!token("hotp", true, json!("enrolled"), "").counts());
        let begun = token("totp", true, json!("verify"), DESCRIPTION);
        assert!(!begun.counts() && begun.unfinished_of_ours());
        assert!(!token("totp", true, json!("verify"), "Yubikey").unfinished_of_ours());
    }
}
