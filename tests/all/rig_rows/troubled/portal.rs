//! LemonLDAP::NG set up anew: a picture to copy, one-time tokens that are over, codes by mail, passwords of its own, and
//! a portal that is not there.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::PathBuf,
    process::Stdio,
};

use rentree::{
    account::Totp,
    wizard::view::{Answer, AskedPassword, Holding, Returned, Screen, Task},
};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde_json::{Value, json};
use tokio::{
    net::UnixStream,
    process::{Child, Command},
};

use super::{
    super::{next_code, portals::portal_alone},
    NEW, NEWER, STOCK, Table, academy_of, account_of, changes, folder, password, said, signs_in, without_directory,
};
use crate::{
    journeys::{CHOSEN, sign_in, until_new_password, until_sign_in},
    stage::{Player, Rig, Stage, until},
};

/// What the portal hands out is over when it comes back: by time it is answered alike.
const NO_TIME: i32 = -1;
const WRONG: &str = "Faux.Cartable-2026";

pub(super) async fn set_up_anew(rig: &Rig) {
    let mut portal = Portal::of(rig);
    a_picture_to_copy(rig, &mut portal).await;
    forms_that_are_over(rig, &mut portal).await;
    factors_under_other_rules(rig, &mut portal).await;
    codes_by_mail(rig, &mut portal).await;
    passwords_of_its_own(rig, &mut portal).await;
    no_way_to_ask(rig, &mut portal).await;
}

/// Nothing is looked at before the picture: nobody's failures are counted, and the person is sent to the page.
async fn a_picture_to_copy(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, a picture to copy");
    portal.set_up(json!({"captcha_login_enabled": 1})).await;
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let person = rig.fresh();
    let (login, word) = (person.login.as_str(), password(&person.password));
    for _ in 0..6 {
        let answer = signs_in(&account, login, WRONG).await;
        table.row("sign-in, wrong password", answer, "account-captcha");
    }
    let answer = signs_in(&account, login, &person.password).await;
    table.row("sign-in", answer, "account-captcha");
    let answer = changes(&account, login, &person.password, NEW).await;
    table.row("change", answer, "account-captcha");
    let answer = said(account.totp.enrol(login, &word).await);
    table.row("enrolment", answer, "account-captcha");
    let answer = said(account.totp.challenge(login, &word).await);
    table.row("fresh sign-in", answer, "account-captcha");
    let directory = account_of(rig, &academy_of(rig, STOCK));
    let answer = signs_in(&directory, login, &person.password).await;
    table.row("and the directory counted nothing", answer, "ok must-change");
    table.end();
    the_page_instead(rig, &person).await;
    the_page_for_the_change(rig, &person).await;
    the_page_for_the_factor(rig, &person).await;
}

/// A portal that is all there is: its page changes the password, the mailbox proves it.
async fn the_page_instead(rig: &Rig, player: &Player) {
    let stage = Stage::on_rig(portal_alone(rig, STOCK));
    let tries = |screen: &Screen| match screen {
        Screen::SignIn { attempts_left, .. } => *attempts_left,
        screen => panic!("{screen:?}"),
    };
    let before = until_sign_in(&stage, "exemple", player, Holding::Letter).await;
    sent_to_the_page(&stage, sign_in(&player.password), Task::ChangePassword).await;
    let outcome = Returned::Did;
    let view = stage.say(Answer::Returned { outcome }).await;
    assert_eq!(tries(&view.screen), tries(&before.screen), "no try was spent");
    let Screen::SignIn { asked, login, .. } = view.screen else {
        panic!("{:?}", view.screen)
    };
    assert_eq!((asked, login), (AskedPassword::Own, player.address.clone()), "by mail");
}

/// A portal that changes what a directory checks.
async fn the_page_for_the_change(rig: &Rig, player: &Player) {
    let mut pack: toml::Table = toml::from_str(&rig.packs[STOCK]).unwrap();
    for (connector, changes) in [("ldap", false), ("lemonldap", true)] {
        pack["academy"]["connectors"][connector]["change_password"] = changes.into();
    }
    let stage = Stage::on_rig(toml::to_string(&pack).unwrap());
    until_new_password(&stage, "exemple", player).await;
    let password = password(CHOSEN);
    sent_to_the_page(&stage, Answer::NewPassword { password }, Task::ChangePassword).await;
}

/// A portal that only keeps the second factor: its page enrols it.
async fn the_page_for_the_factor(rig: &Rig, player: &Player) {
    let stage = Stage::on_rig(rig.packs[STOCK].clone());
    until_new_password(&stage, "exemple", player).await;
    let password = password(CHOSEN);
    stage.say(Answer::NewPassword { password }).await;
    stage.say(Answer::Continue).await;
    stage.say(Answer::Later).await;
    stage.say(Answer::Continue).await;
    sent_to_the_page(&stage, Answer::Enrol, Task::SecondFactor).await;
}

async fn sent_to_the_page(stage: &Stage, answer: Answer, wanted: Task) {
    let refusal = stage.journey.answer(answer).await.expect_err("a picture");
    assert_eq!(refusal.code, "account-captcha");
    match stage.journey.view().screen {
        Screen::HandOff { task, .. } if task == wanted => {}
        screen => panic!("{screen:?}"),
    }
}

async fn forms_that_are_over(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, forms that are over");
    portal.set_up(json!({"formTimeout": NO_TIME})).await;
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let person = rig.fresh();
    let answer = signs_in(&account, &person.login, &person.password).await;
    table.row("sign-in: 82", answer, "account-over");
    let answer = changes(&account, &person.login, &person.password, NEW).await;
    table.row("change: 82", answer, "account-over");
    table.end();
}

/// Some had their factor before the rules were changed.
async fn factors_under_other_rules(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, factors under other rules");
    let totp = account_of(rig, &academy_of(rig, STOCK)).totp;
    let word = password(NEW);
    portal.set_up(json!({})).await;
    let (has_one, uri) = enrolled(rig, &totp).await;
    let (not_asked, _) = enrolled(rig, &totp).await;
    let cut_off = settled(rig).await;
    let mut before = totp.enrol(&cut_off, &word).await.unwrap();
    let (forced, forbidden) = (settled(rig).await, settled(rig).await);
    portal
        .set_up(json!({
            "sfLoginTimeout": NO_TIME,
            "sfRegisterTimeout": NO_TIME,
            "sfRequired": format!("$uid eq '{forced}'"),
            "totp2fSelfRegistration": format!("$uid ne '{forbidden}'"),
            "totp2fActivation": format!("has2f('TOTP') and $uid ne '{not_asked}'"),
        }))
        .await;
    let code = next_code(before.uri(), 0);
    let answer = said(before.confirm(&code).await);
    table.row("the session is gone: 9", answer, "account-over");
    let mut enrolment = totp.enrol(&cut_off, &word).await.unwrap();
    let code = next_code(enrolment.uri(), 0);
    for _ in 0..2 {
        let answer = said(enrolment.confirm(&code).await);
        table.row("the key is over, the code right: PE82", answer, "account-over");
    }
    let answer = said(totp.enrol(&forced, &word).await);
    table.row("must enrol, and that is over: PE82", answer, "account-over");
    let challenge = totp.challenge(&has_one, &word).await.unwrap();
    let answer = said(challenge.answer(&next_code(&uri, 1)).await);
    table.row("the question for a code is over: 82", answer, "account-over");
    let answer = said(totp.enrol(&forbidden, &word).await);
    table.row("not theirs to enrol: 403", answer, "account-not-allowed");
    let answer = said(totp.challenge(&not_asked, &word).await);
    table.row("there, not asked for", answer, "account-factor-not-asked");
    let answer = said(totp.enrol(&not_asked, &word).await);
    table.row("there already: totpExistingKey", answer, "account-factor-exists");
    table.end();
}

/// Another second factor than ours, and the trap in it: an address nothing can be delivered to.
async fn codes_by_mail(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, codes by mail");
    portal
        .set_up(json!({"available2F": "TOTP,Mail2F", "mail2fActivation": 1}))
        .await;
    let check = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let directory = account_of(rig, &academy_of(rig, STOCK));
    let word = password(NEW);
    for (row, address, signs, enrols) in [
        (
            "sent",
            Some("frais.perso@perso.test"),
            "ok asks-factor",
            "account-other-factor",
        ),
        ("no address is known", None, "ok asks-factor", "account-other-factor"),
        (
            "not to be delivered",
            Some("personne@ailleurs.test"),
            "account-unavailable portal 24",
            "account-unavailable portal 24",
        ),
    ] {
        let login = settled(rig).await;
        if let Some(address) = address {
            let registered = directory.recovery.register(&login, &word, address).await;
            assert_eq!(said(registered), "ok");
        }
        table.row(row, signs_in(&check, &login, NEW).await, signs);
        table.row(row, said(check.totp.enrol(&login, &word).await), enrols);
        let answer = signs_in(&check, &login, WRONG).await;
        table.row("wrong password", answer, "account-wrong-password");
    }
    table.end();
}

/// A portal whose passwords stand in a table takes a change inside a session only. Nothing can be registered there either.
async fn passwords_of_its_own(rig: &Rig, portal: &mut Portal) {
    const FILL: &str = "import sqlite3, sys\n\
        base = sqlite3.connect(sys.argv[1])\n\
        base.execute('create table people (login text, password text)')\n\
        base.execute('insert into people values (?, ?)', sys.argv[2:])\n\
        base.commit()";
    let mut table = Table::of("LemonLDAP::NG, passwords of its own");
    let (file, person) = (portal.folder.join("people.db"), rig.fresh());
    let (login, first) = (person.login.as_str(), person.password.as_str());
    let mut fill = Command::new("python3");
    fill.args(["-c", FILL]).arg(&file).args([login, first]);
    assert!(fill.status().await.unwrap().success());
    let (uid, gid) = portal.user();
    chown(&file, Some(uid), Some(gid)).unwrap();
    let base = format!("dbi:SQLite:dbname={}", file.display());
    portal
        .set_up(json!({
            "authentication": "DBI", "userDB": "Same", "passwordDB": "DBI",
            "dbiAuthChain": base, "dbiUserChain": base,
            "dbiAuthTable": "people", "dbiUserTable": "people",
            "dbiAuthLoginCol": "login", "dbiAuthPasswordCol": "password", "dbiPasswordMailCol": "login",
            "dbiExportedVars": {"uid": "login"},
            "available2FSelfRegistration": "",
        }))
        .await;
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    for (row, old, new, expected) in [
        ("too short: 29 in a 400", first, "court-1A", "account-new-too-short 8"),
        (
            "quality: 28 in a 400",
            first,
            "minusculesseulement",
            "account-new-too-weak",
        ),
        (
            "wrong old: the sign-in says it first",
            WRONG,
            NEWER,
            "account-wrong-password",
        ),
        ("35 in a 200", first, NEW, "ok"),
    ] {
        table.row(row, changes(&account, login, old, new).await, expected);
    }
    table.row("the new one", signs_in(&account, login, NEW).await, "ok");
    let answer = signs_in(&account, login, first).await;
    table.row("the old one", answer, "account-wrong-password");
    let answer = said(account.totp.enrol(login, &password(NEW)).await);
    table.row("nothing can be registered", answer, "account-not-allowed");
    table.row("no session stays open", portal.sessions().len().to_string(), "0");
    table.end();
}

/// A portal its directory does not know, then none behind the web server.
async fn no_way_to_ask(rig: &Rig, portal: &mut Portal) {
    let mut table = Table::of("LemonLDAP::NG, out of order");
    let account = account_of(rig, &without_directory(academy_of(rig, STOCK)));
    let person = rig.fresh();
    let (login, word) = (person.login.as_str(), password(&person.password));
    for (row, settings, expected) in [
        (
            "refused by the directory",
            Some(json!({"managerPassword": WRONG})),
            "account-unavailable portal 7",
        ),
        (
            "cannot start",
            Some(json!({"available2F": "Nothing", "nothing2fActivation": 1})),
            "account-unavailable HTTP 500",
        ),
        ("not there", None, "account-unavailable HTTP 502"),
    ] {
        match settings {
            Some(settings) => portal.set_up(settings).await,
            None => portal.stop().await,
        }
        let answer = signs_in(&account, login, &person.password).await;
        table.row(&format!("{row}, sign-in"), answer, expected);
        let answer = said(account.totp.enrol(login, &word).await);
        table.row(&format!("{row}, enrolment"), answer, expected);
        // Nothing in the answer says that nothing was done.
        let answer = changes(&account, login, &person.password, NEW).await;
        table.row(&format!("{row}, change"), answer, "account-in-doubt");
    }
    portal.set_up(json!({})).await;
    let answer = signs_in(&account, login, &person.password).await;
    table.row("in order again", answer, "ok must-change");
    table.end();
}

/// A fresh person whose password is [`NEW`].
async fn settled(rig: &Rig) -> String {
    let person = rig.fresh();
    let directory = account_of(rig, &academy_of(rig, STOCK));
    let changed = changes(&directory, &person.login, &person.password, NEW).await;
    assert_eq!(changed, "ok");
    person.login
}

/// Somebody whose application is registered, and what it holds.
async fn enrolled(rig: &Rig, totp: &Totp) -> (String, String) {
    let login = settled(rig).await;
    let mut enrolment = totp.enrol(&login, &password(NEW)).await.unwrap();
    let code = next_code(enrolment.uri(), 0);
    assert_eq!(said(enrolment.confirm(&code).await), "ok");
    (login, enrolment.uri().to_owned())
}

/// The rig's stock portal. What it keeps for the moment goes with each start, people's factors stay.
struct Portal {
    folder: PathBuf,
    /// Its configuration as the rig wrote it.
    installed: Value,
    /// Ours since the first start; before, it is the rig's child.
    child: Option<Child>,
}

impl Portal {
    fn of(rig: &Rig) -> Self {
        let folder = folder(rig).join("portal-a");
        let installed = fs::read_to_string(folder.join("conf/lmConf-1.json")).unwrap();
        Self {
            installed: serde_json::from_str(&installed).unwrap(),
            folder,
            child: None,
        }
    }

    /// As installed but for these.
    async fn set_up(&mut self, settings: Value) {
        self.stop().await;
        let mut whole = self.installed.clone();
        let changed = settings.as_object().unwrap().clone();
        whole.as_object_mut().unwrap().extend(changed);
        fs::write(self.folder.join("conf/lmConf-1.json"), whole.to_string()).unwrap();
        self.start().await;
    }

    async fn stop(&mut self) {
        let file = self.folder.join("pid");
        let Ok(pid) = fs::read_to_string(&file) else { return };
        kill_process(Pid::from_raw(pid.trim().parse().unwrap()).unwrap(), Signal::TERM).unwrap();
        until("the portal is down", async || !file.exists()).await;
        if let Some(mut child) = self.child.take() {
            child.wait().await.unwrap();
        }
        fs::remove_file(self.folder.join("portal.sock")).unwrap();
        fs::remove_dir_all(self.folder.join("cache")).unwrap();
        for session in self.sessions() {
            fs::remove_file(session).unwrap();
        }
    }

    /// A file each.
    fn sessions(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.folder.join("sessions")).unwrap();
        let listed = listed.map(|entry| entry.unwrap().path());
        listed.filter(|path| path.is_file()).collect()
    }

    /// As the rig starts it.
    async fn start(&mut self) {
        let (uid, gid) = self.user();
        let cache = self.folder.join("cache");
        fs::create_dir(&cache).unwrap();
        chown(&cache, Some(uid), Some(gid)).unwrap();
        let socket = self.folder.join("portal.sock");
        let child = Command::new("/usr/sbin/llng-fastcgi-server")
            .args(["--foreground", "-n", "2", "-s"])
            .arg(&socket)
            .arg("-p")
            .arg(self.folder.join("pid"))
            .env("LLNG_DEFAULTCONFFILE", self.folder.join("lemonldap-ng.ini"))
            .env("LLNG_DEFAULTLOGGER", "Lemonldap::NG::Common::Logger::Std")
            .env("HOME", "/nonexistent")
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .gid(gid)
            .uid(uid)
            .spawn();
        self.child = Some(child.unwrap());
        until("the portal is up", async || UnixStream::connect(&socket).await.is_ok()).await;
    }

    /// Whose files it keeps.
    fn user(&self) -> (u32, u32) {
        let folder = fs::metadata(&self.folder).unwrap();
        (folder.uid(), folder.gid())
    }
}

impl Drop for Portal {
    /// With those that work for it.
    fn drop(&mut self) {
        let group = self.child.as_ref().and_then(Child::id).map(u32::cast_signed);
        if let Some(group) = group.and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
