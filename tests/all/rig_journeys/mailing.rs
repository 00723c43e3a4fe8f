//! The Apple profile a person mails to themselves: through Debian's Postfix into Dovecot, taken out of the letter by
//! Python's mail library and compared, byte by byte, with the file on the disk.

use std::{
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use rentree::{
    profiles::{Client, SignatureFields},
    secret::Password,
    wizard::view::{Answer, FileLine, Mailing, Screen},
};

use super::{ACADEMY, curl, rig};
use crate::{
    journeys::{CHOSEN, until_new_password},
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
    let profile = written(&stage, &player).await;
    let view = stage.say(Answer::MailMyself).await;
    let sent = matches!(
        view.screen,
        Screen::Written {
            mailing: Mailing::Sent,
            ..
        }
    );
    assert!(sent, "{:?}", view.screen);

    let attachment = stage.folder.path().join("attachment");
    let (facts, body) = read(&letter(rig(&stage), &player), &attachment);
    let name = Path::new(&profile.path).file_name().unwrap().to_str().unwrap();
    let address = &player.address;
    assert_eq!(
        facts,
        format!("{address}|{address}|application/x-apple-aspen-config|{name}")
    );
    assert_eq!(fs::read(&attachment).unwrap(), fs::read(&profile.path).unwrap());
    assert!(plist::Value::from_file(&attachment).unwrap().as_dictionary().is_some());
    assert!(body.contains("Safari") && body.contains("assistance"), "{body}");
    for secret in [&player.password, CHOSEN] {
        let bytes = fs::read(&attachment).unwrap();
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

/// From the temporary password to the files; everything else left for later.
async fn written(stage: &Stage, player: &Player) -> FileLine {
    until_new_password(stage, ACADEMY, player).await;
    let chosen = Answer::NewPassword {
        password: Password::new(CHOSEN.into()),
    };
    for answer in [
        chosen,
        Answer::Continue,
        Answer::Later,
        Answer::Continue,
        Answer::Later,
        Answer::Continue,
    ] {
        stage.say(answer).await;
    }
    let view = stage
        .say(Answer::Apps {
            clients: vec![Client::Apple],
            signature: SignatureFields::default(),
            bcc_warning: false,
        })
        .await;
    let Screen::Written {
        files,
        mailing: Mailing::Offered,
        ..
    } = view.screen
    else {
        panic!("{:?}", view.screen)
    };
    assert_eq!((files.len(), files[0].client), (1, Client::Apple));
    files[0].clone()
}

/// The one letter of a mailbox that was empty, once Postfix has delivered it, as Dovecot gives it.
fn letter(rig: &Rig, player: &Player) -> String {
    let maildir = Path::new(rig.description["maildir"].as_str().unwrap());
    newest_letter(maildir, &player.address);
    let user = format!("{}:{CHOSEN}", player.address);
    let url = format!("imaps://imap.ac-exemple.test:{}/INBOX;MAILINDEX=1", rig.port("imaps"));
    curl(rig, &["-u", &user, &url]).expect("Dovecot has it")
}

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
