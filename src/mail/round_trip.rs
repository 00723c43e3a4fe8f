//! A message to oneself: out through SMTP, seen in IMAP, then removed. The whole of what mail is for, in one proof.
//!
//! Only this message is touched: it is found by the Message-ID made for it and removed by its UID (RFC 4315). Where a
//! server cannot remove one message alone, it is only marked as deleted.

use std::fmt::Write as _;

use async_imap::imap_proto::{MailboxDatum, NameAttribute, Response};
use lettre::{
    Message,
    message::{Mailbox as Address, header::ContentType},
};
use tokio::time::{Duration, Instant, sleep};

use super::{Doors, SignInRefusal, Witness, imap, opening::witnessed, smtp, wire::Verdict};
use crate::{net::Net, secret::Password};

/// How long the message may be under way.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// What is written to oneself.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The person's own address, from and to.
    address: Address,
    /// Recognisable, should it stay behind.
    subject: String,
    /// A sentence that says what this is.
    body: String,
    /// Nobody else's: makes the Message-ID.
    token: String,
}

/// The message came back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returned {
    /// Who took it.
    pub smtp: String,
    /// Where it was seen.
    pub imap: String,
    /// It was held to be unwanted: seen in the junk folder.
    pub in_junk: bool,
    /// Every copy was removed; otherwise one is marked as deleted and goes when the folder is next tidied.
    pub removed: bool,
}

/// Sends the letter and waits for it, at most [`PATIENCE`]. Signs in once at IMAP, then once at SMTP, stopping at the first
/// no.
///
/// # Errors
/// What a server refused, [`SignInRefusal::NotBack`] when it was not seen in time, or the fault of a connection.
pub async fn run(
    net: &Net,
    doors: Doors<'_>,
    login: &str,
    password: &Password,
    letter: &Letter,
    witness: &dyn Witness,
) -> Result<Returned, SignInRefusal> {
    let (Some(imap_at), Some(smtp_at)) = (doors.imap, doors.smtp) else {
        return Err(SignInRefusal::NotBack { host: String::new() });
    };
    let (reading, sending) = tokio::join!(
        Box::pin(imap::Session::greeted(net, imap_at)),
        Box::pin(smtp::Session::ready(net, smtp_at)),
    );
    let (mut reading, mut sending) = (reading?, sending?);
    witnessed(net, witness, imap_at, reading.sign_in(login, password)).await?;
    let mut reader = Reader {
        session: reading,
        id: format!("<rentree.{}@{}>", letter.token, letter.address.email.domain()),
    };
    let (junk, sent) = reader.folders().await?;
    witnessed(net, witness, smtp_at, sending.sign_in(login, password)).await?;
    let message = letter.message(&reader.id).map_err(|_| SignInRefusal::MessageRefused {
        host: smtp_at.host.clone(),
    })?;
    sending.submit(&message).await?;
    sending.leave();
    let in_junk = reader.wait(junk.as_deref()).await?;
    let mut removed = reader.remove().await?;
    // Some servers keep a copy of what was sent.
    if let Some(sent) = sent
        && reader.look_in(&sent).await?
    {
        removed &= reader.remove().await?;
    }
    reader.session.leave().await;
    Ok(Returned {
        smtp: smtp_at.host.clone(),
        imap: imap_at.host.clone(),
        in_junk,
        removed,
    })
}

impl Letter {
    /// From the person to themselves.
    ///
    /// # Errors
    /// The address is none, or the system has no randomness: nothing was sent.
    pub fn new(name: Option<String>, address: &str, subject: String, body: String) -> Result<Self, SignInRefusal> {
        let refused = || SignInRefusal::RecipientRefused { host: String::new() };
        let email = address.parse().map_err(|_| refused())?;
        // 96 bits: nobody else's message has this name.
        let mut bytes = [0_u8; 12];
        getrandom::fill(&mut bytes).map_err(|_| refused())?;
        let token = bytes.iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        Ok(Self {
            address: Address::new(name, email),
            subject,
            body,
            token,
        })
    }

    fn message(&self, id: &str) -> Result<Message, lettre::error::Error> {
        Message::builder()
            .message_id(Some(id.to_owned()))
            .from(self.address.clone())
            .to(self.address.clone())
            .subject(self.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(self.body.clone())
    }
}

/// Looks for one message.
struct Reader<'a> {
    session: imap::Session<'a>,
    id: String,
}

impl Reader<'_> {
    /// The junk and the sent folder, where the server names them.
    async fn folders(&mut self) -> Result<(Option<String>, Option<String>), SignInRefusal> {
        let (mut junk, mut sent) = (None, None);
        let tag = self.session.wire.send(r#"LIST "" "*""#).await?;
        self.session
            .wire
            .finish(&tag, |one| {
                let Response::MailboxData(MailboxDatum::List(folder)) = one else {
                    return;
                };
                for attribute in &folder.name_attributes {
                    match attribute {
                        NameAttribute::Junk => junk = Some(folder.name.to_string()),
                        NameAttribute::Sent => sent = Some(folder.name.to_string()),
                        _ => {}
                    }
                }
            })
            .await?;
        Ok((junk, sent))
    }

    /// Looks in the inbox, and in the junk folder when it is not there; whether it was in the latter.
    async fn wait(&mut self, junk: Option<&str>) -> Result<bool, SignInRefusal> {
        let end = Instant::now() + PATIENCE;
        loop {
            if self.look_in("INBOX").await? {
                return Ok(false);
            }
            if let Some(junk) = junk
                && self.look_in(junk).await?
            {
                return Ok(true);
            }
            if Instant::now() >= end {
                return Err(SignInRefusal::NotBack {
                    host: self.session.wire.endpoint.host.clone(),
                });
            }
            sleep(PAUSE).await;
        }
    }

    /// Opens the folder; whether the message is in it.
    async fn look_in(&mut self, folder: &str) -> Result<bool, SignInRefusal> {
        let name = folder.replace('\\', "\\\\").replace('"', "\\\"");
        let tag = self.session.wire.send(&format!("SELECT \"{name}\"")).await?;
        let ended = self.session.wire.finish(&tag, |_| ()).await?;
        Ok(ended.verdict == Verdict::Ok && !self.found().await?.is_empty())
    }

    async fn found(&mut self) -> Result<Vec<u32>, SignInRefusal> {
        let mut found = Vec::new();
        let search = format!("UID SEARCH HEADER Message-ID \"{}\"", self.id);
        let tag = self.session.wire.send(&search).await?;
        self.session
            .wire
            .finish(&tag, |one| {
                if let Response::MailboxData(MailboxDatum::Search(hits)) = one {
                    found.extend(hits);
                }
            })
            .await?;
        Ok(found)
    }

    /// Removes it from the folder that is open; whether it is gone.
    async fn remove(&mut self) -> Result<bool, SignInRefusal> {
        let uids: Vec<String> = self.found().await?.iter().map(u32::to_string).collect();
        let uids = uids.join(",");
        let tag = self
            .session
            .wire
            .send(&format!("UID STORE {uids} +FLAGS.SILENT (\\Deleted)"))
            .await?;
        self.session.wire.finish(&tag, |_| ()).await?;
        if !self.session.offers.uid_plus {
            return Ok(false);
        }
        let tag = self.session.wire.send(&format!("UID EXPUNGE {uids}")).await?;
        self.session.wire.finish(&tag, |_| ()).await?;
        Ok(self.found().await?.is_empty())
    }
}
