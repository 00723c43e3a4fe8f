//! Two registry files: one points classic Outlook at the local Autodiscover XML, one puts back what stood there before.
//!
//! On Windows the previous values are read first and ours are written at once ([`apply`]); elsewhere the files are for a
//! referent, the XML is expected in [`SHARED`], and what stood there before is not known: undo then removes our values.
//! Windows' own `reg.exe` reads and writes: nothing here was run on Windows, the formats are tested.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{
    profiles::{Client, MailSettings, Output, ProfileRefusal, checked::Checked, place},
    wizard::view::FileLine,
};

/// Where classic Outlook 2016 and later looks; `HKCU`, so that no administrator is needed.
const KEY: &str = r"HKEY_CURRENT_USER\Software\Microsoft\Office\16.0\Outlook\AutoDiscover";

/// Changes the order of look-ups for every domain, hence the care with its previous value.
const PREFER: &str = "PreferLocalXML";

/// Where the XML of an exported file is expected: readable by all, and the same on every Windows.
const SHARED: &str = r"C:\Users\Public\Documents\Rentree";

/// What the registry said before, as it writes values itself: `"C:\\x.xml"`, `dword:00000001`. None: no such value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Previous {
    xml: Option<String>,
    prefer: Option<String>,
}

impl Previous {
    /// From the text of an exported key.
    fn read(export: &str, domain: &str) -> Self {
        let joined = export.replace("\\\r\n", "").replace("\\\n", "");
        let of = |name: &str| {
            let head = format!("\"{}\"=", quoted(name)).to_lowercase();
            let line = joined.lines().find(|line| line.to_lowercase().starts_with(&head))?;
            line.split_once("\"=").map(|(_, value)| value.trim().to_owned())
        };
        Self {
            xml: of(domain),
            prefer: of(PREFER),
        }
    }
}

/// The two files of an export for another computer.
pub(super) fn write(settings: &Checked) -> Result<[Output; 2], ProfileRefusal> {
    files(
        settings,
        &format!(r"{SHARED}\{}", xml_name(settings)),
        &Previous::default(),
    )
}

/// The name of the XML that the registry points at.
pub(super) fn xml_name(settings: &Checked) -> String {
    format!("outlook-{}.xml", settings.slug())
}

fn files(settings: &Checked, xml: &str, previous: &Previous) -> Result<[Output; 2], ProfileRefusal> {
    if xml.chars().any(char::is_control) || xml.contains('"') {
        return Err(ProfileRefusal::UnusableName { field: "path" });
    }
    let output = |tail: &str, values: [String; 2], next| Output {
        client: Client::Outlook,
        file_name: format!("outlook-{}{tail}.reg", settings.slug()),
        bytes: document(&values),
        next,
    };
    let domain = settings.domain();
    let ours = [
        format!("\"{domain}\"=\"{}\"", quoted(xml)),
        format!("\"{PREFER}\"=dword:00000001"),
    ];
    let gone = || "-".to_owned();
    let before = [
        format!("\"{domain}\"={}", previous.xml.clone().unwrap_or_else(gone)),
        format!("\"{PREFER}\"={}", previous.prefer.clone().unwrap_or_else(gone)),
    ];
    Ok([
        output("", ours, "outlook-registry"),
        output("-annuler", before, "outlook-registry-undo"),
    ])
}

/// UTF-16LE with its mark and CRLF, as `regedit` writes it.
fn document(values: &[String]) -> Vec<u8> {
    let text = format!(
        "Windows Registry Editor Version 5.00\r\n\r\n[{KEY}]\r\n{}\r\n\r\n",
        values.join("\r\n")
    );
    std::iter::once(0xFEFF)
        .chain(text.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect()
}

fn quoted(text: &str) -> String {
    text.replace('\\', r"\\").replace('"', "\\\"")
}

/// On Windows: keeps the previous values, writes ours, and leaves both files in `folder`. Elsewhere: nothing.
///
/// # Errors
/// Settings no format can carry, or the disk. A registry that refuses is no error: the file to open is still there.
pub fn apply(settings: &MailSettings, folder: &Path) -> Result<Vec<FileLine>, ProfileRefusal> {
    if !cfg!(windows) {
        return Ok(Vec::new());
    }
    let checked = Checked::of(settings)?;
    let xml = folder.join(xml_name(&checked));
    let previous = export(folder).map_or_else(Previous::default, |text| Previous::read(&text, checked.domain()));
    // A second run finds our own value: what the person had is in the file the first run wrote.
    let undo = folder.join(format!("outlook-{}-annuler.reg", checked.slug()));
    let known = previous.xml == Some(format!("\"{}\"", quoted(&xml.display().to_string()))) && undo.exists();
    let mut outputs = files(&checked, &xml.display().to_string(), &previous)?.to_vec();
    outputs.truncate(if known { 1 } else { 2 });
    if let Some(ours) = outputs.first_mut() {
        ours.next = "outlook-registry-done";
    }
    let lines = place(folder, &outputs)?;
    if let Some(ours) = lines.first() {
        let imported = Command::new("reg").args(["import", &ours.path]).status();
        tracing::info!(?imported, "the registry was told where Outlook's settings are");
    }
    Ok(lines)
}

/// The key as `reg.exe` exports it; none where it does not exist.
fn export(folder: &Path) -> Option<String> {
    let file: PathBuf = tempfile::Builder::new()
        .suffix(".reg")
        .tempfile_in(folder)
        .ok()?
        .path()
        .to_owned();
    let done = Command::new("reg")
        .arg("export")
        .arg(KEY)
        .arg(&file)
        .arg("/y")
        .status()
        .ok()?;
    let bytes = std::fs::read(&file).ok();
    let _ = std::fs::remove_file(&file);
    done.success().then_some(())?;
    decoded(&bytes?)
}

fn decoded(bytes: &[u8]) -> Option<String> {
    let units: Vec<u16> = bytes
        .chunks_exact(2)
        .filter_map(|pair| pair.try_into().ok().map(u16::from_le_bytes))
        .collect();
    String::from_utf16(&units)
        .ok()
        .map(|text| text.trim_start_matches('\u{FEFF}').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::checked;

    fn text(output: &Output) -> String {
        assert_eq!(output.bytes.get(..2), Some(&[0xFF, 0xFE][..]));
        decoded(&output.bytes).unwrap()
    }

    #[test]
    fn the_file_points_at_the_xml_with_doubled_backslashes() {
        let [ours, undo] = files(&checked(), r"C:\Users\é\x.xml", &Previous::default()).unwrap();
        let ours = text(&ours);
        assert!(
            ours.contains("\r\n\"ac-exemple.test\"=\"C:\\\\Users\\\\é\\\\x.xml\"\r\n"),
            "{ours}"
        );
        assert!(ours.contains("\r\n\"PreferLocalXML\"=dword:00000001\r\n"), "{ours}");
        assert_eq!(ours.matches('\n').count(), ours.matches("\r\n").count());
        let undo = text(&undo);
        assert!(
            undo.contains("\"ac-exemple.test\"=-\r\n\"PreferLocalXML\"=-\r\n"),
            "{undo}"
        );
    }

    #[test]
    fn what_stood_there_before_comes_back_as_it_was() {
        let export = "Windows Registry Editor Version 5.00\r\n\r\n[x]\r\n\"AC-exemple.test\"=hex(2):43,00,\\\r\n  3a,00\r\n\"PreferLocalXML\"=dword:00000000\r\n\"other\"=\"y\"\r\n";
        let previous = Previous::read(export, "ac-exemple.test");
        assert_eq!(previous.xml.as_deref(), Some("hex(2):43,00,  3a,00"));
        let [_, undo] = files(&checked(), "C:\\x.xml", &previous).unwrap();
        let undo = text(&undo);
        assert_eq!(Previous::read(&undo, "ac-exemple.test"), previous);
        assert_eq!(Previous::read("", "ac-exemple.test"), Previous::default());
    }

    #[test]
    fn a_path_cannot_become_another_value() {
        for path in ["C:\\x\"\r\n[HKEY_LOCAL_MACHINE]", "C:\\x\n\"y\"=\"z\"", "a\"b"] {
            assert!(files(&checked(), path, &Previous::default()).is_err(), "{path}");
        }
    }
}
