// A shared computer, coming back, and what is kept: each part says what it must and sends what was chosen.
import { screen as page, waitFor, within } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { session } from '../src/session.svelte'
import { open, press, violations } from './open'

const user = () => userEvent.setup()

test('whose computer it is: own at first, and said at once when it changes', async () => {
  const sent = await open({ screen: 'find-academy', next: 'find-academy-shared' })
  expect(page.getByRole<HTMLInputElement>('radio', { name: /seul·e/ }).checked).toBe(true)
  expect(page.getByText(/Jamais un mot de passe/)).toBeTruthy()
  expect(sent.answers).toEqual([])
  await user().click(page.getByRole('radio', { name: /partagé/ }))
  await waitFor(() => expect(sent.answers).toEqual([{ kind: 'computer', shared: true }]))
  expect(await page.findByRole('region', { name: 'Ordinateur partagé' })).toBeTruthy()
  expect(page.queryByText(/Jamais un mot de passe/)).toBeNull()
})

test('what an administrator said is not asked again', async () => {
  await open({ screen: 'find-academy-machine' })
  expect(document.querySelector('[data-part=computer]')).toBeNull()
  expect(document.querySelector('[data-shared=machine]')?.textContent).toContain('administre cet ordinateur')
})

test('finishing is asked for once, says what goes, and ends on what was looked at', async () => {
  const sent = await open({ screen: 'choose-apps-shared', next: 'ended' })
  await user().click(document.querySelector<HTMLElement>('.banner [data-do=finish]')!)
  const dialog = await page.findByRole('dialog')
  expect(dialog.textContent).toContain('Tous les fichiers préparés ici sont retirés.')
  await user().click(press('finish-stay'))
  expect(sent.answers).toEqual([])
  await user().click(document.querySelector<HTMLElement>('.banner [data-do=finish]')!)
  await user().click(press('finish-now'))
  expect(sent.answers).toEqual([{ kind: 'finish', idle: false }])
  expect(await page.findByRole('heading', { level: 1, name: 'Il ne reste rien de vous sur cet ordinateur' })).toBeTruthy()
  expect(page.queryByRole('dialog')).toBeNull()
})

test('what was found is not dressed up', async () => {
  await open({ screen: 'ended-idle' })
  expect(page.getByRole('heading', { level: 1 }).textContent).toBe('Il reste quelque chose à effacer')
  expect(document.querySelector('[data-look=page-store]')?.textContent).toContain('WebKitCache/a')
  expect(document.querySelector('[data-look=ledger]')?.textContent).toContain('sans votre nom')
})

test('left alone: a countdown that any key stops, without doing anything else', async () => {
  const sent = await open({ screen: 'hold-idle' })
  const dialog = await page.findByRole('alertdialog', {}, { timeout: 5_000 })
  expect(dialog.textContent).toContain('97 secondes')
  expect(await violations()).toEqual([])
  await user().keyboard('x')
  await waitFor(() => expect(page.queryByRole('alertdialog')).toBeNull())
  expect(sent.tools.some((tool) => tool.kind === 'presence' && tool.sign)).toBe(true)
  expect(sent.answers).toEqual([])
})

test('on a shared computer a file is opened from here, and the way out names its end', async () => {
  const sent = await open({ screen: 'written-shared' })
  await user().click(page.getByRole('button', { name: /fiche-claire-martin.pdf/ }))
  expect(sent.tools).toContainEqual({ kind: 'open-file', path: '/home/claire/Rentrée/fiche-claire-martin.pdf' })
  expect(press('changes')).toBeNull()
})

test('coming back is one click, and says that servers are asked again', async () => {
  const sent = await open({ screen: 'find-academy-resume', next: 'sign-in' })
  const card = within(document.querySelector<HTMLElement>('[data-part=resume]')!)
  expect(card.getByText(/Claire Martin/)).toBeTruthy()
  expect(card.getByText(/demandons de nouveau/)).toBeTruthy()
  await user().click(press('resume'))
  expect(sent.answers).toEqual([{ kind: 'resume' }])
})

test('a note of somebody else can be erased, by the one act that erases', async () => {
  const sent = await open({ screen: 'find-academy-resume', next: 'ended' })
  await user().click(press('resume-forget'))
  expect((await page.findByRole('dialog')).textContent).toContain('la note pour reprendre')
  await user().click(press('finish-now'))
  expect(sent.answers).toEqual([{ kind: 'finish', idle: false }])
})

test('erasing has one name on every screen, and says in a rehearsal that only the rehearsal goes', async () => {
  await open({ screen: 'new-password' })
  expect(press('finish-tool').textContent).toBe('Tout effacer de cet ordinateur')
  await user().click(press('finish-tool'))
  const dialog = await page.findByRole('dialog')
  expect(dialog.textContent).toContain('Vos propres réglages ne sont pas touchés.')
  expect(press('finish-now').textContent).toBe('Tout effacer de cet ordinateur')
})

test('the kept password is used by its own button, never filled in', async () => {
  const sent = await open({ screen: 'sign-in-kept' })
  expect(page.getByLabelText<HTMLInputElement>('Mot de passe').value).toBe('')
  await user().click(press('use-kept'))
  expect(sent.answers).toEqual([{ kind: 'use-kept' }])
})

test('check-up: keeping is consented to by a button that says what is kept, where and for how long', async () => {
  const sent = await open({ screen: 'check-up' })
  const keep = press('keep')
  expect(document.getElementById(keep.getAttribute('aria-describedby')!)?.textContent).toMatch(/trousseau.*trente jours/)
  await user().click(keep)
  await waitFor(() => expect(session.busy).toBe(false))
  await user().click(press('remind'))
  expect(sent.answers).toEqual([{ kind: 'keep' }, { kind: 'remind' }])
})
