// A web proxy that wants a sign-in: asked for where it stopped us, sent once, never kept in the page.
import { screen as page, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { describe, expect, test } from 'vitest'
import { missing, open, press, submit, violations } from './open'

const user = () => userEvent.setup()
const form = () => document.querySelector<HTMLFormElement>('form[data-proxy]')
const field = (name: string) => form()!.querySelector<HTMLInputElement>(`[name^=proxy-${name}]`)!
const proxyAnswers = (sent: { answers: { kind: string }[] }) => sent.answers.filter((answer) => answer.kind === 'sign-in-to-proxy')

async function give(name: string, password: string) {
  await user().clear(field('user'))
  await user().type(field('user'), name)
  await user().type(field('password'), password)
  await user().click(press('open-proxy'))
}

describe.each(['fr', 'en'])('in %s', (lang) => {
  test('the refusal of any step brings the form; a no is said once and the password is gone', async () => {
    const sent = await open({ screen: 'sign-in', lang, proxied: true })
    await user().type(document.querySelector<HTMLInputElement>('#password')!, 'Tilleul.Orage-47')
    await user().click(submit())
    await waitFor(() => expect(form()?.dataset.proxy).toBe('proxy.lycee.example:3128'))
    expect(missing()).toEqual([])
    expect(await violations()).toEqual([])

    await give('reseau', 'faux')
    await waitFor(() => expect(form()!.querySelector('[data-refusal=proxy-password-refused]')).not.toBeNull())
    expect(field('password').value).toBe('')
    expect(document.activeElement).toBe(field('user'))
    expect(proxyAnswers(sent)).toEqual([{ kind: 'sign-in-to-proxy', proxy: 'proxy.lycee.example:3128', user: 'reseau', password: 'faux' }])

    await give('reseau', 'juste')
    await waitFor(() => expect(document.querySelector('[data-proxy-open]')).not.toBeNull())
    expect(document.querySelector('.alert')).toBeNull()
    expect(proxyAnswers(sent)).toHaveLength(2)
    expect(missing()).toEqual([])
  }, 30_000)
})

test('nothing is sent while a field is empty', async () => {
  const sent = await open({ screen: 'sign-in', proxied: true })
  await user().type(document.querySelector<HTMLInputElement>('#password')!, 'x')
  await user().click(submit())
  await waitFor(() => expect(form()).not.toBeNull())
  await user().type(field('user'), 'reseau')
  await user().click(press('open-proxy'))
  await page.findAllByText(/donnés pour ce réseau\./)
  expect(proxyAnswers(sent)).toEqual([])
})

test('the diagnosis asks for it and looks again once it is open', async () => {
  const sent = await open({ screen: 'servers-not', proxied: true })
  await user().click(press('diagnose-tool'))
  await waitFor(() => expect(form()).not.toBeNull())
  expect(await violations()).toEqual([])
  await give('reseau', 'juste')
  await waitFor(() => expect(document.querySelector<HTMLElement>('[data-diagnosis]')?.dataset.diagnosis).toBe('mail-ports-blocked'))
  expect(sent.tools.map((tool) => tool.kind)).toEqual(['diagnose', 'diagnose'])
}, 30_000)

test('a search stopped by it is made again', async () => {
  const sent = await open({ screen: 'servers-proxy', next: ['servers', 'hold'] })
  expect(missing()).toEqual([])
  expect(await violations()).toEqual([])
  await give('reseau', 'juste')
  // They answer now: that asks nothing more.
  await waitFor(() => expect(sent.answers.slice(-2)).toEqual([{ kind: 'look-again' }, { kind: 'continue' }]))
}, 30_000)

test('the mail service where mail arrives is one click away', async () => {
  const sent = await open({ screen: 'servers-proxy' })
  await user().click(press('other-platform'))
  expect(sent.answers).toEqual([{ kind: 'choose-platform', id: 'nationale' }])
})
