//! Debian's own Thunderbird, driven as a person uses it, against the rig's Dovecot and Postfix.
//!
//! Run by the gate through `cargo xtask rig --alone`: a network with nothing but loopback, a copy of `/etc` and of
//! Thunderbird's folders in place of the real ones, an X server. Ignored elsewhere: they would write to the real ones.
//! `marionette` speaks to Thunderbird, `bird` is what a person does with it; passwords are typed into its own prompts.

mod bird;
mod faults;
mod marionette;
mod waiting;

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    process::Stdio,
};

use rentree::{
    academy::{Endpoint, Protocol, Security},
    profiles::{
        MailSettings, SignatureFields,
        thunderbird::{self, Habits, Homes},
    },
};
use serde_json::{Value, json};
use time::OffsetDateTime;

use self::bird::{Bird, COMPOSER, Home, every_byte};
use crate::stage::Rig;

/// A name that needs every kind of care.
const NAME: &str = "Jean D’UPONT \"Zoé\" \\o/ 🎓";

const BAR: &str = "gComposeNotification.getNotificationWithValue('warnPublicRecipientsNotification')";

/// The first line of every test: outside of its namespaces nothing here may run.
fn alone() -> &'static Rig {
    let inside = std::env::var_os("RENTREE_ALONE").is_some();
    assert!(inside, "only inside `cargo xtask rig --alone`");
    Rig::shared()
}

#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn fresh_home_reads_warns_signs_and_gives_everything_back() {
    let rig = alone();
    let jean = rig.person("jdupont");
    let home = Home::new();
    let wanted = [
        Home::add(&jean, NAME).as_slice(),
        &[
            "--role",
            "Professeur d’histoire",
            "--school",
            "Collège <Molière>",
            "--bcc-warning",
        ],
    ]
    .concat();
    let added = home.run(&wanted);
    assert_eq!(
        (&added["created"], &added["next"]),
        (&json!(true), &json!("thunderbird-added"))
    );
    assert!(
        added["backup"].is_null() && added["changed"].as_array().unwrap().len() > 20,
        "{added}"
    );
    let again = home.run(&wanted);
    assert_eq!(
        (&again["changed"], &again["next"]),
        (&json!([]), &json!("thunderbird-already-there"))
    );

    let mut bird = Bird::start(&home, &jean.password, &[]);
    let accounts = bird.accounts();
    assert_eq!(accounts.len(), 1, "added twice, one account: {accounts:?}");
    let account = &accounts[0];
    assert_eq!(
        account["login"],
        json!(jean.address),
        "this academy wants the whole address"
    );
    assert_eq!((&account["name"], &account["tls"]), (&json!(NAME), &json!(true)));
    assert_eq!(
        (&account["host"], &account["port"]),
        (&json!("imap.ac-exemple.test"), &json!(rig.port("imaps")))
    );
    assert!(bird.pane().contains(&jean.address), "{:?}", bird.pane());

    let before = logins(rig, &jean.address);
    assert!(bird.fetch(&jean.address) >= 1);
    assert_eq!(bird.asked().len(), 1, "asked once to read: {:?}", bird.asked());
    assert!(bird.asked()[0].starts_with("password: ") && bird.asked()[0].contains("imap.ac-exemple.test"));
    assert!(logins(rig, &jean.address) > before, "Dovecot saw this login over TLS");
    bird.driver.picture("null", "thunderbird-1-account.png");

    let text = bird.write(&jean.address, "Réunion de rentrée");
    assert!(text.contains(NAME) && text.contains("Collège <Molière>"), "{text}");
    assert_eq!(
        bird.address_to(&["jean.dupont@ac-exemple.test", "anne.faure@ac-exemple.test"]),
        2
    );
    let bar = format!("return {COMPOSER}.{BAR} ? true : null");
    assert_eq!(bird.driver.script(&bar), Value::Null, "two recipients: no bar");
    assert_eq!(bird.address_to(&["thomas.girard@ac-exemple.test"]), 3);
    let said = bird
        .driver
        .until(&format!("return {COMPOSER}.{BAR}?.messageText.textContent || null"));
    assert!(said.as_str().unwrap().contains("3 recipients"), "{said}");
    bird.driver.picture(COMPOSER, "thunderbird-2-bcc-bar.png");
    bird.send("cancel");
    bird.driver
        .until("return window.person.said.find((said) => said.startsWith('choice: ')) || null");
    bird.driver.until(&format!(
        "const it = {COMPOSER}; return !it.gSendLocked && !it.gWindowLocked"
    ));
    bird.send("accept");
    bird.driver.until(&format!("return {COMPOSER} ? null : true"));
    let asked = bird.asked();
    assert!(
        asked
            .iter()
            .any(|said| said.starts_with("password: ") && said.contains("smtp.ac-exemple.test")),
        "{asked:?}"
    );
    let letter = received(rig, "anne.faure@ac-exemple.test", "Coll");
    assert!(letter.contains("Professeur d"), "the signature arrived: {letter}");
    bird.close();

    let (before, profile) = (home.prefs(), home.profile());
    let removed = home.run(&["thunderbird", "remove"]);
    assert_eq!(removed["profile"], json!(profile));
    only_ours_went(&before, &home.prefs(), &removed["changed"]);
    let left = fs::read_dir(&profile)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().into_string().unwrap());
    assert!(
        !left.into_iter().any(|name| name.starts_with("rentree-")),
        "our own note is gone"
    );
    let mut bird = Bird::start(&home, "", &[]);
    assert_eq!(bird.accounts(), Vec::<Value>::new());
    bird.close();
}

#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn used_home_keeps_its_account_and_a_running_one_is_waited_for() {
    let rig = alone();
    let (anne, jean) = (rig.person("afaure"), rig.person("jdupont"));
    let home = Home::new();
    let mut bird = Bird::start(&home, &anne.password, &[]);
    // As Thunderbird itself makes an account.
    bird.driver.script(&format!(
        r#"const {{ MailServices }} = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");
        const server = MailServices.accounts.createIncomingServer({0}, "imap.ac-exemple.test", "imap");
        server.port = {1}; server.socketType = 3; server.authMethod = 3; server.prettyName = "À moi";
        server.loginAtStartUp = false;
        const own = MailServices.accounts.createIdentity(); own.email = {0}; own.fullName = "Anne Faure";
        const account = MailServices.accounts.createAccount(); account.addIdentity(own); account.incomingServer = server;
        MailServices.accounts.defaultAccount = account; Services.prefs.savePrefFile(null); return true"#,
        json!(anne.address),
        rig.port("imaps"),
    ));
    let refused = home.rentree(&Home::add(&jean, NAME)).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(1));
    assert!(said.contains("refusal-thunderbird-running"), "{said}");
    assert_eq!(home.run(&["thunderbird", "status"])["running"], true);
    let lock = home.profile().join(".parentlock");
    assert!(lock.exists());

    // Said while it runs, done once it has ended.
    let patient = [Home::add(&jean, NAME).as_slice(), &["--wait", "90"]].concat();
    let mut waiting = home
        .rentree(&patient)
        .stderr(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut first = [0; 16];
    std::io::Read::read_exact(waiting.stderr.as_mut().unwrap(), &mut first).expect("it says that it waits");
    assert!(waiting.try_wait().unwrap().is_none(), "it waits");
    let while_running = home.prefs();
    assert!(!while_running.contains(&jean.address));
    bird.close();
    assert!(waiting.wait().unwrap().success());
    assert!(lock.exists(), "the file stays behind: the lock itself was asked");
    assert!(home.prefs().contains(&jean.address));
    home.run(&["thunderbird", "remove"]);

    let before = fs::read(home.profile().join("prefs.js")).unwrap();
    let added = home.run(&Home::add(&jean, NAME));
    assert_eq!(added["created"], false);
    assert_eq!(
        fs::read(added["backup"].as_str().unwrap()).unwrap(),
        before,
        "the backup is the file as it was"
    );
    home.run(&["thunderbird", "remove", "--address", &jean.address]);
    assert_eq!(
        fs::read(home.profile().join("prefs.js")).unwrap(),
        before,
        "byte for byte"
    );
    let theirs = home
        .rentree(&["thunderbird", "remove", "--address", &anne.address])
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&theirs.stderr).contains("refusal-thunderbird-not-ours"));

    home.run(&Home::add(&jean, NAME));
    let mut bird = Bird::start(&home, &jean.password, &[]);
    let accounts = bird.accounts();
    let shown: Vec<_> = accounts
        .iter()
        .map(|account| (account["address"].as_str().unwrap(), account["first"] == true))
        .collect();
    assert_eq!(shown, [(anne.address.as_str(), true), (jean.address.as_str(), false)]);
    assert!(bird.pane().contains(&"À moi".to_owned()) && bird.pane().contains(&jean.address));
    let before = logins(rig, &jean.address);
    assert!(bird.fetch(&jean.address) >= 1);
    assert!(logins(rig, &jean.address) > before);
    bird.driver.picture("null", "thunderbird-3-beside-another.png");
    bird.close();
    let before = home.prefs();
    let removed = home.run(&["thunderbird", "remove"]);
    only_ours_went(&before, &home.prefs(), &removed["changed"]);
    assert!(home.prefs().contains(&anne.address));
}

#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn machine_wide_settings_are_honoured_and_taken_back() {
    let rig = alone();
    let jean = rig.person("jdupont");
    let home = Home::new();
    let bytes = || {
        let mut all = Vec::new();
        for folder in [
            "/etc/thunderbird",
            "/usr/share/thunderbird/isp",
            "/usr/lib/thunderbird/distribution",
            "/var/lib/rentree",
        ] {
            every_byte(Path::new(folder), &mut all);
        }
        all
    };
    let before = bytes();
    let wanted = [
        "machine",
        "apply",
        "--academy",
        "exemple",
        "--bcc-warning",
        "--session-account",
        "--name-variable",
        "FULL_NAME",
    ];
    let dry = home.run(&[wanted.as_slice(), &["--dry-run"]].concat());
    assert_eq!(
        (bytes(), dry["changed"].as_array().unwrap().len()),
        (before.clone(), 4),
        "{dry}"
    );
    let done = home.run(&wanted);
    assert_eq!(
        (&done["skipped"], done["changed"].as_array().unwrap().len()),
        (&json!([]), 4),
        "{done}"
    );
    assert_eq!(home.run(&wanted)["changed"], json!([]));

    let session = [("USER", "jean.dupont"), ("FULL_NAME", "Jean D’Upont")];
    let mut bird = Bird::start(&home, &jean.password, &session);
    let accounts = bird.accounts();
    assert_eq!(accounts.len(), 1, "{accounts:?}");
    assert_eq!(
        (&accounts[0]["key"], &accounts[0]["login"]),
        (&json!("account90"), &json!(jean.address))
    );
    assert!(bird.fetch(&jean.address) >= 1, "the session's account reads its mail");
    let policies = bird.driver.script(
        "const name = 'mail.compose.warn_public_recipients.threshold', only = 'mailnews.auto_config.fetchFromISP.sslOnly';
         return [Services.policies.status === Ci.nsIEnterprisePolicies.ACTIVE, Services.prefs.getIntPref(name), Services.prefs.prefIsLocked(name),
           Services.prefs.getBoolPref(only), Services.prefs.prefIsLocked(only), !!Services.policies.getActivePolicies().DisableTelemetry]",
    );
    // The last one is the policy that stood there before us.
    assert_eq!(policies, json!([true, 3, false, true, true, true]));
    bird.driver.begin("window.openAccountHub('MAIL')");
    let seen = "const seen = (id, within = document) => { for (const it of within.querySelectorAll('*')) {
        if (it.id === id && it.checkVisibility()) return it;
        const inner = it.shadowRoot && seen(id, it.shadowRoot); if (inner) return inner } return null };";
    bird.driver.until(&format!(
        "{seen} return seen('email') && seen('realName') && !!seen('forward')"
    ));
    bird.driver.script(&format!(
        "{seen} for (const [id, text] of [['realName', 'Anne Faure'], ['email', 'anne.faure@ac-exemple.test']]) {{
           const field = seen(id); field.focus(); field.value = text;
           field.dispatchEvent(new window.Event('input', {{ bubbles: true, composed: true }})) }}
         seen('forward').click(); return true"
    ));
    let found = bird.driver.until(&format!(
        "{seen} return seen('incomingHost') && ['incomingHost', 'incomingPort', 'sharedUsername', 'outgoingHost', 'outgoingPort'].map((id) => seen(id)?.textContent)"
    ));
    let (imaps, smtps) = (rig.port("imaps").to_string(), rig.port("smtps").to_string());
    assert_eq!(
        found,
        json!([
            "imap.ac-exemple.test",
            imaps,
            "anne.faure@ac-exemple.test",
            "smtp.ac-exemple.test",
            smtps
        ])
    );
    bird.driver.picture("null", "thunderbird-4-isp.png");
    bird.close();

    let undone = home.run(&["machine", "undo"]);
    assert!(
        undone["changed"]
            .as_array()
            .unwrap()
            .iter()
            .all(|line| ["removed", "restored"].contains(&line["did"].as_str().unwrap())),
        "{undone}"
    );
    assert_eq!(bytes(), before, "byte for byte");
    assert!(!Path::new("/usr/lib/thunderbird/rentree.cfg").exists());
}

/// Whatever a person is called, Thunderbird's own reader gives it back.
#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn names_that_break_things_arrive_as_typed() {
    alone();
    let home = Home::new();
    let homes = Homes::throwaway(home.path().join(".thunderbird"));
    let long = "Éléonore-Philippine ".repeat(10).trim().to_owned();
    let names = [
        "D’UPONT \"Zoé\"",
        "O'Neill",
        "a\\",
        "\\\"",
        "\\u0041 \\n \\x41",
        "\"); user_pref(\"evil\", true); //",
        "🎓👩🏽‍🏫",
        "محمد بن علي",
        "עברית abc",
        "e\u{301}\u{301}",
        "// x",
        "<b>&amp;</b>",
        "%s ${x} `y`",
        &long,
        "\u{a0}x\u{200b}y",
    ];
    for (number, name) in names.iter().enumerate() {
        let added = thunderbird::add(
            &homes,
            &named(number, name),
            Habits::default(),
            OffsetDateTime::now_utc(),
        )
        .unwrap();
        assert!(!added.changed.is_empty());
    }
    let injected = named(99, "x\nuser_pref(\"evil\", true);");
    assert!(
        thunderbird::add(&homes, &injected, Habits::default(), OffsetDateTime::now_utc()).is_err(),
        "a line break is refused"
    );
    let mut bird = Bird::start(&home, "", &[]);
    let accounts = bird.accounts();
    let read: Vec<_> = accounts
        .iter()
        .map(|account| account["name"].as_str().unwrap())
        .collect();
    assert_eq!(read, names.map(str::trim));
    for (account, name) in accounts.iter().zip(names) {
        let signature = account["signature"].as_str().unwrap();
        let text = format!(
            "return new DOMParser().parseFromString({}, 'text/html').body.textContent",
            json!(signature)
        );
        let text = bird.driver.script(&text);
        assert!(text.as_str().unwrap().starts_with(name.trim()), "{text} {name}");
    }
    let evil = bird
        .driver
        .script("return Services.prefs.getPrefType('evil') === Services.prefs.PREF_INVALID");
    assert_eq!(evil, true);
    bird.close();
}

fn named(number: usize, name: &str) -> MailSettings {
    let endpoint = |protocol, host: &str, port| Endpoint {
        protocol,
        host: host.to_owned(),
        port,
        security: Security::Tls,
    };
    MailSettings {
        address: format!("personne{number}@ac-exemple.test"),
        display_name: name.to_owned(),
        login: format!("personne{number}"),
        label: "Académie d’Exemple".to_owned(),
        imap: endpoint(Protocol::Imap, "imap.ac-exemple.test", 993),
        smtp: endpoint(Protocol::Smtp, "smtp.ac-exemple.test", 465),
        webmail: None,
        reset_page: None,
        signature: Some(SignatureFields {
            role: "Professeur".to_owned(),
            ..SignatureFields::default()
        }),
        desk: None,
        quarantine: false,
        lang: rentree::words::Lang::Fr,
    }
}

/// Sign-ins over TLS that Dovecot wrote down for this user.
fn logins(rig: &Rig, user: &str) -> usize {
    let log = Path::new(rig.description["folder"].as_str().unwrap()).join("log/dovecot.log");
    let log = fs::read_to_string(log).unwrap();
    let ours = |line: &&str| line.contains(&format!("Login: user=<{user}>")) && line.contains(", TLS");
    log.lines().filter(ours).count()
}

/// The letter with this word in a mailbox of the rig, once it is there: a file of the server's.
fn received(rig: &Rig, address: &str, word: &str) -> String {
    let folder = Path::new(rig.description["maildir"].as_str().unwrap())
        .join(address)
        .join("Maildir/new");
    let end = std::time::Instant::now() + marionette::PATIENCE;
    loop {
        let letters = fs::read_dir(&folder).into_iter().flatten().flatten();
        let texts = letters.map(|entry| fs::read_to_string(entry.path()).unwrap_or_default());
        if let Some(letter) = texts
            .into_iter()
            .find(|text| text.contains("multipart") && text.contains(word))
        {
            return letter;
        }
        assert!(std::time::Instant::now() < end, "no letter in {}", folder.display());
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
}

/// Every line that is gone sets a name that was said to change; every other line is there as it was.
fn only_ours_went(before: &str, after: &str, changed: &Value) {
    let name = |line: &str| {
        line.strip_prefix("user_pref(\"")
            .and_then(|rest| rest.split('"').next().map(str::to_owned))
    };
    let said: BTreeSet<String> = serde_json::from_value(changed.clone()).unwrap();
    assert!(!said.is_empty());
    let others = |text: &str| {
        let lines = text
            .lines()
            .filter(|line| name(line).is_none_or(|name| !said.contains(&name)));
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(others(before), others(after));
    let ours = [
        "mail.account.",
        "mail.accountmanager.",
        "mail.server.",
        "mail.identity.",
        "mail.smtp",
        "mail.compose.warn_public_recipients.",
    ];
    assert!(
        said.iter()
            .all(|name| ours.iter().any(|branch| name.starts_with(branch))),
        "{said:?}"
    );
    assert!(
        !after.contains("warn_public_recipients"),
        "the warning came with the account and goes with it"
    );
}

/// Below `<target>/screens/`, beside the window's own.
fn keep_picture(name: &str, png: &[u8]) {
    let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    let target = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("target"));
    let folder = target.join("screens");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), png).unwrap();
}
