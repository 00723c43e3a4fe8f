// Latest wins: a slow reply to an old keystroke never overwrites a newer one.

/** Wraps a question asked at each keystroke: waits `pause` ms, asks, and delivers only the reply to the last one. */
export function latest<Asked, Replied>(
  question: (asked: Asked) => Promise<Replied>,
  deliver: (replied: Replied) => void,
  pause = 120,
): (asked: Asked) => void {
  let turn = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  return (asked) => {
    const mine = ++turn
    clearTimeout(timer)
    timer = setTimeout(async () => {
      try {
        const replied = await question(asked)
        if (mine === turn) deliver(replied)
      } catch {
        // A live reply is a help, never a stop: the next keystroke asks again.
      }
    }, pause)
  }
}
