# Academy files (packs): which one serves, until when, and how to open one.

pack-serves = Information signed by the academy on { $signed }, valid until { $day }.
pack-serves-texts = The academy’s file expired on { $day }: its contacts and advice are still shown, everything else comes from the program.
pack-serves-unsigned = Careful: this information comes from a file nobody signed.

refusal-pack-logo-unreadable = The logo in this file is not a complete, still PNG picture.
    .remedy = Ask the rectorate for a corrected file. The logo is a PNG, neither animated nor a vector drawing.
refusal-pack-logo-too-large = The logo in this file is larger than 96 KiB, or one of its sides is not between 16 and 512 pixels.
    .remedy = Ask the rectorate for a file with a smaller logo.
refusal-pack-too-late = An academy file is opened before you choose your academy, and not during a rehearsal.
    .remedy = Go back to the first screen, “Where do you work?”, then open it.

cli-pack-left-out = This academy file, installed on the computer, is left out: { $path }
cli-pack-logo = PNG of { $width } × { $height } pixels, { $bytes } bytes

window-tool-packs = Academy files
window-pack-logo = Logo: { $academy }
window-packs = A rectorate can publish a signed file that corrects or completes what this program knows of its academy: addresses, contacts, services. It is usually installed already; if not, your school’s IT referent hands it to you.
window-packs-none = No academy file serves: the information is the program’s own.
window-packs-serve = In use
window-packs-key = key { $key }
window-packs-left = Left out
window-packs-open = Open a file
window-packs-choose = The academy’s file and its signature
window-packs-choose-hint = Choose both together: for example lyon.toml and lyon.toml.minisig.
window-packs-pick = Choose the files…
window-packs-add = Check and use
window-packs-until-closed = It will serve until this program is closed. For it to serve every time and everyone, a referent puts it in this computer’s folder of academy files.
window-packs-added = The signature is good: { $academy }.
window-packs-later = A file is opened on the first screen, “Where do you work?”, and not during a rehearsal.
window-fault-pack-none = Choose an academy file.
window-fault-pack-several = Choose one academy file only, with its signature.
window-fault-pack-large = This file is far too large for an academy file.
window-packs-notice = { $n ->
    [one] An academy file installed on this computer is left out.
   *[other] { $n } academy files installed on this computer are left out.
}
window-packs-notice-why = See why
