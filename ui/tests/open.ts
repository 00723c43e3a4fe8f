// Opens the window on a scene, as dev/main.ts does, and checks what every screen must hold.
import { render, screen as page, waitFor } from '@testing-library/svelte'
import axe from 'axe-core'
import { expect } from 'vitest'
import { install, viewOf, type Sent } from '../dev/mock'
import App from '../src/App.svelte'
import { speak } from '../src/l10n.svelte'
import { session } from '../src/session.svelte'

export type Wanted = Parameters<typeof install>[0]

export async function open(wanted: Wanted): Promise<Sent> {
  const sent = install(wanted)
  Object.assign(session, { view: null, busy: false, doing: null, refusal: null, faults: [], turn: 0, alarm: 0, tab: null, kept: {}, proxyOpen: false, passed: null })
  await Promise.all([speak(wanted.lang ?? 'fr'), session.open()])
  render(App)
  await waitFor(() => expect(document.querySelector('main')?.dataset.screen).toBe(viewOf(wanted.screen).screen.kind))
  await page.findByRole('heading', { level: 1 })
  // The other screens and the tools come after the first frame, as in the window.
  await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))
  await import('../src/later')
  return sent
}

/** Keys on screen are sentences that are missing. */
export const missing = () => document.body.textContent?.match(/\b(window|item|proof|why|doing|reflex|holding|need|task|page|purpose|factor|confidence|found-by|login-form|mender|standing|client|returned|step|rule|advice|endpoint|diagnosis|likely|resume|shared|ended|look|stays|proxy|servers)-[a-z0-9.-]+/g) ?? []

export async function violations() {
  const found = await axe.run(document, { rules: { 'color-contrast': { enabled: false } } })
  return found.violations.map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.html).join(' ')}`)
}

export const submit = () => document.querySelector<HTMLButtonElement>('[data-do=submit]')!
export const press = (what: string) => document.querySelector<HTMLButtonElement>(`[data-do=${what}]`)!
