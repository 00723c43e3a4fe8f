// Sentences: Fluent over what Rust embeds, so that the window and the terminal say the same words.
import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import { words } from './ipc'

type Args = Record<string, FluentVariable>

let store = $state.raw<{ bundle: FluentBundle | null; lang: string }>({ bundle: null, lang: 'fr' })

/** Takes a language over; without one, the system's. */
export async function speak(lang: string | null = null): Promise<void> {
  const spoken = await words(lang)
  // No isolation marks: they would show in a copied address, and no sentence here mixes directions.
  const bundle = new FluentBundle(spoken.lang, { useIsolating: false })
  bundle.addResource(new FluentResource(spoken.text))
  store = { bundle, lang: spoken.lang }
  document.documentElement.lang = spoken.lang
}

/** The language spoken now. */
export const lang = () => store.lang

/** Whether a sentence exists. */
export const has = (key: string) => store.bundle?.hasMessage(key) ?? false

/** A sentence, or one of its attributes (`key.remedy`). A missing one shows its key. */
export function t(path: string, args: Args = {}): string {
  const [key = path, attribute] = path.split('.')
  const message = store.bundle?.getMessage(key)
  const pattern = attribute ? message?.attributes[attribute] : message?.value
  return pattern ? store.bundle!.formatPattern(pattern, args) : path
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
