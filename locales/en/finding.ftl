# Where people look: the département, a pasted link, the map of the portals, whom to ask.

## Département

choose-department = In which département do you work?
    .lead = Help depends on the département: we will tell you whom to ask.
    .legend = Your département
choose-department-unknown = I do not know yet, or in several
    .hint = We will then give every contact.

## A pasted link

verdict-webmail = This is the mailbox
verdict-official_other = This is a known site, but not your mailbox
verdict-unknown = We do not know this site
verdict-lookalike = Do not open this link: it imitates an official site
link-card = This link
link-pasted = What would open
link-official = The real name
link-inbox = { $n ->
    [one] The mailbox of this academy opens here. Type the address yourself:
   *[other] Several mail services serve this academy. Yours opens at one of these addresses:
}
link-lookalike-plain = Beware: this address begins with http, without encryption (TLS). Nothing proves which site answers, and what you type can be read on the way. Type the address with https.

## The map of the portals

portals = The portals of your academy
    .lead = Only one shows your mailbox. The others are official or well known, but show none.
portals-others = The other portals
portal-unknown = address unknown: ask the help desk for it
portal-line = { $kind }: { $what }
portal-inbox = Your mailbox
portal-other-mailbox = Another mail service of the academy: your mailbox is not there
portal-sign-on = Sign-on to the applications
portal-staff = Staff portal
portal-account = Password and account
portal-assistance = Help
portal-website = Public site
portal-ent = School workspace (ENT)
portal-families = Families and pupils
portal-application = Applications
portal-other = Another service

## Whom to ask

desk-secretariat = The secretariat of your school
    .why = It has your file and can read your exact identifier.
desk-department = DSDEN (county office), in { $town }
    .why = For your département: { $department }.
desk-academy = The academy’s help desk
    .why = For the whole academy, as a second resort.
desk-rectorate = Rectorate: human resources, then the IT help desk
    .why = Second resort.
desks-message = A message to paste
    .lead = In French, for the desk. It holds no password and no NUMEN. Fill in what is missing.
support-reach-unknown = No source gives all of its contact details: ask your school’s secretariat for them.
support-to-fill-in = [to fill in]

## The identity step

identify-birth = Surname at birth, if it differs
    .hint = Optional. Some academies make the identifier from it.
    .ask = A different name at birth?
window-fault-department = Choose a département, or the last answer
servers-arrive-elsewhere = The academy’s mail arrives at “{ $name }”, not at the mail service you chose. Your mailbox may be there.
    .take = Look at that one instead
cli-ask-other-platform = Look at that one instead? (y/n)
