/** When a call to the base ends: by its own time, or because whoever asked for it no longer wants it. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { deadlineIn } from '../../../connectors/odata/deadline.ts'

const LONG_MS = 60_000

describe('A deadline', () => {
  it('ends a call with a TimeoutError', async () => {
    const { signal } = deadlineIn(1, undefined)
    await new Promise((resolve) => signal.addEventListener('abort', resolve))

    expect(signal.reason).toMatchObject({ name: 'TimeoutError' })
  })

  it.each(['before', 'while'])('ends it with the reason of whoever asked: %s it is on its way', (when) => {
    const asker = new AbortController()
    const reason = new Error('the round was stopped')
    if (when === 'before') asker.abort(reason)
    const { signal } = deadlineIn(LONG_MS, asker.signal)
    asker.abort(reason)

    expect(signal.reason).toBe(reason)
  })

  it('is over with the call: neither its time nor the asker reaches it any more', async () => {
    const asker = new AbortController()
    const deadline = deadlineIn(1, asker.signal)
    deadline.over()
    await pause(10)
    asker.abort()

    expect(deadline.signal.aborted).toBe(false)
  })
})
