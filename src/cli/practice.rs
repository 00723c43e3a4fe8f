//! `practice`: the practice academies, until interrupted.

use std::collections::BTreeMap;

use rentree_practice::Person;
use serde::Serialize;

use super::{Door, Outcome, slug, world::start_practice};

#[derive(Serialize)]
struct Running<'a> {
    hosts: BTreeMap<String, std::net::IpAddr>,
    accounts: &'a [Person],
    ca: &'a str,
    packs: Vec<String>,
    pages: BTreeMap<String, String>,
    inbox: String,
}

/// Prints and waits; Ctrl-C is how it ends, so that it ends well.
pub(super) async fn run(door: &Door) -> Outcome {
    // Listening begins at the first poll: before anybody is told that there is something to end.
    let mut interrupted = std::pin::pin!(tokio::signal::ctrl_c());
    let deaf = futures::poll!(interrupted.as_mut()).is_ready();
    let practice = start_practice().await?;
    let running = Running {
        hosts: practice.hosts(),
        accounts: practice.people(),
        ca: practice.ca_pem(),
        packs: practice.packs(),
        pages: practice.pages(),
        inbox: practice.inbox_page(),
    };
    if door.json {
        door.print_json(&running)?;
    } else {
        show(door, &running);
    }
    if !deaf {
        let _ = interrupted.await;
    }
    practice.stop();
    Ok(())
}

fn show(door: &Door, running: &Running<'_>) {
    out!("{}", door.words.plain("cli-practice-running"));
    for person in running.accounts {
        out!(
            "  {:<20} {:<18} {:<36} {:<12} {:<20} {}",
            person.id,
            person.academy,
            person.address,
            person.login,
            person.password,
            slug(person.state)
        );
    }
    for (page, local) in &running.pages {
        out!("  {page}  {local}");
    }
    out!("  {}", running.inbox);
    out!("{}", door.words.plain("cli-practice-stop"));
}
