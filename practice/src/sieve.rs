//! Filters over ManageSieve (RFC 5804), under TLS from the first byte: what a client needs to read them. One person has left
//! a forwarding on; nobody can change a filter here.

use std::{io, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::server::TlsStream;

use crate::{office::SILENCE, people::Realm, sasl::Plain, world::World};

/// Octets of a line, and of a password.
const LINE: u64 = 4096;
/// Who forwards, by identifier.
const FORWARDS: &str = "jdupont2";
/// The filter they left on.
const SCRIPT: &str = "require [\"copy\"];\r\nredirect :copy \"jean.dupont@fournisseur.test\";\r\n";

const CAPABILITIES: &str = "\"IMPLEMENTATION\" \"practice\"\r\n\"SIEVE\" \"copy fileinto\"\r\n\"SASL\" \"PLAIN\"\r\n\
                            \"VERSION\" \"1.0\"\r\nOK \"Ready.\"\r\n";

/// Serves one connection.
pub(crate) async fn serve(world: Arc<World>, realm: Realm, stream: TlsStream<TcpStream>) {
    let mut session = Session {
        world,
        realm,
        stream: BufReader::new(stream),
        login: None,
    };
    if let Err(error) = session.run().await {
        tracing::debug!(%error, "ManageSieve connection ended");
    }
    let _ = session.stream.shutdown().await;
}

struct Session {
    world: Arc<World>,
    realm: Realm,
    stream: BufReader<TlsStream<TcpStream>>,
    login: Option<String>,
}

impl Session {
    async fn run(&mut self) -> io::Result<()> {
        self.say(CAPABILITIES).await?;
        while let Some(line) = self.line().await? {
            let (command, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match (command.to_ascii_uppercase().as_str(), self.login.clone()) {
                ("LOGOUT", _) => return self.say("OK \"Logout completed.\"\r\n").await,
                ("CAPABILITY", _) => self.say(CAPABILITIES).await?,
                ("NOOP", _) => self.say("OK \"NOOP completed.\"\r\n").await?,
                ("AUTHENTICATE", None) => self.authenticate(rest).await?,
                ("LISTSCRIPTS", Some(login)) => {
                    let scripts = if login == FORWARDS {
                        "\"transfert\" ACTIVE\r\n"
                    } else {
                        ""
                    };
                    self.say(&format!("{scripts}OK \"Listscripts completed.\"\r\n")).await?;
                }
                ("GETSCRIPT", Some(login)) if login == FORWARDS && rest == "\"transfert\"" => {
                    let script = format!("{{{}}}\r\n{SCRIPT}\r\nOK \"Getscript completed.\"\r\n", SCRIPT.len());
                    self.say(&script).await?;
                }
                ("GETSCRIPT", Some(_)) => self.say("NO (NONEXISTENT) \"Script does not exist.\"\r\n").await?,
                _ => self.say("NO \"Not offered in practice.\"\r\n").await?,
            }
        }
        Ok(())
    }

    /// `"PLAIN" "<base64>"`, or a literal in place of the second string.
    async fn authenticate(&mut self, rest: &str) -> io::Result<()> {
        let Some(("\"PLAIN\"", message)) = rest.split_once(' ') else {
            return self.say("NO \"Unsupported authentication mechanism.\"\r\n").await;
        };
        let message = match message.strip_prefix('{').and_then(|text| text.strip_suffix("+}")) {
            Some(_) => self.line().await?.unwrap_or_default(),
            None => message.trim_matches('"').to_owned(),
        };
        let plain = STANDARD.decode(message).ok().and_then(|message| Plain::read(&message));
        let now = self.world.now();
        self.login = plain.and_then(|Plain { name, password }| {
            let mut accounts = self.world.accounts();
            let account = accounts.mail_sign_in(self.realm, &name, &password, now);
            account.map(|account| account.person.login.clone())
        });
        let answer = match self.login {
            Some(_) => "OK \"Logged in.\"\r\n",
            None => "NO \"Authentication failed.\"\r\n",
        };
        self.say(answer).await
    }

    async fn line(&mut self) -> io::Result<Option<String>> {
        let mut octets = Vec::new();
        let mut bounded = (&mut self.stream).take(LINE);
        timeout(SILENCE, bounded.read_until(b'\n', &mut octets)).await??;
        let text = String::from_utf8(octets).map_err(io::Error::other)?;
        Ok((!text.is_empty()).then(|| text.trim_end().to_owned()))
    }

    async fn say(&mut self, text: &str) -> io::Result<()> {
        timeout(SILENCE, self.stream.write_all(text.as_bytes())).await??;
        self.stream.flush().await
    }
}
