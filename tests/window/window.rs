//! A window of a test: what a person does in it, and what is true of every screen. What it stands on is [`crate::desktop`].

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use fantoccini::{Client, Locator, elements::Element, error::CmdError, key::Key};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    desktop::{Desktop, LOG, PROGRAM, alive},
    reader::{self, Reader},
    tally::Tally,
};

/// How long anything in the window may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often it is looked at.
const GLANCE: Duration = Duration::from_millis(40);
/// Sentences that were not found show their key: none may.
const RAW_KEY: &str = r"const text = document.body.innerText + ' ' + document.title;
const found = text.match(/\b(window|refusal|item|proof|why|fact|need|task|returned|doing|holding|client|next|because|found-by|confidence|standing|mender|rule|advice|reflex|page|step|factor|candidate|login-form|purpose|change|undone|endpoint|diagnosis)-[a-z][a-z-]*\b/g) || [];
return found;";

/// The window, its driver and its folder.
pub(crate) struct Window {
    pub(crate) client: Client,
    pub(crate) program: u32,
    // Goes before the folder its processes write to.
    pub(crate) desktop: Desktop,
    pub(crate) folder: TempDir,
    pub(crate) tally: Tally,
    reader: Option<Reader>,
    /// What a browser draws around the page.
    frame: (u64, u64),
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
        Self::ready(home(), surroundings).await
    }

    /// Killed outright, with no time to tidy anything, and started again in the same home.
    pub(crate) async fn killed(mut self, surroundings: &[(&str, &str)]) -> Self {
        let _ = Command::new("kill").args(["-KILL", &self.program.to_string()]).status();
        let until = Instant::now() + PATIENCE;
        while alive(self.program) && Instant::now() < until {
            std::thread::yield_now();
        }
        self.program = 0;
        let folder = std::mem::replace(&mut self.folder, home());
        drop(self);
        Self::ready(folder, surroundings).await
    }

    /// At its first screen.
    async fn ready(folder: TempDir, surroundings: &[(&str, &str)]) -> Self {
        let mut window = Self::start_in(folder, PROGRAM, &[], surroundings).await;
        window.client.set_window_size(1024, 768).await.unwrap();
        window
            .until("main[data-screen='find-academy'][aria-busy='false']")
            .await;
        window.shown = 0;
        window
    }

    /// Another program with the same page engine.
    pub(crate) async fn start(program: &str, arguments: &[&str], surroundings: &[(&str, &str)]) -> Self {
        Self::start_in(home(), program, arguments, surroundings).await
    }

    async fn start_in(folder: TempDir, program: &str, arguments: &[&str], surroundings: &[(&str, &str)]) -> Self {
        let desktop = Desktop::open(folder.path(), surroundings);
        let client = desktop.start(program, arguments).await;
        Self {
            client,
            program: desktop.program(),
            desktop,
            folder,
            tally: Tally::default(),
            reader: None,
            frame: (0, 0),
            screens: None,
            shown: 0,
            axe: false,
        }
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
        self.tally.clicked();
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

    /// Types over what a field holds; a field that does not have the focus is pointed at.
    pub(crate) async fn fill(&self, id: &str, text: &str) {
        let field = self.until(&format!("#{id}")).await;
        if self.script("return document.activeElement.id").await != id {
            self.tally.clicked();
        }
        self.tally.typed(text);
        field.clear().await.unwrap();
        field.send_keys(text).await.unwrap();
    }

    /// Presses Enter in a field.
    pub(crate) async fn entered(&self, id: &str) {
        self.tally.typed("\n");
        let field = self.until(&format!("#{id}")).await;
        field.send_keys(&Key::Enter.to_string()).await.unwrap();
    }

    /// Presses Enter in a field and waits for the next screen, which must be `screen`.
    pub(crate) async fn enter(&mut self, id: &str, screen: &str) {
        let before = self.leaving().await;
        self.entered(id).await;
        self.arrived(before, screen).await;
    }

    /// Ticks a radio button.
    pub(crate) async fn pick(&self, name: &str, value: &str) {
        self.click(&format!("input[name='{name}'][value='{value}']")).await;
    }

    /// Does `action`, waits for the next screen, which must be `screen`.
    pub(crate) async fn onto(&mut self, purpose: &str, screen: &str) {
        let before = self.leaving().await;
        self.press(purpose).await;
        self.arrived(before, screen).await;
    }

    /// Clicks and waits for the next screen, which must be `screen`.
    pub(crate) async fn click_onto(&mut self, css: &str, screen: &str) {
        let before = self.leaving().await;
        self.click(css).await;
        self.arrived(before, screen).await;
    }

    /// Presses and gives the name of the screen that follows.
    pub(crate) async fn go(&mut self, purpose: &str) -> String {
        let before = self.leaving().await;
        self.press(purpose).await;
        self.next(&before).await
    }

    pub(crate) async fn next(&self, before: &str) -> String {
        let next =
            format!("main[aria-busy='false']:not([data-turn='{before}']), main[aria-busy='false'] [data-refusal]");
        self.until(&next).await;
        let here = self
            .script("return document.querySelector('main').dataset.screen")
            .await;
        here.as_str().unwrap().to_owned()
    }

    /// Waits for the screen after `before`, which must be `screen`; its title has the focus, or its first field where
    /// somebody points, and a picture is kept.
    pub(crate) async fn arrived(&mut self, before: String, screen: &str) {
        assert_eq!(self.next(&before).await, screen, "{}", self.text().await);
        let ready = "return document.activeElement.matches('main h1, main form input')";
        assert_eq!(self.script(ready).await, true, "a new screen takes the focus");
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
        self.leaving().await;
        if self.axe {
            self.accessible().await;
        }
        if let Some(reader) = &self.reader {
            let shown = self.script(&reader::shown()).await;
            let heard = reader.hear().await;
            reader::compare(&heard, &shown);
            if let Some(folder) = &self.screens {
                fs::write(
                    folder.join(format!("{:02}.txt", self.shown + 1)),
                    reader::written(&heard),
                )
                .unwrap();
            }
        }
        self.picture("").await;
    }

    /// A screen reader listens from now on: what it is told of each screen is compared with what stands there.
    pub(crate) async fn listen(&mut self) {
        self.reader = Some(Reader::listen(&self.desktop.bus_address).await);
    }

    /// Leaves a rehearsal for the first screen.
    pub(crate) async fn again(&mut self) {
        self.click(".banner [data-do='leave-practice']").await;
        self.until("main[data-screen='find-academy'][aria-busy='false']").await;
    }

    /// Keeps a picture of the whole screen, down to its foot.
    pub(crate) async fn picture(&mut self, suffix: &str) {
        let Some(folder) = self.screens.clone() else { return };
        self.shown += 1;
        let named = "const main = document.querySelector('main'); return `${main.dataset.step}-${main.dataset.screen}`";
        let named = self.script(named).await;
        let name = format!("{:02}-{}{suffix}.png", self.shown, named.as_str().unwrap());
        let (width, height) = self.inner().await;
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
    pub(crate) async fn painted(&self) {
        let drawn = "const done = arguments[arguments.length - 1];
let frames = 5;
const next = () => (frames-- > 0 ? requestAnimationFrame(next) : done(true));
next();";
        self.promised(drawn, vec![]).await;
    }

    /// What a script that only reads hands to its callback.
    pub(crate) async fn promised(&self, script: &str, with: Vec<Value>) -> Value {
        answered(async || self.client.execute_async(script, with.clone()).await).await
    }

    /// Gives the page another size and waits until it has it.
    pub(crate) async fn resize(&self, width: u64, height: u64) {
        let whole = |inner: u64, frame: u64| u32::try_from(inner + frame).unwrap();
        let (wide, tall) = (whole(width, self.frame.0), whole(height, self.frame.1));
        self.client.set_window_size(wide, tall).await.unwrap();
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until && self.inner().await != (width, height) {
            tokio::task::yield_now().await;
        }
    }

    /// The size of the page.
    pub(crate) async fn inner(&self) -> (u64, u64) {
        let size = self.script("return [innerWidth, innerHeight]").await;
        serde_json::from_value(size).unwrap()
    }

    /// Learns what a browser draws around the page; our own window draws nothing.
    pub(crate) async fn measure_frame(&mut self) {
        self.client.set_window_size(1024, 768).await.unwrap();
        self.painted().await;
        let (width, height) = self.inner().await;
        self.frame = (1024 - width, 768 - height);
    }

    /// axe-core finds nothing to say.
    async fn accessible(&self) {
        if self.script("return typeof axe").await == "undefined" {
            let axe = include_str!("../../ui/node_modules/axe-core/axe.min.js");
            self.client.execute(axe, vec![]).await.unwrap();
        }
        // A colour on its way to another is no colour a person reads: transitions end first.
        let run = "const done = arguments[arguments.length - 1];
for (const moving of document.getAnimations()) { try { moving.finish() } catch { moving.cancel() } }
axe.run(document).then(({ violations }) => done(violations.map((v) => ({ id: v.id, nodes: v.nodes.map((n) => n.html + ' ' + n.failureSummary) }))), (error) => done(String(error)))";
        let found = self.promised(run, vec![]).await;
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
            return self.leave();
        }
        println!(
            "{}",
            fs::read_to_string(self.folder.path().join(LOG)).unwrap_or_default()
        );
        if self.program != 0 {
            let _ = Command::new("kill").args(["-TERM", &self.program.to_string()]).status();
        }
    }
}

fn home() -> TempDir {
    tempfile::Builder::new().prefix("rentree-test.").tempdir().unwrap()
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
