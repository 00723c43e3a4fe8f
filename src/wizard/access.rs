//! What the password step hands on: which passwords a server confirmed, and the true list so far.

use std::sync::Arc;

use super::{
    place::Who,
    view::{Item, ItemKey, MailboxLine, Proof, Standing, Why},
};
use crate::{academy::Endpoint, secret::Password};

/// A password a server said yes to. Only the password step makes one.
#[derive(Clone)]
pub struct ProvedPassword(Arc<Password>);

impl ProvedPassword {
    pub(super) fn new(password: Arc<Password>) -> Self {
        Self(password)
    }

    pub(super) fn password(&self) -> &Password {
        &self.0
    }

    pub(super) fn shared(&self) -> Arc<Password> {
        Arc::clone(&self.0)
    }
}

/// The person behind the password step.
#[derive(Clone)]
pub struct Access {
    who: Who,
    account: Option<ProvedPassword>,
    mail: Option<ProvedPassword>,
    sending: bool,
    mailbox: Option<MailboxLine>,
    items: Vec<Item>,
}

impl Access {
    /// Behind the identity step: whether the servers answered is known, and nothing else.
    pub(super) fn new(who: Who) -> Self {
        let servers = servers(&who);
        Self {
            who,
            account: None,
            mail: None,
            sending: false,
            mailbox: None,
            items: vec![servers],
        }
    }

    /// Who.
    #[must_use]
    pub fn who(&self) -> &Who {
        &self.who
    }

    /// The same, under another user name.
    pub(super) fn with_who(mut self, who: Who) -> Self {
        self.who = who;
        self
    }

    /// The account's password, when an identity server said yes to it.
    pub(super) fn account(&self) -> Option<&ProvedPassword> {
        self.account.as_ref()
    }

    /// The password mail was opened with, when mail can be sent with it.
    pub(super) fn sending(&self) -> Option<&ProvedPassword> {
        self.mail.as_ref().filter(|_| self.sending)
    }

    /// The proved way to send: the password, and the server that was reached.
    pub(super) fn outlet(&self) -> Option<(&ProvedPassword, &Endpoint)> {
        self.sending().zip(Who::reached(&self.who.servers().smtp))
    }

    /// The password mail was opened with.
    pub(super) fn mail(&self) -> Option<&ProvedPassword> {
        self.mail.as_ref()
    }

    pub(super) fn mailbox(&self) -> Option<&MailboxLine> {
        self.mailbox.as_ref()
    }

    pub(super) fn items(&self) -> &[Item] {
        &self.items
    }

    pub(super) fn with_account(mut self, password: ProvedPassword) -> Self {
        self.account = Some(password);
        self
    }

    pub(super) fn with_mail(mut self, password: ProvedPassword, mailbox: Option<MailboxLine>, sending: bool) -> Self {
        self.mail = Some(password);
        self.mailbox = mailbox;
        self.sending = sending;
        self
    }

    /// Adds a line; a later line of the same key replaces an earlier one.
    pub(super) fn noting(mut self, item: Item) -> Self {
        self.items.retain(|known| known.key != item.key);
        self.items.push(item);
        self
    }

    /// The lines of some keys, for the screen that ends a step.
    pub(super) fn lines(&self, keys: &[ItemKey]) -> Vec<Item> {
        self.items
            .iter()
            .filter(|item| keys.contains(&item.key))
            .cloned()
            .collect()
    }
}

/// Both greeted under a verified certificate, or what is missing: a network that lets them through, or their names.
fn servers(who: &Who) -> Item {
    let servers = who.servers();
    match (Who::reached(&servers.imap), Who::reached(&servers.smtp)) {
        (Some(imap), Some(_)) => Item::done(
            ItemKey::Servers,
            Proof::Greeted {
                host: imap.host.clone(),
            },
        ),
        _ if [&servers.imap, &servers.smtp]
            .iter()
            .any(|one| one.endpoint.is_some() && !one.reached) =>
        {
            Item::left(ItemKey::Servers, Why::NotReached)
        }
        _ if who.place().clients_likely_closed() => Item::left(ItemKey::Servers, Why::ClientsClosed),
        _ => Item::left(ItemKey::Servers, Why::ServersUnknown),
    }
}

impl Item {
    /// A server confirmed it.
    pub(super) fn done(key: ItemKey, proof: Proof) -> Self {
        Self {
            key,
            standing: Standing::Done,
            proof: Some(proof),
            why: None,
            page: None,
        }
    }

    /// The person said so; why we could not confirm it.
    pub(super) fn declared(key: ItemKey, why: Why) -> Self {
        Self {
            key,
            standing: Standing::Declared,
            proof: None,
            why: Some(why),
            page: None,
        }
    }

    /// Remains, and why.
    pub(super) fn left(key: ItemKey, why: Why) -> Self {
        Self {
            key,
            standing: Standing::Left,
            proof: None,
            why: Some(why),
            page: None,
        }
    }

    /// Where to do it.
    pub(super) fn at(mut self, page: super::view::PageLine) -> Self {
        self.page = Some(page);
        self
    }
}
