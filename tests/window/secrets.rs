//! The byte search: no secret of a run stands in any file of the test.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};

/// Searches every byte below `folder` for each secret: plain, UTF-16, base64. Gives the files searched.
pub(crate) fn search(folder: &Path, secrets: &[String]) -> Vec<String> {
    assert!(
        secrets.iter().all(|secret| secret.len() >= 6),
        "every secret of the run is known"
    );
    let needles: Vec<Vec<u8>> = secrets.iter().flat_map(|secret| shapes(secret)).collect();
    let mut searched = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        // The window may still run: what it removes meanwhile holds nothing any more.
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let (path, Ok(kind)) = (entry.path(), entry.file_type()) else {
                continue;
            };
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let bytes = fs::read(&path).unwrap_or_default();
                let found = needles
                    .iter()
                    .any(|needle| bytes.windows(needle.len()).any(|window| window == needle));
                assert!(!found, "a secret stands in {}", path.display());
                searched.push(path.display().to_string());
            }
        }
    }
    searched
}

fn shapes(secret: &str) -> Vec<Vec<u8>> {
    let wide = secret.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        secret.into(),
        wide,
        STANDARD.encode(secret).trim_end_matches('=').into(),
    ]
}
