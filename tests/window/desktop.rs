//! What a window of a test stands on: a display, a session bus and a WebDriver of its own, in a home of its own.
//!
//! Each test brings its own, so that two run side by side: they share neither the focus nor the name by which a second
//! start finds the first. Ended by process id. The window itself belongs to [`crate::window`].

use std::{
    fs,
    io::{BufRead, BufReader},
    net::{SocketAddr, TcpListener},
    os::unix::fs::PermissionsExt,
    path::Path,
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use fantoccini::{Client, ClientBuilder};
use serde_json::json;

/// How long anything may take to start.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program of the window.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_rentree-window");
/// A bare browser with the window's page engine; it comes with the engine.
pub(crate) const BROWSER: &str = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";

/// What driver, program and page engine said, in the folder of the test.
pub(crate) const LOG: &str = "log";

/// A display, a bus and a driver.
pub(crate) struct Desktop {
    display: Child,
    bus: Child,
    driver: Child,
    /// Where the session bus listens.
    pub(crate) bus_address: String,
    port: u16,
}

impl Desktop {
    /// With more in its surroundings.
    pub(crate) fn open(folder: &Path, surroundings: &[(&str, &str)]) -> Self {
        let mut display = Command::new("Xvfb")
            .args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb is installed by the gate");
        let number = first_line(&mut display);
        let mut bus = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--nopidfile", "--print-address=1"])
            .env("XDG_RUNTIME_DIR", own(folder, "run"))
            .env("DISPLAY", format!(":{number}"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon is installed by the gate");
        let bus_address = first_line(&mut bus);
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let driver = driver(folder, port)
            .env("DISPLAY", format!(":{number}"))
            .env("DBUS_SESSION_BUS_ADDRESS", &bus_address)
            .envs(surroundings.iter().copied())
            .spawn()
            .expect("WebKitWebDriver is installed by the gate");
        Self {
            display,
            bus,
            driver,
            bus_address,
            port,
        }
    }

    /// Starts `program` under the driver.
    pub(crate) async fn start(&self, program: &str, arguments: &[&str]) -> Client {
        let until = Instant::now() + PATIENCE;
        let address = SocketAddr::from(([127, 0, 0, 1], self.port));
        while tokio::net::TcpStream::connect(address).await.is_err() {
            assert!(Instant::now() < until, "the driver listens");
            tokio::task::yield_now().await;
        }
        let mut wanted = serde_json::Map::new();
        let options = json!({ "binary": program, "args": arguments });
        wanted.insert("webkitgtk:browserOptions".into(), options);
        let connector = hyper_util::client::legacy::connect::HttpConnector::new();
        ClientBuilder::new(connector)
            .capabilities(wanted)
            .connect(&format!("http://{address}"))
            .await
            .unwrap()
    }

    /// The program the driver started: its child.
    pub(crate) fn program(&self) -> u32 {
        let parent = self.driver.id();
        let found = processes().into_iter().find(|pid| parent_of(*pid) == Some(parent));
        found.expect("the driver started the window")
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for child in [&mut self.driver, &mut self.bus, &mut self.display] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// Every process there is.
pub(crate) fn processes() -> Vec<u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .collect()
}

pub(crate) fn parent_of(pid: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()
}

/// A process and all it started, itself first.
pub(crate) fn descendants(of: u32) -> Vec<u32> {
    let everybody = processes();
    let mut all = vec![of];
    let mut at = 0;
    while let Some(parent) = all.get(at).copied() {
        all.extend(everybody.iter().filter(|pid| parent_of(**pid) == Some(parent)));
        at += 1;
    }
    all
}

pub(crate) fn alive(pid: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit_once(") ").is_some_and(|(_, rest)| !rest.starts_with('Z'))
}

fn own(folder: &Path, name: &str) -> std::path::PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(&path).unwrap();
    path
}

/// What a server says once it listens.
fn first_line(child: &mut Child) -> String {
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    line.trim().to_owned()
}

fn driver(folder: &Path, port: u16) -> Command {
    let browser = own(folder, "bin").join("xdg-open");
    fs::write(
        &browser,
        format!(
            "#!/bin/sh\nprintf '%s\\n' \"$1\" > '{0}.part' && mv '{0}.part' '{0}'\n",
            folder.join("opened").display()
        ),
    )
    .unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("{}:{}", own(folder, "bin").display(), std::env::var("PATH").unwrap());
    fs::set_permissions(own(folder, "run"), fs::Permissions::from_mode(0o700)).unwrap();
    // Started by somebody who allows cores as large as this machine permits, and asks for all of the log.
    let most = "ulimit -S -c \"$(ulimit -H -c)\" && exec \"$@\"";
    let mut command = Command::new("sh");
    command
        .args(["-c", most, "sh", "WebKitWebDriver"])
        .args([&format!("--port={port}"), "--host=127.0.0.1"])
        .current_dir(folder)
        .stderr(fs::File::create(folder.join(LOG)).unwrap())
        .env("RUST_LOG", "trace")
        .env("TAURI_WEBVIEW_AUTOMATION", "true")
        .env("HOME", own(folder, "home"))
        .env("XDG_CONFIG_HOME", own(folder, "config"))
        .env("XDG_DATA_HOME", own(folder, "data"))
        .env("XDG_CACHE_HOME", own(folder, "cache"))
        .env("XDG_STATE_HOME", own(folder, "state"))
        .env("XDG_RUNTIME_DIR", own(folder, "run"))
        .env("TMPDIR", own(folder, "tmp"))
        .env("PATH", path)
        .env("LANG", "fr_FR.UTF-8")
        .env_remove("LC_ALL")
        .env_remove("LANGUAGE")
        .stdin(Stdio::null());
    command
}
