//! `ldap3` panics on answers that are not LDAP: that must cost the operation, not the program, and no page of text on the
//! person's terminal.

use std::{
    cell::Cell,
    future::Future,
    panic::{self, AssertUnwindSafe},
    pin::pin,
    sync::Once,
    task::Poll,
};

use futures::FutureExt;

thread_local! {
    /// This thread is inside [`contained`]: a panic now is an answer, and the log has it.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Runs a future of `ldap3`; none when it panicked.
pub(super) async fn contained<T>(asked: impl Future<Output = T>) -> Option<T> {
    quieten();
    let mut asked = pin!(AssertUnwindSafe(asked).catch_unwind());
    let answered = std::future::poll_fn(|context| {
        // Set for this poll only: the task may go on in another thread, and this one do other work.
        let before = EXPECTED.replace(true);
        let polled: Poll<_> = asked.as_mut().poll(context);
        EXPECTED.set(before);
        polled
    });
    answered.await.ok()
}

/// The panic hook that was there keeps its say in every other panic.
fn quieten() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if EXPECTED.get() {
                tracing::debug!("ldap3 gave up on an answer");
            } else {
                before(panic);
            }
        }));
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_no_answer_and_what_follows_is_not_hidden() {
        let broken = contained(async {
            tokio::task::yield_now().await;
            assert!(EXPECTED.get());
            panic!("not LDAP")
        });
        assert!(broken.await.is_none_or(|(): ()| false));
        assert!(!EXPECTED.get());
        assert_eq!(contained(async { 7 }).await, Some(7));
    }
}
