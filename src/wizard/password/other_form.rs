//! The other form of the user name, "jdupont" for "jean.dupont@…" or the reverse: offered once, after a refusal, where the
//! academy has not signed which one its mail servers want. The person agrees or types again.

use std::sync::Arc;

use super::{Securing, Stage};
use crate::{
    academy::Confidence,
    mail::SignInRefusal,
    secret::Password,
    wizard::{
        Next, Refusal, Step, Turn, World,
        access::Access,
        view::{AskedPassword, Holding, Screen},
    },
};

/// A sign-in to mail, kept for a second form of the name.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) holding: Holding,
    pub(super) asked: AskedPassword,
    pub(super) access: Access,
    pub(super) password: Arc<Password>,
    pub(super) tried_elsewhere: bool,
}

impl Securing {
    /// Whether the refusal may come from the form of the name, and one more try is safe.
    pub(super) fn may_offer_other_form(&self, offer: &Offer, refusal: &SignInRefusal, world: &World) -> bool {
        let form = self
            .who
            .place()
            .platform()
            .and_then(|platform| platform.login_form.as_ref());
        let signed = form.is_some_and(|form| form.provenance.confidence == Confidence::Pack);
        matches!(refusal, SignInRefusal::Refused { .. })
            && !self.other_form_tried
            && !signed
            && self.who.other_mail_login().is_some()
            && self.budget_allows(offer.tried_elsewhere, world).is_ok()
    }

    pub(super) fn other_form_screen(&self, offer: &Offer, world: &World) -> Screen {
        Screen::OtherForm {
            refused: self.who.mail_login().to_owned(),
            other: self.who.other_mail_login().unwrap_or_default().to_owned(),
            asked: offer.asked,
            attempts_left: self.who.budget(world).left(),
        }
    }

    /// One sign-in under the other form, or back to the question.
    pub(super) async fn other_form(&self, offer: &Offer, agreed: bool, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let again = |form_tried| Self {
            other_form_tried: form_tried,
            ..self.in_stage(Stage::SignIn {
                holding: offer.holding,
                asked: offer.asked,
                access: offer.access.clone(),
            })
        };
        if !agreed {
            return Ok(Next::To(Step::Password(again(true))));
        }
        self.budget_allows(offer.tried_elsewhere, turn.world)?;
        // Spent from here on, whatever comes of it.
        turn.commit_now(Step::Password(again(true)));
        let who = self.who.clone().with_other_form();
        let offer = Offer {
            access: offer.access.clone().with_who(who.clone()),
            ..offer.clone()
        };
        Self { who, ..again(true) }.open_mail(offer, turn).await
    }
}
