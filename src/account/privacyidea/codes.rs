//! Recovery codes of a privacyIDEA server: a list of numbers it makes (a "TAN token"), each good once, for the day the
//! phone is lost. What becomes of the list on this computer is the person's choice, through `wizard`.

use reqwest::Method;
use serde_json::Value;
use zeroize::Zeroizing;

use super::{DESCRIPTION, Factors, Session, Token, unexpected};
use crate::{
    account::{AccountRefusal, Asked},
    secret::{Code, Password},
};

/// The right to have them made, and what the server calls their list.
const RIGHT: &str = "enrollTAN";
const KIND: &str = "tan";

impl Session {
    /// The server makes them for this person, who has none.
    pub(super) fn would_make_codes(&self, tokens: &[Token]) -> bool {
        self.may(RIGHT) && !tokens.iter().any(|token| token.kind == KIND && token.live)
    }
}

impl Factors {
    pub(in crate::account) async fn recovery_codes(
        &self,
        login: &str,
        password: &Password,
    ) -> Result<RecoveryCodes, AccountRefusal> {
        let session = self.sign_in(login, password).await?;
        if !session.would_make_codes(&session.tokens().await?) {
            return Err(AccountRefusal::NotAllowed);
        }
        let fields = [("type", KIND), ("genkey", "1"), ("description", DESCRIPTION)];
        let made = session.ask(Method::POST, "token/init", &fields).await?;
        match (codes(&made.0), made.0.pointer("/detail/serial").and_then(Value::as_str)) {
            (Some(codes), Some(serial)) => Ok(RecoveryCodes {
                serial: serial.to_owned(),
                session,
                codes,
            }),
            _ => Err(unexpected(self.host(), "JSON")),
        }
    }
}

/// In the order of the list: `{"0": "123456", "1": …}`.
fn codes(made: &Value) -> Option<Vec<Zeroizing<String>>> {
    let listed = made.pointer("/detail/otps")?.as_object()?;
    let mut codes: Vec<(u32, Zeroizing<String>)> = listed
        .iter()
        .map(|(at, code)| Some((at.parse().ok()?, Zeroizing::new(code.as_str()?.to_owned()))))
        .collect::<Option<_>>()?;
    codes.sort_by_key(|(at, _)| *at);
    (!codes.is_empty()).then(|| codes.into_iter().map(|(_, code)| code).collect())
}

/// A list the server made, not kept by anybody yet.
pub struct RecoveryCodes {
    session: Session,
    serial: String,
    codes: Vec<Zeroizing<String>>,
}

impl RecoveryCodes {
    /// Each good once.
    #[must_use]
    pub fn codes(&self) -> &[Zeroizing<String>] {
        &self.codes
    }

    /// Spends one: the server takes it, of this list and no other.
    ///
    /// # Errors
    /// [`AccountRefusal::BadCode`]: another one may be tried. [`AccountRefusal::Over`]: the list has to be made again.
    pub async fn prove(&self, code: &Code) -> Result<Asked, AccountRefusal> {
        let fields = [("serial", self.serial.as_str()), ("pass", code.expose())];
        self.session.judged(&fields).await?;
        Ok(Asked {
            host: self.session.host.clone(),
            recovery_codes: false,
        })
    }

    /// Takes the list away again: nobody kept it.
    pub async fn leave(self) {
        self.session.drop_token(&self.serial).await;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_list_is_read_in_its_order() {
        let made = json!({"detail": {"serial": "PITN1", "otps": {"10": "000010", "2": "000002", "0": "000000"}}});
        let read = codes(&made).unwrap();
        let read: Vec<_> = read.iter().map(|code| code.as_str()).collect();
        assert_eq!(read, ["000000", "000002", "000010"]);
        assert!(codes(&json!({"detail": {"otps": {}}})).is_none());
        assert!(codes(&json!({"detail": {"otps": {"0": 1}}})).is_none());
        assert!(codes(&json!({})).is_none());
    }
}
