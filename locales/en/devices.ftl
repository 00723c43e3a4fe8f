### The printed sheet, what is typed into an application that reads no file, and the letter to oneself.

## The sheet
sheet-title = My academic mailbox
sheet-lead = { $label }. Sheet made on { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
  } { $year } with Rentrée. It holds no password: do not write it here.
sheet-account = My account
sheet-name = Name shown
sheet-address = Address
sheet-login = Identifier
sheet-webmail = Mail on the web
sheet-forgotten = Password forgotten
sheet-settings = Settings for a program or a telephone
sheet-no-servers = This software does not know the academy’s mail servers. The help desk does. Until then, mail is read on the web.
sheet-receive = Receiving (IMAP)
sheet-send = Sending (SMTP)
sheet-server = Server
sheet-port = Port
sheet-security = Security
sheet-authentication = Authentication
sheet-authentication-normal = normal password
sheet-user = User name
sheet-desk = Who can help me
sheet-desk-name = Help desk
sheet-desk-phone = Telephone
sheet-desk-form = Form
sheet-habits = Five habits
sheet-habit-secret = My password and my NUMEN are given to nobody, neither by telephone nor by email.
sheet-habit-link = A message urges me to click? I type the address of the mailbox myself.
sheet-habit-devices = After a change of password, I change it on the telephone and the tablet too: the old one locks the account.
sheet-habit-bcc = A message to several families? The addresses go in “Bcc”.
sheet-habit-shared = On a shared computer, I sign out and do not save the password.

## What is typed
app-thunderbird = Thunderbird
app-thunderbird-android = Thunderbird for Android
app-outlook = Classic Outlook
app-new-outlook = New Outlook
    .warning = The new Outlook, and Outlook on telephones, send your mailbox password to Microsoft’s servers. Those servers then read your messages in your place. Prefer Thunderbird or mail on the web. Ask the academy whether it is allowed.
    .steps = If the academy allows it: Settings, “Accounts”, “Add account”, type the address, then “Choose provider”, “IMAP”, “Show more”, and copy these values.
app-apple-mail = Mail
app-gmail = Gmail on Android
    .warning = If Gmail offers “Gmailify” or to link this account to a Google account, say no: Google’s servers would then read your mailbox. Prefer Thunderbird for Android.
    .steps = In Gmail: your picture, “Add another account”, “Other”, type the address, then “Personal (IMAP)”, and copy these values.
app-samsung-mail = Samsung Email
    .warning = We found no document that says what Samsung does with the password. Prefer Thunderbird for Android.
    .steps = In the Email application: “Add account”, “Other”, type the address, then “Manual setup”, “IMAP”, and copy these values.
app-evolution = Evolution
app-gnome = GNOME Online Accounts
    .steps = In Settings, “Online Accounts”, “IMAP and SMTP”: copy these values. GNOME keeps the password in your session’s keyring.
typed-name = Name
typed-address = Address
typed-login = User name
typed-imap = IMAP server (receiving)
typed-smtp = SMTP server (sending)
typed-port = Port
typed-security = Security

window-typed = To type yourself into:
    .ask = Another application?
window-typed-warning = Before you type your password
window-mail-myself = Email the profile to myself
    .hint = The file goes to your own address. On the iPhone or iPad, open it from mail on the web, in Safari. On a Mac, AirDrop works too.
window-mailed-myself = The profile is on its way to your address: the server took it.

cli-ask-mail-myself = Email the profile for iPhone, iPad and Mac to your own address? [y/N]
cli-mailed-myself = The profile is on its way to your address: the server took it.
cli-ask-signing = Passphrase of the signing certificate:
cli-batch-written = { $n ->
    [0] Nobody was prepared.
    [one] One person prepared.
   *[other] { $n } people prepared.
  }
cli-batch-guessed = Line { $line }: identifier guessed “{ $identifier }”, to be checked.
cli-batch-incomplete = Line { $line }: without mail settings, the rest is ready. { $why }
cli-batch-refused = Line { $line }: { $why }

letter-profile-subject = Your academic mailbox, to install
letter-profile-body =
    Hello,

    You emailed this profile to yourself with Rentrée. It holds no password.

    iPhone or iPad: open this message in Safari, on the web mailbox, then tap the attachment. Within 8 minutes: Settings, “Profile Downloaded”, “Install”.

    Mac: open the attachment, then System Settings, “Device Management” or “Profiles”.

    If you asked for nothing, do not open the attachment and tell your academy’s help desk.

## What devices show
shown-mailbox = Academic mailbox
shown-mailbox-of = Mail – { $label }
shown-apple-profile = Adds your academic mailbox. Holds no password.

## The reminders of the calendar
reminder-quarantine = Look at the quarantine of your mailbox
    .text = Real messages are sometimes held there, then deleted. Open the webmail by typing its address, never by a link you received.
reminder-recovery = Check the recovery address of your academic account
    .text = Is it still a personal address that you read? It is what opens the account again if the password is lost.
reminder-password = Your academic password: was it used elsewhere?
    .text = If it was, or if the academy asks you to, change it on the official page. Then think of the phone and the tablet: with the old password they lock the account.
