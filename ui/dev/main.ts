// The window with a mocked bridge, for looking: /?screen=enrolment-card&lang=en&refusal=wrong-code
import { install } from './mock'

const wanted = new URLSearchParams(location.search)
install({ screen: wanted.get('screen') ?? 'find-academy', lang: wanted.get('lang') ?? 'fr', refuse: wanted.get('refusal'), slow: wanted.has('slow') })
await import('../src/main')
