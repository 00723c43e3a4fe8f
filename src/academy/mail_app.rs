//! The mail applications people use, by name: which ones an academy forbids, and which call for a warning.

use serde::{Deserialize, Serialize};

/// A mail application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "bindings", derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum MailApp {
    /// Thunderbird on a computer.
    Thunderbird,
    /// Thunderbird for Android, or K-9 Mail.
    ThunderbirdAndroid,
    /// Classic Outlook on Windows.
    Outlook,
    /// The new Outlook on Windows, and Outlook on phones.
    NewOutlook,
    /// Mail on iPhone, iPad and Mac.
    AppleMail,
    /// Gmail on Android.
    Gmail,
    /// Samsung Email on Android.
    SamsungMail,
    /// Evolution on Linux.
    Evolution,
    /// GNOME's online accounts on Linux.
    Gnome,
}

impl MailApp {
    /// People are warned before they type their password here; the sentence is `app-<name>.warning`.
    ///
    /// New Outlook reads the mailbox from Microsoft's servers, with the password. Gmail does so once a person accepts
    /// "Gmailify". What Samsung Email does with it, no document we found says.
    #[must_use]
    pub fn warns(self) -> bool {
        matches!(self, Self::NewOutlook | Self::Gmail | Self::SamsungMail)
    }
}

/// An application the academy forbids, with its reason as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ForbiddenApp {
    /// Which.
    pub app: MailApp,
    /// "La charte informatique de l’académie l’interdit."
    pub why: String,
}

#[cfg(test)]
mod tests {
    use crate::academy::{AcademyFile, MailApp};

    #[test]
    fn an_academy_forbids_by_name_with_a_reason_and_an_unknown_name_is_refused() {
        let file = |app: &str| {
            let text = format!(
                "[academy]\nid = \"x\"\nname = \"X\"\nofficial_name = \"académie de X\"\nkind = \"academy\"\ndomains = []\n\
                 [[academy.forbidden_apps]]\napp = \"{app}\"\nwhy = \"La charte l’interdit.\"\n"
            );
            toml::from_str::<AcademyFile>(&text)
        };
        let academy = file("new-outlook").unwrap().academy.unwrap();
        assert_eq!(academy.forbids(MailApp::NewOutlook), Some("La charte l’interdit."));
        assert_eq!(academy.forbids(MailApp::Gmail), None);
        assert!(file("minitel").is_err());
    }
}
