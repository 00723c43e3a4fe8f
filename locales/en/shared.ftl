# A shared computer, and what is left at the end.

shared = Shared computer
    .text = Nothing of you will stay here. After a quarter of an hour without you, everything is erased.
shared-person = You said so at the start.
shared-machine = The person who looks after this computer said so.
shared-pack = Your academy asks for it.

window-computer = Is this computer yours?
window-computer-own = Yes, mine alone
window-computer-shared = No, shared: nothing will stay on it

window-finish = Erase everything from this computer
    .ask = Erase everything now?
    .text = The journey ends and what you typed is forgotten. What a server has recorded stays: your password does not change.
    .shared = Every file prepared here is removed.
    .practice = This is a practice: all it prepared is removed. Your own settings are not touched.
    .own = This program’s notebook goes too: the tries it counted, the list of what it wrote, the note for coming back. Your mail settings stay: they are yours, and hold no password.
window-finish-stay = Go on

window-idle = Are you still there?
    .text = { $n ->
        [one] In one second everything will be erased.
       *[other] In { $n } seconds everything will be erased.
    }
    .stay = I am here
    .hint = Any key will do.
cli-idle = { $n ->
    [one] Are you still there? In one second everything will be erased. Answer to go on.
   *[other] Are you still there? In { $n } seconds everything will be erased. Answer to go on.
}
cli-welcome-shared = At every question: < to go back, Ctrl-C to erase everything from this computer.

ended-asked = Finished. We erased everything, then looked for what was left.
ended-idle = Nobody was here for a quarter of an hour. We erased everything, then looked for what was left.
ended-clean = Nothing of you is left on this computer
ended-wanted = What was to be erased is gone
ended-found = Something is left to erase
ended-looks = What we looked at
ended-next = What a server has recorded stays. To go on elsewhere, your identifier and your password are enough.
window-ended-close = Close the window
window-ended-again = Back to the start
window-open-file = Open: { $file }
    .hint = To print or photograph it. The file goes at the end.

look-files = Files prepared on the way
look-ledger = This program’s ledger
look-keyring = The session’s keyring
look-temporary = Temporary folders
look-page-store = The window’s memory
look-nothing = { $n ->
    [0] Nothing here.
    [one] One item erased. Nothing here any more.
   *[other] { $n } items erased. Nothing here any more.
}
look-read = { $n ->
    [0] No file.
    [one] One file read to the end: neither your address, nor your identifier, nor your password. It goes when the window closes.
   *[other] { $n } files read to the end: neither your address, nor your identifier, nor your password. They go when the window closes.
}
stays-attempts = One line stays, without your name: the count of refused attempts, which keeps the account from being locked. It no longer counts after { $when }, and the next start erases it.
stays-wanted = { $n ->
    [one] One mail setting stays: you asked for it. It holds no password.
   *[other] { $n } mail settings stay: you asked for them. None holds a password.
}
stays-earlier = { $n ->
    [one] One older setting stays: it was not written on this passage.
   *[other] { $n } older settings stay: they were not written on this passage.
}
stays-no-keyring = No keyring answers here: this passage can have kept nothing in it.
stays-found = To be erased by hand, or by ending the session: { $paths }

doing-erasing = Erasing, then looking again

refusal-not-on-shared = On a shared computer no mail program is set up
    .remedy = Choose what goes to your phone or on paper. At home, start Rentrée again to set your programs up.

letter-files-subject = Your mail settings
letter-files-body =
    Hello,

    You prepared these files on a shared computer: they are no longer there. Open them on your phone or at home.

    None of them holds a password.
