//! The portal itself, ended and started with other settings.

use std::{
    fs,
    os::unix::fs::{MetadataExt, chown},
    path::PathBuf,
    process::Stdio,
};

use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use serde_json::Value;
use tokio::{
    net::UnixStream,
    process::{Child, Command},
};

use super::folder;
use crate::stage::{Rig, until};

/// The rig's stock portal. What it keeps for the moment goes with each start, people's factors stay.
pub(super) struct Portal {
    pub(super) folder: PathBuf,
    /// Its configuration as the rig wrote it.
    installed: Value,
    /// Ours since the first start; before, it is the rig's child.
    child: Option<Child>,
}

impl Portal {
    pub(super) fn of(rig: &Rig) -> Self {
        let folder = folder(rig).join("portal-a");
        let installed = fs::read_to_string(folder.join("conf/lmConf-1.json")).unwrap();
        Self {
            installed: serde_json::from_str(&installed).unwrap(),
            folder,
            child: None,
        }
    }

    /// As installed but for these.
    pub(super) async fn set_up(&mut self, settings: Value) {
        self.stop().await;
        let mut whole = self.installed.clone();
        let changed = settings.as_object().unwrap().clone();
        whole.as_object_mut().unwrap().extend(changed);
        fs::write(self.folder.join("conf/lmConf-1.json"), whole.to_string()).unwrap();
        self.start().await;
    }

    pub(super) async fn stop(&mut self) {
        let file = self.folder.join("pid");
        let Ok(pid) = fs::read_to_string(&file) else { return };
        kill_process(Pid::from_raw(pid.trim().parse().unwrap()).unwrap(), Signal::TERM).unwrap();
        until("the portal is down", async || !file.exists()).await;
        if let Some(mut child) = self.child.take() {
            child.wait().await.unwrap();
        }
        fs::remove_file(self.folder.join("portal.sock")).unwrap();
        fs::remove_dir_all(self.folder.join("cache")).unwrap();
        for session in self.sessions() {
            fs::remove_file(session).unwrap();
        }
    }

    /// A file each.
    pub(super) fn sessions(&self) -> Vec<PathBuf> {
        let listed = fs::read_dir(self.folder.join("sessions")).unwrap();
        let listed = listed.map(|entry| entry.unwrap().path());
        listed.filter(|path| path.is_file()).collect()
    }

    /// As the rig starts it.
    async fn start(&mut self) {
        let (uid, gid) = self.user();
        let cache = self.folder.join("cache");
        fs::create_dir(&cache).unwrap();
        chown(&cache, Some(uid), Some(gid)).unwrap();
        let socket = self.folder.join("portal.sock");
        let child = Command::new("/usr/sbin/llng-fastcgi-server")
            .args(["--foreground", "-n", "2", "-s"])
            .arg(&socket)
            .arg("-p")
            .arg(self.folder.join("pid"))
            .env("LLNG_DEFAULTCONFFILE", self.folder.join("lemonldap-ng.ini"))
            .env("LLNG_DEFAULTLOGGER", "Lemonldap::NG::Common::Logger::Std")
            .env("HOME", "/nonexistent")
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .gid(gid)
            .uid(uid)
            .spawn();
        self.child = Some(child.unwrap());
        until("the portal is up", async || UnixStream::connect(&socket).await.is_ok()).await;
    }

    /// Whose files it keeps.
    pub(super) fn user(&self) -> (u32, u32) {
        let folder = fs::metadata(&self.folder).unwrap();
        (folder.uid(), folder.gid())
    }
}

impl Drop for Portal {
    /// With those that work for it.
    fn drop(&mut self) {
        let group = self.child.as_ref().and_then(Child::id).map(u32::cast_signed);
        if let Some(group) = group.and_then(Pid::from_raw) {
            let _ = kill_process_group(group, Signal::KILL);
        }
    }
}
