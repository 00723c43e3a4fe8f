# The way back: recovery address, forgetting, second factor. For the window and the terminal.

## What cannot be a recovery address
refusal-recovery-school = This is a school’s mailbox, or a school workspace’s
    .remedy = It closes with your account, or the day you move to another post. Give a personal address.
refusal-recovery-disposable = This is a throwaway address
    .remedy = It will be gone the day you need it. Give an address you keep.
refusal-recovery-shared = Several people open this mailbox
    .remedy = Whoever reads it could change your password. Give an address that is yours alone.

## The day you forget
forgotten = What if I forget my password?
forgotten-prepared = Open this page: your recovery address or your telephone gives you access again.
forgotten-unprepared = Without a recovery address, this page is often not enough: expect several days.
forgotten-asks = The page will ask for:
forgotten-brings = You will be asked for:
forgotten-else = If the page is not enough, ask:
forgotten-asks-unknown = No source says what it asks for. Have at least your identifier.

## Telephone
task-recovery-phone = Register your telephone too
item-recovery-phone-done = The academy has your telephone
item-recovery-phone-declared = You say you registered your telephone
item-recovery-phone-left = Register your telephone with the academy
why-academy-wrote = You tell us the academy’s message arrived there.
why-factor-unproved = The portal already knows a second factor, and none of its codes was given. If you no longer have the device, ask the help desk to remove it.

## Codes
refusal-code-again = This is the code you have just given
    .remedy = Wait until the application shows another one: thirty seconds at most.
refusal-code-spent = Too many wrong codes: we stop trying
    .remedy = Choose “Later”, or ask for another key. Nothing was removed from your account.
refusal-clock-phone = { $side ->
    [ahead] { $minutes ->
        [0] Your phone’s clock is about { $seconds } seconds ahead.
        [one] Your phone’s clock is about a minute ahead.
       *[other] Your phone’s clock is about { $minutes } minutes ahead.
    }
   *[behind] { $minutes ->
        [0] Your phone’s clock is about { $seconds } seconds behind.
        [one] Your phone’s clock is about a minute behind.
       *[other] Your phone’s clock is about { $minutes } minutes behind.
    }
}
    .remedy = Set it to automatic. Android: Settings, System, Date and time. iPhone: Settings, General, Date & Time. Then type the next code.
refusal-clock-computer = { $side ->
    [ahead] { $minutes ->
        [0] This computer’s clock is about { $seconds } seconds ahead.
        [one] This computer’s clock is about a minute ahead.
       *[other] This computer’s clock is about { $minutes } minutes ahead.
    }
   *[behind] { $minutes ->
        [0] This computer’s clock is about { $seconds } seconds behind.
        [one] This computer’s clock is about a minute behind.
       *[other] This computer’s clock is about { $minutes } minutes behind.
    }
}
    .remedy = Your phone’s is right. Set the computer to automatic time, in its date and time settings.
refusal-clock-both = Neither your phone nor this computer shows the right time
    .remedy = { $side ->
        [ahead] { $minutes ->
            [0] The phone is about { $seconds } seconds ahead. Set both to automatic time, then type the next code.
           *[other] The phone is about { $minutes } min ahead. Set both to automatic time, then type the next code.
        }
       *[behind] { $minutes ->
            [0] The phone is about { $seconds } seconds behind. Set both to automatic time, then type the next code.
           *[other] The phone is about { $minutes } min behind. Set both to automatic time, then type the next code.
        }
    }
refusal-clock-differs = Your phone and this computer do not show the same time
    .remedy = { $minutes ->
        [0] They differ by about { $seconds } seconds, and no server said which one is wrong. Set both to automatic time, then type the next code.
       *[other] They differ by about { $minutes } min, and no server said which one is wrong. Set both to automatic time, then type the next code.
    }

## Second factors, and without a smartphone
factor-known = Other ways
factor-asked = The portal already asks for another second factor. We leave it alone: only tell us which one.
without-phone = No smartphone?
without-phone-computer-app = An authenticator on a computer, KeePassXC for instance: type the key there. You will then need that computer to sign in.
without-phone-text-message = Your academy also sends codes by text message: a plain telephone is enough.
without-phone-otp-key = An OTP key, a small device that shows the codes: ask your head of school for it.
without-phone-school-device = A device lent by the school: ask the IT referent.
without-phone-desk = Otherwise your academy’s help desk says what it accepts.

## Recovery codes, where the server makes some
item-recovery-codes-done = Your recovery codes work, and you have them at hand
item-recovery-codes-declared = You say you have recovery codes
item-recovery-codes-left = Have recovery codes made, for the day the phone is missing
proof-code-spent = { $host } accepted one of them: it will not serve again.
codes-offer = What if you lose the phone?
    .lead = Your academy can make a list of recovery codes. Each opens once, without the phone.
    .text = You print them, or keep them in a file. Then you type one, to prove that the list works.
    .make = Make the list
codes-list = Your recovery codes
    .lead = They are shown here only, once. Whoever has them can sign in as you, with your password.
    .keep = Keep them now, away from the phone.
    .save = Write them to a file
    .saved = Written to { $path }. On a shared computer, print them instead, then erase this file.
    .print = Print them
    .type = Type one, to prove that the list works
    .label = A code of the list
    .hint = Any of them. Cross it out afterwards: it will not serve again.
codes-file-name = recovery-codes.txt
codes-file = Recovery codes, { $academy }, account { $login }. Each serves once: cross it out afterwards. Show them to nobody.
next-codes-keep = Put these codes away from the phone, or print them and erase the file.
