// Every state a person can meet, by name: each scene as it opens, and what stands on it after a press, a word typed, a tool
// opened. The gallery, axe and the looks at narrow windows go through this list (tests/window/gallery).
import { scenes } from './mock'
import type { Fault, Tab } from '../src/session.svelte'

export type Look = {
  screen: string
  tab?: Tab
  /** A view that was gone through on the way. */
  passed?: string
  /** Typed, by the field's id. */
  type?: Record<string, string>
  /** Pressed in this order, by selector. */
  press?: string[]
  /** What the form found missing. */
  faults?: Fault[]
  /** An answer is under way. */
  busy?: boolean
}

const tool = (tab: Tab, screen = 'hold'): Look => ({ screen, tab })

export const looks: Record<string, Look> = {
  ...Object.fromEntries(Object.keys(scenes).map((screen) => [screen, { screen }])),
  'find-academy-hits': { screen: 'find-academy', type: { find: 'Vill' } },
  'find-academy-none': { screen: 'find-academy', type: { find: 'zzzz' } },
  'find-academy-lookalike': { screen: 'find-academy', type: { find: 'https://webmail.ac-lyom.fr/' } },
  'find-academy-workspace': { screen: 'find-academy', type: { find: 'https://www.laclasse.com/' } },
  'find-academy-numen': { screen: 'find-academy', type: { find: '13E1234567ABC' } },
  'identify-candidates': { screen: 'identify', type: { given: 'Claire', family: 'Martin' } },
  'identify-missing': {
    screen: 'identify',
    faults: [{ field: 'given', key: 'window-fault-given' }, { field: 'family', key: 'window-fault-family' }],
  },
  'hold-passed': { screen: 'hold', passed: 'servers' },
  'enrol-passed': { screen: 'enrol', passed: 'outcome-proved' },
  'sign-in-under-way': { screen: 'sign-in', busy: true },
  'new-password-weak': { screen: 'new-password', type: { 'new-password': 'rentree' } },
  'new-password-strong': { screen: 'new-password', type: { 'new-password': 'Glacier-Pivoine7-Tambour' }, press: ['[data-do=suggest]'] },
  'recovery-code-inbox': { screen: 'recovery-code', press: ['[data-do=inbox]'] },
  'enrolment-card-hidden': { screen: 'enrolment-card', press: ['[data-do=reveal]'] },
  'tool-letter': tool('letter', 'new-password'),
  'tool-referent': tool('referent'),
  'tool-practice': tool('practice'),
  'tool-diagnose': tool('diagnose'),
  'tool-hosts': tool('hosts'),
  'tool-changes': tool('changes'),
  'tool-packs': tool('packs', 'identify-packed'),
  'tool-packs-left-out': tool('packs', 'find-academy-left-out'),
  'tool-finish': tool('finish'),
  'tool-finish-practice': tool('finish', 'new-password'),
  'tool-about': tool('about'),
}
