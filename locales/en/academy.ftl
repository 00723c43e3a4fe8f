# Choosing the academy, identifiers, links, the facts of each academy.

## Refusals

refusal-unknown-academy = No academy has the short name “{ $id }”.
    .remedy = Look yours up by name, département or town.
refusal-empty-identifier = The identifier is empty.
    .remedy = Copy it from the academy’s letter, or pick a suggestion. Your school’s secretariat can confirm it.
refusal-empty-address = The address is empty.
    .remedy = Copy your academic address, or pick a suggestion.
refusal-numen-typed = This looks like a NUMEN. It was not kept.
    .remedy = Remove it from this field. A NUMEN is typed on your academy’s official page only. Give it to nobody.
refusal-wrong-domain = This address ends in “{ $typed }”, not in “{ $expected }”.
    .remedy = Type your academic address, which ends in @{ $expected }. If you moved to another academy, go back and choose it.
refusal-address-malformed = This is not an email address.
    .remedy = It has no accent and no space, as in prenom.nom@ac-exemple.fr.
refusal-identifier-malformed = An identifier holds no space and no accent.
    .remedy = Copy it as the letter gives it. Your school’s secretariat can confirm it.
refusal-digit-in-name = A name holds no digit.
    .remedy = Type the name alone. The digit that tells namesakes apart belongs to the identifier.
refusal-pack-syntax = The academy’s file cannot be read, line { $line }: { $detail }
    .remedy = Tell the rectorate’s IT service, which prepared it.
refusal-pack-too-large = The academy’s file is larger than 1 MiB.
    .remedy = Ask the rectorate for a new file.
refusal-pack-no-academy = This file describes no academy.
    .remedy = Check that it is the file the rectorate gave you.
refusal-pack-national-data = This file tries to change the national list of portals.
    .remedy = Do not use it. Tell the rectorate.
refusal-pack-host-outside = This file names “{ $host }”, outside the domains of the academy and the ministry.
    .remedy = Do not use it. Tell the rectorate: somebody may have changed it.
refusal-pack-domain-outside = This file gives the academy the domain “{ $domain }”, which is not its own.
    .remedy = Do not use it. Tell the rectorate: somebody may have changed it.
refusal-pack-platform-taken = This file tries to change the mail platform “{ $platform }”, which other academies use.
    .remedy = Ask the rectorate for a corrected file.

## Why an academy was found

because-school-code = School code { $what }
because-school-code-short = The letter is missing: the whole code would be { $what }
because-school-code-letter = The letter does not go with the digits: it would be { $what }. Read the code again.
because-department-code = Département { $what }
because-department = Département { $what }
because-postal-code = Postal code { $what }
because-name = Name of the academy: { $what }
because-other-name = Other name: { $what }
because-seat = Town of the rectorate: { $what }
because-dsden-seat = Town of the DSDEN: { $what }
because-town = Town: { $what }
because-mail-domain = Addresses at { $what }
because-former-domain = Former addresses at { $what }
because-link = Site of this academy: { $what }
because-platform = Mail service this academy uses: { $what }
because-portal = Portal found in this academy, but not the mailbox: { $what }

## Why an identifier or an address is likely

candidate-rule = Form known here
candidate-habit = The national habit: this academy has published nothing
candidate-birth-name = With the birth name
candidate-joined = Without a hyphen
candidate-hyphened = With a hyphen
candidate-apostrophe-hyphen = The apostrophe becomes a hyphen
candidate-two-initials = Two initials for a compound first name
candidate-homonym = For a namesake
candidate-also-seen = Also seen in this academy, more rarely

## Which door a link opens

link-not-a-link = This is not the address of a site.
link-webmail = This is your academy’s mailbox.
link-webmail-national = This is the national mail service. Not every academy is there yet.
link-webmail-national-unconfirmed = This is the national mail service. We do not know whether your academy has moved there yet.
link-application = This is an official application, not the mailbox.
link-other-academy = This is another academy’s mailbox.
link-academy-host = This is a site of an academy. We do not know whether it shows the mailbox.
link-sign-on = This is the sign-on page of the staff applications. It takes your password, but it is not the mailbox.
link-staff-portal = This is the staff portal, not the mailbox.
link-assistance = This is a help site of the academy, not the mailbox.
link-website = This is the academy’s public site, not the mailbox.
link-password-page = This is the password page, not the mailbox.
link-ent = This is a school workspace (ENT). It has messages of its own: it is not the academic mailbox.
link-families = This is a portal for families and pupils.
link-university = This is a university’s mail.
link-other-portal = This is another service, not the mailbox.
link-ministry = This is a site of the ministry, not your mailbox.
link-other-provider = This is another mail provider. Do not type your academic password there.
link-unknown = We do not know this site. Do not type your academic password there.
link-lookalike-userinfo = Beware: the real site is the one after the @ sign. This link imitates an official one.
link-lookalike-letters = Beware: letters were replaced by others that look the same.
link-lookalike-ending = Beware: the name is right, its ending is not.
link-lookalike-edit = Beware: one letter away from an official site. It is not one.
link-lookalike-label = Beware: an official name is put in front of another site’s name.

## Facts of an academy, shown where a person meets them

fact-two-mailboxes = Two mail services coexist: { $old } and { $new }. Yours is the one where your inbox opens.
fact-webmail-is-moving = Mail is moving from { $old } to { $new }.
fact-portals-without-inbox = The DRANE site and the subject sites sometimes accept your password, but show no inbox.
fact-ent-is-not-the-mailbox = These school workspaces are not the academic mailbox: { $names }.
fact-sign-on-is-not-the-mailbox = { $host } opens the staff applications. The mailbox has its own address.
fact-sign-on-portal = One sign-on portal serves every application: { $host }.
fact-partage-is-an-intranet = PARTAGE is also the name of an intranet: getting in does not always open the mailbox.
fact-copied-login-page = The sign-in page of { $host } has been copied by fraudsters before. Type the address yourself.
fact-login-by-server = On servers under { $short }, the short identifier. On those under { $full }, the whole address.
fact-login-is-full-address = The identifier is the whole address, no alias.
fact-identifier-from-names = The identifier is made from your first name and surname. It changes on request only.
fact-alias-discloses-identifier = identifier@{ $domain } receives mail too, but gives your identifier away. Do not hand it out.
fact-birth-name = The identifier is made from the birth name and cannot be changed.
fact-domain-differs-from-name = Addresses end in @{ $domain }.
fact-old-domains = Former addresses ({ $domains }) are still accepted.
fact-mailbox-created-daily = Mailboxes are created every day but Sunday, once your file is registered.
fact-one-identifier-everywhere = The same identifier serves mail, I-Prof and the other applications.
fact-temporary-password-expires = A temporary password expires without notice. Change it today.
fact-locks-after-failures = After several mistakes the account is locked for a while. Wait a few minutes.
fact-no-school-no-birth-year = Neither the school’s name nor your birth year in the password.
fact-desks-by-department = Help depends on the département. { $desks }. Then the rectorate.
fact-password-in-account-page = The password is changed in { $page }.
fact-four-classes = The password mixes lower case, upper case, digits and signs.
fact-numen-first-code = The NUMEN is the first verification code, on the official portal only.
fact-numen-in-capitals = On the official page, the NUMEN is typed in capitals.
fact-password-renewal = The password must be renewed every { $months } months.
fact-reset-by-hr = A forgotten personal password can be reset by your HR manager only.
fact-lost-numen-hr = A lost NUMEN can be asked from the HR service only.
fact-credentials-by-head = Your first credentials go to your head of school, who hands them to you.
fact-recovery-address-or-sms = To get back in without the password: a recovery address or a text message, registered beforehand.
fact-without-recovery-desk = Without a recovery address, ask the DSDEN of your département, then the rectorate. It takes days.
fact-recovery-beforehand = Your personal address or telephone must be registered before you need them.
fact-without-recovery-numen-and-identity = Otherwise the rectorate or the DSDEN will ask for your NUMEN and an identity document.
fact-recovery-by-numen-and-birth-date = The portal asks for the NUMEN and the birth date. Otherwise, the academic help desk.
fact-sms-or-application = The second factor is a code by text message or from an application.
fact-guides-on-portal = The guides are on { $page }.
fact-mail-code-cyclades = Cyclades already sends a code by email.
fact-code-may-be-asked = An extra code may be asked at sign-in.
fact-abroad-colleague-code = From abroad: your birth date, then a code a colleague passes on within { $minutes } minutes. One phone is not enough.
fact-encrypted-only = Connections without encryption are closed.
fact-no-forwarding = No automatic forwarding to a personal address.
fact-settings-on-help-portal = The official settings are on the help portal and may change.
fact-settings-in-intranet = The official settings: { $path }.
fact-clients-may-be-closed = Mail clients may be closed: the webmail is then the only way.
fact-message-limit = A message is at most { $megabytes } MB.
fact-attachment-limit = Attachments are at most { $megabytes } MB in all.
fact-junk-folder = Junk mail is kept { $days } days. Look there every week.
fact-bcc-for-parents = To several families, write in blind copy.
fact-read-your-mail = The mailbox must be activated and read regularly.
fact-mailbox-follows-you = The mailbox follows you when you change academy.
fact-desk-by-form-first = The help desk answers its form first. The telephone comes after.
fact-three-checks-before-the-desk = Before you ask for help, check three things. Does the portal open? Is the password the latest one? Does another network give the same result?
fact-quarantine-report = Two reports a day list the mail held in quarantine; you release it from there. After { $days } days it is erased.
fact-encrypted-attachments-bounce = A message with an encrypted attachment comes back as not delivered.
fact-identifier-any-case = In the identifier, capitals and small letters make no difference.

## Packs: the file, its signature, its dates

refusal-pack-symlink = { $path } is a link to another file.
    .remedy = Give the file itself, not a shortcut.
refusal-pack-not-utf8 = The academy’s file is not UTF-8 text.
    .remedy = Ask the rectorate for a new file: this one is damaged or was saved wrongly.
refusal-pack-signature-unreadable = The signature (.minisig) of the academy’s file is unreadable or incomplete.
    .remedy = Download both files again. If it happens again, tell the rectorate.
refusal-pack-signature-old-form = The signature of the academy’s file has an old form, which we no longer accept.
    .remedy = The rectorate must sign again, with minisign 0.11 or newer.
refusal-pack-no-key-pinned = This version of the program knows no academy’s key: it cannot check the signature.
    .remedy = Install the version your rectorate hands out.
refusal-pack-other-key = The academy’s file is signed by a key we do not know ({ $key }).
    .remedy = Do not use it. Ask the rectorate whether its key has changed: a new version of the program is needed then.
refusal-pack-key-revoked = The key that signed this file ({ $key }) was withdrawn.
    .remedy = Do not use it. Ask the rectorate for a file signed with the current key.
refusal-pack-truncated = The academy’s file is cut short: its end is missing.
    .remedy = Download it again.
refusal-pack-changed = The academy’s file is not the one that was signed: it was changed since.
    .remedy = Do not use it. Take it again from the academy’s intranet. If it happens again, tell the rectorate.
refusal-pack-no-timestamp = The signature does not say when this file was signed.
    .remedy = The rectorate must sign again, and leave the comment minisign writes as it is.
refusal-pack-no-file-name = The signature does not say which file it is for.
    .remedy = The rectorate must sign again, and leave the comment minisign writes as it is.
refusal-pack-other-file = This signature is for “{ $signed }”, not for “{ $found }”.
    .remedy = If the file was renamed, name it “{ $signed }” again. Otherwise do not use it.
refusal-pack-from-future = This file is signed on { $signed }, a day to come.
    .remedy = Check the date of this computer. If it is right, tell the rectorate.
refusal-pack-key-of-other = This file describes “{ $academy }”, but the key is the one of “{ $owner }”.
    .remedy = Do not use it. Tell the rectorate: an academy signs for itself only.
refusal-pack-older = This file was signed on { $signed }. A newer one, of { $newest }, was already used here.
    .remedy = Take the newest file. An old one cannot come back.
refusal-pack-no-expiry = This signed file does not say until when it holds.
    .remedy = The rectorate must add “expires” at the top of the file, then sign again.
refusal-pack-bad-expiry = “expires = { $text }” is not a date.
    .remedy = Write year, month and day: 2027-08-31.
refusal-pack-expired = The academy’s file expired on { $expires }. Its texts still serve, its servers do not.
    .remedy = Ask the rectorate for the new file. Until then the program’s own data serves.
refusal-pack-plain-address = This file gives the address “{ $address }”, without encryption.
    .remedy = Ask the rectorate for a corrected file: every address begins with https.
refusal-pack-plain-port = This file names { $host }, port { $port }: this port does not encrypt from the start.
    .remedy = Ask the rectorate for a corrected file, with encrypted ports (993, 465, 636, 443).
refusal-unknown-department = The département “{ $department }” is not part of this academy.
    .remedy = Give its number or its name, or leave it out.
refusal-pack-file-unreadable = The academy file { $path } cannot be read.
    .remedy = Check its path and that you may read it.
refusal-pack-unsigned = The academy file { $path } is not signed.
    .remedy = Its signature, a .minisig file, must come with it: take both together, or ask your rectorate for them.
