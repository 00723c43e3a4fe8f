// The only file that speaks to Rust. Seven commands and a progress channel; no rule of the journey.
import { Channel, invoke } from '@tauri-apps/api/core'
import type { Answer, ChangeLine, Contact, Diagnosis, Doing, Idle, PackLine, Question, RefusalLine, Reply, UndoneLine, View } from './bindings'

/** The window's own tools: `src-tauri/src/tool.rs` is the other side. */
export type Tool =
  | { kind: 'hosts' }
  | { kind: 'diagnose' }
  | { kind: 'stop-diagnosis' }
  | { kind: 'save-report' }
  | { kind: 'changes' }
  | { kind: 'undo'; path: string }
  | { kind: 'packs' }
  | { kind: 'about' }
  | { kind: 'open-page'; url: string }
  | { kind: 'open-file'; path: string }
  | { kind: 'presence'; sign: boolean }
  | { kind: 'close' }
  | { kind: 'practice-people' }
  | { kind: 'practice-inbox'; address: string }
  | { kind: 'practice-code' }
  | { kind: 'restart' }

export type PracticePerson = {
  id: string
  given: string
  family: string
  address: string
  login: string
  password: string
  state: string
  academy: string
  personal_mailbox: string
}

export type PracticeMail = { from: string; subject: string; text: string }

/** A pack on this machine that was refused, and why. */
export type LeftOut = { path: string; why: RefusalLine }

export type ToolReply =
  | { kind: 'hosts'; contacts: Contact[] }
  | { kind: 'changes'; changes: ChangeLine[] }
  | { kind: 'undone'; undone: UndoneLine | null; changes: ChangeLine[] }
  | { kind: 'diagnosed'; diagnosis: Diagnosis; report: string }
  | { kind: 'saved'; path: string }
  | { kind: 'packs'; serve: PackLine[]; left_out: LeftOut[] }
  | { kind: 'about'; version: string; folder: string }
  | { kind: 'presence'; idle: Idle }
  | { kind: 'done' }
  | { kind: 'people'; people: PracticePerson[] }
  | { kind: 'inbox'; mails: PracticeMail[] }
  | { kind: 'code'; code: string }
  | { kind: 'restarted'; view: View }

export type Spoken = { lang: string; text: string }

declare global {
  interface Window {
    opening?: { spoken?: Spoken; view?: View }
  }
}

/** An answer that came with the page: it serves once, and not to a page that was loaded again. */
function given<K extends 'spoken' | 'view'>(what: K) {
  const { opening } = window
  const [visit] = performance.getEntriesByType?.('navigation') ?? []
  const answer = (visit as PerformanceNavigationTiming | undefined)?.type === 'navigate' ? opening?.[what] : undefined
  delete opening?.[what]
  return answer
}

/** What to draw now. */
export const view = async () => given('view') ?? invoke<View>('view')

/** A question that changes nothing. */
export const ask = (question: Question) => invoke<Reply>('ask', { question })

/** An answer; resolves to the next view, rejects with a `RefusalLine`. */
export function answer(given: Answer, onDoing: (doing: Doing | null) => void): Promise<View> {
  const progress = new Channel<Doing | null>()
  progress.onmessage = onDoing
  return invoke<View>('answer', { answer: given, progress })
}

/** Stops waiting. */
export const cancel = () => invoke<void>('cancel')

/** One screen back. */
export const back = () => invoke<View>('back')

/** Every sentence of a language; without one, the system's. */
export const words = async (lang: string | null) => (lang === null && given('spoken')) || invoke<Spoken>('words', { lang })

/** A tool of the window; a diagnosis tells what it has seen as it goes. */
export function tool(wanted: Tool, onNews: (news: Diagnosis) => void = () => {}): Promise<ToolReply> {
  const news = new Channel<Diagnosis>()
  news.onmessage = onNews
  return invoke<ToolReply>('tool', { tool: wanted, news })
}

/** What Rust rejected with, or our own bug seen as a refusal. */
export function refusalOf(error: unknown): RefusalLine {
  if (typeof error === 'object' && error !== null && 'code' in error && 'mender' in error) return error as RefusalLine
  return { code: 'window', params: { detail: String(error) }, mender: 'authors', kind: 'bug' }
}
