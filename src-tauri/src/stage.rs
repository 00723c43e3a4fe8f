//! The journey on stage: the real one, or a rehearsal on the practice academies in this process.
//!
//! Owns what a [`Journey`] is built from (folders, clock, language, whose computer it is) and the move between the two: choosing a practice
//! academy starts a rehearsal, choosing a real one ends it. The journey itself belongs to `rentree::wizard`.

use std::{
    collections::BTreeMap,
    net::IpAddr,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use rentree::{
    academy::{
        AcademyKind, Origin,
        directory::Directory,
        pack::{self, Keyring, PackFile},
    },
    ledger::{Ledger, LedgerFault},
    net::Net,
    profiles::thunderbird::Homes,
    wizard::{
        Computer, Journey, Passing, Rehearsal, World, clock,
        idle::{Idle, Watch},
        packs::{self, LeftOut},
        passing,
        view::{AcademyCard, Screen, View},
    },
    words::Lang,
};
use rentree_practice::{Letter, Options, Person, Practice, Realm};
use tempfile::TempDir;
use tokio::sync::Notify;

/// Any reason why a journey cannot begin: English, for the log.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// One code step of RFC 6238.
const CODE_STEP: Duration = Duration::from_secs(30);

/// What the window's commands are called on.
pub(crate) struct Stage {
    act: Mutex<Act>,
    /// Packs a person opened: they serve until the window closes, in whichever journey.
    opened: Mutex<Vec<PackFile>>,
    lang: Mutex<Lang>,
    diagnosis: Mutex<Diagnosing>,
    /// The person said that this computer is shared: that holds until the window closes.
    shared: Mutex<bool>,
    watch: Mutex<Watch>,
    /// What the page engine keeps, and what is written on a shared computer: both end with the window.
    folders: Mutex<Vec<TempDir>>,
    passing: Passing,
}

/// The diagnosis under way, and the report of the last one.
#[derive(Default)]
struct Diagnosing {
    stop: Arc<Notify>,
    report: Option<String>,
}

/// A journey and where its files go.
struct Act {
    journey: Journey,
    kept: PathBuf,
    files: PathBuf,
    /// Packs of this machine that were refused.
    left_out: Vec<LeftOut>,
    rehearsal: Option<Playing>,
}

/// A rehearsal: servers, a folder of its own, and the practice phone.
struct Playing {
    practice: Practice,
    folder: TempDir,
    phone: Phone,
}

/// What the practice phone was shown, and the code it gave last: a server takes each code once.
#[derive(Default)]
struct Phone {
    uri: String,
    last: String,
}

impl Stage {
    /// The real journey, at its first question. Contacts nobody. Must be called inside a tokio runtime.
    pub(crate) fn open(net: Net) -> Result<Self, Fault> {
        let lang = Lang::from_system();
        passing::sweep();
        let (page, files) = (passing::folder("engine")?, passing::folder("files")?);
        let passing = Passing {
            files: files.path().join("Rentrée"),
            page_store: Some(page.path().to_owned()),
        };
        let act = Act::real(net, lang, &[], false, &passing)?;
        Ok(Self {
            act: Mutex::new(act),
            opened: Mutex::default(),
            lang: Mutex::new(lang),
            diagnosis: Mutex::default(),
            shared: Mutex::default(),
            watch: Mutex::new(Watch::new(clock())),
            folders: Mutex::new(vec![page, files]),
            passing,
        })
    }

    /// Where the page engine keeps what it keeps.
    pub(crate) fn page_folder(&self) -> Option<&Path> {
        self.passing.page_store.as_deref()
    }

    /// The person said whose computer this is.
    pub(crate) fn share(&self, shared: bool) {
        *held(&self.shared) = shared;
    }

    /// Somebody is there.
    pub(crate) fn sign(&self) {
        held(&self.watch).sign(clock());
    }

    /// How long a shared computer may still be left alone; elsewhere, and once all is erased, for ever.
    pub(crate) fn idle(&self) -> Idle {
        let view = self.journey().view();
        match (view.shared, &view.screen) {
            (None, _) | (_, Screen::Ended(_)) => Idle::Present,
            _ => held(&self.watch).at(clock()),
        }
    }

    /// The journey people are on.
    pub(crate) fn journey(&self) -> Journey {
        held(&self.act).journey.clone()
    }

    /// The language spoken now; the next journey writes its one mail in it.
    pub(crate) fn lang(&self) -> Lang {
        *held(&self.lang)
    }

    pub(crate) fn speak(&self, lang: Lang) {
        *held(&self.lang) = lang;
    }

    /// A diagnosis begins, and the one before it ends; what is handed out tells when it is to stop.
    pub(crate) fn new_diagnosis(&self) -> Arc<Notify> {
        let fresh = Diagnosing::default();
        let stop = Arc::clone(&fresh.stop);
        let before = std::mem::replace(&mut *held(&self.diagnosis), fresh);
        before.stop.notify_one();
        stop
    }

    pub(crate) fn stop_diagnosis(&self) {
        held(&self.diagnosis).stop.notify_one();
    }

    pub(crate) fn keep_report(&self, report: &str) {
        held(&self.diagnosis).report = Some(report.to_owned());
    }

    pub(crate) fn report(&self) -> Option<String> {
        held(&self.diagnosis).report.clone()
    }

    /// Makes the journey fit the academy chosen: a practice one only in a rehearsal, a real one never in it.
    pub(crate) async fn set_for(&self, academy: &str) -> Result<(), Fault> {
        let practice = Realm::ALL.iter().any(|realm| realm.id() == academy);
        let playing = held(&self.act).rehearsal.is_some();
        if practice && !playing {
            let shared = *held(&self.shared);
            let act = Act::rehearsal(self.lang(), shared, &self.passing).await?;
            *held(&self.act) = act;
        } else if !practice && playing {
            self.restart()?;
        }
        Ok(())
    }

    /// The real journey again, from its first question; a rehearsal and its folder end.
    pub(crate) fn restart(&self) -> Result<View, Fault> {
        let shared = *held(&self.shared);
        let act = Act::real(network()?, self.lang(), &held(&self.opened), shared, &self.passing)?;
        *held(&self.watch) = Watch::new(clock());
        let view = act.journey.view();
        *held(&self.act) = act;
        Ok(view)
    }

    /// The journey took this pack: the next one begins with it too.
    pub(crate) fn keep_pack(&self, pack: PackFile) {
        held(&self.opened).push(pack);
    }

    /// Packs of this machine that do not serve, and why.
    pub(crate) fn left_out(&self) -> Vec<LeftOut> {
        held(&self.act).left_out.clone()
    }

    /// Where files for the person go.
    pub(crate) fn files(&self) -> PathBuf {
        held(&self.act).files.clone()
    }

    /// What this program keeps of the journey on stage.
    pub(crate) fn ledger(&self) -> Result<Ledger, LedgerFault> {
        let kept = held(&self.act).kept.clone();
        Ledger::open(&kept)
    }

    /// Who can be played; nobody outside a rehearsal.
    pub(crate) fn people(&self) -> Vec<Person> {
        held(&self.act)
            .rehearsal
            .as_ref()
            .map(|playing| playing.practice.people().to_vec())
            .unwrap_or_default()
    }

    /// The practice mailbox of `address`, newest first.
    pub(crate) fn inbox(&self, address: &str) -> Vec<Letter> {
        let act = held(&self.act);
        let mut letters = act
            .rehearsal
            .as_ref()
            .map(|playing| playing.practice.inbox(address))
            .unwrap_or_default();
        letters.reverse();
        letters
    }

    /// Lets the practice phone see the card on screen.
    pub(crate) fn show_to_phone(&self, view: &View) {
        if let (Some(playing), Screen::EnrolmentCard { card, .. }) = (held(&self.act).rehearsal.as_mut(), &view.screen)
        {
            playing.phone = Phone {
                uri: card.uri.clone(),
                last: String::new(),
            };
        }
    }

    /// What the practice phone shows: the code of now, or the next one when this one was already given.
    pub(crate) fn phone_code(&self) -> Option<String> {
        let mut act = held(&self.act);
        let playing = act.rehearsal.as_mut()?;
        let now = SystemTime::now();
        let mut code = playing.practice.code_for(&playing.phone.uri, now)?;
        if code == playing.phone.last {
            code = playing.practice.code_for(&playing.phone.uri, now + CODE_STEP)?;
        }
        playing.phone.last.clone_from(&code);
        Some(code)
    }

    /// Removes what must not stay behind. The window is closing.
    pub(crate) fn leave(&self) {
        let journey = self.journey();
        if journey.view().shared.is_some() {
            // At the end already, or erased now: there is nobody left to be told.
            let _ = tauri::async_runtime::block_on(journey.finish(false));
        }
        let playing = held(&self.act).rehearsal.take();
        if let Some(playing) = playing {
            playing.practice.stop();
            passing::remove(playing.folder);
        }
        held(&self.folders).drain(..).for_each(passing::remove);
    }
}

impl Act {
    fn real(net: Net, lang: Lang, opened: &[PackFile], shared: bool, passing: &Passing) -> Result<Self, Fault> {
        let computer = Computer::said(shared);
        let kept = dirs::data_local_dir().ok_or("no data folder")?.join("rentree");
        let files = dirs::document_dir()
            .or_else(dirs::home_dir)
            .ok_or("no home folder")?
            .join("Rentrée");
        let (mut ledger, keys, now) = (Ledger::open(&kept)?, Keyring::pinned(), clock());
        if computer != Computer::Own {
            ledger.pass()?;
        }
        let mut known = packs::installed(&pack::folders(), &keys, &ledger, now);
        for pack in opened {
            // It was good a moment ago; a newer one may have been installed meanwhile, and then serves.
            match packs::check(&known.directory, pack, &keys, &ledger, now) {
                Ok(admitted) => known.directory = admitted.directory,
                Err(refusal) => tracing::warn!(%refusal, "a pack opened before no longer serves"),
            }
        }
        let world = World {
            directory: known.directory,
            net,
            ledger: Mutex::new(ledger),
            computer,
            folder: files.clone(),
            passing: passing.clone(),
            thunderbird: Homes::of_person(),
            now: clock,
            lang,
            practice_on_offer: Realm::ALL.into_iter().map(offer).collect(),
            rehearsal: None,
        };
        Ok(Self {
            journey: Journey::start(world),
            kept,
            files,
            left_out: known.left_out,
            rehearsal: None,
        })
    }

    async fn rehearsal(lang: Lang, shared: bool, passing: &Passing) -> Result<Self, Fault> {
        let practice = Practice::start(Options::default()).await?;
        let folder = passing::folder("practice")?;
        let (kept, files) = (folder.path().join("kept"), folder.path().join("Rentrée"));
        let mut directory = Directory::embedded();
        for pack in practice.packs() {
            directory = directory.with_pack(&pack, Origin::Practice)?;
        }
        let world = World {
            directory,
            net: Net::new(practice.hosts())?,
            ledger: Mutex::new(Ledger::open(&kept)?),
            computer: Computer::said(shared),
            folder: files.clone(),
            passing: passing.clone(),
            thunderbird: Homes::throwaway(folder.path().join("thunderbird")),
            now: clock,
            lang,
            practice_on_offer: Realm::ALL.into_iter().map(offer).collect(),
            rehearsal: Some(Rehearsal {
                pages: practice.pages(),
                inbox_page: Some(practice.inbox_page()),
            }),
        };
        let journey = Journey::start(world);
        let playing = Playing {
            practice,
            folder,
            phone: Phone::default(),
        };
        Ok(Self {
            journey,
            kept,
            files,
            left_out: Vec::new(),
            rehearsal: Some(playing),
        })
    }
}

/// The network of a real journey. Reads what takes longest to read, the roots of this machine and, once, the academies:
/// nothing is contacted and nothing written, so that this can be done while the window is still opening.
pub(crate) fn network() -> Result<Net, Fault> {
    let _ = Directory::embedded();
    Ok(Net::new(test_hosts())?)
}

/// Where names under `.test` are found (RFC 6761 §6.2), for a test whose servers outlive the window: `RENTREE_TEST_HOSTS` is a
/// JSON object, read by a debug build only.
fn test_hosts() -> BTreeMap<String, IpAddr> {
    #[cfg(debug_assertions)]
    if let Some(text) = std::env::var_os("RENTREE_TEST_HOSTS") {
        let hosts: BTreeMap<String, IpAddr> = serde_json::from_str(&text.to_string_lossy()).unwrap_or_default();
        return hosts.into_iter().filter(|(name, _)| name.ends_with(".test")).collect();
    }
    BTreeMap::new()
}

/// A practice academy as the first screen offers it.
fn offer(realm: Realm) -> AcademyCard {
    AcademyCard {
        id: realm.id().to_owned(),
        name: realm.title().to_owned(),
        official_name: realm.title().to_owned(),
        kind: AcademyKind::Practice,
        domain: realm.domain().to_owned(),
    }
}

/// What a lock guards here is replaced whole: a panic elsewhere leaves nothing half done.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
