//! Recovery codes, where the server makes some: shown once, kept by the person on a file or on paper, one of them proved.
//!
//! The one secret that may be written, and only by the person's own answer. A list nobody proved is taken away again.

use std::{collections::BTreeMap, sync::Arc};

use tokio::sync::Mutex;

use super::TRIES;
use crate::{
    account::privacyidea::RecoveryCodes,
    profiles::{self, Client, Output},
    secret::Code,
    wizard::{
        Refusal, World,
        access::Access,
        undo,
        view::{CodeList, Item, ItemKey, Proof, Screen},
    },
    words::Words,
};

/// A list the server made; taken out when the person leaves it.
#[derive(Clone)]
pub(super) struct Listed {
    codes: Arc<Mutex<Option<RecoveryCodes>>>,
    shown: Arc<CodeList>,
    saved: Option<String>,
    tries_left: u8,
}

impl Listed {
    pub(super) fn of(codes: RecoveryCodes) -> Self {
        let shown = codes.codes().iter().map(|code| code.to_string()).collect();
        Self {
            codes: Arc::new(Mutex::new(Some(codes))),
            shown: Arc::new(CodeList { codes: shown }),
            saved: None,
            tries_left: TRIES,
        }
    }

    pub(super) fn screen(&self) -> Screen {
        Screen::RecoveryCodes {
            list: self.shown.as_ref().clone(),
            saved: self.saved.clone(),
            tries_left: self.tries_left,
        }
    }

    /// Writes them where the person's files go, for the person only; undone like any other file.
    pub(super) fn save(&self, access: &Access, world: &World) -> Result<Self, Refusal> {
        let words = Words::of(world.lang);
        let who = access.who();
        let args = BTreeMap::from([
            ("academy", who.place().academy().official_name.clone()),
            ("login", who.entered().identifier.clone()),
        ]);
        let lines: Vec<_> = self.shown.codes.iter().map(|code| format!("[ ] {code}")).collect();
        let text = format!("{}\n\n{}\n", words.say("codes-file", &args), lines.join("\n"));
        let sheet = Output {
            client: Client::Sheet,
            file_name: words.plain("codes-file-name"),
            bytes: text.into_bytes(),
            next: "codes-keep",
        };
        let files = profiles::place(&world.folder, &[sheet])?;
        let mut ledger = world.ledger.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        undo::note_all(&mut ledger, &files, (world.now)())?;
        let saved = files.into_iter().next().map(|file| file.path);
        Ok(Self { saved, ..self.clone() })
    }

    /// The server takes one of them.
    pub(super) async fn prove(&self, code: &Code) -> Result<Item, Refusal> {
        super::allowed(code, self.tries_left)?;
        let codes = self.codes.lock().await;
        let asked = codes.as_ref().ok_or(Refusal::NotNow)?.prove(code).await?;
        Ok(Item::done(
            ItemKey::RecoveryCodes,
            Proof::CodeSpent { host: asked.host },
        ))
    }

    pub(super) fn tried(&self) -> Self {
        Self {
            tries_left: self.tries_left.saturating_sub(1),
            ..self.clone()
        }
    }

    pub(super) async fn leave(&self) {
        if let Some(codes) = self.codes.lock().await.take() {
            codes.leave().await;
        }
    }
}
