### Thunderbird: one person’s account, the whole computer, and the way back.

refusal-machine-needs-administrator = Only an administrator of this computer may write { $path }.
    .remedy = Nothing else was changed. Run the command again as an administrator (on Linux: sudo rentree machine apply), or ask the school’s IT referent.
refusal-machine-no-thunderbird = No Thunderbird installed for everybody was found.
    .remedy = Install Thunderbird on the computer, then start again. A Flatpak, or one in a personal folder, does not read these settings.
refusal-machine-unsupported = On macOS these settings would go into a signed application and be lost at its next update.
    .remedy = Nothing was written. Use a configuration profile, or “rentree thunderbird add” in each person’s session.
refusal-machine-autoconfig-taken = Thunderbird already reads another automatic configuration, named by { $path }.
    .remedy = Nothing was written: ours would silence yours. Add the account to your own file, or leave this option out.
refusal-machine-unusable-variable = “{ $name }” is not the name of a session variable.
    .remedy = Give a name such as USER or MAIL: plain letters, digits and underscore.
refusal-machine-unreadable = The file { $path } is not understood (line { $line }).
    .remedy = It was not changed. Correct it, or set it aside, then start again.

cli-thunderbird-no-profile = Thunderbird is installed; it has no profile yet. “rentree thunderbird add” prepares one.
cli-thunderbird-not-installed = Thunderbird was not found on this computer.
cli-thunderbird-profile = Profile that Thunderbird opens: { $profile }
cli-thunderbird-open = Thunderbird is open: close it before you add or remove an account.
cli-thunderbird-ours = { $address } ({ $host }): added by this program.
cli-thunderbird-theirs = { $address } ({ $host }): your own account, this program leaves it alone.
cli-thunderbird-no-account = No mail account in this profile.
cli-thunderbird-backup = Copy of the file as it was: { $path }
cli-thunderbird-waiting = Close Thunderbird. We wait { $n } s at most…

cli-ask-bcc-warning = Should Thunderbird warn you when three or more recipients see each other? (y/N)
window-bcc-warning = Warn when three or more recipients see each other
    .hint = Thunderbird then offers to hide the addresses (Bcc).

cli-machine-dry-run = Trial: nothing is written.
cli-machine-nothing = Nothing to change.
machine-kind-isp = The academy’s servers for Thunderbird’s assistant
machine-kind-policies = Thunderbird’s policies
machine-kind-auto-config = The session’s account
machine-did-made = created
machine-did-replaced = written, the old one was copied first
machine-did-removed = deleted
machine-did-restored = as it was before
machine-did-taken-out = our lines are out, those of others stay
machine-did-left = changed since by somebody else, left as it is
machine-did-missing = is not there any more
machine-did-in-place = in place
machine-skipped-login-not-derivable = No file of servers: this academy’s identifier cannot be derived from the address. Each person uses “rentree thunderbird add”.
machine-skipped-servers-unknown = This academy’s mail servers are not known, or did not answer from here: only the policies are written.
machine-skipped-read-only-install = This Thunderbird (snap) only reads policies.

window-tool-changes = What was changed here
window-changes = This is what this program wrote on this computer. You can go back, line by line. Your mail is not touched.
window-changes-none = This program has changed nothing on this computer.
window-changes-when = { $when }
window-changes-backup = Copy of the old one:
change-made = A file was created.
    .undo = Delete this file
change-replaced = A file was replaced.
    .undo = Put the old file back
change-account = An account was added among yours.
    .undo = Remove the account
undone-restored = The old file is back in its place.
undone-removed = The file is deleted.
undone-missing = The file, or its copy, was gone already.
undone-changed = This file was changed since: it stays as it is. You can delete it yourself.
undone-account-out = The account is out of Thunderbird. Your other accounts have not changed.
undone-account-gone = No account added by this program was left in Thunderbird.
