//! `forget`: removes all this program keeps for this user. Written mail profiles are the person's and stay.

use rentree::{keep, ledger::Ledger, wizard::view::RefusalLine};
use serde_json::json;

use super::{Door, Outcome, world};

/// What stands in the list of what was removed when a password was in the keyring.
const KEYRING: &str = "keyring";

pub(super) async fn run(door: &Door) -> Outcome {
    let gone = Ledger::open(&world::ledger_folder()).and_then(|mut ledger| ledger.forget());
    let gone = gone.map_err(|fault| RefusalLine::of(&fault))?;
    let mut removed: Vec<_> = gone.iter().map(|path| path.display().to_string()).collect();
    let keyring = tokio::task::spawn_blocking(keep::forget)
        .await
        .ok()
        .and_then(Result::ok);
    if keyring == Some(true) {
        removed.push(KEYRING.to_owned());
    }
    if door.json {
        let mut list = json!({ "removed": removed });
        if keyring.is_none() {
            // A keyring out of reach may still hold a password: that is not "nothing".
            list = json!({ "removed": removed, "keyring": null, "why": { "keyring": "no keyring answered" } });
        }
        return door.print_json(&list);
    }
    if removed.is_empty() {
        out!("{}", door.words.plain("cli-forgot-nothing"));
    } else {
        out!("{}", door.words.plain("cli-forgot"));
    }
    for line in &removed {
        match line.as_str() {
            KEYRING => out!("  {}", door.words.plain("cli-forgot-password")),
            path => out!("  {path}"),
        }
    }
    if keyring.is_none() {
        out!("{}", door.words.plain("cli-forgot-no-keyring"));
    }
    out!("{}", door.words.plain("cli-forgot-profiles"));
    Ok(())
}
