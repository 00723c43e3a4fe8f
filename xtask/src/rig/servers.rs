//! Server processes of one rig: started in the foreground as our own children, waited for until they answer, stopped
//! by their process id. Knows nothing of what they serve.

use std::fs::{self, File};
use std::net::{SocketAddrV4, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::Outcome;

/// How long a server may take to answer: the portals compile a lot of Perl on two busy cores.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a server may take to end before it is killed.
const FAREWELL: Duration = Duration::from_secs(8);
const PAUSE: Duration = Duration::from_millis(20);

/// The servers started so far; dropping it stops them, the last one first.
pub(crate) struct Servers {
    logs: PathBuf,
    running: Vec<Server>,
}

struct Server {
    name: String,
    child: Child,
}

impl Servers {
    /// `logs`: the folder where each server's output goes.
    pub(crate) fn new(logs: &Path) -> Servers {
        Servers {
            logs: logs.to_owned(),
            running: Vec::new(),
        }
    }

    /// Starts a server, in a process group of its own so that a Ctrl-C at the terminal does not reach it before us.
    pub(crate) fn start(&mut self, name: &str, command: &mut Command) -> Outcome {
        let path = self.logs.join(format!("{name}.out"));
        let log = File::create(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let again = log.try_clone().map_err(|error| error.to_string())?;
        let child = command
            .stdin(Stdio::null())
            .stdout(log)
            .stderr(again)
            .process_group(0)
            .spawn();
        let child = child.map_err(|error| format!("{name} did not start: {error}"))?;
        self.running.push(Server {
            name: name.to_owned(),
            child,
        });
        Ok(())
    }

    /// Waits until the last server started accepts connections at `address`.
    pub(crate) fn until_open(&mut self, address: SocketAddrV4) -> Outcome {
        self.until(&format!("{address}"), || {
            TcpStream::connect_timeout(&address.into(), Duration::from_millis(500)).is_ok()
        })
    }

    /// Waits until `ready` says so; gives up when the last server started has ended.
    pub(crate) fn until(&mut self, what: &str, ready: impl Fn() -> bool) -> Outcome {
        let start = Instant::now();
        loop {
            if ready() {
                return Ok(());
            }
            let Some(server) = self.running.last_mut() else {
                return Err(format!("no server to wait for: {what}"));
            };
            let ended = matches!(server.child.try_wait(), Ok(Some(_)));
            if ended || start.elapsed() > PATIENCE {
                let why = if ended { "ended" } else { "gives no answer" };
                let name = server.name.clone();
                return Err(format!("{name} {why} ({what})"));
            }
            thread::sleep(PAUSE);
        }
    }

    /// Names of servers that ended on their own.
    pub(crate) fn fallen(&mut self) -> Vec<String> {
        let ended = |server: &mut Server| matches!(server.child.try_wait(), Ok(Some(_)));
        self.running
            .iter_mut()
            .filter_map(|server| ended(server).then(|| server.name.clone()))
            .collect()
    }

    /// The end of every log, for a person who must find out why a server did not come up.
    pub(crate) fn last_words(&self) -> String {
        let mut words = String::new();
        for entry in fs::read_dir(&self.logs).into_iter().flatten().flatten() {
            let text = fs::read(entry.path()).unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            let lines: Vec<&str> = text.lines().collect();
            let tail = lines
                .iter()
                .skip(lines.len().saturating_sub(12))
                .copied()
                .collect::<Vec<_>>()
                .join("\n  ");
            if !tail.is_empty() {
                words.push_str(&format!("{}:\n  {tail}\n", entry.path().display()));
            }
        }
        words
    }
}

impl Drop for Servers {
    fn drop(&mut self) {
        while let Some(mut server) = self.running.pop() {
            farewell(&mut server.child);
        }
    }
}

/// Asks a child to end, waits, then kills it together with what is left of its own process group.
fn farewell(child: &mut Child) {
    let pid = child.id();
    if !matches!(child.try_wait(), Ok(Some(_))) {
        // The child is not waited for yet, so its process id cannot have been given to anybody else.
        signal("TERM", &pid.to_string());
        let start = Instant::now();
        while start.elapsed() < FAREWELL && matches!(child.try_wait(), Ok(None)) {
            thread::sleep(PAUSE);
        }
    }
    signal("KILL", &format!("-{pid}"));
    let _ = child.kill();
    let _ = child.wait();
}

/// std sends only SIGKILL; the shell's own `kill` sends the rest. A target that is gone is what we want.
fn signal(name: &str, target: &str) {
    let script = "kill -s \"$1\" -- \"$2\" 2>/dev/null";
    let _ = Command::new("sh")
        .args(["-c", script, "sh", name, target])
        .stdin(Stdio::null())
        .status();
}
