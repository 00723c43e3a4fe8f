//! The portal map of an academy: where the mailbox opens, then every official door people take for it.
//!
//! Only what the data says. [`super::doors`] judges a pasted link by the same data; what each kind of door is called
//! belongs to `locales/`.

use super::{Academy, Confidence, DoorKind, Page, PagePurpose, Platform, WrongDoor, directory::Directory, doors};
use crate::wizard::view::{PortalKind, PortalLine};

/// Applications of every academy, whose addresses differ from one to the next.
const APPLICATIONS: &str = "I-Prof, ARENA, Cyclades, Santorin, Imag’in";

/// The mailbox first. A door is named once, by its host.
#[must_use]
pub fn map(directory: &Directory, academy: &Academy, platform: Option<&Platform>) -> Vec<PortalLine> {
    let mut map = Map(vec![inbox(academy, platform)]);
    let others = directory.mailboxes_of(academy).into_iter();
    for other in others.filter(|other| platform.is_some_and(|own| own.id != other.id)) {
        if let Some(webmail) = &other.webmail {
            map.push(PortalLine {
                name: Some(other.name.clone()),
                host: doors::host_of(&webmail.value),
                ..portal(PortalKind::OtherMailbox, webmail.provenance.confidence)
            });
        }
    }
    let pages = academy
        .pages
        .iter()
        .filter_map(|page| Some((kind_of(page.purpose)?, page)));
    let mut pages: Vec<_> = pages.collect();
    pages.sort_by_key(|(kind, _)| *kind);
    for (kind, page) in pages {
        map.push(of_page(kind, page));
    }
    for door in academy.wrong_doors.iter().chain(directory.wrong_doors()) {
        if door.what != DoorKind::University || academy.wrong_doors.iter().any(|own| own.host == door.host) {
            map.push(of_door(door));
        }
    }
    map.push(PortalLine {
        name: Some(APPLICATIONS.to_owned()),
        ..portal(PortalKind::Application, Confidence::Inferred)
    });
    map.0
}

struct Map(Vec<PortalLine>);

impl Map {
    fn push(&mut self, line: PortalLine) {
        let known = |own: &PortalLine| match (&own.host, &line.host) {
            (Some(own), Some(new)) => own == new,
            (None, None) => own.name == line.name,
            _ => false,
        };
        if (line.host.is_some() || line.name.is_some()) && !self.0.iter().any(known) {
            self.0.push(line);
        }
    }
}

fn portal(kind: PortalKind, confidence: Confidence) -> PortalLine {
    PortalLine {
        kind,
        name: None,
        host: None,
        scope: None,
        confidence,
    }
}

/// Where mail is read; no host when no source gives it.
fn inbox(academy: &Academy, platform: Option<&Platform>) -> PortalLine {
    let webmail = platform.and_then(|platform| platform.webmail.as_ref());
    if let Some(webmail) = webmail {
        return PortalLine {
            name: platform.map(|platform| platform.name.clone()),
            host: doors::host_of(&webmail.value),
            ..portal(PortalKind::Inbox, webmail.provenance.confidence)
        };
    }
    academy
        .page(PagePurpose::Webmail)
        .map_or(portal(PortalKind::Inbox, Confidence::Inferred), |page| {
            of_page(PortalKind::Inbox, page)
        })
}

fn kind_of(purpose: PagePurpose) -> Option<PortalKind> {
    Some(match purpose {
        // Told by `inbox`, or by the platform that is not the person's.
        PagePurpose::Webmail | PagePurpose::ApplicationPassword => return None,
        PagePurpose::SignOn => PortalKind::SignOn,
        PagePurpose::StaffPortal => PortalKind::Staff,
        PagePurpose::ChangePassword
        | PagePurpose::ResetPassword
        | PagePurpose::Recovery
        | PagePurpose::SecondFactor => PortalKind::Account,
        PagePurpose::Assistance => PortalKind::Assistance,
        PagePurpose::Website => PortalKind::Website,
    })
}

fn of_page(kind: PortalKind, page: &Page) -> PortalLine {
    PortalLine {
        name: page.name.clone(),
        host: page
            .url
            .as_deref()
            .and_then(doors::host_of)
            .or_else(|| page.host.clone()),
        ..portal(kind, page.provenance.confidence)
    }
}

fn of_door(door: &WrongDoor) -> PortalLine {
    let kind = match door.what {
        DoorKind::Ent => PortalKind::Ent,
        DoorKind::Families => PortalKind::Families,
        DoorKind::StaffApplication => PortalKind::Application,
        DoorKind::University | DoorKind::Other => PortalKind::Other,
    };
    PortalLine {
        name: Some(door.name.clone()),
        host: Some(door.host.clone()),
        scope: door.scope.clone(),
        ..portal(kind, door.provenance.confidence)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(id: &str, platform: Option<&str>) -> Vec<PortalLine> {
        let all = Directory::embedded();
        map(&all, all.academy(id).unwrap(), platform.and_then(|id| all.platform(id)))
    }

    fn kind_at(lines: &[PortalLine], host: &str) -> Option<PortalKind> {
        let line = lines.iter().find(|line| line.host.as_deref() == Some(host))?;
        Some(line.kind)
    }

    #[test]
    fn the_mailbox_comes_first_and_the_other_one_is_said_to_be_another() {
        let (own, national) = (mapped("lyon", Some("lyon")), mapped("lyon", Some("national")));
        assert_eq!(own[0].host.as_deref(), Some("webmail.ac-lyon.fr"));
        assert_eq!(
            kind_at(&own, "messagerie.education.gouv.fr"),
            Some(PortalKind::OtherMailbox)
        );
        assert_eq!(national[0].host.as_deref(), Some("messagerie.education.gouv.fr"));
        assert_eq!(kind_at(&national, "webmail.ac-lyon.fr"), Some(PortalKind::OtherMailbox));
        for (host, kind) in [
            ("portail.ac-lyon.fr", PortalKind::SignOn),
            ("laclasse.com", PortalKind::Ent),
            ("services.ac-lyon.fr", PortalKind::Families),
            ("educonnect.education.gouv.fr", PortalKind::Families),
        ] {
            assert_eq!(kind_at(&own, host), Some(kind), "{host}");
        }
    }

    #[test]
    fn a_page_without_address_keeps_its_name_and_an_unknown_mailbox_says_so() {
        let aix = mapped("aix-marseille", Some("aix-marseille"));
        assert!(
            aix.iter()
                .any(|line| line.kind == PortalKind::Account && line.name.as_deref() == Some("Estérel > MON COMPTE"))
        );
        let corse = mapped("corse", None);
        assert_eq!((corse[0].kind, &corse[0].host), (PortalKind::Inbox, &None));
    }

    #[test]
    fn every_academy_has_a_map_that_names_a_host_once() {
        let all = Directory::embedded();
        for academy in all.academies() {
            let platform = all
                .platforms_of(academy)
                .first()
                .map(|(_, platform)| platform.id.clone());
            let lines = mapped(&academy.id, platform.as_deref());
            assert_eq!(lines[0].kind, PortalKind::Inbox, "{}", academy.id);
            let mut hosts: Vec<_> = lines.iter().filter_map(|line| line.host.as_deref()).collect();
            let many = hosts.len();
            hosts.sort_unstable();
            hosts.dedup();
            assert_eq!(hosts.len(), many, "{}", academy.id);
        }
    }
}
