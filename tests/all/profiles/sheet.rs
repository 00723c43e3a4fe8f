//! The printed sheet as Poppler reads it: one A4 page, its text, its language and its structure.

use std::fs;

use rentree::{
    profiles::{Client, render},
    words::Lang,
};

use super::{made, run, settings};

/// What a program of Poppler's says of the sheet.
fn seen(lang: Lang, program: &str, arguments: &[&str]) -> Option<String> {
    let mut settings = settings();
    settings.lang = lang;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sheet.pdf");
    fs::write(&path, &render(&settings, Client::Sheet, made()).unwrap()[0].bytes).unwrap();
    // For whoever wants to look at it.
    if let Some(kept) = std::env::var_os("RENTREE_KEEP_SHEETS") {
        fs::copy(
            &path,
            std::path::Path::new(&kept).join(format!("sheet-{}.pdf", lang.tag())),
        )
        .unwrap();
    }
    let mut arguments = arguments.to_vec();
    arguments.push(path.to_str().unwrap());
    arguments.extend((program == "pdftotext").then_some("-"));
    run(program, &arguments)
}

#[test]
fn it_is_one_tagged_page_without_a_word_of_a_secret() {
    for (lang, title) in [
        (Lang::Fr, "Ma messagerie académique"),
        (Lang::En, "My academic mailbox"),
    ] {
        let Some(facts) = seen(lang, "pdfinfo", &[]) else {
            return;
        };
        for fact in ["Pages:           1", "Tagged:          yes", "(A4)", title] {
            assert!(facts.contains(fact), "{fact}: {facts}");
        }
        let text = seen(lang, "pdftotext", &["-layout"]).unwrap();
        for wanted in [
            title,
            "imap.ac-exemple.test",
            "587",
            "STARTTLS",
            "jdupont",
            "https://webmail.ac-exemple.test/",
            "https://motdepasse.ac-exemple.test/",
        ] {
            assert!(text.contains(wanted), "{wanted}: {text}");
        }
        // The fonts have no such letter; who reads by ear or copies still gets the name as it is.
        assert!(text.contains("🎓"), "{text}");
        let structure = seen(lang, "pdfinfo", &["-struct-text"]).unwrap();
        for element in ["H1", "H2", "Table", "TR", "TH", "TD", "L (block)", "LI", "LBody"] {
            assert!(structure.contains(element), "{element}: {structure}");
        }
        let fonts = seen(lang, "pdffonts", &[]).unwrap();
        assert_eq!(fonts.matches("AtkinsonHyperlegibleNext").count(), 2, "{fonts}");
        assert!(fonts.matches(" yes ").count() >= 4, "{fonts}");
    }
}
