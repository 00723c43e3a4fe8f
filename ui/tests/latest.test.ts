// Latest wins, whatever the order of the replies.
import { expect, test, vi } from 'vitest'
import { latest } from '../src/latest'

test('a slow reply to an old keystroke is dropped', async () => {
  vi.useFakeTimers()
  const waiting = new Map<string, (said: string) => void>()
  const said: string[] = []
  const ask = latest<string, string>((text) => new Promise((resolve) => waiting.set(text, resolve)), (reply) => said.push(reply), 10)
  ask('a')
  await vi.advanceTimersByTimeAsync(10)
  ask('ab')
  await vi.advanceTimersByTimeAsync(10)
  waiting.get('ab')?.('second')
  waiting.get('a')?.('first')
  await vi.advanceTimersByTimeAsync(0)
  vi.useRealTimers()
  expect(said).toEqual(['second'])
})
