// The window with a mocked bridge, for looking: /?look=enrolment-card-hidden&lang=en, /?screen=enrolment-card&lang=en&refusal=wrong-code,
// or &type=find:69&type=…; `window.show` changes what stands there without loading anything again.
import { tick } from 'svelte'
import type { RefusalLine } from '../src/bindings'
import { looks } from './looks'
import { install, viewOf } from './mock'

const wanted = new URLSearchParams(location.search)
const lang = wanted.get('lang') ?? 'fr'
install({ screen: wanted.get('screen') ?? 'find-academy', lang, refuse: wanted.get('refusal'), slow: wanted.has('slow'), proxied: wanted.has('proxied') })
await (await import('../src/main')).drawn
await import('../src/later')
const { session } = await import('../src/session.svelte')
const { speak } = await import('../src/l10n.svelte')

const settled = () => new Promise((go) => requestAnimationFrame(() => requestAnimationFrame(go)))

function type(id: string, text: string) {
  const field = document.getElementById(id)
  if (!(field instanceof HTMLInputElement)) throw new Error(`no field ${id}`)
  field.value = text
  field.dispatchEvent(new Event('input', { bubbles: true }))
}

let shown = ''

/** Draws a look as if the person had come there; `refusal` is what stopped them. */
async function show(name: string, lang: string, refusal: RefusalLine | null = null) {
  if (refusal && shown === `${name} ${lang}`) {
    Object.assign(session, { refusal, alarm: session.alarm + 1 })
    return settled()
  }
  const look = looks[name]
  if (!look) throw new Error(`no look ${name}`)
  install({ screen: look.screen, lang })
  Object.assign(session, { view: null, busy: false, doing: null, refusal: null, faults: [], tab: null, kept: {}, proxyOpen: false })
  await tick()
  if (document.documentElement.lang !== lang) await speak(lang)
  await session.open()
  session.tab = look.tab ?? null
  session.passed = look.passed ? viewOf(look.passed).screen : null
  if (look.busy) Object.assign(session, { busy: true, doing: { code: 'signing-in', host: 'imap.example.test', at_most_s: 12 } })
  if (look.faults) session.complain(look.faults)
  if (refusal) Object.assign(session, { refusal, alarm: session.alarm + 1 })
  await tick()
  for (const [id, text] of Object.entries(look.type ?? {})) type(id, text)
  for (const css of look.press ?? []) {
    const button = document.querySelector<HTMLElement>(css)
    if (!button) throw new Error(`${name}: nothing to press at ${css}`)
    button.click()
    await settled()
  }
  await document.fonts.ready
  await settled()
  shown = `${name} ${lang}`
}

Object.assign(window, { looks: Object.keys(looks), show })

const look = wanted.get('look')
if (look) await show(look, lang)

/** Types into fields by their id, for pictures of what comes as one types. */
setTimeout(() => {
  for (const typed of wanted.getAll('type')) {
    const [id = '', ...text] = typed.split(':')
    type(id, text.join(':'))
  }
  if (wanted.has('unfold')) document.querySelectorAll('details').forEach((details) => (details.open = true))
}, 300)
