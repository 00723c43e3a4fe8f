// What each step sends, what it holds back, and what it forgets.
import { cleanup, screen as page, waitFor } from '@testing-library/svelte'
import userEvent from '@testing-library/user-event'
import { flushSync } from 'svelte'
import { expect, test, vi } from 'vitest'
import { session } from '../src/session.svelte'
import { open, press, submit, violations } from './open'

const user = () => userEvent.setup()
const alert = () => document.querySelector<HTMLElement>('.alert')

test('academy: results come as one types, and choosing one answers', async () => {
  const sent = await open({ screen: 'find-academy', next: 'identify' })
  await user().type(page.getByRole('searchbox'), 'Villeurbanne')
  await user().click(await page.findByRole('button', { name: /académie de Lyon/ }))
  expect(sent.answers).toEqual([{ kind: 'choose-academy', id: 'lyon', department: '69' }])
  expect(sent.questions.at(-1)).toEqual({ kind: 'find', text: 'Villeurbanne' })
  await waitFor(() => expect(document.querySelector('main')?.dataset.screen).toBe('identify'))
})

test('a new screen: whoever points finds the first field ready and hears the title, whoever goes by keys is on the title', async () => {
  const spoken = () => document.querySelector('[role=status][aria-live]')?.textContent
  const academy = () => document.querySelector<HTMLElement>('[data-academy=entrainement]')!
  await open({ screen: 'find-academy', next: 'identify' })
  await user().click(academy())
  await waitFor(() => expect(document.activeElement).toBe(page.getByLabelText('Prénom')))
  expect(spoken()).toBe(document.querySelector('h1')?.textContent)
  cleanup()
  await open({ screen: 'find-academy', next: 'identify' })
  const actor = user()
  await actor.tab()
  academy().focus()
  await actor.keyboard('{Enter}')
  await waitFor(() => expect(document.querySelector('main')?.dataset.screen).toBe('identify'))
  expect(document.activeElement).toBe(document.querySelector('h1'))
  expect(spoken()).toBe('')
})

test('what was confirmed with nothing to decide is said above the next question, and goes with it', async () => {
  const sent = await open({ screen: 'identify-again', next: ['servers', 'hold', 'sign-in'] })
  await user().click(submit())
  await waitFor(() => expect(document.querySelector('main')?.dataset.screen).toBe('hold'))
  expect(sent.answers.map((answer) => answer.kind)).toEqual(['identify', 'continue'])
  const passed = () => document.querySelector('main [role=status] [data-passed]')
  expect(passed()?.textContent).toContain('Certificat valable')
  expect(await violations()).toEqual([])
  await user().click(page.getByRole('button', { name: /Une lettre/ }))
  await waitFor(() => expect(document.querySelector('main')?.dataset.screen).toBe('sign-in'))
  expect(sent.answers.at(-1)).toEqual({ kind: 'hold', holding: 'letter' })
  expect(passed()).toBeNull()
})

test('a proof that was gone through keeps its words', async () => {
  await open({ screen: 'recovery-code', next: ['outcome-proved', 'enrol'] })
  await user().type(page.getByLabelText('Code à six chiffres'), '123456{Enter}')
  await waitFor(() => expect(document.querySelector('main')?.dataset.screen).toBe('enrol'))
  expect(document.querySelector('[data-passed=outcome]')?.textContent).toMatch(/Prouvé.*Code envoyé à claire@perso.test, puis recopié/s)
})

test('password: after a change, what still sends the old one is named, each with how to stop it', async () => {
  await open({ screen: 'outcome' })
  const told = page.getByRole('region', { name: /gardent l’ancien mot de passe/ })
  expect([...told.querySelectorAll('dt')].map((place) => place.textContent)).toContain('Téléphone et tablette')
  expect(told.querySelectorAll('dd')).toHaveLength(5)
  expect(told.textContent).toContain('Ici, 5 refus suffisent.')
  expect(told.querySelector('details')!.open).toBe(false)
})

test('password: another device gets an application password of its own, with a name for the page', async () => {
  const sent = await open({ screen: 'outcome-application', next: 'hand-off-application' })
  await user().click(page.getByRole('button', { name: /téléphone/ }))
  expect(sent.answers).toEqual([{ kind: 'for-device', device: 'phone' }])
  await page.findByText(/nommez-le « mobile »/)
  expect(page.getByText('La page ne montre rien ?')).toBeTruthy()
})

test('academy: a NUMEN is taken out of the field', async () => {
  await open({ screen: 'find-academy' })
  const field = page.getByRole<HTMLInputElement>('searchbox')
  await user().type(field, '13E1234567ABC')
  await page.findByText(/NUMEN. Ne le tapez pas/)
  expect(field.value).toBe('')
})

test('academy: a link is told what it opens, in the same field, with the letter that differs', async () => {
  await open({ screen: 'find-academy' })
  const field = page.getByRole<HTMLInputElement>('searchbox')
  await user().type(field, 'https://webmail.ac-lyom.fr/')
  const card = await page.findByRole('alert')
  expect(card.dataset.verdict).toBe('lookalike')
  expect([...card.querySelectorAll('mark')].map((mark) => mark.textContent)).toEqual(['m', 'n'])
  expect(card.textContent).toContain('https://webmail.ac-lyon.fr')
  expect(page.queryByText(/Aucun résultat/)).toBeNull()
  expect(await violations()).toEqual([])
  await user().clear(field)
  await user().type(field, 'https://www.laclasse.com/')
  await page.findByText(/pas votre messagerie/)
  expect(page.queryByRole('alert')).toBeNull()
})

test('academy: the département is asked when nothing said it, and may stay unknown', async () => {
  const sent = await open({ screen: 'choose-department', next: 'identify' })
  await user().click(submit())
  await waitFor(() => expect(document.activeElement).toBe(alert()))
  await user().click(page.getByLabelText(/Je ne sais pas/))
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'choose-department', code: null }])
})

test('check-up: the map says where the mailbox is and what is not, and whom to ask in which order', async () => {
  await open({ screen: 'check-up' })
  const map = page.getByRole('region', { name: 'Votre messagerie' })
  expect(map.textContent).toContain('laclasse.com')
  const desks = [...document.querySelectorAll('.desks li strong')].map((line) => line.textContent)
  expect(desks).toEqual(['Secrétariat de votre établissement', 'DSDEN de la Loire, Saint-Étienne', 'Plateforme d’assistance de l’académie', '04 00 00 00 00'])
  expect(document.querySelector('textarea')?.value).toContain('Loire (42)')
})

test.each(['Prénom', 'Nom', 'Nom de naissance, s’il est différent', 'Adresse professionnelle', 'Identifiant'])('identity: a NUMEN is taken out of « %s »', async (label) => {
  await open({ screen: 'identify' })
  const field = page.getByLabelText<HTMLInputElement>(label, { exact: true })
  await user().type(field, '13E1234567ABC')
  await waitFor(() => expect(field.value).toBe(''))
  expect(field.getAttribute('aria-invalid')).toBe('true')
  expect(document.getElementById(`${field.id}-error`)?.textContent).toMatch(/NUMEN/)
})

test('academy: practice is offered and chosen like any other', async () => {
  const sent = await open({ screen: 'find-academy', next: 'new-password' })
  await user().click(document.querySelector<HTMLElement>('[data-academy=entrainement]')!)
  expect(sent.answers).toEqual([{ kind: 'choose-academy', id: 'entrainement', department: null }])
  expect(await page.findByRole('region', { name: 'Entraînement' })).toBeTruthy()
})

test('identity: what is missing is said in a summary that has the focus, and leads to the field', async () => {
  const sent = await open({ screen: 'identify' })
  await user().click(submit())
  await waitFor(() => expect(document.activeElement).toBe(alert()))
  expect(sent.answers).toEqual([])
  expect(page.getByLabelText('Prénom').getAttribute('aria-invalid')).toBe('true')
  await user().click(page.getByRole('link', { name: 'Tapez votre identifiant' }))
  expect(document.activeElement).toBe(page.getByLabelText('Identifiant'))
  expect(await violations()).toEqual([])
})

test('identity: likely identifiers are proposed, never imposed', async () => {
  const sent = await open({ screen: 'identify' })
  await user().type(page.getByLabelText('Prénom'), 'Claire')
  await user().type(page.getByLabelText('Nom'), 'Martin')
  await user().click(await page.findByRole('button', { name: /^claire.martin@ac-lyon.fr/ }))
  await user().click(await page.findByRole('button', { name: /^cmartin\b(?!1)/ }))
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'identify', given: 'Claire', family: 'Martin', birth_family: '', address: 'claire.martin@ac-lyon.fr', identifier: 'cmartin' }])
})

test('identity: hosts that were only discovered are agreed to, or left out', async () => {
  const sent = await open({ screen: 'servers-not' })
  await user().click(press('disagree'))
  expect(sent.answers).toEqual([{ kind: 'confirm-servers', agreed: false }])
})

test('password: a refusal says what, how and who, takes the focus, and the field is empty', async () => {
  await open({ screen: 'sign-in', refuse: 'wrong-code' })
  const field = page.getByLabelText<HTMLInputElement>('Mot de passe provisoire')
  await user().type(field, 'Provisoire-2026!')
  await user().click(submit())
  await waitFor(() => expect(document.activeElement).toBe(alert()))
  expect(alert()?.textContent).toContain('Vous pouvez le corriger vous-même')
  expect(field.value).toBe('')
  expect(field.getAttribute('aria-invalid')).toBe('true')
})

test('password: no wait is announced where none is due, however long the screen has stood', async () => {
  await open({ screen: 'sign-in' })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_000 })
  try {
    // As after a refusal: the same screen, told again.
    session.view = structuredClone(session.view)
    flushSync()
    expect(document.querySelector('[data-fact=wait]')).toBeNull()
  } finally {
    vi.useRealTimers()
  }
})

test('password: shown on demand, pasted freely', async () => {
  await open({ screen: 'sign-in' })
  const field = page.getByLabelText<HTMLInputElement>('Mot de passe provisoire')
  const actor = user()
  await actor.click(field)
  await actor.paste('Tilleul.Orage-47')
  expect(field.value).toBe('Tilleul.Orage-47')
  expect(field.type).toBe('password')
  await actor.click(page.getByRole('button', { name: /^Afficher/ }))
  expect(field.type).toBe('text')
})

test('password: the checklist follows, a phrase can be taken, and nothing stays in the field', async () => {
  const sent = await open({ screen: 'new-password' })
  await user().type(page.getByLabelText('Nouveau mot de passe'), 'court')
  await page.findByText('Facile à deviner.')
  await user().click(press('suggest'))
  await user().click(await page.findByRole('button', { name: /Tilleul-orage/ }))
  await page.findByText('Très difficile à deviner.')
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'new-password', password: 'Tilleul-orage-cahier-lune-42' }])
  expect(document.body.innerHTML).not.toContain('Tilleul-orage')
})

test('password: in doubt, both are asked for', async () => {
  const sent = await open({ screen: 'in-doubt' })
  await user().click(submit())
  expect(sent.answers).toEqual([])
  await user().type(page.getByLabelText('Ancien mot de passe'), 'un')
  await user().type(page.getByLabelText('Mot de passe que vous aviez choisi'), 'deux')
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'resolve', old: 'un', new: 'deux' }])
})

test('a hand-off shows the host, opens it through Rust, and asks what happened', async () => {
  const sent = await open({ screen: 'hand-off' })
  expect(document.querySelector('.host .name')?.textContent).toBe('esterel.example.test')
  await user().click(press('open'))
  expect(sent.tools).toEqual([{ kind: 'open-page', url: 'https://esterel.example.test/' }])
  await user().click(submit())
  expect(sent.answers).toEqual([])
  await user().click(page.getByRole('radio', { name: /Cela n’a pas fonctionné/ }))
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'returned', outcome: 'did-not-work' }])
})

test('a page nobody knows is said so', async () => {
  await open({ screen: 'hand-off-unknown' })
  expect(page.getByText(/Nous ne connaissons pas l’adresse/)).toBeTruthy()
  expect(press('open')).toBeNull()
})

test('recovery: the code, another one, or later', async () => {
  const sent = await open({ screen: 'recovery-code' })
  await user().click(press('inbox'))
  expect(await page.findByRole('dialog')).toBeTruthy()
  await user().click(page.getByRole('button', { name: 'Fermer' }))
  await user().type(page.getByLabelText('Code à six chiffres'), '123 456')
  await user().click(submit())
  await waitFor(() => expect(session.busy).toBe(false))
  await user().click(press('resend'))
  await waitFor(() => expect(session.busy).toBe(false))
  await user().click(press('later'))
  expect(sent.answers).toEqual([{ kind: 'recovery-code', code: '123 456' }, { kind: 'resend-code' }, { kind: 'later' }])
})

test('second factor: the picture that was asked for is there, with the key as text', async () => {
  const sent = await open({ screen: 'enrolment-card' })
  expect(page.getByRole('img', { name: /QR code/ })).toBeTruthy()
  await user().click(press('reveal'))
  expect(page.queryByRole('img')).toBeNull()
  expect(document.querySelector('[data-key]')?.textContent?.replace(/\s/g, '')).toBe('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  await user().click(press('practice-code'))
  await waitFor(() => expect(page.getByLabelText<HTMLInputElement>('Code de l’application').value).toBe('123456'))
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'code', code: '123456' }])
})

test('second factor: the picture hides itself, and says so', async () => {
  await open({ screen: 'enrolment-card' })
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  try {
    // Hidden and shown again: it counts from there.
    for (const _ of ['hidden', 'shown']) {
      press('reveal').click()
      flushSync()
    }
    expect(page.getByRole('img', { name: /QR code/ })).toBeTruthy()
    vi.advanceTimersByTime(119_000)
    flushSync()
    expect(page.getByRole('img', { name: /QR code/ })).toBeTruthy()
    vi.advanceTimersByTime(1_000)
    flushSync()
    expect(page.queryByRole('img', { name: /QR code/ })).toBeNull()
    expect(document.body.textContent).toContain('s’est masqué')
  } finally {
    vi.useRealTimers()
  }
})

test('second factor: the key is copied whole, and leaves the clipboard with the code', async () => {
  await open({ screen: 'enrolment-card' })
  const actor = user()
  await actor.click(page.getByText('Vous ne pouvez pas le photographier', { exact: false }))
  const written = vi.spyOn(navigator.clipboard, 'writeText')
  await actor.click(press('copy-key'))
  expect(written).toHaveBeenLastCalledWith('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP')
  await page.findByText(/Elle quitte le presse-papiers/)
  await actor.type(page.getByLabelText('Code de l’application'), '123456')
  await actor.click(submit())
  expect(written).toHaveBeenLastCalledWith('')
})

test('second factor: one that is there is proved, and a clock that is wrong is said', async () => {
  await open({ screen: 'prove-existing' })
  expect(page.getByRole('heading', { level: 1 }).textContent).toMatch(/déjà un second facteur/)
  expect(document.querySelector('[data-part=clock]')).toBeNull()
  cleanup()
  await open({ screen: 'prove-code' })
  expect(document.querySelector('[data-part=clock]')?.textContent).toMatch(/téléphone retarde d’environ 3 minutes.*iPhone/s)
})

test('second factor: without a smartphone there is a way', async () => {
  await open({ screen: 'enrol' })
  expect(document.querySelector('[data-part=without-phone]')?.textContent).toMatch(/KeePassXC.*chef d’établissement/s)
})

test('recovery: a slip is corrected with one click, or kept', async () => {
  const sent = await open({ screen: 'recovery-meant' })
  expect(document.querySelector('.host .name')?.textContent).toBe('claire.martin@gmail.com')
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'recovery-meant', agreed: true }])
  cleanup()
  const kept = await open({ screen: 'recovery-meant' })
  await user().click(press('as-typed'))
  expect(kept.answers).toEqual([{ kind: 'recovery-meant', agreed: false }])
})

test('recovery: the day the password is forgotten is rehearsed', async () => {
  await open({ screen: 'outcome-recovery' })
  expect(document.querySelector('[data-part=forgotten]')?.textContent).toMatch(/reset.example.test.*adresse de secours déjà enregistrée/s)
  cleanup()
  await open({ screen: 'outcome-unprepared' })
  expect(document.querySelector('[data-part=forgotten]')?.textContent).toMatch(/pièce d’identité/)
})

test('identity: the name at birth is there again when coming back', async () => {
  await open({ screen: 'identify-again' })
  expect(page.getByLabelText<HTMLInputElement>(/Nom de naissance/).value).toBe('Durand')
})

test('second factor: none is an answer too', async () => {
  const sent = await open({ screen: 'declare-factor' })
  await user().click(page.getByRole('radio', { name: 'Rien pour l’instant' }))
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'declare-factor', factor: null }])
})

test('mail apps: what is proposed is ticked, what cannot be is said why', async () => {
  const sent = await open({ screen: 'choose-apps' })
  expect(page.getByText(/^Pas possible/)).toBeTruthy()
  expect(page.queryByRole('checkbox', { name: /Outlook/ })).toBeNull()
  await user().click(page.getByRole('checkbox', { name: /Fiche/ }))
  await user().type(page.getByLabelText('Fonction'), 'Professeure')
  await user().click(submit())
  expect(sent.answers).toEqual([{ kind: 'apps', clients: ['thunderbird', 'apple'], signature: { role: 'Professeure', school: '', phone: '' }, bcc_warning: false }])
})

test('written files: a line each, which unfolds on what to do, where it is and the way back', async () => {
  await open({ screen: 'written' })
  const of = (client: string) => document.querySelector<HTMLElement>(`.list [data-client='${client}']`)!
  for (const client of ['thunderbird', 'apple', 'outlook', 'android', 'webmail', 'sheet']) {
    expect(of(client).querySelector('details')!.open).toBe(false)
    expect(of(client).querySelector('details p')!.textContent).not.toBe('')
  }
  expect(of('thunderbird').querySelector('details')!.textContent).toContain('tapez votre mot de passe quand il le demande')
  expect(of('thunderbird').querySelector('details')!.textContent).toContain('/home/claire/.thunderbird/x.default/prefs.js')
  expect(of('apple').querySelector('[data-do="mail"]')).not.toBeNull()
  await user().click(of('sheet').querySelector('summary')!)
  await user().click(of('sheet').querySelector('[data-do="undo"]')!)
  await waitFor(() => expect(of('sheet').querySelector('[data-undone="restored"]')).not.toBeNull())
  expect(document.activeElement).toBe(of('sheet').querySelector('[data-said]'))
  expect(of('sheet').querySelector('details')).toBeNull()
  expect(of('apple').querySelector('details')).not.toBeNull()
})

test('what was changed is listed, and each line has its way back', async () => {
  const sent = await open({ screen: 'check-up' })
  await user().click(press('referent'))
  await user().click(press('changes'))
  expect(await page.findByText('Un compte a été ajouté parmi les vôtres.')).toBeTruthy()
  expect(document.querySelectorAll('[data-change]')).toHaveLength(3)
  await user().click(page.getByRole('button', { name: 'Retirer le compte' }))
  const said = await page.findByText(/Le compte est retiré de Thunderbird/)
  expect(document.activeElement?.contains(said)).toBe(true)
  expect(document.querySelectorAll('[data-change]')).toHaveLength(2)
  expect(sent.tools).toEqual([{ kind: 'hosts' }, { kind: 'changes' }, { kind: 'undo', path: '/home/claire/.thunderbird/x.default/prefs.js' }])
})

test('check-up: three lists, proofs, and a way to print and to erase', async () => {
  const sent = await open({ screen: 'check-up', next: 'ended' })
  expect(document.querySelectorAll('[data-standing=done]')).toHaveLength(4)
  expect(page.getByText('Boîte ouverte par imap.example.test.')).toBeTruthy()
  await user().click(press('print'))
  expect(globalThis.print).toHaveBeenCalledOnce()
  await user().click(document.querySelector<HTMLElement>('main [data-do=finish]')!)
  await user().click(press('finish-now'))
  expect(sent.answers).toEqual([{ kind: 'finish', idle: false }])
  expect(await page.findByRole('heading', { level: 1, name: 'Il ne reste rien de vous sur cet ordinateur' })).toBeTruthy()
})

test('waiting says what, with whom and how long at most, and can be stopped', async () => {
  const sent = await open({ screen: 'sign-in', slow: true })
  await user().type(page.getByLabelText('Mot de passe provisoire'), 'x')
  await user().click(submit())
  expect(await page.findByText(/Cela prend au plus 12 secondes/, { selector: '.hint' })).toBeTruthy()
  await user().click(submit())
  await user().click(press('cancel'))
  await waitFor(() => expect(alert()?.textContent).toContain('Vous avez arrêté l’attente'))
  expect(sent.cancelled).toBe(1)
  expect(sent.answers).toHaveLength(1)
})

test('the language changes in place', async () => {
  await open({ screen: 'hold' })
  await user().click(page.getByRole('button', { name: 'English' }))
  expect(await page.findByRole('heading', { level: 1, name: 'What do you have in hand?' })).toBeTruthy()
})

test('coming back to a screen finds what was typed there', async () => {
  await open({ screen: 'recovery-address' })
  await user().type(page.getByLabelText('Votre adresse personnelle'), 'claire@perso.test')
  await user().click(submit())
  await waitFor(() => expect(session.turn).toBe(2))
  expect(page.getByLabelText<HTMLInputElement>('Votre adresse personnelle').value).toBe('claire@perso.test')
})

test('academy: coming back finds the search again, and its results', async () => {
  await open({ screen: 'find-academy' })
  await user().type(page.getByRole('searchbox'), 'Villeurbanne')
  await user().click(await page.findByRole('button', { name: /académie de Lyon/ }))
  await waitFor(() => expect(session.turn).toBe(2))
  expect(page.getByRole<HTMLInputElement>('searchbox').value).toBe('Villeurbanne')
  await page.findByRole('button', { name: /académie de Lyon/ })
})

test('academy: among several results the person chooses; the button leads to the first', async () => {
  const sent = await open({ screen: 'find-academy' })
  await user().click(submit())
  await waitFor(() => expect(document.activeElement).toBe(alert()))
  expect(document.title).toMatch(/^Erreur – /)
  await user().type(page.getByRole('searchbox'), 'Vill')
  await user().click(submit())
  await waitFor(() => expect((document.activeElement as HTMLElement).dataset.academy).toBe('lyon'))
  expect(sent.answers).toEqual([])
  await user().clear(page.getByRole('searchbox'))
  await user().type(page.getByRole('searchbox'), 'zzz')
  await user().click(submit())
  await page.findByText(/Aucun résultat/)
})

test.each([
  ['identify', 3, /NUMEN.*Ne le recopiez pas/],
  ['sign-in', 3, /mot de passe provisoire/],
  ['enrol', 2, /six chiffres/],
  ['hand-off', 0, /Tout en haut du navigateur/],
  ['choose-platform', 0, /Tout en haut du navigateur/],
])('help stands beside the question: %s', async (screen, legend, said) => {
  await open({ screen })
  const help = document.querySelector('main .shown')
  expect(help?.querySelectorAll('.legend li')).toHaveLength(legend)
  expect(help?.textContent).toMatch(said)
  expect(help?.querySelector('.drawing svg')?.getAttribute('aria-hidden')).toBe('true')
})

test('check-up: each thing left has its next action, and what was measured has its card', async () => {
  await open({ screen: 'check-up' })
  const todo = [...document.querySelectorAll<HTMLElement>('.todo > li')]
  expect(todo.map((line) => line.dataset.item)).toEqual(['forwarding', 'second-factor'])
  for (const line of todo) expect(line.querySelectorAll('.next button, .next a')).toHaveLength(1)
  expect([...document.querySelectorAll<HTMLElement>('[data-fact]')].map((card) => card.dataset.fact)).toEqual(['nearly-full', 'quarantine', 'forwarding'])
  const habits = [...document.querySelectorAll<HTMLElement>('[data-reflex]')].map((card) => card.dataset.reflex)
  expect(habits).toContain('log-out')
  // What is measured is said once, on its card.
  expect(habits).not.toContain('quota')
  expect(document.querySelector<HTMLDetailsElement>('details:has([data-standing=done])')?.open).toBe(false)
})

test('check-up: nothing left, everything has its name and unfolds', async () => {
  await open({ screen: 'check-up-done' })
  expect(document.querySelector('.todo')).toBeNull()
  for (const part of ['part-done', 'mailbox', 'old-places', 'forgotten', 'reflexes', 'files', 'desk', 'later']) {
    const fold = document.querySelector<HTMLDetailsElement>(`[data-part=${part}] > details`)!
    expect(fold.open).toBe(false)
    expect(fold.querySelector('summary h2')?.textContent).not.toBe('')
  }
  expect(document.querySelector('[data-fact=room]')?.textContent).toContain('10 Mo occupés sur 200 Mo')
})

test('on paper nothing is folded, and afterwards it folds again', async () => {
  await open({ screen: 'check-up' })
  const open_ = () => [...document.querySelectorAll<HTMLDetailsElement>('main details:not(.small)')].map((fold) => fold.open)
  await user().click(press('print'))
  expect(new Set(open_())).toEqual(new Set([true]))
  dispatchEvent(new Event('afterprint'))
  expect(new Set(open_())).toEqual(new Set([false]))
})

test('the referent’s corner contacts nobody by itself, and leads to each tool', async () => {
  const sent = await open({ screen: 'identify' })
  await user().click(press('referent'))
  expect(sent.tools).toEqual([{ kind: 'hosts' }])
  for (const tool of ['diagnose', 'changes', 'packs', 'practice']) {
    await user().click(document.querySelector<HTMLElement>(`.corner [data-do=${tool}]`)!)
    expect(document.querySelector('.corner [aria-current=true]')?.getAttribute('data-do')).toBe(tool)
    expect(await violations()).toEqual([])
  }
  await page.findByText(/Ce qui est déjà fait sur les serveurs reste fait/)
  await user().click(press('to-first'))
  await waitFor(() => expect(sent.tools.at(-1)).toEqual({ kind: 'restart' }))
  expect(document.querySelector('dialog')).toBeNull()
}, 30_000)

test('the referent’s corner starts a practice from the first screen', async () => {
  const sent = await open({ screen: 'find-academy', next: 'identify' })
  await user().click(press('referent'))
  await user().click(document.querySelector<HTMLElement>('.corner [data-do=practice]')!)
  await user().click(document.querySelector<HTMLElement>('[data-practice=entrainement]')!)
  expect(sent.answers).toEqual([{ kind: 'choose-academy', id: 'entrainement', department: null }])
})

test('every host contacted can be listed', async () => {
  await open({ screen: 'hold' })
  await user().click(press('referent'))
  await user().click(press('hosts'))
  expect(await page.findByText('imap.example.test:993')).toBeTruthy()
  expect(await violations()).toEqual([])
})
