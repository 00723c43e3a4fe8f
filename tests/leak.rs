//! What a leak looks like, for both test programs: a secret among bytes, in what everybody reads of a process, and the memory
//! a crash would leave. What is searched, and when, each program says itself.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};

/// Less than this stands everywhere by chance.
const LEAST: usize = 6;

/// A secret as programs leave it: as it is, in UTF-16, and in base64 wherever in a longer text it began.
pub(crate) fn holds_secret(bytes: &[u8], secret: &str) -> bool {
    assert!(secret.len() >= LEAST, "too short to be searched for: {secret}");
    let needles = shapes(secret);
    let mut begins = [false; 256];
    for needle in &needles {
        begins[usize::from(needle[0])] = true;
    }
    let fits = |at: usize| needles.iter().any(|needle| bytes[at..].starts_with(needle));
    (0..bytes.len()).any(|at| begins[usize::from(bytes[at])] && fits(at))
}

fn shapes(secret: &str) -> Vec<Vec<u8>> {
    let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let coded = (0..3).map(|before| {
        // Letters that hold bits of the neighbours are left out.
        let text = STANDARD_NO_PAD.encode([vec![0; before], secret.into()].concat());
        let (from, to) = ((before * 8).div_ceil(6), (before + secret.len()) * 8 / 6);
        text[from..to].into()
    });
    [secret.into(), wide].into_iter().chain(coded).collect()
}

/// The memory of a program that crashed: an ELF file of type `ET_CORE`, whatever its name.
fn is_core(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x7fELF") && bytes.get(16) == Some(&4)
}

/// What is wrong with a file.
pub(crate) fn in_file(path: &Path, secrets: &[String]) -> Option<String> {
    // A program that still runs may have removed it: it holds nothing any more.
    let bytes = fs::read(path).unwrap_or_default();
    if is_core(&bytes) {
        return Some(format!("{} is a core", path.display()));
    }
    let found = secrets.iter().find(|secret| holds_secret(&bytes, secret))?;
    Some(format!("{} holds {found}", path.display()))
}

/// What is wrong with what everybody on this computer reads of a process. `limited`: it has come far enough to have
/// forbidden itself a core (one byte at most, see `rentree::secret`).
pub(crate) fn in_process(pid: u32, secrets: &[String], limited: bool) -> Vec<String> {
    let read = |name: &str| fs::read(format!("/proc/{pid}/{name}")).unwrap_or_default();
    let mut wrong = Vec::new();
    for place in ["cmdline", "environ"] {
        let bytes = read(place);
        let found = secrets.iter().filter(|secret| holds_secret(&bytes, secret));
        wrong.extend(found.map(|secret| format!("{place} of process {pid} holds {secret}")));
    }
    let limits = String::from_utf8(read("limits")).unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size"));
    let most = core.and_then(|line| line.split_whitespace().nth(5));
    if limited && !matches!(most, None | Some("0" | "1")) {
        wrong.push(format!("process {pid} may leave a core: {core:?}"));
    }
    wrong
}
