//! Every screen as an example draws it (`ui/dev/`), in a bare browser with the window's page engine: what no single journey
//! meets. Served from loopback; the window itself is driven by the journeys.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{desktop::BROWSER, window::Window};

/// A browser with the examples in it.
pub(crate) struct Examples {
    pub(crate) window: Window,
    /// The names of all of them.
    pub(crate) looks: Vec<String>,
    /// Where they are served.
    pub(crate) address: String,
}

impl Examples {
    /// In French and in the light.
    pub(crate) async fn open(surroundings: &[(&str, &str)]) -> Self {
        let address = serve().await;
        let mut window = Window::start(BROWSER, &["--automation"], surroundings).await;
        window.client.goto(&address).await.unwrap();
        window.until("main[data-screen]").await;
        window.measure_frame().await;
        let looks = serde_json::from_value(window.script("return window.looks").await).unwrap();
        Self { window, looks, address }
    }

    /// Draws one, stopped by `refusal` or by nothing.
    pub(crate) async fn show(&self, look: &str, lang: &str, refusal: &Value) {
        let run = "const [look, lang, refusal, done] = arguments;
window.show(look, lang, refusal).then(() => done('shown'), (error) => done(String(error)))";
        let with = vec![json!(look), json!(lang), refusal.clone()];
        let said = self.window.promised(run, with).await;
        assert_eq!(said, "shown", "{look} {lang}");
    }

    /// Draws in a frame of this size from now on: a browser's own window does not become as narrow as ours.
    pub(crate) async fn frame(&self, width: u64, height: u64) {
        let client = &self.window.client;
        client.enter_parent_frame().await.unwrap();
        self.window.resize(1100, height + 40).await;
        let set = format!(
            "const [at, done] = arguments;
let frame = document.querySelector('body > iframe');
if (!frame) {{
  frame = document.createElement('iframe');
  document.body.replaceChildren(frame);
  frame.style.border = '0';
  frame.onload = () => done(true);
  frame.src = at;
}} else done(true);
frame.style.width = '{width}px';
frame.style.height = '{height}px';"
        );
        self.window.promised(&set, vec![json!(self.address)]).await;
        client.enter_frame(0).await.unwrap();
        self.window.until("main[data-screen]").await;
    }

    /// The screen drawn now, as the core names it.
    pub(crate) async fn screen(&self) -> String {
        let name = self
            .window
            .script("return document.querySelector('main').dataset.screen")
            .await;
        name.as_str().unwrap().to_owned()
    }
}

/// The kinds of screen the core can ask for, as its source names them.
pub(crate) fn kinds_of_screen() -> BTreeSet<String> {
    let source = fs::read_to_string(root().join("src/wizard/view.rs")).unwrap();
    let body = source
        .split_once("pub enum Screen {")
        .unwrap()
        .1
        .split("\n}")
        .next()
        .unwrap();
    let variants = body.lines().filter_map(|line| line.strip_prefix("    "));
    let named = variants.filter(|line| line.starts_with(|c: char| c.is_ascii_uppercase()));
    let kinds = named.map(|line| kebab(line.split(|c: char| !c.is_alphanumeric()).next().unwrap()));
    kinds.collect()
}

pub(crate) fn kebab(name: &str) -> String {
    let mut text = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !text.is_empty() {
            text.push('-');
        }
        text.push(c.to_ascii_lowercase());
    }
    text
}

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Serves `ui/dist-dev` on a free port, as long as the test runs.
async fn serve() -> String {
    let folder = root().join("ui/dist-dev");
    assert!(
        folder.join("index.html").is_file(),
        "built by `npm run build:mock` in ui/"
    );
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(hand_over(stream, folder.clone()));
        }
    });
    address
}

async fn hand_over(mut stream: TcpStream, folder: PathBuf) -> Option<()> {
    let mut asked = vec![0; 8192];
    let read = stream.read(&mut asked).await.ok()?;
    let asked = String::from_utf8_lossy(asked.get(..read)?).into_owned();
    let path = asked.strip_prefix("GET /")?.split([' ', '?']).next()?;
    let path = if path.is_empty() { "index.html" } else { path };
    let kind = match path.rsplit('.').next()? {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        _ => "application/octet-stream",
    };
    let (state, body) = match fs::read(folder.join(path)) {
        Ok(body) if !path.contains("..") => ("200 OK", body),
        _ => ("404 Not Found", Vec::new()),
    };
    let head = format!(
        "HTTP/1.1 {state}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.ok()?;
    stream.write_all(&body).await.ok()
}
