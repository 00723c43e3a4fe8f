// Generated from the Rust types by tests/all/bindings.rs: do not edit.

/**
 * An academy as the doors show it.
 */
export type AcademyCard = { 
/**
 * Slug.
 */
id: string, 
/**
 * "Lyon".
 */
name: string, 
/**
 * "académie de Lyon".
 */
official_name: string, 
/**
 * What it is.
 */
kind: AcademyKind, 
/**
 * Current mail domain.
 */
domain: string, };

/**
 * What the organisation is.
 */
export type AcademyKind = "academy" | "vice-rectorate" | "education-service" | "practice";

/**
 * What to change first.
 */
export type Advice = "empty" | "follow-rules" | "common" | "word-and-year" | "keyboard" | "personal" | "place" | "date-or-phone" | "national-code" | "add-word";

/**
 * What a door may answer.
 */
export type Answer = { "kind": "open-pack" } & OpenedPack | { "kind": "sign-in-to-proxy", 
/**
 * As the refusal names it: "proxy.lycee.example:3128".
 */
proxy: string, 
/**
 * Typed.
 */
user: string, 
/**
 * Typed.
 */
password: string, } | { "kind": "computer", 
/**
 * Several people use it.
 */
shared: boolean, } | { "kind": "resume" } | { "kind": "use-kept" } | { "kind": "keep" } | { "kind": "remind" } | { "kind": "finish", 
/**
 * Nobody was there.
 */
idle: boolean, } | { "kind": "choose-academy", 
/**
 * Slug.
 */
id: string, 
/**
 * Code of the département, when what was typed named it. Otherwise it is asked.
 */
department: string | null, } | { "kind": "choose-department", 
/**
 * Its code; null: the person does not know yet, or works in several.
 */
code: string | null, } | { "kind": "choose-platform", 
/**
 * Key.
 */
id: string, } | { "kind": "identify" } & Entered | { "kind": "look-again" } | { "kind": "continue" } | { "kind": "confirm-servers", 
/**
 * Agreed.
 */
agreed: boolean, } | { "kind": "hold", 
/**
 * Which.
 */
holding: Holding, } | { "kind": "sign-in", 
/**
 * Typed.
 */
password: string, 
/**
 * It was already tried and refused elsewhere today.
 */
tried_elsewhere: boolean, } | { "kind": "other-form", 
/**
 * Agreed.
 */
agreed: boolean, } | { "kind": "round-trip" } | { "kind": "new-password", 
/**
 * Typed.
 */
password: string, } | { "kind": "resolve", 
/**
 * The one before.
 */
old: string | null, 
/**
 * The one chosen.
 */
new: string | null, } | { "kind": "for-device", 
/**
 * Which.
 */
device: Device, } | { "kind": "returned", 
/**
 * What happened there.
 */
outcome: Returned, } | { "kind": "recovery-address", 
/**
 * Typed.
 */
address: string, } | { "kind": "recovery-meant", 
/**
 * The one meant.
 */
agreed: boolean, } | { "kind": "academy-wrote", 
/**
 * It did.
 */
arrived: boolean, } | { "kind": "recovery-code", 
/**
 * Typed.
 */
code: string, } | { "kind": "resend-code" } | { "kind": "enrol" } | { "kind": "code", 
/**
 * Typed.
 */
code: string, } | { "kind": "make-codes" } | { "kind": "save-codes" } | { "kind": "declare-factor", 
/**
 * Which; null: none.
 */
factor: SecondFactor | null, } | { "kind": "apps", 
/**
 * Which.
 */
clients: Array<Client>, 
/**
 * What the signature is made of.
 */
signature: SignatureFields, 
/**
 * Thunderbird warns when three or more recipients see each other.
 */
bcc_warning: boolean, } | { "kind": "mail-myself" } | { "kind": "later" };

/**
 * Which password a sign-in asks for.
 */
export type AskedPassword = "first" | "own" | "application";

/**
 * A likely identifier or address.
 */
export type Candidate = { 
/**
 * "jdupont".
 */
value: string, 
/**
 * Why; the sentence is `candidate-<code>`.
 */
why: string, };

/**
 * What was done to a file.
 */
export type ChangeKind = "made" | "replaced" | "account";

/**
 * A file this program wrote, or wrote into, and that can be put back.
 */
export type ChangeLine = { 
/**
 * Where.
 */
path: string, 
/**
 * For which client; unknown for a client of another version.
 */
client: Client | null, 
/**
 * When, Unix seconds; null: an earlier version did not say.
 */
since: number | null, 
/**
 * What was done there; the sentence is `change-<kind>`.
 */
kind: ChangeKind, 
/**
 * The copy of what was there.
 */
backup: string | null, };

/**
 * A mail client, or a paper, we can write for.
 */
export type Client = "thunderbird" | "outlook" | "apple" | "android" | "evolution" | "webmail" | "sheet" | "signature" | "reminders";

/**
 * A client on offer.
 */
export type ClientOffer = { 
/**
 * Which.
 */
client: Client, 
/**
 * Found on this computer.
 */
installed: boolean, 
/**
 * Ticked at first.
 */
proposed: boolean, 
/**
 * Why it cannot be written; the sentence is `refusal-<code>`.
 */
unavailable: RefusalLine | null, };

/**
 * A name made to look official beside the official one: what both begin with, where they differ, what both end with.
 */
export type Compared = { 
/**
 * What they have in common at the start.
 */
before: string, 
/**
 * The pasted one's own letters.
 */
pasted: string, 
/**
 * The official one's.
 */
official: string, 
/**
 * What they have in common at the end.
 */
after: string, };

/**
 * How much a value can be trusted: where it was read.
 */
export type Confidence = "inferred" | "third-party" | "seed" | "official-page" | "pack";

/**
 * A host this program spoke to, and why: shown on request.
 */
export type Contact = { 
/**
 * Name.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * Why it was contacted; the sentence is `purpose-<value>`.
 */
purpose: Purpose, 
/**
 * How many times.
 */
times: number, };

/**
 * A département.
 */
export type DepartmentLine = { 
/**
 * "42", "2A".
 */
code: string, 
/**
 * "Loire".
 */
name: string, };

/**
 * Whom to ask.
 */
export type DeskLine = { 
/**
 * Who it is; the sentences are `desk-<role>` and its `.why`.
 */
role: DeskRole, 
/**
 * The name the data gives; null: the sentence of the role names it.
 */
name: string | null, 
/**
 * The département it serves.
 */
department: DepartmentLine | null, 
/**
 * The town of an unnamed DSDEN.
 */
town: string | null, 
/**
 * How sure that town is.
 */
confidence: Confidence | null, 
/**
 * Web form.
 */
url: string | null, 
/**
 * Telephone.
 */
phone: string | null, };

/**
 * Who a desk is, the nearest first.
 */
export type DeskRole = "secretariat" | "department" | "academy" | "rectorate";

/**
 * A device with an application password of its own, so that one can be withdrawn without the others.
 */
export type Device = "computer" | "phone" | "tablet";

/**
 * A diagnosis, under way or done.
 */
export type Diagnosis = { 
/**
 * Whose servers.
 */
academy: AcademyCard, 
/**
 * Where it stands; the sentences are `diagnosis-<state>`.
 */
state: DiagnosisState, 
/**
 * What stands in the way, when something does.
 */
verdict: RefusalLine | null, 
/**
 * Some servers are still silent: the verdict may change.
 */
provisional: boolean, 
/**
 * What the academy's data makes likely when the network is not at fault; the sentence is `likely-<value>`.
 */
likely: Likely | null, 
/**
 * What was looked at, in order.
 */
lines: Array<DiagnosisLine>, 
/**
 * The web proxy of this computer's settings, without credentials; null: none is set.
 */
proxy: string | null, 
/**
 * A verified server's clock minus this computer's, seconds; null: no server said.
 */
clock_offset_s: number | null, };

/**
 * One thing looked at.
 */
export type DiagnosisLine = { 
/**
 * What it is for; the sentence is `endpoint-<kind>`.
 */
kind: Role, 
/**
 * Name.
 */
host: string, 
/**
 * TCP port; null for a name.
 */
port: number | null, 
/**
 * The mailbox, the account or the pages depend on it.
 */
needed: boolean, 
/**
 * What came of it; the sentence is `endpoint-state-<state>`.
 */
state: State, 
/**
 * Why not; the sentence is `refusal-<code>`.
 */
fault: RefusalLine | null, 
/**
 * Milliseconds.
 */
ms: number | null, };

/**
 * Where a diagnosis stands.
 */
export type DiagnosisState = "looking" | "fine" | "stopped";

/**
 * How a change was undone.
 */
export type Did = "restored" | "removed" | "missing" | "changed" | "account-out" | "account-gone";

/**
 * A thing that is going on.
 */
export type Doing = { 
/**
 * What; the sentence is `doing-<code>`.
 */
code: Doings, 
/**
 * With whom.
 */
host: string | null, 
/**
 * How long it may take, seconds.
 */
at_most_s: number, };

/**
 * What may be going on.
 */
export type Doings = "discovering" | "opening-proxy" | "connecting" | "signing-in" | "kept-waiting" | "changing" | "resolving" | "mailing" | "registering" | "enrolling" | "thunderbird-open" | "writing" | "reading" | "round-trip" | "keeping" | "erasing";

/**
 * Why a passage ended. The sentence is `ended-<why>`.
 */
export type Ending = "asked" | "idle";

/**
 * A server's address. There is no plaintext variant.
 */
export type Endpoint = { 
/**
 * What is spoken there.
 */
protocol: Protocol, 
/**
 * Lower case ASCII.
 */
host: string, 
/**
 * TCP port.
 */
port: number, 
/**
 * How TLS starts.
 */
security: Security, };

/**
 * What a person said of themselves. Nothing here is proved.
 */
export type Entered = { 
/**
 * First name.
 */
given: string, 
/**
 * Surname.
 */
family: string, 
/**
 * Surname at birth, where it differs: some identifiers are made of it.
 */
birth_family: string, 
/**
 * Mail address.
 */
address: string, 
/**
 * Identifier, as the letter gives it.
 */
identifier: string, };

/**
 * A fact and the values its sentence names.
 */
export type FactLine = { 
/**
 * The sentence is `fact-<key>`.
 */
key: string, 
/**
 * Values it names.
 */
params: { [key in string]: string }, };

/**
 * A file that was written.
 */
export type FileLine = { 
/**
 * For which client.
 */
client: Client, 
/**
 * Where it is.
 */
path: string, 
/**
 * SHA-256, lower-case hexadecimal.
 */
sha256: string, 
/**
 * What to do next; the sentence is `next-<code>`.
 */
next: string, 
/**
 * The copy that was made before, if something was there.
 */
backup: string | null, };

/**
 * What happens when the password is forgotten, at this academy, for this person.
 */
export type Forgotten = { 
/**
 * The page that gives access back.
 */
page: PageLine, 
/**
 * A recovery address is registered there, or said to be.
 */
prepared: boolean, 
/**
 * What the page asks, or without a recovery address whoever helps; empty: no source says.
 */
asked: Array<Need>, 
/**
 * Whom to ask when the page does not help.
 */
desk: DeskLine, };

/**
 * Whether the active filter sends mail on; the sentence is `forwarding-<state>`.
 */
export type ForwardingLine = { "state": "off", 
/**
 * Who said so.
 */
host: string, } | { "state": "on", 
/**
 * Who said so.
 */
host: string, 
/**
 * Each rule.
 */
rules: Array<RedirectLine>, } | { "state": "unreadable", 
/**
 * Who gave it.
 */
host: string, } | { "state": "not-reached", 
/**
 * Which.
 */
host: string, } | { "state": "refused", 
/**
 * Which.
 */
host: string, } | { "state": "unknown" };

/**
 * Where an endpoint was found.
 */
export type FoundBy = "pack" | { "data": Confidence } | "srv" | "autoconfig";

/**
 * An academy found, and why.
 */
export type HitLine = { 
/**
 * Which.
 */
academy: AcademyCard, 
/**
 * The département that was named, if one was.
 */
department: DepartmentLine | null, 
/**
 * Why; the sentence is `because-<code>` with `what`.
 */
because: string, 
/**
 * What matched: "Bourg-en-Bresse", "0690026D".
 */
what: string, 
/**
 * 0 to 1.
 */
score: number, };

/**
 * What a newcomer holds.
 */
export type Holding = "letter" | "numen" | "handed" | "already-changed" | "lost";

/**
 * What a door shows of it.
 */
export type Idle = { "state": "present" } | { "state": "warned", 
/**
 * Rounded up: the last one shown is 1.
 */
seconds: number, } | { "state": "over" };

/**
 * One line of the true list.
 */
export type Item = { 
/**
 * What; the sentence is `item-<key>-<standing>`.
 */
key: ItemKey, 
/**
 * How much it is worth.
 */
standing: Standing, 
/**
 * What proves it; the sentence is `proof-<code>`.
 */
proof: Proof | null, 
/**
 * Why it is left; the sentence is `why-<code>`.
 */
why: Why | null, 
/**
 * Where to do what is left.
 */
page: PageLine | null, };

/**
 * What the list speaks of.
 */
export type ItemKey = "servers" | "identifier" | "password" | "mailbox" | "sending" | "old-password" | "round-trip" | "forwarding" | "application-password" | "application-phone" | "application-tablet" | "recovery-address" | "recovery-registered" | "recovery-phone" | "second-factor" | "recovery-codes" | "profiles";

/**
 * Whether the mail password is kept in the system's keyring.
 */
export type Keeping = { "state": "no" } | { "state": "offered" } | { "state": "until", 
/**
 * Unix seconds.
 */
until: number, };

/**
 * What sort of stop a reason is, with the exit code of the terminal contract.
 */
export type Kind = "refused" | "usage" | "fault" | "desk" | "bug";

/**
 * A cause the data makes likely; its sentence is `likely-<value>`.
 */
export type Likely = "clients-closed" | "application-password";

/**
 * What a link opens.
 */
export type LinkLine = { 
/**
 * The verdict of the terminal contract.
 */
verdict: LinkVerdict, 
/**
 * It shows the academic inbox.
 */
opens_inbox: boolean, 
/**
 * Whose it is.
 */
academy: string | null, 
/**
 * "I-Prof", "Atrium".
 */
name: string | null, 
/**
 * Why; the sentence is `link-<code>`.
 */
why: string, 
/**
 * The letter or label that differs, for a look-alike.
 */
differs: string | null, 
/**
 * The same, letter by letter, for a look-alike.
 */
compared: Compared | null, 
/**
 * Where the inbox really is; null when no source says, or when several mail services serve the academy.
 */
instead: string | null, 
/**
 * Where the inbox may be: one address, or one for each mail service of the academy.
 */
inboxes: Array<string>, 
/**
 * How sure the data is.
 */
confidence: Confidence | null, };

/**
 * The verdict on a link.
 */
export type LinkVerdict = "webmail" | "official_other" | "unknown" | "lookalike";

/**
 * Which login a server wants.
 */
export type LoginForm = "short" | "full_address";

/**
 * One place that was looked at.
 */
export type Look = { 
/**
 * Which; the sentence is `look-<place>`.
 */
place: LookedAt, 
/**
 * Where it is on this computer.
 */
path: string | null, 
/**
 * Things that were erased there just now.
 */
gone: number, 
/**
 * Files that were read to the end, in search of what the person typed; null: there was nothing to read.
 */
seen: number | null, 
/**
 * What is still there, and why; null: nothing.
 */
stays: Stays | null, };

/**
 * A place where traces could be.
 */
export type LookedAt = "files" | "ledger" | "keyring" | "temporary" | "page-store";

/**
 * A mail application.
 */
export type MailApp = "thunderbird" | "thunderbird-android" | "outlook" | "new-outlook" | "apple-mail" | "gmail" | "samsung-mail" | "evolution" | "gnome";

/**
 * What the mailbox said when it opened.
 */
export type MailboxLine = { 
/**
 * Who said so.
 */
host: string, 
/**
 * Messages in the inbox.
 */
messages: number, 
/**
 * Used, kibibytes; null: the server does not say.
 */
used_kib: number | null, 
/**
 * Allowed, kibibytes.
 */
limit_kib: number | null, 
/**
 * Nine tenths used or more.
 */
nearly_full: boolean, 
/**
 * Nothing more comes in.
 */
full: boolean, 
/**
 * What its folders say they are for; null: they do not say.
 */
special: Array<SpecialUse> | null, 
/**
 * Unread quarantine reports; null: nobody told us who sends them.
 */
quarantine_unread: number | null, 
/**
 * Whether mail is sent on.
 */
forwarding: ForwardingLine, };

/**
 * Whether the profile can be mailed to oneself.
 */
export type Mailing = "no" | "offered" | "sent";

/**
 * Who can mend what stopped the person.
 */
export type Mender = "person" | "referent" | "rectorate" | "authors";

/**
 * What a page may ask for.
 */
export type Need = "numen" | "birth-date" | "secondary-address" | "sms" | "identity-document" | "hr-office" | "identifier" | "current-password" | "captcha" | "phone" | "ina-code";

/**
 * What keeps a password and sends it by itself. The sentences are `old-place-<key>` and its `.pause`.
 */
export type OldPlace = "phone" | "mail-program" | "wifi" | "workspace" | "browser";

/**
 * Where the former password is still stored, and goes on being sent until the account locks.
 */
export type OldPlaces = { 
/**
 * The most eager first.
 */
places: Array<OldPlace>, 
/**
 * Failures that lock the account; unknown is null.
 */
lock_after: number | null, };

/**
 * A pack as a person hands it over: what they chose on their disk, read by the door.
 */
export type OpenedPack = { 
/**
 * The file's name, which the signature binds: "lyon.toml".
 */
name: string, 
/**
 * Its bytes, in base64: what is no text is judged by the core.
 */
pack: string, 
/**
 * The bytes of the `.minisig` beside it, in base64.
 */
signature: string | null, };

/**
 * A pack that serves.
 */
export type PackLine = { 
/**
 * "académie de Lyon".
 */
academy: string, 
/**
 * Id of the key that signed it; `null`: nobody did, the terminal was told to take it all the same.
 */
key: string | null, 
/**
 * The day it was signed, ISO 8601.
 */
signed: string | null, 
/**
 * Its last day, ISO 8601; an unsigned one may have none.
 */
until: string | null, 
/**
 * That day is past: its contacts and texts are shown, everything else is the program's own.
 */
expired: boolean, 
/**
 * The rectorate's logo: a PNG in base64, decoded and written anew by the core.
 */
logo: string | null, };

/**
 * An official page.
 */
export type PageLine = { 
/**
 * What it is for.
 */
purpose: PagePurpose, 
/**
 * "Estérel".
 */
name: string | null, 
/**
 * Null: unknown, ask the desk.
 */
url: string | null, 
/**
 * The host to look for in the address bar.
 */
host: string | null, 
/**
 * How sure the address is.
 */
confidence: Confidence | null, 
/**
 * In practice: what the browser opens instead.
 */
practice_url: string | null, };

/**
 * What a person does on an official page.
 */
export type PagePurpose = "webmail" | "change-password" | "reset-password" | "recovery" | "second-factor" | "application-password" | "sign-on" | "staff-portal" | "assistance" | "website";

/**
 * A passphrase and its strength.
 */
export type Passphrase = { 
/**
 * Shown to be chosen: not yet anybody's secret.
 */
text: string, 
/**
 * Bits: words × log2(list), plus nothing for the decoration.
 */
cnil_bits: number, };

/**
 * A mail platform to choose.
 */
export type PlatformChoice = { 
/**
 * Key.
 */
id: string, 
/**
 * Name.
 */
name: string, 
/**
 * The address the webmail opens at.
 */
webmail: string | null, };

/**
 * What a portal is to somebody who looks for their mail.
 */
export type PortalKind = "inbox" | "other-mailbox" | "sign-on" | "staff" | "account" | "assistance" | "website" | "ent" | "families" | "application" | "other";

/**
 * A portal of the academy, on the map of the final sheet.
 */
export type PortalLine = { 
/**
 * What it is; the sentence is `portal-<kind>`.
 */
kind: PortalKind, 
/**
 * "Estérel", "laclasse.com".
 */
name: string | null, 
/**
 * The host to look for; null: no source gives it, ask the desk.
 */
host: string | null, 
/**
 * For whom, where not for everybody: "collèges 13".
 */
scope: string | null, 
/**
 * How sure the data is.
 */
confidence: Confidence, };

/**
 * What a server confirmed, and how.
 */
export type Proof = { "code": "greeted", 
/**
 * By whom.
 */
host: string, } | { "code": "signed-in", 
/**
 * By whom.
 */
host: string, } | { "code": "imap-opened", 
/**
 * By whom.
 */
host: string, } | { "code": "smtp-accepted", 
/**
 * By whom.
 */
host: string, } | { "code": "shut-out", 
/**
 * By whom.
 */
host: string, } | { "code": "came-back", 
/**
 * Seen by whom.
 */
host: string, } | { "code": "changed", 
/**
 * By whom.
 */
host: string, } | { "code": "code-typed-back", 
/**
 * To where.
 */
address: string, } | { "code": "registered", 
/**
 * By whom.
 */
host: string, } | { "code": "asks-for-code", 
/**
 * By whom.
 */
host: string, } | { "code": "read-back", 
/**
 * By whom.
 */
host: string, 
/**
 * The address.
 */
address: string, } | { "code": "asked-for-code", 
/**
 * By whom.
 */
host: string, } | { "code": "code-spent", 
/**
 * By whom.
 */
host: string, } | { "code": "on-disk", 
/**
 * How many.
 */
files: number, };

/**
 * What is spoken at an endpoint.
 */
export type Protocol = "imap" | "smtp" | "sieve" | "ldap" | "https";

/**
 * Why a host is contacted.
 */
export type Purpose = "probe" | "discovery" | "diagnosis" | "mailbox" | "submission" | "filters" | "directory" | "portal" | "second-factor" | "clock" | "proxy";

/**
 * What a door may ask.
 */
export type Question = { "kind": "find", 
/**
 * Typed so far.
 */
text: string, } | { "kind": "identifiers", 
/**
 * First name.
 */
given: string, 
/**
 * Surname in use.
 */
family: string, 
/**
 * Surname at birth, if it differs; else empty.
 */
birth_family: string, } | { "kind": "numen", 
/**
 * Typed so far.
 */
text: string, } | { "kind": "password", 
/**
 * Typed so far.
 */
text: string, } | { "kind": "suggest" } | { "kind": "link", 
/**
 * Pasted.
 */
url: string, };

/**
 * A rule that sends mail on.
 */
export type RedirectLine = { 
/**
 * Where to.
 */
to: string, 
/**
 * As it is written on the server.
 */
rule: string, 
/**
 * Neither the academy's nor the ministry's.
 */
outside: boolean, 
/**
 * Every message, not only some.
 */
always: boolean, 
/**
 * A copy stays here; null: it depends on another rule.
 */
copy_stays: boolean | null, };

/**
 * Habits worth keeping.
 */
export type Reflex = "quarantine" | "bcc" | "phishing" | "log-out" | "numen" | "forwarding" | "reuse" | "browser" | "signature" | "quota" | "alerts";

/**
 * A refusal as the doors show it: the sentence is `refusal-<code>`, the remedy its attribute.
 */
export type RefusalLine = { 
/**
 * Key of the sentence.
 */
code: string, 
/**
 * Values it names.
 */
params: { [key in string]: string }, 
/**
 * Who can mend it.
 */
mender: Mender, 
/**
 * What sort of stop it is.
 */
kind: Kind, };

/**
 * The reply to a [`Question`].
 */
export type Reply = { "kind": "found", 
/**
 * Academies.
 */
hits: Array<HitLine>, 
/**
 * What was typed is a link: the door it opens.
 */
link: LinkLine | null, 
/**
 * What was typed is a NUMEN: it finds nothing and is asked to be removed.
 */
numen: boolean, } | { "kind": "numen", 
/**
 * Seen.
 */
numen: boolean, } | { "kind": "identifiers", 
/**
 * Candidates for the identifier.
 */
logins: Array<Candidate>, 
/**
 * Candidates for the address.
 */
addresses: Array<Candidate>, } | { "kind": "password" } & Verdict | { "kind": "suggestions", 
/**
 * Text and strength.
 */
passphrases: Array<Passphrase>, } | { "kind": "link" } & LinkLine;

/**
 * Where somebody left, as it was noted: it proves nothing.
 */
export type ResumeLine = { 
/**
 * "académie de Lyon".
 */
academy: string, 
/**
 * "Claire Martin".
 */
name: string, 
/**
 * Mail address.
 */
address: string, 
/**
 * When, Unix seconds.
 */
since: number, 
/**
 * The step reached.
 */
step: StepName, 
/**
 * What was left.
 */
left: Array<ItemKey>, 
/**
 * A change of password whose answer never came.
 */
in_doubt: boolean, };

/**
 * What happened on an official page.
 */
export type Returned = "did" | "did-not-work" | "later";

/**
 * What an endpoint is for.
 */
export type Role = "dns" | "imap" | "smtp" | "sieve" | "pop" | "web" | "ldap";

/**
 * What a rule is about.
 */
export type RuleCode = "min-length" | "max-length" | "classes" | "plain-ascii" | "forbidden";

/**
 * A line of the live checklist.
 */
export type RuleLine = { 
/**
 * The sentence is `rule-<code>`, with `n` as its number.
 */
code: RuleCode, 
/**
 * The number the rule names: characters, classes.
 */
n: number, 
/**
 * Whether what was typed meets it.
 */
met: boolean, };

/**
 * One question, or one thing to do.
 */
export type Screen = { "kind": "find-academy", 
/**
 * Practice academies on offer; empty where the door has none.
 */
practice: Array<AcademyCard>, 
/**
 * How many academies and services are known.
 */
known: number, 
/**
 * Where somebody left, on a computer of their own: [`Answer::Resume`].
 */
resume: ResumeLine | null, } | { "kind": "choose-department", 
/**
 * The choices.
 */
choices: Array<DepartmentLine>, } | { "kind": "choose-platform", 
/**
 * The choices, with the address each webmail opens at.
 */
choices: Array<PlatformChoice>, } | { "kind": "identify", 
/**
 * Current mail domain.
 */
domain: string, 
/**
 * What the mail servers want as a user name; unknown is `null`.
 */
login_form: LoginForm | null, 
/**
 * What was typed before, when coming back.
 */
entered: Entered | null, } | { "kind": "servers", 
/**
 * Reading.
 */
imap: ServerLine, 
/**
 * Sending.
 */
smtp: ServerLine, 
/**
 * A host stands in no signed or embedded data: the person must agree before any password goes there.
 */
confirm: boolean, 
/**
 * Another mail service of the academy, where its mail arrives: a hint. [`Answer::ChoosePlatform`] takes it.
 */
arrives_at: PlatformChoice | null, } | { "kind": "hold", 
/**
 * The choices that make sense at this academy, in order.
 */
options: Array<Holding>, } | { "kind": "lost", 
/**
 * The reset page.
 */
page: PageLine, 
/**
 * What it will ask, with a recovery address already registered.
 */
with_recovery: Array<Need>, 
/**
 * What to have ready without one.
 */
without_recovery: Array<Need>, 
/**
 * Whom to ask.
 */
desk: DeskLine, } | { "kind": "sign-in", 
/**
 * Who will be signed in.
 */
login: string, 
/**
 * Which password is asked for.
 */
asked: AskedPassword, 
/**
 * Failed sign-ins we still allow ourselves.
 */
attempts_left: number, 
/**
 * Minutes until another may be tried; 0: one may now.
 */
wait_minutes: number, 
/**
 * The person had us keep this password: [`Answer::UseKept`].
 */
kept: boolean, 
/**
 * The server's lock is near: the person is asked whether they already tried elsewhere today.
 */
ask_elsewhere: boolean, } | { "kind": "other-form", 
/**
 * What was refused.
 */
refused: string, 
/**
 * What would be tried.
 */
other: string, 
/**
 * Which password was typed.
 */
asked: AskedPassword, 
/**
 * Failed sign-ins we still allow ourselves.
 */
attempts_left: number, } | { "kind": "new-password", 
/**
 * The academy's rule, or the assumed one.
 */
rules: Array<RuleLine>, 
/**
 * The rule is assumed.
 */
assumed: boolean, 
/**
 * The account refuses everything else until it is changed.
 */
must_change: boolean, } | { "kind": "in-doubt", 
/**
 * Both passwords are still in memory; after a restart they are not and must be typed.
 */
both_known: boolean, } | { "kind": "hand-off", 
/**
 * What is to be done there.
 */
task: Task, 
/**
 * Where; `url` is null when no source gives it.
 */
page: PageLine, 
/**
 * What it will ask.
 */
asked: Array<Need>, 
/**
 * For a second factor: ways without a smartphone.
 */
without_phone: Array<WithoutPhone>, 
/**
 * Whom to ask when it does not work.
 */
desk: DeskLine, 
/**
 * For which device an application password is made there: each has its own.
 */
device: Device | null, } | { "kind": "outcome", 
/**
 * Which task.
 */
task: Task, 
/**
 * One line for each thing.
 */
items: Array<Item>, 
/**
 * After a change: where the former password is still stored.
 */
old_places: OldPlaces | null, 
/**
 * Devices an application password may still be made for: [`Answer::ForDevice`].
 */
devices: Array<Device>, 
/**
 * Behind the way back: the day the password is forgotten, rehearsed.
 */
forgotten: Forgotten | null, } | { "kind": "recovery-address", 
/**
 * Addresses there are refused.
 */
domain: string, 
/**
 * The academy's server will register it; otherwise it is only proved and the person registers it on the page.
 */
registers: boolean, } | { "kind": "recovery-meant", 
/**
 * As typed.
 */
typed: string, 
/**
 * The same at the provider's known domain.
 */
meant: string, } | { "kind": "academy-letter" } | { "kind": "recovery-code", 
/**
 * Where they went.
 */
address: string, 
/**
 * How long they hold.
 */
minutes: number, 
/**
 * Tries left.
 */
tries_left: number, 
/**
 * In practice: the page that shows the personal mailbox.
 */
practice_inbox: string | null, } | { "kind": "enrol", 
/**
 * Factors this academy is known to use.
 */
factors: Array<SecondFactor>, 
/**
 * Ways without a smartphone.
 */
without_phone: Array<WithoutPhone>, } | { "kind": "enrolment-card", 
/**
 * Tries left.
 */
tries_left: number, 
/**
 * Who asks for the code; empty when the address does not say.
 */
issuer: string, 
/**
 * For which account.
 */
account: string, 
/**
 * Dark modules of the QR code, as the path data of an SVG whose `viewBox` is `0 0 qr_side qr_side`.
 */
qr_path: string, 
/**
 * Side in modules, the quiet zone included.
 */
qr_side: number, 
/**
 * The key in base 32, in groups of four, for typing.
 */
key: Array<string>, 
/**
 * The `otpauth:` address, as the server gave it.
 */
uri: string, } | { "kind": "prove-code", 
/**
 * Tries left.
 */
tries_left: number, 
/**
 * The account had its factor before: nothing was added, nothing is taken away.
 */
existing: boolean, 
/**
 * Which clock the first code showed to be wrong; it was within what the server forgives.
 */
clock: RefusalLine | null, } | { "kind": "offer-codes" } | { "kind": "recovery-codes", 
/**
 * The file they were saved in.
 */
saved: string | null, 
/**
 * Tries left.
 */
tries_left: number, 
/**
 * Each good once.
 */
codes: Array<string>, } | { "kind": "declare-factor", 
/**
 * The choices.
 */
factors: Array<SecondFactor>, 
/**
 * The portal itself asks for one that is no application.
 */
asked: boolean, } | { "kind": "choose-apps", 
/**
 * What can be written, with the reason where it cannot.
 */
clients: Array<ClientOffer>, 
/**
 * Where files go.
 */
folder: string, 
/**
 * Who signs.
 */
display_name: string, } | { "kind": "written", 
/**
 * Every file, with what to do next.
 */
files: Array<FileLine>, 
/**
 * What to type where no file is read.
 */
typed: Array<TypedLine>, 
/**
 * Whether the profile for Apple's devices can be mailed to the person's own address.
 */
mailing: Mailing, } | { "kind": "check-up" } & Summary | { "kind": "ended" } & Traces;

/**
 * Second factors people meet; only TOTP can be enrolled here.
 */
export type SecondFactor = "totp" | "secur-id" | "sms" | "mail";

/**
 * How TLS starts (RFC 8314).
 */
export type Security = "tls" | "starttls";

/**
 * A mail server and what it answered.
 */
export type ServerLine = { 
/**
 * Where; null when none was found.
 */
endpoint: Endpoint | null, 
/**
 * Where the endpoint was found.
 */
found_by: FoundBy | null, 
/**
 * The server answered under a verified certificate.
 */
reached: boolean, 
/**
 * Why it was not.
 */
fault: RefusalLine | null, };

/**
 * Who said that a computer is shared. The sentence is `shared-<by>`.
 */
export type SharedBy = "person" | "machine" | "pack";

/**
 * What a signature is made of; typed by the person.
 */
export type SignatureFields = { 
/**
 * "Professeure de mathématiques".
 */
role: string, 
/**
 * "Lycée Victor-Hugo, Besançon".
 */
school: string, 
/**
 * As the person writes it.
 */
phone: string, };

/**
 * What a folder is for (RFC 6154).
 */
export type SpecialUse = "drafts" | "sent" | "junk" | "trash" | "archive";

/**
 * How much a thing is worth.
 */
export type Standing = "done" | "declared" | "left";

/**
 * What came of looking.
 */
export type State = "waiting" | "open" | "failed" | "closed";

/**
 * What stays at a place. The sentence is `stays-<why>`.
 */
export type Stays = { "why": "attempts", 
/**
 * When they stop counting, Unix seconds: the next start after that erases them.
 */
until: number, } | { "why": "wanted", 
/**
 * How many files.
 */
files: number, } | { "why": "earlier", 
/**
 * How many files.
 */
files: number, } | { "why": "no-keyring" } | { "why": "found", 
/**
 * Where.
 */
paths: Array<string>, };

/**
 * The seven steps, in order.
 */
export type StepName = "academy" | "identity" | "password" | "recovery" | "second-factor" | "mail-apps" | "check-up";

/**
 * The true list.
 */
export type Summary = { 
/**
 * Confirmed by a server.
 */
done: Array<Item>, 
/**
 * Said by the person.
 */
declared: Array<Item>, 
/**
 * Remains.
 */
left: Array<Item>, 
/**
 * Every file written.
 */
files: Array<FileLine>, 
/**
 * What the mailbox said when it opened.
 */
mailbox: MailboxLine | null, 
/**
 * A message to oneself may be sent and seen to come back.
 */
round_trip: boolean, 
/**
 * Whether the mail password may be kept for later check-ups.
 */
keeping: Keeping, 
/**
 * Reminders for a calendar may be written.
 */
reminders: boolean, 
/**
 * The day the password is forgotten, rehearsed.
 */
forgotten: Forgotten, 
/**
 * Where mail is read.
 */
webmail: PageLine | null, 
/**
 * Whom to ask, the nearest first.
 */
desks: Array<DeskLine>, 
/**
 * A message in French to paste when asking for help; no secret in it.
 */
message: string, 
/**
 * The mailbox, then every portal people take for it.
 */
portals: Array<PortalLine>, 
/**
 * After a change: where the former password is still stored.
 */
old_places: OldPlaces | null, 
/**
 * Habits worth keeping; the sentences are `reflex-<key>`.
 */
reflexes: Array<Reflex>, };

/**
 * What an official page is used for.
 */
export type Task = "change-password" | "application-password" | "recovery" | "recovery-phone" | "second-factor" | "resume";

/**
 * The end of a passage: everything was erased, then looked for.
 */
export type Traces = { 
/**
 * Why it ended.
 */
ended: Ending, 
/**
 * Every place, with what was found.
 */
looks: Array<Look>, };

/**
 * What a person types into an application that reads no file of ours.
 */
export type TypedLine = { 
/**
 * The sentences are `app-<app>`, `.steps` and `.warning`.
 */
app: MailApp, 
/**
 * The warning is shown first.
 */
warns: boolean, 
/**
 * In the order the application asks.
 */
values: Array<TypedValue>, };

/**
 * One value to type.
 */
export type TypedValue = { 
/**
 * Key of its label.
 */
label: string, 
/**
 * As it is typed.
 */
value: string, };

/**
 * What undoing a change did.
 */
export type UndoneLine = { 
/**
 * Where.
 */
path: string, 
/**
 * The sentence is `undone-<did>`.
 */
did: Did, };

/**
 * What we say of a password. Carries no part of it.
 */
export type Verdict = { 
/**
 * May be sent to the academy.
 */
accepted: boolean, 
/**
 * The academy's rule, or the assumed one, line by line.
 */
rules: Array<RuleLine>, 
/**
 * The rule is assumed: the academy's is unknown.
 */
assumed: boolean, 
/**
 * 0 to 4, the scale of zxcvbn; 4 is what guessing alone would let through.
 */
score: number, 
/**
 * Guesses an attacker needs, power of ten: the lower of zxcvbn's and ours.
 */
guesses_log10: number, 
/**
 * Bits by the CNIL's formula (recommendation of 2022): length × log2(alphabet). Blind to words.
 */
cnil_bits: number, 
/**
 * One piece of advice at a time; the sentence is `advice-<code>`.
 */
advice: Advice | null, };

/**
 * Everything a door needs to draw the moment.
 */
export type View = { 
/**
 * Where we are among the seven.
 */
step: StepName, 
/**
 * The academy chosen, once it is.
 */
academy: AcademyCard | null, 
/**
 * The département, where the person said it.
 */
department: DepartmentLine | null, 
/**
 * Nothing real is touched: a banner says so.
 */
practice: boolean, 
/**
 * Several people use this computer, and who said so: nothing of the person stays, and every screen says it.
 */
shared: SharedBy | null, 
/**
 * No pack was signed for this academy: a line says that this is an independent tool.
 */
independent: boolean, 
/**
 * The pack that serves for the academy chosen: every screen says which, and until when.
 */
pack: PackLine | null, 
/**
 * Going back crosses no effect on a server.
 */
can_back: boolean, 
/**
 * All of it was confirmed and nothing is to be decided: a door may go on by [`Answer::Continue`] and say it beside what
 * follows.
 */
settled: boolean, 
/**
 * Facts of the academy's data that belong to this step; the sentences are `fact-<key>`.
 */
facts: Array<FactLine>, 
/**
 * The screen itself.
 */
screen: Screen, };

/**
 * Why something is left or only declared.
 */
export type Why = "later" | "no-server" | "servers-unknown" | "clients-closed" | "not-reached" | "page-unknown" | "did-not-work" | "mail-first" | "password-first" | "old-holds" | "academy-wrote" | "factor-unproved" | "refused" | "still-opens" | "not-back" | "forwards" | "before" | "not-there" | "no-settings";

/**
 * How somebody without a smartphone gets a second factor; the sentence is `without-phone-<way>`.
 */
export type WithoutPhone = "computer-app" | "text-message" | "otp-key" | "school-device" | "desk";
