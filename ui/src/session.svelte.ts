// What the window knows: the view Rust gave, the answer under way, the last refusal. No secret stays here.
import { tick } from 'svelte'
import type { Answer, Doing, OpenedPack, RefusalLine, Screen, View } from './bindings'
import * as ipc from './ipc'

/** One line of an error summary, with the field it belongs to. */
export type Fault = { field: string; key: string }

/** A tool of the window that is open over it. */
export type Tab = 'referent' | 'hosts' | 'diagnose' | 'changes' | 'packs' | 'practice' | 'about' | 'letter' | 'finish'

class Session {
  view = $state.raw<View | null>(null)
  busy = $state(false)
  doing = $state.raw<Doing | null>(null)
  refusal = $state.raw<RefusalLine | null>(null)
  /** What was confirmed on the way here, with nothing to decide: said above the question. */
  passed = $state.raw<Screen | null>(null)
  #behind: Screen | null = null
  /** The title, spoken where a field has taken the focus from it. */
  named = $state('')
  /** A proxy has just let us through: said until the next answer. */
  proxyOpen = $state(false)
  /** What the form itself found empty or impossible, before anything is sent. */
  faults = $state.raw<Fault[]>([])
  /** Grows at each new screen: focus goes to its title. */
  turn = $state(0)
  /** The tool that is open. */
  tab = $state<Tab | null>(null)
  /** Grows at each refusal: focus goes to the summary. */
  alarm = $state(0)
  /** What was typed into screens one may come back to. Nothing secret: passwords and codes never come here. */
  kept: Record<string, string> = {}

  async open() {
    await this.#take(ipc.view())
  }

  /** Sends an answer; true when the journey went on. */
  async answer(given: Answer): Promise<boolean> {
    if (this.busy) return false
    return this.#take(this.#onward(given))
  }

  async back() {
    if (!this.busy) await this.#take(ipc.back())
  }

  async cancel() {
    await ipc.cancel()
  }

  /** Says whose computer this is: the screen stays, and so does the focus. */
  async settle(shared: boolean) {
    try {
      this.view = await ipc.answer({ kind: 'computer', shared }, () => {})
    } catch (error) {
      this.refusal = ipc.refusalOf(error)
      this.alarm += 1
    }
  }

  /** Ends here and erases everything, whatever is under way. */
  async finish(idle: boolean) {
    this.kept = {}
    await this.#take(ipc.answer({ kind: 'finish', idle }, (doing) => (this.doing = doing)))
  }

  /** Has a pack checked and used, while a dialog stands over the screen; the reason when it is refused. */
  async openPack(pack: OpenedPack): Promise<RefusalLine | null> {
    try {
      this.view = await ipc.answer({ kind: 'open-pack', ...pack }, () => {})
      return null
    } catch (error) {
      return ipc.refusalOf(error)
    }
  }

  /** Gives a web proxy the name and password it asked for; the reason when it refuses them. The screen stays. */
  async signInToProxy(proxy: string, user: string, password: string): Promise<RefusalLine | null> {
    try {
      this.view = await ipc.answer({ kind: 'sign-in-to-proxy', proxy, user, password }, () => {})
      return null
    } catch (error) {
      return ipc.refusalOf(error)
    }
  }

  /** The proxy that stopped an answer lets us through: the refusal is over. */
  proxyOpened() {
    this.refusal = null
    this.proxyOpen = true
  }

  /** Starts again from the first question, as after a practice. */
  async restart() {
    const reply = await ipc.tool({ kind: 'restart' })
    this.kept = {}
    if (reply.kind === 'restarted') this.#show(reply.view)
  }

  /** Says what is missing in the form instead of sending it; true when something is. */
  complain(faults: Fault[]): boolean {
    this.refusal = null
    this.faults = faults
    if (faults.length > 0) this.alarm += 1
    return faults.length > 0
  }

  /** The key of the sentence beside a field, when that field is at fault. */
  fault(field: string): string | null {
    return this.faults.find((fault) => fault.field === field)?.key ?? null
  }

  /** What an answer leads to; a view that asks nothing is gone through, and said with the next. */
  async #onward(given: Answer): Promise<View> {
    const send = (answer: Answer) => ipc.answer(answer, (doing) => (this.doing = doing))
    const view = await send(given)
    if (!view.settled) return view
    const next = await send({ kind: 'continue' })
    this.#behind = view.screen
    return next
  }

  async #take(coming: Promise<View>): Promise<boolean> {
    this.busy = true
    this.named = ''
    this.faults = []
    this.refusal = null
    this.proxyOpen = false
    try {
      this.#show(await coming)
      return true
    } catch (error) {
      this.refusal = ipc.refusalOf(error)
      await this.#look()
      this.alarm += 1
      return false
    } finally {
      this.busy = false
      this.doing = null
    }
  }

  #show(view: View) {
    this.view = view
    this.passed = this.#behind
    this.#behind = null
    this.turn += 1
  }

  /** After a refusal the screen may have changed: tries left, a change now in doubt. */
  async #look() {
    try {
      const view = await ipc.view()
      const moved = view.screen.kind !== this.view?.screen.kind
      this.view = view
      if (moved) await tick()
    } catch {
      // The refusal on screen already says what matters.
    }
  }
}

export const session = new Session()
