//! A pack, its signature and a list of keys: nothing but the very bytes that were signed is believed, and what is
//! admitted, signed or not, keeps to its place.
//!
//! The input is three texts with a line `=====` between them.

use rentree::academy::{
    Academy, AcademyFile, MINISTRY, Origin, Platform, Security,
    directory::Directory,
    pack::{self, Keyring, PackFile, Trust},
    under,
};
use time::OffsetDateTime;
use url::Url;

/// A line that stands in no seed's text.
const BETWEEN: &str = "\n=====\n";
/// The one pack that was ever signed with [`KEY`]; the private half was thrown away.
const SIGNED: &str = include_str!("../seeds/pack/signed");
pub const KEY: &str = "RWSGAIEpFBgOv8VOFAgnzs31FZV/ryGzzU5kje+n9AK9GehxD6xY1vcv";
/// Where a conversation begins, or stays, readable.
const PLAIN: [u16; 7] = [0, 21, 23, 25, 80, 110, 8080];

/// The text as content, under its signature, and the third text as a list of keys.
pub fn run(data: &[u8]) {
    let Ok(input) = std::str::from_utf8(data) else { return };
    let mut texts = input.splitn(3, BETWEEN);
    let text = texts.next().unwrap_or_default();
    content(text);
    sealed(text, texts.next());
    keys(texts.next().unwrap_or_default());
}

fn content(text: &str) {
    for origin in [Origin::Pack { signed: true }, Origin::Practice] {
        if let Ok(directory) = Directory::embedded().with_pack(text, origin.clone()) {
            let data = pack::read("pack", text).expect("admitted, so it can be read");
            keeps_to_its_place(&directory, &data, &origin);
        }
    }
}

/// What an admitted pack changed, looked at again without the rules of `rentree::academy::pack`.
fn keeps_to_its_place(after: &Directory, data: &AcademyFile, origin: &Origin) {
    let before = Directory::embedded();
    let own = data.academy.as_ref().expect("a pack is about an academy");
    let known = before.academy(&own.id).filter(|_| *origin != Origin::Practice);
    for other in before.academies().filter(|other| other.id != own.id) {
        let same = after.academy(&other.id).expect("no other academy goes");
        assert_eq!(format!("{other:?}"), format!("{same:?}"), "another academy changed");
        for (used, platform) in before.platforms_of(other) {
            let same = after.platform(&used.platform).expect("no platform in use goes");
            assert_eq!(format!("{platform:?}"), format!("{same:?}"), "another's platform changed");
        }
    }
    let allowed = |host: &str| match known {
        Some(known) => known.owns_host(host) || under(host, MINISTRY),
        None => under(host, "test"),
    };
    for host in hosts(own, &data.platforms) {
        assert!(allowed(&host), "{host} is outside");
    }
    for (port, security) in ports(own, &data.platforms) {
        assert!(!PLAIN.contains(&port), "{port} is a plain port");
        assert!(security == Security::Starttls || ![143, 389, 587, 4190].contains(&port), "{port} without STARTTLS");
    }
}

fn hosts(academy: &Academy, platforms: &[Platform]) -> Vec<String> {
    let connectors = &academy.connectors;
    let pages = academy.pages.iter().filter_map(|page| page.url.clone());
    let webmails = platforms.iter().filter_map(|platform| Some(platform.webmail.as_ref()?.value.clone()));
    let portals = connectors.lemonldap.iter().map(|portal| portal.url.clone());
    let tokens = connectors.privacyidea.iter().map(|server| server.url.clone());
    let addresses = pages.chain(webmails).chain(portals).chain(tokens).map(|address| {
        let url = Url::parse(&address).expect("an address");
        assert_eq!(url.scheme(), "https", "{address}");
        url.host_str().expect("a host").to_owned()
    });
    let servers = platforms.iter().flat_map(|platform| &platform.servers);
    let servers = servers.map(|server| server.endpoint.host.clone());
    addresses.chain(servers).chain(connectors.ldap.iter().map(|ldap| ldap.host.clone())).collect()
}

fn ports(academy: &Academy, platforms: &[Platform]) -> Vec<(u16, Security)> {
    let servers = platforms.iter().flat_map(|platform| &platform.servers);
    let mail = servers.map(|server| (server.endpoint.port, server.endpoint.security));
    let ldap = academy.connectors.ldap.iter().map(|ldap| (ldap.port, ldap.security));
    mail.chain(ldap).collect()
}

fn sealed(text: &str, signature: Option<&str>) {
    // In the life of the signed seed, whose signature is of November 2026.
    let now = OffsetDateTime::from_unix_timestamp(1_800_000_000).expect("a time");
    let keys = Keyring::of_one("entrainement", KEY).expect("a key");
    let file = PackFile::of("entrainement.toml", text, signature);
    for allow_unsigned in [false, true] {
        let trust = Trust {
            keys: &keys,
            allow_unsigned,
            newest: &|_| None,
        };
        let Ok(admitted) = trust.admit_file(&Directory::embedded(), &file, now) else { continue };
        let academy = admitted.directory.academy(&admitted.academy).expect("its academy is known");
        match admitted.seal {
            Some(seal) => {
                let signed = SIGNED.split(BETWEEN).next().unwrap_or_default();
                assert_eq!(text, signed, "other bytes pass as signed");
                assert_eq!((seal.academy.as_str(), academy.id.as_str()), ("entrainement", "entrainement"));
            }
            None => assert!(allow_unsigned && !academy.vouched_for(), "taken without a signature"),
        }
    }
}

/// A list of keys is read or refused; one that is read pins no key for two.
fn keys(list: &str) {
    if let Ok(keys) = Keyring::read("keys.toml", list) {
        let twice = format!("{list}\n{list}");
        assert!(keys.is_empty() || Keyring::read("keys.toml", &twice).is_err(), "one key for two");
    }
}
