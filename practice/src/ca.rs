//! The throwaway authority of one practice: it can vouch for `.test` names and loopback only, for a few days only.
//!
//! The key is made in memory at each start and is never written anywhere.

use std::{net::Ipv4Addr, sync::Arc};

use rcgen::{
    BasicConstraints, CertificateParams, CidrSubnet, DnType, ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, NameConstraints, SanType,
};
use rustls::{
    ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer},
};
use time::{Duration, OffsetDateTime};
use tokio_rustls::TlsAcceptor;

use crate::StartFault;

/// Days a practice may stay open before its certificates end.
const DAYS: i64 = 3;

/// The certificate authority of one practice run. A type of its own: it can never be handed over where a real root is
/// expected, and its name constraints (RFC 5280 §4.2.1.10) allow `.test` and loopback only.
pub struct PracticeCa {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
    not_before: OffsetDateTime,
    not_after: OffsetDateTime,
}

impl PracticeCa {
    /// Makes a new authority around `now`.
    ///
    /// # Errors
    /// The key or the certificate could not be made.
    pub fn new(now: OffsetDateTime) -> Result<Self, StartFault> {
        // A day early: a practice machine's clock may have been set back since the profile was written.
        let (not_before, not_after) = (now - Duration::days(1), now + Duration::days(DAYS));
        let mut params = CertificateParams::default();
        params.not_before = not_before;
        params.not_after = not_after;
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "Rentree practice authority (throwaway)");
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![
                GeneralSubtree::DnsName("test".to_owned()),
                GeneralSubtree::IpAddress(CidrSubnet::from_v4_prefix([127, 0, 0, 0], 8)),
            ],
            excluded_subtrees: Vec::new(),
        });
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        let pem = certificate.pem();
        Ok(Self {
            pem,
            issuer: Issuer::new(params, key),
            not_before,
            not_after,
        })
    }

    /// The root, PEM.
    #[must_use]
    pub fn pem(&self) -> &str {
        &self.pem
    }

    /// A TLS acceptor for `names`, which must all lie under `.test`; 127.0.0.1 is added.
    pub(crate) fn acceptor(&self, names: &[String]) -> Result<TlsAcceptor, StartFault> {
        let mut params = CertificateParams::new(names.to_vec())?;
        params
            .subject_alt_names
            .push(SanType::IpAddress(Ipv4Addr::LOCALHOST.into()));
        params.not_before = self.not_before;
        params.not_after = self.not_after;
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "Rentree practice server");
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        let key = KeyPair::generate()?;
        let leaf = params.signed_by(&key, &self.issuer)?;
        let chain = vec![CertificateDer::from(leaf.der().to_vec())];
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        // The provider is named: the process default belongs to the door that runs us.
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        Ok(TlsAcceptor::from(Arc::new(config)))
    }
}
