//! Nothing but a window with one field: what `cargo xtask bench-window` holds ours against. Built only with the feature
//! `bench`.

use std::process::ExitCode;

fn main() -> ExitCode {
    let opened = tauri::Builder::default().run(tauri::generate_context!("../benches/window/tauri.conf.json"));
    if opened.is_ok() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
