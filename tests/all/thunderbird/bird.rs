//! A home with a Thunderbird in it, and what a person does there: read, type a password, write, send, close.

use std::{
    fs,
    os::unix::process::CommandExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Instant,
};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::marionette::{Marionette, PATIENCE};
use crate::{
    stage::{Player, Rig},
    terminal::signed::install,
};

/// Debian's; started by this path, so that it is the installation whose hash Thunderbird writes.
const PROGRAM: &str = "/usr/lib/thunderbird/thunderbird";

const RENTREE: &str = env!("CARGO_BIN_EXE_rentree");

/// Answers every prompt as a person would: types the password, presses what `choose` says; and writes down what was asked.
const ANSWER_PROMPTS: &str = r#"
const person = (window.person = { said: [], password: PASSWORD, choose: "cancel" });
Services.obs.addObserver((prompt) => prompt.setTimeout(() => {
  const dialog = prompt.document.getElementById("commonDialog");
  const asked = prompt.document.getElementById("infoBody").textContent;
  if (prompt.document.getElementById("password1Container").hidden) {
    person.said.push(`choice: ${asked}`);
    dialog.getButton(person.choose).click();
  } else {
    person.said.push(`password: ${asked}`);
    prompt.document.getElementById("password1Textbox").value = person.password;
    dialog.getButton("accept").click();
  }
}, 0), "common-dialog-loaded");
return true"#;

const SERVICES: &str =
    r#"const { MailServices } = ChromeUtils.importESModule("resource:///modules/MailServices.sys.mjs");"#;

/// The window a letter is written in.
pub(super) const COMPOSER: &str = r#"Services.wm.getMostRecentWindow("msgcompose")"#;

/// A home of its own.
pub(super) struct Home {
    root: TempDir,
    pack: PathBuf,
}

impl Home {
    pub(super) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let pack = root.path().join("exemple.toml");
        fs::write(&pack, &Rig::shared().packs[0]).unwrap();
        fs::create_dir(root.path().join("home")).unwrap();
        Self { root, pack }
    }

    pub(super) fn path(&self) -> PathBuf {
        self.root.path().join("home")
    }

    /// The one profile in use: the one that holds preferences.
    pub(super) fn profile(&self) -> PathBuf {
        let folder = self.path().join(".thunderbird");
        let profiles = fs::read_dir(&folder).unwrap().flatten().map(|entry| entry.path());
        let mut used: Vec<_> = profiles.filter(|profile| profile.join("prefs.js").exists()).collect();
        assert_eq!(used.len(), 1, "{used:?}");
        used.remove(0)
    }

    pub(super) fn prefs(&self) -> String {
        fs::read_to_string(self.profile().join("prefs.js")).unwrap()
    }

    /// `rentree` in this home, with the rig's academy.
    pub(super) fn rentree(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(RENTREE);
        command
            .arg("--pack")
            .arg(&self.pack)
            .arg("--allow-unsigned")
            .args(arguments);
        command
    }

    /// `rentree`, for which a rectorate signed the rig's academy; descriptor 3 reads `secret`.
    pub(super) fn rentree_signed(&self, secret: &str, arguments: &[&str]) -> Command {
        let (packs, typed) = (self.root.path().join("signed"), self.root.path().join("secret"));
        if !packs.exists() {
            install(&packs, "exemple", &Rig::shared().packs[0]);
        }
        fs::write(&typed, secret).unwrap();
        let mut command = self.command("sh");
        command
            .args(["-c", "exec \"$0\" \"$@\" 3<\"$SECRET\"", RENTREE])
            .args(arguments)
            .args(
                Rig::shared()
                    .hosts
                    .iter()
                    .map(|(name, address)| format!("--hosts={name}={address}")),
            )
            .env("SECRET", typed)
            .env("RENTREE_TEST_PACKS", packs);
        command
    }

    /// `rentree` run to its end; its JSON.
    pub(super) fn run(&self, arguments: &[&str]) -> Value {
        let output = self.rentree(arguments).arg("--json").output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{arguments:?}: {said}");
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// `rentree thunderbird add` for this person.
    pub(super) fn add<'a>(player: &'a Player, name: &'a str) -> [&'a str; 10] {
        [
            "thunderbird",
            "add",
            "--academy",
            "exemple",
            "--address",
            &player.address,
            "--identifier",
            &player.login,
            "--name",
            name,
        ]
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.path()).stdin(Stdio::null());
        for name in ["PATH", "DISPLAY", "XAUTHORITY", "DBUS_SESSION_BUS_ADDRESS"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        command
            .env("HOME", self.path())
            .env("LANG", "C.UTF-8")
            .env("XDG_RUNTIME_DIR", self.root.path());
        command
    }
}

/// A Thunderbird that runs.
pub(super) struct Bird {
    child: Child,
    pub(super) driver: Marionette,
}

impl Bird {
    /// Starts as a person starts it, but offline: nothing is asked before somebody listens.
    pub(super) fn start(home: &Home, password: &str, variables: &[(&str, &str)]) -> Self {
        let mut command = home.command(PROGRAM);
        command.args(["--marionette", "--remote-allow-system-access", "-offline"]);
        command
            .envs(variables.iter().copied())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // A group of its own: what it starts ends with it.
        let mut child = command
            .process_group(0)
            .spawn()
            .expect("Debian's thunderbird is installed by the gate");
        let mut driver = Marionette::meet(|| child.try_wait().unwrap().is_none());
        driver
            .until("return document.getElementById('tabmail')?.currentAbout3Pane?.document.readyState === 'complete'");
        driver.script(&ANSWER_PROMPTS.replace("PASSWORD", &json!(password).to_string()));
        Self { child, driver }
    }

    /// The accounts, as the account manager has them: server, user, address, full name, signature.
    pub(super) fn accounts(&mut self) -> Vec<Value> {
        let accounts = self.driver.script(&format!(
            "{SERVICES} return MailServices.accounts.accounts.filter((account) => account.incomingServer.type === 'imap').map((account) => {{
               const server = account.incomingServer, own = account.defaultIdentity;
               return {{ key: account.key, host: server.hostname ?? server.hostName, port: server.port, tls: server.socketType === 3,
                 login: server.username, address: own.email, name: own.fullName, signature: own.htmlSigText,
                 first: MailServices.accounts.defaultAccount?.key === account.key }} }})"
        ));
        accounts.as_array().unwrap().clone()
    }

    /// What the folder pane shows.
    pub(super) fn pane(&mut self) -> Vec<String> {
        let names = self.driver.script(
            "const pane = document.getElementById('tabmail').currentAbout3Pane.document;
             return [...pane.querySelectorAll('#folderTree li .name')].map((name) => name.textContent)",
        );
        serde_json::from_value(names).unwrap()
    }

    /// What was asked so far.
    pub(super) fn asked(&mut self) -> Vec<String> {
        serde_json::from_value(self.driver.script("return window.person.said")).unwrap()
    }

    /// Goes online and fetches the mail of an address; the number of letters in its inbox, once there are any.
    pub(super) fn fetch(&mut self, address: &str) -> u64 {
        let server = format!(
            "{SERVICES} const server = MailServices.accounts.accounts.find((account) => account.defaultIdentity?.email === {}).incomingServer;",
            json!(address)
        );
        self.driver.begin(&format!(
            "{server} Services.io.offline = false; server.getNewMessages(server.rootFolder, window.msgWindow, null)"
        ));
        let letters = format!(
            "{server} const inbox = server.rootFolder.subFolders.find((folder) => folder.flags & 0x1000); return inbox && inbox.getTotalMessages(false) || null"
        );
        self.driver.until(&letters).as_u64().unwrap()
    }

    /// Opens a letter from an address; gives the text it begins with, signature included.
    pub(super) fn write(&mut self, address: &str, subject: &str) -> String {
        self.driver.begin(&format!(
            "{SERVICES} const wanted = Cc['@mozilla.org/messengercompose/composeparams;1'].createInstance(Ci.nsIMsgComposeParams);
             wanted.composeFields = Cc['@mozilla.org/messengercompose/composefields;1'].createInstance(Ci.nsIMsgCompFields);
             wanted.composeFields.subject = {}; wanted.composeFields.body = 'Bonjour,';
             wanted.type = Ci.nsIMsgCompType.New; wanted.format = Ci.nsIMsgCompFormat.HTML;
             wanted.identity = MailServices.accounts.allIdentities.find((own) => own.email === {});
             MailServices.compose.OpenComposeWindowWithParams(null, wanted)",
            json!(subject), json!(address)
        ));
        let ready = format!(
            "const it = {COMPOSER}; return it?.gMsgCompose?.editor && it.composeEditorReady && it.document.getElementById('messageEditor').contentDocument.body.innerText"
        );
        self.driver.until(&ready).as_str().unwrap().to_owned()
    }

    /// Types recipients; how many are now visible to each other.
    pub(super) fn address_to(&mut self, recipients: &[&str]) -> u64 {
        let typed = format!(
            "const it = {COMPOSER}; it.addressRowAddRecipientsArray(it.document.getElementById('addressRowTo'), {}); return it.getPublicAddressPillsCount()",
            json!(recipients)
        );
        self.driver.script(&typed).as_u64().unwrap()
    }

    /// Presses Send; at a warning presses what is chosen.
    pub(super) fn send(&mut self, choose: &str) {
        self.driver
            .script(&format!("window.person.choose = {}; return true", json!(choose)));
        self.driver.begin(&format!("{COMPOSER}.goDoCommand('cmd_sendNow')"));
    }

    /// Closes it, as a person does, and waits until its process has ended.
    pub(super) fn close(self) {
        let Self { mut child, driver } = self;
        driver.quit();
        let end = Instant::now() + PATIENCE;
        while child.try_wait().unwrap().is_none() {
            assert!(Instant::now() < end, "Thunderbird does not end");
            std::thread::sleep(std::time::Duration::from_millis(50));
        }
    }
}

/// Every file below a folder, with its bytes: what must be the same again.
pub(super) fn every_byte(folder: &Path, into: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        match entry.file_type().unwrap().is_dir() {
            true => every_byte(&path, into),
            false => into.push((path.clone(), fs::read(&path).unwrap_or_default())),
        }
    }
    into.sort();
}
