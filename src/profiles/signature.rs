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

/// One paragraph. No delimiter: clients add `-- ` themselves.
pub(crate) fn html(settings: &Checked) -> String {
    let lines = lines(settings);
    let escaped = lines
        .iter()
        .enumerate()
        .map(|(n, line)| match (n, escape(line.as_str())) {
            (0, name) => format!("<b>{name}</b>"),
            (_, line) => line.into_owned(),
        });
    format!("<p>{}</p>", escaped.collect::<Vec<_>>().join("<br>"))
}

/// The same lines.
pub(crate) fn text(settings: &Checked) -> String {
    lines(settings).join("\n")
}

fn lines(settings: &Checked) -> Vec<String> {
    let mut lines = vec![settings.display_name.clone()];
    if let Some(fields) = &settings.signature {
        let phone = if fields.phone.is_empty() {
            String::new()
        } else {
            format!("Tél.\u{a0}: {}", fields.phone)
        };
        lines.extend(
            [fields.role.clone(), fields.school.clone(), phone]
                .into_iter()
                .filter(|line| !line.is_empty()),
        );
    }
    lines
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
            "Jeanne D’UPONT \"Zoé\"\nProfesseure d’histoire\nCollège « Molière »"
        );
    }
}
