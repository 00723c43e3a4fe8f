# Coming back, and what is kept for it.

resume = Go on where you left
resume-who = { $name }, { $academy }, { $address }. Noted here on { $day }.
resume-lead = We ask the servers again what is done: one sign-in is enough.
resume-in-doubt = A change of password is in suspense: first we find out which one is right.
resume-left = What was left:
resume-nothing-left = Nothing was left to do: you can check everything again.
cli-ask-resume = Go on there? (y/n)
window-resume-go = Go on
window-resume-forget = This is not me
window-computer-note = What Rentrée notes here
    .text = To go on with one click, Rentrée notes your academy, name, address and identifier on this computer, for thirty days. Never a password.

task-resume = What the servers confirm today
proof-asks-for-code = At a fresh sign-in { $host } asks for a code.
proof-read-back = { $host } holds a recovery address for you: { $address }
why-before = Noted when you were last here. No server can tell us again.
why-not-there = We have just asked the server: it does not confirm it.

doing-keeping = Putting it into the session’s keyring
cli-ask-use-kept = A password is kept in the keyring. Use it? (y/n)
window-use-kept = Use the password that was kept
    .hint = You asked to keep it in this computer’s keyring.
window-keep = Check later without typing it again?
    .text = Your session’s keyring can keep this password for thirty days, encrypted, for your next check-ups. Nothing else is kept. “Erase everything from this computer” erases it.
    .yes = Keep the password
window-kept = Your mail password is kept in the keyring until { $day }.
cli-ask-keep = Keep this password in the session’s keyring for thirty days, for your next check-ups? (y/n)
window-remind = Put reminders in my calendar
    .hint = A file to open with your calendar: recovery address, password, quarantine.
window-later-title = For later
    .text = Close whenever you like: at the next start, “Resume” brings you back here.
    .shared = On a computer of your own, start Rentrée again: your identifier and your password are enough.
cli-ask-remind = Write a file of reminders for your calendar? (y/n)
