//! All the page may call: seven commands, and what it is given as it opens. `ui/src/ipc.ts` is the other side.

use rentree::{
    wizard::{
        ask::{Question, Reply},
        view::{Answer, Diagnosis, Doing, RefusalLine, View},
    },
    words::{self, Lang},
};
use serde::Serialize;
use tauri::{AppHandle, State, ipc::Channel};

use crate::{
    stage::Stage,
    tool::{self, Tool, ToolReply},
};

/// Every sentence of a language.
#[derive(Serialize)]
pub(crate) struct Spoken {
    lang: &'static str,
    text: String,
}

impl Spoken {
    fn of(lang: Lang) -> Self {
        Self {
            lang: lang.tag(),
            text: words::of_the_window(lang),
        }
    }
}

/// What the page would ask first. It comes with the page, so that the first frame drawn is the first screen: a frame without
/// it would be waited for before the next.
#[derive(Serialize)]
pub(crate) struct Opening {
    spoken: Spoken,
    view: View,
}

impl Opening {
    pub(crate) fn of(stage: &Stage) -> Self {
        Self {
            spoken: Spoken::of(stage.lang()),
            view: stage.journey().view(),
        }
    }

    /// Sets `window.opening`.
    pub(crate) fn script(&self) -> serde_json::Result<String> {
        Ok(format!("window.opening = {};", serde_json::to_string(self)?))
    }
}

#[tauri::command]
pub(crate) fn view(stage: State<'_, Stage>) -> View {
    stage.journey().view()
}

#[tauri::command]
pub(crate) async fn ask(stage: State<'_, Stage>, question: Question) -> Result<Reply, RefusalLine> {
    // Off the main thread: a strength estimate takes milliseconds, at each keystroke.
    let journey = stage.journey();
    tauri::async_runtime::spawn_blocking(move || journey.ask(question))
        .await
        .map_err(|error| tool::bug("window", &error))
}

#[tauri::command]
pub(crate) async fn answer(
    stage: State<'_, Stage>,
    answer: Answer,
    progress: Channel<Option<Doing>>,
) -> Result<View, RefusalLine> {
    if let Answer::ChooseAcademy { id, .. } = &answer {
        stage
            .set_for(id)
            .await
            .map_err(|fault| tool::bug("window-practice", &*fault))?;
    }
    let opened = match &answer {
        Answer::OpenPack(pack) => pack.file().ok(),
        _ => None,
    };
    stage.sign();
    let journey = stage.journey();
    let shared = match &answer {
        Answer::Computer { shared } => Some(*shared),
        _ => None,
    };
    let mut doing = journey.doing();
    let waiting = async {
        match answer {
            Answer::Finish { idle } => journey.finish(idle).await,
            answer => journey.answer(answer).await,
        }
    };
    tokio::pin!(waiting);
    let view = loop {
        tokio::select! {
            outcome = &mut waiting => break outcome?,
            Ok(()) = doing.changed() => {
                let now = doing.borrow_and_update().clone();
                // A page that went away has nothing to show.
                let _ = progress.send(now);
            }
        }
    };
    if let Some(shared) = shared {
        stage.share(shared);
    }
    if let Some(pack) = opened {
        stage.keep_pack(pack);
    }
    stage.show_to_phone(&view);
    Ok(view)
}

#[tauri::command]
pub(crate) fn cancel(stage: State<'_, Stage>) {
    stage.journey().cancel();
}

#[tauri::command]
pub(crate) async fn back(stage: State<'_, Stage>) -> Result<View, RefusalLine> {
    stage.journey().back().await
}

#[tauri::command]
pub(crate) fn words(stage: State<'_, Stage>, lang: Option<Lang>) -> Spoken {
    if let Some(lang) = lang {
        stage.speak(lang);
    }
    Spoken::of(stage.lang())
}

#[tauri::command]
pub(crate) async fn tool(
    stage: State<'_, Stage>,
    tool: Tool,
    news: Channel<Diagnosis>,
    app: AppHandle,
) -> Result<ToolReply, RefusalLine> {
    match tool {
        Tool::Close => {
            app.exit(0);
            Ok(ToolReply::Done)
        }
        Tool::Diagnose => {
            // A page that went away has nothing to show.
            let tell = |diagnosis: &Diagnosis| drop(news.send(diagnosis.clone()));
            tool::diagnose(&stage, tell).await
        }
        other => tool::run(&stage, other),
    }
}
