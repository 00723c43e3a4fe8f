//! # Rentrée, the core
//!
//! Rentrée takes one member of staff of the Éducation nationale from the letter with a temporary password to a secured,
//! proved, configured mailbox. This library owns that journey and never prints; two thin doors show it: a window
//! (`src-tauri/` and `ui/`) and a terminal (`src/cli/`, `src/main.rs`).
//!
//! ## The rooms
//!
//! | room | owns |
//! |---|---|
//! | [`wizard`] | THE JOURNEY: seven steps, their order, what a door shows ([`wizard::view`]) and may answer |
//! | [`academy`] | who runs the mailbox: data, finding, identifiers, links, desks. Knows no network |
//! | [`account`] | identity servers: one enum per capability (check, change, recovery, second factor) |
//! | [`mail`] | mail servers: finding them, signing in, sending one letter |
//! | [`net`] | the only sockets: names, TCP, TLS and its root policy, STARTTLS, limits, faults as types |
//! | [`policy`] | what an administrator of this computer states for everybody who uses it |
//! | [`password`] | rules, strength, passphrases. No network |
//! | [`totp`] | `otpauth` addresses, QR, key. No network |
//! | [`profiles`] | one `MailSettings` → files for each client. No network, no password |
//! | [`ledger`] | every byte kept on this computer, none secret: attempt budget, change in doubt, undo |
//! | [`keep`] | the one secret that may outlive the program, in the system keyring, by consent |
//! | [`words`] | Fluent: one store of sentences for the core, the terminal and the window |
//! | [`reason`], [`secret`] | what a refusal is; what must not leave memory |
//!
//! Dependencies run one way: `ui → src-tauri → wizard ← cli`; `wizard → account, mail → net`;
//! `wizard → profiles, password, totp, words`; all `→ academy → ledger, secret, reason`. A test (`tests/all/house.rs`)
//! reads the `use` lines and fails on any other direction.
//!
//! ## What holds everywhere
//!
//! 1. No byte of a secret before a verified TLS handshake. A chain whose root is neither Mozilla's, nor the pack's, nor
//!    the machine policy's is interception, even when the system trusts it. There is no plaintext endpoint and no
//!    "continue anyway".
//! 2. At most one failed sign-in per action of the person; a budget, kept across restarts, stops before the server locks.
//! 3. A host gets a secret only if it stands in embedded or signed data, or was discovered under the academy's or the
//!    ministry's domain and confirmed on screen.
//! 4. Secrets stay in memory and are wiped: see [`secret`].
//! 5. Nothing is done that no server confirmed: *done*, *declared* and *left* are three types of line.
//! 6. Without a pack signed for the academy, password, recovery and second factor are hand-offs to official pages.
//!
//! ## The journey as types
//!
//! What a person typed ([`wizard::view::Entered`]) and what a server confirmed ([`wizard::access::ProvedPassword`]) are
//! different types with private constructors. A refusal leaves the step as it was. Before the first byte of a password
//! change the step is in doubt, here and in the ledger; the only way on is to find out which password holds.

pub mod academy;
pub mod account;
pub mod keep;
pub mod ledger;
pub mod mail;
pub mod net;
pub mod password;
pub mod policy;
pub mod profiles;
pub mod reason;
pub mod secret;
pub mod totp;
pub mod wizard;
pub mod words;
