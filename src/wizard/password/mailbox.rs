//! Opening the mailbox with a password: what `mail::opening` was told becomes lines of the true list.

use std::sync::Arc;

use super::{Securing, Stage, other_form::Offer};
use crate::{
    mail::{Opened, SignInRefusal, opening},
    secret::Password,
    wizard::{
        Next, Refusal, Turn,
        access::{Access, ProvedPassword},
        place::Who,
        resume::Marked,
        tries::Tries,
        view::{AskedPassword, Device, Doings, Holding, Item, ItemKey, MailboxLine, Proof, Why},
    },
};

impl Securing {
    /// One sign-in at the mail servers with what was typed: the person's own password, or an application password.
    pub(super) async fn open_mail(&self, offer: Offer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let mut opened = self.try_mail(&offer.password, turn).await;
        // Once the mailbox is open the password is right: a no of the sending server alone is a line of the list.
        if opened.mailbox.is_none()
            && let Some(refusal) = opened.refusal.take()
        {
            if self.may_offer_other_form(&offer, &refusal, turn.world) {
                return Ok(self.to(Stage::OtherForm(offer)));
            }
            return Err(refusal.likely(self.who.place().platform()).into());
        }
        let proved = ProvedPassword::new(Arc::clone(&offer.password));
        let made = (offer.asked == AskedPassword::Application).then(|| self.made(&opened));
        let access = match self.device {
            Device::Computer => self.noted(opened, offer.access, proved),
            // The mailbox stays open with this computer's own.
            Device::Phone | Device::Tablet => offer.access,
        };
        let access = match made {
            Some(item) => access.noting(item),
            None => access,
        };
        let access = self.found_again(access, turn).await;
        Ok(self.to(self.ended(access)))
    }

    /// After the identity server said yes: the same password at the mail servers. A no is noted, not refused: the step
    /// has succeeded.
    pub(super) async fn with_mailbox(
        &self,
        access: Access,
        password: ProvedPassword,
        turn: &mut Turn<'_>,
    ) -> Result<Access, Refusal> {
        if self.who.place().wants_application_password() {
            return Ok(access.noting(Item::left(ItemKey::Mailbox, Why::MailFirst)));
        }
        let opened = self.try_mail(password.password(), turn).await;
        Ok(self.noted(opened, access, password))
    }

    async fn try_mail(&self, password: &Password, turn: &Turn<'_>) -> Opened {
        let doors = self.who.doors();
        if let Some(endpoint) = doors.imap.or(doors.smtp) {
            turn.progress.doing(Doings::Connecting, Some(&endpoint.host), 12);
        }
        let tries = Tries::of(&self.who, turn, Doings::SigningIn);
        opening::open(self.who.place().net(), doors, self.who.mail_login(), password, &tries).await
    }

    /// Whether the mail server lets the new password in, where the identity server would not say: it asks the same
    /// directory, and what never opened anything stands in no cache. A no proves nothing.
    pub(super) async fn mailbox_opens(&self, new: &Password, turn: &Turn<'_>) -> Option<Proof> {
        let place = self.who.place();
        let endpoint = self.who.doors().imap?;
        if place.wants_application_password() || self.who.budget(turn.world).left() == 0 {
            return None;
        }
        let tries = Tries::of(&self.who, turn, Doings::Resolving);
        let opened = opening::knock(place.net(), endpoint, self.who.mail_login(), new, &tries).await;
        let host = endpoint.host.clone();
        opened.ok().map(|()| Proof::ImapOpened { host })
    }

    /// Where the mail servers remember sign-ins: the former password is tried once, then the new one again, which makes
    /// them forget it and clears the failure at the directory (seen on Dovecot's authentication cache).
    pub(super) async fn old_one_shut_out(
        &self,
        access: Access,
        old: &Password,
        new: &ProvedPassword,
        turn: &mut Turn<'_>,
    ) -> Access {
        let place = self.who.place();
        let remembers = place
            .platform()
            .and_then(|platform| platform.remembers_sign_ins.as_ref());
        let doors = self.who.doors();
        let (Some(endpoint), true) = (doors.imap, remembers.is_some_and(|remembers| remembers.value)) else {
            return access;
        };
        if access.mail().is_none() || self.who.budget(turn.world).left() == 0 {
            return access;
        }
        let (net, login) = (place.net(), self.who.mail_login());
        let tries = Tries::of(&self.who, turn, Doings::Resolving);
        let host = endpoint.host.clone();
        let item = match opening::knock(net, endpoint, login, old, &tries).await {
            Ok(()) => Item::left(ItemKey::OldPassword, Why::StillOpens),
            Err(SignInRefusal::Refused { .. } | SignInRefusal::PasswordExpired { .. }) => {
                Item::done(ItemKey::OldPassword, Proof::ShutOut { host })
            }
            // Nothing was learnt of it.
            Err(_) => return access,
        };
        let again = opening::knock(net, endpoint, login, new.password(), &tries).await;
        tracing::debug!(holds = again.is_ok(), "the new password, again");
        access.noting(item)
    }

    pub(super) fn proof(&self, opened: &Opened) -> Option<Proof> {
        let sending = || {
            let endpoint = self.who.doors().smtp.filter(|_| opened.sends)?;
            Some(Proof::SmtpAccepted {
                host: endpoint.host.clone(),
            })
        };
        let host = opened.mailbox.as_ref().map(|mailbox| mailbox.host.clone());
        host.map(|host| Proof::ImapOpened { host }).or_else(sending)
    }

    /// The lines of the list that follow.
    fn noted(&self, opened: Opened, access: Access, password: ProvedPassword) -> Access {
        let servers = self.who.servers();
        let closed = self.who.place().clients_likely_closed();
        let missing = |known: bool| match (&opened.refusal, known) {
            (Some(SignInRefusal::Fault(_)), _) | (None, true) => Why::NotReached,
            (Some(_), _) | (None, false) if closed => Why::ClientsClosed,
            (Some(_), _) => Why::Refused,
            (None, false) => Why::ServersUnknown,
        };
        let reading = match &opened.mailbox {
            Some(mailbox) => Item::done(
                ItemKey::Mailbox,
                Proof::ImapOpened {
                    host: mailbox.host.clone(),
                },
            ),
            None => Item::left(ItemKey::Mailbox, missing(servers.imap.endpoint.is_some())),
        };
        let sending = match self.who.doors().smtp.filter(|_| opened.sends) {
            Some(endpoint) => Item::done(
                ItemKey::Sending,
                Proof::SmtpAccepted {
                    host: endpoint.host.clone(),
                },
            ),
            None => Item::left(ItemKey::Sending, missing(servers.smtp.endpoint.is_some())),
        };
        let mut access = access.noting(reading).noting(sending);
        if let Some(proof) = self.proof(&opened) {
            if !access.items().iter().any(|item| item.key == ItemKey::Identifier) {
                access = access.noting(Item::done(ItemKey::Identifier, proof));
            }
            let academy = self.who.place().academy();
            let line = opened
                .mailbox
                .as_ref()
                .map(|mailbox| MailboxLine::of(mailbox, &opened.forwarding, academy));
            access = access.with_mail(password, line, opened.sends);
        }
        access
    }

    /// Nothing to sign in to from here: what is known is that nothing is known.
    pub(super) fn not_now(&self, asked: AskedPassword, access: &Access, why: Why) -> Next {
        let mut access = self.without_mailbox(access.clone(), why);
        if asked == AskedPassword::Application {
            access = access.noting(Item::left(self.device.item(), why));
        }
        self.to(self.ended(access))
    }

    pub(super) fn verify_own(&self, access: Access) -> Next {
        self.to(self.own(access))
    }

    /// Where the person's own password is asked for, or the one of their application; or nothing can be asked.
    pub(super) fn own(&self, access: Access) -> Stage {
        let declared = access.noting(Item::declared(ItemKey::Password, Why::NoServer));
        let sign_in = |asked, access| Stage::SignIn {
            holding: Holding::AlreadyChanged,
            asked,
            access,
        };
        if self.identity_server() {
            return sign_in(AskedPassword::Own, declared);
        }
        let made = |marked: &Marked| marked.had(ItemKey::ApplicationPassword);
        let application = self.who.place().wants_application_password();
        match self.nothing_to_sign_in_to() {
            _ if application && !self.marked.as_deref().is_some_and(made) => Stage::ApplicationPage(declared),
            None if application => sign_in(AskedPassword::Application, declared),
            None => sign_in(AskedPassword::Own, declared),
            Some(why) => self.ended(declared.noting(Item::left(ItemKey::Mailbox, why))),
        }
    }

    /// Why no mail server can be asked, if none can.
    pub(super) fn nothing_to_sign_in_to(&self) -> Option<Why> {
        let servers = self.who.servers();
        let located = [&servers.imap, &servers.smtp];
        if located.iter().any(|located| Who::reached(located).is_some()) {
            return None;
        }
        let known = located.iter().any(|located| located.endpoint.is_some());
        Some(match known {
            true => Why::NotReached,
            false if self.who.place().clients_likely_closed() => Why::ClientsClosed,
            false => Why::ServersUnknown,
        })
    }
}
