//! Reading a line, reading a secret without echo, and leaving the terminal as it was.

use std::{
    io::{self, IsTerminal, Write},
    sync::{Mutex, PoisonError},
};

use rentree::wizard::{Refusal, clock, view::RefusalLine};
use time::OffsetDateTime;
use zeroize::{Zeroize, Zeroizing};

use super::{Outcome, fault::CliFault};

/// When the last answer was read: a sign that somebody was there.
static ANSWERED: Mutex<Option<OffsetDateTime>> = Mutex::new(None);

/// When the person answered last.
pub(super) fn answered() -> Option<OffsetDateTime> {
    *ANSWERED.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note_answer() {
    *ANSWERED.lock().unwrap_or_else(PoisonError::into_inner) = Some(clock());
}

/// The log goes to stderr, and only when it is asked for: RENTREE_LOG=info. Other crates' logs can hold credentials.
pub(super) fn log_to_stderr() {
    let level = std::env::var("RENTREE_LOG")
        .ok()
        .and_then(|text| text.parse::<tracing::Level>().ok());
    if let Some(level) = level {
        use tracing_subscriber::{filter::Targets, prelude::*};
        let ours = Targets::new().with_target("rentree", level);
        let layer = tracing_subscriber::fmt::layer()
            .with_writer(io::stderr)
            .with_filter(ours);
        let _ = tracing_subscriber::registry().with(layer).try_init();
    }
}

/// The terminal's modes at the start: Ctrl-C while a password is typed must not leave it without echo.
pub(super) struct Echo {
    #[cfg(unix)]
    modes: Option<rustix::termios::Termios>,
}

impl Echo {
    pub(super) fn now() -> Self {
        Self {
            #[cfg(unix)]
            modes: rustix::termios::tcgetattr(io::stdin()).ok(),
        }
    }

    pub(super) fn restore(self) {
        #[cfg(unix)]
        if let Some(modes) = self.modes {
            let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &modes);
        }
    }
}

/// Asks on stderr, reads a line; the end of input is a refusal.
pub(super) async fn line(prompt: String) -> Outcome<String> {
    let ended = || RefusalLine::of(&CliFault::InputEnded);
    let read = tokio::task::spawn_blocking(move || {
        eprint!("{prompt} ");
        let _ = io::stderr().flush();
        let mut text = String::new();
        io::stdin().read_line(&mut text).map(|length| (length, text))
    });
    match read.await {
        Ok(Ok((length, text))) if length > 0 => {
            note_answer();
            Ok(text.trim().to_owned())
        }
        _ => {
            // The prompt's line is still open.
            eprintln!();
            Err(ended())
        }
    }
}

/// Asks without echo, on the terminal itself.
pub(super) async fn secret(name: &str, prompt: String) -> Outcome<Zeroizing<String>> {
    if !io::stdin().is_terminal() {
        return Err(RefusalLine::of(&CliFault::NoTerminal { name: name.to_owned() }));
    }
    let read = tokio::task::spawn_blocking(move || rpassword::prompt_password(format!("{prompt} ")));
    match read.await {
        Ok(Ok(text)) => {
            note_answer();
            Ok(Zeroizing::new(text))
        }
        // The reader takes Ctrl-C for itself before the signal comes.
        Ok(Err(fault)) if fault.kind() == io::ErrorKind::Interrupted => {
            eprintln!();
            Err(RefusalLine::of(&Refusal::Cancelled))
        }
        _ => Err(RefusalLine::of(&CliFault::InputEnded)),
    }
}

/// One line, byte by byte, so that nothing of it stays in a buffer of ours and the next line stays in the pipe.
pub(super) fn secret_line(mut from: impl io::Read) -> io::Result<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(Vec::with_capacity(256));
    let mut byte = [0_u8];
    while bytes.len() < 256 && from.read(&mut byte)? == 1 && byte != *b"\n" {
        bytes.extend(byte);
    }
    byte.zeroize();
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
    Ok(Zeroizing::new(text.to_owned()))
}
