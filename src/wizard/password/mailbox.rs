//! Opening the mailbox with a password: IMAP, then SMTP, stopping at the first no.

use std::sync::Arc;

use super::{Securing, Stage};
use crate::{
    mail::{SignInRefusal, imap, smtp},
    secret::Password,
    wizard::{
        Next, Refusal, Turn,
        access::{Access, ProvedPassword},
        place::Who,
        view::{AskedPassword, Doings, Item, ItemKey, MailboxLine, Proof, Why},
    },
};

impl Securing {
    /// One sign-in at the mail servers with what was typed: the person's own password, or an application password.
    pub(super) async fn open_mail(
        &self,
        asked: AskedPassword,
        access: &Access,
        password: Arc<Password>,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        let opened = self.try_mail(&password, turn).await;
        if let Some(refusal) = opened.refusal {
            return Err(refusal.into());
        }
        let proved = ProvedPassword::new(password);
        let made = (asked == AskedPassword::Application).then(|| match opened.proof() {
            Some(proof) => Item::done(ItemKey::ApplicationPassword, proof),
            None => Item::declared(ItemKey::ApplicationPassword, Why::ServersUnknown),
        });
        let mut access = opened.noted(access.clone(), proved);
        if let Some(item) = made {
            access = access.noting(item);
        }
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
        Ok(opened.noted(access, password))
    }

    async fn try_mail(&self, password: &Password, turn: &Turn<'_>) -> Opened {
        let (servers, net, login) = (self.who.servers(), self.who.place().net(), self.who.mail_login());
        let mut opened = Opened {
            imap_unreached: servers.imap.endpoint.is_some(),
            smtp_unreached: servers.smtp.endpoint.is_some(),
            ..Opened::default()
        };
        if let Some(endpoint) = Who::reached(&servers.imap) {
            turn.progress.doing(Doings::SigningIn, Some(&endpoint.host), 30);
            match imap::open(net, endpoint, login, password).await {
                Ok(mailbox) => opened.mailbox = Some((endpoint.host.clone(), MailboxLine::of(&mailbox))),
                Err(refusal) => return self.stopped(opened, refusal, turn),
            }
        }
        if let Some(endpoint) = Who::reached(&servers.smtp) {
            turn.progress.doing(Doings::SigningIn, Some(&endpoint.host), 30);
            match smtp::sign_in(net, endpoint, login, password).await {
                Ok(()) => opened.sending = Some(endpoint.host.clone()),
                Err(refusal) => return self.stopped(opened, refusal, turn),
            }
        }
        if opened.any() && self.note_success(turn.world).is_err() {
            tracing::warn!("the ledger could not take a success: the budget stays smaller than it is");
        }
        opened
    }

    fn stopped(&self, mut opened: Opened, refusal: SignInRefusal, turn: &Turn<'_>) -> Opened {
        if refusal.spent_attempt() && self.note_failure(turn.world).is_err() {
            tracing::warn!("the ledger could not take a failure");
        }
        opened.refusal = Some(refusal);
        opened
    }

    /// Nothing to sign in to from here: what is known is that nothing is known.
    pub(super) fn not_now(&self, asked: AskedPassword, access: &Access, why: Why) -> Next {
        let mut access = access.clone().noting(Item::left(ItemKey::Mailbox, why));
        if asked == AskedPassword::Application {
            access = access.noting(Item::left(ItemKey::ApplicationPassword, why));
        }
        self.to(self.ended(access))
    }

    pub(super) fn verify_own(&self, access: Access) -> Next {
        let declared = access.noting(Item::declared(ItemKey::Password, Why::NoServer));
        let own = |access| Stage::SignIn {
            holding: crate::wizard::view::Holding::AlreadyChanged,
            asked: AskedPassword::Own,
            access,
        };
        if self.identity_server() {
            return self.to(own(declared));
        }
        if self.who.place().wants_application_password() {
            return self.to(Stage::ApplicationPage(declared));
        }
        match self.nothing_to_sign_in_to() {
            None => self.to(own(declared)),
            Some(why) => self.to(self.ended(declared.noting(Item::left(ItemKey::Mailbox, why)))),
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
        Some(if known { Why::NotReached } else { Why::ServersUnknown })
    }
}

/// What the mail servers said.
#[derive(Default)]
struct Opened {
    mailbox: Option<(String, MailboxLine)>,
    sending: Option<String>,
    refusal: Option<SignInRefusal>,
    imap_unreached: bool,
    smtp_unreached: bool,
}

impl Opened {
    fn any(&self) -> bool {
        self.mailbox.is_some() || self.sending.is_some()
    }

    fn proof(&self) -> Option<Proof> {
        let opened = self
            .mailbox
            .as_ref()
            .map(|(host, _)| Proof::ImapOpened { host: host.clone() });
        opened.or_else(|| {
            self.sending
                .as_ref()
                .map(|host| Proof::SmtpAccepted { host: host.clone() })
        })
    }

    fn noted(self, access: Access, password: ProvedPassword) -> Access {
        let missing = |known: bool| match (&self.refusal, known) {
            (Some(SignInRefusal::Fault(_)), _) => Why::NotReached,
            (Some(_), _) => Why::Refused,
            (None, true) => Why::NotReached,
            (None, false) => Why::ServersUnknown,
        };
        let mailbox = match &self.mailbox {
            Some((host, _)) => Item::done(ItemKey::Mailbox, Proof::ImapOpened { host: host.clone() }),
            None => Item::left(ItemKey::Mailbox, missing(self.imap_unreached)),
        };
        let sending = match &self.sending {
            Some(host) => Item::done(ItemKey::Sending, Proof::SmtpAccepted { host: host.clone() }),
            None => Item::left(ItemKey::Sending, missing(self.smtp_unreached)),
        };
        let mut access = access.noting(mailbox).noting(sending);
        if let Some(proof) = self.proof() {
            let sending = self.sending.is_some();
            if !access.items().iter().any(|item| item.key == ItemKey::Identifier) {
                access = access.noting(Item::done(ItemKey::Identifier, proof));
            }
            access = access.with_mail(password, self.mailbox.map(|(_, line)| line), sending);
        }
        access
    }
}

impl MailboxLine {
    fn of(mailbox: &imap::Mailbox) -> Self {
        let nearly_full = match (mailbox.used_kib, mailbox.limit_kib) {
            (Some(used), Some(limit)) => used.saturating_mul(10) >= limit.saturating_mul(9),
            _ => false,
        };
        Self {
            messages: mailbox.messages,
            used_kib: mailbox.used_kib,
            limit_kib: mailbox.limit_kib,
            nearly_full,
        }
    }
}
