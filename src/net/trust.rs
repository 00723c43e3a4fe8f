//! Whom we believe: the one root policy, as the certificate verifier of every TLS client of this program.
//!
//! A pack's own roots hold for that academy's own hosts only. Everything else must convince the platform's verifier
//! *and* chain to a root of Mozilla's or of the machine's policy file: a root that only the system knows is a TLS
//! inspection proxy, which is named and gets no secret. There is no "continue anyway". Roots are compared as webpki does,
//! by name and public key: the same authority renewed is the same authority.
//!
//! A certificate refused for its dates alone is a witness for [`clock`](super::clock).

use std::sync::{Arc, Mutex, PoisonError};

use rustls::{
    CertificateError, DigitallySignedStruct, OtherError, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::{CryptoProvider, WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature},
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use x509_parser::{certificate::X509Certificate, prelude::FromDer, x509::X509Name};

use super::{
    clock::{self, Side, Window, Witnesses},
    fault::{Cause, day_of, presentable},
};
use crate::academy::{Academy, under};

/// The roots every client shares; cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Trust {
    /// Absent when the machine has no roots at all: practice and packs still work.
    platform: Option<Arc<dyn ServerCertVerifier>>,
    /// Mozilla's set, as bundled.
    mozilla: Arc<dyn ServerCertVerifier>,
    /// The machine policy's own roots.
    machine: Option<Arc<dyn ServerCertVerifier>>,
    pack: Option<Pack>,
    algorithms: WebPkiSupportedAlgorithms,
    witnesses: Arc<Mutex<Witnesses>>,
}

/// An academy's own roots and the domains they hold for.
#[derive(Clone, Debug)]
struct Pack {
    roots: Arc<dyn ServerCertVerifier>,
    domains: Vec<String>,
}

impl Trust {
    /// The system's, Mozilla's and the machine policy's roots.
    pub(super) fn of_this_machine(provider: &Arc<CryptoProvider>) -> Result<Self, Cause> {
        let platform = match rustls_platform_verifier::Verifier::new(provider.clone()) {
            Ok(verifier) => Some(Arc::new(verifier) as Arc<dyn ServerCertVerifier>),
            Err(error) => {
                tracing::warn!(%error, "no roots from the system");
                None
            }
        };
        let mozilla = RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        };
        let machine = crate::policy::tls_roots_pem().and_then(|pem| {
            verifier_of_pem(&pem, provider)
                .map_err(|_| tracing::warn!("machine policy: unreadable roots"))
                .ok()
        });
        Ok(Self {
            platform,
            mozilla: verifier(mozilla, provider)?,
            machine,
            pack: None,
            algorithms: provider.signature_verification_algorithms,
            witnesses: Arc::default(),
        })
    }

    /// What the certificates seen so far say of a clock that shows `now`, seconds since 1970.
    pub(super) fn clock(&self, now: i64) -> Option<Side> {
        let witnesses = self.witnesses.lock().unwrap_or_else(PoisonError::into_inner);
        witnesses.judge(now, clock::built())
    }

    /// Adds an academy's own roots for its own domains.
    pub(super) fn with_pack(
        &self,
        academy: &Academy,
        pem: &str,
        provider: &Arc<CryptoProvider>,
    ) -> Result<Self, Cause> {
        let roots = verifier_of_pem(pem, provider)?;
        let domains = academy.domains.iter().map(|domain| domain.value.clone()).collect();
        Ok(Self {
            pack: Some(Pack { roots, domains }),
            ..self.clone()
        })
    }

    fn judge(&self, chain: &Chain<'_>) -> Result<(), Cause> {
        let host = match chain.name {
            ServerName::DnsName(name) => name.as_ref().to_owned(),
            _ => return Err(Cause::BadHost),
        };
        let by_pack = self
            .pack
            .as_ref()
            .filter(|pack| pack.domains.iter().any(|domain| under(&host, domain)))
            .map(|pack| chain.verified_by(pack.roots.as_ref()));
        match by_pack {
            Some(Ok(())) => return Ok(()),
            // The pack's root signed it: the system has nothing to add to "expired" or "wrong name".
            Some(Err(cause)) if !matches!(cause, Cause::UnknownIssuer { .. }) => return Err(cause),
            _ => {}
        }
        // No public authority may vouch for a name of RFC 6761 §6.2.
        if under(&host, "test") {
            return Err(chain.signed_by_nobody());
        }
        self.judge_public(chain)
    }

    /// The verdict, once the clock has been thought of: dates that do not fit may be the fault of ours.
    fn weigh(&self, chain: &Chain<'_>) -> Result<(), Cause> {
        let verdict = self.judge(chain);
        let by_dates = matches!(verdict, Err(Cause::CertExpired { .. } | Cause::CertNotYet { .. }));
        if !by_dates && verdict.is_err() {
            return verdict;
        }
        let Some(window) = chain.window() else { return verdict };
        // Only a certificate that would be good at another time has something to say of the time.
        if by_dates && self.judge(&chain.at(window.from.midpoint(window.until))).is_err() {
            return verdict;
        }
        let mut witnesses = self.witnesses.lock().unwrap_or_else(PoisonError::into_inner);
        witnesses.hear(window);
        let now = i64::try_from(chain.now.as_secs()).unwrap_or(i64::MAX);
        match witnesses.judge(now, clock::built()) {
            Some(side) if by_dates => Err(Cause::Clock {
                side,
                today: day_of(now),
            }),
            _ => verdict,
        }
    }

    fn judge_public(&self, chain: &Chain<'_>) -> Result<(), Cause> {
        let by_machine = || {
            self.machine
                .as_ref()
                .is_some_and(|machine| chain.verified_by(machine.as_ref()).is_ok())
        };
        let known = chain.verified_by(self.mozilla.as_ref()).is_ok() || by_machine();
        let Some(platform) = &self.platform else {
            return Err(Cause::NoSystemRoots);
        };
        match chain.verified_by(platform.as_ref()) {
            Ok(()) => {}
            Err(Cause::UnknownIssuer { .. }) if known => {
                return Err(Cause::SystemRootsOld { issuer: chain.issuer() });
            }
            // webpki says "unknown issuer" of most, and refuses one that calls itself an authority.
            Err(Cause::UnknownIssuer { .. } | Cause::CertRefused) if chain.is_self_signed() => {
                return Err(chain.signed_by_nobody());
            }
            Err(cause) => return Err(cause),
        }
        if known {
            Ok(())
        } else {
            Err(Cause::Intercepted { issuer: chain.issuer() })
        }
    }

    /// Stands in for the system's roots, which a test cannot change.
    #[cfg(test)]
    pub(super) fn with_platform(&self, platform: Arc<dyn ServerCertVerifier>) -> Self {
        Self {
            platform: Some(platform),
            ..self.clone()
        }
    }

    /// Stands in for the machine's policy file.
    #[cfg(test)]
    pub(super) fn with_machine(&self, machine: Arc<dyn ServerCertVerifier>) -> Self {
        Self {
            machine: Some(machine),
            ..self.clone()
        }
    }

    /// Stands in for Mozilla's roots.
    #[cfg(test)]
    pub(super) fn with_mozilla(&self, mozilla: Arc<dyn ServerCertVerifier>) -> Self {
        Self {
            mozilla,
            ..self.clone()
        }
    }
}

/// What a server presented.
struct Chain<'a> {
    end_entity: &'a CertificateDer<'a>,
    intermediates: &'a [CertificateDer<'a>],
    name: &'a ServerName<'a>,
    ocsp: &'a [u8],
    now: UnixTime,
}

impl Chain<'_> {
    fn verified_by(&self, verifier: &dyn ServerCertVerifier) -> Result<(), Cause> {
        match verifier.verify_server_cert(self.end_entity, self.intermediates, self.name, self.ocsp, self.now) {
            Ok(_) => Ok(()),
            Err(rustls::Error::InvalidCertificate(error)) => {
                Err(Cause::of_certificate(&error).with_issuer(&self.issuer()))
            }
            Err(_) => Err(Cause::CertRefused),
        }
    }

    /// No root of anybody's signed it: what is to be said of such a chain.
    fn signed_by_nobody(&self) -> Cause {
        let issuer = self.issuer();
        if self.is_self_signed() {
            Cause::SelfSigned { issuer }
        } else {
            Cause::UnknownIssuer { issuer }
        }
    }

    fn is_self_signed(&self) -> bool {
        X509Certificate::from_der(self.end_entity)
            .is_ok_and(|(_, certificate)| certificate.issuer().as_raw() == certificate.subject().as_raw())
    }

    /// The same chain at another time.
    fn at(&self, seconds: i64) -> Self {
        let since = std::time::Duration::from_secs(u64::try_from(seconds).unwrap_or_default());
        Self {
            now: UnixTime::since_unix_epoch(since),
            ..*self
        }
    }

    fn window(&self) -> Option<Window> {
        let (_, certificate) = X509Certificate::from_der(self.end_entity).ok()?;
        let ServerName::DnsName(host) = self.name else {
            return None;
        };
        Some(Window {
            host: host.as_ref().to_ascii_lowercase(),
            from: certificate.validity().not_before.timestamp(),
            until: certificate.validity().not_after.timestamp(),
        })
    }

    /// Who claims to have issued the certificate. Nothing proves it: fit for a sentence, not for a decision.
    fn issuer(&self) -> String {
        X509Certificate::from_der(self.end_entity)
            .map(|(_, certificate)| display_name(certificate.issuer()))
            .unwrap_or_default()
    }
}

fn display_name(name: &X509Name<'_>) -> String {
    let common = name
        .iter_common_name()
        .next()
        .and_then(|value| value.as_str().ok())
        .map(presentable);
    let organization = name
        .iter_organization()
        .next()
        .and_then(|value| value.as_str().ok())
        .map(presentable);
    match (common, organization) {
        (Some(common), Some(organization)) if common != organization => format!("{common} ({organization})"),
        (Some(name), _) | (None, Some(name)) => name,
        (None, None) => presentable(&name.to_string()),
    }
}

impl ServerCertVerifier for Trust {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let chain = Chain {
            end_entity,
            intermediates,
            name: server_name,
            ocsp: ocsp_response,
            now,
        };
        self.weigh(&chain)
            .map(|()| ServerCertVerified::assertion())
            .map_err(|cause| rustls::Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(cause)))))
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

fn verifier(roots: RootCertStore, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, Cause> {
    let verifier = WebPkiServerVerifier::builder_with_provider(roots.into(), provider.clone())
        .build()
        .map_err(|_| Cause::Client)?;
    Ok(verifier)
}

pub(super) fn verifier_of_pem(pem: &str, provider: &Arc<CryptoProvider>) -> Result<Arc<dyn ServerCertVerifier>, Cause> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem.as_bytes()) {
        roots
            .add(certificate.map_err(|_| Cause::PackRoots)?)
            .map_err(|_| Cause::PackRoots)?;
    }
    if roots.is_empty() {
        return Err(Cause::PackRoots);
    }
    verifier(roots, provider)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::net::{provider, testing::Authority};

    const NAME: &str = "imap.ac-lyon.fr";

    fn roots_of(authority: &Authority) -> Arc<dyn ServerCertVerifier> {
        verifier_of_pem(&authority.pem, &provider()).unwrap()
    }

    fn judge(trust: &Trust, authority: &Authority) -> Result<(), Cause> {
        let (end_entity, _) = authority.certificate(NAME, (2020, 2100));
        let name = ServerName::try_from(NAME).unwrap();
        let chain = Chain {
            end_entity: &end_entity,
            intermediates: &[],
            name: &name,
            ocsp: &[],
            now: UnixTime::now(),
        };
        trust.judge(&chain)
    }

    #[test]
    fn a_root_only_the_system_knows_is_named_as_interception() {
        let (public, proxy) = (Authority::new("Autorité publique"), Authority::new("Proxy du lycée"));
        let trust = Trust::of_this_machine(&provider())
            .unwrap()
            .with_mozilla(roots_of(&public));

        let honest = trust.with_platform(roots_of(&public));
        assert_eq!(judge(&honest, &public), Ok(()));
        let unknown = Cause::UnknownIssuer {
            issuer: "Proxy du lycée".to_owned(),
        };
        assert_eq!(judge(&honest, &proxy), Err(unknown));

        let inspected = trust.with_platform(roots_of(&proxy));
        let named = Cause::Intercepted {
            issuer: "Proxy du lycée".to_owned(),
        };
        assert_eq!(judge(&inspected, &proxy), Err(named));
        let old = Cause::SystemRootsOld {
            issuer: "Autorité publique".to_owned(),
        };
        assert_eq!(judge(&inspected, &public), Err(old));

        let stood_for = inspected.with_machine(roots_of(&proxy));
        assert_eq!(judge(&stood_for, &proxy), Ok(()));

        // Renewed, with the same key: the policy file of last year still stands for it.
        let renewed = inspected.with_machine(verifier_of_pem(&proxy.renewed(), &provider()).unwrap());
        assert_eq!(judge(&renewed, &proxy), Ok(()));
        // The same name with another key is somebody else.
        let usurped = inspected.with_machine(roots_of(&Authority::new("Proxy du lycée")));
        assert!(matches!(judge(&usurped, &proxy), Err(Cause::Intercepted { .. })));
    }

    #[test]
    fn a_pack_never_speaks_for_others() {
        let (public, pack) = (Authority::new("Autorité publique"), Authority::new("Pack"));
        let trust = Trust::of_this_machine(&provider()).unwrap();
        let trust = trust.with_mozilla(roots_of(&public)).with_platform(roots_of(&public));
        let trust = trust.with_pack(&pack.academy(), &pack.pem, &provider()).unwrap();
        assert_eq!(
            judge(&trust, &pack),
            Err(Cause::UnknownIssuer {
                issuer: "Pack".to_owned()
            })
        );
        assert_eq!(judge(&trust, &public), Ok(()));
    }

    #[test]
    fn roots_that_are_none_are_refused() {
        assert_eq!(verifier_of_pem("bonjour", &provider()).err(), Some(Cause::PackRoots));
    }
}
