//! A pasted link, as it is and as an imitation made from an official host: what is called official stands under a name
//! our data holds, and one letter off never does.

use std::sync::LazyLock;

use rentree::{
    academy::{MINISTRY, directory::Directory, doors, under},
    wizard::ask::LinkVerdict,
};
use url::Url;

/// Signs an imitation is made with, confusables among them.
const SIGNS: [&str; 24] = [
    "a", "c", "e", "i", "l", "m", "n", "o", "r", "s", "y", "z", "0", "1", "-", ".", "rn", "vv", "\u{430}", "\u{441}",
    "\u{435}", "\u{2010}", "\u{131}", "\u{e9}",
];

/// The link as it is, then an imitation its first bytes describe.
pub fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    judged(&text);
    let byte = |at: usize| data.get(at).copied().unwrap_or_default();
    let own = &OFFICIAL[((usize::from(byte(0)) << 8) | usize::from(byte(1))) % OFFICIAL.len()];
    for link in imitations(own, usize::from(byte(2)), SIGNS[usize::from(byte(3)) % SIGNS.len()]) {
        judged(&link);
    }
}

/// Names our data calls official: domains, portals, webmails, servers, the ministry.
static OFFICIAL: LazyLock<Vec<String>> = LazyLock::new(|| {
    let all = Directory::embedded();
    let mut names = vec![MINISTRY.to_owned()];
    for academy in all.academies() {
        names.extend(academy.domains.iter().map(|domain| domain.value.clone()));
        names.extend(academy.wrong_doors.iter().map(|door| door.host.clone()));
    }
    names.extend(all.wrong_doors().map(|door| door.host.clone()));
    for platform in all.platforms() {
        let webmail = platform.webmail.as_ref().and_then(|page| host(&page.value));
        names.extend(webmail);
    }
    names.sort();
    names.dedup();
    names
});

/// The host a browser would go to.
fn host(link: &str) -> Option<String> {
    let whole = if link.contains("://") {
        link.to_owned()
    } else {
        format!("https://{link}")
    };
    let host = Url::parse(&whole).ok()?.host_str()?.to_owned();
    Some(host.trim_end_matches('.').to_owned())
}

fn judged(link: &str) {
    let all = Directory::embedded();
    for from in [None, all.academy("lyon")] {
        let line = doors::open(&all, from, link);
        let official = matches!(line.verdict, LinkVerdict::Webmail | LinkVerdict::OfficialOther);
        if official {
            let bare = link.trim().trim_matches(|c| "<>\"«»()".contains(c)).trim();
            let host = host(bare).unwrap_or_else(|| panic!("{link:?} has no host and is called official"));
            assert!(
                OFFICIAL.iter().any(|own| under(&host, own)),
                "{link:?}: {host} is called official ({})",
                line.why
            );
        }
        assert!(!line.opens_inbox || line.verdict == LinkVerdict::Webmail, "{link:?}");
        assert_eq!(line.differs.is_some(), line.verdict == LinkVerdict::Lookalike, "{link:?}");
        assert!(line.academy.is_none_or(|id| all.academy(&id).is_some()), "{link:?}");
    }
}

/// Ways to make `own` look like itself to somebody in a hurry.
fn imitations(own: &str, at: usize, sign: &str) -> Vec<String> {
    let at = at % own.len();
    let mut forms = vec![
        format!("https://{own}.{sign}x.example/"),
        format!("https://{own}@{sign}x.example/"),
        format!("http://{}-{sign}x.example/{own}", own.replace('.', "-")),
        format!("https://x{own}/"),
    ];
    // Official names are ASCII: every place is a boundary.
    if own.is_ascii() {
        let (head, tail) = own.split_at(at);
        forms.push(format!("https://{head}{sign}{tail}/"));
        forms.push(format!("https://{head}{sign}{}/", &tail[1..]));
        forms.push(format!("https://{head}{}/", &tail[1..]));
        forms.push(format!("{head}{}{tail}", &tail[..1]));
    }
    forms
}
