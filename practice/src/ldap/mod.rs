//! The directory of the connected academy: LDAP over TLS with a password policy, answering what slapd answers.
//!
//! [`ppolicy`] owns the octets of the policy control, [`entry`] what can be read. Locks and passwords belong to
//! [`crate::accounts`].

mod entry;
pub(crate) mod ppolicy;

use std::sync::Arc;

use futures::{SinkExt as _, StreamExt as _};
use ldap3_proto::{
    LdapCodec,
    control::LdapControl,
    proto::{
        LdapBindCred, LdapBindRequest, LdapBindResponse, LdapCompareRequest, LdapExtendedRequest, LdapExtendedResponse,
        LdapModify, LdapModifyRequest, LdapModifyType, LdapMsg, LdapOp, LdapPasswordModifyRequest, LdapResult,
        LdapResultCode, LdapSearchRequest, OID_PASSWORD_MODIFY, OID_WHOAMI,
    },
};
use tokio::{net::TcpStream, time::timeout};
use tokio_rustls::server::TlsStream;
use tokio_util::codec::Framed;

use self::ppolicy::{PolicyError, Report};
use crate::{
    accounts::{Refused, SignIn},
    office::SILENCE,
    people::Realm,
    world::World,
};

/// The attribute of the recovery address (SupAnn 2009: personal mail address).
pub(crate) const RECOVERY_ATTRIBUTE: &str = "supannMailPerso";
/// Where people are.
pub(crate) const PEOPLE: &str = "ou=people,dc=entrainement,dc=test";
/// What slapd says to a session that may only change its password.
const RESTRICTED: &str = "Operations are restricted to bind/unbind/abandon/StartTLS/modify password";

/// Serves one connection. The codec bounds a request to 32 KiB.
pub(crate) async fn serve(world: Arc<World>, stream: TlsStream<TcpStream>) {
    let mut frames = Framed::new(stream, LdapCodec::default());
    let mut session = Session {
        world,
        bound: None,
        restricted: false,
    };
    while let Ok(Some(Ok(message))) = timeout(SILENCE, frames.next()).await {
        let Some(answers) = session.answer(message) else { break };
        for answer in answers {
            if frames.send(answer).await.is_err() {
                return;
            }
        }
    }
    let _ = frames.close().await;
}

struct Session {
    world: Arc<World>,
    /// Login of who is bound.
    bound: Option<String>,
    /// A temporary password: nothing but a change is allowed.
    restricted: bool,
}

/// An answer before it is put in its envelope.
struct Said {
    result: LdapResult,
    report: Option<Report>,
}

impl Session {
    /// `None` ends the connection.
    fn answer(&mut self, message: LdapMsg) -> Option<Vec<LdapMsg>> {
        let wants_policy = message
            .ctrl
            .iter()
            .any(|c| matches!(c, LdapControl::PasswordPolicyRequest { .. }));
        let id = message.msgid;
        let one = |op: LdapOp, report: Option<Report>| {
            let control = report.filter(|_| wants_policy).map(|report| LdapControl::Unknown {
                oid: ppolicy::OID.to_owned(),
                criticality: false,
                value: Some(report.to_ber()),
            });
            vec![LdapMsg {
                msgid: id,
                op,
                ctrl: control.into_iter().collect(),
            }]
        };
        let restricted =
            || said(LdapResultCode::InsufficentAccessRights, RESTRICTED).policy(PolicyError::ChangeAfterReset);
        Some(match message.op {
            LdapOp::UnbindRequest => return None,
            LdapOp::AbandonRequest(_) => Vec::new(),
            LdapOp::BindRequest(bind) => {
                let said = self.bind(bind);
                one(
                    LdapOp::BindResponse(LdapBindResponse {
                        res: said.result,
                        saslcreds: None,
                    }),
                    said.report,
                )
            }
            LdapOp::ExtendedRequest(request) => {
                let (said, value) = self.extended(&request);
                let response = LdapExtendedResponse {
                    res: said.result,
                    name: None,
                    value,
                };
                one(LdapOp::ExtendedResponse(response), said.report)
            }
            LdapOp::SearchRequest(_) if self.restricted => {
                let said = restricted();
                one(LdapOp::SearchResultDone(said.result), said.report)
            }
            LdapOp::SearchRequest(search) => self
                .search(&search)
                .into_iter()
                .map(|op| LdapMsg {
                    msgid: id,
                    op,
                    ctrl: Vec::new(),
                })
                .collect(),
            LdapOp::ModifyRequest(_) if self.restricted => {
                let said = restricted();
                one(LdapOp::ModifyResponse(said.result), said.report)
            }
            LdapOp::ModifyRequest(modify) => {
                let said = self.modify(&modify);
                one(LdapOp::ModifyResponse(said.result), said.report)
            }
            LdapOp::CompareRequest(compare) => one(LdapOp::CompareResult(self.compare(&compare).result), None),
            LdapOp::AddRequest(_) => one(LdapOp::AddResponse(refused_write().result), None),
            LdapOp::DelRequest(_) => one(LdapOp::DelResponse(refused_write().result), None),
            LdapOp::ModifyDNRequest(_) => one(LdapOp::ModifyDNResponse(refused_write().result), None),
            // A response where a request is due: not a client.
            _ => return None,
        })
    }

    fn bind(&mut self, bind: LdapBindRequest) -> Said {
        self.bound = None;
        self.restricted = false;
        if bind.version != 3 {
            return said(
                LdapResultCode::ProtocolError,
                "requested protocol version not supported",
            );
        }
        let LdapBindCred::Simple(password) = bind.cred else {
            return said(LdapResultCode::AuthMethodNotSupported, "unknown authentication method");
        };
        if password.is_empty() {
            return if bind.dn.is_empty() {
                said(LdapResultCode::Success, "")
            } else {
                said(
                    LdapResultCode::UnwillingToPerform,
                    "unauthenticated bind (DN with no password) disallowed",
                )
            };
        }
        let now = self.world.now();
        let mut accounts = self.world.accounts();
        let login = entry::login_of(&accounts, &bind.dn);
        let answer = match &login {
            Some(login) => accounts.sign_in(Realm::Connected, login, &password, now),
            None => SignIn::Wrong,
        };
        drop(accounts);
        let invalid = said(LdapResultCode::InvalidCredentials, "");
        match answer {
            SignIn::Good {
                must_change,
                expires_in,
            } => {
                self.bound = login;
                self.restricted = must_change;
                let error = must_change.then_some(PolicyError::ChangeAfterReset);
                Said {
                    report: Some(Report { expires_in, error }),
                    ..said(LdapResultCode::Success, "")
                }
            }
            SignIn::Wrong => invalid,
            SignIn::Locked => invalid.policy(PolicyError::Locked),
            SignIn::Expired => invalid.policy(PolicyError::Expired),
        }
    }

    fn extended(&mut self, request: &LdapExtendedRequest) -> (Said, Option<Vec<u8>>) {
        match request.name.as_str() {
            OID_WHOAMI => {
                let who = self
                    .bound
                    .as_deref()
                    .map(|login| format!("dn:{}", entry::dn(login)))
                    .unwrap_or_default();
                (said(LdapResultCode::Success, ""), Some(who.into_bytes()))
            }
            OID_PASSWORD_MODIFY => (self.change(request), None),
            // StartTLS on a connection that has it (RFC 4511 §4.14.2).
            "1.3.6.1.4.1.1466.20037" => (said(LdapResultCode::OperationsError, "TLS already started"), None),
            _ => (
                said(LdapResultCode::ProtocolError, "unsupported extended operation"),
                None,
            ),
        }
    }

    fn change(&mut self, request: &LdapExtendedRequest) -> Said {
        let Some(login) = self.bound.clone() else {
            return said(
                LdapResultCode::StrongerAuthRequired,
                "only authenticated users may change passwords",
            );
        };
        let Ok(wanted) = LdapPasswordModifyRequest::try_from(request) else {
            return said(LdapResultCode::ProtocolError, "data decoding error");
        };
        let mut accounts = self.world.accounts();
        if let Some(identity) = wanted.user_identity.as_deref()
            && entry::login_of(&accounts, identity).as_deref() != Some(login.as_str())
        {
            return said(LdapResultCode::InsufficentAccessRights, "");
        }
        let Some(new) = wanted.new_password.filter(|new| !new.is_empty()) else {
            return said(LdapResultCode::UnwillingToPerform, "no new password was given");
        };
        let Some(account) = accounts.find(Realm::Connected, &login) else {
            return said(LdapResultCode::NoSuchObject, "");
        };
        match account.change(wanted.old_password.as_deref(), &new) {
            Ok(()) => {
                self.restricted = false;
                Said {
                    report: None,
                    ..said(LdapResultCode::Success, "")
                }
            }
            Err(refused) => refusal(refused),
        }
    }

    fn search(&self, search: &LdapSearchRequest) -> Vec<LdapOp> {
        let accounts = self.world.accounts();
        match entry::search(&accounts, search, self.bound.as_deref()) {
            Some(found) => found
                .into_iter()
                .map(LdapOp::SearchResultEntry)
                .chain([LdapOp::SearchResultDone(said(LdapResultCode::Success, "").result)])
                .collect(),
            None => vec![LdapOp::SearchResultDone(said(LdapResultCode::NoSuchObject, "").result)],
        }
    }

    /// A person may compare their own recovery address, as on the reference servers.
    fn compare(&self, compare: &LdapCompareRequest) -> Said {
        let mut accounts = self.world.accounts();
        let own = self
            .bound
            .clone()
            .filter(|login| entry::login_of(&accounts, &compare.dn).as_deref() == Some(login.as_str()))
            .filter(|_| compare.atype.eq_ignore_ascii_case(RECOVERY_ATTRIBUTE));
        let account = own.and_then(|login| accounts.find(Realm::Connected, &login));
        match account.and_then(|account| account.recovery.as_ref()) {
            Some(address) if address.as_bytes() == compare.val.as_slice() => said(LdapResultCode::CompareTrue, ""),
            Some(_) => said(LdapResultCode::CompareFalse, ""),
            None => said(LdapResultCode::InsufficentAccessRights, ""),
        }
    }

    fn modify(&mut self, modify: &LdapModifyRequest) -> Said {
        let Some(login) = self.bound.clone() else {
            return said(
                LdapResultCode::StrongerAuthRequired,
                "modifications require authentication",
            );
        };
        let mut accounts = self.world.accounts();
        if entry::login_of(&accounts, &modify.dn).as_deref() != Some(login.as_str()) {
            return said(LdapResultCode::InsufficentAccessRights, "");
        }
        let Some(account) = accounts.find(Realm::Connected, &login) else {
            return said(LdapResultCode::NoSuchObject, "");
        };
        match modify.changes.as_slice() {
            [change] if change.modification.atype.eq_ignore_ascii_case(RECOVERY_ATTRIBUTE) => {
                match recovery_value(change) {
                    Ok(value) => {
                        account.recovery = value;
                        said(LdapResultCode::Success, "")
                    }
                    Err(said) => said,
                }
            }
            [delete, add] if is_password(delete, &LdapModifyType::Delete) && is_password(add, &LdapModifyType::Add) => {
                let (old, new) = (only_text(delete), only_text(add));
                match account.change(old.as_deref(), new.as_deref().unwrap_or_default()) {
                    Ok(()) => said(LdapResultCode::Success, ""),
                    Err(refused) => refusal(refused),
                }
            }
            [change, ..] if change.modification.atype.eq_ignore_ascii_case("userPassword") => {
                refusal(Refused::OldMissing)
            }
            _ => said(LdapResultCode::InsufficentAccessRights, ""),
        }
    }
}

fn is_password(change: &LdapModify, operation: &LdapModifyType) -> bool {
    change.operation == *operation && change.modification.atype.eq_ignore_ascii_case("userPassword")
}

fn only_text(change: &LdapModify) -> Option<String> {
    match change.modification.vals.as_slice() {
        [value] => String::from_utf8(value.clone()).ok(),
        _ => None,
    }
}

/// The attribute takes IA5 strings: anything else is slapd's "invalid per syntax".
fn recovery_value(change: &LdapModify) -> Result<Option<String>, Said> {
    let syntax = || {
        said(
            LdapResultCode::InvalidAttributeSyntax,
            &format!("{RECOVERY_ATTRIBUTE}: value #0 invalid per syntax"),
        )
    };
    match (&change.operation, change.modification.vals.as_slice()) {
        (LdapModifyType::Delete, _) | (LdapModifyType::Replace, []) => Ok(None),
        (_, [value]) if value.is_ascii() && !value.is_empty() && value.len() <= 256 => {
            String::from_utf8(value.clone()).map(Some).map_err(|_| syntax())
        }
        _ => Err(syntax()),
    }
}

fn refusal(refused: Refused) -> Said {
    use LdapResultCode::{ConstraintViolation, InsufficentAccessRights, UnwillingToPerform};
    match refused {
        Refused::OldMissing => said(
            InsufficentAccessRights,
            "Must supply old password to be changed as well as new one",
        )
        .policy(PolicyError::MustSupplyOld),
        Refused::WrongOld => Said {
            report: None,
            ..said(UnwillingToPerform, "unwilling to verify old password")
        },
        Refused::TooShort => {
            said(ConstraintViolation, "Password fails quality checking policy").policy(PolicyError::TooShort)
        }
        Refused::Quality => {
            said(ConstraintViolation, "Password fails quality checking policy").policy(PolicyError::Quality)
        }
        Refused::Same => said(ConstraintViolation, "Password is not being changed from existing value")
            .policy(PolicyError::InHistory),
        Refused::InHistory => {
            said(ConstraintViolation, "Password is in history of old passwords").policy(PolicyError::InHistory)
        }
    }
}

fn refused_write() -> Said {
    said(LdapResultCode::InsufficentAccessRights, "no write access to parent")
}

/// A result with an empty policy report, which slapd sends even when it has nothing to say.
fn said(code: LdapResultCode, message: &str) -> Said {
    let result = LdapResult {
        code,
        matcheddn: String::new(),
        message: message.to_owned(),
        referral: Vec::new(),
    };
    Said {
        result,
        report: Some(Report::default()),
    }
}

impl Said {
    fn policy(self, error: PolicyError) -> Self {
        Self {
            report: Some(Report::error(error)),
            ..self
        }
    }
}
