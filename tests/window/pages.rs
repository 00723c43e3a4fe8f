//! The official pages of the practice, as a person fills them in their own browser: nothing here goes through the window.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const WORDS: [&str; 9] = ["un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"];

/// A page that was opened, and what stands on it now.
pub(crate) struct OfficialPage {
    url: String,
    pub(crate) html: String,
}

impl OfficialPage {
    pub(crate) async fn open(url: &str) -> Self {
        assert!(
            url.starts_with("http://127.0.0.1:"),
            "the practice opens loopback only: {url}"
        );
        Self {
            url: url.to_owned(),
            html: request("GET", url, "").await,
        }
    }

    /// Fills the form, the question for humans included, and sends it.
    pub(crate) async fn send(&mut self, fields: &[(&str, &str)]) {
        let jeton = self.between("name=\"jeton\" value=\"", "\"");
        let mut fields = fields.to_vec();
        fields.push(("jeton", &jeton));
        let sum;
        if self.html.contains("combien font") {
            sum = self.answer().to_string();
            fields.push(("reponse", &sum));
        }
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encoded(value)))
            .collect();
        self.html = request("POST", &self.url, &pairs.join("&")).await;
        assert!(!self.html.contains("class=\"refused\""), "{}", self.html);
    }

    pub(crate) fn between(&self, before: &str, after: &str) -> String {
        let rest = self
            .html
            .split_once(before)
            .unwrap_or_else(|| panic!("no {before} in {}", self.html))
            .1;
        rest.split_once(after).unwrap().0.to_owned()
    }

    fn answer(&self) -> usize {
        let (one, other) = (self.between("combien font ", " plus "), self.between(" plus ", "?"));
        let number = |word: &str| WORDS.iter().position(|known| *known == word.trim()).unwrap() + 1;
        number(&one) + number(&other)
    }
}

/// What a phone shows for `key`: an independent authenticator.
pub(crate) fn phone(key: &str) -> String {
    let mut child = Command::new("oathtool")
        .args(["--totp", "--base32", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("oathtool is installed by the gate");
    child.stdin.take().unwrap().write_all(key.as_bytes()).unwrap();
    let shown = child.wait_with_output().unwrap();
    String::from_utf8(shown.stdout).unwrap().trim().to_owned()
}

async fn request(method: &str, url: &str, body: &str) -> String {
    let rest = url.strip_prefix("http://").unwrap();
    let (host, path) = rest.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).await.unwrap();
    let head = format!(
        "{method} /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut said = String::new();
    stream.read_to_string(&mut said).await.unwrap();
    let (head, html) = said.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200"), "{method} {url}: {head}");
    html.to_owned()
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}
