//! Where mail for a domain arrives (MX): a hint at who runs its mailboxes, and never a server to sign in to.

use crate::{
    academy::{Academy, MINISTRY, Platform, under},
    net::Net,
};

/// The domain typed, when it is the academy's; its current one otherwise.
#[must_use]
pub fn domain_of<'a>(academy: &'a Academy, address: &'a str) -> &'a str {
    address
        .rsplit_once('@')
        .map(|(_, domain)| domain)
        .filter(|domain| academy.domains.iter().any(|own| own.value.eq_ignore_ascii_case(domain)))
        .unwrap_or_else(|| academy.domain())
}

/// Where mail for the domain of `address` arrives. A cross-check, and never a server to sign in to.
pub async fn exchangers(net: &Net, academy: &Academy, address: &str) -> Vec<String> {
    net.exchangers(domain_of(academy, address)).await
}

/// Which of several platforms mail arrives at, when that tells exactly one: the ministry's service or the academy's own.
#[must_use]
pub fn platform_by_exchangers<'a>(
    academy: &Academy,
    platforms: &[&'a Platform],
    exchangers: &[String],
) -> Option<&'a Platform> {
    let national = exchangers.iter().any(|host| under(host, MINISTRY));
    let own = exchangers.iter().any(|host| academy.owns_host(host));
    if national == own {
        return None;
    }
    let run_by_ministry = |platform: &&&Platform| {
        let servers = platform.servers.iter().map(|server| server.endpoint.host.as_str());
        let webmail = platform
            .webmail
            .as_ref()
            .and_then(|webmail| url::Url::parse(&webmail.value).ok());
        let webmail = webmail.as_ref().and_then(|url| url.host_str());
        servers.chain(webmail).any(|host| under(host, MINISTRY)) == national
    };
    let mut fitting = platforms.iter().filter(run_by_ministry);
    match (fitting.next(), fitting.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::testing::Authority;

    #[test]
    fn where_mail_arrives_tells_between_two_platforms_or_says_nothing() {
        let directory = crate::academy::directory::Directory::embedded();
        let lyon = directory.academy("lyon").unwrap();
        let used = directory.platforms_of(lyon);
        let platforms: Vec<_> = used.iter().map(|(_, platform)| *platform).collect();
        assert_eq!(platforms.len(), 2);
        let told = |hosts: &[&str]| {
            let hosts: Vec<_> = hosts.iter().map(|host| (*host).to_owned()).collect();
            platform_by_exchangers(lyon, &platforms, &hosts).map(|platform| platform.id.clone())
        };
        assert_eq!(told(&["mx1.education.gouv.fr"]).as_deref(), Some("national"));
        assert_eq!(told(&["mx.ac-lyon.fr"]).as_deref(), Some("lyon"));
        for unclear in [
            &[][..],
            &["mx.ac-lyon.fr", "mx.education.gouv.fr"],
            &["mx.relais.example"],
        ] {
            assert_eq!(told(unclear), None, "{unclear:?}");
        }
    }

    #[test]
    fn another_domain_typed_is_never_searched() {
        let academy = Authority::new("CA").academy();
        assert_eq!(domain_of(&academy, "a@voleur.test"), "ac-exemple.test");
        assert_eq!(domain_of(&academy, "a@AC-exemple.test"), "AC-exemple.test");
    }
}
