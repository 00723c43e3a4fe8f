//! A person at a terminal: a pseudo-terminal that is the program's own, so that Ctrl-C and hidden typing are real.

use std::{
    fs::File,
    io::Write,
    process::{Child, Command, ExitStatus, Stdio},
    time::Instant,
};

use rustix::{
    fs::{CWD, Mode, OFlags, openat},
    process::{Pid, Signal, kill_process},
    pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt},
    termios::{LocalModes, tcgetattr},
};

use super::canary::core_limit;
use super::home::{DEADLINE, Home, PROGRAM, Reading, ended};

/// The program on a terminal.
pub(super) struct Keyboard {
    keys: File,
    /// The program's side, held open: its modes are looked at after the end.
    screen: File,
    child: Child,
    pub(super) shown: Reading,
}

impl Keyboard {
    pub(super) fn open(home: &Home, arguments: &[&str]) -> Self {
        Self::open_with(home, arguments, &[])
    }

    /// With more in its surroundings.
    pub(super) fn open_with(home: &Home, arguments: &[&str], surroundings: &[(&str, &str)]) -> Self {
        let mut command = home.command("setsid");
        command.envs(surroundings.iter().copied());
        Self::started(command, arguments)
    }

    /// Started by somebody who allows cores and asks for all of the log.
    pub(super) fn open_unguarded(home: &Home, arguments: &[&str]) -> Self {
        let mut command = home.command("prlimit");
        command.args([&core_limit(), "setsid"]).env("RENTREE_LOG", "trace");
        Self::started(command, arguments)
    }

    fn started(mut command: Command, arguments: &[&str]) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).unwrap();
        grantpt(&master).unwrap();
        unlockpt(&master).unwrap();
        let name = ptsname(&master, Vec::new()).unwrap();
        let slave = openat(
            CWD,
            name,
            OFlags::RDWR | OFlags::NOCTTY | OFlags::CLOEXEC,
            Mode::empty(),
        )
        .unwrap();
        let screen = File::from(slave);
        let side = || Stdio::from(screen.try_clone().unwrap());
        // A session of its own: the terminal sends Ctrl-C to the program, and to nobody else.
        command.args(["--ctty", "--wait", PROGRAM]).args(arguments);
        let child = command.stdin(side()).stdout(side()).stderr(side()).spawn().unwrap();
        let keys = File::from(master);
        let shown = Reading::of(keys.try_clone().unwrap());
        Self {
            keys,
            screen,
            child,
            shown,
        }
    }

    /// Waits for a question.
    pub(super) fn asked(&mut self, prompt: &str) -> String {
        self.shown.until(prompt)
    }

    pub(super) fn types(&mut self, text: &str) {
        self.keys.write_all(text.as_bytes()).unwrap();
        self.keys.write_all(b"\n").unwrap();
    }

    /// Types once the terminal hides what is typed.
    pub(super) fn types_hidden(&mut self, text: &str) {
        self.hidden();
        self.types(text);
    }

    pub(super) fn hidden(&self) {
        let end = Instant::now() + DEADLINE;
        while self.echoes() {
            assert!(Instant::now() < end, "typing is never hidden: {}", self.shown.all());
            std::thread::yield_now();
        }
    }

    pub(super) fn echoes(&self) -> bool {
        tcgetattr(&self.screen).unwrap().local_modes.contains(LocalModes::ECHO)
    }

    pub(super) fn ctrl_c(&mut self) {
        self.keys.write_all(b"\x03").unwrap();
    }

    /// Ends it by a signal; how it ended, and all it showed.
    pub(super) fn end_by(mut self, signal: Signal) -> (ExitStatus, String) {
        let status = end_by(&mut self.child, signal);
        self.screen.write_all(b"<the end>").unwrap();
        self.shown.until("<the end>");
        (status, self.shown.all())
    }

    /// Ends the program outright, with no time to tidy anything.
    pub(super) fn kill(mut self) {
        let parent = self.child.id();
        // `setsid` waits for the program, which is its only child.
        let children = std::fs::read_to_string(format!("/proc/{parent}/task/{parent}/children")).unwrap();
        let pid = children
            .split_whitespace()
            .next()
            .map_or(parent, |pid| pid.parse().unwrap());
        kill_process(Pid::from_raw(i32::try_from(pid).unwrap()).unwrap(), Signal::KILL).unwrap();
        self.child.wait().unwrap();
    }

    /// The exit code; the terminal must be as it was.
    pub(super) fn end(self) -> (i32, String) {
        let Self {
            child,
            screen,
            mut shown,
            keys,
        } = self;
        let code = ended(child);
        let modes = tcgetattr(&screen).unwrap().local_modes;
        assert!(
            modes.contains(LocalModes::ECHO | LocalModes::ISIG | LocalModes::ICANON),
            "the terminal is as it was"
        );
        // What is still on its way comes before this mark.
        File::write_all(&mut { screen }, b"<the end>").unwrap();
        shown.until("<the end>");
        drop(keys);
        (code, shown.all())
    }
}

/// Ends a program by a signal.
pub(super) fn end_by(child: &mut Child, signal: Signal) -> ExitStatus {
    let pid = Pid::from_child(child);
    kill_process(pid, signal).unwrap();
    let end = Instant::now() + DEADLINE;
    loop {
        if let Some(status) = child.try_wait().unwrap() {
            return status;
        }
        assert!(Instant::now() < end, "{signal:?} does not end it");
        // Rust's runtime takes the first segmentation fault for itself, in case it was a stack that overflowed, and steps
        // aside: where no memory is at fault, the next one ends the program.
        if signal == Signal::SEGV {
            let _ = kill_process(pid, signal);
        }
        std::thread::yield_now();
    }
}
