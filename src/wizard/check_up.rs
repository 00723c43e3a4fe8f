//! Step 7, the true list: done with its proof, declared, left. A message to oneself may still be sent from here.

use super::{
    Next, Refusal, Step, Turn, World,
    access::Access,
    forgotten, mail_apps, message,
    tries::Tries,
    view::{Answer, Doings, FileLine, Item, ItemKey, Keeping, Proof, Reflex, Screen, Standing, Summary, Why},
};
use crate::{
    academy::{PagePurpose, portals},
    keep::{self, KeepFault},
    mail::{SignInRefusal, round_trip},
    profiles::Client,
    words::{Lang, Words},
};

/// The person at the end of the journey.
#[derive(Clone)]
pub(super) struct Reviewing {
    access: Access,
    files: Vec<FileLine>,
    /// Until when the mail password is kept, Unix seconds.
    kept: Option<i64>,
}

impl Reviewing {
    pub(super) fn begin(access: Access, files: Vec<FileLine>) -> Self {
        Self {
            access,
            files,
            kept: None,
        }
    }

    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        let place = self.access.who().place();
        let webmail = place.page(world, PagePurpose::Webmail);
        let mut left = self.standing(Standing::Left);
        if self
            .access
            .mailbox()
            .is_some_and(super::view::MailboxLine::forwards_outside)
        {
            left.push(Item::left(ItemKey::Forwarding, Why::Forwards).at(webmail.clone()));
        }
        Screen::CheckUp(Summary {
            done: self.standing(Standing::Done),
            declared: self.standing(Standing::Declared),
            left,
            files: self.files.clone(),
            mailbox: self.access.mailbox().cloned(),
            round_trip: self.may_round_trip(),
            keeping: self.keeping(world),
            reminders: self.may_remind(world),
            forgotten: Box::new(forgotten::rehearsed(&self.access, world)),
            webmail: Some(webmail),
            desks: place.desks(),
            message: message::to_desk(
                Words::of(Lang::Fr),
                place.academy(),
                place.department(),
                Some(self.access.who()),
            ),
            old_places: self.access.old_places(),
            portals: portals::map(&world.directory, place.academy(), place.platform()),
            reflexes: self.reflexes(),
        })
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match answer {
            Answer::RoundTrip if self.may_round_trip() => self.round_trip(turn).await,
            Answer::Keep if self.keeping(turn.world) == Keeping::Offered => self.keep(turn).await,
            Answer::Remind if self.may_remind(turn.world) => self.remind(turn),
            _ => Err(Refusal::NotNow),
        }
    }

    /// Both servers said yes, and no message came back yet.
    fn may_round_trip(&self) -> bool {
        let done = |item: &Item| item.key == ItemKey::RoundTrip && item.standing == Standing::Done;
        self.access.mailbox().is_some() && self.access.sending().is_some() && !self.access.items().iter().any(done)
    }

    async fn round_trip(&self, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let who = self.access.who();
        let Some(password) = self.access.sending() else {
            return Err(Refusal::NotNow);
        };
        if who.budget(turn.world).left() == 0 {
            let minutes = who.wait_minutes(turn.world);
            return Err(Refusal::BudgetSpent { minutes });
        }
        let words = Words::of(turn.world.lang);
        let letter = round_trip::Letter::new(
            Some(who.display_name()),
            &who.entered().address,
            words.plain("letter-round-trip-subject"),
            words.plain("letter-round-trip-body"),
        )?;
        let tries = Tries::of(who, turn, Doings::RoundTrip);
        let (net, doors, login) = (who.place().net(), who.doors(), who.mail_login());
        let item = match round_trip::run(net, doors, login, password.password(), &letter, &tries).await {
            Ok(back) => Item::done(ItemKey::RoundTrip, Proof::CameBack { host: back.imap }),
            Err(refusal @ SignInRefusal::NotBack { .. }) => {
                let item = Item::left(ItemKey::RoundTrip, Why::NotBack);
                turn.commit_now(Step::CheckUp(self.noting(item)));
                return Err(refusal.into());
            }
            Err(refusal) => return Err(refusal.into()),
        };
        // A message left: nothing before it can be gone back to.
        Ok(Next::Past(Step::CheckUp(self.noting(item))))
    }

    fn noting(&self, item: Item) -> Self {
        Self {
            access: self.access.clone().noting(item),
            ..self.clone()
        }
    }

    fn keeping(&self, world: &World) -> Keeping {
        match self.kept {
            Some(until) => Keeping::Until { until },
            None if world.rehearsal.is_some() || world.shared().is_some() => Keeping::No,
            None if self.access.mail().is_some() => Keeping::Offered,
            None => Keeping::No,
        }
    }

    /// In the system's keyring, by consent: this answer is it.
    async fn keep(&self, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let proved = self.access.mail().cloned().ok_or(Refusal::NotNow)?;
        let (address, now) = (self.access.who().entered().address.clone(), (turn.world.now)());
        turn.progress.doing(Doings::Keeping, None, 60);
        let kept = tokio::task::spawn_blocking(move || keep::remember(&address, proved.password(), now));
        let until = kept.await.map_err(|_| KeepFault::NoKeyring)??;
        Ok(Next::To(Step::CheckUp(Self {
            kept: Some(until.unix_timestamp()),
            ..self.clone()
        })))
    }

    /// What is left has a day of its own: not on a computer that is not the person's, where no file may stay.
    fn may_remind(&self, world: &World) -> bool {
        world.shared().is_none() && !self.files.iter().any(|file| file.client == Client::Reminders)
    }

    fn remind(&self, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        let written = mail_apps::reminders(&self.access, turn.world)?;
        let files = self.files.iter().cloned().chain(written).collect();
        Ok(Next::To(Step::CheckUp(Self { files, ..self.clone() })))
    }

    fn standing(&self, standing: Standing) -> Vec<Item> {
        self.access
            .items()
            .iter()
            .filter(|item| item.standing == standing)
            .cloned()
            .collect()
    }

    /// Habits, those tied to what was measured first.
    fn reflexes(&self) -> Vec<Reflex> {
        let mut reflexes = Vec::new();
        if self.access.mailbox().is_some_and(|mailbox| mailbox.nearly_full) {
            reflexes.push(Reflex::Quota);
        }
        if self
            .access
            .who()
            .place()
            .platform()
            .is_some_and(|platform| platform.quarantine_days.is_some())
        {
            reflexes.push(Reflex::Quarantine);
        }
        reflexes.extend([
            Reflex::Bcc,
            Reflex::Phishing,
            Reflex::LogOut,
            Reflex::Browser,
            Reflex::Reuse,
            Reflex::Numen,
            Reflex::Forwarding,
            Reflex::Alerts,
            Reflex::Signature,
        ]);
        reflexes
    }
}
