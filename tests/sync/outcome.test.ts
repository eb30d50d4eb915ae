/** The table of what a failure means: what is tried again, from where, and what a person is asked. */
import { describe, expect, it } from 'vitest'
import { Changed, inDoubt, Misfit, Refused, Unreachable } from '../../connectors/errors.ts'
import { Problem } from '../../bridge/domain/problem.ts'
import {
  decide,
  Early,
  pause,
  Waits,
  waitsForPerson,
  whyNotOpened,
  type Step,
  isAnswer,
} from '../../bridge/sync/outcome.ts'
import { MappingError } from '../../bridge/sync/mapping/mapping-fault.ts'

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
    expect(decide(silent, attempt('write', { attempts: 2 }))).toMatchObject({ delayMs: 8_000, baseDown: false })
  })

  it('rests the connection when it is the look itself that gets no answer', () => {
    expect(decide(silent, attempt('look'))).toMatchObject({ delayMs: 2_000, baseDown: true })
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

    expect(days(3)).toMatchObject({ do: 'retry' })
    expect(days(3.1)).toMatchObject({ do: 'ask', reason: 'intent.too-long', answers: ['retry'] })
  })

  it('(I16) of a refused look after three days, and never before', () => {
    const gone = inDoubt(new Refused('base.gone', 'no such record'))
    const days = (count: number) => decide(gone, attempt('write', { ageMs: count * 24 * 3_600_000, attempts: 1 }))

    expect(days(3)).toEqual({
      do: 'retry',
      state: 'uncertain',
      reason: 'base.gone',
      facts: { said: 'no such record' },
      delayMs: 4_000,
      baseDown: false,
    })
    expect(days(3.1)).toMatchObject({ do: 'ask', reason: 'intent.too-long', facts: { said: 'no such record' } })
  })

  it('hears what the base said, cut to what can be read, with its code, its kind and until when it is closed', () => {
    const facts = { status: 500, code: '-1', kind: 'Catalog_X', until: '13:00' }
    const said = 'x'.repeat(500)

    expect(decide(new Refused('base.rule', `${said}y`, facts), attempt('write'))).toMatchObject({
      facts: { said, ...facts },
    })
    expect(decide(new Refused('base.rule', 'no'), attempt('write'))).toMatchObject({ facts: { said: 'no' } })
  })

  it('hears which fields the base holds otherwise', () => {
    const differences = ['Сумма', 'Комментарий'].map((field) => ({ field, sent: 1, stored: 2 }))
    const fieldsOf = (error: Changed) => (decide(error, attempt('write')) as { facts: object }).facts

    expect(fieldsOf(new Changed('base.stored-differently', 'cut', differences))).toEqual({
      said: 'cut',
      fields: 'Сумма, Комментарий',
    })
    expect(fieldsOf(new Changed('base.stored-differently', 'cut'))).toEqual({ said: 'cut' })
  })

  it('hears which value of which field does not fit, and of a fault of ours what it was', () => {
    const long = new Problem('mapping.too-long', { most: 5 }, 'name')

    expect(decide(long, attempt('post'))).toEqual({
      do: 'ask',
      reason: 'mapping.too-long',
      facts: { most: 5, field: 'name' },
      answers: ['retry'],
    })
    expect(decide(new Problem('mapping.too-long'), attempt('write'))).toMatchObject({ facts: { field: '' } })
    expect(decide(new TypeError('x'), attempt('write'))).toMatchObject({
      reason: 'bridge.fault',
      facts: { said: 'TypeError: x' },
    })
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
      expect(decide(error, attempt(step))).toMatchObject({
        do: 'retry',
        state,
        reason: 'bridge.database',
        facts: { said: String(error) },
        delayMs: 2_000,
        baseDown: false,
      })
  })

  it('(I16) becomes a question when it lasts for days', () => {
    expect(decide(away, attempt('write', { ageMs: 3 * 24 * 3_600_000 }))).toMatchObject({ do: 'retry' })
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

    expect(decide(waits, attempt('write'))).toEqual({
      do: 'retry',
      state: 'queued',
      reason: 'intent.waits-for',
      facts: { noun: 'counterparty', because: 'base.cut' },
      delayMs: 5_000,
      baseDown: false,
      waits: true,
    })
  })

  it('for a late write is looked at again exactly then', () => {
    const waits = { do: 'retry', reason: 'intent.looking', facts: {}, baseDown: false, waits: true }

    expect(decide(new Early(120_000), attempt('look'))).toEqual({ ...waits, state: 'uncertain', delayMs: 120_000 })
    expect(decide(new Early(1_000, 'queued'), attempt('write'))).toEqual({ ...waits, state: 'queued', delayMs: 1_000 })
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

describe('A reading that fails', () => {
  it('stops for what a person must mend, and rests for anything else', () => {
    expect(
      [new Misfit('base.rights', 'no'), new Refused('base.rule', 'no'), new Changed('base.changed', 'no')].every(
        waitsForPerson,
      ),
    ).toBe(true)
    expect([silent, new TypeError('x')].some(waitsForPerson)).toBe(false)
  })

  it('is an answer of the base or of a rule, or a failure of our own', () => {
    expect([silent, new Problem('mapping.too-long')].every(isAnswer)).toBe(true)
    expect(isAnswer(new TypeError('x'))).toBe(false)
  })
})

describe('A base that does not even open', () => {
  const fault = (line: number) =>
    new MappingError([
      { file: 'invoice.json', line, column: 1, code: 'unknown-field', facts: {}, says: 'there is no such field' },
    ])

  it.each([
    [new Problem('secret.unreadable', { base: 'buh' }), 'secret.unreadable', { base: 'buh' }],
    [new Misfit('base.bad-address', 'no address'), 'base.bad-address', { said: 'no address' }],
    [new Error('anything else'), 'base.not-opened', { said: 'anything else' }],
  ])('says why: %s', (error, reason, facts) => {
    expect(whyNotOpened(error)).toEqual({ reason, facts })
  })

  it('names the first place that is wrong in its mappings', () => {
    expect(whyNotOpened(fault(12))).toMatchObject({ reason: 'mapping.faults', facts: { place: 'invoice.json:12' } })
    expect(whyNotOpened(fault(0))).toMatchObject({ reason: 'mapping.faults', facts: { place: 'invoice.json' } })
    expect(whyNotOpened(new MappingError([]))).toMatchObject({ reason: 'mapping.faults', facts: { place: '' } })
  })
})
