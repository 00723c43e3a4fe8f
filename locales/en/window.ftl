# Words only the window uses: titles of screens, buttons, hints.

## The frame
window-skip = Skip to content
window-language = Language
window-steps = The seven steps
window-where = Step { $n } of { $all }
window-step-past = step passed
window-tools = Tools
window-tool-hosts = Servers contacted
window-tool-diagnose = Diagnosis
window-diagnose = Find out what is in the way
window-diagnosis-count = { $n } of { $all } checks done
window-diagnosis-others = Other ports, to understand ({ $n })
window-diagnosis-copy = Copy the report
window-diagnosis-save = Save the report
window-diagnosis-again = Look again
window-diagnosis-report = Report to hand on
window-diagnosis-copied = The report is copied: paste it into a message to the IT referent or the help desk.
window-diagnosis-selected = The report is selected: press Ctrl+C to copy it.
window-diagnosis-saved = The report is saved: { $path }
window-tool-about = About
window-tool-letter = My letter
window-tool-referent = IT referent
window-tool-practice = Practise
window-referent = For the person who helps colleagues: what this program contacts, what it changes, and a place to practise.
window-practice-corner = The practice academy runs the whole journey with a made-up account. Real servers run on this computer only. Nothing goes out, nothing is kept.
window-practice-first = Practice is chosen on the first screen. What is already done on the servers stays done.
    .go = Back to the first screen
window-tool-failed = That did not work. Close this window and try again.
window-close = Close
window-error = Error
window-independent = Independent tool. Your password opens your mailbox only; the rest is done on the official pages.
window-practice = Practice
    .text = Invented account: nothing here is real.
window-practice-leave = Leave practice
window-facts = Good to know in your academy
window-broken = The window could not open properly. Close it and open it again.

## What every screen uses
window-back = Back
window-continue = Continue
window-check = Check
window-later = Later
window-stop = Stop
window-show = Show
window-hide = Hide
window-wait = One moment…
window-doing-host = With { $host }.
window-at-most = { $n ->
    [one] This takes { $n } second at most.
   *[other] This takes { $n } seconds at most.
}
window-faults = { $n ->
    [one] One answer is missing
   *[other] { $n } answers are missing
}
window-tries = { $n ->
    [0] No try left.
    [one] One try left.
   *[other] { $n } tries left.
}
window-type-again = Type it again.
window-fault-find = Type a town, a département or an address
window-fault-platform = Choose your mail service
window-fault-given = Type your first name
window-fault-family = Type your surname
window-fault-address = Type your work address
window-fault-identifier = Type your identifier
window-fault-outcome = Tell us what happened
window-fault-password = Type your password
window-fault-new-password = Type the new password
window-fault-old-password = Type the old password
window-fault-recovery = Type a personal address
window-fault-code = Type the code
window-fault-factor = Choose an answer
window-fault-clients = Tick at least one item

## Official pages and the desk
window-open = Open the page
window-open-failed = The browser did not open. Type this address yourself: { $url }
window-page-named = “{ $name }”, at this address:
window-page-address = You must see this address at the top of the browser:
window-practice-data = Invented data.
window-source = Source: { $source }.
window-practice-page = In practice the browser opens a copy on this computer: the address shown will be different.
window-desk = Who can help you?
window-desk-phone = Telephone:
window-desk-form = Open the help form
window-hand-off = This is done on an official page of your academy. We check afterwards what can be checked.
window-hand-off-ready = Have ready
window-hand-off-go = Open the page
window-hand-off-check = Compare the address, letter by letter, before you type anything.
window-hand-off-tell = Back here, tell us what happened
window-outcome-done = Done, and checked
window-outcome-mixed = Here is where you stand
window-outcome-mixed-lead = What is proved, what you say, what is left.

## Your academy
window-find = Where do you work?
    .lead = One question at a time, until your mailbox.
    .label = Your town, département or school
    .hint = Or an address, a code, a link.
    .go = Search
window-found = { $n ->
    [0] No result. Try the name of a town or a département number.
    [one] One result. Choose it to go on.
   *[other] { $n } results. Choose yours to go on.
}
window-numen = This looks like your NUMEN. Do not type it here: it is personal. We removed it from the field.
window-practice-offer = Try with an invented account
window-practice-entrainement = Everything is done here, from the first password to the second factor.
window-practice-entrainement-web = As in most academies: web pages to open.
window-promises = Our promises
window-promise = What we promise
window-promise-1 = Nothing is sent anywhere but to your academy.
window-promise-2 = No password is kept on this computer unless you agree.
window-promise-3 = Nothing is called “done” without a server’s proof.
window-never = What we never ask for
window-never-1 = Your social security number, your bank account.
window-never-2 = Your password by message or by phone.
window-never-3 = Your NUMEN, unless it is your first password.
window-publisher = Rentrée is free software (EUPL-1.2 licence), published by the people who write it. Anyone can read its code.
window-platform = Which mail service do you use?
    .lead = There are two in your academy. The one you open in a browser today is the right one.
    .legend = The address of your mail service
window-webmail-unknown = Address not known

## Your identity
window-identify = Who are you?
    .lead = Copy your letter.
window-given = First name
window-family = Surname
window-address = Work address
    .hint = It ends with @{ $domain }.
window-identifier = Identifier
    .hint = Often short, without accents, sometimes with a digit.
window-likely-address = Is yours here?
window-likely-identifier = As on your letter?
window-login-form = Expected: { $form }.
window-where-found = Where to find this?
    .none = No letter, or a doubt? Ask the office of your school, then your human resources contact (DSDEN or rectorate).
window-letter-map-1 = Your identifier: copy it letter by letter.
window-letter-map-2 = Your temporary password, with its capitals and small letters.
window-letter-map-3 = Your NUMEN: it is secret. Do not copy it here.
window-where-address = Where do I read the address?
    .text = At the very top of the browser, between the padlock and the first slash. Every letter counts.
window-servers = The servers of your academy answer
    .lead = Valid certificate: nobody listens.
window-servers-not = A server does not answer
    .lead = You can go on: checking the mailbox will stay on your list.
window-imap = Read mail
window-smtp = Send mail
window-server-reached = It answers, with a valid certificate.
window-server-mute = It does not answer from this network.
window-server-unknown = Its address is not known.
window-confirm = Is this your academy?
    .text = These addresses come from the network and not from our verified data. Accept them only if you recognise them, or if the help desk gave them to you.
window-confirm-yes = Yes, I recognise them
window-confirm-no = No, go on without

## Your password
window-hold = What do you have in hand?
window-lost = Getting back in
    .lead = An official page lets you choose a new password. Here is how to prepare.
window-lost-with = If a recovery address is already registered
window-lost-without = If you have none
window-lost-did = I have a new password
window-lost-did-not-work = It did not work
window-lost-later = Later
window-sign-in-first = Your first password
    .lead = It goes to your academy’s server only.
    .label = Temporary password
window-sign-in-own = Your password
    .lead = It goes to your academy’s server only.
    .label = Password
window-sign-in-application = Your application password
    .lead = The one you have just made in your mail service, not the one of your account.
    .label = Application password
window-sign-in-who = For the identifier
window-password-hint = Capitals and small letters count.
window-elsewhere = This password was already refused elsewhere today
window-attempts = { $n ->
    [0] No more tries today, so as not to lock the account.
    [one] One try only, so as not to lock the account.
   *[other] { $n } tries at most, so as not to lock the account.
}
window-new-password = Choose your password
    .lead = Yours alone. Three or four words are better than one complicated word.
    .must = Your account wants a new one first.
    .label = New password
    .hint = Show it to read it again.
window-rules = Rules of your academy
window-rules-assumed = Usual rules
window-rule-met = met
window-rule-unmet = not yet
window-strength-0 = Very easy to guess.
window-strength-1 = Easy to guess.
window-strength-2 = Still too easy to guess.
window-strength-3 = Hard to guess.
window-strength-4 = Very hard to guess.
window-phrases = Need an idea?
window-phrases-show = Suggest phrases
window-phrases-other = Other phrases
window-cnil-bits = { $n } bits by the CNIL formula.
window-change = Change the password
window-in-doubt = A change is in doubt
    .lead = The connection was lost during the change. We have to find out which password holds.
    .text = We try the new one, then the old one, once each. Do not close this program before that.
window-old-password = Old password
window-fresh-password = Password you had chosen
window-resolve = Find the right password

## A way back
window-recovery = A recovery address
    .lead = Password lost? It gives you access again.
    .label = Your personal address
    .hint = Yours alone, not @{ $domain }.
window-recovery-registers = A code goes there, then your academy registers it.
window-recovery-proves = A code goes there, to prove that it receives. Registering it comes next, on the academy’s page.
window-recovery-send = Send the code
window-recovery-meant = Is this the right address?
    .lead = You typed { $typed }.
    .text = Did you mean:
    .yes = Yes, correct it and send the code
    .no = No, what I typed is right
window-academy-letter = Did the academy write to you?
    .lead = Your academic mailbox does not send yet: we cannot check the address ourselves.
    .text = Many academies send a message to the address that was just registered. Look at your personal mailbox, and at its junk mail.
    .yes = Yes, its message arrived
    .no = No, or not yet
window-recovery-code = Look at your personal mailbox
    .lead = A code went to { $address }.
    .label = Six-digit code
    .hint = { $n ->
        [one] Valid for { $n } minute.
       *[other] Valid for { $n } minutes.
    }
window-resend = Send another code
window-recovery-none = Nothing arrives?
    .text = Wait a minute, then look in the junk mail. Check the address above: go back to correct it.
window-practice-inbox = Open the invented mailbox
    .title = Invented mailbox
window-practice-inbox-empty = No message yet.

## A second factor
window-enrol = A second key for your account
    .lead = A stolen password will no longer be enough.
window-enrol-ready = On the phone: a code application, FreeOTP or Aegis. Nobody else may see the screen.
window-enrol-how = How is it done?
window-enrol-how-1 = Take a picture of the computer’s drawing with it.
window-enrol-how-2 = Type the six digits here.
window-card = Add your account to the phone
    .lead = It is shown once. Nothing is active before your code.
window-card-scan = Scan the picture
    .text = In the application, “Add”: you will see { $issuer }, { $account }.
window-card-show = Show the QR code
window-card-picture = the QR code
window-card-hidden = The QR code hid itself after two minutes. Show it again if you need it.
window-card-qr = QR code to scan with the authenticator app, for { $issuer }
window-card-private = Hold the phone 40 cm away. Hidden in two minutes.
window-card-cannot = You cannot take a picture of it?
    .text = In the app, choose “Enter a key”, then type this:
window-card-copy = Copy the key
window-card-copied = Copied. It leaves the clipboard when you check your code.
window-card-selected = The key is selected: copy it with Ctrl and C.
window-card-another = Start again with another key
window-card-link = Open in an app on this computer
window-code = Code from the app
    .hint = It changes every thirty seconds.
window-prove = One last check
    .lead = The server must ask for a code, as it will tomorrow.
    .hint = Wait for a new code.
window-prove-existing = Your account already has a second factor
    .lead = We do not replace it, and we remove none. One of its codes is enough to prove that it works.
    .hint = Open the authenticator where this account already is. If you no longer have it, choose “Later”: the help desk can remove it.
window-practice-phone = Practice code
window-declare = What did you turn on?
    .lead = No server will tell us: your answer will be noted as declared.
window-declare-asked = Which second factor do you have?
window-declare-none = Nothing yet

## Your devices
window-apps = Where will you read your mail?
    .lead = Ready settings, without any password.
    .legend = What you want to prepare
window-apps-installed = Found here.
window-apps-not = Not possible: { $why }
window-apps-folder = Files go to
window-apps-write = Prepare
window-apps-more = More choices, signature, folder
window-signature = Your signature, { $name }
window-role = Role
    .hint = For example: mathematics teacher.
window-school = School
    .hint = For example: lycée Victor-Hugo, Besançon.
window-phone = Work telephone, if you like
window-written = The settings are ready
    .lead = Open a line: it says what to do with it.
window-file-undo = Undo everything for { $what }
window-file-backup = What was there before is kept:

## Check-up
window-check-up = Your check-up
    .lead = What is left, what you told us, what is proved.
window-check-up-done = Everything is in place
    .lead = Your mailbox is ready. Have a good school year!
window-part-done = Proved, and by what
window-part-declared = Declared
window-part-left = Left to do
window-tally-done = { $n ->
    [one] proved
   *[other] proved
}
window-end = To finish
window-tally-declared = { $n ->
    [one] declared
   *[other] declared
}
window-tally-left = left to do
window-mailbox = In your mailbox
window-mailbox-messages = { $n ->
    [0] It is empty.
    [one] One message.
   *[other] { $n } messages.
}
window-files = Your files
window-reflexes = Good habits
window-print = Print or save as PDF
    .hint = Without any password. For a PDF, choose it in place of the printer.

## Tools
window-hosts = These are all the servers contacted since the window opened, and why. There are no others.
window-hosts-none = No server has been contacted.
window-hosts-host = Server
window-hosts-why = For
window-hosts-times = Times
window-about = Rentrée takes you from the rectorate’s letter to a safe mailbox that is proved to work.
window-about-font = Typeface: Atkinson Hyperlegible Next, by the Braille Institute (OFL 1.1 licence).
window-about-version = Version { $version }
window-letter = These are the people you can play. Copy what is written, as on a real letter.
window-letter-password = Password
window-letter-personal = Personal mailbox
window-state-fresh = Password to change.
window-state-normal = Ordinary account.
window-state-locked = Locked account.
window-state-expired = Expired password.
window-state-dead-temporary = Temporary password past its date.
window-state-expires-soon = Password that expires soon.
window-state-nearly-full = Mailbox nearly full.

## The window’s own failure
refusal-window = The window lost the thread
    .remedy = Close this program and open it again. Detail: { $detail }
refusal-window-page = This page does not belong to the screen shown
    .remedy = Only open the pages offered on screen.
refusal-window-practice = The practice academy could not start
    .remedy = Close this program and open it again.
