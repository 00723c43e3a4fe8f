//! What the real servers answer, row by row, through our connectors: each refusal under its own code.
//!
//! A table names the row, what was observed and what is expected; a test shows every row that differs. Rows a client of
//! ours cannot meet are not here: a change without the old password, a bind without TLS, a password hashed by the client,
//! a request to privacyIDEA without the pass its sign-in gave (4033).
//! What the answers look like on the wire is tested in `src/account`. [`directory`], [`portals`] and [`factors`] ask the
//! servers as they stand; [`troubled`] has the rows that show only when one is stopped or set up anew.

mod directory;
mod factors;
mod portals;
mod troubled;

use std::time::{Duration, SystemTime};

use rentree::{
    academy::{Academy, Origin, directory::Directory},
    account::{Account, AccountRefusal, AccountState},
    net::Net,
    reason::Reason,
    secret::{Code, Password},
};

use crate::stage::{Player, Rig, oathtool};

/// Which pack of the rig.
const STOCK: usize = 0;
const STRICT: usize = 1;
const STARTTLS: usize = 2;
const FACTORS: usize = 3;

/// Fits every rule of the rig; nobody has them at the start.
const NEW: &str = "Nouveau.Cartable-2026";
const NEWER: &str = "Autre.Trousse-2027";

/// Rows observed, with what differs from what is expected.
struct Table {
    name: &'static str,
    rows: usize,
    differ: Vec<String>,
}

impl Table {
    fn of(name: &'static str) -> Self {
        let (rows, differ) = (0, Vec::new());
        Self { name, rows, differ }
    }

    fn row(&mut self, row: &str, observed: impl Into<String>, expected: &str) {
        let observed = observed.into();
        self.rows += 1;
        if observed != expected {
            self.differ.push(format!("{row}: {observed}, expected {expected}"));
        }
    }

    fn end(self) {
        assert!(self.differ.is_empty(), "{}: {:#?}", self.name, self.differ);
        eprintln!("{}: {} rows", self.name, self.rows);
    }
}

/// The code of a refusal with the numbers it carries, the server's own included, or "ok".
fn said<T>(answer: Result<T, AccountRefusal>) -> String {
    match answer {
        Ok(_) => "ok".to_owned(),
        Err(refusal) => {
            let params = refusal.params();
            match params.get("typed").or_else(|| params.get("answer")) {
                Some(carried) => format!("{} {carried}", refusal.code()),
                None => refusal.code().to_owned(),
            }
        }
    }
}

/// What a sign-in told beside yes.
fn state(answer: Result<AccountState, AccountRefusal>) -> String {
    let state = match answer {
        Ok(state) => state,
        refused => return said(refused),
    };
    let told = [
        (state.must_change, "must-change"),
        (state.expires_in_s.is_some_and(|seconds| seconds > 0), "expires"),
        (state.grace_left.is_some(), "grace"),
        (state.asks_factor, "asks-factor"),
    ];
    let told: Vec<_> = told.into_iter().filter_map(|(is, word)| is.then_some(word)).collect();
    format!("ok {}", told.join(" ")).trim_end().to_owned()
}

fn academy(pack: usize) -> Academy {
    academy_of(Rig::shared(), pack)
}

fn academy_of(rig: &Rig, pack: usize) -> Academy {
    let text = &rig.packs[pack];
    let origin = Origin::Pack { signed: true };
    let directory = Directory::embedded().with_pack(text, origin).unwrap();
    directory.academy("exemple").unwrap().clone()
}

/// The same academy when its directory is not told to us.
fn portal_only(pack: usize) -> Academy {
    without_directory(academy(pack))
}

fn without_directory(mut academy: Academy) -> Academy {
    academy.connectors.ldap = None;
    academy.connectors.lemonldap.as_mut().unwrap().change_password = true;
    academy
}

fn account(academy: &Academy) -> Account {
    account_of(Rig::shared(), academy)
}

fn account_of(rig: &Rig, academy: &Academy) -> Account {
    let net = Net::new(rig.hosts.clone()).unwrap().for_academy(academy).unwrap();
    Account::of(academy, &net)
}

fn password(text: &str) -> Password {
    Password::new(text.to_owned())
}

fn player(login: &str) -> Player {
    Rig::shared().person(login)
}

fn fresh() -> Player {
    Rig::shared().fresh()
}

async fn signs_in(account: &Account, login: &str, word: &str) -> String {
    state(account.check.sign_in(login, &password(word)).await)
}

async fn changes(account: &Account, login: &str, old: &str, new: &str) -> String {
    said(account.change.change(login, &password(old), &password(new)).await)
}

fn next_code(uri: &str, periods: u32) -> Code {
    Code::new(&oathtool(uri, SystemTime::now() + Duration::from_secs(30) * periods))
}

/// A code the application does not show now, nor a period away.
fn wrong_code(uri: &str) -> Code {
    let shown: Vec<_> = (0..2)
        .map(|periods| next_code(uri, periods).expose().to_owned())
        .collect();
    let free = ["000000", "000001", "000002"];
    let free = free.into_iter().find(|code| !shown.iter().any(|shown| shown == code));
    Code::new(free.unwrap())
}
