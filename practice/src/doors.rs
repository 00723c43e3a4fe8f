//! Listening on loopback: ports chosen by the system, bounded numbers of connections, everything ended by one abort.

use std::{
    future::Future,
    io,
    net::Ipv4Addr,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};

use tokio::{
    net::{TcpListener, TcpStream},
    task::{AbortHandle, JoinSet},
    time::timeout,
};
use tokio_rustls::{TlsAcceptor, server::TlsStream};

/// Connections one server answers at a time.
const CONNECTIONS: usize = 64;
/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(20);

/// A port that is ours, not served yet.
pub(crate) struct Door {
    listener: TcpListener,
    port: u16,
    accepted: Arc<AtomicU32>,
}

impl Door {
    pub(crate) async fn open() -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        Ok(Self {
            listener,
            port,
            accepted: Arc::default(),
        })
    }

    /// Connections taken so far.
    pub(crate) fn accepted(&self) -> Arc<AtomicU32> {
        Arc::clone(&self.accepted)
    }

    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// Serves each connection once its TLS handshake is done.
    pub(crate) fn serve_tls<F, Fut>(self, acceptor: TlsAcceptor, serve: F) -> AbortHandle
    where
        F: Fn(TlsStream<TcpStream>) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        let serve = Arc::new(serve);
        self.serve(move |tcp| {
            let (acceptor, serve) = (acceptor.clone(), Arc::clone(&serve));
            async move {
                match timeout(HANDSHAKE, acceptor.accept(tcp)).await {
                    Ok(Ok(stream)) => serve(stream).await,
                    Ok(Err(error)) => tracing::debug!(%error, "TLS handshake refused"),
                    Err(_) => tracing::debug!("TLS handshake took too long"),
                }
            }
        })
    }

    /// Serves each connection as it comes, without TLS.
    pub(crate) fn serve<F, Fut>(self, serve: F) -> AbortHandle
    where
        F: Fn(TcpStream) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = ()> + Send + 'static,
    {
        tokio::spawn(accept(self.listener, self.accepted, serve)).abort_handle()
    }
}

/// Connections live in a set of the task: aborting it ends them all.
async fn accept<F, Fut>(listener: TcpListener, accepted: Arc<AtomicU32>, serve: F)
where
    F: Fn(TcpStream) -> Fut + Send + Sync + 'static,
    Fut: Future<Output = ()> + Send + 'static,
{
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            arrival = listener.accept() => match arrival {
                Ok((stream, peer)) if peer.ip().is_loopback() && connections.len() < CONNECTIONS => {
                    let _ = stream.set_nodelay(true);
                    accepted.fetch_add(1, Ordering::Relaxed);
                    connections.spawn(serve(stream));
                }
                Ok(_) => tracing::debug!("connection not served: too many, or not from here"),
                // Out of descriptors: nothing to do but let some close.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}
