//! Step 7: what is on offer beside the list; each is asked once.

use rentree::wizard::view::{Answer, Keeping, Summary};

use super::{Said, Talk};

/// What the last screen offers beside the list; each is asked once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::cli) enum Offer {
    RoundTrip,
    Keep,
    Remind,
}

/// What is on offer and was not asked yet, in order. A reminder is for what is left.
pub(in crate::cli) fn offers(summary: &Summary, asked: &[Offer]) -> Vec<Offer> {
    let on_offer = [
        (Offer::RoundTrip, summary.round_trip),
        (Offer::Keep, summary.keeping == Keeping::Offered),
        (Offer::Remind, summary.reminders && !summary.left.is_empty()),
    ];
    let open = on_offer.into_iter().filter(|(offer, on)| *on && !asked.contains(offer));
    open.map(|(offer, _)| offer).collect()
}

impl Talk<'_> {
    pub(super) async fn check_up(&self, summary: &Summary) -> Said<Answer> {
        let (key, wanted) = match offers(summary, self.offered).first() {
            Some(Offer::RoundTrip) => ("cli-ask-round-trip", Answer::RoundTrip),
            Some(Offer::Keep) => ("cli-ask-keep", Answer::Keep),
            Some(Offer::Remind) => ("cli-ask-remind", Answer::Remind),
            None => return Ok(None),
        };
        Ok(Some(match self.agrees(key).await? {
            Some(true) => wanted,
            _ => Answer::Later,
        }))
    }
}
