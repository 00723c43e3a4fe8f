// The bridge, answered by examples: one view for every screen. Used by the pages we look at and by the tests.
import { mockIPC } from '@tauri-apps/api/mocks'
import type { AcademyCard, Answer, ChangeLine, Client, DeskLine, Diagnosis, DiagnosisLine, Forgotten, Idle, LinkLine, Look, PackLine, PageLine, PortalLine, Question, RefusalLine, Reply, ResumeLine, Screen, StepName, View } from '../src/bindings'
import type { Tool, ToolReply } from '../src/ipc'

const texts = import.meta.glob<string>('../../locales/*/*.ftl', { query: '?raw', import: 'default', eager: true })

/** Every sentence of a language, as Rust would hand them over. */
export const sentences = (lang: string) =>
  Object.entries(texts).filter(([path]) => path.includes(`/locales/${lang}/`)).map(([, text]) => text).join('\n')

const academy: AcademyCard = { id: 'lyon', name: 'Lyon', official_name: 'académie de Lyon', kind: 'academy', domain: 'ac-lyon.fr' }
const practice: AcademyCard[] = [
  { id: 'entrainement', name: 'Entraînement', official_name: 'académie d’entraînement', kind: 'practice', domain: 'entrainement.test' },
  { id: 'entrainement-web', name: 'Entraînement web', official_name: 'académie d’entraînement (pages web)', kind: 'practice', domain: 'entrainement-web.test' },
]
const loire = { code: '42', name: 'Loire' }
const school: DeskLine = { role: 'secretariat', name: null, department: null, town: null, confidence: null, url: null, phone: null }
const local: DeskLine = { ...school, role: 'department', name: 'DSDEN de la Loire, Saint-Étienne', department: loire }
const rectorate: DeskLine = { ...school, role: 'rectorate' }
const message = 'Messagerie académique : besoin d’aide\n\nBonjour,\n\nJe prends mes fonctions (académie de Lyon) et je n’arrive pas à ouvrir ma messagerie professionnelle.\n\nPrénom et nom : Claire Martin\nDépartement : Loire (42)'
const portal = (kind: PortalLine['kind'], name: string | null, host: string | null, scope: string | null = null): PortalLine => ({ kind, name, host, scope, confidence: 'third-party' })
const portals = [
  portal('inbox', 'messagerie de l’académie de Lyon', 'webmail.ac-lyon.fr'), portal('other-mailbox', 'messagerie nationale', 'messagerie.education.gouv.fr'),
  portal('sign-on', null, 'portail.ac-lyon.fr'), portal('account', 'lien de réinitialisation de la page de connexion', null),
  portal('website', null, 'www.ac-lyon.fr'), portal('ent', 'ENT Auvergne-Rhône-Alpes', 'ent.auvergnerhonealpes.fr', 'lycées, collèges'),
  portal('ent', 'laclasse.com', 'laclasse.com', 'Métropole de Lyon'), portal('families', 'EduConnect', 'educonnect.education.gouv.fr'),
  portal('application', 'I-Prof, ARENA, Cyclades, Santorin, Imag’in', null),
]
const imitation: LinkLine = {
  verdict: 'lookalike', opens_inbox: false, academy: null, name: null, why: 'lookalike-edit', differs: 'ac-lyom.fr ≠ ac-lyon.fr', instead: null,
  compared: { before: 'ac-lyo', pasted: 'm', official: 'n', after: '.fr' }, inboxes: ['https://webmail.ac-lyon.fr', 'https://messagerie.education.gouv.fr'], confidence: null,
}
const workspace: LinkLine = {
  verdict: 'official_other', opens_inbox: false, academy: 'lyon', name: 'laclasse.com', why: 'ent', differs: null, compared: null,
  instead: 'https://webmail.ac-lyon.fr', inboxes: ['https://webmail.ac-lyon.fr'], confidence: 'third-party',
}
const desk: DeskLine = { role: 'academy', department: null, town: null, confidence: null, name: 'Plateforme d’assistance de l’académie', url: 'https://assistance.example.test/', phone: '04 00 00 00 00' }
const page = (purpose: PageLine['purpose'], name: string | null, host: string): PageLine => ({
  purpose, name, url: `https://${host}/`, host, confidence: 'official-page', practice_url: null,
})
const forgotten: Forgotten = { page: page('reset-password', 'MACADAM', 'reset.example.test'), prepared: true, asked: ['identifier', 'secondary-address', 'captcha'], desk }
const unprepared: Forgotten = { page: { purpose: 'reset-password', name: null, url: null, host: null, confidence: null, practice_url: null }, prepared: false, asked: ['numen', 'birth-date', 'identity-document', 'hr-office'], desk: rectorate }
const ways = ['computer-app', 'otp-key', 'school-device', 'desk'] as const
const fault: RefusalLine = { code: 'timeout', params: { host: 'smtps.example.test', port: '465' }, mender: 'referent', kind: 'fault' }
const written = (client: Client, name: string, next: string, backup: string | null = null) => ({ client, path: name.startsWith('/') ? name : `/home/claire/Rentrée/${name}`, sha256: 'a'.repeat(64), next, backup })
/** A proxy that wants a sign-in; `juste` opens it. */
const proxy = 'proxy.lycee.example:3128'
const asked: RefusalLine = { code: 'proxy-sign-in', params: { proxy, host: 'portail.example.test', port: '443' }, mender: 'person', kind: 'fault' }
const refusedThere: RefusalLine = { ...asked, code: 'proxy-password-refused' }
const files = [
  written('thunderbird', '/home/claire/.thunderbird/x.default/prefs.js', 'thunderbird-added', '/home/claire/.thunderbird/x.default/prefs.js.rentree'),
  written('apple', 'rentree-claire-martin.mobileconfig', 'apple-profile'),
  written('sheet', 'fiche-claire-martin.pdf', 'sheet-print'),
  written('outlook', 'outlook-claire-martin.prf', 'outlook-prf'),
  written('android', 'android-claire-martin.svg', 'android-qr'),
  written('webmail', 'messagerie-claire-martin.desktop', 'webmail-desktop'),
  written('thunderbird', 'thunderbird-claire-martin.xml', 'thunderbird-settings'),
  written('outlook', 'outlook-claire-martin.xml', 'outlook-xml'),
  written('outlook', 'outlook-claire-martin.reg', 'outlook-registry'),
  written('outlook', 'outlook-claire-martin-annuler.reg', 'outlook-registry-undo'),
  written('android', 'android-claire-martin.k9s', 'android-k9'),
  written('webmail', 'messagerie-claire-martin.url', 'webmail-url'),
  written('webmail', 'messagerie-claire-martin.webloc', 'webmail-webloc'),
]
const changes: ChangeLine[] = [
  { path: files[0]!.path, client: 'thunderbird', since: 1_795_257_000, kind: 'account', backup: files[0]!.backup },
  { path: files[2]!.path, client: 'sheet', since: 1_795_256_940, kind: 'replaced', backup: `${files[2]!.path}.rentree-20261121T083000Z.bak` },
  { path: files[1]!.path, client: 'apple', since: 1_795_256_940, kind: 'made', backup: null },
]
const typed = (['gmail', 'gnome'] as const).map((app) => ({
  app, warns: app === 'gmail',
  values: [
    { label: 'typed-name', value: 'Claire Martin' },
    { label: 'typed-address', value: 'claire.martin@example.test' },
    { label: 'typed-login', value: 'cmartin' },
    { label: 'typed-imap', value: 'imap.example.test' },
    { label: 'typed-port', value: '993' },
    { label: 'typed-security', value: 'SSL/TLS' },
  ],
}))
// Not a real code: a pattern with three corners, to see where it stands.
const corner = (x: number, y: number) => `M${x} ${y}h7v7h-7ZM${x + 1} ${y + 1}v5h5v-5ZM${x + 2} ${y + 2}h3v3h-3Z`
const dots = Array.from({ length: 37 * 37 }, (_, n) => ({ x: n % 37, y: Math.floor(n / 37) }))
  .filter(({ x, y }) => ((x * 374761393 + y * 668265263) ^ (x * y * 1274126177)) % 7 > 0)
  .filter(({ x, y }) => !((x < 8 && y < 8) || (x > 28 && y < 8) || (x < 8 && y > 28)))
const qr = corner(4, 4) + corner(34, 4) + corner(4, 34) + dots.map(({ x, y }) => `M${x + 4} ${y + 4}h1v1h-1Z`).join('')

// One violet pixel, where the core would hand over a rectorate's logo.
const logo = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNwM58NAAIaAUK9GjQmAAAAAElFTkSuQmCC'
const pack: PackLine = { academy: 'académie de Lyon', key: 'BF0E181429810086', signed: '2026-09-21', until: '2027-08-31', expired: false, logo }

type Scene = { step: StepName; screen: Screen; bare?: boolean; settled?: boolean; practice?: boolean; shared?: View['shared']; idle?: Idle; pack?: PackLine; leftOut?: boolean }

const look = (place: Look['place'], gone: number, path: string | null = null): Look => ({ place, path, gone, seen: null, stays: null })

const left: Omit<ResumeLine, 'in_doubt'> = { academy: 'académie de Lyon', name: 'Claire Martin', address: 'claire.martin@ac-lyon.fr', since: 1_795_200_000, step: 'recovery', left: ['second-factor', 'profiles'] }

/** One scene for each screen, by name. */
export const scenes: Record<string, Scene> = {
  'find-academy': { step: 'academy', bare: true, screen: { kind: 'find-academy', practice, known: 33, resume: null } },
  'find-academy-resume': { step: 'academy', bare: true, screen: { kind: 'find-academy', practice, known: 33, resume: { ...left, in_doubt: false } } },
  'find-academy-in-doubt': { step: 'academy', bare: true, screen: { kind: 'find-academy', practice: [], known: 33, resume: { ...left, step: 'password', left: [], in_doubt: true } } },
  'sign-in-kept': { step: 'password', screen: { kind: 'sign-in', login: 'cmartin', asked: 'own', attempts_left: 2, wait_minutes: 0, ask_elsewhere: true, kept: true } },
  'outcome-resume': {
    step: 'password',
    screen: { kind: 'outcome', task: 'resume', old_places: null, devices: [], forgotten: null, items: [
      { key: 'password', standing: 'done', proof: { code: 'signed-in', host: 'ldap.example.test' }, why: null, page: null },
      { key: 'recovery-registered', standing: 'done', proof: { code: 'read-back', host: 'ldap.example.test', address: 'claire@perso.test' }, why: null, page: null },
      { key: 'recovery-address', standing: 'declared', proof: null, why: 'before', page: null },
      { key: 'second-factor', standing: 'left', proof: null, why: 'not-there', page: null },
    ] },
  },
  'find-academy-shared': { step: 'academy', bare: true, shared: 'person', screen: { kind: 'find-academy', practice, known: 33, resume: null } },
  'find-academy-machine': { step: 'academy', bare: true, shared: 'machine', screen: { kind: 'find-academy', practice, known: 33, resume: null } },
  'hold-idle': { step: 'password', shared: 'pack', idle: { state: 'warned', seconds: 97 }, screen: { kind: 'hold', options: ['letter', 'already-changed', 'lost'] } },
  'choose-apps-shared': {
    step: 'mail-apps', shared: 'person',
    screen: { kind: 'choose-apps', folder: '/tmp/rentree-door-1-files-x/Rentrée', display_name: 'Claire Martin', clients: [
      ...(['thunderbird', 'outlook'] as const).map((client) => ({ client, installed: false, proposed: false, unavailable: { code: 'not-on-shared', params: {}, mender: 'person' as const, kind: 'refused' as const } })),
      ...(['apple', 'android', 'sheet', 'reminders'] as const).map((client) => ({ client, installed: false, proposed: client === 'sheet', unavailable: null })),
    ] },
  },
  'written-shared': { step: 'mail-apps', shared: 'person', screen: { kind: 'written', files: files.slice(1), typed: [], mailing: 'offered' } },
  ended: {
    step: 'check-up', bare: true, shared: 'person',
    screen: { kind: 'ended', ended: 'asked', looks: [
      look('files', 3), look('ledger', 0, '/home/salle/.local/share/rentree'), look('keyring', 0), look('temporary', 1, '/tmp/rentree-door-4242-files-x'),
      { ...look('page-store', 0, '/tmp/rentree-door-4242-engine-x'), seen: 12 },
    ] },
  },
  'ended-idle': {
    step: 'check-up', bare: true, shared: 'machine',
    screen: { kind: 'ended', ended: 'idle', looks: [
      look('files', 0), { ...look('ledger', 0, '/home/salle/.local/share/rentree'), stays: { why: 'attempts', until: 1_795_300_000 } },
      { ...look('keyring', 0), stays: { why: 'no-keyring' } }, look('temporary', 1, '/tmp/rentree-door-4242-files-x'),
      { ...look('page-store', 0, '/tmp/rentree-door-4242-engine-x'), seen: 1, stays: { why: 'found', paths: ['/tmp/rentree-door-4242-engine-x/WebKitCache/a'] } },
    ] },
  },
  'find-academy-left-out': { step: 'academy', bare: true, leftOut: true, screen: { kind: 'find-academy', practice: [], known: 33, resume: null } },
  'identify-packed': { step: 'identity', pack, screen: { kind: 'identify', domain: 'ac-lyon.fr', login_form: 'short', entered: null } },
  'identify-expired': { step: 'identity', pack: { ...pack, expired: true, until: '2026-01-31' }, screen: { kind: 'identify', domain: 'ac-lyon.fr', login_form: 'short', entered: null } },
  'choose-department': {
    step: 'academy', bare: true,
    screen: { kind: 'choose-department', choices: [{ code: '01', name: 'Ain' }, loire, { code: '69', name: 'Rhône' }] },
  },
  'choose-platform': {
    step: 'academy', bare: true,
    screen: { kind: 'choose-platform', choices: [
      { id: 'convergence', name: 'Convergence', webmail: 'https://webmail.example.test/' },
      { id: 'nationale', name: 'messagerie nationale', webmail: 'https://messagerie.example.test/' },
    ] },
  },
  identify: { step: 'identity', screen: { kind: 'identify', domain: 'ac-lyon.fr', login_form: 'short', entered: null } },
  'identify-again': { step: 'identity', screen: { kind: 'identify', domain: 'ac-lyon.fr', login_form: 'short', entered: { given: 'Claire', family: 'Martin', birth_family: 'Durand', address: 'claire.martin@ac-lyon.fr', identifier: 'cmartin' } } },
  servers: {
    step: 'identity', settled: true,
    screen: {
      kind: 'servers', confirm: false, arrives_at: null,
      imap: { endpoint: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' }, found_by: { data: 'official-page' }, reached: true, fault: null },
      smtp: { endpoint: { protocol: 'smtp', host: 'smtps.example.test', port: 465, security: 'tls' }, found_by: 'srv', reached: true, fault: null },
    },
  },
  'servers-not': {
    step: 'identity',
    screen: {
      kind: 'servers', confirm: true, arrives_at: null,
      imap: { endpoint: { protocol: 'imap', host: 'imap.example.test', port: 993, security: 'tls' }, found_by: 'autoconfig', reached: true, fault: null },
      smtp: { endpoint: { protocol: 'smtp', host: 'smtps.example.test', port: 465, security: 'tls' }, found_by: 'srv', reached: false, fault },
    },
  },
  'servers-proxy': {
    step: 'identity',
    screen: {
      kind: 'servers', confirm: false,
      arrives_at: { id: 'nationale', name: 'messagerie nationale', webmail: 'https://messagerie.example.test/' },
      imap: { endpoint: null, found_by: null, reached: false, fault: asked },
      smtp: { endpoint: { protocol: 'smtp', host: 'smtps.example.test', port: 465, security: 'tls' }, found_by: 'srv', reached: true, fault: null },
    },
  },
  hold: { step: 'password', screen: { kind: 'hold', options: ['letter', 'numen', 'handed', 'already-changed', 'lost'] } },
  lost: {
    step: 'password',
    screen: { kind: 'lost', page: page('reset-password', 'MACADAM', 'reset.example.test'), with_recovery: ['identifier', 'secondary-address'], without_recovery: ['numen', 'birth-date', 'identity-document', 'hr-office'], desk },
  },
  'sign-in': { step: 'password', screen: { kind: 'sign-in', login: 'cmartin', asked: 'first', attempts_left: 2, wait_minutes: 0, ask_elsewhere: true, kept: false } },
  'sign-in-wait': { step: 'password', screen: { kind: 'sign-in', login: 'cmartin', asked: 'own', attempts_left: 0, wait_minutes: 23, ask_elsewhere: true, kept: false } },
  'other-form': { step: 'password', screen: { kind: 'other-form', refused: 'cmartin', other: 'claire.martin@ac-lyon.fr', asked: 'own', attempts_left: 1 } },
  'new-password': {
    step: 'password', practice: true,
    screen: { kind: 'new-password', assumed: true, must_change: true, rules: [{ code: 'min-length', n: 12, met: false }, { code: 'classes', n: 3, met: false }, { code: 'plain-ascii', n: 0, met: true }] },
  },
  'in-doubt': { step: 'password', screen: { kind: 'in-doubt', both_known: false } },
  'hand-off': {
    step: 'password',
    screen: { kind: 'hand-off', task: 'change-password', page: page('change-password', 'Estérel', 'esterel.example.test'), asked: ['identifier', 'current-password', 'captcha'], without_phone: [], desk, device: null },
  },
  'hand-off-application': {
    step: 'password',
    screen: { kind: 'hand-off', task: 'application-password', page: page('application-password', null, 'messagerie.example.test'), asked: ['identifier', 'current-password'], without_phone: [], desk, device: 'phone' },
  },
  'hand-off-unknown': {
    step: 'recovery',
    screen: { kind: 'hand-off', task: 'recovery', page: { purpose: 'recovery', name: null, url: null, host: null, confidence: null, practice_url: null }, asked: ['identifier'], without_phone: [], desk: rectorate, device: null },
  },
  outcome: {
    step: 'password',
    screen: { kind: 'outcome', task: 'change-password', items: [
      { key: 'password', standing: 'declared', proof: null, why: 'no-server', page: null },
      { key: 'mailbox', standing: 'done', proof: { code: 'imap-opened', host: 'imap.example.test' }, why: null, page: null },
      { key: 'sending', standing: 'left', proof: null, why: 'not-reached', page: null },
    ], old_places: { places: ['phone', 'mail-program', 'wifi', 'workspace', 'browser'], lock_after: 5 }, devices: [], forgotten: null },
  },
  'outcome-application': {
    step: 'password',
    screen: { kind: 'outcome', task: 'change-password', items: [
      { key: 'password', standing: 'declared', proof: null, why: 'no-server', page: null },
      { key: 'application-password', standing: 'done', proof: { code: 'imap-opened', host: 'imap.example.test' }, why: null, page: null },
      { key: 'mailbox', standing: 'done', proof: { code: 'imap-opened', host: 'imap.example.test' }, why: null, page: null },
    ], old_places: { places: ['wifi', 'workspace', 'browser'], lock_after: null }, devices: ['phone', 'tablet'], forgotten: null },
  },
  'recovery-address': { step: 'recovery', screen: { kind: 'recovery-address', domain: 'ac-lyon.fr', registers: false } },
  'recovery-meant': { step: 'recovery', screen: { kind: 'recovery-meant', typed: 'claire.martin@gmial.com', meant: 'claire.martin@gmail.com' } },
  'academy-letter': { step: 'recovery', screen: { kind: 'academy-letter' } },
  'outcome-recovery': {
    step: 'recovery',
    screen: { kind: 'outcome', task: 'recovery', forgotten, old_places: null, devices: [], items: [
      { key: 'recovery-address', standing: 'done', proof: { code: 'code-typed-back', address: 'claire@perso.test' }, why: null, page: null },
      { key: 'recovery-registered', standing: 'done', proof: { code: 'read-back', host: 'annuaire.example.test', address: 'claire@perso.test' }, why: null, page: null },
      { key: 'recovery-phone', standing: 'declared', proof: null, why: 'no-server', page: null },
    ] },
  },
  'outcome-proved': {
    step: 'recovery', settled: true,
    screen: { kind: 'outcome', task: 'recovery', forgotten, old_places: null, devices: [], items: [
      { key: 'recovery-address', standing: 'done', proof: { code: 'code-typed-back', address: 'claire@perso.test' }, why: null, page: null },
      { key: 'recovery-registered', standing: 'done', proof: { code: 'read-back', host: 'annuaire.example.test', address: 'claire@perso.test' }, why: null, page: null },
    ] },
  },
  'outcome-unprepared': {
    step: 'recovery',
    screen: { kind: 'outcome', task: 'recovery', forgotten: unprepared, old_places: null, devices: [], items: [
      { key: 'recovery-address', standing: 'left', proof: null, why: 'mail-first', page: null },
      { key: 'recovery-registered', standing: 'left', proof: null, why: 'page-unknown', page: unprepared.page },
    ] },
  },
  'hand-off-factor': {
    step: 'second-factor',
    screen: { kind: 'hand-off', task: 'second-factor', page: page('second-factor', null, 'portail.example.test'), asked: ['identifier', 'current-password', 'phone'], without_phone: [...ways], desk, device: null },
  },
  'recovery-code': { step: 'recovery', practice: true, screen: { kind: 'recovery-code', address: 'claire.perso@perso.test', minutes: 10, tries_left: 3, practice_inbox: 'http://127.0.0.1:1/inbox' } },
  enrol: { step: 'second-factor', screen: { kind: 'enrol', factors: ['totp', 'secur-id'], without_phone: [...ways] } },
  'enrolment-card': {
    step: 'second-factor', practice: true,
    screen: { kind: 'enrolment-card', issuer: 'Académie d’entraînement', account: 'cmartin', qr_path: qr, qr_side: 45, key: ['JBSW', 'Y3DP', 'EHPK', '3PXP', 'JBSW', 'Y3DP', 'EHPK', '3PXP'], uri: 'otpauth://totp/x?secret=JBSWY3DP', tries_left: 3 },
  },
  'prove-code': { step: 'second-factor', practice: true, screen: { kind: 'prove-code', tries_left: 3, existing: false, clock: { code: 'clock-phone', params: { minutes: '3', seconds: '180', side: 'behind' }, mender: 'person', kind: 'refused' } } },
  'prove-existing': { step: 'second-factor', screen: { kind: 'prove-code', tries_left: 3, existing: true, clock: null } },
  'declare-factor': { step: 'second-factor', screen: { kind: 'declare-factor', factors: ['totp', 'secur-id', 'sms', 'mail'], asked: false } },
  'offer-codes': { step: 'second-factor', screen: { kind: 'offer-codes' } },
  'recovery-codes': { step: 'second-factor', screen: { kind: 'recovery-codes', codes: ['483920', '195837', '028461', '739205', '560184', '917362', '284059', '650317', '402896', '873150'], saved: null, tries_left: 3 } },
  'declare-asked': { step: 'second-factor', screen: { kind: 'declare-factor', factors: ['sms', 'mail'], asked: true } },
  'choose-apps': {
    step: 'mail-apps',
    screen: { kind: 'choose-apps', folder: '/home/claire/Rentrée', display_name: 'Claire Martin', clients: [
      { client: 'thunderbird', installed: true, proposed: true, unavailable: null },
      { client: 'outlook', installed: false, proposed: false, unavailable: { code: 'app-forbidden', params: { why: 'les messages passeraient par les serveurs d’une entreprise.' }, mender: 'person', kind: 'refused' } },
      { client: 'apple', installed: false, proposed: true, unavailable: null },
      { client: 'android', installed: false, proposed: false, unavailable: null },
      { client: 'evolution', installed: false, proposed: false, unavailable: null },
      { client: 'webmail', installed: false, proposed: false, unavailable: null },
      { client: 'sheet', installed: false, proposed: true, unavailable: null },
      { client: 'signature', installed: false, proposed: false, unavailable: null },
      { client: 'reminders', installed: false, proposed: false, unavailable: null },
    ] },
  },
  written: { step: 'mail-apps', screen: { kind: 'written', files, typed, mailing: 'offered' } },
  'check-up': {
    step: 'check-up',
    screen: {
      kind: 'check-up',
      done: [
        { key: 'servers', standing: 'done', proof: { code: 'greeted', host: 'imap.example.test' }, why: null, page: null },
        { key: 'mailbox', standing: 'done', proof: { code: 'imap-opened', host: 'imap.example.test' }, why: null, page: null },
        { key: 'recovery-address', standing: 'done', proof: { code: 'code-typed-back', address: 'claire@perso.test' }, why: null, page: null },
        { key: 'profiles', standing: 'done', proof: { code: 'on-disk', files: 3 }, why: null, page: null },
      ],
      declared: [{ key: 'password', standing: 'declared', proof: null, why: 'no-server', page: null }],
      left: [{ key: 'forwarding', standing: 'left', proof: null, why: 'forwards', page: page('webmail', 'Convergence', 'webmail.example.test') }, { key: 'second-factor', standing: 'left', proof: null, why: 'later', page: page('second-factor', null, 'portail.example.test') }],
      files, desks: [school, local, desk], message, portals,
      mailbox: {
        host: 'imap.example.test', messages: 12, used_kib: 184_320, limit_kib: 204_800, nearly_full: true, full: false,
        special: ['drafts', 'sent', 'junk', 'trash'], quarantine_unread: 2,
        forwarding: { state: 'on', host: 'imap.example.test', rules: [
          { to: 'claire.martin.perso@fournisseur-de-messagerie.example', rule: 'redirect :copy "claire.martin.perso@fournisseur-de-messagerie.example";', outside: true, always: true, copy_stays: true },
        ] },
      },
      round_trip: true, keeping: { state: 'offered' }, reminders: true, forgotten,
      webmail: page('webmail', 'Convergence', 'webmail.example.test'),
      reflexes: ['quarantine', 'bcc', 'phishing', 'log-out', 'browser', 'reuse', 'numen', 'forwarding', 'alerts', 'signature', 'quota'],
      old_places: { places: ['phone', 'mail-program', 'wifi', 'workspace', 'browser'], lock_after: 5 },
    },
  },
}

const whole = scenes['check-up']!.screen as Extract<Screen, { kind: 'check-up' }>
scenes['check-up-done'] = {
  step: 'check-up', practice: true,
  screen: {
    ...whole, done: [...whole.done, { key: 'round-trip', standing: 'done', proof: { code: 'came-back', host: 'imap.example.test' }, why: null, page: null }], declared: [], left: [], round_trip: false,
    mailbox: { ...whole.mailbox!, used_kib: 10_240, nearly_full: false, quarantine_unread: 0, forwarding: { state: 'off', host: 'sieve.example.test' } },
  },
}

/** The view of a scene. */
export function viewOf(name: string): View {
  const scene = scenes[name]
  if (!scene) throw new Error(`no scene ${name}`)
  const here = scene.practice ? practice[0]! : academy
  return {
    step: scene.step, academy: scene.bare ? null : here, department: scene.bare || scene.practice ? null : loire, practice: scene.practice ?? false, shared: scene.shared ?? null, independent: !scene.practice && (scene.pack?.expired ?? true), pack: scene.pack ?? null,
    can_back: !scene.bare, settled: scene.settled ?? false, facts: [], screen: scene.screen,
  }
}

function reply(question: Question): Reply {
  switch (question.kind) {
    case 'find':
      if (/^\d{2}[A-Z]\w{10}$/i.test(question.text.trim())) return { kind: 'found', hits: [], link: null, numen: true }
      if (/^https?:|^www\./.test(question.text)) return { kind: 'found', hits: [], numen: false, link: question.text.includes('lyom') ? imitation : workspace }
      return { kind: 'found', numen: false, link: null, hits: question.text.startsWith('zzz') ? [] : [
        { academy, department: { code: '69', name: 'Rhône' }, because: 'town', what: 'Villeurbanne', score: 1 },
        { academy: { ...academy, id: 'grenoble', name: 'Grenoble', official_name: 'académie de Grenoble', domain: 'ac-grenoble.fr' }, department: { code: '38', name: 'Isère' }, because: 'town', what: 'Villard-de-Lans', score: 0.4 },
      ] }
    case 'numen':
      return { kind: 'numen', numen: /^\d{2}[A-Z]\w{10}$/i.test(question.text.trim()) }
    case 'identifiers':
      return question.given && question.family
        ? { kind: 'identifiers', logins: [{ value: 'cmartin', why: 'rule' }, { value: 'cmartin1', why: 'homonym' }], addresses: [{ value: 'claire.martin@ac-lyon.fr', why: 'rule' }] }
        : { kind: 'identifiers', logins: [], addresses: [] }
    case 'password': {
      const long = question.text.length >= 12
      return { kind: 'password', accepted: long, assumed: true, score: long ? 4 : 1, guesses_log10: long ? 14 : 3, cnil_bits: long ? 157 : 32, advice: long ? null : 'add-word',
        rules: [{ code: 'min-length', n: 12, met: long }, { code: 'classes', n: 3, met: long }, { code: 'plain-ascii', n: 0, met: true }] }
    }
    case 'suggest':
      return { kind: 'suggestions', passphrases: [{ text: 'Tilleul-orage-cahier-lune-42', cnil_bits: 90 }, { text: 'Galet-renard-fenêtre-bleue-7', cnil_bits: 90 }] }
    case 'link':
      return { kind: 'link', ...workspace }
  }
}

const seen = (kind: DiagnosisLine['kind'], host: string, port: number | null, needed: boolean, code: string | null): DiagnosisLine => ({
  kind, host, port, needed, state: code ? (needed ? 'failed' : 'closed') : 'open', ms: code ? 5003 : 42,
  fault: code ? { code, params: { host, port: String(port ?? 0) }, mender: 'referent', kind: 'fault' } : null,
})

/** A school network: the web passes, mail does not. */
export const blocked: Diagnosis = {
  academy, state: 'stopped', provisional: false, proxy, clock_offset_s: 2, likely: null,
  verdict: { code: 'mail-ports-blocked', params: { ports: '993, 465' }, mender: 'referent', kind: 'fault' },
  lines: [
    seen('dns', 'imap.example.test', null, true, null), seen('dns', 'smtps.example.test', null, true, null),
    seen('imap', 'imap.example.test', 993, true, 'filtered'), seen('smtp', 'smtps.example.test', 465, true, 'filtered'),
    seen('imap', 'imap.example.test', 143, false, 'filtered'), seen('pop', 'imap.example.test', 995, false, 'filtered'),
    seen('sieve', 'imap.example.test', 4190, false, 'filtered'), seen('smtp', 'smtps.example.test', 587, false, 'filtered'),
    seen('web', 'webmail.example.test', 443, true, null),
  ],
}
const early: Diagnosis = {
  ...blocked, state: 'looking', verdict: null, clock_offset_s: null,
  lines: blocked.lines.map((line, n) => (n < 2 ? line : { ...line, state: 'waiting', ms: null, fault: null })),
}

function toolReply(tool: Tool, view: View, scene?: Scene): ToolReply {
  switch (tool.kind) {
    case 'presence':
      return { kind: 'presence', idle: (!tool.sign && scene?.idle) || { state: 'present' } }
    case 'open-file':
    case 'close':
      return { kind: 'done' }
    case 'diagnose':
      return { kind: 'diagnosed', diagnosis: blocked, report: 'Diagnostic Rentrée\n\n✗ imap.example.test:993 [filtered]\n' }
    case 'save-report':
      return { kind: 'saved', path: '/home/claire/Rentrée/diagnostic-2026-11-21-10h05.txt' }
    case 'stop-diagnosis':
      return { kind: 'done' }
    case 'hosts':
      return { kind: 'hosts', contacts: [{ host: 'imap.example.test', port: 993, purpose: 'mailbox', times: 2 }] }
    case 'changes':
      return { kind: 'changes', changes }
    case 'undo': {
      const kind = changes.find((change) => change.path === tool.path)?.kind
      const left = changes.filter((change) => change.path !== tool.path)
      return { kind: 'undone', undone: { path: tool.path, did: kind === 'account' ? 'account-out' : kind === 'replaced' ? 'restored' : 'removed' }, changes: left }
    }
    case 'packs':
      return {
        kind: 'packs',
        serve: view.pack ? [view.pack] : [],
        left_out: scene?.leftOut ? [{ path: '/usr/share/rentree/packs/paris.toml', why: { code: 'pack-changed', params: {}, mender: 'rectorate', kind: 'refused' } }] : [],
      }
    case 'about':
      return { kind: 'about', version: '0.1.0', folder: '/home/claire/Rentrée' }
    case 'practice-people':
      return { kind: 'people', people: [{ id: 'claire-martin', given: 'Claire', family: 'Martin', address: 'claire.martin@entrainement.test', login: 'cmartin', password: 'Provisoire-2026!', state: 'fresh', academy: 'entrainement', personal_mailbox: 'claire.perso@perso.test' }] }
    case 'practice-inbox':
      return { kind: 'inbox', mails: [{ from: 'claire.martin@entrainement.test', subject: 'Votre code de vérification : 123456', text: '123456' }] }
    case 'practice-code':
      return { kind: 'code', code: '123456' }
    case 'restart':
      return { kind: 'restarted', view }
    case 'open-page':
      return { kind: 'done' }
  }
}

/** What the window sent over the bridge, for the tests. */
export type Sent = { answers: Answer[]; tools: Tool[]; cancelled: number; questions: Question[] }

type Wanted = { screen: string; lang?: string; refuse?: string | null; slow?: boolean; next?: string | string[]; proxied?: boolean }

/** Answers the bridge from a scene; an answer leads to `next`, one after the other, or is refused, or waits until it is cancelled. */
export function install({ screen, lang = 'fr', refuse = null, slow = false, next, proxied = false }: Wanted): Sent {
  const sent: Sent = { answers: [], tools: [], cancelled: 0, questions: [] }
  let view = viewOf(screen)
  const following = [next ?? screen].flat()
  const onward = () => viewOf((following.length > 1 ? following.shift() : following[0])!)
  let stop: (() => void) | null = null
  let open = !proxied
  mockIPC(async (command, payload) => {
    const given = (payload ?? {}) as Record<string, unknown>
    switch (command) {
      case 'words': {
        const wanted = (given.lang as string | null) ?? lang
        return { lang: wanted, text: sentences(wanted) }
      }
      case 'view':
        return view
      case 'ask':
        sent.questions.push(given.question as Question)
        return reply(given.question as Question)
      case 'answer': {
        sent.answers.push(given.answer as Answer)
        const progress = given.progress as { onmessage?: (doing: unknown) => void }
        if (slow) {
          progress.onmessage?.({ code: 'signing-in', host: 'imap.example.test', at_most_s: 12 })
          await new Promise<void>((go) => (stop = go))
          throw { code: 'cancelled', params: {}, mender: 'person', kind: 'refused' } satisfies RefusalLine
        }
        const answer = given.answer as Answer
        if (answer.kind === 'sign-in-to-proxy') {
          open = answer.password === 'juste'
          if (!open) throw refusedThere
          return view
        }
        if (!open) throw asked
        if (refuse) throw { code: refuse, params: { left: '2', tries_left: '2', host: 'imap.example.test', port: '993' }, mender: 'person', kind: refuse === 'filtered' ? 'fault' : 'refused' } satisfies RefusalLine
        view = onward()
        return view
      }
      case 'back':
        view = onward()
        return view
      case 'cancel':
        sent.cancelled += 1
        stop?.()
        return null
      case 'tool':
        sent.tools.push(given.tool as Tool)
        if ((given.tool as Tool).kind === 'diagnose') {
          ;(given.news as { onmessage?: (news: Diagnosis) => void }).onmessage?.(early)
          if (slow) {
            await new Promise<void>((go) => (stop = go))
            throw { code: 'cancelled', params: {}, mender: 'person', kind: 'refused' } satisfies RefusalLine
          }
        }
        if ((given.tool as Tool).kind === 'stop-diagnosis') stop?.()
        if ((given.tool as Tool).kind === 'diagnose' && !open) {
          return { kind: 'diagnosed', diagnosis: { ...blocked, verdict: asked }, report: 'Diagnostic Rentrée\n' }
        }
        return toolReply(given.tool as Tool, view, scenes[screen])
      default:
        throw new Error(`no command ${command}`)
    }
  })
  return sent
}
