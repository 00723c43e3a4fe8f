//! The window's own tools: hosts contacted, the diagnosis, packs, changes and their undo, opening an official page, and the
//! props of a rehearsal.

use std::{collections::BTreeMap, fmt::Display, fs};

use rentree::{
    net::Contact,
    reason::{Kind, Mender},
    wizard::{
        Refusal,
        idle::Idle,
        packs::{self, LeftOut},
        undo,
        view::{ChangeLine, Diagnosis, PackLine, RefusalLine, Screen, UndoneLine, View},
    },
    words::Words,
};
use rentree_practice::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

use crate::stage::Stage;

/// What the page may want; the same shapes stand in `ui/src/ipc.ts`.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Tool {
    Hosts,
    Diagnose,
    StopDiagnosis,
    SaveReport,
    Changes,
    Undo {
        path: String,
    },
    Packs,
    About,
    OpenPage {
        url: String,
    },
    OpenFile {
        path: String,
    },
    /// How long a shared computer may still be left alone; with a sign of the person, or without.
    Presence {
        sign: bool,
    },
    Close,
    PracticePeople,
    PracticeInbox {
        address: String,
    },
    PracticeCode,
    Restart,
}

/// What it gets.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum ToolReply {
    Hosts {
        contacts: Vec<Contact>,
    },
    Changes {
        changes: Vec<ChangeLine>,
    },
    Undone {
        undone: Option<UndoneLine>,
        changes: Vec<ChangeLine>,
    },
    Diagnosed {
        diagnosis: Box<Diagnosis>,
        report: String,
    },
    Saved {
        path: String,
    },
    Packs {
        serve: Vec<PackLine>,
        left_out: Vec<LeftOut>,
    },
    About {
        version: &'static str,
        folder: String,
    },
    Presence {
        idle: Idle,
    },
    Done,
    People {
        people: Vec<Person>,
    },
    Inbox {
        mails: Vec<Mail>,
    },
    Code {
        code: String,
    },
    Restarted {
        view: Box<View>,
    },
}

/// A letter of the practice mailbox.
#[derive(Serialize)]
pub(crate) struct Mail {
    from: String,
    subject: String,
    text: String,
}

/// Looks at every server of the academy on stage; each change goes to `tell`. [`Tool::StopDiagnosis`] ends it.
pub(crate) async fn diagnose(stage: &Stage, tell: impl FnMut(&Diagnosis)) -> Result<ToolReply, RefusalLine> {
    let journey = stage.journey();
    let stopped = stage.new_diagnosis();
    let diagnosis = tokio::select! {
        diagnosis = journey.diagnose(tell) => diagnosis?,
        () = stopped.notified() => return Err(RefusalLine::of(&Refusal::Cancelled)),
    };
    let report = diagnosis.report(Words::of(stage.lang()), OffsetDateTime::now_utc());
    stage.keep_report(&report);
    Ok(ToolReply::Diagnosed {
        diagnosis: Box::new(diagnosis),
        report,
    })
}

/// Writes the last report where the person's files go; a second one of the same minute replaces the first.
fn save_report(stage: &Stage) -> Result<ToolReply, RefusalLine> {
    let report = stage.report().ok_or_else(|| bug("window", &"no report yet"))?;
    let now = OffsetDateTime::now_utc();
    let name = format!("diagnostic-{}-{:02}h{:02}.txt", now.date(), now.hour(), now.minute());
    let folder = stage.files();
    let path = folder.join(name);
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&path, report))
        .map_err(|fault| bug("window", &fault))?;
    Ok(ToolReply::Saved {
        path: path.display().to_string(),
    })
}

pub(crate) fn run(stage: &Stage, tool: Tool) -> Result<ToolReply, RefusalLine> {
    match tool {
        Tool::Diagnose => Err(bug("window", &"a diagnosis is told as it goes")),
        Tool::StopDiagnosis => {
            stage.stop_diagnosis();
            Ok(ToolReply::Done)
        }
        Tool::SaveReport => save_report(stage),
        Tool::Hosts => Ok(ToolReply::Hosts {
            contacts: stage.journey().contacted(),
        }),
        Tool::Changes => {
            let ledger = stage.ledger().map_err(|fault| RefusalLine::of(&fault))?;
            Ok(ToolReply::Changes {
                changes: undo::changes(&ledger),
            })
        }
        // Only what is on the list is undone: a page engine gone astray names no other file.
        Tool::Undo { path } => {
            let mut ledger = stage.ledger().map_err(|fault| RefusalLine::of(&fault))?;
            let undone = undo::undo(&mut ledger, path.as_ref(), OffsetDateTime::now_utc());
            Ok(ToolReply::Undone {
                undone: undone.map_err(|fault| RefusalLine::of(&fault))?,
                changes: undo::changes(&ledger),
            })
        }
        Tool::Packs => Ok(ToolReply::Packs {
            serve: packs::served(&stage.journey().directory()),
            left_out: stage.left_out(),
        }),
        Tool::About => {
            let folder = stage.files().display().to_string();
            Ok(ToolReply::About {
                version: env!("CARGO_PKG_VERSION"),
                folder,
            })
        }
        Tool::Close => Ok(ToolReply::Done),
        Tool::Presence { sign } => {
            if sign {
                stage.sign();
            }
            Ok(ToolReply::Presence { idle: stage.idle() })
        }
        Tool::OpenFile { path } => open_file(&stage.journey().view(), &path),
        Tool::OpenPage { url } => open(&stage.journey().view(), &url),
        Tool::PracticePeople => Ok(ToolReply::People { people: stage.people() }),
        Tool::PracticeInbox { address } => {
            let letters = stage.inbox(&address).into_iter();
            let mails = letters.map(|letter| Mail {
                from: letter.from,
                subject: letter.subject,
                text: letter.text,
            });
            Ok(ToolReply::Inbox { mails: mails.collect() })
        }
        Tool::PracticeCode => {
            let code = stage
                .phone_code()
                .ok_or_else(|| bug("window", &"no card was shown to the practice phone"))?;
            Ok(ToolReply::Code { code })
        }
        Tool::Restart => {
            let view = stage.restart().map_err(|fault| bug("window", &*fault))?;
            Ok(ToolReply::Restarted { view: Box::new(view) })
        }
    }
}

/// A failure of the window itself, as a refusal.
pub(crate) fn bug<D: Display + ?Sized>(code: &str, detail: &D) -> RefusalLine {
    tracing::error!(code, %detail, "the window failed");
    RefusalLine {
        code: code.to_owned(),
        params: BTreeMap::from([("detail".to_owned(), detail.to_string())]),
        mender: Mender::Authors,
        kind: Kind::Bug,
    }
}

/// Opens a page in the person's browser: only one that stands on the screen, so that a page engine gone astray opens
/// nothing else.
fn open(view: &View, url: &str) -> Result<ToolReply, RefusalLine> {
    if !may_open(view, url) {
        return Err(bug("window-page", &"not on this screen"));
    }
    tauri_plugin_opener::open_url(url, None::<&str>).map_err(|error| bug("window", &error))?;
    Ok(ToolReply::Done)
}

/// Opens a file that was just written, and no other.
fn open_file(view: &View, path: &str) -> Result<ToolReply, RefusalLine> {
    let written = match &view.screen {
        Screen::Written { files, .. } => files.as_slice(),
        Screen::CheckUp(summary) => &summary.files,
        _ => &[],
    };
    if !written.iter().any(|file| file.path == path) {
        return Err(bug("window-page", &"not on this screen"));
    }
    tauri_plugin_opener::open_path(path, None::<&str>).map_err(|error| bug("window", &error))?;
    Ok(ToolReply::Done)
}

fn may_open(view: &View, url: &str) -> bool {
    if let Screen::EnrolmentCard { card, .. } = &view.screen {
        return url == card.uri && url.starts_with("otpauth://");
    }
    let loopback = view.practice && url.starts_with("http://127.0.0.1:");
    if !(url.starts_with("https://") || loopback) {
        return false;
    }
    serde_json::to_value(&view.screen).is_ok_and(|screen| holds(&screen, url))
}

fn holds(value: &Value, text: &str) -> bool {
    match value {
        Value::String(own) => own == text,
        Value::Array(items) => items.iter().any(|item| holds(item, text)),
        Value::Object(fields) => fields.values().any(|field| holds(field, text)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rentree::wizard::view::{PlatformChoice, StepName};

    use super::*;

    fn view(practice: bool, webmail: &str) -> View {
        let choice = PlatformChoice {
            id: "x".to_owned(),
            name: "x".to_owned(),
            webmail: Some(webmail.to_owned()),
        };
        View {
            step: StepName::Academy,
            academy: None,
            department: None,
            practice,
            shared: None,
            independent: true,
            pack: None,
            can_back: false,
            settled: false,
            facts: Vec::new(),
            screen: Screen::ChoosePlatform { choices: vec![choice] },
        }
    }

    #[test]
    fn only_a_page_on_the_screen_opens() {
        let shown = view(false, "https://webmail.example.test/");
        assert!(may_open(&shown, "https://webmail.example.test/"));
        assert!(!may_open(&shown, "https://elsewhere.example.test/"));
        assert!(!may_open(&view(false, "file:///etc/passwd"), "file:///etc/passwd"));
        assert!(!may_open(&view(false, "http://127.0.0.1:9/"), "http://127.0.0.1:9/"));
        assert!(may_open(&view(true, "http://127.0.0.1:9/"), "http://127.0.0.1:9/"));
    }
}
