//! Step 6, mail on your devices: what is written, where, and what remains to do there. No file carries a password.
//!
//! What is written belongs to `profiles`; the one letter sent from here carries the profile for Apple's devices, or on a
//! shared computer every file, to the person's own address, through the server that was proved.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use lettre::{
    Address, Message,
    message::{Attachment, Mailbox, MultiPart, SinglePart, header::ContentType},
};
use tokio::time::Duration;

use super::{
    AddressFault, Next, Refusal, Step, Turn, World,
    access::Access,
    check_up::Reviewing,
    place::Who,
    tries, undo,
    view::{Answer, ClientOffer, Doings, FileLine, Item, ItemKey, Mailing, Proof, RefusalLine, Screen, TypedLine, Why},
};
use crate::{
    academy::PagePurpose,
    mail::discover::Located,
    profiles::{self, Client, HelpDesk, MailSettings, Output, SignatureFields, outlook, thunderbird::Habits, typed},
    words::Words,
};

/// How long an open Thunderbird is waited for.
const PATIENCE: Duration = Duration::from_secs(120);

/// The person with access, and the files written for them.
#[derive(Clone)]
pub(super) struct Equipping {
    access: Access,
    stage: Stage,
}

#[derive(Clone)]
enum Stage {
    Choosing,
    Written(Written),
}

/// What was written, and what can still be done with it.
#[derive(Clone)]
struct Written {
    files: Vec<FileLine>,
    typed: Vec<TypedLine>,
    /// What is read on another device, to be mailed.
    portable: Arc<Vec<Output>>,
    mailed: bool,
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
                clients: self.offers(world),
                folder: world.files().display().to_string(),
                display_name: self.access.who().display_name(),
            },
            Stage::Written(written) => Screen::Written {
                files: written.files.clone(),
                typed: written.typed.clone(),
                mailing: match self.access.outlet() {
                    _ if written.mailed => Mailing::Sent,
                    Some(_) if !written.portable.is_empty() => Mailing::Offered,
                    _ => Mailing::No,
                },
            },
        }
    }

    pub(super) async fn answer(&self, answer: Answer, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        match (&self.stage, answer) {
            (
                Stage::Choosing,
                Answer::Apps {
                    clients,
                    signature,
                    bcc_warning,
                },
            ) => self.write(&clients, signature, Habits { bcc_warning }, turn).await,
            (Stage::Choosing, Answer::Later) => {
                let access = self.access.clone().noting(Item::left(ItemKey::Profiles, Why::Later));
                Ok(review(access, Vec::new()))
            }
            (Stage::Written(written), Answer::MailMyself) => self.mail(written, turn).await,
            (Stage::Written(written), Answer::Continue) => Ok(self.review(written, turn.world)),
            _ => Err(Refusal::NotNow),
        }
    }

    /// What is on this computer first; then the order of [`Client::ALL`].
    fn offers(&self, world: &World) -> Vec<ClientOffer> {
        let installed = profiles::installed();
        let settings = settings(&self.access, SignatureFields::default(), world);
        let offer = |client: Client| {
            let unavailable = self.unavailable(client, &settings, world);
            ClientOffer {
                client,
                installed: installed.contains(&client),
                proposed: unavailable.is_none() && (installed.contains(&client) || client == Client::Sheet),
                unavailable: unavailable.map(|refusal| RefusalLine::of(&refusal)),
            }
        };
        let mut offers: Vec<_> = Client::ALL.into_iter().map(offer).collect();
        // On a shared computer what is not possible would fill the screen.
        let shared = world.shared().is_some();
        offers.sort_by_key(|offer| (shared && offer.unavailable.is_some(), !offer.installed));
        offers
    }

    fn unavailable(&self, client: Client, settings: &MailSettings, world: &World) -> Option<Refusal> {
        if world.shared().is_some() && !self.leaves(client) {
            return Some(Refusal::NotOnShared);
        }
        if client.needs_servers() && !self.serves() {
            return Some(Refusal::NoSettings);
        }
        match typed::forbidden(self.access.who().place().academy(), client) {
            Some(why) => Some(Refusal::AppForbidden { why: why.to_owned() }),
            None if client == Client::Webmail && settings.webmail.is_none() => Some(Refusal::NoWebmail),
            _ => None,
        }
    }

    /// What a shared computer may be used for: paper, and what reaches the person's own telephone, by its camera or by mail.
    fn leaves(&self, client: Client) -> bool {
        match client {
            Client::Android | Client::Sheet => true,
            Client::Apple | Client::Reminders => self.access.outlet().is_some(),
            _ => false,
        }
    }

    /// Both servers are known: mail programs can be set up.
    fn serves(&self) -> bool {
        let servers = self.access.who().servers();
        servers.imap.endpoint.is_some() && servers.smtp.endpoint.is_some()
    }

    async fn write(
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
        let settings = settings(&self.access, signature, world);
        let served = self.serves()
            && clients
                .iter()
                .any(|client| client.needs_servers() || *client == Client::Sheet);
        let now = (world.now)();
        let (mut outputs, mut sources, mut typed) = (Vec::new(), Vec::new(), Vec::new());
        for client in clients {
            if let Some(refusal) = self.unavailable(*client, &settings, world) {
                return Err(refusal);
            }
            let own = profiles::render(&settings, *client, now)?;
            match client {
                // Here it is put in its place, not left for the person to copy.
                Client::Evolution => sources.extend(own.into_iter().map(|output| match output.next {
                    "evolution-source" => Output {
                        next: "evolution-added",
                        ..output
                    },
                    _ => output,
                })),
                _ => outputs.extend(own),
            }
            typed.extend(self.typed(&settings, *client)?);
        }
        if clients.contains(&Client::Thunderbird) {
            // Before the first file: whoever stops waiting has nothing half done.
            let at_most = PATIENCE.as_secs().try_into().unwrap_or(u16::MAX);
            let waits = || turn.progress.doing(Doings::ThunderbirdOpen, None, at_most);
            undo::thunderbird_closed(&world.thunderbird, PATIENCE, waits).await?;
        }
        turn.progress.doing(Doings::Writing, None, 10);
        let mut ledger = world.ledger();
        let mut files = profiles::place(world.files(), &outputs)?;
        if !sources.is_empty() {
            files.extend(profiles::place_sources(&evolution(world), &sources)?);
        }
        if clients.contains(&Client::Outlook) && world.rehearsal.is_none() {
            let own = outlook::apply_registry(&settings, world.files())?;
            files.retain(|file| own.iter().all(|own| own.path != file.path));
            files.extend(own);
        }
        undo::note_all(&mut ledger, &files, now)?;
        if clients.contains(&Client::Thunderbird) {
            files.push(undo::add_to_thunderbird(&mut ledger, &world.thunderbird, &settings, habits, now)?.file);
        }
        profiles::in_turn(&mut files);
        let written = count(&files);
        // A signature and a calendar set up no mail program.
        let item = match served {
            true => Item::done(ItemKey::Profiles, Proof::OnDisk { files: written }),
            false if self.serves() => Item::left(ItemKey::Profiles, Why::Later),
            false => Item::left(ItemKey::Profiles, Why::NoSettings),
        };
        let access = self.access.clone().noting(item);
        let shared = world.shared().is_some();
        outputs.retain(|output| shared || output.client == Client::Apple);
        let stage = Stage::Written(Written {
            files,
            typed,
            portable: Arc::new(outputs),
            mailed: false,
        });
        Ok(Next::To(Step::MailApps(Self { access, stage })))
    }

    /// On with what is still there: a file may have been undone meanwhile, and is then no proof.
    fn review(&self, written: &Written, world: &World) -> Next {
        let noted = world.ledger().files();
        // An account that was there before is the person's own: on no list of ours.
        let stands = |file: &&FileLine| {
            file.next.ends_with(undo::ALREADY_THERE) || noted.iter().any(|noted| noted.path == Path::new(&file.path))
        };
        let kept: Vec<_> = written.files.iter().filter(stands).cloned().collect();
        let access = self.access.clone();
        let access = match kept.len() {
            all if all == written.files.len() => access,
            0 => access.noting(Item::left(ItemKey::Profiles, Why::Later)),
            _ => access.noting(Item::done(ItemKey::Profiles, Proof::OnDisk { files: count(&kept) })),
        };
        review(access, kept)
    }

    /// What to type, for the applications the academy allows.
    fn typed(&self, settings: &MailSettings, client: Client) -> Result<Vec<TypedLine>, Refusal> {
        let academy = self.access.who().place().academy();
        let (_, apps) = typed::apps(client);
        let allowed = apps.iter().filter(|app| academy.forbids(**app).is_none());
        Ok(allowed
            .map(|app| typed::line(settings, *app))
            .collect::<Result<_, _>>()?)
    }

    /// Once for what was written: asked again, the screen says that it is on its way, and nothing leaves.
    async fn mail(&self, written: &Written, turn: &mut Turn<'_>) -> Result<Next, Refusal> {
        if written.mailed {
            return Ok(Next::Here(Step::MailApps(self.clone())));
        }
        if self.access.outlet().is_none() || written.portable.is_empty() {
            return Err(Refusal::NotNow);
        }
        let message = letter(turn.world, self.access.who(), &written.portable)?;
        tries::mail(&self.access, message, turn).await?;
        let stage = Stage::Written(Written {
            mailed: true,
            ..written.clone()
        });
        Ok(Next::Here(Step::MailApps(Self {
            access: self.access.clone(),
            stage,
        })))
    }
}

/// What the writers take. A server that could not be reached from here is still right; an unknown one leads nowhere.
fn settings(access: &Access, signature: SignatureFields, world: &World) -> MailSettings {
    let who = access.who();
    let (place, servers) = (who.place(), who.servers());
    let unknown = profiles::nowhere();
    let known = |located: &Located, unknown| located.endpoint.clone().unwrap_or(unknown);
    MailSettings {
        address: who.entered().address.clone(),
        display_name: who.display_name(),
        login: who.mail_login().to_owned(),
        label: place.academy().official_name.clone(),
        imap: known(&servers.imap, unknown.0),
        smtp: known(&servers.smtp, unknown.1),
        webmail: place.page(world, PagePurpose::Webmail).url,
        reset_page: place.page(world, PagePurpose::ResetPassword).url,
        signature: Some(signature).filter(|fields| *fields != SignatureFields::default()),
        desk: HelpDesk::of(place.desk()),
        quarantine: place
            .platform()
            .is_some_and(|platform| platform.quarantine_days.is_some()),
        lang: world.lang,
    }
}

/// The calendar file alone, for what is left at the end.
pub(super) fn reminders(access: &Access, world: &World) -> Result<Vec<FileLine>, Refusal> {
    let now = (world.now)();
    let settings = settings(access, SignatureFields::default(), world);
    let outputs = profiles::render(&settings, Client::Reminders, now)?;
    let files = profiles::place(world.files(), &outputs)?;
    undo::note_all(&mut world.ledger(), &files, now)?;
    Ok(files)
}

/// To themselves, with what they open elsewhere.
fn letter(world: &World, who: &Who, portable: &[Output]) -> Result<Message, Refusal> {
    let words = Words::of(world.lang);
    let malformed = || Refusal::Address(AddressFault::Malformed);
    let own: Address = who.entered().address.parse().map_err(|_| malformed())?;
    let own = Mailbox::new(Some(who.display_name()), own);
    let (subject, body) = match world.shared() {
        None => ("letter-profile-subject", "letter-profile-body"),
        Some(_) => ("letter-files-subject", "letter-files-body"),
    };
    let mut parts = MultiPart::mixed().singlepart(SinglePart::plain(words.plain(body)));
    for output in portable {
        let kind = ContentType::parse(media_type(&output.file_name)).map_err(|_| Refusal::Gone)?;
        parts = parts.singlepart(Attachment::new(output.file_name.clone()).body(output.bytes.clone(), kind));
    }
    Message::builder()
        .from(own.clone())
        .to(own)
        .subject(words.plain(subject))
        .multipart(parts)
        .map_err(|_| malformed())
}

/// By the end of the name; the first is the one iOS opens.
fn media_type(file_name: &str) -> &'static str {
    match file_name.rsplit_once('.').map_or("", |(_, end)| end) {
        "mobileconfig" => "application/x-apple-aspen-config",
        "pdf" => "application/pdf",
        "ics" => "text/calendar",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

/// Where Evolution reads accounts; beside the other files in a rehearsal.
fn evolution(world: &World) -> PathBuf {
    let own = profiles::evolution_sources().filter(|_| world.rehearsal.is_none());
    own.unwrap_or_else(|| world.files().join("evolution"))
}

fn count(files: &[FileLine]) -> u32 {
    u32::try_from(files.len()).unwrap_or(u32::MAX)
}

fn review(access: Access, files: Vec<FileLine>) -> Next {
    Next::To(Step::CheckUp(Reviewing::begin(access, files)))
}
