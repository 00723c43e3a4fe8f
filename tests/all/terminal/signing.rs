//! `--sign-pem` and `--sign-p12` as they are typed: OpenSSL judges what was written, through the chain.

use std::fs;

use super::home::{Home, Ran};
use crate::profiles::apple::Authority;

const PASSPHRASE: &str = "Clef-Du-Rectorat-2026";

/// The Apple profile of one person, with these options.
fn profile(home: &Home, more: &[&str]) -> (Ran, String) {
    let told =
        "profiles --academy dijon --address jean.dupont@ac-dijon.fr --identifier jdupont --name Jean --for apple --out";
    let out = home.path("out");
    let mut arguments: Vec<_> = told.split(' ').collect();
    arguments.push(out.to_str().unwrap());
    arguments.extend(more);
    // The passphrase stands on a descriptor; unused where nothing asks for it.
    let passphrase = home.beside("passphrase", PASSPHRASE);
    let stated = home.stated();
    let stated: Vec<_> = stated.get_args().map(|word| word.to_str().unwrap()).collect();
    let mut command = home.with_descriptors(&[(3, "<", &passphrase)], &[stated, arguments].concat());
    let ran = Ran::of(command.output().unwrap());
    (ran, out.join("rentree-jean-dupont.mobileconfig").display().to_string())
}

fn signed(authority: &Authority, options: &[&str]) -> Vec<u8> {
    let home = Home::new();
    let (ran, path) = profile(&home, options);
    assert_eq!(ran.code, 0, "{}", ran.err);
    home.no_secret(&[PASSPHRASE.to_owned()]);
    let key = fs::read_to_string(authority.path("key.pem")).unwrap();
    home.no_secret(&[key.lines().nth(1).unwrap().to_owned()]);
    fs::read(path).unwrap()
}

#[test]
fn a_profile_signed_on_the_command_line_verifies_through_its_chain_and_a_changed_byte_does_not() {
    let authority = Authority::new();
    let home = Home::new();
    let (ran, path) = profile(&home, &[]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let plain = fs::read(path).unwrap();
    let p12 = authority.exported("leaf.pem", "key.pem", PASSPHRASE);
    let pem = authority.path("all.pem");
    for options in [
        &["--sign-pem", &pem][..],
        &["--sign-p12", &p12, "--secret", "signing=3"],
    ] {
        let signed = signed(&authority, options);
        assert!(authority.verifies(&signed, &plain), "{options:?}");
        let at = signed.windows(7).position(|bytes| bytes == b"hermes.").unwrap();
        let mut tampered = signed.clone();
        tampered[at] = b'x';
        assert!(!authority.verifies(&tampered, &plain), "{options:?}: a changed byte");
    }
    // Another authority's root does not vouch for it.
    let signed = signed(&authority, &["--sign-pem", &pem]);
    assert!(!Authority::new().verifies(&signed, &plain));
}

/// An elliptic-curve signature differs each time by its nature; an RSA signature does not.
#[test]
fn the_same_profile_signed_twice_with_rsa_has_the_same_bytes() {
    let authority = Authority::new().with_rsa();
    let home = Home::new();
    let (_, path) = profile(&home, &[]);
    let plain = fs::read(path).unwrap();
    let (pem, p12) = (
        authority.path("rsa.pem"),
        authority.exported("rsa.crt", "rsa.key", PASSPHRASE),
    );
    for options in [
        &["--sign-pem", &pem][..],
        &["--sign-p12", &p12, "--secret", "signing=3"],
    ] {
        let [once, again] = [(); 2].map(|()| signed(&authority, options));
        assert!(once == again, "{options:?}");
        assert!(authority.verifies(&once, &plain), "{options:?}: through the chain");
        let mut tampered = once.clone();
        let at = tampered.len() - 1;
        tampered[at] ^= 1;
        assert!(
            !authority.verifies(&tampered, &plain),
            "{options:?}: a changed byte of the signature"
        );
    }
}

#[test]
fn what_cannot_sign_writes_nothing() {
    let authority = Authority::new();
    let leaf = authority.path("leaf.pem");
    let other = Home::new();
    let wrong = other.beside("wrong.p12", "no PKCS#12 at all");
    for (options, exit, code) in [
        (&["--sign-pem", leaf.as_str()][..], 1, "profile-certificate"),
        (&["--sign-pem", "absent.pem"], 2, "file-unreadable"),
        (
            &["--sign-p12", &wrong, "--secret", "signing=3"],
            1,
            "profile-certificate",
        ),
    ] {
        let home = Home::new();
        let (ran, _) = profile(&home, options);
        ran.refused(exit, code);
        home.nothing_half_written(true);
    }
}
