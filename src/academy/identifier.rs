//! A person's name → likely identifiers and addresses, best first; and the checks on what the person typed instead.
//!
//! A derived identifier is never certain: the letter's own is what counts. Rules: what academies publish (initial and
//! surname, no accent, a hyphen for a space, one initial for a compound first name, digits for homonyms). Which login a
//! *server* wants belongs to the platform ([`super::LoginForm`]).

use super::{Academy, AcademyRefusal, Confidence, IdentifierForm, IdentifierRule, Separator, numen, spelling};
use crate::wizard::ask::Candidate;

/// Octets of a local part, at most (RFC 5321 §4.5.3.1.1); identifiers are held to the same.
const LONGEST: usize = 64;

/// Likely identifiers and addresses, best first. Empty when the name holds no letter we can write, or a digit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Identifiers.
    pub logins: Vec<Candidate>,
    /// Addresses.
    pub addresses: Vec<Candidate>,
}

/// What somebody of this name is likely to be called at `academy`.
#[must_use]
pub fn candidates(academy: &Academy, given: &str, family: &str, birth_family: Option<&str>) -> Candidates {
    let rule = academy.identifier.as_ref();
    let Some(given) = Name::read(given) else {
        return Candidates::default();
    };
    let mut surnames = Vec::from_iter(Name::read(family).map(|name| (name, false)));
    if let Some(birth) = birth_family.and_then(Name::read) {
        let first = rule.is_some_and(|rule| rule.birth_name);
        surnames.insert(if first { 0 } else { surnames.len() }, (birth, true));
    }
    let addresses = addresses(academy, &given, &surnames);
    Candidates {
        logins: logins(rule, &given, &surnames, &addresses),
        addresses,
    }
}

/// Whether what was typed can be somebody's address at `academy`.
///
/// # Errors
/// Empty, a NUMEN, malformed, or another domain.
pub fn check_address(academy: &Academy, address: &str) -> Result<(), AcademyRefusal> {
    let address = address.trim();
    if address.is_empty() {
        return Err(AcademyRefusal::EmptyAddress);
    }
    if numen::looks_like(address) {
        return Err(AcademyRefusal::NumenTyped);
    }
    let (local, domain) = address.split_once('@').ok_or(AcademyRefusal::AddressMalformed)?;
    let dots = !local.starts_with('.') && !local.ends_with('.') && !local.contains("..");
    let letters = local
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-+'".contains(&b));
    let host = domain.contains('.') && domain.bytes().all(|b| b.is_ascii_alphanumeric() || b".-".contains(&b));
    if local.is_empty() || local.len() > LONGEST || !dots || !letters || !host {
        return Err(AcademyRefusal::AddressMalformed);
    }
    if academy.domains.iter().any(|own| own.value.eq_ignore_ascii_case(domain)) {
        return Ok(());
    }
    Err(AcademyRefusal::WrongDomain {
        typed: domain.to_ascii_lowercase(),
        expected: academy.domain().to_owned(),
    })
}

/// Whether what was typed can be an identifier: short, dotted, or a whole address.
///
/// # Errors
/// Empty, a NUMEN, or signs no identifier holds.
pub fn check_identifier(text: &str) -> Result<(), AcademyRefusal> {
    let text = text.trim();
    if text.is_empty() {
        return Err(AcademyRefusal::EmptyIdentifier);
    }
    if numen::looks_like(text) {
        return Err(AcademyRefusal::NumenTyped);
    }
    let at_signs = text.matches('@').count();
    let letters = text
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-+'@".contains(&b));
    let ends = [text.bytes().next(), text.bytes().last()];
    let edges = ends.iter().flatten().all(u8::is_ascii_alphanumeric);
    if letters && edges && at_signs <= 1 && text.len() <= 254 {
        Ok(())
    } else {
        Err(AcademyRefusal::IdentifierMalformed)
    }
}

/// Whether what was typed can be a first name or a surname. An empty one is the caller's affair.
///
/// # Errors
/// A NUMEN, or a digit: it belongs to the identifier of homonyms, not to the name.
pub fn check_name(text: &str) -> Result<(), AcademyRefusal> {
    if numen::looks_like(text) {
        return Err(AcademyRefusal::NumenTyped);
    }
    if text.chars().any(char::is_numeric) {
        Err(AcademyRefusal::DigitInName)
    } else {
        Ok(())
    }
}

/// A first name or a surname in plain letters: words, an apostrophe kept inside them.
struct Name(Vec<String>);

impl Name {
    /// None for a name with a digit, or without any letter of the Latin alphabet.
    fn read(text: &str) -> Option<Self> {
        check_name(text).ok()?;
        let plain = spelling::plain(text);
        let words: Vec<String> = plain
            .split(|c: char| c.is_whitespace() || c == '-')
            .map(|word| {
                word.chars()
                    .filter(|c| c.is_ascii_lowercase() || *c == '\'')
                    .collect::<String>()
            })
            .filter(|word| word.chars().any(|c| c != '\''))
            .collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// "le-bihan", "darc".
    fn hyphened(&self) -> String {
        self.0
            .iter()
            .map(|word| word.replace('\'', ""))
            .collect::<Vec<_>>()
            .join("-")
    }

    /// "lebihan".
    fn joined(&self) -> String {
        self.0.concat().replace('\'', "")
    }

    /// "d-arc": an apostrophe read as a space.
    fn split(&self) -> String {
        let words = self
            .0
            .iter()
            .flat_map(|word| word.split('\''))
            .filter(|word| !word.is_empty());
        words.collect::<Vec<_>>().join("-")
    }

    /// The first letter of the first `count` words.
    fn initials(&self, count: usize) -> String {
        let letters = self
            .0
            .iter()
            .take(count)
            .filter_map(|word| word.chars().find(char::is_ascii_lowercase));
        letters.collect()
    }
}

/// A list without doubles, in the order of insertion.
#[derive(Default)]
struct Ranked(Vec<Candidate>);

impl Ranked {
    fn push(&mut self, value: String, why: &str) {
        let local = value.split_once('@').map_or(value.len(), |(local, _)| local.len());
        if local <= LONGEST && !self.0.iter().any(|known| known.value == value) {
            self.0.push(Candidate {
                value,
                why: why.to_owned(),
            });
        }
    }
}

/// "rule" when a source shows the form, "habit" when it is only the national one.
fn basis(confidence: Option<Confidence>) -> &'static str {
    if confidence.is_some_and(|confidence| confidence > Confidence::Inferred) {
        "rule"
    } else {
        "habit"
    }
}

fn addresses(academy: &Academy, given: &Name, surnames: &[(Name, bool)]) -> Vec<Candidate> {
    let domain = academy.domain();
    let why = basis(
        academy
            .address_format
            .as_ref()
            .map(|format| format.provenance.confidence),
    );
    let mut ranked = Ranked::default();
    for (name, birth) in surnames {
        let why = if *birth { "birth-name" } else { why };
        ranked.push(format!("{}.{}@{domain}", given.hyphened(), name.hyphened()), why);
    }
    for (name, _) in surnames {
        ranked.push(format!("{}.{}@{domain}", given.joined(), name.joined()), "joined");
        ranked.push(
            format!("{}.{}@{domain}", given.split(), name.split()),
            "apostrophe-hyphen",
        );
    }
    for digit in 1..=2 {
        for (name, _) in surnames.iter().take(1) {
            ranked.push(
                format!("{}.{}{digit}@{domain}", given.hyphened(), name.hyphened()),
                "homonym",
            );
        }
    }
    ranked.0
}

fn logins(
    rule: Option<&IdentifierRule>,
    given: &Name,
    surnames: &[(Name, bool)],
    addresses: &[Candidate],
) -> Vec<Candidate> {
    let why = basis(rule.map(|rule| rule.provenance.confidence));
    let form = rule.map_or(IdentifierForm::Short, |rule| rule.form);
    let joined_first = rule.is_some_and(|rule| rule.separator == Some(Separator::Joined));
    let mut ranked = Ranked::default();
    let mut forms = vec![(form, why)];
    forms.extend(
        rule.iter()
            .flat_map(|rule| rule.also.iter().map(|form| (*form, "also-seen"))),
    );
    for (form, why) in forms {
        match form {
            IdentifierForm::Short => short(&mut ranked, given, surnames, joined_first, why),
            IdentifierForm::FullAddress => {
                for address in addresses.iter().filter(|address| address.why != "homonym") {
                    let own = !matches!(address.why.as_str(), "rule" | "habit");
                    ranked.push(address.value.clone(), if own { &address.why } else { why });
                }
            }
            IdentifierForm::Dotted => {
                for (name, _) in surnames {
                    ranked.push(format!("{}.{}", given.hyphened(), name.hyphened()), why);
                }
            }
        }
    }
    for digit in 1..=2 {
        for (name, _) in surnames.iter().take(1) {
            match form {
                IdentifierForm::Short => {
                    ranked.push(format!("{}{}{digit}", given.initials(1), name.hyphened()), "homonym");
                }
                IdentifierForm::Dotted => {
                    ranked.push(format!("{}.{}{digit}", given.hyphened(), name.hyphened()), "homonym");
                }
                IdentifierForm::FullAddress => {}
            }
        }
    }
    if form == IdentifierForm::FullAddress {
        for address in addresses.iter().filter(|address| address.why == "homonym") {
            ranked.push(address.value.clone(), "homonym");
        }
    }
    ranked.0
}

/// Initial and surname, then its variants.
fn short(ranked: &mut Ranked, given: &Name, surnames: &[(Name, bool)], joined_first: bool, why: &str) {
    let initial = given.initials(1);
    for (name, birth) in surnames {
        let why = if *birth { "birth-name" } else { why };
        let plain = if joined_first { name.joined() } else { name.hyphened() };
        ranked.push(format!("{initial}{plain}"), why);
    }
    for (name, _) in surnames {
        let (other, reason) = if joined_first {
            (name.hyphened(), "hyphened")
        } else {
            (name.joined(), "joined")
        };
        ranked.push(format!("{initial}{other}"), reason);
        ranked.push(format!("{initial}{}", name.split()), "apostrophe-hyphen");
    }
    for (name, _) in surnames {
        ranked.push(format!("{}{}", given.initials(2), name.hyphened()), "two-initials");
    }
}

#[cfg(test)]
mod tests;
