// The diagnosis: a list that fills, one verdict, a report that leaves only by the person's hand.
import { screen as page, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { describe, expect, test, vi } from 'vitest'
import { missing, open, press, submit, violations } from './open'

const user = () => userEvent.setup()
const shown = () => document.querySelector<HTMLElement>('[data-diagnosis]')
const done = () => waitFor(() => expect(shown()?.dataset.diagnosis).toBe('mail-ports-blocked'))

describe.each(['fr', 'en'])('in %s', (lang) => {
  test('the verdict stands on top, announced, with what to do and who can mend it', async () => {
    await open({ screen: 'servers-not', lang })
    await user().click(press('diagnose-tool'))
    await done()
    const status = shown()!.querySelector('[role=status][aria-live]')!
    expect(status.textContent).toMatch(/993, 465/)
    expect(status.querySelectorAll('p')).toHaveLength(3)
    expect(document.querySelectorAll('[data-endpoint]')).toHaveLength(9)
    expect(missing()).toEqual([])
    expect(await violations()).toEqual([])
    // axe takes seconds on a busy machine.
  }, 30_000)
})

test('while it runs the list is alive, and it can be stopped', async () => {
  const sent = await open({ screen: 'servers-not', slow: true })
  await user().click(press('diagnose'))
  await waitFor(() => expect(document.querySelectorAll('[data-state=waiting]').length).toBe(7))
  expect(shown()?.dataset.diagnosis).toBe('running')
  expect(page.getByText('2 sur 9 vérifications faites')).toBeTruthy()
  expect(await violations()).toEqual([])
  await user().click(press('stop-diagnosis'))
  await page.findByText(/arrêt/i)
  expect(sent.tools.map((tool) => tool.kind)).toEqual(['diagnose', 'stop-diagnosis'])
})

test('closing the window over it stops it', async () => {
  const sent = await open({ screen: 'servers-not', slow: true })
  await user().click(press('diagnose-tool'))
  await waitFor(() => expect(shown()).not.toBeNull())
  await user().click(page.getByRole('button', { name: 'Fermer' }))
  await waitFor(() => expect(sent.tools.at(-1)).toEqual({ kind: 'stop-diagnosis' }))
})

test('the report is saved where the person is told, and copied or selected', async () => {
  const sent = await open({ screen: 'servers-not' })
  await user().click(press('diagnose-tool'))
  await done()
  await user().click(press('save-report'))
  await page.findByText(/diagnostic-2026-11-21-10h05.txt/)
  expect(sent.tools.at(-1)).toEqual({ kind: 'save-report' })
  const actor = user()
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValueOnce(new Error('no'))
  await actor.click(press('copy-report'))
  await page.findByText(/Ctrl\+C/)
  await actor.click(press('copy-report'))
  await page.findByText(/Le rapport est copié/)
})

test('a network refusal offers it, another one does not', async () => {
  await open({ screen: 'sign-in', refuse: 'filtered' })
  await user().type(page.getByLabelText('Mot de passe provisoire'), 'x')
  await user().click(submit())
  await waitFor(() => expect(document.querySelector('.alert [data-do=diagnose]')).not.toBeNull())
  await user().click(press('diagnose'))
  await done()
})
