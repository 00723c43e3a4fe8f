# Signing in to mail: the form of the user name, the wait, what the open mailbox says, the round trip.

## The form of the user name
window-other-form = Try the other form of your user name?
    .lead = The server refuses “{ $refused }” with this password. It may want your user name in its other form.
    .text = We can try once, with the same password:
    .yes = Try once
    .no = Type the password again
    .why = If you are not sure of the password, type it again instead: every refusal counts, and too many lock the account.
cli-other-form = The server refuses “{ $refused }” with this password. It may want “{ $other }”.
cli-ask-other-form = Try this form once, with the same password? (y/n)

## The wait
sign-in-wait = { $hours ->
    [0] { $minutes ->
        [one] You may try again in one minute. Until then we send nothing: one more refusal could lock the account.
       *[other] You may try again in { $minutes } minutes. Until then we send nothing: one more refusal could lock the account.
    }
   *[other] You may try again in { $hours } hours. Until then we send nothing: one more refusal could lock the account.
}
sign-in-wait-over = The wait is over: you may try again.
cli-attempts-left = { $n ->
    [0] Tries left before we stop: none.
    [one] One try left before we stop.
   *[other] { $n } tries left before we stop.
}
refusal-mail-held-back = The try could not be noted on this computer: nothing was sent to { $host }.
    .remedy = Check that there is room on the disk, then try again. Without this note one try too many could lock your account.
refusal-mail-not-back = The message sent to yourself did not come back on { $host } within a minute.
    .remedy = It may arrive later: its subject starts with “Rentrée”, and you can delete it. Try again in a quarter of an hour; if nothing comes, ask the help desk.

## What the mailbox says
mailbox-quota = { $used } MB used of { $limit } MB
mailbox-nearly-full = The mailbox is nearly full: once full, it receives nothing more. Empty the trash, then delete the largest attachments.
mailbox-full = The mailbox is full: it receives nothing more, and those who write to you are not always told. Empty the trash, then delete the largest attachments.
mailbox-quarantine = { $n ->
    [one] One quarantine report is unread: useful messages may be held back in it.
   *[other] { $n } quarantine reports are unread: useful messages may be held back in them.
}
mailbox-folders = Folders the server provides: { $names }
mailbox-said-by = According to { $host }.
folder-drafts = drafts
folder-sent = sent
folder-junk = junk
folder-trash = trash
folder-archive = archive

## Automatic forwarding
window-forwarding = Automatic forwarding
window-forwarding-rule = Show the rule
forwarding-off = No active rule, according to { $host }.
forwarding-on = An active rule forwards your messages, as { $host } says:
    .why = Outside the academy your messages (pupils, families, colleagues) are no longer protected by it, and a personal mailbox that is full or closed loses them. We change nothing: remove the rule in the webmail, under filters, if you did not want it.
forwarding-inside = To { $to }, inside the academy or the ministry.
forwarding-outside = To { $to }, outside the academy.
forwarding-outside-copy = To { $to }, outside the academy. A copy stays in your mailbox.
forwarding-outside-alone = To { $to }, outside the academy. No copy stays in your mailbox.
forwarding-some = For some messages only.
forwarding-unreadable = A filter is active on { $host }, and we cannot read all of it: look in the webmail whether it forwards your messages.
forwarding-not-reached = { $host }, which keeps the filters, did not answer in time: we do not know whether your messages are forwarded. Look in the webmail.
forwarding-refused = { $host } did not let us read the filters: we do not know whether your messages are forwarded. Look in the webmail.
forwarding-unknown = We cannot read it from here: see the filters in the webmail.

## The list
item-old-password-done = The old password no longer opens your mailbox
item-old-password-declared = You say that the former password no longer opens your mailbox
item-old-password-left = Check that the former password no longer opens your mailbox
item-round-trip-done = A message sent from your mailbox came back to it
item-round-trip-declared = You say that a message sent from your mailbox came back to it
item-round-trip-left = Check that a message sent from your mailbox comes back to it
item-forwarding-done = No rule forwards your messages outside the academy
item-forwarding-declared = You say that no rule forwards your messages
item-forwarding-left = Remove the rule that forwards your messages outside the academy
proof-shut-out = { $host } refuses the former password and accepts the new one.
proof-came-back = { $host } received the message you sent to yourself; we removed it.
why-still-opens = The server still lets the former one in, probably for a few minutes.
why-not-back = The message did not come back within a minute.
why-forwards = A rule of your mailbox is active: it is shown below.
doing-round-trip = Sending a message to yourself, and waiting for it to come back

## The round trip
window-round-trip = Send a message to myself
    .title = Check the way there and back
    .hint = The message leaves your address and comes back to it within a minute. We then remove it. Nothing else is touched.
cli-ask-round-trip = Send a message to yourself, to see it come back? It is removed afterwards. (y/n)
letter-round-trip-subject = Rentrée: test message
letter-round-trip-body =
    Rentrée sent this message, at your request, from your address to itself: it proves that sending and receiving work.

    It is deleted as soon as it is seen. If it stayed here, you can delete it.
purpose-filters = to read whether a filter forwards your messages
