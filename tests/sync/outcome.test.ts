/** The table of what a failure means: what is tried again, from where, and what a person is asked. */
import { describe, expect, it } from 'vitest'
import { Changed, inDoubt, Misfit, Refused, Unreachable } from '../../connectors/errors.ts'
import { Problem } from '../../bridge/domain/problem.ts'
import { decide, Early, pause, Waits, type Step, isAnswer } from '../../bridge/sync/outcome.ts'

const attempt = (step: Step, more: { attempts?: number; ageMs?: number } = {}) => ({
  step,
  attempts: 0,
  ageMs: 0,
  chance: 0.5,
  ...more,
})
const silent = new Unreachable('base.timeout', 'no answer', { uncertain: true })
const refusedConnection = new Unreachable('base.refused-connection', 'nobody there')

describe('An outcome that is open (I10)', () => {
  it.each([
    ['write', 'uncertain'],
    ['post', 'posting'],
    ['look', 'uncertain'],
  ] as const)('of %s goes on from %s: it is read, never guessed', (step, state) => {
    expect(decide(silent, attempt(step))).toMatchObject({ do: 'retry', state, reason: 'base.timeout' })
  })

  it.each([
    ['write', 'uncertain'],
    ['post', 'posting'],
  ] as const)(
    '(I1) of %s goes on from %s, whatever stopped the connection or refused the look at it',
    (step, state) => {
      const stopped = inDoubt(new Misfit('base.credentials', 'no', { status: 401 }))
      const gone = inDoubt(new Refused('base.gone', 'no such record'))

      expect(decide(stopped, attempt(step))).toMatchObject({ do: 'stop', state, reason: 'base.credentials' })
      expect(decide(gone, attempt(step))).toMatchObject({ do: 'retry', state, baseDown: false })
      expect(decide(gone, attempt(step, { ageMs: 4 * 24 * 3_600_000 }))).toMatchObject({
        do: 'ask',
        answers: ['retry'],
      })
    },
  )

  it('is read soon at first and does not rest the connection', () => {
    expect(decide(silent, attempt('write'))).toMatchObject({ delayMs: 1_000, baseDown: false })
  })
})

describe('What certainly did not happen', () => {
  it.each([
    ['write', 'queued'],
    ['post', 'written'],
    ['look', 'uncertain'],
  ] as const)('during %s stays %s and rests the connection', (step, state) => {
    expect(decide(refusedConnection, attempt(step))).toMatchObject({ do: 'retry', state, baseDown: true })
  })

  it('(I7) a record that somebody has open waits alone', () => {
    const open = new Unreachable('base.busy', 'open', { facts: { status: 500, code: '-1' } })

    expect(decide(open, attempt('post'))).toMatchObject({ do: 'retry', baseDown: false })
  })

  it('honours the pause that the base asks for', () => {
    const busy = new Unreachable('base.busy', 'later', { retryAfterMs: 90_000 })

    expect(decide(busy, attempt('write'))).toMatchObject({ delayMs: 90_000 })
  })

  it('means everybody when the base asks for a pause, also where the outcome is open', () => {
    const busy = new Unreachable('base.busy', 'later', { retryAfterMs: 90_000, uncertain: true })

    expect(decide(busy, attempt('write'))).toMatchObject({ state: 'uncertain', baseDown: true, askedMs: 90_000 })
  })
})

describe('What a person decides', () => {
  it.each([
    ['a refusal', new Refused('base.rule', 'no'), 'write', ['retry', 'cancel']],
    ['a refusal to post', new Refused('base.rule', 'no'), 'post', ['retry']],
    ['a record stored differently', new Changed('base.stored-differently', 'cut'), 'write', ['accept', 'retry']],
    ['a value that does not fit', new Problem('mapping.too-long'), 'write', ['retry', 'cancel']],
    ['a fault of ours', new TypeError('x'), 'write', ['retry']],
  ] as const)('%s offers what can be done about it', (_what, error, step, answers) => {
    expect(decide(error, attempt(step))).toMatchObject({ do: 'ask', answers })
  })

  it('(I16) after three days without success, and never before', () => {
    const days = (count: number) => decide(silent, attempt('write', { ageMs: count * 24 * 3_600_000 }))

    expect(days(2.9)).toMatchObject({ do: 'retry' })
    expect(days(3.1)).toMatchObject({ do: 'ask', reason: 'intent.too-long' })
  })
})

describe('Our own database, busy or away for a moment', () => {
  const deadlock = Object.assign(new Error('deadlock detected'), { code: '40P01' })
  const away = new Error('Connection terminated unexpectedly')

  it.each([
    ['while writing', 'write', 'uncertain'],
    ['while looking', 'look', 'uncertain'],
    ['while posting', 'post', 'written'],
  ] as const)('%s asks nobody: what the base holds is read first', (_when, step, state) => {
    for (const error of [deadlock, away])
      expect(decide(error, attempt(step))).toMatchObject({ do: 'retry', state, reason: 'bridge.database' })
  })

  it('(I16) becomes a question when it lasts for days', () => {
    expect(decide(away, attempt('write', { ageMs: 4 * 24 * 3_600_000 }))).toMatchObject({ do: 'ask' })
  })
})

describe('What stops the connection', () => {
  it.each(['base.credentials', 'base.rights', 'base.not-exposed', 'base.other-base'])(
    'is %s, and it says about what',
    (reason) => {
      const misfit = new Misfit(reason, 'no', { status: 401, kind: 'Catalog_X' })

      expect(decide(misfit, attempt('write'))).toMatchObject({
        do: 'stop',
        state: 'queued',
        facts: { kind: 'Catalog_X' },
      })
    },
  )
})

describe('What only waits', () => {
  it('for its counterparty asks nobody', () => {
    const waits = new Waits('counterparty', { because: 'base.cut', baseDown: false })

    expect(decide(waits, attempt('write'))).toMatchObject({ do: 'retry', state: 'queued', reason: 'intent.waits-for' })
  })

  it('for a late write is looked at again exactly then', () => {
    expect(decide(new Early(120_000), attempt('look'))).toMatchObject({ state: 'uncertain', delayMs: 120_000 })
  })

  it('pauses double, stay within the hour and are spread by a quarter to either side', () => {
    expect([0, 1, 2, 3].map((attempts) => pause(attempts, 0.5))).toEqual([2_000, 4_000, 8_000, 16_000])
    expect(pause(40, 0.5)).toBe(3_600_000)
    expect([pause(1, 0), pause(1, 1)]).toEqual([3_000, 5_000])
  })
})

describe('A request that another process has taken', () => {
  it('does not end the round because it waits for another record: that is no failure of ours', () => {
    expect(isAnswer(new Waits('counterparty', { because: '', baseDown: false }))).toBe(true)
  })
})
