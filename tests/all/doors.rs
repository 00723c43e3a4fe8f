//! Links: no official host is ever called an imitation, no imitation is ever called official, over a committed corpus.
//!
//! `tests/fixtures/doors/official.txt` comes from our data, `public.txt` is well-known French hosts written by hand,
//! `imitations.tsv` is made here from the official ones by named changes and a seed. `RENTREE_BLESS=1` writes them anew.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::PathBuf,
    process::Command,
};

use rentree::{
    academy::{MINISTRY, directory::Directory, doors, under},
    wizard::ask::LinkVerdict,
};

/// The seed of the corpus.
const SEED: u64 = 20_261_121;
/// Imitations made of each domain by each change, at most.
const EACH: usize = 6;

#[test]
fn the_committed_corpus_is_the_one_the_seed_makes() {
    let official: String = official().into_iter().map(|host| host + "\n").collect();
    let imitations: String = imitations()
        .into_iter()
        .map(|(link, change, own)| format!("{link}\t{change}\t{own}\n"))
        .collect();
    for (name, text) in [("official.txt", official), ("imitations.tsv", imitations)] {
        let path = folder().join(name);
        if std::env::var_os("RENTREE_BLESS").is_some() {
            fs::write(&path, &text).unwrap();
        }
        assert_eq!(
            fs::read_to_string(&path).unwrap_or_default(),
            text,
            "{name}: RENTREE_BLESS=1 writes it anew"
        );
    }
}

#[test]
fn official_and_public_hosts_are_never_called_imitations() {
    let all = Directory::embedded();
    let (official, public) = (lines("official.txt"), lines("public.txt"));
    assert!(
        official.len() >= 300 && public.len() >= 150,
        "{} {}",
        official.len(),
        public.len()
    );
    let mut wrong = vec![];
    for academy in [
        None,
        all.academy("lyon"),
        all.academy("corse"),
        all.academy("nancy-metz"),
    ] {
        for host in &official {
            let line = doors::open(&all, academy, &format!("https://{host}/"));
            if line.verdict == LinkVerdict::Lookalike {
                wrong.push(format!("{host}: {}", line.why));
            }
        }
        for host in &public {
            let line = doors::open(&all, academy, &format!("https://{host}/"));
            let known_elsewhere = line.verdict == LinkVerdict::OfficialOther && !line.opens_inbox;
            if line.verdict != LinkVerdict::Unknown && !known_elsewhere {
                wrong.push(format!("{host}: {}", line.why));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    println!(
        "{} official and {} public hosts, from 4 places: none called an imitation",
        official.len(),
        public.len()
    );
}

#[test]
fn no_imitation_is_called_official() {
    let all = Directory::embedded();
    let corpus = lines("imitations.tsv");
    assert!(corpus.len() >= 1_000, "{}", corpus.len());
    let mut caught: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let (mut official, mut missed) = (vec![], vec![]);
    for line in &corpus {
        let mut parts = line.split('\t');
        let (link, change, own) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        let verdict = doors::open(&all, all.academy("lyon"), link);
        let (told, of) = caught.entry(change).or_default();
        *of += 1;
        match verdict.verdict {
            LinkVerdict::Lookalike => *told += 1,
            LinkVerdict::Unknown => missed.push(format!("{link} ({change} of {own})")),
            _ => official.push(format!("{link} ({change} of {own}): {}", verdict.why)),
        }
        assert!(!verdict.opens_inbox, "{link}");
        assert!(
            verdict.verdict != LinkVerdict::Lookalike || verdict.differs.is_some(),
            "{link}"
        );
    }
    for (change, (told, of)) in &caught {
        println!("{change:<16} {told}/{of}");
    }
    println!(
        "{} imitations, {} called unknown, {} called official",
        corpus.len(),
        missed.len(),
        official.len()
    );
    assert!(official.is_empty(), "{official:#?}");
    assert!(missed.is_empty(), "called unknown: {missed:#?}");
}

#[test]
fn the_terminal_ends_with_1_for_an_imitation() {
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_rentree"))
            .args(["--lang", "fr", "link", "--json"])
            .args(arguments)
            .output()
            .unwrap();
        let said: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), said)
    };
    let (code, said) = run(&["https://webmail.ac-1yon.fr/", "--academy", "lyon"]);
    assert_eq!((code, &said["verdict"]), (Some(1), &"lookalike".into()));
    let (code, said) = run(&["https://webmail.ac-lyon.fr/", "--academy", "lyon"]);
    assert_eq!((code, &said["opens_inbox"]), (Some(0), &true.into()));
    let (code, said) = run(&["https://example.com"]);
    assert_eq!(
        (code, &said["verdict"], &said["academy"]),
        (Some(0), &"unknown".into(), &serde_json::Value::Null)
    );
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/doors")
}

fn lines(name: &str) -> Vec<String> {
    let text = fs::read_to_string(folder().join(name)).unwrap();
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// Every host our data names as official: pages, portals, platforms, servers, domains and what usually stands on them.
fn official() -> BTreeSet<String> {
    let all = Directory::embedded();
    let host = |url: &str| {
        url.split_once("://")
            .map_or(url, |(_, rest)| rest)
            .split(['/', ':'])
            .next()
            .unwrap()
            .to_owned()
    };
    let mut hosts = BTreeSet::new();
    for academy in all.academies() {
        hosts.extend(academy.pages.iter().filter_map(|page| page.url.as_deref().map(host)));
        hosts.extend(academy.pages.iter().filter_map(|page| page.host.clone()));
        hosts.extend(academy.wrong_doors.iter().map(|door| door.host.clone()));
        for domain in &academy.domains {
            hosts.extend(
                ["", "www.", "webmail.", "dsden.", "portail.", "id.", "extranet."]
                    .map(|label| format!("{label}{}", domain.value)),
            );
        }
    }
    hosts.extend(all.wrong_doors().map(|door| door.host.clone()));
    for platform in all.platforms() {
        hosts.extend(platform.webmail.iter().map(|page| host(&page.value)));
        hosts.extend(platform.servers.iter().map(|server| server.endpoint.host.clone()));
    }
    hosts.extend(
        [
            "education.gouv.fr",
            "www.education.gouv.fr",
            "eduscol.education.fr",
            "apps.education.fr",
        ]
        .map(str::to_owned),
    );
    hosts
}

/// Links made to pass for an official one: link, change, imitated domain.
fn imitations() -> BTreeSet<(String, &'static str, String)> {
    let all = Directory::embedded();
    let mut domains: BTreeSet<String> = all
        .academies()
        .flat_map(|academy| academy.domains.iter().map(|own| own.value.clone()))
        .collect();
    domains.insert(MINISTRY.to_owned());
    let known = official();
    let real = |host: &str| domains.iter().chain(&known).any(|own| under(host, own));
    let mut dice = Dice(SEED);
    let mut made = BTreeSet::new();
    for own in &domains {
        for (change, make) in CHANGES {
            for link in make(own, &mut dice) {
                let url = url::Url::parse(&link).ok();
                let host = url.and_then(|url| url.host_str().map(str::to_owned));
                // Two real names may be one letter apart: what belongs to somebody official is no imitation.
                if host.is_some_and(|host| !real(&host)) {
                    made.insert((link, change, own.clone()));
                }
            }
        }
    }
    made
}

type Make = fn(&str, &mut Dice) -> Vec<String>;

/// The changes, by name.
const CHANGES: [(&str, Make); 12] = [
    ("letter-dropped", |own, dice| {
        edits(own, dice, |name, at, _| {
            name.remove(at);
        })
    }),
    ("letter-doubled", |own, dice| {
        edits(own, dice, |name, at, _| {
            let c = name[at];
            name.insert(at, c)
        })
    }),
    ("letters-swapped", |own, dice| {
        edits(own, dice, |name, at, _| {
            let other = (at + 1).min(name.len() - 1);
            name.swap(at, other)
        })
    }),
    ("letter-replaced", |own, dice| {
        edits(own, dice, |name, at, dice| {
            name[at] = char::from(b'a' + u8::try_from(dice.below(26)).unwrap())
        })
    }),
    ("look-alike-sign", |own, _| {
        let pairs = [("l", "1"), ("l", "I"), ("o", "0"), ("m", "rn"), ("i", "1"), ("i", "l")];
        let (name, end) = own.split_once('.').unwrap();
        pairs
            .iter()
            .filter(|(from, _)| name.contains(from))
            .map(|(from, to)| format!("https://webmail.{}.{end}/", name.replacen(from, to, 1)))
            .collect()
    }),
    ("other-alphabet", |own, _| {
        let pairs = [
            ("a", "\u{0430}"),
            ("e", "\u{0435}"),
            ("o", "\u{043e}"),
            ("c", "\u{0441}"),
            ("y", "\u{0443}"),
            ("i", "\u{0456}"),
        ];
        let (name, end) = own.split_once('.').unwrap();
        pairs
            .iter()
            .filter(|(from, _)| name.contains(from))
            .map(|(from, to)| format!("https://webmail.{}.{end}/", name.replacen(from, to, 1)))
            .collect()
    }),
    ("punycode", |own, _| {
        let (name, end) = own.split_once('.').unwrap();
        let strange = format!(
            "{}.{end}",
            name.replacen('e', "\u{0435}", 1).replacen('a', "\u{0430}", 1)
        );
        idna::domain_to_ascii(&strange)
            .ok()
            .filter(|ascii| ascii.contains("xn--"))
            .map(|ascii| format!("https://{ascii}/"))
            .into_iter()
            .collect()
    }),
    ("other-ending", |own, _| {
        let name = own.rsplit_once('.').unwrap().0;
        ["com", "net", "org", "eu", "info", "app"]
            .map(|end| format!("https://webmail.{name}.{end}/"))
            .to_vec()
    }),
    ("label-in-front", |own, dice| {
        let hosts = [
            "secure-login.example",
            "connexion.example.com",
            "mail-verif.net",
            "portail-agent.org",
        ];
        hosts
            .iter()
            .map(|host| format!("https://{}.{own}.{host}/", dice.one(&["webmail", "messagerie", "id"])))
            .collect()
    }),
    ("run-into", |own, _| {
        let flat = own.replace('.', "-");
        vec![
            format!("https://webmail-{own}/"),
            format!("https://{flat}.com/"),
            format!("https://login-{flat}.net/"),
            format!("https://www{own}.example.org/").replace("www", "www-"),
        ]
    }),
    ("userinfo", |own, _| {
        vec![
            format!("https://{own}@mail-verif.net/"),
            format!("https://webmail.{own}:443@evil.example/login"),
        ]
    }),
    ("hyphen-lost", |own, _| {
        if own.contains('-') {
            vec![format!("https://webmail.{}/", own.replacen('-', "", 1))]
        } else {
            vec![]
        }
    }),
];

/// Changes of one letter of the name, never its first sign.
fn edits(own: &str, dice: &mut Dice, change: fn(&mut Vec<char>, usize, &mut Dice)) -> Vec<String> {
    let (name, end) = own.split_once('.').unwrap();
    let length = name.chars().count();
    (0..EACH)
        .map(|_| {
            let mut letters: Vec<char> = name.chars().collect();
            change(&mut letters, 1 + dice.below(length - 1), dice);
            format!("https://webmail.{}.{end}/", letters.into_iter().collect::<String>())
        })
        .collect()
}

/// Xorshift: the same corpus on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, many: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(many).unwrap()).unwrap()
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
    }
}
