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
window-tool-forget = Erase my traces
window-tool-about = About
window-tool-letter = My practice letter
window-tool-referent = IT referent
window-tool-practice = Practise
window-referent = For the person who helps colleagues: what this program contacts, what it changes, and a place to practise.
window-practice-corner = The practice academy runs the whole journey with a made-up account. Real servers run on this computer only. Nothing goes out, nothing is kept.
window-practice-first = Practice is chosen on the first screen. What is already done on the servers stays done.
    .go = Back to the first screen
window-tool-failed = That did not work. Close this window and try again.
window-close = Close
window-error = Error
window-independent = Independent tool: neither the ministry nor an academy publishes it. Your password only serves to open your mailbox. The rest is done on the official pages.
window-practice = Practice
    .text = Nothing is real here: neither the account nor the mail.
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
    [0] You have no tries left.
    [one] You have one try left.
   *[other] You have { $n } tries left.
}
window-type-again = Type it again: we do not keep what you type.
window-fault-find = Type a town, a département or an address
window-fault-platform = Choose your mail service
window-fault-given = Type your first name
window-fault-family = Type your surname
window-fault-address = Type your work address
window-fault-identifier = Type your identifier
window-fault-holding = Choose what you have
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
window-practice-data = Data made up for the practice.
window-source = Source: { $source }.
window-practice-page = In practice the browser opens a copy on this computer: the address shown will be different.
window-desk = Who can help you?
window-desk-phone = Telephone:
window-desk-form = Open the help form
window-hand-off = This is done on an official page of your academy. We take you there, then check what can be checked.
window-hand-off-ready = Have ready
window-hand-off-go = Open the page
window-hand-off-check = Compare the address, letter by letter, before you type anything.
window-hand-off-tell = Back here, tell us what happened
window-outcome-done = Done, and checked
window-outcome-done-lead = A server confirmed it.
window-outcome-mixed = Here is where you stand
window-outcome-mixed-lead = We keep apart what is proved, what you tell us, and what is left.

## Your academy
window-find = Where do you work?
    .lead = Your academy first. Then one question at a time, until your mail works.
    .label = Your town, département or school
    .hint = Or else a work address, a code (0690026D), a link you received.
    .go = Search
window-known = { $n ->
    [one] One service is known, even without a network.
   *[other] { $n } academies and services are known, even without a network.
}
window-found = { $n ->
    [0] No result. Try the name of a town or a département number.
    [one] One result. Choose it to go on.
   *[other] { $n } results. Choose yours to go on.
}
window-numen = This looks like your NUMEN. Do not type it here: it is personal. We removed it from the field.
window-practice-offer = Would you rather try first?
    .lead = A made-up account, on this computer, without a network.
window-practice-entrainement = Everything is done here, from the first password to the second factor.
window-practice-entrainement-web = As in most academies: web pages to open.
window-promises = Our promises, and what we never ask for
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
    .lead = Copy from your letter. No password at this step.
window-given = First name
window-family = Surname
window-address = Work address
    .hint = It ends with @{ $domain }.
window-identifier = Identifier
    .hint = Often short, without accents, sometimes followed by a digit.
window-likely-address = Likely addresses. Choose yours only if you recognise it:
window-likely-identifier = Likely identifiers. The letter is always right:
window-login-form = The servers of your academy expect { $form }.
window-where-found = Where do I find this?
    .none = No letter? Ask your school’s secretariat, then your HR contact (gestionnaire, at the DSDEN or the rectorate).
window-letter-map-1 = Your identifier: copy it letter by letter.
window-letter-map-2 = Your temporary password, with its capitals and small letters.
window-letter-map-3 = Your NUMEN: it is secret. Do not copy it here.
window-where-address = Where do I read the address?
    .text = At the very top of the browser, between the padlock and the first slash. Every letter counts.
window-identify-next = Next we look for your academy’s mail servers. Nothing secret is sent.
window-servers = The servers of your academy answer
    .lead = Their certificate is valid: you are talking to them, and nobody listens in.
window-servers-not = A server does not answer
    .lead = You can go on: checking the mailbox will stay on your list.
window-imap = To read mail
window-smtp = To send mail
window-server-reached = It answers, and its certificate is valid.
window-server-mute = It does not answer from this network.
window-server-unknown = Its address is not known.
window-confirm = Is this your academy?
    .text = These addresses come from the network and not from our verified data. Accept them only if you recognise them, or if the help desk gave them to you.
window-confirm-yes = Yes, I recognise them
window-confirm-no = No, go on without

## Your password
window-hold = What do you have in hand?
    .lead = There are several ways to receive a first password.
window-lost = Getting back in
    .lead = An official page lets you choose a new password. Here is how to prepare.
window-lost-with = If a recovery address is already registered
window-lost-without = If you have none
window-lost-did = I have a new password
window-lost-did-not-work = It did not work
window-lost-later = Later
window-sign-in-first = Your first password
    .lead = We check that it opens your account. It is sent once only, to the server of your academy.
    .label = Temporary password
window-sign-in-own = Your password
    .lead = We check that it opens your account. It is sent once only, to the server of your academy.
    .label = Password
window-sign-in-application = Your application password
    .lead = The one you have just made in your mail service, not the one of your account.
    .label = Application password
window-sign-in-who = For the identifier
window-password-hint = Upper and lower case matter. You may paste it.
window-elsewhere = I already tried this password elsewhere today, and it was refused
    .hint = Do tell: we will avoid locking your account.
window-attempts = { $n ->
    [0] We try no more today, so that your account is not locked.
    [one] We allow ourselves one try only, so that your account is not locked.
   *[other] We allow ourselves { $n } tries, so that your account is not locked.
}
window-new-password = Choose your password
    .lead = It will be yours alone. Three or four words are better than one complicated word.
    .must = Your account wants a password of your own before it opens anything else.
    .label = New password
    .hint = Typing it once is enough: show it to read it again. You may paste it.
window-rules = What your academy demands
window-rules-assumed = What academies usually demand
window-rule-met = met
window-rule-unmet = not yet
window-strength-0 = Very easy to guess.
window-strength-1 = Easy to guess.
window-strength-2 = Still too easy to guess.
window-strength-3 = Hard to guess.
window-strength-4 = Very hard to guess.
window-phrases = Need an idea?
    .lead = A few words in a row are easy to remember and hard to guess.
window-phrases-show = Suggest phrases
window-phrases-other = Other phrases
window-cnil-bits = { $n } bits by the formula of the CNIL, which does not see words.
window-phrase-bits = { $n } bits by the CNIL’s count
window-change = Change the password
window-in-doubt = A change is in doubt
    .lead = The connection was lost during the change. We have to find out which password holds.
    .text = We try the new one, then the old one, once each. Do not close this program before that.
window-old-password = Old password
window-fresh-password = Password you had chosen
window-resolve = Find the right password

## A way back
window-recovery = A recovery address
    .lead = The day you lose your password, this address gets you back in. Without it, people often wait for days.
    .label = Your personal address
    .hint = An address of your own, that does not end with @{ $domain }.
window-recovery-registers = We send a code there, then your academy registers it.
window-recovery-proves = We send a code there, to prove that it receives. Registering it is then done on the academy’s page.
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
    .lead = A code has left for { $address }.
    .label = Six-digit code
    .hint = { $n ->
        [one] Valid for { $n } minute.
       *[other] Valid for { $n } minutes.
    }
window-resend = Send another code
window-recovery-none = Nothing arrives?
    .text = Wait a minute, then look in the junk mail. Check the address above: go back to correct it.
window-practice-inbox = Open the practice personal mailbox
    .lead = In practice the message arrives in a made-up mailbox, on this computer.
window-practice-inbox-empty = No message yet.

## A second factor
window-enrol = A second key to your account
    .lead = With a code on your phone, a stolen password is no longer enough.
window-enrol-ready = You need two devices: this computer, and your phone with an authenticator app, FreeOTP or Aegis for instance.
window-enrol-how-1 = The computer shows a picture: you scan it with the app.
window-enrol-how-2 = The phone shows six digits: you type them here.
window-enrol-start = Start
window-card = Add your account to the phone
    .lead = The picture and the key are shown here only, once. Nothing is active before your first code.
window-card-scan = Scan the picture
    .text = In the app, choose “Add”. You will see { $issuer }, { $account } there.
window-card-show = Show the QR code
window-card-hide = Hide the QR code
window-card-hidden = The QR code hid itself after a minute. Show it again if you need it.
window-card-qr = QR code to scan with the authenticator app, for { $issuer }
window-card-private = Hold the phone about 40 cm away. Check that nobody is watching, and that the screen is not shared. The picture hides itself after a minute.
window-card-cannot = You cannot scan it?
    .text = In the app, choose “Enter a key”, then type this:
window-card-copy = Copy the key
window-card-copied = Copied. It leaves the clipboard when you check your code.
window-card-selected = The key is selected: copy it with Ctrl and C.
window-card-another = Start again with another key
window-card-link = Open in an app on this computer
window-card-type = Type the code the app shows
window-code = Code from the app
    .hint = Six digits. They change every thirty seconds.
window-prove = One last check
    .lead = We sign in again: the server must ask you for a code, as it will tomorrow.
    .hint = Wait until the app shows a new code.
window-prove-existing = Your account already has a second factor
    .lead = We do not replace it, and we remove none. One of its codes is enough to prove that it works.
    .hint = Open the authenticator where this account already is. If you no longer have it, choose “Later”: the help desk can remove it.
window-practice-phone = Take the code from the practice phone
window-declare = What did you turn on?
    .lead = No server will tell us: your answer will be noted as declared.
window-declare-asked = Which second factor do you have?
window-declare-none = Nothing yet

## Your devices
window-apps = Where will you read your mail?
    .lead = We write settings that are ready to use. None of them holds a password.
    .legend = What you want to prepare
window-apps-installed = Found on this computer.
window-apps-not = Not possible: { $why }
window-apps-folder = Files go to
window-apps-write = Prepare
window-signature = Your signature, { $name } (optional)
window-role = Role
    .hint = For example: mathematics teacher.
window-school = School
    .hint = For example: lycée Victor-Hugo, Besançon.
window-phone = Work telephone, if you like
window-written = The settings are ready
    .lead = Here is what to do with each.
window-file-details = Details, and how to undo
window-file-undo = Undo everything for { $what }
window-file-backup = What was there before is kept:

## Check-up
window-check-up = Your check-up
    .lead = What is left, what you told us, what is proved. Nothing more.
window-check-up-done = Everything is in place
    .lead = Your mailbox is ready. Have a good school year!
window-part-done = Proved
window-part-declared = Declared
window-part-left = Left to do
window-tally-done = { $n ->
    [one] proved
   *[other] proved
}
window-proofs = { $n ->
    [one] One thing proved by a server
   *[other] { $n } things proved, and by what
}
window-files-show = { $n ->
    [one] One file, and what to do with it
   *[other] { $n } files, and what to do with each
}
window-end = To finish
window-tally-declared = { $n ->
    [one] declared
   *[other] declared
}
window-tally-left = left to do
window-mailbox = Your mailbox
window-mailbox-messages = { $n ->
    [0] It is empty.
    [one] It holds one message.
   *[other] It holds { $n } messages.
}
window-files = Your files
window-reflexes = Good habits
window-print = Print or save as PDF
    .hint = A page or two, without any password. For a PDF, choose “Print to file” or “PDF” instead of the printer.
window-forget = Erase everything from this computer

## Tools
window-hosts = These are all the servers contacted since the window opened, and why. There are no others.
window-hosts-none = No server has been contacted.
window-hosts-host = Server
window-hosts-why = For
window-hosts-times = Times
window-forget-text = This program keeps the count of its tries and the list of what it wrote. No password. You can erase all of that now.
window-forget-keeps = Your mail settings stay in place.
window-forgotten = { $n ->
    [0] There was nothing to erase.
    [one] One item erased.
   *[other] { $n } items erased.
}
window-about = Rentrée takes you from the rectorate’s letter to a safe mailbox that is proved to work.
window-about-font = Typeface: Atkinson Hyperlegible Next, by the Braille Institute (OFL 1.1 licence).
window-about-version = Version { $version }
window-letter = These are the people you can play. Copy what is written, as on a real letter.
window-letter-password = Password
window-letter-personal = Personal mailbox
window-state-fresh = Temporary password, to be changed at once.
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
