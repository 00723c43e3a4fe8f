//! Whose servers `discover` and `diagnose` look at: the academy of an address, and which of its mail platforms. No secret is at stake here, so where mail arrives may settle between two platforms; a sign-in asks.

use rentree::{
    academy::{Academy, AcademyRefusal, Platform, directory::Directory, identifier, numen, providers::provider_of},
    mail::{discover, eligible},
    net::Net,
    wizard::view::RefusalLine,
};

use super::{Door, Outcome, fault::CliFault, platform_of};

/// The platform looked at, and how it was settled.
pub(super) struct Whose<'a> {
    pub(super) platform: Option<&'a Platform>,
    /// Where mail for the domain arrives; asked only when something depends on it.
    pub(super) exchangers: Vec<String>,
    /// The platform was settled by them.
    pub(super) hinted: bool,
}

/// The academy an address belongs to.
pub(super) fn academy_of<'a>(directory: &'a Directory, address: &str) -> Outcome<&'a Academy> {
    if numen::looks_like(address) {
        return Err(RefusalLine::of(&AcademyRefusal::NumenTyped));
    }
    let Some((_, domain)) = address.trim().rsplit_once('@') else {
        return Err(RefusalLine::of(&AcademyRefusal::AddressMalformed));
    };
    let uses = |academy: &&Academy| academy.domains.iter().any(|own| own.value.eq_ignore_ascii_case(domain));
    let Some(academy) = directory.academies().find(uses) else {
        return Err(match provider_of(domain) {
            Some(provider) => RefusalLine::of(&eligible::Unfit::OtherProvider {
                host: domain.to_owned(),
                provider,
            }),
            None => RefusalLine::of(&CliFault::UnknownDomain {
                domain: domain.to_owned(),
            }),
        });
    };
    identifier::check_address(academy, address).map_err(|fault| RefusalLine::of(&fault))?;
    Ok(academy)
}

impl<'a> Whose<'a> {
    /// Settles the platform: the one named, the only one, or the one mail arrives at.
    pub(super) async fn settle(
        door: &Door,
        directory: &'a Directory,
        academy: &'a Academy,
        address: &str,
        platform: Option<&str>,
        net: &Net,
    ) -> Outcome<Self> {
        let several = platform.is_none() && directory.platforms_of(academy).len() > 1;
        let exchangers = match several {
            true => discover::exchangers(net, academy, address).await,
            false => Vec::new(),
        };
        let used = directory.platforms_of(academy);
        let platforms: Vec<_> = used.iter().map(|(_, platform)| *platform).collect();
        let hint = discover::platform_by_exchangers(academy, &platforms, &exchangers);
        let settled = match hint {
            Some(hint) if several => Some(hint),
            _ => platform_of(directory, academy, platform)?,
        };
        let hinted = several && settled.is_some();
        if let Some(platform) = settled.filter(|_| hinted) {
            eprintln!(
                "{}",
                door.words.with("cli-discover-platform", &[("name", &platform.name)])
            );
        }
        Ok(Self {
            platform: settled,
            exchangers,
            hinted,
        })
    }
}
