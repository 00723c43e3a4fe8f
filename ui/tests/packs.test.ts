// Opening a pack: which of the files chosen is sent, what is said when it is refused, and where the focus goes.
import { screen as page, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { missing, open, press, violations, type Wanted } from './open'

const pack = new File(['expires = "2027-08-31"\n'], 'lyon.toml')
const signature = new File(['untrusted comment: é\n'], 'lyon.toml.minisig')
const other = new File(['x'], 'paris.toml.minisig')

async function opened(wanted: Wanted, files: File[]) {
  const user = userEvent.setup({ applyAccept: false })
  const sent = await open(wanted)
  await user.click(press('referent'))
  await user.click(press('packs'))
  if (files.length > 0) await user.upload(await waitFor(() => document.querySelector<HTMLInputElement>('#pack-files')!), files)
  await user.click(await waitFor(() => press('pack-open')))
  return sent
}

test('the pack goes with the signature that bears its name', async () => {
  const sent = await opened({ screen: 'find-academy' }, [other, signature, pack])
  const bytes = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)))
  await waitFor(() => expect(sent.answers).toHaveLength(1))
  expect(sent.answers[0]).toEqual({
    kind: 'open-pack', name: 'lyon.toml', pack: bytes('expires = "2027-08-31"\n'), signature: bytes('untrusted comment: é\n'),
  })
  await waitFor(() => expect(document.activeElement?.getAttribute('data-pack')).toBe('added'))
})

test('a signature of another name is not sent as this pack’s', async () => {
  const sent = await opened({ screen: 'find-academy' }, [pack, other])
  await waitFor(() => expect(sent.answers).toHaveLength(1))
  expect(sent.answers[0]).toMatchObject({ name: 'lyon.toml', signature: null })
})

test.each([
  ['none', [signature], 'Choisissez un fichier d’académie.'],
  ['nothing at all', [], 'Choisissez un fichier d’académie.'],
  ['two', [pack, new File(['y'], 'paris.toml')], 'Choisissez un seul fichier d’académie, avec sa signature.'],
])('%s: said at the field, nothing sent', async (_, files, said) => {
  const sent = await opened({ screen: 'find-academy' }, files)
  await page.findByText(said)
  await waitFor(() => expect(document.activeElement?.id).toBe('pack-files'))
  expect(sent.answers).toEqual([])
  expect(await violations()).toEqual([])
})

test.each(['fr', 'en'])('a refusal says what happened and what to do, in %s', async (lang) => {
  const user = userEvent.setup({ applyAccept: false })
  await open({ screen: 'find-academy', lang, refuse: 'pack-changed' })
  await user.click(press('referent'))
  await user.click(press('packs'))
  await user.upload(await waitFor(() => document.querySelector<HTMLInputElement>('#pack-files')!), [pack, signature])
  await user.click(press('pack-open'))
  await waitFor(() => expect(document.activeElement?.getAttribute('data-refusal')).toBe('pack-changed'))
  expect(document.activeElement!.querySelectorAll('h3, p').length).toBe(3)
  expect(document.querySelector('main [data-refusal]')).toBeNull()
  expect(missing()).toEqual([])
  expect(await violations()).toEqual([])
})

test('after the first screen a pack is shown, not opened', async () => {
  const user = userEvent.setup()
  await open({ screen: 'identify-packed' })
  expect(document.querySelector('footer')?.textContent).toContain('31 août 2027')
  expect(document.querySelector('footer')?.textContent).not.toContain('indépendant')
  expect(page.getByRole('img', { name: /Logo/ })).toBeTruthy()
  await user.click(press('referent'))
  await user.click(press('packs'))
  await page.findByText(/s’ouvre sur le premier écran/)
  expect(document.querySelector('#pack-files')).toBeNull()
  expect(document.querySelector('[data-list=packs]')?.textContent).toContain('BF0E181429810086')
})

test('an expired pack shows its day, no logo, and the tool is independent again', async () => {
  await open({ screen: 'identify-expired' })
  expect(document.querySelector('footer')?.textContent).toMatch(/31 janvier 2026.*Outil indépendant/)
  expect(document.querySelector('.pack-logo')).toBeNull()
})

test('a pack left out is said on the first screen, with its reason a click away', async () => {
  const user = userEvent.setup()
  await open({ screen: 'find-academy-left-out' })
  await user.click(await waitFor(() => press('packs-why')))
  await waitFor(() => expect(document.querySelector('[data-list=left-out]')?.textContent).toContain('/usr/share/rentree/packs/paris.toml'))
  expect(await violations()).toEqual([])
})
