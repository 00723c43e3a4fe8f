//! The journey on stage: the real one, or a rehearsal on the practice academies in this process.
//!
//! Owns what a [`Journey`] is built from (folders, clock, language) and the move between the two: choosing a practice
//! academy starts a rehearsal, choosing a real one ends it. The journey itself belongs to `rentree::wizard`.

use std::{
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, SystemTime},
};

use rentree::{
    academy::{
        AcademyKind, Origin,
        directory::Directory,
        pack::{self, Keyring, PackFile},
    },
    ledger::Ledger,
    net::Net,
    profiles::thunderbird::Homes,
    wizard::{
        Journey, Rehearsal, World,
        packs::{self, LeftOut},
        view::{AcademyCard, Screen, View},
    },
    words::Lang,
};
use rentree_practice::{Letter, Options, Person, Practice, Realm};
use tempfile::TempDir;
use time::OffsetDateTime;

/// Any reason why a journey cannot begin: English, for the log.
pub(crate) type Fault = Box<dyn std::error::Error + Send + Sync>;

/// One code step of RFC 6238.
const CODE_STEP: Duration = Duration::from_secs(30);

/// How our temporary folders begin.
const PREFIX: &str = "rentree-door-";

/// What the window's commands are called on.
pub(crate) struct Stage {
    act: Mutex<Act>,
    /// Packs a person opened: they serve until the window closes, in whichever journey.
    opened: Mutex<Vec<PackFile>>,
    lang: Mutex<Lang>,
    page: Mutex<Option<TempDir>>,
    page_folder: PathBuf,
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
    pub(crate) fn open() -> Result<Self, Fault> {
        let lang = Lang::from_system();
        sweep();
        let page = temporary("window")?;
        let page_folder = page.path().to_owned();
        let act = Act::real(lang, &[])?;
        Ok(Self {
            act: Mutex::new(act),
            opened: Mutex::default(),
            lang: Mutex::new(lang),
            page: Mutex::new(Some(page)),
            page_folder,
        })
    }

    /// Where the page engine keeps what it keeps.
    pub(crate) fn page_folder(&self) -> &Path {
        &self.page_folder
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

    /// Makes the journey fit the academy chosen: a practice one only in a rehearsal, a real one never in it.
    pub(crate) async fn set_for(&self, academy: &str) -> Result<(), Fault> {
        let practice = Realm::ALL.iter().any(|realm| realm.id() == academy);
        let playing = held(&self.act).rehearsal.is_some();
        if practice && !playing {
            let act = Act::rehearsal(self.lang()).await?;
            *held(&self.act) = act;
        } else if !practice && playing {
            self.restart()?;
        }
        Ok(())
    }

    /// The real journey again, from its first question; a rehearsal and its folder end.
    pub(crate) fn restart(&self) -> Result<View, Fault> {
        let act = Act::real(self.lang(), &held(&self.opened))?;
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

    /// Erases what this program keeps of the journey on stage.
    pub(crate) fn forget(&self) -> Result<Vec<PathBuf>, Fault> {
        let kept = held(&self.act).kept.clone();
        Ok(Ledger::open(&kept)?.forget()?)
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
        if let (Some(playing), Screen::EnrolmentCard(card)) = (held(&self.act).rehearsal.as_mut(), &view.screen) {
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
        let playing = held(&self.act).rehearsal.take();
        if let Some(playing) = playing {
            playing.practice.stop();
            remove(playing.folder);
        }
        if let Some(page) = held(&self.page).take() {
            remove(page);
        }
    }
}

impl Act {
    fn real(lang: Lang, opened: &[PackFile]) -> Result<Self, Fault> {
        let kept = dirs::data_local_dir().ok_or("no data folder")?.join("rentree");
        let files = dirs::document_dir()
            .or_else(dirs::home_dir)
            .ok_or("no home folder")?
            .join("Rentrée");
        let (mut ledger, keys, now) = (Ledger::open(&kept)?, Keyring::pinned(), OffsetDateTime::now_utc());
        let mut known = packs::installed(&pack::folders(), &keys, &mut ledger, now);
        for pack in opened {
            // It was good a moment ago; a newer one may have been installed meanwhile, and then serves.
            match packs::admit(&known.directory, pack, &keys, &mut ledger, now) {
                Ok(admitted) => known.directory = admitted.directory,
                Err(refusal) => tracing::warn!(%refusal, "a pack opened before no longer serves"),
            }
        }
        let world = World {
            directory: known.directory,
            net: Net::new([].into())?,
            ledger: Mutex::new(ledger),
            folder: files.clone(),
            thunderbird: Homes::of_person(),
            now: OffsetDateTime::now_utc,
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

    async fn rehearsal(lang: Lang) -> Result<Self, Fault> {
        let practice = Practice::start(Options::default()).await?;
        let folder = temporary("practice")?;
        let (kept, files) = (folder.path().join("kept"), folder.path().join("Rentrée"));
        let mut directory = Directory::embedded();
        for pack in practice.packs() {
            directory = directory.with_pack(&pack, Origin::Practice)?;
        }
        let world = World {
            directory,
            net: Net::new(practice.hosts())?,
            ledger: Mutex::new(Ledger::open(&kept)?),
            folder: files.clone(),
            thunderbird: Homes::throwaway(folder.path().join("thunderbird")),
            now: OffsetDateTime::now_utc,
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

/// A folder that ends with the window; its name carries our process, so that a later start knows what was left behind.
fn temporary(what: &str) -> std::io::Result<TempDir> {
    tempfile::Builder::new()
        .prefix(&format!("{PREFIX}{}-{what}-", std::process::id()))
        .tempdir()
}

/// Removes what a window that was killed left behind. Only where a dead process can be told: Linux.
fn sweep() {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner = name
            .to_str()
            .and_then(|name| name.strip_prefix(PREFIX))
            .and_then(|rest| rest.split('-').next());
        let Some(owner) = owner.and_then(|owner| owner.parse::<u32>().ok()) else {
            continue;
        };
        let gone = Path::new("/proc/self").exists() && !Path::new("/proc").join(owner.to_string()).exists();
        if gone && let Err(error) = std::fs::remove_dir_all(entry.path()) {
            tracing::warn!(%error, path = %entry.path().display(), "a temporary folder stays behind");
        }
    }
}

fn remove(folder: TempDir) {
    let path = folder.path().to_owned();
    if let Err(error) = folder.close() {
        tracing::warn!(%error, path = %path.display(), "a temporary folder stays behind");
    }
}
