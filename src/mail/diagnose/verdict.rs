//! One cause, not ten symptoms: a pure function of what was seen.
//!
//! What explains the most is asked first: no way out explains everything; no names explain every connection; a portal
//! that answers in everybody's place, or a wrong clock, explains certificates; a wall in front of the mail ports alone is
//! the school's network; only then is a server itself to blame. A fault counts by its code (`net::fault`), the vocabulary
//! that is stable: one that is not listed in [`Symptom::of`] speaks for itself.

use std::collections::BTreeSet;

use super::{Line, Look, Role, State};
use crate::{
    mail::Likely,
    net::fault::Fault,
    reason::{Kind, Mender, Params, Reason},
};

/// From here on a clock makes codes and certificates fail: servers take one code step of 30 s more or less, some two.
const CLOCK_LIMIT_S: i64 = 90;
/// An answer that takes longer is slow: a far but idle network (600 ms a round trip) needs half of it.
const SLOW_MS: u32 = 4_000;

/// What it comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Outcome {
    /// Not known yet.
    #[default]
    Looking,
    /// Everything that is needed answers.
    Fine,
    /// Something stands in the way.
    Stopped(Verdict),
}

/// The one thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// This computer has no way out.
    NoNetwork,
    /// There is a way out, and no name is found.
    NoNames,
    /// A sign-in page answers in the servers' place.
    CaptivePortal {
        /// The host it sends people to; empty when it does not say.
        portal: String,
    },
    /// This computer's clock is wrong.
    OwnClock {
        /// It shows a time that is over; otherwise one to come.
        behind: bool,
        /// By how many seconds, when a server said.
        by_s: Option<i64>,
        /// The day it believes in, when a fault said so; ISO 8601.
        today: Option<String>,
    },
    /// An equipment opens what is encrypted.
    Inspection {
        /// As its certificates name it.
        issuer: String,
    },
    /// Neither mail nor the web passes.
    NothingPasses,
    /// The web passes, mail does not.
    MailPortsBlocked {
        /// "993, 465".
        ports: String,
    },
    /// Answers come, too slowly.
    SlowNetwork,
    /// Mail and the web answer, the directory does not.
    DirectoryDown {
        /// Its name.
        host: String,
    },
    /// The network is not to blame: the academy's data says that mail clients may be let in nowhere.
    ClientsClosed,
    /// No data and no name server tells where mail is.
    ServersNotKnown,
    /// One server, one fault.
    One(Fault),
}

/// Draws the conclusion. While it is provisional, silence counts as a filter.
#[must_use]
pub fn conclude(look: &Look) -> Outcome {
    let seen = Seen::of(look);
    match seen
        .network()
        .or_else(|| seen.trust())
        .or_else(|| seen.proxy())
        .or_else(|| seen.wall())
        .or_else(|| seen.server())
    {
        Some(verdict) => Outcome::Stopped(verdict),
        None => Outcome::Fine,
    }
}

/// What a fault is a symptom of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Symptom {
    Unnamed,
    NoWay,
    Wall,
    Portal,
    Plain,
    Clock,
    Early,
    Late,
    OtherName,
    Inspected,
    OtherIssuer,
    Proxy,
    Slow,
    Own,
}

impl Symptom {
    fn of(fault: &Fault) -> Self {
        match fault.code() {
            "dns" | "dns-silent" => Self::Unnamed,
            "offline" => Self::NoWay,
            "connection-refused" | "filtered" | "admin-prohibited" | "reset" | "mute" => Self::Wall,
            "captive-portal" => Self::Portal,
            "plain-on-tls" => Self::Plain,
            "clock-behind" | "clock-ahead" => Self::Clock,
            "certificate-not-yet" => Self::Early,
            "certificate-expired" => Self::Late,
            "certificate-wrong-name" => Self::OtherName,
            "intercepted" => Self::Inspected,
            "unknown-issuer" | "self-signed" => Self::OtherIssuer,
            "proxy-sign-in" | "proxy-password-refused" | "proxy-refused" | "proxy-unreachable" | "proxy-script" => {
                Self::Proxy
            }
            "slow" | "timeout" => Self::Slow,
            _ => Self::Own,
        }
    }
}

/// The lines, with the symptom of each.
struct Seen<'a> {
    look: &'a Look,
    lines: Vec<(&'a Line, Option<Symptom>)>,
}

impl<'a> Seen<'a> {
    fn of(look: &'a Look) -> Self {
        let symptom = |line: &Line| match (&line.fault, line.state) {
            (Some(fault), _) => Some(Symptom::of(fault)),
            (None, State::Waiting) => Some(Symptom::Wall),
            (None, _) => None,
        };
        let lines = look.lines.iter().map(|line| (line, symptom(line))).collect();
        Self { look, lines }
    }

    /// Nothing gets anywhere.
    fn network(&self) -> Option<Verdict> {
        let names: Vec<_> = self.of_role(|role| role == Role::Dns).collect();
        let servers: Vec<_> = self.of_role(|role| role != Role::Dns).collect();
        let all = |lines: &[Sight<'_>], wanted: &[Symptom]| {
            !lines.is_empty()
                && lines
                    .iter()
                    .all(|(_, symptom)| symptom.is_some_and(|own| wanted.contains(&own)))
        };
        let nowhere = all(&names, &[Symptom::Unnamed, Symptom::NoWay, Symptom::Wall]);
        if (nowhere && !self.look.way_out) || all(&servers, &[Symptom::NoWay]) {
            return Some(Verdict::NoNetwork);
        }
        // One name alone may simply not exist.
        (nowhere && names.len() > 1).then_some(Verdict::NoNames)
    }

    /// Somebody answers in the servers' place, or our clock makes good certificates look bad.
    fn trust(&self) -> Option<Verdict> {
        if let Some(portal) = self.portal() {
            return Some(Verdict::CaptivePortal { portal });
        }
        if let Some(behind) = self.clock() {
            let said = self.with(Symptom::Clock).next();
            return Some(Verdict::OwnClock {
                behind,
                by_s: self.look.clock_offset_s.map(i64::abs),
                today: said.map(|line| self.param(line, "day")),
            });
        }
        let inspected = self.with(Symptom::Inspected).next();
        let others: Vec<_> = self.with(Symptom::OtherIssuer).collect();
        let issuer = |line: &Line| self.param(line, "issuer");
        if let Some(line) = inspected {
            return Some(Verdict::Inspection { issuer: issuer(line) });
        }
        // The same unknown issuer in front of two hosts is no mistake of one server.
        let first = others.first()?;
        let same = others.iter().filter(|line| issuer(line) == issuer(first)).copied();
        (hosts(same) > 1).then(|| Verdict::Inspection { issuer: issuer(first) })
    }

    fn portal(&self) -> Option<String> {
        let pages: Vec<_> = self.with(Symptom::Portal).collect();
        // A web page where one mail server should be, while the academy's own pages pass, is that server's affair.
        let alone = hosts(pages.iter().copied()) < 2 && self.pages().any(|(_, symptom)| symptom.is_none());
        if let Some(line) = pages.first().filter(|_| !alone) {
            let named = self.param(line, "portal");
            return Some(if named == "none" { String::new() } else { named });
        }
        let plain: Vec<_> = self.with(Symptom::Plain).collect();
        // In front of a web page, or of two hosts: no server speaks in the clear there.
        if plain.iter().any(|line| line.role == Role::Web) || hosts(plain.iter().copied()) > 1 {
            return Some(String::new());
        }
        let renamed: Vec<_> = self.with(Symptom::OtherName).collect();
        let shown = |line: &Line| self.param(line, "presented");
        let first = renamed.first()?;
        let same = renamed.iter().filter(|line| shown(line) == shown(first)).copied();
        (hosts(same) > 1).then(|| shown(first))
    }

    /// Whether our clock is behind (true) or ahead (false), when certificates fail because of it.
    fn clock(&self) -> Option<bool> {
        if let Some(line) = self.with(Symptom::Clock).next() {
            return Some(line.fault.as_ref()?.code() == "clock-behind");
        }
        let (early, late): (Vec<_>, Vec<_>) = (self.with(Symptom::Early).collect(), self.with(Symptom::Late).collect());
        let offset = self.look.clock_offset_s.unwrap_or_default();
        // Two hosts agree, or one does with a server whose time is known.
        if hosts(early.iter().copied()) > 1 || (!early.is_empty() && offset > CLOCK_LIMIT_S) {
            Some(true)
        } else if hosts(late.iter().copied()) > 1 || (!late.is_empty() && offset < -CLOCK_LIMIT_S) {
            Some(false)
        } else {
            None
        }
    }

    /// The web goes through a proxy, and that is where it stops.
    fn proxy(&self) -> Option<Verdict> {
        let web: Vec<_> = self.pages().collect();
        let stopped = |sight: &Sight<'_>| sight.1 == Some(Symptom::Proxy);
        let (line, _) = web.first().filter(|_| web.iter().all(stopped))?;
        Some(one(line))
    }

    /// Connections are stopped on the way.
    fn wall(&self) -> Option<Verdict> {
        let mail = |role| matches!(role, Role::Imap | Role::Smtp);
        let needed: Vec<_> = self.of_role(mail).filter(|(line, _)| line.needed).collect();
        let walled = |sight: &Sight<'_>| sight.1 == Some(Symptom::Wall);
        if !needed.iter().all(walled) {
            return None;
        }
        let web: Vec<_> = self.pages().collect();
        if !web.is_empty() && web.iter().all(walled) {
            return Some(Verdict::NothingPasses);
        }
        if needed.is_empty() {
            return None;
        }
        let answered = |sight: &Sight<'_>| sight.1.is_none();
        let mut others = self.of_role(|role| matches!(role, Role::Imap | Role::Smtp | Role::Sieve | Role::Pop));
        // Another mail port of theirs answers: this one is closed, not mail as such.
        if !web.iter().any(answered) || others.any(|sight| answered(&sight)) {
            return None;
        }
        if self.look.likely == Some(Likely::ClientsClosed) {
            return Some(Verdict::ClientsClosed);
        }
        let ports: BTreeSet<_> = needed.iter().filter_map(|(line, _)| line.port).collect();
        let ports: Vec<_> = ports.iter().rev().map(ToString::to_string).collect();
        Some(Verdict::MailPortsBlocked {
            ports: ports.join(", "),
        })
    }

    /// One server is to blame, or nobody.
    fn server(&self) -> Option<Verdict> {
        let needed = |role| self.of_role(move |own| own == role).filter(|(line, _)| line.needed);
        let closed = self.look.likely == Some(Likely::ClientsClosed);
        for role in [Role::Imap, Role::Smtp, Role::Ldap] {
            for (line, symptom) in needed(role) {
                match symptom {
                    // Mail passed, or this would have been said of it.
                    Some(Symptom::Wall | Symptom::Slow) if role == Role::Ldap => {
                        let host = line.host.clone();
                        return Some(Verdict::DirectoryDown { host });
                    }
                    Some(Symptom::Slow) => return Some(Verdict::SlowNetwork),
                    Some(Symptom::Wall) if role == Role::Imap && closed => return Some(Verdict::ClientsClosed),
                    Some(_) => return Some(one(line)),
                    None => {}
                }
            }
        }
        // A page that is gone is no network that is closed: the web fails when every page does.
        let web: Vec<_> = self.pages().collect();
        if let Some((line, symptom)) = web.first().filter(|_| web.iter().all(|(_, symptom)| symptom.is_some())) {
            return Some(match symptom {
                Some(Symptom::Slow) => Verdict::SlowNetwork,
                _ => one(line),
            });
        }
        if needed(Role::Imap).next().is_none() || needed(Role::Smtp).next().is_none() {
            return Some(match closed {
                true => Verdict::ClientsClosed,
                false => Verdict::ServersNotKnown,
            });
        }
        let offset = self.look.clock_offset_s.unwrap_or_default();
        if offset.abs() > CLOCK_LIMIT_S {
            return Some(Verdict::OwnClock {
                behind: offset > 0,
                by_s: Some(offset.abs()),
                today: None,
            });
        }
        let mail = [Role::Imap, Role::Smtp].into_iter().flat_map(needed);
        let slow = mail.filter(|(line, _)| line.ms.is_some_and(|ms| ms > SLOW_MS)).count();
        (slow > 0).then_some(Verdict::SlowNetwork)
    }

    /// Pages whose name is found: an address that moved says nothing of the network.
    fn pages(&self) -> impl Iterator<Item = Sight<'a>> {
        let named = |(_, symptom): &Sight<'_>| *symptom != Some(Symptom::Unnamed);
        self.of_role(|role| role == Role::Web).filter(named)
    }

    fn of_role(&self, wanted: impl Fn(Role) -> bool) -> impl Iterator<Item = Sight<'a>> {
        self.lines.iter().copied().filter(move |(line, _)| wanted(line.role))
    }

    /// Where it matters: what stands before a port nothing depends on stops nobody.
    fn with(&self, wanted: Symptom) -> impl Iterator<Item = &'a Line> {
        let own = move |(line, symptom): &&Sight<'_>| line.needed && *symptom == Some(wanted);
        self.lines.iter().filter(own).map(|(line, _)| *line)
    }

    fn param(&self, line: &Line, key: &str) -> String {
        let params = line.fault.as_ref().map(Reason::params).unwrap_or_default();
        params.get(key).cloned().unwrap_or_default()
    }
}

type Sight<'a> = (&'a Line, Option<Symptom>);

fn hosts<'a>(lines: impl Iterator<Item = &'a Line>) -> usize {
    lines.map(|line| line.host.as_str()).collect::<BTreeSet<_>>().len()
}

/// A silent line has no fault of its own yet: it is told as what silence means.
fn one(line: &Line) -> Verdict {
    let silent = || {
        Fault::new(
            &line.host,
            line.port.unwrap_or_default(),
            crate::net::fault::Cause::Filtered,
        )
    };
    Verdict::One(line.fault.clone().unwrap_or_else(silent))
}

impl Reason for Verdict {
    fn code(&self) -> &'static str {
        match self {
            Self::NoNetwork => "no-network",
            Self::NoNames => "no-names",
            Self::CaptivePortal { .. } => "captive-portal",
            Self::OwnClock { behind: true, .. } => "clock-behind",
            Self::OwnClock { behind: false, .. } => "clock-ahead",
            Self::Inspection { .. } => "tls-inspection",
            Self::NothingPasses => "nothing-passes",
            Self::MailPortsBlocked { .. } => "mail-ports-blocked",
            Self::SlowNetwork => "slow-network",
            Self::DirectoryDown { .. } => "directory-down",
            Self::ClientsClosed => "mail-clients-likely-closed",
            Self::ServersNotKnown => "servers-not-known",
            Self::One(fault) => fault.code(),
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::CaptivePortal { portal } => {
                let known = if portal.is_empty() { "none" } else { portal };
                Params::from([("portal", known.to_owned())])
            }
            Self::OwnClock { by_s, today, .. } => {
                let minutes = by_s.map(|seconds| seconds.saturating_add(59) / 60);
                Params::from([
                    ("minutes", minutes.unwrap_or_default().to_string()),
                    ("day", today.clone().unwrap_or_else(|| "none".to_owned())),
                ])
            }
            Self::DirectoryDown { host } => Params::from([("host", host.clone())]),
            Self::Inspection { issuer } => Params::from([("issuer", issuer.clone())]),
            Self::MailPortsBlocked { ports } => Params::from([("ports", ports.clone())]),
            Self::One(fault) => fault.params(),
            _ => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        match self {
            Self::NoNetwork
            | Self::CaptivePortal { .. }
            | Self::OwnClock { .. }
            | Self::SlowNetwork
            | Self::ClientsClosed => Mender::Person,
            Self::NoNames | Self::Inspection { .. } | Self::NothingPasses | Self::MailPortsBlocked { .. } => {
                Mender::Referent
            }
            Self::ServersNotKnown | Self::DirectoryDown { .. } => Mender::Rectorate,
            Self::One(fault) => fault.mender(),
        }
    }

    fn kind(&self) -> Kind {
        match self {
            Self::One(fault) => fault.kind(),
            _ => Kind::Fault,
        }
    }
}

#[cfg(test)]
mod tests;
