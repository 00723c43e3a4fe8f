//! What a fault of the disk, or a kill, leaves of Thunderbird's own files: the old one whole, or the new one whole.

use std::{
    fs,
    path::Path,
    process::{Command, ExitStatus, Stdio},
};

use super::{NAME, alone, bird::Home};
use crate::stage::Player;

/// What a used profile holds before us: long enough that half of it is not the whole.
fn profile(home: &Home, at: &Path) -> (std::path::PathBuf, Vec<u8>) {
    let folder = at.join("x.default");
    fs::create_dir_all(&folder).unwrap();
    fs::write(
        at.join("profiles.ini"),
        "[Profile0]\nName=x\nIsRelative=1\nPath=x.default\nDefault=1\n",
    )
    .unwrap();
    let lines: String = (0..400)
        .map(|n| format!("user_pref(\"other.program.{n}\", \"valeur {n}\");\n"))
        .collect();
    let prefs = folder.join("prefs.js");
    fs::write(&prefs, &lines).unwrap();
    assert!(at.starts_with(home.path()));
    (prefs, lines.into_bytes())
}

/// Whole: every line that stood there still does, and the account is all there or not at all.
fn assert_whole(prefs: &Path, before: &[u8], address: &str, when: &str) -> bool {
    let now = fs::read(prefs).unwrap_or_else(|error| panic!("{when}: {error}"));
    if now == before {
        return false;
    }
    let text = String::from_utf8(now).unwrap();
    assert!(
        text.starts_with(std::str::from_utf8(before).unwrap()),
        "{when}: others' lines are cut"
    );
    assert!(
        text.ends_with(");\n") && text.contains(address),
        "{when}: half an account"
    );
    true
}

/// `thunderbird add` in this home, killed at its `nth` call of that kind; how it ended.
fn killed_at(call: &str, nth: usize, home: &Home, player: &Player) -> ExitStatus {
    // A question mark: a call this machine does not have is none; `rename` is `renameat` on some.
    let calls = match call {
        "rename" => "?rename,renameat,renameat2",
        "unlink" => "?unlink,unlinkat",
        "chmod" => "?chmod,fchmod,fchmodat",
        "mkdir" => "?mkdir,mkdirat",
        other => other,
    };
    let program = home.rentree(&Home::add(player, NAME));
    let mut traced = Command::new("strace");
    traced.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={calls}"), "-e"]);
    traced.arg(format!("inject={calls}:signal=KILL:when={nth}"));
    traced.arg(program.get_program()).args(program.get_args());
    traced
        .env_clear()
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let status = traced
        .current_dir(home.path())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.expect("strace is installed by the gate")
}

/// SIGKILL at every system call that changes a file, one after the other, until the program comes through.
#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn killed_anywhere_the_old_file_or_the_new_one_is_whole() {
    let jean = alone().person("jdupont");
    let (mut old, mut new) = (0, 0);
    for call in ["write", "fsync", "rename", "unlink", "chmod", "mkdir", "ftruncate"] {
        for nth in 1.. {
            let home = Home::new();
            let (prefs, before) = profile(&home, &home.path().join(".thunderbird"));
            let status = killed_at(call, nth, &home, &jean);
            match assert_whole(&prefs, &before, &jean.address, &format!("{call} {nth}")) {
                true => new += 1,
                false => old += 1,
            }
            if status.success() {
                break;
            }
            // The next run goes on as if nothing had been.
            let again = home.run(&Home::add(&jean, NAME));
            assert!(!again["profile"].is_null());
            home.run(&["thunderbird", "remove"]);
            assert_eq!(fs::read(&prefs).unwrap(), before, "{call} {nth}: all comes back");
            assert!(nth < 200, "{call}: it never comes through");
        }
    }
    assert!(
        old >= 8 && new >= 7,
        "kills came before the change ({old}) and after it ({new})"
    );
}

/// Disks of every size from too small to large enough.
#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn a_full_disk_leaves_the_old_file_whole() {
    let jean = alone().person("jdupont");
    let (mut refused, mut written) = (0, 0);
    for pages in [6, 8, 10, 12, 14, 16, 18, 20, 22, 26, 30, 40, 60] {
        let home = Home::new();
        let root = home.path().join(".thunderbird");
        fs::create_dir(&root).unwrap();
        let size = format!("size={}", pages * 4096);
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &size, "tmpfs"])
            .arg(&root)
            .status()
            .unwrap();
        assert!(mounted.success());
        let full = || {
            let (prefs, before) = profile(&home, &root);
            let ran = home.rentree(&Home::add(&jean, NAME)).output().unwrap();
            let said = String::from_utf8_lossy(&ran.stderr).into_owned();
            assert_whole(&prefs, &before, &jean.address, &format!("{pages} pages"));
            match ran.status.success() {
                true => written += 1,
                false => {
                    assert!(said.contains("refusal-profile-disk-full"), "{said}");
                    assert_eq!(fs::read(&prefs).unwrap(), before);
                    let rest = fs::read_dir(prefs.parent().unwrap()).unwrap().flatten();
                    let rest: Vec<_> = rest.map(|entry| entry.file_name().into_string().unwrap()).collect();
                    assert!(!rest.iter().any(|name| name.ends_with(".tmp")), "{rest:?}");
                    refused += 1;
                }
            }
        };
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(full));
        assert!(Command::new("umount").arg(&root).status().unwrap().success());
        if let Err(panic) = outcome {
            std::panic::resume_unwind(panic);
        }
    }
    assert!(refused >= 3 && written >= 3, "{refused} refused, {written} written");
}

/// A profile that is made for the first time: `profiles.ini` comes last, whole or not at all.
#[test]
#[ignore = "inside `cargo xtask rig --alone` only"]
fn a_killed_first_profile_is_no_obstacle() {
    let jean = alone().person("jdupont");
    for nth in 1.. {
        let home = Home::new();
        if killed_at("rename", nth, &home, &jean).success() {
            assert!(
                nth > 3,
                "profiles.ini, the list and prefs.js are each renamed into place"
            );
            return;
        }
        let ini = fs::read_to_string(home.path().join(".thunderbird/profiles.ini")).unwrap_or_default();
        assert!(ini.is_empty() || ini.ends_with("Default=1\n"), "{ini}");
        home.run(&Home::add(&jean, NAME));
        assert!(home.prefs().contains(&jean.address));
    }
}
