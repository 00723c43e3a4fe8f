//! The webmail's address as a file to open: `.desktop` (Linux), `.url` (Windows), `.webloc` (Mac). One address, typed by
//! nobody: what a person opens each day is then never a link from a message.

use plist::{Dictionary, Value};

use crate::{
    profiles::{Client, Output, ProfileRefusal, checked::Checked},
    words::Words,
};

/// The three files; none where the address is not known.
pub(crate) fn write(settings: &Checked) -> Result<Vec<Output>, ProfileRefusal> {
    let Some(webmail) = &settings.webmail else {
        return Ok(Vec::new());
    };
    let output = |extension: &str, bytes, next| Output {
        client: Client::Webmail,
        file_name: format!("messagerie-{}.{extension}", settings.slug()),
        bytes,
        next,
    };
    Ok(vec![
        output("url", internet_shortcut(webmail).into_bytes(), "webmail-url"),
        output("webloc", webloc(webmail)?, "webmail-webloc"),
        output(
            "desktop",
            desktop_entry(webmail, settings).into_bytes(),
            "webmail-desktop",
        ),
    ])
}

/// The address was parsed and written again by `url`: ASCII, no line break, no quote.
fn internet_shortcut(webmail: &str) -> String {
    format!("[InternetShortcut]\r\nURL={webmail}\r\n")
}

fn webloc(webmail: &str) -> Result<Vec<u8>, ProfileRefusal> {
    let mut link = Dictionary::new();
    link.insert("URL".to_owned(), Value::from(webmail));
    let mut bytes = Vec::new();
    Value::Dictionary(link)
        .to_writer_xml(&mut bytes)
        .map_err(|error| ProfileRefusal::not_made("plist", &error))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Desktop Entry Specification 1.5, type Link. A backslash in a value begins an escape.
fn desktop_entry(webmail: &str, settings: &Checked) -> String {
    let words = Words::of(settings.lang);
    let name = escaped(&words.with("shown-mailbox-of", &[("label", &settings.label)]));
    let url = escaped(webmail);
    format!("[Desktop Entry]\nVersion=1.5\nType=Link\nName={name}\nIcon=internet-mail\nURL={url}\n")
}

/// A value of a key file: GKeyFile and desktop entries share the rule.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('\\', r"\\")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, settings};

    fn texts(settings: &Checked) -> Vec<String> {
        let files = write(settings).unwrap();
        files
            .into_iter()
            .map(|file| String::from_utf8(file.bytes).unwrap())
            .collect()
    }

    #[test]
    fn the_three_files_open_the_same_address() {
        let texts = texts(&checked());
        assert_eq!(texts.len(), 3);
        assert!(
            texts
                .iter()
                .all(|text| text.matches("https://webmail.ac-exemple.test/").count() == 1)
        );
    }

    #[test]
    fn no_address_no_file_and_no_other_scheme() {
        let mut none = settings();
        none.webmail = None;
        assert!(texts(&Checked::of(&none).unwrap()).is_empty());
        for bad in [
            "javascript:alert(1)",
            "http://a.fr/",
            "https://u:p@a.fr/",
            "file:///etc/passwd",
        ] {
            none.webmail = Some(bad.to_owned());
            assert!(Checked::of(&none).is_err(), "{bad}");
        }
        none.webmail = Some("https://a.fr/\r\nExec=x\"y".to_owned());
        let texts = texts(&Checked::of(&none).unwrap());
        assert_eq!(texts[0].lines().count(), 2, "{texts:?}");
        assert_eq!(texts[2].lines().count(), 6, "{texts:?}");
    }
}
