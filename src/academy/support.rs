//! Whom to ask, and which official page does a thing. The sentences around them belong to the doors.

use url::Url;

use super::{Academy, ClientPassword, Department, Desk, Need, Page, PagePurpose, Platform};
use crate::wizard::view::{DepartmentLine, DeskLine, DeskRole, PageLine};

/// Everyone to ask, nearest first: the school, the desk of the département, the academy's, human resources.
///
/// Where no source names a desk of the département, its DSDEN is given with its town; where the département is not known,
/// every named desk is.
#[must_use]
pub fn contacts(academy: &Academy, department: Option<&Department>) -> Vec<DeskLine> {
    let mut contacts = vec![unnamed(DeskRole::Secretariat)];
    let own = |desk: &&Desk| match (&desk.department, department) {
        (Some(code), Some(wanted)) => *code == wanted.code,
        (Some(_), None) => true,
        (None, _) => false,
    };
    contacts.extend(
        academy
            .desks
            .iter()
            .filter(own)
            .map(|desk| named(academy, DeskRole::Department, desk)),
    );
    if contacts.len() == 1 {
        contacts.extend(department.and_then(|own| dsden(academy, own)));
    }
    let mut whole = academy.desks.iter().filter(|desk| desk.department.is_none()).peekable();
    if whole.peek().is_none() {
        contacts.push(unnamed(DeskRole::Rectorate));
    }
    contacts.extend(whole.map(|desk| named(academy, DeskRole::Academy, desk)));
    contacts
}

/// The one desk a screen names: the département's, else the academy's, else what is sure of neither.
#[must_use]
pub fn desk(academy: &Academy, department: Option<&Department>) -> DeskLine {
    let contacts = contacts(academy, department)
        .into_iter()
        .filter(|line| match line.role {
            DeskRole::Secretariat => false,
            DeskRole::Department => department.is_some(),
            DeskRole::Academy | DeskRole::Rectorate => true,
        });
    contacts
        .min_by_key(|line| line.name.is_none())
        .unwrap_or_else(|| unnamed(DeskRole::Rectorate))
}

/// A département as the doors show it.
#[must_use]
pub fn department_line(department: &Department) -> DepartmentLine {
    DepartmentLine {
        code: department.code.clone(),
        name: department.name.clone(),
    }
}

fn unnamed(role: DeskRole) -> DeskLine {
    DeskLine {
        role,
        name: None,
        department: None,
        town: None,
        confidence: None,
        url: None,
        phone: None,
    }
}

fn named(academy: &Academy, role: DeskRole, desk: &Desk) -> DeskLine {
    let department = desk.department.as_deref().and_then(|code| academy.department(code));
    DeskLine {
        name: Some(desk.name.clone()),
        department: department.map(department_line),
        url: desk.url.clone(),
        phone: desk.phone.clone(),
        ..unnamed(role)
    }
}

/// Where an academy has one département only, the rectorate is its direction too.
fn dsden(academy: &Academy, department: &Department) -> Option<DeskLine> {
    let seat = department
        .dsden_seat
        .as_ref()
        .filter(|_| academy.departments.len() > 1)?;
    Some(DeskLine {
        department: Some(department_line(department)),
        town: Some(seat.value.clone()),
        confidence: Some(seat.provenance.confidence),
        ..unnamed(DeskRole::Department)
    })
}

/// What to have ready before asking: keys of sentences. The NUMEN only where a reset page of this academy demands it.
#[must_use]
pub fn prepare(academy: &Academy) -> Vec<&'static str> {
    let needs = |need: Need| academy.reset_needs.iter().any(|own| own.value == need);
    let mut keys = vec![
        "support-prepare-identifier",
        "support-prepare-school",
        "support-prepare-error",
        "support-prepare-checks",
    ];
    if needs(Need::Numen) {
        keys.push("support-prepare-numen");
    }
    keys.push("support-prepare-identity");
    keys
}

/// The official page for a purpose; `url` is absent when no source gives it. The platform's own webmail goes first.
#[must_use]
pub fn page(academy: &Academy, platform: Option<&Platform>, purpose: PagePurpose) -> PageLine {
    let webmail = platform.and_then(|platform| platform.webmail.as_ref());
    let in_webmail = match purpose {
        PagePurpose::Webmail => true,
        // An application password is made in the webmail that wants one.
        PagePurpose::ApplicationPassword => platform
            .and_then(|platform| platform.client_password.as_ref())
            .is_some_and(|kind| kind.value == ClientPassword::Application),
        _ => false,
    };
    let own = academy.page(purpose);
    if let Some(webmail) = webmail.filter(|_| in_webmail && (purpose == PagePurpose::Webmail || own.is_none())) {
        return PageLine {
            purpose,
            name: platform.map(|platform| platform.name.clone()),
            url: Some(webmail.value.clone()),
            host: host(&webmail.value),
            confidence: Some(webmail.provenance.confidence),
            practice_url: None,
        };
    }
    line(purpose, own)
}

fn line(purpose: PagePurpose, page: Option<&Page>) -> PageLine {
    let url = page.and_then(|page| page.url.clone());
    PageLine {
        purpose,
        name: page.and_then(|page| page.name.clone()),
        host: url
            .as_deref()
            .and_then(host)
            .or_else(|| page.and_then(|page| page.host.clone())),
        confidence: page.map(|page| page.provenance.confidence),
        url,
        practice_url: None,
    }
}

fn host(url: &str) -> Option<String> {
    Url::parse(url).ok()?.host_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academy::{Confidence, directory::Directory};

    fn roles(lines: &[DeskLine]) -> Vec<DeskRole> {
        lines.iter().map(|line| line.role).collect()
    }

    #[test]
    fn lyon_has_three_desks_and_a_second_resort() {
        use DeskRole::{Academy, Department, Secretariat};
        let all = Directory::embedded();
        let lyon = all.academy("lyon").unwrap();
        for (code, town) in [("01", "Bourg-en-Bresse"), ("42", "Saint-Étienne"), ("69", "Lyon")] {
            let own = lyon.department(code);
            assert!(desk(lyon, own).name.unwrap().contains(town), "{code}");
            let asked = contacts(lyon, own);
            assert_eq!(roles(&asked), [Secretariat, Department, Academy]);
            assert_eq!(asked[1].department, own.map(department_line));
        }
        assert_eq!(desk(lyon, None).name.as_deref(), Some("rectorat de Lyon"));
        assert_eq!(
            roles(&contacts(lyon, None)),
            [Secretariat, Department, Department, Department, Academy]
        );
    }

    #[test]
    fn a_desk_no_source_names_is_said_by_its_role() {
        use DeskRole::{Department, Rectorate, Secretariat};
        let all = Directory::embedded();
        let corse = all.academy("corse").unwrap();
        let asked = contacts(corse, corse.department("2a"));
        assert_eq!(roles(&asked), [Secretariat, Department, Rectorate]);
        assert_eq!((&asked[1].name, asked[1].town.as_deref()), (&None, Some("Ajaccio")));
        assert_eq!(
            asked[1].confidence,
            Some(Confidence::Inferred),
            "deduced, and said to be"
        );
        assert!(
            asked.iter().all(|line| line.phone.is_none()),
            "no telephone is known: none is invented"
        );
        assert_eq!(desk(corse, None), unnamed(Rectorate));
        let paris = all.academy("paris").unwrap();
        assert!(!roles(&contacts(paris, paris.department("75"))).contains(&Department));
    }

    #[test]
    fn every_academy_and_departement_has_somebody_to_ask() {
        let all = Directory::embedded();
        for academy in all.academies() {
            for own in academy.departments.iter().map(Some).chain([None]) {
                let asked = contacts(academy, own);
                assert!(asked.len() >= 2, "{}", academy.id);
                assert!(asked.is_sorted_by_key(|line| line.role), "{}", academy.id);
            }
        }
    }

    #[test]
    fn a_page_without_address_keeps_its_name() {
        let all = Directory::embedded();
        let page = page(all.academy("aix-marseille").unwrap(), None, PagePurpose::ChangePassword);
        assert_eq!((page.name.as_deref(), page.url), (Some("Estérel > MON COMPTE"), None));
    }

    #[test]
    fn application_passwords_are_made_in_the_national_webmail() {
        let all = Directory::embedded();
        let (lyon, national) = (all.academy("lyon").unwrap(), all.platform("national"));
        let made = page(lyon, national, PagePurpose::ApplicationPassword);
        assert_eq!(made.host.as_deref(), Some("messagerie.education.gouv.fr"));
        assert_eq!(
            page(lyon, all.platform("lyon"), PagePurpose::ApplicationPassword).url,
            None
        );
        assert_eq!(
            page(lyon, national, PagePurpose::Webmail).host.as_deref(),
            Some("messagerie.education.gouv.fr")
        );
    }
}
