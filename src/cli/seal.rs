//! The rectorate's certificate as the command line names it: a PEM or PKCS#12 file, its passphrase by descriptor or typed.

use std::path::{Path, PathBuf};

use clap::Args;
use rentree::{
    profiles::{Output, seal::Seal},
    wizard::view::RefusalLine,
};
use time::OffsetDateTime;
use zeroize::Zeroizing;

use super::{
    Door, Outcome,
    fault::CliFault,
    secrets::{Descriptor, Secrets},
};

/// How Apple profiles are signed; left out, they are not.
#[derive(Args)]
pub(super) struct SealArgs {
    /// Sign Apple profiles with this PEM file: certificate, intermediates, key without a passphrase
    #[arg(long, value_name = "FILE")]
    sign_pem: Option<PathBuf>,
    /// Sign Apple profiles with this PKCS#12 file
    #[arg(long, value_name = "FILE", conflicts_with = "sign_pem")]
    sign_p12: Option<PathBuf>,
    /// Where its passphrase comes from: signing=FD; left out, it is asked for
    #[arg(long, value_name = "NAME=FD")]
    secret: Vec<Descriptor>,
}

impl SealArgs {
    pub(super) async fn open(self, door: &Door, now: OffsetDateTime) -> Outcome<Option<Seal>> {
        let sealed = if let Some(path) = self.sign_pem {
            Seal::from_pem(&read(&path)?, now)
        } else if let Some(path) = self.sign_p12 {
            let file = read(&path)?;
            let prompt = door.words.plain("cli-ask-signing");
            let passphrase = Secrets::new(self.secret).text("signing", prompt).await?;
            Seal::from_pkcs12(&file, &passphrase, now)
        } else {
            return Ok(None);
        };
        sealed.map(Some).map_err(|fault| RefusalLine::of(&fault))
    }
}

/// What is an Apple profile leaves signed.
pub(super) fn sealed(outputs: Vec<Output>, seal: Option<&Seal>) -> Outcome<Vec<Output>> {
    let Some(seal) = seal else { return Ok(outputs) };
    let signed = outputs.into_iter().map(|output| seal.sign(output));
    signed
        .collect::<Result<_, _>>()
        .map_err(|fault| RefusalLine::of(&fault))
}

/// The key is wiped when it has been read.
fn read(path: &Path) -> Outcome<Zeroizing<Vec<u8>>> {
    let unreadable = |_| {
        RefusalLine::of(&CliFault::FileUnreadable {
            path: path.display().to_string(),
        })
    };
    std::fs::read(path).map(Zeroizing::new).map_err(unreadable)
}
