//! The mail signature, in HTML and in text: name, role, school, phone. What is typed is text, never markup.

use quick_xml::escape::escape;

use crate::profiles::{Client, Output, checked::Checked};

/// Both forms as files to paste from.
pub(crate) fn write(settings: &Checked) -> Vec<Output> {
    let output = |extension, text: String, next| Output {
        client: Client::Signature,
        file_name: format!("signature-{}.{extension}", settings.slug()),
        bytes: text.into_bytes(),
        next,
    };
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"fr\">\n<meta charset=\"utf-8\">\n<title>Signature</title>\n{}\n</html>\n",
        html(settings)
    );
    vec![
        output("html", page, "signature-html"),
        output("txt", text(settings) + "\n", "signature-text"),
    ]
}

/// Two paragraphs: who, then how to answer. No delimiter: clients add `-- ` themselves. Only `p`, `b` and `br`: what
/// every client keeps, and nothing loaded from outside.
pub(crate) fn html(settings: &Checked) -> String {
    let escaped = |line: &String| escape(line.as_str()).into_owned();
    let mut who: Vec<_> = who(settings).iter().map(escaped).collect();
    if let Some(name) = who.first_mut() {
        *name = format!("<b>{name}</b>");
    }
    let answer: Vec<_> = answer(settings).iter().map(escaped).collect();
    format!("<p>{}</p><p>{}</p>", who.join("<br>"), answer.join("<br>"))
}

/// The same lines, an empty one between.
pub(crate) fn text(settings: &Checked) -> String {
    format!("{}\n\n{}", who(settings).join("\n"), answer(settings).join("\n"))
}

/// Name, role, school, academy: the order academies ask for.
fn who(settings: &Checked) -> Vec<String> {
    let fields = settings.signature.clone().unwrap_or_default();
    let lines = [
        settings.display_name.clone(),
        fields.role,
        fields.school,
        settings.label.clone(),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}

fn answer(settings: &Checked) -> Vec<String> {
    let phone = settings
        .signature
        .as_ref()
        .map(|fields| fields.phone.as_str())
        .unwrap_or_default();
    let phone = (!phone.is_empty()).then(|| format!("Tél.\u{a0}: {phone}"));
    phone.into_iter().chain([settings.address.clone()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::{checked, settings};

    #[test]
    fn what_is_typed_is_never_markup() {
        let mut hostile = settings();
        hostile.display_name = "<script>alert(1)</script> & \"Zoé\"".to_owned();
        let html = html(&Checked::of(&hostile).unwrap());
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"));
    }

    #[test]
    fn empty_fields_leave_no_line() {
        assert_eq!(
            text(&checked()),
            "Jeanne D’UPONT \"Zoé\"\nProfesseure d’histoire\nCollège « Molière »\nAcadémie d’Exemple\n\njeanne.dupont@ac-exemple.test"
        );
    }
}
