//! The rig's slapd, killed and started again, and asked by OpenLDAP's own client.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{net::TcpStream, process::Child};

use crate::stage::{Rig, until};

pub(crate) struct Slapd {
    folder: PathBuf,
    ldap: u64,
    ldaps: u64,
    /// Ours since the first restart; before, it is the rig's child.
    child: Option<Child>,
}

impl Slapd {
    pub(crate) fn of(rig: &Rig) -> Self {
        Self {
            folder: Path::new(rig.description["folder"].as_str().unwrap()).join("slapd"),
            ldap: rig.port("ldap"),
            ldaps: rig.port("ldaps"),
            child: None,
        }
    }

    /// SIGKILL, and the port is closed.
    pub(crate) async fn kill(&mut self) {
        match &mut self.child {
            Some(child) => child.kill().await.unwrap(),
            None => {
                let pid = fs::read_to_string(self.folder.join("slapd.pid")).unwrap();
                let pid = Pid::from_raw(pid.trim().parse().unwrap()).unwrap();
                kill_process(pid, Signal::KILL).unwrap();
            }
        }
        self.until_open(false).await;
    }

    /// As the rig starts it.
    pub(crate) async fn start(&mut self) {
        let urls = format!("ldap://127.0.0.2:{}/ ldaps://127.0.0.2:{}/", self.ldap, self.ldaps);
        let child = tokio::process::Command::new("/usr/sbin/slapd")
            .args(["-d", "none", "-u", "openldap", "-g", "openldap", "-h", &urls, "-f"])
            .arg(self.folder.join("slapd.conf"))
            .stdin(Stdio::null())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn();
        self.child = Some(child.unwrap());
        self.until_open(true).await;
    }

    async fn until_open(&self, wanted: bool) {
        let port = u16::try_from(self.ldaps).unwrap();
        let as_wanted = async || TcpStream::connect(("127.0.0.2", port)).await.is_ok() == wanted;
        until(if wanted { "slapd is up" } else { "slapd is down" }, as_wanted).await;
    }

    /// Whether this password opens. The password goes by a file: a command line is for everybody to read.
    pub(crate) fn opens(&self, login: &str, password: &str) -> bool {
        let file = tempfile::NamedTempFile::new().unwrap();
        fs::write(file.path(), password).unwrap();
        let output = Command::new("ldapwhoami")
            .env("LDAPTLS_REQCERT", "allow")
            .args(["-x", "-H", &format!("ldaps://127.0.0.2:{}", self.ldaps)])
            .args(["-D", &format!("uid={login},ou=people,dc=ac-exemple,dc=test"), "-y"])
            .arg(file.path())
            .output()
            .expect("ldap-utils is installed by the gate");
        match output.status.code() {
            Some(0) => true,
            // invalidCredentials; anything else is no answer to the question.
            Some(49) => false,
            other => panic!("{other:?}: {}", String::from_utf8_lossy(&output.stderr)),
        }
    }
}
