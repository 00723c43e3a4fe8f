//! What a portal's answer means: JSON whose numbers are sometimes strings, HTML where JSON was asked for, redirections.
//!
//! The numbers are LemonLDAP::NG's own (`Portal::Main::Constants`); what they meant here was observed on 2.16.

use serde_json::Value;

use super::page::Page;
use crate::{account::AccountRefusal, secret::Password};

/// An answer, classified by status and content type.
#[derive(Debug)]
pub(super) enum Answer {
    /// `{"result":…,"error":…}` and what comes with it. The HTTP status says nothing more.
    Json(Value),
    /// A page.
    Page(Page),
    /// The path of a redirection.
    Elsewhere(String),
    /// Neither: the status is all there is to know.
    Other(u16),
}

/// The `error` of a JSON answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// 5, "5", "PE5".
    Number(u64),
    /// "badCode".
    Name(String),
}

/// The numbers this program knows.
pub(super) mod pe {
    pub(crate) const SESSION_EXPIRED: u64 = 1;
    pub(crate) const FORM_EMPTY: u64 = 2;
    pub(crate) const NOT_ALLOWED_IN_DIRECTORY: u64 = 3;
    pub(crate) const USER_NOT_FOUND: u64 = 4;
    pub(crate) const BAD_CREDENTIALS: u64 = 5;
    pub(crate) const LDAP_CONNECT_FAILED: u64 = 6;
    pub(crate) const LDAP_ERROR: u64 = 7;
    pub(crate) const SESSION_STORE_ERROR: u64 = 8;
    pub(crate) const FIRST_ACCESS: u64 = 9;
    pub(crate) const NO_PASSWORD_BACKEND: u64 = 20;
    pub(crate) const ACCOUNT_LOCKED: u64 = 21;
    pub(crate) const PASSWORD_EXPIRED: u64 = 22;
    pub(crate) const CERTIFICATE_REQUIRED: u64 = 23;
    pub(crate) const ERROR: u64 = 24;
    pub(crate) const CHANGE_AFTER_RESET: u64 = 25;
    pub(crate) const MODIFICATION_NOT_ALLOWED: u64 = 26;
    pub(crate) const MUST_SUPPLY_OLD: u64 = 27;
    pub(crate) const INSUFFICIENT_QUALITY: u64 = 28;
    pub(crate) const TOO_SHORT: u64 = 29;
    pub(crate) const TOO_YOUNG: u64 = 30;
    pub(crate) const IN_HISTORY: u64 = 31;
    pub(crate) const PASSWORD_OK: u64 = 35;
    pub(crate) const BAD_OLD_PASSWORD: u64 = 39;
    pub(crate) const MALFORMED_USER: u64 = 40;
    pub(crate) const SESSION_NOT_GRANTED: u64 = 41;
    pub(crate) const PASSWORD_FORM_EMPTY: u64 = 67;
    pub(crate) const FORBIDDEN_IP: u64 = 75;
    pub(crate) const CAPTCHA_ERROR: u64 = 76;
    pub(crate) const CAPTCHA_EMPTY: u64 = 77;
    pub(crate) const NO_TOKEN: u64 = 81;
    pub(crate) const TOKEN_EXPIRED: u64 = 82;
    pub(crate) const WAIT: u64 = 86;
    pub(crate) const MUST_HAVE_MAIL: u64 = 88;
    pub(crate) const BAD_CODE: u64 = 96;
    pub(crate) const FORBIDDEN_CHARACTER: u64 = 100;
    pub(crate) const FORBIDDEN_CHARACTERS: u64 = 101;
    pub(crate) const NO_SECOND_FACTORS: u64 = 103;
}

/// How far a sign-in came.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// A session is open.
    Open,
    /// The password is right and an authenticator's code is asked for, with this one-time token.
    CodeAsked(String),
    /// The password is right and another factor is asked for.
    OtherFactorAsked,
    /// The password is right and a factor must be enrolled before anything else.
    MustEnrol,
    /// The password is right and must be changed before anything else.
    MustChange,
}

/// What the portal gave for an enrolment.
pub(super) struct Key {
    pub(super) secret: String,
    pub(super) token: String,
    pub(super) issuer: String,
    pub(super) user: String,
    pub(super) digits: u8,
    pub(super) period_s: u64,
}

impl Answer {
    /// Classifies. `location` is the header of a redirection.
    pub(super) fn read(status: u16, content_type: &str, location: Option<&str>, body: &[u8]) -> Self {
        let kind = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        match (status, location, kind.as_str()) {
            (300..400, Some(location), _) => Self::Elsewhere(location.to_owned()),
            // What the portal says beside these is a sentence.
            (403 | 500.., _, _) => Self::Other(status),
            (_, _, "application/json" | "text/json") => {
                serde_json::from_slice(body).map_or(Self::Other(status), Self::Json)
            }
            (200..300, _, "text/html" | "application/xhtml+xml") => {
                Self::Page(Page::read(&String::from_utf8_lossy(body)))
            }
            _ => Self::Other(status),
        }
    }

    /// `result` is 1.
    pub(super) fn done(&self) -> bool {
        matches!(self, Self::Json(value) if value.get("result").and_then(number) == Some(1))
    }

    pub(super) fn error(&self) -> Option<Word> {
        let Self::Json(value) = self else { return None };
        match value.get("error")? {
            Value::String(text) => Some(Word::of(text)),
            other => number(other).map(Word::Number),
        }
    }

    /// The form's one-time token is missing or was used: nothing else was looked at.
    pub(super) fn wants_token(&self) -> bool {
        matches!(self.error(), Some(Word::Number(pe::NO_TOKEN | pe::TOKEN_EXPIRED)))
    }

    /// How far a sign-in came.
    pub(super) fn stage(&self, host: &str) -> Result<Stage, AccountRefusal> {
        match self {
            Self::Elsewhere(location) if location.contains("/2fregisters") => Ok(Stage::MustEnrol),
            Self::Page(page) => match page.code_token() {
                Some(token) => Ok(Stage::CodeAsked(token.to_owned())),
                None if page.asks_factor() => Ok(Stage::OtherFactorAsked),
                None if page.has_captcha() => Err(AccountRefusal::CaptchaPortal),
                None => Err(self.unexpected(host)),
            },
            Self::Elsewhere(_) => Err(self.unexpected(host)),
            _ if self.done() => Ok(Stage::Open),
            _ => match self.error() {
                Some(Word::Number(pe::CHANGE_AFTER_RESET)) => Ok(Stage::MustChange),
                // A code is due by mail, and no address is known to send it to.
                Some(Word::Number(pe::MUST_HAVE_MAIL)) => Ok(Stage::OtherFactorAsked),
                _ => Err(self.refusal(host)),
            },
        }
    }

    /// A change without a session was taken for a sign-in without a password: nothing was changed.
    pub(super) fn knows_no_change_alone(&self) -> bool {
        matches!(
            self.error(),
            Some(Word::Number(
                pe::FORM_EMPTY | pe::BAD_CREDENTIALS | pe::FIRST_ACCESS | pe::PASSWORD_FORM_EMPTY
            ))
        )
    }

    /// What a change to `new` came to. Outside a session its success is a 401.
    pub(super) fn change(&self, host: &str, new: &Password) -> Result<(), AccountRefusal> {
        let Some(Word::Number(number)) = self.error() else {
            // Neither yes nor no to a request that arrived.
            return Err(AccountRefusal::InDoubt);
        };
        Err(match number {
            pe::PASSWORD_OK => return Ok(()),
            pe::BAD_OLD_PASSWORD => AccountRefusal::WrongOld,
            pe::INSUFFICIENT_QUALITY => AccountRefusal::Quality,
            pe::TOO_SHORT => AccountRefusal::TooShort { typed: new.length() },
            pe::MUST_SUPPLY_OLD => AccountRefusal::MustSupplyOld,
            pe::TOO_YOUNG => AccountRefusal::TooYoung,
            pe::IN_HISTORY => AccountRefusal::InHistory,
            pe::FORBIDDEN_CHARACTER | pe::FORBIDDEN_CHARACTERS => AccountRefusal::ForbiddenCharacter,
            // The back-end failed in the middle, before or after writing.
            pe::LDAP_ERROR | pe::SESSION_STORE_ERROR | pe::ERROR => AccountRefusal::InDoubt,
            // The portal counts every change as a failure, a successful one too, and says "wait" in place of what it did:
            // observed with the password changed.
            pe::WAIT => AccountRefusal::InDoubt,
            // "Wrong manager account": the directory refused the person the right (LDAP 50).
            pe::NOT_ALLOWED_IN_DIRECTORY => AccountRefusal::NotAllowed,
            _ => self.refusal(host),
        })
    }

    /// What `getkey` gave. `None` when a part is missing.
    pub(super) fn key(&self) -> Option<Key> {
        let Self::Json(value) = self else { return None };
        let text = |name| value.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Key {
            secret: text("secret")?,
            token: text("token")?,
            issuer: text("portal")?,
            user: text("user")?,
            digits: u8::try_from(value.get("digits").map_or(Some(6), number)?).ok()?,
            period_s: value.get("interval").map_or(Some(30), number)?,
        })
    }

    /// What any error means where nothing more precise is known.
    pub(super) fn refusal(&self, host: &str) -> AccountRefusal {
        match self.error() {
            Some(Word::Number(number)) => match number {
                pe::USER_NOT_FOUND | pe::BAD_CREDENTIALS => AccountRefusal::WrongPassword,
                pe::ACCOUNT_LOCKED => AccountRefusal::Locked,
                pe::PASSWORD_EXPIRED => AccountRefusal::Expired,
                pe::CHANGE_AFTER_RESET => AccountRefusal::MustChangeFirst,
                // An empty password never leaves: what is empty is the identifier.
                pe::FORM_EMPTY | pe::MALFORMED_USER => AccountRefusal::IdentifierRefused,
                pe::WAIT => AccountRefusal::TooManyTries,
                pe::CAPTCHA_ERROR | pe::CAPTCHA_EMPTY => AccountRefusal::CaptchaPortal,
                pe::BAD_CODE => AccountRefusal::BadCode,
                pe::SESSION_EXPIRED | pe::FIRST_ACCESS | pe::NO_TOKEN | pe::TOKEN_EXPIRED => AccountRefusal::Over,
                pe::LDAP_CONNECT_FAILED | pe::LDAP_ERROR | pe::SESSION_STORE_ERROR | pe::ERROR => {
                    AccountRefusal::Unavailable {
                        host: host.to_owned(),
                        answer: format!("portal {number}"),
                    }
                }
                pe::NO_PASSWORD_BACKEND
                | pe::CERTIFICATE_REQUIRED
                | pe::MODIFICATION_NOT_ALLOWED
                | pe::MUST_SUPPLY_OLD
                | pe::SESSION_NOT_GRANTED
                | pe::FORBIDDEN_IP
                | pe::NO_SECOND_FACTORS => AccountRefusal::NotAllowed,
                _ => self.unexpected(host),
            },
            Some(Word::Name(name)) => match name.as_str() {
                "badCode" => AccountRefusal::BadCode,
                "totpExistingKey" => AccountRefusal::FactorExists,
                "notAuthorized" => AccountRefusal::NotAllowed,
                _ => self.unexpected(host),
            },
            None => match self {
                // Sent back to the sign-in page: the session, or what stood for one, is gone.
                Self::Elsewhere(_) => AccountRefusal::Over,
                Self::Other(403) => AccountRefusal::NotAllowed,
                Self::Other(status @ 500..) => AccountRefusal::Unavailable {
                    host: host.to_owned(),
                    answer: format!("HTTP {status}"),
                },
                _ => self.unexpected(host),
            },
        }
    }

    pub(super) fn unexpected(&self, host: &str) -> AccountRefusal {
        let answer = match (self, self.error()) {
            (_, Some(Word::Number(number))) => format!("portal {number}"),
            (_, Some(Word::Name(name))) => format!("portal {}", presentable(&name)),
            (Self::Json(_), None) => "JSON".to_owned(),
            (Self::Page(_), None) => "HTML".to_owned(),
            (Self::Elsewhere(_), None) => "HTTP 3xx".to_owned(),
            (Self::Other(status), None) => format!("HTTP {status}"),
        };
        AccountRefusal::Unexpected {
            host: host.to_owned(),
            answer,
        }
    }
}

impl Word {
    fn of(text: &str) -> Self {
        let digits = text.strip_prefix("PE").unwrap_or(text);
        digits
            .parse()
            .map_or_else(|_| Self::Name(text.to_owned()), Self::Number)
    }
}

/// A number, even where it came as a string.
fn number(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_str()?.parse().ok())
}

/// A server's word, fit to be shown.
fn presentable(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).take(32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(status: u16, body: &str) -> Answer {
        Answer::read(status, "application/json; charset=utf-8", None, body.as_bytes())
    }

    fn html(body: &str) -> Answer {
        Answer::read(200, "text/html", None, body.as_bytes())
    }

    fn stage(answer: &Answer) -> Result<Stage, AccountRefusal> {
        answer.stage("portail.test")
    }

    #[test]
    fn what_sign_ins_answer() {
        assert_eq!(
            stage(&json(200, r#"{"id":"cb21","error":"0","result":1}"#)),
            Ok(Stage::Open)
        );
        assert_eq!(stage(&json(401, r#"{"result":0,"error":"25"}"#)), Ok(Stage::MustChange));
        let rows = [
            (r#"{"result":0,"error":5}"#, AccountRefusal::WrongPassword),
            (r#"{"error":"5","result":"0"}"#, AccountRefusal::WrongPassword),
            (r#"{"error":21,"result":0}"#, AccountRefusal::Locked),
            (r#"{"error":22,"result":0}"#, AccountRefusal::Expired),
            (r#"{"error":40,"result":0}"#, AccountRefusal::IdentifierRefused),
            (r#"{"error":86,"result":0}"#, AccountRefusal::TooManyTries),
            (r#"{"error":76,"result":0}"#, AccountRefusal::CaptchaPortal),
            (r#"{"error":75,"result":0}"#, AccountRefusal::NotAllowed),
        ];
        for (body, expected) in rows {
            assert_eq!(stage(&json(401, body)), Err(expected), "{body}");
        }
        for body in [r#"{"error":6,"result":0}"#, r#"{"error":"24","result":0}"#] {
            assert!(
                matches!(stage(&json(400, body)), Err(AccountRefusal::Unavailable { .. })),
                "{body}"
            );
        }
        assert!(json(401, r#"{"result":0,"error":81}"#).wants_token());
        assert!(json(401, r#"{"result":0,"error":"82"}"#).wants_token());
        assert!(!json(401, r#"{"result":0,"error":5}"#).wants_token());
    }

    #[test]
    fn a_second_factor_is_asked_for_in_html_or_by_a_redirection() {
        let code = html(r#"<form action="/totp2fcheck"><input type=hidden name=token value=17_3></form>"#);
        assert_eq!(stage(&code), Ok(Stage::CodeAsked("17_3".to_owned())));
        let other = html(r#"<form action="/mail2fcheck"><input type=hidden name=token value=17_3></form>"#);
        assert_eq!(stage(&other), Ok(Stage::OtherFactorAsked));
        let enrol = Answer::read(302, "", Some("https://portail.test/2fregisters/"), b"");
        assert_eq!(stage(&enrol), Ok(Stage::MustEnrol));
        let captcha = html("<form><input name=user><input name=captcha></form>");
        assert_eq!(stage(&captcha), Err(AccountRefusal::CaptchaPortal));
        let cas = Answer::read(302, "text/html", Some("https://cas.test/login"), b"");
        assert!(matches!(stage(&cas), Err(AccountRefusal::Unexpected { .. })));
    }

    #[test]
    fn what_changes_answer() {
        let new = Password::new("Cartable-2026".to_owned());
        let change = |status, body: &str| json(status, body).change("portail.test", &new);
        assert_eq!(change(401, r#"{"error":"35","result":0}"#), Ok(()));
        assert_eq!(change(401, r#"{"error":35,"result":0}"#), Ok(()));
        assert_eq!(change(200, r#"{"error":"35","result":1}"#), Ok(()));
        let rows = [
            (29, AccountRefusal::TooShort { typed: 13 }),
            (28, AccountRefusal::Quality),
            (39, AccountRefusal::WrongOld),
            (31, AccountRefusal::InHistory),
            (30, AccountRefusal::TooYoung),
            (100, AccountRefusal::ForbiddenCharacter),
            (27, AccountRefusal::MustSupplyOld),
            (26, AccountRefusal::NotAllowed),
            (21, AccountRefusal::Locked),
            (7, AccountRefusal::InDoubt),
            (3, AccountRefusal::NotAllowed),
            (86, AccountRefusal::InDoubt),
        ];
        for (number, expected) in rows {
            assert_eq!(
                change(401, &format!(r#"{{"result":0,"error":{number}}}"#)),
                Err(expected),
                "{number}"
            );
        }
        assert_eq!(
            Answer::read(502, "text/html", None, b"").change("portail.test", &new),
            Err(AccountRefusal::InDoubt)
        );
        assert_eq!(change(200, r#"{"result":1}"#), Err(AccountRefusal::InDoubt));
    }

    #[test]
    fn a_portal_that_took_a_change_for_a_sign_in_changed_nothing() {
        assert!(json(401, r#"{"result":0,"error":5}"#).knows_no_change_alone());
        assert!(json(401, r#"{"result":0,"error":"2"}"#).knows_no_change_alone());
        assert!(!json(401, r#"{"result":0,"error":39}"#).knows_no_change_alone());
        assert!(!json(401, r#"{"result":0,"error":"35"}"#).knows_no_change_alone());
        assert!(!Answer::read(502, "text/html", None, b"").knows_no_change_alone());
    }

    #[test]
    fn http_200_is_not_success() {
        assert!(json(200, r#"{"result":1}"#).done());
        let bad = json(200, r#"{"error":"badCode"}"#);
        assert!(!bad.done());
        assert_eq!(bad.refusal("portail.test"), AccountRefusal::BadCode);
        assert_eq!(
            json(200, r#"{"error":"totpExistingKey"}"#).refusal("portail.test"),
            AccountRefusal::FactorExists
        );
        assert_eq!(
            json(400, r#"{"error":"PE82"}"#).refusal("portail.test"),
            AccountRefusal::Over
        );
        assert_eq!(
            json(401, r#"{"error":"9","result":0}"#).refusal("portail.test"),
            AccountRefusal::Over
        );
        assert_eq!(
            json(400, r#"{"error":"96","result":0}"#).refusal("portail.test"),
            AccountRefusal::BadCode
        );
    }

    #[test]
    fn the_key_is_read_as_the_portal_writes_it() {
        let body = r#"{"secret":"47x4wbvlaeasfisjovqxqzobqqwwomyl","user":"jdupont","interval":"30",
            "token":"1795143464_64957","portal":"Academie d'Exemple","digits":6,"newkey":1}"#;
        let key = json(200, body).key().unwrap();
        assert_eq!(
            (key.digits, key.period_s, key.token.as_str()),
            (6, 30, "1795143464_64957")
        );
        assert!(json(200, r#"{"error":"totpExistingKey"}"#).key().is_none());
    }
}
