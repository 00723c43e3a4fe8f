//! What a gate counts: phases with their time, tests passed and failed, and what could not be run.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::process::{Outcome, line_of, target};

/// The count so far.
pub(crate) struct Gate {
    logs: PathBuf,
    start: Instant,
    passed: u64,
    failed: u64,
    not_run: Vec<String>,
}

impl Gate {
    /// Logs go below the target folder, one a phase.
    pub(crate) fn open() -> Outcome<Gate> {
        let logs = target().join("gate");
        let _ = fs::remove_dir_all(&logs);
        fs::create_dir_all(&logs).map_err(|error| format!("{}: {error}", logs.display()))?;
        Ok(Gate {
            logs,
            start: Instant::now(),
            passed: 0,
            failed: 0,
            not_run: Vec::new(),
        })
    }

    /// Runs one phase to its end or its limit, with its output in a log that is shown when it fails. The answer: what
    /// it printed, when it succeeded.
    pub(crate) fn phase(&mut self, name: &str, minutes: u64, command: &mut Command) -> Option<String> {
        let start = Instant::now();
        let log = self.logs.join(format!(
            "{}.log",
            name.replace(|letter: char| !letter.is_alphanumeric(), "-")
        ));
        let verdict = recorded(command, &log, Duration::from_secs(minutes * 60));
        let said = fs::read(&log)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default();
        let tests = count(&said);
        self.passed += tests.0;
        self.failed += tests.1;
        let seconds = start.elapsed().as_secs_f64();
        let counted = if tests == (0, 0) {
            String::new()
        } else {
            format!(", {} passed, {} failed", tests.0, tests.1)
        };
        match verdict {
            Ok(()) => {
                println!("ok      {name}  {seconds:.1} s{counted}");
                Some(said)
            }
            Err(reason) => {
                println!("FAILED  {name}  {seconds:.1} s{counted}: {reason}\n{}", indented(&said));
                // A phase that fails outside its tests is a failure too.
                self.failed += u64::from(tests.1 == 0);
                None
            }
        }
    }

    /// Notes a failure that is no command's.
    pub(crate) fn fail(&mut self, name: &str, reason: &str) {
        println!("FAILED  {name}: {reason}");
        self.failed += 1;
    }

    /// Notes what this machine does not allow: listed at the end, and the gate is not green.
    pub(crate) fn not_run(&mut self, what: &str, why: &str) {
        println!("not run {what}: {why}");
        self.not_run.push(format!("{what}: {why}"));
    }

    /// Sums up; the answer is the exit code: 0 only when everything ran and nothing failed.
    pub(crate) fn close(self) -> u8 {
        for what in &self.not_run {
            println!("not run: {what}");
        }
        println!("gate: {:.0} s", self.start.elapsed().as_secs_f64());
        println!("{} passed, {} failed", self.passed, self.failed);
        u8::from(self.failed > 0 || !self.not_run.is_empty() || self.passed == 0)
    }
}

fn recorded(command: &mut Command, log: &std::path::Path, limit: Duration) -> Outcome {
    let file = File::create(log).map_err(|error| format!("{}: {error}", log.display()))?;
    let again = file.try_clone().map_err(|error| error.to_string())?;
    let line = line_of(command);
    let child = command.stdin(Stdio::null()).stdout(file).stderr(again).spawn();
    let mut child = child.map_err(|error| format!("`{line}` did not start: {error}"))?;
    let start = Instant::now();
    loop {
        match child.try_wait().map_err(|error| error.to_string())? {
            Some(status) if status.success() => return Ok(()),
            Some(status) => return Err(format!("`{line}` ended with {status}")),
            None if start.elapsed() > limit => {
                let _ = child.kill();
                let _ = child.wait();
                return Err(format!("`{line}` took more than {} min", limit.as_secs() / 60));
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    }
}

/// The end of a log: where tools say what went wrong.
fn indented(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let skipped = lines.len().saturating_sub(400);
    lines
        .iter()
        .skip(skipped)
        .map(|line| format!("        {line}\n"))
        .collect()
}

/// Tests passed and failed in a log, by the closing lines of cargo's runner and of vitest.
fn count(log: &str) -> (u64, u64) {
    let mut sum = (0, 0);
    for line in log.lines() {
        let line = line.trim();
        let cargo = line
            .strip_prefix("test result: ")
            .map(|rest| (number(rest, " passed"), number(rest, " failed")));
        let vitest = line
            .strip_prefix("Tests  ")
            .map(|rest| (number(rest, " passed"), number(rest, " failed")));
        let (passed, failed) = cargo.or(vitest).unwrap_or_default();
        sum = (sum.0 + passed, sum.1 + failed);
    }
    sum
}

/// The number that stands before `label`.
fn number(text: &str, label: &str) -> u64 {
    let before = text.split_once(label).map_or("", |(before, _)| before);
    before
        .rsplit(' ')
        .next()
        .and_then(|word| word.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_summed() {
        let log = "test result: ok. 12 passed; 0 failed; 3 ignored; 0 measured\n\
                   test result: FAILED. 1 passed; 2 failed; 0 ignored\n      Tests  1 failed | 4 passed (5)\n";
        assert_eq!(count(log), (17, 3));
        assert_eq!(count("nothing here"), (0, 0));
    }
}
