//! The official page as a capability: which page serves which errand, and what can be checked afterwards.
//!
//! No network. What to show beside the page (host, needs, desk) belongs to `academy::support`; the hand-off and the return
//! belong to `wizard`.

use crate::academy::{Academy, Page, PagePurpose};

/// What a person is sent to an official page for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errand {
    /// Change the password.
    ChangePassword,
    /// Register the recovery address.
    Recovery,
    /// Enrol the second factor.
    SecondFactor,
    /// Make an application password.
    ApplicationPassword,
}

/// What we can know of the errand once the person is back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Afterwards {
    /// A mail sign-in tells.
    MailSignIn,
    /// No server tells us: the person's word is all there is.
    Declared,
}

impl Errand {
    /// The pages that serve it, the best first. The reset page also ends with a new password of one's own; no other page
    /// stands in for another.
    #[must_use]
    pub fn purposes(self) -> &'static [PagePurpose] {
        match self {
            Self::ChangePassword => &[PagePurpose::ChangePassword, PagePurpose::ResetPassword],
            Self::Recovery => &[PagePurpose::Recovery],
            Self::SecondFactor => &[PagePurpose::SecondFactor],
            Self::ApplicationPassword => &[PagePurpose::ApplicationPassword],
        }
    }

    /// The page of `academy` for it: the first whose address is known, else the first whose name is.
    #[must_use]
    pub fn page(self, academy: &Academy) -> Option<&Page> {
        let known = || self.purposes().iter().filter_map(|purpose| academy.page(*purpose));
        known().find(|page| page.url.is_some()).or_else(|| known().next())
    }

    /// What can be checked when the person is back. A new password opens the mailbox, and so does an application password;
    /// a portal keeps its recovery address and its factors to itself.
    #[must_use]
    pub fn afterwards(self) -> Afterwards {
        match self {
            Self::ChangePassword | Self::ApplicationPassword => Afterwards::MailSignIn,
            Self::Recovery | Self::SecondFactor => Afterwards::Declared,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ACADEMY: &str = r#"
        id = "exemple"
        name = "Exemple"
        official_name = "académie d'Exemple"
        kind = "practice"
        domains = [{ value = "ac-exemple.test", confidence = "pack" }]
        pages = [
          { purpose = "change-password", name = "Estérel", confidence = "seed" },
          { purpose = "reset-password", url = "https://macadam.ac-exemple.test/", confidence = "official-page" },
        ]
    "#;

    #[test]
    fn a_page_with_an_address_goes_before_one_known_by_name_only() {
        let academy: Academy = toml::from_str(ACADEMY).unwrap();
        let page = Errand::ChangePassword.page(&academy).unwrap();
        assert_eq!(page.purpose, PagePurpose::ResetPassword);
        assert!(Errand::Recovery.page(&academy).is_none());
    }

    #[test]
    fn only_passwords_can_be_checked_after_a_hand_off() {
        assert_eq!(Errand::ChangePassword.afterwards(), Afterwards::MailSignIn);
        assert_eq!(Errand::SecondFactor.afterwards(), Afterwards::Declared);
    }
}
