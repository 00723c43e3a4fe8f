//! What a person types where an application reads no file of ours: Gmail, Samsung Email, the new Outlook, GNOME.
//!
//! The warning comes first, where the maker's servers may get the password; the words are the doors', `app-<name>` with
//! `.steps` and, where it warns, `.warning`.

use crate::{
    academy::{Academy, Endpoint, MailApp, Security},
    profiles::{Client, MailSettings, ProfileRefusal, checked::Checked},
    wizard::view::{TypedLine, TypedValue},
};

/// Applications of a client that read one of our files, then those that want typing.
#[must_use]
pub fn apps(client: Client) -> (&'static [MailApp], &'static [MailApp]) {
    match client {
        Client::Thunderbird => (&[MailApp::Thunderbird], &[]),
        Client::Outlook => (&[MailApp::Outlook], &[MailApp::NewOutlook]),
        Client::Apple => (&[MailApp::AppleMail], &[]),
        Client::Android => (&[MailApp::ThunderbirdAndroid], &[MailApp::Gmail, MailApp::SamsungMail]),
        Client::Evolution => (&[MailApp::Evolution], &[MailApp::Gnome]),
        Client::Webmail | Client::Sheet | Client::Signature | Client::Reminders => (&[], &[]),
    }
}

/// Why nobody of the academy uses this client: it forbids every application that reads its files.
#[must_use]
pub fn forbidden(academy: &Academy, client: Client) -> Option<&str> {
    let (files, _) = apps(client);
    let why: Vec<_> = files.iter().map(|app| academy.forbids(*app)).collect();
    why.iter()
        .all(Option::is_some)
        .then(|| why.first().copied().flatten())?
}

/// What to type into `app`, in the order its screens ask.
///
/// # Errors
/// Settings no format can carry.
pub fn line(settings: &MailSettings, app: MailApp) -> Result<TypedLine, ProfileRefusal> {
    let settings = Checked::of(settings)?;
    let value = |label: &'static str, value: String| TypedValue {
        label: label.to_owned(),
        value,
    };
    let mut values = vec![
        value("typed-name", settings.display_name.clone()),
        value("typed-address", settings.address.clone()),
        value("typed-login", settings.login.clone()),
    ];
    for (server, endpoint) in [("typed-imap", &settings.imap), ("typed-smtp", &settings.smtp)] {
        values.push(value(server, endpoint.host.clone()));
        values.push(value("typed-port", endpoint.port.to_string()));
        values.push(value("typed-security", security(endpoint).to_owned()));
    }
    Ok(TypedLine {
        app,
        warns: app.warns(),
        values,
    })
}

fn security(endpoint: &Endpoint) -> &'static str {
    match endpoint.security {
        Security::Tls => "SSL/TLS",
        Security::Starttls => "STARTTLS",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profiles::tests::settings;

    #[test]
    fn what_is_typed_is_what_the_files_say_and_no_password() {
        let line = line(&settings(), MailApp::Gmail).unwrap();
        let values: Vec<_> = line.values.iter().map(|value| value.value.as_str()).collect();
        assert_eq!(
            values,
            [
                "Jeanne D’UPONT \"Zoé\"",
                "jeanne.dupont@ac-exemple.test",
                "jdupont",
                "imap.ac-exemple.test",
                "993",
                "SSL/TLS",
                "smtp.ac-exemple.test",
                "465",
                "SSL/TLS"
            ]
        );
        assert!(line.warns);
        assert!(!super::line(&settings(), MailApp::Gnome).unwrap().warns);
    }

    #[test]
    fn every_application_that_is_typed_into_belongs_to_one_client() {
        let typed: Vec<_> = Client::ALL.into_iter().flat_map(|client| apps(client).1).collect();
        assert_eq!(typed.len(), 4);
    }
}
