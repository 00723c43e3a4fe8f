// Plain French: short sentences, no jargon without its gloss, easy by the Kandel-Moles index. Thresholds stand here.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { FluentResource } from '@fluent/bundle'
import { expect, test } from 'vitest'
import { install } from '../dev/mock'
import { has, speak, t } from '../src/l10n.svelte'

/** Words in one sentence, from a capital to a full stop: the plain-language guides of the State say 15 to 20. */
const LONGEST = 24
/** Words in a sentence, on average. */
const MEAN = 12
/** Kandel-Moles, French Flesch: 60 and above is "standard", 70 "easy", 100 the easiest. */
const EASE = 60

/** Never said to staff. */
const FORBIDDEN = [
  /\bMFA\b/, /\b2FA\b/, /\bTOTP\b/, /\bOTP\b(?! \(RSA)/, /\bURL\b/, /\blogin\b/i, /\btoken\b/i, /\b(un|le|votre|par) mails?\b/i, /\bemails?\b/i, /\bveuillez\b/i, /\bmerci de\b/i,
  /\bafin d/i, /\beffectuer\b/i, /\bprocéder\b/i, /\bcliquez ici\b/i, /\bsaisi(?!r une clé)/i, /\brenseigner\b/i, /\bcredentials?\b/i, /\bauthentification forte\b/i, /\bvalidez\b/i,
]
/** Said only beside words that explain it, in the same message or its remedy. */
const GLOSSED: [RegExp, RegExp][] = [
  [/\bDNS\b/, /nom|domaine/], [/\bIMAP\b/, /messagerie|boîte|recevoir|lire|serveur/i], [/\bSMTP\b/, /messagerie|envoyer|serveur/i], [/\bTLS\b/, /chiffre/i], [/\bUAI\b/, /établissement/],
  [/\bCci\b/, /copie cachée|adresses|cacher/], [/\bproxy\b/i, /réseau|ordinateur/], [/\bENT\b/, /espace/i], [/\bbits\b/, /CNIL/], [/\bpack\b/i, /fichier/],
]
/** The terminal, the administrator’s commands and what a rectorate’s IT service reads. */
const SPECIALISTS = /^(cli-|machine-|purpose-|refusal-(machine|pack|staff|answers|profile-certificate|bad-key|bad-descriptor|signing)|next-outlook|app-)/

const folder = join(import.meta.dirname, '..', '..', 'locales', 'fr')
type Pattern = string | readonly unknown[]
type Element = { type: string; value?: unknown; variants?: { value: Pattern }[] }

/** Every way a pattern may come out; a value stands as one word. */
function said(pattern: Pattern): string[] {
  if (typeof pattern === 'string') return [pattern]
  return pattern.reduce<string[]>((whole, part) => {
    const ways = typeof part === 'string' ? [part] : ways_of(part as Element)
    return whole.flatMap((start) => ways.map((end) => start + end))
  }, [''])
}
const ways_of = (element: Element): string[] =>
  element.type === 'select' ? element.variants!.flatMap((variant) => said(variant.value)) : element.type === 'str' ? [String(element.value)] : ['valeur']

const messages = readdirSync(folder).flatMap((file) =>
  [...new FluentResource(readFileSync(join(folder, file), 'utf8')).body].map(({ id, value, attributes }) => ({
    id, texts: [value, ...Object.values(attributes)].filter((pattern) => pattern !== null).flatMap((pattern) => said(pattern as Pattern)),
  })),
)
const sentences = (text: string) => text.replaceAll('\u00a0', ' ').split(/(?<=[.!?…])\s+|\n+/).map((line) => line.trim()).filter(Boolean)
const words = (text: string) => text.replaceAll('\u00a0', ' ').split(/\s+/).filter((word) => /[\p{L}\d]/u.test(word))
/** Vowel groups; a last mute e, es or ent is not heard. */
const syllables = (word: string) => Math.max(1, (word.toLowerCase().replace(/(?<=.[^aeiouyéèêàâîôûù])(es?|ent)$/u, '').match(/[aeiouyéèêëàâîïôûùœ]+/gu) ?? []).length)

test('no sentence is too long', () => {
  expect(messages.length).toBeGreaterThan(700)
  const long = messages.flatMap(({ id, texts }) => texts.flatMap(sentences).filter((line) => words(line).length > LONGEST).map((line) => `${id}: ${line}`))
  expect([...new Set(long)]).toEqual([])
})

test('French reads easily on the whole', () => {
  const full = messages.filter(({ id }) => !SPECIALISTS.test(id)).flatMap(({ texts }) => texts.flatMap(sentences)).filter((line) => words(line).length > 3)
  const counted = full.flatMap(words)
  const length = counted.length / full.length
  const ease = 207 - 1.015 * length - (73.6 * counted.reduce((sum, word) => sum + syllables(word), 0)) / counted.length
  expect(length).toBeLessThanOrEqual(MEAN)
  expect(ease).toBeGreaterThanOrEqual(EASE)
})

test('no jargon for staff without its gloss', () => {
  const found = messages.filter(({ id }) => !SPECIALISTS.test(id)).flatMap(({ id, texts }) => {
    const whole = texts.join(' ')
    const bare = GLOSSED.filter(([term, gloss]) => term.test(whole) && !gloss.test(whole)).map(([term]) => `${id}: ${term} without a gloss`)
    return [...FORBIDDEN.filter((term) => term.test(whole)).map((term) => `${id}: ${term}`), ...bare]
  })
  expect(found).toEqual([])
})

test('French and English typography: no straight apostrophe, a space that does not break before high punctuation', () => {
  const loose = messages.flatMap(({ id, texts }) => texts.filter((text) => /\p{L}'\p{L}| [:;?!»]|« /u.test(text)).map((text) => `${id}: ${text}`))
  const english = join(folder, '..', 'en')
  const straight = readdirSync(english).flatMap((file) => readFileSync(join(english, file), 'utf8').split('\n').filter((line) => !line.startsWith('#') && /\p{L}'\p{L}/u.test(line)))
  expect({ loose, straight }).toEqual({ loose: [], straight: [] })
})

test.each(['fr', 'en'])('each message is read when it is asked for, as if all were read: %s', async (lang) => {
  install({ screen: 'find-academy', lang })
  await speak(lang)
  const all = join(folder, '..', lang)
  const whole = readdirSync(all).flatMap((file) => [...new FluentResource(readFileSync(join(all, file), 'utf8')).body])
  const said = whole.flatMap(({ id, value, attributes }) => [[id, value] as const, ...Object.entries(attributes).map(([name, text]) => [`${id}.${name}`, text] as const)])
  expect(whole.filter(({ id }) => !has(id))).toEqual([])
  const plain = said.filter((one): one is [string, string] => typeof one[1] === 'string')
  expect(plain.length).toBeGreaterThan(500)
  expect(plain.filter(([path, text]) => t(path) !== text)).toEqual([])
  expect(has('nothing-of-the-kind')).toBe(false)
})
