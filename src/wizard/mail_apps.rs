//! Step 6, mail on your devices: what is written, where, and what remains to do there. No file carries a password.

use super::{
    Next, Refusal, Step, Turn, World,
    access::Access,
    check_up::Reviewing,
    undo,
    view::{Answer, ClientOffer, Doings, FileLine, Item, ItemKey, Proof, RefusalLine, Screen, Why},
};
use crate::{
    academy::PagePurpose,
    ledger::How,
    profiles::{self, Client, MailSettings, SignatureFields, thunderbird::Habits},
};

/// The clients on offer, in the order they are shown.
const CLIENTS: [Client; 7] = [
    Client::Thunderbird,
    Client::Outlook,
    Client::Apple,
    Client::Android,
    Client::Sheet,
    Client::Signature,
    Client::Reminders,
];

/// The person with access, and the files written for them.
#[derive(Clone)]
pub(super) struct Equipping {
    access: Access,
    stage: Stage,
}

#[derive(Clone)]
enum Stage {
    Choosing,
    Written(Vec<FileLine>),
}

impl Equipping {
    pub(super) fn begin(access: Access) -> Self {
        Self {
            access,
            stage: Stage::Choosing,
        }
    }

    pub(super) fn access(&self) -> &Access {
        &self.access
    }

    pub(super) fn screen(&self, world: &World) -> Screen {
        match &self.stage {
            Stage::Choosing => Screen::ChooseApps {
                clients: self.offers(),
                folder: world.folder.display().to_string(),
                display_name: self.access.who().display_name(),
            },
            Stage::Written(files) => Screen::Written { files: files.clone() },
        }
    }

    pub(super) fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (
                Stage::Choosing,
                Answer::Apps {
                    clients,
                    signature,
                    bcc_warning,
                },
            ) => self.write(&clients, signature, Habits { bcc_warning }, turn),
            (Stage::Choosing, Answer::Later) => {
                let access = self.access.clone().noting(Item::left(ItemKey::Profiles, Why::Later));
                Ok(review(access, Vec::new()))
            }
            (Stage::Written(files), Answer::Continue) => Ok(review(self.access.clone(), files.clone())),
            _ => Err(Refusal::NotNow),
        }
    }

    fn offers(&self) -> Vec<ClientOffer> {
        let installed = profiles::installed();
        let settings = self.serves();
        let offer = |client: Client| {
            let writable = settings || !client.needs_servers();
            ClientOffer {
                client,
                installed: installed.contains(&client),
                proposed: writable && (installed.contains(&client) || client == Client::Sheet),
                unavailable: (!writable).then(|| RefusalLine::of(&Refusal::NoSettings)),
            }
        };
        CLIENTS.into_iter().map(offer).collect()
    }

    /// Both servers are known: mail programs can be set up.
    fn serves(&self) -> bool {
        self.settings(SignatureFields::default(), None).is_some()
    }

    /// What the writers that need no server take.
    fn unserved(&self, signature: SignatureFields, webmail: Option<String>) -> MailSettings {
        let who = self.access.who();
        MailSettings {
            webmail,
            signature: Some(signature).filter(|fields| *fields != SignatureFields::default()),
            ..MailSettings::without_servers(
                who.entered().address.clone(),
                who.display_name(),
                who.mail_login().to_owned(),
                who.place().academy().official_name.clone(),
            )
        }
    }

    /// What the writers take, when both servers are known. A server that could not be reached from here is still right.
    fn settings(&self, signature: SignatureFields, webmail: Option<String>) -> Option<MailSettings> {
        let who = self.access.who();
        let servers = who.servers();
        Some(MailSettings {
            address: who.entered().address.clone(),
            display_name: who.display_name(),
            login: who.mail_login().to_owned(),
            label: who.place().academy().official_name.clone(),
            imap: servers.imap.endpoint.clone()?,
            smtp: servers.smtp.endpoint.clone()?,
            webmail,
            signature: Some(signature).filter(|fields| *fields != SignatureFields::default()),
        })
    }

    fn write(
        &self,
        clients: &[Client],
        signature: SignatureFields,
        habits: Habits,
        turn: &mut Turn<'_>,
    ) -> Result<Next, Refusal> {
        if clients.is_empty() {
            return Err(Refusal::NoClient);
        }
        let world = turn.world;
        turn.progress.doing(Doings::Writing, None, 10);
        let webmail = self.access.who().place().page(world, PagePurpose::Webmail).url;
        let served = clients.iter().any(|client| client.needs_servers());
        let settings = match self.settings(signature.clone(), webmail.clone()) {
            Some(settings) => settings,
            None if served => return Err(Refusal::NoSettings),
            None => self.unserved(signature, webmail),
        };
        let now = (world.now)();
        let mut outputs = Vec::new();
        for client in clients {
            outputs.extend(profiles::render(&settings, *client, now)?);
        }
        let mut ledger = world.ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let mut files = profiles::place(&world.folder, &outputs)?;
        for file in &files {
            undo::note(&mut ledger, file, How::File, now)?;
        }
        if clients.contains(&Client::Thunderbird) {
            files.push(undo::add_to_thunderbird(&mut ledger, &world.thunderbird, &settings, habits, now)?.file);
        }
        let written = u32::try_from(files.len()).unwrap_or(u32::MAX);
        // A signature and a calendar set up no mail program.
        let profiles = match served {
            true => Item::done(ItemKey::Profiles, Proof::OnDisk { files: written }),
            false if self.serves() => Item::left(ItemKey::Profiles, Why::Later),
            false => Item::left(ItemKey::Profiles, Why::NoSettings),
        };
        let access = self.access.clone().noting(profiles);
        Ok(Next::To(Step::MailApps(Self {
            access,
            stage: Stage::Written(files),
        })))
    }
}

fn review(access: Access, files: Vec<FileLine>) -> Next {
    Next::To(Step::CheckUp(Reviewing::begin(access, files)))
}
