//! Rentrée, the core: it owns the journey and never prints. (being written)

pub mod academy;
pub mod account;
pub mod ledger;
pub mod mail;
pub mod net;
pub mod password;
pub mod profiles;
pub mod reason;
pub mod secret;
pub mod totp;
pub mod wizard;
pub mod words;
