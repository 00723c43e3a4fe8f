//! The house keeps its order: dependencies run one way, only `net` opens sockets, secrets are exposed in three rooms.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Who may be named by a room, beside itself. What is not listed here may not be used.
const MAY_USE: [(&str, &[&str]); 14] = [
    ("academy", &["reason", "secret", "wizard"]),
    ("account", &["academy", "net", "reason", "secret"]),
    ("keep", &["reason", "secret"]),
    ("ledger", &["reason"]),
    ("mail", &["academy", "net", "reason", "secret"]),
    ("net", &["academy", "policy", "reason", "secret"]),
    ("password", &["academy", "secret", "wizard"]),
    ("policy", &[]),
    ("profiles", &["academy", "reason", "wizard", "words"]),
    ("reason", &[]),
    ("secret", &[]),
    ("totp", &["reason", "secret"]),
    (
        "wizard",
        &[
            "academy", "account", "keep", "ledger", "mail", "net", "password", "policy", "profiles", "reason",
            "secret", "totp", "words",
        ],
    ),
    ("words", &["reason", "wizard"]),
];

/// From `wizard`, lower rooms may name only the words the doors share, never the journey.
const SHARED_WORDS: [&str; 2] = ["wizard::view", "wizard::ask"];

#[test]
fn dependencies_run_one_way() {
    for (room, allowed) in MAY_USE {
        for file in sources(&root().join("src"), room) {
            let text = code_of(&file);
            for used in text.match_indices("crate::").map(|(at, _)| &text[at + 7..]) {
                let name: String = used.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                let named = if name.is_empty() {
                    grouped(used)
                } else {
                    vec![name.clone()]
                };
                for name in named {
                    assert!(
                        name == room || allowed.contains(&name.as_str()),
                        "{}: `{room}` may not use `{name}`",
                        file.display()
                    );
                    if name == "wizard" && room != "wizard" && used.starts_with("wizard") {
                        let shared = SHARED_WORDS.iter().any(|shared| used.starts_with(shared));
                        assert!(shared, "{}: `{room}` names the journey", file.display());
                    }
                }
            }
        }
    }
}

#[test]
fn only_net_opens_a_socket() {
    for file in all_sources() {
        if file.starts_with(root().join("src/net")) {
            continue;
        }
        let text = code_of(&file);
        for word in [
            "TcpStream::connect",
            "TcpListener",
            "UdpSocket",
            "lookup_host",
            "reqwest::Client::new",
            "LdapConnAsync::new",
        ] {
            assert!(!text.contains(word), "{}: {word} belongs to `net`", file.display());
        }
    }
}

#[test]
fn secrets_are_exposed_where_they_are_sent_or_measured() {
    let allowed = [
        "src/mail",
        "src/account",
        "src/net/proxies/sign_in.rs",
        "src/totp",
        "src/password",
        "src/secret.rs",
        "src/keep.rs",
        "src/wizard/recovery.rs",
    ];
    for file in all_sources() {
        if code_of(&file).contains(".expose()") {
            let allowed = allowed.iter().any(|room| file.starts_with(root().join(room)));
            assert!(allowed, "{}: exposes a secret", file.display());
        }
    }
}

#[test]
fn the_library_names_no_door_and_every_module_has_a_header() {
    for file in all_sources() {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//!"), "{}: no header", file.display());
        for word in ["clap::", "tauri"] {
            assert!(!code_of(&file).contains(word), "{}: names a door", file.display());
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The library's files: the terminal door left out.
fn all_sources() -> Vec<PathBuf> {
    let src = root().join("src");
    let mut files = walk(&src);
    files.retain(|file| {
        let door = file.starts_with(src.join("cli")) || *file == src.join("main.rs") || *file == src.join("lib.rs");
        !door
    });
    assert!(files.len() > 20, "the walk found the rooms");
    files
}

fn sources(src: &Path, room: &str) -> Vec<PathBuf> {
    let mut files = walk(&src.join(room));
    let single = src.join(format!("{room}.rs"));
    if single.exists() {
        files.push(single);
    }
    assert!(!files.is_empty(), "room {room} is there");
    files
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => files.extend(walk(&path)),
            // Unit tests may look across rooms; they are `mod tests` or a file of that name.
            false if path.ends_with("tests.rs") || path.ends_with("testing.rs") => {}
            false if path.extension().is_some_and(|end| end == "rs") => files.push(path),
            false => {}
        }
    }
    files
}

/// A file without its comments and without its unit tests.
fn code_of(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    code.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

/// `crate::{a::X, b::{Y, Z}}` → a, b.
fn grouped(used: &str) -> Vec<String> {
    let Some(inside) = used.strip_prefix('{') else {
        return Vec::new();
    };
    let (mut depth, mut names, mut name) = (0, Vec::new(), String::new());
    for c in inside.chars() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => names.push(std::mem::take(&mut name)),
            c if depth == 0 => name.push(c),
            _ => {}
        }
    }
    names.push(name);
    let head = |name: &String| name.trim().split([':', ' ']).next().unwrap_or_default().to_owned();
    names.iter().map(head).filter(|name| !name.is_empty()).collect()
}
