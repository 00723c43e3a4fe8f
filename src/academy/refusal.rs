//! What the academy room refuses: facts with a code; the sentences are in `locales/*/academy.ftl`.

use crate::reason::{Kind, Mender, Params, Reason};

/// Why something typed about an academy or a person cannot serve.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AcademyRefusal {
    /// No academy has this slug.
    #[error("unknown academy {id:?}")]
    UnknownAcademy {
        /// As given.
        id: String,
    },
    /// The academy has no such département.
    #[error("no département {department:?} here")]
    UnknownDepartment {
        /// As given.
        department: String,
    },
    /// Nothing was typed as identifier.
    #[error("empty identifier")]
    EmptyIdentifier,
    /// Nothing was typed as address.
    #[error("empty address")]
    EmptyAddress,
    /// A NUMEN was typed. The text itself is not kept.
    #[error("a NUMEN was typed")]
    NumenTyped,
    /// The address belongs to another domain.
    #[error("address at {typed}, not at {expected}")]
    WrongDomain {
        /// The domain typed.
        typed: String,
        /// The academy's own.
        expected: String,
    },
    /// Not an address: several `@`, white space, accents…
    #[error("malformed address")]
    AddressMalformed,
    /// Not an identifier: white space, accents, signs.
    #[error("malformed identifier")]
    IdentifierMalformed,
    /// A digit stands in a name: it is the homonym's, not the name's.
    #[error("digit in a name")]
    DigitInName,
}

impl Reason for AcademyRefusal {
    fn code(&self) -> &'static str {
        match self {
            Self::UnknownAcademy { .. } => "unknown-academy",
            Self::UnknownDepartment { .. } => "unknown-department",
            Self::EmptyIdentifier => "empty-identifier",
            Self::EmptyAddress => "empty-address",
            Self::NumenTyped => "numen-typed",
            Self::WrongDomain { .. } => "wrong-domain",
            Self::AddressMalformed => "address-malformed",
            Self::IdentifierMalformed => "identifier-malformed",
            Self::DigitInName => "digit-in-name",
        }
    }

    fn params(&self) -> Params {
        match self {
            Self::UnknownAcademy { id } => Params::from([("id", id.clone())]),
            Self::UnknownDepartment { department } => Params::from([("department", department.clone())]),
            Self::WrongDomain { typed, expected } => {
                Params::from([("typed", typed.clone()), ("expected", expected.clone())])
            }
            _ => Params::new(),
        }
    }

    fn mender(&self) -> Mender {
        Mender::Person
    }

    fn kind(&self) -> Kind {
        Kind::Refused
    }
}
