//! A disk that fills up, a folder that may not be written, a program killed at any point of any write: what was there is
//! there whole, or what replaces it is.

use std::{
    collections::BTreeMap,
    fs,
    os::unix::process::ExitStatusExt,
    path::Path,
    process::{Command, Output},
};

use super::home::{Home, PROGRAM, Ran};

type Files = BTreeMap<String, Vec<u8>>;

/// What stands in a folder, the program's own temporary files left out.
fn files(folder: &Path) -> Files {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = entries.map(|path| {
        (
            path.file_name().unwrap().to_str().unwrap().to_owned(),
            fs::read(&path).unwrap(),
        )
    });
    named.filter(|(name, _)| !name.starts_with(".rentree-")).collect()
}

fn arguments(home: &Home, name: &str, out: &Path) -> Vec<String> {
    let stated = home.stated();
    let stated = stated.get_args().map(|word| word.to_str().unwrap().to_owned());
    let words = "profiles --academy dijon --address jean.dupont@ac-dijon.fr --identifier jdupont --for apple,outlook,signature,webmail --name";
    let words = words.split(' ').map(str::to_owned);
    stated
        .chain(words)
        .chain([name.to_owned(), "--out".to_owned(), out.to_str().unwrap().to_owned()])
        .collect()
}

/// A folder with the set of one name, and the bytes of that set and of the next.
struct Before {
    home: Home,
    old: Files,
    new: Files,
}

impl Before {
    fn new() -> Self {
        let set = |home: &Home, name: &str| {
            let out = home.path("out");
            let ran = Ran::of(
                home.command(PROGRAM)
                    .args(arguments(home, name, &out))
                    .output()
                    .unwrap(),
            );
            assert_eq!(ran.code, 0, "{}", ran.err);
            files(&out)
        };
        let new = set(&Home::new(), "Jean Nouveau");
        let home = Home::new();
        let old = set(&home, "Jean Ancien");
        assert!(old != new && old.len() >= 7, "{:?}", old.keys());
        Self { home, old, new }
    }

    /// Puts the old set back, as it was.
    fn reset(&self) {
        let out = self.home.path("out");
        fs::remove_dir_all(&out).unwrap();
        fs::create_dir(&out).unwrap();
        for (name, bytes) in &self.old {
            fs::write(out.join(name), bytes).unwrap();
        }
    }

    /// Each file is the old or the new one, each backup the old one.
    fn whole(&self, after: &str) {
        let now = files(&self.home.path("out"));
        for (name, bytes) in &self.old {
            let there = now.get(name).unwrap_or_else(|| panic!("{name} is gone after {after}"));
            // A file that holds no name does not change.
            assert!(
                there == bytes || Some(there) == self.new.get(name),
                "{name} is torn after {after}"
            );
        }
        for (name, bytes) in now.iter().filter(|(name, _)| name.ends_with(".bak")) {
            let own = name.split(".rentree-").next().unwrap();
            assert_eq!(Some(bytes), self.old.get(own), "{name} is torn after {after}");
        }
    }
}

fn strace(home: &Home, call: &str, nth: usize, name: &str) -> Output {
    let inject = format!("inject={call}:signal=SIGKILL:when={nth}");
    home.command("strace")
        .args([
            "-f",
            "-qq",
            "-o",
            "/dev/null",
            "-e",
            &format!("trace={call}"),
            "-e",
            &inject,
            PROGRAM,
        ])
        .args(arguments(home, name, &home.path("out")))
        .output()
        .unwrap()
}

#[test]
fn killed_at_each_system_call_that_writes_leaves_whole_files() {
    if Command::new("strace").arg("-V").output().is_err() {
        eprintln!("NOT RUN: strace");
        return;
    }
    let before = Before::new();
    let mut killed = 0;
    for call in ["fsync", "rename", "write"] {
        for nth in 1..200 {
            before.reset();
            let ran = strace(&before.home, call, nth, "Jean Nouveau");
            before.whole(&format!("{call} {nth}"));
            if ran.status.success() {
                break;
            }
            assert_eq!(
                ran.status.signal(),
                Some(9),
                "{call} {nth}: {}",
                String::from_utf8_lossy(&ran.stderr)
            );
            killed += 1;
        }
    }
    assert!(killed >= 30, "{killed} kills");
    // What a killed run left behind does not stop the next one.
    let ran = before
        .home
        .command(PROGRAM)
        .args(arguments(&before.home, "Jean Nouveau", &before.home.path("out")))
        .output()
        .unwrap();
    assert!(ran.status.success());
}

/// The system kills a program that writes past the limit: in the middle of a write, at a byte of our choice.
#[test]
fn killed_in_the_middle_of_a_write_leaves_whole_files() {
    let before = Before::new();
    let longest = before.new.values().map(Vec::len).max().unwrap();
    let mut killed = 0;
    for limit in (1..longest).step_by(longest / 24) {
        before.reset();
        let ran = before
            .home
            .command("prlimit")
            .arg(format!("--fsize={limit}"))
            .arg("--core=0")
            .arg(PROGRAM)
            .args(arguments(&before.home, "Jean Nouveau", &before.home.path("out")))
            .output()
            .unwrap();
        before.whole(&format!("{limit} octets"));
        killed += usize::from(ran.status.signal().is_some());
    }
    assert!(killed >= 20, "{killed} kills");
}

/// Runs the program where its folder is a small file system of its own; what it says, and the files there afterwards.
fn mounted(before: &Before, options: &str, then: &str) -> Option<(i32, String, Files)> {
    let home = &before.home;
    let (out, kept, after) = (home.path("out"), home.path("kept"), home.path("after"));
    before.reset();
    fs::rename(&out, &kept).unwrap();
    fs::create_dir(&out).unwrap();
    fs::create_dir_all(&after).unwrap();
    let script = format!(
        "mount -t tmpfs -o {options} none '{out}' || exit 99; cp '{kept}'/* '{out}'/ || exit 98; {then}; \"$0\" \"$@\"; code=$?; \
         rm -rf '{after}'/*; cp '{out}'/* '{after}'/; exit $code",
        out = out.display(),
        kept = kept.display(),
        after = after.display(),
        then = then.replace("OUT", out.to_str().unwrap()),
    );
    let ran = home
        .command("unshare")
        .args(["-m", "sh", "-c", &script, PROGRAM])
        .args(arguments(home, "Jean Nouveau", &out))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&ran.stderr).into_owned();
    if ran.status.code() == Some(99) || said.contains("unshare failed") {
        eprintln!("NOT RUN: no mount namespace: {said}");
        return None;
    }
    let now = files(&after);
    fs::remove_dir_all(&kept).unwrap();
    Some((ran.status.code().unwrap(), said, now))
}

#[test]
fn a_full_disk_is_named_and_nothing_is_torn() {
    let before = Before::new();
    let blocks: usize = before.old.values().map(|bytes| bytes.len().div_ceil(4096)).sum();
    let mut refused = 0;
    for room in 0..blocks {
        let Some((code, said, now)) = mounted(&before, &format!("size={}k", (blocks + room) * 4), "true") else {
            return;
        };
        for (name, bytes) in &before.old {
            assert!(
                now.get(name) == Some(bytes) || now.get(name) == before.new.get(name),
                "{name}: {room} blocks"
            );
        }
        if code == 0 {
            break;
        }
        assert!(
            code == 1 && said.contains("refusal-profile-disk-full"),
            "{room}: {said}"
        );
        refused += 1;
    }
    assert!(refused >= 3, "{refused}");
}

#[test]
fn a_folder_that_may_not_be_written_is_named_and_stays_as_it_was() {
    let before = Before::new();
    let Some((code, said, now)) = mounted(&before, "size=4m", "mount -o remount,ro 'OUT'") else {
        return;
    };
    assert!(code == 1 && said.contains("refusal-profile-not-writable"), "{said}");
    assert_eq!(now, before.old);
}
