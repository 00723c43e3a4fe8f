//! Where the password comes from, and the one that may be kept.

use std::io;

use rentree::{academy::ClientPassword, keep, secret::Password, wizard::view::RefusalLine};
use time::OffsetDateTime;

use super::{Whose, client_password};
use crate::cli::{Door, Outcome, fault::CliFault, terminal};

/// Where the password comes from.
pub(super) enum From {
    /// The practice person's.
    Person(Password),
    Stdin,
    /// The keyring, else the terminal.
    Keyring,
}

/// The password, and whether it was kept from an earlier time.
pub(super) async fn password(door: &Door, whose: &Whose<'_>, from: From) -> Outcome<(Password, bool)> {
    match from {
        From::Person(password) => return Ok((password, false)),
        From::Stdin => {
            let read = terminal::secret_line(io::stdin().lock());
            let text = read.map_err(|_| RefusalLine::of(&CliFault::InputEnded))?;
            return Ok((Password::new(text.to_string()), false));
        }
        From::Keyring => {}
    }
    let address = whose.address.clone();
    let now = OffsetDateTime::now_utc();
    // A system without a keyring is no reason to stop: then nothing was kept.
    let kept = tokio::task::spawn_blocking(move || keep::recall(&address, now)).await;
    if let Ok(Ok(Some(password))) = kept {
        eprintln!("{}", door.words.plain("cli-kept-used"));
        return Ok((password, true));
    }
    let (name, key) = match client_password(whose.platform) {
        Some(ClientPassword::Application) => ("application", "cli-ask-password-application"),
        _ => ("own", "cli-ask-password-own"),
    };
    let typed = terminal::secret(name, door.words.with(key, &[("login", &whose.identifier)])).await?;
    Ok((Password::new(typed.to_string()), false))
}

/// The flag is the consent; what was kept, where and for how long is said.
pub(super) async fn remember(door: &Door, address: String, password: Password) -> Outcome {
    let now = OffsetDateTime::now_utc();
    let kept = tokio::task::spawn_blocking(move || keep::remember(&address, &password, now)).await;
    match kept {
        Ok(Ok(until)) => {
            let (day, month) = (format!("{:02}", until.day()), format!("{:02}", u8::from(until.month())));
            let values: [(_, &dyn ToString); 3] = [("day", &day), ("month", &month), ("year", &until.year())];
            eprintln!("{}", door.words.with("cli-kept-until", &values));
            Ok(())
        }
        Ok(Err(fault)) => Err(RefusalLine::of(&fault)),
        Err(_) => Err(RefusalLine::of(&keep::KeepFault::NoKeyring)),
    }
}
