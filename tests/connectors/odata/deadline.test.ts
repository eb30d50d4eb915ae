/** When a call to the base ends: by its own time, or because whoever asked for it no longer wants it. */
import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { Deadline } from '../../../connectors/odata/deadline.ts'

const LONG_MS = 60_000

describe('A deadline', () => {
  it('ends a call with a TimeoutError', async () => {
    const deadline = new Deadline(1)
    const told = await new Promise((resolve) => deadline.whenEnded(resolve))

    expect(told).toMatchObject({ name: 'TimeoutError' })
    expect(deadline.reason).toBe(told)
  })

  it.each(['before', 'while'])('ends it with the reason of whoever asked: %s it is on its way', (when) => {
    const asker = new AbortController()
    const reason = new Error('the round was stopped')
    if (when === 'before') asker.abort(reason)
    const deadline = new Deadline(LONG_MS, asker.signal)
    const told: unknown[] = []
    if (when === 'while') deadline.whenEnded((why) => told.push(why))
    asker.abort(reason)
    if (when === 'before') deadline.whenEnded((why) => told.push(why))
    deadline.end(new Error('nobody hears a second reason'))

    expect(told).toEqual([reason])
    expect(deadline.signal.reason).toBe(reason)
  })

  it('is over with the call: neither its time nor the asker reaches it any more', async () => {
    const asker = new AbortController()
    const deadline = new Deadline(1, asker.signal)
    deadline.over()
    await pause(10)
    asker.abort()

    expect(deadline.reason).toBeUndefined()
  })

  it('follows a clock that is not the real one, and shows its end as a signal', () => {
    const clock = new AbortController()
    const deadline = new Deadline(clock.signal)
    const { signal } = deadline
    const late = new DOMException('no answer in time', 'TimeoutError')
    clock.abort(late)

    expect(signal.reason).toBe(late)
    expect(deadline.reason).toBe(late)
  })
})
