//! An account as preferences: which names are set, which numbers are free, how it is taken out again.
//!
//! No folder names (Thunderbird takes the server's own special folders), no password, no Local Folders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::prefs::{Prefs, Value};
use crate::{
    academy::{Endpoint, Security},
    profiles::{checked::Checked, signature},
};

/// What was added, so that exactly this can be taken out. Kept beside `prefs.js`, which says the same; holds no secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Record {
    /// Whose mailbox, as it was added.
    pub(crate) address: String,
    /// What the servers want as a user name.
    pub(crate) login: String,
    /// Reading.
    pub(crate) imap: String,
    /// Sending.
    pub(crate) smtp_host: String,
    /// "account3".
    pub(crate) account: String,
    /// "server3".
    pub(crate) server: String,
    /// "id2".
    pub(crate) identity: String,
    /// "smtp2".
    pub(crate) smtp: String,
    /// Names shared with other accounts: the line that set it before (null: none) and the value after.
    pub(crate) shared: BTreeMap<String, (Option<String>, Value)>,
}

const ACCOUNTS: &str = "mail.accountmanager.accounts";
const DEFAULT_ACCOUNT: &str = "mail.accountmanager.defaultaccount";
const LAST_KEY: &str = "mail.account.lastKey";
const SMTP_SERVERS: &str = "mail.smtpservers";
const DEFAULT_SMTP: &str = "mail.smtp.defaultserver";

/// From how many visible recipients on Thunderbird proposes Bcc (its own default: 15), and whether it asks again at send.
const BCC_WARNING: [(&str, Value); 2] = [
    ("mail.compose.warn_public_recipients.threshold", Value::Int(3)),
    ("mail.compose.warn_public_recipients.aggressive", Value::Bool(true)),
];

/// An IMAP account of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// "server1".
    pub(crate) server: String,
    /// Of its first identity; empty when there is none.
    pub(crate) address: String,
    /// Reading.
    pub(crate) host: String,
    /// User name there.
    pub(crate) login: String,
}

/// Every IMAP account the profile lists.
pub(crate) fn all(prefs: &Prefs) -> Vec<Seen> {
    let seen = |account: String| {
        let server = prefs.text(&format!("mail.account.{account}.server"))?;
        let (host, login) = place(prefs, server)?;
        let identities = format!("mail.account.{account}.identities");
        let identity = listed(prefs, &identities).into_iter().next().unwrap_or_default();
        let address = prefs.text(&format!("mail.identity.{identity}.useremail"));
        Some(Seen {
            server: server.to_owned(),
            address: address.unwrap_or_default().to_owned(),
            host: host.to_owned(),
            login: login.to_owned(),
        })
    };
    listed(prefs, ACCOUNTS).into_iter().filter_map(seen).collect()
}

/// The server with the same type, host and user, if the profile has one: "server1".
pub(crate) fn same_server(prefs: &Prefs, settings: &Checked) -> Option<String> {
    let same = |seen: &Seen| is_place((&seen.host, &seen.login), &settings.imap.host, &settings.login);
    all(prefs).into_iter().find(same).map(|seen| seen.server)
}

/// Turns the Bcc warning on where the person has set neither value, and notes it for undo.
pub(crate) fn warn_of_recipients(prefs: &mut Prefs, record: &mut Record) {
    for (name, value) in BCC_WARNING {
        if prefs.value(name).is_none() {
            prefs.set(name, value.clone());
            record.shared.insert(name.to_owned(), (None, value));
        }
    }
}

/// The warning was turned on with an account that goes, and another of ours stays: it goes with the last one.
pub(crate) fn hand_on_warning(from: &mut Record, to: &mut Record) {
    for (name, _) in BCC_WARNING {
        if let Some(note) = from.shared.remove(name) {
            to.shared.insert(name.to_owned(), note);
        }
    }
}

/// Adds the account under the first free numbers; the four counters are independent of each other.
pub(crate) fn add(prefs: &mut Prefs, settings: &Checked) -> Record {
    let account = free(prefs, "mail.account.", "account");
    let server = free(prefs, "mail.server.", "server");
    let identity = free(prefs, "mail.identity.", "id");
    let smtp = free(prefs, "mail.smtpserver.", "smtp");
    let mut record = Record {
        address: settings.address.clone(),
        login: settings.login.clone(),
        imap: settings.imap.host.clone(),
        smtp_host: settings.smtp.host.clone(),
        account,
        server,
        identity,
        smtp,
        shared: BTreeMap::new(),
    };
    for (name, value) in own_values(&record, settings) {
        prefs.set(&name, value);
    }
    for (name, value) in shared_values(prefs, &record) {
        let before = prefs.line(name).map(str::to_owned);
        prefs.set(name, value.clone());
        record.shared.insert(name.to_owned(), (before, value));
    }
    record
}

/// Takes the account out: every name under its own numbers (ours, and what Thunderbird derived from them), and its share
/// of the lists. A sending server that another identity has come to use, or that was changed, stays. False, and nothing
/// touched, when the numbers now belong to another account.
pub(crate) fn remove(prefs: &mut Prefs, record: &Record) -> bool {
    let there = place(prefs, &record.server);
    if !there.is_some_and(|there| is_place(there, &record.imap, &record.login))
        || prefs.text(&format!("mail.account.{}.server", record.account)) != Some(&record.server)
    {
        return false;
    }
    let [account, server, identity, smtp] = own_branches(record);
    let mut branches = vec![account, server];
    if prefs.text(&format!("{identity}useremail")) == Some(&record.address) {
        branches.push(identity);
    }
    let sends_for_us_only = !serves_another(prefs, record)
        && prefs.text(&format!("{smtp}hostname")) == Some(&record.smtp_host)
        && prefs.text(&format!("{smtp}username")) == Some(&record.login);
    if sends_for_us_only {
        branches.push(smtp);
        unlist(prefs, record, SMTP_SERVERS, &record.smtp);
        put_back(prefs, record, DEFAULT_SMTP);
    }
    let under = |name: &&str| branches.iter().any(|branch| name.starts_with(branch));
    let names: Vec<_> = prefs.names().filter(under).map(str::to_owned).collect();
    names.iter().for_each(|name| prefs.remove(name));
    unlist(prefs, record, ACCOUNTS, &record.account);
    put_back(prefs, record, LAST_KEY);
    put_shared_back(prefs, record);
    true
}

/// What stands under no number of ours: the default account and the Bcc warning.
pub(crate) fn put_shared_back(prefs: &mut Prefs, record: &Record) {
    put_back(prefs, record, DEFAULT_ACCOUNT);
    for (name, _) in BCC_WARNING {
        put_back(prefs, record, name);
    }
}

/// Another identity sends through the server that came with the account.
fn serves_another(prefs: &Prefs, record: &Record) -> bool {
    let ours = format!("mail.identity.{}.smtpServer", record.identity);
    prefs.names().any(|name| {
        name != ours
            && name.starts_with("mail.identity.")
            && name.ends_with(".smtpServer")
            && prefs.text(name) == Some(&record.smtp)
    })
}

fn own_branches(record: &Record) -> [String; 4] {
    [
        format!("mail.account.{}.", record.account),
        format!("mail.server.{}.", record.server),
        format!("mail.identity.{}.", record.identity),
        format!("mail.smtpserver.{}.", record.smtp),
    ]
}

fn own_values(record: &Record, settings: &Checked) -> Vec<(String, Value)> {
    let [account, server, identity, smtp] = own_branches(record);
    let text = |text: &str| Value::from(text);
    let password = 3_i64;
    let mut values = vec![
        (format!("{account}server"), text(&record.server)),
        (format!("{account}identities"), text(&record.identity)),
        (format!("{server}type"), text("imap")),
        (format!("{server}hostname"), text(&settings.imap.host)),
        (format!("{server}port"), Value::Int(settings.imap.port.into())),
        (format!("{server}socketType"), Value::Int(socket(&settings.imap))),
        (format!("{server}authMethod"), Value::Int(password)),
        (format!("{server}userName"), text(&settings.login)),
        (format!("{server}name"), text(&settings.address)),
        (format!("{server}login_at_startup"), Value::Bool(true)),
        (format!("{server}check_new_mail"), Value::Bool(true)),
        (format!("{server}check_time"), Value::Int(10)),
        (format!("{identity}fullName"), text(&settings.display_name)),
        (format!("{identity}useremail"), text(&settings.address)),
        (format!("{identity}smtpServer"), text(&record.smtp)),
        (format!("{identity}valid"), Value::Bool(true)),
        (format!("{identity}reply_on_top"), Value::Int(1)),
        (format!("{smtp}type"), text("smtp")),
        (format!("{smtp}hostname"), text(&settings.smtp.host)),
        (format!("{smtp}port"), Value::Int(settings.smtp.port.into())),
        (format!("{smtp}try_ssl"), Value::Int(socket(&settings.smtp))),
        (format!("{smtp}authMethod"), Value::Int(password)),
        (format!("{smtp}username"), text(&settings.login)),
        (format!("{smtp}description"), text(&settings.label)),
    ];
    if settings.signature.is_some() {
        values.push((format!("{identity}htmlSigText"), text(&signature::html(settings))));
        values.push((format!("{identity}htmlSigFormat"), Value::Bool(true)));
    }
    values
}

fn shared_values(prefs: &Prefs, record: &Record) -> Vec<(&'static str, Value)> {
    let appended = |list, key: &str| {
        let mut keys = listed(prefs, list);
        keys.push(key.to_owned());
        Value::Text(keys.join(","))
    };
    let number = number(&record.account, "account").unwrap_or(1);
    let last = match prefs.value(LAST_KEY) {
        Some(Value::Int(last)) => number.max(*last),
        _ => number,
    };
    let mut values = vec![
        (ACCOUNTS, appended(ACCOUNTS, &record.account)),
        (SMTP_SERVERS, appended(SMTP_SERVERS, &record.smtp)),
        (LAST_KEY, Value::Int(last)),
    ];
    if prefs.value(DEFAULT_ACCOUNT).is_none() {
        values.push((DEFAULT_ACCOUNT, Value::from(record.account.as_str())));
    }
    if prefs.value(DEFAULT_SMTP).is_none() {
        values.push((DEFAULT_SMTP, Value::from(record.smtp.as_str())));
    }
    values
}

/// Where an IMAP server is and as whom. `realhostname` and `realuserName` are what older versions wrote when the person
/// changed them.
fn place<'a>(prefs: &'a Prefs, server: &str) -> Option<(&'a str, &'a str)> {
    let value = |name: &str| prefs.text(&format!("mail.server.{server}.{name}"));
    let host = value("realhostname").or_else(|| value("hostname"))?;
    let user = value("realuserName").or_else(|| value("userName"))?;
    (value("type") == Some("imap")).then_some((host, user))
}

/// Host names are compared without case, user names exactly.
fn is_place((host, user): (&str, &str), wanted_host: &str, wanted_user: &str) -> bool {
    host.eq_ignore_ascii_case(wanted_host) && user == wanted_user
}

fn socket(endpoint: &Endpoint) -> i64 {
    match endpoint.security {
        Security::Tls => 3,
        Security::Starttls => 2,
    }
}

fn listed(prefs: &Prefs, list: &str) -> Vec<String> {
    let text = prefs.text(list).unwrap_or_default();
    text.split(',')
        .map(str::trim)
        .filter(|key| !key.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Takes a key out of a list: the line comes back as it stood, unless the list was changed meanwhile.
fn unlist(prefs: &mut Prefs, record: &Record, list: &str, key: &str) {
    if put_back(prefs, record, list) {
        return;
    }
    let mut keys = listed(prefs, list);
    keys.retain(|listed| listed != key);
    if keys.is_empty() {
        prefs.remove(list);
    } else {
        prefs.set(list, Value::Text(keys.join(",")));
    }
}

/// Only where the value is still the one we wrote; whether it was.
fn put_back(prefs: &mut Prefs, record: &Record, name: &str) -> bool {
    let Some((before, after)) = record.shared.get(name) else {
        return false;
    };
    if prefs.value(name) != Some(after) {
        return false;
    }
    match before {
        Some(line) => prefs.put_line(name, line),
        None => prefs.remove(name),
    }
    true
}

/// `account7` → 7.
fn number(key: &str, prefix: &str) -> Option<i64> {
    key.strip_prefix(prefix)?.parse().ok()
}

/// The smallest number nothing is set under, and no list names.
fn free(prefs: &Prefs, branch: &str, prefix: &str) -> String {
    let under = prefs
        .names()
        .filter_map(|name| name.strip_prefix(branch)?.split('.').next())
        .map(str::to_owned);
    let lists = [ACCOUNTS, SMTP_SERVERS]
        .into_iter()
        .flat_map(|list| listed(prefs, list));
    let taken: std::collections::BTreeSet<_> = under.chain(lists).filter_map(|key| number(&key, prefix)).collect();
    let free = (1..).find(|n| !taken.contains(n)).unwrap_or(1);
    format!("{prefix}{free}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::checked;

    const USED: &str = "user_pref(\"mail.account.account1.identities\", \"id1\");\n\
        user_pref(\"mail.account.account1.server\", \"server1\");\nuser_pref(\"mail.account.account2.server\", \"server2\");\n\
        user_pref(\"mail.account.lastKey\", 2);\nuser_pref(\"mail.accountmanager.accounts\", \"account1,account2\");\n\
        user_pref(\"mail.accountmanager.defaultaccount\", \"account1\");\n\
        user_pref(\"mail.identity.id1.useremail\", \"a@b.fr\");\nuser_pref(\"mail.server.server1.hostname\", \"imap.b.fr\");\n\
        user_pref(\"mail.server.server1.type\", \"imap\");\nuser_pref(\"mail.server.server1.userName\", \"jdupont\");\n\
        user_pref(\"mail.server.server2.type\", \"none\");\nuser_pref(\"mail.smtp.defaultserver\", \"smtp1\");\n\
        user_pref(\"mail.smtpserver.smtp1.hostname\", \"smtp.b.fr\");\nuser_pref(\"mail.smtpservers\", \"smtp1\");\n";

    #[test]
    fn the_four_counters_are_independent_and_removing_gives_every_byte_back() {
        for before in ["", USED] {
            let mut prefs = Prefs::parse(before).unwrap();
            let record = add(&mut prefs, &checked());
            if before == USED {
                let keys = [&record.account, &record.server, &record.identity, &record.smtp];
                assert_eq!(keys, ["account3", "server3", "id2", "smtp2"]);
                assert_eq!(prefs.text(ACCOUNTS), Some("account1,account2,account3"));
                assert_eq!(prefs.text(DEFAULT_ACCOUNT), Some("account1"));
            }
            assert_eq!(same_server(&prefs, &checked()), Some(record.server.clone()));
            assert!(remove(&mut prefs, &record));
            assert_eq!(prefs.to_text(), before);
        }
    }

    #[test]
    fn a_line_we_change_comes_back_as_it_stood() {
        let servers = "user_pref('mail.smtpservers' , \" smtp1\r,\\u0073mtp2\");";
        for ending in ["\n", ""] {
            let before = format!("user_pref( 'mail.account.lastKey', 02 ); // mine\n{servers}{ending}");
            let mut prefs = Prefs::parse(&before).unwrap();
            let record = add(&mut prefs, &checked());
            assert_eq!(prefs.text(SMTP_SERVERS), Some("smtp1,smtp2,smtp3"));
            assert!(remove(&mut prefs, &record));
            assert_eq!(prefs.to_text(), before);
        }
    }

    #[test]
    fn the_warning_is_the_persons_where_they_set_it_and_goes_with_the_last_account() {
        let [(threshold, _), (aggressive, _)] = BCC_WARNING;
        let before = format!("user_pref(\"{threshold}\", 9);\n");
        let mut prefs = Prefs::parse(&before).unwrap();
        let mut record = add(&mut prefs, &checked());
        warn_of_recipients(&mut prefs, &mut record);
        assert_eq!(prefs.value(threshold), Some(&Value::Int(9)), "the person's own");
        assert_eq!(prefs.value(aggressive), Some(&Value::Bool(true)));
        let mut other = record.clone();
        hand_on_warning(&mut record, &mut other);
        assert!(remove(&mut prefs, &record));
        assert_eq!(
            prefs.value(aggressive),
            Some(&Value::Bool(true)),
            "another account of ours stays"
        );
        put_back(&mut prefs, &other, aggressive);
        assert_eq!(prefs.to_text(), before);
    }

    #[test]
    fn a_sending_server_another_identity_uses_stays() {
        let mut prefs = Prefs::parse(USED).unwrap();
        let record = add(&mut prefs, &checked());
        prefs.set("mail.identity.id1.smtpServer", Value::from(record.smtp.as_str()));
        assert!(remove(&mut prefs, &record));
        assert_eq!(prefs.text(SMTP_SERVERS), Some("smtp1,smtp2"));
        assert_eq!(
            prefs.text("mail.smtpserver.smtp2.hostname"),
            Some("smtp.ac-exemple.test")
        );
        assert_eq!(prefs.text(ACCOUNTS), Some("account1,account2"));
    }

    #[test]
    fn numbers_that_now_belong_to_another_account_are_left_alone() {
        let mut prefs = Prefs::parse(USED).unwrap();
        let record = add(&mut prefs, &checked());
        prefs.set(
            &format!("mail.server.{}.hostname", record.server),
            Value::from("imap.other.fr"),
        );
        let text = prefs.to_text();
        assert!(!remove(&mut prefs, &record));
        assert_eq!(prefs.to_text(), text);
    }
}
