//! Any text pasted as a link: judged without a crash; an inbox is only opened under a known domain.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rentree::{
    academy::{directory::Directory, doors},
    wizard::ask::LinkVerdict,
};

fuzz_target!(|input: &str| {
    let all = Directory::embedded();
    let line = doors::open(&all, all.academy("lyon"), input);
    assert!(!line.opens_inbox || line.verdict == LinkVerdict::Webmail);
    assert!(line.verdict != LinkVerdict::Lookalike || line.differs.is_some());
});
