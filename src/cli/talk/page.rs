//! Official pages: where one is sent, what to have ready, and what came of it.

use rentree::{
    academy::Need,
    wizard::view::{Answer, DeskLine, Device, PageLine, Task, WithoutPhone},
};

use super::{Said, Talk};
use crate::cli::{screens, slug, way_back};

impl Talk<'_> {
    pub(super) async fn lost(
        &self,
        page: &PageLine,
        with_recovery: &[Need],
        without_recovery: &[Need],
        desk: &DeskLine,
    ) -> Said<Answer> {
        let words = self.words;
        eprintln!("{}", screens::page(words, page));
        eprintln!("{}", screens::needs(words, "cli-needs-with-recovery", with_recovery));
        eprintln!(
            "{}",
            screens::needs(words, "cli-needs-without-recovery", without_recovery)
        );
        eprintln!("{}", screens::desk(words, desk));
        self.returned().await
    }

    pub(super) async fn hand_off(
        &self,
        (task, device): (Task, Option<Device>),
        page: &PageLine,
        asked: &[Need],
        without_phone: &[WithoutPhone],
        desk: &DeskLine,
    ) -> Said<Answer> {
        let words = self.words;
        eprintln!("{}", words.plain(&format!("task-{}", slug(task))));
        eprintln!("{}", screens::page(words, page));
        eprintln!("{}", screens::needs(words, "cli-needs", asked));
        if let Some(device) = device {
            eprintln!("{}", screens::application_guide(words, device));
        }
        if !without_phone.is_empty() {
            eprintln!("{}", way_back::without_phone(words, without_phone));
        }
        eprintln!("{}", screens::desk(words, desk));
        self.returned().await
    }
}
