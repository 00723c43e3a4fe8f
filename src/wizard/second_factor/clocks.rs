//! Which clock a code shows to be wrong: the phone's, this computer's, both. Asks a server the time only when they differ.
//!
//! What a code tells is `totp::clock`'s, the server's time `net`'s; what to do about it is the refusal's remedy.

use crate::{
    account::Capability,
    secret::Code,
    totp::clock::{self, WrongClock},
    wizard::{World, place::Who},
};

/// None: they agree, or the code was not made with this key.
pub(super) async fn wrong(uri: &str, code: &Code, who: &Who, world: &World) -> Option<WrongClock> {
    let now = u64::try_from((world.now)().unix_timestamp()).ok()?;
    let drift = clock::drift(uri, code, now).ok()??;
    if drift.periods == 0 {
        return None;
    }
    let place = who.place();
    let computer_ahead_s = match place.account().totp.host() {
        // Our own clock is behind by what the server is ahead.
        Some(host) => place
            .net()
            .clock_offset(host)
            .await
            .ok()
            .flatten()
            .map(i64::wrapping_neg),
        None => None,
    };
    drift.wrong_clock(computer_ahead_s)
}
