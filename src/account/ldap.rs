//! A directory with password policies, spoken to as the person: sign-in, RFC 3062 change, recovery attribute.
//!
//! Every row of results was observed on OpenLDAP 2.5 with ppolicy. [`policy`] reads the control beside a result; the
//! connection and its TLS belong to `net`. Refusals come from result codes and from the control, never from the text.

mod policy;

use std::{collections::HashSet, future::Future, time::Duration};

use ldap3::{Ldap, LdapError, Mod, Scope, SearchEntry, SearchResult, dn_escape, exop::PasswordModify};

use self::policy::{Policy, PolicyError};
use super::{
    AccountRefusal, AccountState, Changed, GOODBYE, ReadBack, Registered, changeable, refusal::Lost, sendable,
};
use crate::{
    academy::LdapConnector,
    net::{Net, Unanswered, Wire},
    secret::Password,
};

/// A directory, and how to find the person in it.
#[derive(Clone)]
pub struct Directory {
    net: Net,
    at: LdapConnector,
}

impl Directory {
    pub(super) fn new(net: Net, at: &LdapConnector) -> Self {
        Self { net, at: at.clone() }
    }

    /// Its name.
    #[must_use]
    pub fn host(&self) -> &str {
        &self.at.host
    }

    pub(super) async fn sign_in(&self, login: &str, password: &Password) -> Result<AccountState, AccountRefusal> {
        let session = self.bind(login, password).await?;
        let state = session.state.clone();
        session.close().await;
        Ok(state)
    }

    pub(super) async fn change(&self, login: &str, old: &Password, new: &Password) -> Result<Changed, AccountRefusal> {
        changeable(old, new)?;
        let mut session = self.bind(login, old).await?;
        let outcome = session.change_password(old, new).await;
        if let Err(refusal) = outcome {
            session.close().await;
            return Err(refusal);
        }
        // A new bind on the same connection is a sign-in like any other (RFC 4513 §5.2.1), without another handshake.
        let proof = session.bind_again(new).await;
        session.close().await;
        match proof {
            Ok(_) => Ok(Changed {
                host: self.at.host.clone(),
            }),
            Err(refusal) => {
                tracing::warn!(%refusal, "the directory said changed, the new password does not open");
                Err(AccountRefusal::InDoubt)
            }
        }
    }

    pub(super) async fn register(
        &self,
        login: &str,
        password: &Password,
        address: &str,
    ) -> Result<Registered, AccountRefusal> {
        let attribute = self.at.recovery_attribute.as_deref().ok_or(AccountRefusal::NoServer)?;
        let mut session = self.bind(login, password).await?;
        let outcome = match session.state.must_change {
            true => Err(AccountRefusal::MustChangeFirst),
            false => session.replace(attribute, address).await,
        };
        session.close().await;
        outcome.map(|read_back| Registered {
            host: self.at.host.clone(),
            read_back,
        })
    }

    pub(super) async fn registered(
        &self,
        login: &str,
        password: &Password,
    ) -> Result<Option<ReadBack>, AccountRefusal> {
        let attribute = self.at.recovery_attribute.as_deref().ok_or(AccountRefusal::NoServer)?;
        let mut session = self.bind(login, password).await?;
        let outcome = session.read(attribute).await;
        session.close().await;
        let address = outcome?;
        Ok(address.map(|address| ReadBack {
            host: self.at.host.clone(),
            address,
        }))
    }

    /// A connection of its own, bound as the person. The one place a password is tried.
    async fn bind(&self, login: &str, password: &Password) -> Result<Session, AccountRefusal> {
        sendable(password)?;
        let dn = distinguished_name(&self.at.user_dn, login)?;
        let (mut ldap, wire) = self.net.ldap(&self.at).await?;
        let asked = ldap
            .with_timeout(self.net.deadlines().answer)
            .with_controls(policy::request())
            .simple_bind(&dn, password.expose());
        let result = answer(&wire, asked).await.map_err(Lost::harmless)?;
        let state = bound(&self.at.host, result.rc, policy::response(&result))?;
        Ok(Session {
            ldap,
            wire,
            dn,
            at: self.at.clone(),
            patience: self.net.deadlines().answer,
            state,
        })
    }
}

/// A connection bound as the person.
struct Session {
    ldap: Ldap,
    wire: Wire,
    dn: String,
    at: LdapConnector,
    patience: Duration,
    state: AccountState,
}

impl Session {
    /// Signs in as the same person with another password.
    async fn bind_again(&mut self, password: &Password) -> Result<AccountState, AccountRefusal> {
        sendable(password)?;
        let asked = self
            .ldap
            .with_timeout(self.patience)
            .with_controls(policy::request())
            .simple_bind(&self.dn, password.expose());
        let result = answer(&self.wire, asked).await.map_err(Lost::harmless)?;
        bound(&self.at.host, result.rc, policy::response(&result))
    }

    /// RFC 3062, and where the server does not know it or does not let it through, the old value taken away and the new one
    /// added in one request. "Unwilling" is also said to a wrong old password; the second request tells them apart.
    async fn change_password(&mut self, old: &Password, new: &Password) -> Result<(), AccountRefusal> {
        let request = PasswordModify {
            user_id: None,
            old_pass: Some(old.expose()),
            new_pass: Some(new.expose()),
        };
        let asked = self
            .ldap
            .with_timeout(self.patience)
            .with_controls(policy::request())
            .extended(request);
        // NOTE: the value of the answer stays unread: ldap3's `PasswordModifyResp` panics on the empty one servers send.
        let result = answer(&self.wire, asked).await.map_err(Lost::during_change)?.1;
        if matches!(result.rc, rc::PROTOCOL_ERROR | rc::UNWILLING) {
            return self.change_by_modify(old, new).await;
        }
        changed(&self.at.host, result.rc, policy::response(&result), new)
    }

    /// RFC 4511 §4.6: both halves or none.
    async fn change_by_modify(&mut self, old: &Password, new: &Password) -> Result<(), AccountRefusal> {
        let halves = vec![
            Mod::Delete("userPassword", HashSet::from([old.expose()])),
            Mod::Add("userPassword", HashSet::from([new.expose()])),
        ];
        let asked = self
            .ldap
            .with_timeout(self.patience)
            .with_controls(policy::request())
            .modify(&self.dn, halves);
        let result = answer(&self.wire, asked).await.map_err(Lost::during_change)?;
        match result.rc {
            // The old value was not there.
            rc::NO_SUCH_ATTRIBUTE => Err(AccountRefusal::WrongOld),
            code => changed(&self.at.host, code, policy::response(&result), new),
        }
    }

    /// Writes one value in place of all, then compares where that is allowed. Whether it was compared.
    async fn replace(&mut self, attribute: &str, value: &str) -> Result<bool, AccountRefusal> {
        let only = vec![Mod::Replace(attribute, HashSet::from([value]))];
        let asked = self
            .ldap
            .with_timeout(self.patience)
            .with_controls(policy::request())
            .modify(&self.dn, only);
        let result = answer(&self.wire, asked).await.map_err(Lost::harmless)?;
        written(&self.at.host, result.rc, policy::response(&result))?;
        let asked = self
            .ldap
            .with_timeout(self.patience)
            .compare(&self.dn, attribute, value);
        match answer(&self.wire, asked).await.map(|compared| compared.0.rc) {
            Ok(rc::COMPARE_TRUE) => Ok(true),
            Ok(rc::COMPARE_FALSE) => Err(unexpected(&self.at.host, rc::COMPARE_FALSE)),
            Ok(_) | Err(_) => Ok(false),
        }
    }

    /// The first value of an attribute of the person's own entry, where it may be read.
    async fn read(&mut self, attribute: &str) -> Result<Option<String>, AccountRefusal> {
        let ldap = self.ldap.with_timeout(self.patience);
        let asked = ldap.search(&self.dn, Scope::Base, "(objectClass=*)", vec![attribute]);
        // The entry is taken apart inside: what is no entry makes ldap3 panic.
        let read = async {
            let SearchResult(entries, result) = asked.await?;
            let entry = entries.into_iter().next().map(SearchEntry::construct);
            Ok((entry, result.rc))
        };
        let (entry, code) = answer(&self.wire, read).await.map_err(Lost::harmless)?;
        match code {
            rc::SUCCESS => {
                let attributes = entry.map(|entry| entry.attrs).unwrap_or_default();
                let same = |(name, _): &(String, Vec<String>)| name.eq_ignore_ascii_case(attribute);
                let values = attributes.into_iter().find(same);
                Ok(values.and_then(|(_, values)| values.into_iter().next()))
            }
            rc::NO_SUCH_OBJECT | rc::INSUFFICIENT_ACCESS => Ok(None),
            code => Err(unexpected(&self.at.host, code)),
        }
    }

    /// Says goodbye; the connection ends with it in any case.
    async fn close(mut self) {
        let _ = answer(&self.wire, self.ldap.with_timeout(GOODBYE).unbind()).await;
    }
}

/// Waits for one operation.
async fn answer<T>(wire: &Wire, asked: impl Future<Output = Result<T, LdapError>>) -> Result<T, Lost> {
    let lost = |Unanswered { fault, sent }| Lost { fault, sent };
    wire.answer(asked).await.map_err(lost)
}

/// The person's entry: `{login}` replaced, escaped by RFC 4514.
fn distinguished_name(template: &str, login: &str) -> Result<String, AccountRefusal> {
    if !template.contains("{login}") {
        return Err(AccountRefusal::Misconfigured {
            what: "connectors.ldap.user_dn",
        });
    }
    let login = login.trim();
    if login.is_empty() || login.chars().any(char::is_control) {
        return Err(AccountRefusal::IdentifierRefused);
    }
    Ok(template.replace("{login}", &dn_escape(login)))
}

/// Result codes of RFC 4511, Appendix A.
mod rc {
    pub(super) const SUCCESS: u32 = 0;
    pub(super) const PROTOCOL_ERROR: u32 = 2;
    pub(super) const TIME_LIMIT: u32 = 3;
    pub(super) const COMPARE_FALSE: u32 = 5;
    pub(super) const COMPARE_TRUE: u32 = 6;
    pub(super) const STRONGER_AUTH_REQUIRED: u32 = 8;
    pub(super) const REFERRAL: u32 = 10;
    pub(super) const CONFIDENTIALITY_REQUIRED: u32 = 13;
    pub(super) const NO_SUCH_ATTRIBUTE: u32 = 16;
    pub(super) const UNDEFINED_ATTRIBUTE_TYPE: u32 = 17;
    pub(super) const CONSTRAINT_VIOLATION: u32 = 19;
    pub(super) const INVALID_ATTRIBUTE_SYNTAX: u32 = 21;
    pub(super) const NO_SUCH_OBJECT: u32 = 32;
    pub(super) const INVALID_DN_SYNTAX: u32 = 34;
    pub(super) const INAPPROPRIATE_AUTHENTICATION: u32 = 48;
    pub(super) const INVALID_CREDENTIALS: u32 = 49;
    pub(super) const INSUFFICIENT_ACCESS: u32 = 50;
    pub(super) const BUSY: u32 = 51;
    pub(super) const UNAVAILABLE: u32 = 52;
    pub(super) const UNWILLING: u32 = 53;
    pub(super) const OBJECT_CLASS_VIOLATION: u32 = 65;
    pub(super) const OTHER: u32 = 80;
}

fn unexpected(host: &str, code: u32) -> AccountRefusal {
    AccountRefusal::Unexpected {
        host: host.to_owned(),
        answer: format!("LDAP {code}"),
    }
}

fn unavailable(host: &str, code: u32) -> AccountRefusal {
    AccountRefusal::Unavailable {
        host: host.to_owned(),
        answer: format!("LDAP {code}"),
    }
}

/// What a bind said. An unknown person and a wrong password look alike, here too.
fn bound(host: &str, code: u32, policy: Policy) -> Result<AccountState, AccountRefusal> {
    match (code, policy.error) {
        (rc::SUCCESS, error) => Ok(AccountState {
            // Success on the wire; only a change is let through next. An expired password on grace is to be changed too.
            must_change: policy.grace_left.is_some()
                || matches!(
                    error,
                    Some(PolicyError::ChangeAfterReset | PolicyError::PasswordExpired)
                ),
            expires_in_s: policy.expires_in_s,
            grace_left: policy.grace_left,
            asks_factor: false,
            host: host.to_owned(),
        }),
        (_, Some(PolicyError::AccountLocked)) => Err(AccountRefusal::Locked),
        // Only told to who has the right password; one that must be changed but cannot bind is as good as expired.
        (rc::INVALID_CREDENTIALS, Some(PolicyError::PasswordExpired | PolicyError::ChangeAfterReset)) => {
            Err(AccountRefusal::Expired)
        }
        (rc::INVALID_CREDENTIALS | rc::NO_SUCH_OBJECT | rc::INAPPROPRIATE_AUTHENTICATION, _) => {
            Err(AccountRefusal::WrongPassword)
        }
        (rc::INVALID_DN_SYNTAX, _) => Err(AccountRefusal::IdentifierRefused),
        (
            rc::STRONGER_AUTH_REQUIRED
            | rc::CONFIDENTIALITY_REQUIRED
            | rc::INSUFFICIENT_ACCESS
            | rc::UNWILLING
            | rc::REFERRAL,
            _,
        ) => Err(AccountRefusal::NotAllowed),
        (rc::BUSY | rc::UNAVAILABLE, _) => Err(unavailable(host, code)),
        (code, _) => Err(unexpected(host, code)),
    }
}

/// What a change to `new` said: the control first, the code where there is none.
fn changed(host: &str, code: u32, policy: Policy, new: &Password) -> Result<(), AccountRefusal> {
    if code == rc::SUCCESS {
        return Ok(());
    }
    Err(match (policy.error, code) {
        (Some(PolicyError::TooShort), _) => AccountRefusal::TooShort { typed: new.length() },
        (Some(PolicyError::TooLong), _) => AccountRefusal::TooLong { typed: new.length() },
        (Some(PolicyError::InsufficientQuality), _) => AccountRefusal::Quality,
        (Some(PolicyError::InHistory), _) => AccountRefusal::InHistory,
        (Some(PolicyError::TooYoung), _) => AccountRefusal::TooYoung,
        (Some(PolicyError::AccountLocked), _) => AccountRefusal::Locked,
        (Some(PolicyError::PasswordExpired), _) => AccountRefusal::Expired,
        (Some(PolicyError::ModificationNotAllowed), _) => AccountRefusal::NotAllowed,
        (Some(PolicyError::MustSupplyOldPassword), _) => AccountRefusal::MustSupplyOld,
        // Other directories answer as to a bind.
        (_, rc::UNWILLING | rc::INVALID_CREDENTIALS) => AccountRefusal::WrongOld,
        (_, rc::CONSTRAINT_VIOLATION) => AccountRefusal::Quality,
        (_, rc::INSUFFICIENT_ACCESS | rc::STRONGER_AUTH_REQUIRED | rc::CONFIDENTIALITY_REQUIRED | rc::REFERRAL) => {
            AccountRefusal::NotAllowed
        }
        (_, rc::BUSY | rc::UNAVAILABLE) => unavailable(host, code),
        // Neither says that nothing was done.
        (_, rc::TIME_LIMIT | rc::OTHER) => AccountRefusal::InDoubt,
        _ => unexpected(host, code),
    })
}

/// What writing the recovery attribute said.
fn written(host: &str, code: u32, policy: Policy) -> Result<(), AccountRefusal> {
    Err(match (code, policy.error) {
        (rc::SUCCESS, _) => return Ok(()),
        (_, Some(PolicyError::ChangeAfterReset)) => AccountRefusal::MustChangeFirst,
        (rc::INVALID_ATTRIBUTE_SYNTAX | rc::CONSTRAINT_VIOLATION, _) => AccountRefusal::AddressRefused,
        (
            rc::INSUFFICIENT_ACCESS
            | rc::UNWILLING
            | rc::REFERRAL
            | rc::UNDEFINED_ATTRIBUTE_TYPE
            | rc::OBJECT_CLASS_VIOLATION,
            _,
        ) => AccountRefusal::NotAllowed,
        (rc::BUSY | rc::UNAVAILABLE, _) => unavailable(host, code),
        _ => unexpected(host, code),
    })
}

#[cfg(test)]
mod tests {
    use super::{policy::tests::policy, *};

    const TEMPLATE: &str = "uid={login},ou=people,dc=ac-exemple,dc=test";
    const NOTHING: &[u8] = &[0x30, 0x00];
    const MUST_CHANGE: &[u8] = &[0x30, 0x0a, 0xa0, 0x05, 0x80, 0x03, 0x0d, 0x2f, 0x00, 0x81, 0x01, 0x02];

    fn bind(code: u32, control: &[u8]) -> Result<AccountState, AccountRefusal> {
        bound("ldap.test", code, policy(control))
    }

    fn error(number: u8) -> Policy {
        policy(&[0x30, 0x03, 0x81, 0x01, number])
    }

    #[test]
    fn what_binds_answer() {
        assert!(!bind(0, NOTHING).unwrap().must_change);
        let fresh = bind(0, MUST_CHANGE).unwrap();
        assert!(fresh.must_change);
        assert_eq!(fresh.expires_in_s, Some(864_000));
        assert!(
            bind(0, &[0x30, 0x08, 0xa0, 0x03, 0x80, 0x01, 0x00, 0x81, 0x01, 0x02])
                .unwrap()
                .must_change
        );
        assert_eq!(
            bind(0, &[0x30, 0x05, 0xa0, 0x03, 0x81, 0x01, 0x01]).unwrap().grace_left,
            Some(1)
        );
        assert_eq!(
            bind(0, &[0x30, 0x07, 0xa0, 0x05, 0x80, 0x03, 0x06, 0x97, 0x80])
                .unwrap()
                .expires_in_s,
            Some(432_000)
        );
        assert_eq!(bind(49, NOTHING), Err(AccountRefusal::WrongPassword));
        assert_eq!(bind(32, NOTHING), Err(AccountRefusal::WrongPassword));
        assert_eq!(bind(49, &[0x30, 0x03, 0x81, 0x01, 0x00]), Err(AccountRefusal::Expired));
        assert_eq!(bind(49, &[0x30, 0x03, 0x81, 0x01, 0x01]), Err(AccountRefusal::Locked));
        assert_eq!(bind(13, NOTHING), Err(AccountRefusal::NotAllowed));
        assert!(matches!(bind(51, NOTHING), Err(AccountRefusal::Unavailable { .. })));
    }

    #[test]
    fn what_changes_answer() {
        let (nothing, new) = (Policy::default(), Password::new("Cartable-2026".to_owned()));
        let rows = [
            (0, nothing, Ok(())),
            (19, error(6), Err(AccountRefusal::TooShort { typed: 13 })),
            (19, error(5), Err(AccountRefusal::Quality)),
            (19, error(8), Err(AccountRefusal::InHistory)),
            (19, error(7), Err(AccountRefusal::TooYoung)),
            (19, nothing, Err(AccountRefusal::Quality)),
            (53, nothing, Err(AccountRefusal::WrongOld)),
            (50, error(4), Err(AccountRefusal::MustSupplyOld)),
            (50, error(3), Err(AccountRefusal::NotAllowed)),
            (8, nothing, Err(AccountRefusal::NotAllowed)),
            (80, nothing, Err(AccountRefusal::InDoubt)),
        ];
        for (code, control, expected) in rows {
            assert_eq!(
                changed("ldap.test", code, control, &new),
                expected,
                "{code} {control:?}"
            );
        }
    }

    #[test]
    fn what_writing_the_recovery_address_answers() {
        let nothing = Policy::default();
        assert_eq!(written("ldap.test", 0, nothing), Ok(()));
        assert_eq!(written("ldap.test", 50, nothing), Err(AccountRefusal::NotAllowed));
        assert_eq!(written("ldap.test", 21, nothing), Err(AccountRefusal::AddressRefused));
        assert_eq!(written("ldap.test", 50, error(2)), Err(AccountRefusal::MustChangeFirst));
    }

    #[test]
    fn a_login_cannot_leave_its_place_in_the_entry_name() {
        let dn = |login| distinguished_name(TEMPLATE, login).unwrap();
        assert_eq!(dn("jdupont"), "uid=jdupont,ou=people,dc=ac-exemple,dc=test");
        assert_eq!(dn(" jdupont "), "uid=jdupont,ou=people,dc=ac-exemple,dc=test");
        assert_eq!(dn("x,ou=admin"), r"uid=x\2cou\3dadmin,ou=people,dc=ac-exemple,dc=test");
        assert_eq!(
            dn("#a+b\"<>;\\"),
            r"uid=\23a\2bb\22\3c\3e\3b\5c,ou=people,dc=ac-exemple,dc=test"
        );
        assert_eq!(dn("hérault"), "uid=hérault,ou=people,dc=ac-exemple,dc=test");
        assert_eq!(
            distinguished_name(TEMPLATE, "a\0b"),
            Err(AccountRefusal::IdentifierRefused)
        );
        assert_eq!(distinguished_name(TEMPLATE, ""), Err(AccountRefusal::IdentifierRefused));
        assert!(matches!(
            distinguished_name("uid=x", "a"),
            Err(AccountRefusal::Misconfigured { .. })
        ));
    }
}
