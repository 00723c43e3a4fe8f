//! A pack and, after a NUL, its signature: judged without a crash; never admitted as signed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rentree::academy::{
    Origin,
    directory::Directory,
    pack::{Keyring, PackFile, Trust},
};

/// Its private half was thrown away.
const KEY: &str = "RWQps0nDaYe8QXZbl2aWngy2HhcPvIpY/J2BtyMRlWblStNamqbL1mJw";

static KEYS: LazyLock<Keyring> = LazyLock::new(|| Keyring::of_one("lyon", KEY).unwrap());

fuzz_target!(|input: &str| {
    let (text, signature) = input.split_once('\0').unwrap_or((input, ""));
    let all = Directory::embedded();
    let _ = all.with_pack(text, Origin::Pack { signed: true });
    let file = PackFile::of("lyon.toml", text, Some(signature));
    let trust = Trust {
        keys: &KEYS,
        allow_unsigned: false,
        newest: &|_| None,
    };
    let now = time::OffsetDateTime::UNIX_EPOCH;
    assert!(trust.admit_file(&all, &file, now).is_err());
});
