//! The mail servers: where they are, whether the mailbox opens, whether mail leaves.
//!
//! [`discover`] finds the endpoints, [`imap`] and [`smtp`] sign in and say what the mailbox holds. Sockets and their
//! faults belong to `net`; account states a mail server cannot tell (locked, expired, must change) belong to `account`.

pub mod discover;
pub mod imap;
pub mod smtp;
