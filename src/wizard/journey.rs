//! The journey as the doors hold it: one task behind a channel, the view as a watch.
//!
//! One answer at a time; a second one meanwhile is refused as busy, cancelling drops the wait. What may be asked at any
//! time ([`ask`](super::ask)) never waits for the task.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use time::OffsetDateTime;
use tokio::sync::{mpsc, oneshot, watch};

use super::{
    Progress, Refusal, Wizard, World,
    ask::{Local, Question, Reply},
    diagnosis::{self, NothingToDiagnose},
    view::{Answer, Diagnosis, Doing, RefusalLine, View},
};
use crate::{academy::directory::Directory, net::Contact, net::Net};

/// A handle on a journey; clones share it. The task ends with the last handle.
#[derive(Clone)]
pub struct Journey {
    orders: mpsc::Sender<Order>,
    busy: Arc<AtomicBool>,
    cancels: mpsc::Sender<()>,
    views: watch::Receiver<View>,
    doing: watch::Receiver<Option<Doing>>,
    local: watch::Receiver<Local>,
    net: Net,
    now: fn() -> OffsetDateTime,
}

enum Order {
    Answer(Box<Answer>, oneshot::Sender<Result<View, RefusalLine>>),
    Back(oneshot::Sender<Result<View, RefusalLine>>),
}

impl Journey {
    /// Starts at the first question. Must be called inside a tokio runtime.
    #[must_use]
    pub fn start(world: World) -> Self {
        let (net, now) = (world.net.clone(), world.now);
        let wizard = Wizard::new(world);
        let (orders, inbox) = mpsc::channel(1);
        let (cancels, stops) = mpsc::channel(1);
        let (view_out, views) = watch::channel(wizard.view());
        let (local_out, local) = watch::channel(Local::of(&wizard));
        let (progress, doing) = Progress::channel();
        let busy = Arc::new(AtomicBool::new(false));
        tokio::spawn(run(
            wizard,
            progress,
            inbox,
            stops,
            view_out,
            local_out,
            Arc::clone(&busy),
        ));
        Self {
            orders,
            busy,
            cancels,
            views,
            doing,
            local,
            net,
            now,
        }
    }

    /// Answers the question on screen and waits for the next one.
    ///
    /// # Errors
    /// The refusal, as the doors show it; the screen is then the same, but for a change that is now in doubt.
    pub async fn answer(&self, answer: Answer) -> Result<View, RefusalLine> {
        let (reply, receive) = oneshot::channel();
        self.order(Order::Answer(Box::new(answer), reply), receive).await
    }

    /// One screen back.
    ///
    /// # Errors
    /// [`Refusal::NoWayBack`] behind an effect on a server.
    pub async fn back(&self) -> Result<View, RefusalLine> {
        let (reply, receive) = oneshot::channel();
        self.order(Order::Back(reply), receive).await
    }

    /// Ends here and erases everything: what is under way is no longer waited for.
    ///
    /// # Errors
    /// The ledger could not be written.
    pub async fn finish(&self, idle: bool) -> Result<View, RefusalLine> {
        self.cancel();
        let (reply, receive) = oneshot::channel();
        // Behind the answer under way, not beside it: the order waits in the channel.
        let order = Order::Answer(Box::new(Answer::Finish { idle }), reply);
        self.busy.store(true, Ordering::Release);
        self.orders
            .send(order)
            .await
            .map_err(|_| RefusalLine::of(&Refusal::Gone))?;
        receive.await.unwrap_or_else(|_| Err(RefusalLine::of(&Refusal::Gone)))
    }

    /// Stops waiting for what is under way; nothing happens when nothing is.
    pub fn cancel(&self) {
        // NOTE: a full channel means that a cancel already stands there.
        let _ = self.cancels.try_send(());
    }

    /// What to draw.
    #[must_use]
    pub fn view(&self) -> View {
        self.views.borrow().clone()
    }

    /// What to draw, each time it changes.
    #[must_use]
    pub fn views(&self) -> watch::Receiver<View> {
        self.views.clone()
    }

    /// What is going on, each time it changes.
    #[must_use]
    pub fn doing(&self) -> watch::Receiver<Option<Doing>> {
        self.doing.clone()
    }

    /// Replies at once from what is known here.
    #[must_use]
    pub fn ask(&self, question: Question) -> Reply {
        self.local.borrow().reply(question)
    }

    /// Every academy known: those of the program, and of the packs opened meanwhile.
    #[must_use]
    pub fn directory(&self) -> Directory {
        self.local.borrow().directory().clone()
    }

    /// Every host contacted, and why.
    #[must_use]
    pub fn contacted(&self) -> Vec<Contact> {
        self.net.contacted()
    }

    /// Looks at every server of the academy chosen and hands each change to `tell`: at any time, beside what is under
    /// way. Dropping the future ends it.
    ///
    /// # Errors
    /// [`NothingToDiagnose`] before an academy is chosen.
    pub async fn diagnose(&self, tell: impl FnMut(&Diagnosis)) -> Result<Diagnosis, RefusalLine> {
        let local = self.local.borrow().clone();
        let Some((place, address)) = local.place() else {
            return Err(RefusalLine::of(&NothingToDiagnose));
        };
        let (net, academy) = (place.net(), place.academy());
        Ok(diagnosis::examine(net, academy, place.platform(), address, self.now, tell).await)
    }

    async fn order(
        &self,
        order: Order,
        receive: oneshot::Receiver<Result<View, RefusalLine>>,
    ) -> Result<View, RefusalLine> {
        // One at a time: a second click must never become a second sign-in.
        if self.busy.swap(true, Ordering::AcqRel) {
            return Err(RefusalLine::of(&Refusal::Busy));
        }
        if self.orders.send(order).await.is_err() {
            return Err(RefusalLine::of(&Refusal::Gone));
        }
        receive.await.unwrap_or_else(|_| Err(RefusalLine::of(&Refusal::Gone)))
    }
}

async fn run(
    mut wizard: Wizard,
    progress: Progress,
    mut inbox: mpsc::Receiver<Order>,
    mut stops: mpsc::Receiver<()>,
    views: watch::Sender<View>,
    local: watch::Sender<Local>,
    busy: Arc<AtomicBool>,
) {
    while let Some(order) = inbox.recv().await {
        // A cancel that came after the last answer had ended is not meant for this one.
        while stops.try_recv().is_ok() {}
        let (outcome, reply) = match order {
            Order::Back(reply) => (wizard.back(), reply),
            Order::Answer(answer, reply) => {
                let outcome = tokio::select! {
                    outcome = wizard.answer(*answer, &progress) => outcome,
                    Some(()) = stops.recv() => Err(Refusal::Cancelled),
                };
                (outcome, reply)
            }
        };
        progress.rest();
        let view = wizard.view();
        views.send_replace(view.clone());
        local.send_replace(Local::of(&wizard));
        if let Err(refusal) = &outcome {
            tracing::info!(%refusal, "refused");
        }
        busy.store(false, Ordering::Release);
        // NOTE: a door that went away while waiting loses nothing: the view is in the watch.
        let _ = reply.send(outcome.map(|()| view).map_err(|refusal| RefusalLine::of(&refusal)));
    }
}
