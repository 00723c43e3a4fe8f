//! The directory's connection: our TCP, our TLS and StartTLS, our limits, `ldap3`'s protocol.
//!
//! `ldap3` is given one end of a pair; the other end is a task that passes on what `ber` has looked at. Plain bytes
//! never leave the process: the pair is anonymous, or where a system has no such thing, loopback between two sockets
//! that are checked to be each other's peer.

mod contained;

use std::{
    error::Error,
    future::Future,
    io,
    sync::{Arc, OnceLock},
};

use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, LdapError, exop::WhoAmI};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use self::contained::contained;
use super::{
    Net, Purpose, Secure,
    ber::{Begins, begins},
    fault::{Cause, Fault},
};
use crate::academy::{Endpoint, LdapConnector, Protocol};

impl Net {
    /// Connects to a directory over LDAPS or StartTLS: what questions are asked with, and what their answers are heard on.
    /// An answer that is too long, too deep or none ends the connection, and is what is said of it.
    ///
    /// # Errors
    /// The [`Fault`] of the phase that failed.
    pub async fn ldap(&self, connector: &LdapConnector) -> Result<(Ldap, Wire), Fault> {
        let fault = |cause| Fault::new(&connector.host, connector.port, cause);
        let endpoint = Endpoint {
            protocol: Protocol::Ldap,
            host: connector.host.clone(),
            port: connector.port,
            security: connector.security,
        };
        let stream = self.secure(&endpoint, Purpose::Directory).await?;
        let (near, far, url) = pair().await.map_err(|_| fault(Cause::Client))?;
        let wire = Wire {
            host: connector.host.clone(),
            port: connector.port,
            cut: Arc::default(),
        };
        let cut = wire.cut.clone();
        tokio::spawn(async move {
            if let Err(error) = pass_on(stream, near, &cut).await {
                tracing::debug!(%error, "directory connection cut");
            }
        });
        let settings = LdapConnSettings::new().set_std_stream(far);
        let (driver, ldap) = LdapConnAsync::with_settings(settings, url)
            .await
            .map_err(|error| wire.fault(&error))?;
        tokio::spawn(async move {
            if let Some(Err(error)) = contained(driver.drive()).await {
                tracing::debug!(%error, "directory connection ended");
            }
        });
        Ok((ldap, wire))
    }

    /// Whether a directory speaks: asks whom it takes us for (RFC 4532), which is nobody. Any result is an answer.
    ///
    /// # Errors
    /// The [`Fault`] of the connection; [`Cause::Busy`] when it says so.
    pub async fn directory_answers(&self, connector: &LdapConnector) -> Result<(), Fault> {
        let (mut ldap, wire) = self.ldap(connector).await?;
        let asked = ldap.with_timeout(self.deadlines().answer).extended(WhoAmI);
        let told = wire.answer(asked).await.map_err(|unanswered| unanswered.fault)?;
        match told.1.rc {
            BUSY | UNAVAILABLE => Err(Fault::new(&connector.host, connector.port, Cause::Busy)),
            _ => Ok(()),
        }
    }
}

/// Result codes of RFC 4511 §4.1.9.
const BUSY: u32 = 51;
const UNAVAILABLE: u32 = 52;

/// Where the answers of a directory are heard.
#[derive(Clone)]
pub struct Wire {
    host: String,
    port: u16,
    /// Why it was cut on our side.
    cut: Arc<OnceLock<Cause>>,
}

/// A question no answer came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unanswered {
    /// Why.
    pub fault: Fault,
    /// The question may have reached the server.
    pub sent: bool,
}

impl Wire {
    /// Waits for one operation. `ldap3` panics on answers that are not LDAP: they are malformed answers.
    ///
    /// # Errors
    /// Why there is none, and whether the question may have left.
    pub async fn answer<T>(&self, asked: impl Future<Output = Result<T, LdapError>>) -> Result<T, Unanswered> {
        match contained(asked).await {
            Some(Ok(answered)) => Ok(answered),
            Some(Err(error)) => Err(Unanswered {
                // Only an operation the connection never took over is known not to have left.
                sent: !matches!(error, LdapError::OpSend { .. }),
                fault: self.fault(&error),
            }),
            None => Err(Unanswered {
                fault: Fault::new(&self.host, self.port, Cause::Malformed),
                sent: true,
            }),
        }
    }

    /// Result codes are answers, not faults: this is what happened on the wire.
    fn fault(&self, error: &LdapError) -> Fault {
        let cut = self.cut.get().cloned();
        let cause = cut.unwrap_or_else(|| match error {
            LdapError::Timeout { .. } => Cause::Timeout,
            LdapError::EndOfStream | LdapError::ResultRecv { .. } | LdapError::OpSend { .. } => Cause::Reset,
            other => Cause::within(other as &(dyn Error + 'static)).unwrap_or(Cause::Malformed),
        });
        Fault::new(&self.host, self.port, cause)
    }
}

/// The two ends, and what `ldap3` calls such a stream.
#[cfg(unix)]
async fn pair() -> io::Result<(tokio::net::UnixStream, ldap3::StdStream, &'static str)> {
    let (near, far) = tokio::net::UnixStream::pair()?;
    Ok((near, ldap3::StdStream::Unix(far.into_std()?), "ldapi:///"))
}

/// The two ends, and what `ldap3` calls such a stream.
#[cfg(not(unix))]
async fn pair() -> io::Result<(tokio::net::TcpStream, ldap3::StdStream, &'static str)> {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await?;
    let far = tokio::net::TcpStream::connect(listener.local_addr()?).await?;
    let (near, peer) = listener.accept().await?;
    // Another program of this computer may have been quicker.
    if peer != far.local_addr()? {
        return Err(io::ErrorKind::ConnectionRefused.into());
    }
    Ok((near, ldap3::StdStream::Tcp(far.into_std()?), "ldap://127.0.0.1"))
}

/// Our words to the server as they are, its answers one by one.
async fn pass_on(server: Secure, client: impl AsyncRead + AsyncWrite, cut: &OnceLock<Cause>) -> io::Result<()> {
    let (mut from_server, mut to_server) = tokio::io::split(server);
    let (mut from_client, mut to_client) = tokio::io::split(client);
    let questions = async {
        tokio::io::copy(&mut from_client, &mut to_server).await?;
        to_server.shutdown().await
    };
    let answers = async {
        let mut pending = Vec::new();
        let mut chunk = [0_u8; 4096];
        loop {
            match begins(&pending) {
                Begins::Message(length) => {
                    let rest = pending.split_off(length);
                    to_client.write_all(&pending).await?;
                    pending = rest;
                }
                Begins::Nonsense => {
                    // Said before the stream ends: `ldap3` only sees that it does.
                    let _ = cut.set(Cause::Malformed);
                    return Err(io::Error::other(Cause::Malformed));
                }
                Begins::Part => {
                    let read = from_server.read(&mut chunk).await.inspect_err(|error| {
                        let _ = cut.set(Cause::within(error).unwrap_or(Cause::Reset));
                    })?;
                    if read == 0 {
                        return Ok(());
                    }
                    pending.extend_from_slice(chunk.get(..read).unwrap_or_default());
                }
            }
        }
    };
    // Whichever ends first ends the connection: both streams are dropped.
    tokio::select! {
        ended = questions => ended,
        ended = answers => ended,
    }
}
