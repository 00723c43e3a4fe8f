//! The rig's own certificate and authority, for who stands between the program and a server.

use std::{path::Path, sync::Arc};

use rustls::{
    ClientConfig, RootCertStore, ServerConfig,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};

use crate::stage::Rig;

#[derive(Clone)]
pub(super) struct Certificate {
    server: Arc<ServerConfig>,
    client: Arc<ClientConfig>,
}

impl Certificate {
    pub(super) fn of(rig: &Rig) -> Self {
        let folder = Path::new(rig.description["folder"].as_str().unwrap()).join("tls");
        let certificate = |name: &str| CertificateDer::from_pem_file(folder.join(name)).unwrap();
        let key = PrivateKeyDer::from_pem_file(folder.join("server.key")).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let mut roots = RootCertStore::empty();
        roots.add(certificate("ca.pem")).unwrap();
        let server = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let server = server
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth();
        let client = ClientConfig::builder_with_provider(provider);
        let client = client
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots);
        Self {
            server: Arc::new(server.with_single_cert(vec![certificate("server.crt")], key).unwrap()),
            client: Arc::new(client.with_no_client_auth()),
        }
    }

    pub(super) fn server(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.server)
    }

    pub(super) fn client(&self) -> Arc<ClientConfig> {
        Arc::clone(&self.client)
    }
}
