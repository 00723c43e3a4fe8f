//! `cargo xtask package`: the release programs as an archive and, on Debian, a package; with a rectorate's keys pinned
//! and its packs inside, or with none.
//!
//! Which keys a list may hold is decided in `src/academy/pack/keylist.rs`, which the build itself runs: a list that cannot
//! be read stops it, with its file and line. Packs put inside must be believed by the program just built.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::packages::{self, Need};
use crate::process::{Outcome, cargo, find_program, quietly, root, run, target};
use crate::window;

/// In debug builds this names a folder of keys; a release that held it would let whoever starts it choose whom to trust.
const TEST_ENTRY: &str = "RENTREE_TEST_PACKS";

/// What was asked for.
#[derive(Debug, Default, PartialEq)]
struct Wanted {
    keys: Vec<PathBuf>,
    academy: Option<String>,
    packs: Vec<PathBuf>,
    yes: bool,
}

/// `package [--key FILE]… [--academy ID] [--pack FILE]… [--yes]`.
pub(crate) fn main(arguments: &[String]) -> Outcome {
    let wanted = Wanted::read(arguments)?;
    let folder = target().join("package");
    let _ = fs::remove_dir_all(&folder);
    create(&folder)?;
    let keys = folder.join("keys.toml");
    write(&keys, &wanted.list(|path| fs::read_to_string(path))?)?;
    packages::ensure(&[Need::Terminal, Need::Window], wanted.yes)?;
    window::check_node()?;
    if window::stale() {
        run(window::npm().arg("ci"))?;
    }
    run(window::npm().args(["run", "build"]))?;
    let mut build = cargo();
    build.args([
        "build",
        "--release",
        "--locked",
        "-p",
        "rentree",
        "-p",
        "rentree-window",
    ]);
    run(build.env("RENTREE_PACK_KEYS", &keys))?;
    let programs = ["rentree", "rentree-window"].map(|name| {
        let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
        target().join("release").join(file)
    });
    for program in &programs {
        no_test_entry(program)?;
    }
    for pack in &wanted.packs {
        let [terminal, _] = &programs;
        quietly(Command::new(terminal).args(["pack", "verify"]).arg(pack))?;
    }
    wrapped(&folder, &programs, &wanted.packs)?;
    println!("in {}:", folder.display());
    for line in quietly(Command::new("ls").arg("-l").arg(&folder))?.lines().skip(1) {
        println!("  {line}");
    }
    Ok(())
}

impl Wanted {
    fn read(arguments: &[String]) -> Outcome<Self> {
        let mut wanted = Self::default();
        let mut words = arguments.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().cloned().ok_or_else(|| format!("{word}: which?"));
            match word.as_str() {
                "--key" => wanted.keys.push(value()?.into()),
                "--academy" => wanted.academy = Some(value()?),
                "--pack" => wanted.packs.push(value()?.into()),
                "--yes" => wanted.yes = true,
                other => return Err(format!("package: `{other}` is none of --key, --academy, --pack, --yes")),
            }
        }
        if wanted.keys.is_empty() && (wanted.academy.is_some() || !wanted.packs.is_empty()) {
            return Err("package: without --key nothing is pinned, and no pack would be believed".to_owned());
        }
        Ok(wanted)
    }

    /// The list to pin. Each `--key` is a list in TOML, which names its academies itself, or a `minisign.pub`, which
    /// `--academy` is for: the first is today's, the second the next one.
    fn list(&self, text_of: impl Fn(&Path) -> std::io::Result<String>) -> Outcome<String> {
        let mut list = String::from("# Pinned by `cargo xtask package`.\n");
        for path in &self.keys {
            let text = text_of(path).map_err(|error| format!("{}: {error}", path.display()))?;
            match (public_key(&text), &self.academy) {
                (None, _) => list += &text,
                (Some(key), Some(academy)) => {
                    list += &format!("[[keys]]\nacademy = \"{academy}\"\nkey = \"{key}\"\n");
                }
                (Some(_), None) => {
                    return Err(format!("{}: whose key is it? Add --academy ID", path.display()));
                }
            }
        }
        Ok(list)
    }
}

/// The key of a `minisign.pub`: its second line.
fn public_key(text: &str) -> Option<&str> {
    let mut lines = text.lines();
    lines.next()?.strip_prefix("untrusted comment:")?;
    lines.next().map(str::trim)
}

fn no_test_entry(program: &Path) -> Outcome {
    let bytes = fs::read(program).map_err(|error| format!("{}: {error}", program.display()))?;
    if bytes
        .windows(TEST_ENTRY.len())
        .any(|part| part == TEST_ENTRY.as_bytes())
    {
        return Err(format!("{} holds {TEST_ENTRY}: no release", program.display()));
    }
    Ok(())
}

/// The archive and, on Debian, the package, in `folder`.
fn wrapped(folder: &Path, programs: &[PathBuf], packs: &[PathBuf]) -> Outcome {
    let tree = folder.join(format!("rentree-{}", env!("CARGO_PKG_VERSION")));
    laid_out(&tree, programs, packs)?;
    archived(folder, &tree)?;
    if cfg!(target_os = "linux") && find_program("dpkg-deb").is_some() {
        debian(folder, &tree)?;
    }
    Ok(())
}

/// As below `/usr`: the programs find `share/rentree/packs` from `bin`.
fn laid_out(tree: &Path, programs: &[PathBuf], packs: &[PathBuf]) -> Outcome {
    for program in programs {
        copy(program, &tree.join("bin"))?;
    }
    let shelf = tree.join("share/rentree/packs");
    create(&shelf)?;
    for pack in packs {
        copy(pack, &shelf)?;
        let mut signature = pack.as_os_str().to_owned();
        signature.push(".minisig");
        copy(Path::new(&signature), &shelf)?;
    }
    let doc = tree.join("share/doc/rentree");
    for file in ["README.md", "LICENSE", "CHANGELOG.md", "docs/packs.md"] {
        copy(&root().join(file), &doc)?;
    }
    let icons = tree.join("share/icons/hicolor");
    for (icon, size) in [
        ("32x32.png", "32x32"),
        ("128x128.png", "128x128"),
        ("512x512.png", "512x512"),
    ] {
        let folder = icons.join(size).join("apps");
        create(&folder)?;
        copied(&root().join("icons").join(icon), &folder.join("rentree.png"))?;
    }
    create(&tree.join("share/applications"))?;
    write(
        &tree.join("share/applications/rentree.desktop"),
        "[Desktop Entry]\nType=Application\nName=Rentrée\nComment=De la lettre à la messagerie académique\n\
         Exec=rentree-window\nIcon=rentree\nCategories=Education;Office;\n",
    )
}

fn archived(folder: &Path, tree: &Path) -> Outcome {
    let name = tree.file_name().unwrap_or_default();
    let (os, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let archive = folder.join(format!("{}-{os}-{machine}.tar.gz", name.to_string_lossy()));
    let mut tar = Command::new("tar");
    tar.arg("-C").arg(folder).arg("-czf").arg(archive).arg(name);
    run(&mut tar)
}

/// The same tree below `/usr`. Written by hand rather than by the window's bundler, which is one more program to install
/// and knows neither the terminal program nor the packs.
fn debian(folder: &Path, tree: &Path) -> Outcome {
    let stage = folder.join("debian");
    create(&stage.join("DEBIAN"))?;
    run(Command::new("cp").arg("-a").arg(tree).arg(stage.join("usr")))?;
    let machine = quietly(Command::new("dpkg").arg("--print-architecture"))?;
    let version = env!("CARGO_PKG_VERSION");
    write(
        &stage.join("DEBIAN/control"),
        &format!(
            "Package: rentree\nVersion: {version}\nArchitecture: {}\nMaintainer: Rentrée contributors <rentree@localhost>\n\
             Section: mail\nPriority: optional\nDepends: libc6, libwebkit2gtk-4.1-0, libgtk-3-0 | libgtk-3-0t64\n\
             Description: onboarding assistant for the staff of the French Éducation nationale\n \
             From the letter with a temporary password to a secured, proved and configured mailbox.\n",
            machine.trim()
        ),
    )?;
    let package = folder.join(format!("rentree_{version}_{}.deb", machine.trim()));
    run(Command::new("dpkg-deb")
        .args(["--root-owner-group", "--build"])
        .arg(&stage)
        .arg(package))?;
    fs::remove_dir_all(&stage).map_err(|error| format!("{}: {error}", stage.display()))
}

fn create(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}

/// Into `folder`, under its own name.
fn copy(file: &Path, folder: &Path) -> Outcome {
    create(folder)?;
    copied(file, &folder.join(file.file_name().unwrap_or_default()))
}

fn copied(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to)
        .map(drop)
        .map_err(|error| format!("{}: {error}", from.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PUBLIC: &str = "untrusted comment: minisign public key AB\nRWQ1\n";

    fn asked(words: &str) -> Outcome<Wanted> {
        Wanted::read(&words.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn a_generic_build_pins_none() {
        let list = asked("--yes").and_then(|wanted| wanted.list(|_| panic!("nothing to read")));
        assert_eq!(list.as_deref(), Ok("# Pinned by `cargo xtask package`.\n"));
    }

    #[test]
    fn today_s_key_and_the_next_are_pinned_for_one_academy() {
        let wanted = asked("--key a.pub --key b.pub --academy lyon").expect("understood");
        let list = wanted.list(|path| Ok(PUBLIC.replace("RWQ1", &path.display().to_string())));
        let list = list.expect("a list");
        assert!(
            list.contains("academy = \"lyon\"\nkey = \"a.pub\"\n[[keys]]\nacademy = \"lyon\"\nkey = \"b.pub\""),
            "{list}"
        );
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn programs_and_packs_lie_where_they_find_each_other() -> Outcome {
        let folder = target().join(format!("package-test-{}", std::process::id()));
        create(&folder.join("made"))?;
        let made = |name: &str| folder.join("made").join(name);
        for name in ["rentree", "rentree-window", "lyon.toml", "lyon.toml.minisig"] {
            write(&made(name), name)?;
        }
        wrapped(
            &folder,
            &[made("rentree"), made("rentree-window")],
            &[made("lyon.toml")],
        )?;
        let entries = fs::read_dir(&folder).map_err(|error| error.to_string())?;
        for path in entries.flatten().map(|entry| entry.path()) {
            let list = match path.extension().and_then(|ending| ending.to_str()) {
                Some("gz") => quietly(Command::new("tar").arg("-tzf").arg(&path))?,
                Some("deb") => quietly(Command::new("dpkg-deb").arg("-c").arg(&path))?,
                _ => continue,
            };
            for file in [
                "bin/rentree",
                "bin/rentree-window",
                "share/rentree/packs/lyon.toml.minisig",
            ] {
                assert!(list.contains(file), "{}: no {file} in {list}", path.display());
            }
        }
        assert!(
            folder
                .join(format!(
                    "rentree-{}-linux-{}.tar.gz",
                    env!("CARGO_PKG_VERSION"),
                    std::env::consts::ARCH
                ))
                .is_file()
        );
        fs::remove_dir_all(&folder).map_err(|error| error.to_string())
    }

    #[test]
    fn a_program_with_the_tests_entry_is_no_release() -> Outcome {
        let program = target().join(format!("package-entry-{}", std::process::id()));
        write(&program, &format!("\0{TEST_ENTRY}\0"))?;
        let found = no_test_entry(&program);
        write(&program, "nothing of the kind")?;
        let clean = no_test_entry(&program);
        fs::remove_file(&program).map_err(|error| error.to_string())?;
        assert!(found.is_err());
        clean
    }

    #[test]
    fn a_list_is_taken_as_it_is_and_a_key_needs_its_academy() {
        let own = "[[keys]]\nacademy = \"paris\"\nkey = \"RWQ2\"\nrevoked = true\n";
        let list = asked("--key list.toml").and_then(|wanted| wanted.list(|_| Ok(own.to_owned())));
        assert!(list.is_ok_and(|list| list.ends_with(own)));
        let nobody = asked("--key a.pub").and_then(|wanted| wanted.list(|_| Ok(PUBLIC.to_owned())));
        assert!(nobody.is_err_and(|reason| reason.contains("--academy")));
        assert!(asked("--pack lyon.toml").is_err() && asked("--key").is_err() && asked("--keys x").is_err());
    }
}
