//! A signature over an Apple profile, with a certificate the rectorate supplies: "Vérifié" instead of "Non signé".
//!
//! CMS SignedData (RFC 5652), DER, the profile inside. Nothing here ships a key: it is read from the rectorate's file,
//! PEM or PKCS#12, and forgotten with the [`Seal`]. No signing time is written, so an RSA key gives the same bytes for
//! the same profile; an elliptic-curve signature differs each time by its nature.

use std::sync::Arc;

use cms::{
    cert::{
        CertificateChoices, IssuerAndSerialNumber,
        x509::{
            Certificate,
            attr::{Attribute, AttributeValue},
            spki::AlgorithmIdentifierOwned,
        },
    },
    content_info::{CmsVersion, ContentInfo},
    signed_data::{CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos},
};
use der::{
    Any, Decode, Encode, EncodeValue, Tag, Tagged,
    asn1::{ObjectIdentifier, OctetString, SetOfVec},
};
use p12_keystore::{KeyStore, Pkcs12ImportPolicy};
use rustls::{
    SignatureScheme,
    crypto::ring::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, pem::PemObject},
    sign::{CertifiedKey, SigningKey},
};
use sha2::{Digest, Sha256, Sha384};
use time::OffsetDateTime;
use x509_parser::prelude::{FromDer, X509Certificate};

use crate::profiles::{Client, Output, ProfileRefusal};

const DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.1");
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
const CONTENT_TYPE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.3");
const MESSAGE_DIGEST: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.4");
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const ECDSA_SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.2");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");
const SHA256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.2");

/// What an Apple device takes, most usual first.
const SCHEMES: [SignatureScheme; 3] = [
    SignatureScheme::RSA_PKCS1_SHA256,
    SignatureScheme::ECDSA_NISTP256_SHA256,
    SignatureScheme::ECDSA_NISTP384_SHA384,
];

/// A certificate, its intermediates, and the key that signs.
pub struct Seal {
    key: Arc<dyn SigningKey>,
    scheme: SignatureScheme,
    signer: Certificate,
    chain: Vec<Certificate>,
}

impl Seal {
    /// From PEM text: the certificate, its intermediates in any order, and the key, not encrypted.
    ///
    /// # Errors
    /// Something missing, a key of another certificate or of an unusual kind, or a certificate not valid at `now`.
    pub fn from_pem(text: &[u8], now: OffsetDateTime) -> Result<Self, ProfileRefusal> {
        let key = PrivateKeyDer::from_pem_slice(text).map_err(unusable)?;
        let chain = CertificateDer::pem_slice_iter(text)
            .collect::<Result<Vec<_>, _>>()
            .map_err(unusable)?;
        Self::new(&key, &chain, now)
    }

    /// From a PKCS#12 file.
    ///
    /// # Errors
    /// As [`Self::from_pem`], and a passphrase that does not open it.
    pub fn from_pkcs12(file: &[u8], passphrase: &str, now: OffsetDateTime) -> Result<Self, ProfileRefusal> {
        let store =
            KeyStore::from_pkcs12(file, passphrase, Pkcs12ImportPolicy::Relaxed).map_err(|error| match error {
                p12_keystore::error::Error::MacError(_) | p12_keystore::error::Error::UnpadError => {
                    ProfileRefusal::WrongPassphrase
                }
                other => unusable(other),
            })?;
        let (_, entry) = store.private_key_chain().ok_or_else(|| unusable("no key in it"))?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(entry.key().as_der()));
        let chain: Vec<_> = entry
            .certs()
            .iter()
            .map(|cert| CertificateDer::from(cert.as_der()))
            .collect();
        Self::new(&key, &chain, now)
    }

    fn new(key: &PrivateKeyDer<'_>, chain: &[CertificateDer<'_>], now: OffsetDateTime) -> Result<Self, ProfileRefusal> {
        let key = any_supported_type(key).map_err(unusable)?;
        let scheme = SCHEMES
            .into_iter()
            .find(|scheme| key.choose_scheme(&[*scheme]).is_some())
            .ok_or_else(|| unusable("neither RSA nor P-256 nor P-384"))?;
        let fits = |cert: &&CertificateDer<'_>| {
            let certified = CertifiedKey::new(vec![(**cert).clone().into_owned()], Arc::clone(&key));
            certified.keys_match().is_ok()
        };
        let signer = chain
            .iter()
            .find(fits)
            .ok_or_else(|| unusable("the key fits none of the certificates"))?;
        refuse_expired(signer, now)?;
        let read = |cert: &CertificateDer<'_>| Certificate::from_der(cert).map_err(unusable);
        Ok(Self {
            key,
            scheme,
            signer: read(signer)?,
            chain: chain.iter().map(read).collect::<Result<_, _>>()?,
        })
    }

    /// The profile, signed; what is no Apple profile comes back as it was.
    ///
    /// # Errors
    /// When the key refuses: our bug, the key was tried when it was read.
    pub fn sign(&self, output: Output) -> Result<Output, ProfileRefusal> {
        if output.client != Client::Apple {
            return Ok(output);
        }
        Ok(Output {
            bytes: self.signed(&output.bytes).map_err(unusable)?,
            next: "apple-signed",
            ..output
        })
    }

    fn signed(&self, content: &[u8]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
        let attributes = SetOfVec::try_from(vec![
            attribute(CONTENT_TYPE, &DATA)?,
            attribute(MESSAGE_DIGEST, &OctetString::new(self.digest(content))?)?,
        ])?;
        let key = self
            .key
            .choose_scheme(&[self.scheme])
            .ok_or("the key changed its kind")?;
        let signature = key.sign(&attributes.to_der()?)?;
        let signer = SignerInfo {
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: self.signer.tbs_certificate().issuer().clone(),
                serial_number: self.signer.tbs_certificate().serial_number().clone(),
            }),
            digest_alg: algorithm(self.digest_id(), None),
            signed_attrs: Some(attributes),
            signature_algorithm: self.signature_id(),
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let certificates = self
            .chain
            .iter()
            .cloned()
            .map(CertificateChoices::Certificate)
            .collect::<Vec<_>>();
        let signed = SignedData {
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![algorithm(self.digest_id(), None)])?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: DATA,
                econtent: Some(Any::new(Tag::OctetString, content)?),
            },
            certificates: Some(CertificateSet(SetOfVec::try_from(certificates)?)),
            crls: None,
            signer_infos: SignerInfos(SetOfVec::try_from(vec![signer])?),
        };
        let info = ContentInfo {
            content_type: SIGNED_DATA,
            content: Any::encode_from(&signed)?,
        };
        Ok(info.to_der()?)
    }

    fn digest(&self, content: &[u8]) -> Vec<u8> {
        match self.scheme {
            SignatureScheme::ECDSA_NISTP384_SHA384 => Sha384::digest(content).to_vec(),
            _ => Sha256::digest(content).to_vec(),
        }
    }

    fn digest_id(&self) -> ObjectIdentifier {
        match self.scheme {
            SignatureScheme::ECDSA_NISTP384_SHA384 => SHA384,
            _ => SHA256,
        }
    }

    /// RFC 5754 §3.2: an RSA signature says `rsaEncryption` with NULL; ECDSA has no parameters.
    fn signature_id(&self) -> AlgorithmIdentifierOwned {
        match self.scheme {
            SignatureScheme::ECDSA_NISTP256_SHA256 => algorithm(ECDSA_SHA256, None),
            SignatureScheme::ECDSA_NISTP384_SHA384 => algorithm(ECDSA_SHA384, None),
            _ => algorithm(RSA, Some(Any::null())),
        }
    }
}

fn attribute(oid: ObjectIdentifier, value: &(impl Tagged + EncodeValue)) -> der::Result<Attribute> {
    let value: AttributeValue = Any::encode_from(value)?;
    Ok(Attribute {
        oid,
        values: SetOfVec::try_from(vec![value])?,
    })
}

fn algorithm(oid: ObjectIdentifier, parameters: Option<Any>) -> AlgorithmIdentifierOwned {
    AlgorithmIdentifierOwned { oid, parameters }
}

fn refuse_expired(certificate: &[u8], now: OffsetDateTime) -> Result<(), ProfileRefusal> {
    let (_, read) = X509Certificate::from_der(certificate).map_err(unusable)?;
    let validity = read.validity();
    let (from, until) = (validity.not_before.timestamp(), validity.not_after.timestamp());
    if (from..=until).contains(&now.unix_timestamp()) {
        Ok(())
    } else {
        Err(ProfileRefusal::CertificateExpired)
    }
}

fn unusable(why: impl std::fmt::Display) -> ProfileRefusal {
    ProfileRefusal::Certificate { why: why.to_string() }
}
