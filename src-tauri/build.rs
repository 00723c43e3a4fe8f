//! Lists the window's commands, so that each needs a permission; makes `ui/dist` so that the crate compiles before the UI
//! is built.

use std::{fs, path::Path};

static COMMANDS: [&str; 7] = ["view", "ask", "answer", "cancel", "back", "words", "tool"];

fn main() {
    let assets = Path::new("../ui/dist");
    if !assets.exists() {
        // A later compile error names the folder better than we could here.
        let _ = fs::create_dir_all(assets);
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(&COMMANDS);
    let attributes = tauri_build::Attributes::new().app_manifest(manifest);
    if let Err(error) = tauri_build::try_build(attributes) {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
