# The terminal only.

cli-pack-unsigned = Warning: { $path } is not signed. Nobody vouches for where it comes from.
cli-found-nothing = Nothing found. Try a town, a département or an address.
cli-numen = This is a NUMEN. Do not type it here: it is told to nobody.
cli-practice-running = The practice academies are open, on this computer only.
cli-practice-stop = Ctrl-C closes them.
cli-practice-banner = Practice: nothing real is touched.
cli-practice-letter =
    You play { $name } ({ $academy }).
    Address: { $address }
    Identifier: { $login }
    Password received: { $password }
    Personal mailbox: { $personal }
cli-practice-inbox = The personal practice mailbox: { $url }
cli-independent = Independent tool: the academy has not signed it. Your password only serves to open the mailbox.
cli-welcome =
    Nothing is sent but to your academy, and your passwords are written in no file.
    At every question: < to go back, Ctrl-C to stop.
cli-choose = Your choice (a number, < to go back):
cli-ask-devices = Another device? A number, or Enter to go on:
cli-choose-again = A number from 1 to { $n }, please.
cli-press-enter = Enter to go on, < to go back.
cli-ask-academy = Where do you work? (town, département, school code, address)
cli-ask-given = Your first name:
cli-ask-family = Your surname:
cli-ask-birth-family = Your surname at birth, if it differs (else Enter):
cli-or-enter = [Enter = { $guess }]
cli-domain = Addresses of this academy end in @{ $domain }
cli-ask-address = Your work address:
cli-ask-identifier = Your identifier, as the letter gives it:
cli-imap = Reading
cli-smtp = Sending
cli-server-reached = { $what }: { $place } answered, its certificate is valid.
cli-server-mute = { $what }: { $place } could not be reached.
cli-server-unknown = { $what }: no server is known.
cli-ask-confirm-servers = These servers are not in our data. Are they right? (y/n)
cli-hold = What do you hold?
cli-page-host = Check this name in the address bar: { $host }
cli-page-unknown = Address unknown: ask the desk for it.
cli-page-practice = For practice, open: { $url }
cli-needs = To have ready:
cli-needs-with-recovery = To have ready, if a recovery address is registered:
cli-needs-without-recovery = To have ready, without a recovery address:
cli-desk = If it does not work: { $name }
cli-attempts = { $n ->
    [one] One more refused password and we stop: another one could lock the account.
   *[other] We stop after { $n } refused passwords, before the server locks the account.
}
cli-ask-elsewhere = Was this password already refused elsewhere today? (y/n)
cli-ask-password-first = Temporary password of { $login } (nothing shows while you type):
cli-ask-password-own = Password of { $login } (nothing shows while you type):
cli-ask-password-application = Application password made for { $login } (nothing shows while you type):
cli-rules = What the portal asks for:
cli-rules-assumed = This academy’s rule is not known. This one fits everywhere:
cli-suggestions = Suggested phrases:
cli-ask-new-password = New password (nothing shows while you type):
cli-ask-new-password-again = Once more, to be sure:
cli-new-password-differs = The two are not the same. Nothing was sent: start again.
cli-ask-old-password = Old password:
cli-in-doubt = The server’s answer never came. Let us find out which of the two passwords holds.
cli-recovery-registers = The recovery address will receive a code, then the academy will register it.
cli-recovery-proves = The recovery address will receive a code. You then register it on the official page.
cli-ask-recovery = Personal recovery address (Enter: later):
cli-resend = Enter without a code: a new one is mailed.
cli-recovery-meant = You typed { $typed }. Did you mean { $meant }?
cli-ask-recovery-meant = Correct it so? (y/n)
cli-ask-academy-letter = Did the academy write to you at this address? (y/n)
cli-ask-recovery-code = Code received at { $address } (holds { $minutes } minutes, tries left: { $tries }):
cli-enrol = You need two devices: this computer, and a phone with an authenticator app.
cli-ask-enrol = Do you have both at hand, and is nobody watching the screen? (y/n)
cli-card-key = Account { $account } ({ $issuer }). Key to type: { $key }
cli-ask-code = Code shown by the application (tries left: { $tries }; Enter: later):
cli-ask-next-code = Wait for the next code, then type it (tries left: { $tries }; Enter: later):
cli-ask-own-code = This account already has a second factor. Code shown by your application (tries left: { $tries }; Enter: later):
cli-ask-codes = Make the list now? (y/n)
cli-ask-save-codes = Write them to a file too? (y/n)
cli-ask-list-code = A code of the list, to prove that it works (tries left: { $tries }; Enter: later):
cli-factor-none = None
cli-apps = Files go to { $folder }. A star marks what we propose.
cli-apps-none = The servers are not known well enough to write a profile. Enter to go on.
cli-ask-apps = Numbers separated by commas (Enter: the starred ones):
cli-ask-role = Role, for the signature (optional):
cli-ask-school = School, for the signature (optional):
cli-ask-phone = Telephone, for the signature (optional):
cli-verified = The mailbox of { $login } opens on { $host }; { $smtp } accepts sending.
cli-mailbox = { $messages ->
    [0] The inbox is empty.
    [one] One message in the inbox.
   *[other] { $messages } messages in the inbox.
}
cli-file = { $client }: { $path }
cli-files = Files written
cli-reflexes = Habits worth keeping
cli-forgot = Removed from this computer:
cli-forgot-nothing = Nothing was kept on this computer.
cli-forgot-password = the password kept in the keyring
cli-forgot-no-keyring = The session’s keyring did not answer: a password kept there would still be there.
cli-forgot-profiles = The mail settings you had written stay: they are yours and hold no password.
cli-kept-until = Password kept in the session’s keyring until { $year }-{ $month }-{ $day }. “rentree forget” removes it.
cli-kept-used = The password kept in the keyring is used.

refusal-answers-hold-secret = The answers file holds a secret: { $key }
    .remedy = Remove that line. A secret is typed, or given by --secret NAME=FD.
refusal-answers-unreadable = The answers file { $path } cannot be read: { $why }
    .remedy = Correct the file, then try again.
refusal-answers-lack = The file lacks an answer: { $key }
    .remedy = Add that line to the file, or answer at the keyboard without --answers.
refusal-file-unreadable = The file { $path } cannot be read.
    .remedy = Check its name and that you may read it.
refusal-bad-descriptor = Nothing to read or write at the descriptor given for { $name }.
    .remedy = Open that descriptor before the command: 3< file, for instance.
refusal-input-ended = Nothing more to read: the conversation ended here.
    .remedy = Run the command again. What is done stays done.
refusal-no-terminal = There is no terminal to type this secret: { $name }
    .remedy = Run the command in a terminal, or give the secret by --secret NAME=FD or --password-stdin.
refusal-platform-needed = This academy has more than one mail platform: { $choices }
    .remedy = Say which one is yours: --platform and its name. The address of your webmail tells.
refusal-practice-failed = The practice academy did not start: { $why }
    .remedy = Try again. If it happens again, report this message to the authors.
refusal-server-unconfirmed = The server { $host } is not in our data: no password was sent to it.
    .remedy = Use “rentree onboard”: you confirm this server on screen there.
refusal-unknown-person = Nobody is called { $person } in practice.
    .remedy = “rentree practice” shows whom you can play.
refusal-scripted-needs-practice = --scripted only goes with --practice.
    .remedy = Add --practice: nothing real is done without you.

# Identifiers, links, support, academy files.

cli-likely-logins = Likely identifiers, best first:
cli-likely-addresses = Likely addresses:
cli-no-candidate = This name gives no identifier. Copy the one of the letter.
cli-confirm-identifier = Only the letter is certain. Have it confirmed by the secretariat of your school, then by human resources.
cli-link-name = Name: { $what }
cli-link-differs = The difference: { $what }
cli-link-instead = The mailbox is here: { $what }
cli-support-contacts = Whom to ask, in this order:
cli-support-prepare = Have ready:
cli-support-message = Message to paste:
cli-texts-until = These texts come from a file of the academy that expired on { $day }.
cli-pack-head =
    { $academy }: file for Rentrée. Its shape is in academies/README.md, the way to go in docs/packs.md.
    Correct what follows, then: rentree pack check, rentree pack diff, rentree pack sign.
cli-pack-written = Written: { $path }
cli-pack-good = The content is good: { $academy }, holds until { $expires }.
cli-pack-signed = Signature: { $path }
cli-pack-verified = Signed by the academy’s key ({ $academy }, { $key }), on { $day }.
cli-pack-verified-by = Signed by the key given ({ $key }), for { $academy }, on { $day }. This program does not know it for all that.
cli-pack-not-trusted = This program will not trust it: { $why }.

refusal-lookalike-link = This link imitates an official site: { $differs }
    .remedy = Type nothing there. Write the address yourself, and report the message to your academy.
refusal-no-minisign = The program minisign is not installed.
    .remedy = Install it (apt install minisign), or sign on the machine that has the key: { $command }
refusal-signing-failed = minisign did not sign.
    .remedy = Read its message above. Are the key and its password the right ones?
refusal-bad-key = This is no minisign public key.
    .remedy = It is the second line of minisign.pub, which begins with RW.
refusal-pack-file-unwritable = The file { $path } cannot be written, or exists already.
    .remedy = Choose another name with --out.

support-subject = Academic mailbox: help needed
support-message =
    Hello,

    I am taking up my post ({ $academy }) and cannot open my professional mailbox.

    First name and surname: { $name }
    School and its code (UAI): [to fill in]
    Département: { $department }
    Identifier, as in the letter: { $identifier }
    What happens, word for word: [to fill in]
    Since when, and on which network (school or home): [to fill in]
    Telephone to reach me: [to fill in]

    I have checked the address of the page, the password as typed and the network. This message holds no password and no NUMEN.

    Thank you.
support-prepare-identifier = Your identifier, as in the letter
support-prepare-school = The name of your school and its code (UAI)
support-prepare-error = The error message, word for word, and the time
support-prepare-checks = Three checks: the right page, the password typed by hand, another network
support-prepare-numen = Your NUMEN at hand, for the official page only: never by mail nor on the telephone
support-prepare-identity = An identity document, if no recovery address is registered
