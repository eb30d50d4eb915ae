/** The engine is loaded when it is first needed; whoever starts and stops it need not know. */
import { beforeEach, describe, expect, it } from 'vitest'
import { lateEngine } from '../../bridge/cli/late-engine.ts'
import type { Engine } from '../../bridge/sync/engine.ts'

let done: string[] = []

const engine: Engine = {
  start: () => void done.push('started'),
  wake: (about) => void done.push(`woken for the ${about}`),
  stop: async () => void done.push('stopped'),
  once: async () => {
    done.push('once')
    return []
  },
}

/** Takes a while, as loading does. */
function load(): Promise<Engine> {
  return new Promise((resolve) => setTimeout(() => resolve(engine), 10))
}

beforeEach(() => (done = []))

describe('An engine that is loaded late', () => {
  it('stopped while it is being loaded it is stopped after it was started, not before', async () => {
    const late = lateEngine(load)
    late.start()
    await late.stop()

    expect(done).toEqual(['started', 'stopped'])
  })

  it('is not loaded for being stopped or woken', async () => {
    let loads = 0
    const late = lateEngine(() => (loads++, load()))
    late.wake('queue')
    await late.stop()

    expect([loads, done]).toEqual([0, []])
  })

  it('passes on what it is woken for, and is loaded once', async () => {
    let loads = 0
    const late = lateEngine(() => (loads++, load()))
    late.start()
    await late.once()
    late.wake('base')
    await late.stop()

    expect(loads).toBe(1)
    expect(done).toEqual(['started', 'once', 'woken for the base', 'stopped'])
  })
})
