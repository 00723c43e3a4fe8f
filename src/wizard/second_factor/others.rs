//! Factors that are no application on a smartphone: which ones this academy is known to use, and how somebody without a
//! smartphone gets one. Recognised and explained; nothing of them is stored.

use crate::{
    academy::{Academy, SecondFactor},
    wizard::view::WithoutPhone,
};

/// Factors this academy is known to use; unknown: all that people meet.
pub(super) fn known(academy: &Academy) -> Vec<SecondFactor> {
    let known: Vec<_> = academy.second_factors.iter().map(|known| known.value).collect();
    if known.is_empty() {
        vec![
            SecondFactor::Totp,
            SecondFactor::SecurId,
            SecondFactor::Sms,
            SecondFactor::Mail,
        ]
    } else {
        known
    }
}

/// What a portal may ask for that is no application.
pub(super) fn no_application(academy: &Academy) -> Vec<SecondFactor> {
    let known: Vec<_> = known(academy)
        .into_iter()
        .filter(|factor| *factor != SecondFactor::Totp)
        .collect();
    match known.is_empty() {
        true => vec![SecondFactor::Mail, SecondFactor::Sms, SecondFactor::SecurId],
        false => known,
    }
}

/// Ways without a smartphone: what the data names, and what works everywhere.
pub(super) fn without_phone(academy: &Academy) -> Vec<WithoutPhone> {
    let named = |factor| academy.second_factors.iter().any(|known| known.value == factor);
    let ways = [
        (true, WithoutPhone::ComputerApp),
        (named(SecondFactor::Sms), WithoutPhone::TextMessage),
        (named(SecondFactor::SecurId), WithoutPhone::OtpKey),
        (true, WithoutPhone::SchoolDevice),
        (true, WithoutPhone::Desk),
    ];
    ways.into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, way)| way)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::academy::directory::Directory;

    #[test]
    fn nobody_is_left_without_a_way_and_the_data_adds_its_own() {
        let all = Directory::embedded();
        let ways = |id: &str| without_phone(all.academy(id).unwrap());
        for academy in all.academies() {
            assert!(
                without_phone(academy).contains(&WithoutPhone::ComputerApp),
                "{}",
                academy.id
            );
        }
        assert!(ways("amiens").contains(&WithoutPhone::OtpKey));
        assert!(ways("aix-marseille").contains(&WithoutPhone::TextMessage));
        assert!(!ways("lyon").contains(&WithoutPhone::OtpKey), "no source says so");
        assert_eq!(no_application(all.academy("nancy-metz").unwrap()), [SecondFactor::Mail]);
    }
}
