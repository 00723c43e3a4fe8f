//! privacyIDEA started anew: what it gave before counts no more.

use std::{fs, process::Stdio};

use rustix::process::{Pid, Signal, kill_process};
use tokio::{
    net::TcpStream,
    process::{Child, Command},
};

use super::{super::next_code, FACTORS, Table, academy_of, account_of, folder, password, said};
use crate::stage::{Rig, until};

/// The passes it gives are over at once, as those of an hour ago are.
const NO_TIME: &str = "login_mode=userstore, jwt_validity=-1";

/// Each start makes another key for its passes.
pub(super) async fn started_anew(rig: &Rig) {
    let mut table = Table::of("privacyIDEA, started anew");
    let totp = account_of(rig, &academy_of(rig, FACTORS)).totp;
    let (person, other) = (rig.fresh(), rig.fresh());
    let word = password(&person.password);
    let mut enrolment = totp.enrol(&person.login, &word).await.unwrap();
    let code = next_code(enrolment.uri(), 0);
    let _server = start_anew(rig).await;
    let answer = said(enrolment.confirm(&code).await);
    table.row("a pass of another key: 4304", answer, "account-over");
    let answer = said(totp.enrol(&other.login, &word).await);
    table.row("a pass that is over: 4305", answer, "account-over");
    table.end();
}

async fn start_anew(rig: &Rig) -> Child {
    let folder = folder(rig).join("privacyidea");
    let program = folder.join("serve.py");
    let text = fs::read_to_string(&program).unwrap();
    fs::write(&program, text.replace("login_mode=userstore", NO_TIME)).unwrap();
    let pid = fs::read_to_string(folder.join("pid")).unwrap();
    let called = fs::read_to_string(format!("/proc/{pid}/cmdline")).unwrap();
    let python = called.split('\0').next().unwrap();
    kill_process(Pid::from_raw(pid.parse().unwrap()).unwrap(), Signal::KILL).unwrap();
    let port = u16::try_from(rig.port("factors")).unwrap();
    let opens = async || TcpStream::connect(("127.0.0.2", port)).await.is_ok();
    until("privacyIDEA is down", async || !opens().await).await;
    let server = Command::new(python)
        .arg(&program)
        .arg(&folder)
        .current_dir(&folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    until("privacyIDEA is up", opens).await;
    server.unwrap()
}
