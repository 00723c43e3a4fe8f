//! A window of a test: the program under WebDriver, with a home of its own, ended by its process id.

use std::{
    fs,
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder, Locator, elements::Element, error::CmdError};
use serde_json::{Value, json};
use tempfile::TempDir;

/// How long anything in the window may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// In the surroundings of a driver: who started it allows cores, and its log is kept.
const UNGUARDED: &str = "RENTREE_TEST_UNGUARDED";
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(40);
/// Sentences that were not found show their key: none may.
const RAW_KEY: &str = r"const text = document.body.innerText + ' ' + document.title;
const found = text.match(/\b(window|refusal|item|proof|why|fact|need|task|returned|doing|holding|client|next|because|found-by|confidence|standing|mender|rule|advice|reflex|page|step|factor|candidate|login-form|purpose|change|undone|endpoint|diagnosis|shared|ended|look|stays|resume)-[a-z][a-z-]*\b/g) || [];
return found;";

/// How a window comes to its end.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ended {
    /// The session tells it to leave.
    Told,
    /// Program and page engine crash.
    Crashed,
    /// The program is killed.
    Killed,
}

/// The window, its driver and its folder.
pub(crate) struct Window {
    pub(crate) client: Client,
    pub(crate) folder: TempDir,
    driver: Child,
    program: u32,
    screens: Option<PathBuf>,
    shown: usize,
    /// Accessibility is checked on each screen kept.
    pub(crate) axe: bool,
}

impl Window {
    /// A window that speaks French.
    pub(crate) async fn open() -> Self {
        Self::open_with(&[]).await
    }

    /// A window with more in its surroundings.
    pub(crate) async fn open_with(surroundings: &[(&str, &str)]) -> Self {
        let folder = tempfile::Builder::new().prefix("rentree-test.").tempdir().unwrap();
        Self::open_in(folder, surroundings).await
    }

    /// Killed outright, with no time to tidy anything, and started again in the same home.
    pub(crate) async fn killed(mut self, surroundings: &[(&str, &str)]) -> Self {
        let _ = Command::new("kill").args(["-KILL", &self.program.to_string()]).status();
        let until = Instant::now() + PATIENCE;
        while alive(self.program) && Instant::now() < until {
            std::thread::yield_now();
        }
        self.program = 0;
        // The bus may still hold the name of the one that died: a second window would speak to it.
        while bus_knows("fr.rentree.desktop.SingleInstance") && Instant::now() < until {
            std::thread::yield_now();
        }
        let folder = std::mem::replace(&mut self.folder, tempfile::tempdir().unwrap());
        drop(self);
        Self::open_in(folder, surroundings).await
    }

    async fn open_in(folder: TempDir, surroundings: &[(&str, &str)]) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = driver(folder.path(), port, surroundings);
        let client = session(port).await;
        let program = *children(driver.id()).first().expect("the driver started the window");
        let mut window = Self {
            client,
            folder,
            driver,
            program,
            screens: None,
            shown: 0,
            axe: false,
        };
        window.client.set_window_size(1024, 768).await.unwrap();
        window
            .until("main[data-screen='find-academy'][aria-busy='false']")
            .await;
        window.shown = 0;
        window
    }

    /// A window started by somebody who allows cores and asks for all of the log, which goes to a file of its folder.
    pub(crate) async fn open_unguarded() -> Self {
        Self::open_with(&[("RUST_LOG", "trace"), (UNGUARDED, "1")]).await
    }

    /// What everybody on this computer can read of the program and of what it started: no needle in it, and no core may
    /// come of any of them. Gives how many there are.
    pub(crate) fn look_at_processes(&self, needles: &[String]) -> usize {
        let all = descendants(self.program);
        for pid in &all {
            let read = |name: &str| fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default();
            for name in ["cmdline", "environ"] {
                let text = read(name);
                let found = needles
                    .iter()
                    .any(|needle| text.windows(needle.len()).any(|window| window == needle.as_bytes()));
                assert!(!found, "a secret stands in {name} of {pid}");
            }
            let limits = String::from_utf8(read("limits")).unwrap();
            let core = limits.lines().find(|line| line.starts_with("Max core file size"));
            let most = core.and_then(|line| line.split_whitespace().nth(5));
            assert!(
                matches!(most, None | Some("0" | "1")),
                "process {pid} may leave a core: {core:?}"
            );
        }
        all.len()
    }

    /// Ends it, and waits until it and its page engine are gone.
    pub(crate) fn end(&mut self, how: Ended) {
        let (signal, victims) = match how {
            Ended::Told => return self.leave(),
            Ended::Crashed => ("-ABRT", descendants(self.program)),
            Ended::Killed => ("-KILL", vec![self.program]),
        };
        let mut left = descendants(self.program);
        for pid in victims.iter().rev() {
            let _ = Command::new("kill").args([signal, &pid.to_string()]).status();
        }
        let until = Instant::now() + PATIENCE;
        while left.iter().any(|pid| alive(*pid)) && Instant::now() < until {
            std::thread::yield_now();
        }
        left.retain(|pid| alive(*pid));
        assert!(left.is_empty(), "{how:?}: still there: {left:?}");
        self.program = 0;
    }

    /// Keeps a picture of each screen from now on, below `<target>/screens/`.
    pub(crate) fn keep(&mut self, below: &str) {
        let target = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        let target = target.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"));
        let folder = target.join("screens").join(below);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        self.screens = Some(folder);
        self.shown = 0;
    }

    /// Waits for an element.
    pub(crate) async fn until(&self, css: &str) -> Element {
        let found = self
            .client
            .wait()
            .at_most(PATIENCE)
            .every(GLANCE)
            .for_element(Locator::Css(css))
            .await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} did not come: {error}\n{}", self.text().await),
        }
    }

    /// All a person reads now.
    pub(crate) async fn text(&self) -> String {
        self.script("return document.body.innerText")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// What a script that only reads returns.
    pub(crate) async fn script(&self, script: &str) -> Value {
        answered(async || self.client.execute(script, vec![]).await).await
    }

    /// Clicks what `css` names, once it is there.
    pub(crate) async fn click(&self, css: &str) {
        self.until(css).await;
        // Two steps, so that a click lands where a person would see it.
        let script =
            "const it = document.querySelector(arguments[0]); it.scrollIntoView({ block: 'center' }); return true";
        self.client.execute(script, vec![json!(css)]).await.unwrap();
        let element = self.until(css).await;
        if let Err(error) = element.click().await {
            panic!("{css} cannot be clicked: {error}\n{}", self.text().await);
        }
    }

    /// Clicks a button by its purpose.
    pub(crate) async fn press(&self, purpose: &str) {
        self.click(&format!("main [data-do='{purpose}']")).await;
    }

    /// Opens the referent's corner on one of its tools.
    pub(crate) async fn corner(&self, tool: &str) {
        self.click("footer [data-do='referent']").await;
        self.click(&format!("dialog .corner [data-do='{tool}']")).await;
    }

    /// Types over what a field holds.
    pub(crate) async fn fill(&self, id: &str, text: &str) {
        let field = self.until(&format!("#{id}")).await;
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Ticks a radio button.
    pub(crate) async fn pick(&self, name: &str, value: &str) {
        self.click(&format!("input[name='{name}'][value='{value}']")).await;
    }

    /// Does `action`, waits for the next screen, which must be `screen`.
    pub(crate) async fn onto(&mut self, purpose: &str, screen: &str) {
        let before = self.turn().await;
        self.press(purpose).await;
        self.arrived(before, screen).await;
    }

    /// Clicks and waits for the next screen, which must be `screen`.
    pub(crate) async fn click_onto(&mut self, css: &str, screen: &str) {
        let before = self.turn().await;
        self.click(css).await;
        self.arrived(before, screen).await;
    }

    /// The number of screens drawn.
    pub(crate) async fn turn(&self) -> String {
        let turn = self.script("return document.querySelector('main').dataset.turn").await;
        turn.as_str().unwrap().to_owned()
    }

    /// Waits for the screen after `before`, which must be `screen`; its title has the focus, and a picture is kept.
    pub(crate) async fn arrived(&mut self, before: String, screen: &str) {
        let next =
            format!("main[aria-busy='false']:not([data-turn='{before}']), main[aria-busy='false'] [data-refusal]");
        self.until(&next).await;
        let here = self
            .script("return document.querySelector('main').dataset.screen")
            .await;
        assert_eq!(here, screen, "{}", self.text().await);
        let focused = self.script("return document.activeElement.tagName").await;
        assert_eq!(focused, "H1", "the title of a new screen takes the focus");
        self.look().await;
    }

    /// Looks at the screen as it stands: no raw key, nothing wider than the window; a picture if pictures are kept.
    pub(crate) async fn look(&mut self) {
        let raw = self.script(RAW_KEY).await;
        assert_eq!(raw, json!([]), "keys without a sentence: {}", self.text().await);
        let spills = self
            .script("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            .await;
        assert_eq!(spills, 0, "the screen is wider than the window");
        if self.axe {
            self.accessible().await;
        }
        self.picture("").await;
    }

    /// Keeps a picture of the whole screen, down to its foot.
    pub(crate) async fn picture(&mut self, suffix: &str) {
        let Some(folder) = self.screens.clone() else { return };
        self.shown += 1;
        let named = "const main = document.querySelector('main'); return `${main.dataset.step}-${main.dataset.screen}`";
        let named = self.script(named).await;
        let name = format!("{:02}-{}{suffix}.png", self.shown, named.as_str().unwrap());
        let (width, height) = self.client.get_window_size().await.unwrap();
        let whole = self
            .script("return document.documentElement.scrollHeight")
            .await
            .as_u64()
            .unwrap();
        let tall = whole > height;
        if tall {
            self.resize(width, whole).await;
        }
        self.painted().await;
        let png = self.client.screenshot().await.unwrap();
        fs::write(folder.join(name), png).unwrap();
        if tall {
            self.resize(width, height).await;
        }
    }

    /// Waits until what the page holds is drawn.
    async fn painted(&self) {
        let drawn = "const done = arguments[arguments.length - 1];
let frames = 5;
const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done(true));
next();";
        self.promised(drawn).await;
    }

    /// What a script that only reads hands to its callback.
    async fn promised(&self, script: &str) -> Value {
        answered(async || self.client.execute_async(script, vec![]).await).await
    }

    /// Gives the window another size and waits until its page has it.
    pub(crate) async fn resize(&self, width: u64, height: u64) {
        let (width, height) = (u32::try_from(width).unwrap(), u32::try_from(height).unwrap());
        self.client.set_window_size(width, height).await.unwrap();
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until {
            let size = self.script("return [innerWidth, innerHeight]").await;
            if size == json!([width, height]) {
                break;
            }
            tokio::task::yield_now().await;
        }
    }

    /// axe-core finds nothing to say.
    async fn accessible(&self) {
        let axe = include_str!("../../ui/node_modules/axe-core/axe.min.js");
        self.client.execute(axe, vec![]).await.unwrap();
        // A colour on its way to another is no colour a person reads: transitions end first.
        let run = "const done = arguments[arguments.length - 1];
for (const moving of document.getAnimations()) { try { moving.finish() } catch { moving.cancel() } }
axe.run(document).then(({ violations }) => done(violations.map((v) => ({ id: v.id, nodes: v.nodes.map((n) => n.html + ' ' + n.failureSummary) }))), (error) => done(String(error)))";
        let found = self.promised(run).await;
        assert_eq!(found, json!([]), "accessibility of {}", self.text().await);
    }

    /// What stopped the person: the code of the refusal on screen, which has the focus.
    pub(crate) async fn refused(&mut self) -> String {
        self.until("main[aria-busy='false'] [data-refusal]:focus").await;
        self.look().await;
        let code = self.script("return document.activeElement.dataset.refusal").await;
        code.as_str().unwrap().to_owned()
    }

    /// Submits and must be refused with `code`.
    pub(crate) async fn refuses(&mut self, code: &str) {
        self.press("submit").await;
        assert_eq!(self.refused().await, code, "{}", self.text().await);
        let said = self
            .script("return document.activeElement.querySelectorAll('h2, p').length")
            .await;
        assert!(said.as_u64().unwrap() >= 2, "what happened and what to do next");
    }

    /// Speaks another language.
    pub(crate) async fn speak(&self, lang: &str) {
        self.click(&format!(".langs button[lang='{lang}']")).await;
        self.until(&format!("html[lang='{lang}']")).await;
    }

    /// The address an official page was opened at: the person's browser is a script that writes it down.
    pub(crate) async fn opened(&self) -> String {
        let note = self.folder.path().join("opened");
        let _ = fs::remove_file(&note);
        self.press("open").await;
        let until = Instant::now() + PATIENCE;
        loop {
            match fs::read_to_string(&note) {
                Ok(url) => return url.trim().to_owned(),
                Err(_) if Instant::now() < until => tokio::task::yield_now().await,
                Err(error) => panic!("no page was opened: {error}"),
            }
        }
    }

    /// Ends the program as a session does, and waits until it is gone.
    pub(crate) fn leave(&mut self) {
        if self.program == 0 {
            return;
        }
        let pid = self.program.to_string();
        let _ = Command::new("kill").args(["-TERM", &pid]).status();
        let until = Instant::now() + PATIENCE;
        while alive(self.program) && Instant::now() < until {
            std::thread::yield_now();
        }
        assert!(!alive(self.program), "the window leaves when it is told to");
        self.program = 0;
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.leave();
        } else if self.program != 0 {
            let _ = Command::new("kill").args(["-TERM", &self.program.to_string()]).status();
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

fn driver(folder: &Path, port: u16, surroundings: &[(&str, &str)]) -> Child {
    let own = |name: &str| {
        let path = folder.join(name);
        fs::create_dir_all(&path).unwrap();
        path
    };
    let browser = own("bin").join("xdg-open");
    fs::write(
        &browser,
        format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" > '{0}.part' && mv '{0}.part' '{0}'\n",
            folder.join("opened").display()
        ),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", own("bin").display(), std::env::var("PATH").unwrap());
    fs::set_permissions(own("run"), fs::Permissions::from_mode(0o700)).unwrap();
    let log = fs::File::create(folder.join("log")).unwrap();
    let mut driver = Command::new("WebKitWebDriver");
    if surroundings.iter().any(|(name, _)| *name == UNGUARDED) {
        driver = Command::new("sh");
        let most = "ulimit -S -c \"$(ulimit -H -c)\" && exec \"$@\"";
        driver
            .args(["-c", most, "sh", "WebKitWebDriver"])
            // A window that crashed holds the name of the only one for a moment longer.
            .env_remove("DBUS_SESSION_BUS_ADDRESS")
            .current_dir(folder)
            .stderr(log);
    }
    driver
        .args([&format!("--port={port}"), "--host=127.0.0.1"])
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("HOME", own("home"))
        .env("XDG_CONFIG_HOME", own("config"))
        .env("XDG_DATA_HOME", own("data"))
        .env("XDG_CACHE_HOME", own("cache"))
        .env("XDG_STATE_HOME", own("state"))
        .env("XDG_RUNTIME_DIR", own("run"))
        .env("TMPDIR", own("tmp"))
        .env("PATH", path)
        .env("LANG", "fr_FR.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LANGUAGE")
        .envs(surroundings.iter().copied())
        .stdin(Stdio::null())
        .spawn()
        .expect("WebKitWebDriver is installed by the gate")
}

async fn session(port: u16) -> Client {
    let until = Instant::now() + PATIENCE;
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    while tokio::net::TcpStream::connect(address).await.is_err() {
        assert!(Instant::now() < until, "the driver listens");
        tokio::task::yield_now().await;
    }
    let program = json!({ "binary": env!("CARGO_BIN_EXE_rentree-window"), "args": [] });
    let mut wanted = serde_json::Map::new();
    wanted.insert("webkitgtk:browserOptions".into(), program);
    let connector = hyper_util::client::legacy::connect::HttpConnector::new();
    ClientBuilder::new(connector)
        .capabilities(wanted)
        .connect(&format!("http://{address}"))
        .await
        .unwrap()
}

/// What a process started: the driver, the window.
fn children(parent: u32) -> Vec<u32> {
    let entries = fs::read_dir("/proc").unwrap().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let of = |pid: &u32| {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok();
        stat.and_then(|stat| stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok())
    };
    pids.filter(|pid| of(pid) == Some(parent)).collect()
}

/// A process and all it started, itself first.
fn descendants(of: u32) -> Vec<u32> {
    let mut all = vec![of];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        all.extend(children(parent));
        at += 1;
    }
    all
}

/// Whether a program on this session's bus has the name.
fn bus_knows(name: &str) -> bool {
    let asked = Command::new("dbus-send")
        .args([
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ])
        .args(["org.freedesktop.DBus.NameHasOwner", &format!("string:{name}")])
        .output();
    asked.is_ok_and(|output| String::from_utf8_lossy(&output.stdout).contains("true"))
}

fn alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

/// The driver now and then loses the answer of a script ("Could not parse script result"): that says nothing of the
/// page, so a script that changes nothing is asked again.
async fn answered(ask: impl AsyncFn() -> Result<Value, CmdError>) -> Value {
    let mut lost = None;
    for _ in 0..5 {
        match ask().await {
            Ok(answer) => return answer,
            Err(error) => lost = Some(error),
        }
    }
    panic!("no answer from the page: {lost:?}");
}
