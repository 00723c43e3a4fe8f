# Refusals of identity servers. The sentence says what happened, the remedy what to do next.

refusal-account-wrong-password = The identifier or the password was refused; the server does not say which.
    .remedy = Read the letter again: 0 and O, 1 and l, capitals. Too many failures lock the account.

refusal-account-locked = This account is locked, or its temporary password is no longer valid. The server gives the same answer for both.
    .remedy = Do not try again for now. A lock set after too many tries often lifts by itself; otherwise ask your academy’s help desk to reopen the account.

refusal-account-expired = The password is right, but it has expired and this server no longer lets you change it.
    .remedy = Ask your academy’s help desk for a new password, or use its reset page.

refusal-account-too-many-tries = The server counted too many tries and makes you wait.
    .remedy = Wait a few minutes without trying anything, here or elsewhere, then try once more.

refusal-account-identifier-refused = The server does not accept this identifier: it holds an unexpected character or is empty.
    .remedy = Type the identifier as it stands in your letter, without spaces.

refusal-account-empty-password = No password was typed. Nothing was sent.
    .remedy = Type the password, then confirm.

refusal-account-control-character = The password holds an invisible character, probably from a copy and paste. Nothing was sent.
    .remedy = Type the password on the keyboard.

refusal-account-new-too-short = The server finds the new password too short: { $typed } characters are not enough. The old one still holds.
    .remedy = Choose a longer one, for example a series of words.

refusal-account-new-too-long = The server finds the new password too long: it does not take { $typed } characters. The old one still holds.
    .remedy = Choose a shorter one that meets the rule shown.

refusal-account-new-too-weak = The server finds the new password too simple. The old one still holds.
    .remedy = Mix small letters, capitals, digits and signs, or take one of the phrases offered.

refusal-account-new-forbidden-character = The new password holds a character the server refuses. The old one still holds.
    .remedy = Keep to letters without accents, digits and common signs.

refusal-account-new-in-history = This password was used on this account before. The old one still holds.
    .remedy = Choose one you have never used.

refusal-account-new-same-as-old = The new password is the same as the current one. Nothing was sent.
    .remedy = Choose a different password.

refusal-account-wrong-old = The server refuses the current password given for the change. Nothing changed.
    .remedy = Go back and type the current password again.

refusal-account-too-young = The current password is too recent: the server imposes a delay before another change.
    .remedy = Keep the current password and come back tomorrow. Your academy’s help desk knows the exact delay.

refusal-account-must-supply-old = The server wants the old password with the new one and did not recognise the one that was sent. Nothing has changed.
    .remedy = Change the password on your academy’s official page; its help desk can help.

refusal-account-not-allowed = The server does not allow this operation for this account.
    .remedy = Use your academy’s official page, or ask its help desk.

refusal-account-must-change-first = This account accepts nothing else until its temporary password is changed.
    .remedy = Change the password first, then come back to this step.

refusal-account-recovery-refused = The directory does not accept this recovery address.
    .remedy = Give an address without accents or spaces, for example first.last@example.org.

refusal-account-bad-code = This code is not the right one.
    .remedy = Wait until the application shows a new code and type it at once. If this happens again, check that the phone sets its clock automatically.

refusal-account-over = The server has forgotten this operation: too much time has passed, or the code was already used.
    .remedy = Start this step again from the beginning.

refusal-account-factor-exists = This account already has a second factor.
    .remedy = If you still have it, there is nothing to do. Otherwise ask your academy’s help desk to remove it.

refusal-account-factor-not-asked = The portal lets you in without asking for a code: the second factor is not in place.
    .remedy = Wait a minute and try again. If this happens again, ask your academy’s help desk.

refusal-account-other-factor = The portal asks for another second factor than the app on the phone.
    .remedy = Use your academy’s official page; its help desk can assist you.

refusal-account-captcha = The portal asks you to copy a picture: only its official page can be used.
    .remedy = Open the official page and do this step there.

refusal-account-in-doubt = The request to change left, but no answer arrived. One of the two passwords holds, we do not know yet which.
    .remedy = Keep both at hand and let the program find out which one holds.

refusal-account-unavailable = { $host } answers, but cannot handle the request for now ({ $answer }).
    .remedy = Your password is not to blame. Try again in a few minutes; if it lasts, tell your academy’s help desk.

refusal-account-unexpected = { $host } gave an answer this program does not know ({ $answer }).
    .remedy = Use your academy’s official page, and report this answer to the authors of the program.

refusal-account-misconfigured = The settings provided for your academy hold a mistake ({ $what }).
    .remedy = Tell your academy’s help desk: only they can correct these settings.

refusal-account-no-server = No server lets you do this step here.
    .remedy = Use your academy’s official page, and report this message to the authors of the program.
