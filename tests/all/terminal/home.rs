//! A home for one run of the program: never the real one, and searched byte by byte afterwards.

use std::{
    fs,
    io::{Read, Write},
    path::{Path, PathBuf},
    process::{Child, Command, Output, Stdio},
    sync::mpsc::{Receiver, channel},
    time::{Duration, Instant},
};

use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::Value;
use tempfile::TempDir;

use crate::leak;

/// Waits end with what is waited for; this only ends a test that would never end.
pub(super) const DEADLINE: Duration = Duration::from_secs(90);

/// Folders of a made-up user, and one beside them for what the test itself holds.
pub(super) struct Home {
    root: TempDir,
    beside: TempDir,
    /// Added to the environment.
    added: Vec<(&'static str, String)>,
}

/// What only the academy's own word makes usable without a network.
pub(super) const STATED: &str = include_str!("../../fixtures/packs/dijon.toml");

/// What a run left.
pub(super) struct Ran {
    pub(super) code: i32,
    pub(super) out: String,
    pub(super) err: String,
}

impl Home {
    pub(super) fn new() -> Self {
        let home = Self {
            root: tempfile::tempdir().unwrap(),
            beside: tempfile::tempdir().unwrap(),
            added: Vec::new(),
        };
        for folder in ["home", "tmp", "out", "home/run"] {
            fs::create_dir_all(home.root.path().join(folder)).unwrap();
        }
        home
    }

    /// The same, with one more variable of the environment.
    pub(super) fn with(mut self, name: &'static str, value: &str) -> Self {
        self.added.push((name, value.to_owned()));
        self
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.root.path().join(name)
    }

    /// A file of the test's, outside of what is searched.
    pub(super) fn beside(&self, name: &str, text: &str) -> String {
        let path = self.beside.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// From now on the program's clock is so many seconds ahead.
    pub(super) fn clock_ahead(&self, seconds: i64) {
        // Whole or not at all: the program looks at it all the time.
        let part = self.beside("clock.part", &seconds.to_string());
        fs::rename(part, self.beside.path().join("clock")).unwrap();
    }

    /// A named pipe of the test's.
    pub(super) fn pipe(&self, name: &str) -> String {
        let path = self.beside.path().join(name);
        mknodat(CWD, &path, FileType::Fifo, Mode::from_raw_mode(0o600), 0).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// `program` in this home, with nothing of the real environment but where programs are.
    pub(super) fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.env_clear().current_dir(self.path("home")).stdin(Stdio::null());
        command
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("LANG", "C.UTF-8")
            .env("TERM", "xterm");
        command.env("HOME", self.path("home")).env("TMPDIR", self.path("tmp"));
        for (name, folder) in [
            ("CONFIG", ".config"),
            ("DATA", ".local/share"),
            ("CACHE", ".cache"),
            ("STATE", ".state"),
        ] {
            command.env(format!("XDG_{name}_HOME"), self.path("home").join(folder));
        }
        command.env("XDG_RUNTIME_DIR", self.path("home/run"));
        command.env("RENTREE_TEST_CLOCK", self.beside.path().join("clock"));
        command.envs(self.added.iter().map(|(name, value)| (*name, value)));
        command
    }

    /// The program, run to its end.
    pub(super) fn run(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.command(PROGRAM).args(arguments).output().unwrap())
    }

    /// The program with a pack in which the academy of Dijon names its servers itself: nothing is asked of a network.
    pub(super) fn stated(&self) -> Command {
        let mut command = self.command(PROGRAM);
        let pack = self.beside("dijon.toml", STATED);
        command.args(["--pack", &pack, "--allow-unsigned"]);
        command
    }

    /// The same, run to its end.
    pub(super) fn run_stated(&self, arguments: &[&str]) -> Ran {
        Ran::of(self.stated().args(arguments).output().unwrap())
    }

    /// The same, with a line of standard input.
    pub(super) fn run_with(&self, arguments: &[&str], input: &str) -> Ran {
        let mut command = self.command(PROGRAM);
        let piped = command
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = piped.spawn().unwrap();
        // A program that refuses first does not read.
        let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
        Ran::of(child.wait_with_output().unwrap())
    }

    /// The program with descriptors of its own: number, redirection, file. The shell opens them and becomes the program.
    pub(super) fn with_descriptors(&self, descriptors: &[(u32, &str, &str)], arguments: &[&str]) -> Command {
        let opened: String = descriptors
            .iter()
            .map(|(number, how, path)| format!(" {number}{how}'{path}'"))
            .collect();
        let mut command = self.command("sh");
        command
            .args(["-c", &format!("exec \"$0\" \"$@\"{opened}"), PROGRAM])
            .args(arguments);
        command
    }

    /// Every file of this user.
    pub(super) fn files(&self) -> Vec<PathBuf> {
        let mut files = Vec::new();
        walk(self.root.path(), &mut files);
        files
    }

    /// No byte of a secret in a file of this user.
    pub(super) fn no_secret(&self, secrets: &[String]) {
        for path in self.files() {
            assert_eq!(leak::in_file(&path, secrets), None);
        }
    }

    /// Nothing half-written: no temporary file, nothing left of a rehearsal, nothing where files were to go.
    pub(super) fn nothing_half_written(&self, out_is_empty: bool) {
        for path in self.files() {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(
                !name.contains(".tmp") && !name.starts_with(".tmp"),
                "half-written: {}",
                path.display()
            );
            assert!(!path.starts_with(self.path("tmp")), "left behind: {}", path.display());
            assert!(
                !(out_is_empty && path.starts_with(self.path("out"))),
                "written: {}",
                path.display()
            );
        }
        assert_eq!(
            fs::read_dir(self.path("tmp")).unwrap().count(),
            0,
            "folders left behind"
        );
    }
}

pub(super) const PROGRAM: &str = env!("CARGO_BIN_EXE_rentree");

impl Ran {
    pub(super) fn of(output: Output) -> Self {
        Self {
            code: output.status.code().expect("ended by itself"),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    pub(super) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|fault| panic!("{fault}: {}\n{}", self.out, self.err))
    }

    /// The exit code, the refusal's code, what happened, what to do, who can help.
    pub(super) fn refused(&self, exit: i32, code: &str) {
        let all = format!("{}\n{}", self.out, self.err);
        let lines: Vec<&str> = self.err.lines().collect();
        let first = format!("refusal-{code}");
        let at = lines
            .iter()
            .position(|line| *line == first)
            .unwrap_or_else(|| panic!("no {first} in: {all}"));
        assert_eq!(self.code, exit, "{all}");
        assert!(lines[at + 1].len() > 10, "what happened: {all}");
        assert!(
            lines[at + 2].starts_with("→ ") && lines[at + 2].len() > 15,
            "what to do: {all}"
        );
        assert!(lines[at + 3].starts_with("  "), "who can help: {all}");
        assert!(!all.contains('{') || all.contains('"'), "a placeholder was left: {all}");
    }
}

pub(super) fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            walk(&entry.path(), files);
        } else if entry.file_type().unwrap().is_file() {
            files.push(entry.path());
        }
    }
}

/// Output as it comes.
pub(super) struct Reading {
    bytes: Receiver<Vec<u8>>,
    text: Vec<u8>,
    /// How far it was looked at.
    seen: usize,
}

impl Reading {
    pub(super) fn of(mut from: impl Read + Send + 'static) -> Self {
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0_u8; 4096];
            while let Ok(length @ 1..) = from.read(&mut buffer) {
                if send.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
        });
        Self {
            bytes,
            text: Vec::new(),
            seen: 0,
        }
    }

    /// Reads until `wanted` stands in what was not looked at yet; gives what came before and the text itself.
    pub(super) fn until(&mut self, wanted: &str) -> String {
        let end = Instant::now() + DEADLINE;
        loop {
            let unseen = &self.text[self.seen..];
            if let Some(at) = unseen
                .windows(wanted.len())
                .position(|window| window == wanted.as_bytes())
            {
                let until = self.seen + at + wanted.len();
                let text = String::from_utf8_lossy(&self.text[self.seen..until]).into_owned();
                self.seen = until;
                return text;
            }
            let left = end.saturating_duration_since(Instant::now());
            match self.bytes.recv_timeout(left) {
                Ok(more) => self.text.extend(more),
                Err(_) => panic!("{wanted:?} never came: {}", String::from_utf8_lossy(&self.text)),
            }
        }
    }

    pub(super) fn all(&self) -> String {
        String::from_utf8_lossy(&self.text).into_owned()
    }
}

/// Waits for a child's end, at most until the deadline.
pub(super) fn ended(mut child: Child) -> i32 {
    let (send, receive) = channel();
    let id = child.id();
    std::thread::spawn(move || send.send(child.wait().unwrap().code()));
    let code = receive
        .recv_timeout(DEADLINE)
        .unwrap_or_else(|_| panic!("process {id} does not end"));
    code.expect("ended by itself")
}

/// A page over plain http on loopback.
pub(super) fn page(url: &str) -> String {
    let (place, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
    let mut stream = std::net::TcpStream::connect(place).unwrap();
    write!(
        stream,
        "GET /{path} HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n"
    )
    .unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).unwrap();
    text
}
