//! The directory's connection: our TCP, our trust, `ldap3`'s protocol.

use std::{error::Error, sync::Arc};

use ldap3::{LdapConnAsync, LdapConnSettings, LdapError, StdStream};
use tokio::time::timeout;

use super::{
    Net, Purpose,
    fault::{Cause, Fault},
};
use crate::academy::{LdapConnector, Security};

impl Net {
    /// Connects to a directory over LDAPS or StartTLS. The connection has to be spawned before the handle is used:
    /// `ldap3::drive!(connection)`.
    ///
    /// `ldap3` takes the TCP stream we opened and our TLS configuration, then drops whatever came in the clear before the
    /// handshake; it never speaks in the clear beyond the StartTLS request.
    ///
    /// # Errors
    /// The [`Fault`] of the phase that failed.
    pub async fn ldap(&self, connector: &LdapConnector) -> Result<(LdapConnAsync, ldap3::Ldap), Fault> {
        let (host, port) = (connector.host.as_str(), connector.port);
        let fault = |cause| Fault::new(host, port, cause);
        let stream = self
            .tcp(host, port, Purpose::Directory)
            .await?
            .into_std()
            .map_err(|_| fault(Cause::Client))?;
        let config = Arc::new(self.tls_config().map_err(fault)?);
        let starttls = connector.security == Security::Starttls;
        let settings = LdapConnSettings::new()
            .set_starttls(starttls)
            .set_config(config)
            .set_std_stream(StdStream::Tcp(stream));
        let url = format!("{}://{host}:{port}", if starttls { "ldap" } else { "ldaps" });
        match timeout(self.deadlines().handshake, LdapConnAsync::with_settings(settings, &url)).await {
            Err(_) => Err(fault(Cause::Mute)),
            Ok(Ok(pair)) => Ok(pair),
            Ok(Err(error)) => Err(ldap_fault(&error, host, port, starttls)),
        }
    }
}

/// Why an exchange with a directory failed on the wire. Result codes are answers, not faults: look at them first.
fn ldap_fault(error: &LdapError, host: &str, port: u16, starttls: bool) -> Fault {
    let cause = match error {
        // StartTLS answered "unsupported", or the exchange ended before the handshake.
        LdapError::LdapResult { .. } if starttls => Cause::StarttlsStripped,
        LdapError::Timeout { .. } => Cause::Timeout,
        LdapError::EndOfStream | LdapError::ResultRecv { .. } | LdapError::OpSend { .. } => Cause::Reset,
        other => Cause::within(other as &(dyn Error + 'static)).unwrap_or(Cause::Malformed),
    };
    Fault::new(host, port, cause)
}

impl Fault {
    /// Why an exchange over an open directory connection failed on the wire.
    #[must_use]
    pub fn from_ldap(error: &LdapError, connector: &LdapConnector) -> Self {
        ldap_fault(error, &connector.host, connector.port, false)
    }
}
