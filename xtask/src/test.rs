//! `cargo xtask test`: the gate. One cargo selection for everything, compiled and linted in one go, so that nothing is
//! compiled twice; test programs are then started one after the other with what each needs: real servers, a display,
//! namespaces.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::gate::Gate;
use crate::packages::{self, Need};
use crate::process::{Outcome, cargo, is_root, itself, quietly, root, target};
use crate::{rig, window};

/// The selection everything is compiled with.
const SELECTION: [&str; 4] = ["--workspace", "--locked", "--features", "rentree/bindings"];
/// What clippy is asked beside `[workspace.lints]`, in the one form its driver reads words in.
const LINTS: &str = "-D__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__";
/// The source of the window's test program.
const WINDOW: &str = "tests/window/main.rs";
/// Tests of the binary `all` that run inside the faked internet only: `mod internet`, marked `#[ignore]`.
const INTERNET: &str = "internet::";
/// Those of them that the terminal runs behind a proxy, with walls of their own.
const PROXIED: &str = "terminal::proxied::";
/// Those that drive the real Thunderbird: `mod thunderbird`, marked `#[ignore]` too.
const THUNDERBIRD: &str = "thunderbird::";
/// Tests of the binary `all` that run in the network where everything goes wrong: in `mod faults`, marked `#[ignore]`.
const FAULTS: &str = "faults::rig_";

/// `test [--yes]`.
pub(crate) fn main(arguments: &[String]) -> Outcome<u8> {
    let yes = arguments.iter().any(|word| word == "--yes");
    packages::ensure(&[Need::Terminal, Need::Window, Need::Test, Need::Rig], yes)?;
    let mut gate = Gate::open()?;
    pages(&mut gate);
    gate.phase("format", 2, cargo().args(["fmt", "--all", "--check"]));
    // Benchmarks too, for clippy: they are not run.
    let mut build = tested();
    build.args(["--no-run", "--all-targets"]);
    if let Some(said) = gate.phase("clippy, build tests", 40, &mut build) {
        programs(&mut gate, &built(&said));
    }
    gate.phase("documentation tests", 20, tested().arg("--doc"));
    Ok(gate.close())
}

/// `cargo test` on everything. Clippy's driver compiles our own crates, as `cargo clippy` has it do: that command only
/// checks, and would go through several hundred dependencies a second time for it.
pub(crate) fn tested() -> Command {
    let mut command = cargo();
    command
        .arg("test")
        .args(SELECTION)
        .env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver")
        .env("CLIPPY_ARGS", LINTS);
    command
}

/// The window's pages come first: the window embeds them when it is compiled.
fn pages(gate: &mut Gate) {
    if !window::exists() {
        gate.not_run("pages", "there is no ui/package-lock.json");
        return;
    }
    if let Err(reason) = window::check_node() {
        gate.not_run("pages", &reason);
        return;
    }
    let npm = |arguments: &[&str]| {
        let mut command = window::npm();
        command.args(arguments).env("NO_COLOR", "1").env("CI", "true");
        command
    };
    if window::stale()
        && gate
            .phase("npm ci", 10, &mut npm(&["ci", "--no-audit", "--no-fund"]))
            .is_none()
    {
        return;
    }
    gate.phase("build pages", 5, &mut npm(&["run", "build"]));
    gate.phase("build examples", 5, &mut npm(&["run", "build:mock"]));
    gate.phase("check pages", 5, &mut npm(&["run", "check"]));
    gate.phase("test pages", 10, &mut npm(&["run", "test"]));
}

/// The window's test program, compiled with everything else.
pub(crate) fn window_program() -> Outcome<Program> {
    // Cargo names what it built on stderr.
    let output = tested().arg("--no-run").output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let found = built(&said).into_iter().find(|program| program.is(WINDOW));
    found.ok_or(said)
}

/// A test program cargo has built.
pub(crate) struct Program {
    /// The folder of its package: where cargo would start it.
    home: PathBuf,
    source: String,
    path: PathBuf,
}

/// Reads cargo's own list: `Executable tests/all/main.rs (target/debug/deps/all-0123)`.
fn built(said: &str) -> Vec<Program> {
    let program = |line: &str| {
        let (source, path) = line.trim().strip_prefix("Executable ")?.split_once(" (")?;
        let path = root().join(path.trim_end_matches(')'));
        let crate_name = path.file_name()?.to_str()?.rsplit_once('-')?.0.to_owned();
        let home = match crate_name.as_str() {
            "xtask" => root().join("xtask"),
            "rentree_practice" => root().join("practice"),
            "rentree_window" | "window" => root().join("src-tauri"),
            _ => root(),
        };
        Some(Program {
            home,
            source: source.to_owned(),
            path,
        })
    };
    said.lines().filter_map(program).collect()
}

impl Program {
    /// The command, with the surroundings cargo gives.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.path);
        self.surround(&mut command);
        command
    }

    fn surround(&self, command: &mut Command) {
        command
            .current_dir(&self.home)
            .env("CARGO_MANIFEST_DIR", &self.home)
            .env("CARGO_TARGET_DIR", target());
    }

    fn is(&self, source: &str) -> bool {
        self.source.ends_with(source)
    }
}

fn programs(gate: &mut Gate, programs: &[Program]) {
    let (own, units): (Vec<_>, Vec<_>) = programs
        .iter()
        .partition(|program| program.is("tests/all/main.rs") || program.is(WINDOW));
    for unit in units.iter().filter(|unit| !unit.source.starts_with("benches")) {
        let folder = unit.home.file_name().and_then(|name| name.to_str()).unwrap_or("");
        gate.phase(&format!("units of {folder}: {}", unit.source), 20, &mut unit.command());
    }
    for program in own {
        if program.is("tests/all/main.rs") {
            journeys(gate, program);
            internet(gate, program);
            thunderbird(gate, program);
        } else {
            in_window(gate, program);
        }
    }
}

/// Every journey, with the rig started once for all of them.
fn journeys(gate: &mut Gate, all: &Program) {
    match SharedRig::start(rig::CHANCE, &target().join("gate/rig.json")) {
        Ok(shared) => {
            let mut command = all.command();
            gate.phase(
                "journeys, real servers included",
                30,
                command.env("RENTREE_RIG", &shared.facts),
            );
        }
        Err(reason) if is_root() => gate.fail("rig", &reason),
        Err(reason) => {
            gate.phase(
                "journeys without real servers",
                30,
                all.command().args(["--skip", "rig_journeys::"]),
            );
            gate.not_run("journeys on real servers", &reason);
        }
    }
}

/// Embedded data against official host names, in namespaces; twice, the second time as behind an inspecting proxy. Then
/// every way a network fails, in a third.
fn internet(gate: &mut Gate, all: &Program) {
    let listed = quietly(all.command().args(["--list", "--ignored", INTERNET])).unwrap_or_default();
    if !listed.contains(INTERNET) {
        return;
    }
    if let Err(reason) = namespaces() {
        gate.not_run("the faked internet", &reason);
        return;
    }
    let Ok(program) = itself() else { return };
    let inside = |flags: &[&str], filter: &str| {
        let mut command = Command::new(program.get_program());
        command
            .arg("rig")
            .args(flags)
            .arg("--")
            .arg(&all.path)
            .args(["--ignored", filter]);
        all.surround(&mut command);
        command
    };
    gate.phase("faked internet", 15, &mut inside(&["--internet"], "internet::trusted"));
    gate.phase(
        "faked internet, inspected",
        15,
        &mut inside(&["--internet", "--no-policy"], "internet::inspected"),
    );
    // They set up walls that everybody inside would meet: one at a time.
    gate.phase(
        "faked internet, filtered",
        15,
        inside(&["--internet"], "internet::filtered").args([PROXIED, "--test-threads", "1"]),
    );
    gate.phase("faults", 15, &mut inside(&["--faults"], FAULTS));
}

/// Debian's Thunderbird against a rig of its own, where nothing but loopback exists.
fn thunderbird(gate: &mut Gate, all: &Program) {
    let listed = quietly(all.command().args(["--list", "--ignored", THUNDERBIRD])).unwrap_or_default();
    if !listed.contains(THUNDERBIRD) {
        return;
    }
    if let Err(reason) = namespaces() {
        gate.not_run("the real Thunderbird", &reason);
        return;
    }
    let Ok(program) = itself() else { return };
    let mut command = Command::new(program.get_program());
    command.args(["rig", "--alone", "--", "dbus-run-session", "--"]);
    command
        .args(["xvfb-run", "-a", "-s", "-screen 0 1280x900x24"])
        .arg(&all.path);
    // One at a time: they share the display, the port and the folders of the machine.
    command.args(["--ignored", THUNDERBIRD, "--test-threads", "1"]);
    all.surround(&mut command);
    gate.phase("real Thunderbird", 10, &mut command);
}

/// Whether this machine lets us have namespaces, or why not.
fn namespaces() -> Outcome {
    let tried = quietly(Command::new("unshare").args(["--net", "--mount", "--pid", "--fork", "true"]));
    tried
        .map(drop)
        .map_err(|reason| format!("no namespaces: {}", reason.lines().last().unwrap_or("refused")))
}

/// The window, driven by WebDriver. Each test brings its own display and session bus.
fn in_window(gate: &mut Gate, program: &Program) {
    // Two at a time: a window mostly waits for its own page.
    gate.phase("window", 20, program.command().args(["--test-threads", "2"]));
    // Where there is nothing but loopback: a real academy may be chosen there.
    let mut command = Command::new("unshare");
    command
        .args(["--net", "sh", "-c", "ip link set lo up && exec \"$@\"", "sh"])
        .arg(&program.path)
        .args(["--ignored", "offline"]);
    program.surround(&mut command);
    gate.phase("window, no network", 5, &mut command);
    if let Err(reason) = namespaces() {
        gate.not_run("the window behind a filter", &reason);
        return;
    }
    let Ok(xtask) = itself() else { return };
    let mut command = Command::new(xtask.get_program());
    command.args(["rig", "--internet", "--"]).arg(&program.path).args([
        "--ignored",
        "filtered",
        "proxied",
        "--test-threads",
        "1",
    ]);
    program.surround(&mut command);
    gate.phase("window, filtered network and behind a proxy", 10, &mut command);
}

/// The rig for all journeys: ends when this value goes, by closing its standard input.
pub(crate) struct SharedRig {
    pub(crate) facts: PathBuf,
    child: Child,
}

impl SharedRig {
    /// With this many people for random journeys; its description goes to `facts`.
    pub(crate) fn start(chance: usize, facts: &Path) -> Outcome<SharedRig> {
        rig::check_machine()?;
        let child = itself()?
            .args(["rig", "--chance"])
            .arg(chance.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = child.map_err(|error| format!("the rig did not start: {error}"))?;
        let mut line = String::new();
        if let Some(output) = child.stdout.take() {
            BufReader::new(output)
                .read_line(&mut line)
                .map_err(|error| error.to_string())?;
        }
        let shared = SharedRig {
            facts: facts.to_owned(),
            child,
        };
        if line.trim().is_empty() {
            return Err("the rig did not come up; its reason stands above".to_owned());
        }
        write(&shared.facts, &line)?;
        Ok(shared)
    }
}

impl Drop for SharedRig {
    fn drop(&mut self) {
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

fn write(path: &Path, text: &str) -> Outcome {
    std::fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
