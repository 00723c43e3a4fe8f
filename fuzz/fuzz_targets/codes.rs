//! Any text as a school code, as a field that may hold a NUMEN, as a search.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rentree::academy::{directory::Directory, identifier, numen, uai::Uai};

fuzz_target!(|input: &str| {
    if let Ok(code) = Uai::parse(input) {
        assert_eq!(Uai::parse(code.as_str()), Ok(code));
    }
    let hits = Directory::embedded().find(input);
    if numen::looks_like(input) {
        assert!(hits.is_empty(), "a NUMEN is never searched for");
        assert!(identifier::check_identifier(input).is_err() && identifier::check_name(input).is_err());
    }
});
