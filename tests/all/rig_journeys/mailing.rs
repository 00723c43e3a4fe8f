//! The Apple profile a person mails to themselves: through Debian's Postfix into Dovecot, taken out of the letter by
//! Python's mail library and compared, byte by byte, with the file on the disk.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use super::{ACADEMY, curl, rig};
use crate::{
    journeys::{CHOSEN, apple_profile, mailed_to_oneself},
    leak::holds_secret,
    stage::{Player, Rig, Stage, newest_letter},
};

/// What a mail program shows of a letter; its one attachment goes to a file.
const READ: &str = "import email,sys\nfrom email import policy\n\
    letter = email.message_from_binary_file(sys.stdin.buffer, policy=policy.default)\n\
    (part,) = letter.iter_attachments()\n\
    open(sys.argv[1], 'wb').write(part.get_payload(decode=True))\n\
    print(letter['from'].addresses[0].addr_spec, letter['to'].addresses[0].addr_spec, part.get_content_type(), part.get_filename(), sep='|')\n\
    print(letter.get_body(('plain',)).get_content())";

#[tokio::test(flavor = "multi_thread")]
async fn the_profile_mailed_to_oneself_arrives_as_it_was_written() {
    let stage = Stage::rig(0);
    let player = Rig::shared().fresh();
    let profile = apple_profile(&stage, ACADEMY, &player).await;
    mailed_to_oneself(&stage).await;
    arrived(rig(&stage), &player, Path::new(&profile.path));
}

/// The letter is in this person's mailbox, with the profile as it stands on the disk: their account, and no secret.
pub(crate) fn arrived(rig: &Rig, player: &Player, profile: &Path) {
    let folder = tempfile::tempdir().unwrap();
    let attachment = folder.path().join("attachment");
    let (facts, body) = read(&letter(rig, player), &attachment);
    let (name, address) = (profile.file_name().unwrap().to_str().unwrap(), &player.address);
    assert_eq!(
        facts,
        format!("{address}|{address}|application/x-apple-aspen-config|{name}")
    );
    assert!(body.contains("Safari") && body.contains("assistance"), "{body}");
    let bytes = fs::read(&attachment).unwrap();
    assert_eq!(bytes, fs::read(profile).unwrap());
    for secret in [&player.password, CHOSEN] {
        assert!(!holds_secret(&bytes, secret) && !body.contains(secret));
    }
    let opened = plist::Value::from_file(&attachment).unwrap().into_dictionary().unwrap();
    let account = opened["PayloadContent"].as_array().unwrap()[0].as_dictionary().unwrap();
    assert_eq!(account["EmailAddress"].as_string(), Some(address.as_str()));
    assert!(!account.contains_key("IncomingPassword") && !account.contains_key("OutgoingPassword"));
}

/// The one letter of a mailbox that was empty, once Postfix has delivered it, as Dovecot gives it.
fn letter(rig: &Rig, player: &Player) -> String {
    let maildir = Path::new(rig.description["maildir"].as_str().unwrap());
    newest_letter(maildir, &player.address);
    let user = format!("{}:{CHOSEN}", player.address);
    let url = format!("imaps://imap.ac-exemple.test:{}/INBOX;MAILINDEX=1", rig.port("imaps"));
    curl(rig, &["-u", &user, &url]).expect("Dovecot has it")
}

/// Who it is from and to, what is attached, under which name; then its text. The attachment goes to a file.
fn read(letter: &str, attachment: &Path) -> (String, String) {
    let mut python = Command::new("python3")
        .args(["-c", READ])
        .arg(attachment)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    python.stdin.take().unwrap().write_all(letter.as_bytes()).unwrap();
    let output = python.wait_with_output().unwrap();
    assert!(output.status.success(), "{letter}");
    let said = String::from_utf8(output.stdout).unwrap();
    let (facts, body) = said.split_once('\n').unwrap();
    (facts.to_owned(), body.to_owned())
}
