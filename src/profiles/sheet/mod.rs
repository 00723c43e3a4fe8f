//! One page to print: settings, addresses, who helps, habits. No secret: it may lie on a desk.
//!
//! Says *what* stands on the page, from `locales/*/sheet.ftl`; [`layout`] decides where, [`pdf`] writes it down, [`face`]
//! knows the letters. The page is a tagged PDF: a screen reader meets headings, tables with their headers, and a list.

mod face;
mod layout;
mod pdf;

use std::collections::BTreeMap;

use time::OffsetDateTime;

use crate::{
    academy::{Endpoint, Security},
    profiles::{Client, HelpDesk, Output, ProfileRefusal, checked::Checked},
    words::Words,
};

/// A piece of the page, in reading order.
enum Block {
    /// The title of the page.
    Title(String),
    /// A paragraph.
    Text(String),
    /// The heading of what follows.
    Heading(String),
    /// Rows that begin with their header; the first row holds headers only where `head` is set.
    Table { head: bool, rows: Vec<Vec<String>> },
    /// Points, each with its bullet.
    List(Vec<String>),
}

/// The page: its title and language are metadata too.
struct Page {
    title: String,
    lang: &'static str,
    blocks: Vec<Block>,
}

/// Habits worth keeping.
const HABITS: [&str; 5] = [
    "sheet-habit-secret",
    "sheet-habit-link",
    "sheet-habit-devices",
    "sheet-habit-bcc",
    "sheet-habit-shared",
];

/// `fiche-jean-dupont.pdf`.
pub(crate) fn write(settings: &Checked, made: OffsetDateTime) -> Result<Output, ProfileRefusal> {
    let bytes = pdf::write(&page(settings, made))
        .ok_or_else(|| ProfileRefusal::not_made("pdf", &"the page is longer than a page"))?;
    Ok(Output {
        client: Client::Sheet,
        file_name: format!("fiche-{}.pdf", settings.slug()),
        bytes,
        next: "sheet-print",
    })
}

fn page(settings: &Checked, made: OffsetDateTime) -> Page {
    let words = Words::of(settings.lang);
    let plain = |key: &str| words.plain(key);
    let date = BTreeMap::from([
        ("label", capital(&settings.label)),
        ("day", made.day().to_string()),
        ("month", u8::from(made.month()).to_string()),
        ("year", made.year().to_string()),
    ]);
    let mut blocks = vec![
        Block::Title(plain("sheet-title")),
        Block::Text(words.say("sheet-lead", &date)),
        Block::Heading(plain("sheet-account")),
        Block::Table {
            head: false,
            rows: account(settings, words),
        },
        Block::Heading(plain("sheet-settings")),
        match settings.served() {
            true => Block::Table {
                head: true,
                rows: servers(settings, words),
            },
            false => Block::Text(plain("sheet-no-servers")),
        },
    ];
    if let Some(desk) = &settings.desk {
        blocks.push(Block::Heading(plain("sheet-desk")));
        blocks.push(Block::Table {
            head: false,
            rows: help(desk, words),
        });
    }
    blocks.push(Block::Heading(plain("sheet-habits")));
    blocks.push(Block::List(HABITS.into_iter().map(plain).collect()));
    Page {
        title: format!("{} – {}", plain("sheet-title"), settings.address),
        lang: settings.lang.tag(),
        blocks,
    }
}

/// "Académie de Lyon", where a sentence begins with it.
fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters
        .next()
        .map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn account(settings: &Checked, words: &Words) -> Vec<Vec<String>> {
    let row = |key: &str, value: &str| vec![words.plain(key), value.to_owned()];
    let mut rows = vec![
        row("sheet-name", &settings.display_name),
        row("sheet-address", &settings.address),
        row("sheet-login", &settings.login),
    ];
    let pages = [
        ("sheet-webmail", &settings.webmail),
        ("sheet-forgotten", &settings.reset_page),
    ];
    rows.extend(pages.iter().filter_map(|(key, page)| Some(row(key, page.as_deref()?))));
    rows
}

fn servers(settings: &Checked, words: &Words) -> Vec<Vec<String>> {
    let security = |endpoint: &Endpoint| match endpoint.security {
        Security::Tls => "SSL/TLS".to_owned(),
        Security::Starttls => "STARTTLS".to_owned(),
    };
    let (imap, smtp) = (&settings.imap, &settings.smtp);
    let normal = words.plain("sheet-authentication-normal");
    let row = |key: &str, imap: String, smtp: String| vec![words.plain(key), imap, smtp];
    vec![
        vec![String::new(), words.plain("sheet-receive"), words.plain("sheet-send")],
        row("sheet-server", imap.host.clone(), smtp.host.clone()),
        row("sheet-port", imap.port.to_string(), smtp.port.to_string()),
        row("sheet-security", security(imap), security(smtp)),
        row("sheet-authentication", normal.clone(), normal),
        row("sheet-user", settings.login.clone(), settings.login.clone()),
    ]
}

fn help(desk: &HelpDesk, words: &Words) -> Vec<Vec<String>> {
    let row = |key: &str, value: &String| vec![words.plain(key), value.clone()];
    let mut rows = vec![row("sheet-desk-name", &desk.name)];
    rows.extend(desk.phone.as_ref().map(|phone| row("sheet-desk-phone", phone)));
    rows.extend(desk.url.as_ref().map(|url| row("sheet-desk-form", url)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, made, settings};

    #[test]
    fn the_same_person_and_day_give_the_same_bytes() {
        let sheet = write(&checked(), made()).unwrap();
        assert!(sheet.bytes.starts_with(b"%PDF-1.7"));
        assert_eq!(sheet, write(&checked(), made()).unwrap());
    }

    #[test]
    fn every_text_of_the_page_is_a_sentence_in_both_languages() {
        for lang in crate::words::Lang::ALL {
            let mut settings = settings();
            settings.lang = lang;
            for block in page(&Checked::of(&settings).unwrap(), made()).blocks {
                let texts = match block {
                    Block::Title(text) | Block::Text(text) | Block::Heading(text) => vec![text],
                    Block::Table { rows, .. } => rows.concat(),
                    Block::List(items) => items,
                };
                assert!(!texts.iter().any(|text| text.contains("sheet-")), "{texts:?}");
            }
        }
    }

    #[test]
    fn the_longest_texts_allowed_still_fit_on_the_page() {
        let long = |word: &str| word.repeat(256 / word.chars().count());
        let mut settings = settings();
        settings.display_name = long("Œ");
        settings.label = long("Wagram ");
        settings.login = long("w");
        settings.webmail = Some(format!("https://webmail.ac-exemple.test/{}", "W".repeat(400)));
        settings.reset_page.clone_from(&settings.webmail);
        settings.imap.host = format!("{}.test", vec!["m".repeat(62); 3].join("."));
        settings.smtp.host = settings.imap.host.clone();
        settings.desk = Some(HelpDesk {
            name: long("Wagram "),
            phone: Some(long("0")),
            url: Some(format!("https://assistance.ac-exemple.test/{}", "W".repeat(400))),
        });
        write(&Checked::of(&settings).unwrap(), made()).unwrap();
    }
}
