//! Programs of the tests that Debian does not package: each in a virtual environment of its own under the target folder,
//! its versions pinned, made anew when they change. What they are for belongs to their callers.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::process::{Outcome, run, target};

/// The server of second factors. One version: what it answers was observed on this one.
pub(crate) const PRIVACYIDEA: Environment = Environment {
    name: "privacyidea",
    wanted: "privacyidea==3.14\n",
};
/// What our profiles are compared with.
pub(crate) const PEERS: Environment = Environment {
    name: "peers",
    wanted: include_str!("../../tests/fixtures/peers/requirements.txt"),
};

/// A virtual environment and what stands in it.
pub(crate) struct Environment {
    name: &'static str,
    /// As pip reads it: a requirement a line, versions pinned.
    wanted: &'static str,
}

impl Environment {
    /// Its interpreter.
    pub(crate) fn python(&self) -> PathBuf {
        self.folder().join("bin/python")
    }

    /// What is to be installed; nothing when it is whole.
    pub(crate) fn missing(&self) -> Option<String> {
        let there = fs::read_to_string(self.stamp()).unwrap_or_default();
        (there != self.wanted).then(|| self.wanted.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// Makes it.
    pub(crate) fn fill(&self) -> Outcome {
        let unwritable = |error| format!("{}: {error}", self.folder().display());
        run(Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(self.folder()))?;
        let list = self.folder().join("wanted.txt");
        fs::write(&list, self.wanted).map_err(unwritable)?;
        run(Command::new(self.folder().join("bin/pip"))
            .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
            .arg(list))?;
        fs::write(self.stamp(), self.wanted).map_err(unwritable)
    }

    /// Where it lives.
    pub(crate) fn folder(&self) -> PathBuf {
        target().join("python").join(self.name)
    }

    /// Written last: an environment without it is not whole.
    fn stamp(&self) -> PathBuf {
        self.folder().join("whole.txt")
    }
}
