//! The directory's connection: our TCP, our TLS and StartTLS, our limits, `ldap3`'s protocol.
//!
//! `ldap3` is given one end of a pair; the other end is a task that passes on what `ber` has looked at. Plain bytes
//! never leave the process: the pair is anonymous, or where a system has no such thing, loopback between two sockets
//! that are checked to be each other's peer.

use std::{error::Error, io};

use ldap3::{LdapConnAsync, LdapConnSettings, LdapError};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::{
    Net, Purpose, Secure,
    ber::{Begins, begins},
    fault::{Cause, Fault},
};
use crate::academy::{Endpoint, LdapConnector, Protocol};

impl Net {
    /// Connects to a directory over LDAPS or StartTLS. The connection has to be spawned before the handle is used:
    /// `ldap3::drive!(connection)`. An answer that is too long, too deep or none ends the connection.
    ///
    /// # Errors
    /// The [`Fault`] of the phase that failed.
    pub async fn ldap(&self, connector: &LdapConnector) -> Result<(LdapConnAsync, ldap3::Ldap), Fault> {
        let fault = |cause| Fault::new(&connector.host, connector.port, cause);
        let endpoint = Endpoint {
            protocol: Protocol::Ldap,
            host: connector.host.clone(),
            port: connector.port,
            security: connector.security,
        };
        let stream = self.secure(&endpoint, Purpose::Directory).await?;
        let (near, far, url) = pair().await.map_err(|_| fault(Cause::Client))?;
        tokio::spawn(async move {
            if let Err(error) = pass_on(stream, near).await {
                tracing::debug!(%error, "directory connection cut");
            }
        });
        let settings = LdapConnSettings::new().set_std_stream(far);
        LdapConnAsync::with_settings(settings, url)
            .await
            .map_err(|error| ldap_fault(&error, connector))
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
async fn pass_on(server: Secure, client: impl AsyncRead + AsyncWrite) -> io::Result<()> {
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
                Begins::Nonsense => return Err(io::Error::other(Cause::Malformed)),
                Begins::Part => {
                    let read = from_server.read(&mut chunk).await?;
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

/// Why an exchange with a directory failed on the wire. Result codes are answers, not faults: look at them first.
fn ldap_fault(error: &LdapError, connector: &LdapConnector) -> Fault {
    let cause = match error {
        LdapError::Timeout { .. } => Cause::Timeout,
        LdapError::EndOfStream | LdapError::ResultRecv { .. } | LdapError::OpSend { .. } => Cause::Reset,
        other => Cause::within(other as &(dyn Error + 'static)).unwrap_or(Cause::Malformed),
    };
    Fault::new(&connector.host, connector.port, cause)
}

impl Fault {
    /// Why an exchange over an open directory connection failed on the wire.
    #[must_use]
    pub fn from_ldap(error: &LdapError, connector: &LdapConnector) -> Self {
        ldap_fault(error, connector)
    }
}
