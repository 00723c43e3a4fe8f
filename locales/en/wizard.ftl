# Words of the journey that the window and the terminal share: everything the enums of src/wizard/view.rs promise.

## The seven steps
step-academy = Academy
step-identity = Identity
step-password = Password
step-recovery = Recovery address
step-second-factor = Second factor
step-mail-apps = Devices
step-check-up = Check-up

## What the true list speaks of
item-servers-done = The mail servers answer
item-servers-declared = You say the mail servers are the right ones
item-servers-left = Check the mail servers
item-identifier-done = Your identifier is right
item-identifier-declared = You say your identifier is right
item-identifier-left = Check your identifier
item-password-done = Your password works
item-password-declared = You say you changed your password
item-password-left = Change your password
item-mailbox-done = Your mailbox opens
item-mailbox-declared = You say your mailbox opens
item-mailbox-left = Open your mailbox
item-sending-done = Sending is accepted
item-sending-declared = You say your mail leaves
item-sending-left = Check that mail leaves
item-application-password-done = Your application password works
item-application-password-declared = You say you made an application password
item-application-password-left = Make an application password
item-application-phone-done = Your phone’s application password works
item-application-phone-declared = You say that you made an application password for your phone
item-application-phone-left = Make an application password for your phone
item-application-tablet-done = Your tablet’s application password works
item-application-tablet-declared = You say that you made an application password for your tablet
item-application-tablet-left = Make an application password for your tablet
item-recovery-address-done = Your recovery address gets our messages
item-recovery-address-declared = You say your recovery address works
item-recovery-address-left = Choose and check a recovery address
item-recovery-registered-done = Recovery address registered by the academy
item-recovery-registered-declared = You say you registered your recovery address
item-recovery-registered-left = Register your recovery address with the academy
item-second-factor-done = Your second factor is active
item-second-factor-declared = You say you turned a second factor on
item-second-factor-left = Turn a second factor on
item-profiles-done = Your mail settings are written
item-profiles-declared = You say you set up your mail programs
item-profiles-left = Set up your mail programs

## What proves it
proof-greeted = { $host }, valid certificate.
proof-signed-in = Accepted by { $host }.
proof-imap-opened = Mailbox opened by { $host }.
proof-smtp-accepted = Accepted by { $host }.
proof-changed = Changed, then tried on { $host }.
proof-code-typed-back = Code sent to { $address }, then copied.
proof-registered = Confirmed by { $host }.
proof-asked-for-code = Code asked for, then accepted by { $host }.
proof-on-disk = { $files ->
    [one] One file written, then read again.
   *[other] { $files } files written, then read again.
}

## Why it is left, or only declared
why-later = You chose to do it later.
why-no-server = No server can confirm it to us: we take your word for it.
why-servers-unknown = We do not know the mail servers of this academy.
why-not-reached = To be done from another network, at home for instance: this one does not let the servers be reached.
why-clients-closed = The academy probably does not open this mailbox to mail programs: the webmail remains the normal way.
why-page-unknown = We do not know the address of the page: ask the help desk for it.
why-did-not-work = You told us that it did not work.
why-mail-first = Your mailbox has to open first.
why-password-first = The password has to be your own first.
why-old-holds = The change did not happen: the old password still holds.
why-refused = The server refused this password.
why-no-settings = The servers are not known well enough to write safe settings.

## What is going on
doing-discovering = Looking for the mail servers
doing-connecting = Connecting and checking the certificate
doing-opening-proxy = Signing in to the network’s proxy
doing-signing-in = Signing in to your account
doing-kept-waiting = The server makes us wait before it answers. This is normal: it slows a whole network down after failed tries. Nothing is lost
doing-changing = Changing the password
doing-resolving = Finding out which password holds
doing-mailing = Sending the code
doing-registering = Registering your recovery address
doing-enrolling = Turning the second factor on
doing-thunderbird-open = Thunderbird is open: close all its windows. The rest happens by itself
doing-writing = Writing files
doing-reading = Reading your mailbox

## Habits worth keeping
reflex-quarantine = Once a week, look at the quarantine: useful messages are sometimes held there.
    .title = Quarantine
reflex-bcc = To write to several families, put their addresses in blind copy (Bcc).
    .title = Blind copy
reflex-phishing = Type the portal’s address yourself. Do not follow a link you received.
    .title = Phishing
reflex-log-out = On a shared computer, sign out before you leave.
    .title = Shared computer
reflex-numen = Your NUMEN is nobody’s business. Never send it in a message.
    .title = NUMEN
reflex-forwarding = Do not forward your work mail to a personal address.
    .title = No forwarding
reflex-reuse = One password for one place: this one serves nowhere else.
    .title = One place only
reflex-signature = Sign with your name, your role and your school. No personal telephone number.
    .title = Signature
reflex-browser = Do not save the password in a browser other people use.
    .title = Browser
reflex-quota = Make room before the mailbox is full: once full it receives nothing, without notice.
    .title = Space
reflex-alerts = Keep the alerts about unusual sign-ins. If a sign-in is not yours, change the password and tell the help desk.
    .title = Sign-in alerts

## Where the former password is still stored
old-places = Your other devices still have the old password
    .lead = They send it by themselves, until the account is locked. Stop them.
    .how = How to
    .short = The old password: your other devices
old-places-lock = Here { $n } refusals are enough.
old-place-phone = Phone and tablet
    .pause = Flight mode, or turn this account off in the mail settings. Turn it back on with the new password.
old-place-mail-program = Thunderbird or Outlook on another computer
    .pause = Close it. When you next open it, type the new password when it asks.
old-place-wifi = The school’s Wi-Fi, if it asks for this account
    .pause = “Forget this network” in the Wi-Fi settings, then connect again with the new one.
old-place-workspace = The app of the school workspace (ENT) or of the portal
    .pause = Sign out, then sign in again with the new one.
old-place-browser = A browser that remembers the old one
    .pause = Replace it when it offers to, or delete it from its saved passwords.

## An application password for each device
device-computer = this computer
    .name = computer
device-phone = your phone
    .name = phone
device-tablet = your tablet
    .name = tablet
application-guide = On that page, for { $device }
application-guide-where = Open “Préférences”, then “Mots de passe sécurisés” (sometimes “Mots de passe d’application”).
application-guide-name = Make one and name it “{ $name }”. Each device has its own: a lost device is withdrawn without touching the others.
application-guide-copy = It is shown only once. Copy it, keep the page open, then give it here: we check that it opens your mailbox.
application-nothing = The page shows nothing?
    .text = Reload it and sign in again. If there is still nothing, your mailbox may not have moved to this service yet: choose “It did not work”. It stays on your list, and the help desk can tell you.
application-more = Does another device read this mail?
    .lead = It needs an application password of its own. We check each of them.
application-for = Make the one for { $device }

## What a newcomer holds
holding-letter = A letter with a temporary password
holding-numen = My NUMEN is the first password
    .hint = In your academy it may serve the first time.
holding-handed = A password handed to me at school
holding-already-changed = I have already chosen my password
holding-lost = I lost it, or never got it

## What a page may ask for
need-numen = Your NUMEN: to be typed on that page only, never here
need-birth-date = Your date of birth
need-secondary-address = The recovery address already registered
need-sms = Your phone, to receive a code by text message
need-identity-document = An identity document
need-hr-office = The name of your HR contact (gestionnaire)
need-identifier = Your identifier
need-current-password = Your current or temporary password
need-captcha = Characters to copy from a picture
need-phone = A phone with an authenticator app
need-ina-code = The INA code sent by the academy

## What an official page is used for
task-change-password = Change your password
task-application-password = Make an application password
task-recovery = Register your recovery address
task-second-factor = Turn the second factor on

## What a person does on an official page
page-webmail = mail in the browser
page-change-password = password change
page-reset-password = forgotten password
page-recovery = recovery address
page-second-factor = second factor
page-application-password = application passwords
page-sign-on = sign-in to applications
page-staff-portal = staff portal
page-assistance = help desk
page-website = website of the academy

## Second factors
factor-totp = An authenticator app on your phone
    .hint = It shows a code that changes every thirty seconds, even without a network.
factor-secur-id = An OTP key (RSA SecurID)
    .hint = A small device that shows six digits, typed after your PIN. It is asked of the head of school, and activated on the portal.
factor-sms = A code by text message
    .hint = The portal sends it to your number. Give it to nobody, and type it on the portal only.
factor-mail = A code by mail
    .hint = The portal, Cyclades for instance, sends it to your academic address: your mailbox has to open first.

## How much the data is worth
confidence-pack = signed by the academy
confidence-official-page = read on an official page
confidence-seed = read in a press or help article
confidence-third-party = read on an unofficial site
confidence-inferred = deduced, not confirmed

## Where a server’s address was found
found-by-pack = address given by the academy
found-by-data = address known to this program
found-by-srv = address announced by the domain (DNS)
found-by-autoconfig = address announced by the domain’s automatic configuration

## What the servers want as a user name
login-form-short = short form, “jdupont”
login-form-full_address = full address, “jean.dupont@{ $domain }”

## Organisations
kind-academy = Academy
kind-vice-rectorate = Vice-rectorate
kind-education-service = Education service
kind-practice = Practice academy

## Who can mend it
mender-person = You can mend it yourself.
mender-referent = The IT referent of your school can help you.
mender-rectorate = The help desk of your academy can help you.
mender-authors = This is an error in this program: report it to its authors.

## How much a thing is worth
standing-done = Proved
    .hint = A server confirmed it.
standing-declared = Declared
    .hint = You told us so. No server confirmed it.
standing-left = Left to do
    .hint = Nothing is lost: here is where and how.

## Mail clients
client-thunderbird = Thunderbird
    .hint = Your account will be added there.
client-outlook = Outlook
    .hint = Windows. The new Outlook hands your password to Microsoft.
client-apple = iPhone, iPad, Mac
    .hint = A profile to open.
client-android = Android phone
    .hint = A code to take a picture of.
client-evolution = Evolution
    .hint = On Linux.
client-webmail = Shortcut to the mailbox
client-sheet = Sheet to print
client-signature = Signature
client-reminders = Calendar reminders

## What happened on an official page
returned-did = I did it
returned-did-not-work = It did not work
returned-later = Later
    .hint = It will stay on your list.

## Why the journey itself says no
refusal-recovery-malformed = This is not an email address
    .remedy = Check that there is one “@” and a full stop after it, as in “first.last@example.org”.
refusal-recovery-academic = This address belongs to the academy or the ministry
    .remedy = If your account is locked, this address will be too. Give a personal one.
refusal-application-shared = This is the application password of this computer
    .remedy = Make another one on the page, with the name of this device: a lost device is then withdrawn without touching the others.
refusal-budget-spent = We stop trying here, so as not to lock your account
    .remedy = { $hours ->
        [0] { $minutes ->
            [one] Wait one minute before trying again. If you are not sure of the password, ask the help desk.
           *[other] Wait { $minutes } minutes before trying again. If you are not sure of the password, ask the help desk.
        }
       *[other] Wait { $hours } hours before trying again. If you are not sure of the password, ask the help desk.
    }
refusal-cancelled = You stopped waiting
    .remedy = Nothing is lost: start again whenever you like.
refusal-code-expired = This code is no longer valid
    .remedy = Ask for another one: it arrives within moments.
refusal-code-malformed = A code has six to eight digits
    .remedy = Copy the digits only. Spaces do not count.
refusal-no-settings = This academy’s mail servers are not known, and nothing announces them.
    .remedy = Ask the academy’s help desk for the names of the IMAP and SMTP servers.
refusal-app-forbidden = Your academy does not allow this application: { $why }
    .remedy = Choose another one, or mail on the web. The academy’s help desk can tell you why.
refusal-no-webmail = The address of mail on the web is not known
    .remedy = Ask the academy’s help desk for it. Do not open an address you received by mail.
refusal-no-keyring = This computer offers no keyring to keep this password in
    .remedy = Nothing was kept. Go on without it: it will be asked for next time. The IT referent can turn on the session’s keyring.
refusal-no-client = Nothing is ticked
    .remedy = Tick at least one item, or choose “Later”.
refusal-busy = Something is already under way
    .remedy = Wait until it ends, or stop it.
refusal-journey-gone = The journey has stopped
    .remedy = Close this program and open it again. No password was kept.
refusal-neither-holds = Neither password opens the account
    .remedy = Do not try again: call the help desk, and say that the connection was lost during a password change.
refusal-not-now = This answer does not belong to the question on screen
    .remedy = Read the question again, then answer it.
refusal-no-way-back = There is no way back before this point
    .remedy = A server has already recorded a change. Go on: nothing is lost.
refusal-password-unchanged = This is the current password
    .remedy = Choose another one.
refusal-password-weak = This password is not safe enough
    .remedy = Follow the advice shown, or take one of the phrases on offer.
refusal-type-both = Both passwords are needed
    .remedy = Type the old one and the one you had chosen: we find out which one opens the account.
refusal-wrong-code = This is not the right code
    .remedy = { $left ->
        [0] Ask for another code.
        [1] You have one try left. Copy the latest code you received.
       *[other] You have { $left } tries left. Copy the latest code you received.
    }

## The one mail we write
letter-code-subject = Your verification code: { $code }
letter-code-body =
    Hello,

    This is the code to copy into Rentrée: { $code }

    If you did not ask for anything, ignore this message.
