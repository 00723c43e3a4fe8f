//! Every academy and platform known, and the search among them: school code, département, town, address, name, link.
//!
//! Reads `academies/` once per process; [`super::pack`] checks what is added. Nothing here reads a file or the network.

use std::sync::{Arc, LazyLock};

use time::Date;

use super::{
    Academy, AcademyFile, Origin, Platform, PlatformStatus, PlatformUse, WrongDoor,
    pack::{self, DataFault, PackFault},
};

mod index;

use index::Index;
pub use index::{Because, Hit};

/// The files of `academies/` the program carries; a test checks that none is missing.
const FILES: &[(&str, &str)] = &[
    ("aix-marseille.toml", include_str!("../../academies/aix-marseille.toml")),
    ("amiens.toml", include_str!("../../academies/amiens.toml")),
    ("besancon.toml", include_str!("../../academies/besancon.toml")),
    ("bordeaux.toml", include_str!("../../academies/bordeaux.toml")),
    (
        "clermont-ferrand.toml",
        include_str!("../../academies/clermont-ferrand.toml"),
    ),
    ("corse.toml", include_str!("../../academies/corse.toml")),
    ("creteil.toml", include_str!("../../academies/creteil.toml")),
    ("dijon.toml", include_str!("../../academies/dijon.toml")),
    ("doors.toml", include_str!("../../academies/doors.toml")),
    ("grenoble.toml", include_str!("../../academies/grenoble.toml")),
    ("guadeloupe.toml", include_str!("../../academies/guadeloupe.toml")),
    ("guyane.toml", include_str!("../../academies/guyane.toml")),
    ("lille.toml", include_str!("../../academies/lille.toml")),
    ("limoges.toml", include_str!("../../academies/limoges.toml")),
    ("lyon.toml", include_str!("../../academies/lyon.toml")),
    ("martinique.toml", include_str!("../../academies/martinique.toml")),
    ("mayotte.toml", include_str!("../../academies/mayotte.toml")),
    ("montpellier.toml", include_str!("../../academies/montpellier.toml")),
    ("nancy-metz.toml", include_str!("../../academies/nancy-metz.toml")),
    ("nantes.toml", include_str!("../../academies/nantes.toml")),
    ("nice.toml", include_str!("../../academies/nice.toml")),
    ("normandie.toml", include_str!("../../academies/normandie.toml")),
    (
        "nouvelle-caledonie.toml",
        include_str!("../../academies/nouvelle-caledonie.toml"),
    ),
    ("orleans-tours.toml", include_str!("../../academies/orleans-tours.toml")),
    ("paris.toml", include_str!("../../academies/paris.toml")),
    ("platforms.toml", include_str!("../../academies/platforms.toml")),
    ("poitiers.toml", include_str!("../../academies/poitiers.toml")),
    (
        "polynesie-francaise.toml",
        include_str!("../../academies/polynesie-francaise.toml"),
    ),
    ("reims.toml", include_str!("../../academies/reims.toml")),
    ("rennes.toml", include_str!("../../academies/rennes.toml")),
    ("reunion.toml", include_str!("../../academies/reunion.toml")),
    (
        "saint-pierre-et-miquelon.toml",
        include_str!("../../academies/saint-pierre-et-miquelon.toml"),
    ),
    ("strasbourg.toml", include_str!("../../academies/strasbourg.toml")),
    ("toulouse.toml", include_str!("../../academies/toulouse.toml")),
    ("versailles.toml", include_str!("../../academies/versailles.toml")),
    (
        "wallis-et-futuna.toml",
        include_str!("../../academies/wallis-et-futuna.toml"),
    ),
];

/// All of them, cheap to clone.
#[derive(Clone)]
pub struct Directory(Arc<Shelf>);

#[derive(Clone, Default)]
struct Shelf {
    academies: Vec<Academy>,
    platforms: Vec<Platform>,
    wrong_doors: Vec<WrongDoor>,
    index: Index,
}

impl Directory {
    /// The data in the binary, parsed once.
    #[must_use]
    pub fn embedded() -> Self {
        static EMBEDDED: LazyLock<Directory> = LazyLock::new(|| {
            let (directory, faults) = Directory::read_embedded();
            for fault in faults {
                tracing::error!(%fault, "embedded data left out");
            }
            directory
        });
        EMBEDDED.clone()
    }

    /// The data in the binary, read anew, and what of it cannot be read: for the tests and the bench.
    #[doc(hidden)]
    #[must_use]
    pub fn read_embedded() -> (Self, Vec<DataFault>) {
        Self::of(FILES)
    }

    /// What can be read of `files` (name, text), and what cannot.
    fn of(files: &[(&str, &str)]) -> (Self, Vec<DataFault>) {
        let mut shelf = Shelf::default();
        let mut faults = Vec::new();
        for (name, text) in files {
            match pack::read(name, text) {
                Ok(AcademyFile {
                    academy,
                    platforms,
                    wrong_doors,
                    ..
                }) => {
                    shelf.academies.extend(academy);
                    shelf.platforms.extend(platforms);
                    shelf.wrong_doors.extend(wrong_doors);
                }
                Err(fault) => faults.push(fault),
            }
        }
        (shelf.indexed(), faults)
    }

    /// Adds or replaces an academy, and the platforms it brings.
    ///
    /// # Errors
    /// [`PackFault`] when the text cannot be read, or reaches beyond the academy's and the ministry's domains.
    pub fn with_pack(&self, toml: &str, origin: Origin) -> Result<Self, PackFault> {
        Ok(self.with(pack::Pack::read(self, toml, origin)?))
    }

    /// Adds or replaces what a pack brings.
    pub(super) fn with(&self, pack: pack::Pack) -> Self {
        let pack::Pack { academy, platforms } = pack;
        let mut shelf = Shelf::clone(&self.0);
        shelf.academies.retain(|known| known.id != academy.id);
        shelf.academies.push(academy);
        shelf
            .platforms
            .retain(|known| !platforms.iter().any(|new| new.id == known.id));
        shelf.platforms.extend(platforms);
        shelf.indexed()
    }

    /// Takes only the texts of a pack that held until `last`: the program's own data serves for the rest.
    pub(super) fn with_texts(&self, pack: pack::Pack, last: Date) -> Self {
        let embedded = Self::embedded();
        let known = embedded
            .academy(&pack.academy.id)
            .or_else(|| self.academy(&pack.academy.id));
        // Platforms of an academy known from nowhere else stay: there is no other data to open its mailbox with.
        let platforms = if known.is_some() { Vec::new() } else { pack.platforms };
        let academy = pack::texts_only(known, pack.academy, last);
        self.with(pack::Pack { academy, platforms })
    }

    /// The file of an academy as the program carries it, to compare a pack with.
    #[must_use]
    pub fn embedded_text(id: &str) -> Option<&'static str> {
        let name = format!("{id}.toml");
        FILES.iter().find(|(file, _)| *file == name).map(|(_, text)| *text)
    }

    /// Every academy and service.
    pub fn academies(&self) -> impl Iterator<Item = &Academy> {
        self.0.academies.iter()
    }

    /// By slug.
    #[must_use]
    pub fn academy(&self, id: &str) -> Option<&Academy> {
        self.academies().find(|academy| academy.id == id)
    }

    /// Every mail platform.
    pub fn platforms(&self) -> impl Iterator<Item = &Platform> {
        self.0.platforms.iter()
    }

    /// By key.
    #[must_use]
    pub fn platform(&self, id: &str) -> Option<&Platform> {
        self.platforms().find(|platform| platform.id == id)
    }

    /// The platforms an academy uses, most likely first, closed ones left out.
    #[must_use]
    pub fn platforms_of<'a>(&'a self, academy: &'a Academy) -> Vec<(&'a PlatformUse, &'a Platform)> {
        let open = academy
            .platforms
            .iter()
            .filter(|used| used.status != PlatformStatus::Closed);
        open.filter_map(|used| Some((used, self.platform(&used.platform)?)))
            .collect()
    }

    /// The platforms a person of this academy may have. A weak claim alone does not make a second one.
    #[must_use]
    pub fn mailboxes_of<'a>(&'a self, academy: &'a Academy) -> Vec<&'a Platform> {
        let uses = self.platforms_of(academy);
        let firm: Vec<_> = uses
            .iter()
            .filter(|(used, _)| used.status != PlatformStatus::Claimed)
            .map(|(_, platform)| *platform)
            .collect();
        if firm.is_empty() {
            return uses.into_iter().map(|(_, platform)| platform).take(1).collect();
        }
        firm
    }

    /// National portals that show no academic inbox.
    pub fn wrong_doors(&self) -> impl Iterator<Item = &WrongDoor> {
        self.0.wrong_doors.iter()
    }

    /// Academies for whatever a newcomer has at hand, best first, with the reason. Nothing for a NUMEN.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Hit> {
        self.0.index.find(self, text)
    }
}

impl Shelf {
    fn indexed(mut self) -> Directory {
        self.index = Index::of(&self.academies);
        Directory(Arc::new(self))
    }
}

#[cfg(test)]
mod tests;
