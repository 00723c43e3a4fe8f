//! System packages: what each task needs, what is missing, and installing it when the person agrees.
//!
//! Only Debian and its children are installed on; elsewhere the need is said in words. What Debian does not have comes from
//! PyPI, at one pinned version, into a virtual environment under the target folder. The npm and cargo packages are pinned
//! by their lock files and are not this module's.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, IsTerminal, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use crate::process::{Outcome, find_program, is_root, run};
use crate::python::{Environment, PEERS, PRIVACYIDEA};

/// Why packages are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    /// The library and the terminal program.
    Terminal,
    /// The window: WebKit and the icons' renderer.
    Window,
    /// The functional tests, beside what they build: a display, a WebDriver, clients that are not ours.
    Test,
    /// The real servers.
    Rig,
    /// The gallery: an engine that knows forced colours, and small pictures.
    Gallery,
}

impl Need {
    fn packages(self) -> &'static [&'static str] {
        match self {
            Need::Terminal => &["build-essential", "pkg-config"],
            Need::Window => &["libwebkit2gtk-4.1-dev", "librsvg2-dev"],
            Need::Test => &[
                "webkit2gtk-driver",
                "xvfb",
                "xauth",
                "dbus",
                // What screen readers listen to.
                "at-spi2-core",
                "dbus-x11",
                "gnome-keyring",
                "oathtool",
                "minisign",
                "ldap-utils",
                "curl",
                "openssl",
                // The real one.
                "thunderbird",
                // Profiles read by other programs.
                "libxml2-utils",
                "libplist-utils",
                "zbar-tools",
                "poppler-utils",
                "python3-venv",
                "evolution-data-server",
                "gir1.2-edataserver-1.2",
                "python3-gi",
                // Killed at a system call.
                "strace",
            ],
            Need::Gallery => &["chromium", "webp"],
            Need::Rig => &[
                "slapd",
                "dovecot-core",
                "dovecot-imapd",
                "dovecot-ldap",
                "dovecot-lmtpd",
                "dovecot-managesieved",
                "postfix",
                "nginx-light",
                "lemonldap-ng-fastcgi-server",
                "liblemonldap-ng-portal-perl",
                "libnet-ldap-perl",
                "libio-socket-timeout-perl",
                // Debian's portal loads these and does not depend on them.
                "libemail-sender-perl",
                "libmime-tools-perl",
                "libstring-random-perl",
                "libconvert-base32-perl",
                "libdigest-hmac-perl",
                "libunicode-string-perl",
                "libio-string-perl",
                "libgd-securityimage-perl",
                "libimage-magick-perl",
                // A portal that keeps passwords itself.
                "libdbd-sqlite3-perl",
                // privacyIDEA's environment.
                "python3",
                "python3-venv",
                // The faked internet, and the network where everything goes wrong.
                "dnsmasq-base",
                "nftables",
                "iproute2",
                // A school's proxy, and the settings that name it.
                "tinyproxy-bin",
                "dconf-gsettings-backend",
                "gsettings-desktop-schemas",
                "libglib2.0-bin",
                "util-linux",
                "openssl",
                "curl",
            ],
        }
    }

    /// For a system that has no apt.
    fn in_words(self) -> &'static str {
        match self {
            Need::Terminal => "a C compiler and pkg-config",
            Need::Window => "WebKitGTK 4.1 and librsvg, with headers (Linux); nothing on macOS; WebView2 on Windows",
            Need::Test => {
                "WebKitWebDriver, Xvfb, dbus-run-session, AT-SPI, gnome-keyring, oathtool, minisign, the OpenLDAP clients, curl, openssl, \
                 Thunderbird, xmllint, plistutil, zbarimg, Poppler's tools, Evolution's data server with its Python binding, Python 3.9 or \
                 later with venv, strace"
            }
            Need::Gallery => "Chromium and cwebp",
            Need::Rig => {
                "slapd, Dovecot, Postfix, nginx and LemonLDAP::NG as Debian packages them; Python 3.9 or later with venv"
            }
        }
    }
}

/// `packages [terminal|window|test|rig|gallery]… [--yes]`, for a person who wants them without the rest.
pub(crate) fn main(arguments: &[String]) -> Outcome {
    let (flags, names): (Vec<_>, Vec<_>) = arguments.iter().map(String::as_str).partition(|word| *word == "--yes");
    let named = |name: &&str| match *name {
        "terminal" => Ok(Need::Terminal),
        "window" => Ok(Need::Window),
        "test" => Ok(Need::Test),
        "rig" => Ok(Need::Rig),
        "gallery" => Ok(Need::Gallery),
        other => Err(format!(
            "packages: `{other}` is none of terminal, window, test, rig, gallery"
        )),
    };
    let mut needs = names.iter().map(named).collect::<Outcome<Vec<_>>>()?;
    if needs.is_empty() {
        needs = vec![Need::Terminal, Need::Window, Need::Test, Need::Rig];
    }
    ensure(&needs, !flags.is_empty())
}

/// Makes sure the packages are there: says what is missing, asks, installs.
pub(crate) fn ensure(needs: &[Need], yes: bool) -> Outcome {
    system(needs, yes)?;
    for (need, environment) in [(Need::Rig, PRIVACYIDEA), (Need::Test, PEERS)] {
        if needs.contains(&need) {
            fill(&environment, yes)?;
        }
    }
    Ok(())
}

fn system(needs: &[Need], yes: bool) -> Outcome {
    if find_program("dpkg-query").is_none() {
        for need in needs {
            println!("needed, and not checked on this system: {}", need.in_words());
        }
        return Ok(());
    }
    let missing = missing(needs);
    if missing.is_empty() {
        return Ok(());
    }
    let install = format!("apt-get install -y --no-install-recommends {}", missing.join(" "));
    let sudo = if is_root() { "" } else { "sudo " };
    println!("missing system packages: {}\n  {sudo}{install}", missing.join(" "));
    if !agreed(yes)? {
        return Err("nothing was installed; run the line above, then start again".to_owned());
    }
    install_all(&missing)
}

fn fill(environment: &Environment, yes: bool) -> Outcome {
    let Some(missing) = environment.missing() else {
        return Ok(());
    };
    println!(
        "missing Python packages: {missing}\n  into {}",
        environment.folder().display()
    );
    if !agreed(yes)? {
        return Err("nothing was installed; `cargo xtask packages --yes` does it".to_owned());
    }
    environment.fill()
}

/// Packages that are not installed.
fn missing(needs: &[Need]) -> Vec<&'static str> {
    let wanted: BTreeSet<&str> = needs.iter().flat_map(|need| need.packages()).copied().collect();
    let mut query = Command::new("dpkg-query");
    query
        .args(["-W", "-f", "${Package} ${db:Status-Status}\n"])
        .args(&wanted);
    // It fails when one is unknown and still lists the others.
    let answer = query
        .stderr(Stdio::null())
        .output()
        .map(|output| output.stdout)
        .unwrap_or_default();
    let answer = String::from_utf8_lossy(&answer);
    let installed: BTreeSet<&str> = answer
        .lines()
        .filter_map(|line| line.strip_suffix(" installed"))
        .collect();
    wanted
        .into_iter()
        .filter(|package| !installed.contains(package))
        .collect()
}

/// No question for `--yes`, nor for root without a terminal (a build machine).
fn agreed(yes: bool) -> Outcome<bool> {
    if yes || (is_root() && !std::io::stdin().is_terminal()) {
        return Ok(true);
    }
    if !std::io::stdin().is_terminal() {
        return Ok(false);
    }
    print!("Install them now? [y/N] ");
    std::io::stdout().flush().map_err(|error| error.to_string())?;
    let mut answer = String::new();
    std::io::stdin()
        .lock()
        .read_line(&mut answer)
        .map_err(|error| error.to_string())?;
    Ok(matches!(
        answer.trim().to_lowercase().as_str(),
        "y" | "yes" | "o" | "oui"
    ))
}

fn install_all(packages: &[&str]) -> Outcome {
    let _quiet = NoServices::begin()?;
    preseed(packages)?;
    run(apt().arg("update"))?;
    run(apt().args(["install", "-y", "--no-install-recommends"]).args(packages))
}

fn as_root(program: &str) -> Command {
    if is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("sudo");
    command.arg(program);
    command
}

fn apt() -> Command {
    let mut command = as_root("env");
    // Another apt may be at work: wait for it rather than fail.
    command.args([
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=900",
    ]);
    command
}

/// Two packages ask questions at installation: neither is to be configured, the rig has its own files.
fn preseed(packages: &[&str]) -> Outcome {
    if !packages.iter().any(|package| ["slapd", "postfix"].contains(package)) {
        return Ok(());
    }
    let answers =
        "slapd slapd/no_configuration boolean true\npostfix postfix/main_mailer_type select No configuration\n";
    let mut command = as_root("debconf-set-selections");
    let mut child = command
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| format!("debconf-set-selections: {error}"))?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(answers.as_bytes()).map_err(|error| error.to_string())?;
    }
    child.wait().map(drop).map_err(|error| error.to_string())
}

/// While packages are installed no service may start: Debian asks `policy-rc.d`, 101 means "forbidden".
struct NoServices {
    ours: bool,
}

const POLICY: &str = "/usr/sbin/policy-rc.d";

impl NoServices {
    fn begin() -> Outcome<NoServices> {
        if Path::new(POLICY).exists() {
            return Ok(NoServices { ours: false });
        }
        let script = format!("printf '#!/bin/sh\\nexit 101\\n' >{POLICY} && chmod 755 {POLICY}");
        run(as_root("sh").args(["-c", &script]))?;
        Ok(NoServices { ours: true })
    }
}

impl Drop for NoServices {
    fn drop(&mut self) {
        if self.ours && fs::remove_file(POLICY).is_err() {
            let _ = run(as_root("rm").args(["-f", POLICY]));
        }
    }
}
