//! Door 2: the window. Holds the journey, draws nothing, decides nothing.
//!
//! [`commands`] is all the page may call, [`stage`] holds the journey (real or practice) it is called on, [`tool`] are the
//! window's own tools, [`logging`] what goes to stderr. The screens live in `ui/`, the journey in `rentree::wizard`.

#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod logging;
mod stage;
mod tool;

use std::{env, error::Error, process::ExitCode, time::Duration};

use rentree::{net::Net, wizard::idle::Idle};
use tauri::{App, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, async_runtime::JoinHandle};

use crate::{
    commands::Opening,
    stage::{Fault, Stage},
};

fn main() -> ExitCode {
    logging::start();
    if !rentree::secret::forbid_core_dumps() {
        tracing::warn!("core dumps could not be forbidden");
    }
    match open() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window did not open");
            ExitCode::from(70)
        }
    }
}

fn open() -> Result<(), Box<dyn Error>> {
    let net = tauri::async_runtime::spawn_blocking(stage::network);
    let mut builder = tauri::Builder::default();
    if can_be_alone() {
        builder = builder.plugin(tauri_plugin_single_instance::init(|app, _, _| {
            if let Some(window) = app.get_webview_window("main") {
                // A window that cannot be raised is still there.
                let _ = window.unminimize();
                let _ = window.set_focus();
            }
        }));
    }
    let app = builder
        .invoke_handler(tauri::generate_handler![
            commands::view,
            commands::ask,
            commands::answer,
            commands::cancel,
            commands::back,
            commands::words,
            commands::tool,
        ])
        .setup(|app| window(app, net))
        .build(tauri::generate_context!())?;
    app.run(|app, event| {
        if matches!(event, RunEvent::Exit) {
            // `run` ends the process without dropping what it holds.
            app.state::<Stage>().leave();
        }
    });
    Ok(())
}

/// The single-instance plugin speaks D-Bus on Linux and stops the program without it.
fn can_be_alone() -> bool {
    !cfg!(target_os = "linux") || env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
}

fn window(app: &mut App, net: JoinHandle<Result<Net, Fault>>) -> Result<(), Box<dyn Error>> {
    let stage = tauri::async_runtime::block_on(async { Stage::open(net.await??) });
    let stage = stage.map_err(|fault| -> Box<dyn Error> { fault })?;
    // What the page engine keeps goes to a folder that ends with the window: nothing of a person stays behind.
    let folder = stage.page_folder().map(ToOwned::to_owned);
    let opening = Opening::of(&stage).script()?;
    app.manage(stage);
    leave_when_told(app.handle().clone());
    end_when_alone(app.handle().clone());
    let mut window = WebviewWindowBuilder::new(app, "main", WebviewUrl::default())
        .title("Rentrée")
        .initialization_script(opening)
        .inner_size(1024.0, 760.0)
        .min_inner_size(320.0, 400.0)
        .on_navigation(|url| url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost"));
    if let Some(folder) = folder {
        window = window.data_directory(folder);
    }
    window.build()?;
    Ok(())
}

/// The page counts down and ends a passage on a shared computer; a page that no longer runs is not waited for.
fn end_when_alone(app: tauri::AppHandle) {
    const GLANCE: Duration = Duration::from_secs(5);

    tauri::async_runtime::spawn(async move {
        let mut over = false;
        loop {
            tokio::time::sleep(GLANCE).await;
            let stage = app.state::<Stage>();
            // Twice in a row: the page had the time to do it.
            match (stage.idle(), over) {
                (Idle::Over, true) => drop(stage.journey().finish(true).await),
                (idle, _) => over = idle == Idle::Over,
            }
        }
    });
}

/// Ends the window the ordinary way when the session or a terminal tells it to, so that nothing stays behind.
#[cfg(unix)]
fn leave_when_told(app: tauri::AppHandle) {
    use tokio::signal::unix::{SignalKind, signal};

    tauri::async_runtime::spawn(async move {
        let signals = [SignalKind::terminate(), SignalKind::interrupt(), SignalKind::hangup()].map(signal);
        let [Ok(mut terminate), Ok(mut interrupt), Ok(mut hangup)] = signals else {
            return;
        };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
            _ = hangup.recv() => {}
        }
        app.exit(0);
    });
}

#[cfg(not(unix))]
fn leave_when_told(_: tauri::AppHandle) {}
