//! Where secrets come from when nobody types them: one file descriptor for each name. Never argv, never the environment.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write},
    str::FromStr,
};

use rentree::{
    secret::{Code, Password},
    wizard::view::RefusalLine,
};
use zeroize::Zeroizing;

use super::{
    Outcome,
    fault::CliFault,
    terminal::{self, secret_line},
};

/// Names a descriptor may be given for. `new-key` goes out; the others come in.
const NAMES: [&str; 7] = [
    "first",
    "own",
    "application",
    "recovery-code",
    "code",
    "new-key",
    "signing",
];

/// `NAME=FD` on the command line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Descriptor {
    name: String,
    number: u32,
}

impl FromStr for Descriptor {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, number) = text.split_once('=').ok_or("expected NAME=FD")?;
        if !NAMES.contains(&name) {
            return Err(format!("NAME is one of {}", NAMES.join(", ")));
        }
        let number = number
            .parse()
            .map_err(|_| "FD is a number such as 3; a secret itself is never given here")?;
        Ok(Self {
            name: name.to_owned(),
            number,
        })
    }
}

/// The descriptors given, opened when they are first needed.
#[derive(Default)]
pub(super) struct Secrets {
    numbers: BTreeMap<String, u32>,
    open: BTreeMap<u32, File>,
    /// A password may be asked for twice in a journey; a code never is.
    read: BTreeMap<String, Zeroizing<String>>,
}

impl Secrets {
    pub(super) fn new(given: Vec<Descriptor>) -> Self {
        let numbers = given
            .into_iter()
            .map(|descriptor| (descriptor.name, descriptor.number))
            .collect();
        Self {
            numbers,
            ..Self::default()
        }
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.numbers.contains_key(name)
    }

    /// From its descriptor, if one was given.
    pub(super) fn given(&mut self, name: &str) -> Outcome<Option<Zeroizing<String>>> {
        if self.has(name) {
            self.next_line(name).map(Some)
        } else {
            Ok(None)
        }
    }

    /// From its descriptor, else from the terminal.
    pub(super) async fn password(&mut self, name: &str, prompt: String) -> Outcome<Password> {
        let text = self.text(name, prompt).await?;
        Ok(Password::new(text.to_string()))
    }

    /// The same, for what must be measured before it is sent.
    pub(super) async fn text(&mut self, name: &str, prompt: String) -> Outcome<Zeroizing<String>> {
        if !self.has(name) {
            return terminal::secret(name, prompt).await;
        }
        if !self.read.contains_key(name) {
            let text = self.next_line(name)?;
            self.read.insert(name.to_owned(), text);
        }
        Ok(self.read.get(name).cloned().unwrap_or_default())
    }

    /// From its descriptor, else from the terminal; a code is shown while it is typed.
    pub(super) async fn code(&mut self, name: &str, prompt: String) -> Outcome<Code> {
        if self.has(name) {
            Ok(Code::new(&self.next_line(name)?))
        } else {
            Ok(Code::new(&terminal::line(prompt).await?))
        }
    }

    /// Writes the enrolment key out.
    pub(super) fn hand_out(&mut self, name: &str, text: &str) -> Outcome {
        let bad = bad_descriptor(name);
        let number = *self.numbers.get(name).ok_or_else(|| bad.clone())?;
        let mut file = File::options()
            .write(true)
            .open(format!("/dev/fd/{number}"))
            .map_err(|_| bad.clone())?;
        writeln!(file, "{text}").map_err(|_| bad)
    }

    fn next_line(&mut self, name: &str) -> Outcome<Zeroizing<String>> {
        let bad = bad_descriptor(name);
        let number = *self.numbers.get(name).ok_or_else(|| bad.clone())?;
        let file = match self.open.entry(number) {
            std::collections::btree_map::Entry::Occupied(entry) => entry.into_mut(),
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(File::open(format!("/dev/fd/{number}")).map_err(|_: io::Error| bad.clone())?)
            }
        };
        secret_line(file).map_err(|_| bad)
    }
}

fn bad_descriptor(name: &str) -> RefusalLine {
    RefusalLine::of(&CliFault::BadDescriptor { name: name.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_and_numbers_are_taken() {
        assert!("own=3".parse::<Descriptor>().is_ok());
        assert!("own=Rentree2025!".parse::<Descriptor>().is_err());
        assert!("password=3".parse::<Descriptor>().is_err());
    }

    #[test]
    fn a_secret_is_one_line_and_the_next_one_stays() {
        let mut two = io::Cursor::new(b"first\r\nsecond\n".to_vec());
        assert_eq!(secret_line(&mut two).expect("a line").as_str(), "first");
        assert_eq!(secret_line(&mut two).expect("a line").as_str(), "second");
    }
}
