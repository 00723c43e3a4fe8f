### Profiles: why a file was not written, and what to do with the file on each device.

refusal-profile-unusable-name = { $field ->
    [display-name] The display name
    [login] The user name
    [label] The account’s name
    [role] The role
    [school] The school
    [phone] The telephone number
    [webmail] The webmail address
   *[other] A text
  } cannot be written into the settings.
    .remedy = It must fit on one line, without invisible characters, and not be empty. Type it instead of pasting it.
refusal-profile-unusable-address = “{ $address }” is not an address that can be used.
    .remedy = Check your address: it looks like prenom.nom@ac-exemple.fr, without accents or spaces.
refusal-profile-unusable-host = The server “{ $host }” does not have a valid name.
    .remedy = No settings were written. Ask your academy’s help desk for the names of the mail servers.
refusal-profile-not-made = The file could not be prepared. This is a fault in this program.
    .remedy = Nothing was written. Choose another device or the sheet to print, and report the fault to the authors.
refusal-profile-qr-too-big = The settings do not fit in a code to scan.
    .remedy = Shorten the display name, or copy the settings from the sheet to print.
refusal-thunderbird-running = Thunderbird is open. What would be written now would be lost.
    .remedy = Close every Thunderbird window, wait half a minute, then try again. Profile: { $profile }
refusal-thunderbird-missing = Thunderbird was not found on this computer.
    .remedy = Install Thunderbird or ask the school’s IT referent for it. You can also choose another application.
refusal-thunderbird-several-profiles = There are several Thunderbird profiles, and nothing says which one you use: { $folders }
    .remedy = Open the Thunderbird you use once, close it, then try again. If that is not enough, see the school’s IT referent.
refusal-thunderbird-profile-lost = The profile Thunderbird opens is no longer in its place: { $profile }
    .remedy = It may be on a drive or network that is not connected. Connect it, open Thunderbird once, then try again.
refusal-thunderbird-unreadable = The file { $path } does not look like what Thunderbird writes.
    .remedy = It was not changed. Open and close Thunderbird and try again; otherwise see the school’s IT referent.
refusal-thunderbird-not-ours = This account was already in Thunderbird, or was changed since: it is not removed. Profile: { $profile }
    .remedy = To remove it yourself, open Thunderbird, then “Account Settings” and “Remove Account”.
refusal-profile-disk-full = There is no space left to write { $path }.
    .remedy = Free some space, then try again. The previous file is intact.
refusal-profile-not-writable = This program is not allowed to write { $path }.
    .remedy = Choose a folder of your own, for example “Documents”. On a school computer, see the IT referent.
refusal-profile-disk = The disk refused for { $path }.
    .remedy = Try another folder. If it goes on, see the school’s IT referent.
refusal-profile-not-kept = The file { $path } does not hold what was written.
    .remedy = Do not use it. Another program may have changed it: try again, then see the school’s IT referent.
refusal-profile-numen = A NUMEN stands in { $field ->
    [display-name] the name shown
    [role] the role
    [school] the school
    [phone] the telephone number
   *[other] a text
  }.
    .remedy = The NUMEN is secret: it must not stand in any message. Remove it, then try again.
refusal-profile-certificate = This certificate cannot sign profiles.
    .remedy = It takes an RSA, P-256 or P-384 certificate with its key and its intermediate certificates, in a PEM or PKCS#12 file. Ask those who look after the rectorate’s certificates.
refusal-profile-passphrase = This passphrase does not open the signing certificate.
    .remedy = Check the file and type the certificate’s passphrase again; it is not the mailbox password.
refusal-profile-certificate-expired = The signing certificate is not valid today.
    .remedy = Check the computer’s clock, then ask those who look after the rectorate’s certificates for a current one.
refusal-staff-column-unknown = The list has an unknown column: “{ $column }”.
    .remedy = The columns can be given, family, address, identifier, role, school and phone. Take the others out: the list must hold no password.
refusal-staff-column-missing = The list lacks the column “{ $column }”.
    .remedy = The columns given, family and address are needed. The first line must hold their names.
refusal-staff-column-twice = The list has the column “{ $column }” twice.
    .remedy = Keep one, then try again.
refusal-staff-unreadable = Line { $line } of the list cannot be read.
    .remedy = Save the list as “CSV UTF-8”, with as many fields on each line as on the first and with closed quotes.
refusal-staff-twice = The address { $address } already stands on an earlier line.
    .remedy = Keep one line for each address.
refusal-staff-no-academy = “{ $address }” belongs to no academy we know.
    .remedy = Check what follows the “@”. If the academy is new here, add its pack with --pack.

next-thunderbird-added = Open Thunderbird, then type your password when it asks.
    .more = The account is there already. Thunderbird asks for the password once more when you first send.
next-thunderbird-already-there = The account was already in Thunderbird. Nothing was changed.
next-thunderbird-settings = Nothing to do with this file: it sums up the settings, for the IT referent.
next-outlook-prf = On Windows, close classic Outlook, open this file, then type your password.
    .more = We could not try it on Windows: if the account does not appear, copy the settings from the printed sheet.
next-outlook-xml = For the IT referent and classic Outlook.
    .more = The new Outlook does not read this file. With it, Microsoft’s servers receive your mailbox password. Prefer Thunderbird or the webmail.
next-outlook-registry = For the IT referent, on another computer.
    .more = Copy the .xml file to C:\Users\Public\Documents\Rentree, then open this one. It tells classic Outlook where the settings are, and changes the order of searches for every account.
next-outlook-registry-undo = To go back: open this file.
    .more = It puts Outlook’s search settings back as they were when we could read them; otherwise it only takes ours out.
next-outlook-registry-done = In classic Outlook, add the account with your address, then type your password.
    .more = Done already on this computer: classic Outlook knows where the settings are. We could not try it on Windows.
next-apple-profile = Open this file on the device, install it, then type your password. “Not Signed” appears: this is normal.
    .more = iPhone, iPad: mail yourself the file and open it in Safari. Then, within 8 minutes: Settings, “Profile Downloaded”, “Install”. Mac: open the file, then System Settings, “Device Management” or “Profiles”. “Not Signed” means that the academy did not sign this file: check that it shows your address.
next-apple-signed = Open this file on the device, read the signer’s name, install it, then type your password.
    .more = iPhone, iPad: mail yourself the file and open it in Safari. Then, within 8 minutes: Settings, “Profile Downloaded”, “Install”. The device shows “Verified” and the signer’s name. Mac: open the file, then System Settings, “Device Management” or “Profiles”.
next-android-qr = In Thunderbird for Android, “Import settings”: scan this picture, then type your password.
    .more = Show the picture on the computer’s screen. Gmail and the camera cannot read it.
next-android-k9 = Without a camera, or with K-9 Mail: copy this file to the phone.
    .more = Then Settings, “Import settings”. Then type your password.
next-evolution-added = Close Evolution, open it again, and type your password.
    .more = The account is there. Then choose the folder for sent messages in the account’s preferences.
next-evolution-already-there = The account was already in Evolution. Nothing was changed.
next-evolution-source = Copy the three .source files to .config/evolution/sources, open Evolution again, and type your password.
    .more = That folder is in your home folder. Then choose the folder for sent messages in the account’s preferences.
next-evolution-part = Goes with the first file.
next-webmail-url = On Windows: copy this file to the desktop. It opens the right address.
next-webmail-webloc = On a Mac: copy this file to the desktop. It opens the right address.
next-webmail-desktop = On Linux: copy this file to the desktop. It opens the right address.
    .more = On the desktop, right-click it once and choose “Allow Launching”.
next-sheet-print = Open the sheet and print it. Do not write your password on it.
next-signature-html = Open this file, copy the text, paste it into your mail program’s signature settings.
next-signature-text = The same without formatting, for the phone or the webmail.
next-reminders-import = Open this file with your calendar: it adds the reminders.
    .more = Opening it again updates them.
