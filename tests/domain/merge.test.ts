/** What becomes of a field that both sides may edit: equal, sent, decided by a word of the mapping, or asked about (I6). */
import { describe, expect, it } from 'vitest'
import { adviceOn, mergeField, type Edited, type FieldWord } from '../../bridge/domain/merge.ts'

const edit: Edited = {
  agreed: 'before',
  asked: null,
  ours: 'ours',
  editedAt: '2026-11-24T10:00:00.000Z',
  inConflict: false,
  isRefused: false,
}
const word: FieldWord = { owner: 'either', conflict: 'ask' }
const EARLIER = '2026-11-24T09:00:00.000Z'
const LATER = '2026-11-24T11:00:00.000Z'

const meet = (
  of: Partial<Edited>,
  theirs: string,
  more: { conflict?: FieldWord['conflict']; readBefore?: string | null; mayComeLate?: boolean } = {},
) =>
  mergeField(
    { ...edit, ...of },
    { readBefore: null, mayComeLate: false, ...more, theirs, word: { ...word, conflict: more.conflict ?? 'ask' } },
  )

describe('Both sides say the same', () => {
  it('because it was sent and has arrived, or because people typed the same', () => {
    expect(meet({ asked: 'ours' }, 'ours')).toEqual({ do: 'settle', outcome: 'arrived' })
    expect(meet({}, 'ours')).toEqual({ do: 'settle', outcome: 'same' })
    expect(meet({ asked: 'an older text' }, 'ours')).toEqual({ do: 'settle', outcome: 'same' })
  })

  it('which is not the end while what was asked for before that may still come', () => {
    const taken = { asked: 'an older text', ours: 'before' }
    expect(meet(taken, 'before', { mayComeLate: true })).toEqual({ do: 'wait' })
    expect(meet({ asked: 'ours' }, 'ours', { mayComeLate: true })).toEqual({ do: 'settle', outcome: 'arrived' })
    expect(meet({ ...taken, inConflict: true }, 'before', { mayComeLate: true })).toMatchObject({ do: 'settle' })
  })

  it('also ends a question and a refusal', () => {
    expect(meet({ inConflict: true, isRefused: true }, 'ours')).toEqual({ do: 'settle', outcome: 'same' })
  })
})

describe('The base says what both last agreed on', () => {
  it('so that ours goes on its way, also after a question that has become idle', () => {
    expect(meet({}, 'before')).toEqual({ do: 'send', agreed: 'before' })
    expect(meet({ inConflict: true }, 'before')).toEqual({ do: 'send', agreed: 'before' })
  })

  it('and what was sent earlier has arrived when somebody of ours has typed something newer since', () => {
    expect(meet({ asked: 'sent' }, 'sent')).toEqual({ do: 'send', agreed: 'sent' })
  })

  it('but nothing is sent again that the base would not take', () => {
    expect(meet({ inConflict: true, isRefused: true }, 'before')).toEqual({ do: 'ask', reason: 'edit.both-changed' })
  })
})

describe('Both sides have changed it', () => {
  it.each([
    ['base', { do: 'take-theirs', rule: 'base' }],
    ['crm', { do: 'send-over-theirs', rule: 'crm' }],
    ['ask', { do: 'ask', reason: 'edit.both-changed' }],
  ] as const)('and the mapping says "%s"', (conflict, outcome) => {
    expect(meet({}, 'theirs', { conflict })).toEqual(outcome)
  })

  it('and the later one wins when a reading of the base lies between the two', () => {
    expect(meet({}, 'theirs', { conflict: 'latest', readBefore: LATER })).toEqual({ do: 'take-theirs', rule: 'latest' })
  })

  it.each([[EARLIER], [edit.editedAt], [null]])(
    'and a person is asked when the last reading (%s) cannot tell who was later',
    (readBefore) => {
      expect(meet({}, 'theirs', { conflict: 'latest', readBefore })).toEqual({ do: 'ask', reason: 'edit.same-poll' })
    },
  )

  it('and whoever has been asked goes on being asked, whatever the word', () => {
    expect(meet({ inConflict: true }, 'theirs', { conflict: 'crm' })).toEqual({
      do: 'ask',
      reason: 'edit.both-changed',
    })
  })
})

describe('Advice', () => {
  it('is to keep what the owner of the field says, and the owner decides', () => {
    const why = 'edit.both-changed'
    expect(adviceOn('crm', why)).toEqual({ advice: 'crm', decides: 'manager', recommended: 'ours' })
    expect(adviceOn('base', why)).toEqual({ advice: 'base', decides: 'accountant', recommended: 'theirs' })
    expect(adviceOn('either', why)).toEqual({ advice: 'either', decides: 'accountant', recommended: 'theirs' })
    expect(adviceOn('base', 'edit.overrun')).toEqual({
      advice: 'overrun',
      decides: 'accountant',
      recommended: 'ours',
    })
  })
})
