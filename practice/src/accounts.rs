//! The accounts as the servers see them: passwords, locks, recovery address, second factor, application passwords.
//!
//! One directory stands behind all the servers of an academy, as in real ones: a failure at the mail server counts
//! towards the lock of the directory. What each protocol answers belongs to [`crate::ldap`], [`crate::imap`],
//! [`crate::smtp`], [`crate::portal`] and [`crate::pages`].

use std::time::{Duration, SystemTime};

use totp_rs::{Builder, Secret, Totp};

use crate::people::{Person, PersonState, Realm, everybody};

/// Failed sign-ins before the account locks.
pub(crate) const LOCK_AFTER: u32 = 5;
/// Old passwords remembered.
pub(crate) const HISTORY: usize = 5;
/// Days a temporary password holds.
const TEMPORARY_DAYS: u64 = 10;
/// Application passwords one account may hold.
const APPLICATION_PASSWORDS: usize = 10;

/// What a password must be at an academy.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) min_length: usize,
    pub(crate) min_classes: usize,
}

impl Rule {
    pub(crate) fn of(realm: Realm) -> Self {
        match realm {
            Realm::Connected => Self {
                min_length: 12,
                min_classes: 0,
            },
            Realm::Web => Self {
                min_length: 12,
                min_classes: 3,
            },
        }
    }
}

/// What the directory answers to a name and a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum SignIn {
    /// Right.
    Good { must_change: bool, expires_in: Option<u32> },
    /// Nobody, or wrong: not to be told apart.
    Wrong,
    /// Locked, whatever the password.
    Locked,
    /// Right, but it ended.
    Expired,
}

/// Why a new password was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refused {
    OldMissing,
    WrongOld,
    TooShort,
    Quality,
    Same,
    InHistory,
}

/// An account.
pub(crate) struct Account {
    pub(crate) realm: Realm,
    pub(crate) person: Person,
    password: String,
    history: Vec<String>,
    must_change: bool,
    locked: bool,
    expired: bool,
    ends: Option<SystemTime>,
    failures: u32,
    locked_until: Option<SystemTime>,
    /// Every refused sign-in since the start, whatever the reason.
    pub(crate) refused: u32,
    pub(crate) recovery: Option<String>,
    totp: Option<String>,
    applications: Vec<(String, String)>,
}

impl Account {
    fn new(realm: Realm, person: Person, now: SystemTime) -> Self {
        use PersonState::{DeadTemporary, Expired, ExpiresSoon, Fresh, Locked};
        let days = |days: u64| now.checked_add(Duration::from_secs(days * 86_400));
        let ends = match person.state {
            Fresh => days(TEMPORARY_DAYS),
            ExpiresSoon => days(5),
            _ => None,
        };
        Self {
            realm,
            password: person.password.clone(),
            history: Vec::new(),
            must_change: matches!(person.state, Fresh | DeadTemporary),
            locked: matches!(person.state, Locked | DeadTemporary),
            expired: person.state == Expired,
            ends,
            failures: 0,
            locked_until: None,
            refused: 0,
            recovery: None,
            totp: None,
            applications: Vec::new(),
            person,
        }
    }

    pub(crate) fn must_change(&self) -> bool {
        self.must_change
    }

    /// Whether this is the password today; touches no counter.
    pub(crate) fn holds(&self, password: &str) -> bool {
        self.password == password
    }

    fn sign_in(&mut self, password: &str, now: SystemTime, lock: Duration) -> SignIn {
        let answer = self.try_password(password, now, lock);
        if !matches!(answer, SignIn::Good { .. }) {
            self.refused += 1;
        }
        answer
    }

    fn try_password(&mut self, password: &str, now: SystemTime, lock: Duration) -> SignIn {
        if self.locked || self.locked_until.is_some_and(|until| until > now) {
            return SignIn::Locked;
        }
        if self.locked_until.take().is_some() {
            self.failures = 0;
        }
        if !self.holds(password) {
            self.fail(now, lock);
            return SignIn::Wrong;
        }
        if self.expired {
            return SignIn::Expired;
        }
        self.failures = 0;
        let left = self
            .ends
            .map(|ends| ends.duration_since(now).unwrap_or_default().as_secs());
        SignIn::Good {
            must_change: self.must_change,
            expires_in: left.map(|left| u32::try_from(left).unwrap_or(u32::MAX)),
        }
    }

    /// Failures have locked it since the start; an account that starts locked is another matter.
    pub(crate) fn locked_by_failures(&self) -> bool {
        self.locked_until.is_some()
    }

    /// The failure that locks is still answered as a wrong password (observed on slapd).
    fn fail(&mut self, now: SystemTime, lock: Duration) {
        self.failures += 1;
        if self.failures >= LOCK_AFTER {
            self.locked_until = now.checked_add(lock);
        }
    }

    /// Changes the password, the old one proving who asks.
    pub(crate) fn change(&mut self, old: Option<&str>, new: &str) -> Result<(), Refused> {
        let old = old.ok_or(Refused::OldMissing)?;
        if !self.holds(old) {
            return Err(Refused::WrongOld);
        }
        self.judge(new)?;
        self.set(new);
        Ok(())
    }

    fn judge(&self, new: &str) -> Result<(), Refused> {
        let rule = Rule::of(self.realm);
        // A hash in place of a password cannot be judged: slapd answers "insufficient quality".
        if new.starts_with('{') && new.contains('}') {
            return Err(Refused::Quality);
        }
        if new.chars().count() < rule.min_length {
            return Err(Refused::TooShort);
        }
        if classes(new) < rule.min_classes {
            return Err(Refused::Quality);
        }
        if self.holds(new) {
            return Err(Refused::Same);
        }
        if self.history.iter().any(|old| old == new) {
            return Err(Refused::InHistory);
        }
        Ok(())
    }

    fn set(&mut self, new: &str) {
        let old = std::mem::replace(&mut self.password, new.to_owned());
        self.history.insert(0, old);
        self.history.truncate(HISTORY);
        self.must_change = false;
        self.expired = false;
        self.ends = None;
        self.failures = 0;
        self.locked_until = None;
    }

    /// Sets a password without the old one: the reset page, once the recovery address answered.
    pub(crate) fn reset(&mut self, new: &str) -> Result<(), Refused> {
        self.judge(new)?;
        self.set(new);
        Ok(())
    }

    pub(crate) fn has_totp(&self) -> bool {
        self.totp.is_some()
    }

    pub(crate) fn enrol(&mut self, secret: &str) {
        self.totp = Some(secret.to_owned());
    }

    pub(crate) fn forget_totp(&mut self) {
        self.totp = None;
    }

    /// Whether `code` is right now, one step of tolerance either way.
    pub(crate) fn code_is_right(&self, code: &str, now: SystemTime) -> bool {
        self.totp
            .as_deref()
            .is_some_and(|secret| code_matches(secret, code, now))
    }

    /// Makes an application password, shown once: four groups of four letters.
    pub(crate) fn application_password(&mut self, name: &str, text: String) -> String {
        self.applications.truncate(APPLICATION_PASSWORDS - 1);
        self.applications.insert(0, (name.to_owned(), text.clone()));
        text
    }

    pub(crate) fn application_passwords(&self) -> usize {
        self.applications.len()
    }

    fn opens_with_application(&self, password: &str) -> bool {
        // Shown in groups for reading: the blanks do not count.
        let typed: String = password.chars().filter(|c| !c.is_whitespace()).collect();
        self.applications.iter().any(|(_, text)| *text == typed)
    }
}

/// Out of lower case, upper case, digit, other: how many appear.
fn classes(text: &str) -> usize {
    [
        text.chars().any(char::is_lowercase),
        text.chars().any(char::is_uppercase),
        text.chars().any(char::is_numeric),
        text.chars().any(|c| !c.is_alphanumeric()),
    ]
    .into_iter()
    .filter(|seen| *seen)
    .count()
}

/// The second factor for a base32 secret, lower or upper case.
pub(crate) fn totp(secret: &str) -> Option<Totp> {
    let secret = Secret::try_from_base32(secret.to_ascii_uppercase()).ok()?;
    Builder::new()
        .with_secret(secret)
        .with_skew(1)
        .with_account_name("practice")
        .build()
        .ok()
}

/// Whether `code` belongs to `secret` at `now`, one step of tolerance either way.
pub(crate) fn code_matches(secret: &str, code: &str, now: SystemTime) -> bool {
    let seconds = now.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    totp(secret).is_some_and(|totp| totp.check(code, seconds).is_some())
}

/// Everybody's account.
pub(crate) struct Accounts {
    all: Vec<Account>,
    lock: Duration,
}

impl Accounts {
    pub(crate) fn new(now: SystemTime, lock: Duration) -> Self {
        let all = everybody()
            .into_iter()
            .map(|(realm, person)| Account::new(realm, person, now))
            .collect();
        Self { all, lock }
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.all.iter()
    }

    /// By short identifier, in either academy: identifiers are unique in a practice.
    pub(crate) fn by_login(&self, login: &str) -> Option<&Account> {
        self.all
            .iter()
            .find(|account| account.person.login.eq_ignore_ascii_case(login))
    }

    /// By identifier or address.
    pub(crate) fn find(&mut self, realm: Realm, name: &str) -> Option<&mut Account> {
        self.all
            .iter_mut()
            .find(|account| account.realm == realm && named(account, name))
    }

    /// What the directory answers, by identifier or address.
    pub(crate) fn sign_in(&mut self, realm: Realm, name: &str, password: &str, now: SystemTime) -> SignIn {
        let lock = self.lock;
        self.find(realm, name)
            .map_or(SignIn::Wrong, |account| account.sign_in(password, now, lock))
    }

    /// What a mail server decides: the account whose mailbox opens. `None` for every refusal, which the mail
    /// servers all answer alike.
    pub(crate) fn mail_sign_in(
        &mut self,
        realm: Realm,
        name: &str,
        password: &str,
        now: SystemTime,
    ) -> Option<&mut Account> {
        let lock = self.lock;
        let account = self
            .all
            .iter_mut()
            .find(|account| account.realm == realm && mail_name(account, name))?;
        let opens = match realm {
            // The mail server's own filter leaves such accounts out: the directory never sees the attempt.
            Realm::Connected if account.must_change => false,
            // As where the mail service has passwords of its own.
            Realm::Connected if account.opens_with_application(password) => true,
            Realm::Connected => matches!(account.sign_in(password, now, lock), SignIn::Good { .. }),
            Realm::Web if account.opens_with_application(password) => true,
            Realm::Web => {
                account.fail(now, lock);
                false
            }
        };
        if !opens && (realm == Realm::Web || account.must_change) {
            account.refused += 1;
        }
        opens.then_some(account)
    }
}

fn named(account: &Account, name: &str) -> bool {
    account.person.login.eq_ignore_ascii_case(name) || account.person.address.eq_ignore_ascii_case(name)
}

/// The mail servers take one form of the name only.
fn mail_name(account: &Account, name: &str) -> bool {
    match account.realm {
        Realm::Connected => account.person.login.eq_ignore_ascii_case(name),
        Realm::Web => account.person.address.eq_ignore_ascii_case(name),
    }
}
