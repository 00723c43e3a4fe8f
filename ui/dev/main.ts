// The window with a mocked bridge, for looking: /?screen=enrolment-card&lang=en&refusal=wrong-code, or &type=find:69&type=…
import { install } from './mock'

const wanted = new URLSearchParams(location.search)
install({ screen: wanted.get('screen') ?? 'find-academy', lang: wanted.get('lang') ?? 'fr', refuse: wanted.get('refusal'), slow: wanted.has('slow'), proxied: wanted.has('proxied') })
await import('../src/main')

/** Types into fields by their id, for pictures of what comes as one types. */
setTimeout(() => {
  for (const typed of wanted.getAll('type')) {
    const [id = '', ...text] = typed.split(':')
    const field = document.getElementById(id)
    if (!(field instanceof HTMLInputElement)) continue
    field.value = text.join(':')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  if (wanted.has('unfold')) document.querySelectorAll('details').forEach((details) => (details.open = true))
}, 300)
