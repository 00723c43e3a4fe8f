//! The budget across restarts, doubts, undo, damage: on files of their own.

use super::*;

const ACCOUNT: &str = "camille.lefevre@ac-besancon.fr";

fn noon() -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp(1_790_000_000).expect("a time")
}

#[test]
fn the_budget_survives_a_restart_and_ages_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = Ledger::open(folder.path()).expect("opens");
    assert_eq!(ledger.attempts_left(ACCOUNT, None, noon()), 2);
    assert_eq!(ledger.attempts_left(ACCOUNT, Some(5), noon()), 3);
    assert_eq!(ledger.attempts_left(ACCOUNT, Some(2), noon()), 1);
    ledger.note_failure_for(ACCOUNT, Some(30), noon()).expect("noted");

    let mut again = Ledger::open(folder.path()).expect("opens");
    assert_eq!(again.attempts_left(" Camille.Lefevre@ac-besancon.fr", None, noon()), 1);
    assert_eq!(again.attempts_left("someone.else", None, noon()), 2);
    assert_eq!(again.attempts_left(ACCOUNT, None, noon() + Duration::minutes(31)), 2);
    again.note_failure(ACCOUNT, noon()).expect("noted");
    assert_eq!(
        ledger.attempts_left(ACCOUNT, None, noon()),
        0,
        "the first handle sees it too"
    );
    assert_eq!(ledger.attempts_left(ACCOUNT, None, noon() + Duration::hours(23)), 1);
    ledger.note_success(ACCOUNT).expect("noted");
    assert_eq!(again.attempts_left(ACCOUNT, None, noon()), 2);
}

#[test]
fn an_attempt_counts_until_its_answer_is_known() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = Ledger::open(folder.path()).expect("opens");
    let attempt = ledger.begin_attempt(ACCOUNT, Some(30), noon()).expect("noted");
    assert_eq!(
        Ledger::open(folder.path())
            .expect("opens")
            .attempts_left(ACCOUNT, None, noon()),
        1,
        "a program killed now has counted it"
    );
    ledger.take_back(ACCOUNT, attempt).expect("noted");
    assert_eq!(ledger.attempts_left(ACCOUNT, None, noon()), 2);
}

#[test]
fn the_time_to_wait_is_that_of_the_failure_that_ends_first() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = Ledger::open(folder.path()).expect("opens");
    assert_eq!(ledger.free_at(ACCOUNT, None, noon()), None);
    ledger.note_failure_for(ACCOUNT, Some(30), noon()).expect("noted");
    assert_eq!(ledger.free_at(ACCOUNT, None, noon()), None, "one is left");
    let later = noon() + Duration::minutes(10);
    ledger.note_failure_for(ACCOUNT, Some(30), later).expect("noted");
    let free = ledger.free_at(ACCOUNT, None, later);
    assert_eq!(free, Some(noon() + Duration::minutes(30)));
    assert_eq!(ledger.free_at(ACCOUNT, None, free.expect("a moment")), None);
}

#[test]
fn no_name_stands_in_the_file_and_only_this_user_reads_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = Ledger::open(&folder.path().join("kept")).expect("opens");
    ledger.note_failure(ACCOUNT, noon()).expect("noted");
    ledger.mark_in_doubt(ACCOUNT, "besancon", noon()).expect("noted");
    let path = folder.path().join("kept").join(FILE);
    let text = fs::read_to_string(&path).expect("a file").to_lowercase();
    assert!(!text.contains("camille") && !text.contains("lefevre"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_change_stays_in_doubt_until_it_is_settled() {
    let folder = tempfile::tempdir().expect("a folder");
    Ledger::open(folder.path())
        .expect("opens")
        .mark_in_doubt(ACCOUNT, "lyon", noon())
        .expect("noted");
    let mut ledger = Ledger::open(folder.path()).expect("opens");
    assert_eq!(
        ledger.in_doubt(ACCOUNT).map(|doubt| doubt.academy),
        Some("lyon".to_owned())
    );
    ledger.settle(ACCOUNT).expect("settled");
    let again = Ledger::open(folder.path()).expect("opens");
    assert!(again.in_doubt(ACCOUNT).is_none());
}

#[test]
fn a_damaged_file_is_set_aside_said_and_makes_us_wary() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(FILE), b"{\"version\":1,").expect("written");
    let ledger = Ledger::open(folder.path()).expect("opens");
    let Some(LedgerFault::Damaged { copy }) = ledger.damage() else {
        panic!("not said")
    };
    assert_eq!(fs::read(copy).expect("kept"), b"{\"version\":1,");
    assert_eq!(ledger.attempts_left(ACCOUNT, Some(10), OffsetDateTime::now_utc()), 1);
    assert!(Ledger::open(folder.path()).expect("opens").damage().is_none());

    fs::write(folder.path().join(FILE), b"{\"version\":9}").expect("written");
    assert!(matches!(
        Ledger::open(folder.path()),
        Err(LedgerFault::TooNew { version: 9 })
    ));
}

#[test]
fn the_newest_pack_is_kept_by_academy() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut ledger = Ledger::open(folder.path()).expect("opens");
    assert_eq!(ledger.newest_pack("lyon"), None);
    for timestamp in [20, 30, 10] {
        ledger.note_pack("lyon", timestamp).expect("noted");
    }
    let again = Ledger::open(folder.path()).expect("opens");
    assert_eq!(
        (again.newest_pack("lyon"), again.newest_pack("paris")),
        (Some(30), None)
    );
}

#[test]
fn undo_puts_back_and_forget_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("kept");
    let (ours, theirs, backup) = (
        folder.path().join("a"),
        folder.path().join("b"),
        folder.path().join("b.before"),
    );
    for (path, text) in [(&ours, "ours"), (&theirs, "ours too"), (&backup, "theirs")] {
        fs::write(path, text).expect("written");
    }
    let mut ledger = Ledger::open(&kept).expect("opens");
    let note = |path: &Path, backup: Option<&Path>, text: &str| Touched {
        path: path.to_owned(),
        backup: backup.map(Path::to_owned),
        how: How::File,
        what: "sheet".to_owned(),
        since: 1,
        sha256: hexadecimal(&Sha256::digest(text)),
    };
    ledger.note_file(note(&ours, None, "ours")).expect("noted");
    ledger.note_file(note(&theirs, Some(&backup), "before")).expect("noted");
    ledger.note_file(note(&theirs, None, "ours too")).expect("noted");
    let lines = Touched {
        how: How::Lines,
        ..note(&folder.path().join("prefs.js"), None, "")
    };
    ledger.note_file(lines.clone()).expect("noted");
    let mut again = Ledger::open(&kept).expect("opens");
    fs::write(&ours, "the person's").expect("written");
    assert_eq!(
        again.put_back(&ours).expect("left"),
        Some(Undone::Changed(ours.clone()))
    );
    fs::write(&ours, "ours").expect("written");
    assert_eq!(
        again.put_back(&ours).expect("undone"),
        Some(Undone::Removed(ours.clone()))
    );
    assert_eq!(
        again.put_back(&theirs).expect("undone"),
        Some(Undone::Restored(theirs.clone()))
    );
    assert_eq!(fs::read_to_string(&theirs).expect("there"), "theirs");
    assert_eq!(
        again.put_back(&lines.path).expect("left"),
        None,
        "another program's file"
    );
    assert_eq!(ledger.files(), [lines]);
    assert!(!ours.exists());

    assert!(ledger.forget().expect("forgotten").contains(&kept));
    assert!(!kept.exists());
    ledger.note_failure(ACCOUNT, noon()).expect("starts afresh");
}

#[test]
fn on_a_shared_computer_only_attempts_reach_the_disk_and_go_with_the_lock() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kept");
    let mut ledger = Ledger::open(&path).expect("opens");
    assert!(!path.exists(), "opening makes nothing");
    ledger.pass().expect("passes");
    let touched = Touched {
        path: folder.path().join("claire.pdf"),
        backup: None,
        how: How::File,
        what: "sheet".into(),
        since: 0,
        sha256: String::new(),
    };
    ledger.note_file(touched).expect("known");
    ledger.note_pack("lyon", 5).expect("known");
    assert_eq!((ledger.files().len(), ledger.newest_pack("lyon")), (1, Some(5)));
    assert!(!path.exists(), "and none of it is on the disk");
    ledger.note_failure_for(ACCOUNT, Some(30), noon()).expect("noted");
    ledger.mark_in_doubt(ACCOUNT, "lyon", noon()).expect("noted");
    let remains = ledger.leave(noon()).expect("left");
    let day = (noon() + LONGEST_LOCK).unix_timestamp();
    assert_eq!((remains.attempts, remains.until, remains.earlier), (1, Some(day), 0));
    let mut next = Ledger::open(&path).expect("opens");
    next.expire(noon() + Duration::minutes(31)).expect("looked at");
    assert!(
        next.in_doubt(ACCOUNT).is_some(),
        "which password holds is still to be found out"
    );
    next.expire(noon() + LONGEST_LOCK).expect("looked at");
    assert!(!path.exists(), "no lock lasts so long");
}

#[test]
fn what_somebody_had_before_is_not_the_passages_to_erase() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut own = Ledger::open(folder.path()).expect("opens");
    own.mark_in_doubt(ACCOUNT, "lyon", noon()).expect("noted");
    let mut passing = Ledger::open(folder.path()).expect("opens");
    passing.pass().expect("passes");
    passing.leave(noon() + LONGEST_LOCK + LONGEST_LOCK).expect("left");
    assert!(own.in_doubt(ACCOUNT).is_some());
}
