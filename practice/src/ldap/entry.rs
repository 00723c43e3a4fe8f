//! Entries of the directory: names, filters, and what a search may read.
//!
//! As on the reference directory, anybody may find an entry's name, only its owner reads attributes.

use ldap3_proto::proto::{
    LdapFilter, LdapPartialAttribute, LdapSearchRequest, LdapSearchResultEntry, LdapSearchScope, OID_PASSWORD_MODIFY,
    OID_WHOAMI,
};

use super::{PEOPLE, RECOVERY_ATTRIBUTE, ppolicy};
use crate::{
    accounts::{Account, Accounts},
    people::Realm,
};

const BASE: &str = "dc=entrainement,dc=test";

/// Name of a person's entry.
pub(crate) fn dn(login: &str) -> String {
    format!("uid={login},{PEOPLE}")
}

/// Lower case, no blank around separators: enough for the names this directory has.
fn normal(dn: &str) -> String {
    let parts = dn
        .split(',')
        .map(|part| part.split('=').map(str::trim).collect::<Vec<_>>().join("="));
    parts.collect::<Vec<_>>().join(",").to_lowercase()
}

/// Whose entry `dn` names.
pub(crate) fn login_of(accounts: &Accounts, name: &str) -> Option<String> {
    let name = normal(name);
    connected(accounts)
        .map(|account| &account.person.login)
        .find(|login| dn(login) == name)
        .cloned()
}

fn connected(accounts: &Accounts) -> impl Iterator<Item = &Account> {
    accounts.iter().filter(|account| account.realm == Realm::Connected)
}

/// What a search finds; `None` when its base does not exist.
pub(crate) fn search(
    accounts: &Accounts,
    search: &LdapSearchRequest,
    bound: Option<&str>,
) -> Option<Vec<LdapSearchResultEntry>> {
    let base = normal(&search.base);
    if base.is_empty() {
        return Some(if search.scope == LdapSearchScope::Base {
            vec![root()]
        } else {
            Vec::new()
        });
    }
    let one = login_of(accounts, &base);
    if one.is_none() && base != BASE && base != PEOPLE {
        return None;
    }
    let in_scope = |login: &str| match (&one, &search.scope) {
        (Some(only), scope) => only == login && *scope != LdapSearchScope::OneLevel,
        (None, LdapSearchScope::Base) => false,
        (None, LdapSearchScope::OneLevel) => base == PEOPLE,
        (None, _) => true,
    };
    let found = connected(accounts)
        .filter(|account| in_scope(&account.person.login) && matches(account, &search.filter))
        .map(|account| read(account, &search.attrs, bound == Some(account.person.login.as_str())));
    Some(found.collect())
}

fn root() -> LdapSearchResultEntry {
    LdapSearchResultEntry {
        dn: String::new(),
        attributes: vec![
            attribute("namingContexts", BASE),
            attribute("supportedLDAPVersion", "3"),
            LdapPartialAttribute {
                atype: "supportedExtension".to_owned(),
                vals: vec![OID_PASSWORD_MODIFY.into(), OID_WHOAMI.into()],
            },
            attribute("supportedControl", ppolicy::OID),
        ],
    }
}

fn attribute(name: &str, value: &str) -> LdapPartialAttribute {
    LdapPartialAttribute {
        atype: name.to_owned(),
        vals: vec![value.as_bytes().to_vec()],
    }
}

fn attributes(account: &Account) -> Vec<LdapPartialAttribute> {
    let person = &account.person;
    let mut all = vec![
        attribute("objectClass", "inetOrgPerson"),
        attribute("uid", &person.login),
        attribute("mail", &person.address),
        attribute("givenName", &person.given),
        attribute("sn", &person.family),
        attribute("cn", &format!("{} {}", person.given, person.family)),
    ];
    all.extend(
        account
            .recovery
            .as_deref()
            .map(|address| attribute(RECOVERY_ATTRIBUTE, address)),
    );
    all
}

fn read(account: &Account, wanted: &[String], own: bool) -> LdapSearchResultEntry {
    let all = wanted.is_empty() || wanted.iter().any(|name| name == "*");
    let attributes = if own { attributes(account) } else { Vec::new() }
        .into_iter()
        .filter(|attribute| all || wanted.iter().any(|name| name.eq_ignore_ascii_case(&attribute.atype)))
        .collect();
    LdapSearchResultEntry {
        dn: dn(&account.person.login),
        attributes,
    }
}

/// The decoder bounds the depth of a filter.
fn matches(account: &Account, filter: &LdapFilter) -> bool {
    match filter {
        LdapFilter::And(all) => all.iter().all(|filter| matches(account, filter)),
        LdapFilter::Or(any) => any.iter().any(|filter| matches(account, filter)),
        LdapFilter::Not(filter) => !matches(account, filter),
        LdapFilter::Present(name) => attributes(account).iter().any(|a| a.atype.eq_ignore_ascii_case(name)),
        LdapFilter::Equality(name, value) => attributes(account).iter().any(|attribute| {
            attribute.atype.eq_ignore_ascii_case(name)
                && attribute
                    .vals
                    .iter()
                    .any(|held| held.eq_ignore_ascii_case(value.as_bytes()))
        }),
        _ => false,
    }
}
