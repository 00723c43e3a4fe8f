// Sentences: Fluent over what Rust embeds, so that the window and the terminal say the same words.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import { words } from './ipc'

type Args = Record<string, FluentVariable>

let store = $state.raw({ bundle: new FluentBundle('fr'), lang: 'fr', unread: new Map<string, string>() })

/** Takes a language over; without one, the system's. */
export async function speak(lang: string | null = null): Promise<void> {
  const spoken = await words(lang)
  // No isolation marks: they would show in a copied address, and no sentence here mixes directions.
  const bundle = new FluentBundle(spoken.lang, { useIsolating: false })
  store = { bundle, lang: spoken.lang, unread: messages(spoken.text) }
  document.documentElement.lang = spoken.lang
}

/** Each message by its name: only its first line begins at the margin. A screen shows one in twenty, so each is read when it is asked for. */
function messages(text: string): Map<string, string> {
  const lines = text.split(/\n(?=[a-z])/)
  return new Map(lines.map((message) => [message.slice(0, message.indexOf(' ')), message]))
}

function message(key: string) {
  const { bundle, unread } = store
  const text = unread.get(key)
  if (text !== undefined) {
    bundle.addResource(new FluentResource(text))
    unread.delete(key)
  }
  return bundle.getMessage(key)
}

/** The language spoken now. */
export const lang = () => store.lang

/** Whether a sentence exists. */
export const has = (key: string) => message(key) !== undefined

/** A sentence, or one of its attributes (`key.remedy`). A missing one shows its key. */
export function t(path: string, args: Args = {}): string {
  const [key = path, attribute] = path.split('.')
  const found = message(key)
  const pattern = attribute ? found?.attributes[attribute] : found?.value
  return pattern ? store.bundle.formatPattern(pattern, args) : path
}

/** A sentence when it exists, else nothing. */
export function maybe(path: string, args: Args = {}): string {
  const said = t(path, args)
  return said === path ? '' : said
}

/** "31 août 2027": days come as ISO 8601. */
export const day = (iso: string | null) =>
  iso ? new Intl.DateTimeFormat(store.lang, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${iso}T00:00:00Z`)) : ''

/** The values of a refusal; whole numbers as numbers, so that plurals agree. */
export function numbers(params: Record<string, string>): Args {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, /^\d{1,9}$/.test(value) ? Number(value) : value]))
}
