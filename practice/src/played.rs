//! What a practice person does on the official pages, without the forms: for a rehearsal that nobody watches.
//!
//! The rules are the pages' own: a wrong password counts, a weak one is refused, an academic address is no way back.

use totp_rs::Secret;

use crate::{Practice, accounts::SignIn, people::Realm};

impl Practice {
    /// The page that changes a password; `false` when it refused.
    pub fn change_password(&self, login: &str, old: &str, new: &str) -> bool {
        if !matches!(self.enter(login, old), Some((_, SignIn::Good { .. } | SignIn::Expired))) {
            return false;
        }
        let Some(realm) = self.realm_of(login) else {
            return false;
        };
        let mut accounts = self.world.accounts();
        let account = accounts.find(realm, login);
        account.is_some_and(|account| account.change(Some(old), new).is_ok())
    }

    /// The page that registers a recovery address; `false` when it refused.
    pub fn register_recovery(&self, login: &str, password: &str, address: &str) -> bool {
        let academic = Realm::ALL
            .iter()
            .any(|realm| address.to_lowercase().ends_with(&format!("@{}", realm.domain())));
        let Some(realm) = self.entered(login, password).filter(|_| !academic) else {
            return false;
        };
        let mut accounts = self.world.accounts();
        let account = accounts.find(realm, login);
        account
            .map(|account| account.recovery = Some(address.to_owned()))
            .is_some()
    }

    /// The page that enrols an application for codes, its first code typed back: the `otpauth:` address it showed.
    #[must_use]
    pub fn enrol_totp(&self, login: &str, password: &str) -> Option<String> {
        let realm = self.entered(login, password)?;
        let secret = Secret::generate().to_base32();
        self.world.accounts().find(realm, login)?.enrol(&secret);
        Some(format!(
            "otpauth://totp/Entrainement:{login}?secret={secret}&issuer=Entrainement&digits=6&period=30"
        ))
    }

    /// Where a password that need not be changed first lets this person in.
    fn entered(&self, login: &str, password: &str) -> Option<Realm> {
        match self.enter(login, password)? {
            (realm, SignIn::Good { must_change: false, .. }) => Some(realm),
            _ => None,
        }
    }

    fn enter(&self, login: &str, password: &str) -> Option<(Realm, SignIn)> {
        let realm = self.realm_of(login)?;
        let now = self.world.now();
        Some((realm, self.world.accounts().sign_in(realm, login, password, now)))
    }

    fn realm_of(&self, login: &str) -> Option<Realm> {
        self.world.accounts().by_login(login).map(|account| account.realm)
    }
}
