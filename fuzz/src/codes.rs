//! The two national codes, in whatever text: a school code printed reads as itself, a NUMEN is seen in any noise.

use rentree::academy::{
    directory::Directory,
    numen,
    uai::{Uai, UaiFault},
};

/// What may stand between two characters of a NUMEN written by hand; the first: nothing.
const BETWEEN: [&str; 8] = ["", " ", ".", "-", "_", "/", "\u{a0}", "\u{2011}"];
const LETTERS: &[u8; 26] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The text is read as it is, then a school code and a NUMEN are made from its bytes.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    school_code(&text);
    let number = data.iter().take(4).fold(0, |sum: u32, byte| (sum << 8) | u32::from(*byte));
    if let Err(UaiFault::NoLetter { expected }) = Uai::parse(&format!("{:07}", number % 10_000_000)) {
        school_code(&format!("{:07}{expected}", number % 10_000_000));
    } else {
        panic!("seven digits are a school code without its letter");
    }
    let (head, noise) = data.split_at(data.len().min(15));
    numen_in(&dressed(head), &String::from_utf8_lossy(noise));
    found(&text);
}

fn school_code(text: &str) {
    match Uai::parse(text) {
        Ok(code) => {
            let printed = code.to_string();
            assert_eq!(printed.len(), 8);
            assert_eq!(code.prefix(), &printed[..3]);
            let blocks = format!(" {}.{}-{} ", &printed[..3], &printed[3..7], &printed[7..]);
            for form in [printed.clone(), printed.to_lowercase(), blocks] {
                assert_eq!(Uai::parse(&form).as_ref(), Ok(&code), "{form:?}");
            }
            one_sign_off(&printed);
        }
        Err(UaiFault::NoLetter { expected } | UaiFault::WrongLetter { expected }) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            assert!(
                Uai::parse(&format!("{digits}{expected}")).is_ok(),
                "the letter we name for {text:?} is the right one"
            );
        }
        Err(UaiFault::Shape) => {}
    }
}

/// Another digit, or another letter, is noticed.
fn one_sign_off(code: &str) {
    for at in 0..code.len() {
        let next = match code.as_bytes()[at] {
            b'9' => '0',
            b'Z' => 'A',
            byte => char::from(byte + 1),
        };
        let mut changed = code.to_owned();
        changed.replace_range(at..=at, &next.to_string());
        assert!(
            matches!(Uai::parse(&changed), Err(UaiFault::WrongLetter { .. })),
            "{changed} passes for {code}"
        );
    }
}

/// A NUMEN from thirteen bytes, dressed by two more.
fn dressed(bytes: &[u8]) -> String {
    let byte = |at: usize| bytes.get(at).copied().unwrap_or_default();
    let (between, lower) = (BETWEEN[usize::from(byte(13)) % BETWEEN.len()], byte(14) % 2 == 1);
    let sign = |(at, shape): (usize, char)| match shape {
        '9' => char::from(b'0' + byte(at) % 10),
        _ => char::from(LETTERS[usize::from(byte(at)) % LETTERS.len()]),
    };
    let signs = "99A9999999AAA".char_indices().map(sign);
    let signs = signs.map(|sign| if lower { sign.to_ascii_lowercase() } else { sign });
    signs.map(String::from).collect::<Vec<_>>().join(between)
}

fn numen_in(numen: &str, noise: &str) {
    for text in [
        numen.to_owned(),
        format!("{noise} {numen} {noise}"),
        format!("{noise}\n{numen},{noise}"),
        format!("«{numen}»{noise}"),
    ] {
        assert!(numen::looks_like(&text), "{text:?}");
    }
    let short = numen.trim_end_matches(|last: char| last.is_ascii_alphabetic());
    assert!(!numen::looks_like(short), "{short:?} is no NUMEN");
}

/// Whatever is typed into the search field: known academies, best first.
fn found(text: &str) {
    let directory = Directory::embedded();
    let hits = directory.find(text);
    for hit in &hits {
        assert!(directory.academy(&hit.id).is_some(), "{} is known", hit.id);
        assert!((0.0..=1.0).contains(&hit.score), "{}", hit.score);
    }
    assert!(hits.is_sorted_by(|a, b| a.score >= b.score), "best first: {hits:?}");
}
