//! The window's own tools: hosts contacted, packs, erasing, opening an official page, and the props of a rehearsal.

use std::{collections::BTreeMap, fmt::Display};

use rentree::{
    net::Contact,
    reason::{Kind, Mender},
    wizard::{
        packs::{self, LeftOut},
        view::{PackLine, RefusalLine, Screen, View},
    },
};
use rentree_practice::Person;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::stage::Stage;

/// What the page may want; the same shapes stand in `ui/src/ipc.ts`.
#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Tool {
    Hosts,
    Packs,
    Forget,
    About,
    OpenPage { url: String },
    PracticePeople,
    PracticeInbox { address: String },
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
    Packs {
        serve: Vec<PackLine>,
        left_out: Vec<LeftOut>,
    },
    Forgotten {
        removed: Vec<String>,
    },
    About {
        version: &'static str,
        folder: String,
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

pub(crate) fn run(stage: &Stage, tool: Tool) -> Result<ToolReply, RefusalLine> {
    match tool {
        Tool::Hosts => Ok(ToolReply::Hosts {
            contacts: stage.journey().contacted(),
        }),
        Tool::Packs => Ok(ToolReply::Packs {
            serve: packs::served(&stage.journey().directory()),
            left_out: stage.left_out(),
        }),
        Tool::Forget => {
            let removed = stage.forget().map_err(|fault| bug("window", &*fault))?;
            Ok(ToolReply::Forgotten {
                removed: removed.iter().map(|path| path.display().to_string()).collect(),
            })
        }
        Tool::About => {
            let folder = stage.files().display().to_string();
            Ok(ToolReply::About {
                version: env!("CARGO_PKG_VERSION"),
                folder,
            })
        }
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

fn may_open(view: &View, url: &str) -> bool {
    if let Screen::EnrolmentCard(card) = &view.screen {
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
            independent: true,
            pack: None,
            can_back: false,
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
