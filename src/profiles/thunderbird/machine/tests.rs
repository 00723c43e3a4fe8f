//! A computer below a throwaway folder: what is written, what is left alone, what comes back.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::*;
use crate::profiles::tests::{made, settings};

/// A computer with Debian's Thunderbird, and every byte on it.
struct Image(tempfile::TempDir);

impl Image {
    fn new() -> Self {
        let image = Self(tempfile::tempdir().unwrap());
        for folder in [
            "usr/lib/thunderbird/isp",
            "usr/lib/thunderbird/defaults/pref",
            "etc/thunderbird/pref",
            "var/lib",
        ] {
            fs::create_dir_all(image.0.path().join(folder)).unwrap();
        }
        image
    }

    fn machine(&self) -> Machine {
        Machine::at(Some(self.0.path().to_owned())).unwrap()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn json(&self, path: &str) -> Value {
        serde_json::from_slice(&fs::read(self.0.path().join(path)).unwrap()).unwrap()
    }

    fn everything(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let (mut all, mut folders) = (BTreeMap::new(), vec![self.0.path().to_owned()]);
        while let Some(folder) = folders.pop() {
            all.insert(folder.clone(), Vec::new());
            for entry in fs::read_dir(folder).unwrap().flatten() {
                match entry.path().is_dir() {
                    true => folders.push(entry.path()),
                    false => drop(all.insert(entry.path(), fs::read(entry.path()).unwrap())),
                }
            }
        }
        all
    }
}

const POLICIES: &str = "etc/thunderbird/policies/policies.json";

fn wanted() -> Wanted {
    let settings = settings();
    Wanted {
        domain: "ac-exemple.test".to_owned(),
        label: "académie d’Exemple".to_owned(),
        servers: Some((settings.imap, settings.smtp)),
        login: Some(LoginForm::FullAddress),
        bcc_warning: true,
        authorities: vec!["/etc/ssl/rectorat.pem".into()],
        session: Some(Session {
            login: "USER".to_owned(),
            address: None,
            name: None,
        }),
    }
}

#[test]
fn everything_comes_back_byte_for_byte() {
    let image = Image::new();
    let before = image.everything();
    let dry = apply(&image.machine(), &wanted(), true, made()).unwrap();
    assert_eq!(image.everything(), before, "a dry run writes nothing");
    let done = apply(&image.machine(), &wanted(), false, made()).unwrap();
    assert_eq!((&done, done.changed.len(), done.skipped.len()), (&dry, 4, 0));
    assert!(
        apply(&image.machine(), &wanted(), false, made())
            .unwrap()
            .changed
            .is_empty()
    );
    assert!(
        status(&image.machine())
            .unwrap()
            .iter()
            .all(|line| line.did == Did::InPlace)
    );
    let isp = fs::read_to_string(image.0.path().join("usr/lib/thunderbird/isp/ac-exemple.test.xml")).unwrap();
    assert!(isp.contains("<username>%EMAILADDRESS%</username>"), "{isp}");
    #[cfg(unix)]
    for line in &done.changed {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            fs::metadata(&line.path).unwrap().permissions().mode() & 0o777,
            0o644,
            "{line:?}"
        );
    }
    let undone = undo(&image.machine(), false, made()).unwrap();
    assert!(undone.iter().all(|line| line.did == Did::Removed), "{undone:?}");
    assert_eq!(image.everything(), before);
    assert!(undo(&image.machine(), false, made()).unwrap().is_empty());
}

#[test]
fn policies_of_others_stay_as_they_are() {
    let image = Image::new();
    let theirs = "{ \"policies\": {\"DisableTelemetry\":true,\n \"Certificates\":{\"Install\":[\"/etc/ssl/theirs.pem\"]},\
                  \"Preferences\":{\"mail.compose.warn_public_recipients.threshold\":{\"Value\":9}}}}";
    image.put(POLICIES, theirs);
    let before = image.everything();
    apply(&image.machine(), &wanted(), false, made()).unwrap();
    let merged = image.json(POLICIES);
    assert_eq!(merged["policies"]["DisableTelemetry"], true);
    let preferences = &merged["policies"]["Preferences"];
    assert_eq!(
        preferences["mail.compose.warn_public_recipients.threshold"],
        json!({ "Value": 9 })
    );
    assert_eq!(preferences[super::policies::HTTPS_ONLY]["Status"], "locked");
    let authorities = json!(["/etc/ssl/theirs.pem", "/etc/ssl/rectorat.pem"]);
    assert_eq!(merged["policies"]["Certificates"]["Install"], authorities);
    undo(&image.machine(), false, made()).unwrap();
    assert_eq!(image.everything(), before);
}

#[test]
fn what_others_added_since_survives_the_undo() {
    let image = Image::new();
    apply(&image.machine(), &wanted(), false, made()).unwrap();
    let mut document = image.json(POLICIES);
    document["policies"]["DisableAppUpdate"] = json!(true);
    image.put(POLICIES, &document.to_string());
    let undone = undo(&image.machine(), false, made()).unwrap();
    assert!(undone.iter().any(|line| line.did == Did::TakenOut), "{undone:?}");
    assert_eq!(
        image.json(POLICIES),
        json!({ "policies": { "DisableAppUpdate": true } })
    );
}

#[test]
fn a_file_somebody_changed_is_left_and_stays_on_the_list() {
    let image = Image::new();
    apply(&image.machine(), &wanted(), false, made()).unwrap();
    image.put("usr/lib/thunderbird/isp/ac-exemple.test.xml", "<theirs/>");
    let undone = undo(&image.machine(), false, made()).unwrap();
    assert!(
        undone
            .iter()
            .any(|line| line.kind == Kind::Isp && line.did == Did::Left)
    );
    assert_eq!(status(&image.machine()).unwrap().len(), 1);
}

/// Thunderbird reads `/etc` alone when both stand there: writing there would silence the other.
#[test]
fn policies_go_where_thunderbird_reads_them() {
    let image = Image::new();
    image.put(
        "usr/lib/thunderbird/distribution/policies.json",
        "{\"policies\":{\"DisableTelemetry\":true}}",
    );
    let done = apply(&image.machine(), &wanted(), false, made()).unwrap();
    let own = image.0.path().join("usr/lib/thunderbird/distribution/policies.json");
    assert!(done.changed.iter().any(|line| line.path == own), "{done:?}");
    assert!(!image.0.path().join(POLICIES).exists());
}

#[test]
fn what_cannot_be_offered_is_said() {
    let image = Image::new();
    let short = Wanted {
        login: Some(LoginForm::Short),
        session: None,
        ..wanted()
    };
    assert_eq!(
        apply(&image.machine(), &short, true, made()).unwrap().skipped,
        [Skipped::LoginNotDerivable]
    );
    let unknown = Wanted {
        servers: None,
        ..wanted()
    };
    assert_eq!(
        apply(&image.machine(), &unknown, true, made()).unwrap().skipped,
        [Skipped::ServersUnknown]
    );
    let nowhere = tempfile::tempdir().unwrap();
    assert_eq!(
        Machine::at(Some(nowhere.path().to_owned())),
        Err(MachineRefusal::NoThunderbird)
    );
    fs::create_dir_all(nowhere.path().join("snap/thunderbird/current")).unwrap();
    let snap = Machine::at(Some(nowhere.path().to_owned())).unwrap();
    assert_eq!(
        apply(&snap, &wanted(), true, made()).unwrap().skipped,
        [Skipped::ReadOnlyInstall]
    );
}

#[test]
fn another_autoconfig_and_a_broken_file_stop_us_before_the_first_byte() {
    for (path, text) in [
        (
            "etc/thunderbird/pref/site.js",
            "pref(\"general.config.filename\", \"site.cfg\");",
        ),
        (POLICIES, "{ \"policies\": "),
        (POLICIES, "{ \"policies\": [] }"),
    ] {
        let image = Image::new();
        image.put(path, text);
        let before = image.everything();
        let refused = apply(&image.machine(), &wanted(), false, made()).unwrap_err();
        assert!(
            matches!(
                refused,
                MachineRefusal::AutoConfigTaken { .. } | MachineRefusal::Unreadable { .. }
            ),
            "{refused:?}"
        );
        assert_eq!(image.everything(), before);
    }
}
