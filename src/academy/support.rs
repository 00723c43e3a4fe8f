//! Whom to ask, and which official page does a thing. The sentences around them belong to the doors.

use url::Url;

use super::{Academy, ClientPassword, Need, Page, PagePurpose, Platform};
use crate::wizard::view::{DeskLine, PageLine};

/// The desk of a département, else the academy's; no name: the school secretariat, then the rectorate.
#[must_use]
pub fn desk(academy: &Academy, department: Option<&str>) -> DeskLine {
    let of = |wanted: Option<&str>| academy.desks.iter().find(|desk| desk.department.as_deref() == wanted);
    let local = department.and_then(|code| of(Some(code)));
    match local.or_else(|| of(None)) {
        Some(desk) => DeskLine {
            name: Some(desk.name.clone()),
            url: desk.url.clone(),
            phone: desk.phone.clone(),
        },
        None => DeskLine {
            name: None,
            url: None,
            phone: None,
        },
    }
}

/// Everyone to ask, nearest first: the département's desk, then the academy's.
#[must_use]
pub fn desks(academy: &Academy, department: Option<&str>) -> Vec<DeskLine> {
    let nearest = |local: bool| {
        academy.desks.iter().filter(move |desk| match &desk.department {
            Some(own) => local && department.is_none_or(|wanted| wanted == own),
            None => !local,
        })
    };
    let lines = nearest(true).chain(nearest(false));
    lines
        .map(|desk| DeskLine {
            name: Some(desk.name.clone()),
            url: desk.url.clone(),
            phone: desk.phone.clone(),
        })
        .collect()
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
    use crate::academy::directory::Directory;

    #[test]
    fn lyon_has_three_desks_and_a_second_resort() {
        let all = Directory::embedded();
        let lyon = all.academy("lyon").unwrap();
        for (code, town) in [("01", "Bourg-en-Bresse"), ("42", "Saint-Étienne"), ("69", "Lyon")] {
            assert!(desk(lyon, Some(code)).name.unwrap().contains(town), "{code}");
        }
        assert_eq!(desk(lyon, None).name.as_deref(), Some("rectorat de Lyon"));
        assert_eq!(desks(lyon, None).len(), 4);
        assert_eq!(desks(lyon, Some("42")).len(), 2);
    }

    #[test]
    fn an_unknown_desk_has_no_name() {
        let all = Directory::embedded();
        assert_eq!(
            desk(all.academy("corse").unwrap(), Some("2A")),
            DeskLine {
                name: None,
                url: None,
                phone: None
            }
        );
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
