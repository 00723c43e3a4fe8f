//! Opening a mailbox with one password: IMAP, then SMTP, then the filters, stopping at the first no.
//!
//! Connections carry no secret and are made side by side; sign-ins wait for each other's answer, so that a wrong password
//! is tried once. What each server says is `imap`'s, `smtp`'s and `sieve`'s; the budget is the caller's [`Witness`].

use std::future::Future;

use futures::future::try_join;
use tokio::{
    sync::oneshot,
    time::{Duration, timeout},
};

use super::{Forwarding, Mailbox, SignInRefusal, imap, inbox, sendable, sieve, smtp};
use crate::{academy::Endpoint, net::Net, secret::Password};

/// How long the filter server may take to be reached: what it tells is worth knowing, not worth waiting for.
const FILTERS_PATIENCE: Duration = Duration::from_secs(4);
/// From here on an answer to a sign-in is said to take long: Dovecot's penalties begin at 4 s, busy servers answer sooner.
const LONG: Duration = Duration::from_secs(3);

/// The servers of one mailbox that were reached, and what to look for once it is open.
#[derive(Clone, Copy, Debug, Default)]
pub struct Doors<'a> {
    /// Reading.
    pub imap: Option<&'a Endpoint>,
    /// Sending.
    pub smtp: Option<&'a Endpoint>,
    /// Filters; only a host of the data, and only once another server said yes to the password.
    pub sieve: Option<&'a Endpoint>,
    /// Who sends quarantine reports, where the data says so.
    pub quarantine_from: Option<&'a str>,
}

/// Hears of every sign-in: keeps the budget, shows what is going on.
pub trait Witness: Sync {
    /// A password is about to leave for `endpoint`.
    ///
    /// # Errors
    /// The attempt could not be noted: nothing is sent.
    fn before(&self, endpoint: &Endpoint) -> Result<(), SignInRefusal>;

    /// The server makes us wait: it punishes failures from our address, of a whole school perhaps. Not a failure; the
    /// answer comes within `at_most` of the question.
    fn kept_waiting(&self, _endpoint: &Endpoint, _at_most: Duration) {}

    /// What became of it.
    fn after(&self, endpoint: &Endpoint, answer: Result<(), &SignInRefusal>);
}

/// What the servers said.
#[derive(Debug, Default)]
pub struct Opened {
    /// IMAP opened it.
    pub mailbox: Option<Mailbox>,
    /// SMTP accepted the sign-in.
    pub sends: bool,
    /// What the filters forward.
    pub forwarding: Forwarding,
    /// The first no; nothing was tried after it.
    pub refusal: Option<SignInRefusal>,
}

/// Signs in once at each of `doors`, in order, as long as they say yes. Never tries twice.
pub async fn open(net: &Net, doors: Doors<'_>, login: &str, password: &Password, witness: &dyn Witness) -> Opened {
    if let Err(refusal) = sendable(login, password) {
        return Opened {
            refusal: Some(refusal),
            ..Opened::default()
        };
    }
    let one = One {
        net,
        login,
        password,
        witness,
    };
    let (imap_says, smtp_turn) = oneshot::channel();
    let (smtp_says, sieve_turn) = oneshot::channel();
    let (mailbox, sends, forwarding) = tokio::join!(
        Box::pin(one.reads(doors, imap_says)),
        Box::pin(one.sends(doors.smtp, smtp_turn, smtp_says)),
        Box::pin(one.filters(doors.sieve, sieve_turn)),
    );
    let (mailbox, imap_no) = parts(mailbox);
    let (sends, smtp_no) = parts(sends);
    Opened {
        mailbox: mailbox.flatten(),
        sends: sends.unwrap_or_default(),
        forwarding,
        refusal: imap_no.or(smtp_no),
    }
}

/// Signs in to IMAP alone and says nothing but whether it opens: whether a former password is still let in.
///
/// # Errors
/// What the server refused, or the fault of the connection. Never tries twice.
pub async fn knock(
    net: &Net,
    endpoint: &Endpoint,
    login: &str,
    password: &Password,
    witness: &dyn Witness,
) -> Result<(), SignInRefusal> {
    let mut session = Box::pin(imap::Session::greeted(net, endpoint)).await?;
    witnessed(net, witness, endpoint, session.sign_in(login, password)).await?;
    session.leave().await;
    Ok(())
}

/// Told to the next server's turn: the password is right. Dropped untold, the turn never comes.
type Says = oneshot::Sender<()>;
type Turn = oneshot::Receiver<()>;

struct One<'a> {
    net: &'a Net,
    login: &'a str,
    password: &'a Password,
    witness: &'a dyn Witness,
}

impl One<'_> {
    async fn reads(&self, doors: Doors<'_>, says: Says) -> Result<Option<Mailbox>, SignInRefusal> {
        let Some(endpoint) = doors.imap else {
            let _ = says.send(());
            return Ok(None);
        };
        let mut session = imap::Session::greeted(self.net, endpoint).await?;
        witnessed(
            self.net,
            self.witness,
            endpoint,
            session.sign_in(self.login, self.password),
        )
        .await?;
        let _ = says.send(());
        inbox::look(session, doors.quarantine_from).await.map(Some)
    }

    async fn sends(&self, endpoint: Option<&Endpoint>, turn: Turn, says: Says) -> Result<bool, SignInRefusal> {
        let Some(endpoint) = endpoint else {
            if turn.await.is_ok() {
                let _ = says.send(());
            }
            return Ok(false);
        };
        let Some(ready) = in_turn(smtp::Session::ready(self.net, endpoint), turn).await else {
            return Ok(false);
        };
        let mut session = ready?;
        witnessed(
            self.net,
            self.witness,
            endpoint,
            session.sign_in(self.login, self.password),
        )
        .await?;
        let _ = says.send(());
        session.leave();
        Ok(true)
    }

    async fn filters(&self, endpoint: Option<&Endpoint>, turn: Turn) -> Forwarding {
        let Some(endpoint) = endpoint else {
            return Forwarding::Unknown;
        };
        let host = endpoint.host.clone();
        let connecting = timeout(FILTERS_PATIENCE, sieve::Session::ready(self.net, endpoint));
        let Some(ready) = in_turn(connecting, turn).await else {
            return Forwarding::Unknown;
        };
        let Ok(Ok(mut session)) = ready else {
            return Forwarding::NotReached { host };
        };
        match witnessed(
            self.net,
            self.witness,
            endpoint,
            session.sign_in(self.login, self.password),
        )
        .await
        {
            Ok(()) => session.forwarding().await,
            Err(SignInRefusal::Fault(_) | SignInRefusal::Unanswered(_) | SignInRefusal::Unavailable { .. }) => {
                Forwarding::NotReached { host }
            }
            Err(_) => Forwarding::Refused { host },
        }
    }
}

/// Gets ready while waiting for the turn; `None`: the turn will not come, and getting ready stops.
async fn in_turn<T>(ready: impl Future<Output = T>, turn: Turn) -> Option<T> {
    // On the heap: a handshake's state is large, and three of them would not fit a worker's stack.
    let ready = Box::pin(async { Ok::<_, oneshot::error::RecvError>(ready.await) });
    try_join(ready, turn).await.ok().map(|(ready, ())| ready)
}

pub(super) async fn witnessed(
    net: &Net,
    witness: &dyn Witness,
    endpoint: &Endpoint,
    attempt: impl Future<Output = Result<(), SignInRefusal>>,
) -> Result<(), SignInRefusal> {
    witness.before(endpoint)?;
    let mut attempt = Box::pin(attempt);
    let answer = match timeout(LONG, &mut attempt).await {
        Ok(answer) => answer,
        Err(_) => {
            witness.kept_waiting(endpoint, net.deadlines().answer);
            attempt.await
        }
    };
    witness.after(endpoint, answer.as_ref().map(drop));
    answer
}

fn parts<T>(answer: Result<T, SignInRefusal>) -> (Option<T>, Option<SignInRefusal>) {
    match answer {
        Ok(value) => (Some(value), None),
        Err(refusal) => (None, Some(refusal)),
    }
}
