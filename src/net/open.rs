//! Opens an endpoint, phase by phase: what was met on the way, how long each phase took, and what it looks like while
//! somebody waits.
//!
//! Silence is told from slowness by what came before it: a far network answers late from the first packet on, a filter
//! answers at once or never.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use rustls::pki_types::ServerName;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsConnector;

use super::{
    Net, Purpose, Secure,
    dialogue::Dialogue,
    fault::{Cause, Fault},
    heard::{Heard, Watched},
    reach,
};
use crate::academy::{Endpoint, Security};

/// What an endpoint showed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Observation {
    /// A verified greeting, or the one cause.
    pub outcome: Result<(), Fault>,
    /// How long each phase took.
    pub pace: Pace,
}

impl Observation {
    /// What is to be said of a server that answered: that the network is slow, if it is.
    #[must_use]
    pub fn remark(&self, endpoint: &Endpoint) -> Option<Fault> {
        (self.outcome.is_ok() && self.pace.is_slow()).then(|| Fault::new(&endpoint.host, endpoint.port, Cause::Slow))
    }
}

/// How long each phase took; `None`: it was not reached, or not ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// Name to addresses.
    pub resolve: Option<Duration>,
    /// SYN to connected: about one round trip.
    pub connect: Option<Duration>,
    /// TLS, with what STARTTLS needs before it.
    pub handshake: Option<Duration>,
    /// Greeting.
    pub greeting: Option<Duration>,
}

impl Pace {
    /// One packet there and back took 0.4 s, or a handshake 1.5 s: a line people notice.
    #[must_use]
    pub fn is_slow(&self) -> bool {
        let longer =
            |phase: Option<Duration>, limit: u64| phase.is_some_and(|took| took >= Duration::from_millis(limit));
        longer(self.connect, 400) || longer(self.handshake, 1_500)
    }

    /// All phases together.
    #[must_use]
    pub fn total(&self) -> Duration {
        [self.resolve, self.connect, self.handshake, self.greeting]
            .into_iter()
            .flatten()
            .sum()
    }
}

impl Net {
    /// Connects: name, TCP, TLS or our strict STARTTLS. The greeting is left to the caller after implicit TLS, and was
    /// read after STARTTLS: see [`Secure::greeted`].
    ///
    /// # Errors
    /// The [`Fault`] of the phase that failed; nothing but the words of STARTTLS was sent in the clear.
    pub async fn secure(&self, endpoint: &Endpoint, purpose: Purpose) -> Result<Secure, Fault> {
        let track = Track::default();
        self.bounded(endpoint, &track, self.open(endpoint, purpose, &track))
            .await
    }

    /// Whether a server answers there under a verified certificate and says hello. Sends no secret.
    ///
    /// # Errors
    /// The [`Fault`] of the phase that failed.
    pub async fn probe(&self, endpoint: &Endpoint) -> Result<(), Fault> {
        self.examine(endpoint, |_| ()).await.outcome
    }

    /// As [`Net::probe`], with the time each phase took. `suspect` is told what it looks like so far, once, when
    /// [`Deadlines::suspicion`](super::Deadlines::suspicion) passes without a verdict.
    pub async fn examine(&self, endpoint: &Endpoint, suspect: impl FnOnce(Fault) + Send) -> Observation {
        let track = Track::default();
        let meeting = async {
            let mut stream = self.open(endpoint, Purpose::Probe, &track).await?;
            if !stream.greeted() {
                let mut dialogue = Dialogue::new(&mut stream);
                let greeting = timeout(self.deadlines.handshake, dialogue.greeting(endpoint.protocol)).await;
                let at = |cause| Fault::new(&endpoint.host, endpoint.port, cause);
                greeting.map_err(|_| at(Cause::Timeout))?.map_err(at)?;
            }
            track.enter(Phase::Done);
            Ok(())
        };
        let mut meeting = std::pin::pin!(self.bounded(endpoint, &track, meeting));
        let outcome = tokio::select! {
            outcome = &mut meeting => outcome,
            () = sleep(self.deadlines.suspicion) => {
                let cause = track.suspected(self.deadlines.suspicion);
                suspect(Fault::new(&endpoint.host, endpoint.port, cause));
                meeting.await
            }
        };
        Observation {
            outcome,
            pace: track.pace(),
        }
    }

    /// Nobody waits longer than [`Deadlines::total`](super::Deadlines::total) for a verdict.
    async fn bounded<T>(
        &self,
        endpoint: &Endpoint,
        track: &Track,
        meeting: impl Future<Output = Result<T, Fault>>,
    ) -> Result<T, Fault> {
        timeout(self.deadlines.total, meeting).await.unwrap_or_else(|_| {
            let cause = track.suspected(self.deadlines.handshake);
            Err(Fault::new(&endpoint.host, endpoint.port, cause))
        })
    }

    async fn open(&self, endpoint: &Endpoint, purpose: Purpose, track: &Track) -> Result<Secure, Fault> {
        let fault = |cause| Fault::new(&endpoint.host, endpoint.port, cause);
        let name = ServerName::try_from(endpoint.host.clone()).map_err(|_| fault(Cause::BadHost))?;
        let config = Arc::new(self.tls_config().map_err(fault)?);
        tracing::debug!(host = endpoint.host, port = endpoint.port, ?purpose, "connecting");
        let addresses = reach::addresses(&self.hosts, &endpoint.host, endpoint.port, &self.deadlines).await;
        let addresses = addresses.map_err(fault)?;
        self.note(&endpoint.host, endpoint.port, purpose);
        track.enter(Phase::Connect);
        let tcp = reach::connect(&addresses, &self.deadlines).await.map_err(fault)?;
        track.enter(Phase::Handshake);
        let heard = track.heard();
        let mut tcp = Watched::new(tcp, heard.clone());
        let starttls = endpoint.security == Security::Starttls;
        let handshake = async {
            if starttls {
                Dialogue::new(&mut tcp).starttls(endpoint.protocol).await?;
            }
            TlsConnector::from(config).connect(name, tcp).await.map_err(|error| {
                match Cause::within(&error).unwrap_or(Cause::Tls) {
                    // What follows the go-ahead is the handshake or somebody else's words.
                    Cause::PlainOnTls if starttls => Cause::StarttlsInjected,
                    cause => cause,
                }
            })
        };
        let stream = timeout(self.deadlines.handshake, handshake)
            .await
            .map_err(|_| fault(track.suspected(self.deadlines.handshake)))?
            .map_err(|cause| fault(heard.explain(cause)))?;
        heard.done();
        track.enter(Phase::Greeting);
        tracing::debug!(host = endpoint.host, port = endpoint.port, "tls");
        Ok(Secure::new(stream, starttls, self.deadlines.answer))
    }
}

/// Where a meeting stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    Resolve,
    Connect,
    Handshake,
    Greeting,
    Done,
}

/// How far a meeting came, readable while it goes on.
#[derive(Debug)]
struct Track {
    state: Mutex<(Phase, Instant, Pace)>,
    heard: Arc<Heard>,
}

impl Default for Track {
    fn default() -> Self {
        Self {
            state: Mutex::new((Phase::Resolve, Instant::now(), Pace::default())),
            heard: Arc::default(),
        }
    }
}

impl Track {
    fn enter(&self, next: Phase) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let (phase, since, pace) = &mut *state;
        let took = Some(since.elapsed());
        match phase {
            Phase::Resolve => pace.resolve = took,
            Phase::Connect => pace.connect = took,
            Phase::Handshake => pace.handshake = took,
            Phase::Greeting => pace.greeting = took,
            Phase::Done => {}
        }
        (*phase, *since) = (next, Instant::now());
    }

    fn heard(&self) -> Arc<Heard> {
        self.heard.clone()
    }

    fn pace(&self) -> Pace {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).2
    }

    /// What it looks like after `limit` without an end.
    fn suspected(&self, limit: Duration) -> Cause {
        let (phase, since, pace) = *self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match phase {
            Phase::Resolve => Cause::DnsSilent,
            Phase::Connect => Cause::Filtered,
            // A far server may still be on its way; one that answered SYN at once and then says nothing is not.
            Phase::Handshake if pace.is_slow() => Cause::Slow,
            Phase::Handshake if self.heard.silence(since) > limit.mul_f32(0.6) => Cause::Mute,
            Phase::Handshake => Cause::Slow,
            Phase::Greeting | Phase::Done => Cause::Timeout,
        }
    }
}
