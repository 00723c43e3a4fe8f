//! A pasted link → the door it opens: this academy's webmail, another official portal, unknown, or made to look official.
//!
//! Judges the host first, then what the data says of it. No network: a verdict says what is *known*, never what answers.

mod imitation;

use url::Url;

use super::{
    Academy, Confidence, DoorKind, MINISTRY, Page, PagePurpose, Platform, WrongDoor, directory::Directory,
    providers::provider_of, under,
};
use crate::wizard::ask::{LinkLine, LinkVerdict};
use imitation::Imitation;

/// Applications on official hosts, recognised by a word of the host or the path.
const APPLICATIONS: [(&str, &str); 14] = [
    ("iprof", "I-Prof"),
    ("arena", "ARENA"),
    ("cyclades", "Cyclades"),
    ("santorin", "Santorin"),
    ("imagin", "Imag’in"),
    ("colibris", "Colibris"),
    ("gaia", "GAIA"),
    ("siecle", "SIECLE"),
    ("magistere", "M@gistère"),
    ("drane", "DRANE"),
    ("dane", "DANE"),
    ("dsden", "DSDEN"),
    ("teleservices", "téléservices"),
    ("educonnect", "EduConnect"),
];

/// Verdicts on pages that ask for the account's password, beside the webmail.
const PASSWORD_DOORS: [&str; 4] = ["sign-on", "staff-portal", "password-page", "other-academy"];

/// What `url` opens, seen from `academy`.
#[must_use]
pub fn open(directory: &Directory, academy: Option<&Academy>, url: &str) -> LinkLine {
    let link = match Link::read(url) {
        Some(link) => link,
        None => return Line::new(LinkVerdict::Unknown, "not-a-link").finish(directory, academy),
    };
    if let Some(imitation) = imitation::of(directory, &link) {
        let imitated = academy.or_else(|| directory.academies().find(|own| own.owns_host(&imitation.official)));
        return Line::imitating(imitation).finish(directory, imitated);
    }
    official(directory, academy, &link)
        .unwrap_or_else(|| stranger(&link))
        .finish(directory, academy)
}

/// Whether a text typed into a search is a link: a web address, or the name of a site.
#[must_use]
pub fn is_link(text: &str) -> bool {
    let text = text.trim();
    let said = text.contains("://") || text.starts_with("www.");
    Link::read(text).is_some_and(|link| said || psl::suffix(link.host.as_bytes()).is_some_and(|end| end.is_known()))
}

/// The host of a link, or of a bare host name; lower case, in ASCII.
pub(super) fn host_of(text: &str) -> Option<String> {
    Link::read(text).map(|link| link.host)
}

impl Platform {
    /// Whether its webmail or one of its servers is `host`.
    #[must_use]
    pub fn opens_at(&self, host: &str) -> bool {
        self.webmail_host().is_some_and(|own| own == host)
            || self.servers.iter().any(|server| server.endpoint.host == host)
    }

    fn webmail_host(&self) -> Option<String> {
        self.webmail.as_ref().and_then(|webmail| host_of(&webmail.value))
    }
}

impl Page {
    fn is_at(&self, host: &str) -> bool {
        self.host.as_deref() == Some(host) || self.url.as_deref().and_then(host_of).is_some_and(|own| own == host)
    }
}

impl WrongDoor {
    /// Whether `host` is this portal.
    #[must_use]
    pub fn answers(&self, host: &str) -> bool {
        host == self.host || (self.whole_domain && under(host, &self.host))
    }
}

/// What was pasted, read as a browser would.
pub(super) struct Link {
    /// Lower case, in ASCII (punycode).
    pub(super) host: String,
    /// As it stands in the text, before IDNA, case kept: a capital I passes for an l.
    pub(super) typed_host: String,
    pub(super) path: String,
    pub(super) scheme: String,
    /// `https://ac-lyon.fr@evil.example/`: what stands before the `@`.
    pub(super) userinfo: Option<String>,
}

impl Link {
    fn read(text: &str) -> Option<Self> {
        let text = text
            .trim()
            .trim_matches(|c| matches!(c, '<' | '>' | '"' | '«' | '»' | '(' | ')'))
            .trim();
        if text.is_empty() || text.len() > 4096 || text.contains(char::is_whitespace) {
            return None;
        }
        let bare = !text.contains("://");
        let whole = if bare {
            format!("https://{text}")
        } else {
            text.to_owned()
        };
        let url = Url::parse(&whole)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https"))?;
        let host = url.host_str()?.trim_end_matches('.').to_owned();
        // A single word is no host, and an address is no link.
        if !host.contains('.') || (bare && text.contains('@')) {
            return None;
        }
        let after = whole.split_once("://").map_or("", |(_, rest)| rest);
        let authority = after.split(['/', '\\', '?', '#']).next().unwrap_or_default();
        let typed = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        let typed_host = typed.split(':').next().unwrap_or_default().to_owned();
        let userinfo = (!url.username().is_empty()).then(|| url.username().to_owned());
        Some(Self {
            host,
            typed_host,
            path: url.path().to_ascii_lowercase(),
            scheme: url.scheme().to_owned(),
            userinfo,
        })
    }
}

/// A verdict being put together.
struct Line {
    verdict: LinkVerdict,
    why: &'static str,
    opens_inbox: bool,
    academy: Option<String>,
    name: Option<String>,
    imitation: Option<Imitation>,
    confidence: Option<Confidence>,
}

impl Line {
    fn new(verdict: LinkVerdict, why: &'static str) -> Self {
        Self {
            verdict,
            why,
            opens_inbox: false,
            academy: None,
            name: None,
            imitation: None,
            confidence: None,
        }
    }

    fn imitating(imitation: Imitation) -> Self {
        Self {
            imitation: Some(imitation.clone()),
            ..Self::new(LinkVerdict::Lookalike, imitation.why)
        }
    }

    fn named(mut self, name: impl Into<String>, confidence: Option<Confidence>) -> Self {
        self.name = Some(name.into());
        self.confidence = confidence;
        self
    }

    /// Adds where the inbox really is.
    fn finish(self, directory: &Directory, academy: Option<&Academy>) -> LinkLine {
        let chosen = academy.or_else(|| self.academy.as_deref().and_then(|id| directory.academy(id)));
        let inboxes = chosen
            .filter(|_| !self.opens_inbox)
            .map(|academy| inboxes(directory, academy))
            .unwrap_or_default();
        let instead = match inboxes.as_slice() {
            [one] => Some(one.clone()),
            _ => None,
        };
        LinkLine {
            verdict: self.verdict,
            opens_inbox: self.opens_inbox,
            academy: self.academy,
            name: self.name,
            why: self.why.to_owned(),
            differs: self.imitation.as_ref().map(Imitation::differs),
            compared: self.imitation.as_ref().map(Imitation::compared),
            instead,
            inboxes,
            confidence: self.confidence,
        }
    }
}

/// Where an academy's mail is read: an address for each webmail that serves it.
fn inboxes(directory: &Directory, academy: &Academy) -> Vec<String> {
    let mailboxes = directory.mailboxes_of(academy).into_iter();
    let webmails = mailboxes.filter_map(|platform| platform.webmail.as_ref());
    let addresses: Vec<String> = webmails.map(|webmail| webmail.value.clone()).collect();
    if addresses.is_empty() {
        let page = academy.page(PagePurpose::Webmail);
        return page.and_then(|page| page.url.clone()).into_iter().collect();
    }
    addresses
}

fn official(directory: &Directory, academy: Option<&Academy>, link: &Link) -> Option<Line> {
    let owner = directory.academies().find(|owner| owner.owns_host(&link.host));
    let mut line = national(directory, academy, link)
        .or_else(|| owner.map(|owner| at_academy(directory, academy, owner, link)))
        .or_else(|| elsewhere(directory, academy, link))
        .or_else(|| under(&link.host, MINISTRY).then(|| Line::new(LinkVerdict::OfficialOther, "ministry")))?;
    if line.academy.is_none() {
        line.academy = owner.map(|owner| owner.id.clone());
    }
    let takes_password = line.opens_inbox || PASSWORD_DOORS.contains(&line.why);
    if link.scheme == "http" && takes_password {
        // The right name without encryption: nothing proves whose page answers.
        return Some(Line {
            academy: line.academy,
            ..Line::imitating(Imitation::plain(&link.host))
        });
    }
    Some(line)
}

/// The national platform and the ministry's portals.
fn national(directory: &Directory, academy: Option<&Academy>, link: &Link) -> Option<Line> {
    if let Some(door) = directory.wrong_doors().find(|door| door.answers(&link.host)) {
        return Some(portal(door));
    }
    let platform = directory
        .platform("national")
        .filter(|platform| platform.webmail_host().as_ref() == Some(&link.host))?;
    let confidence = platform.webmail.as_ref().map(|webmail| webmail.provenance.confidence);
    let Some(academy) = academy else {
        let mut line = Line::new(LinkVerdict::Webmail, "webmail-national").named(&platform.name, confidence);
        line.opens_inbox = true;
        return Some(line);
    };
    let uses = directory
        .platforms_of(academy)
        .iter()
        .any(|(_, used)| used.id == platform.id);
    let mut line = if uses {
        Line::new(LinkVerdict::Webmail, "webmail")
    } else {
        Line::new(LinkVerdict::OfficialOther, "webmail-national-unconfirmed")
    };
    line.opens_inbox = uses;
    line.academy = uses.then(|| academy.id.clone());
    Some(line.named(&platform.name, confidence))
}

/// A host under an academy's domain: portals first, for several stand on the mail domain.
fn at_academy(directory: &Directory, chosen: Option<&Academy>, owner: &Academy, link: &Link) -> Line {
    let own = chosen.is_none_or(|chosen| chosen.id == owner.id);
    if let Some(door) = owner.wrong_doors.iter().find(|door| door.answers(&link.host)) {
        return portal(door);
    }
    let application = APPLICATIONS
        .iter()
        .find(|(word, _)| has_word(&link.host, word) || has_word(&link.path, word));
    if let Some((_, name)) = application {
        return Line::new(LinkVerdict::OfficialOther, "application").named(*name, None);
    }
    let mut uses = directory
        .platforms_of(owner)
        .into_iter()
        .filter(|(used, _)| used.platform != "national");
    let platform = uses.find(|(_, platform)| platform.webmail_host().as_ref() == Some(&link.host));
    let page = |purpose: PagePurpose| {
        owner
            .pages
            .iter()
            .find(|page| page.purpose == purpose && page.is_at(&link.host))
    };
    let confidence = match (&platform, page(PagePurpose::Webmail)) {
        (Some((_, platform)), _) => platform.webmail.as_ref().map(|webmail| webmail.provenance.confidence),
        (None, Some(page)) => Some(page.provenance.confidence),
        (None, None) => return other_page(owner, link),
    };
    let name = platform.map_or_else(|| owner.official_name.clone(), |(_, platform)| platform.name.clone());
    if own {
        let mut line = Line::new(LinkVerdict::Webmail, "webmail").named(name, confidence);
        line.opens_inbox = true;
        line
    } else {
        Line::new(LinkVerdict::OfficialOther, "other-academy").named(name, confidence)
    }
}

fn other_page(owner: &Academy, link: &Link) -> Line {
    let Some(page) = owner.pages.iter().find(|page| page.is_at(&link.host)) else {
        return Line::new(LinkVerdict::OfficialOther, "academy-host").named(&owner.official_name, None);
    };
    let why = match page.purpose {
        PagePurpose::SignOn => "sign-on",
        PagePurpose::StaffPortal => "staff-portal",
        PagePurpose::Assistance => "assistance",
        PagePurpose::Website => "website",
        PagePurpose::ChangePassword | PagePurpose::ResetPassword => "password-page",
        PagePurpose::Webmail | PagePurpose::Recovery | PagePurpose::SecondFactor | PagePurpose::ApplicationPassword => {
            "academy-host"
        }
    };
    let name = page.name.clone().unwrap_or_else(|| owner.official_name.clone());
    Line::new(LinkVerdict::OfficialOther, why).named(name, Some(page.provenance.confidence))
}

/// Portals on their own domains: the chosen academy's first.
fn elsewhere(directory: &Directory, academy: Option<&Academy>, link: &Link) -> Option<Line> {
    let all = academy.into_iter().chain(directory.academies());
    let mut doors = all.flat_map(|owner| owner.wrong_doors.iter());
    doors.find(|door| door.answers(&link.host)).map(portal)
}

fn portal(door: &WrongDoor) -> Line {
    let why = match door.what {
        DoorKind::Ent => "ent",
        DoorKind::Families => "families",
        DoorKind::StaffApplication => "application",
        DoorKind::University => "university",
        DoorKind::Other => "other-portal",
    };
    Line::new(LinkVerdict::OfficialOther, why).named(&door.name, Some(door.provenance.confidence))
}

fn stranger(link: &Link) -> Line {
    match provider_of(&link.host) {
        Some(name) => Line::new(LinkVerdict::Unknown, "other-provider").named(name, None),
        None => Line::new(LinkVerdict::Unknown, "unknown"),
    }
}

/// Whether `word` stands in `text` between signs or digits.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphabetic()).any(|part| part == word)
}

#[cfg(test)]
mod tests;
