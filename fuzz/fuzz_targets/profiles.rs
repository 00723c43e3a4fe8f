#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| rentree_fuzz::profiles::run(data));
